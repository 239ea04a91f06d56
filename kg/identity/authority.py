"""What stewards know: the authority (`data/authority/*.ttl`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import InputError, RdfError
from kg.identity.spelling import clean
from kg.model import Entity, Value
from kg.vocab import BASE, PREFIXES, slug

_SLOTS = {
    "skos:altLabel": "altLabel", "skos:hiddenLabel": "altLabel", "sg:abbreviation": "abbreviation",
    "sg:organizationType": "type", "sg:seats": "seats", "sg:seat": "seat", "sg:foundedLabel": "founded",
    "org:subOrganizationOf": "parent", "org:unitOf": "part_of", "org:role": "role",
    "org:postIn": "organization", "sg:organization": "organization", "sg:funder": "funder",
    "sg:municipalityKey": "municipality_key", "schema:identifier": "identifier_text",
    "skos:exactMatch": "same_as",
}  # fmt: skip
_LABELS = ("rdfs:label", "skos:prefLabel", "foaf:name")
_LINKS = (
    "sg:organizationType", "org:subOrganizationOf", "org:unitOf", "org:role", "org:postIn", "sg:funder",
    "sg:organization", "skos:exactMatch",
)  # fmt: skip
"""Properties whose values must be IRIs."""
_KIND_IN_IRI = re.compile(re.escape(BASE) + r"id/(\w+)/")


def _iri(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


@dataclass(frozen=True)
class Authority:
    """Curated entities by IRI, and where their labels and abbreviations lead, by kind and slug."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    quads: Sequence[Quad] = ()

    def touched_by(self, other: Authority) -> frozenset[str]:
        """The IRIs of entities of which one of the two knows something else than the other."""
        known = self.entities.keys() | other.entities.keys()
        return frozenset(iri for iri in known if self.entities.get(iri) != other.entities.get(iri))

    def names(self, iris: Iterable[str]) -> set[tuple[str, str]]:
        """Under which kind and slug of a name some of its entities are found."""
        return {key for key, found in self.labels.items() if not frozenset(iris).isdisjoint(found)}

    def find(self, kind: str, name: str, anchor: str) -> str | None:
        """The entity of this name: the only one, else the one in this jurisdiction, else None.

        Persons are never found: a name alone is no identity, and an equal anchor gives an equal IRI.
        """
        if kind == "person":
            return None
        found = self.labels.get((kind, slug(clean(name))), ())
        if len(found) > 1:
            found = tuple(iri for iri in found if iri.endswith(f"/{anchor}"))
        return found[0] if len(found) == 1 else None


def load_authority(paths: Iterable[Path]) -> Authority:
    """The authority of Turtle files and folders of them (`*.ttl`), in order of names.

    Raises RdfError with file and line when one is malformed, InputError when one cannot be read.
    """
    return authority_of(quad for path in _turtle(paths) for quad in _parse(path))


def authority_of(quads: Iterable[Quad]) -> Authority:
    """The authority that quads tell, as they stand in files or in a store."""
    told = list(quads)
    nodes: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in told:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object)
    entities = {iri: e for iri in sorted(nodes) if (e := _entity(iri, nodes[iri])) is not None}
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for iri, entity in entities.items():
        for name in (entity.label, *entity.slots.get("altLabel", ()), *entity.slots.get("abbreviation", ())):
            labels[entity.kind, slug(clean(str(name)))].add(iri)
    return Authority(entities, {key: tuple(sorted(iris)) for key, iris in labels.items()}, told)


def _turtle(paths: Iterable[Path]) -> Iterator[Path]:
    for path in sorted(paths):
        yield from sorted(path.glob("*.ttl")) if path.is_dir() else [path]


def _parse(path: Path) -> list[Quad]:
    try:
        found = list(parse(path=str(path), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        remedy = "mend the Turtle at this line"
        raise RdfError(str(error.msg), path=path, line=error.lineno, remedy=remedy) from error
    except OSError as error:
        raise InputError(str(error.strerror or error), path=path) from error
    for quad in found:
        if problem := _unusable(quad):
            what, remedy = problem
            raise RdfError(
                f"{_short(quad.subject)} {_short(quad.predicate)}: {what}", path=path, remedy=remedy
            )
    return found


_LINK_IRIS = frozenset(PREFIXES[c.partition(":")[0]] + c.partition(":")[2] for c in _LINKS)


def _unusable(quad: Quad) -> tuple[str, str] | None:
    """What is wrong with a statement, and what to do; None when nothing is.

    A blank node has another name at every reading: with one, no two exports would be the same.
    """
    if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
        return "a blank node or a quoted triple", "give everything an IRI of its own"
    if quad.predicate.value in _LINK_IRIS and isinstance(quad.object, Literal):
        return f"{quad.object} is no IRI", "write <id/organization/…> or a prefixed name, without quotes"
    if quad.predicate.value == f"{PREFIXES['sg']}seats":
        number = quad.object.value
        if not (number.isascii() and number.isdecimal() and int(number) > 0):
            return f"{quad.object} is no number of seats", "write 1, 2, 3 …"
    return None


def _short(node: object) -> str:
    return f"<{node.value.removeprefix(BASE)}>" if isinstance(node, NamedNode) else "[…]"


def _entity(iri: str, node: Mapping[str, list[NamedNode | Literal]]) -> Entity | None:
    """A curated entity; None for what has no label or is of no kind of ours (a file's header)."""
    kind = _KIND_IN_IRI.match(iri)
    label = next((text for p in _LABELS if (text := _preferred(node.get(_iri(p), [])))), None)
    if kind is None or label is None:
        return None
    slots: dict[str, set[Value]] = defaultdict(set)
    for curie, slot in _SLOTS.items():
        slots[slot].update(_value(slot, o) for o in node.get(_iri(curie), ()))
    for curie in _LABELS:
        slots["altLabel"].update(o.value for o in node.get(_iri(curie), ()) if o.value != label)
    return Entity(iri, kind[1], label, {s: tuple(sorted(v, key=str)) for s, v in slots.items() if v}, ())


def _preferred(labels: Sequence[NamedNode | Literal]) -> str | None:
    """The German label, else one without language, else any; the alphabetically first of several."""
    ranked = sorted(
        (("de", None).index(o.language) if o.language in ("de", None) else 2, o.value)
        for o in labels
        if isinstance(o, Literal)
    )
    return ranked[0][1] if ranked else None


def _value(slot: str, node: NamedNode | Literal) -> Value:
    if slot == "seats" and node.value.isdecimal():
        return int(node.value)
    if slot == "type":
        return node.value.removeprefix(PREFIXES["orgtype"]).replace("-", " ")
    return node.value
