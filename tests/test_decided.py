"""kg.decided: other judgements and corrections change the view as if they had always been there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from kg import decided, graph, published
from kg.errors import TableError
from kg.model import Correction, Fact, Judgement, SlotChange
from kg.publish import Stored
from kg.published import Curated, change
from kg.slots import digest
from kg.store import Change, Store
from kg.vocab import BASE, PREFIXES
from tests.versions import VERSIONS, Version, content, fact, put, role


@pytest.fixture(autouse=True)
def no_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabulary is 12,000 triples, and the same every time."""
    monkeypatch.setattr(published, "_vocabulary", tuple)


Decisions = tuple[Iterable[str], Sequence[Judgement], Sequence[Correction]]

ENTITIES = {
    "person": ["person/anna-schulz/mainz", "person/ina-ott/mainz", "person/ott/mainz",
               "release/r0/person/ina-ott", "release/r1/person/ott", "release/r2/person/anna-schulz"],
    "organization": ["organization/stadt-mainz/mainz", "organization/netz-ag/mainz",
                     "organization/mainz/de", "organization/netz/mainz", "release/r1/organization/netz-ag",
                     "release/r0/organization/stadt-mainz"],
    "post": ["post/stadt-mainz/mainz/oberbuergermeister", "post/-/mainz/oberbuergermeister",
             "post/elsewhere/de/oberbuergermeister"],
    "place": ["place/mainz", "place/worms", "place/mainz-am-rhein", "release/r0/place/mainz",
              "release/r1/place/worms", "release/r2/place/mainz"],
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
            Curated.of((), [*kept, one], ())
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
            slots = [("person", "Ina Ott"), ("person", "Lea Blum"), ("organization", "Netz")]
            made = _of(what, key, fact, *draw(st.sampled_from(slots)))
            found.setdefault(f"{key} {made.fact}", made)
        else:
            found[str(number)] = _added(f"x{number}", draw(st.sampled_from(["Ina Ott", "Lea Blum"])))
    return list(found.values())


def _of(action: str, key: str, told: Fact, slot: str, value: str) -> Correction:
    own = digest(told)
    was = str(told.slots[slot])
    return Correction(
        f"{action}-{key}-{own}", action, key, "role", own, told.evidence[0].quote,
        (SlotChange(slot, was, value if action == "change" else ""),), "",
        "Eva", "2024-01-01", "checked",
    )  # fmt: skip


def _added(name: str, person: str) -> Correction:
    said = {"attested": "2020-01-04", "organization": "Stadt Mainz", "person": person,
            "publisher": "Stadt Mainz", "role": "Oberbürgermeisterin"}  # fmt: skip
    slots = tuple(SlotChange(slot, "", value) for slot, value in said.items())
    return Correction(
        name, "add", "", "role", "", "", slots, "https://example.org", "Eva", "2024-01-01", "known"
    )


KNOWN = {
    "a mayor's seats": """<id/post/stadt-mainz/mainz/oberbuergermeister> rdfs:label "OB" ; sg:seats 2 .""",
    "the town by other names": """<id/organization/mainz/de> rdfs:label "Stadt Mainz" ;
        skos:altLabel "Netz" ; sg:organizationType orgtype:company .""",
    "two of one name": """<id/organization/netz/mainz> rdfs:label "Netz AG" .
        <id/organization/netz/de> rdfs:label "Netz AG" .""",
    "a founding year": """<id/organization/netz-ag/mainz> rdfs:label "Stadtnetze" ;
        sg:foundedLabel "2017" .""",
    "a net": """<id/organization/net/de> rdfs:label "Netz" .""",
    "a town": """<id/place/mainz-am-rhein> rdfs:label "Mainz am Rhein" .""",
    "a programme": """<id/programme/netze-2020> rdfs:label "Netze" .""",
}


def _authority(parts: Iterable[str]) -> list[Quad]:
    """What an authority of these entries says."""
    prefixes = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("orgtype", "rdfs", "sg", "skos")]
    told = "\n".join([f"@base <{BASE}> .", *prefixes, *(KNOWN[part] for part in sorted(parts))])
    return list(parse(told, RdfFormat.TURTLE))


