"""kg.merge: what releases contribute to an entity, and its merged description."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize

from kg import graph, identity, merge, partials
from kg.identity import places, posts
from kg.model import MODALITIES, Conflict, Entity, Evidence, Fact, Release, Value
from kg.partials import Partial
from kg.slots import attestation_iri
from kg.vocab import BASE, PREFIXES, SG, release_iri

TEXT = "Die Stadt Mainz teilt mit, dass sie etwas mitteilt. " * 9
ROLES = posts.Roles({"oberbuergermeister": frozenset({PREFIXES["role"] + "oberbuergermeister"})})
Case = tuple[Release, Sequence[Fact]]


def _release(key: str, issued: str = "", **stated: str) -> Release:
    stated = {"publisher": "Stadt Mainz", **stated, **({"issued": issued} if issued else {})}
    return Release(key, f"{key}.txt", TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), stated)


def _fact(kind: str, at: int = 0, *, modality: str = "asserted", **slots: Value) -> Fact:
    return Fact(kind, slots, (Evidence(at, at + 5, TEXT[at : at + 5]),), modality=modality)


def _merge(*cases: Case, curated: Iterable[Entity] = ()) -> tuple[dict[str, Entity], list[Conflict]]:
    """The whole view of some releases, by IRI without its base, and the conflicts."""
    found: dict[str, list[Partial]] = defaultdict(list)
    sources: dict[str, set[str]] = defaultdict(set)
    for release, facts in cases:
        mapping = identity.resolve(release, facts, places=places.Places({}, {}), roles=ROLES)
        groups, provenance = merge.said(merge.contributions(release, facts, mapping))
        for key, partial in groups.items():
            found[key].append(partial)
        for iri, source in provenance:
            sources[iri].add(source)
    known = {e.iri: e for e in curated}
    merged = [merge.describe(key, partials.total(found[key]), known) for key in sorted(found)]
    entities = [replace(e, sources=tuple(sorted(sources[e.iri]))) for found_, _ in merged for e in found_]
    named = {e.iri.removeprefix(f"{BASE}id/"): e for e in entities}
    return named, [c for _, conflicts in merged for c in conflicts]


def _one(kind: str, *cases: Case) -> Entity:
    [entity] = [e for e in _merge(*cases)[0].values() if e.kind == kind]
    return entity


def test_the_label_is_the_most_frequent_full_form():
    """A bare place or an abridged name never wins; the others are other names; the place is always one."""
    often = [_fact("organization", at, name="Mainz", type="municipality") for at in (1, 2, 3)]
    city = [_fact("organization", at, name="Stadt Mainz") for at in (4, 5)]
    capital = [_fact("organization", 6, name="Landeshauptstadt Mainz")]
    entity = _one("organization", (_release("a"), [*often, *city]), (_release("b"), capital))
    assert entity.label == "Stadt Mainz"
    assert entity.slots["altLabel"] == ("Landeshauptstadt Mainz", "Mainz")
    assert len([source for source in entity.sources if "/fact/" in source]) == 6


def test_equally_frequent_labels_go_by_length_then_alphabet():
    """No order of loading decides."""
    facts = [_fact("organization", at, name=name) for at, name in enumerate(("Bürger e.V.", "Bürger e. V."))]
    entities, _ = _merge((_release("a"), facts))
    assert entities["organization/buerger-e-v/mainz"].label == "Bürger e. V."


def test_a_curated_label_wins_and_its_slots_are_added():
    """The authority's word on a name is final."""
    curated = Entity(
        f"{BASE}id/organization/netz/stadt", "organization", "Netz AöR", {"abbreviation": ("NZ",)}, ()
    )
    cases = (_release("a"), [_fact("organization", name="Netz", seat="Stadt", type="company")])
    entity = _merge(cases, curated=[curated])[0]["organization/netz/stadt"]
    assert (entity.label, entity.slots["altLabel"]) == ("Netz AöR", ("Netz",))
    assert (entity.slots["abbreviation"], entity.slots["type"]) == (("NZ",), ("company",))


