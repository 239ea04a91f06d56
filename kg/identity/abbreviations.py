"""Abbreviations in names of organisations and places that can be read in one way only where they stand."""

from __future__ import annotations

import re

_NAME = r"(?= [A-ZÄÖÜ][a-zäöü])"
"""What follows a noun that is abbreviated: a name, and no further capitals ("TU BAF")."""
_IN_FULL = (
    (r"\bu\.(?= )|(?<= )&(?= )", "und"),
    # rivers, mountains and regions that tell towns apart
    (r"(?<=\w )a\. ?d\. ?(?=\w)", "an der "),
    (r"(?<=\w )i\. ?d\. ?(?=\w)", "in der "),
    (r"(?<=\w )o\. ?d\. ?T\.", "ob der Tauber"),
    (r"(?<=\w )v\. ?d\. ?H(?:\.|öhe\b)", "vor der Höhe"),
    (r"\b(?:in der )?(?:Opf|OPf|Oberpf)\.", "in der Oberpfalz"),
    (r"(?<=\w )a\. ?M\.", "am Main"),
    (r"(?<=\w )a\. ?N\.", "am Neckar"),
    (r"(?<=\w )a\. ?Rh\.", "am Rhein"),
    (r"(?<=\w )([ai])\. ?Ts\.", r"\1m Taunus"),
    (r"(?<=\w )i\. ?Br\.", "im Breisgau"),
    (r"(?<=\w )i\. ?Westf\.", "in Westfalen"),
    (r"(?<=\w )i\. ?Holst\.", "in Holstein"),
    (r"(?<=\w )a\. ?(?=[A-ZÄÖÜ][a-zäöü])", "am "),
    (r"(?<=\w )i\. ?(?=[A-ZÄÖÜ][a-zäöü])", "im "),
    (r"(?<=\w )b\. ?(?=[A-ZÄÖÜ])", "bei "),
    (r"\bSt\.[ -]?(?=[A-ZÄÖÜ])", "Sankt "),
    (r"(?<=\w)str\.(?=$|[ ,)])", "straße"),
    # kinds of bodies
    (r"^(?:LK|(?:L|Ld|Land)krs?\.)" + _NAME, "Landkreis"),
    (r"^Kr\." + _NAME, "Kreis"),
    (r"^Gde\." + _NAME, "Gemeinde"),
    (r"^(?:Fa\.|Firma)(?= [A-ZÄÖÜ])", ""),
    (r"^TU" + _NAME, "Technische Universität"),
    (r"^TH" + _NAME, "Technische Hochschule"),
    (r"^FH" + _NAME, "Fachhochschule"),
    (r"^(?:HS|Hochsch\.)" + _NAME, "Hochschule"),
    (r"^Uni(?:v\.)?" + _NAME, "Universität"),
    (r"^VHS" + _NAME, "Volkshochschule"),
    (r"^HWK" + _NAME, "Handwerkskammer"),
    (r"^IHK" + _NAME, "Industrie- und Handelskammer"),
    # legal forms, which a name has at its end
    (r"(?<=\w) \((gGmbH|GmbH|AG|eG|AöR|KöR|KdöR)\)$", r" \1"),
    (r"\b(?:gemeinnützige|gemn?\.) (?:GmbH|Gesellschaft (?:mbH|mit beschränkter Haftung))\)?$", "gGmbH"),
    (r"(?<=gesellschaft) mit beschränkter Haftung$", " mbH"),
    (r"(?<=\w)[ ,(]+(?:Gesellschaft (?:mbH|mit beschränkter Haftung)|G\.m\.b\.H\.)\)?$", " GmbH"),
    (r"(?<=\w)[ ,(]+Anstalt des öffentlichen Rechts\)?$", " AöR"),
    (r"(?<=\w)[ ,(]+Körperschaft des öffentlichen Rechts\)?$", " KöR"),
    (r"(?<=\w)[ ,(]+Aktiengesellschaft\)?$", " AG"),
    (r"(?<=\w)[ ,(]+eingetragener Verein\)?$", " e. V."),
    (r"(?<=\w)[ ,(]+eingetragene Genossenschaft\)?$", " eG"),
    (r"(?<=\w)[ ,(]+Kommanditgesellschaft\)?$", " KG"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern), full) for pattern, full in _IN_FULL)
_MAY_BE_SHORT = re.compile(
    r"[.&]|^(?:LK|TU|TH|FH|HS|Uni|VHS|HWK|IHK|Firma) "
    r"|(?:Haftung|mbH|Rechts|gesellschaft|Verein|Genossenschaft)\)?$|[GR]\)$"
)
"""What a name has in which one of the patterns matches: most have nothing of the kind."""


def in_full(text: str) -> str:
    """A name of an organisation or a place with its abbreviations in full; legal forms, though, are short.

    >>> in_full("Lkr. Neumarkt i. d. OPf."), in_full("Stadtreinigung Kiel, Anstalt des öffentlichen Rechts")
    ('Landkreis Neumarkt in der Oberpfalz', 'Stadtreinigung Kiel AöR')
    """
    if not _MAY_BE_SHORT.search(text):
        return text
    for pattern, full in _PATTERNS:
        text = pattern.sub(full, text)
    return " ".join(text.split())
