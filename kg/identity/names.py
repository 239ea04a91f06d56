"""Names of organisations as segments of IRIs, and which jurisdiction a name tells by itself.

The jurisdiction ("anchor") of an organisation is a municipality, a district, a Land, `de` or `eu`.
Everything here looks at one name alone; what a release adds (parent, seat, publisher) is in
`kg.identity.anchors`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.identity.organization_spelling import LEGAL_FORM, is_noun, plain, without_legal_form
from kg.identity.places import Places
from kg.identity.spelling import clean
from kg.vocab import slug

_LEGAL_WORD = re.compile(r"(?:^|-)(?:g?gmbh|mbh|ag|kg|se|ug|eg|e-v|ev|aoer|koer|kdoer)(?:-|$)")
_TOWN = re.compile(
    r"(?:landeshaupt|bundeshaupt|haupt|bundes|universitäts|hochschul|hanse|kreis|wissenschafts|luther"
    r"|residenz|messe|klingen|barlach|reuter|berg|bergbau|winzer|welterbe|digital|gold|große kreis)?stadt",
    re.IGNORECASE,
)
_EPITHET = re.compile(
    r"(?!(?:Alt|Neu|Innen|Nord|Süd|Ost|West|Ober|Unter|Partner|Nachbar|Schwester|Smart|Heimat)-)"
    r"(?:[A-ZÄÖÜ][^\W\d_]+-)+Stadt"
)
"""What a town calls itself: "Otto-Dix-Stadt Gera"."""
_VILLAGE = re.compile(r"(?:samt|verbands|orts|markt|inselgemeinde|einheits)?gemeinde|markt|flecken", re.I)
_SAME_KIND = {"marktgemeinde": "markt"} | dict.fromkeys(
    ("ortsgemeinde", "einheitsgemeinde", "inselgemeinde"), "gemeinde"
)
"""Kinds of municipalities that are another kind's other name. A Samtgemeinde is more than a Gemeinde."""
_BEFORE_TOWN = re.compile(r"[a-zäöü].*|\S+-|(?:Große|Freie|Kreisfreie|Alte|Hanse-|Landes-)n?|\S+(?:er|en|e)")
_IN_PLACE = frozenset({"am", "an", "der", "die", "dem", "den", "im", "in", "bei", "ob", "vor", "unter",
                       "auf", "zur", "zum", "a.", "d.", "a.d.", "i.", "v.", "b.", "o."})  # fmt: skip
_ARTICLES = frozenset({"der", "die", "das", "des"})
"""What no place begins with: "Stadt der Zukunft" is none."""
_NO_TOWN = re.compile(
    r"\S*(?:verwaltung|gemeinschaft|verband|rat|amt|kommune|werke|gemeinde|stadt|kreis|council|city)\b",
    re.IGNORECASE,
)
"""How something begins that is no bare place, whatever type a release gives it."""
_OFFICE = re.compile(
    r"(?:(?:stadt|gemeinde|samtgemeinde|verbandsgemeinde)verwaltung|verwaltung der (?:landeshaupt)?stadt"
    r"|rathaus|magistrat der stadt|städtische[sr]? \w+"
    r"|stadt(?:werke?|bibliothek|bücherei|archiv|museum|sparkasse|marketing|entwässerung|reinigung|bad|theater)"
    r"|verwaltungsgemeinschaft) (.+)",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"(?:land)?kreis(?:es)? (.+)", re.IGNORECASE)
