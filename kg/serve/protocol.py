"""The SPARQL 1.1 Protocol: from a request to a query with its dataset (sections 2.1 and 2.2).

Read-only: update requests are refused in every form in which they can come.
"""

from __future__ import annotations

from email.message import Message
from functools import lru_cache

from kg.serve import media
from kg.serve.exchange import Ask, Lang, Problem, Question
from kg.serve.requests import Request, parameters

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
ROWS, GRAPHS = tuple(media.RESULTS.values()), tuple(media.GRAPHS.values())
_ALL = (*ROWS, *GRAPHS)
_OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_SAME = {"json": "jsonld", "xml": "rdfxml"}
"""What formats of rows mean for graphs."""


def read_body(request: Request) -> None:
    """Put what a POST carries among the parameters. Raises Problem (400, 415) for what is no query."""
    kind, charset = _content_type(request.headers.get("content-type", ""))
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "The body is encoded", "send it without Content-Encoding")
    if charset not in ("utf-8", "utf8", ""):
        raise Problem(415, "The body is not UTF-8", f"charset {charset} is not understood — send UTF-8")
    if kind == FORM:
        request.add(parameters(request.body))
    elif kind == DIRECT:
        try:
            text = request.body.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise Problem(
                400, "The query is no text", f"byte {problem.start} is not UTF-8 — encode it as UTF-8"
            ) from problem
        if "query" in request.params or "update" in request.params:
            raise Problem(400, "Two queries", "the body is the query; the address must not hold another one")
        request.add([("query", text)])
    else:
        raise _unsupported(kind)


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = header or "none/none"
    return message.get_content_type(), str(message.get_param("charset") or "").lower().strip("\"'")


def _unsupported(kind: str) -> Problem:
    if kind == UPDATE:
        return Problem(415, "Updates are not possible", "this endpoint is read-only")
    said = "no Content-Type" if kind == "none/none" else kind
    return Problem(
        415,
        "The body cannot be understood",
        f"{said} — POST a query as {DIRECT}, or as {FORM} with the parameter query",
        headers=(("accept-post", f"{DIRECT}, {FORM}"),),
    )


def question(request: Request, lang: Lang, here: str) -> Question | None:
    """The query that a request asks, or None when it asks none.

    Raises Problem (400) for repeated or missing parameters and updates, 406 when the client takes none of
    our formats.
    """
    if not request.params.keys().isdisjoint(_OF_UPDATES):
        raise Problem(400, "Updates are not possible", "this endpoint is read-only")
    default, named = tuple(request.take("default-graph-uri")), tuple(request.take("named-graph-uri"))
    text = request.take_one("query")
    if text is None:
        if default or named:
            raise Problem(400, "There is no query", "a dataset is named, but no query is given")
        return None
    if not text.strip():
        raise Problem(400, "The query is empty", "write one of SELECT, ASK, CONSTRUCT, DESCRIBE")
    wanted, rows, graph = _formats(request)
    ask = Ask(request.path, request.rest(), wanted, lang, here)
    return Question(ask, text, default, named, rows, graph)


def _formats(request: Request) -> tuple[str, str | None, str | None]:
    """The media types for rows and for graphs; the first is text/html when a page is wanted."""
    forms = [form for form in request.take("format") if form]
    if forms:
        return _named(forms)
    return _by_accept(request.headers.get("accept"))


@lru_cache(1024)
def _by_accept(accept: str | None) -> tuple[str, str | None, str | None]:
    if accept and media.choose(accept, (*_ALL, media.HTML)) == media.HTML:
        return media.HTML, None, None
    rows, graph = media.choose(accept, ROWS), media.choose(accept, GRAPHS)
    if rows is None and graph is None:
        raise Problem(
            406,
            "No format fits",
            f"there are {', '.join((*_ALL, media.HTML))}",
            available=[*_ALL, media.HTML],
        )
    return "", rows, graph


def _named(forms: list[str]) -> tuple[str, str | None, str | None]:
    """What `format` means. SPARQLWrapper gives it twice, as a name and as a media type."""
    meant = [found for found in map(_meaning, forms) if any(found)]
    if not meant:
        raise Problem(
            400,
            "There is no such format",
            f"“{forms[0]}” — there are {', '.join(dict.fromkeys(media.names((media.HTML, *_ALL))))}",
        )
    page, rows, graph = ({name for name in names if name} for names in zip(*meant, strict=True))
    if max(len(page), len(rows), len(graph)) > 1:
        raise Problem(400, "A parameter is repeated", f"format is {' and '.join(forms)} — give one of them")
    return next(iter(page), ""), next(iter(rows), None), next(iter(graph), None)


def _meaning(form: str) -> tuple[str | None, str | None, str | None]:
    return (
        media.named(form, (media.HTML,)),
        media.named(form, ROWS),
        media.named(form, GRAPHS) or media.named(_SAME.get(form.lower(), ""), GRAPHS),
    )
