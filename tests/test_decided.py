"""kg.decided: other judgements and corrections change the view as if they had always been there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import decided, graph, published
from kg.errors import TableError
from kg.model import Correction, Fact, Judgement, SlotChange
from kg.publish import Stored
from kg.published import Curated, change
from kg.slots import digest
from kg.store import Change, Store
from kg.vocab import BASE
from tests.versions import VERSIONS, Version, content, put, role


@pytest.fixture(autouse=True)
def no_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabulary is 12,000 triples, and the same every time."""
    monkeypatch.setattr(published, "_vocabulary", tuple)


ENTITIES = {
    "person": ["person/anna-schulz/mainz", "person/ina-ott/mainz", "person/ott/mainz",
               "release/r0/person/ina-ott", "release/r1/person/ott", "release/r2/person/anna-schulz"],
    "organization": ["organization/stadt-mainz/mainz", "organization/netz-ag/mainz",
                     "organization/elsewhere/de", "release/r1/organization/netz-ag",
                     "release/r0/organization/stadt-mainz"],
    "post": ["post/stadt-mainz/mainz/oberbuergermeister", "post/-/mainz/oberbuergermeister",
             "post/elsewhere/de/oberbuergermeister"],
}  # fmt: skip


@st.composite
def _judgements(draw: st.DrawFn) -> list[Judgement]:
    """Some judgements; those that contradict each other are left out."""
    kept: list[Judgement] = []
    for _ in range(draw(st.integers(0, 4))):
        among = ENTITIES[draw(st.sampled_from(sorted(ENTITIES)))]
        left, right = draw(st.lists(st.sampled_from(among), min_size=2, max_size=2, unique=True))
        verdict = draw(st.sampled_from(["same", "same", "different", "unsure"]))
        one = Judgement(f"{BASE}id/{left}", f"{BASE}id/{right}", verdict, "as told", "Eva", "2024-01-01")
        try:
            Curated().with_tables([*kept, one], ())
        except TableError:
            continue
        kept.append(one)
    return kept


@st.composite
def _corrections(draw: st.DrawFn, releases: dict[str, Version]) -> list[Correction]:
    """Some corrections of facts that are there, and facts from elsewhere."""
    facts = [(key, fact) for key, version in releases.items() for fact in version if fact.kind == "role"]
    found: dict[str, Correction] = {}
    for number in range(draw(st.integers(0, 3))):
        what = draw(st.sampled_from(["reject", "change", "add"]))
        if what != "add" and facts:
            key, fact = draw(st.sampled_from(facts))
            made = _of(what, key, fact, draw(st.sampled_from(["Ina Ott", "Lea Blum"])))
            found.setdefault(f"{key} {made.fact}", made)
        else:
            found[str(number)] = _added(f"x{number}", draw(st.sampled_from(["Ina Ott", "Lea Blum"])))
    return list(found.values())


def _of(action: str, key: str, fact: Fact, person: str) -> Correction:
    own = digest(fact)
    was = str(fact.slots["person"])
    return Correction(
        f"{action}-{key}-{own}", action, key, "role", own, fact.evidence[0].quote,
        (SlotChange("person", was, person if action == "change" else ""),), "",
        "Eva", "2024-01-01", "checked",
    )  # fmt: skip


def _added(name: str, person: str) -> Correction:
    said = {"attested": "2020-01-04", "organization": "Stadt Mainz", "person": person,
            "publisher": "Stadt Mainz", "role": "Oberbürgermeisterin"}  # fmt: skip
    slots = tuple(SlotChange(slot, "", value) for slot, value in said.items())
    return Correction(
        name, "add", "", "role", "", "", slots, "https://example.org", "Eva", "2024-01-01", "known"
    )


@st.composite
def _cases(
    draw: st.DrawFn,
) -> tuple[dict[str, Version], list[tuple[Sequence[Judgement], Sequence[Correction]]]]:
    releases = draw(st.dictionaries(st.sampled_from(["r0", "r1", "r2"]), VERSIONS, min_size=1))
    tables = st.tuples(_judgements(), _corrections(releases))
    return releases, draw(st.lists(tables, min_size=1, max_size=3))


@settings(max_examples=150, deadline=None)
@given(_cases())
def test_what_is_decided_later_is_as_if_it_had_been_there(
    case: tuple[dict[str, Version], list[tuple[Sequence[Judgement], Sequence[Correction]]]],
) -> None:
    """View and sums are those of the releases loaded with the last tables, whatever was decided between."""
    releases, tables = case
    store, now = Store.memory(), Curated()
    put(store, releases, now)
    for one in tables:
        was, now = now, now.with_tables(*one)
        before, after = decided.said(store, was, now)
        delta = change(before, after, Stored(store), now, was)
        store.apply(Change(remove=delta.remove, add=delta.add))
    fresh = Store.memory()
    alone = published.contributions
    said = [alone(*one, now) for one in now.corrections.alone().values()]
    first = change((), said, Stored(fresh), now)
    fresh.apply(Change(view=True, add=[*now.fixed, *first.add]))
    put(fresh, releases, now)
    assert content(store) == content(fresh)


def test_only_what_is_concerned_is_read() -> None:
    """A judgement on one person leaves the releases about others alone."""
    store, was = Store.memory(), Curated()
    versions = {"r0": [role(0, "Ina Ott", "2020-01-01")], "r1": [role(0, "Anna Schulz", "2020-01-02")]}
    put(store, versions, was)
    ott, other = (f"{BASE}id/person/{path}" for path in ("ina-ott/mainz", "ina-ott/de"))
    assert decided.releases(store, was, was.with_tables([Judgement(ott, other, "same")], ())) == ["r0"]
    assert decided.releases(store, was, was.with_tables([], [_added("x", "Ina Ott")])) == []


def test_judgements_are_read_from_the_store_as_they_were_written() -> None:
    """All columns; the line is none."""
    told = [
        Judgement(
            f"{BASE}id/person/a/de", f"{BASE}id/person/b/de", "same", "one voice", "Eva", "2024-01-01", 7
        ),
        Judgement(f"{BASE}id/person/a/de", f"{BASE}id/person/c/de", "unsure"),
    ]
    assert graph.read_judgements(graph.judgement_quads(told)) == told
    assert graph.read_corrections(graph.judgement_quads(told)) == []
