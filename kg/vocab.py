"""Prefixes and terms, once. A term of our own that `ontology/` does not declare raises.

>>> SG["RoleAttestation"]
<NamedNode value=https://w3id.org/stadtgraph/ns#RoleAttestation>
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

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
    subjects = {str(t.subject.value) for t in parse(data, RdfFormat.TURTLE) if isinstance(t.subject, NamedNode)}
    return frozenset(s.removeprefix(iri) for s in subjects if s.startswith(iri))


SG = _Namespace("sg", closed=True)
DCTERMS, FOAF, OA, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD = (
    _Namespace(p)
    for p in ("dcterms", "foaf", "oa", "org", "owl", "prov", "rdf", "rdfs", "schema", "skos", "xsd")
)

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"})


def slug(name: str) -> str:
    """A name as an IRI segment: lower-case ASCII words joined by hyphens, never empty.

    >>> slug("Bundesministerium für Bau & Heimat")
    'bundesministerium-fuer-bau-heimat'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_FOLD))
    ascii_ = plain.encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")
    # A name in another script leaves nothing in ASCII; its code points name it instead.
    return words or "x" + "".join(f"{ord(c):x}" for c in name[:20])


def release_iri(key: str) -> str:
    """IRI of a release: `<base>id/release/<key>`."""
    return f"{BASE}id/release/{slug_key(key)}"


def graph_iri(key: str) -> str:
    """IRI of the named graph of a release: `<base>graph/release/<key>`."""
    return f"{BASE}graph/release/{slug_key(key)}"


def slug_key(key: str) -> str:
    """A release key as an IRI segment: unreserved characters kept, others percent-encoded."""
    from urllib.parse import quote

    return quote(key, safe="")
