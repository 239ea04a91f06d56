"""What was known when: the pure derivation, run over the releases issued until a day.

What was true on a day (`--on`) and what was known on a day are two things: the release that names a
predecessor may come years later. Nothing of this is stored. A question derives anew what it concerns:
the tenures of the posts asked for with all their holders, the fundings, the headcounts; the releases it
has to read for that are those that the view's provenance names. The answer is, row for row, that of a
store built from nothing of the releases issued until that day, by this program and with what is curated.
A label given for a parameter means what it means today.

    issued      which releases were known
    past        what they say, entity by entity
    concerned   what a query's parameters concern
    deriving    that as it was known, with what a query needs beside it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg import inputs, query, resources
from kg.errors import QueryError, StoreError
from kg.known.deriving import derived
from kg.known.past import Past
from kg.published import Curated
from kg.query import CannedQuery, Rows
from kg.store import Store
from kg.vocab import PROV

__all__ = ["curated_of", "run", "view"]

_FROM = PROV["wasDerivedFrom"]
_SHOWN = 5
"""Keys that a note names."""


def run(
    canned: CannedQuery,
    params: Mapping[str, str | Sequence[str]],
    store: Store,
    day: str,
    curated: Curated,
    *,
    evidence: bool = False,
) -> Rows:
    """The rows of a canned query as known on a day (YYYY-MM-DD), with the words they rest on if wanted.

    `params` as in `kg.query.run`, labels as the store knows them today; `curated` is what the store was
    built with (`curated_of`). Raises QueryError when the query cannot be asked so, ParameterError.
    """
    on = query.day("as-known-on", day).value
    if not canned.as_known_on:
        able = [name for name in query.names() if query.load(name).as_known_on]
        raise QueryError(f"{canned.name} cannot be asked as known on a day — {', '.join(able)} can")
    bound, _ = query.bindings(canned, params, store)
    past = Past(store, curated, on)
    then = _store([*curated.fixed, *derived(canned.as_known_on, store, past, bound)])
    rows = query.run(canned, params, then, labels=store)
    if evidence and rows.evidence:
        sources = (source for entity in rows.column(rows.evidence) for source in _rests_on(then, entity))
        rows = query.with_evidence(rows, _with_facts(then, past, sources))
    elif evidence:
        rows = query.with_evidence(rows, then)
    return Rows(rows.columns, rows.rows, (*rows.notes, *_notes(store, past, on)), rows.evidence)


def view(store: Store, day: str, curated: Curated) -> tuple[list[Quad], tuple[str, ...]]:
    """The whole view as known on a day, and notes on what a reader should know of it."""
    on = query.day("day", day).value
    past = Past(store, curated, on)
    return list(dict.fromkeys(past.view())), tuple(_notes(store, past, on))


def curated_of(
    store: Store,
    data: Path = Path("data"),
    *,
    authority: Sequence[Path] | None = None,
    judgements: Path | None = None,
    corrections: Path | None = None,
) -> Curated:
    """What is curated, as the store was built with it: the files named, those in `data`, or those that ship.

    Raises StoreError when they are others than at the build: what they decide would be guessed then.
    """
    entry = store.note("") or ""
    places = dict.fromkeys((data, resources.authority().parent))
    for files in (inputs.curated_files(place, authority, judgements, corrections) for place in places):
        if inputs.made_with(entry, files):
            return Curated(*files)
    raise StoreError(
        f"{store.path}: it was built with another authority, other judgements or corrections than those in "
        f"{data} or those that ship — name them with --authority, --judgements and --corrections, or run "
        "`kg build`"
    )


def _notes(store: Store, past: Past, day: str) -> Iterator[str]:
    if unsure := sorted(past.issued.unsure):
        listed = ", ".join(unsure[:_SHOWN]) + (" …" if len(unsure) > _SHOWN else "")
        count = "1 release" if len(unsure) == 1 else f"{len(unsure)} releases"
        yield f"as known on {day}; without an exact date, and so left out: {count} ({listed})"
    if not inputs.made_by_this_program(store.note("") or ""):
        yield "the store was built by another version of the program — run `kg build` to have both the same"


# -- the store of that day ---------------------------------------------------------------------------------


def _store(quads: Iterable[Quad]) -> Store:
    inner = ox.Store()
    inner.extend(quads)
    return Store(inner, None)


def _rests_on(then: Store, entity: object) -> Iterator[str]:
    if isinstance(entity, NamedNode):
        found = then.matching(entity.value, _FROM)
        yield from (quad.object.value for quad in found if isinstance(quad.object, NamedNode))


def _with_facts(then: Store, past: Past, sources: Iterable[str]) -> Store:
    facts = (quad for source in sorted(set(sources)) for quad in past.fact(source))
    return _store([*then.quads(), *facts])
