"""`kg.serve.entities`, `terms`, `releases`, `home`: what the server says of an IRI, and the marked texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg import build, export, graph, resources
from kg.serve import entities, home, media, releases, terms
from kg.serve.exchange import Answer, Ask, Context, Problem, Settings
from kg.store import Change, Store
from kg.vocab import BASE, DCTERMS, ORG, RDFS, SG, declared, graph_iri

BENZ = "person/ilona-benz/kaiserslautern"
FORMATS = [media.SUFFIXES[suffix] for suffix in ("ttl", "nt", "jsonld", "rdf")]
ODD = "Straße & Co. 50%"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The five releases, and one whose key has to be percent-encoded; below a path prefix."""
    folder = tmp_path_factory.mktemp("linked")
    text = "Kaiserslautern, 3. Mai 2021\n\n<script>alert(1)</script>\n\nOB Klaus Weichel sprach.\n"
    (folder / f"{ODD}.txt").write_text(text, "utf-8")
    with Store.open(folder / "store") as store:
        build.build([resources.releases(), folder / f"{ODD}.txt"], store)
    opened = Store.read_only(folder / "store")
    settings = Settings(base_url="https://data.example.org/graph")
    return Context(opened, opened, settings, "v1", {"gone": "an error", "odd/key": ""})


def of(quads: list[Quad], **more: str) -> Context:
    """A context on quads of the view."""
    store = Store.memory()
    store.apply(Change(add=quads))
    return Context(store, store, Settings(), "v1")


class _Page(HTMLParser):
    """What a page holds that matters: elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, tag: str, attribute: str) -> list[str]:
        """Values of an attribute, in order."""
        return [str(attrs[attribute]) for name, attrs in self.found if name == tag and attribute in attrs]


def page(answer: Answer) -> _Page:
    """The page of an answer."""
    assert (answer.status, answer.media) == (200, media.HTML)
    return _Page(answer.body.decode())


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "path", [BENZ, "release/digitaltag", "release/digitaltag/text", "role/chief-digital-officer"]
)
def test_the_triples_of_an_iri(context: Context, path: str, kind: str) -> None:
    """All with it as subject, and those of the view with it as object; the same in every format."""
    answer = entities.entity(context, Ask(path, media=kind))
    assert answer.media == kind
    found = {(q.subject, q.predicate, q.object) for q in parse(answer.body, RdfFormat.from_media_type(kind))}
    node = NamedNode(entities.IDS + path)
    own = {(q.subject, q.predicate, q.object) for q in context.store.quads() if node in (q.subject, q.object)}
    assert own <= found
    assert {s for s, _, o in found if o != node and not str(s.value).startswith(node.value)} == set()


@pytest.mark.parametrize("path", [BENZ, f"release/{ODD}", "scheme/role", "release/digitaltag/text"])
def test_every_iri_of_ours_is_described(context: Context, path: str) -> None:
    """Entities, schemes, releases with odd keys, texts."""
    if path.startswith("scheme"):
        schemes = context.store.query(
            "SELECT ?s { ?c <http://www.w3.org/2004/02/skos/core#inScheme> ?s } LIMIT 1"
        )
        path = next(iter(schemes))["s"].value.removeprefix(entities.IDS)
    assert entities.entity(context, Ask(path)).status == 200


def test_the_page_of_an_entity(context: Context) -> None:
    """Label, values with their labels, the words it rests on, and links below the prefix."""
    answer = entities.entity(context, Ask(BENZ, lang="de"))
    text = answer.body.decode()
    hrefs = page(answer).values("a", "href")
    assert "<h1>Ilona Benz</h1>" in text
    assert "Ilona Benz: Chief Digital Officer" in text
    assert "Chief Digital Officer der Stadt Kaiserslautern" in html.unescape(text)
    assert "/graph/releases/2024-05-06-regionalkonferenz#char=" in " ".join(hrefs)
    assert all(href.startswith(("/graph/", "#", "https://", "http://")) for href in hrefs)
    link = dict(answer.headers)["link"]
    assert f'</graph/id/{BENZ}.ttl>; rel="alternate"; type="text/turtle"' in link
    assert f'<{BASE}id/{BENZ}>; rel="canonical"' in link


def test_the_words_behind_a_link_are_marked(context: Context) -> None:
    """Each quote of an entity leads to a place in the marked text where these words begin."""
    hrefs = page(entities.entity(context, Ask(BENZ))).values("a", "href")
    places = [href.removeprefix("/graph/releases/") for href in hrefs if "#char=" in href]
    assert places
    for place in places:
        key, _, anchor = place.partition("#")
        assert anchor in page(releases.release(context, Ask(unquote(key)))).values("span", "id")


def test_facts_and_things_of_a_release_show_their_words(context: Context) -> None:
    """A fact shows what it rests on; a person as one release has it, what the facts about them do."""
    key = "digitaltag"
    found = {q.object for q in context.store.quads(graph_iri(key)) if q.predicate == SG["about"]}
    facts = {q.subject for q in context.store.quads(graph_iri(key)) if q.predicate == SG["evidence"]}
    assert found
    assert facts
    for node in (*found, *facts):
        answer = entities.entity(context, Ask(str(node.value).removeprefix(entities.IDS)))
        assert f"/graph/releases/{key}#char=" in answer.body.decode()


def test_words_that_are_not_shown_are_elsewhere(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut is counted, and the page leads to where all of it is."""
    monkeypatch.setattr(entities, "_SHOWN", 1)
    hrefs = page(entities.entity(context, Ask(BENZ))).values("a", "href")
    assert len([href for href in hrefs if "#char=" in href]) == 1
    assert f"/graph/queries/evidence?entity={quote(entities.IDS + BENZ, safe='')}" in hrefs


