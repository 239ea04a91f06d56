"""A SPARQL 1.1 service elsewhere, asked through SPARQLWrapper, as a source like the store of our own."""

from __future__ import annotations

from typing import Any
from urllib.error import HTTPError, URLError

import pyoxigraph as ox

from kg.errors import EndpointError

_TIMEOUT = 30  # seconds


class RemoteSource:
    """A SPARQL endpoint. `query` gives pyoxigraph's kinds of results, so callers need not tell it apart.

    `timeout` counts seconds without an answer.
    """

    def __init__(self, url: str, *, timeout: int = _TIMEOUT) -> None:
        if not url.lower().startswith(("http://", "https://")):
            raise EndpointError(
                f"“{url}” is no endpoint — give an address that begins with http:// or https://"
            )
        self.url, self.timeout = url, timeout

    def query(self, sparql: str) -> Any:
        """Run a query there; solutions, a boolean or triples.

        Raises EndpointError when the service cannot be reached, is too slow, refuses the query or
        answers something else than results.
        """
        import SPARQLWrapper as Sw

        wrapper = Sw.SPARQLWrapper(self.url, agent="stadtgraph")
        wrapper.setTimeout(self.timeout)
        # By POST: bound parameters and lists of entities make queries longer than some servers' URLs;
        # as a form, which every server takes.
        wrapper.setMethod(Sw.POST)
        wrapper.setOnlyConneg(True)  # no `format=json&output=json&…` in the address
        wrapper.setQuery(sparql)
        graph = wrapper.queryType in (Sw.CONSTRUCT, Sw.DESCRIBE)
        if graph:
            wrapper.setReturnFormat(Sw.TURTLE)
        else:
            wrapper.setReturnFormat(Sw.JSON)
        return self._read(self._ask(wrapper), graph=graph)

    def _ask(self, wrapper: Any) -> bytes:
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        try:
            answer = wrapper.query().response
            with answer:
                data: bytes = answer.read()
                return data
        except SPARQLWrapperException as problem:
            raise EndpointError(f"{self.url}: the service refused the query: {_words(problem)}") from problem
        except HTTPError as problem:
            with problem:
                raise EndpointError(f"{self.url}: HTTP {problem.code} {problem.reason}") from problem
        except TimeoutError as problem:
            raise EndpointError(f"{self.url}: no answer within {self.timeout} s") from problem
        except (URLError, OSError, ValueError) as problem:
            if isinstance(getattr(problem, "reason", None), TimeoutError):
                raise EndpointError(f"{self.url}: no answer within {self.timeout} s") from problem
            reason = getattr(problem, "reason", problem)
            raise EndpointError(f"{self.url}: cannot be reached: {reason}") from problem

    def _read(self, data: bytes, *, graph: bool) -> Any:
        try:
            if graph:
                return iter([quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)])
            return ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as problem:
            raise EndpointError(f"{self.url}: the answer is no SPARQL result: {problem}") from problem


def _words(problem: Exception) -> str:
    """What a service says, on one line and not at length; SPARQLWrapper quotes its answer as bytes."""
    text = str(problem)
    _, _, answer = text.partition("Response:\n")
    if answer[:2] in ("b'", 'b"'):
        text = answer[2:-1].replace("\\n", " ")
    text = " ".join(text.split())
    return text if len(text) <= 300 else f"{text[:300]}…"
