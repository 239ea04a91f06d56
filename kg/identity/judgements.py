"""What stewards judge: which IRIs mean the same, and which do not (`data/judgements.csv`).

The table is the whole of it: what follows from it is a pure function of its rows, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode

from kg import tables
from kg.errors import TableError
from kg.identity.authority import Authority
from kg.model import Judgement
from kg.slots import ENTITY_KINDS
from kg.vocab import BASE

COLUMNS = ("left", "right", "judgement", "note", "who", "when")
"""Columns of judgements.csv: two entities (IRIs, `<base>` may be left out), same|different|unsure, why,
who decided and on which day. A side is a canonical IRI or a mention in one release
(`id/release/<key>/<kind>/<slug>`)."""
VERDICTS = ("same", "different", "unsure")

JUDGED = (*ENTITY_KINDS, "post", "place")
"""Kinds of entities of which it is judged which are one."""
_OURS = f"{BASE}id/"


@dataclass(frozen=True)
class Judgements:
    """Which IRIs mean the same, and which mentions mean another than their name suggests.

    `classes`: for every IRI of a row "same", all that mean the same; `different`: unordered pairs; `rows`:
    what they come of.
    """

    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    different: frozenset[frozenset[str]] = frozenset()
    rows: tuple[Judgement, ...] = ()

    def settle(self, mention: str, canonical: str, authority: Authority) -> str:
        """The IRI of a mention whose name alone would lead to `canonical`."""
        same = self.classes.get(mention, frozenset({mention}))
        if chosen := self._winner(same, authority):
            return chosen
        if any(self._splits(m, canonical) for m in same):
            return split_off(min(same))
        return self._winner(self.classes.get(canonical, frozenset({canonical})), authority) or canonical

    def replaced(self, authority: Authority) -> dict[str, str]:
        """Every canonical IRI that lost a merge, with the one that took its place.

        An IRI of somebody else's was none, unless the authority has it. Of posts judged the same, the one
        without organisation loses to the one with.
        """
        return {
            iri: winner
            for iri, same in sorted(self.classes.items())
            if self._is_entity(iri, authority) and (winner := self._winner(same, authority)) and winner != iri
        }

    def _splits(self, mention: str, canonical: str) -> bool:
        """Whether a mention is judged another than the entity, or than another, smaller mention."""
        others = {other for pair in self.different if mention in pair for other in pair - {mention}}
        meant = self.classes.get(canonical, frozenset({canonical}))
        return any(other in meant or (_is_mention(other) and other < mention) for other in others)

    def touched_by(self, other: Judgements, known: Iterable[str] = ()) -> frozenset[str]:
        """The IRIs on which the two say different things, with all that are judged the same as they.

        `known` are IRIs of which the authority says something else: one may win, or lose, a merge by that.
        """
        before, after = self.classes, other.classes
        told = {*known} & (before.keys() | after.keys())
        told |= {i for i in before.keys() | after.keys() if before.get(i) != after.get(i)}
        told |= {i for pair in self.different ^ other.different for i in pair}
        return frozenset(told).union(*(c[i] for i in told for c in (before, after) if i in c))

    @staticmethod
    def _is_entity(iri: str, authority: Authority) -> bool:
        """Whether an IRI can be that of an entity: no mention, and ours or the authority's."""
        return iri in authority.entities or (iri.startswith(_OURS) and not _is_mention(iri))

    @classmethod
    def _winner(cls, same: Iterable[str], authority: Authority) -> str | None:
        """A curated entity if there is one, then the shortest, then the alphabetically first IRI.

        A post without organisation and a person of whom only the surname is told come last. None where
        there are only mentions and IRIs of somebody else's: these only say who is meant.
        """
        canonical = [iri for iri in same if cls._is_entity(iri, authority)]
        return min(
            canonical, key=lambda i: (i not in authority.entities, _is_less(i), len(i), i), default=None
        )


def _is_less(iri: str) -> bool:
    kind, _, path = iri.removeprefix(f"{BASE}id/").partition("/")
    return path.startswith("-/") if kind == "post" else kind == "person" and "-" not in path.split("/")[0]


def _is_mention(iri: str) -> bool:
    return iri.startswith(f"{BASE}id/release/")