def test_titles_of_a_person_are_kept_beside_the_name():
    """Titles come from roles; a participant without a role fact contributes only the name."""
    role = _fact("role", person="Ina Ott", titles="Dr.", role="OB", organization="Stadt Mainz")
    event = _fact("event", name="Fest", start="2024-05-15", participants=("Ina Ott",))
    entities, _ = _merge((_release("a"), [role, event]))
    person = entities["person/ina-ott/mainz"]
    assert (person.label, person.slots, len(person.sources)) == ("Ina Ott", {"titles": ("Dr.",)}, 2)
    assert entities["event/fest/2024-05-15"].slots["participants"] == (person.iri,)


def _founded(*years: str) -> tuple[Entity, list[Conflict]]:
    cases = [
        (_release(f"r{i}"), [_fact("organization", name="Netz GmbH", seat="Mainz", founded=year)])
        for i, year in enumerate(years)
    ]
    entities, conflicts = _merge(*cases)
    return entities["organization/netz-gmbh/mainz"], conflicts


def test_two_years_of_foundation_are_a_conflict_and_both_are_kept():
    """Side by side, each with its source."""
    entity, [conflict] = _founded("2018", "2017")
    assert entity.slots["founded"] == ("2017", "2018")
    assert (conflict.entity, conflict.property) == (entity.iri, SG["foundedLabel"].value)
    assert (conflict.value1, conflict.value2) == ("2017", "2018")
    assert "/release/r1/" in conflict.sources1[0]
    assert "/release/r0/" in conflict.sources2[0]


def test_a_conflict_says_which_value_is_followed_and_why():
    """The authority's word, else that of more releases, else the later one, else neither."""

    def founded(*said: tuple[str, str], curated: Iterable[Entity] = ()) -> tuple[str, str]:
        facts = [_fact("organization", name="Netz GmbH", seat="Mainz", founded=year) for year, _ in said]
        cases = [(_release(f"r{i}", day), [facts[i]]) for i, (_, day) in enumerate(said)]
        [conflict] = _merge(*cases, curated=curated)[1]
        return conflict.followed, conflict.because

    iri = f"{BASE}id/organization/netz-gmbh/mainz"
    known = Entity(iri, "organization", "Netz GmbH", {"founded": ("2018",)}, ())
    two = (("2017", "2020-01-01"), ("2018", "2020-01-01"))
    assert founded(*two) == ("", "undecided")
    assert founded(*two, ("2017", "2019-01-01")) == ("2017", "more releases")
    assert founded(two[0], ("2018", "2021")) == ("2018", "later release")
    assert founded(*two, ("2017", "2019-01-01"), curated=[known]) == ("2018", "authority")


def test_a_more_precise_date_is_no_conflict():
    """December 2017 is in 2017, and says more."""
    entity, conflicts = _founded("2017", "2017-12")
    assert (entity.slots["founded"], conflicts) == (("2017-12",), [])


def _grants(*slots: dict[str, Value]) -> tuple[list[Entity], list[Conflict]]:
    base: dict[str, Value] = {"recipient": "Stadt Mainz", "programme": "Smart Cities", "currency": "EUR"}
    cases = [(_release(f"r{i}"), [_fact("funding", **{**base, **more})]) for i, more in enumerate(slots)]
    entities, conflicts = _merge(*cases)
    return [e for e in entities.values() if e.kind == "funding"], conflicts


def test_one_grant_with_two_amounts_is_a_conflict():
    """Both stay; a maximum is contradicted only by what exceeds it; other periods are other grants."""
    ten, twelve = {"amount": Decimal(10)}, {"amount": Decimal(12)}
    most = {"amount": Decimal(11), "qualifier": "max"}
    entities, [conflict] = _grants(ten, twelve)
    assert len(entities) == 2
    assert (conflict.property, conflict.value1, conflict.value2) == (SG["amount"].value, "10", "12")
    assert _grants(ten, most)[1] == []
    assert len(_grants(twelve, most)[1]) == 1
    assert _grants({**ten, "period_start": "2021"}, {**twelve, "period_start": "2023"})[1] == []
    assert _grants({**ten, "programme": "A"}, {**twelve, "programme": "B"})[1] == []


def test_a_maximum_speaks_for_no_amount():
    """ "Up to twelve" is another statement than "twelve", and no second source of it."""
    ten, twelve, most = ({"amount": Decimal(n)} for n in (10, 12, 9))
    _, conflicts = _grants(ten, twelve, {**most, "qualifier": "max"})
    assert {(c.value1, c.value2) for c in conflicts} == {("10", "12"), ("10", "max 9"), ("12", "max 9")}
    _, conflicts = _grants(ten, twelve, {"amount": Decimal(12), "qualifier": "max"})
    assert [(c.value1, c.value2, c.because) for c in conflicts] == [("10", "12", "undecided")]


