"""Identifiers of other registers. None is taken that nobody has checked, with source, day and name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import InputError
from kg.identity.places import Places
from kg.vocab import BASE, DCTERMS, RDF, SCHEMA, SG, SKOS, XSD, slug

_LAENDER = {
    "01": "schleswig-holstein", "02": "hamburg", "03": "niedersachsen", "04": "bremen",
    "05": "nordrhein-westfalen", "06": "hessen", "07": "rheinland-pfalz", "08": "baden-wuerttemberg",
    "09": "bayern", "10": "saarland", "11": "berlin", "12": "brandenburg", "13": "mecklenburg-vorpommern",
    "14": "sachsen", "15": "sachsen-anhalt", "16": "thueringen",
}  # fmt: skip
"""The Land by the first two digits of a municipality key."""
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Check:
    """Who checked identifiers, in which source (address), on which day (ISO)."""

    source: str
    on: str
    who: str


def checked(source: str, on: str, who: str) -> Check:
    """A check; raises InputError where source, day or name is missing or cannot be one."""
    if not source or not on or not who:
        lacking = [name for name, given in (("source", source), ("checked", on), ("who", who)) if not given]
        raise InputError(
            f"an identifier that nobody has checked is not taken: {', '.join(lacking)} is missing",
            remedy="look it up, then give --source URL --checked YYYY-MM-DD",
        )
    if not _URL.fullmatch(source):
        raise InputError(f"{source!r} is no address", remedy="give the source as https://…")
    try:
        day = date.fromisoformat(on) if re.fullmatch(r"\d{4}-\d\d-\d\d", on, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise InputError(f"{on!r} is no day", remedy="write it as 2024-05-06")
    if day > date.today():
        raise InputError(f"{on} is yet to come", remedy="give the day on which it was checked")
    return Check(source, on, who)


def statement(given: str, name: str, places: Places) -> tuple[NamedNode, NamedNode | Literal]:
    """The property and value of an identifier: `ags:07312000`, an IRI of another register, or any text.

    name  of the municipality, by which the Land in its key is checked where we know it

    Raises InputError for a key that is none.
    """
    kind, colon, key = given.strip().partition(":")
    if colon and kind.lower() == "ags":
        return SG["municipalityKey"], Literal(_municipality_key(key.strip(), name, places))
    if _URL.fullmatch(given.strip()):
        return SKOS["exactMatch"], NamedNode(given.strip())
    if re.fullmatch(r"\d{8}", given.strip()):
        raise InputError(
            f"{given} may be a municipality key", remedy=f"write ags:{given.strip()} if it is one"
        )
    if not given.strip():
        raise InputError("an identifier is empty", remedy="give ags:…, an IRI, or text")
    return SCHEMA["identifier"], Literal(given.strip())


def _municipality_key(key: str, name: str, places: Places) -> str:
    digits = key.replace(" ", "")
    if not re.fullmatch(r"\d{8}", digits, re.ASCII):
        raise InputError(f"{key!r} is no municipality key", remedy="give its eight digits, as ags:01234567")
    land = _LAENDER.get(digits[:2])
    if land is None:
        raise InputError(
            f"{key!r} is no municipality key: there is no Land {digits[:2]}", remedy="they go from 01 to 16"
        )
    ours = places.cities.get(slug(name)) or (slug(name) if slug(name) in places.names else None)
    if ours is not None and ours != land:
        raise InputError(f"{key} is a key of {land}, but {name} lies in {ours}", remedy="look it up again")
    return digits


def triples(
    entity: NamedNode, identifiers: Sequence[tuple[NamedNode, NamedNode | Literal]], check: Check
) -> Iterator[Triple]:
    """The identifiers of an entity, and the check of each."""
    for predicate, value in identifiers:
        yield Triple(entity, predicate, value)
        node = NamedNode(f"{BASE}id/identifier-check/{_hash(entity.value, predicate.value, value.value)}")
        yield Triple(node, RDF["type"], SG["IdentifierCheck"])
        yield Triple(node, SG["identified"], entity)
        yield Triple(node, SG["identifier"], value)
        yield Triple(node, DCTERMS["source"], NamedNode(check.source))
        yield Triple(node, SG["checkedOn"], Literal(check.on, datatype=XSD["date"]))
        yield Triple(node, SG["checkedBy"], Literal(check.who))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
