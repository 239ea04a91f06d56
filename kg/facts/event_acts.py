"""Events that a text does not name but tells by their verb: what is opened, signed, handed over, shown.

"Die Hochschule hat am Montag ihr Labor eingeweiht" tells of an opening as surely as "die Eröffnung des
Labors am Montag". The verbs are rules of stage `event_act`; here is read what the verb is done to, and
whether it was done at all. Only what has its day in the same sentence is an event: without one the verb
tells of no occasion.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.date_weekdays import weekdays
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.event_names import Event, act_words, words
from kg.mentions import Named, base_name, clean

_NOUNS = frozenset(
    {"Name", "Compound", "Abstract", "TopicNoun", "OrgNoun", "Mixed", "Caps", "ServiceWord", "ProjectWord"}
    | {"Org", "OrgRef", "Quoted", "Known", "Cap"}
)
_NO_THINGS = frozenset(
    {"RolePhrase", "Role", "Person", "EventNoun", "EventPlural", "City", "State", "Date", "GivenName"}
)
_OBJECT = frozenset({"den", "ihr", "ihre", "ihren", "sein", "seine", "seinen", "einen", "its", "their"})
_ARTICLES = _OBJECT | {"der", "die", "das", "ein", "eine", "the", "a", "an", "unser", "unsere", "unseren"}
_GENITIVE = frozenset({"der", "des", "of"})
_CLOCK = re.compile(r"\bUhr\b|\d\s?[ap]\.?m\b|o'clock")
_OUTDATED = 2
"""Years after which a release speaks of an occasion as of history."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun with its article: units first..last, the noun, how likely it is what the verb is done to."""

    first: int
    noun: int
    last: int
    rank: tuple[int, int, int]


def acts(doc: Document, found: list[Event]) -> None:
    """Add to the events found those that verbs tell of, in sentences that name no other."""
    named = sorted(at for event in found if _is_occasion(event) for at in event.mentions)
    seen: set[int] = set()
    for match in matches(doc.outer, "event_act"):
        at = (match.span("verb") or (0, 0))[0]
        start, end = doc.sentence(at)
        taken = bisect_left(named, start) < bisect_left(named, end)
        if start in seen or taken or doc.section(at).kind in ("headline", "contact", "boilerplate"):
            continue
        event = _act(doc, match, start, end, at)
        if event is not None:
            seen.add(start)
            found.append(event)


def _is_occasion(event: Event) -> bool:
    """True for what a verb of its sentence rather tells of: not for a bare "Sitzung" or "Termin"."""
    return event.rule != "by-noun" or event.head not in words("telling", "never")


def _act(doc: Document, match: Match, start: int, end: int, at: int) -> Event | None:
    settings = match.rule.settings
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, end)
    said = [doc.outer.words(i, i + 1).lower() for i in range(first, last)]
    moved = "nicht" in said and "sondern" in said
    if (set(act_words("denied")) & set(said) and not moved) or not _has_day(doc, first, last, start, end):
        return None
    if settings.get("clock") and not _CLOCK.search(doc.text, start, end):
        return None
    verb = bisect_left(doc.outer.starts, at)
    ends = settings.get("things")
    thing = _listed(doc, first, last, verb, ends) if isinstance(ends, list) else _any(doc, first, last, verb)
    if thing is None:
        return None
    called = str(settings["called"])
    held = doc.outer.values[thing.noun]
    if not called and isinstance(held, Named) and held.kind == "organization":
        return None  # whoever stands there holds it: no organisation takes place
    event = Event(f"{called} {_text(doc, thing)}".strip(), str(settings["type"]), at, at + 1, match.rule.name)
    event.head = called.lower() or doc.outer.words(thing.noun, thing.noun + 1).lower()
    event.mentions.append(at)
    event.evidence.append(doc.evidence(doc.outer.starts[first], doc.outer.ends[last - 1]))
    if moved:
        event.slots["status"] = "postponed"
    if set(act_words("planned")) & set(said):
        event.slots["planned"] = "true"
    if settings.get("organizer") and (org := _doer(doc, first, last, thing)):
        event.slots["organizers"] = (org,)
    return event


def _has_day(doc: Document, first: int, last: int, start: int, end: int) -> bool:
    """True where a sentence names a day of about the time of its release."""
    days = [
        v for v in doc.outer.values[first:last] if isinstance(v, DateSpan) and v.kind in ("point", "range")
    ]
    days += weekdays(doc.text, start, end, doc.issued)
    year = int((doc.issued or "0")[:4] or 0) if (doc.issued or "-")[:1] != "-" else 0
    return any(
        len(d.first or "") >= 7 and ((d.first or "")[0] == "-" or int((d.first or "")[:4]) > year - _OUTDATED)
        for d in days
    )


@cache
def _ends(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, nouns))})(?:es|s|e|en|n)?")


