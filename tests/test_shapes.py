"""Each shape finds its failing cases, and nothing in a sound world that gives it something to look at."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import RDF, RDFS, SH

from kg import resources
from kg.validate import Finding, Report, engine, validate_graph
from kg.validate.rdf import RdfText, add_quads, read_rdf
from kg.validate.shapes import add_background, load_shapes
from kg.vocab import PREFIXES

CASES = Path(__file__).parent / "shapes"
NAMESPACE = "https://w3id.org/stadtgraph/shapes#"
SEVERITIES = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True)
class Case:
    """A world that one shape must object to: what to take from the sound world, and what to add."""

    name: str
    shape: str
    severity: str
    focus: str
    remove: tuple[str, ...]
    also: frozenset[str]
    added: tuple[Quad, ...]

    def quads(self) -> list[Quad]:
        """The triples of this world."""
        world = list(sound().quads)
        for pattern in self.remove:
            kept = [q for q in world if not _matches(q, pattern)]
            assert len(kept) < len(world), f"{self.name}: nothing to remove for {pattern}"
            world = kept
        return [*world, *self.added]


@cache
def sound() -> RdfText:
    """The sound world."""
    return read_rdf(CASES / "sound.ttl")


def expand(name: str) -> str:
    """A prefixed name (prefixes of the sound world) or `<iri>` as an IRI."""
    if name.startswith("<"):
        return name.strip("<>")
    prefix, _, local = name.partition(":")
    return name if prefix in ("http", "https") else sound().prefixes[prefix] + local


def _matches(quad: Quad, pattern: str) -> bool:
    parts = (quad.subject, quad.predicate, quad.object)
    wanted = pattern.split()
    return all(w == "?" or getattr(p, "value", None) == expand(w) for p, w in zip(parts, wanted, strict=True))


def read_case(path: Path) -> Case:
    """A case from its file; the format is told in tests/shapes/README.md."""
    head = re.findall(r"^# (\w+): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    one = dict(head)
    return Case(
        name=path.stem,
        shape=NAMESPACE + one["shape"],
        severity=one["severity"],
        focus=expand(one["focus"]),
        remove=tuple(value for key, value in head if key == "remove"),
        also=frozenset(NAMESPACE + value for key, value in head if key == "also"),
        added=read_rdf(path).quads,
    )


ALL = [read_case(path) for path in sorted(CASES.glob("*.ttl")) if path.stem != "sound"]
WITH_QUERY = {str(shape) for shape in load_shapes().selects}


@cache
def report(case: Case) -> Report:
    """What the shapes that ship say of a case."""
    return validate_graph(case.quads())


def names(findings: tuple[Finding, ...]) -> list[str]:
    """Findings in short, for messages of failing tests."""
    return [f"{f.shape_name} {f.focus} {f.value}" for f in findings]


def test_sound_world_has_no_findings() -> None:
    """What satisfies every shape gives an empty report, not even an info."""
    assert names(validate_graph(sound().quads).findings) == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_failing_case_is_found(case: Case) -> None:
    """The case's shape objects, with its severity and on its focus node; no other shape does."""
    findings = report(case).findings
    assert (case.shape, case.severity, case.focus) in {(f.shape, f.severity, f.focus) for f in findings}
    assert {f.shape for f in findings} - case.also == {case.shape}


