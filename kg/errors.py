"""The errors of Stadtgraph.

    StadtgraphError
    ├── InputError            a file or value given by the user cannot be used
    │   ├── ReadError         a release cannot be read (encoding, binary, too large, unreadable)
    │   ├── TableError        releases.csv or judgements.csv is malformed
    │   ├── ContradictionError  a judgement contradicts others
    │   ├── RdfError          Turtle (authority, ontology, shapes, data) is malformed
    │   └── KeyCollisionError two files claim one release key
    ├── QueryError            a canned or ad hoc query cannot be run
    │   ├── QueryLimitError   it is longer or nested deeper than any is allowed to be
    │   ├── UnknownQueryError
    │   ├── ParameterError    unknown, missing or ill-typed parameter, unknown label
    │   └── EndpointError     a remote SPARQL service failed
    ├── StoreError            the store cannot be opened, read or written
    │   └── StoreLockedError  another process is writing to it
    ├── VocabularyError       a term is used that `ontology/` does not declare
    ├── LexiconError          a label or rule in `ontology/` or `kg/rules` cannot be used
    └── OntologyError         the reasoner is missing or failed

Only `kg.cli` turns these into exit codes; the library raises them and prints nothing.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path


class StadtgraphError(Exception):
    """Base of all errors raised on purpose by this package."""


class InputError(StadtgraphError):
    """Something the user gave cannot be used.

    `path` is the file, `line` the 1-based line in it, `remedy` what to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        remedy: str = "",
    ) -> None:
        self.message, self.path, self.line, self.remedy = message, path, line, remedy
        place = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(f"{place}{message}" + (f" — {remedy}" if remedy else ""))


class ReadError(InputError):
    """A release cannot be read."""


class TableError(InputError):
    """A CSV table of the steward is malformed."""


class ContradictionError(InputError):
    """A judgement contradicts others; `rows` are those in the way, as a chain."""

    def __init__(self, message: str, *, rows: Sequence[object], path: Path, remedy: str) -> None:
        super().__init__(message, path=path, remedy=remedy)
        self.rows = tuple(rows)


class RdfError(InputError):
    """An RDF file is malformed."""


class KeyCollisionError(InputError):
    """Two files claim the same release key."""


class QueryError(StadtgraphError):
    """A query cannot be run.

    Where the place is known: `line` and `column` (1-based, in code points; else 0) and the `words` there.
    """

    def __init__(self, message: str, *, line: int = 0, column: int = 0, words: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.words = line, column, words


class QueryLimitError(QueryError):
    """A query is longer or nested deeper than any is allowed to be."""


class UnknownQueryError(QueryError):
    """No canned query has this name. `nearest` are names like it."""

    def __init__(self, message: str, *, nearest: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)


class ParameterError(QueryError):
    """A parameter is unknown, missing, ill-typed, or its label is not known.

    `nearest` are the known names of parameters, or the known labels, that are like what was given.
    """

    def __init__(self, message: str, *, nearest: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)


class EndpointError(QueryError):
    """A remote SPARQL service could not be reached or refused the query."""


class StoreError(StadtgraphError):
    """The store cannot be opened, read or written."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class VocabularyError(StadtgraphError):
    """A term is used that the ontology does not declare."""


class LexiconError(StadtgraphError):
    """A label or a rule cannot be used."""


class OntologyError(StadtgraphError):
    """The ontology cannot be checked."""


def fault(path: Path | str, problem: Exception) -> str:
    """What a steward can do about a fault of the program: say where it is, and leave the file out."""
    at = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{Path(at.filename).name}:{at.lineno}"
    return (
        f"{path}: the program fails on it ({type(problem).__name__} in {where}: {problem}) — "
        "please report this, with the file; the other releases are not concerned"
    )
