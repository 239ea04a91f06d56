"""Who holds which role: role phrases beside names, changes of office, and what the words around say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Fact, Value

_FLAGS = ("former", "acting", "deputy", "designated")


def roles(doc: Document) -> Iterator[Fact]:
    """One fact for each person and role that a rule of `role_facts` finds together."""
    for match in matches(doc.units, "role_fact"):
        phrases = match.values("rp", "role") or match.values("rp2", "role")
        people = match.values("persons", "person")
        if not phrases or not people or _broken(doc, match):
            continue
        for phrase in phrases:
            for person in people:
                yield _fact(doc, match, phrase, person)


def _broken(doc: Document, match: Match) -> bool:
    """True where a match runs over a paragraph's end."""
    start, end = match.span() or (0, 0)
    return "\n\n" in re.sub(r"[ \t]+\n", "\n", doc.text[start:end])


def _fact(doc: Document, match: Match, phrase: Named, person: Named) -> Fact:
    start, end = match.span() or (person.start, person.end)
    slots: dict[str, Value] = {"person": person.name, "role": phrase.name, "role_canonical": phrase.parts["canonical"]}
    if titles := person.parts.get("titles"):
        slots["titles"] = titles.strip("- ")
    if concept := phrase.parts.get("concept"):
        slots["concept"] = concept
    flags = {f for f in _FLAGS if phrase.parts.get(f)} | {f for f in _FLAGS if match.rule.settings.get(f)}
    slots |= dict.fromkeys(flags, True)
    resolved: dict[str, str] = {}
    _organization(doc, match, phrase, slots, resolved)
    modality = str(match.rule.settings.get("modality") or "")
    _dates(doc, match, slots)
    if "former" in flags:
        modality = "former"
    elif "designated" in flags or phrase.parts.get("future"):
        modality = "future"
    if doc.issued and len(doc.issued) == 10 and modality != "future":
        slots["attested"] = doc.issued
    if modality != "former" and isinstance(begin := slots.get("start"), str) and doc.issued and begin > doc.issued and len(begin) > 4:
        modality = "future"
    section = doc.section(start).kind
    return Fact("role", slots, (doc.evidence(start, end),), section, modality or "asserted", match.rule.name, resolved)


def _organization(
    doc: Document, match: Match, phrase: Named, slots: dict[str, Value], resolved: dict[str, str]
) -> None:
    """The organisation named beside the role; else the one the office belongs to by its meaning."""
    named = [*match.values("orgs", "organization"), *match.values("org", "organization")]
    units = [o for o in named if o.type == "unit"]
    whole = [o for o in named if o.type != "unit"]
    if units:
        slots["unit"] = units[0].name
    if whole or units:
        chosen = (whole or units)[-1 if match.values("orgs") else 0]
        slots["organization"] = chosen.name
        if chosen.reference and chosen.rule == "organization-reference":
            resolved["organization"] = "by reference: the organisation named before"
        return
    entry = phrase.entry
    kind = _office_of(entry)
    if kind in ("municipality", "district") and doc.own is not None and (doc.own.type == kind or kind == "municipality"):
        slots["organization"] = doc.own.name
        resolved["organization"] = "by office: the municipality that the release speaks of"


def _office_of(entry: Entry | None) -> str:
    return entry.features.get("roleOf", "").rsplit("/", 1)[-1] if entry else ""


def _dates(doc: Document, match: Match, slots: dict[str, Value]) -> None:
    """Start and end where the rule names a date group or the match stands beside a word of change."""
    for group in ("start", "end"):
        value = match.value(group) if group in match.match.re.groupindex else None
        if isinstance(value, DateSpan) and (date := value.first if group == "start" else value.last or value.first):
            slots[group] = date
