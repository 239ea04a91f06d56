"""What a build has to do: the marks of its inputs against the store's manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg import inputs
from kg.errors import StadtgraphError, StoreError
from kg.inputs import Inputs, Source
from kg.model import Release
from kg.store import Store
from kg.vocab import graph_iri

Progress = Callable[[int, int, str], None]
"""Called with (done, total, name of the release just done)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build has to do, by key.

    todo       releases to extract: a file, or the text that the store has of a release without file
    unchanged  given and in the store as they are
    remove     to be taken out, with the reason: retracted or pruned
    kept       in the store and not given, left as they are
    anew       the view is to be derived anew, since the program or what is curated has changed
    """

    todo: Mapping[str, Source | Release] = field(default_factory=dict)
    unchanged: tuple[Source, ...] = ()
    remove: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    anew: bool = False

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.todo or self.remove or self.anew)


def plan(given: Inputs, store: Store, maker: str, *, prune: bool) -> Plan:
    """What has to be done to bring the store in line with what is given."""
    notes, here = store.notes(), set(store.release_keys())
    todo: dict[str, Source | Release] = {}
    unchanged = []
    for source in given.sources:
        if source.key in here and notes.get(source.key) == inputs.note(source):
            unchanged.append(source)
        else:
            todo[source.key] = source
    remove, kept = {}, []
    for key in sorted(here - {source.key for source in given.sources}):
        if key in given.retracted:
            remove[key] = "retracted"
        elif prune and key not in given.keys:
            remove[key] = "pruned"
        elif not inputs.made_by_this_program(notes.get(key, "")) and (stored := _stored(store, key)):
            todo[key] = stored
        else:
            kept.append(key)
    return Plan(todo, tuple(unchanged), remove, tuple(kept), notes.get("") != maker)


def _stored(store: Store, key: str) -> Release | None:
    """A release whose file was not given, from the text in the store; None where it holds no text."""
    from kg import graph

    try:
        release, _ = graph.read_release(store.quads(graph_iri(key)))
    except (StadtgraphError, LookupError, ValueError) as problem:
        # A graph that an older program wrote, in a form that is no longer understood.
        raise StoreError(
            f"{store.path}: release {key!r} was written by another version and is not among the paths — "
            "give its file too, or leave it out with --prune"
        ) from problem
    return release if release.text else None
