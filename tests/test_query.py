"""Canned queries: each on its own data, the rules for query files, parameters, labels, the guard."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store, parse

from kg.errors import ParameterError, QueryError, UnknownQueryError
from kg.graph import open_quads, tenure_quads
from kg.model import Bound, Tenure
from kg.query import Rows, bind, check_readonly, lint, load, names, run, sparql, with_evidence
from kg.query.canned import read
from kg.query.labels import as_iri, known_labels, terms
from kg.tenures import certainty
from kg.vocab import BASE, PREFIXES

FOLDERS = Path(__file__).parent / "queries"
CASES = [
    (name, number, case)
    for name in names()
    for number, case in enumerate(json.loads((FOLDERS / name / "expected.json").read_text("utf-8")))
]
# rdflib needs half a second to parse a query, so the second engine answers one case of each file.
ELSEWHERE = [
    max((case for case in CASES if case[0] == name), key=lambda case: (len(case[2]["params"]), case[1]))
    for name in names()
]
DESIGN = {
    "role-holders": "person personLabel role roleLabel organization organizationLabel "
    "firstAttested lastAttested startNotBefore startNotAfter endNotBefore endNotAfter certainty releases",
    "events": "event eventLabel type start end place organizer motto",
    "event-participants": "person personLabel role organization",
    "funding": "recipient recipientLabel funder funderLabel programmeLabel amount currency qualifier share "
    "periodStart periodEnd status",
    "programmes": "programme programmeLabel abbreviation funderLabel recipientLabel",
    "projects": "project projectLabel organizationLabel programmeLabel",
    "organizations": "organization organizationLabel type abbreviation founded parentLabel",
    "headcount": "organization organizationLabel date value qualifier",
    "quotations": "speakerLabel date text release",
    "contacts": "personLabel organizationLabel email phone date",
    "timeline": "date kind label release",
    "evidence": "entity fact kind quote start end release releaseTitle issued",
    "histories": "entity entityLabel relation other otherLabel programmeLabel firstAttested lastAttested",
    "conflicts": "entity property value1 release1 value2 release2",
    "releases": "release title issued publisher facts",
}
DESIGN["person-roles"] = DESIGN["role-holders"]
PARAMS = {
    "role-holders": "role organization on", "person-roles": "person", "events": "year type place organizer",
    "event-participants": "event", "funding": "recipient funder programme", "programmes": "funder",
    "projects": "organization programme", "organizations": "type", "headcount": "organization",
    "quotations": "speaker", "contacts": "organization", "timeline": "entity", "evidence": "entity",
    "histories": "entity other", "conflicts": "", "releases": "year publisher",
}  # fmt: skip


def _data(name: str) -> Path:
    found = [*(FOLDERS / name).glob("data.*")]
    assert len(found) == 1
    return found[0]


def _store(name: str) -> Store:
    store = Store()
    path = _data(name)
    store.extend(parse(path.read_bytes(), RdfFormat.from_extension(path.suffix[1:])))
    return store


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize(
    ("name", "number", "case"), CASES, ids=lambda v: v if isinstance(v, str | int) else ""
)
def test_rows(name: str, number: int, case: dict[str, Any]) -> None:
    """The query gives the expected rows on its data, in this order."""
    rows = run(load(name), case["params"], _store(name))
    found = [[_plain(row.get(column)) for column in case["columns"]] for row in rows.plain()]
    assert found == case["rows"]
    assert set(case["columns"]) <= set(rows.columns)


@pytest.mark.parametrize(
    ("name", "number", "case"), CASES, ids=lambda v: v if isinstance(v, str | int) else ""
)
def test_what_is_left_out_changes_no_row(name: str, number: int, case: dict[str, Any]) -> None:
    """A query gives the same rows as it stands, with all that the parameters given do not need."""
    query, store = load(name), _store(name)
    whole = replace(query, text=query.text.replace("#?", "#"))
    assert run(query, case["params"], store) == run(whole, case["params"], store)


class _Recorded:
    """A source that remembers the last query it was asked."""

    def __init__(self, store: Store) -> None:
        self.store, self.text = store, ""

    def query(self, sparql: str, /) -> Any:
        self.text = sparql
        return self.store.query(sparql)


@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "number", "case"), ELSEWHERE, ids=lambda v: v if isinstance(v, str | int) else ""
)
def test_rdflib_agrees(name: str, number: int, case: dict[str, Any]) -> None:
    """Another engine finds the same rows: the queries are plain SPARQL 1.1."""
    from rdflib import Dataset

    source = _Recorded(_store(name))
    rows = run(load(name), case["params"], source)
    data = Dataset(default_union=False)
    data.parse(_data(name), format=_data(name).suffix[1:].replace("ttl", "turtle"))
    answer = data.query(source.text)
    assert [str(v) for v in answer.vars or ()] == list(rows.columns)
    found = [[None if v is None else str(v) for v in row] for row in answer]
    expected = [[None if t is None else getattr(t, "value", str(t)) for t in row] for row in rows.rows]
    assert _texts(found) == _texts(expected)


def _texts(rows: list[Any]) -> list[str]:
    return sorted(json.dumps(row) for row in rows)


@pytest.mark.parametrize("name", names())
def test_file_keeps_the_rules(name: str) -> None:
    """Every query file passes the lint, and has the columns and parameters the design names."""
    query = load(name)
    assert lint(query) == []
    rows = run(query, {}, Store())
    columns = DESIGN[name].split()
    assert list(rows.columns[: len(columns)]) == columns
    declared = [p.name for p in query.params]
    assert declared[: len(PARAMS[name].split())] == PARAMS[name].split()
    assert query.evidence in ("", *rows.columns)
    for text in (query.summary, query.description, *(p.label for p in query.params)):
        assert (text["de"] and text["en"] and text["de"] != text["en"]) or text["de"] == "Person"


def test_every_query_has_cases() -> None:
    """Every query has its folder of data, and every parameter is used by at least one case."""
    for name in names():
        used = {p for n, _, case in CASES if n == name for p in case["params"]}
        assert {p.name for p in load(name).params} <= used | ({"on"} if name == "person-roles" else set())
    assert sorted(p.name for p in FOLDERS.iterdir()) == names()


HEADER = """#+ summary: {de: a, en: b}
#+ description: {de: a, en: b}
#+ tags: []
#+ params: [{name: x, type: iri, label: {de: a, en: b}}]
"""
BAD = {
    "has no line": "SELECT ?x WHERE { ?x ?p ?o }",
    "two VALUES in one group": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\nVALUES ?_x { UNDEF }\n?x ?p ?o }",
    "does not declare": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\nVALUES ?y { UNDEF }\n?x ?p ?y }",
    "must come first": "SELECT ?x WHERE {\n?x ?p ?o .\nVALUES ?x { UNDEF }\n}",
    "elsewhere than in a line": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\nVALUES ?p { UNDEF 1 } ?x ?p 2 }",
    "would invent a match": "SELECT ?x WHERE { ?a ?b ?c OPTIONAL {\nVALUES ?x { UNDEF }\n?x ?p ?o } }",
    "no mandatory pattern": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\n?a ?b ?c OPTIONAL { ?x ?p ?o } }",
    "optional value": "SELECT ?a WHERE {\nVALUES ?_x { UNDEF }\n?_x ?p ?a }",
    "must begin with": "SELECT ?a WHERE {\nVALUES ?_x { UNDEF }\n?a ?p ?o FILTER(?o = ?_x) }",
    "must begin with !BOUND(?_x)": "SELECT ?a WHERE {\nVALUES ?_x { UNDEF }\n?a ?p ?o FILTER(BOUND(?_x)) }",
    "in a subselect": "SELECT ?x WHERE { { SELECT ?x WHERE {\nVALUES ?x { UNDEF }\n?x ?p ?o } } }",
    "restricts no aggregate": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\n?x ?p ?o } VALUES ?p { 1 }",
    "EXISTS as a value": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\n?x ?p ?o BIND(EXISTS { ?o ?p ?x } AS ?e) }",
    "must end": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\n#? x\n#? !x\n#?\n#?\n?x ?p ?o }",
    "about a parameter": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\n#? y\n#?\n?x ?p ?o }",
    "reads all graphs": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\nGRAPH ?g { ?x ?p 1 OPTIONAL { ?x ?q 2 } } }",
    "unanchored": "SELECT ?x WHERE {\nVALUES ?x { UNDEF }\n?x ?p ?o OPTIONAL { FILTER NOT EXISTS { } } }",
}


@pytest.mark.parametrize("problem", BAD)
def test_lint_finds(problem: str, tmp_path: Path) -> None:
    """The lint names each kind of mistake."""
    path = tmp_path / "bad.rq"
    path.write_text(HEADER + BAD[problem], "utf-8")
    assert any(problem in finding for finding in lint(read(path))), lint(read(path))


def test_lint_passes_branches_for_what_is_given(tmp_path: Path) -> None:
    """A branch may begin with the value given, and another stand for none."""
    path = tmp_path / "good.rq"
    given = "{ {\nVALUES ?_x { UNDEF }\nFILTER(BOUND(?_x)) } ?a ?p ?_x }"
    missing = "{\nVALUES ?_x { UNDEF }\nFILTER(!BOUND(?_x)) }"
    path.write_text(f"{HEADER}SELECT ?a WHERE {{ {missing} UNION {given} ?a ?q ?b }}", "utf-8")
    assert lint(read(path)) == []


def test_malformed_header(tmp_path: Path) -> None:
    """A header that cannot be used is named with its file."""
    path = tmp_path / "bad.rq"
    for text in ("#+ summary: [", "#+ summary: {de: a}", HEADER.replace("type: iri", "type: colour")):
        path.write_text(text, "utf-8")
        with pytest.raises(QueryError, match=r"bad\.rq: the header"):
            read(path)


def test_unknown_query() -> None:
    """An unknown query names the nearest known."""
    with pytest.raises(UnknownQueryError, match="role-holders"):
        load("role-holder")


def test_unknown_parameter() -> None:
    """An unknown parameter names the one that was meant, or all there are."""
    with pytest.raises(ParameterError, match="did you mean role"):
        run(load("role-holders"), {"rolle": "CDO"}, Store())
    with pytest.raises(ParameterError, match="it has none"):
        run(load("conflicts"), {"x": "y"}, Store())


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("role-holders", {"role": "Oberbürgermeisterinn"}, "nearest known are Oberbürgermeisterin"),
        ("role-holders", {"role": "qqqqq"}, "nothing known is like it"),
        ("role-holders", {"role": "  "}, "empty"),
        ("role-holders", {"role": "\udcff"}, "no text"),
        ("events", {"place": "a\0b"}, "no text"),
        ("role-holders", {"role": 'CDO" } . ?s ?p ?o . { "'}, "not known"),
        ("role-holders", {"role": "CDO'\n} UNDEF { VALUES"}, "not known"),
        ("role-holders", {"role": "http://example.org/a b"}, "not known"),
        ("role-holders", {"role": "http://example.org/<a>"}, "no valid IRI"),
        ("role-holders", {"on": "2019-9-4"}, "no day"),
        ("role-holders", {"on": "2019-02-30"}, "no day"),
        ("role-holders", {"on": "20190904"}, "no day"),
        ("releases", {"year": "19"}, "no year"),
        ("events", {"place": "Kaiserslauter"}, "nearest known are Kaiserslautern"),
    ],
)
def test_bad_values(name: str, params: dict[str, str], message: str) -> None:
    """An ill-typed value or unknown label is refused, and says what to do."""
    with pytest.raises(ParameterError, match=message):
        run(load(name), params, _store(name))


def test_ambiguous_label_takes_all_and_says_so() -> None:
    """A label of two entities binds both, with a note."""
    store = _store("quotations")
    store.update(f"""PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX foaf: <{PREFIXES["foaf"]}>
        INSERT DATA {{ <{BASE}id/person/b/de> a foaf:Person ; rdfs:label "anna A" }}""")
    rows = run(load("quotations"), {"speaker": "Anna A"}, store)
    assert len(rows.rows) == 2
    assert len(rows.notes) == 1
    assert "2 things" in rows.notes[0]
    assert f"{BASE}id/person/b/de" in rows.notes[0]


def test_labels_are_found_with_and_without_an_index() -> None:
    """A store of our own, which has one, answers as any other does."""
    from kg.store import Change
    from kg.store import Store as Indexed

    plain = _store("role-holders")
    indexed = Indexed.memory()
    indexed.apply(Change(view=True, add=list(plain.quads_for_pattern(None, None, None, DefaultGraph()))))
    parameters = [p for name in names() for p in load(name).params if p.type == "iri"]
    labels = sorted({label for p in parameters for label in known_labels(p, plain)})
    found = 0
    for label in [form for name in labels for form in (name, name.upper(), name.rsplit(" ", 1)[-1])]:
        for parameter in parameters:
            answers = []
            for source in (plain, indexed):
                try:
                    answers.append(terms(parameter, label, source))
                except ParameterError as problem:
                    answers.append(([], str(problem)))
            assert answers[0] == answers[1]
            found += bool(answers[0][0])
    assert found > 20


def test_iris_are_taken_as_such() -> None:
    """Full IRIs, prefixed names and what tables show are IRIs; labels with a colon are not."""
    assert as_iri("<http://example.org/a>") == NamedNode("http://example.org/a")
    assert as_iri("role:chief-digital-officer") == NamedNode(f"{BASE}id/role/chief-digital-officer")
    assert as_iri("id/person/a/kl") == NamedNode(f"{BASE}id/person/a/kl")
    assert as_iri("Projekt: Dritte Orte") is None
    assert as_iri("role: x") is None


def test_known_labels() -> None:
    """What a user can choose from, for completion and forms."""
    store = _store("events")
    assert known_labels(load("events").params[1], store) == ["Konferenz", "conference"]
    assert known_labels(load("events").params[2], store) == ["Kaiserslautern"]
    assert known_labels(load("events").params[0], store) == []


@given(st.text())
def test_nothing_is_injected(value: str) -> None:
    """Whatever a value is, the bound query is the canned one with this one literal in its place."""
    query = load("events")
    text = bind(query, {"place": [Literal(value)]})
    bound = next(line for line in text.split("\n") if "?_place {" in line)
    answer = Store().query(f"SELECT ?x WHERE {{ {bound.replace('?_place', '?x', 1)} }}")
    assert [row["x"] for row in answer] == [Literal(value)]
    harmless = bind(query, {"place": [Literal("x")]})
    assert len(text.split("\n")) == len(harmless.split("\n"))


ALLOWED = [
    "SELECT * WHERE { ?s ?p ?o }",
    "prefix a: <http://a/> ask { ?s a:SERVICE 'SERVICE <http://x/> {}' }",
    "BASE <http://a/> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } # INSERT DATA",
    "DESCRIBE <http://a/LOAD>",
    'SELECT ?service ?load WHERE { ?service ?load """a "quoted" SERVICE""" }',
    f"SELECT * FROM <{BASE}graph/authority> WHERE {{ ?s ?p ?o }}",
    f"PREFIX g: <{BASE}graph/> SELECT * FROM NAMED g:view WHERE {{ ?s ?p ?o }}",
]
REFUSED = [
    ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT is an update"),
    ("PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
    ("LOAD <http://a/>", "LOAD asks another server"),
    ("DROP ALL", "DROP is an update"),
    ("SELECT * WHERE { SERVICE <http://a/> { ?s ?p ?o } }", "SERVICE asks another server"),
    ("SELECT * WHERE { service silent ?x { ?s ?p ?o } }", "SERVICE asks another server"),
    ('SELECT * WHERE { ?s ?p "#" . SERVICE <http://a/> { } }', "SERVICE asks another server"),
    ("SELECT * WHERE { ?s ?p '\\'' . SERVICE <http://a/> { } }", "SERVICE asks another server"),
    ("SELECT * WHERE { ?s a:b\\'c ?o . SERVICE <http://a/> { ?s ?p '' } }", "SERVICE asks another server"),
    ("SELECT * WHERE { \\u0053ERVICE <http://a/> { } }", "backslash"),
    ("SELECT * FROM <http://evil.example/> WHERE { ?s ?p ?o }", "no graph of this store"),
    ("SELECT * FROM NAMED <http://evil.example/> WHERE { ?s ?p ?o }", "no graph of this store"),
    ("PREFIX e: <http://evil.example/> SELECT * FROM e:x WHERE { ?s ?p ?o }", "no graph of this store"),
    ("", "no query"),
    ("hello", "begins no query"),
]


@pytest.mark.parametrize("text", ALLOWED)
def test_reading_is_allowed(text: str) -> None:
    """Queries that only read pass, whatever words stand in their strings, names and comments."""
    check_readonly(text)
    sparql(text, Store())


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_all_else_is_refused(text: str, message: str) -> None:
    """Updates and requests to elsewhere are refused before anything runs."""
    with pytest.raises(QueryError, match=message):
        sparql(text, Store())


def test_ad_hoc_answers() -> None:
    """SELECT gives rows, ASK a truth value, CONSTRUCT sorted triples; nonsense a QueryError."""
    store = _store("headcount")
    rows = sparql("SELECT (COUNT(*) AS ?n) WHERE { ?s a ?c }", store)
    assert not isinstance(rows, bool | list)
    assert rows.plain() == [{"n": 6}]
    assert sparql("ASK { ?s ?p ?o }", store) is True
    triples = sparql("CONSTRUCT WHERE { ?s ?p ?o }", store)
    assert isinstance(triples, list)
    assert triples == sorted(triples, key=str)
    with pytest.raises(QueryError, match="cannot be run"):
        sparql("SELECT * WHERE { ?s ?p", store)
    for prologue in ("", "PREFIX a: <http://a/> "):
        with pytest.raises(QueryError, match="line 1, column 15:"):
            sparql("SELECT * { ?s ?p", store, prologue=prologue)
        assert sparql("ASK {}", store, prologue=prologue) is True


def test_evidence_adds_quotes() -> None:
    """Each row gets the words it rests on, one row per quote; only the triggering words of a fact."""
    store = _store("evidence")
    store.update(f"""PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX schema: <{PREFIXES["schema"]}>
        PREFIX prov: <{PREFIXES["prov"]}>
        INSERT DATA {{ <{BASE}id/event/1> a schema:Event ; rdfs:label "E" ;
            prov:wasDerivedFrom <{BASE}id/release/r1/fact/role/1>, <{BASE}id/release/r2/fact/quotation/1> .
            <{BASE}id/event/2> a schema:Event ; rdfs:label "F" }}""")
    rows = run(load("events"), {}, store)
    found = with_evidence(rows, store)
    assert found.columns == (*rows.columns, "quote", "release", "fact", "correction", "corrected")
    assert [(r["eventLabel"], r.get("quote")) for r in found.plain()] == [
        ("E", "OB Anna A"),
        ("E", "so A"),
        ("F", None),
    ]
    with pytest.raises(QueryError, match="evidence"):
        with_evidence(run(load("releases"), {}, store), store)


def test_evidence_tells_of_corrections() -> None:
    """What a steward changed is told beside the words it was read from, what was added with its own words."""
    store = _store("evidence")
    asked = Rows(("person",), ((NamedNode(f"{BASE}id/person/a/kl"),),), (), "person")
    told = [
        (row.get("quote"), row["fact"].rpartition("/")[2], row.get("corrected"))
        for row in with_evidence(asked, store).plain()
    ]
    assert told == [
        ("OB Anna A", "1", "person: Ana A → Anna A – misspelt (B, 2026-11-21)"),
        ("Frau A leitet", "c2", "+ role: person: Anna A – not read (B, 2026-11-21)"),
        ("so A", "1", None),
    ]


DAYS = [f"2020-01-{n:02d}" for n in range(1, 13)]
BOUND = st.one_of(
    st.none(), st.sampled_from(DAYS).map(lambda d: Bound(d, (f"{BASE}id/release/r/fact/role/1",)))
)


@st.composite
def _tenures(draw: st.DrawFn) -> Tenure:
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    core = draw(st.booleans())
    source = (f"{BASE}id/release/r/fact/role/1",)
    return Tenure(
        iri=f"{BASE}id/tenure/o/kl/cdo/a/1",
        person=f"{BASE}id/person/a/kl",
        post=f"{BASE}id/post/o/kl/cdo",
        role=f"{BASE}id/role/cdo",
        organization=None,
        kind=draw(st.sampled_from(["regular", "acting", "announced"])),
        first_attested=Bound(first, source) if core else None,
        last_attested=Bound(last, source) if core else None,
        start_not_before=draw(BOUND),
        start_not_after=draw(BOUND),
        end_not_before=draw(BOUND),
        end_not_after=draw(BOUND),
        announced_start=draw(BOUND),
        attested_on=(first, last) if core else (),
        boilerplate_on=tuple(draw(st.sets(st.sampled_from(DAYS), max_size=2))),
        open_after=draw(st.one_of(st.none(), st.sampled_from(DAYS))),
        sources=source,
    )


@settings(max_examples=80, deadline=None)
@given(_tenures())
def test_certainty_is_the_same_in_sparql(tenure: Tenure) -> None:
    """Both tenure queries find the certainty that `kg.tenures.certainty` finds, on every day."""
    store = Store()
    store.extend(tenure_quads(tenure))
    store.extend(open_quads({tenure.post: tenure.open_after} if tenure.open_after else {}))
    store.update(f"""PREFIX org: <{PREFIXES["org"]}> PREFIX rdfs: <{PREFIXES["rdfs"]}>
        INSERT DATA {{ <{tenure.post}> org:role <{tenure.role}> . <{tenure.person}> rdfs:label "A" }}""")
    expected = {day: level for day in DAYS if (level := certainty(tenure, day))}
    for name in ("role-holders", "person-roles"):
        rows = run(load(name), {"on": DAYS}, store)
        assert {row["on"]: row["certainty"] for row in rows.plain()} == expected
        assert [row.get("certainty") for row in run(load(name), {}, store).plain()] == [None]
