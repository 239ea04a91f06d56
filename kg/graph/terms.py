"""How slots become properties and values become literals: one table for all writers and readers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from kg.errors import VocabularyError
from kg.model import Value
from kg.slots import decimal_text
from kg.vocab import DCTERMS, PREFIXES, RDF, RDFS, SG, XSD, slug

_COMMON = {
    "person": "sg:person", "organization": "sg:organization", "recipient": "sg:recipient",
    "funder": "sg:funder", "via": "sg:channel", "speaker": "sg:speaker",
    "parent": "org:subOrganizationOf", "part_of": "org:unitOf", "programme": "sg:programme",
    "publisher": "dcterms:publisher", "organizer": "schema:organizer",
    "organizers": "schema:organizer", "participants": "sg:participant",
    "name": "rdfs:label", "title": "dcterms:title", "subtitle": "sg:subtitle", "titles": "sg:titles",
    "role": "sg:roleLabel", "role_canonical": "sg:roleCanonical", "concept": "sg:role",
    "unit": "sg:unitName", "attested": "sg:attestedOn", "start": "sg:startLabel", "end": "sg:endLabel",
    "former": "sg:former", "acting": "sg:acting", "deputy": "sg:deputy", "designated": "sg:designated",
    "predecessor": "sg:predecessorName", "successor": "sg:successorName",
    "abbreviation": "sg:abbreviation", "seat": "sg:seat", "motto": "sg:motto", "series": "sg:seriesName",
    "place": "sg:placeName", "purpose": "sg:purpose", "status": "sg:status",
    "qualifier": "sg:qualifier", "currency": "sg:currency",
    "founded": "sg:foundedLabel", "since": "sg:sinceLabel", "year": "sg:yearLabel", "on": "sg:onLabel",
    "period_start": "sg:periodStartLabel", "period_end": "sg:periodEndLabel",
    "value": "sg:value", "edition": "sg:edition", "amount": "sg:amount", "share": "sg:share",
    "text": "schema:text", "email": "schema:email", "phone": "schema:telephone",
    "address": "sg:addressText",
    "date": "sg:issuedLabel", "not_before": "sg:issuedNotBefore", "not_after": "sg:issuedNotAfter",
}  # fmt: skip
_BY_KIND = {
    ("organization", "type"): "sg:organizationType",
    ("event", "type"): "sg:eventType",
}
"""Slots whose property depends on the kind of fact."""

KIND_SLOTS: Mapping[str, tuple[str, ...]] = {
    "release": ("title", "subtitle", "date", "publisher", "place", "not_before", "not_after"),
    "role": ("person", "titles", "role", "role_canonical", "concept", "organization", "unit", "attested",
             "start", "end", "former", "acting", "deputy", "designated", "predecessor", "successor"),
    "organization": ("name", "type", "abbreviation", "founded", "parent", "part_of", "seat"),
    "headcount": ("organization", "value", "qualifier", "on"),
    "event": ("name", "type", "start", "end", "place", "motto", "edition", "series", "organizers",
              "participants", "status"),
    "programme": ("name", "abbreviation", "funder"),
    "competition": ("name", "organizer", "year"),
    "project": ("name", "abbreviation", "organization", "programme"),
    "brand": ("name", "since", "organization"),
    "funding": ("recipient", "funder", "via", "amount", "currency", "qualifier", "share", "period_start",
                "period_end", "programme", "purpose", "status"),
    "quotation": ("speaker", "text"),
    "contact": ("person", "organization", "email", "phone", "address"),
}  # fmt: skip
"""The slots a fact of each kind can have (docs/data-model.md section 1)."""

SEVERAL = frozenset({("event", "organizers"), ("event", "participants"), ("programme", "funder")})
"""Slots that always hold a tuple."""

CLASSES: Mapping[str, str] = {
    "person": "foaf:Person", "organization": "org:Organization", "event": "schema:Event",
    "programme": "sg:Programme", "competition": "sg:Competition", "project": "sg:Project",
    "brand": "schema:Brand",
}  # fmt: skip
"""Class of a mention by kind of entity."""

TYPES = {"organization": PREFIXES["orgtype"], "event": PREFIXES["eventtype"]}
_DATES = frozenset({"attested", "not_before", "not_after"})


@cache
def term(curie: str) -> NamedNode:
    """The term of a prefixed name; raises VocabularyError for one of ours that is not declared."""
    prefix, _, name = curie.partition(":")
    return SG[name] if prefix == "sg" else NamedNode(PREFIXES[prefix] + name)


def property_of(kind: str, slot: str) -> NamedNode:
    """The property of a slot; raises VocabularyError for a slot the model does not know."""
    if slot not in KIND_SLOTS[kind]:
        known = ", ".join(KIND_SLOTS[kind])
        raise VocabularyError(f'a {kind} fact has no slot "{slot}"; it has {known}')
    return term(_BY_KIND.get((kind, slot)) or _COMMON[slot])


@cache
def slots_of(kind: str) -> Mapping[str, str]:
    """Slot by property IRI, for one kind of fact."""
    slots = {property_of(kind, slot).value: slot for slot in KIND_SLOTS[kind]}
    if kind == "role":
        slots[SG["attestedLabel"].value] = "attested"
    return slots


def literal_property(kind: str, slot: str, value: Value) -> tuple[NamedNode, Literal | NamedNode]:
    """Property and object of a slot's value that names no entity."""
    prop = property_of(kind, slot)
    if slot == "type":
        return prop, NamedNode(TYPES[kind] + slug(str(value)))
    if slot == "concept":
        return prop, NamedNode(str(value))
    if slot in _DATES and not is_day(str(value)):
        # A partial day is no xsd:date; only the day of a role fact can be partial and still mean something.
        return (SG["attestedLabel"] if slot == "attested" else prop), Literal(str(value))
    return prop, day(str(value)) if slot in _DATES else literal(value)


