"""The fact that a steward names: by its IRI, or by its digest alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from kg import graph
from kg.errors import InputError
from kg.model import Fact, Release
from kg.slots import attestation_iri, digest
from kg.store import Store
from kg.vocab import BASE, SG, graph_iri

_WHOLE = re.compile(r"id/release/([^/\s]+)/fact/(\w+)/([0-9a-f]+)")
_DIGEST = re.compile(r"[0-9a-f]{4,12}")
_CORRECTION = re.compile(r"id/correction/([^/\s]+)")
_SHOWN = 5

_ALL = (
    f"SELECT DISTINCT ?fact {{ GRAPH ?g {{ ?fact {SG['modality']} ?m }} FILTER(CONTAINS(STR(?fact), %s)) }}"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A fact as it was read, with its release and all that was read from it."""

    release: Release
    facts: Sequence[Fact]
    fact: Fact

    @property
    def iri(self) -> str:
        """The IRI of its attestation."""
        return attestation_iri(self.release.key, self.fact)


def find_fact(name: str, store: Store) -> Found:
    """The fact of this IRI (whole, or from `id/` on), or of this digest or beginning of one.

    Raises InputError for a name of no form or no fact of the store, naming those like it, and for one
    that several facts have.
    """
    plain = name.strip().strip("<>").removeprefix(BASE)
    if match := _CORRECTION.match(plain):
        remedy = f"take it back with `kg correct undo {unquote(match[1])}`, or add it anew"
        raise InputError(f"{name} is no fact that was read, but a correction", remedy=remedy)
    whole = _WHOLE.fullmatch(plain)
    if whole is None:
        whole = _WHOLE.fullmatch(_by_digest(plain.rpartition("/")[2], name, store))
    assert whole is not None, "the store's facts have IRIs of this form"
    key = unquote(whole[1])
    release, facts = read(key, store)
    found = next((f for f in facts if f.kind == whole[2] and digest(f) == whole[3]), None)
    if found is None:
        alike = [f for f in facts if f.kind == whole[2]] or facts
        raise InputError(f"release {key!r} has no fact {whole[2]}/{whole[3]}", remedy=_listed(key, alike))
    return Found(release, facts, found)


def read(key: str, store: Store) -> tuple[Release, Sequence[Fact]]:
    """A release of the store with its facts as they were read. Raises InputError, naming the nearest."""
    known = store.release_keys()
    if key not in known:
        near = get_close_matches(key, known, n=3)
        remedy = f"did you mean {' or '.join(near)}?" if near else "`kg query releases` lists them"
        raise InputError(f"no release {key!r} in the store", remedy=remedy)
    return graph.read_release(store.quads(graph_iri(key)))


def _by_digest(short: str, name: str, store: Store) -> str:
    """The IRI, from `id/` on, of the one fact whose digest begins so."""
    if not _DIGEST.fullmatch(short):
        remedy = (
            "write id/release/<key>/fact/<kind>/<digits>, or the digits, as `kg query evidence` shows them"
        )
        raise InputError(f"{name!r} names no fact", remedy=remedy)
    found = [iri for iri in _containing(f"/{short}", store) if iri.rpartition("/")[2].startswith(short)]
    if len(found) > 1:
        shown = ", ".join(found[:_SHOWN])
        raise InputError(f"{len(found)} facts begin with {short}: {shown}", remedy="name one of them in full")
    if not found:
        near = _containing(f"/{short[:3]}", store)[:_SHOWN]
        remedy = f"did you mean {' or '.join(near)}?" if near else "`kg query evidence` shows the facts"
        raise InputError(f"no fact {short} in the store", remedy=remedy)
    return found[0]


def _containing(part: str, store: Store) -> list[str]:
    rows = store.query(_ALL % f'"{part}"')
    iris = (row["fact"].value.removeprefix(BASE) for row in rows)
    return sorted(iri for iri in iris if _WHOLE.fullmatch(iri) and f"/fact/{iri.split('/')[-2]}{part}" in iri)


def _listed(key: str, facts: Sequence[Fact]) -> str:
    shown = (attestation_iri(key, fact).removeprefix(BASE) for fact in facts[:_SHOWN])
    return f"there are {', '.join(shown)}" if facts else "nothing was read from it"
