"""What the published view says of each entity, as far as it helps to compare it (`kg.matching.Profile`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from kg.matching import Held, Profile
from kg.slots import ENTITY_KINDS
from kg.store import Store
from kg.vocab import BASE, PREFIXES

KINDS = (*ENTITY_KINDS, "post")
"""Kinds of entities that can be one or several."""

_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "person": ("foaf:Person",),
    "organization": ("org:FormalOrganization", "org:OrganizationalUnit", "org:OrganizationalCollaboration"),
    "event": ("schema:Event",),
    "programme": ("sg:Programme",),
    "competition": ("sg:Competition",),
    "project": ("sg:Project",),
    "brand": ("schema:Brand",),
    "post": ("org:Post",),
}
_NO_ANCHOR = frozenset({"programme", "competition"})
_RELEASE = f"{BASE}id/release/"


def profiles(store: Store, kind: str) -> list[Profile]:
    """Profiles of all entities of one of `KINDS`, sorted by IRI."""
    told: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    labels: dict[str, str] = {}
    for x, label in _rows(store, kind, "?x rdfs:label ?v"):
        labels[x] = min(labels.get(x, label), label)
    for name, pattern in _PATTERNS.items():
        for x, value in _rows(store, kind, pattern):
            told[x][name].add(value)
    for x, source in _rows(store, kind, "?x prov:wasDerivedFrom ?v"):
        told[x]["releases"].add(source.removeprefix(_RELEASE).partition("/")[0])
    if kind == "person":
        for x, held, employer in _held(store):
            told[x]["held"].add(held)
            told[x]["employers"] |= {employer} - {""}
    return [_profile(iri, kind, labels[iri], told[iri]) for iri in sorted(labels)]


_PATTERNS: Mapping[str, str] = {
    "names": "?x skos:altLabel ?v",
    "abbreviations": "?x sg:abbreviation ?v",
    "emails": "?c sg:person ?x ; schema:email ?v",
    "employers": "?c sg:person ?x ; sg:organization ?v",
    "start": "?x sg:startLabel ?v",
}


def _rows(store: Store, kind: str, pattern: str) -> Iterator[tuple[str, str]]:
    for name in _CLASSES[kind]:
        for row in store.query(f"{_PROLOGUE}SELECT ?x ?v WHERE {{ ?x a {name} . {pattern} }}"):
            yield row["x"].value, row["v"].value


def _held(store: Store) -> Iterator[tuple[str, Held, str]]:
    rows = store.query(
        f"""{_PROLOGUE}SELECT ?x ?post ?role ?label ?org ?first ?last WHERE {{
        ?t a sg:Tenure ; org:member ?x ; sg:post ?post ; org:role ?role .
        OPTIONAL {{ ?role rdfs:label ?label }}
        OPTIONAL {{ ?t org:organization ?org }}
        OPTIONAL {{ ?t sg:firstAttested ?first ; sg:lastAttested ?last }} }}"""
    )
    for row in rows:
        post, role, label, employer, first, last = (
            row[name].value if row[name] is not None else ""
            for name in ("post", "role", "label", "org", "first", "last")
        )
        yield (
            row["x"].value,
            Held(post, role, label or role.rsplit("/", 1)[-1], employer, first, last),
            employer,
        )


def _profile(iri: str, kind: str, label: str, told: Mapping[str, set[Any]]) -> Profile:
    own = iri.startswith(f"{BASE}id/")
    return Profile(
        iri,
        kind,
        (label, *sorted(told["names"] - {label})),
        iri.rsplit("/", 1)[-1] if own and kind not in _NO_ANCHOR else "",
        abbreviations=frozenset(told["abbreviations"]),
        emails=frozenset(told["emails"]),
        held=tuple(sorted(told["held"], key=repr)),
        employers=frozenset(told["employers"]),
        start=min(told["start"], default=""),
        releases=frozenset(told["releases"]),
    )