def split_off(mention: str) -> str:
    """The IRI of what a mention names when it is not what its name suggests."""
    key, kind, name = mention.removeprefix(f"{BASE}id/release/").split("/")[:3]
    return f"{BASE}id/{kind}/{name}/release-{key}"


def load_judgements(path: Path) -> Judgements:
    """The judgements of a CSV table with the columns `COLUMNS`.

    Raises TableError with file and line for what is malformed or contradicts itself.
    """
    return combined(parse(path, tables.text_of(path)), path)


def combined(rows: Sequence[Judgement], path: Path | None = None) -> Judgements:
    """What rows say together.

    Raises TableError when a pair is judged same and different, or two kinds are one by a chain of rows.
    """
    same: dict[str, frozenset[str]] = {}
    different: dict[frozenset[str], int] = {}
    for row in rows:
        if row.judgement == "same":
            joined = same.get(row.left, frozenset({row.left})) | same.get(row.right, frozenset({row.right}))
            if len(kinds := sorted({kind_of(iri) for iri in joined} - {""})) > 1:
                remedy = "delete this row or another that says same of an IRI of somebody else's"
                what = " and ".join(kinds)
                raise TableError(f"makes one of {what}", path=path, line=row.line, remedy=remedy)
            same.update(dict.fromkeys(joined, joined))
        elif row.judgement == "different":
            different[row.pair] = row.line
    for pair, line in different.items():
        left, right = sorted(pair)
        if right in same.get(left, ()):
            remedy = "delete this row or one of the rows that say same"
            raise TableError(f"{left} and {right} are judged both same and different",
                             path=path, line=line, remedy=remedy)  # fmt: skip
    return Judgements(same, frozenset(different), tuple(rows))


def parse(path: Path, text: str) -> list[Judgement]:
    """The rows of a table's text; `path` is what errors name. Raises TableError, with the line."""
    return [checked(path, line, row.values()) for line, row in tables.rows(path, COLUMNS, text)]


def checked(path: Path, line: int, fields: Iterable[str]) -> Judgement:
    """A row with its IRIs made absolute; raises TableError for what cannot be meant."""
    one, other, judgement, note, who, when = (field.strip() for field in fields)
    left, right = (_absolute(path, line, side) for side in (one, other))
    row = Judgement(left, right, judgement, note, who, when, line)
    if row.judgement not in VERDICTS:
        remedy = "write same, different or unsure"
        raise TableError(f'the judgement is "{row.judgement}"', path=path, line=line, remedy=remedy)
    if left == right:
        raise TableError("compares an entity with itself", path=path, line=line)
    kinds = {kind for iri in (left, right) if (kind := _kind(path, line, iri))}
    if len(kinds) > 1:
        one, other = sorted(kinds)
        raise TableError(
            f"compares two kinds, {one} and {other}", path=path, line=line, remedy="compare like with like"
        )
    if row.when and not _is_day(row.when):
        raise TableError(f'"{row.when}" is no day', path=path, line=line, remedy="write it as 2024-05-06")
    return row


def _kind(path: Path, line: int, iri: str) -> str:
    """The kind of entity of an IRI of ours; "" for one of somebody else's."""
    if not iri.startswith(_OURS):
        return ""
    kind, *rest = iri.removeprefix(_OURS).split("/")
    if kind == "release" and (len(rest) != 3 or not all(rest)):
        remedy = "write id/release/<key>/person/<name> for a name in one release"
        raise TableError(f'"{iri}" is no mention', path=path, line=line, remedy=remedy)
    kind = rest[1] if kind == "release" else kind
    if kind not in JUDGED:
        remedy = f"there are judgements on {', '.join(JUDGED)}"
        raise TableError(f'"{iri}" is not what can be judged', path=path, line=line, remedy=remedy)
    if not rest or not all(rest):
        remedy = f"write id/{kind}/ and the rest of the IRI as `kg query` shows it"
        raise TableError(f'"{iri}" has an empty segment', path=path, line=line, remedy=remedy)
    return kind


def kind_of(iri: str) -> str:
    """The kind of an entity or mention by its IRI; "" for one of somebody else's."""
    parts = iri.removeprefix(_OURS).split("/")
    if not iri.startswith(_OURS):
        return ""
    return parts[2] if parts[0] == "release" and len(parts) == 4 else parts[0]


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
