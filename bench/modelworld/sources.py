"""Questions about sources: what is attested of something, in which words, where they differ, releases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Any

from kg.vocab import SG, release_iri
from modelworld.asking import Archive, Question, Row, row
from modelworld.page import Said

_KINDS = ("person", "organization", "event", "programme", "project")
_OF_A_KIND = 40


def _entities(archive: Archive) -> Iterator[tuple[str, str]]:
    """Entities of each kind, and the one that most is said of: kind and IRI."""
    for kind in _KINDS:
        known = (iri for iri in archive.naming if f"/id/{kind}/" in iri)
        for iri in archive.some(known, _OF_A_KIND):
            yield kind, iri
    yield "busiest", max(archive.naming, key=lambda iri: len(archive.naming[iri]))


def timelines(archive: Archive) -> Iterator[Question]:
    """`timeline` of entities: each fact that names them."""
    columns = "date kind label release entity"
    for form, iri in _entities(archive):
        rows = [
            row(
                date=told.day,
                kind=_kind(one),
                label=_label(one),
                release=release_iri(told.release.key),
                entity=iri,
            )
            for told, one in archive.naming[iri]
        ]
        yield Question("timeline", form, {"entity": iri}, columns, rows)


def _label(one: Said) -> str:
    return f"{one.main}: {one.fact.slots['role']}" if one.fact.kind == "role" else one.main


def _kind(one: Said) -> str:
    return SG[f"{one.fact.kind.capitalize()}Attestation"].value


def evidence(archive: Archive) -> Iterator[Question]:
    """`evidence` of entities: the words of each fact that names them."""
    columns = "entity kind quote start end release releaseTitle issued"
    for form, iri in _entities(archive):
        rows = [
            row(
                entity=iri, kind=_kind(one), quote=words.quote, start=words.start, end=words.end,
                release=release_iri(told.release.key), releaseTitle=told.title, issued=told.day,
            )
            for told, one in archive.naming[iri]
            for words in one.fact.evidence
        ]  # fmt: skip
        yield Question("evidence", form, {"entity": iri}, columns, rows)


def conflicts(archive: Archive) -> Iterator[Question]:
    """`conflicts`: the errors that were planted in founding years, headcounts and sums."""
    told: dict[tuple[Any, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for release, one in archive.of_kind["organization"]:
        if year := one.fact.slots.get("founded"):
            told["foundedLabel", one.main][str(year)].add(release.release.key)
    for release, one in archive.of_kind["headcount"]:
        if one.subject.qualifier == "exact":
            told["value", one.fact.slots["organization"], one.main, one.subject.on][
                str(one.subject.value)
            ].add(release.release.key)
    for release, one in archive.of_kind["funding"]:
        grant, amount = one.subject
        if amount and grant.recipient and grant.programme and grant.qualifier == "exact":
            told["amount", one.fact.slots["recipient"], grant][str(amount)].add(release.release.key)
    rows: list[Row] = [
        row(
            property=SG[about[0]].value, entityLabel=about[1], value1=one, release1=release_iri(a),
            value2=two, release2=release_iri(b),
        )
        for about, values in told.items()
        for one, two in product(values, repeat=2)
        if one < two
        for a, b in product(values[one], values[two])
        # What one release alone says of two it keeps apart.
        if values[two] - {a} and values[one] - {b}
    ]  # fmt: skip
    columns = "property value1 release1 value2 release2 entityLabel"
    yield Question("conflicts", "", {}, columns, rows)


def releases(archive: Archive) -> Iterator[Question]:
    """`releases` of one publisher, of some years, and all."""
    columns = "release title issued publisher publisherLabel facts key"

    rows = {
        told: row(
            release=release_iri(told.release.key), title=told.title, issued=told.day,
            publisher=told.publisher, facts=len(told.said), key=told.release.key,
        )
        for told in archive.releases
    }  # fmt: skip
    for who in archive.some({told.publisher for told in rows}):
        found = [one for told, one in rows.items() if told.publisher is who]
        yield Question("releases", "publisher", {"publisher": who.iri}, columns, found, who.name)
    for year in ("2012", "2018", "2024"):
        found = [one for told, one in rows.items() if str(told.day or "").startswith(year)]
        yield Question("releases", "year", {"year": year}, columns, found)
    yield Question("releases", "", {}, columns, list(rows.values()))
