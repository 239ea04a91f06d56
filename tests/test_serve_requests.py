"""`kg.serve.requests` and `kg.serve.media`: decoding, strictly, and the choice of formats and languages."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve import media
from kg.serve.exchange import Problem
from kg.serve.requests import Request, check_path, joined, language, parameters

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufffd"))
ROWS, GRAPHS = tuple(media.RESULTS.values()), tuple(media.GRAPHS.values())
PAGE = (media.HTML, *GRAPHS)


@given(st.lists(st.tuples(TEXT.filter(bool), TEXT)))
def test_parameters_come_as_they_were_encoded(pairs: list[tuple[str, str]]) -> None:
    """All names and values, in order, from a query string and from a form's body."""
    encoded = urlencode(pairs)
    assert parameters(encoded) == pairs
    assert parameters(encoded.encode()) == pairs


@given(st.text())
def test_any_query_string_is_read_or_refused(text: str) -> None:
    """Nothing else is raised, and nothing that is no text comes out."""
    with suppress(Problem):
        assert all("\0" not in part for pair in parameters(text) for part in pair)


@given(st.binary())
def test_any_body_is_read_or_refused(body: bytes) -> None:
    """As for query strings."""
    with suppress(Problem):
        parameters(body)


@pytest.mark.parametrize(
    "text", ["a=%zz", "a=%", "a=%4", "a=%ff", "a=%c0%80", "a=%ed%a0%80", "a=%00", "\ufffd=1"]
)
def test_what_is_no_text_is_refused(text: str) -> None:
    """Broken percent-encodings, bytes that are no UTF-8 (overlong ones, surrogates), NUL."""
    with pytest.raises(Problem) as caught:
        parameters(text)
    assert caught.value.status == 400


@pytest.mark.parametrize("path", ["/id/\ufffd", "/id/a\0", "/id/a\r\nx", "/\x7f"])
def test_paths_with_what_is_no_text_are_refused(path: str) -> None:
    """Control characters, too."""
    with pytest.raises(Problem) as caught:
        check_path(path)
    assert caught.value.status == 400


def test_a_parameter_that_may_be_there_once_is_taken_out() -> None:
    """Several of it are refused; the others stay, in order."""
    request = Request("GET", "/", "", "", {})
    request.add([("a", "1"), ("b", "2"), ("c", "4"), ("b", "3"), ("c", "3")])
    assert request.take_one("a") == "1"
    assert request.take_one("a") is None
    with pytest.raises(Problem):
        request.take_one("b")
    assert request.rest() == (("c", "4"), ("c", "3"))


def test_header_lines_of_one_name_are_one_list() -> None:
    """As RFC 9110, 5.3 has it."""
    assert joined((("accept", "a/b"), ("x", "1"), ("accept", "c/d;q=0.1"))) == {
        "accept": "a/b, c/d;q=0.1",
        "x": "1",
    }


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "en"), ("", "en"), ("de", "de"), ("de-AT,en;q=0.5", "de"), ("en;q=0.2, de;q=0.7", "de"),
        ("fr, en;q=0.5, de;q=0.4", "en"), ("DE", "de"), ("*", "en"), ("de;q=0", "en"), ("de;q=x", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_liked_best(header: str | None, lang: str) -> None:
    """German or English; English where it is neither."""
    assert language(header) == lang


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        (None, ROWS, ROWS[0]),
        ("", ROWS, ROWS[0]),
        ("*/*", GRAPHS, "text/turtle"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.5", ROWS, "application/sparql-results+xml"),
        ("text/turtle;q=0, */*", GRAPHS, "application/n-triples"),
        ("text/turtle;q=0, */*;q=0.1, text/*", GRAPHS, "application/n-triples"),
        ("image/png", ROWS, None),
        ("image/png", GRAPHS, None),
        ("application/json", ROWS, "application/sparql-results+json"),
        ("application/json", GRAPHS, "application/ld+json"),
        ("application/xml", GRAPHS, "application/rdf+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", PAGE, "text/html"),
        ("application/*", GRAPHS, "application/n-triples"),
        ("TEXT/CSV", ROWS, "text/csv"),
        ("text/turtle;charset=utf-8", GRAPHS, "text/turtle"),
        ("text/turtle; q=0.1; charset=utf-8, text/csv", GRAPHS, "text/turtle"),
        ("application/rdf+xml;q=0.5, application/ld+json;q=0.50", GRAPHS, "application/rdf+xml"),
    ],
)
def test_the_format_is_the_one_liked_best(
    accept: str | None, offers: tuple[str, ...], chosen: str | None
) -> None:
    """By quality; the most specific range counts for each offer, and of equals the first offer is taken."""
    assert media.choose(accept, offers) == chosen


@given(st.text(), st.sampled_from([ROWS, GRAPHS, PAGE]))
def test_any_accept_chooses_an_offer_or_none(accept: str, offers: tuple[str, ...]) -> None:
    """Whatever a client sends."""
    assert media.choose(accept, offers) in (*offers, None)


@pytest.mark.parametrize(
    ("form", "offers", "chosen"),
    [
        ("json", ROWS, ROWS[0]), ("TTL", GRAPHS, "text/turtle"), ("turtle", GRAPHS, "text/turtle"),
        ("text/turtle", GRAPHS, "text/turtle"), ("nt", GRAPHS, "application/n-triples"),
        ("html", PAGE, "text/html"),
        ("json", ("application/json",), "application/json"), ("csv", GRAPHS, None),
        ("", ROWS, None), ("pdf", PAGE, None),
    ],
)  # fmt: skip
def test_formats_have_names(form: str, offers: tuple[str, ...], chosen: str | None) -> None:
    """Those of `kg export` and `kg query`, endings of files, and media types."""
    assert media.named(form, offers) == chosen
    for name in media.names(offers):
        assert media.named(name, offers) in offers


def test_names_are_encoded_as_forms_do() -> None:
    """A plus is a blank, an encoded plus a plus."""
    assert parameters(f"a={quote_plus('1 + 1 = 2')}&b&=c") == [("a", "1 + 1 = 2"), ("b", ""), ("", "c")]