def test_the_same_grant_in_two_releases_is_one():
    """However its amount is written."""
    [entity], conflicts = _grants({"amount": Decimal("10.0")}, {"amount": Decimal(10)})
    assert (len(entity.sources), conflicts) == (2, [])


def test_headcounts_contradict_each_other_only_on_one_day_and_where_no_number_is_both():
    """Seven is contradicted by eight and by at least ten, not by at least five, nor on another day."""

    def conflicts(*counts: dict[str, Value]) -> int:
        cases = [
            (_release(f"r{i}"), [_fact("headcount", organization="Netz", **count)])
            for i, count in enumerate(counts)
        ]
        return len(_merge(*cases)[1])

    day: dict[str, Value] = {"on": "2019-09-04"}
    assert conflicts({"value": 7, **day}, {"value": 8, **day}) == 1
    assert conflicts({"value": 7, **day}, {"value": 5, "qualifier": "min", **day}) == 0
    assert conflicts({"value": 7, **day}, {"value": 10, "qualifier": "min", **day}) == 1
    assert conflicts({"value": 7, **day}, {"value": 10, "qualifier": "about", **day}) == 0
    assert conflicts({"value": 7, **day}, {"value": 8, "on": "2020-01-01"}) == 0
    assert conflicts({"value": 7}, {"value": 8}) == 0


def test_what_is_not_asserted_shows():
    """Modality stays visible until a release asserts; planned money is announced, a stated status stays."""
    planned = _fact("project", name="Netz", organization="Stadt Mainz", modality="announced")
    assert _one("project", (_release("a"), [planned])).slots["modality"] == ("announced",)
    done = _fact("project", name="Netz", organization="Stadt Mainz")
    assert "modality" not in _one("project", (_release("a"), [planned]), (_release("b"), [done])).slots
    money = _fact("funding", recipient="Stadt Mainz", modality="reported")
    assert _one("funding", (_release("a"), [money])).slots["status"] == ("announced",)
    refused = _fact("funding", recipient="Stadt Mainz", status="refused", modality="reported")
    assert _one("funding", (_release("a"), [refused])).slots["status"] == ("refused",)


def test_the_latest_status_counts():
    """Announced, then cancelled: cancelled, whichever release is loaded first."""
    event = {"name": "Fest", "start": "2024-05-15"}
    early = (_release("a", "2024-05-01"), [_fact("event", **event)])
    late = (_release("b", "2024-05-10"), [_fact("event", **event, status="cancelled")])
    undated = (_release("c"), [_fact("event", **event, status="held")])
    assert _one("event", late, early, undated).slots["status"] == ("cancelled",)


def test_events_of_one_day_are_one_and_of_two_years_two():
    """A disagreement about the end is a conflict."""
    one = _fact("event", name="Messe", start="2024-05-15", end="2024-05-16")
    other = _fact("event", name="Messe", start="2024-05-15", end="2024-05-17", motto="Netz")
    next_year = _fact("event", 9, name="Messe", start="2025-05-14")
    entities, [conflict] = _merge((_release("a"), [one, next_year]), (_release("b"), [other]))
    assert {iri for iri, e in entities.items() if e.kind == "event"} == {
        "event/messe/2024-05-15",
        "event/messe/2025-05-14",
    }
    assert entities["event/messe/2024-05-15"].slots["motto"] == ("Netz",)
    assert (conflict.property, conflict.value1) == (SG["endLabel"].value, "2024-05-16")


def test_posts_and_roles_the_ontology_does_not_list():
    """A post names role and organisation; an unlisted role has the concept it was recognised by above it."""
    concept = PREFIXES["role"] + "dezernent"
    fact = _fact("role", person="Ina Ott", role="Bildungsdezernentin", role_canonical="Bildungsdezernent",
                 concept=concept, organization="Stadt Mainz")  # fmt: skip
    known = _fact("role", person="Ina Ott", role_canonical="Oberbürgermeister", organization="Stadt Mainz")
    entities, _ = _merge((_release("a"), [fact, known]))
    post = entities["post/stadt-mainz/mainz/bildungsdezernent"]
    assert post.label == "Bildungsdezernent, Stadt Mainz"
    assert post.slots["organization"] == (f"{BASE}id/organization/stadt-mainz/mainz",)
    assert entities["role/bildungsdezernent"].slots == {"broader": (concept,)}
    assert [iri for iri in entities if iri.startswith("role/")] == ["role/bildungsdezernent"]


