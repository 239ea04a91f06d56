"""Who funds the programmes that a release names.

Its own words come first, then those that say who pays for it (rules of stage `programme_funder`), a funding
out of the programme, and the word for it ("Bundesprogramm", "hessisches Förderprogramm"). The funds of the
European Union are known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.document import Document, matches
from kg.facts.money import entry_at, land, programme_words
from kg.facts.party_names import full_name, home_state
from kg.mentions import Named
from kg.model import Fact

_UNION = "Europäische Union"


def with_funders(doc: Document, facts: Sequence[Fact], money: Sequence[Fact]) -> Iterator[Fact]:
    """The facts, programmes among them with their funder where the release lets it be known."""
    givers: dict[object, list[Fact]] = {}
    for fact in money:
        if "programme" in fact.slots and "funder" in fact.slots:
            givers.setdefault(fact.slots["programme"], []).append(fact)
    told = {str(f.slots["name"]) for f in facts if f.kind == "programme" and "funder" in f.slots}
    short = {
        str(f.slots["abbreviation"]) for f in facts if f.kind == "programme" and "abbreviation" in f.slots
    }
    by_words = _by_words(doc, facts)
    for fact in facts:
        if fact.kind != "programme":
            yield fact
        elif fact.slots["name"] in short:
            continue  # an abbreviation by itself
        elif "funder" in fact.slots:
            yield replace(fact, slots={**fact.slots, "funder": _in_full(doc, fact.slots["funder"])})
        elif fact.slots["name"] in told:
            yield fact
        else:
            yield _with(
                fact,
                *(
                    _of_union(doc, fact, givers.get(fact.slots["name"], ()))
                    or by_words.get(str(fact.slots["name"]))
                    or _by_funding(fact, givers.get(fact.slots["name"], ()))
                    or _by_word(doc, fact)
                    or _by_publisher(doc, fact)
                    or ("", "")
                ),
            )


def _in_full(doc: Document, funders: object) -> tuple[str, ...]:
    names = funders if isinstance(funders, tuple) else (funders,)
    return tuple(full_name(doc, Named("organization", str(name), 0, 0, "")).name for name in names)


def _with(fact: Fact, funder: str = "", reason: str = "") -> Fact:
    if not funder:
        return fact
    slots = {**fact.slots, "funder": (funder,)}
    return replace(fact, slots=slots, resolved={**fact.resolved, "funder": reason})


def _by_funding(fact: Fact, money: Sequence[Fact]) -> tuple[str, str] | None:
    """The one funder that gives money out of the programme."""
    funders = {str(f.slots["funder"]) for f in money if min(e.start for e in f.evidence) <= _end(fact)}
    return (funders.pop(), "by context: who gives money out of it") if len(funders) == 1 else None


def _end(fact: Fact) -> int:
    return fact.evidence[0].end


def _by_word(doc: Document, fact: Fact) -> tuple[str, str] | None:
    """ "Bundesprogramm", "Landesinitiative", "EU-Programm", "hessisches Programm"."""
    start, stop = fact.evidence[0].start, fact.evidence[0].end
    first, last = bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, stop)
    ministry = doc.publisher.name if doc.publisher is not None and doc.publisher.type == "ministry" else ""
    for i in range(max(first - 1, 0), last):
        word, entry = doc.outer.words(i, i + 1), entry_at(doc, i)
        reason = f"by its word: {word}"
        if entry is not None and "LandAdjective" in doc.outer.alphabet.of(doc.outer.letters[i]):
            return land(entry.label), reason
        if word.lower().startswith("europäische") and word.islower():
            return _UNION, reason
        if entry is None or "ProgrammeWord" not in entry.classes:
            continue
        if word.startswith("EU-"):
            return _UNION, reason
        if word.startswith("Bundes"):
            return (ministry if ministry.startswith("Bundes") else "") or "Bund", reason
        if word.startswith("Landes"):
            home = ("" if ministry.startswith("Bundes") else ministry) or home_state(doc)
            return (home, reason) if home else None
    return None


def _by_publisher(doc: Document, fact: Fact) -> tuple[str, str] | None:
    """In a ministry's own release a programme is its own, but for the Union's and the known ones."""
    publisher, name = doc.publisher, str(fact.slots["name"])
    if publisher is None or publisher.type != "ministry" or "known" in fact.rule:
        return None
    if name in programme_words("union") or name.startswith(("EU", "Horizon", "Interreg", "INTERREG")):
        return None
    return publisher.name, "by context: the publisher of the release"


def _of_union(doc: Document, fact: Fact, money: Sequence[Fact]) -> tuple[str, str] | None:
    """The Union for its funds, as the text calls it or its commission."""
    name = str(fact.slots["name"])
    if name not in programme_words("union") and not _UNION_FUND.match(name):
        return None
    if (paid := _by_funding(fact, money)) and paid[0].startswith(("Europ", "EU")) and "onds" not in paid[0]:
        return paid
    union = "European Union" if "European Union" in doc.text else _UNION
    return union, "by knowledge: a fund of the Union"


_UNION_FUND = re.compile(r"(?:EFRE|ESF|ELER|JTF|ERDF)\b")


def _by_words(doc: Document, facts: Sequence[Fact]) -> dict[str, tuple[str, str]]:
    """Who pays for each programme by rules of stage `programme_funder`."""
    places = sorted((f.evidence[0].start, str(f.slots["name"])) for f in facts if f.kind == "programme")
    found: dict[str, tuple[str, str]] = {}
    for match in matches(doc.outer, "programme_funder") if places else ():
        at = (match.span("funder") or (0, 0))[0]
        funders = match.values("funder", "organization")
        name = _meant(doc, places, at, near=bool(match.rule.settings.get("near")))
        if funders and name and funders[0].type in _PAYERS and funders[0].name not in name:
            reason = f"by words that say who pays: {match.rule.name}"
            found.setdefault(name, (full_name(doc, funders[0]).name, reason))
    return found


_PAYERS = ("ministry", "state", "district", "association", "agency", "other")
_GOES_ON = re.compile(r"\b(?:[Dd]as|[Dd]ieses|[Dd]essen) (?:\w+ )?(?:[Pp]rogramm|Träger)|[Pp]rogramme?\b")


def _meant(doc: Document, places: Sequence[tuple[int, str]], at: int, *, near: bool) -> str:
    """The programme of a cue: the nearest in its sentence, else the last one named closely before."""
    start, end = doc.sentence(at)
    if here := [(abs(offset - at), name) for offset, name in places if start <= offset < end]:
        return min(here)[1]
    before = [name for offset, name in places if start - _REACH <= offset < start]
    return before[-1] if before and not near and _GOES_ON.search(doc.text, start, end) else ""


_REACH = 400
"""How far before its sentence, in code points, "das Programm" may have been named."""
