"""Media types, the names and suffixes of formats, and the choice among them (RFC 9110, section 12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

HTML = "text/html"
RESULTS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Formats of rows and truth values (SPARQL 1.1)."""
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
"""Formats of triples and quads, by the names of `kg export`."""
OTHERS = {"html": HTML, "jsonl": "application/jsonl", "json": "application/json"}
SUFFIXES = {
    "html": HTML, "ttl": GRAPHS["turtle"], "nt": GRAPHS["ntriples"], "rdf": GRAPHS["rdfxml"],
    "jsonld": GRAPHS["jsonld"], "trig": GRAPHS["trig"], "nq": GRAPHS["nquads"],
}  # fmt: skip
"""Endings of paths and file names."""
_SYNONYMS = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml",),
    "text/plain": ("application/n-triples",),
    "application/x-turtle": ("text/turtle",),
    "text/n3": ("text/turtle",),
    "text/rdf+n3": ("text/turtle",),
    "application/xhtml+xml": (),
}  # fmt: skip
"""What clients ask for when they mean one of ours."""
_PARAMETERS = re.compile(r";\s*(?![qQ]\s*=)[^;,]*")
"""`charset=utf-8` and the like: they choose nothing here."""
_NAMES = {
    "ttl": "turtle", "n3": "turtle", "nt": "ntriples", "rdf": "rdfxml", "rdf+xml": "rdfxml", "nq": "nquads",
    "json-ld": "jsonld",
}  # fmt: skip
"""Other names, as clients say them."""


@lru_cache(4096)
def choose(accept: str | None, offers: tuple[str, ...]) -> str | None:
    """The offer the client likes best; of equals the first. None where nothing fits.

    `accept` is the value of all Accept lines joined by commas; None or "" takes anything. A q of 0
    excludes; the most specific range counts for each offer.
    """
    if not accept or not accept.strip():
        return offers[0]
    accepted = parse_accept_header(_PARAMETERS.sub("", accept), MIMEAccept)
    best = max(offers, key=lambda offer: _quality(accepted, offer))
    return best if _quality(accepted, best) > 0 else None


def _quality(accepted: MIMEAccept, offer: str) -> float:
    """How much the client likes an offer; a synonym counts where the offer itself is not named."""
    named = {value.split(";")[0].strip().lower() for value, _ in accepted}
    if offer not in named:
        for synonym, meant in _SYNONYMS.items():
            if offer in meant and synonym in named:
                return float(accepted.quality(synonym))
    return float(accepted.quality(offer))


def named(form: str, offers: Sequence[str]) -> str | None:
    """The offer that `?format=` means: a name ("turtle", "json"), a suffix ("ttl") or a media type."""
    form = form.strip().lower()
    name = _NAMES.get(form, form)
    for known in (RESULTS, GRAPHS, OTHERS):
        if known.get(name) in offers:
            return known[name]
    return form if form in offers else None


def names(offers: Sequence[str]) -> list[str]:
    """Names for `?format=` of these offers."""
    by_media = {media: name for known in (OTHERS, GRAPHS, RESULTS) for name, media in known.items()}
    return [by_media[media] for media in offers if media in by_media]
