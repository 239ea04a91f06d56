"""How much of what a store holds: counts for the summary of a build.

A build keeps them with the partial results (`kg.published.TALLY`), since counting takes seconds in a
large store; where these are left out, as in what the server shows, the store is counted.
"""

from __future__ import annotations

from collections import Counter

from kg import graph
from kg.store import Store
from kg.vocab import PARTIALS, PREFIXES

_ENTITIES = {
    "foaf:Person": "person",
    "org:FormalOrganization": "organization",
    "org:OrganizationalUnit": "organization",
    "org:OrganizationalCollaboration": "organization",
    "org:Post": "post",
    "sg:Tenure": "tenure",
    "sg:Municipality": "place",
    "schema:Event": "event",
    "sg:Programme": "programme",
    "sg:Competition": "competition",
    "sg:Project": "project",
    "schema:Brand": "brand",
    "schema:MonetaryGrant": "funding",
    "sg:Headcount": "headcount",
    "schema:Quotation": "quotation",
    "schema:ContactPoint": "contact",
    "sg:Conflict": "conflict",
}


def facts(store: Store) -> dict[str, int]:
    """Number of attestations by kind, the most frequent first."""
    counted = _kept(store, "fact:") or _attestations(store)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def entities(store: Store) -> dict[str, int]:
    """Number of entities of the view by kind, in the order of the data model."""
    types = _kept(store, "type:") or _types(store, named=False)
    counted = dict.fromkeys(_ENTITIES.values(), 0)
    for curie, kind in _ENTITIES.items():
        prefix, name = curie.split(":")
        counted[kind] += types[PREFIXES[prefix] + name]
    return {kind: number for kind, number in counted.items() if number}


def _kept(store: Store, what: str) -> Counter[str]:
    """The counts that a build keeps, by kind or class."""
    kept = graph.read_partial(store.matching(graph.group_iri(("tally",)), graph=PARTIALS))
    counts = {key: weight for key, weight in kept.items() if isinstance(weight, int)}
    return Counter({key.removeprefix(what): n for key, n in counts.items() if key.startswith(what)})


def _attestations(store: Store) -> Counter[str]:
    counted: Counter[str] = Counter()
    for cls, number in _types(store, named=True).items():
        name = cls.removeprefix(PREFIXES["sg"])
        if name != cls and name.endswith("Attestation") and name != "Attestation":
            counted[name.removesuffix("Attestation").lower()] += number
    return counted


def _types(store: Store, *, named: bool) -> Counter[str]:
    where = "GRAPH ?g { ?s a ?type }" if named else "?s a ?type"
    query = f"SELECT ?type (COUNT(?s) AS ?n) {{ {where} }} GROUP BY ?type"
    return Counter({row["type"].value: int(row["n"].value) for row in store.query(query)})
