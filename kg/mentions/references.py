"""Short and referring forms: surnames, abbreviations, "die Stadt", to the fullest name of the release."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from kg import resources
from kg.lexicon import Entry
from kg.mentions.named import Named, entry_of, is_short_for, is_trade, named, type_of
from kg.tokens import Run, Units

_ADMINISTRATIONS = frozenset(
    {"Stadtverwaltung", "Kreisverwaltung", "Gemeindeverwaltung", "Verbandsgemeindeverwaltung"}
)


def short_forms(units: Units, stage: str) -> dict[str, list[tuple[tuple[str, ...], Named]]]:
    """Short forms of the names found so far, by first word; forms that could mean two are left out."""
    forms: dict[tuple[str, ...], dict[str, Named]] = {}
    for _, value in named(units, stage):
        for form in _forms(value):
            forms.setdefault(tuple(form.split()), {}).setdefault(value.name, value)
    table: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
    for words, values in forms.items():
        longest = max(values, key=lambda name: (len(name.split()), name))
        if stage == "organization" or len({n.split()[0] for n in values if " " in n}) <= 1:
            table.setdefault(words[0], []).append((words, values[longest]))
    return {k: sorted(v, key=lambda pair: -len(pair[0])) for k, v in table.items()}


def _forms(value: Named) -> Iterator[str]:
    if value.kind == "person":
        words = value.name.split()
        if len(words) > 1:
            yield words[-1]
            yield value.name
            if len(words) > 2 and words[-2][:1].islower():
                yield " ".join(words[-2:])
                yield f"{words[-2].capitalize()} {words[-1]}"  # "Von Rheden" begins a sentence
        return
    yield value.name
    if value.rule == "name-before-university":
        yield value.name.split()[0]  # "die Leuphana"
    if abbreviation := value.parts.get("abbreviation"):
        yield abbreviation
    if value.entry is not None and "LegalForm" in value.entry.classes:
        short = re.sub(r"[\s,]*" + re.escape(value.entry.label) + r".*$", "", value.name).strip()
        if len(short) > 3 and (" " in short or re.search(r"\w[.\-A-Z0-9]\w", short)):
            yield short
        if short.startswith(("Verein ", "Förderverein ")) and len(short.split()) > 2:
            yield short.partition(" ")[2]
        first = value.name.split()[0]
        if first != short and len(first) > 2 and first.isupper():
            yield first  # "die KSM": KSM Kommunalservice Mecklenburg AöR


def aliases(units: Units, table: Mapping[str, list[tuple[tuple[str, ...], Named]]]) -> Iterator[Run]:
    """Short forms of `table` that stand in the text by themselves, as the names they mean."""
    first = {*table, *(word + "s" for word in table)}
    free = 0
    for i in [i for i, word in enumerate(units.texts) if word in first]:
        if i < free or isinstance(units.values[i], Named):
            continue
        word = units.texts[i]
        hit = next(
            (
                hit
                for key in (word, word.removesuffix("s"))
                for hit in table.get(key, ())
                if _follows(units, i, hit[0], key)
            ),
            None,
        )
        if hit is None:
            continue
        words, value = hit
        span = units.slice(i, i + len(words))
        found = replace(value, start=span[0], end=span[1], rule=f"{value.kind}-short-form", reference=True)
        made = "Person" if value.kind == "person" else "Org"
        classes = frozenset({made, "UnitOrg"} if value.type == "unit" else {made})
        free = i + len(words)
        yield i, free, units.alphabet.letter(classes), found


def surnames(units: Units) -> Iterator[Run]:
    """ "Frau Kuhn", "Dr. Kuhn": the person of that surname whose full name the release gives.

    Of two such, or of one whose given name is of another gender, nothing is said.
    """
    people = [v for _, v in named(units, "person")]
    full: dict[str, dict[str, Named]] = {}
    for person in people:
        words = person.name.split()
        for size in (1, 2, 3):
            if len(words) > size and (size == 1 or words[-size][:1].islower()):
                full.setdefault(" ".join(words[-size:]), {}).setdefault(person.name, person)
    for i, value in named(units, "person"):
        meant = full.get(value.name, {})
        if len(meant) > 1:
            gender = value.parts.get("gender")
            meant = {k: v for k, v in meant.items() if gender and v.parts.get("gender") == gender}
        for person in meant.values() if len(meant) == 1 else ():
            genders = {p.parts["gender"] for p in (value, person) if p.parts.get("gender")}
            if len(genders) < 2:
                parts = {**person.parts, **value.parts}
                yield (
                    i,
                    i + 1,
                    units.letters[i],
                    replace(value, name=person.name, parts=parts, reference=True),
                )


def _follows(units: Units, i: int, words: tuple[str, ...], first: str) -> bool:
    if len(words) == 1:
        return first == words[0]
    last = i + len(words)
    if units.texts[i + 1 : last] != list(words[1:]) or first != words[0]:
        return False
    return not any(isinstance(v, Named) for v in units.values[i:last])


_ABBREVIATION = re.compile(
    r"(?=(?:[^A-ZÄÖÜ]*[A-ZÄÖÜ]){2})[A-Za-zÄÖÜäöü][\w.&/ -]{1,14}$|[a-zäöü]{2,5}(?:-[a-z]{2})?$"
)


_SHORT = re.compile(
    r"\s?[(,–]\s?(?:(?:auch\s)?(?:kurz|abgekürzt|im Folgenden)(?:\s(?:auch|nur|genannt))?\s?:?\s[„\"»]?"
    r"(?P<short>[A-ZÄÖÜa-z][\w.&/-]{1,14})[“\"«]?|(?P<english>[A-Z][\w.&/-]{1,14})\sfor\sshort)\s?(?P<end>[),–])"
)
"""What tells an abbreviation: "(kurz: BAGSO)", ", CeTI for short,"."""


def abbreviations(units: Units) -> Iterator[Run]:
    """A name with the abbreviation in brackets behind it, or it in brackets behind that: one unit.

    Where no rule read it as one.
    """
    for i, value in units.of_type(Named):
        if value.kind != "organization":
            continue
        if units.words(i - 1, i) == "(" and units.words(i + 1, i + 2) == ")":
            short = units.words(i - 2, i - 1)
            if _ABBREVIATION.match(short) and " " in value.name and is_short_for(short, value.name):
                found = replace(value, parts={**value.parts, "abbreviation": short})
                yield i - 2, i + 2, units.letters[i], found
            continue
        if (told := _SHORT.match(units.text, units.ends[i])) is not None:
            last = bisect_left(units.starts, told.end() if told["end"] == ")" else told.start("end"))
            short = told["short"] or told["english"]
            found = replace(value, parts={**value.parts, "abbreviation": short})
            yield i, last, units.letters[i], found
            continue
        if units.words(i + 1, i + 2) != "(":
            continue
        close = next((j for j in (i + 3, i + 4, i + 5) if units.words(j, j + 1) == ")"), 0)
        inside = units.words(i + 2, close) if close else ""
        if (
            close
            and _ABBREVIATION.match(inside)
            and not any(isinstance(v, Entry) and "Party" in v.classes for v in units.values[i + 2 : close])
        ):
            found = replace(value, parts={**value.parts, "abbreviation": inside})
            yield i, close + 1, units.letters[i], found


_LONGEST_COMPANY = 12
"""In words: "GmbH GmbH GmbH …" must not be looked at from each of its words."""


def companies(units: Units) -> Iterator[Run]:
    """A name with a legal form and a word for its kind before it, where the release also has it without.

    "die Digitalisierungsagentur KL.digital GmbH" is KL.digital GmbH.
    """
    formal = {v.name for _, v in named(units, "organization") if v.entry and "LegalForm" in v.entry.classes}
    bare = {_without_form(name): name for name in sorted(formal)}
    for i, value in named(units, "organization"):
        words = value.name.split(" ")
        shorter = next(
            (
                ending
                for k in range(max(1, len(words) - _LONGEST_COMPANY), len(words))
                if (ending := " ".join(words[k:])) in formal
            ),
            "",
        )
        if value.name in formal and shorter:
            yield i, i + 1, units.letters[i], replace(value, name=shorter)
        elif value.name in bare and value.name not in formal:
            yield i, i + 1, units.letters[i], replace(value, name=bare[value.name])


_FORM = re.compile(r"\s+(?:e\.\s?V\.|e\.\s?G\.|eG|g?GmbH|AG|AöR|SE|KG|mbH)$")


def districts(units: Units) -> Iterator[Run]:
    """ "Kreis Gießen" in a release that also says "Landkreis Gießen" is that."""
    found = [(i, v) for i, v in named(units, "organization") if v.type == "district" and v.parts.get("place")]
    full = {v.parts["place"]: v.name for _, v in found if v.name.startswith("Landkreis ")}
    for i, value in found:
        name = full.get(value.parts["place"], value.name)
        if value.name != name and value.name == f"Kreis {value.parts['place']}":
            yield i, i + 1, units.letters[i], replace(value, name=name)


def one_name(units: Units) -> Iterator[Run]:
    """Each organisation by one name: the fullest that the release has for it.

    "DLT" is the Deutscher Landkreistag where both are known as one, or where the release explains it;
    "TU Dortmund" is the Technische Universität Dortmund that it also names, "das Stadtarchiv" the one that
    it also names with its town.
    """
    found = list(named(units, "organization"))
    names = {v.name for _, v in found}
    known: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    longer: dict[str, set[str]] = {}
    for spelled in names:
        if " " in spelled:
            longer.setdefault(spelled.partition(" ")[0], set()).add(spelled)
    for _, value in found:
        if value.rule == "known-organization" and value.entry is not None:
            concept = value.entry.concept
            known[concept] = max(known.get(concept, ""), value.name, key=len)
        if abbreviation := value.parts.get("abbreviation"):
            short.setdefault(abbreviation, set()).add(value.name)
    for i, value in found:
        name = value.name
        if value.rule == "known-organization" and value.entry is not None:
            name = known[value.entry.concept]
        meant = short.get(name, set()) - {name}
        if len(meant) == 1 and " " not in name:
            name = next(iter(meant))
        first, _, rest = name.partition(" ")
        if len(meant := short.get(rest, set())) == 1 and first in next(iter(meant)).split():
            name = next(iter(meant))  # "der Zweckverband KDHT"
        if (full := in_full().get(first)) and f"{full} {rest}" in names:
            name = f"{full} {rest}"
        if value.rule == "institution-by-label" and len(meant := longer.get(name, set())) == 1:
            name = next(iter(meant))
        if name != value.name:
            yield i, i + 1, units.letters[i], replace(value, name=name)


@cache
def in_full() -> Mapping[str, str]:
    """First words of names by their abbreviation: TU, Technische Universität."""
    found: Mapping[str, str] = resources.rule_file("mentions")["in_full"]
    return found


def _without_form(name: str) -> str:
    return _FORM.sub("", name)


def town_lists(units: Units) -> Iterator[Run]:
    """ "die Städte Halberstadt, Quedlinburg und Goslar": an organisation for each town behind the first."""
    letter = units.alphabet.letter(frozenset({"Org"}))
    for i, value in units.of_type(Named):
        if value.entry is None or value.reference or not _heads_a_list(units, value):
            continue
        for first, last in _towns_behind(units, i):
            place = units.words(first, last)
            name = f"{value.entry.base} {place}"
            town = Named(
                "organization", name, *units.slice(first, last), "town-in-list", value.type, value.entry,
                {"place": place},
            )  # fmt: skip
            yield first, last, letter, town


def coupled_towns(units: Units) -> Iterator[Run]:
    """ "Stadt und Landkreis Bamberg", "Stadt und Universität Siegen": the city, too, is one of that place."""
    letter = units.alphabet.letter(frozenset({"Org", "TownOrg"}))
    for i, value in units.of_type(Named):
        place = value.parts.get("place") or value.name.rpartition(" ")[2]
        noun = units.words(i - 2, i - 1)
        if (
            noun not in ("Stadt", "Gemeinde", "Kreis", "Landkreis")
            or units.words(i - 1, i) not in ("und", "sowie", "&")
            or value.type not in ("municipality", "district", "university")
            or value.reference
            or value.name.count(" ") > 1
            or (entry := entry_of(units.values[i - 2])) is None
        ):
            continue
        town = Named(
            "organization", f"{noun} {place}", *units.slice(i - 2, i - 1), "town-coupled", type_of(entry),
            entry, {"place": place},
        )  # fmt: skip
        yield i - 2, i - 1, letter, town


def _heads_a_list(units: Units, value: Named) -> bool:
    """Whether towns behind a name share its noun: that is a plural, as Stadtwerke always are."""
    if value.entry is None or not value.name.startswith(value.entry.base):
        return False
    if value.entry.base == "Stadtwerke":
        return value.rule == "institution-with-place" and len(value.name.split()) == 2
    word = units.text[value.start : value.end].split()[0]
    return value.rule in _LISTED and word not in {value.entry.base + ending for ending in ("", "s", "es")}


_LISTED = ("municipality", "collective-municipality", "district", "land", "universities-of-towns")


def _towns_behind(units: Units, i: int) -> list[tuple[int, int]]:
    """The towns, as units first..last, of a list that unit i begins and "und" with a last one ends."""
    found: list[tuple[int, int]] = []
    j = _behind_brackets(units, i + 1)
    while j + 1 < len(units.values) and units.words(j, j + 1) in (",", "und", "sowie", "and"):
        if units.words(j + 1, j + 2) in ("der", "die", "das", "dem", "den"):
            return found  # "die Städte Hagen, Hamm sowie der Kreis Unna"
        end = _end_of_town(units, j + 1)
        if not end:
            return []
        found.append((j + 1, end))
        if units.words(j, j + 1) != ",":
            return found
        j = _behind_brackets(units, end)
    return []


_BEFORE_TOWN = ("Bad", "Sankt", "St.", "Markt", "Neu", "Alt")
_ON_RIVER = re.compile(r"\s(?:am|an der|an den|ob der|im|vor der|bei)\s[A-ZÄÖÜ][a-zäöüß]+")


def _end_of_town(units: Units, first: int) -> int:
    """Behind the last unit of a town's name: "Hamm", "Bad Urach", "Weil am Rhein"; 0 where none stands."""
    at = first + (units.words(first, first + 1) in _BEFORE_TOWN)
    if at >= len(units.values) or isinstance(units.values[at], Named):
        return 0
    river = _ON_RIVER.match(units.text, units.ends[at])
    named = {"Name", "City", "State", "Abstract"} & units.alphabet.of(units.letters[at])
    if not named and not (river and units.words(at, at + 1) == "Weil"):
        return 0
    return bisect_left(units.starts, river.end(), at) if river else at + 1


