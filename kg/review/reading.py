"""What the published view says of each entity, as far as it helps to compare it (`kg.matching.Profile`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal

from kg.matching import Held, Profile
from kg.slots import ENTITY_KINDS, mention_iri
from kg.store import Store
from kg.vocab import AUTHORITY, BASE, PREFIXES, release_iri

KINDS = (*ENTITY_KINDS, "post")
"""Kinds of entities that may be one and are compared for that. Places are judged, and not compared."""

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
    "place": ("sg:Municipality",),
}
_NO_ANCHOR = frozenset({"programme", "competition"})
_RELEASE = f"{BASE}id/release/"


def profiles(store: Store, kind: str) -> list[Profile]:
    """Profiles of all entities of one of `KINDS`, sorted by IRI."""
    labels: dict[str, str] = {}
    for x, label in _rows(store, kind, "?x rdfs:label ?v"):
        labels[x] = min(labels.get(x, label), label)
    told: dict[str, dict[str, list[Any]]] = {
        name: _by_entity(_rows(store, kind, pattern)) for name, pattern in _PATTERNS[kind].items()
    }
    if kind == "person":
        told["held"] = _by_entity(_held(store))
    return [
        _profile(iri, kind, labels[iri], {name: by[iri] for name, by in told.items() if iri in by})
        for iri in sorted(labels)
    ]


def _by_entity(rows: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for x, value in rows:
        found.setdefault(x, []).append(value)
    return found


def entities(store: Store, kind: str) -> list[str]:
    """IRIs of the entities of one of `KINDS`, or of places, sorted."""
    return sorted({x for x, _ in _rows(store, kind, "?x rdfs:label ?v")})


def place_mentions(store: Store, key: str) -> list[str]:
    """The IRIs under which judgements speak of the municipalities that a release names, sorted.

    These are made of their names; only the view has places.
    """
    rows = store.query(
        f"""{_PROLOGUE}SELECT DISTINCT ?v WHERE {{ ?x a sg:Municipality ; prov:wasDerivedFrom ?fact .
        FILTER(STRSTARTS(STR(?fact), "{release_iri(key)}/")) ?x rdfs:label|skos:altLabel ?v }}"""
    )
    return sorted({mention_iri(key, "place", row["v"].value) for row in rows})


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


_EVERY = {"names": "?x skos:altLabel ?v", "sources": "?x prov:wasDerivedFrom ?v"}
_SHORT = {"abbreviations": "?x sg:abbreviation ?v"}
_PATTERNS: Mapping[str, Mapping[str, str]] = {
    "person": {
        **_EVERY,
        "emails": "?c sg:person ?x ; schema:email ?v",
        "employers": "?c sg:person ?x ; sg:organization ?v",
    },
    "organization": {**_EVERY, **_SHORT},
    "event": {**_EVERY, "start": "?x sg:startLabel ?v"},
    "programme": {**_EVERY, **_SHORT},
    "competition": _EVERY,
    "project": {**_EVERY, **_SHORT},
    "brand": _EVERY,
    "post": {**_EVERY, "employers": "?x org:postIn ?v"},
}
"""What is asked of the entities `?x` of a kind, with the value `?v`."""


def _rows(store: Store, kind: str, pattern: str) -> Iterator[tuple[str, str]]:
    for name in _CLASSES[kind]:
        for row in store.query(f"{_PROLOGUE}SELECT ?x ?v WHERE {{ ?x a {name} . {pattern} }}"):
            yield row[0].value, row[1].value


def _held(store: Store) -> Iterator[tuple[str, Held]]:
    """The posts of persons, tenure by tenure. A query of one property takes less than one of all together."""
    told = {name: _values(store, prop) for name, prop in _OF_A_TENURE.items()}
    labels = _values(store, "rdfs:label", "?x a org:Role .")
    for tenure, person in _values(store, "org:member").items():
        post, role, organization, first, last = (by.get(tenure, "") for by in told.values())
        yield person, Held(post, role, labels.get(role, role.rsplit("/", 1)[-1]), organization, first, last)


_OF_A_TENURE = {
    "post": "sg:post",
    "role": "org:role",
    "organization": "org:organization",
    "first": "sg:firstAttested",
    "last": "sg:lastAttested",
}


def _values(store: Store, prop: str, of: str = "") -> dict[str, str]:
    rows = store.query(f"{_PROLOGUE}SELECT ?x ?v WHERE {{ {of} ?x {prop} ?v }}")
    return {row[0].value: row[1].value for row in rows}


def _profile(iri: str, kind: str, label: str, told: Mapping[str, list[Any]]) -> Profile:
    own = iri.startswith(f"{BASE}id/")
    held = told.get("held", [])
    return Profile(
        iri,
        kind,
        (label, *sorted({*told.get("names", ())} - {label})),
        iri.split("/")[-2 if kind == "post" else -1] if own and kind not in _NO_ANCHOR else "",
        abbreviations=frozenset(told.get("abbreviations", ())),
        emails=frozenset(told.get("emails", ())),
        held=tuple(sorted(held, key=repr)) if len(held) > 1 else tuple(held),
        employers=frozenset((*told.get("employers", ()), *(one.organization for one in held))) - {""},
        start=min(told.get("start", ()), default=""),
        releases=frozenset(map(_release_of, told.get("sources", ()))),
    )


def _release_of(source: str) -> str:
    return source.removeprefix(_RELEASE).partition("/")[0]
