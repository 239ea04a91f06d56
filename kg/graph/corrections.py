"""What stewards decide, corrections of facts and judgements on identity, as quads of one graph, and back.

It holds every correction as it was written, in force or not. Which are in force, and for which
attestation, the view says (`sg:corrects`): that depends on the releases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import terms
from kg.graph.release import Statement, iri_or_text, sorted_quads
from kg.graph.terms import LABEL, A, term
from kg.model import Correction, Judgement, SlotChange
from kg.slots import ENTITY_SLOTS, MAIN_SLOTS
from kg.vocab import BASE, CORRECTIONS, DCTERMS, PROV, RDFS, SG, correction_iri, release_iri, slug_key

_NONE = "–"
"""What stands for an empty slot in a label."""
_CONTACT = frozenset({"email", "phone", "address"})
_LIKE_AN_ATTESTATION = {"role": ("role", "attested")}
"""By kind, slots that an added fact has under the terms of attestations; of all other kinds only the day."""


def correction_quads(corrections: Iterable[Correction]) -> list[Quad]:
    """The quads of the graph of corrections, sorted; no blank nodes."""
    graph = NamedNode(CORRECTIONS)
    return sorted_quads(Quad(s, p, o, graph) for one in corrections for s, p, o in _correction(one))


def _correction(one: Correction) -> Iterator[Statement]:
    node = NamedNode(correction_iri(one.id))
    yield node, A, SG["Correction"]
    yield node, DCTERMS["identifier"], Literal(one.id)
    yield node, SG["correctionAction"], Literal(one.action)
    yield node, SG["factKind"], Literal(one.kind)
    yield node, LABEL, Literal(correction_label(one))
    yield node, SG["reason"], Literal(one.why)
    yield from _decided(node, one.who, one.when)
    if one.quote:
        yield node, SG["quote"], Literal(one.quote)
    if one.source:
        yield node, DCTERMS["source"], iri_or_text(one.source)
    if one.release:
        yield node, SG["ofRelease"], NamedNode(release_iri(one.release))
    if one.fact:
        yield node, SG["corrects"], NamedNode(f"{release_iri(one.release)}/fact/{one.kind}/{one.fact}")
    for change in one.slots:
        yield from _change(node, one.kind, change)
    if one.action == "add":
        yield from _added(node, one)


def _decided(node: NamedNode, who: str, when: str) -> Iterator[Statement]:
    """Who decided something, and on which day, as far as it is said."""
    if when:
        yield node, DCTERMS["date"], terms.day(when)
    if who:
        steward = NamedNode(f"{BASE}id/steward/{slug_key(who)}")
        yield node, PROV["wasAttributedTo"], steward
        yield steward, A, PROV["Agent"]
        yield steward, LABEL, Literal(who)


def judgement_quads(judgements: Iterable[Judgement]) -> list[Quad]:
    """The quads of judgements on identity, sorted; no blank nodes."""
    graph = NamedNode(CORRECTIONS)
    return sorted_quads({Quad(s, p, o, graph) for one in judgements for s, p, o in _judgement(one)})


def _judgement(one: Judgement) -> Iterator[Statement]:
    content = "\n".join((one.left, one.right, one.judgement, one.note, one.who, one.when))
    node = NamedNode(f"{BASE}id/judgement/{hashlib.sha256(content.encode()).hexdigest()[:12]}")
    yield node, A, SG["IdentityJudgement"]
    yield node, SG["judgement"], Literal(one.judgement)
    yield node, SG["left"], NamedNode(one.left)
    yield node, SG["right"], NamedNode(one.right)
    if one.note:
        yield node, RDFS["comment"], Literal(one.note)
    yield from _decided(node, one.who, one.when)


def read_judgements(quads: Iterable[Quad]) -> list[Judgement]:
    """The judgements among quads, in the order of their content: the inverse of `judgement_quads`."""
    nodes = _nodes(quads)
    found = (node for node in nodes.values() if SG["IdentityJudgement"].value in _all(node, A))
    read = (
        Judgement(
            left=_one(node, SG["left"]),
            right=_one(node, SG["right"]),
            judgement=_one(node, SG["judgement"]),
            note=_one(node, RDFS["comment"]),
            who=_steward(node, nodes),
            when=_one(node, DCTERMS["date"]),
        )
        for node in found
    )
    return sorted(read, key=astuple)


def correction_label(one: Correction, *, contacts: bool = False) -> str:
    """What a correction does, in one line without words of any language: "person: A. Bens → Anna Benz".

    Names of a role that follow from how it is written are left out, and so is, unless `contacts` is set,
    contact data: no graph shows it outside contacts.
    """
    known = [change.slot for change in one.slots]
    needless = {"role_canonical", "concept"} if "role" in known else set()
    order = [slot for slot in (*terms.KIND_SLOTS[one.kind], *known) if slot in known]
    said = {change.slot: change for change in one.slots if change.slot not in needless}
    told = ", ".join(
        _told(one.action, said[slot] if contacts else _discreet(said[slot]))
        for slot in dict.fromkeys(order)
        if slot in said
    )
    if one.action == "change":
        return told
    sign = "+" if one.action == "add" else "−"
    return f"{sign} {one.kind}: {told}" if told else f"{sign} {one.kind}"


def _discreet(change: SlotChange) -> SlotChange:
    if change.slot not in _CONTACT:
        return change
    return SlotChange(change.slot, *("…" if value else "" for value in (change.was, change.value)))


def _told(action: str, change: SlotChange) -> str:
    if action == "change" and (change.was != change.value or change.slot in _CONTACT):
        return f"{change.slot}: {change.was or _NONE} → {change.value or _NONE}"
    return f"{change.slot}: {change.value or change.was or _NONE}"


def correction_text(one: Correction) -> str:
    """What a correction does, why, and who decided so, in one line."""
    return f"{correction_label(one)} – {one.why} ({one.who}, {one.when})"


def _change(node: NamedNode, kind: str, change: SlotChange) -> Iterator[Statement]:
    own = NamedNode(f"{node.value}/slot/{change.slot}")
    yield node, SG["slotChange"], own
    yield own, A, SG["SlotChange"]
    yield own, SG["slotName"], Literal(change.slot)
    for prop, value in (("oldValue", change.was), ("newValue", change.value)):
        if value:
            yield own, SG[prop], Literal(value)
            if change.slot in _CONTACT:
                # By this property contact data is known as such where it must not be shown (kg.redact).
                yield own, terms.property_of(kind, change.slot), Literal(value)


def _added(node: NamedNode, one: Correction) -> Iterator[Statement]:
    """What an added fact rests on, and what it speaks of, under the terms that attestations use."""
    said = {change.slot: change.value for change in one.slots if change.value}
    rests_on = NamedNode(release_iri(one.release)) if one.release else iri_or_text(one.source)
    yield node, PROV["wasDerivedFrom"], rests_on
    main = next((slot for slot in MAIN_SLOTS.get(one.kind, ("name",)) if slot in said), None)
    if main is not None:
        about = NamedNode(f"{node.value}/about")
        yield node, SG["about"], about
        yield about, A, term(terms.CLASSES[ENTITY_SLOTS[one.kind][main]])
        yield about, LABEL, Literal(said[main])
    for slot in _LIKE_AN_ATTESTATION.get(one.kind, ("attested",)):
        if slot in said:
            yield node, *terms.literal_property("role", slot, said[slot])


def read_corrections(quads: Iterable[Quad]) -> list[Correction]:
    """The corrections of the graph of corrections, sorted by id: the inverse of `correction_quads`."""
    nodes = _nodes(quads)
    found = (node for node in nodes.values() if SG["Correction"].value in _all(node, A))
    return sorted((_read(node, nodes) for node in found), key=lambda one: one.id)


_Node = Mapping[str, list[str]]


def _nodes(quads: Iterable[Quad]) -> Mapping[str, _Node]:
    """The values of each node by property."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            node = nodes.setdefault(quad.subject.value, {})
            node.setdefault(quad.predicate.value, []).append(quad.object.value)
    return nodes


