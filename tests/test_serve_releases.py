"""`kg.serve.releases`: the list in pages, texts that are withheld, and what is not there.

What a release with its text shows is in `test_serve_linked`.
"""

from __future__ import annotations

import html
import json
import re

import pytest
from pyoxigraph import RdfFormat, parse

from kg import build, graph
from kg.redact import without_contacts
from kg.serve import media, releases
from kg.serve.exchange import Ask, Context, Problem, Settings
from kg.store import Change, Store
from kg.vocab import graph_iri

SHOWN, WITHHELD, ODD = "shown", "withheld", "Straße & Co. 50%"
TEXT = """Kaiserslautern, 3. Mai 2021

Neues von der Stadt

"Wir sind stolz", sagte Oberbürgermeister Klaus Weichel. <b>Am 4. Mai 2021</b> kam CDO Ilona Benz.

Kontakt:
Ilona Benz, Telefon 0631 365-1234, E-Mail ilona.benz@example.org
"""


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Three releases of one text: one shows it, one may not, one has a key that is percent-encoded."""
    folder = tmp_path_factory.mktemp("releases")
    for number, key in enumerate((SHOWN, WITHHELD, ODD)):
        (folder / f"{key}.txt").write_text(f"{TEXT}\nNr. {number}\n", "utf-8")
    licences = f"file,licence\n{WITHHELD}.txt,All rights reserved\n{SHOWN}.txt,CC BY 4.0 <i>\n"
    (folder / "releases.csv").write_text(licences, "utf-8")
    with Store.open(folder / "store") as store:
        build.build([folder], store)
    opened = Store.read_only(folder / "store")
    settings = Settings(base_url="https://data.example.org/graph")
    return Context(opened, opened, settings, "v1", {"gone": "an error"})


def shown(context: Context, key: str, **more: str) -> str:
    """The page of a release."""
    answer = releases.release(context, Ask(key, **more))
    assert (answer.status, answer.media) == (200, media.HTML)
    return answer.body.decode()


def anchors(page: str) -> list[str]:
    """All ids of a page, as often as they are there."""
    return re.findall(r' id="([^"]*)"', page)


@pytest.mark.parametrize("key", [SHOWN, WITHHELD, ODD])
def test_every_quote_has_one_anchor(context: Context, key: str) -> None:
    """Links to any evidence, not just the first of a fact, find their place; no id is there twice."""
    page = shown(context, key)
    _, facts = graph.read_release(context.store.quads(graph_iri(key)))
    places = {f"char={e.start},{e.end}" for fact in facts for e in fact.evidence}
    assert any(len(fact.evidence) > 1 for fact in facts)
    assert places <= set(anchors(page))
    assert len(anchors(page)) == len(set(anchors(page)))


def test_a_text_that_is_withheld(context: Context) -> None:
    """The quotes only, and why; nothing of the text between them."""
    page = shown(context, WITHHELD)
    assert "<pre>" not in page
    assert "does not allow its text to be shown" in page
    assert "All rights reserved" in page
    _, facts = graph.read_release(context.store.quads(graph_iri(WITHHELD)))
    assert all(e.quote in html.unescape(page) for fact in facts for e in fact.evidence)
    assert "Nr. 1" not in page
    assert "nicht, ihren Text" in shown(context, WITHHELD, lang="de")


def test_quotes_lead_into_the_text(context: Context) -> None:
    """Where there is a text, each quote of the list links to its place; a licence is text, not markup."""
    page = shown(context, SHOWN)
    targets = re.findall(r'href="#(char=[^"]*)"', page)
    assert targets
    assert set(targets) <= set(anchors(page))
    assert "CC BY 4.0 &lt;i&gt;" in page
    assert "<b>" not in page


def test_other_formats_are_linked(context: Context) -> None:
    """`Link` names them all below the prefix, also for a key that has to be percent-encoded."""
    link = dict(releases.release(context, Ask(ODD)).headers)["link"]
    path = "/graph/releases/Stra%C3%9Fe%20%26%20Co.%2050%25"
    for suffix in ("html", "ttl", "jsonld", "nt", "rdf"):
        assert f'<{path}.{suffix}>; rel="alternate"; type="{media.SUFFIXES[suffix]}"' in link
    assert link.isascii()


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf"])
def test_the_graph_of_a_release(context: Context, suffix: str) -> None:
    """Whole, in every format, with or without the text."""
    kind = media.SUFFIXES[suffix]
    for key in (SHOWN, WITHHELD, ODD):
        answer = releases.release(context, Ask(key, media=kind))
        assert answer.media == kind
        found = {
            (q.subject, q.predicate, q.object) for q in parse(answer.body, RdfFormat.from_media_type(kind))
        }
        own = {(q.subject, q.predicate, q.object) for q in context.store.quads(graph_iri(key))}
        assert found == own


@pytest.mark.parametrize("key", [SHOWN, WITHHELD])
def test_a_release_without_its_contacts(context: Context, key: str) -> None:
    """Blacked out, offsets and anchors stay right."""
    store = Store.memory()
    kept = without_contacts(context.store.quads(graph_iri(key)))
    store.apply(Change(graphs={graph_iri(key): kept}))
    page = shown(Context(store, store, context.settings, "v1"), key)
    _, facts = graph.read_release(store.quads(graph_iri(key)))
    assert {f"char={e.start},{e.end}" for fact in facts for e in fact.evidence} <= set(anchors(page))
    assert "ilona.benz@" in shown(context, SHOWN)
    assert "ilona.benz@" not in page
    assert "365-1234" not in page


@pytest.mark.parametrize("key", ["", "x" * 5000, "a\0b", "../x", "<b>", 'a"b', "{}", "%00", "shown/x"])
def test_any_key_is_answered(context: Context, key: str) -> None:
    """With 404, whatever it is; a long one is not repeated as a whole."""
    with pytest.raises(Problem) as caught:
        releases.release(context, Ask(key))
    assert caught.value.status == 404
    assert len(caught.value.detail) < 200


@pytest.mark.parametrize("kind", [media.HTML, "text/turtle"])
def test_a_retracted_release_is_gone(context: Context, kind: str) -> None:
    """410 with the reason, in every format."""
    with pytest.raises(Problem) as caught:
        releases.release(context, Ask("gone", media=kind))
    assert (caught.value.status, caught.value.detail) == (410, "an error")


def test_the_list_comes_in_pages(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each release once; `Link` and the page lead on, in the same format and language."""
    monkeypatch.setattr(releases, "PAGE", 2)
    here = "/releases?format=json&lang=de&x=%3E%22"
    first = releases.releases(context, Ask(media="application/json", here=here))
    second = releases.releases(context, Ask(params=(("page", "2"),), media="application/json", here=here))
    keys = [row["key"] for answer in (first, second) for row in json.loads(answer.body)]
    assert sorted(keys) == sorted([SHOWN, WITHHELD, ODD])
    assert dict(first.headers) == {"link": '</graph/releases?format=json&lang=de&page=2>; rel="next"'}
    assert dict(second.headers) == {"link": '</graph/releases?format=json&lang=de&page=1>; rel="prev"'}
    beyond = releases.releases(context, Ask(params=(("page", "9"),), here="/releases"))
    assert dict(beyond.headers) == {"link": '</graph/releases?page=2>; rel="prev"'}
    page = releases.releases(context, Ask(here="/releases?lang=de", lang="de")).body.decode()
    assert '<a href="/graph/releases?lang=de&amp;page=2" rel="next">weiter</a>' in page


def test_one_page_needs_no_links(context: Context) -> None:
    """All on one page: no Link."""
    assert releases.releases(context, Ask()).headers == ()


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 20, " 1"])
def test_a_page_is_a_number(context: Context, page: str) -> None:
    """400 for all else; a page beyond the last is empty and says so."""
    with pytest.raises(Problem) as caught:
        releases.releases(context, Ask(params=(("page", page),)))
    assert caught.value.status == 400
    beyond = releases.releases(context, Ask(params=(("page", "9"),)))
    assert "There is none on this page" in beyond.body.decode()


def test_a_store_without_releases() -> None:
    """An empty list."""
    store = Store.memory()
    empty = Context(store, store)
    assert releases.releases(empty, Ask(media="application/json")).body == b"[]\n"
    assert "There is none" in releases.releases(empty, Ask()).body.decode()
