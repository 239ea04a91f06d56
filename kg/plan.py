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
    anew       the view is to be derived anew, since the program has changed
    decided    what is curated has changed (authority, judgements, corrections), and not the program
    """

    todo: Mapping[str, Source | Release] = field(default_factory=dict)
    unchanged: tuple[Source, ...] = ()
    remove: Mapping[str, str] = field(default_factory=dict)
    anew: bool = False
    decided: bool = False

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.todo or self.remove or self.anew or self.decided)


def plan(given: Inputs, store: Store, maker: str, *, prune: bool) -> Plan:
    """What has to be done to bring the store in line with what is given."""
    todo: dict[str, Source | Release] = {}
    unchanged = []
    for source in given.sources:
        if store.note(source.key) == inputs.note(source):
            unchanged.append(source)
        else:
            todo[source.key] = source
    remove = {key: "retracted" for key in given.retracted if store.has_release(key)}
    active = {source.key for source in given.sources}
    if prune:
        remove |= {k: "pruned" for k in store.release_keys() if k not in given.keys and k not in remove}
    entry = store.note("") or ""
    anew = not inputs.made_by_this_program(entry)
    decided = entry != maker and not anew
    # Only with another program, or where that could not do all, there is something that is not given.
    for key in store.release_keys() if anew else sorted(store.outdated()):
        left = key not in active and key not in remove
        if (
            left
            and not inputs.made_by_this_program(store.note(key) or "")
            and (stored := _stored(store, key))
        ):
            todo[key] = stored
    return Plan(todo, tuple(unchanged), remove, anew, decided)


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
