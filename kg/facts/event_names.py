"""Names of events: what a text calls what is held, each event once with all places where it is named."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from kg import amounts, resources
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.lexicon import Entry
from kg.mentions import Named, base_name, clean
from kg.model import Evidence, Value
from kg.tokens import Units, merge

_INNER_EDITION = re.compile(r"(?P<number>\d{1,3})\. (?P<series>[A-ZÄÖÜ].+)")
MOST = 500
"""More events than these no release has; what looks like it is no text to spend time on."""
_INDEFINITE = frozenset({"ein", "eine", "einen", "einem", "einer", "a", "an"})
_BY_WAY_OF = frozenset({"in", "mit", "per", "durch", "für", "nach", "als", "auf", "von", "with", "for", "of"})
MARKS = '„“”"»«‚‘›‹'


@dataclass(slots=True)
class Event:
    """An event in the making; `start`/`end` span its first name, `mentions` are offsets of all of them."""

    name: str
    type: str
    start: int
    end: int
    rule: str
    slots: dict[str, Value] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    head: str = ""
    timed: bool = False
    vague: bool = False
    """Its days are told by words alone ("in der vergangenen Woche")."""


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """A list of words of `kg/rules/events.toml`."""
    return tuple(resources.rule_file("events")[table][key])


@cache
def act_words(key: str) -> tuple[str, ...]:
    """A list of words of `kg/rules/event_acts.toml`."""
    rules = resources.rule_file("event_acts")
    return tuple(rules["act_words"][key])


def named(doc: Document) -> tuple[list[Event], Units]:
    """The events by their names, and the units with every name of one as a unit of class Event.

    A bare noun ("die Tagung") means the event of its kind that was named before, where one was.
    """
    found: list[Event] = []
    runs: dict[int, tuple[int, int, str, object]] = {}
    taken = bytearray(len(doc.outer.letters))
    letter = doc.outer.alphabet.letter(frozenset({"Event"}))
    for match in matches(doc.outer, "event"):
        indices = match.indices("name")
        if len(found) > MOST:
            break
        if not indices or any(taken[indices.start : indices.stop]):
            continue
        name = _name(match)
        if not 3 <= len(name) <= 160 or _is_house(match) or _is_phrase(match, name):
            continue
        if match.rule.name == "by-noun" and _means_nothing(match, found):
            continue
        if _is_heading(match) or _is_time(match) or _is_leadership(match) or _is_reason(match):
            continue
        another = match.rule.name == "by-noun" and _is_another(match)
        if match.rule.name == "by-noun" and ((another and not _is_next(doc, match)) or _is_plural(match)):
            continue
        event = _next(doc, match, name, found) if another else _event(doc, match, name, found)
        event.mentions.append((match.span("name") or (0, 0))[0])
        taken[indices.start : indices.stop] = b"\1" * len(indices)
        runs[indices.start] = (indices.start, indices.stop, letter, event)
    _meant_by_tails(doc, found)
    return _settled(doc, found), merge(doc.outer, [runs[k] for k in sorted(runs)])


def _meant_by_tails(doc: Document, found: list[Event]) -> None:
    """Add to each event the places where a later sentence calls it by the end of its name ("die Woche")."""
    mentions = {at for e in found for at in e.mentions}
    tails = dict(pair.split(":") for pair in words("telling", "tails"))
    for match in _THE_NOUN.finditer(doc.text):
        noun = re.sub(r"(?:es|s)$", "", match["noun"].lower()).removeprefix("aktions")
        if noun not in tails or any(abs(at - match.start("noun")) < 3 for at in mentions):
            continue
        ends = (noun, *tails[noun].split("/"))
        before = [e for e in found if match.start() - _TAIL_REACH < e.start < match.start()]
        named = [e for e in before if not e.rule.startswith("by-noun") and _ends_in(e, ends)]
        if named:
            max(named, key=lambda e: e.start).mentions.append(match.start("noun"))


_THE_NOUN = re.compile(
    r"(?<!\bin )(?<!\ban )(?<!\bum )(?<!\bpro )\b(?:[Dd](?:ie|er|as|en|es)|[Tt]he) (?P<noun>\w+)\b"
)
_TAIL_REACH = 1200
"""How far behind its name, in code points, an event is meant by the end of it."""


def _ends_in(event: Event, ends: tuple[str, ...]) -> bool:
    """True where the last word of a name, or the word before a title in it, ends in one of these."""
    name = re.sub(r"\s*[„»“\"].*|\s\d{4}$", "", event.name).lower()
    return any(end and name.endswith(end) for end in ends)


def _settled(doc: Document, found: list[Event]) -> list[Event]:
    """Events without bare nouns that speak of one of their type before them ("die Tagung" of a forum)."""
    dates = [d.start for _, d in doc.outer.of_type(DateSpan)]

    def is_dated(at: int) -> bool:
        start, end = doc.sentence(at)
        return bisect_left(dates, start) < bisect_left(dates, end)

    kept = []
    for event in found:
        told = [
            e for e in found
            if e is not event and e.type == event.type and e.rule != "by-noun" and e.start < event.start
        ]  # fmt: skip
        last = max(told, key=lambda e: e.start, default=None)
        the = (
            doc.text[max(0, event.start - 8) : event.start]
            .rstrip()
            .lower()
            .endswith(("der", "die", "das", "dem", "des", "the", "this"))
        )
        known = the and last is not None and not any(is_dated(at) for at in last.mentions)
        vague = event.type in ("conference", "congress") or event.head in (
            *words("telling", "never"),
            *words("telling", "weak"),
            *words("telling", "generic"),
        )
        if (
            event.rule not in ("by-noun", "by-noun-in-english")
            or last is None
            or not vague
            or (is_dated(event.start) and not known)
        ):
            kept.append(event)
        else:
            last.mentions += event.mentions
    return kept


def _event(doc: Document, match: Match, name: str, found: list[Event]) -> Event:
    """The event of a match: one found before, or a new one that is added to the list."""
    span = match.span("name") or (0, 0)
    number, series = _edition(match, name)
    if number is None and name.startswith(match.text("edition") or "\n"):
        name = series = name.partition(" ")[2]
    type_, noun = kind(doc, match), _noun(match)
    event = _known(found, series, number)
    if event is None and match.rule.name.startswith(("by-noun", "award-by-verb")):
        event = _before(found, span[0], noun)
    if event is None:
        event = Event(name, type_, *span, match.rule.name, head=noun)
        event.evidence.append(doc.evidence(*(match.span() or span)))
        if match.rule.settings.get("dated"):
            _dated_by_rule(doc, match, event)
        found.append(event)
    elif len(name) > len(event.name) and match.rule.name != "by-noun":
        event.name = name
        if event.type == "other":
            event.type = type_
    elif len(noun) > len(event.head) and event.head in (
        *words("telling", "never"),
        *words("telling", "weak"),
    ):
        event.name, event.head = name, noun
    first_too = ("named-", "edition-quoted", "of-a-day-in-english")
    if number is not None and (number > 1 or match.rule.name.startswith(first_too)):
        event.slots.setdefault("edition", number)
        event.slots.setdefault("series", series)
    return event


def _dated_by_rule(doc: Document, match: Match, event: Event) -> None:
    """Give an event the day of its rule ("am 16. Mai folgt „X“") and the type of the series told before."""
    units, (first, last) = match.units, match.match.span()
    day = next((d for d in units.values[first:last] if isinstance(d, DateSpan) and d.first), None)
    if day is not None:
        event.slots["start"], event.slots["end"] = day.first or "", day.last or day.first or ""
    if event.type == "other" and (entry := _inside(doc, event.start - _SERIES_REACH, event.start, last=True)):
        event.type = type_of(entry)


_SERIES_REACH = 500


def _before(found: list[Event], at: int, noun: str) -> Event | None:
    """The event that a bare noun means: the nearest of its kind before it, else the first behind it."""
    fitting = sorted((e for e in found if noun and _same_noun(e, noun)), key=lambda e: e.start)
    behind = next((e for e in fitting if e.head == noun), None)
    return next((e for e in reversed(fitting) if e.start < at), behind)


def _means_nothing(match: Match, found: list[Event]) -> bool:
    """True for a noun that is no event by itself and none that was named before."""
    noun = _noun(match)
    first = match.indices("name").start
    anew = match.units.words(first - 1, first).lower() in _INDEFINITE
    anew = anew and match.units.words(first - 2, first - 1).lower() not in _BY_WAY_OF
    before = match.units.words(first - 1, first).lower()
    start = max(0, first - 20)
    met = before in ("zum", "zur") and any(
        match.units.words(i, i + 1).lower() in ("traf", "trafen", "treffen", "trifft")
        for i in range(start, first)
    )
    never = noun in words("telling", "never") and not anew and not met
    return never and not any(_same_noun(e, noun) for e in found)


def _is_phrase(match: Match, name: str) -> bool:
    """True for a noun before words in quotation marks that are no title: Sitzung „eine schöne Ente“."""
    title = re.search(r"[„»“\"](?=\w)([^\W\d])", name)
    return match.rule.name == "named-in-quotation-marks" and title is not None and title[1].islower()


def _is_heading(match: Match) -> bool:
    """True for "5. Ehrungen", an item of an agenda."""
    bare = len(match.indices("name")) == 2 and bool(match.indices("edition"))
    return bare and "Plural" in _head_classes(match)


def _is_time(match: Match) -> bool:
    """True for "die zweite Februarwoche": a time, and no occasion."""
    return "OccasionWord" in _head_classes(match) and _noun(match).startswith(words("telling", "times"))


def _is_leadership(match: Match) -> bool:
    """True for "die Führung des Amtes": who leads a body, and no tour of it."""
    if _noun(match) != "führung":
        return False
    units, last = match.units, match.indices("name").stop
    behind = units.values[last + 1] if last + 1 < len(units.values) else None
    of_a_body = units.words(last, last + 1) in ("des", "der") and isinstance(behind, Named)
    return of_a_body or bool(match.values("name", "organization"))


def _is_reason(match: Match) -> bool:
    """True for "wegen einer Sondersitzung": it is told why something else is as it is."""
    first = match.indices("name").start
    before = {match.units.words(i, i + 1).lower() for i in range(max(0, first - 2), first)}
    return bool(before & {"wegen", "aufgrund", "infolge"})


def _head_classes(match: Match) -> frozenset[str]:
    head = match.indices("head")
    return match.units.alphabet.of(match.units.letters[head.start]) if head else frozenset()


def _is_plural(match: Match) -> bool:
    """True for "Workshops" without the article of a genitive."""
    word, first = match.text("head"), match.indices("name").start
    before = {match.units.words(i, i + 1).lower() for i in range(max(0, first - 3), first)}
    return word.endswith("s") and not _noun(match).endswith("s") and not before & {"des", "eines"}


def _is_another(match: Match) -> bool:
    """True for "das nächste Forum", "die letzte Sitzung": another one than the one named."""
    first = match.indices("name").start
    return match.units.words(first - 1, first).lower().startswith(("nächst", "letzt", "vorig", "künftig"))


def _is_next(doc: Document, match: Match) -> bool:
    """True for "die nächste Sitzung ist am 20. Juni": another one, whose day is told."""
    first = match.indices("name").start
    ahead = (doc.outer.values[i] for i in range(first, min(first + 12, len(doc.outer.values))))
    end = doc.sentence(doc.outer.starts[first])[1]
    dated = any(isinstance(v, DateSpan) and v.kind != "since" and v.start < end for v in ahead)
    return dated and match.units.words(first - 1, first).lower().startswith("nächst")


def _next(doc: Document, match: Match, name: str, found: list[Event]) -> Event:
    """The next one of its kind as an event of its own."""
    span = match.span("name") or (0, 0)
    event = Event(name, kind(doc, match), *span, "by-noun-next", head=_noun(match))
    event.evidence.append(doc.evidence(*(match.span() or span)))
    found.append(event)
    return event


def _name(match: Match) -> str:
    """What an event is called: the words of its group, or for a verb of opening what is opened."""
    called = str(match.rule.settings.get("called", ""))
    if not called:
        return _base_name(match)
    span = match.span("thing")
    return f"{called} {clean(match.units.text[span[0] : span[1]])}" if span else called


def _same_noun(event: Event, noun: str) -> bool:
    """True where a bare noun can mean the event: "die Konferenz" the Regionalkonferenz."""
    return bool(event.head) and (event.head.endswith(noun) or noun.endswith(event.head))


def _noun(match: Match) -> str:
    """The noun of its kind in lower case and its base form; "" without one."""
    value = match.value("head")
    word = match.text("head").lower() or str(match.rule.settings.get("called", "")).lower()
    if isinstance(value, tuple) and isinstance(value[0], Entry):
        return word[: value[1]] + value[0].base.lower()
    return value.base.lower() if isinstance(value, Entry) and value.base else word


def _is_house(match: Match) -> bool:
    """True for "im Forum Alte Post", "in das Kongress Palais": a house, named like an event."""
    head = match.indices("head")
    if match.indices("edition") or not head or not _noun(match).endswith(words("venues", "houses")):
        return False
    first = match.indices("name").start
    before = [match.units.words(i, i + 1).lower() for i in range(max(0, first - 2), first)]
    return before[-1:] in (["im"], ["ins"]) or before[:1] in (["in"], ["at"]) or before[-1:] == ["in"]


def _edition(match: Match, name: str) -> tuple[int | None, str]:
    """The number of an edition and the name without it."""
    ordinal = match.text("edition")
    if ordinal and (_counts_items(match, ordinal) or _is_further(match)):
        return None, name
    if ordinal:
        numbers = amounts.find_ordinals(f"{ordinal} Tagung")
        if numbers:
            first, _, rest = name.partition(" ")
            return numbers[0].value, rest if rest and first[:4].lower() == ordinal[:4].lower() else name
    if inside := _INNER_EDITION.fullmatch(name):
        return int(inside["number"]), inside["series"]
    return None, name


def _is_further(match: Match) -> bool:
    """True for "eine zweite Veranstaltung": one more, and no edition."""
    first = match.indices("edition").start
    word = match.text("edition")
    return word[:1].islower() and match.units.words(first - 1, first).lower() in _INDEFINITE


def _counts_items(match: Match, ordinal: str) -> bool:
    """True for the number of an item in a numbered list: its neighbours stand at the head of lines, too."""
    start = (match.span("edition") or (0, 0))[0]
    text = match.units.text
    if not ordinal[:1].isdigit() or text[text.rfind("\n", 0, start) + 1 : start].strip(" \t*_#"):
        return False
    number = int(re.sub(r"\D", "", ordinal) or 0)
    return re.search(rf"(?m)^[ \t*_#]*(?:{number - 1}|{number + 1})\.\s", text) is not None


def _base_name(match: Match) -> str:
    """The name with its noun in the nominative: "des bundesweiten Digitaltages" -> Digitaltag."""
    indices, head = match.indices("name"), match.indices("head")
    value = match.units.values[head.start] if head else None
    english = isinstance(value, Entry) and value.base[:1].islower()
    if head and head.start in indices and not english:
        return unquoted(base_name(match.units, indices.start, indices.stop, head.start))
    span = match.span("name") or (0, 0)
    return unquoted(clean(match.units.text[span[0] : span[1]]))


def unquoted(name: str) -> str:
    """A name without quotation marks around all of it."""
    inner = name.strip(MARKS + " ")
    return inner if not any(mark in inner for mark in MARKS) else name.strip()


def kind(doc: Document, match: Match) -> str:
    """The type of event that the noun of a match gives, else the rule."""
    head = match.value("head")
    entry = head[0] if isinstance(head, tuple) and isinstance(head[0], Entry) else head
    if not match.indices("head") and (span := match.span("name")):
        entry = _inside(doc, *span)
    if isinstance(entry, Entry):
        return type_of(entry)
    return str(match.rule.settings.get("type", "other"))


def _inside(doc: Document, start: int, end: int, *, last: bool = False) -> Entry | None:
    """The first (or last) noun of an event in a stretch, as of a title in quotation marks."""
    units = doc.units
    within = range(bisect_left(units.starts, start), bisect_left(units.starts, end))
    for i in reversed(within) if last else within:
        if units.alphabet.of(units.letters[i]) & {"EventNoun", "EventPlural", "OccasionWord"}:
            value = units.values[i]
            entry = value[0] if isinstance(value, tuple) else value
            return entry if isinstance(entry, Entry) else None
    return None


def type_of(entry: Entry) -> str:
    """The type of event of a label: its concept, or the one that it points to."""
    return str(entry.features.get("eventType", entry.concept)).rsplit("/", 1)[-1].replace("-", " ")


def _known(found: list[Event], name: str, number: int | None) -> Event | None:
    """The event found before under this name, whole or in part, that is no other edition."""
    key = _key(name)
    for event in found:
        other = event.slots.get("edition")
        if number is not None and other is not None and number != other:
            continue
        known = _key(str(event.slots.get("series", event.name)))
        if known == key or known.endswith(" " + key) or key.endswith(" " + known):
            return event
        if number is not None and (known.startswith(key + " ") or key.startswith(known + " ")):
            return event
    return None


def _key(name: str) -> str:
    return " ".join(w.lower().strip(MARKS).rstrip("s").removesuffix("e") for w in name.split())


def telling(event: Event) -> bool:
    """True where an event is worth a fact: named outright, or a telling noun with its day."""
    slots = event.slots
    if event.rule.startswith("award-") and len(str(slots.get("start", ""))) < 10:
        return False
    if event.rule.startswith("act-"):
        return len(str(slots.get("start", ""))) == 10 and slots["start"] == slots.get("end")
    if event.rule.startswith(("by-noun", "of-a-day", "noun-with-its-day", "opened", "award-")):
        told = {"place", "organizers", "status"} & slots.keys() or event.timed
        placed = bool(told) or event.name.lower() not in words("telling", "weak")
        start = str(slots.get("start", ""))
        if event.rule == "by-noun-next" and "place" in slots and start[:1].isdigit():
            return placed  # "Die nächste Versammlung findet im Herbst 2025 in Soest statt"
        return placed and (len(start) == 10 or (start.startswith("--") and len(start) == 7))
    if event.rule == "edition-in-words":
        return len(str(slots.get("start", ""))) > (7 if "planned" in slots else 3)
    if event.rule.startswith(("quoted", "held")):
        return bool({"start", "edition", "motto"} & slots.keys())
    sure = event.head not in words("telling", "never") and {"participants", "organizers"} & slots.keys()
    return event.rule.startswith("named-") or bool(sure or {"start", "edition", "motto"} & slots.keys())
