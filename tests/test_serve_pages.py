"""Pages of `kg serve`: well-formed, without faults in a browser, every link leading somewhere."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urldefrag, urlencode, urlsplit

import pytest

from kg.vocab import BASE
from tests.browser import browser, dump_dom
from tests.markup import Page
from tests.serving import Client, Got, five_releases, serving

HTML = "text/html"
PEOPLE = "SELECT DISTINCT ?p { ?p a foaf:Person . ?t a sg:Tenure ; ?q ?p } ORDER BY ?p LIMIT 1"
ROWS = urlencode({"query": "SELECT * { ?x a sg:PressRelease ; rdfs:label ?l ; ?p ?o } LIMIT 30"})
TRIPLES = urlencode({"query": "CONSTRUCT WHERE { ?x a sg:PressRelease ; ?p ?o }"})
PAGES = {
    "home": "/",
    "queries": "/queries",
    "query": "/queries/role-holders?role=CDO",
    "query-form": "/queries/events",
    "query-evidence": "/queries/funding?evidence=1",
    "query-nothing": "/queries/events?year=1900",
    "sparql": "/sparql",
    "result": f"/sparql?{ROWS}",
    "result-graph": f"/sparql?{TRIPLES}",
    "result-truth": "/sparql?query=ASK%7B%7D",
    "person": "",  # asked for when the server runs
    "terms": "/ns",
    "releases": "/releases",
    "release": "/releases/digitaltag",
    "export": "/export/",
    "docs": "/docs",
    "about": "/.well-known/void",
}
ERRORS = {
    "not-found": ("/nowhere", 404),
    "no-such-query": ("/queries/nowhere", 404),
    "no-such-entity": ("/id/person/nobody/nowhere", 404),
    "bad-query": ("/sparql?query=SELECT+%3Cscript%3E", 400),
    "bad-parameter": ("/queries/role-holders?role=%3Cb%3Exyzzy", 400),
}
MOST = 500
"""Links that are followed at most."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five releases."""
    return five_releases(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def server(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server at the root."""
    folder = tmp_path_factory.mktemp("root")
    with serving(store, "--access-log", "none", folder=folder) as client:
        yield client


@pytest.fixture(scope="module")
def below(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that the world reaches under a path."""
    folder = tmp_path_factory.mktemp("below")
    base = ("--base-url", "http://127.0.0.1:{port}/graph")
    with serving(store, "--access-log", "none", *base, folder=folder) as client:
        yield client


def path_of(server: Client, name: str) -> str:
    """The path of one of our pages."""
    if name == "person":
        [row] = server.sparql(PEOPLE).rows()
        return "/" + row["p"].removeprefix(BASE)
    return PAGES[name] if name in PAGES else ERRORS[name][0]


def asked(server: Client, path: str, **headers: str) -> Got:
    """A page, as a browser asks for it."""
    return server(path, accept="text/html,application/xhtml+xml,*/*;q=0.8", **headers)


def page(got: Got, status: int = 200) -> Page:
    """Assert that it is a page without faults."""
    assert (got.status, got["content-type"]) == (status, "text/html; charset=utf-8"), got.text[:500]
    assert "default-src 'none'" in got["content-security-policy"]
    read = Page(got.text)
    assert read.faults == []
    assert read.title
    assert len(read.texts["h1"]) == 1
    assert read.texts["h1"][0].strip()
    assert read.lang in ("de", "en")
    assert read.tags["main"] == 1
    for address in read.addresses:
        assert urlsplit(address).scheme in ("", "http", "https", "mailto"), address
    for address in read.assets:
        assert urlsplit(address).netloc == "" or address.startswith("http://127.0.0.1"), address
    return read


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_well_formed(server: Client, name: str) -> None:
    """Each page has a title, one heading, labels at its fields, and nothing inline; in both languages."""
    path = path_of(server, name)
    english = page(asked(server, path, accept_language="en"))
    german = page(asked(server, path, accept_language="de-DE,de;q=0.9,en;q=0.5"))
    assert (english.lang, german.lang) == ("en", "de")
    assert german.texts["h1"]


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_well_formed(server: Client, name: str) -> None:
    """Errors are pages, too, which show what was asked as text."""
    path, status = ERRORS[name]
    got = asked(server, path)
    page(got, status)
    assert "<script>" not in got.text
    assert "<b>xyzzy" not in got.text


@pytest.mark.parametrize("name", PAGES)
def test_forms_can_be_sent_as_they_are(server: Client, name: str) -> None:
    """A form that is sent without a change, without scripts, is answered with a page."""
    path = path_of(server, name)
    for form in page(asked(server, path)).forms:
        assert form.method == "get", "what only reads can be bookmarked"
        target = form.action or path
        got = asked(server, f"{target.partition('?')[0]}?{urlencode(form.fields)}")
        assert got.status == 200, (form, got.text[:300])


def wait_for_dumps(server: Client) -> None:
    """They are written when the server has started."""
    end = time.monotonic() + 20
    while server("/export/SHA256SUMS").status != 200:
        assert time.monotonic() < end, "the dumps are not written"
        time.sleep(0.1)


def crawled(server: Client, start: list[str], most: int) -> dict[str, str]:
    """Follow links from some pages; the page each was found on, by path."""
    found = dict.fromkeys(start, "the start")
    waiting = deque(start)
    own = f"http://127.0.0.1:{server.port}"
    ids: dict[str, set[str]] = {}
    fragments: list[tuple[str, str, str]] = []
    while waiting:
        path = waiting.popleft()
        got = asked(server, path)
        assert got.status == 200, f"{path}, on {found[path]}: {got.text[:300]}"
        if got.kind != HTML:
            continue
        read = page(got)
        ids[path] = set(read.ids)
        for address in [*read.links, *read.assets]:
            to, fragment = urldefrag(address.removeprefix(own) if address != own else "/")
            if urlsplit(to).scheme or (not to and not fragment):
                continue
            assert not to or to.startswith("/"), f"{address} on {path}"
            if fragment:
                fragments.append((path, to or path, fragment))
            if to and to not in found and len(found) < most:
                found[to] = path
                waiting.append(to)
    for path, to, fragment in fragments:
        if to in ids and "=" not in fragment:
            assert fragment in ids[to], f"#{fragment} of {to}, on {path}"
    return found


def test_every_link_leads_somewhere(server: Client) -> None:
    """All that the pages link to within the server is there, and so on from there."""
    wait_for_dumps(server)
    found = crawled(server, [path_of(server, name) for name in PAGES], MOST)
    assert len(found) > 60
    for part in ("/queries/", "/id/", "/releases/", "/export/", "/assets/"):
        assert any(path.startswith(part) for path in found), part


def test_every_link_has_the_prefix(below: Client) -> None:
    """Behind a proxy under a path, every link, asset and form has that path, and leads somewhere."""
    wait_for_dumps(below)
    start = [f"/graph{path_of(below, name)}" for name in PAGES]
    found = crawled(below, start, 250)
    assert [path for path in found if not path.startswith("/graph/")] == []
    for path in start:
        for form in Page(asked(below, path).text).forms:
            assert form.action.startswith("/graph/"), (path, form)


@pytest.mark.parametrize("name", PAGES)
def test_proxies_may_strip_the_prefix(below: Client, name: str) -> None:
    """With and without the path in front, it is the same page: proxies do either."""
    path = path_of(below, name)
    stripped, whole = asked(below, path), asked(below, f"/graph{path}")
    assert (stripped.status, whole.status) == (200, 200)
    assert stripped.body == whole.body


def test_errors_have_the_prefix(below: Client) -> None:
    """An error's page links within the prefix, too; what only begins like it is not in it."""
    for path in ("/graph/nowhere", "/nowhere", "/graphite", "/graph/graph/queries"):
        read = page(asked(below, path), 404)
        assert [a for a in read.addresses if not a.startswith(("/graph/", "#"))] == []
    assert asked(below, "/graph").status == 200


def test_pages_work_in_a_browser(server: Client, tmp_path: Path) -> None:
    """Chromium loads each page without a word on its console: no faults, nothing that the policy forbids."""
    browser()

    def seen(name: str) -> tuple[str, list[str], str]:
        address = f"http://127.0.0.1:{server.port}{path_of(server, name)}"
        found = dump_dom(address, tmp_path / name)
        return name, found.console, found.dom

    with ThreadPoolExecutor(4) as threads:
        for name, console, dom in threads.map(seen, [*PAGES, *ERRORS]):
            told = [line for line in console if not (name in ERRORS and "the server responded with" in line)]
            assert told == [], name
            assert "<h1" in dom, name
            assert len(Page("<!doctype html>" + dom.partition(">")[2]).texts["h1"]) == 1, name


def test_the_browser_would_tell(server: Client, tmp_path: Path) -> None:
    """The test above sees what it looks for: a console's words, and what a policy forbids."""
    file = tmp_path / "faulty.html"
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"
    file.write_text(f"<!doctype html>{policy}<h1>x</h1><script>alert(1)</script>", "utf-8")
    assert "Content Security Policy" in "".join(dump_dom(file.as_uri(), tmp_path).console)
    file.write_text("<!doctype html><h1>x</h1><script>missing()</script>", "utf-8")
    assert "missing is not defined" in "".join(dump_dom(file.as_uri(), tmp_path).console)
