"""`kg.published` and `kg.held`: whatever comes, changes and goes, the view is that of what is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph

from kg import published, tally
from kg.publish import Stored
from kg.published import Curated, Nothing
from kg.store import Change, Store
from kg.vocab import PARTIALS, PROV, SG
from tests.versions import VERSIONS, Version, content, put, role, said


@pytest.fixture(autouse=True)
def no_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabulary is 12,000 triples, and the same every time."""
    monkeypatch.setattr(published, "_vocabulary", tuple)


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
        put(store, step, curated)
        inside = {k: f for k, f in {**inside, **step}.items() if f is not None}
    fresh = Store.memory()
    put(fresh, inside, curated)
    assert content(store) == content(fresh)
    assert (tally.facts(store), tally.entities(store)) == (tally.facts(fresh), tally.entities(fresh))


@settings(max_examples=100, deadline=None)
@given(HISTORY)
def test_the_view_is_what_its_groups_publish(history: list[dict[str, Version | None]]) -> None:
    """The quads of the view are those of `published`, group by group, and what entities rest on."""
    curated = Curated()
    inside = {k: f for step in history for k, f in step.items() if f is not None}
    told = [said(key, facts, curated) for key, facts in inside.items()]
    delta = published.change((), told, Nothing(), curated)
    assert {q for q in delta.add if q.graph_name == DefaultGraph()} == published.view(told, curated)


def test_counts_are_kept_as_counting_finds_them() -> None:
    """What a build keeps of how much there is, is how much there is."""
    curated, store = Curated(), Store.memory()
    put(store, {"a": [role(0, "Anna Schulz", "2020-01-01"), role(9, "Ina Ott", "2020-01-03")]}, curated)
    put(store, {"b": [role(0, "Ina Ott", "2020-01-05")], "a": [role(0, "Ina Ott", "2020-01-01")]}, curated)
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
    many = {f"r{n}": [role(0, "Anna Schulz", day)] for n, day in enumerate(days)}
    put(store, {**many, "x": [role(0, "Ina Ott", "2023-01-01")]}, curated)
    added = [said("new", [role(0, "Anna Schulz", "2020-06-15")], curated)]
    delta = published.change((), added, Stored(store), curated)
    tenure = {SG["attestedOn"], SG["attestationCount"], SG["releaseCount"], PROV["wasDerivedFrom"]}
    written = [q for q in (*delta.remove, *delta.add) if "/tenure/" in q.subject.value]  # type: ignore[union-attr]
    assert {q.predicate for q in written} == tenure
    assert len(written) == 6
