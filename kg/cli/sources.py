"""What a command asks: the store, or a SPARQL service."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.common import reading

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.query import Source


@contextmanager
def source_of(store: Path, endpoint: str | None) -> Iterator[Source]:
    """The service at `endpoint`, or the store, which is closed at the end."""
    if endpoint:
        from kg.remote import RemoteSource

        yield RemoteSource(endpoint)
    else:
        with reading(store) as opened, _interruptible():
            yield opened


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C ends the process at once.

    Python hears it only when a running query returns, and nothing can stop Oxigraph; but whoever only
    reads has nothing to clean up.
    """
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    except ValueError:  # only the main thread may say what a signal does
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def quads_from(endpoint: str, graph: str) -> list[Quad]:
    """Quads of the view, of everything, or of one release, from a SPARQL service."""
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    from kg.errors import InputError
    from kg.remote import RemoteSource
    from kg.vocab import INTERNAL, graph_iri

    service = RemoteSource(endpoint)

    def construct(name: NamedNode | None) -> list[Quad]:
        where = "?s ?p ?o" if name is None else f"GRAPH {name} {{ ?s ?p ?o }}"
        triples = service.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}")
        return [Quad(t.subject, t.predicate, t.object, name or DefaultGraph()) for t in triples]

    if graph == "view":
        return construct(None)
    if graph != "all":
        found = construct(NamedNode(graph_iri(graph)))
        if not found:
            raise InputError(f"no release {graph!r} at {endpoint}", remedy="`kg query releases` lists them")
        return found
    rows = service.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    names = [row["g"] for row in rows if row["g"].value not in INTERNAL]
    return [*construct(None), *(quad for name in names for quad in construct(name))]
