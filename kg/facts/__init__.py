"""Facts of a release: typed tokens to attestations by declarative rules (`kg/rules/*.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg import document
from kg.facts import (
    competitions,
    contacts,
    events,
    funding,
    headcounts,
    metadata,
    organizations,
    programmes,
    quotations,
    roles,
    simple,
)
from kg.lexicon import Lexicon
from kg.model import Fact, Release

__all__ = ["extract"]


def extract(release: Release, lexicon: Lexicon | None = None) -> list[Fact]:
    """The facts of a release in the order of its text, the release's own metadata first.

    The order and every fact depend on the text, on `release.stated` and on the lexicon alone. Every
    evidence is checked: `text[start:end] == quote`; a fact without evidence is not made.
    """
    doc = document.read(release, lexicon)
    head = metadata.metadata(doc)
    found_roles = _once(roles.roles(doc))
    named = list(simple.simple(doc))
    money = list(funding.funding(doc, named))
    body = [
        *found_roles,
        *organizations.organizations(doc),
        *headcounts.headcounts(doc),
        *events.events(doc),
        *competitions.competitions(doc),
        *programmes.with_funders(doc, named, money),
        *money,
        *quotations.quotations(doc, found_roles),
        *contacts.contacts(doc),
    ]
    facts = [
        head,
        *sorted(
            _once(body),
            key=lambda f: (f.evidence[0].start, f.kind, f.evidence, sorted(map(str, f.slots.items()))),
        ),
    ]
    return [_checked(release, fact) for fact in facts if fact.evidence]


def _checked(release: Release, fact: Fact) -> Fact:
    for e in fact.evidence:
        if release.text[e.start : e.end] != e.quote or not e.quote.strip():
            raise AssertionError(f"{release.file}: inexact evidence {e} of {fact.kind}")
    evidence = tuple(dict.fromkeys(fact.evidence))
    return fact if len(evidence) == len(fact.evidence) else replace(fact, evidence=evidence)


_KEYS = {
    "role": ("person", "role_canonical"),
    "organization": ("name",),
    "event": ("name", "start"),
    "programme": ("name",),
    "competition": ("name",),
    "project": ("name",),
    "brand": ("name",),
    "headcount": ("organization", "value"),
    "funding": ("funder", "recipient", "amount", "share"),
    "quotation": ("text",),
    "contact": ("email", "person"),
}
"""Slots by which two findings in one release are the same fact."""


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once: of several that say the same, the fullest, with what the others add."""
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        past = fact.modality == "former"
        # Of one person's career the same office in two places is two facts.
        place = (
            _fold(fact.slots.get("organization")) if past and "organization" not in fact.resolved else None
        )
        key = (fact.kind, past, place, *(_fold(fact.slots.get(s)) for s in _KEYS[fact.kind]))
        kept[key] = _union(kept[key], fact) if key in kept else fact
    return _told_fully(list(kept.values()))


def _told_fully(facts: list[Fact]) -> list[Fact]:
    """Facts without a funding that another of the same figure tells more of."""
    money = [f for f in facts if f.kind == "funding"]
    return [
        f for f in facts
        if f.kind != "funding"
        or not any(_says_more(o, f) or _retold(f, o) or _share_retold(f, o) for o in money)
    ]  # fmt: skip


def _retold(fact: Fact, other: Fact) -> bool:
    """True for a sum in a headline that the text below tells again, often of others than it names in short.

    "Land fördert …" is "das Ministerium für …" there.
    """
    if fact.section != "headline" or other.section == "headline" or "amount" not in fact.slots:
        return False
    same = all(fact.slots.get(s) == other.slots.get(s) for s in ("amount", "currency", "status"))
    return same and bool(other.slots.keys() & {"funder", "recipient"})


def _share_retold(fact: Fact, other: Fact) -> bool:
    """True for a share in a headline that the text below tells again, with its sum or by a fuller name."""
    if fact.section != "headline" or other.section == "headline" or "amount" in fact.slots:
        return False
    return "share" in fact.slots and fact.slots["share"] == other.slots.get("share")


def _says_more(other: Fact, fact: Fact) -> bool:
    """True where a funding has the same figure, all parties of the other, and one more."""
    figure = ("amount", "share", "status")
    if not (fact.slots.keys() & {"amount", "share"}) or any(
        other.slots.get(s) != fact.slots.get(s) for s in figure
    ):
        return False
    parties = {s: v for s, v in fact.slots.items() if s in ("funder", "recipient")}
    more = {s: v for s, v in other.slots.items() if s in ("funder", "recipient")}
    return parties.items() < more.items()


def _fold(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _union(one: Fact, other: Fact) -> Fact:
    """The fact with more said by the words themselves, and slots that only the other has."""
    first, second = (one, other) if _weight(one) >= _weight(other) else (other, one)
    extra: Iterator[str] = (s for s in second.slots if s not in first.slots)
    slots = {**first.slots, **{s: second.slots[s] for s in extra}}
    added = [s for s in second.slots if s not in first.slots and s not in ("attested",)]
    resolved = {**first.resolved, **{s: second.resolved[s] for s in added if s in second.resolved}}
    evidence = first.evidence + (second.evidence if added else ())
    # Who "wird neue Direktorin" is that only later, though the text calls her so elsewhere.
    both = (one.modality, other.modality)
    modality = "future" if "future" in both else first.modality
    if set(both) == {"announced", "asserted"}:
        modality = "asserted"  # not the election alone tells of the office
    return replace(first, slots=slots, evidence=evidence, resolved=resolved, modality=modality)


def _weight(fact: Fact) -> tuple[int, int, int]:
    plain = len(fact.slots) - len(fact.resolved)
    return (fact.section != "boilerplate", plain, -fact.evidence[0].start)