def test_the_post_of_a_unit_is_called_after_it():
    """And lies in the organisation that the unit is part of, also where a release names the unit alone."""
    unit = "Stabsstelle Netze"
    facts = [
        _fact("role", at, person="Ina Ott", role_canonical="Leiterin", unit=unit, organization=organization)
        for at, organization in ((3, "Stadt Mainz"), (9, unit))
    ]
    for told in (facts, facts[:1], facts[1:]):
        post = _one("post", (_release("a"), told))
        assert post.iri == f"{BASE}id/post/stadt-mainz/mainz/leiterin.stabsstelle-netze"
        assert post.label == "Leiterin, Stabsstelle Netze, Stadt Mainz"
        assert post.slots["organization"] == (f"{BASE}id/organization/stadt-mainz/mainz",)


def test_an_organisation_is_no_part_of_itself():
    """Two names of one organisation, one of them given as the part of the other, say nothing of a part."""
    fact = _fact("organization", name="Landeshauptstadt Mainz", type="municipality", part_of="Stadt Mainz")
    town = _one("organization", (_release("a"), [fact, _fact("organization", name="Stadt Mainz")]))
    assert "part_of" not in town.slots
    assert town.slots["type"] == ("municipality",)


def test_quotations_and_contacts_carry_day_and_release():
    """A quotation is one release's; a contact lives on, with the days it is attested."""
    facts = [
        _fact("quotation", speaker="Ina Ott", text="Ja."),
        _fact("contact", person="Ina Ott", email="ott@example.org"),
    ]
    entities, _ = _merge((_release("a", "2024-05-01"), facts), (_release("b", "2024-05-10"), facts))
    quotations = [e for e in entities.values() if e.kind == "quotation"]
    assert sorted(e.slots["date"] for e in quotations) == [("2024-05-01",), ("2024-05-10",)]
    [contact] = [e for e in entities.values() if e.kind == "contact"]
    assert contact.slots["date"] == ("2024-05-01", "2024-05-10")


def test_a_publisher_only_the_steward_names_is_an_organisation_of_the_view():
    """It rests on the release itself, since no words of it say so."""
    entities, _ = _merge((_release("a", publisher="Stadt Trier"), []))
    publisher = entities["organization/stadt-trier/trier"]
    assert (publisher.label, publisher.sources) == ("Stadt Trier", (release_iri("a"),))
    assert entities["release/a"].slots["publisher"] == (publisher.iri,)


def test_a_release_is_an_entity_with_what_the_steward_states():
    """Title, day and publisher stated by hand go before the text's; without a fact it is still there."""
    release = _release("a", "2024-05-01", title="Von Hand")
    fact = _fact("release", title="Im Text", date="2024-04-30", publisher="Stadt Mainz")
    entity = _one("release", (release, [fact]))
    assert (entity.label, entity.slots["issued"], entity.slots["fact_count"]) == (
        "Von Hand",
        ("2024-05-01",),
        (1,),
    )
    assert entity.sources == (attestation_iri("a", fact),)
    assert _one("release", (_release("leer"), [])).label == "leer"


# what must always be true

names = st.one_of(
    st.sampled_from(["Stadt Mainz", "Mainz", "Netz GmbH", "Ina Ott", "Smart Cities"]),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6),
)
days = st.sampled_from(["2017", "2017-12", "2018", "2024-05-15", "--06-19"])
_SLOTS: dict[str, dict[str, st.SearchStrategy[Value]]] = {
    "release": {"title": names, "publisher": names, "date": days},
    "role": {"person": names, "role": names, "organization": names, "titles": names, "deputy": st.booleans()},
    "organization": {"name": names, "founded": days, "parent": names, "seat": names},
    "event": {"name": names, "start": days, "end": days, "participants": st.tuples(names), "status": names},
    "funding": {"recipient": names, "amount": st.integers(1, 3).map(Decimal), "programme": names},
    "headcount": {"organization": names, "value": st.integers(1, 3), "on": days},
    "quotation": {"speaker": names, "text": names},
    "contact": {"person": names, "email": names},
    "brand": {"name": names, "since": days, "organization": names},
}
_REQUIRED = {"organization": {"name"}, "event": {"name"}, "brand": {"name"}, "headcount": {"organization"}}