def _steward(node: _Node, nodes: Mapping[str, _Node]) -> str:
    return _one(nodes.get(_one(node, PROV["wasAttributedTo"]), {}), LABEL)


def _read(node: _Node, nodes: Mapping[str, _Node]) -> Correction:
    changes = (nodes[iri] for iri in _all(node, SG["slotChange"]))
    slots = (
        SlotChange(*(_one(change, SG[p]) for p in ("slotName", "oldValue", "newValue"))) for change in changes
    )
    return Correction(
        id=_one(node, DCTERMS["identifier"]),
        action=_one(node, SG["correctionAction"]),
        release=unquote(_one(node, SG["ofRelease"]).removeprefix(release_iri(""))),
        kind=_one(node, SG["factKind"]),
        fact=_one(node, SG["corrects"]).rpartition("/")[2],
        quote=_one(node, SG["quote"]),
        slots=tuple(sorted(slots, key=lambda change: change.slot)),
        source=_one(node, DCTERMS["source"]),
        who=_steward(node, nodes),
        when=_one(node, DCTERMS["date"]),
        why=_one(node, SG["reason"]),
    )


def _all(node: _Node, prop: NamedNode) -> list[str]:
    return node.get(prop.value, [])


def _one(node: _Node, prop: NamedNode) -> str:
    return min(_all(node, prop), default="")
