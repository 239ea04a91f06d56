"""Facts that one rule states as a whole: programmes, projects and brands.

The groups of a rule of the stage `fact` are the slots of its kind; what stands in a group is turned
into a value by what it is (a name, a date, a number, the words of a quotation).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts import projects
from kg.facts.money import programme_words
from kg.lexicon import Entry
from kg.mentions import Named, clean
from kg.model import Fact, Value

_LISTS = ("funder",)


def simple(doc: Document) -> Iterator[Fact]:
    """Facts of the rules of stage `fact`, each with the words of its match as evidence.

    A group `names` names several things, one in each pair of quotation marks.
    """
    found = list(_facts(doc))
    others = {str(f.slots["name"]).casefold() for f in found if f.kind in ("programme", "brand")}
    # "Startschuss für „X“" may be a programme's, too: the word beside a name elsewhere decides.
    own = [f for f in found if f.kind == "project" and str(f.slots["name"]).casefold() not in others]
    yield from (f for f in found if f.kind != "project")
    yield from projects.settled(doc, own, [f for f in found if f.kind == "programme"])


def _facts(doc: Document) -> Iterator[Fact]:
    for match in matches(doc.outer, "fact"):
        slots = _slots(match)
        names = _names(match) or [(slots.pop("name", None), match.span() or (0, 0))]
        for name, (begin, stop) in names:
            if match.rule.name in _IN_ITEMS and not _heads_item(doc, begin, match):
                continue
            if match.rule.kind == "programme" and _is_alliance(doc, match, begin):
                continue
            if _COLUMNS.search(doc.text, begin, stop):
                continue
            if isinstance(name, str) and _is_name(match.rule.kind, name) and not _refused(match):
                yield _named_fact(doc, match, {**slots, "name": name}, begin, stop)


_IN_ITEMS = ("project-in-list", "project-first-in-list", "project-heads-item")
_COLUMNS = re.compile(r"\S(?:\t| {3,})\S")
"""Words of two columns of a table make no name."""


def _names(match: Match) -> list[tuple[Value | None, tuple[int, int]]]:
    """Each of several names with its own words."""
    units = match.units
    found = [(i, units.values[i]) for i in match.indices("names")]
    return [
        (clean(units.words(i, i + 1)).strip('„“”"»«‚‘›‹ '), units.slice(i, i + 1))
        for i, value in found
        if isinstance(value, tuple)
    ]


def _is_name(kind: str, name: str) -> bool:
    """False for what is too short or long to be a name, and for a project or brand, for a sentence."""
    if kind in ("programme", "project", "competition") and " " in name and not re.search(r"[A-ZÄÖÜ\d]", name):
        return False
    sentence = name.endswith((".", "!", "?")) and name.count(" ") > 3
    if kind == "project" and (name in _NO_PROJECTS or _SMALL.match(name)):
        return False  # "the EU project", "Geld für „graue Flecken“"
    if kind == "brand" and name[:1].isdigit():
        return False  # "die Marke „10.000 Besucher“"
    described = name.split(" ", 1)[0] in ("ein", "eine", "einen", "der", "so", "sehr", "nicht", "auf", "zu")
    return 2 <= len(name) <= 150 and not (kind in ("project", "brand") and (sentence or described))


def _heads_item(doc: Document, offset: int, match: Match) -> bool:
    """True in a list item; for a name said to come first, at its head, maybe of a list of projects."""
    line = doc.text[doc.text.rfind("\n", 0, offset) + 1 : offset]
    at_head = match.rule.name == "project-in-list" or len(line) < 8
    listed = match.rule.name != "project-heads-item" or projects.of_projects(doc, offset)
    return projects.in_item(doc, offset) and at_head and listed


_MONEY = re.compile(r"[Ff]örder|[Mm]ittel|\bEuro\b|€|[Ff]inanzier|[Bb]ewillig|[Ff]und(?:ed|s|ing)\b")


def _is_alliance(doc: Document, match: Match, begin: int) -> bool:
    """True for an initiative in whose sentence no money flows: those who do something together."""
    word = match.text("word").lower()
    if not word.endswith("initiative") or word.startswith(("landes", "bundes", "förder", "eu-")):
        return False
    known = match.value("name")
    named = isinstance(known, Entry) and "KnownProgramme" in known.classes
    return not named and not match.values("funder") and not _MONEY.search(doc.text, *doc.sentence(begin))


_NO_PROJECTS = ("EU", "KI", "AI", "IT", "OZG", "ICT")
_SMALL = re.compile(r"[a-zäöüß]{4,} [A-ZÄÖÜ]")


def _refused(match: Match) -> bool:
    """ "kein Projekt „X“": there is none."""
    return match.units.words(match.match.start(), match.match.start() + 1).lower().startswith("kein")


def _named_fact(doc: Document, match: Match, slots: dict[str, Value], begin: int, stop: int) -> Fact:
    resolved: dict[str, str] = {}
    if str(slots["name"]).endswith("s") and (base := _without_genitive(doc, str(slots["name"]))):
        slots["name"] = base
    unowned = match.rule.settings.get("own") == "organization" and "organization" not in slots
    if unowned and (owner := _owner(doc, begin)) is not None:
        slots["organization"] = owner.name
        resolved["organization"] = "by context: whose release or list item this is"
    if match.rule.kind == "brand":
        if (
            resolved
            and doc.publisher is not None
            and doc.publisher.type == "company"
            and not projects.in_item(doc, begin)
        ):
            slots["organization"] = (
                doc.publisher.name
            )  # a company's brand is its own, a project may be its city's
        slots |= {k: v for k, v in _brand(doc, begin).items() if k not in slots or k in resolved}
    elif match.rule.kind == "programme":
        slots["name"] = _programme(match, str(slots["name"]))
    return Fact(
        match.rule.kind,
        slots,
        (doc.evidence(begin, stop),),
        doc.section(begin).kind,
        rule=match.rule.name,
        resolved=resolved,
    )


def _without_genitive(doc: Document, name: str) -> str:
    """A name in quotation marks without its genitive, where the release also has it so (des „Kastens“)."""
    return name[:-1] if re.search(rf"[„“\"»‚]{re.escape(name[:-1])}[“”\"«‘]", doc.text) else ""


_THEIRS = re.compile(
    r"\b(?:(?:ihr|ihre|ihrem|sein|seine|seinem|its|their)\s+|(?:dessen|deren|whose)\s+(?:[\w-]+\s+){0,2})[„“\"»‚]?\Z"
)


def _owner(doc: Document, offset: int) -> Named | None:
    """Whose project or brand: the organisation before it in a list item, else the release's own."""
    line = doc.text.rfind("\n", 0, offset) + 1
    if projects.in_item(doc, offset):
        inside = [
            v
            for v in doc.units.values
            if isinstance(v, Named) and v.kind == "organization" and line <= v.start < offset
        ]
        if inside:
            return inside[0]
        if town := re.match(
            r"\s*(?:[-–•*·]|\d+[.)])\s+([A-ZÄÖÜ]\w+(?: [A-ZÄÖÜ]\w+)?)\s*[(:]", doc.text[line:offset]
        ):
            at = line + town.start(1)
            return Named("organization", town[1], at, at + len(town[1]), "town-of-list-item", "municipality")
    if _THEIRS.search(doc.text[max(0, offset - 50) : offset]):
        start = doc.sentence(offset)[0]
        before = [v for v in doc.organizations if start <= v.start < offset]
        if before:
            return before[-1]
    if doc.publisher is not None and doc.publisher.type in (
        "university",
        "association",
        "ministry",
        "research institute",
        "network",
    ):
        return doc.publisher
    return doc.own or doc.publisher