@pytest.mark.parametrize(
    "case", [c for c in ALL if c.shape in WITH_QUERY and "-" not in c.name], ids=lambda case: case.name
)
def test_both_query_engines_agree(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query asked of Oxigraph finds what it finds asked of rdflib, messages included."""
    fast = report(case)
    monkeypatch.setattr(engine._Graph, "fast", False)
    assert fast == validate_graph(case.quads())


@cache
def shapes_graph() -> rdflib.Graph:
    """All shapes that ship, with their messages."""
    graph = rdflib.Graph()
    for path in sorted(resources.shapes().glob("*.ttl")):
        add_quads(graph, read_rdf(path).quads)
    return graph


def shape_nodes() -> list[rdflib.URIRef]:
    """Shapes with a name."""
    graph = shapes_graph()
    kinds = (SH.NodeShape, SH.PropertyShape)
    return sorted(
        {s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, rdflib.URIRef)}
    )


def test_every_shape_has_a_failing_case() -> None:
    """No constraint is there that nothing was ever seen to violate."""
    assert {str(node) for node in shape_nodes()} - {case.shape for case in ALL} == set()


def test_every_shape_looks_at_something_in_the_sound_world() -> None:
    """The sound world is a passing example of every shape: each has at least one focus node in it."""
    data = rdflib.Graph()
    add_quads(data, sound().quads)
    add_background(data)
    graph, blind = shapes_graph(), []
    # The sound world has no conflict: there, the failing case of the other shape is the passing one.
    for shape in set(shape_nodes()) - {
        rdflib.URIRef(NAMESPACE + n) for n in ("ConflictNamesBothSides", "SourcesAgree")
    }:
        classes = {
            c
            for t in graph.objects(shape, SH.targetClass)
            for c in data.transitive_subjects(RDFS.subClassOf, t)
        }
        focus = {s for c in classes for s in data.subjects(RDF.type, c)}
        focus |= {s for p in graph.objects(shape, SH.targetSubjectsOf) for s in data.subjects(p)}
        focus |= {o for p in graph.objects(shape, SH.targetObjectsOf) for o in data.objects(None, p)}
        if not focus:
            blind.append(str(shape))
    assert blind == []


@pytest.mark.parametrize("shape", shape_nodes(), ids=lambda shape: shape.removeprefix(NAMESPACE))
def test_shape_speaks_to_a_steward(shape: rdflib.URIRef) -> None:
    """A readable name in our namespace, one severity, and message and remedy in German and English."""
    graph = shapes_graph()
    assert re.fullmatch(r"[A-Z][A-Za-z]+", shape.removeprefix(NAMESPACE))
    assert [s in SEVERITIES for s in graph.objects(shape, SH.severity)] == [True]
    for predicate in (SH.message, rdflib.URIRef(NAMESPACE + "remedy")):
        texts = list(graph.objects(shape, predicate))
        assert sorted(str(t.language) for t in texts) == ["de", "en"]
        assert all(str(t).strip().endswith((".", "…")) for t in texts)


def test_literals_in_shapes_carry_the_right_tags() -> None:
    """Texts for people are @de or @en, everything else is untagged and no xsd:string in disguise."""
    people = {SH.message, rdflib.URIRef(NAMESPACE + "remedy"), RDFS.label}
    people |= {rdflib.URIRef(PREFIXES["skos"] + "definition"), rdflib.URIRef(PREFIXES["dcterms"] + "title")}
    for _, predicate, value in shapes_graph():
        if isinstance(value, rdflib.Literal):
            assert (value.language in ("de", "en")) == (predicate in people), value


def test_every_own_term_in_shapes_is_declared() -> None:
    """No sg: term in a shape that ontology/stadtgraph.ttl does not declare."""
    declared = {q.subject.value for q in read_rdf(resources.ontology() / "stadtgraph.ttl").quads
                if isinstance(q.subject, NamedNode)}  # fmt: skip
    used = {str(n) for t in shapes_graph() for n in t if str(n).startswith(PREFIXES["sg"])}
    for query in shapes_graph().objects(None, SH.select):
        used |= {PREFIXES["sg"] + name for name in re.findall(r"\bsg:(\w+)", str(query))}
    assert used - declared - {PREFIXES["sg"]} == set()


def test_a_share_told_twice_counts_once() -> None:
    """The same share of the same funder in the same period, in other words, is no second share."""
    twice = Case("twice", "", "", "", (), frozenset(), read_case(CASES / "FundingSharesAddUp.ttl").added)
    share, funder = NamedNode(expand("sg:share")), NamedNode(expand("sg:funder"))
    again = NamedNode(expand("a:funding2"))
    ninety = next(q.object for q in sound().quads if q.predicate == share)
    added = [q if q.predicate != share else Quad(q.subject, share, ninety) for q in twice.added]
    assert names(validate_graph([*sound().quads, *added]).findings) == []
    other = Quad(again, funder, NamedNode(expand("m:stadt")))
    assert {f.shape_name for f in validate_graph([*sound().quads, *added, other]).findings} == {
        "FundingSharesAddUp",
        "FundingSharesMayNotAddUp",
    }


_NAMES = st.from_regex(r"[a-z]{1,8}", fullmatch=True).map(lambda n: NamedNode(f"https://example.org/{n}"))


@given(
    st.lists(
        st.builds(Quad, _NAMES, _NAMES, st.one_of(_NAMES, st.builds(Literal, st.text(max_size=20)))),
        max_size=5,
    )
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_sound_world_stays_sound_beside_unrelated_triples(extra: list[Quad]) -> None:
    """What is said in other vocabularies about other things changes no verdict."""
    assert names(validate_graph([*sound().quads, *extra]).findings) == []
