"""A release and its facts, read back from the quads of its graph: the inverse of `release_quads`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StadtgraphError
from kg.graph import terms
from kg.graph.terms import LABEL, A
from kg.model import KINDS, Evidence, Fact, Release, Value
from kg.slots import ENTITY_SLOTS, digest
from kg.vocab import DCTERMS, OA, PREFIXES, RDF, SG

_Node = Mapping[str, list[NamedNode | Literal]]
_Nodes = Mapping[str, _Node]


def read_release(quads: Iterable[Quad]) -> tuple[Release, list[Fact]]:
    """The release and the facts of one release graph; facts sorted by place in the text.

    Entity-valued slots come back as names. Where the licence forbids to keep the text, `text` is
    empty. Raises StadtgraphError when the quads are not one release graph.
    """
    nodes: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object)
    releases = [iri for iri, node in nodes.items() if SG["PressRelease"] in node.get(A.value, ())]
    if len(releases) != 1:
        raise StadtgraphError(f"a release graph describes one press release, this one {len(releases)}")
    release = _release(nodes, nodes[releases[0]])
    facts = [_fact(nodes, node, kind) for node in nodes.values() if (kind := _kind(node))]
    return release, sorted(facts, key=lambda f: (f.evidence[0], f.kind, digest(f)))


def _release(nodes: _Nodes, node: _Node) -> Release:
    text = nodes[_one(node, SG["text"])]
    stated, metadata = (
        [o.value.split(": ", 1) for o in node.get(SG[p].value, ())] for p in ("stated", "metadata")
    )
    return Release(
        key=_one(node, DCTERMS["identifier"]),
        file=_one(node, SG["fileName"]),
        text=_one(text, RDF["value"]),
        sha256=_one(text, SG["sha256"]),
        stated=dict(sorted(stated)),
        metadata=dict(sorted(metadata)),
    )


def _kind(node: _Node) -> str | None:
    for class_ in node.get(A.value, ()):
        name = class_.value.removeprefix(PREFIXES["sg"]).removesuffix("Attestation").lower()
        if class_.value.endswith("Attestation") and name in KINDS:
            return name
    return None


def _fact(nodes: _Nodes, node: _Node, kind: str) -> Fact:
    premises = [o.value.split(": ", 1) for o in node.get(SG["premise"].value, ())]
    return Fact(
        kind=kind,
        slots=_slots(nodes, node, kind),
        evidence=_evidence(nodes, node),
        section=_one(node, SG["section"]),
        modality=_one(node, SG["modality"]),
        rule=_one(node, SG["rule"]),
        resolved=dict(sorted(premises)),
    )


def _slots(nodes: _Nodes, node: _Node, kind: str) -> dict[str, Value]:
    found: dict[str, list[Value]] = defaultdict(list)
    for prop, slot in terms.slots_of(kind).items():
        for obj in node.get(prop, ()):
            found[slot].append(_value(nodes, kind, slot, obj))
    return {
        slot: tuple(sorted(map(str, content)))
        if len(content) > 1 or (kind, slot) in terms.SEVERAL
        else content[0]
        for slot, content in sorted(found.items())
    }


def _value(nodes: _Nodes, kind: str, slot: str, obj: NamedNode | Literal) -> Value:
    if isinstance(obj, Literal):
        return terms.value(obj)
    if slot == "type":
        return obj.value.removeprefix(terms.TYPES[kind]).replace("-", " ")
    return _one(nodes[obj.value], LABEL) if slot in ENTITY_SLOTS[kind] else obj.value


def _evidence(nodes: _Nodes, node: _Node) -> tuple[Evidence, ...]:
    trigger = _one(node, SG["trigger"])
    spans = [(o.value != trigger, _span(nodes, o.value)) for o in node.get(SG["evidence"].value, ())]
    return tuple(evidence for _, evidence in sorted(spans))


def _span(nodes: _Nodes, iri: str) -> Evidence:
    selectors = [nodes[s.value] for s in nodes[iri].get(OA["hasSelector"].value, ())]
    parts = {p: o[0].value for selector in selectors for p, o in selector.items()}
    start, end, exact = (parts[OA[p].value] for p in ("start", "end", "exact"))
    return Evidence(int(start), int(end), exact)


def _one(node: _Node, prop: NamedNode) -> str:
    """The value of a property, or "" where there is none."""
    objects = node.get(prop.value)
    return objects[0].value if objects else ""