def is_day(value: str) -> bool:
    """Whether an ISO date is a full day that exists."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def day(value: str) -> Literal:
    """An xsd:date where the value is a full day, else the string as it stands."""
    return Literal(value, datatype=XSD["date"]) if is_day(value) else Literal(value)


def literal(value: Value) -> Literal:
    """The literal of one plain value. Strings stay strings whatever they look like."""
    if isinstance(value, Decimal):
        return Literal(decimal_text(value), datatype=XSD["decimal"])
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=XSD["boolean"])
    if isinstance(value, int):
        return Literal(str(value), datatype=XSD["integer"])
    return Literal(str(value))


def value(node: Literal) -> Value:
    """The inverse of `literal` (and `day`)."""
    if node.datatype == XSD["decimal"]:
        return Decimal(node.value)
    if node.datatype == XSD["boolean"]:
        return node.value in ("true", "1")
    return int(node.value) if node.datatype == XSD["integer"] else node.value


_LITTLE_WORDS = {
    "de": frozenset({"der", "die", "das", "und", "ist", "mit", "für", "von", "den", "dem", "ein", "eine",
                     "auf", "nicht", "wird", "im", "zur", "zum", "bei", "am"}),
    "en": frozenset({"the", "and", "of", "is", "with", "for", "to", "from", "an", "not", "will", "was",
                     "are", "by", "which", "that", "at", "on"}),
}  # fmt: skip


@lru_cache(maxsize=4)
def language(text: str) -> str | None:
    """The language a text's little words speak, de or en; None where they tell nothing.

    No tag is better than a wrong one.
    """
    words = re.findall(r"\w+", text[:5000].lower())
    german, english = (sum(w in little for w in words) for little in _LITTLE_WORDS.values())
    if german == english:
        return None
    return "de" if german > english else "en"


A, LABEL, TITLE = RDF["type"], RDFS["label"], DCTERMS["title"]
