"""How like two names of persons are: what differs, and what that says. None where they are two names."""

from __future__ import annotations

import re

from kg.identity.person_names import PersonName, is_given
from kg.matching.phonetics import cologne, distance, folded
from kg.matching.reasons import Reason

_SHORT = {
    "fritz": "friedrich", "jupp": "josef", "sepp": "josef", "heinz": "heinrich", "willi": "wilhelm",
    "willy": "wilhelm", "rolf": "rudolf", "kaethe": "katharina", "hajo": "hansjoachim", "jochen": "joachim",
    "hans": "johannes", "joerg": "georg", "bernd": "bernhard", "bert": "albert", "gerd": "gerhard",
    "lutz": "ludwig", "kurt": "konrad", "till": "tilman", "betty": "elisabeth", "lilo": "lieselotte",
    "sascha": "alexander", "mike": "michael", "bill": "william", "bob": "robert",
}  # fmt: skip
"""Short forms that are not the beginning or the end of the name they stand for."""


def likeness(one: PersonName, other: PersonName) -> tuple[Reason, ...]:
    """What two names differ in; the one reason "another name" or its kind, of weight -9, where they do."""
    if _are_man_and_woman(one, other):
        return (Reason("gender", -9),)
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return (Reason("generation", -9),)
    if one.given[:1] == other.surname and one.surname == other.given[:1] and one.surname != other.surname:
        return (Reason("order", -0.6),)
    surname = _surname(one, other)
    given = _given(one, other) if surname is not None else None
    if surname is None or given is None:
        return (Reason("another name" if surname is None else "first name", -9),)
    found = [*surname, *given]
    if one.particles != other.particles:
        found.append(Reason("particle", -0.5 if one.particles and other.particles else -1.3))
    if one.suffix != other.suffix:
        found.append(Reason("suffix", -2.2, (one.suffix or other.suffix,)))
    return tuple(found) or (Reason("name", 1),)


def _are_man_and_woman(one: PersonName, other: PersonName) -> bool:
    """By Herr and Frau; where one of them is not said so, by given names that are not the same."""
    if one.called and other.called:
        return one.called != other.called
    genders = {one.called or one.gender, other.called or other.gender} - {""}
    return len(genders) == 2 and one.given[:1] != other.given[:1]


def _surname(one: PersonName, other: PersonName) -> list[Reason] | None:
    a, b = "-".join(one.surname), "-".join(other.surname)
    if a == b:
        return []
    if a.replace("-", "") == b.replace("-", ""):
        return [Reason("joined", -0.2)]
    if other.surname in (one.born, *((p,) for p in one.born)) or one.surname == other.born:
        return [Reason("born", -0.2)]
    if sorted(one.surname) == sorted(other.surname):
        return [Reason("turned", -0.6)]
    if set(one.surname) < set(other.surname) or set(other.surname) < set(one.surname):
        return [Reason("double", -1.7)]
    short, long = sorted((a, b), key=len)
    if long == f"{short}s":
        return [Reason("genitive", -0.4)]
    if len(short) < 4:
        return None
    if folded(a) == folded(b):
        return [Reason("umlaut", -0.5)]
    if cologne(a) == cologne(b) and distance(a, b, 2) <= 2:
        return [Reason("sound", -2.2)]
    return [Reason("letter", -2.4)] if len(short) > 4 and distance(a, b, 1) == 1 else None


def _given(one: PersonName, other: PersonName) -> list[Reason] | None:
    a, b = one.given, other.given
    if a == b:
        return [] if a else [Reason("surname", -1.2)]
    if not a or not b:
        return [Reason("surname", -1.2)]
    if "".join(a) == "".join(b):
        return []
    if set(a[:1]) & set(other.nicknames) or set(b[:1]) & set(one.nicknames):
        return [Reason("short", -0.2)]
    first = _first(one, other)
    if first is None:
        return None
    return [*first, *_further(a[1:], b[1:])] if _agree(a[1:], b[1:]) else None


def _first(one: PersonName, other: PersonName) -> list[Reason] | None:
    """The first given names of both."""
    a, b = one.given[0], other.given[0]
    short, long = sorted((a, b), key=len)
    if a == b:
        return []
    if len(short) == 1:
        return [Reason("initial", -0.9)] if long.startswith(short) else None
    if _is_short_for(short, long):
        return [Reason("short", -0.9)]
    if folded(a) == folded(b):
        return [Reason("given", -0.4)]
    if _is_feminine_of(long, short):
        return None
    if cologne(a) != cologne(b) or distance(a, b, 2) > 2:
        return None
    # Kirsten and Kerstin are two names; Kathrin and Katrin are one, spelled in two ways.
    two_names = is_given(a.title()) and is_given(b.title()) and _spoken(a) != _spoken(b)
    return [Reason("given", -2.8 if two_names else -1.0)]


def _spoken(given: str) -> str:
    """A given name without what is spelled in several ways and spoken in one: Stephan, Stefan."""
    word = re.sub(r"ck|c", "k", given.replace("ph", "f").replace("dt", "t").replace("y", "i"))
    return re.sub(r"(.)\1", r"\1", re.sub(r"(?<!^)h", "", word))


def _is_feminine_of(long: str, short: str) -> bool:
    """Simone of Simon, Manuela of Manuel, Andrea of Andreas."""
    return long in {short + end for end in ("e", "a", "ine", "ia", "s")} or (
        long[:-1] == short[:-1] and {long[-1], short[-1]} <= set("aeo")
    )


def _is_short_for(short: str, long: str) -> bool:
    """Max for Maximilian, Uli for Ulrich, Toni for Anton, Chr. for Christian, Fritz for Friedrich."""
    if _SHORT.get(short) == long or _SHORT.get(long) == short:
        return True
    if len(short) < 6 and len(long) - len(short) > 1 and long.startswith(short) and len(short) > 2:
        return True
    stem = short.rstrip("iy").removesuffix("ie") if short[-1:] in ("i", "y", "e") else ""
    stem = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
    return len(stem) > 1 and (long.startswith(stem) or (len(stem) > 2 and stem in long))


def _agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether further given names contradict each other: Hans-Joachim and Hans-Jürgen do."""
    return all(x.startswith(y) or y.startswith(x) for x, y in zip(a, b, strict=False))


def _further(a: tuple[str, ...], b: tuple[str, ...]) -> list[Reason]:
    if len(a) == len(b):
        return [] if a == b else [Reason("initial", -0.3)]
    rest = (a if len(a) > len(b) else b)[min(len(a), len(b)) :]
    return [Reason("middle", -0.3 if all(len(name) == 1 for name in rest) else -0.7)]
