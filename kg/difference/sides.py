"""What is compared: the published view of a file, of a store, or of quads at hand.

A side gives its triples as often as it is asked, in any order, so that neither of two large files has to
be held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg.errors import InputError, RdfError
from kg.store import Store
from kg.vocab import VIEW

_VIEW = NamedNode(VIEW)


class Side(Protocol):
    """One of two views that are compared; `name` is what its user calls it."""

    @property
    def name(self) -> str:
        """What messages and results call it."""
        ...

    def triples(self) -> Iterator[Quad]:
        """All quads of the view; which graph they are in does not count."""
        ...


@dataclass(frozen=True, slots=True)
class FileSide:
    """The view in a file as `kg export` writes it; its ending tells the format.

    In a file with named graphs the view is the default graph, or the graph `<base>graph/view`.
    """

    path: Path

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def triples(self) -> Iterator[Quad]:
        """The quads of the view.

        Raises InputError when the file cannot be read, has another ending or no view, RdfError with the
        line when it is malformed.
        """
        form = RdfFormat.from_extension(self.path.suffix.removeprefix(".").lower())
        if form is None:
            remedy = "write it with `kg export` to a file that ends in .ttl, .trig, .nt, .nq, .jsonld or .rdf"
            raise InputError("its ending tells no RDF format", path=self.path, remedy=remedy)
        others = found = False
        try:
            for quad in parse(path=str(self.path), format=form):
                if isinstance(quad.graph_name, DefaultGraph) or quad.graph_name == _VIEW:
                    found = True
                    yield quad
                else:
                    others = True
        except SyntaxError as problem:
            raise RdfError(str(problem.msg), path=self.path, line=problem.lineno) from problem
        except OSError as problem:
            raise InputError(f"cannot be read: {problem.strerror or problem}", path=self.path) from problem
        if others and not found:
            remedy = "export it with --graph view or --graph all"
            raise InputError(
                "it has named graphs, and none of them is the view", path=self.path, remedy=remedy
            )


@dataclass(frozen=True, slots=True)
class StoreSide:
    """The view of a store."""

    store: Store

    @property
    def name(self) -> str:
        """Where the store lies."""
        return str(self.store.path)

    def triples(self) -> Iterator[Quad]:
        """The quads of the view."""
        return self.store.quads()


@dataclass(frozen=True, slots=True)
class QuadsSide:
    """Quads at hand, such as `kg.known.view` derives."""

    name: str
    quads: Sequence[Quad]

    def triples(self) -> Iterator[Quad]:
        """The quads."""
        return iter(self.quads)
