"""What a match of a rule becomes: a person, an organisation or a role with all that came with it."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import inflect, lexicon
from kg.lexicon import Entry
from kg.mentions.named import Named, base_name, base_noun, clean, entry_of, is_short_for, type_of
from kg.patterns import Rule
from kg.tokens import Units

_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S")
"""White space between two columns: no name goes over it."""


def _span(units: Units, match: re.Match[str], group: str) -> tuple[int, int] | None:
    first, last = match.span(group) if group in match.re.groupindex else (-1, -1)
    return units.slice(first, last) if last > first >= 0 else None


def _parts(units: Units, match: re.Match[str]) -> dict[str, str]:
    spans = {g: _span(units, match, g) for g in match.re.groupindex if g.rstrip("2") not in ("name", "head")}
    return {
        g if g == "place2" else g.rstrip("2"): clean(units.text[s[0] : s[1]]) for g, s in spans.items() if s
    }


def _person(units: Units, rule: Rule, match: re.Match[str]) -> Named | None:
    span = _span(units, match, "name")
    if span is None or _COLUMNS.search(units.text, *span):
        return None
    if rule.name in ("surname-after-role", "name-after-role") and _is_field(units, match.start()):
        return None
    for behind in range(match.end("name") - 1, match.start("name"), -1):
        entry = entry_of(units.values[behind])
        if entry is None or "AcademicTitle" not in entry.classes:
            break
        span = span[0], units.ends[behind - 1]  # "Eva Kuhn M.A."
    name = clean(units.text[span[0] : span[1]])
    if re.search(r"[.!?]\s|\n\s*\n", units.text[span[0] : span[1]].replace(". ", " ", name.count(". "))):
        return None
    return Named("person", name, *span, rule.name, parts=_parts(units, match) | _gender(units, match))


def _is_field(units: Units, at: int) -> bool:
    """True for what a role is for and no name: "Teamleiter Schul-IT", "Sachbearbeitung Internet"."""
    office, word = units.words(at - 1, at).lower(), units.words(at, at + 1)
    if office.endswith(("ung", "schaft", "vorsitz")) or word.startswith("St.-"):
        return True
    return word.rpartition("-")[2].isupper()


def _gender(units: Units, match: re.Match[str]) -> dict[str, str]:
    """f or m by the given name, the honorific or the office before the name; absent where none tells."""
    first = max(match.start() - 1, 0)
    for value in units.values[first : match.end()]:
        entry = entry_of(value)
        if entry is not None and "GivenName" in entry.classes and entry.concept[-2:] in ("-f", "-m"):
            return {"gender": entry.concept[-1]}
        if entry is not None and "Role" in entry.classes and entry.features.get("gender") == "f":
            return {"gender": "f"}
        if entry is not None and "Honorific" in entry.classes:
            return {"gender": "f" if units.text[units.starts[match.start()] :].startswith("Frau") else "m"}
    return {}


def _organization(units: Units, rule: Rule, match: re.Match[str]) -> Named | None:
    first, last = next(
        (match.span(g) for g in ("name", "name2") if g in match.re.groupindex and match.start(g) >= 0),
        match.span(),
    )
    span = units.slice(first, last)
    if _COLUMNS.search(units.text, *span):
        return None
    head = next(
        (match.start(g) for g in ("head", "head2") if g in match.re.groupindex and match.start(g) >= 0), -1
    )
    if head >= 0 and units.words(head, head + 1)[:1].islower():
        return None  # an English common noun: "the network Cities after Dark"
    entry = entry_of(units.values[head]) if head >= 0 else _type_entry(units, first, last)
    type_ = str(rule.settings.get("type") or type_of(entry))
    if type_ == "agency" and rule.name == "body-of-its-owner":
        type_ = "unit"  # the data centre of a university is a part of it
    if rule.name == "institution-with-place" and units.words(head, head + 1) == "Agentur":
        type_ = "company"  # one with a name, not "für Arbeit"
    parts = _parts(units, match)
    name = base_name(units, first, last, head)
    short = parts.get("abbreviation", "")
    if " " in short and len(short) > len(name) and is_short_for(name, short):
        name, short = short, name  # "das BMI (Bundesministerium des Innern)"
        parts["abbreviation"] = short
    if short[1:].islower() and not is_short_for(short, name):
        parts["seat"] = parts.pop("abbreviation")  # "Netze Nord GmbH (Itzehoe)"
    tail = name.rpartition(" ")[2]
    if type_ == "research institute" and not short and tail.isupper() and is_short_for(tail, name):
        parts["abbreviation"] = tail  # "Fraunhofer-Institut für Materialfluss und Logistik IML"
    if parts.get("region") and parts["region"] not in name:
        name = f"{name} {parts['region']}"
    if parts.get("land"):
        region = _state_of(units, match.start("land"))
        name = f"{name} {region}" if region and region not in name else name
    if rule.name == "known-organization" and entry is not None:
        name = (
            base_noun(name, entry)
            if not name.startswith(entry.label) or name in (entry.label + "s", entry.label + "es")
            else name
        )
        if name.isupper() and len(name) <= 8:
            parts.setdefault("abbreviation", name)
    if rule.name == "commissioner-as-authority":
        name = re.sub(r"(eauftragte)[nr]\b", r"\1", name)
    if rule.name == "city-of":
        name = re.sub(r"['’]s$", "", name[:1].upper() + name[1:])
    if rule.name == "letters-and-town" and not name.partition(" ")[0].isalpha():
        return None  # a road: "die A44 Werl"
    shouted = " " in name and units.text[slice(*span)].isupper()
    if shouted and entry is not None and "LegalForm" not in entry.classes:
        name = _in_small_letters(name)
        parts = {k: _in_small_letters(v) if k == "place" else v for k, v in parts.items()}
    if (sender := _SENDING.match(name)) and _heads_the_text(units, span):
        town = lexicon.load().word(sender["kind"].title())
        parts = {**parts, "place": sender["place"]}
        name, type_, entry = f"{sender['kind'].title()} {sender['place']}", "municipality", town
    return Named("organization", name, *span, rule.name, type_, entry, parts)


_SENDING = re.compile(r"(?P<kind>Stadt|Gemeinde)verwaltung (?P<place>(?!der|des|von)\S.*)")
"""Who sends a release by its administration: it is the town."""
_LETTERHEAD = 160


def _heads_the_text(units: Units, span: tuple[int, int]) -> bool:
    """Whether a name begins one of the first lines."""
    before = units.text[: span[0]]
    return span[0] < _LETTERHEAD and not before[before.rfind("\n") + 1 :].strip(" \t*_#|")


def _in_small_letters(name: str) -> str:
    """A name in the capitals of a letterhead as running text has it ("STADT BAD EMS": Stadt Bad Ems)."""
    small = ("AM", "AN", "DER", "IM", "OB", "IN", "FÜR", "UND")
    words = (w.lower() if w in small else w.title() if w.isupper() else w for w in name.split())
    return " ".join(words)


def _type_entry(units: Units, first: int, last: int) -> Entry | None:
    """What gives a name its type: its legal form at the end before a noun inside it."""
    entries = [e for v in units.values[first:last] if (e := entry_of(v)) is not None]
    if bank := next((e for e in entries if "BankNoun" in e.classes), None):
        return bank  # also with a legal form: "Volksbank Leinetal eG"
    for entry in reversed(entries):
        if "LegalForm" in entry.classes or "KnownOrganization" in entry.classes:
            return entry
    return next((e for e in entries if "OrgNoun" in e.classes), None)


def _state_of(units: Units, at: int) -> str:
    entry = entry_of(units.values[at])
    return entry.label if entry else ""


def _role(units: Units, rule: Rule, match: re.Match[str]) -> Named | None:
    at = match.start("role")
    value = units.values[at]
    entry = entry_of(value)
    if entry is None or ("HeadcountWord" in entry.classes and _counted(units, at)):
        return None
    deputy = rule.name == "english-deputy"
    start = units.starts[match.start() if deputy else at]
    end = units.ends[match.end() - 1]
    word = inflect.plain(units.words(at, at + 1))
    compound = isinstance(value, tuple)
    canonical = base_noun(word, value) if compound else entry.label
    if isinstance(value, tuple) and entry.base and inflect.is_adjectival(entry.base):
        capital = word[value[1] : value[1] + 1].isupper()
        canonical = word[: value[1]] + (entry.base.capitalize() if capital else entry.base)
    beside = [
        i
        for i in (*range(match.start(), at), at + 1)
        if i < match.end() and "ModalityWord" in units.alphabet.of(units.letters[i])
    ]
    pre = {c for i in beside if (e := entry_of(units.values[i])) for c in e.classes}
    if deputy:
        pre.add("Acting" if units.words(match.start(), at).lower() in ("acting", "interim") else "Deputy")
    if before := _FORMERLY.match(word):
        pre.add("Former")
        canonical = canonical[before.end() :]
        canonical = canonical[:1].upper() + canonical[1:]
        compound = canonical != entry.label
    parts = _parts(units, match) | {"canonical": canonical, "concept": "" if compound else entry.concept}
    if unit := _unit_led(units, match):
        parts["unit"] = unit
    for flag in ("Negated", "Former", "Acting", "Deputy", "Designated", "Future", "Honorary", "Outgoing"):
        if flag in pre or flag in entry.classes:
            parts[flag.lower()] = "true"
    if (
        "Plural" in entry.classes
        or units.words(at, at + 1).endswith("innen")
        or inflect.is_adjectival(entry.base)
    ):
        parts["plural"] = "true"
    return Named("role", clean(units.text[start:end]), start, end, rule.name, "", entry, parts)


_FORMERLY = re.compile(
    r"(?:Alt|Ex)-?(?=[A-ZÄÖÜ])|Alt(?=(?:ober)?bürgermeister|landr|rektor|präsident|schultheiß)"
)


_LED = {"UnitNoun", "OtherNoun", "AssociationNoun", "NetworkNoun"}


def _unit_led(units: Units, match: re.Match[str]) -> str:
    """The body in the field of a role: "Leiterin des Hauptamtes" leads the Hauptamt."""
    first, last = match.span("field") if "field" in match.re.groupindex else (-1, -1)
    for i in range(max(first, 0), max(last, 0)):
        entry = entry_of(units.values[i])
        if entry is not None and entry.classes & _LED and isinstance(units.values[i], tuple):
            return base_noun(units.words(i, i + 1), units.values[i])
    return ""


def _counted(units: Units, at: int) -> bool:
    """True for a noun behind a number ("sieben Mitarbeiter"): it counts people, it names no office."""
    before = [units.alphabet.of(units.letters[i]) for i in range(max(0, at - 2), at)]
    return any({"Number", "NumberWord"} & classes for classes in before)


MAKERS: dict[str, Callable[[Units, Rule, re.Match[str]], Named | None]] = {
    "Person": _person,
    "Org": _organization,
    "RolePhrase": _role,
}
"""By the `make` of a rule: units, rule and match to a name, or None for a match that is none."""
