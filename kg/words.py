"""What the spelling of a word tells: classes that no label of the lexicon gives."""

from __future__ import annotations

import re
import unicodedata

from kg.lexicon import Entry

_ABSTRACT = re.compile(
    r"(?:ung|ungen|heit|keit|keiten|schaft|schaften|tion|tionen|ität|itäten|ismus|ment|tum|nis|nisse|ik|thek|erei|logie|anz|enz|ur)(?:s|es)?$"
)
_ADJ = re.compile(r"(?:e|en|er|es|em)$")
_PROPER_HEADS = frozenset(
    {"AssociationNoun", "AgencyNoun", "UniversityNoun", "ResearchInstituteNoun", "BankNoun"}
)
_WHOLES = {
    "MinistryNoun": "CompoundMinistry",
    "UnitNoun": "CompoundOrg",
    "EventNoun": "CompoundEvent",
    "CompetitionWord": "CompoundCompetition",
    "ProgrammeWord": "CompoundProgramme",
}
_OWN_MINISTRY = re.compile(
    r"^(?!Bundesminist|Landesminist|Staatsminist|Minist)\w+ministeriums?$|^Bundes(?!minist)\w+ministeriums?$"
)
_QUOTABLE = frozenset(
    {
        "UnitNoun",
        "NetworkNoun",
        "AssociationNoun",
        "CompanyNoun",
        "AgencyNoun",
        "ResearchInstituteNoun",
        "OtherNoun",
    }
)
_NOT_QUOTABLE = re.compile(r"(?i)(?:region|jury|theater|oper|museum|orchester)s?$")
"""What stands in quotation marks behind these is a plan, a play or an exhibition."""
_STREET = re.compile(r".(?:straße|strasse|platz|allee|gasse|ufer|chaussee|promenade|weg|ring|damm)$")
_NAMED_BODY = re.compile(
    r"^\w{4,}(?:stiftung|gymnasiums?)$|-(?:Stiftung|Gymnasium|Museum|Klinikum|Klinik|Kliniken|Krankenhaus|Verlag|Hospital|Kolleg|Schule|\w+schule)s?$"
    r"|^(?!Kreis|Stadt|Land|Universitäts|Bezirks|Zentral|Fach|Unfall|Lehr|Allgemein|Bundeswehr)\w{5,}(?:krankenhaus|krankenhauses|hospital)$"
)
"""A foundation or a school with something before its noun is one of a kind: Klingenhof-Stiftung."""
_TOWN_LIKE = re.compile(r"(?:anz|enz|ur)s?$")
"""Ends of nouns that towns have, too (Konstanz, Montabaur)."""
_NAMED_FOR_CHURCHES = re.compile(r"^(?!Landes|Stadt|Frei|Pfarr|Dorf|Partner|Kloster|Schloss|Welt)\w+kirchen$")
"""Towns (Holzkirchen, Euskirchen), but no churches of a kind."""
_LEGAL = re.compile(r"\w-(?:g?GmbH|mbH|AG|eG|KG|SE)$")
_NAMED_UNIT = re.compile(
    r"^\w{3,}(?:amt|amte?s|büros?|kämmerei)$|^Smart-City-(?:Büro|Team)s?$|[Bb]eirat(?:e?s)?$|ausschuss(?:es)?$|zulassungsstelle$|meldestelle$|gleichstellungsstelle$|^Stadtkasse$|^(?:Kfz|KFZ)-"
)
_KIND_OF_UNIT = re.compile(
    r"Amt|Fach|Landrats|Bezirks|Bürgermeister|Ehren|Gesamt|Presse|Projekt|Stadtkämmerei|Kämmerei$"
)
_NAMED_ASSOCIATION = re.compile(
    r"(?:Kreis|Stadt|Landes)(?!verb|vereinig|vertret|fach|innung|garten|arbeits|verwaltung|kirche|eltern)[a-zäöü]{5}"
)
"""Associations of which a town, district or land has one: Kreisfeuerwehrverband, not Kreisverband."""
_OCCASION = re.compile(
    r"(?<!Geburts)(?<!Feier)(?<!Werk)(?<!Arbeits)(?<!Spiel)(?<!Jahres)(?<!Todes)(?<!Hochzeits)(?<=[a-zäöüß]{2})"
    r"(?:tage?|abende?|nacht|nächte|wochen?|treff|salon|runde|fest|börse|sprint|jam)s?$"
)
_DEMONYM = re.compile(r"[a-zäöüß]{3}er$")
_INCLUSIVE = re.compile(r"[:*/]-?[iI]n(?:nen)?$")


_DIVIDED = re.compile(r"[-‐\u00ad][ \t]*\r?\n[ \t]*(?![A-ZÄÖÜ])")
_JOINED = re.compile(r"(?<=[-‐‑])[ \t]*\r?\n[ \t]*")


