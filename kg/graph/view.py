"""The published view as triples of the default graph (docs/data-model.md section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.dates import bounds
from kg.graph import terms
from kg.graph.release import Node, iri_or_text, sorted_quads, tagged
from kg.graph.terms import A, term
from kg.model import Bound, Conflict, Entity, Tenure, Value
from kg.slots import ENTITY_SLOTS
from kg.vocab import BASE, DCTERMS, ORG, PROV, RDF, RDFS, SG

_CLASSES: Mapping[str, tuple[str, ...]] = {
    "person": ("foaf:Person",), "organization": ("org:FormalOrganization",), "post": ("org:Post",),
    "role": ("org:Role", "skos:Concept"), "event": ("schema:Event",), "programme": ("sg:Programme",),
    "competition": ("sg:Competition",), "project": ("sg:Project",), "brand": ("schema:Brand",),
    "funding": ("schema:MonetaryGrant",), "headcount": ("sg:Headcount",),
    "quotation": ("schema:Quotation",), "contact": ("schema:ContactPoint",),
    "place": ("sg:Municipality", "schema:Place"),
    "release": ("sg:PressRelease",), "correction": ("sg:Correction",),
}  # fmt: skip
_BY_TYPE = {"unit": ("org:OrganizationalUnit",), "network": ("org:OrganizationalCollaboration",)}
"""Classes of organisations whose type tells a more exact one."""

_NAMELESS = frozenset({"funding", "headcount", "quotation", "contact"})
_OWN: Mapping[str, Mapping[str, str]] = {
    "post": {"role": "org:role", "organization": "org:postIn", "seats": "sg:seats"},
    "role": {"broader": "skos:broader"},
    "quotation": {"date": "dcterms:date", "release": "prov:wasQuotedFrom"},
    "contact": {"date": "dcterms:date"},
    "release": {"identifier": "dcterms:identifier", "title": "dcterms:title", "issued": "sg:issuedLabel",
                "url": "dcterms:source", "fact_count": "sg:factCount", "spatial": "dcterms:spatial"},
    "person": {"titles": "sg:titles"},
    "correction": {"corrects": "sg:corrects", "description": "dcterms:description", "quote": "sg:quote"},
}  # fmt: skip
"""Slots that entities have beside those of the facts of their kind, or under another property."""

_EVERY = {
    "altLabel": "skos:altLabel", "modality": "sg:modality", "municipality_key": "sg:municipalityKey",
    "identifier_text": "schema:identifier", "same_as": "skos:exactMatch", "location": "schema:location",
}  # fmt: skip
_LINKS = frozenset({"same_as", "location", "spatial"})
"""Slots that name an entity, of whatever kind."""
_IRIS = frozenset({("post", "role"), ("post", "organization"), ("role", "broader"), ("quotation", "release"),
                   ("correction", "corrects")})  # fmt: skip
_DAYS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("event", "start"): ("schema:startDate", "start"),
    ("event", "end"): ("schema:endDate", "end"),
    ("organization", "founded"): ("", "founded"),
    ("release", "issued"): ("dcterms:issued", ""),
}
"""Dates told as written that also stand as xsd:date: the property of a full day, the stem of the bounds."""

Statement = tuple[NamedNode, NamedNode, Node]


def entity_quads(entity: Entity) -> list[Quad]:
    """The triples of one canonical entity, sorted. Raises VocabularyError for a slot without property."""
    return _quads(_entity(entity))


def _quads(statements: Iterable[Statement]) -> list[Quad]:
    return sorted_quads(Quad(s, p, o, DefaultGraph()) for s, p, o in statements)


def _entity(entity: Entity) -> Iterator[Statement]:
    node = NamedNode(entity.iri)
    classes = _CLASSES[entity.kind]
    if entity.kind == "organization":
        classes = next(
            (_BY_TYPE[t] for t in map(str, entity.slots.get("type", ())) if t in _BY_TYPE), classes
        )
    for name in classes:
        yield node, A, term(name)
    yield from _labels(node, entity)
    for source in entity.sources:
        yield node, PROV["wasDerivedFrom"], NamedNode(source)
    for slot, content in entity.slots.items():
        for value in content:
            yield from _slot(node, entity.kind, slot, value)


def _labels(node: NamedNode, entity: Entity) -> Iterator[Statement]:
    if not entity.label or entity.kind in _NAMELESS:
        return
    yield node, RDFS["label"], Literal(entity.label)
    if entity.kind == "person":
        yield node, term("foaf:name"), Literal(entity.label)
    if entity.kind == "role":
        yield node, term("skos:prefLabel"), Literal(entity.label, language="de")


def _slot(node: NamedNode, kind: str, slot: str, value: Value) -> Iterator[Statement]:
    own = _OWN.get(kind, {}).get(slot) or _EVERY.get(slot)
    if (kind, slot) in _IRIS or slot in _LINKS or slot in ENTITY_SLOTS.get(kind, {}):
        yield node, term(own) if own else terms.property_of(kind, slot), NamedNode(str(value))
    elif own is None:
        yield node, *terms.literal_property(kind, slot, value)
    elif slot == "title":
        yield node, term(own), tagged(str(value), terms.language(str(value)))
    elif slot == "url":
        yield node, term(own), iri_or_text(str(value))
    else:
        yield node, term(own), terms.day(str(value)) if slot == "date" else terms.literal(value)
    if (kind, slot) in _DAYS:
        yield from _day(node, *_DAYS[kind, slot], str(value))


def _day(node: NamedNode, whole: str, stem: str, value: str) -> Iterator[Statement]:
    span = bounds(value)
    if span is None:
        return
    if whole and span[0] == span[1]:
        yield node, term(whole), terms.day(value)
    elif stem:
        yield node, SG[f"{stem}NotBefore"], terms.day(span[0])
        yield node, SG[f"{stem}NotAfter"], terms.day(span[1])


_BOUNDS = {
    "firstAttested": "first_attested", "lastAttested": "last_attested",
    "startNotBefore": "start_not_before", "startNotAfter": "start_not_after",
    "endNotBefore": "end_not_before", "endNotAfter": "end_not_after",
    "announcedStart": "announced_start",
}  # fmt: skip


def tenure_quads(
    tenure: Tenure,
    *,
    labels: Mapping[str, str] | None = None,
    plain: tuple[int, int] = (0, 0),
    corrections: Sequence[str] = (),
) -> list[Quad]:
    """The triples of one tenure, sorted.

    `labels` names persons and roles by IRI; the tenure's own label is made of both where both are known.
    `plain`: attestations, and releases, that count beside the sources which the tenure names.
    `corrections`: stewards' corrections of its attestations, on which it rests, too.
    """
    return _quads((*_tenure(tenure, labels or {}, plain), *_rests_on(tenure.iri, corrections)))


def _rests_on(iri: str, corrections: Iterable[str]) -> Iterator[Statement]:
    for one in corrections:
        yield NamedNode(iri), PROV["wasDerivedFrom"], NamedNode(one)


def history_quads(
    history: Tenure,
    subject: str,
    predicate: str,
    programme: str,
    *,
    plain: tuple[int, int] = (0, 0),
    corrections: Sequence[str] = (),
) -> list[Quad]:
    """The triples of one history, sorted: a relation of `subject` to the tenure's "person", when it holds.

    `plain` and `corrections` as in `tenure_quads`.
    """
    told = _history(history, subject, predicate, programme, plain)
    return _quads((*told, *_rests_on(history.iri, corrections)))


def _history(
    history: Tenure, subject: str, predicate: str, programme: str, plain: tuple[int, int]
) -> Iterator[Statement]:
    node = NamedNode(history.iri)
    yield node, A, SG["History"]
    yield node, RDF["subject"], NamedNode(subject)
    yield node, RDF["predicate"], NamedNode(predicate)
    name = predicate == RDFS["label"].value
    yield node, RDF["object"], Literal(history.person) if name else NamedNode(history.person)
    if programme:
        yield node, SG["programme"], NamedNode(programme)
    yield from _span(node, history, plain)


def open_quads(opens: Mapping[str, str]) -> list[Quad]:
    """Days after which a post may be held openly (`Tenure.open_after`), by the post's IRI; sorted."""
    return _quads((NamedNode(post), SG["openAfter"], terms.day(day)) for post, day in opens.items())