def _behind_brackets(units: Units, j: int) -> int:
    """Past what stands in brackets behind a town ("Lingen (Ems)")."""
    return j + 3 if units.words(j, j + 1) == "(" and units.words(j + 2, j + 3) == ")" else j


def references(units: Units, own: Named | None) -> Iterator[Run]:
    """ "die Stadt", "das Unternehmen": the organisation of that type that the text speaks of there.

    That is the first one its paragraph names, else the last one named before; a municipality is
    always the release's own, and a unit has the word in its name ("die Abteilung" is no office).
    """
    last: dict[str, Named] = {}
    paragraph: dict[str, Named] = {}
    named_so_far: list[Named] = []
    all_units = [v for _, v in named(units, "organization") if v.type == "unit" and not v.reference]
    letter = units.alphabet.letter(frozenset({"OrgRef"}))
    unit_letter = units.alphabet.letter(frozenset({"OrgRef", "UnitOrg"}))
    at = opening = 0
    for i, value in enumerate(units.values):
        if value is None:
            continue
        if "\n\n" in units.text[at : units.starts[i]]:
            paragraph, opening = {}, units.starts[i]
        at = units.ends[i]
        if isinstance(value, Named):
            if value.kind == "organization":
                last[value.type] = value
                if not value.reference:
                    named_so_far.append(value)
                paragraph.setdefault(value.type, value)
            continue
        entry = entry_of(value)
        if entry is None or "OrgNoun" not in entry.classes or not units.text[units.starts[i]].isupper():
            continue
        if _is_indefinite(units, i) or _is_kind_of_town(units, i, entry) or _tells_the_kind(units, i):
            continue
        word, span = units.texts[i], units.slice(i, i + 1)
        if own is not None and word in _ADMINISTRATIONS and own.parts.get("place"):
            name = f"{word} {own.parts['place']}"
            unit = Named("organization", name, *span, "organization-reference", "unit", entry, reference=True)
            yield i, i + 1, unit_letter, unit
        elif word in ("Bund", "Bundes"):
            yield (
                i,
                i + 1,
                letter,
                Named("organization", "Bund", *span, "federation", "state", entry, reference=True),
            )
        elif not isinstance(value, tuple) and not _is_common(units, i, word):
            type_ = type_of(entry)
            if type_ == "unit":
                meant = _unit_called(entry.base.lower(), all_units, units.starts[i], opening)
            elif type_ in ("municipality", "district"):
                other = own is not None and own.type != type_
                meant = (paragraph.get(type_) or last.get(type_)) if other else own
            else:
                meant = _called(entry.base, type_, named_so_far, opening)
                if meant is None and type_ != "other" and not is_trade(word):
                    meant = paragraph.get(type_) or last.get(type_)
                if meant is not None and type_ == "state" and not meant.name.startswith(("Land", "Frei")):
                    meant = None  # "das Land" is neither the Union nor the Bund
            if meant is not None:
                found = replace(
                    meant, start=span[0], end=span[1], rule="organization-reference", reference=True
                )
                yield i, i + 1, unit_letter if type_ == "unit" else letter, found