def _slots(match: Match) -> dict[str, Value]:
    slots: dict[str, Value] = {}
    for group in match.match.re.groupindex:
        if not match.indices(group) or group.startswith("word") or group == "names":
            continue
        people = match.values(group)
        value = match.value(group)
        slot = group.rstrip("23")  # a second place of a rule for the same slot
        if slot in _LISTS and people:
            slots.setdefault(slot, tuple(p.name for p in people))
        elif people and slot != "name":
            slots.setdefault(slot, people[0].name)
        elif isinstance(value, DateSpan):
            if date := value.first or value.last:
                slots.setdefault(slot, date)
        elif text := match.text(group):
            slots.setdefault(slot, text)
    return slots


def _brand(doc: Document, begin: int) -> dict[str, Value]:
    """What the sentence of a brand says besides: since when it is, and the one organisation it names."""
    start, end = doc.sentence(begin)
    found: dict[str, Value] = {}
    first, last = bisect_left(doc.units.starts, start), bisect_left(doc.units.starts, end)
    inside = [v for v in doc.units.values[first:last] if isinstance(v, DateSpan | Named)]
    since = [v for v in inside if isinstance(v, DateSpan) and v.first and _is_since(doc, v)]
    if len(since) == 1 and since[0].first:
        found["since"] = since[0].first
    owners = {v.name for v in inside if isinstance(v, Named) and v.kind == "organization"}
    if len(owners) == 1:
        found["organization"] = owners.pop()
    return found


def _is_since(doc: Document, day: DateSpan) -> bool:
    """True for "seit 2019" and "vom 1. März 2025 an"."""
    return day.kind == "since" or bool(
        day.preposition.startswith("vom") and re.match(r"\s+an\b", doc.text[day.end : day.end + 4])
    )


def _programme(match: Match, name: str) -> str:
    """The base form of a programme that the lexicon knows; a fund with its word before its name."""
    value, word = match.value("name"), match.text("word")
    if isinstance(value, Entry) and "KnownProgramme" in value.classes and len(match.indices("name")) == 1:
        return value.label if _is_form_of(name, value.label) else name
    if isinstance(match.value("name"), tuple) or not word.lower().rstrip("s").endswith(_named_with_word()):
        return name
    return f"{word} {name}"


def _named_with_word() -> tuple[str, ...]:
    return tuple(word.rstrip("s") for word in programme_words("named"))


def _is_form_of(form: str, label: str) -> bool:
    """True for an inflected form or an abbreviation of a label, not for its name in another language."""
    return form.isupper() or _ENDINGS.sub("", form) == _ENDINGS.sub("", label)


_ENDINGS = re.compile(r"(?:e[nsmr]?|[ns])\b")
