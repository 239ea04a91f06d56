"""What changed, entity by entity: which properties of it have other values than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from kg.difference.matching import REPLACED, TYPE, Matches, match, named
from kg.difference.reading import Names, Said, differing
from kg.difference.sides import Side
from kg.vocab import PREFIXES, RDF, SG

_KINDS = {
    "foaf:Person": "person", "org:FormalOrganization": "organization",
    "org:OrganizationalUnit": "organization", "org:OrganizationalCollaboration": "organization",
    "sg:Municipality": "place", "org:Post": "post", "org:Role": "role", "sg:Tenure": "tenure",
    "sg:History": "history",
    "schema:Event": "event",
    "sg:Programme": "programme", "sg:Competition": "competition", "sg:Project": "project",
    "schema:Brand": "brand", "schema:MonetaryGrant": "funding", "sg:Headcount": "headcount",
    "schema:Quotation": "quotation", "schema:ContactPoint": "contact", "sg:PressRelease": "release",
    "sg:Conflict": "conflict", "sg:Correction": "correction", "skos:Concept": "term",
    "skos:ConceptScheme": "term",
}  # fmt: skip
KINDS = tuple(dict.fromkeys((*_KINDS.values(), "other")))
"""Kinds of entities, in the order in which results have them."""
_BY_CLASS = {PREFIXES[p] + name: kind for c, kind in _KINDS.items() for p, _, name in [c.partition(":")]}

_ABOUT = {
    "funding": (SG["recipient"], SG["programme"], SG["funder"]),
    "headcount": (SG["organization"],),
    "quotation": (SG["speaker"],),
    "contact": (SG["person"], SG["organization"]),
    "conflict": (SG["entity"],),
    "history": (RDF["subject"],),
}
"""By kind: the properties that name whom it is about; the first that is there counts."""


@dataclass(frozen=True, slots=True)
class Change:
    """An entity that the two views do not describe alike.

    about     the IRI of the entity it belongs to: the person of a tenure, the recipient of a grant
    old, new  its IRIs; None where the view does not have it
    before    what the old view says of it, in the IRIs of the new view; after: what the new view says
    """

    kind: str
    about: str
    old: str | None
    new: str | None
    before: Said
    after: Said

    @property
    def iri(self) -> str:
        """What it is called now, or was called last."""
        return self.new or self.old or ""

    @property
    def said(self) -> Said:
        """What is said of it now, or was said last."""
        return self.after if self.new else self.before

    def values(self) -> dict[str, tuple[frozenset[Any], frozenset[Any]]]:
        """By property that changed: the values that are gone, and those that have come."""
        nothing: frozenset[Any] = frozenset()
        pairs = {
            p: (self.before.get(p, nothing), self.after.get(p, nothing))
            for p in sorted({*self.before, *self.after})
        }
        return {p: (was - now, now - was) for p, (was, now) in pairs.items() if was != now}


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one view to another, and the names of everything in both.

    `before` and `after` are what their users call the two.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    old_names: Names
    new_names: Names

    def name(self, iri: str, lang: str) -> str | None:
        """What an entity is called: by the new view, else by the old one."""
        return self.new_names.of(iri, lang) or self.old_names.of(iri, lang)


def compare(before: Side, after: Side) -> Difference:
    """What changed from one view to the other.

    An entity that is the same under another IRI (a tenure that is counted otherwise, a grant whose
    recipient was merged) has not changed by that. Raises InputError and RdfError when a side cannot be
    used (see `kg.difference.sides`).
    """
    (old, new), (old_names, new_names) = differing(before, after)
    matches = match(old, new)
    members = {**old_names.members, **new_names.members}
    changes = (_change(*pair, members) for pair in _pairs(old, new, matches))
    found = sorted((c for c in changes if c.values() or c.old is None or c.new is None), key=_order)
    return Difference(before.name, after.name, tuple(found), old_names, new_names)


def _pairs(
    old: Mapping[str, Said], new: Mapping[str, Said], matches: Matches
) -> Iterator[tuple[str | None, str | None, Said, Said]]:
    """Old and new IRI and description of each entity that differs; what was matched, and equal IRIs."""
    taken = set(matches.same.values())
    for iri, said in old.items():
        now = matches.same.get(iri) or (iri if iri in new and iri not in taken else None)
        if now:
            taken.add(now)
        yield iri, now, matches.mapped(said), new[now] if now else {}
    for iri, said in new.items():
        if iri not in taken:
            yield None, iri, {}, said


def _change(
    old: str | None, new: str | None, before: Said, after: Said, members: Mapping[str, str]
) -> Change:
    said = after if TYPE in after else before or after
    kind = _kind(said)
    about = named(after, REPLACED) or _about(kind, new or old or "", said, members)
    return Change(kind, about, old, new, before, after)


def _kind(said: Said) -> str:
    found = {
        _BY_CLASS[c.value] for c in said.get(TYPE, ()) if isinstance(c, NamedNode) and c.value in _BY_CLASS
    }
    if found:
        return min(found, key=KINDS.index)
    vocabulary = any(str(c.value).startswith(PREFIXES["owl"]) for c in said.get(TYPE, ()))
    return "term" if vocabulary else "other"


def _about(kind: str, iri: str, said: Said, members: Mapping[str, str]) -> str:
    found = next((value for name in _ABOUT.get(kind, ()) if (value := named(said, name.value))), iri)
    return members.get(found, found)


def _order(change: Change) -> tuple[str, bool, int, str, str]:
    """By what they are about; there merges first, then by kind and IRI."""
    merged = REPLACED in change.before or REPLACED in change.after
    return change.about, not merged, KINDS.index(change.kind), change.iri, change.old or ""
