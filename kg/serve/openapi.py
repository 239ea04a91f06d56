"""`/openapi.json`: what can be asked of this server, made from the query headers; `/docs` shows the same.

Descriptions are English; the German ones stand beside them as `x-summary-de` and `x-description-de`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from kg import __version__, query
from kg.query import CannedQuery, Parameter
from kg.serve import media, pages, problems
from kg.serve.canned import LONGEST_VALUE, MOST_PAGES, MOST_ROWS, MOST_VALUES, PAGE
from kg.serve.editor import EXAMPLES
from kg.serve.exchange import Answer, Ask, Context
from kg.serve.problems import PROBLEM
from kg.serve.protocol import DIRECT, FORM

Json = dict[str, Any]
QUERY_FORMATS = (*media.RESULTS.values(), media.OTHERS["jsonl"], media.HTML)
ENTITY_FORMATS = (
    media.HTML, media.GRAPHS["turtle"], media.GRAPHS["ntriples"], media.GRAPHS["jsonld"],
    media.GRAPHS["rdfxml"],
)  # fmt: skip
_JSON = media.OTHERS["json"]
_SPARQL_FORMATS = (*media.RESULTS.values(), *media.GRAPHS.values(), media.HTML)
_DUMP = r"^[a-z]+\.(ttl|nt|jsonld|rdf|trig|nq)(\.gz)?$"
_STATUS: Mapping[int, tuple[str, str, str]] = {
    301: (
        "MovedPermanently",
        "es ist in einem anderen aufgegangen",
        "it has been merged into another one",
    ),
    304: ("NotModified", "was der Client hat, stimmt noch", "what the client has is still right"),
    400: (
        "BadRequest",
        "etwas an der Anfrage ist falsch; es steht da, was",
        "something in the request is wrong; it says what",
    ),
    404: (
        "NotFound",
        "das gibt es nicht; die nächsten sind genannt",
        "there is no such thing; the nearest are named",
    ),
    405: ("MethodNotAllowed", "es gibt nur die Methoden in Allow", "there are only the methods in Allow"),
    406: ("NotAcceptable", "keines der Formate passt zu Accept", "none of the formats fits Accept"),
    408: ("RequestTimeout", "der Rumpf kam zu langsam", "the body came too slowly"),
    410: ("Gone", "die Mitteilung wurde zurückgezogen", "the release was retracted"),
    413: ("ContentTooLarge", "die Anfrage ist zu groß", "the request or its query is too large"),
    415: (
        "UnsupportedMediaType",
        "der Rumpf ist keine SPARQL-Anfrage in UTF-8",
        "the body is no SPARQL query in UTF-8",
    ),
    500: (
        "ServerFault",
        "der Server hat versagt; es steht in seinem Log",
        "the server failed; it is noted in its log",
    ),
    503: (
        "LimitReached",
        "eine Grenze für Zeit, Speicher oder Größe ist erreicht, oder der Server ist ausgelastet; `reason` "
        "sagt, was",
        "a limit on time, memory or size was reached, or the server is busy; `reason` says which",
    ),
}
"""Answers other than 200: their names in the document, and what they mean in German and English."""
_ALWAYS = (304, 400, 405, 406, 500, 503)


# -- the two jobs ------------------------------------------------------------------------------------------


def openapi(context: Context, ask: Ask) -> Answer:
    """`/openapi.json`: the OpenAPI 3.1 document."""
    return Answer(problems.as_json(_of(context)), ask.media)


def docs(context: Context, ask: Ask) -> Answer:
    """`/docs`: the same document as a page."""
    document = _of(context)
    return pages.page("docs.html", context, ask, document=document, routes=_routes(context, ask, document))


def _of(context: Context) -> Json:
    return document(context.settings.base_url, context.settings.timeout)


@cache
def document(base_url: str, timeout: float) -> Json:
    """The OpenAPI document of a server at `base_url` whose queries may take `timeout` seconds."""
    canned = [query.load(name) for name in query.names()]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stadtgraph",
            "version": __version__,
            **_both(
                "Ein Wissensgraph der kommunalen Digitalisierung, aus Pressemitteilungen. Nur lesend. HEAD "
                "geht, wo GET geht. Jede Antwort hat ein ETag; das Format wählt Accept oder `format`.",
                "A knowledge graph of municipal digitalisation, made from press releases. Read-only. HEAD "
                "works wherever GET does. Every answer has an ETag; Accept or `format` chooses the format.",
            ),
        },
        "servers": [{"url": base_url}],
        "tags": [
            {"name": "queries", **_both("Fertige Fragen", "Canned queries")},
            {"name": "sparql", **_both("SPARQL 1.1", "SPARQL 1.1")},
            {"name": "data", **_both("Linked Data und Dumps", "Linked data and dumps")},
            {"name": "server", **_both("Über den Server", "About the server")},
        ],
        "paths": {
            "/queries": {"get": _list(), "options": _options("queries")},
            **{
                f"/queries/{q.name}": {"get": _query(q, timeout), "options": _options(f"query-{q.name}")}
                for q in canned
            },
            "/sparql": {
                "get": _sparql_get(timeout),
                "post": _sparql_post(timeout),
                "options": _options("sparql"),
            },
            **_data_paths(),
            **_server_paths(),
        },
        "components": {"schemas": _SCHEMAS, "responses": _responses(), "parameters": _PARAMETERS},
    }


# -- pieces ------------------------------------------------------------------------------------------------


def _both(de: str, en: str, name: str = "description") -> Json:
    return {name: en, f"x-{name}-de": de}


def _told(said: Mapping[str, str], name: str) -> Json:
    return _both(said["de"], said["en"], name)


def _parameter(name: str, schema: Json, de: str, en: str, *, where: str = "query", **more: Any) -> Json:
    return {"name": name, "in": where, **_both(de, en), "schema": schema, **more}


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def _format(offers: Sequence[str]) -> Json:
    names = media.names(offers)
    return _parameter(
        "format",
        {"type": "string", "enum": names},
        "Format der Antwort, statt Accept",
        "format of the answer, in place of Accept",
    )


_PARAMETERS: Json = {
    "lang": _parameter(
        "lang",
        {"type": "string", "enum": ["de", "en"]},
        "Sprache der Seiten, statt Accept-Language",
        "language of pages, in place of Accept-Language",
    ),
    "page": _parameter(
        "page",
        {"type": "integer", "minimum": 1, "maximum": MOST_PAGES},
        "Seite, ab 1; `Link` nennt die anderen",
        "page, from 1; `Link` names the others",
    ),
    "limit": _parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        f"Zeilen je Seite; ohne Angabe alle, in HTML und mit `page` {PAGE}",
        f"rows of a page; all if not given, in HTML and with `page` {PAGE}",
    ),
    "evidence": _parameter(
        "evidence",
        {"type": "string", "enum": ["1", "0", "true", "false"]},
        "mit den Worten, auf denen jede Zeile beruht (Spalten quote und release)",
        "with the words each row rests on (columns quote and release)",
    ),
}
_LANG, _PAGE = _ref("parameters", "lang"), _ref("parameters", "page")
_SCHEMAS: Json = {
    "Problem": {
        "type": "object",
        **_both("Was falsch ist (RFC 9457)", "What is wrong (RFC 9457)"),
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "nearest": {"type": "array"},
            "line": {"type": "integer", "minimum": 1},
            "column": {"type": "integer", "minimum": 1},
            "words": {"type": "string"},
            "reason": {"type": "string"},
        },
    },
    "Results": {
        "type": "object",
        **_both("SPARQL 1.1 Query Results JSON", "SPARQL 1.1 Query Results JSON"),
        "required": ["head"],
        "properties": {
            "head": {
                "type": "object",
                "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
            },
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
            },
            "boolean": {"type": "boolean"},
        },
    },
    "InBoth": {
        "type": "object",
        "required": ["de", "en"],
        "properties": {"de": {"type": "string"}, "en": {"type": "string"}},
    },
    "Query": {
        "type": "object",
        "required": ["name", "summary", "description", "tags", "evidence", "params", "url"],
        "properties": {
            "name": {"type": "string"},
            "summary": _ref("schemas", "InBoth"),
            "description": _ref("schemas", "InBoth"),
            "tags": {"type": "array", "items": {"type": "string"}},
            "evidence": {"type": "boolean"},
            "params": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "type", "label", "default"],
                    "properties": {
                        "name": {"type": "string"},
                        "type": {"type": "string", "enum": ["iri", "label", "date", "year", "string"]},
                        "label": _ref("schemas", "InBoth"),
                        "default": {"type": ["string", "null"]},
                    },
                },
            },
            "url": {"type": "string", "format": "uri"},
        },
    },
    "Health": {
        "type": "object",
        "required": ["status", "version"],
        "properties": {"status": {"type": "string"}, "version": {"type": "string"}},
    },
}


def _schema(kind: str) -> Json:
    if kind == media.RESULTS["json"]:
        return _ref("schemas", "Results")
    return {} if kind in (_JSON, media.GRAPHS["jsonld"]) else {"type": "string"}


def _content(offers: Sequence[str], **known: Json) -> Json:
    """Media types with their schemas; `known` are those of JSON documents."""
    return {kind: {"schema": known.get("json", {}) if kind == _JSON else _schema(kind)} for kind in offers}


def _responses() -> Json:
    found: Json = {}
    for status, (name, de, en) in _STATUS.items():
        found[name] = _both(de, en)
        if status >= 400:
            content = {
                PROBLEM: {"schema": _ref("schemas", "Problem")},
                media.HTML: {"schema": {"type": "string"}},
            }
            found[name]["content"] = content
    found["MovedPermanently"]["headers"] = {"Location": {"schema": {"type": "string"}}}
    found["MethodNotAllowed"]["headers"] = {"Allow": {"schema": {"type": "string"}}}
    return found


def _operation(
    name: str,
    tag: str,
    summary: Json,
    offers: Sequence[str],
    *,
    params: Sequence[Json] = (),
    statuses: Sequence[int] = (),
    json_schema: Json | None = None,
    headers: Json | None = None,
    **more: Any,
) -> Json:
    """An operation that answers 200 in one of `offers`, or with one of the usual statuses or `statuses`."""
    success: Json = {
        **_both("die Antwort", "the answer"),
        "content": _content(offers, json=json_schema or {}),
    }
    if headers:
        success["headers"] = headers
    return {
        "operationId": name,
        "tags": [tag],
        **summary,
        **more,
        "parameters": list(params),
        "responses": {
            "200": success,
            **{str(s): _ref("responses", _STATUS[s][0]) for s in sorted({*_ALWAYS, *statuses})},
        },
    }


def _options(name: str) -> Json:
    """What browsers ask before a request of another origin."""
    return {
        "operationId": f"options-{name}",
        "tags": ["server"],
        **_both("Welche Methoden es gibt (CORS)", "Which methods there are (CORS)", "summary"),
        "responses": {
            "204": _both("die Methoden, in Allow", "the methods, in Allow"),
            "400": _ref("responses", "BadRequest"),
            "404": _ref("responses", "NotFound"),
        },
    }


# -- canned queries ----------------------------------------------------------------------------------------


def _list() -> Json:
    return _operation(
        "queries",
        "queries",
        _both("Die fertigen Fragen", "The canned queries", "summary"),
        (_JSON, media.HTML),
        params=[_format((_JSON, media.HTML)), _LANG],
        json_schema={"type": "array", "items": _ref("schemas", "Query")},
    )


def _query(canned: CannedQuery, timeout: float) -> Json:
    own = [_of_query(p) for p in canned.params]
    evidence = [_ref("parameters", "evidence")] if canned.evidence else []
    text = {"schema": {"type": "string"}}
    return _operation(
        f"query-{canned.name}",
        "queries",
        {**_told(canned.summary, "summary"), **_told(canned.description, "description")},
        QUERY_FORMATS,
        params=[
            *own, *evidence, _ref("parameters", "limit"), _PAGE, _format(QUERY_FORMATS), _LANG,
            _timeout(timeout),
        ],
        headers={
            "Link": {**_both("andere Seiten", "other pages"), **text},
            "X-Stadtgraph-Note": {
                **_both("was man zur Antwort wissen muss", "what to know about the answer"),
                **text,
            },
        },
    )  # fmt: skip


def _of_query(parameter: Parameter) -> Json:
    said = {
        "iri": ("ein Name in beliebiger Schreibung oder eine IRI", "a label in any case, or an IRI"),
        "label": ("ein Name in beliebiger Schreibung", "a label in any case"),
        "date": ("ein Tag", "a day"),
        "year": ("ein Jahr", "a year"),
        "string": ("Text", "text"),
    }[parameter.type]
    item: Json = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}
    if parameter.type == "date":
        item = {"type": "string", "format": "date"}
    elif parameter.type == "year":
        item = {"type": "string", "pattern": "^[0-9]{4}$"}
    schema: Json = {"type": "array", "items": item, "maxItems": MOST_VALUES}
    if parameter.default is not None:
        schema["default"] = [parameter.default]
    label = parameter.label
    return _parameter(
        parameter.name,
        schema,
        f"{label['de']}: {said[0]}; mehrere gelten als oder",
        f"{label['en']}: {said[1]}; several are alternatives",
        style="form",
        explode=True,
    )


def _timeout(most: float) -> Json:
    return _parameter(
        "timeout",
        _timeout_schema(),
        f"Sekunden, die es höchstens dauern darf; mehr als {most:g} gibt es nicht",
        f"seconds it may take at most; there are no more than {most:g}",
    )


def _timeout_schema() -> Json:
    # As a string: JSON's numbers can be written in more ways (1e3) than are understood here.
    return {"type": "string", "pattern": r"^(?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,6})?$", "examples": ["2.5"]}


# -- SPARQL ------------------------------------------------------------------------------------------------


def _dataset() -> Json:
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return {"default-graph-uri": graphs, "named-graph-uri": graphs}


def _dataset_params() -> list[Json]:
    said = {
        "default-graph-uri": ("Graphen, die den Default-Graphen bilden", "graphs of the default graph"),
        "named-graph-uri": ("Graphen für GRAPH", "graphs for GRAPH"),
    }  # fmt: skip
    return [
        _parameter(name, schema, *said[name], style="form", explode=True)
        for name, schema in _dataset().items()
    ]


def _sparql_get(timeout: float) -> Json:
    return _operation(
        "sparql-get",
        "sparql",
        {
            **_both("Eine SPARQL-Anfrage", "A SPARQL query", "summary"),
            **_both(
                "SELECT, ASK, CONSTRUCT, DESCRIBE; keine Updates, kein SERVICE. Ohne `query`: die "
                "Beschreibung des Dienstes als RDF, oder das Formular.",
                "SELECT, ASK, CONSTRUCT, DESCRIBE; no updates, no SERVICE. Without `query`: the description "
                "of the service as RDF, or the form.",
            ),
        },
        _SPARQL_FORMATS,
        params=[
            _parameter("query", {"type": "string", "minLength": 1}, "die Anfrage", "the query"),
            _parameter(
                "edit",
                {"type": "string"},
                "eine Anfrage, die nur ins Formular kommt",
                "a query that is only put into the form",
            ),
            *_dataset_params(),
            _format(_SPARQL_FORMATS),
            _LANG,
            _timeout(timeout),
        ],
        statuses=(413,),
    )


def _sparql_post(timeout: float) -> Json:
    form: Json = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": {"type": "string", "minLength": 1},
            **_dataset(),
            "format": {"type": "string", "enum": media.names(_SPARQL_FORMATS)},
            "timeout": _timeout_schema(),
        },
    }
    return _operation(
        "sparql-post",
        "sparql",
        _both("Eine SPARQL-Anfrage im Rumpf", "A SPARQL query in the body", "summary"),
        _SPARQL_FORMATS,
        params=[_LANG],
        statuses=(408, 413, 415),
        requestBody={
            "required": True,
            "content": {
                FORM: {"schema": form},
                DIRECT: {"schema": {"type": "string", "minLength": 1}},
            },
        },
        **_both(
            f"Als {DIRECT} gehören Dataset, Format und Zeitgrenze (bis {timeout:g} s) in die Adresse.",
            f"As {DIRECT}, dataset, format and time limit (up to {timeout:g} s) go into the address.",
        ),
    )


# -- linked data -------------------------------------------------------------------------------------------


def _path_parameter(name: str, de: str, en: str, example: str, **schema: Any) -> Json:
    found = {"type": "string", "minLength": 1, **schema}
    return _parameter(name, found, de, en, where="path", required=True, example=example)


def _data_paths() -> Json:
    entity = _format(ENTITY_FORMATS)
    listed = (media.HTML, _JSON)
    void = (*ENTITY_FORMATS[1:], media.HTML)
    described = {
        "/id/{path}": _operation(
            "entity",
            "data",
            {
                **_both("Was unter einer IRI steht", "What is said of an IRI", "summary"),
                **_both(
                    "Die Endungen .html .ttl .jsonld .nt .rdf wählen das Format.",
                    "The endings .html .ttl .jsonld .nt .rdf choose the format.",
                ),
            },
            ENTITY_FORMATS,
            params=[
                _path_parameter("path", "die IRI hinter id/", "the IRI after id/", "scheme/event-type"),
                _PAGE,
                entity,
                _LANG,
            ],
            statuses=(301, 404, 410),
        ),
        "/ns": _operation(
            "ns",
            "data",
            _both("Die Begriffe", "The terms", "summary"),
            ENTITY_FORMATS,
            params=[entity, _LANG],
        ),
        "/releases": _operation(
            "releases",
            "data",
            _both("Die Mitteilungen", "The releases", "summary"),
            listed,
            params=[_PAGE, _format(listed), _LANG],
        ),
        "/releases/{key}": _operation(
            "release",
            "data",
            _both(
                "Der Text einer Mitteilung, jedes Faktum markiert; oder ihr Graph",
                "The text of a release, every fact marked; or its graph",
                "summary",
            ),
            ENTITY_FORMATS,
            params=[_path_parameter("key", "der Schlüssel", "the key", "digitaltag"), entity, _LANG],
            statuses=(404, 410),
        ),
        "/export/{file}": _dump(),
        "/.well-known/void": _operation(
            "void",
            "data",
            _both("Über den Datenbestand (VoID, DCAT)", "About the data set (VoID, DCAT)", "summary"),
            void,
            params=[_format(void), _LANG],
        ),
    }
    return _with_options(described)


def _dump() -> Json:
    return _operation(
        "dump",
        "data",
        {
            **_both("Der Graph als Datei", "The graph as a file", "summary"),
            **_both(
                "`/export/` nennt die Dateien, `/export/SHA256SUMS` ihre Prüfsummen.",
                "`/export/` lists the files, `/export/SHA256SUMS` their checksums.",
            ),
        },
        (*media.GRAPHS.values(), "application/gzip"),
        params=[_path_parameter("file", "die Datei", "the file", "view.ttl", pattern=_DUMP)],
        statuses=(404,),
    )


def _server_paths() -> Json:
    page = (media.HTML,)
    described = {
        "/openapi.json": _operation(
            "openapi",
            "server",
            _both("Dieses Dokument", "This document", "summary"),
            (_JSON,),
            json_schema={"type": "object"},
        ),
        "/docs": _operation(
            "docs",
            "server",
            _both("Dieses Dokument als Seite", "This document as a page", "summary"),
            page,
            params=[_LANG],
        ),
        "/health": _operation(
            "health",
            "server",
            _both("Läuft er, und mit welchen Daten?", "Is it alive, and with which data?", "summary"),
            (_JSON,),
            json_schema=_ref("schemas", "Health"),
        ),
    }
    return _with_options(described)


def _with_options(described: Mapping[str, Json]) -> Json:
    found: Json = {}
    for path, operation in described.items():
        asked = _options(operation["operationId"])
        asked["parameters"] = [p for p in operation["parameters"] if p.get("in") == "path"]
        found[path] = {"get": operation, "options": asked}
    return found


# -- the page ----------------------------------------------------------------------------------------------


def _routes(context: Context, ask: Ask, document: Json) -> list[Json]:
    """The operations as the page shows them; those for OPTIONS are said in one sentence."""
    return [
        _route(context, ask, document, path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "options"
    ]


def _route(context: Context, ask: Ask, document: Json, path: str, method: str, operation: Json) -> Json:
    params = [_resolved(document, p) for p in operation["parameters"]]
    responses = {s: _resolved(document, r) for s, r in operation["responses"].items()}
    example = _example(path, params)
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": _in(operation, "summary", ask),
        "description": _in(operation, "description", ask),
        "params": [
            (p["name"], _kind(p["schema"]), _in(p, "description", ask), p["in"] == "path") for p in params
        ],
        "bodies": list(body),
        "formats": list(responses["200"]["content"]),
        "errors": [(s, _in(r, "description", ask)) for s, r in responses.items() if int(s) > 200],
        "curl": _curl(context, method, path, example),
        "link": context.link(example) if method == "get" else "",
    }


def _resolved(document: Json, found: Json) -> Json:
    if "$ref" not in found:
        return found
    _, _, kind, name = found["$ref"].split("/")
    resolved: Json = document["components"][kind][name]
    return resolved


def _in(found: Json, name: str, ask: Ask) -> str:
    return str(found.get(f"x-{name}-de" if ask.lang == "de" else name, ""))


def _kind(schema: Json) -> str:
    """A schema in a few words."""
    inner = schema.get("items", schema)
    if "enum" in inner:
        return " | ".join(inner["enum"])
    if "minimum" in inner:
        return f"{inner['minimum']} … {inner['maximum']}"
    if "examples" in inner:
        return f"{inner['examples'][0]} …"
    return str(inner.get("format") or inner.get("pattern") or inner["type"])


_VALUES = {"role": "CDO", "organization": "Stadt Kaiserslautern", "year": "2019", "on": "2023-12-01"}


def _example(path: str, params: Sequence[Json]) -> str:
    """A path to try. Its values are examples: other data may not know them."""
    for p in params:
        if p["in"] == "path":
            path = path.replace(f"{{{p['name']}}}", quote(p["example"], safe="/"))
    if path == "/sparql":
        return f"{path}?{urlencode({'query': EXAMPLES[1].text}, quote_via=quote)}"
    first = next((p["name"] for p in params if p["in"] == "query" and p["name"] in _VALUES), None)
    return f"{path}?{urlencode({first: _VALUES[first]}, quote_via=quote)}" if first else path


def _curl(context: Context, method: str, path: str, example: str) -> str:
    if method == "post":
        ask_all = "SELECT * WHERE { ?s ?p ?o } LIMIT 10"
        return f"curl --data-urlencode {_quoted('query=' + ask_all)} {_quoted(context.url(path))}"
    return f"curl {_quoted(context.url(example))}"


def _quoted(text: str) -> str:
    """A word for a shell."""
    return "'" + text.replace("'", "'\\''") + "'"
