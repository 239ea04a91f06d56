"""An rdflib graph in plain dictionaries, made for being asked.

rdflib's own graph in memory keeps a context beside each triple and hands every answer through four
generators. pyshacl asks a graph ten thousand times per release; asking this one takes a third of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rdflib
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node, URIRef

Triple = tuple[Node, Node, Node]
_Level = dict[Node, dict[Node, dict[Node, None]]]

_NOTHING: Mapping[Node, Any] = {}


class _Triples(SimpleMemory):
    """Triples by subject and predicate, and by predicate and object; each once, in the order they came.

    What it inherits is the table of prefixes. Contexts it has none, but pyshacl wants a store that could.
    """

    context_aware = True
    graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self.spo: _Level = {}
        self.pos: _Level = {}
        self._count = 0

    def add(self, triple: Triple, context: Any = None, quoted: bool = False) -> None:  # noqa: ARG002
        s, p, o = triple
        objects = self.spo.setdefault(s, {}).setdefault(p, {})
        if o not in objects:
            objects[o] = None
            self.pos.setdefault(p, {}).setdefault(o, {})[s] = None
            self._count += 1

    def remove(self, triple: Any, context: Any = None) -> None:
        raise NotImplementedError("this graph only grows")

    def triples(self, triple: Any, context: Any = None) -> Iterator[Any]:  # noqa: ARG002
        for found in self.matching(*triple):
            yield found, iter(())

    def matching(self, s: Node | None, p: Node | None, o: Node | None) -> Iterator[Triple]:
        """The triples of a pattern; None stands for any."""
        if s is not None:
            by_predicate = self.spo.get(s, _NOTHING)
            for predicate in by_predicate if p is None else (p,):
                objects = by_predicate.get(predicate, _NOTHING)
                for obj in objects if o is None else (o,) if o in objects else ():
                    yield s, predicate, obj
            return
        for predicate in self.pos if p is None else (p,):
            by_object = self.pos.get(predicate, _NOTHING)
            for obj in by_object if o is None else (o,):
                for subject in by_object.get(obj, _NOTHING):
                    yield subject, predicate, obj

    def __len__(self, context: Any = None) -> int:
        return self._count


class Index(rdflib.Graph):
    """A graph that triples can be added to and not taken from.

    Answers come in the order in which the triples came, each once.
    """

    def __init__(self) -> None:
        self._triples = _Triples()
        super().__init__(self._triples)

    def add_all(self, triples: Iterable[Triple]) -> None:
        """Adds triples, without asking of each term whether it is one."""
        for triple in triples:
            self._triples.add(triple)

    # A predicate of any other class is None or a path, which rdflib is left to walk. (Asking whether it is
    # a path would take longer than the answer.)

    def triples(self, triple: Any) -> Any:
        """As rdflib's."""
        if triple[1] is None or triple[1].__class__ is URIRef:
            return self._triples.matching(*triple)
        return super().triples(triple)

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Any:
        """As rdflib's."""
        if predicate.__class__ is URIRef and subject is not None and subject.__class__ is not list:
            return iter(self._triples.spo.get(subject, _NOTHING).get(predicate, ()))
        return super().objects(subject, predicate, unique)

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Any:
        """As rdflib's."""
        if predicate.__class__ is URIRef and object is not None and object.__class__ is not list:
            return iter(self._triples.pos.get(predicate, _NOTHING).get(object, ()))
        return super().subjects(predicate, object, unique)
