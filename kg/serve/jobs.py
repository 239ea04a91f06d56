"""What can be asked of a worker: jobs by name, and what their errors become over HTTP."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from kg.errors import ParameterError, QueryError, QueryLimitError, StadtgraphError, UnknownQueryError
from kg.serve.exchange import Answer, Context, Problem

JOBS: Mapping[str, str] = {
    "sparql": "kg.serve.sparql:sparql",
    "service_description": "kg.serve.description:service_description",
    "sparql_page": "kg.serve.canned:sparql_page",
    "queries": "kg.serve.canned:queries",
    "query": "kg.serve.canned:query",
    "openapi": "kg.serve.openapi:openapi",
    "docs": "kg.serve.openapi:docs",
    "home": "kg.serve.home:home",
    "entity": "kg.serve.entities:entity",
    "ns": "kg.serve.terms:ns",
    "release": "kg.serve.releases:release",
    "releases": "kg.serve.releases:releases",
    "void": "kg.serve.description:void",
    "exports": "kg.serve.dumps:exports",
    "checksums": "kg.serve.dumps:checksums",
}
"""Each takes the context and what is asked (an Ask or a Question), and gives an Answer or raises."""

Job = Callable[[Context, Any], Answer]


@cache
def find(name: str) -> Job:
    """The function of a job. Raises KeyError for one that is not there."""
    module, _, function = JOBS[name].partition(":")
    found: Job = getattr(import_module(module), function)
    return found


def load() -> None:
    """Import all there is, so that processes forked from this one share it."""
    for name in JOBS:
        find(name)


def run(name: str, context: Context, ask: Any) -> Answer:
    """The answer of a job. Raises Problem, whatever goes wrong."""
    try:
        return find(name)(context, ask)
    except Problem:
        raise
    except StadtgraphError as problem:
        raise as_problem(problem) from problem
    except MemoryError as problem:
        raise too_much_memory(context.settings.memory) from problem


def as_problem(error: StadtgraphError) -> Problem:
    """What a domain error is over HTTP."""
    if isinstance(error, UnknownQueryError):
        return Problem(404, "There is no such query", str(error), nearest=_nearest(error))
    if isinstance(error, ParameterError):
        return Problem(400, "A parameter cannot be used", str(error), nearest=_nearest(error))
    if isinstance(error, QueryError):
        limit = isinstance(error, QueryLimitError)
        title = "The query is too large" if limit else "The query cannot be run"
        return Problem(
            413 if limit else 400,
            title,
            str(error),
            line=error.line or None,
            column=error.column or None,
            words=error.words,
            reason="size" if limit else "",
        )
    return Problem(500, "The server cannot answer", str(error))


def _nearest(error: QueryError) -> list[str]:
    return list(getattr(error, "nearest", ()))


def too_much_memory(limit: int) -> Problem:
    """The problem of a query that needs more memory than it may have."""
    return Problem(
        503,
        "The query needs too much memory",
        f"it was stopped when it had taken more than the {limit // 2**20} MB that a query may take — ask for "
        "less, or in parts (LIMIT, narrower patterns)",
        reason="memory",
    )


_SMALLEST = 600  # bytes: below, compressing costs more than it saves


def compressed(body: bytes, encoding: str) -> bytes | None:
    """The body in a content encoding (`gzip`, `zstd`); None where that gains nothing."""
    if not encoding or len(body) < _SMALLEST:
        return None
    if encoding == "zstd":
        import zstandard

        return zstandard.ZstdCompressor(level=3).compress(body)
    return gzip.compress(body, compresslevel=5, mtime=0)
