"""`kg.serve.canned`, `.editor`, `.cells`: canned queries over HTTP and the page of `/sparql`."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import cli, query, resources
from kg.errors import ParameterError, QueryError, UnknownQueryError
from kg.query import check_readonly
from kg.serve import canned, jobs, media
from kg.serve.canned import OWN, queries, results, sparql_page
from kg.serve.cells import LONGEST, cell
from kg.serve.editor import EXAMPLES
from kg.serve.exchange import Answer, Ask, Context, Lang, Problem, Settings
from kg.store import Change, Store
from kg.vocab import BASE, PREFIXES

FORMATS = {
    "json": media.RESULTS["json"],
    "xml": media.RESULTS["xml"],
    "csv": media.RESULTS["csv"],
    "tsv": media.RESULTS["tsv"],
    "jsonl": media.OTHERS["jsonl"],
}
JSON = FORMATS["json"]
LABEL = NamedNode(PREFIXES["rdfs"] + "label")
TYPE = NamedNode(PREFIXES["rdf"] + "type")
EVIL = "<script>alert(1)</script>\"'"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store of the five releases, read-only."""
    path = tmp_path_factory.mktemp("canned") / "store"
    assert cli.run(["build", str(resources.releases()), "--store", str(path), "--quiet"]) == 0
    return Store.read_only(path)


@pytest.fixture
def context(store: Store) -> Context:
    """A worker's context below a path prefix."""
    return Context(store, store, Settings(base_url="https://example.org/graph"), "v1")


def ask(
    context: Context,
    name: str,
    *params: tuple[str, str],
    media: str = media.HTML,
    lang: Lang = "en",
) -> Answer:
    """The answer to a canned query, asked as the front asks it."""
    front = [pair for pair in params if pair[0] not in ("format", "lang")]
    here = f"/queries/{name}" + (f"?{urlencode(params)}" if params else "")
    return canned.query(context, Ask(name, tuple(front), media, lang, here))


def head(answer: Answer, name: str) -> list[str]:
    """The values of a header."""
    return [value for key, value in answer.headers if key == name]


def links(answer: Answer) -> dict[str, str]:
    """Addresses by relation."""
    return {
        rel: address
        for value in head(answer, "link")
        for address, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', value)
    }


