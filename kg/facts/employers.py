"""Whom a role is for: the organisation beside it, else what its office or the words around it give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

from kg import lexicon, resources
from kg.document import Document, Match
from kg.facts.ministries import ministry_of
from kg.lexicon import Entry
from kg.mentions import Named, base_noun, clean
from kg.mentions.named import entry_of, type_of
from kg.mentions.references import in_full
from kg.model import Value

_GROUPS = ("orgs", "orgs2", "orgs3", "org", "org2", "tail")


def employ(
    doc: Document, match: Match, phrase: Named, slots: dict[str, Value], resolved: dict[str, str]
) -> None:
    """The organisation named beside the role; else the one the office belongs to by its meaning."""
    named = [
        v
        for group in _GROUPS
        for v in match.values(group, "organization")
        if not _ends_before(doc, v, phrase)
    ]
    units = [o for o in named if o.type == "unit"]
    whole = [o for o in named if o.type != "unit"]
    if units:
        slots["unit"] = units[0].name
    if whole or units:
        chosen = (whole or units)[-1 if match.values("orgs") else 0]
        slots["organization"] = chosen.name
        if chosen.rule == "organization-reference":
            resolved["organization"] = "by reference: the organisation named before"
        if not whole and (body := _with_units(doc, phrase, chosen)):
            slots["organization"] = body.name
            resolved["organization"] = "by context: the body that the unit is part of"
        return
    if joined := _joined(doc, phrase) or _body_in_the_word(doc, phrase):
        slots["organization"] = joined
        office = lexicon.load().word(phrase.parts["canonical"].rpartition("-")[2])
        if office is None or "Role" not in office.classes:
            office = phrase.entry
        if office is not None and "-" in phrase.name.split(" ")[0]:
            slots |= {"role_canonical": office.label, "concept": office.concept}
        return
    if ministry := ministry_of(doc, phrase):
        slots["organization"] = ministry
        resolved["organization"] = "by office: the ministry of the field that the office names"
        return
    kind = _office_of(phrase.entry)
    noun = match.indices("noun")
    if match.rule.settings.get("bare"):
        return
    if match.rule.settings.get("office") and not noun:
        before = bisect_left(doc.organizations, (match.span() or (0, 0))[0], key=lambda o: o.start)
        fitting = [o for o in doc.organizations[:before] if kind != "university" or o.type == kind]
        if kind == "university" and doc.publisher is not None and doc.publisher.type == kind:
            slots["organization"] = doc.publisher.name
            resolved["organization"] = "by context: the publisher of the release"
        elif fitting:
            slots["organization"] = fitting[-1].name
            resolved["organization"] = "by reference: the organisation named before"
        return
    type_ = type_of(entry_of(doc.units.values[noun.start])) if noun else ""
    if (
        type_
        and (type_ in _BOARDS or isinstance(doc.units.values[noun.start], tuple))
        and doc.units.words(noun.start, noun.stop)[:1].isupper()
    ):
        slots["organization"] = base_noun(
            doc.units.words(noun.start, noun.stop), doc.units.values[noun.start]
        )
    elif unit := phrase.parts.get("unit"):
        slots["organization"] = slots["unit"] = unit
    elif type_ and type_ not in ("municipality", "district", doc.publisher.type if doc.publisher else ""):
        return  # "Präsident der Hochschule": of one that the release does not name
    elif town := _town(doc, match, kind) or _town_behind(doc, phrase, kind):
        slots["organization"] = town
    elif unknown := _named_behind(doc, phrase) or _named_before(doc, phrase):
        slots["organization"] = unknown
    elif represented := _represented(doc, phrase, kind):
        slots["organization"] = represented
        resolved["organization"] = "by context: the body that the person speaks for"
    elif owner := _owner(doc, phrase):
        slots["organization"] = owner.name
        resolved["organization"] = "by possessive: the organisation named before"
    elif kind in ("municipality", "district") and (own := _own_of(doc, kind)):
        slots["organization"] = own
        resolved["organization"] = "by office: the municipality that the release speaks of"
    elif (
        kind == "company"
        and not _slug(phrase).startswith(_OF_TOWNS_TOO)
        and (body := _body_before(doc, phrase))
    ):
        slots["organization"] = body.name
        resolved["organization"] = "by office: the body with such offices that is named before"
    elif doc.publisher is None and _slug(phrase).endswith(_municipal()) and (place := doc.notes.get("place")):
        slots["organization"] = place
        resolved["organization"] = "by office: the town of the dateline"
    elif doc.publisher is not None and _may_employ(doc, phrase, kind):
        slots["organization"] = doc.publisher.name
        resolved["organization"] = "by context: the publisher of the release"
    elif (
        doc.publisher is None
        and not _slug(phrase).endswith(_professions())
        and not _slug(phrase).startswith(_OF_TOWNS_TOO)
        and (topic := _topic(doc, kind, phrase.start))
    ):
        slots["organization"] = topic
        resolved["organization"] = "by context: the body that the text begins with"


def _ends_before(doc: Document, org: Named, phrase: Named) -> bool:
    """True for a name that ends the sentence before: "… vom Förderverein e. V. Kämmerin Eva Kuhn nahm …"."""
    return doc.text[org.end - 1] == "." and doc.text[org.end : phrase.start].isspace()


def bracketed(doc: Document, phrase: Named, person: Named) -> str:
    """The body in brackets right behind a name: "Landrätin Kuhn (Landkreis Gießen)", "OB Kern (Ulm)"."""
    units = doc.units
    i = bisect_left(units.starts, person.end)
    if i + 2 >= len(units.values) or "LP" not in units.alphabet.of(units.letters[i]):
        return ""
    inside, classes = units.values[i + 1], units.alphabet.of(units.letters[i + 1])
    if isinstance(inside, Named):
        return inside.name if inside.kind == "organization" else ""
    last = next((j for j in range(i + 2, min(i + 6, len(units.values))) if units.words(j, j + 1) == ")"), 0)
    words = units.words(i + 1, last) if last else ""
    if not words or "Party" in classes or any(c.isdigit() for c in words):
        return ""
    if isinstance(inside, tuple) and "OrgNoun" in classes and last == i + 2:
        return words
    if _office_of(phrase.entry) not in ("municipality", "district") or not classes & {
        "City",
        "Name",
        "Place",
    }:
        return ""
    return _named_town(doc, {units.words(i + 1, i + 2)}, adjective=False) or clean(words)


_WITH_UNITS = frozenset({"company", "ministry", "agency", "association", "bank"})


def _with_units(doc: Document, phrase: Named, unit: Named) -> Named | None:
    """The company or ministry that writes of a division without more: it is one of its own.

    The offices of a town ("Hauptamt", "Stabsstelle Digitales") stand for themselves.
    """
    here = bisect_left(doc.units.starts, phrase.start)
    elsewhere = {doc.units.words(i, i + 1).lower() for i in range(max(here - 3, 0), here)} & _THERE
    body = _owner(doc, phrase) if elsewhere else doc.publisher
    if body is None or body.type not in _WITH_UNITS:
        return None
    return body if unit.name.split(" ")[0].lower().endswith(_divisions()) else None


def _topic(doc: Document, kind: str, before: int) -> str:
    """The body that a text without publisher is about: the only one that it names, or its first words do.

    It must stand before the office.
    """
    bodies = (o for o in doc.organizations if o.type not in ("unit", "state", "other"))
    body = next(bodies, None)
    if body is None or body.start > before:
        return ""
    if body.start > _OPENING and any(o.name != body.name for o in bodies):
        return ""
    fits = kind in ("", body.type) or (kind == "company" and body.type in _BODIES)
    return body.name if fits else ""


_OPENING = 150
"""Characters in which a text says what it is about."""


def _named_behind(doc: Document, phrase: Named) -> str:
    """A body in the genitive that no rule knows: "Vorsitzende des DGBV", "Managerin der Smart City Werl".

    It is a compound ("des Werler Fördervereins"), a word in capitals, or a name with a town in it.
    """
    i = bisect_left(doc.units.starts, phrase.end)
    if doc.units.words(i, i + 1).lower() not in _GENITIVES:
        return ""
    i += 1
    while doc.units.words(i, i + 1).lower() in ("der", "dem", "den") and i < len(doc.units.values) - 1:
        i += 1
    body = i
    while {"Adj", "AdjCap"} & doc.units.alphabet.of(doc.units.letters[body]) and body < i + 2:
        body += 1
    noun = doc.units.words(body, body + 1)
    if _tells_which(doc.units.values[body], noun):
        return base_noun(noun, doc.units.values[body])
    j, town = i, False
    while j < min(i + 4, len(doc.units.values)) and not isinstance(doc.units.values[j], Named):
        classes = doc.units.alphabet.of(doc.units.letters[j])
        if not classes & {"Name", "Caps", "Mixed", "City", "Place", "Known"} or "Function" in classes:
            break
        behind = {"MunicipalityNoun", "DistrictNoun"} & doc.units.alphabet.of(doc.units.letters[j - 1])
        town, j = town or (j > i and bool("City" in classes or behind)), j + 1
    words = doc.units.words(i, j)
    first = doc.units.alphabet.of(doc.units.letters[i]) if i < j else frozenset()
    capitals = {"Caps", "Mixed"} & first and words.split("-")[0].lower() not in _topics()
    return clean(words) if capitals or town else ""


def _tells_which(value: object, noun: str) -> bool:
    """True for a noun that names one body of its kind: Förderverein and Digitalbeirat, not Verein."""
    entry = entry_of(value)
    if entry is None or "OrgNoun" not in entry.classes:
        return False
    kinds = {"AssociationNoun", "NetworkNoun", "OtherNoun"}
    return isinstance(value, tuple) or (len(noun) > _SHORT_NOUN and bool(entry.classes & kinds))


_SHORT_NOUN = 9
_GENITIVES = frozenset({"der", "des", "beim", "vom", "bei", "im", "of", "at"})


def _represented(doc: Document, phrase: Named, kind: str) -> str:
    """The body that a clause begins with: "Für die Stadtwerke unterschrieb Vorstand Jens Kern"."""
    begin = doc.sentence(phrase.start)[0]
    first, here = bisect_left(doc.units.starts, begin), bisect_left(doc.units.starts, phrase.start)
    for i in range(here - 1, max(first - 1, here - _CLAUSE), -1):
        opens = i == first or doc.units.words(i - 1, i) in (",", "und", ";", "")
        if not (opens and doc.units.words(i, i + 1).lower() == "für"):
            continue
        for j in range(i + 1, min(i + 5, here)):
            value = doc.units.values[j]
            if isinstance(value, Named):
                fits = value.kind == "organization" and (kind in ("", "company", value.type))
                return value.name if fits else ""
            entry = entry_of(value)
            if entry is not None and "OrgNoun" in entry.classes:
                if (firm := _in_apposition(doc, j, here)) is not None:
                    return firm.name
                body = type_of(entry)
                fits = body not in ("municipality", "district", "unit", "state") and kind in (
                    "",
                    "company",
                    body,
                )
                return base_noun(doc.units.words(j, j + 1), value) if fits else ""
    return ""


def _in_apposition(doc: Document, i: int, last: int) -> Named | None:
    """The name behind a noun: "für das bauende Unternehmen, die Netzbau Weber GmbH"."""
    j = i + 2 + (doc.units.words(i + 2, i + 3) in ("der", "die", "das"))
    value = doc.units.values[j] if j < last and doc.units.words(i + 1, i + 2) == "," else None
    return value if isinstance(value, Named) and value.kind == "organization" else None


_CLAUSE = 14
"""Units within which a clause has its person behind "Für die Stadtwerke"."""


def _body_in_the_word(doc: Document, phrase: Named) -> str:
    """The body that an office has in its name: the Landtag of "Landtagsabgeordneter"."""
    word = phrase.name.split(" ")[0]
    low = word.lower()
    for opening, body in _bodies().items():
        if low.startswith(opening):
            known = (o.name for o in doc.organizations if body.split(" ")[-1] in o.name)
            return next(known, body)
    short = re.sub(r"^(?:Ex|Alt)-", "", word).rpartition("-")[0]
    if full := in_full().get(short):
        return next((o.name for o in doc.organizations if o.name.startswith(full)), short)
    if "-fraktion" in low:
        return short
    if len(short) < 2 or short.lower() in _topics() or any(c.isdigit() for c in short):
        return ""
    entry = lexicon.load().forms.get((short,))
    if entry is not None:
        return (
            short
            if entry.classes & {"KnownOrganization", "OrgNoun"} and "UnitNoun" not in entry.classes
            else ""
        )
    return short if short.isupper() and len(short) < 6 else ""


@cache
def _offices() -> Mapping[str, object]:
    found: Mapping[str, object] = resources.rule_file("roles")["offices"]
    return found


@cache
def _bodies() -> Mapping[str, str]:
    """Bodies by the beginnings of words for those who belong to them."""
    bodies = _offices()["bodies"]
    return bodies if isinstance(bodies, dict) else {}


@cache
def _divisions() -> tuple[str, ...]:
    """Ends of nouns for parts of a body that are none by themselves."""
    nouns = _offices()["divisions"]
    return tuple(nouns) if isinstance(nouns, list) else ()


@cache
def _professions() -> tuple[str, ...]:
    """Ends of concepts of what somebody is without being that for the body that a text is about."""
    ends = _offices()["professions"]
    return tuple(ends) if isinstance(ends, list) else ()


@cache
def learnt() -> tuple[str, ...]:
    """Ends of concepts of what somebody has studied, no office."""
    ends = _offices()["learnt"]
    return tuple(ends) if isinstance(ends, list) else ()


@cache
def _municipal() -> tuple[str, ...]:
    """Ends of concepts of offices that only towns and districts have."""
    ends = _offices()["municipal"]
    return tuple(ends) if isinstance(ends, list) else ()


@cache
def _topics() -> frozenset[str]:
    """Abbreviations before an office that say what it is for, not whom."""
    topics = _offices()["topics"]
    return frozenset(topics) if isinstance(topics, list) else frozenset()


def _joined(doc: Document, phrase: Named) -> str:
    """The organisation in front of a hyphen: of "IHK-Präsident", "Musternetz-Geschäftsführer"."""
    word = phrase.name.split(" ")[0]
    short = word.rpartition("-")[0]
    if len(short) < 2:
        return ""
    for org in doc.organizations:
        names = (org.parts.get("abbreviation", ""), org.name, *org.name.split(" ")[:2])
        if short in names and org.type != "municipality":
            return org.name
    return ""


def _may_employ(doc: Document, phrase: Named, kind: str) -> bool:
    """Whether an office without employer may be the publisher's.

    Of a city's company that writes about the city, a chief officer can be either's: nothing is said.
    """
    publisher = doc.publisher
    if publisher is None or (kind not in ("", "company") and kind != publisher.type):
        return False
    if _slug(phrase).endswith(_professions()) and phrase.entry is not None and phrase.entry.concept:
        return False
    city_writes = doc.own is not None and publisher.name == doc.own.name
    return (
        (city_writes and kind != "company")
        or publisher.type == kind
        or doc.own is None
        or not phrase.parts.get("concept", "").rpartition("/")[2].startswith("chief-")
    )


_OF_TOWNS_TOO = ("chief-data", "chief-digital", "chief-innovation", "chief-urban")
"""Beginnings of concepts of officers that a town has as well as its companies."""
_BODIES = frozenset({"company", "association", "network", "bank", "agency", "research institute"})


def _body_before(doc: Document, phrase: Named) -> Named | None:
    """The body that has managing directors and boards, named last before an office; not the own publisher."""
    owned = _slug(phrase) == "inhaber"  # only firms have owners
    if doc.publisher is not None and doc.publisher.type in _BODIES and not owned:
        return doc.publisher
    types = {"company"} if owned else _BODIES
    before = [o for o in doc.organizations if o.start < phrase.start and o.type in types]
    near = [o for o in before if phrase.start - o.end < _NEAR and not _is_of_another(doc, o)]
    return near[-1] if near else None


def _is_of_another(doc: Document, organization: Named) -> bool:
    """Whether an organisation stands right behind an office: it is told of the one who holds that."""
    i = bisect_left(doc.units.starts, organization.start)
    before = doc.units.values[i - 1] if i else None
    return isinstance(before, Named) and before.kind == "role"


_NEAR = 600
"""Characters over which an office can belong to a body named before."""


def _own_of(doc: Document, kind: str) -> str:
    """The municipality or district that an office without one belongs to: the release's own, if it is such.

    A district administrator in a city's release is that of the one district it names, or of none it names.
    """
    if doc.own is not None and doc.own.entry is not None and kind == type_of(doc.own.entry):
        return doc.own.name
    named = {o.name for o in doc.organizations if o.entry is not None and type_of(o.entry) == kind}
    if len(named) == 1:
        return named.pop() if doc.own is not None else ""
    if doc.own is not None and kind == "municipality" and not named:
        return doc.own.name
    if named or (kind == "district" and not _DISTRICT.search(doc.text)):
        return ""
    return doc.notes.get("place", "")


_DISTRICT = re.compile(r"\b(?:Landkreis|Landratsamt|Kreis)(?:es|s)?\b")


def _town(doc: Document, match: Match, kind: str) -> str:
    """The town of "Künzelsauer Bürgermeisterin", "Ulms Oberbürgermeister", "Bürgermeister … aus Werl".

    A town that the release names with its kind gives that name; else the bare town, unless the word
    could be anything.
    """
    for group in ("orgs2", "place", "place2", "org"):
        word = re.sub(r"['’]s\Z", "", match.text(group).rstrip("- "))
        if not word:
            continue
        classes = doc.units.alphabet.of(doc.units.letters[match.indices(group).start])
        if group.startswith("place") and "City" not in classes and kind not in ("municipality", "district"):
            continue
        stem = re.sub(r"(?<=\w{3})er$", "", word)
        stems = (
            {word, word.removesuffix("s"), stem, _AS_TOWN.sub("stadt", stem)} if group == "org" else {word}
        )
        if named := _named_town(doc, stems, adjective="Demonym" in classes):
            return named
        if group != "org" or "City" in classes or (kind == "municipality" and _is_owner(match)):
            return word
        if kind == "municipality" and "Demonym" not in classes and _is_genitive(doc, match, word):
            return word[:-1]  # "Hennigsdorfs Bürgermeister"
        if "Demonym" in classes and "GivenName" not in classes:
            return _town_of_people(doc, stem)
    return ""


_AS_TOWN = re.compile(r"städt\Z")
_WITHOUT_E = re.compile(r"(?<=[cs][hd])n\Z")


def _town_of_people(doc: Document, stem: str) -> str:
    """The town whose people are called by a stem and "-er": Neustadt of "Neustädt", Dresden of "Dresdn".

    Of the towns that could be meant, the one that the release names; else the likeliest.
    """
    likely = _WITHOUT_E.sub("en", _AS_TOWN.sub("stadt", stem))
    towns = (likely, f"{stem}en", f"{stem}e", stem)
    return next((t for t in towns if re.search(rf"\b{re.escape(t)}s?\b", doc.text)), likely)


def _is_owner(match: Match) -> bool:
    """True for a name with an English genitive: "Giengen's mayor"."""
    return match.text("org").rstrip().endswith(("'s", "’s"))


def _is_genitive(doc: Document, match: Match, word: str) -> bool:
    """True for a name with the ending of the genitive right before an office."""
    name, office = match.span("org"), match.span("rp")
    beside = name is not None and office is not None and not doc.text[name[1] : office[0]].strip()
    return beside and word.endswith("s") and len(word) > 4


def _named_town(doc: Document, stems: set[str], *, adjective: bool) -> str:
    """The full name of a town's administration that the release names ("Stadt Ulm" for Ulm, Ulmer)."""
    for value in doc.organizations:
        if value.type in ("municipality", "district"):
            parts = value.parts.get("place", value.name).split()
            if any(p == s or (adjective and len(s) > 3 and p.startswith(s)) for p in parts for s in stems):
                return value.name
    return ""