def _called(noun: str, type_: str, named_so_far: list[Named], opening: int) -> Named | None:
    """The organisation of a type with a noun in its name ("der Verband": the Wasserverband).

    That is the paragraph's first, else the last named before.
    """
    called_so = [
        v
        for v in named_so_far
        if _is_called(v.name, noun)
        and (v.type == type_ or (v.entry is not None and "LegalForm" in v.entry.classes))
    ]
    return next((v for v in called_so if v.start >= opening), called_so[-1] if called_so else None)


def _is_called(name: str, noun: str) -> bool:
    return any(word.lower().endswith(noun.lower()) for word in name.split())


def _is_indefinite(units: Units, i: int) -> bool:
    """ "ein 2014 gegründetes Start-up": what is new here means nobody named before."""
    for j in range(i - 1, max(-1, i - 7), -1):
        word = units.words(j, j + 1).lower()
        if (units.values[j] is not None and word[:1].isdigit()) or word in ("zum", "im", "am", "seit", "von"):
            continue  # "ein zum 1. Januar 2004 gegründeter Eigenbetrieb"
        if word in ("ein", "eine", "einem", "einen", "einer", "eines"):
            return True
        if not word or not (word[0].isdigit() or word.endswith(("e", "en", "er", "es", "em", "te"))):
            return False
        if word in ("der", "die", "das", "des", "dem", "den", "seine", "ihre", "seiner", "ihrer"):
            return False
    return False


