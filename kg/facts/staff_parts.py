"""Teams and departments of a body: who works in a part of it is not all of its staff.

"Das Team der Stadtwerke besteht aus acht Personen" counts a team. A body that is itself a unit or a house
("das Team der Stadtbibliothek") is no more than its team.
"""

from __future__ import annotations

import re

from kg.document import Document
from kg.facts.money import searched
from kg.mentions import Named, clean

_WHOLE = ("unit", "other")
"""Types of bodies whose team is all of their staff."""
_OF = r"(?:der|des|von|vom|bei|beim|bei\sder|at|of|of\sthe|at\sthe)"
_PART = re.compile(rf"(?P<noun>(?:[A-ZÄÖÜ]|team)[\w-]*)\s{_OF}\s(?:[a-zäöüß]+e[nr]\s)?\Z")
_NAMED_BY = re.compile(
    r"\b(?:[A-ZÄÖÜ][\w-]*)?[Tt]eam\s(?:um|rund\sum|unter|von|der|des)\s[^.;:!?\n]{0,40}?(?=\b[A-ZÄÖÜ])"
)


def counted(doc: Document, org: Named, at: int) -> Named | None:
    """Whose people a number at `at` counts, where `org` has been found for it.

    That is `org`, or the part of it that stands right before its name, or None where the sentence counts
    the team of somebody whom no organisation's name tells.
    """
    begin, end = doc.sentence(at)
    if org.type in _WHOLE:
        return org
    if org.reference or not begin <= org.start < end:
        return None if _is_of_another(doc, begin, at) else org
    part = _PART.search(doc.text, max(begin, org.start - 80), org.start)
    if part is None or not searched("Parts", part["noun"]):
        return None if _is_of_another(doc, begin, at) and org.end < at else org
    start = part.start("noun")
    name = clean(doc.text[start : org.end])
    return Named("organization", name, start, org.end, "part-of-body", "unit")


def _is_of_another(doc: Document, begin: int, at: int) -> bool:
    """Whether a team right before a number is that of somebody named: "Das Team um Eva Kuhn besteht aus"."""
    return _NAMED_BY.search(doc.text, begin, at) is not None