def _tenure(tenure: Tenure, labels: Mapping[str, str], plain: tuple[int, int]) -> Iterator[Statement]:
    node = NamedNode(tenure.iri)
    yield node, A, SG["Tenure"]
    if tenure.person in labels and tenure.role in labels:
        yield node, RDFS["label"], Literal(f"{labels[tenure.person]}: {labels[tenure.role]}")
    yield node, ORG["member"], NamedNode(tenure.person)
    yield node, SG["post"], NamedNode(tenure.post)
    yield node, ORG["role"], NamedNode(tenure.role)
    if tenure.organization:
        yield node, ORG["organization"], NamedNode(tenure.organization)
    yield node, SG["tenureKind"], Literal(tenure.kind)
    for day in tenure.attested_on:
        yield node, SG["attestedOn"], terms.day(day)
    for day in tenure.boilerplate_on:
        yield node, SG["boilerplateOn"], terms.day(day)
    yield from _span(node, tenure, plain)


def _span(node: NamedNode, span: Tenure, plain: tuple[int, int]) -> Iterator[Statement]:
    """When something holds, and what that rests on."""
    for name, attribute in _BOUNDS.items():
        yield from _bound(node, name, getattr(span, attribute))
    for source in span.sources:
        yield node, PROV["wasDerivedFrom"], NamedNode(source)
    attestations, releases = plain
    yield node, SG["attestationCount"], terms.literal(attestations + len(set(span.sources)))
    releases += len({_release_of(s) for s in span.sources})
    yield node, SG["releaseCount"], terms.literal(releases)


