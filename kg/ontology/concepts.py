"""The SKOS schemes as a lexicon: one meaning per form, no circles, nothing that points nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg.ontology.documentation import expand, short
from kg.ontology.sources import Finding, Object, Ontology
from kg.vocab import BASE, PREFIXES

_FORMS = tuple(
    expand(n)
    for n in (
        "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "sg:masculineLabel", "sg:feminineLabel",
        "sg:neutralLabel", "sg:abbreviatedLabel", "sg:legalForm", "sg:head",
    )
)  # fmt: skip
_SCHEME, _BROADER, _AMBIGUOUS = expand("skos:inScheme"), expand("skos:broader"), expand("sg:ambiguous")
# Resources of these namespaces exist only where a file of ours describes them.
_LOCAL = tuple(
    [PREFIXES[p] for p in ("role", "orgtype", "eventtype")]
    + [f"{BASE}id/{name}/" for name in ("place", "scheme", "word")]
)


def check(ontology: Ontology) -> Iterator[Finding]:
    """Findings on clashes, cycles, concepts without scheme and references that lead nowhere."""
    concepts = dict(ontology.instances(expand("skos:Concept")))
    yield from _clashes(ontology, concepts)
    yield from _cycles(ontology, concepts)
    yield from _dangling(ontology)
    for iri, properties in concepts.items():
        if not properties.get(_SCHEME):
            yield ontology.finding("violation", iri, f"{short(iri)} is in no scheme (skos:inScheme)")


def _clashes(ontology: Ontology, concepts: Mapping[str, Mapping[str, list[Object]]]) -> Iterator[Finding]:
    """The same form on two concepts of a scheme: the loader could not tell them apart.

    Forms of one language are compared without regard to case, forms of two languages (or of none) as
    they stand, since a text shows the form and not its language. A head is a form of its own kind.
    """
    bearers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    written: dict[tuple[str, str, str], str] = {}
    for iri, properties in concepts.items():
        if any(isinstance(o, Literal) and o.value in ("true", "1") for o in properties.get(_AMBIGUOUS, ())):
            continue
        for scheme in _values(properties, _SCHEME):
            for kind, form in _forms(properties):
                key = (scheme, kind, form.casefold() if kind != "any" else form)
                bearers[key].add(iri)
                written.setdefault(key, form)
    for key, iris in bearers.items():
        if len(iris) > 1:
            first, *others = sorted(iris)
            names = " and ".join(short(i) for i in others)
            message = f"“{written[key]}” stands on {short(first)} and on {names}; keep it on one"
            yield ontology.finding("violation", first, message, written[key])


def _forms(properties: Mapping[str, list[Object]]) -> Iterator[tuple[str, str]]:
    for name in _FORMS:
        for value in properties.get(name, ()):
            if not isinstance(value, Literal):
                continue
            if name == expand("sg:head"):
                yield "head", value.value
                continue
            yield "any", value.value
            yield value.language or "name", value.value


def _cycles(ontology: Ontology, concepts: Mapping[str, Mapping[str, list[Object]]]) -> Iterator[Finding]:
    """Concepts that are broader than themselves, each named once."""
    for iri in concepts:
        seen, ahead = set[str](), _values(concepts[iri], _BROADER)
        while ahead:
            current = ahead.pop()
            if current == iri:
                message = f"{short(iri)} is broader than itself (skos:broader)"
                yield ontology.finding("violation", iri, message)
                break
            if current not in seen:
                seen.add(current)
                ahead += _values(concepts.get(current, {}), _BROADER)


def _dangling(ontology: Ontology) -> Iterator[Finding]:
    for triple in ontology.triples():
        target = triple.object
        if not isinstance(target, NamedNode) or not isinstance(triple.subject, NamedNode):
            continue
        if target.value.startswith(_LOCAL) and target.value not in ontology.by_subject:
            predicate = short(triple.predicate.value)
            message = f"{predicate} leads to {short(target.value)}, which no file describes"
            yield ontology.finding("violation", triple.subject.value, message)


def _values(properties: Mapping[str, list[Object]], name: str) -> list[str]:
    return [o.value for o in properties.get(name, ()) if isinstance(o, NamedNode)]
