"""`kg.published` and `kg.held`: whatever comes, changes and goes, the view is that of what is there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad

from kg import graph, published, tally
from kg.model import Evidence, Fact, Release, Value
from kg.publish import Stored
from kg.published import Curated, Nothing, Said, contributions
from kg.store import Change, Store
from kg.vocab import PARTIALS, PROV, SG, graph_iri

TEXT = "Die Stadt Mainz teilt mit, dass sie etwas mitteilt. " * 4
Version = Sequence[Fact]


@pytest.fixture(autouse=True)
def no_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabulary is 12,000 triples, and the same every time."""
    monkeypatch.setattr(published, "_vocabulary", tuple)


def _fact(kind: str, at: int, *, section: str = "body", modality: str = "asserted", **slots: Value) -> Fact:
    return Fact(kind, slots, (Evidence(at, at + 5, TEXT[at : at + 5]),), section=section, modality=modality)


def _role(at: int, person: str, day: str, **more: str) -> Fact:
    slots: dict[str, Value] = {"person": person, "role": "Oberbürgermeisterin", "organization": "Stadt Mainz"}
    section, modality = more.pop("section", "body"), more.pop("modality", "asserted")
    return _fact("role", at, section=section, modality=modality, **slots, attested=day, **more)


def _said(key: str, facts: Version, curated: Curated) -> Said:
    return contributions(*graph.read_release(_quads(key, facts)), curated)


def _quads(key: str, facts: Version) -> list[Quad]:
    stated = {"issued": "2020-01-15", "publisher": "Stadt Mainz"}
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return graph.release_quads(Release(key, f"{key}.txt", TEXT, digest, stated), facts)


def _put(store: Store, releases: Mapping[str, Version | None], curated: Curated) -> None:
    """One transaction that puts releases in, or takes them (None) out."""
    before = [
        contributions(*graph.read_release(store.quads(graph_iri(key))), curated)
        for key in releases
        if store.has_release(key)
    ]
    after = [_said(key, facts, curated) for key, facts in releases.items() if facts is not None]
    delta = published.change(before, after, Stored(store), curated)
    graphs = {graph_iri(k): [] if facts is None else _quads(k, facts) for k, facts in releases.items()}
    store.apply(Change(graphs=graphs, remove=delta.remove, add=delta.add))


def _content(store: Store) -> set[str]:
    return {str(quad) for name in (None, PARTIALS) for quad in store.quads(name)}


DAYS = st.integers(1, 9).map(lambda n: f"2020-01-0{n}")
PERSONS = st.sampled_from(["Anna Schulz", "Ina Ott", "Ott"])
ROLES = st.builds(
    _role,
    st.integers(0, 99),
    PERSONS,
    DAYS,
    section=st.sampled_from(["body", "body", "quote", "boilerplate"]),
    modality=st.sampled_from(["asserted"] * 5 + ["former", "announced"]),
)
STARTED = st.builds(_role, st.integers(0, 99), PERSONS, DAYS, start=st.sampled_from(["2019", "2020-01-05"]))
NAMES = st.sampled_from(["Stadt Mainz", "Landeshauptstadt Mainz"])  # of one organization
OTHERS = st.one_of(
    st.builds(_fact, st.just("organization"), st.integers(0, 99), name=NAMES, type=st.just("municipality")),
    st.builds(_fact, st.just("organization"), st.integers(0, 99), name=st.just("Netz AG"),
              founded=st.sampled_from(["2017", "2018"])),
    st.builds(_fact, st.just("headcount"), st.integers(0, 99), organization=st.just("Netz AG"),
              value=st.integers(1, 3), on=st.just("2020")),
    st.builds(_fact, st.just("funding"), st.integers(0, 99), recipient=st.just("Netz AG"),
              programme=st.just("Netze"), amount=st.integers(1, 3)),
)  # fmt: skip
VERSIONS = st.lists(st.one_of(ROLES, ROLES, ROLES, STARTED, OTHERS), max_size=4)
HISTORY = st.lists(
    st.dictionaries(
        st.sampled_from([f"r{n}" for n in range(8)]), st.one_of(VERSIONS, VERSIONS, st.none()), min_size=1
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(HISTORY)
def test_no_history_of_changes_shows(history: list[dict[str, Version | None]]) -> None:
    """Releases that come, change and go, one by one or together: view and sums are those of what is left."""
    curated, store, inside = Curated(), Store.memory(), dict[str, Version]()
    for step in history:
        _put(store, step, curated)
        inside = {k: f for k, f in {**inside, **step}.items() if f is not None}
    fresh = Store.memory()
    _put(fresh, inside, curated)
    assert _content(store) == _content(fresh)
    assert (tally.facts(store), tally.entities(store)) == (tally.facts(fresh), tally.entities(fresh))


@settings(max_examples=100, deadline=None)
@given(HISTORY)
def test_the_view_is_what_its_groups_publish(history: list[dict[str, Version | None]]) -> None:
    """The quads of the view are those of `published`, group by group, and what entities rest on."""
    curated = Curated()
    inside = {k: f for step in history for k, f in step.items() if f is not None}
    said = [_said(key, facts, curated) for key, facts in inside.items()]
    delta = published.change((), said, Nothing(), curated)
    assert {q for q in delta.add if q.graph_name == DefaultGraph()} == published.view(said, curated)


def test_counts_are_kept_as_counting_finds_them() -> None:
    """What a build keeps of how much there is, is how much there is."""
    curated, store = Curated(), Store.memory()
    _put(store, {"a": [_role(0, "Anna Schulz", "2020-01-01"), _role(9, "Ina Ott", "2020-01-03")]}, curated)
    _put(store, {"b": [_role(0, "Ina Ott", "2020-01-05")], "a": [_role(0, "Ina Ott", "2020-01-01")]}, curated)
    kept = tally.facts(store), tally.entities(store)
    store.apply(Change(remove=list(store.quads(PARTIALS))))
    assert (tally.facts(store), tally.entities(store)) == kept
    assert kept[0] == {"role": 2}
    assert (kept[1]["person"], kept[1]["tenure"]) == (1, 1)


def test_one_more_day_of_a_holder_writes_little() -> None:
    """Among hundreds of days of two holders, a day more changes a handful of triples, not all of them."""
    curated, store = Curated(), Store.memory()
    days = [
        f"20{year}-{month:02d}-{day:02d}" for year in (20, 21) for month in range(1, 13) for day in (1, 9)
    ]
    many = {f"r{n}": [_role(0, "Anna Schulz", day)] for n, day in enumerate(days)}
    _put(store, {**many, "x": [_role(0, "Ina Ott", "2023-01-01")]}, curated)
    added = [_said("new", [_role(0, "Anna Schulz", "2020-06-15")], curated)]
    delta = published.change((), added, Stored(store), curated)
    tenure = {SG["attestedOn"], SG["attestationCount"], SG["releaseCount"], PROV["wasDerivedFrom"]}
    written = [q for q in (*delta.remove, *delta.add) if "/tenure/" in q.subject.value]  # type: ignore[union-attr]
    assert {q.predicate for q in written} == tenure
    assert len(written) == 6
