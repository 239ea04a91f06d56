"""`kg.query.guard` under attack: hidden requests, and queries that end the process."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError
from kg.query import check_readonly, guard, sparql

P = "PREFIX : <http://e.example/> "
CALL = "<http://e.example/> { ?s ?p ?o }"

# Oxigraph takes keywords without spaces around them: each of these made a request, or would with data.
HIDDEN = [
    f"SELECT * {{ SERVICESILENT{CALL} }}",
    f"{P}SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    f"{P}SELECT * {{ service: {{ ?s ?p ?o }} }}",
    f"{P}PREFIX SERVICE: <http://a/> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    f"{P}SELECT * {{ SERVICESILENT:x {{ ?s ?p ?o }} }}",
    f"{P}SELECT * {{ ?s ?p trueSERVICE:x {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p 1e5SERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p 1.e5SERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p .5e-3SERVICE{CALL} }}",
    f"SELECT * {{ OPTIONAL {{ ?s <a:\\u0041#> ?o }} SERVICE {CALL}\n }}",
    f"SELECT * {{ OPTIONAL {{ ?s <a:\\u0041#b> ?o }} SERVICE {CALL}\n }}",
    f"SELECT * {{ ?s ?p ?o # comment\rSERVICE {CALL} }}",
    f"SELECT * {{ ?s ?p '' . SERVICE {CALL} }}",
    f'SELECT * {{ ?s ?p """a\\"""" . SERVICE {CALL} }}',
    f"SELECT * {{ FILTER(1<2)SERVICE{CALL} FILTER(3>2) }}",
    f"{P}SELECT * FROM:x {{ ?s ?p ?o }}",
    f"{P}SELECT * FROM NAMED:x {{ ?s ?p ?o }}",
    "SELECT * FROMNAMED<http://e.example/> { ?s ?p ?o }",
    "BASE <http://e.example/> SELECT * FROM <x> { ?s ?p ?o }",
    "SELECT * { ?s ?p '\udcff' }",
    "PREFIX g: <https://w3id.org/stadtgraph/> PREFIX g: <http://e.example/> SELECT * FROM g:x { ?s ?p ?o }",
]
PLAIN = [
    "PREFIX service: <http://a/> SELECT * { ?s service:service ?o ; service:load ?service }",
    "PREFIX service: <http://a/> SELECT * { service:x service:y ?o }",
    "PREFIX from: <http://a/> SELECT * { ?s from:named ?o }",
    "SELECT * { ?s <http://a/SERVICE> 'SERVICE <http://x/> {' } # SERVICE <http://x/> {}",
    "SELECT (1e5 AS ?x) (.5 AS ?y) (1.5 AS ?z) { }",
    "PREFIX p: <http://a/> SELECT * { ?s p:a\\-b\\.c ?o }",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_a_hidden_request_is_refused(text: str) -> None:
    """Whatever stands beside the keyword, a request to elsewhere is found."""
    with pytest.raises(QueryError):
        check_readonly(text)


@pytest.mark.parametrize("text", PLAIN)
def test_the_words_alone_are_no_request(text: str) -> None:
    """Prefixes, names, strings, variables and comments may say service, from and load."""
    sparql(text, Store())


# All that can be heaped up in a query, with what it is heaped up in.
HEAPS = {
    "groups": ("SELECT * {", "{", "?s ?p ?o", "}", "}"),
    "parentheses": ("SELECT * { FILTER(", "(", "1", ")", ") }"),
    "IF": ("SELECT * { BIND(", "IF(true,1,", "1", ")", " AS ?x) }"),
    "EXISTS": ("SELECT * {", "FILTER EXISTS { ?s ?p ?o ", "", "}", "}"),
    "subqueries": ("SELECT * {", "{SELECT * {", "?s ?p ?o", "}}", "}"),
    "not": ("SELECT * { FILTER(", "!", "true", "", ") }"),
    "sums": ("SELECT * { FILTER(", "1+", "1", "", ") }"),
    "or": ("SELECT * { FILTER(", "true||", "true", "", ") }"),
    "binds": ("SELECT * {", "BIND(1 AS ?%d) ", "", "", "}"),
    "columns": ("SELECT", "(1 AS ?%d)", " {}", "", ""),
    "minus": ("SELECT * { ?s ?p ?o ", "MINUS{}", "", "", "}"),
    "unions": ("SELECT * { {}", "UNION{}", "", "", "}"),
    "filters": ("SELECT * {", "FILTER(?x) ", "", "", "}"),
    "paths": ("SELECT * { ?s ", "(", "<a:b>", ")", " ?o }"),
    "alternatives": ("SELECT * { ?s <a:b>", "|<a:b>", " ?o }", "", ""),
    "unary": ("SELECT * { FILTER(", "+", "1", "", ") }"),
}


def heap(kind: str, height: int) -> str:
    """A query in which one thing is heaped up."""
    start, more, middle, close, end = HEAPS[kind]
    each = "".join(more % n if "%d" in more else more for n in range(height))
    return start + each + middle + close * height + end


@pytest.mark.parametrize("kind", HEAPS)
def test_what_would_end_the_process_is_refused(kind: str) -> None:
    """Oxigraph's parser recurses: deep or long queries end the process, so they never reach it."""
    with pytest.raises(QueryError, match=r"deep|long"):
        sparql(heap(kind, 5_000), Store())


