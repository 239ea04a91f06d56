"""What releases say otherwise by another authority, other judgements or corrections: only those concerned."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pyoxigraph import NamedNode

from kg import graph, identity
from kg.published import Curated, Said, contributions
from kg.store import Store
from kg.vocab import PROV, graph_iri, release_iri, release_key

_FROM = PROV["wasDerivedFrom"]


def said(store: Store, was: Curated, now: Curated) -> tuple[list[Said], list[Said]]:
    """What the releases that a change of decisions concerns said by `was`, and what they say by `now`.

    Sources that stewards add are among them.
    """
    concerned = [graph.read_release(store.quads(graph_iri(key))) for key in releases(store, was, now)]
    before, after = (
        [contributions(*one, curated) for one in (*curated.corrections.alone().values(), *concerned)]
        for curated in (was, now)
    )
    return before, after


def releases(store: Store, was: Curated, now: Curated) -> list[str]:
    """The keys of the releases in the store that say something else by `now` than by `was`, sorted.

    There may be some among them that say the same.
    """
    keys = set(was.corrections.touched_by(now.corrections))
    known = was.authority.touched_by(now.authority)
    for iri in known | was.judgements.touched_by(now.judgements, known):
        keys |= set(_speaking_of(store, iri))
    if known:
        keys |= set(_naming(store, {name for one in (was, now) for name in one.authority.names(known)}))
        keys |= {key for one in (was, now) for key in one.corrections.concerned()}
    return sorted(key for key in keys if key and store.has_release(key))


def _speaking_of(store: Store, iri: str) -> Iterator[str]:
    """The keys of releases from which the view knows an entity, or that a mention is in."""
    yield release_key(iri)
    for quad in store.matching(iri, _FROM):
        if isinstance(quad.object, NamedNode):
            yield release_key(quad.object.value)


def _naming(store: Store, names: Container[tuple[str, str]]) -> Iterator[str]:
    """The keys of releases with a name for which the authority is asked by one of these kinds and slugs."""
    places = identity.load_places()
    for mention, name in store.names():
        key = release_key(mention)
        kind = mention.removeprefix(f"{release_iri(key)}/").partition("/")[0]
        if any((kind, form) in names for form in identity.curated_forms(kind, name, places)):
            yield key
