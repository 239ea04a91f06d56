"""Whose a release is: who publishes it, and the municipality that it means by "die Stadt".

The letterhead tells it, else the contact block, the title, a profile at the end; else what the text speaks
of most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from kg import mentions
from kg.mentions import Named
from kg.model import Section
from kg.tokens import Units


def publisher(units: Units, sections: Sequence[Section], own: Named | None) -> Named | None:
    """Who publishes a release; `own` is its municipality. None where nothing tells it."""
    return _stated(units, sections) or _of_a_title(units, sections, own)


def _stated(units: Units, sections: Sequence[Section]) -> Named | None:
    """The organisation of the letterhead, else of the contact block."""
    heads = [s for s in sections if s.kind == "headline" and s.heading in ("letterhead", "kicker")]
    ends = [s for s in sections if s.kind == "contact"]
    orgs = [v for _, v in mentions.named(units, "organization") if not v.reference and v.type != "unit"]
    found = (o for part in (heads, ends) for o in orgs if any(s.start <= o.start < s.end for s in part))
    return next(found, None) or _headed(units, sections, orgs)


_ADMINISTRATION = re.compile(r"(?:Landratsamt|Bezirksamt|(?:Kreis|Stadt|Gemeinde)verwaltung)\s")


def _headed(units: Units, sections: Sequence[Section], orgs: Sequence[Named]) -> Named | None:
    """The sender that a letterhead names by its administration, a title before a colon, or a profile.

    "Landratsamt Cham", "Hochschule Worms: Logistik zum Anfassen", "Die Hochschule Worms in Kürze".
    """
    heads = [s for s in sections if s.kind == "headline" and s.heading in ("letterhead", "kicker")]
    offices = [v for _, v in mentions.named(units, "organization") if _ADMINISTRATION.match(v.name)]
    titles = [s for s in sections if s.kind == "headline" and s.heading == "title"]
    profiles = [s for s in sections if s.kind == "boilerplate" and s.end - s.start < 80]
    return next(
        (
            o
            for part, named in ((heads, offices), (titles, orgs), (profiles, orgs))
            for o in named
            for s in part
            if s.start <= o.start < s.end
            and (part is not titles or (o.start == s.start and units.text[o.end : o.end + 1] == ":"))
            and (part is not profiles or o.name in s.heading)
        ),
        None,
    )


def _of_a_title(units: Units, sections: Sequence[Section], own: Named | None) -> Named | None:
    """Who writes, where no letterhead says it: the body that a title begins with and the text goes on with.

    That is no town and no authority that gives money; else it is the release's own municipality, unless
    the title begins with the letters of a body that nothing tells of. A release without a municipality is
    by the one body that its title names, if the text goes on with it.
    """
    title = next((s for s in sections if s.kind == "headline" and s.heading == "title"), None)
    if title is None:
        return own
    i = bisect_left(units.starts, title.start)
    while i < len(units.ends) and units.ends[i] <= title.start:
        i += 1
    first = units.values[i] if i < len(units.values) else None
    orgs = [v for _, v in mentions.named(units, "organization")]
    again = Counter(v.name for v in orgs if v.start >= title.end)
    if isinstance(first, Named) and first.kind == "organization":
        return first if first.type in _WRITING and again[first.name] >= _OFTEN else _prevailing(orgs, own)
    inside = {v.name: v for v in orgs if title.start <= v.start < title.end}
    if own is None and len(inside) == 1:
        sole = next(iter(inside.values()))
        return sole if sole.type in _WRITING and again[sole.name] >= _OFTEN else None
    word = units.words(i, i + 1)
    unknown = (
        first is None
        and "Caps" in units.alphabet.of(units.letters[i])
        and units.words(i + 1, i + 2).islower()
    )
    if unknown and re.search(rf"\b{re.escape(word)}\b", units.text[title.end :]):
        return None
    return _prevailing(orgs, own)


def _prevailing(orgs: Sequence[Named], own: Named | None) -> Named | None:
    """The municipality of a release, or the body that the text speaks of twice as often.

    Public utilities write of their town in passing; a town that writes of them says "die Stadt", too.
    """
    counts = Counter(v.name for v in orgs)
    rival = max((v for v in orgs if v.type in _WRITING), key=lambda v: counts[v.name], default=None)
    if own is None or rival is None or counts[rival.name] < _PREVAILING * max(1, counts[own.name]):
        return own
    return rival


_PREVAILING = 2
"""How many times as often as its town a text names the body that writes it."""

_WRITING = frozenset(
    {"university", "company", "association", "agency", "research institute", "network", "bank"}
)
_OFTEN = 2
"""How often a text names who writes it, besides its title."""


def municipality(units: Units, sections: Sequence[Section], place: str) -> Named | None:
    """The municipality or district that a release is about and "die Stadt" means.

    It is the publisher, else the one of the dateline's `place`, else the first in the title, else the
    one named most.
    """
    stated = _stated(units, sections)
    if stated is not None and stated.type in ("municipality", "district"):
        return stated
    found = [v for _, v in mentions.named(units, "organization") if v.type in ("municipality", "district")]
    titles = [s for s in sections if s.kind == "headline"]
    towns = [town.strip().casefold() for town in place.split("/")] if place else []
    by_place = (o for o in found if o.parts.get("place", "").casefold() in towns)
    by_title = (o for o in found if any(s.start <= o.start < s.end for s in titles))
    return next(by_place, None) or next(by_title, None) or _of_the_title(units, titles)


def _of_the_title(units: Units, titles: Sequence[Section]) -> Named | None:
    """The municipality named most, unless the title names another town."""
    found = mentions.municipality(units)
    towns = {
        units.words(i, i + 1)
        for s in titles
        if s.heading == "title"
        for i in range(bisect_left(units.starts, s.start), bisect_left(units.starts, s.end))
        if "City" in units.alphabet.of(units.letters[i])
    }
    return found if found is not None and (not towns or found.parts.get("place") in towns) else None