def _is_kind_of_town(units: Units, i: int, entry: Entry) -> bool:
    """ "die vernetzte Stadt", "eine lebenswerte, smarte Stadt": any town that is so, none in particular."""
    return bool({"MunicipalityNoun"} & entry.classes) and units.words(i - 1, i).lower().startswith(_OF_TOWNS)


_OF_TOWNS = ("digitale", "intelligente", "lebenswerte", "smarte", "vernetzte", "nachhaltige", "klimaneutrale")


def _tells_the_kind(units: Units, i: int) -> bool:
    """ "der Zweckverband KISA": a noun right before a name says what that is, and means nobody else."""
    behind = units.values[i + 1] if i + 1 < len(units.values) else None
    return isinstance(behind, Named) and behind.kind == "organization" and not behind.reference


def _is_common(units: Units, i: int, word: str) -> bool:
    """True for words that mean no organisation here: the people of whoever the text is about, a downtown."""
    if word == "City":
        return units.words(i - 1, i).lower() != "the"
    return word == "Team" or word.startswith(
        ("Tochter", "Partner", "Nachbar", "Schwester", "Mitglieds", "Pilot")
    )


def _unit_called(noun: str, all_units: list[Named], here: int, opening: int) -> Named | None:
    """The unit with a noun in its name: the paragraph's first, else the last before, else the only one."""
    called_so = [v for v in all_units if noun in v.name.lower()]
    before = [v for v in called_so if v.start < here]
    if not before and len({v.name for v in called_so}) != 1:
        return None
    return next((v for v in before if v.start >= opening), (before or called_so)[-1])


def _is_one_of_many(units: Units, i: int, town: Named) -> bool:
    """Whether a town stands in a list, of towns ("die Städte Ulm und Aalen") or of organisations."""
    first = units.text[town.start : town.end].split()[0]
    if town.rule == "town-in-list" or (town.entry is not None and "Plural" in town.entry.classes):
        return True
    if not town.name.startswith(first) and not town.name.startswith(first.rstrip("sen")):
        return True  # "Städte Ulm": Stadt Ulm
    before = units.values[i - 2] if i > 1 and units.words(i - 1, i) == "," else None
    behind = units.values[i + 2] if i + 2 < len(units.values) and units.words(i + 1, i + 2) == "," else None
    return all(isinstance(v, Named) and v.kind == "organization" for v in (before, behind))


def municipality(units: Units) -> Named | None:
    """The release's own municipality or district: the one named most, the first among equals."""
    towns = [(i, v) for i, v in named(units, "organization") if v.type in ("municipality", "district")]
    found = [v for i, v in towns if not v.reference and not _is_one_of_many(units, i, v)]
    if not found:
        return None
    counts = Counter(v.name for v in found)
    best = max(counts.values())
    return next(v for v in found if counts[v.name] == best)