def plain_word(word: str) -> str:
    """A word as the lexicon spells it: composed characters, not divided, no soft hyphens."""
    if "\n" in word:
        word = _JOINED.sub("", _DIVIDED.sub("", word))
    return word if word.isascii() else unicodedata.normalize("NFC", word.replace("\u00ad", ""))


def known(form: str) -> set[str]:
    """The class of a label's form by its first letter: names are made of capitalised ones."""
    return {"KnownLower"} if form[:1].islower() else {"Known"}


def standing(entry: Entry, form: str) -> set[str]:
    """Classes that the words of a label add to those of its concept."""
    classes = entry.classes
    if "Place" in classes:
        if form[:1].islower():
            return {"LandAdjective"}
        if "capital" not in entry.features:
            return {"City"}
        return {"LandAdjCap"} if re.search(r"isch(?:e|en|er|es|em)$", form) else {"State"}
    if "OrgNoun" in classes and "LegalForm" not in classes:
        if "MinistryNoun" in classes and _OWN_MINISTRY.search(form):
            return {"CompoundMinistry"}
        proper = (" " in form and form[:1].isupper()) or (
            form.startswith(("Bundes", "Umweltbundes"))
            and form != "Bundes"
            and not classes & {"MinistryNoun", "NetworkNoun"}
            and "gemeinschaft" not in form
        )
        proper = proper and not classes & {"OtherNoun", "MunicipalityNoun", "DistrictNoun"}
        proper = proper and not ("StateNoun" in classes and form.startswith("Bundesrep"))
        proper = proper or bool(
            classes & {"UnitNoun", "AgencyNoun"}
            and _NAMED_UNIT.search(form)
            and not _KIND_OF_UNIT.match(form)
        )
        proper = proper or bool("AssociationNoun" in classes and _NAMED_ASSOCIATION.match(form))
        quotable = classes & _QUOTABLE and not _NOT_QUOTABLE.search(form)
        return ({"ProperOrg"} if proper else set()) | ({"QuotableNoun"} if quotable else set())
    if entry.features.get("ordinal") == "true":
        return {"OrdinalWord"}
    if form[:1].isupper() and not classes & {"Role", "OrgNoun", "EventNoun", "GivenName"}:
        return {"SurnameLike", "TopicNoun"}
    return set()


_SHORTENED = re.compile(r"(?:[a-z]\.)+[a-zA-Z]\.?\Z")
"""Words of one letter each: "u.a", "z.B"."""


def shape_of(word: str) -> set[str]:
    """Classes of a word by its letters: Cap, Caps, Lower, Mixed, Initial, AdjCap, Adj."""
    if len(word) > 1 and word.isupper():
        return {"Caps"}
    if word[:1].isupper():
        shape = {"Cap"}
        if len(word) == 1:
            return {"Initial"}
        if _ADJ.search(word) and len(word) > 5:
            shape |= {"AdjCap"}
        if any(c.isupper() for c in word[1:]) and "-" not in word and "/" not in word:
            shape |= {"Mixed"}
        return shape
    if any(c.isupper() or c == "." or c.isdigit() for c in word):
        return {"Lower"} if _SHORTENED.match(word) else {"Mixed"}
    return {"Lower", "Adj"} if _ADJ.search(word) and len(word) > 3 else {"Lower"}


def compounded(word: str, head: Entry, cut: int) -> set[str]:
    """Classes of a compound by its head, and whether the whole can stand for a name."""
    if head.base == "kirche" and _NAMED_FOR_CHURCHES.search(word):
        return {"Name"}
    classes = {*head.classes, "Compound"}
    for noun, whole in _WHOLES.items():
        if noun in classes and head.base != "amt" and not (head.base == "labor" and "-" not in word):
            return classes | {whole}
    if (classes & _PROPER_HEADS and "-" in word[3:cut]) or (
        "OrgNoun" in classes and _NAMED_BODY.search(word)
    ):
        return classes | {"CompoundOrg"}
    return classes


def unknown(word: str) -> set[str]:
    """Classes of a capitalised word that the lexicon does not know: most likely a name."""
    if (_ABSTRACT.search(word) and len(word) > 6) or _INCLUSIVE.search(word):
        return {"Abstract", "TownLike"} if _TOWN_LIKE.search(word) else {"Abstract"}
    if word.endswith(("-", "‐")):
        return {"Coord"}
    if word.endswith("-based"):
        return {"Based"}
    if _LEGAL.search(word):
        return {"LegalCompound"}
    if _STREET.search(word.lower()):
        return {"Street"}
    if _OCCASION.search(word):
        return {"Name", "Occasion"}
    return {"Name", "Demonym"} if _DEMONYM.search(word) else {"Name"}