_DISTRICT_OFFICE = re.compile(
    r"(?:kreisverwaltung|landratsamt|kreisausschuss|kreistag|kreishaus)"
    r"(?: (?:des|im)(?: (?:land)?kreis(?:es)?)?)? (.+)",
    re.IGNORECASE,
)
_DISTRICT_ITSELF = re.compile(
    r"(?!(?:arbeits|gesprächs|förder|freundes|initiativ|lenkungs|experten|unterstützer|fach|stuhl|um)kreis)"
    r"\w{3,}kreis|\S+-kreis(?: \S+)?|(?:städte)?region \S+",
    re.IGNORECASE,
)
_REGION = re.compile(r"metropolregion .+|planungsregion .+|region .+", re.IGNORECASE)
_FEDERAL = re.compile(
    r"bund|bundesrepublik(?:-deutschland)?|deutschland|auswaertiges-amt|kfw(?:-.*)?"
    r"|kreditanstalt-fuer-wiederaufbau|bundes(?!land(?:-|$)|laender|gartenschau|strasse|kongress)[a-z0-9-]+"
    r"|deutsche[rsnm]?-.+|statistisches-bundesamt"
)
_EUROPEAN = re.compile(
    r"eu|europaeische[rsnm]?-(?:union|kommission|parlament|rat|investitionsbank|(?:regional|sozial)?fonds).*|eu-.+"
    r"|european-(?:union|commission|parliament|council|investment-bank|(?:regional-development|social)-fund).*"
)
_GOVERNMENT = re.compile(
    r"(?:.*-)?(?:[a-z]*ministerium|staatskanzlei|landesregierung|senatskanzlei|senatsverwaltung|senat|landtag"
    r"|landesamt|landesbetrieb|landesbeauftragter?)(?:s|es)?(?:-.*)?|land"
)
_STATE = re.compile(r"(?:(?:bundes)?land(?:es)?|freistaat(?:e?s)?|freie-(?:und-)?hansestadt)?")
_OF_THE_LAND = re.compile(r"-des-(?:bundes)?landes$")
_SEATED = re.compile(
    r"(?:.*-)?(?:[a-z]*universitaet|[a-z]*hochschule|tu|fh|th|rptu|hs|sparkasse|stadtsparkasse|kreissparkasse"
    r"|volksbank|ihk|handwerkskammer|[a-z]*kammer|klinikum|universitaetsklinikum|volkshochschule"
    r"|polizeipraesidium|bezirksregierung|regierungspraesidium|jobcenter|agentur-fuer-arbeit|smart-city)-(?:zu-|in-|fuer-die-stadt-)?(?P<place>[a-z0-9-]+)"
)
_ACRONYM = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜa-z]?[A-ZÄÖÜ]{1,5}")
_PARTS = re.compile(r"[,;:]\s+|\s+[-–—|/]\s+")
_OF = re.compile(r"\s(?:der|des)\s")
_BUSINESS = re.compile(
    r"-(?:holding|betriebs?|service|services|netz|netze|energie|verkehr|verkehrs|versorgungs?|gruppe|vertriebs?"
    r"|beteiligungs?|verwaltungs?|haus|immobilien|digital|it)(?:-.*)?$"
)
"""What stands between the place and the legal form of a utility, and is no place."""
_NO_PLACE = re.compile(r"^(?:fuer|der|des|die|und|von|mit|im|am)(?:-|$)")


@dataclass(frozen=True, slots=True)
class OrgName:
    """An organisation's segment, the anchor its name tells (or None), whether it is a town itself."""

    segment: str
    anchor: str | None = None
    town: bool = False


def organization(name: str, type_: str, towns: Mapping[str, str], places: Places) -> OrgName:
    """What an organisation's name says by itself.

    `type_` is its type as the release states it ("" where it does not); `towns` the segments of the
    municipalities that the release names with their noun, by the slug of their place.
    """
    text = plain(name, places)
    return (
        _municipality(text, type_, towns, places)
        or district(text, type_)
        or _of_a_level(text, places)
        or _office(text, towns, places)
        or _of_a_place(text, towns, places)
        or OrgName(slug(text))
    )


def _municipality(text: str, type_: str, towns: Mapping[str, str], places: Places) -> OrgName | None:
    named = town(text, places, certain=type_ == "municipality")
    if named is not None:
        return named
    place = slug(text)
    if place in towns:
        return OrgName(towns[place], place, town=True)
    bare = type_ == "municipality" and _is_place(text.split()) and not _NO_TOWN.match(text)
    if bare or (place in places.cities and type_ in ("", "other")):
        return OrgName(f"stadt-{place}", place, town=True)
    return None


def town(text: str, places: Places, *, certain: bool = False) -> OrgName | None:
    """A municipality named with its noun ("Landeshauptstadt Kiel"); `certain` when its type is known."""
    words = plain(text, places).split()
    for i, word in enumerate(words[:5]):
        rest = words[i + 1 :]
        if not _is_place(rest):
            return None
        if _is_town_noun(word) or (certain and word.lower().endswith("stadt")):
            return OrgName(f"stadt-{slug(' '.join(rest))}", slug(" ".join(rest)), town=True)
        if i == 0 and _VILLAGE.fullmatch(word) and (certain or word != "Markt" or _has_surroundings(rest)):
            place = slug(" ".join(rest))
            kind = _SAME_KIND.get(word.lower(), word)
            return OrgName(slug(f"{kind} {place}"), place, town=True)
        if not (_BEFORE_TOWN.fullmatch(word) or word == "und"):
            return None
    return None


def _is_place(words: list[str]) -> bool:
    """Whether words can be a place's name: capitalised but for the little words of place names."""
    if (
        not words
        or words[0].lower() in _ARTICLES
        or words[0] in _IN_PLACE
        or _LEGAL_WORD.search(slug(" ".join(words)))
    ):
        return False
    if any(w.endswith((",", ";", ":")) or not w.strip("-–—|/") for w in words):
        return False
    return all(w.lower() in _IN_PLACE or not w[0].islower() for w in words) or _town_follows(words)


def _has_surroundings(place: list[str]) -> bool:
    """Whether a place says where it lies, as towns do: "Murnau am Staffelsee"; "Markt Europa" does not."""
    return any(word in _IN_PLACE for word in place)


