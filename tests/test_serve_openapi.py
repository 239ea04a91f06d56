"""`kg.serve.openapi`: the description of the interface, valid and complete, and its page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import schemathesis
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from kg import __version__, query
from kg.query import Parameter
from kg.serve import jobs, media
from kg.serve.app import ROUTES
from kg.serve.exchange import Ask, Context, Lang, Settings
from kg.serve.openapi import docs, document, openapi
from kg.store import Store


@pytest.fixture
def context() -> Context:
    """A context below a path prefix; the description needs no data."""
    store = Store.memory()
    return Context(store, store, Settings(base_url="https://example.org/graph", timeout=5), "v1")


@pytest.fixture
def found(context: Context) -> dict[str, Any]:
    """The document as it is served."""
    answer = openapi(context, Ask(media="application/json"))
    assert answer.media == "application/json"
    made: dict[str, Any] = json.loads(answer.body)
    return made


def operations(found: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of all."""
    return [(path, method, op) for path, ops in found["paths"].items() for method, op in ops.items()]


def resolved(found: dict[str, Any], piece: dict[str, Any]) -> dict[str, Any]:
    """What a reference means."""
    for name in piece.get("$ref", "#").split("/")[1:]:
        found = found[name]
    return found if "$ref" in piece else piece


def test_document_is_valid(found: dict[str, Any]) -> None:
    """By the schema of OpenAPI 3.1, and a client that makes requests from it understands every operation."""
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(found)] == []
    loaded = list(schemathesis.openapi.from_dict(found).get_all_operations())
    assert len(loaded) == len(operations(found))
    for operation in loaded:
        operation.ok()


def test_document_says_where_and_what(found: dict[str, Any]) -> None:
    """Version, server with its prefix, and an identifier of its own for each operation."""
    assert found["info"]["version"] == __version__
    assert found["servers"] == [{"url": "https://example.org/graph"}]
    identifiers = [op["operationId"] for _, _, op in operations(found)]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("name", query.names())
def test_each_query_is_a_path(found: dict[str, Any], name: str) -> None:
    """With its words in both languages and all its parameters, in order."""
    canned, operation = query.load(name), found["paths"][f"/queries/{name}"]["get"]
    assert operation["summary"] == canned.summary["en"]
    assert operation["x-summary-de"] == canned.summary["de"]
    assert operation["x-description-de"] == canned.description["de"]
    given = [resolved(found, p)["name"] for p in operation["parameters"]]
    own = [p.name for p in canned.params]
    evidence = ["evidence"] if canned.evidence else []
    assert given == [*own, *evidence, "limit", "page", "format", "lang", "timeout"]
    assert list(operation["responses"]["200"]["content"]) == [
        *media.RESULTS.values(),
        "application/jsonl",
        media.HTML,
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("date", {"type": "string", "format": "date"}),
        ("year", {"type": "string", "pattern": "^[0-9]{4}$"}),
        ("iri", {"type": "string", "minLength": 1, "maxLength": 1000}),
        ("label", {"type": "string", "minLength": 1, "maxLength": 1000}),
    ],
)
def test_parameters_are_typed(found: dict[str, Any], kind: str, expected: dict[str, Any]) -> None:
    """Each is repeatable, its values are of its type."""
    own: list[tuple[str, Parameter]] = [
        (name, p) for name in query.names() for p in query.load(name).params if p.type == kind
    ]
    assert own
    for name, parameter in own:
        listed = found["paths"][f"/queries/{name}"]["get"]["parameters"]
        schema = next(p["schema"] for p in listed if p.get("name") == parameter.name)
        assert (schema["type"], schema["items"]) == ("array", expected)


def test_errors_are_described(found: dict[str, Any]) -> None:
    """Each GET and POST has those that can always come, as problem+json; each route those of its own."""
    for path, method, operation in operations(found):
        if method == "options":
            continue
        answers = operation["responses"]
        assert {"200", "400", "405", "406", "500", "503"} <= answers.keys(), path
        for status, response in answers.items():
            described = resolved(found, response)
            assert described["description"]
            if int(status) >= 400:
                problem = described["content"]["application/problem+json"]["schema"]
                assert resolved(found, problem)["required"] == ["type", "title", "status"]
    assert {"301", "404", "410"} <= found["paths"]["/id/{path}"]["get"]["responses"].keys()
    assert {"404", "410"} <= found["paths"]["/releases/{key}"]["get"]["responses"].keys()
    assert {"413", "415"} <= found["paths"]["/sparql"]["post"]["responses"].keys()


def test_routes_and_formats_are_those_of_the_server(found: dict[str, Any]) -> None:
    """Every path is answered by a route, in exactly the media types that the route offers."""
    for path in found["paths"]:
        asked = re.sub(r"\{\w+\}", "x", path)
        route = next((r for r in ROUTES if r.pattern.fullmatch(asked)), None)
        assert route is not None, path
        assert {m.upper() for m in found["paths"][path]} <= set(route.methods)
        if route.offers:
            assert set(found["paths"][path]["get"]["responses"]["200"]["content"]) == set(route.offers), path


def test_formats_are_understood(found: dict[str, Any]) -> None:
    """Each value of `format` means one of the media types of the answer."""
    for path, _, operation in operations(found):
        offers = list(operation["responses"].get("200", {}).get("content", ()))
        for parameter in operation.get("parameters", ()):
            if parameter.get("name") == "format":
                for form in parameter["schema"]["enum"]:
                    assert media.named(form, offers) or media.named({"json": "jsonld"}[form], offers), path


@pytest.mark.parametrize("lang", ["de", "en"])
def test_page_shows_all_of_it(context: Context, found: dict[str, Any], lang: Lang) -> None:
    """Each operation has an anchor, its summary in the language of the page and a line for curl."""
    page = docs(context, Ask(lang=lang)).body.decode("utf-8")
    assert "<script" not in page
    assert "`" not in page
    for path, method, operation in operations(found):
        if method == "options":
            continue
        assert f'id="{operation["operationId"]}"' in page
        assert f'href="#{operation["operationId"]}"' in page
        assert f"{method.upper()} {path}</code>" in page
        assert operation["x-summary-de" if lang == "de" else "summary"] in page
    assert "curl &#39;https://example.org/graph/queries/role-holders?role=CDO&#39;" in page
    assert 'href="/graph/queries/role-holders?role=CDO"' in page


def test_document_is_the_same_for_the_same_server() -> None:
    """It depends on base URL and time limit alone."""
    assert document("https://a.example", 10.0) == document("https://a.example", 10.0)
    assert document("https://b.example", 10.0)["servers"] == [{"url": "https://b.example"}]


def test_jobs_are_found() -> None:
    """The names by which the server calls them lead here."""
    assert jobs.find("openapi") is openapi
    assert jobs.find("docs") is docs