class Page(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.source = answer.body.decode("utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all tags of a name."""
        return [attrs for found, attrs in self.tags if found == tag]

    def links(self) -> list[str]:
        """Where the page leads."""
        return [attrs["href"] or "" for attrs in self.all("a") if "href" in attrs]

    def check(self) -> None:
        """Nothing that the Content-Security-Policy forbids, nothing that a browser would run."""
        assert not self.all("script")
        assert not self.all("style")
        assert all(not name.startswith("on") and name != "style" for _, attrs in self.tags for name in attrs)
        assert all(urlsplit(href).scheme in ("", "http", "https", "mailto") for href in self.links())
        identifiers = [attrs["id"] for _, attrs in self.tags if "id" in attrs]
        assert len(identifiers) == len(set(identifiers))


# -- the list ----------------------------------------------------------------------------------------------


def test_list_is_complete(context: Context) -> None:
    """As JSON: each query with its words in both languages, parameters and an absolute URL."""
    found = json.loads(queries(context, Ask(media="application/json")).body)
    assert query.names() == [row["name"] for row in found]
    holders = next(row for row in found if row["name"] == "role-holders")
    assert holders["summary"] == query.load("role-holders").summary
    assert [p["name"] for p in holders["params"]] == ["role", "organization", "on"]
    assert holders["url"] == "https://example.org/graph/queries/role-holders"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_list_as_page(context: Context, lang: Lang) -> None:
    """Each query is linked below the prefix, with its summary in the language of the page."""
    page = Page(queries(context, Ask(lang=lang)))
    page.check()
    for name in query.names():
        assert f"/graph/queries/{name}" in page.links()
        assert query.load(name).summary[lang] in page.text


# -- rows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_what_the_command_prints(context: Context, store: Store, form: str) -> None:
    """Byte for byte, in every format."""
    expected = query.write(query.run(query.load("role-holders"), {"role": "CDO"}, store), form)
    assert ask(context, "role-holders", ("role", "CDO"), media=FORMATS[form]).body == expected.encode()


@pytest.mark.parametrize("name", query.names())
def test_every_query_answers(context: Context, name: str) -> None:
    """As JSON and as a page in both languages, without a parameter."""
    assert "bindings" in json.loads(ask(context, name, media=JSON).body)["results"]
    for lang in ("de", "en"):
        Page(ask(context, name, lang=lang)).check()


def test_labels_come_from_the_other_store(store: Store) -> None:
    """The rows come from the published snapshot alone, the labels from the one that has their index."""
    public = Store.memory()
    found = ask(Context(public, store), "role-holders", ("role", "CDO"), media=JSON)
    assert json.loads(found.body)["results"]["bindings"] == []
    with pytest.raises(ParameterError):
        ask(Context(store, public), "role-holders", ("role", "CDO"))


@pytest.mark.parametrize("said", ["1", "true", "TRUE"])
def test_evidence(context: Context, store: Store, said: str) -> None:
    """It adds quote and release, as `kg query --evidence` does."""
    rows = query.with_evidence(query.run(query.load("role-holders"), {"role": "CDO"}, store), store)
    found = ask(context, "role-holders", ("role", "CDO"), ("evidence", said), media=FORMATS["csv"])
    assert found.body == query.write(rows, "csv").encode()
    assert b"quote" not in ask(context, "role-holders", ("evidence", "0"), media=FORMATS["csv"]).body


def test_evidence_where_there_is_none(context: Context) -> None:
    """It is refused with a reason."""
    with pytest.raises(QueryError, match="no evidence"):
        ask(context, "conflicts", ("evidence", "1"))


def test_repeated_values_are_alternatives(context: Context) -> None:
    """As on the command line; empty fields of a form are not given."""
    both = ask(
        context, "events", ("year", "2019"), ("year", "2023"), ("place", ""), ("type", " "), media=JSON
    )
    single = [ask(context, "events", ("year", year), media=JSON) for year in ("2019", "2023")]
    count = [len(json.loads(a.body)["results"]["bindings"]) for a in (both, *single)]
    assert count[0] == count[1] + count[2] > 0


# -- pages of rows -----------------------------------------------------------------------------------------


def test_pages_join_to_the_whole(context: Context) -> None:
    """Following `next` from `first` gives every row once, in order; all else that was asked is kept."""
    whole = ask(context, "organizations", media=FORMATS["jsonl"]).body.splitlines()
    found: list[bytes] = []
    params = [("limit", "3"), ("format", "jsonl"), ("lang", "de"), ("page", "1")]
    for _ in range(len(whole)):
        answer = ask(context, "organizations", *params, media=FORMATS["jsonl"])
        found += answer.body.splitlines()
        if "next" not in links(answer):
            break
        address = urlsplit(links(answer)["next"])
        assert address.path == "/graph/queries/organizations"
        assert not address.netloc
        params = parse_qsl(address.query)
        assert dict(params) | {"page": ""} == {"limit": "3", "format": "jsonl", "lang": "de", "page": ""}
    assert found == whole
    assert len(whole) > 6


def test_links_of_first_and_last_page(context: Context) -> None:
    """The first page has no `prev`, the last no `next`; beyond the last, `prev` leads back to it."""
    assert set(links(ask(context, "organizations", ("limit", "3")))) == {"first", "next", "last"}
    beyond = ask(context, "organizations", ("limit", "3"), ("page", "999"), media=JSON)
    assert set(links(beyond)) == {"first", "prev", "last"}
    assert links(beyond)["prev"] == links(beyond)["last"]
    assert json.loads(beyond.body)["results"]["bindings"] == []


def test_whole_answer_has_no_pages(context: Context) -> None:
    """Machines get all rows unless they ask for pages; pages for people have a hundred rows."""
    assert links(ask(context, "timeline", media=JSON)) == {}
    page = Page(ask(context, "timeline"))
    total = len(json.loads(ask(context, "timeline", media=JSON).body)["results"]["bindings"])
    assert f"Rows 1 to {min(100, total)} of {total}" in page.text
    assert len(page.all("tr")) == min(100, total) + 1


def test_link_cannot_break_the_header(context: Context) -> None:
    """Whatever stands in a parameter is percent-encoded."""
    value = 'a\r\nX-Evil: 1>; rel="next", <ü'
    found = canned.query(
        context,
        Ask("organizations", (("limit", "3"),), JSON, here="/queries/x?" + urlencode({"type": value})),
    )
    header = head(found, "link")[0]
    assert header.isascii()
    assert "\r" not in header
    assert "\n" not in header
    assert parse_qsl(urlsplit(links(found)["first"]).query)[0] == ("type", value)


# -- what cannot be asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "said", "nearest"),
    [
        ([("rolle", "CDO")], "did you mean role", ["role"]),
        ([("xyz", "")], "it has role, organization, on", ["role", "organization", "on", *OWN]),
        ([("role", "Chief Digital Oficer")], "not known", ["Chief Digital Officer"]),
        ([("on", "gestern")], "no day", []),
        ([("on", "2023-02-30")], "no day", []),
        ([("page", "1"), ("page", "2")], "once", []),
        ([("page", "0")], "no number from 1", []),
        ([("page", "-1")], "no number from 1", []),
        ([("page", "٣")], "no number from 1", []),
        ([("limit", "10001")], "no number from 1 to 10000", []),
        ([("limit", "1e3")], "no number", []),
        ([("evidence", "maybe")], "neither", ["1", "true", "0", "false"]),
        ([("role", "x" * 1001)], "too long", []),
        ([("role", "CDO")] * 51, "too many", []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(
    context: Context, params: list[tuple[str, str]], said: str, nearest: list[str]
) -> None:
    """400 with the reason, and the nearest known as data."""
    with pytest.raises(Problem) as told:
        jobs.run("query", context, Ask("role-holders", tuple(params), JSON))
    assert told.value.status == 400
    assert said in told.value.detail
    assert told.value.more["nearest"][: len(nearest)] == nearest
    assert len(told.value.detail) < 300


def test_unknown_query(context: Context) -> None:
    """404 with the nearest names; a path out of the folder is a name like others."""
    with pytest.raises(UnknownQueryError) as told:
        ask(context, "role-holder")
    assert told.value.nearest[0] == "role-holders"
    with pytest.raises(Problem) as problem:
        jobs.run("query", context, Ask("../queries/role-holders"))
    assert problem.value.status == 404


def test_own_parameters_are_no_querys() -> None:
    """No query has a parameter that means something else to the server."""
    reserved = {*OWN, "format", "lang"}
    assert not [p.name for name in query.names() for p in query.load(name).params if p.name in reserved]


def test_answer_larger_than_allowed(store: Store) -> None:
    """It is refused as a whole, never cut."""
    small = Context(store, store, Settings(max_result=500))
    with pytest.raises(Problem) as told:
        ask(small, "organizations", media=JSON)
    assert (told.value.status, told.value.more["reason"]) == (503, "result")


# -- notes -------------------------------------------------------------------------------------------------


def test_ambiguous_label_is_noted() -> None:
    """In a header of ASCII without line breaks, and on the page; a long note is cut in the header alone."""
    both = Store.memory()
    entities = [NamedNode(f"{BASE}id/person/müller/{n}") for n in range(40)]
    quads = [
        quad
        for entity in entities
        for quad in (
            Quad(entity, TYPE, NamedNode(PREFIXES["foaf"] + "Person")),
            Quad(entity, LABEL, Literal("Jörg Müller")),
        )
    ]
    both.apply(Change(add=quads))
    found = ask(Context(both, both), "person-roles", ("person", "jörg müller"))
    header = head(found, "x-stadtgraph-note")[0]
    assert header.isascii()
    assert header.isprintable()
    assert unquote(header).startswith("person: “jörg müller” can mean 40 things")
    assert unquote(header).endswith("…")
    assert "müller/39" in Page(found).text


def test_withheld_contacts_are_explained(store: Store) -> None:
    """Where contact data is not served, `contacts` says so, and how it could be."""
    said = {"de": "werden hier nicht ausgeliefert", "en": "is not served here"}
    without = Context(store, store, Settings())
    for lang in ("de", "en"):
        page = Page(ask(without, "contacts", lang=lang))
        assert said[lang] in page.text
        assert "--with-contacts" in page.text
    assert "--with-contacts" in head(ask(without, "contacts", media=JSON), "x-stadtgraph-note")[0]
    served = Context(store, store, Settings(with_contacts=True))
    assert "--with-contacts" not in Page(ask(served, "contacts")).text


# -- the page ----------------------------------------------------------------------------------------------


def test_page_shows_form_table_and_ways_on(context: Context) -> None:
    """Values stand in the form again, labels lead to entities, the other formats ask the same."""
    page = Page(ask(context, "role-holders", ("role", "CDO"), ("evidence", "1"), ("lang", "en")))
    page.check()
    fields = {attrs["name"]: attrs for attrs in page.all("input") if "name" in attrs}
    assert fields["role"]["value"] == "CDO"
    assert fields["on"]["type"] == "date"
    assert "checked" in fields["evidence"]
    assert fields["lang"]["value"] == "en"
    assert page.all("form")[0] == {"action": "/graph/queries/role-holders", "method": "get"}
    assert "/graph/id/person/ilona-benz/kaiserslautern" in page.links()
    assert "/graph/queries/role-holders?role=CDO&evidence=1&lang=en&format=csv" in page.links()
    assert "#+" not in page.text


def test_page_leads_to_the_query_in_sparql(context: Context, store: Store) -> None:
    """With the parameters bound: it gives the same rows, and the editor shows it."""
    page = Page(ask(context, "role-holders", ("role", "CDO")))
    address = next(href for href in page.links() if href.startswith("/graph/sparql?edit="))
    text = dict(parse_qsl(urlsplit(address).query))["edit"]
    rows = query.sparql(text, store)
    assert isinstance(rows, query.Rows)
    assert rows.rows == query.run(query.load("role-holders"), {"role": "CDO"}, store).rows
    assert text in Page(sparql_page(context, Ask(params=(("edit", text),)))).text


def test_choices_are_offered_where_they_are_few(context: Context) -> None:
    """They are looked up once for a version of the data."""
    page = Page(ask(context, "role-holders"))
    assert [attrs["id"] for attrs in page.all("datalist")] == ["choices-organization"]
    assert "Stadt Kaiserslautern" in [attrs["value"] for attrs in page.all("option")]
    kept = dict(context.kept["choices"])
    ask(context, "funding")
    assert kept.items() <= context.kept["choices"].items()


@pytest.mark.parametrize("place", ["role", "on", "page", "evidence"])
def test_markup_in_parameters_is_text(context: Context, place: str) -> None:
    """It is refused, or shown as what it is."""
    with pytest.raises(ParameterError):
        ask(context, "role-holders", (place, EVIL))


def test_markup_in_data_is_text() -> None:
    """Also in labels that are offered, and a `javascript:` IRI leads nowhere."""
    bad = Store.memory()
    place = NamedNode("javascript:alert(1)")
    event = NamedNode(f"{BASE}id/event/x")
    quads = [
        Quad(event, TYPE, NamedNode(PREFIXES["schema"] + "Event")),
        Quad(event, LABEL, Literal(EVIL)),
        Quad(event, NamedNode(PREFIXES["sg"] + "placeName"), Literal(EVIL)),
        Quad(event, NamedNode(PREFIXES["schema"] + "organizer"), place),
        Quad(event, NamedNode(PREFIXES["sg"] + "organizer"), place),
    ]
    bad.apply(Change(add=quads))
    page = Page(ask(Context(bad, bad), "events", ("place", EVIL)))
    page.check()
    assert EVIL in page.text
    assert "/id/event/x" in page.links()


# -- cells -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iri", "href", "ours"),
    [
        (f"{BASE}id/person/a b".replace(" ", "%20"), "/graph/id/person/a%20b", True),
        (f"{BASE}ns#Tenure", "/graph/ns#Tenure", True),
        (f"{BASE}graph/release/x", f"{BASE}graph/release/x", False),
        (f"{BASE}/evil.example/", f"{BASE}/evil.example/", False),
        ("https://example.org/x", "https://example.org/x", False),
        ("mailto:a@example.org", "mailto:a@example.org", False),
        ("JavaScript:alert(1)", "", False),
        ("data:text/html,x", "", False),
        ("urn:x:y", "", False),
        ("https:evil", "", False),
    ],
)
def test_only_safe_iris_lead_somewhere(context: Context, iri: str, href: str, ours: bool) -> None:
    """Ours to our pages, http, https and mailto to where they say, all else is text."""
    found = cell(context, NamedNode(iri))
    assert (found.href, found.ours) == (href, ours)


def test_cells_are_bounded_text(context: Context) -> None:
    """Long values are cut and say so; control characters go; blank nodes and nothing lead nowhere."""
    assert cell(context, Literal("x" * 10**5)).text == "x" * LONGEST + "…"
    assert cell(context, Literal("a\x00\x1b[31m\u202eb", language="de")).lang == "de"
    assert cell(context, Literal("a\x07b")).text == "a b"
    assert cell(context, None).text == ""
    assert cell(context, BlankNode("b")).href == ""


# -- the page of /sparql -----------------------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title["en"])
def test_examples_work(store: Store, example: canned.Any) -> None:
    """Each is read-only and has an answer on the five releases."""
    check_readonly(example.text)
    assert query.sparql(example.text, store)


@pytest.mark.parametrize("name", ["query", "edit"])
def test_editor_is_filled(context: Context, name: str) -> None:
    """With the query as it came, line breaks at its beginning and markup among it."""
    text = f"\n\n# </textarea>{EVIL}\nSELECT * WHERE {{ ?s ?p ?o }}"
    page = Page(sparql_page(context, Ask(params=((name, text),))))
    page.check()
    assert 'spellcheck="false" required>\n\n\n# &lt;/textarea&gt;' in page.source
    assert page.all("form")[0]["action"] == "/graph/sparql"


def test_results_are_a_table(context: Context) -> None:
    """With the number of rows, what is cut, and the same query in the other formats and dataset."""
    here = "/sparql?" + urlencode({"query": "x", "default-graph-uri": "http://x/?a&b"})
    rows = [[NamedNode(f"{BASE}id/a"), None], [Literal(EVIL), NamedNode("javascript:x")]]
    found = results(context, Ask(here=here), columns=("a", "b"), rows=rows, total_cut=True, text="SELECT & 1")
    page = Page(found)
    page.check()
    assert "only the first 2" in " ".join(page.text.split())
    assert EVIL in page.text
    csv = next(href for href in page.links() if href.endswith("format=csv"))
    assert parse_qsl(urlsplit(csv).query) == [
        ("query", "SELECT & 1"), ("default-graph-uri", "http://x/?a&b"), ("format", "csv"),
    ]  # fmt: skip
    assert {"name": "default-graph-uri", "type": "hidden", "value": "http://x/?a&b"} in page.all("input")


@pytest.mark.parametrize(("boolean", "de", "en"), [(True, "wahr", "true"), (False, "falsch", "false")])
def test_truth_is_said_in_words(context: Context, boolean: bool, de: str, en: str) -> None:
    """In the language of the page, also when it is false."""
    for lang, word in (("de", de), ("en", en)):
        asked = Ask(lang="de" if lang == "de" else "en")
        page = Page(
            results(context, asked, columns=(), rows=[], total_cut=False, text="ASK {}", boolean=boolean)
        )
        assert word in page.text
        assert not any(href.endswith("format=turtle") for href in page.links())


def test_triples_can_be_had_as_rdf(context: Context) -> None:
    """A table of triples links to the formats of graphs, and to them alone."""
    found = results(
        context,
        Ask(),
        columns=("subject", "predicate", "object"),
        rows=[],
        total_cut=False,
        text="DESCRIBE <x:y>",
        graph=True,
    )
    assert any(href.endswith("format=turtle") for href in Page(found).links())
    assert not any(href.endswith("format=csv") for href in Page(found).links())
