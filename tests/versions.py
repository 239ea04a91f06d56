"""Versions of releases, for tests of the view: strategies of their facts, and a store they come and go in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st
from pyoxigraph import Quad

from kg import graph, published
from kg.model import Evidence, Fact, Release, Value
from kg.publish import Stored
from kg.published import Curated, Said, contributions
from kg.store import Change, Store
from kg.vocab import PARTIALS, graph_iri

TEXT = "Die Stadt Mainz teilt mit, dass sie etwas mitteilt. " * 4
Version = Sequence[Fact]


def fact(kind: str, at: int, *, section: str = "body", modality: str = "asserted", **slots: Value) -> Fact:
    """A fact whose words are five characters of `TEXT`."""
    words = Evidence(at, at + 5, TEXT[at : at + 5])
    return Fact(kind, slots, (words,), rule="test", section=section, modality=modality)


def role(at: int, person: str, day: str, **more: str) -> Fact:
    """That somebody is mayor of Mainz."""
    slots: dict[str, Value] = {"person": person, "role": "Oberbürgermeisterin", "organization": "Stadt Mainz"}
    section, modality = more.pop("section", "body"), more.pop("modality", "asserted")
    return fact("role", at, section=section, modality=modality, **slots, attested=day, **more)


def said(key: str, facts: Version, curated: Curated) -> Said:
    """What a release of these facts says."""
    return contributions(*graph.read_release(quads_of(key, facts)), curated)


def quads_of(key: str, facts: Version) -> list[Quad]:
    """The graph of such a release."""
    stated = {"issued": "2020-01-15", "publisher": "Stadt Mainz"}
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return graph.release_quads(Release(key, f"{key}.txt", TEXT, digest, stated), facts)


def put(store: Store, releases: Mapping[str, Version | None], curated: Curated) -> None:
    """One transaction that puts releases in, or takes them (None) out."""
    before = [
        contributions(*graph.read_release(store.quads(graph_iri(key))), curated)
        for key in releases
        if store.has_release(key)
    ]
    after = [said(key, facts, curated) for key, facts in releases.items() if facts is not None]
    delta = published.change(before, after, Stored(store), curated)
    graphs = {graph_iri(k): [] if facts is None else quads_of(k, facts) for k, facts in releases.items()}
    store.apply(Change(graphs=graphs, remove=delta.remove, add=delta.add))


def content(store: Store) -> set[str]:
    """All quads of the view and of the sums."""
    return {str(quad) for name in (None, PARTIALS) for quad in store.quads(name)}


DAYS = st.integers(1, 9).map(lambda n: f"2020-01-0{n}")
PERSONS = st.sampled_from(["Anna Schulz", "Ina Ott", "Ott"])
ROLES = st.builds(
    role,
    st.integers(0, 99),
    PERSONS,
    DAYS,
    section=st.sampled_from(["body", "body", "quote", "boilerplate"]),
    modality=st.sampled_from(["asserted"] * 5 + ["former", "announced"]),
)
STARTED = st.builds(role, st.integers(0, 99), PERSONS, DAYS, start=st.sampled_from(["2019", "2020-01-05"]))
NAMES = st.sampled_from(["Stadt Mainz", "Landeshauptstadt Mainz"])  # of one organization
OTHERS = st.one_of(
    st.builds(fact, st.just("organization"), st.integers(0, 99), name=NAMES, type=st.just("municipality")),
    st.builds(fact, st.just("organization"), st.integers(0, 99), name=st.just("Netz AG"),
              founded=st.sampled_from(["2017", "2018"])),
    st.builds(fact, st.just("event"), st.integers(0, 99), name=st.just("Messe"), start=st.just("2020-05-06"),
              place=st.sampled_from(["Mainz", "Stadt Worms"])),
    st.builds(fact, st.just("headcount"), st.integers(0, 99), organization=st.just("Netz AG"),
              value=st.integers(1, 3), on=st.just("2020")),
    st.builds(fact, st.just("funding"), st.integers(0, 99), recipient=st.just("Netz AG"),
              programme=st.just("Netze"), amount=st.integers(1, 3)),
)  # fmt: skip
VERSIONS = st.lists(st.one_of(ROLES, ROLES, ROLES, STARTED, OTHERS), max_size=4)
