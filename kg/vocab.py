"""Prefixes and terms, once. A term of our own that `ontology/` does not declare raises.

>>> SG["RoleAttestation"]
<NamedNode value=https://w3id.org/stadtgraph/ns#RoleAttestation>
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import unquote

from pyoxigraph import NamedNode, RdfFormat, parse

from kg import resources
from kg.errors import VocabularyError

BASE = "https://w3id.org/stadtgraph/"
"""Where everything of ours lives; changed here, it changes everywhere."""

PREFIXES = {
    "sg": f"{BASE}ns#",
    "role": f"{BASE}id/role/",
    "orgtype": f"{BASE}id/organization-type/",
    "eventtype": f"{BASE}id/event-type/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

VIEW = f"{BASE}graph/view"
AUTHORITY = f"{BASE}graph/authority"
CORRECTIONS = f"{BASE}graph/corrections"
"""Graph of what stewards decide: corrections of facts, and judgements on identity."""
MANIFEST = f"{BASE}graph/manifest"
"""Graph in which a store keeps what it needs itself. It is no data: exports leave it out."""
PARTIALS = f"{BASE}graph/partials"
"""Graph of the partial results from which the view is derived (`kg.partials`). No data either."""
INTERNAL = frozenset({MANIFEST, PARTIALS})

LABELS = (
    "rdfs:label", "skos:prefLabel", "skos:altLabel", "foaf:name", "dcterms:title", "sg:abbreviation",
    "sg:abbreviatedLabel", "sg:masculineLabel", "sg:feminineLabel", "sg:neutralLabel",
)  # fmt: skip
"""Properties by whose values an entity is found."""
LABEL_KEY = f"{MANIFEST}#label"
"""From an entity to a label in lower case."""
LABEL_END = f"{MANIFEST}#labelEnd"
"""From a person or a public body to the last word of a label, in lower case."""
PUBLIC_BODIES = ("municipality", "district", "state")
"""Types of organisations that are also called by their place alone."""


class _Namespace:
    """Terms of one vocabulary by local name. `closed` ones know what they declare."""

    def __init__(self, prefix: str, *, closed: bool = False) -> None:
        self.iri, self._prefix, self._closed = PREFIXES[prefix], prefix, closed

    def __getitem__(self, name: str) -> NamedNode:
        if self._closed and name not in declared():
            raise VocabularyError(
                f"{self._prefix}:{name} is used but not declared in ontology/stadtgraph.ttl"
            )
        return NamedNode(self.iri + name)


@cache
def declared() -> frozenset[str]:
    """Local names of all terms that `ontology/stadtgraph.ttl` declares in our namespace."""
    data = (resources.ontology() / "stadtgraph.ttl").read_bytes()
    iri = PREFIXES["sg"]
    subjects = {
        str(t.subject.value) for t in parse(data, RdfFormat.TURTLE) if isinstance(t.subject, NamedNode)
    }
    return frozenset(s.removeprefix(iri) for s in subjects if s.startswith(iri))


SG = _Namespace("sg", closed=True)
DCTERMS, FOAF, OA, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD = (
    _Namespace(p)
    for p in ("dcterms", "foaf", "oa", "org", "owl", "prov", "rdf", "rdfs", "schema", "skos", "xsd")
)

_FOLD = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "þ": "th", "ŋ": "ng",
     "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "ə": "e", "ĸ": "k"}
)  # fmt: skip
"""Latin letters that Unicode does not take apart into a plain letter and a mark."""


def slug(name: str) -> str:
    """A name as an IRI segment: lower-case ASCII words joined by hyphens, never empty.

    Letters of other scripts are named by their code points, so that no two names fall together for
    being unreadable here.

    >>> slug("Bundesministerium für Bau & Heimat"), slug("Łódź"), slug("東京")
    ('bundesministerium-fuer-bau-heimat', 'lodz', 'x6771x4eac')
    """
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower()).translate(_FOLD)
    words = re.sub(r"[^a-z0-9]+", "-", lower if lower.isascii() else "".join(map(_plain, lower))).strip("-")
    return words or "".join(f"x{ord(c):x}" for c in name[:20]) or "x"


def _plain(char: str) -> str:
    """A character in ASCII: without its marks; a letter (or a vowel sign) of another script as its code."""
    if char.isascii():
        return char
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode("ascii").lower()
    if plain.strip():
        return plain
    sign = unicodedata.category(char).startswith("M") and not unicodedata.combining(char)
    if (char.isalnum() and not "\u02b0" <= char <= "\u02ff") or sign:
        return f"x{ord(char):x}"
    return plain or _gap(char)


def _gap(char: str) -> str:
    """Marks and invisible characters leave nothing, all others part words."""
    return "" if unicodedata.category(char) in ("Mn", "Cf", "Sk", "Lm", "Pf", "Pi", "Po") else " "


def release_iri(key: str) -> str:
    """IRI of a release: `<base>id/release/<key>`."""
    return f"{BASE}id/release/{slug_key(key)}"


def release_key(iri: str) -> str:
    """The key of the release that an IRI of a release, or of something in one, names; "" for another IRI."""
    start = f"{BASE}id/release/"
    return unquote(iri.removeprefix(start).partition("/")[0]) if iri.startswith(start) else ""


def graph_iri(key: str) -> str:
    """IRI of the named graph of a release: `<base>graph/release/<key>`."""
    return f"{BASE}graph/release/{slug_key(key)}"


def correction_iri(name: str) -> str:
    """IRI of a steward's correction: `<base>id/correction/<id>`."""
    return f"{BASE}id/correction/{slug_key(name)}"


def slug_key(key: str) -> str:
    """A release key as an IRI segment: unreserved characters kept, others percent-encoded."""
    from urllib.parse import quote

    return quote(key, safe="", errors="surrogatepass")  # a command line need not be UTF-8
