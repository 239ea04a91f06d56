"""Whether an office is one of the past, held for a while or still to come: by the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.document import Document, Match
from kg.facts.role_dates import BECOMING, clause_of, lies_ahead, only_names
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Value

FLAGS = ("former", "acting", "deputy", "designated")


def flags_of(doc: Document, match: Match, phrase: Named, person: Named) -> set[str]:
    """Which of FLAGS are said of an office: in its phrase, by its rule, by the words of its clause."""
    flags = {f for f in FLAGS if phrase.parts.get(f) or match.rule.settings.get(f)}
    flags |= _attributes(doc, phrase)
    if _OUTGOING.search(doc.text, max(0, phrase.start - 12), phrase.end) and _HAS_GONE.match(
        doc.text, person.end, doc.sentence(person.start)[1]
    ):
        flags.add("former")
    named = person.start >= (match.span() or (0, 0))[0]
    between = doc.text[person.end : phrase.start] if named and person.end < phrase.start else ""
    succeeded = _SUCCEEDED.search(doc.text, max(0, person.start - 40), person.start)
    if succeeded and _GOING.search(doc.text, person.end, doc.sentence(person.start)[1]):
        succeeded = None
    if _FORMERLY.search(between) or succeeded or _has_died(doc, phrase, person):
        flags.add("former")
    if only_names(doc, match):
        return flags | ({"acting"} if ACTING.search(between) else set())
    clause = doc.text[slice(*_span(doc, clause_of(doc, match, phrase, person)))]
    if _is_past(doc, match, clause):
        flags.add("former")
    if ACTING.search(clause):
        flags.add("acting")
    return flags


def _has_died(doc: Document, phrase: Named, person: Named) -> bool:
    """Whether somebody is called dead or remembered: "Bürgermeister Jens Kern (†)", "Zum Gedenken an"."""
    begin = min(phrase.start, person.start)
    before = _IN_MEMORY.search(doc.text, max(0, begin - 80), begin)
    return bool(before or _CROSS.match(doc.text, person.end))


def _attributes(doc: Document, phrase: Named) -> set[str]:
    """What is said of an office over an adjective: "der frühere Bremer Staatsrat"."""
    i = bisect_left(doc.units.starts, phrase.start) - 1
    for at in range(i, max(i - 3, -1), -1):
        value = doc.units.values[at]
        if isinstance(value, Entry) and "ModalityWord" in value.classes:
            return {f for f in FLAGS if f.title() in value.classes}
        if not {"Demonym", "Adj", "AdjCap", "LandAdjective", "LandAdjCap", "City"} & _classes(doc, at):
            break
    return set()


def _is_past(doc: Document, match: Match, clause: str) -> bool:
    """True where a clause tells of what is over: in the past tense, without "seit"; or first of several."""
    settings, name = match.rule.settings, match.rule.name
    start, end = match.span() or (0, 0)
    begun = _BEGUN.search(doc.text, start, min(end + 80, doc.sentence(start)[1]))
    if begun or _STILL.search(clause):
        return False
    if name.startswith("person-is-"):
        return bool(_WAS.search(clause)) and not _MADE.search(clause)
    if settings.get("office") and not settings.get("career"):
        return bool(_LED.search(doc.text, *(match.span() or (0, 0))))
    if not settings.get("career") or (settings["career"] == "by verb" and not _works(doc, match)):
        return False
    if _GOES_ON.match(clause) and not _NOW.search(clause):  # the verb of the clause before
        at = (match.span() or (0, 0))[0]
        clause = doc.text[max(doc.sentence(at)[0], at - 300) : at] + clause
    return bool(_PAST.search(clause) or _AT_FIRST.match(clause))


def modality_of(doc: Document, match: Match, phrase: Named, person: Named, slots: dict[str, Value]) -> str:
    """asserted, announced, former or future.

    Who is elected or appointed is not in office by that: without a start that has come, it is announced.
    """
    begin = slots.get("start")
    if "former" in slots:
        return "former"
    ahead = isinstance(begin, str) and lies_ahead(begin, doc.issued)
    if "designated" in slots or phrase.parts.get("future") or ahead:
        return "future"
    if begin is None and _becomes(doc, match):
        return "future"
    return "announced" if begin is None and _is_only_chosen(doc, match, phrase, person) else "asserted"


def _becomes(doc: Document, match: Match) -> bool:
    """True where the verb of a match says that somebody will hold the office: "wird neue Direktorin"."""
    start, end = match.span() or (0, 0)
    return match.rule.name in BECOMING and bool(_WILL.search(doc.text, start, end))


def _is_only_chosen(doc: Document, match: Match, phrase: Named, person: Named) -> bool:
    """True where an election or an appointment is all that gives somebody an office."""
    if only_names(doc, match):
        return _is_called_chosen(doc, phrase)
    clause = clause_of(doc, match, phrase, person)
    return tells_of_choice(doc, clause, chosen=bool(match.rule.settings.get("chosen")))


def _is_called_chosen(doc: Document, phrase: Named) -> bool:
    """ "die gestern gewählte Dezernentin Eva Kuhn": the word stands right before the office."""
    i = bisect_left(doc.units.starts, phrase.start) - 1
    while i > 0 and _classes(doc, i) & {"Demonym", "Adj", "AdjCap", "City"} and not _is_a_choice(doc, i):
        i -= 1
    return i >= 0 and _is_a_choice(doc, i) and doc.units.words(i - 1, i) not in _STANDING


def tells_of_choice(doc: Document, units: range, *, chosen: bool = False) -> bool:
    """Do these units tell of an election or an appointment, and not that somebody is in office by now?

    With `chosen` it is known that they tell of a choice.
    """
    begin, end = _span(doc, units)
    held = any(_HELD & _classes_of_value(doc, i) for i in units) or _AGAIN.search(doc.text, begin, end)
    return not held and (chosen or any(_is_a_choice(doc, i) for i in units))


def _is_a_choice(doc: Document, i: int) -> bool:
    return "Elected" in _classes_of_value(doc, i)


def _classes_of_value(doc: Document, i: int) -> frozenset[str]:
    value = doc.units.values[i]
    return frozenset(value.classes) if isinstance(value, Entry) else frozenset()


def _works(doc: Document, match: Match) -> bool:
    """Does the sentence of a match hold a verb of careers ("arbeitete", "tätig")?"""
    start, end = match.span() or (0, 0)
    begin, stop = doc.sentence(start)
    first = bisect_left(doc.units.starts, max(begin, start - 600))
    last = bisect_left(doc.units.starts, min(stop, end + 40))
    return any(isinstance(v, Entry) and "CareerVerb" in v.classes for v in doc.units.values[first:last])


def _span(doc: Document, units: range) -> tuple[int, int]:
    return doc.units.slice(units.start, units.stop)


def _classes(doc: Document, i: int) -> frozenset[str]:
    return doc.units.alphabet.of(doc.units.letters[i])


_STANDING = ("direkt", "demokratisch", "frei", "öffentlich")
"""Adverbs that tell how somebody in office came by it: "der direkt gewählte Bürgermeister"."""
_HELD = frozenset({"Start", "Holds", "Confirmed"})
_AGAIN = re.compile(
    r"\b(?:erneut|wieder|abermals|nochmals|weiterhin|again|bestätigt"
    r"|(?:zum|ein) (?:zweite|dritte|vierte|weitere)[ns]? Mal"
    r"|(?:zweite|dritte|vierte|weitere)n? Amts(?:zeit|periode)|(?:second|third|further|another) term)\b"
)
_WILL = re.compile(r"\b(?:wird|werden|will be|will become)\b")
ACTING = re.compile(
    r"\b(?:kommissarisch|interimsweise|vorläufig|vertretungsweise|übergangsweise|bis auf Weiteres|vakante\w?"
    r"|in Vertretung(?! (?:de[rs]|von|ein\w+|\w+en)\b)|bis zur (?:Neu|Wieder)besetzung)\b"
)
_FORMERLY = re.compile(
    r"(?:^|,)\s*(?:\w+ Jahre lang|bisher|bislang|zuvor|vorher|vormals|ehemals|ehedem|vordem|früher|einst"
    r"|zuletzt|damals|seinerzeit|bis dato|bis vor [Kk]urzem|formerly|previously)\b"
    r"(?:[^,]|,(?!\s*(?:ist|wird|war|wurde|hat|bleibt|übernimmt|übernahm)\b))*\Z"
)
_SUCCEEDED = re.compile(
    r"\b(?:(?:Nachfolge|Nachfolger|Nachfolgerin)\s+(?:von|des|der)|löste?|ersetzte?|beerbte?)\s+(?:Dr\.\s|Prof\.\s)*\Z"
)
_IN_MEMORY = re.compile(
    r"\b(?:(?:(?:Ge|An)denken|Erinnerung|Nachruf|[Tt]rauer(?:t|n|te|ten)?|[Ii]n memoriam|memory|mourn\w*)\b"
    r"(?:\s(?:an|auf|um|of))?(?:\s(?:de[nrms]|die|ihre[nrm]?|seine[nrm]?|unsere[nrm]?|the|its|our|their))?"
    r"(?:\s[a-zäöüß]+e[nrm]?){0,2}|[Vv]erstorbene[nrm]?|late)\s(?:(?:Frau|Herrn?|\w{1,5}\.)\s)*\Z"
)
_CROSS = re.compile(r"\s?(?:\([^()]{0,12})?†|\s\((?:verstorben|verst\.|gest\.|deceased)")
_GOING = re.compile(
    r"\b(?:in (?:den (?:Vor)?[Rr]uhestand|Rente|Pension|Altersteilzeit) (?:geht|wechselt|tritt)"
    r"|ausscheidet|verlässt)\b"
)
_OUTGOING = re.compile(r"\b(?:bisherige|scheidende)[rnm]?\b")
_HAS_GONE = re.compile(r"[^.;]{0,120}\b(?:gewechselt|gegangen|verlassen|ausgeschieden)\b")
_PAST = re.compile(
    r"\b(?:war|arbeitete|leitete|führte|wirkte|begann|wechselte|kam|ging|kehrte|startete|hatte|fungierte|diente|amtierte"
    r"|blieb|stieß|verantwortete|gehörte|stand|saß|was|worked|served|led|headed|joined|moved|started)\b"
)
_WAS = re.compile(r"\b(?:war|was)\b")
_LED = re.compile(r"\b(?:leitete|führte|verantwortete)n?\b")
_MADE = re.compile(r"\b(?:elected|appointed|named|made)\b")
_AT_FIRST = re.compile(r"\W*(?:zunächst|zuerst|anfangs)\b")
_GOES_ON = re.compile(
    r"\W*(?:(?:und|and|sowie)\s)?(?:dann|danach|später|anschließend|zuletzt|davor|zuvor|later|then)\b"
)
_NOW = re.compile(r"\b(?:heute|jetzt|derzeit|aktuell|zurzeit|nun|now|currently)\b")
_BEGUN = re.compile(r"\b(?:übernommen|angetreten|taken over)\b")
_STILL = re.compile(r"\b(?:seit|seither|seitdem|since)\b", re.IGNORECASE)