def test_a_misspelt_kind_still_has_its_nearest(context: Context) -> None:
    """Not only the name can be wrong."""
    with pytest.raises(Problem) as caught:
        entities.entity(context, Ask("persn/ilona-benz/kaiserslautern"))
    assert caught.value.more["nearest"][0].endswith(BENZ)


def test_what_is_not_there(context: Context) -> None:
    """404 with the nearest."""
    with pytest.raises(Problem) as caught:
        entities.entity(context, Ask("person/ilona-bentz/kaiserslautern"))
    assert caught.value.status == 404
    assert caught.value.more["nearest"][0] == f"https://data.example.org/graph/id/{BENZ}"
    with pytest.raises(Problem) as caught:
        releases.release(context, Ask("digitaltage"))
    assert caught.value.status == 404
    assert caught.value.more["nearest"][0].endswith("/releases/digitaltag")


@pytest.mark.parametrize("path", ['a"> <b', "..", "person/\\", "{}", "ä" * 500, "%00", "release/", "release"])
def test_any_path_is_answered(context: Context, path: str) -> None:
    """Also one that can be no IRI."""
    with pytest.raises(Problem) as caught:
        entities.entity(context, Ask(path))
    assert caught.value.status == 404


@pytest.mark.parametrize(
    "path", ["release/gone", "release/gone/text", "release/gone/fact/role/1", "release/odd/key/x"]
)
def test_what_was_retracted_is_gone(context: Context, path: str) -> None:
    """410, with the reason; all below its IRI, too."""
    with pytest.raises(Problem) as caught:
        entities.entity(context, Ask(path))
    assert caught.value.status == 410
    with pytest.raises(Problem) as caught:
        releases.release(context, Ask("gone"))
    assert (caught.value.status, caught.value.detail) == (410, "an error")


def test_what_was_retracted_is_gone_though_others_refer_to_it() -> None:
    """A reference is no description of it."""
    node, other = NamedNode(f"{BASE}id/release/gone"), NamedNode(f"{BASE}id/person/p/x")
    context = of([Quad(other, RDFS["seeAlso"], node, DefaultGraph())])
    context.retracted = {"gone": "an error"}
    with pytest.raises(Problem) as caught:
        entities.entity(context, Ask("release/gone"))
    assert caught.value.status == 410


def test_an_iri_that_lost_a_merge_leads_to_the_other() -> None:
    """The last of a chain, within this server only: neither a place elsewhere nor a circle is a redirect."""
    old, new = NamedNode(f"{BASE}id/person/a/x"), NamedNode(f"{BASE}id/person/b/x")
    away = NamedNode(f"{BASE}id/person/c/x")
    one, two, last = (NamedNode(f"{BASE}id/person/{name}/x") for name in ("d", "e", "f"))
    context = of(
        [
            Quad(old, DCTERMS["isReplacedBy"], new, DefaultGraph()),
            Quad(new, DCTERMS["isReplacedBy"], last, DefaultGraph()),
            Quad(one, DCTERMS["isReplacedBy"], two, DefaultGraph()),
            Quad(two, DCTERMS["isReplacedBy"], one, DefaultGraph()),
            Quad(away, DCTERMS["isReplacedBy"], NamedNode("https://evil.example/"), DefaultGraph()),
        ]
    )
    answer = entities.entity(context, Ask("person/a/x"))
    assert (answer.status, dict(answer.headers)["location"]) == (301, "/id/person/f/x")
    for path in ("person/c/x", "person/d/x", "person/e/x"):
        assert entities.entity(context, Ask(path, media="text/turtle")).status == 200