def _town_follows(words: list[str]) -> bool:
    return any(map(_is_town_noun, words[:-1]))


def _is_town_noun(word: str) -> bool:
    return bool(_TOWN.fullmatch(word) or _EPITHET.fullmatch(word))


def district(text: str, type_: str = "") -> OrgName | None:
    """A district ("Landkreis Soest", "Rhein-Neckar-Kreis"), or an office that is named after one."""
    if (match := _DISTRICT.fullmatch(text)) and _is_place(match[1].split()):
        return OrgName(f"landkreis-{slug(match[1])}", f"landkreis-{slug(match[1])}")
    if (match := _DISTRICT_OFFICE.fullmatch(text)) and _is_place(match[1].split()):
        itself = _DISTRICT_ITSELF.fullmatch(re.sub(r"(?i)(?<=kreis)(?:es|s)(?= |$)", "", match[1]))
        return OrgName(slug(text), slug(itself[0]) if itself else f"landkreis-{slug(match[1])}")
    if type_ == "district" or _DISTRICT_ITSELF.fullmatch(text):
        return OrgName(slug(text), slug(text))
    return None


def _of_a_level(text: str, places: Places) -> OrgName | None:
    """Länder, and organisations of a Land, of the federal level or of the European one, by their names."""
    name = slug(text)
    if _FEDERAL.fullmatch(name):
        return OrgName(name, "de")
    if _EUROPEAN.fullmatch(name):
        return OrgName(name, "eu")
    found = places.land_in(name)
    if found is None:
        # "das Innenministerium des Landes": the Land is the release's to tell.
        own = _OF_THE_LAND.sub("", name)
        return OrgName(own) if own != name and _GOVERNMENT.fullmatch(own) else None
    land, rest = found
    if _STATE.fullmatch(rest):
        return OrgName(f"land-{land}", land)
    if rest and _GOVERNMENT.fullmatch(rest):
        # The anchor says the Land already; "rheinland-pfälzisches Ministerium" is the one of Rheinland-Pfalz.
        return OrgName(rest, land)
    return OrgName(name, land)


def _office(text: str, towns: Mapping[str, str], places: Places) -> OrgName | None:
    """A part of a town or district that names it: "Amt für Kultur der Stadt Soest", "Stadt Soest, Presse".

    The anchor says the town already: it is the same part without it, where the town itself speaks.
    """
    head, *rest = _PARTS.split(text, maxsplit=1)
    if rest:
        whole = organization(head, "", towns, places)
        part = slug(rest[0] if whole.town else text)
        return OrgName(part, whole.anchor) if whole.anchor else None
    part, own = of_a_body(text, places)
    return OrgName(slug(part), own.anchor) if own else None


def of_a_body(text: str, places: Places) -> tuple[str, OrgName | None]:
    """The part that a name speaks of, and its town or district: "Amt für Kultur", and Soest.

    The name itself and None where it tells no such body.
    """
    for article in _OF.finditer(text):
        own = town(text[article.end() :], places) or district(text[article.end() :])
        if own is not None:
            return text[: article.start()], own
    return text, None


def _of_a_place(text: str, towns: Mapping[str, str], places: Places) -> OrgName | None:
    name = slug(text)
    bare = without_legal_form(name)
    if (match := _OFFICE.fullmatch(text)) and _is_place(match[1].split()[:1]):
        return OrgName(name, _BUSINESS.sub("", without_legal_form(slug(match[1]))) or slug(match[1]))
    if _REGION.fullmatch(text):
        return OrgName(name, name)
    if (match := _SEATED.fullmatch(bare)) and not _NO_PLACE.match(match["place"]) and not is_noun(text):
        return OrgName(name, match["place"])
    place = _city_at_its_end(text.split(), towns, places)
    return OrgName(name, place) if place else None


def _city_at_its_end(words: list[str], towns: Mapping[str, str], places: Places) -> str:
    """The town that a name ends with, behind what an organisation is: "Messe Köln", "KIT Karlsruhe".

    "" where it ends with none, or with one of several.
    """
    forms = (at for at in range(1, len(words)) if LEGAL_FORM.fullmatch(slug(f"x {' '.join(words[at:])}")[1:]))
    words = words[: next(forms, None)]
    for at in range(1, len(words)):
        place = slug(" ".join(words[at:]))
        if place in towns or place in places.cities:
            return place if words[at - 1] != "und" and _is_body(words[:at]) else ""
    return ""


def _is_body(words: list[str]) -> bool:
    """Whether words say what kind of organisation it is: by their noun, or as an abbreviation."""
    seated = _SEATED.match(f"{slug(' '.join(words))}-x") is not None
    return seated or _ACRONYM.fullmatch(words[0]) is not None or any(map(is_noun, words))


def is_government(name: str) -> bool:
    """Whether a name is that of a ministry or another body of a Land, whichever Land it is."""
    return _GOVERNMENT.fullmatch(slug(clean(name))) is not None
