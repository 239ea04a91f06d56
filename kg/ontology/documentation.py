"""Every own term and every concept says in German and in English what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg.ontology.sources import RDF_TYPE, Finding, Object, Ontology
from kg.vocab import PREFIXES

LANGUAGES = {"de": "German", "en": "English"}

_OWL = PREFIXES["owl"]
_SKOS = PREFIXES["skos"]
KINDS = frozenset(
    _OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)  # fmt: skip
"""What a term of ours can be declared as."""

_HEADER = ("dcterms:title", "dcterms:license")
_MAIN_HEADER = (
    "dcterms:created", "dcterms:creator", "dcterms:description", "dcterms:modified",
    "owl:versionIRI", "owl:versionInfo", "vann:preferredNamespacePrefix", "vann:preferredNamespaceUri",
)  # fmt: skip
_VANN = "http://purl.org/vocab/vann/"


def check(ontology: Ontology) -> Iterator[Finding]:
    """Findings on undocumented terms, concepts, schemes and ontology headers."""
    own = PREFIXES["sg"]
    for iri, properties in ontology.described():
        kinds = {o.value for o in properties.get(RDF_TYPE, ()) if isinstance(o, NamedNode)}
        if iri.startswith(own) and not kinds.isdisjoint(KINDS):
            yield from _term(ontology, iri, properties)
        elif _OWL + "Ontology" in kinds:
            yield from _header(ontology, iri, properties)
        elif _SKOS + "ConceptScheme" in kinds:
            yield from _in_both(ontology, iri, properties, "skos:prefLabel", "skos:definition")
        elif _SKOS + "Concept" in kinds:
            yield from _in_both(ontology, iri, properties, "skos:prefLabel")


def _term(ontology: Ontology, iri: str, properties: Mapping[str, list[Object]]) -> Iterator[Finding]:
    yield from _in_both(ontology, iri, properties, "rdfs:label", "skos:definition")
    if not properties.get(PREFIXES["rdfs"] + "isDefinedBy"):
        yield ontology.finding("violation", iri, f"{short(iri)} has no rdfs:isDefinedBy")


def _header(ontology: Ontology, iri: str, properties: Mapping[str, list[Object]]) -> Iterator[Finding]:
    wanted = _HEADER + (_MAIN_HEADER if iri == PREFIXES["sg"].rstrip("#") else ())
    for name in wanted:
        if not properties.get(expand(name)):
            yield ontology.finding("violation", iri, f"the ontology's header has no {name}")
    yield from _in_both(ontology, iri, properties, "dcterms:title")


def _in_both(
    ontology: Ontology, iri: str, properties: Mapping[str, list[Object]], *names: str
) -> Iterator[Finding]:
    """One value of each property in each language: none is missing, none is there twice."""
    for name in names:
        values = [o for o in properties.get(expand(name), ()) if isinstance(o, Literal)]
        for tag, language in LANGUAGES.items():
            count = sum(v.language == tag and bool(v.value.strip()) for v in values)
            if count == 0:
                yield ontology.finding("violation", iri, f"{short(iri)} has no {name} in {language} (@{tag})")
            elif count > 1:
                message = f"{short(iri)} has {count} {name} in {language}; keep one"
                yield ontology.finding("violation", iri, message)


def expand(name: str) -> str:
    """`skos:prefLabel` -> its IRI."""
    prefix, _, local = name.partition(":")
    return (_VANN if prefix == "vann" else PREFIXES[prefix]) + local


def short(iri: str) -> str:
    """An IRI with the prefix it has in our files, for messages."""
    for prefix, start in sorted(PREFIXES.items(), key=lambda p: -len(p[1])):
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return f"<{iri}>"
