"""`kg.corrections`: the table, what it does to facts, and that no history of it shows."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_build import REMEMBERED, TEXTS, exported, file, fresh, lay_out

from kg import corrections, graph, publish, published, redact
from kg.build import build
from kg.corrections import COLUMNS, Corrections, apply, load_corrections
from kg.corrections.validating import violations
from kg.errors import InputError, TableError
from kg.model import Correction, Evidence, Fact, Release, SlotChange
from kg.retraction import retract
from kg.slots import attestation_iri, digest
from kg.store import Store
from kg.vocab import BASE, CORRECTIONS, PREFIXES, correction_iri, graph_iri

TEXT = "Anna Bens, CDO der Stadt Neustadt, sagte: „Gut.“ Die Stadt hat 12 Mitarbeiter."
RELEASE = Release("r", "r.txt", TEXT, "")


def evidence(words: str) -> tuple[Evidence, ...]:
    """These words of the text."""
    start = TEXT.index(words)
    return (Evidence(start, start + len(words), words),)


ROLE = Fact(
    "role",
    {
        "person": "Anna Bens",
        "role": "CDO",
        "role_canonical": "Chief Digital Officer",
        "concept": PREFIXES["role"] + "chief-digital-officer",
        "organization": "Stadt Neustadt",
    },
    evidence("Anna Bens, CDO der Stadt Neustadt"),
    rule="x",
    resolved={"organization": "by context: the publisher"},
)
STAFF = Fact(
    "headcount", {"organization": "Stadt", "value": 12}, evidence("Die Stadt hat 12 Mitarbeiter"), rule="x"
)
FACTS = [ROLE, STAFF]


def decided(
    action: str, fact: Fact | None = None, slots: Mapping[str, str] | None = None, **more: str
) -> Correction:
    """A correction; of a fact, it names it by its digest."""
    kind = more.pop("kind", fact.kind if fact else "role")
    changes = tuple(
        SlotChange(slot, corrections.said(fact, slot) if fact else "", value)
        for slot, value in sorted((slots or {}).items())
    )
    made = Correction("c", action, "r", kind, digest(fact) if fact else "", slots=changes,
                      who="A", when="2026-11-21", why="w")  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


# -- the table --------------------------------------------------------------------------------------------

ROW = {"id": "c1", "release": "r", "kind": "role", "who": "A", "when": "2026-11-21", "why": "w"}
FACT = {"fact": "0123456789ab"}


def table(folder: Path, *rows: Mapping[str, str]) -> Path:
    """A table of these rows."""
    path = folder / "corrections.csv"
    lines = [",".join(row.get(c, "") for c in COLUMNS) for row in rows]
    path.write_text("\n".join([",".join(COLUMNS), *lines, ""]), "utf-8")
    return path


def test_rows_of_one_id_are_one_correction(tmp_path: Path) -> None:
    """The first row says all but the further slots; the slots come in alphabetical order."""
    path = table(
        tmp_path,
        ROW | FACT | {"action": "change", "slot": "start", "value": "2020", "quote": "Anna  B"},
        {"id": "c1", "slot": "end", "was": "2021"},
        ROW | {"id": "c2", "action": "reject", "quote": "x"},
    )
    one, other = load_corrections(path)
    assert one == Correction("c1", "change", "r", "role", "0123456789ab", "Anna  B",
                             (SlotChange("end", "2021"), SlotChange("start", "", "2020")),
                             who="A", when="2026-11-21", why="w")  # fmt: skip
    assert (one.line, other.line, other.slots) == (2, 4, ())


@pytest.mark.parametrize(
    "name",
    [f"{BASE}id/release/r%C3%A4/fact/role/0123456789ab", "<id/release/r%C3%A4/fact/role/0123456789ab>"],
)
def test_an_iri_tells_release_and_kind(tmp_path: Path, name: str) -> None:
    """A steward may paste what a query shows."""
    bare = {"action": "reject", "release": "", "kind": ""}
    (one,) = load_corrections(table(tmp_path, ROW | bare | {"fact": name}))
    assert (one.release, one.kind, one.fact) == ("rä", "role", "0123456789ab")


def test_the_table_that_ships_is_well_formed() -> None:
    """It has no corrections, and shows stewards its columns."""
    assert load_corrections(Path(__file__).parent.parent / "data" / "corrections.csv") == []


CHANGE = ROW | FACT | {"action": "change", "slot": "start", "value": "2020"}
REJECT = ROW | FACT | {"action": "reject"}
ADD = ROW | {"action": "add", "slot": "person", "value": "Eva Muster"}
ELSEWHERE = ADD | {"release": "", "source": "https://example.org/x"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([REJECT | {"id": ""}], "2: '' is no id"),
        ([REJECT | {"id": "a b"}], "2: 'a b' is no id"),
        ([REJECT | {"action": "delete"}], "2: the action is 'delete' — write one of reject, change, add"),
        ([REJECT | {"kind": "rolle"}], "2: 'rolle' is no kind of fact — write one of release, role"),
        ([REJECT | {"who": ""}], "2: a correction without who"),
        ([REJECT | {"why": ""}], "2: a correction without why"),
        ([REJECT | {"when": "gestern"}], "2: when 'gestern' is no day"),
        ([REJECT | {"source": "a book"}], "2: source 'a book' is no web address"),
        ([REJECT | {"fact": "Anna"}], "2: 'Anna' names no fact"),
        ([REJECT | {"fact": "id/release/s/fact/role/0123456789ab"}], "2: the fact is of release 's'"),
        ([REJECT | {"fact": ""}], "2: it does not say which fact"),
        ([REJECT | {"release": ""}], "2: it does not say which fact"),
        ([REJECT | {"kind": "release"}], "2: what a release says of itself cannot be rejected"),
        ([REJECT | {"slot": "person", "value": "Eva"}], "2: a rejected fact gets no values"),
        ([REJECT | {"value": "Eva"}], "2: a value without a slot"),
        ([CHANGE | {"slot": "", "value": ""}], "2: it changes nothing"),
        ([CHANGE | {"slot": "begin"}], "2: a role fact has no slot 'begin' — it has person, titles"),
        ([CHANGE | {"value": "2020-13"}], "2: start '2020-13' is no date — write 2017, 2023-10"),
        ([CHANGE | {"kind": "release", "slot": "title"}], r"2: the title of a release .* \(title\)"),
        ([CHANGE, {"id": "c1", "slot": "start", "value": "2021"}], "3: the slot 'start' is given twice"),
        ([CHANGE, {"id": "c1", "slot": "end", "who": "B"}], "2: the rows of one id differ in who: 'A'"),
        ([CHANGE, CHANGE | {"id": "c2"}], "3: the start of the fact is corrected by 'c1' in line 2 already"),
        ([REJECT, CHANGE | {"id": "c2"}], "3: the fact is corrected by 'c1' in line 2 already"),
        ([ADD | {"kind": "release", "slot": "place"}], "2: a release cannot be added"),
        ([ADD | FACT], "2: an added fact has values only"),
        ([ADD | {"value": ""}], "2: an added fact has values only"),
        ([ADD | {"slot": "", "value": ""}], "2: an added fact that says nothing"),
        ([ADD | {"value": "id/person/eva"}], "2: person 'id/person/eva' is no name — write the name"),
        ([ELSEWHERE], "2: an added fact without a source and its day"),
        ([ELSEWHERE | {"kind": "quotation", "slot": "attested", "value": "2020"}], "2: a quotation is"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_with_its_line(
    tmp_path: Path, rows: Sequence[Mapping[str, str]], message: str
) -> None:
    """And with what to write instead."""
    with pytest.raises(TableError, match=rf"corrections\.csv:{message}"):
        load_corrections(table(tmp_path, *rows))


@pytest.mark.parametrize(
    ("kind", "slot", "text", "value"),
    [
        ("role", "person", "Anna Benz", "Anna Benz"),
        ("role", "acting", "true", True),
        ("role", "acting", "false", False),
        ("role", "start", "2023-Q4", "2023-Q4"),
        ("event", "start", "--02-29", "--02-29"),
        ("role", "concept", "role:chief-digital-officer", f"{BASE}id/role/chief-digital-officer"),
        ("funding", "amount", "2500000.50", Decimal("2500000.5")),
        ("headcount", "value", "012", 12),
        ("event", "organizers", "B; A ;", ("A", "B")),
        ("role", "modality", "former", "former"),
        ("contact", "phone", "0631 205", "0631 205"),
    ],
)
def test_a_text_becomes_the_value_of_its_slot(kind: str, slot: str, text: str, value: object) -> None:
    """Of the type that extraction gives, too."""
    found = corrections.value_of(kind, slot, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "slot", "text", "message"),
    [
        ("role", "acting", "ja", "neither true nor false"),
        ("role", "start", "2023-02-30", "no date"),
        ("role", "start", "--13", "no date"),
        ("role", "concept", "role:chief-digital-offizier", "no role of ontology"),
        ("release", "not_before", "2023", "no day — write it as 2024-05-06"),
        ("funding", "amount", "2.500.000", "no number — write digits with a point"),
        ("funding", "share", "-1", "no number"),
        ("headcount", "value", "12.5", "no whole number"),
        ("headcount", "value", "zwölf", "no whole number"),
        ("role", "section", "foot", "no section — write one of headline, dateline"),
        ("role", "person", "Anna\x07", "control character"),
    ],
)
def test_what_a_slot_cannot_hold_is_refused(kind: str, slot: str, text: str, message: str) -> None:
    """With what to write."""
    with pytest.raises(InputError, match=message):
        corrections.value_of(kind, slot, text)


@given(st.one_of(st.booleans(), st.integers(0), st.decimals("0", "1e12", allow_nan=False, places=3)))
def test_numbers_and_marks_survive_the_table(value: bool | int | Decimal) -> None:
    """What the table shows of a value means that value."""
    kind, slot = {bool: ("role", "acting"), int: ("headcount", "value")}.get(
        type(value), ("funding", "amount")
    )
    assert corrections.value_of(kind, slot, corrections.text_of(value)) == value


# -- what it does to facts ----------------------------------------------------------------------------------


def test_without_corrections_facts_stay_as_they_are() -> None:
    """The very same."""
    assert Corrections().apply(RELEASE, FACTS).facts == tuple(FACTS)


def test_a_rejected_fact_is_gone() -> None:
    """Only it."""
    applied = apply(RELEASE, FACTS, [decided("reject", ROLE)])
    assert applied.facts == (STAFF,)
    assert [(o.state, o.attestation) for o in applied.outcomes] == [("applied", attestation_iri("r", ROLE))]


def test_a_changed_fact_rests_on_its_attestation_and_the_correction() -> None:
    """What was changed is no resolution any more; where it was read stays."""
    (fact, _) = apply(
        RELEASE, FACTS, [decided("change", ROLE, {"organization": "Land", "start": "2020"})]
    ).facts
    assert fact.slots == {**ROLE.slots, "organization": "Land", "start": "2020"}
    assert fact.resolved == {}
    assert fact.rests_on == (attestation_iri("r", ROLE), correction_iri("c"))
    assert attestation_iri("r", fact) == attestation_iri("r", ROLE)
    assert (fact.evidence, fact.rule) == (ROLE.evidence, ROLE.rule)


def test_a_value_that_is_confirmed_is_no_guess_any_more() -> None:
    """The employer that the loader took from the context is one that somebody stands for."""
    (fact, _) = apply(RELEASE, FACTS, [decided("change", ROLE, {"organization": "Stadt Neustadt"})]).facts
    assert fact.slots == ROLE.slots
    assert fact.resolved == {}


def test_no_value_empties_a_slot() -> None:
    """And properties beside the slots can be changed."""
    (fact, _) = apply(
        RELEASE, FACTS, [decided("change", ROLE, {"organization": "", "modality": "former"})]
    ).facts
    assert "organization" not in fact.slots
    assert fact.modality == "former"


def test_a_changed_role_has_not_the_concept_of_the_wrong_one() -> None:
    """Unless the correction gives one itself."""
    (fact, _) = apply(RELEASE, FACTS, [decided("change", ROLE, {"role": "Kämmerin"})]).facts
    assert "concept" not in fact.slots
    assert "role_canonical" not in fact.slots
    told = {"role": "Chief Digital Officerin", "concept": ROLE.slots["concept"]}
    (fact, _) = apply(RELEASE, FACTS, [decided("change", ROLE, told)]).facts  # type: ignore[arg-type]
    assert fact.slots["concept"] == ROLE.slots["concept"]


def test_an_added_fact_rests_on_the_correction() -> None:
    """It comes behind all that was read, with values of the right types."""
    one = decided("add", slots={"organization": "Stadt", "value": "14"}, kind="headcount", quote="hat\n12")
    (_, _, fact) = apply(RELEASE, FACTS, [one]).facts
    assert fact == Fact("headcount", {"organization": "Stadt", "value": 14}, (), rule="manual",
                        rests_on=(correction_iri("c"),))  # fmt: skip
    assert attestation_iri("r", fact) == correction_iri("c")


def test_the_words_of_an_added_fact_must_be_in_the_text() -> None:
    """However the text breaks its lines; where a licence withholds the text, nobody can tell."""
    one = decided("add", slots={"organization": "Stadt", "value": "14"}, kind="headcount", quote="hat 14")
    assert [o.state for o in apply(RELEASE, FACTS, [one]).outcomes] == ["unquoted"]
    assert [o.state for o in apply(replace(RELEASE, text=""), FACTS, [one]).outcomes] == ["applied"]


BETTER = replace(ROLE, slots={**ROLE.slots, "titles": "Dr."})
"""What a better rule may read from the same words."""


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ([BETTER], "applied"),
        ([replace(ROLE, slots={**ROLE.slots, "person": "Anna Benz"})], "already"),
        ([replace(ROLE, slots={**ROLE.slots, "person": "Bens"})], "lost"),
        ([replace(BETTER, evidence=evidence("Anna Bens, CDO"))], "lost"),
        ([BETTER, replace(BETTER, section="boilerplate")], "several"),
        ([ROLE, replace(BETTER, section="boilerplate")], "applied"),
        ([], "lost"),
    ],
)
def test_a_fact_is_found_again_by_its_words(facts: Sequence[Fact], state: str) -> None:
    """By digest first; else kind, words and what the slots were must name one fact, or nothing is done."""
    one = decided("change", ROLE, {"person": "Anna Benz"}, quote="Anna Bens,\nCDO der Stadt Neustadt")
    applied = apply(RELEASE, facts, [one])
    assert [o.state for o in applied.outcomes] == [state]
    assert (applied.facts == tuple(facts)) == (state != "applied")


def test_a_rejection_does_not_reject_what_is_read_rightly_now() -> None:
    """The words are the same, but the person that it rejects is not the one."""
    one = decided("reject", ROLE, {"person": ""}, quote=ROLE.evidence[0].quote)
    right = replace(ROLE, slots={**ROLE.slots, "person": "Anna Benz"})
    assert apply(RELEASE, [right], [one]).facts == (right,)


def test_what_would_not_be_valid_is_not_applied() -> None:
    """Alone or together with others; what is valid of them is."""
    start = decided("change", ROLE, {"start": "2020"}, id="c1")
    end = decided("change", ROLE, {"end": "2019"}, id="c2")
    more = decided("change", STAFF, {"value": "13"}, id="c3")
    applied = Corrections([more, end, start]).apply(RELEASE, FACTS)
    assert {o.correction.id: o.state for o in applied.outcomes} == {
        "c1": "applied",
        "c2": "invalid",
        "c3": "applied",
    }
    problem = next(o.problem for o in applied.outcomes if o.state == "invalid")
    assert problem is not None
    assert problem.shape_name == "RoleEndsNotBeforeStart"
    assert not violations(RELEASE, applied.facts)
    assert [f.slots.get("end") for f in applied.facts] == [None, None]


def test_of_two_that_want_the_same_slot_the_earlier_is_in_force() -> None:
    """Whatever the order of the table; a rejected fact is not changed."""
    early = decided("change", ROLE, {"person": "Eva"}, id="z", when="2026-01-01")
    late = decided("change", ROLE, {"person": "Ina"}, id="a")
    for given_ in ([early, late], [late, early]):
        applied = Corrections(given_).apply(RELEASE, FACTS)
        assert {o.correction.id: o.state for o in applied.outcomes} == {"z": "applied", "a": "overruled"}
        assert applied.facts[0].slots["person"] == "Eva"
    rejected = Corrections([early, decided("reject", ROLE, id="r")]).apply(RELEASE, FACTS)
    assert {o.correction.id: o.state for o in rejected.outcomes} == {"z": "overruled", "r": "applied"}


def test_a_verdict_does_not_depend_on_words_that_a_licence_withholds() -> None:
    """Only quotes count: the same findings with the text and without it."""
    wrong = (replace(ROLE, slots={**ROLE.slots, "end": "2010", "start": "2011"}), STAFF)
    with_text, without = (violations(r, wrong) for r in (RELEASE, replace(RELEASE, text="")))
    assert with_text == without
    assert [finding.shape_name for finding in without] == ["RoleEndsNotBeforeStart"]


# -- as data -----------------------------------------------------------------------------------------------

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8).map(
    lambda text: " ".join(text.split())
)
_SOME = _WORDS.filter(bool)


@st.composite
def _corrections(draw: st.DrawFn) -> Correction:
    action = draw(st.sampled_from(["reject", "change", "add"]))
    kind = draw(st.sampled_from(["role", "contact"]))
    slots = {"role": ("person", "role", "organization"), "contact": ("person", "email", "phone")}[kind]
    chosen = draw(st.sets(st.sampled_from(slots), min_size=1))
    release = draw(_SOME.map(lambda text: text.replace("/", "-").replace(" ", "-")))
    return Correction(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,5}", fullmatch=True)),
        action=action,
        release=release,
        kind=kind,
        fact=draw(st.sampled_from(["", "0123456789ab"])) if action != "add" else "",
        quote=draw(_SOME),
        slots=tuple(
            SlotChange(s, draw(_WORDS) if action != "add" else "", draw(_SOME)) for s in sorted(chosen)
        ),
        source=draw(st.sampled_from(["", "https://example.org/a?b=c"])),
        who=draw(_SOME),
        when="2026-11-21",
        why=draw(_SOME),
    )


@given(st.lists(_corrections(), max_size=3, unique_by=(lambda one: one.id, lambda one: one.who)))
@settings(max_examples=50, deadline=None)
def test_the_graph_of_corrections_loses_nothing(found: list[Correction]) -> None:
    """What a steward wrote is read back from it, whatever is written."""
    quads = graph.correction_quads(found)
    assert {str(q.graph_name) for q in quads} <= {f"<{CORRECTIONS}>"}
    by_steward = {graph.correction_quads([one])[0]: one for one in found}
    assert len(by_steward) == len(found)
    assert graph.read_corrections(quads) == sorted(found, key=lambda one: one.id)


def test_stewards_whose_names_are_alike_stay_two() -> None:
    """Neither case nor umlauts nor marks make two stewards one."""
    old = Fact("role", {"person": "Anna Bens"}, evidence("Anna Bens"), rule="x")
    found = [
        replace(decided("reject", old, {}), id=f"c{n}", who=who)
        for n, who in enumerate(("Jörg", "Joerg", "joerg"))
    ]
    assert graph.read_corrections(graph.correction_quads(found)) == found


def test_contact_data_goes_where_contacts_go() -> None:
    """Without contacts, no number or address is left, neither the old nor the new."""
    old = Fact("contact", {"person": "Anna Bens", "phone": "0631 205-1"}, evidence("Anna Bens"), rule="x")
    one = decided("change", old, {"phone": "0631 205-2"})
    told = [*graph.correction_quads([one]), *graph.release_quads(RELEASE, [old])]
    left = "".join(map(str, redact.without_contacts(told)))
    assert "205" not in left
    assert "phone" in left
    assert "0631" not in graph.correction_text(one)


# -- in the store --------------------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """`data/` with the small releases of tests/test_build.py."""
    return lay_out(tmp_path / "data", TEXTS)


def facts_of(store: Store, key: str) -> dict[str, Fact]:
    """The facts of a release by kind."""
    return {fact.kind: fact for fact in graph.read_release(store.quads(graph_iri(key)))[1]}


def first_row(fact: Fact | None, action: str, key: str, name: str) -> dict[str, str]:
    """The first row of a correction."""
    named = (
        {"fact": digest(fact), "kind": fact.kind, "quote": " ".join(fact.evidence[0].quote.split())}
        if fact
        else {}
    )
    return ROW | {"id": name, "action": action, "release": key} | named


def ask(store: Store, pattern: str) -> bool:
    """Whether the view has this pattern."""
    prefixes = "".join(f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items())
    return bool(store.query(f"BASE <{BASE}> {prefixes} ASK {{ {pattern} }}"))


def test_what_is_derived_names_the_correction(data: Path) -> None:
    """Person and tenure rest on attestation and correction; the attestation stays as it was read."""
    store = Store.memory()
    build([data / "releases"], store)
    before, role = exported(store), facts_of(store, "a")["role"]
    table(
        data,
        first_row(role, "change", "a", "c1")
        | {"slot": "person", "was": "Klaus Meier", "value": "Klaus Maier"},
    )
    summary = build([data / "releases"], store)
    assert summary.decided
    assert not summary.rebuilt
    assert summary.ok
    iri = attestation_iri("a", role)
    for what in ("a foaf:Person ; foaf:name 'Klaus Maier'", "a sg:Tenure"):
        assert ask(store, f"?x {what} ; prov:wasDerivedFrom <{iri}>, <id/correction/c1>")
    assert not ask(store, "?x foaf:name 'Klaus Meier'")
    told = "'person: Klaus Meier → Klaus Maier – w (A, 2026-11-21)'"
    assert ask(
        store, f"<id/correction/c1> a sg:Correction ; sg:corrects <{iri}> ; dcterms:description {told}"
    )
    assert facts_of(store, "a")["role"] == role
    assert graph.read_corrections(store.quads(CORRECTIONS)) == load_corrections(data / "corrections.csv")
    assert exported(store) == fresh([data / "releases"])
    (data / "corrections.csv").unlink()
    build([data / "releases"], store)
    assert exported(store) == before


def test_a_fact_from_elsewhere_is_derived_from_like_any_other(data: Path) -> None:
    """Its holder bounds the other one; there is no release for it, and its publisher rests on it."""
    row = ELSEWHERE | {"id": "c1", "value": "Eva Alt"}
    more = {
        "role": "CDO",
        "organization": "Stadt Neustadt",
        "attested": "2015-03-01",
        "publisher": "Stadt Kusel",
    }
    table(data, row, *({"id": "c1", "slot": slot, "value": value} for slot, value in more.items()))
    store = Store.memory()
    build([data / "releases"], store)
    tenure = "sg:firstAttested '2015-03-01'^^xsd:date ; org:member ?p . ?p rdfs:label 'Eva Alt'"
    assert ask(store, f"?t prov:wasDerivedFrom <id/correction/c1> ; {tenure}")
    assert ask(store, "?o rdfs:label 'Stadt Kusel' ; prov:wasDerivedFrom <id/correction/c1>")
    assert not ask(store, "?r a sg:PressRelease FILTER(CONTAINS(STR(?r), 'correction'))")
    assert "release/correction%2F" not in exported(store)
    one_by_one = Store.memory()
    for key in "dbca":
        build([file(data, key)], one_by_one)
    assert exported(one_by_one) == exported(store)


def test_a_correction_that_is_not_in_force_is_told(data: Path) -> None:
    """With its line: one that finds nothing, one of a release that is not there; never silently."""
    table(data, REJECT | {"release": "a", "id": "c1"}, REJECT | {"release": "nobody", "id": "c2"})
    summary = build([data / "releases"], Store.memory())
    told = [
        (f.place(), f.severity, f.message("en"))
        for f in summary.findings
        if f.shape_name == "CorrectionApplies"
    ]
    assert told == [
        ("corrections.csv:2", "warning", "Correction c1 is not in force: finds no fact."),
        (
            "corrections.csv:3",
            "warning",
            "Correction c2 is not in force: idle: its release is not in the store.",
        ),
    ]
    assert all(
        f.remedy("de") and f.remedy("en") for f in summary.findings if f.shape_name == "CorrectionApplies"
    )


def test_corrections_of_a_retracted_release_are_idle(data: Path) -> None:
    """They stay in the table, nobody is warned, and what was added to it goes with it."""
    store = Store.memory()
    table(
        data,
        ADD | {"release": "d", "id": "c1", "value": "Eva Muster"},
        {"id": "c1", "slot": "role", "value": "CDO"},
        REJECT | {"release": "d", "id": "c2"},
    )
    build([data / "releases"], store)
    assert ask(store, "?x rdfs:label 'Eva Muster'")
    summary = retract("d", "a test", store, table=data / "releases.csv")
    assert [f for f in summary.findings if f.shape_name == "CorrectionApplies"] == []
    assert not ask(store, "?x rdfs:label 'Eva Muster'")
    found = corrections.outcomes(Corrections(load_corrections(data / "corrections.csv")), store)
    assert [outcome.state for outcome in found] == ["retracted", "retracted"]
    assert exported(store) == fresh([data / "releases"])


ADDED = [
    ("a", {"kind": "role", "slots": {"person": "Eva Alt", "role": "CDO", "organization": "Stadt Neustadt"}}),
    ("d", {"kind": "headcount", "slots": {"organization": "Kiel Region GmbH", "value": "3"}}),
    ("", {"kind": "role", "slots": {"person": "Eva Alt", "role": "OB", "organization": "Stadt Neustadt",
                                    "attested": "2012-01-01"}}),
    ("", {"kind": "organization", "slots": {"name": "Neustadt Digital GmbH", "founded": "2016",
                                            "attested": "2020"}}),
]  # fmt: skip
CHANGED = [
    ("a", "role", {"person": "Klaus Maier"}), ("b", "role", {"start": "2022-01"}),
    ("b", "role", {"person": "Klaus Meier", "modality": "former"}), ("c", "event", {"start": "2021-06-19"}),
    ("a", "organization", {"founded": "2018"}), ("d", "quotation", {"speaker": ""}),
    ("b", "headcount", {"value": "0"}), ("c", "role", {"role": "Kämmerin"}),
]  # fmt: skip
REJECTED = [("a", "role"), ("b", "role"), ("b", "organization"), ("a", "headcount"), ("d", "quotation")]
_decisions = st.one_of(
    st.tuples(st.just("add"), st.integers(0, len(ADDED) - 1)),
    st.tuples(st.just("change"), st.integers(0, len(CHANGED) - 1)),
    st.tuples(st.just("reject"), st.integers(0, len(REJECTED) - 1)),
)
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("correct"), _decisions),
        st.tuples(st.just("correct"), _decisions),
        st.tuples(st.sampled_from(["build", "retract", "restore", "undo"]), st.sampled_from("abcd")),
    ),
    min_size=1,
    max_size=8,
)


@given(_steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_history_shows(history: list[tuple[str, object]]) -> None:
    """Loads, corrections, their undoing, retractions, in any order: the store is what one build gives; and
    without any correction it is what it would be had there never been one.
    """
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "prepare", REMEMBERED)
        patch.setattr(published, "_vocabulary", tuple)
        data = lay_out(Path(name) / "data", TEXTS)
        whole, store = Store.memory(), Store.memory()
        build([data / "releases"], whole)
        read = {key: facts_of(whole, key) for key in TEXTS}
        rows: dict[str, list[dict[str, str]]] = {}
        for what, which in history:
            _step(data, store, rows, read, what, which)
        build([data / "releases"], store)
        assert exported(store) == fresh([data / "releases"])
        table(data)
        build([data / "releases"], store)
        (data / "corrections.csv").unlink()
        assert exported(store) == fresh([data / "releases"])


def _step(
    data: Path,
    store: Store,
    rows: dict[str, list[dict[str, str]]],
    read: Mapping[str, Mapping[str, Fact]],
    what: str,
    which: object,
) -> None:
    releases = data / "releases.csv"
    if what == "correct":
        rows |= _rows(which, read)  # type: ignore[arg-type]
        _write(data, rows)
    elif what == "undo" and rows:
        rows.pop(sorted(rows)["abcd".index(str(which)) % len(rows)])
        _write(data, rows)
    elif what == "retract":
        retract(str(which), "a test", store, table=releases)
    elif what == "restore":
        releases.unlink(missing_ok=True)
    elif what == "build":
        build([file(data, str(which))], store)


def _rows(
    decision: tuple[str, int], read: Mapping[str, Mapping[str, Fact]]
) -> dict[str, list[dict[str, str]]]:
    action, number = decision
    name = f"{action}-{number}"
    if action == "add":
        key, told = ADDED[number]
        kind, slots = str(told["kind"]), dict(told["slots"])  # type: ignore[call-overload]
        source = {} if key else {"source": "https://example.org/x"}
        head = first_row(None, action, key, name) | {"kind": kind} | source
        was: dict[str, str] = dict.fromkeys(slots, "")
    elif action == "change":
        key, kind, slots = CHANGED[number]
        head = first_row(read[key][kind], action, key, name)
        was = {slot: corrections.said(read[key][kind], slot) for slot in slots}
    else:
        key, kind = REJECTED[number]
        return {name: [first_row(read[key][kind], action, key, name)]}
    told_ = [{"slot": slot, "was": was[slot], "value": value} for slot, value in slots.items()]
    return {name: [head | told_[0], *({"id": name} | row for row in told_[1:])]}


def _write(data: Path, rows: Mapping[str, list[dict[str, str]]]) -> None:
    """The table of these corrections, without any that the loader would refuse beside others."""
    kept: list[dict[str, str]] = []
    for name in rows:
        try:
            table(data, *kept, *rows[name])
            load_corrections(data / "corrections.csv")
        except TableError:
            continue
        kept += rows[name]
    table(data, *kept)
