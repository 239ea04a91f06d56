"""Facts against gold facts: how many are right, wrong, missed, and how full the right ones are.

A found fact is right when it agrees in the core of its kind (who and which role; the name; giver and
figure; first words and speaker …) with a gold fact of its release that nothing better took. Gold facts
marked `optional` are free; one of an `alt_group` stands for all. A further fact that fits a gold fact
costs nothing when it rests on other words. Conventions of the gold: `tests/releases/README.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]

_TITLE = re.compile(r"\b(?:prof|dr|dipl|ing|mag|pd|frau|herrn?)\b\.?(?:-ing\.)?", re.IGNORECASE)
_INCLUSIVE = re.compile(r"[:*/_]-?in(?:nen)?\b", re.IGNORECASE)
_SMALL = frozenset(
    [
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "und",
        "für",
        "of",
        "the",
        "in",
        "im",
        "am",
        "an",
        "zur",
        "zum",
        "von",
        "vom",
        "and",
        "e",
        "v",
    ]
)
_COMMON = frozenset(
    [
        "stadt",
        "land",
        "kreis",
        "landkreis",
        "ministerium",
        "bundesministerium",
        "universität",
        "gmbh",
        "verein",
    ]
)


@dataclass
class Count:
    """Right, wrong and missed facts; slots of the right ones that the gold states, and those that agree."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    slots: int = 0
    agreeing: int = 0
    inexact: int = 0
    forbidden: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 where there is nothing to find."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    @property
    def slot_accuracy(self) -> float:
        """Share of stated slots that agree."""
        return self.agreeing / self.slots if self.slots else 1.0

    def add(self, other: Count) -> None:
        """Take another count in."""
        for name in ("right", "wrong", "missed", "slots", "agreeing", "inexact", "forbidden"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes


# -- values --------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    text = _INCLUSIVE.sub("", str(value if value is not None else "").casefold().replace("ß", "ss"))
    return " ".join(re.findall(r"\w+", text))


def _stems(value: object) -> set[str]:
    words = (w for w in _plain(value).split() if w not in _SMALL)
    return {re.sub(r"(?:innen|in|es|en|er|em|s|n|e)$", "", w) if len(w) > 4 else w for w in words}


def _similar(one: object, other: object) -> bool:
    """Most words in common, or one name a telling part of the other."""
    a, b = _stems(one), _stems(other)
    if not a or not b:
        return a == b
    small, large = sorted((a, b), key=len)
    if small <= large:
        return len(small) == len(large) or not small <= {s for w in _COMMON for s in _stems(w)}
    return len(a & b) / len(a | b) >= 0.6


def _same_person(one: object, other: object) -> bool:
    a, b = (_plain(_TITLE.sub(" ", str(v or ""))).split() for v in (one, other))
    if not a or not b or a[-1] != b[-1]:
        return False
    return len(a) == 1 or len(b) == 1 or a[0] == b[0]


def _same_number(one: object, other: object) -> bool:
    try:
        return abs(float(str(one)) - float(str(other))) < 1e-6 * max(1.0, abs(float(str(other))))
    except ValueError:
        return False


def _roles(line: Line) -> set[str]:
    found: set[str] = set()
    for slot in ("role", "role_canonical"):
        words = str(line.get(slot) or "")
        parts = [words, re.sub(r"\([^)]*\)", "", words), *re.findall(r"\(([^)]*)\)", words)]
        found |= {re.sub(r"(?:innen|in)$", "", _plain(part)) for part in parts}
    return found - {""}


# -- the core of each kind -------------------------------------------------------------------------------


def _role(ours: Line, gold: Line) -> bool:
    if not _same_person(ours.get("person"), gold.get("person")):
        return False
    a, b = _roles(ours), _roles(gold)
    longer = any(len(x) > 5 and len(y) > 5 and (x.endswith(y) or y.endswith(x)) for x in a for y in b)
    return not b or bool(a & b) or longer


def _name(ours: Line, gold: Line) -> bool:
    names = [gold.get("name"), *gold.get("aliases", ())]
    short = gold.get("abbreviation")
    return any(_similar(ours.get("name"), name) for name in names) or (
        bool(short) and _plain(ours.get("name")) == _plain(short)
    )


def _event(ours: Line, gold: Line) -> bool:
    same_day = bool(gold.get("start")) and ours.get("start") == gold["start"]
    return _name(ours, gold) or (same_day and ours.get("type") == gold.get("type"))


def _headcount(ours: Line, gold: Line) -> bool:
    return _same_number(ours.get("value"), gold.get("value"))


def _funding(ours: Line, gold: Line) -> bool:
    for slot in ("recipient", "funder"):
        named = [gold.get(s) for s in ((slot, "purpose", "programme") if slot == "recipient" else (slot,))]
        stated = [name for name in named if name]
        if ours.get(slot) and gold.get(slot) and not any(_similar(ours[slot], name) for name in stated):
            return False
    figures = [slot for slot in ("amount", "share") if gold.get(slot) is not None]
    if figures:
        return any(_same_number(ours.get(slot), gold[slot]) for slot in figures)
    return _similar(ours.get("funder"), gold.get("funder"))


def _quotation(ours: Line, gold: Line) -> bool:
    said, begins = _plain(ours.get("text")).split(), _plain(gold.get("text_start")).split()[:4]
    return (
        bool(begins)
        and said[: len(begins)] == begins
        and _same_person(ours.get("speaker"), gold.get("speaker"))
    )


def _contact(ours: Line, gold: Line) -> bool:
    if gold.get("email"):
        return _plain(ours.get("email")) == _plain(gold["email"])
    return _same_person(ours.get("person"), gold.get("person"))


CORE: Mapping[str, Callable[[Line, Line], bool]] = {
    "role": _role,
    "organization": _name,
    "headcount": _headcount,
    "event": _event,
    "programme": _name,
    "competition": _name,
    "project": _name,
    "brand": _name,
    "funding": _funding,
    "quotation": _quotation,
    "contact": _contact,
}
_NUMBERS = ("value", "amount", "share", "edition")
_PEOPLE = ("person", "speaker", "participants")
SLOTS: Mapping[str, str] = {
    "role": "titles organization start end former acting attested",
    "organization": "type abbreviation founded parent part_of seat",
    "headcount": "organization qualifier on",
    "event": "type start end place motto edition series organizers participants",
    "programme": "abbreviation funder",
    "competition": "organizer year",
    "project": "organization programme",
    "brand": "since organization",
    "funding": "recipient funder amount share currency qualifier period_start period_end programme",
    "contact": "person organization phone address",
}


def _agrees(slot: str, ours: object, gold: object) -> bool:
    if isinstance(gold, list):
        found = ours if isinstance(ours, list) else [ours]
        same = _same_person if slot in _PEOPLE else _similar
        return (
            all(any(same(a, b) or _similar(a, b) for a in found) for b in gold)
            and len(found) <= len(gold) + 1
        )
    if slot in _NUMBERS:
        return _same_number(ours, gold)
    if slot in _PEOPLE:
        return _same_person(ours, gold)
    if slot == "phone":
        return re.sub(r"\D", "", str(ours)) == re.sub(r"\D", "", str(gold))
    return _plain(ours) == _plain(gold) or (not re.search(r"\d", str(gold)) and _similar(ours, gold))


# -- counting ---------------------------------------------------------------------------------------------


def score(found: Iterable[Line], gold: Line, text: str) -> dict[str, Count]:
    """Counts by kind for one release: its fact lines, its gold, and its text."""
    lines = list(found)
    counts = {kind: Count() for kind in CORE}
    for kind, count in counts.items():
        ours = [line for line in lines if line["kind"] == kind]
        exact = [line for line in ours if _exact(line, text)]
        count.inexact = len(ours) - len(exact)
        _match(count, kind, exact, [line for line in gold["facts"] if line["kind"] == kind])
        count.forbidden = sum(_is_forbidden(line, gold.get("must_not") or ()) for line in exact)
    return counts


def _match(count: Count, kind: str, ours: Sequence[Line], gold: Sequence[Line]) -> None:
    free, groups, used = list(ours), set(), set()
    missed: list[Line] = []
    for line in sorted(gold, key=lambda g: bool(g.get("optional"))):
        fitting = [f for f in free if CORE[kind](f, line)]
        if not fitting:
            missed.append(line)
            continue
        best = max(fitting, key=lambda f: sum(same for _, same in _slots(f, line)))
        free.remove(best)
        used.add(_spans(best))
        groups.add(line.get("alt_group"))
        if not line.get("optional"):
            count.right += 1
            count.slots += len(_slots(best, line))
            count.agreeing += sum(same for _, same in _slots(best, line))
            count.notes += [
                f"slot {kind}.{s}: {best.get(s)} for {line[s]}" for s, same in _slots(best, line) if not same
            ]
    for line in missed:
        if not line.get("optional") and not (line.get("alt_group") and line["alt_group"] in groups):
            count.missed += 1
            count.notes.append(f"missed {kind}: {line.get('quote') or line}")
    for line in free:
        if _spans(line) in used or not any(CORE[kind](line, g) for g in gold):
            count.wrong += 1
            count.notes.append(f"wrong {kind}: {line['evidence'][0]['quote'][:100]}")


def _slots(ours: Line, gold: Line) -> list[tuple[str, bool]]:
    """Slots that the gold states and does not excuse, and whether ours agree."""
    named = SLOTS.get(str(gold["kind"]), "").split()
    plain = [s for s in named if gold.get(s) not in (None, "", [], False)]
    excused = {s for s in plain if any(gold.get(f"{s}_{mark}") for mark in ("inferred", "optional", "note"))}
    return [(s, _agrees(s, ours.get(s), gold[s])) for s in plain if s not in excused]


def _spans(line: Line) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((e["start"], e["end"]) for e in line["evidence"]))