def test_incoming_relations_come_in_pages() -> None:
    """What is cut is told, in the page and by Link."""
    node = NamedNode(f"{BASE}id/organization/o/x")
    many = [
        Quad(NamedNode(f"{BASE}id/post/{n:04}/x"), ORG["postIn"], node, DefaultGraph())
        for n in range(entities.PAGE + 7)
    ]
    context = of([*many, Quad(node, RDFS["label"], Literal("O"), DefaultGraph())])
    first = entities.entity(context, Ask("organization/o/x", media="application/n-triples"))
    second = entities.entity(
        context, Ask("organization/o/x", (("page", "2"),), media="application/n-triples")
    )
    assert '</id/organization/o/x?page=2>; rel="next"' in dict(first.headers)["link"]
    assert 'rel="prev"' in dict(second.headers)["link"]
    assert first.body.count(b"postIn") == entities.PAGE
    assert second.body.count(b"postIn") == 7
    assert "This is not all" in entities.entity(context, Ask("organization/o/x")).body.decode()
    for wrong in ("0", "x", "-1", "²", "99999999999"):
        with pytest.raises(Problem) as caught:
            entities.entity(context, Ask("organization/o/x", (("page", wrong),)))
        assert caught.value.status == 400


def test_markup_and_scripts_in_the_data_are_text() -> None:
    """Labels with markup are escaped; IRIs that could run something lead nowhere."""
    node = NamedNode(f"{BASE}id/person/m/x")
    context = of(
        [
            Quad(node, RDFS["label"], Literal('<img src=x onerror="alert(1)">'), DefaultGraph()),
            Quad(node, RDFS["seeAlso"], NamedNode("javascript:alert(1)"), DefaultGraph()),
            Quad(node, NamedNode("javascript:alert(2)"), NamedNode("data:text/html,x"), DefaultGraph()),
        ]
    )
    found = page(entities.entity(context, Ask("person/m/x")))
    assert not [tag for tag, _ in found.found if tag in ("img", "script")]
    assert not [href for href in found.values("a", "href") if href.lower().startswith(("javascript", "data"))]


def test_the_terms_and_their_documentation(context: Context) -> None:
    """Every term that is declared has its anchor; the RDF is the ontology."""
    found = page(terms.ns(context, Ask(lang="de")))
    assert declared() - {""} <= {*found.values("section", "id")}
    assert "Amtszeit" in terms.ns(context, Ask(lang="de")).body.decode()
    files = [resources.ontology() / name for name in ("stadtgraph.ttl", "alignments.ttl")]
    source = isomorphic(quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE))
    for kind in FORMATS:
        answer = terms.ns(context, Ask(media=kind))
        assert isomorphic(parse(answer.body, RdfFormat.from_media_type(kind))) == source


def isomorphic(quads: Iterable[Quad]) -> set[Quad]:
    """The same for the same graph, whatever its blank nodes are called."""
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


@pytest.mark.parametrize("key", ["digitaltag", ODD])
def test_a_release_shows_its_whole_text(context: Context, key: str) -> None:
    """Letter by letter, with all evidence marked; markup in it is text."""
    answer = releases.release(context, Ask(key))
    read, facts = graph.read_release(context.store.quads(graph_iri(key)))
    shown = re.search(r"<pre>(.*?)</pre>", answer.body.decode(), re.DOTALL)
    assert shown
    assert _Page(shown[1]).text == f"\n{read.text}", "HTML leaves out the first line break of <pre>"
    assert not page(answer).values("script", "src")
    assert "<script>" not in answer.body.decode()
    ids = page(answer).values("span", "id")
    assert {f"char={e.start},{e.end}" for fact in facts for e in fact.evidence} <= set(ids)
    graph_quads = set(context.store.quads(graph_iri(key)))
    turtle = releases.release(context, Ask(key, media="text/turtle"))
    assert len(list(parse(turtle.body, RdfFormat.TURTLE))) == len(graph_quads)


def test_the_list_of_releases(context: Context) -> None:
    """With links to each; as JSON, too. A page beyond the last is empty."""
    answer = releases.releases(context, Ask(media="application/json"))
    assert answer.body.count(b'"key"') == 6
    hrefs = page(releases.releases(context, Ask())).values("a", "href")
    assert "/graph/releases/digitaltag" in hrefs
    assert releases.releases(context, Ask(params=(("page", "9"),), media="application/json")).body == b"[]\n"


def test_the_home_page_leads_everywhere(context: Context) -> None:
    """To every part, below the prefix."""
    hrefs = page(home.home(context, Ask())).values("a", "href")
    parts = ("queries", "releases", "sparql", "ns", "export/", ".well-known/void", "docs", "openapi.json")
    for part in (f"/{part}" for part in parts):
        assert f"/graph{part}" in hrefs


def test_descriptions_are_what_exports_say(context: Context, tmp_path: Path) -> None:
    """The graph of a release over HTTP is that of `kg export --graph KEY`."""
    answer = releases.release(context, Ask("digitaltag", media="application/n-triples"))
    assert answer.body.decode() == "".join(
        export.write(export.select(context.store, "digitaltag"), "ntriples")
    )