def _town_behind(doc: Document, phrase: Named, kind: str) -> str:
    """The town of "Oberbürgermeisterin von Rüsselsheim", "Bürgermeister in Werl"."""
    if kind not in ("municipality", "district"):
        return ""
    i = bisect_left(doc.units.starts, phrase.end)
    if doc.units.words(i, i + 1) not in ("von", "in", "aus") or isinstance(doc.units.values[i + 1], Named):
        return ""
    word = doc.units.words(i + 1, i + 2)
    if not {"City", "Place", "Name"} & doc.units.alphabet.of(doc.units.letters[i + 1]):
        return ""
    return _named_town(doc, {word}, adjective=False) or word


def _owner(doc: Document, phrase: Named) -> Named | None:
    """The organisation that "sein", "deren" or "dort" before the role points to.

    At a sentence's start, and for "dort", it is the one that the sentence before begins with, within a
    sentence the last one named before.
    """
    here = bisect_left(doc.units.starts, phrase.start)
    before = range(here - 1, max(-1, here - 4), -1)
    at = next((i for i in before if doc.units.words(i, i + 1).lower() in _POSSESSIVES), -1)
    if at < 0 or any(doc.units.words(i, i + 1).lower() in ("von", "vom", "durch") for i in range(at, here)):
        return None  # "dort von Minister Kern empfangen": where he was, not whose minister he is
    start = doc.units.starts[at]
    begin, _ = doc.sentence(start)
    if (start - begin < 4 or doc.units.words(at, at + 1).lower() in _THERE) and begin:
        first, _ = doc.sentence(begin - 1)
        low, high = (bisect_left(doc.organizations, x, key=lambda o: o.start) for x in (first, begin))
        told = doc.organizations[low:high]
        if told and _office_of(phrase.entry) == "company":
            return next((o for o in told if o.type in _BODIES), told[0])
        if told:
            return told[0]
    last = bisect_left(doc.organizations, start, key=lambda o: o.start)
    return doc.organizations[last - 1] if last and start - doc.organizations[last - 1].end < _NEAR else None


