"""Whom a role is for: the organisation beside it, else what its office or the words around it give."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.document import Document, Match
from kg.lexicon import Entry
from kg.mentions import Named, base_noun
from kg.mentions.named import entry_of, type_of
from kg.model import Value


def employ(
    doc: Document, match: Match, phrase: Named, slots: dict[str, Value], resolved: dict[str, str]
) -> None:
    """The organisation named beside the role; else the one the office belongs to by its meaning."""
    named = [v for group in ("orgs", "orgs2", "org", "org2") for v in match.values(group, "organization")]
    units = [o for o in named if o.type == "unit"]
    whole = [o for o in named if o.type != "unit"]
    if units:
        slots["unit"] = units[0].name
    if whole or units:
        chosen = (whole or units)[-1 if match.values("orgs") else 0]
        slots["organization"] = chosen.name
        if chosen.rule == "organization-reference":
            resolved["organization"] = "by reference: the organisation named before"
        return
    if joined := _joined(doc, phrase):
        slots["organization"] = joined.name
        if phrase.entry is not None:
            slots |= {"role_canonical": phrase.entry.label, "concept": phrase.entry.concept}
        return
    kind = _office_of(phrase.entry)
    noun = match.indices("noun")
    if match.rule.settings.get("bare"):
        return
    if match.rule.settings.get("office") and not noun:
        before = bisect_left(doc.organizations, (match.span() or (0, 0))[0], key=lambda o: o.start)
        if before:
            slots["organization"] = doc.organizations[before - 1].name
            resolved["organization"] = "by reference: the organisation named before"
        return
    type_ = type_of(entry_of(doc.units.values[noun.start])) if noun else ""
    if type_ in _BOARDS and doc.units.words(noun.start, noun.stop)[:1].isupper():
        slots["organization"] = base_noun(
            doc.units.words(noun.start, noun.stop), doc.units.values[noun.start]
        )
    elif unit := phrase.parts.get("unit"):
        slots["organization"] = slots["unit"] = unit
    elif type_ and type_ not in ("municipality", "district", doc.publisher.type if doc.publisher else ""):
        return  # "Präsident der Hochschule": of one that the release does not name
    elif town := _town(doc, match, kind) or _town_behind(doc, phrase, kind):
        slots["organization"] = town
    elif owner := _owner(doc, phrase):
        slots["organization"] = owner.name
        resolved["organization"] = "by possessive: the organisation named before"
    elif kind in ("municipality", "district") and (own := _own_of(doc, kind)):
        slots["organization"] = own
        resolved["organization"] = "by office: the municipality that the release speaks of"
    elif kind == "company" and (body := _body_before(doc, phrase)):
        slots["organization"] = body.name
        resolved["organization"] = "by office: the body with such offices that is named before"
    elif doc.publisher is not None and _may_employ(doc, phrase, kind):
        slots["organization"] = doc.publisher.name
        resolved["organization"] = "by context: the publisher of the release"


def _joined(doc: Document, phrase: Named) -> Named | None:
    """The organisation in front of a hyphen: of "IHK-Präsident", "Musternetz-Geschäftsführer"."""
    word = phrase.name.split(" ")[0]
    short = word.rpartition("-")[0]
    if len(short) < 2:
        return None
    for org in doc.organizations:
        names = (org.parts.get("abbreviation", ""), org.name, *org.name.split(" ")[:2])
        if short in names and org.type != "municipality":
            return org
    return None


def _may_employ(doc: Document, phrase: Named, kind: str) -> bool:
    """Whether an office without employer may be the publisher's.

    Of a city's company that writes about the city, a chief officer can be either's: nothing is said.
    """
    publisher = doc.publisher
    if publisher is None or (kind not in ("", "company") and kind != publisher.type):
        return False
    city_writes = doc.own is not None and publisher.name == doc.own.name
    return (
        (city_writes and kind != "company")
        or publisher.type == kind
        or not phrase.parts.get("concept", "").rpartition("/")[2].startswith("chief-")
    )


_BODIES = frozenset({"company", "association", "network", "bank", "agency", "research institute"})


def _body_before(doc: Document, phrase: Named) -> Named | None:
    """The body that has managing directors and boards, named last before an office; not the own publisher."""
    if doc.publisher is not None and doc.publisher.type in _BODIES:
        return doc.publisher
    before = [o for o in doc.organizations if o.start < phrase.start and o.type in _BODIES]
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
        return named.pop()
    return doc.own.name if doc.own is not None and kind == "municipality" and not named else ""


def _town(doc: Document, match: Match, kind: str) -> str:
    """The town of "Künzelsauer Bürgermeisterin", "Ulms Oberbürgermeister", "Bürgermeister … aus Werl".

    A town that the release names with its kind gives that name; else the bare town, unless the word
    could be anything.
    """
    for group in ("orgs2", "place", "org"):
        word = match.text(group).rstrip("- ")
        if not word:
            continue
        classes = doc.units.alphabet.of(doc.units.letters[match.indices(group).start])
        if group == "place" and "City" not in classes and kind not in ("municipality", "district"):
            continue
        stem = re.sub(r"(?<=\w{3})er$", "", word)
        stems = (
            {word, word.removesuffix("s"), stem, _AS_TOWN.sub("stadt", stem)} if group == "org" else {word}
        )
        if named := _named_town(doc, stems, adjective="Demonym" in classes):
            return named
        if group != "org" or "City" in classes:
            return word
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
    """The organisation that "sein" or "deren" before the role points to.

    At a sentence's start it is the one that the sentence before begins with, within a sentence the last
    one named before.
    """
    here = bisect_left(doc.units.starts, phrase.start)
    before = range(here - 1, max(-1, here - 4), -1)
    at = next((i for i in before if doc.units.words(i, i + 1).lower() in _POSSESSIVES), -1)
    if at < 0:
        return None
    start = doc.units.starts[at]
    begin, _ = doc.sentence(start)
    if start - begin < 4 and begin:
        first, _ = doc.sentence(begin - 1)
        low, high = (bisect_left(doc.organizations, x, key=lambda o: o.start) for x in (first, begin))
        if high > low:
            return doc.organizations[low]
    last = bisect_left(doc.organizations, start, key=lambda o: o.start)
    return doc.organizations[last - 1] if last and start - doc.organizations[last - 1].end < _NEAR else None


_BOARDS = frozenset({"other", "unit"})
"""Types whose bare noun says which one is meant, in a release: "Vorsitzende des Seniorenbeirats"."""
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
)


def _office_of(entry: Entry | None) -> str:
    return entry.features.get("roleOf", "").rsplit("/", 1)[-1] if entry else ""