def test_the_largest_query_that_is_let_through_does_no_harm() -> None:
    """At the limits Oxigraph still answers, in a thread of its own too."""
    code = """
import sys, threading
sys.path.insert(0, sys.argv[1])
from pyoxigraph import Store
from kg.errors import QueryError
from kg.query import check_readonly
from test_query_guard import HEAPS, heap
def largest(kind):
    low, high = 1, 5_000
    while high - low > 1:
        middle = (low + high) // 2
        try:
            check_readonly(heap(kind, middle))
            low = middle
        except QueryError:
            high = middle
    return heap(kind, low)
def ask(text):
    try:
        Store().query(text)
    except SyntaxError:
        pass
for kind in HEAPS:
    text = largest(kind)
    for run in (lambda: ask(text), None):
        thread = threading.Thread(target=ask, args=(text,))
        (run or thread.start)()
        run or thread.join()
print("alive")
"""
    from pathlib import Path

    here = Path(__file__).resolve().parent
    done = subprocess.run(
        [sys.executable, "-c", code, str(here)], capture_output=True, text=True, cwd=here.parent, check=False
    )
    assert done.stdout == "alive\n", done.stderr


def test_many_values_are_not_long() -> None:
    """Lists of values may be long: they nest nothing."""
    values = " ".join(f"<urn:x:{n}>" for n in range(20_000))
    sparql(f"SELECT * {{ VALUES ?s {{ {values} }} ?s ?p ?o }}", Store())
    sparql(f"SELECT * {{ ?s ?p ?o FILTER(?s IN ({values.replace(' ', ',')})) }}", Store())


# -- what the guard tells of a query -------------------------------------------------------------------

WORDS = (
    "SELECT", "ASK", "*", "{", "}", "?s", "?p", "?o", "SERVICE", "service", "LOAD", "FROM", "NAMED",
    "<http://e.example/>", "<https://w3id.org/stadtgraph/graph/x>", ":x", "p:y",
    "'SERVICE'", '"""FROM <x>"""', "# FROM <http://e.example/>\n",
    "\\u0053ERVICE", "NOW()", "UUID()", "rand()", "FILTER(1 < 2)", "INSERT", "DATA",
    "PREFIX p: <http://a/>", "(", ")", "[", "]",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from([" ", "\n", ""]))
def test_the_quick_look_agrees_with_the_thorough_one(words: list[str], between: str) -> None:
    """What is let through for not holding a suspicious word, the tokens would have let through too."""
    text = between.join(words)
    quick = guard._plain(text)
    if quick is not None:
        assert guard._inspected(text, {}) == quick


def test_it_tells_form_dataset_and_whether_answers_vary() -> None:
    """As the endpoint needs it: which kind of answer, from which graphs, and whether it may be kept."""
    base = "https://w3id.org/stadtgraph/graph/"
    text = f"PREFIX g: <{base}> SELECT * FROM g:a FROM NAMED <{base}b> FROM <{base}c> {{ ?s ?p ?o }}"
    assert check_readonly(text) == guard.Checked("SELECT", (f"{base}a", f"{base}c"), (f"{base}b",))
    assert check_readonly("describe ?x { ?x ?y ?z }") == guard.Checked("DESCRIBE")
    assert check_readonly("ASK { FILTER(NOW() > 1) }").volatile
    assert not check_readonly("ASK { ?now ?p 'NOW()' }").volatile


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT * {\n  ?ü ?p '🏙' .\n  SERVICE <http://e.example/> {} }", 3, 3, "SERVICE"),
        ("\n\n   INSERT DATA { <a:a> <a:b> <a:c> }", 3, 4, "INSERT"),
        ("ASK FROM <http://e.example/> {}", 1, 10, "<http://e.example/>"),
        ("ASK {\n '🏙🏙' \\u0041 }", 2, 7, "\\u"),
    ],
)
def test_what_is_refused_is_told_with_its_place(text: str, line: int, column: int, words: str) -> None:
    """Line and column count from one, a column is a code point."""
    with pytest.raises(QueryError) as caught:
        check_readonly(text)
    assert (caught.value.line, caught.value.column, caught.value.words) == (line, column, words)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT * {\n ?s foo:bar ?o }", 2, 5, "foo:bar ?o }"),
        ("SELECT * { ?s ?p '🏙' . ?s ?p }", 1, 30, "}"),
        ("SELECT * { ?s ?p ?o", 1, 18, "?o"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?y ?z }", 1, 39, "}"),
    ],
)
def test_what_is_malformed_is_told_with_its_place(text: str, line: int, column: int, words: str) -> None:
    """As the engine's parser says it, without its lists of characters."""
    with pytest.raises(QueryError) as caught:
        sparql(text, Store(), prologue="PREFIX a: <b:c> ")
    found = caught.value
    assert (found.line, found.column, found.words) == (line, column, words)
    assert "\\u{" not in str(found)
