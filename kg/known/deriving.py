"""What a query asks for, derived as it was known, with what the query needs beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg.known.concerned import Bound, Concerned
from kg.known.past import Past
from kg.store import Store
from kg.vocab import PROV, release_iri, release_key

_FROM = PROV["wasDerivedFrom"]


def derived(what: str, store: Store, past: Past, bound: Bound) -> Iterator[Quad]:
    """What there was to say of something (a key of `kg.query.canned.AS_KNOWN_ON`), as quads of the view.

    `bound` are the entities that are concerned, by parameter. What the quads name has its labels; of
    attestations the quads in the graphs of their releases are there, too.
    """
    return _DERIVATIONS[what](store, past, bound)


def _tenures(store: Store, past: Past, bound: Bound) -> Iterator[Quad]:
    concerned = Concerned(store)
    yield from _with_labels(past, list(_of_posts(past, concerned, concerned.posts(bound))))


def _of_posts(past: Past, concerned: Concerned, posts: Iterable[str]) -> Iterator[Quad]:
    for group, same in concerned.groups(posts):
        yield from past.spans(group, same)
        for post in same:
            yield from past.entity(post)


def _fundings(store: Store, past: Past, bound: Bound) -> Iterator[Quad]:
    found = sorted(Concerned(store).fundings(bound))
    yield from _with_labels(past, [quad for iri in found for quad in past.entity(iri)])


def _headcounts(store: Store, past: Past, bound: Bound) -> Iterator[Quad]:
    found = sorted(Concerned(store).headcounts(bound))
    yield from _with_labels(past, [quad for iri in found for quad in past.entity(iri)])


def _attestations(store: Store, past: Past, bound: Bound) -> Iterator[Quad]:
    """What entities rest on, the attestations themselves, and their releases as the view describes them."""
    concerned = Concerned(store)
    if entities := bound.get("entity"):
        named = {node.value for node in entities}
        posts = {post for iri in named if (post := concerned.post_of(iri))}
        spans = {iri for iri in named if concerned.is_counted(iri)}
    else:
        named = {q.subject.value for q in store.matching(None, _FROM) if isinstance(q.subject, NamedNode)}
        posts, spans = concerned.posts({}), concerned.all_histories()
    counted = chain(
        _of_posts(past, concerned, posts),
        *(past.spans(group, same) for group, same in concerned.relations(spans)),
    )
    found = [quad for quad in counted if quad.predicate == _FROM]
    found += [
        Quad(NamedNode(iri), _FROM, NamedNode(source))
        for iri in sorted(named)
        if not concerned.is_counted(iri)
        for source in past.sources(iri)
    ]
    yield from found
    sources = sorted({quad.object.value for quad in found if isinstance(quad.object, NamedNode)})
    for source in sources:
        yield from past.fact(source)
    for key in sorted({past.key(source) for source in sources}):
        yield from store.matching(release_iri(key))  # nothing else describes it


_DERIVATIONS = {
    "tenures": _tenures,
    "fundings": _fundings,
    "headcounts": _headcounts,
    "attestations": _attestations,
}


def _with_labels(past: Past, quads: Sequence[Quad]) -> Iterator[Quad]:
    """The quads, and the labels of what they name and do not describe."""
    yield from quads
    described = {quad.subject for quad in quads}
    for node in sorted({quad.object for quad in quads} - described, key=str):
        if isinstance(node, NamedNode) and not release_key(node.value):
            yield from past.label(node.value)