_OWN_DAYS = ("firstAttested", "lastAttested", "announcedStart")
"""Days that rest on the tenure's own attestations; the others can follow from those of another holder."""


def _bound(node: NamedNode, name: str, bound: Bound | None) -> Iterator[Statement]:
    if bound is None:
        return
    yield node, SG[name], terms.day(bound.date)
    for source in bound.sources if name not in _OWN_DAYS else ():
        yield node, SG[f"{name}Source"], NamedNode(source)
    for premise in bound.premises:
        yield node, SG["premise"], Literal(premise)


def _release_of(attestation: str) -> str:
    return attestation.split("/fact/")[0]


def conflict_quads(conflict: Conflict) -> list[Quad]:
    """The triples of one conflict, sorted. Values that are entities of ours stand as their IRIs."""
    node = NamedNode(conflict.iri)
    statements: list[Statement] = [
        (node, A, SG["Conflict"]),
        (node, SG["entity"], NamedNode(conflict.entity)),
        (node, SG["property"], NamedNode(conflict.property)),
        (node, SG["value1"], _side(conflict.value1)),
        (node, SG["value2"], _side(conflict.value2)),
    ]
    if conflict.followed:
        statements.append((node, SG["followed"], _side(conflict.followed)))
    statements.append((node, SG["followedBecause"], Literal(conflict.because)))
    statements += [(node, SG["source1"], NamedNode(s)) for s in conflict.sources1]
    statements += [(node, SG["source2"], NamedNode(s)) for s in conflict.sources2]
    return _quads(statements)


def _side(value: str) -> Node:
    return NamedNode(value) if value.startswith(BASE) else Literal(value)


def replacement_quads(replaced: Mapping[str, str]) -> list[Quad]:
    """`dcterms:isReplacedBy` for every IRI that lost a merge (`Judgements.replaced`), sorted."""
    return _quads((NamedNode(old), DCTERMS["isReplacedBy"], NamedNode(new)) for old, new in replaced.items())