def _listed(doc: Document, first: int, last: int, verb: int, ends: Sequence[str]) -> _Phrase | None:
    """The noun with one of these ends that is nearest to the verb."""
    wanted = _ends(tuple(ends))
    fitting = [
        i for i in range(first, last)
        if i != verb and (word := doc.outer.words(i, i + 1).partition(" ")[0])[:1].isalpha()
        and wanted.fullmatch(word.lower(), max(0, _begin(wanted, word.lower())))
        and (word[:1].isupper() or word.isascii())
        and not isinstance(doc.outer.values[i], DateSpan)
        and not (isinstance(v := doc.outer.values[i], Named) and v.kind == "person")
    ]  # fmt: skip
    if not fitting:
        return None
    noun = min(fitting, key=lambda i: abs(i - verb))
    return _Phrase(noun, noun, _tail(doc, noun, last), (0, 0, 0))


def _begin(wanted: re.Pattern[str], word: str) -> int:
    """Where the end that is looked for begins in a word; beyond it where there is none."""
    found = next((m.start() for m in wanted.finditer(word) if m.end() == len(word)), -1)
    return found if found >= 0 else len(word)


def _any(doc: Document, first: int, last: int, verb: int) -> _Phrase | None:
    """What the verb is most likely done to."""
    found = [p for p in _phrases(doc, first, last) if not p.first <= verb < p.last]
    return max(found, key=lambda p: (*p.rank, -abs(p.noun - verb)), default=None)


def _phrases(doc: Document, first: int, last: int) -> Iterator[_Phrase]:
    """Nouns with an article that stand behind no preposition and are nobody's genitive."""
    i = first
    while i < last:
        article = doc.outer.words(i, i + 1).lower()
        if article not in _ARTICLES or (
            i > first and doc.outer.words(i - 1, i).lower() in act_words("prepositions")
        ):
            i += 1
            continue
        noun = i + 1
        while noun < last - 1 and _is_adjective(doc, noun):
            noun += 1
        end = _tail(doc, noun, last)
        if noun < last and _is_thing(doc, noun):
            value = doc.outer.values[noun]
            own = isinstance(value, Named) and value.type not in ("unit", "other", "")
            quoted = any("Quoted" in doc.outer.alphabet.of(doc.outer.letters[k]) for k in range(noun, end))
            yield _Phrase(i, noun, end, (int(quoted), int(not own), int(article in _OBJECT)))
        i = max(noun, i + 1)


def _is_adjective(doc: Document, i: int) -> bool:
    classes = doc.outer.alphabet.of(doc.outer.letters[i])
    following = doc.outer.alphabet.of(doc.outer.letters[i + 1])
    word = doc.outer.words(i, i + 1)
    return bool(
        (word[:1].islower() and re.search(r"(?:e|en|er|es|em|te|ten)$", word))
        or ("AdjCap" in classes and following & _NOUNS and not following & {"Date"})
        or classes & {"LandAdjective", "Demonym", "OrdinalWord", "NumberWord"}
        or (word.isascii() and word.islower() and doc.outer.words(i + 1, i + 2)[:1].isupper())
    )


def _is_thing(doc: Document, i: int) -> bool:
    classes, word = doc.outer.alphabet.of(doc.outer.letters[i]), doc.outer.words(i, i + 1)
    value = doc.outer.values[i]
    if isinstance(value, DateSpan) or (isinstance(value, Named) and value.kind != "organization"):
        return False
    if isinstance(value, Named) and value.type in ("municipality", "district", "state", "ministry"):
        return False
    named = word[:1].isupper() or "Quoted" in classes
    return named and not classes & _NO_THINGS and word.lower() not in act_words("abstract")


def _tail(doc: Document, noun: int, last: int) -> int:
    """Where a phrase ends: behind a title, further names and one genitive."""
    i = noun + 1
    while i < last and doc.outer.alphabet.of(doc.outer.letters[i]) & {"Quoted", "Mixed", "Caps"}:
        i += 1
    if i + 1 < last and doc.outer.words(i, i + 1).lower() in _GENITIVE:
        end = i + 1
        while end < last - 1 and _is_adjective(doc, end):
            end += 1
        if doc.outer.words(end, end + 1)[:1].isupper() and not isinstance(doc.outer.values[end], DateSpan):
            return end + 1
    return i


def _text(doc: Document, phrase: _Phrase) -> str:
    span = doc.outer.slice(phrase.noun, phrase.last)
    if isinstance(doc.outer.values[phrase.noun], Named):
        return clean(doc.text[slice(*span)])
    return base_name(doc.outer, phrase.noun, phrase.last, phrase.noun)


def _doer(doc: Document, first: int, last: int, thing: _Phrase) -> str:
    """The organisation that does it: one that stands behind no preposition and is nobody's genitive."""
    for i in range(first, last):
        value = doc.outer.values[i]
        if not isinstance(value, Named) or value.kind != "organization" or thing.first <= i < thing.last:
            continue
        before = [doc.outer.words(j, j + 1).lower() for j in range(max(first, i - 2), i)]
        if not set(before) & {*act_words("prepositions"), "des"} and not (
            i > first + 1 and _is_genitive(doc, i)
        ):
            return value.name
    return ""


def _is_genitive(doc: Document, i: int) -> bool:
    """ "Leiterin der Stadtbibliothek": an article in the genitive behind a noun."""
    behind = doc.outer.words(i - 2, i - 1)
    return doc.outer.words(i - 1, i).lower() in _GENITIVE and behind[:1].isupper()
