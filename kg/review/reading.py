"""What the published view says of each entity, as far as it helps to compare it (`kg.matching.Profile`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal

from kg.matching import Held, Profile
from kg.slots import ENTITY_KINDS
from kg.store import Store
from kg.vocab import AUTHORITY, BASE, PREFIXES

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


def entities(store: Store, kind: str) -> list[str]:
    """IRIs of the entities of one of `KINDS`, sorted."""
    return sorted({x for x, _ in _rows(store, kind, "?x rdfs:label ?v")})


def curated(store: Store) -> frozenset[str]:
    """IRIs that the authority describes."""
    rows = store.query(f"SELECT DISTINCT ?x WHERE {{ GRAPH <{AUTHORITY}> {{ ?x ?p ?o }} }}")
    return frozenset(row["x"].value for row in rows)


def example(store: Store, profile: Profile) -> tuple[str, str]:
    """Words of a release that name an entity, and that release's key; empty where there are none.

    Of its first attestations the shortest words that hold one of its names, or at least the end of one.
    """
    first = f"SELECT ?fact WHERE {{ <{profile.iri}> prov:wasDerivedFrom ?fact }} ORDER BY ?fact LIMIT 20"
    rows = store.query(
        f"""{_PROLOGUE}SELECT ?fact ?quote WHERE {{ {{ {first} }} GRAPH ?g {{
            ?fact sg:evidence ?span . ?span oa:hasSelector ?words . ?words oa:exact ?quote }} }}"""
    )
    whole = [name.lower() for name in profile.names]
    ends = [name.split()[-1] for name in whole]

    def rank(quote: str) -> int:
        said = quote.lower()
        return 0 if any(name in said for name in whole) else 1 if any(end in said for end in ends) else 2

    found = [(row["fact"].value, " ".join(row["quote"].value.split())) for row in rows]
    fact, quote = min(found, key=lambda pair: (rank(pair[1]), len(pair[1]), pair), default=("", ""))
    return quote, unquote(fact.removeprefix(_RELEASE).partition("/")[0])


_TELLS = {
    "email": "?x sg:person <{person}> ; schema:email ?v . FILTER(LCASE(STR(?v)) = {value})",
    "post": "?x a sg:Tenure ; org:member <{person}> ; sg:post ?v . FILTER(STR(?v) = {value})",
}


def mentions_with(store: Store, person: str, what: str, value: str) -> list[tuple[str, str]]:
    """Keys of the releases that give a person an e-mail address or a post ("email", "post"), sorted.

    Each with the IRI under which that release speaks of the person.
    """
    pattern = _TELLS[what].format(person=person, value=Literal(value))
    rows = store.query(
        f"""{_PROLOGUE}SELECT DISTINCT ?mention WHERE {{
        {pattern} ?x prov:wasDerivedFrom ?fact . GRAPH ?g {{ ?fact sg:person ?mention }} }}"""
    )
    found = {row["mention"].value for row in rows}
    return sorted((unquote(iri.removeprefix(_RELEASE).partition("/")[0]), iri) for iri in found)


_PATTERNS: Mapping[str, str] = {
    "names": "?x skos:altLabel ?v",
    "abbreviations": "?x sg:abbreviation ?v",
    "emails": "?c sg:person ?x ; schema:email ?v",
    "employers": "?c sg:person ?x ; sg:organization ?v",
    "start": "?x sg:startLabel ?v",
    "posts in": "?x org:postIn ?v",
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
        iri.split("/")[-2 if kind == "post" else -1] if own and kind not in _NO_ANCHOR else "",
        abbreviations=frozenset(told["abbreviations"]),
        emails=frozenset(told["emails"]),
        held=tuple(sorted(told["held"], key=repr)),
        employers=frozenset(told["employers"] | told["posts in"]),
        start=min(told["start"], default=""),
        releases=frozenset(told["releases"]),
    )
