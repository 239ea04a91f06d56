"""What stewards decide: the authority (`data/authority/*.ttl`) and the judgements (`data/judgements.csv`)."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import InputError, RdfError, TableError
from kg.identity.names import clean
from kg.model import Entity, Value
from kg.slots import ENTITY_KINDS
from kg.vocab import BASE, PREFIXES, slug

COLUMNS = ("left", "right", "judgement", "note", "who", "when")
"""Columns of judgements.csv: two entities (IRIs, `<base>` may be left out), same|different|unsure, why,
who decided and on which day. A side is a canonical IRI or a mention in one release
(`id/release/<key>/<kind>/<slug>`)."""

_SLOTS = {
    "skos:altLabel": "altLabel", "skos:hiddenLabel": "altLabel", "sg:abbreviation": "abbreviation",
    "sg:organizationType": "type", "sg:seats": "seats", "sg:seat": "seat", "sg:foundedLabel": "founded",
    "org:subOrganizationOf": "parent", "org:unitOf": "part_of", "org:role": "role",
    "org:postIn": "organization", "sg:funder": "funder",
}  # fmt: skip
_LABELS = ("rdfs:label", "skos:prefLabel", "foaf:name")
_LINKS = (
    "sg:organizationType", "org:subOrganizationOf", "org:unitOf", "org:role", "org:postIn", "sg:funder",
)  # fmt: skip
"""Properties whose values must be IRIs."""
_JUDGED = (*ENTITY_KINDS, "post")
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
    quads: list[Quad] = []
    nodes: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for path in _turtle(paths):
        for triple in _parse(path):
            quads.append(triple)
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                nodes[triple.subject.value][triple.predicate.value].append(triple.object)
    entities = {iri: e for iri in sorted(nodes) if (e := _entity(iri, nodes[iri])) is not None}
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for iri, entity in entities.items():
        for name in (entity.label, *entity.slots.get("altLabel", ()), *entity.slots.get("abbreviation", ())):
            labels[entity.kind, slug(clean(str(name)))].add(iri)
    return Authority(entities, {key: tuple(sorted(iris)) for key, iris in labels.items()}, quads)


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


@dataclass(frozen=True)
class Judgements:
    """Which IRIs mean the same, and which mentions mean another than their name suggests.

    `classes`: for every IRI of a row "same", all that mean the same; `different`: unordered pairs.
    """

    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    different: frozenset[frozenset[str]] = frozenset()

    def settle(self, mention: str, canonical: str, authority: Authority) -> str:
        """The IRI of a mention whose name alone would lead to `canonical`."""
        same = self.classes.get(mention, frozenset({mention}))
        if chosen := self._winner(same, authority):
            return chosen
        if any(self._splits(m, canonical) for m in same):
            return _split_off(min(same))
        return self._winner(self.classes.get(canonical, frozenset({canonical})), authority) or canonical

    def replaced(self, authority: Authority) -> dict[str, str]:
        """Every canonical IRI that lost a merge, with the one that took its place.

        Of posts judged the same, the one without organisation loses to the one with.
        """
        return {
            iri: winner
            for iri, same in sorted(self.classes.items())
            if not _is_mention(iri) and (winner := self._winner(same, authority)) and winner != iri
        }

    def _splits(self, mention: str, canonical: str) -> bool:
        """Whether a mention is judged another than the entity, or than another, smaller mention."""
        others = {other for pair in self.different if mention in pair for other in pair - {mention}}
        meant = self.classes.get(canonical, frozenset({canonical}))
        return any(other in meant or (_is_mention(other) and other < mention) for other in others)

    @staticmethod
    def _winner(same: Iterable[str], authority: Authority) -> str | None:
        """A curated entity if there is one, then the shortest, then the alphabetically first IRI."""
        canonical = [iri for iri in same if not _is_mention(iri)]
        return min(
            canonical, key=lambda i: (i not in authority.entities, "/post/-/" in i, len(i), i), default=None
        )


def _is_mention(iri: str) -> bool:
    return iri.startswith(f"{BASE}id/release/")


def _split_off(mention: str) -> str:
    """The IRI of what a mention names when it is not what its name suggests."""
    key, kind, name = mention.removeprefix(f"{BASE}id/release/").split("/")[:3]
    return f"{BASE}id/{kind}/{name}/release-{key}"


def load_judgements(path: Path) -> Judgements:
    """The judgements of a CSV table with the columns `COLUMNS`.

    Raises TableError with file and line for what is malformed or contradicts itself.
    """
    same: dict[str, frozenset[str]] = {}
    different: dict[frozenset[str], int] = {}
    for line, left, right, judgement in _rows(path):
        if judgement == "same":
            joined = same.get(left, frozenset({left})) | same.get(right, frozenset({right}))
            same.update(dict.fromkeys(joined, joined))
        elif judgement == "different":
            different[frozenset({left, right})] = line
    for pair, line in different.items():
        left, right = sorted(pair)
        if right in same.get(left, ()):
            remedy = "delete this row or one of the rows that say same"
            raise TableError(f"{left} and {right} are judged both same and different",
                             path=path, line=line, remedy=remedy)  # fmt: skip
    return Judgements(same, frozenset(different))


def _rows(path: Path) -> Iterator[tuple[int, str, str, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError("is not UTF-8", path=path, remedy="save the table as UTF-8") from error
    except OSError as error:
        raise TableError(str(error.strerror or error), path=path) from error
    reader = csv.DictReader(text.splitlines(), strict=True)
    try:
        header = tuple(reader.fieldnames or ())
        if header != COLUMNS:
            remedy = f"the header must be {','.join(COLUMNS)}"
            raise TableError(f'has the columns "{",".join(header)}"', path=path, line=1, remedy=remedy)
        for row in reader:
            yield reader.line_num, *_checked(path, reader.line_num, row)
    except csv.Error as error:
        # The reader counts lines it has finished, so the broken one is the next.
        remedy = "check the quotation marks"
        raise TableError(str(error), path=path, line=reader.line_num + 1, remedy=remedy) from error


def _checked(path: Path, line: int, row: Mapping[str | None, str | None]) -> tuple[str, str, str]:
    if None in row or None in row.values():
        raise TableError(f"has not {len(COLUMNS)} columns", path=path, line=line)
    left, right = (_absolute(path, line, (row[side] or "").strip()) for side in ("left", "right"))
    judgement = (row["judgement"] or "").strip()
    if judgement not in ("same", "different", "unsure"):
        remedy = "write same, different or unsure"
        raise TableError(f'the judgement is "{judgement}"', path=path, line=line, remedy=remedy)
    if left == right:
        raise TableError("compares an entity with itself", path=path, line=line)
    kinds = {kind for iri in (left, right) if (kind := _kind(path, line, iri))}
    if len(kinds) > 1:
        one, other = sorted(kinds)
        raise TableError(
            f"compares two kinds, {one} and {other}", path=path, line=line, remedy="compare like with like"
        )
    when = (row["when"] or "").strip()
    if when and not _is_day(when):
        raise TableError(f'"{when}" is no day', path=path, line=line, remedy="write it as 2024-05-06")
    return left, right, judgement


def _kind(path: Path, line: int, iri: str) -> str:
    """The kind of entity of an IRI of ours; "" for one of somebody else's."""
    if not iri.startswith(f"{BASE}id/"):
        return ""
    kind, *rest = iri.removeprefix(f"{BASE}id/").split("/")
    if kind == "release" and (len(rest) != 3 or not all(rest)):
        remedy = "write id/release/<key>/person/<name> for a name in one release"
        raise TableError(f'"{iri}" is no mention', path=path, line=line, remedy=remedy)
    kind = rest[1] if kind == "release" else kind
    if kind not in _JUDGED:
        remedy = f"there are judgements on {', '.join(_JUDGED)}"
        raise TableError(f'"{iri}" is not what can be judged', path=path, line=line, remedy=remedy)
    return kind


def _is_day(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _absolute(path: Path, line: int, iri: str) -> str:
    text = BASE + iri if iri.startswith("id/") else iri
    try:
        return NamedNode(text).value
    except ValueError as error:
        remedy = "write id/person/… or a whole IRI"
        raise TableError(f'"{iri}" is no IRI', path=path, line=line, remedy=remedy) from error
