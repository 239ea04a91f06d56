"""Why two mentions may, or may not, be one: reasons with their weight, in German and English."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_TEXTS: Mapping[str, tuple[str, str]] = {
    # names of persons
    "name": ("gleicher Name", "same name"),
    "order": ("Vor- und Nachname vertauscht", "given name and surname change places"),
    "particle": ("Namenszusatz anders (von, van, zu)", "another particle (von, van, zu)"),
    "suffix": ("nur einer trägt {0}", "only one is {0}"),
    "umlaut": ("Umlaut oder Akzent anders geschrieben", "umlaut or accent spelled differently"),
    "genitive": ("nur ein -s am Ende mehr, wie im Genitiv", "one -s more at the end, as in a genitive"),
    "double": ("ein Teil eines Doppelnamens fehlt", "a part of a double name is missing"),
    "turned": ("Hälften des Doppelnamens vertauscht", "halves of the double name change places"),
    "born": ("früherer Name", "earlier name"),
    "sound": ("klingt gleich", "sounds the same"),
    "letter": ("ein Buchstabe anders", "one letter differs"),
    "surname": ("nur der Nachname", "surname only"),
    "initial": ("Vorname abgekürzt", "given name abbreviated"),
    "middle": ("ein weiterer Vorname", "one more given name"),
    "short": ("Kurzform des Vornamens", "short form of the given name"),
    "given": ("Vorname anders geschrieben", "given name spelled differently"),
    "first name": ("anderer Vorname", "another given name"),
    "another name": ("anderer Name", "another name"),
    "gender": ("Mann und Frau", "man and woman"),
    "generation": ("senior und junior", "senior and junior"),
    # names of organisations and other things
    "words": ("dieselben Wörter", "the same words"),
    "joined": ("zusammen statt getrennt geschrieben", "written in one word instead of several"),
    "inflected": ("gebeugt", "inflected"),
    "place": ("nur einer nennt den Ort", "only one names the place"),
    "legal form": ("nur einer nennt die Rechtsform", "only one names the legal form"),
    "legal forms": ("verschiedene Rechtsformen", "different legal forms"),
    "abbreviation": ("{0} ist die Abkürzung", "{0} is the abbreviation"),
    "same abbreviation": ("beide abgekürzt {0}", "both abbreviated {0}"),
    "initials": ("{0}: die Anfangsbuchstaben", "{0}: the initials"),
    "administration": ("die Verwaltung der Kommune", "the administration of the municipality"),
    "kind": ("nur einer sagt, was für eine Gemeinde es ist", "only one says what kind of municipality it is"),
    "apposition": ("nur einer sagt, was es ist", "only one says what it is"),
    "patron": ("nur einer nennt den Namensgeber", "only one names the patron"),
    "school": ("Fachhochschule und Hochschule", "university of applied sciences, by its old and new kind"),
    "section": ("nur einer ist eine Gliederung", "only one is a section of it"),
    "everyday": ("der kurze Name des Ministeriums", "the short name of the ministry"),
    "portfolio": ("Zuständigkeiten überschneiden sich", "portfolios overlap"),
    "more words": ("ein Name ist der Anfang des anderen", "one name is the beginning of the other"),
    "spelling": ("fast gleich geschrieben", "spelled almost alike"),
    "edition": ("nur einer zählt die Auflage", "only one counts the edition"),
    # what is known beside the name
    "same place": ("beide in {0}", "both in {0}"),
    "like places": ("{0} und {1} kann ein Ort sein", "{0} and {1} may be one place"),
    "no place": ("so etwas gibt es unter einem Namen einmal", "of such things there is one of a name"),
    "two places": ("{0} und {1}", "{0} and {1}"),
    "post": ("gleiche Stelle: {0}", "same post: {0}"),
    "role": ("gleiches Amt: {0}", "same role: {0}"),
    "organization": ("gleiche Organisation", "same organisation"),
    "email": ("gleiche E-Mail-Adresse {0}", "same e-mail address {0}"),
    "mailbox": ("gleicher Name vor dem @", "same name before the @"),
    "two emails": ("verschiedene E-Mail-Adressen", "different e-mail addresses"),
    "two heads": ("zur selben Zeit an der Spitze zweier Kommunen", "heads of two municipalities at one time"),
    "one release": ("eine Mitteilung nennt beide", "one release names both"),
    "start": ("gleicher Beginn {0}", "same start {0}"),
    "two starts": ("beginnen verschieden: {0}, {1}", "start on different days: {0}, {1}"),
    "no organisation": ("nur eine Stelle nennt die Organisation", "only one post names the organisation"),
}
"""German and English, by code. `{0}`, `{1}` are what the reason speaks of."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (weight above 0) or against two mentions being one, as log-odds."""

    code: str
    weight: float
    told: tuple[str, ...] = ()

    def text(self, lang: str) -> str:
        """The reason in words, "de" or "en"."""
        return _TEXTS[self.code][lang != "de"].format(*self.told)


def score(reasons: Iterable[Reason]) -> float:
    """From 0 to 1, two digits: the odds of all reasons together. It ranks; it is no probability."""
    total = sum(reason.weight for reason in reasons)
    return round(1 / (1 + math.exp(-total)), 2)