def _named_before(doc: Document, phrase: Named) -> str:
    """The body in capitals before an office that no rule knows: "Die KDV und ihre Leiterin"."""
    i = bisect_left(doc.units.starts, phrase.start) - 3
    if i < 0 or doc.units.values[i] is not None or doc.units.words(i + 2, i + 3) not in _POSSESSIVES:
        return ""
    beside = doc.units.words(i + 1, i + 2) in ("und", "sowie", "mit")
    return doc.units.words(i, i + 1) if beside and "Caps" in _classes(doc, i) else ""


def _classes(doc: Document, i: int) -> frozenset[str]:
    return doc.units.alphabet.of(doc.units.letters[i])


_BOARDS = frozenset({"other", "unit"})
"""Types whose bare noun says which one is meant, in a release: "Vorsitzende des Seniorenbeirats"."""
_THERE = frozenset({"dort", "dortige", "dortigen", "dortiger"})
_POSSESSIVES = (
    "sein",
    "seine",
    "seinem",
    "seinen",
    "ihr",
    "ihre",
    "ihrem",
    "ihren",
    "deren",
    "dessen",
    "its",
    *_THERE,
)


def _slug(phrase: Named) -> str:
    return phrase.entry.concept.rpartition("/")[2] if phrase.entry is not None else ""


def _office_of(entry: Entry | None) -> str:
    return entry.features.get("roleOf", "").rsplit("/", 1)[-1] if entry else ""
