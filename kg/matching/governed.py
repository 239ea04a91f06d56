"""Municipalities and districts, and who acts for them, as their names say: "Magistrat der Stadt Soest"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.identity import names
from kg.identity.organization_spelling import plain
from kg.identity.places import load as load_places
from kg.matching.reasons import Reason
from kg.vocab import slug

_OFFICES = {
    "stadtverwaltung": "municipality", "rathaus": "municipality", "magistrat": "municipality",
    "gemeindeverwaltung": "municipality", "stadtrat": "municipality",
    "verbandsgemeindeverwaltung": "verbandsgemeinde", "samtgemeindeverwaltung": "samtgemeinde",
    "kreisverwaltung": "district", "landratsamt": "district", "kreishaus": "district",
    "kreisausschuss": "district",
    "landesregierung": "land", "regierung": "land",
}  # fmt: skip
"""First words of names that mean who acts for a municipality, a district or a Land."""
_KIND = re.compile(r"(stadt|gemeinde|markt|flecken)-")
_NOUN = re.compile(r"stadt|gemeinde|markt|flecken|kreis|region|land|staat", re.IGNORECASE)
"""What a name that says what it governs has in it."""
_ARTICLE = re.compile(r"^(?:der|des|im|in|von) ")


@dataclass(frozen=True, slots=True)
class Governed:
    """What a name may govern: level ("" of a bare name) and place, the kind of body, and by which office."""

    level: str
    place: str
    kind: str = ""
    office: str = ""


@lru_cache(maxsize=131072)
def governed(name: str, anchor: str) -> Governed:
    """What the name of an organisation of a jurisdiction governs, if it governs anything.

    >>> governed("Magistrat der Stadt Soest", "soest"), governed("Landratsamt", "landkreis-soest").place
    (Governed(level='municipality', place='soest', kind='stadt', office='magistrat'), 'landkreis-soest')
    """
    text = plain(name, load_places())
    first, _, rest = text.partition(" ")
    level = _OFFICES.get(slug(first), "")
    if not level:
        return _body(text)
    if not rest:
        return Governed(level, anchor, office=slug(first))
    whole = _body(_ARTICLE.sub("", rest))
    place = whole.place
    if level == "district" and whole.level != level:
        place = f"landkreis-{whole.place}"
    return Governed(level, place, whole.kind, slug(first))


def _body(text: str) -> Governed:
    if not _NOUN.search(text):
        return Governed("", slug(text))
    own = names.organization(text, "", {}, load_places())
    if own.town:
        kind = _KIND.match(own.segment)
        level = "municipality" if kind else own.segment.partition("-")[0]
        return Governed(level, str(own.anchor), kind[1] if kind else "")
    if own.anchor == own.segment:
        return Governed("district", own.segment)
    if own.segment == f"land-{own.anchor}":
        return Governed("land", own.segment)
    return Governed("", slug(text))


def likeness(one: Governed, other: Governed) -> list[Reason]:
    """What two names that govern one place differ in; nothing where they do not."""
    if one.place != other.place or not (one.level or other.level):
        return []
    if one.level == other.level and one.office != other.office:
        return [Reason("administration", -0.6)]
    if one.kind and other.kind and "stadt" in (one.kind, other.kind) and load_places().knows(one.place):
        return []  # a large city has not been a Gemeinde for long: that is a village of its name
    bare = "" in (one.level, other.level) and "municipality" in (one.level, other.level)
    if not (one.office or other.office) and one.kind != other.kind and (bare or one.level == other.level):
        return [Reason("kind", -0.4)]
    return []