@st.composite
def _cases(
    draw: st.DrawFn,
) -> tuple[dict[str, Version], list[Decisions]]:
    releases = draw(st.dictionaries(st.sampled_from(["r0", "r1", "r2"]), VERSIONS, min_size=1))
    known = st.sets(st.sampled_from(sorted(KNOWN)), max_size=3)
    tables = st.tuples(known, _judgements(), _corrections(releases))
    return releases, draw(st.lists(tables, min_size=1, max_size=3))


@settings(max_examples=120, deadline=None)
@given(_cases())
def test_what_is_decided_later_is_as_if_it_had_been_there(
    case: tuple[dict[str, Version], list[Decisions]],
) -> None:
    """View and sums are those of the releases loaded with the same decisions, whatever was decided before."""
    _holds(*case)


def _holds(releases: dict[str, Version], tables: Iterable[Decisions]) -> None:
    store, now = Store.memory(), Curated()
    put(store, releases, now)
    for known, judged, corrected in tables:
        was, now = now, Curated.of(_authority(known), judged, corrected)
        before, after = decided.said(store, was, now)
        delta = change(before, after, Stored(store), now, was)
        store.apply(Change(remove=delta.remove, add=delta.add))
        assert content(store) == content(_fresh(releases, now))


def _fresh(releases: dict[str, Version], curated: Curated) -> Store:
    """A store of the releases with what is curated from the beginning."""
    store = Store.memory()
    alone = [published.contributions(*one, curated) for one in curated.corrections.alone().values()]
    first = change((), alone, Stored(store), curated)
    store.apply(Change(view=True, add=[*curated.fixed, *first.add]))
    put(store, releases, curated)
    return store


def test_an_entry_of_the_authority_wins_a_merge_that_was_judged_before() -> None:
    """Though no release is known to speak of it yet."""
    named = {"r0": [fact("organization", 0, name="Netz AG")]}
    one, other = f"{BASE}id/organization/netz-ag/mainz", f"{BASE}id/organization/netz/mainz"
    judged = [Judgement(one, other, "same")]
    _holds(named, [((), judged, ()), (["a founding year"], judged, ())])


def test_a_judged_place_changes_in_all_releases_that_name_it() -> None:
    """As an event's, as a town's own; merged, then won by the authority's, then parted in one release."""
    named = {
        "r0": [fact("event", 0, name="Messe", start="2020-05-06", place="Mainz")],
        "r1": [fact("organization", 0, name="Stadt Worms", type="municipality")],
    }
    worms, mainz, other = (f"{BASE}id/place/{name}" for name in ("worms", "mainz", "mainz-am-rhein"))
    merged = [Judgement(worms, mainz, "same"), Judgement(mainz, other, "same")]
    parted = [Judgement(f"{BASE}id/release/r0/place/mainz", mainz, "different")]
    _holds(named, [((), merged, ()), (["a town"], merged, ()), ((), parted, ()), ((), (), ())])


def test_a_corrected_name_may_be_one_that_the_authority_gets_to_know() -> None:
    """Though no text has it."""
    said = role(0, "Ina Ott", "2020-01-01")
    corrected = [_of("change", "r0", said, "organization", "Netz")]
    other = ["a net"]
    _holds({"r0": [said]}, [((), (), corrected), (other, (), corrected)])


def test_only_what_is_concerned_is_read() -> None:
    """A judgement on one person leaves the releases about others alone."""
    store, was = Store.memory(), Curated()
    versions = {"r0": [role(0, "Ina Ott", "2020-01-01")], "r1": [role(0, "Anna Schulz", "2020-01-02")]}
    put(store, versions, was)
    ott, other = (f"{BASE}id/person/{path}" for path in ("ina-ott/mainz", "ina-ott/de"))
    assert decided.releases(store, was, Curated.of((), [Judgement(ott, other, "same")], ())) == ["r0"]
    assert decided.releases(store, was, Curated.of((), [], [_added("x", "Ina Ott")])) == []


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