def _exact(line: Line, text: str) -> bool:
    return bool(line["evidence"]) and all(text[e["start"] : e["end"]] == e["quote"] for e in line["evidence"])


def _is_forbidden(line: Line, traps: Sequence[Line]) -> bool:
    """A plain fact from words of which the gold says that they must not give one."""
    if line.get("modality") not in (None, "asserted") or line.get("status") not in (
        None,
        "granted",
        "certified",
        "held",
    ):
        return False
    quotes = [_plain(e["quote"]) for e in line["evidence"]]
    for trap in traps:
        words = _plain(trap["quote"])
        where = trap.get("where", {}).items()
        speaks = line["kind"] in trap.get("kinds", ()) and any(q in words or words in q for q in quotes)
        if speaks and all(_plain(v) in _plain(line.get(k)) for k, v in where):
            return True
    return False


def total(counts: Iterable[Count]) -> Count:
    """Several counts as one."""
    whole = Count()
    for count in counts:
        whole.add(count)
    return whole


def score_folder(lines: Mapping[str, Iterable[Line]], gold: Path, texts: Path) -> Count:
    """All of a folder's gold: `lines` are fact lines by the release's stem; texts are `<stem>.txt`."""
    whole = Count()
    for path in sorted(gold.glob("*.json")):
        text = (texts / f"{path.stem}.txt").read_bytes().decode("utf-8")
        counts = score(lines.get(path.stem, ()), json.loads(path.read_text("utf-8")), text)
        for count in counts.values():
            count.notes = [f"{path.stem}: {note}" for note in count.notes]
        whole.add(total(counts.values()))
    return whole
