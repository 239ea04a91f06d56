"""The ministry that a minister's office names: of "Bundesministerin für Wohnen" the one for that field."""

from __future__ import annotations

import re

from kg.document import Document
from kg.mentions import Named

_OFFICE = re.compile(
    r"(?:\w+e[rn]?\s)?(?P<land>Bundes|Staats|Landes)?[Mm]inister(?:in)?\s(?P<field>(?:für|der|des)\s\S.*)\Z"
)


def ministry_of(doc: Document, phrase: Named) -> str:
    """The name of the ministry that somebody is the minister of, by the field in the office; "" for none.

    The release's own name for it comes first ("Ministerium für Inneres, Bauen und Sport des Saarlandes");
    without one only the federation's is known, for it is called by its field.
    """
    office = _OFFICE.match(phrase.name)
    if office is None:
        return ""
    called = f"ministerium {office['field']}".lower()
    federal = office["land"] == "Bundes"
    for org in doc.organizations:
        whose = org.name.lower().startswith("bundes") == federal
        if whose and org.type == "ministry" and called in org.name.lower():
            return org.name
    return f"Bundesministerium {office['field']}" if federal else ""