@st.composite
def _facts(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(sorted(_SLOTS)))
    needed = _REQUIRED.get(kind, set())
    slots = draw(
        st.fixed_dictionaries(
            {s: v for s, v in _SLOTS[kind].items() if s in needed},
            optional={s: v for s, v in _SLOTS[kind].items() if s not in needed},
        )
    )
    return _fact(kind, draw(st.integers(0, 99)), modality=draw(st.sampled_from(MODALITIES)), **slots)


@st.composite
def _cases(draw: st.DrawFn) -> list[Case]:
    lists = draw(st.lists(st.lists(_facts(), max_size=5), min_size=1, max_size=3))
    return [
        (_release(f"r{i}", draw(st.sampled_from(["", "2024-05-01", "2024-05"]))), facts)
        for i, facts in enumerate(lists)
    ]


@settings(deadline=None)
@given(_cases(), st.randoms())
def test_the_order_of_releases_changes_nothing(cases: list[Case], random: st.Random):
    """Any order of releases and facts, and every fact twice, gives the same entities and conflicts."""
    expected = _merge(*cases)
    shuffled = [(release, random.sample(facts, len(facts)) + list(facts)) for release, facts in cases]
    random.shuffle(shuffled)
    assert _merge(*shuffled) == expected


@settings(deadline=None)
@given(_cases())
def test_the_view_is_valid_rdf_and_rests_on_attestations(cases: list[Case]):
    """Every entity becomes triples that parse again; every source is an attestation of its releases."""
    entities, conflicts = _merge(*cases)
    quads = [q for e in entities.values() for q in graph.entity_quads(e)]
    quads += [q for c in conflicts for q in graph.conflict_quads(c)]
    lines = serialize(quads, format=RdfFormat.N_QUADS)
    assert isinstance(lines, bytes)
    assert set(parse(lines, RdfFormat.N_QUADS)) == set(quads)
    attested = {attestation_iri(release.key, fact) for release, facts in cases for fact in facts}
    stated = {release_iri(release.key) for release, _ in cases}
    for entity in entities.values():
        assert set(entity.sources) <= attested | stated
        assert entity.sources or entity.kind == "release"


def test_municipalities_are_places_and_things_lie_in_them():
    """By seat, place or the body that administers one; what is no municipality that is known stays a word."""
    facts = [
        _fact("release", place="Mainz", title="Fest"),
        _fact("organization", 3, name="Stadt Mainz", seat="Mainz"),
        _fact("organization", 9, name="Gemeinde Budenheim", type="municipality"),
        _fact("event", 20, name="Fest", start="2024-05-15", place="Mainz"),
        _fact("event", 30, name="Ball", start="2024-05-16", place="Fruchthalle"),
    ]
    curated = Entity(f"{BASE}id/place/mainz", "place", "Mainz", {"municipality_key": ("07999999",)}, ())
    entities, _ = _merge((_release("a"), facts), curated=[curated])
    mainz = entities["place/mainz"]
    assert (mainz.kind, mainz.label, mainz.slots["municipality_key"]) == ("place", "Mainz", ("07999999",))
    assert entities["place/budenheim"].label == "Budenheim"
    assert {iri for iri in entities if iri.startswith("place/")} == {"place/mainz", "place/budenheim"}
    for iri in ("organization/stadt-mainz/mainz", "event/fest/2024-05-15"):
        assert entities[iri].slots["location"] == (mainz.iri,)
    assert entities["release/a"].slots["spatial"] == (mainz.iri,)
    assert "location" not in entities["event/ball/2024-05-16"].slots
    said = {(q.predicate.value, str(q.object.value)) for q in graph.entity_quads(mainz)}
    assert (PREFIXES["rdf"] + "type", PREFIXES["sg"] + "Municipality") in said
    assert (PREFIXES["sg"] + "municipalityKey", "07999999") in said
