"""Tenures: labelled cases (tenure_cases.toml), and what must hold for any set of attestations."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import tenures
from kg.model import Bound, RoleAttestation, Tenure
from kg.tenures import certainty, derive, group_key
from kg.tenures.claims import apart
from kg.tenures.spans import Spans
from kg.tenures.stretches import stretches
from kg.vocab import BASE

CASES = tomllib.loads((Path(__file__).parent / "tenure_cases.toml").read_text("utf-8"))["case"]
KEYS = {
    "first": "first_attested",
    "last": "last_attested",
    "snb": "start_not_before",
    "sna": "start_not_after",
    "enb": "end_not_before",
    "ena": "end_not_after",
    "ann": "announced_start",
}


def _person(name: str, anchor: str = "kl") -> str:
    return f"{BASE}id/person/{name}/{anchor}"


def _post(path: str) -> str:
    return f"{BASE}id/post/{path}"


def _attestation(n: int, row: dict[str, Any]) -> RoleAttestation:
    path = row.get("post", "stadt/kl/cdo")
    organization, anchor, role = path.split("/")
    return RoleAttestation(
        iri=f"{BASE}id/release/r{n}/fact/role/{n:012x}",
        person=_person(row["p"], anchor),
        post=_post(path),
        role=f"{BASE}id/role/{role}",
        organization=None if organization == "-" else f"{BASE}id/organization/{organization}/{anchor}",
        on=row.get("on"),
        not_before=row.get("lo"),
        not_after=row.get("hi"),
        section=row.get("section", "body"),
        modality=row.get("modality", "asserted"),
        acting=row.get("acting", False),
        start=row.get("start"),
        end=row.get("end"),
        premise=row.get("premise", ""),
    )


def _seats(stated: dict[str, int]) -> dict[str, int | None]:
    return {_post(k) if "/" in k else f"{BASE}id/role/{k}": n for k, n in stated.items()}


def _day(bound: Bound | None) -> str | None:
    return bound.date if bound else None


def _short(value: str) -> str:
    return value.rsplit("/", 2)[-2] if value.startswith(BASE) else value


def _shown(tenure: Tenure) -> dict[str, str]:
    found = {key: _day(getattr(tenure, name)) for key, name in KEYS.items()}
    return {"iri": tenure.iri, "kind": tenure.kind} | {k: v for k, v in found.items() if v}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_case(case: dict[str, Any]) -> None:
    """The labelled case comes out: every tenure, every bound, and no bound more."""
    said = [_attestation(n, row) for n, row in enumerate(case["attestations"])]
    tenures, conflicts = derive(said, _seats(case.get("seats", {})))
    expected = {}
    for row in case["tenures"]:
        iri = f"{BASE}id/tenure/{row.get('post', 'stadt/kl/cdo')}/{row['p']}/{row.get('n', 1)}"
        bounds = {k: row[k] for k in KEYS if k in row}
        expected[iri] = {"iri": iri, "kind": row.get("kind", "regular")} | bounds
    assert {t.iri: _shown(t) for t in tenures} == expected
    pairs = [
        [v.rsplit("/", 2)[-2] if v.startswith(BASE) else v for v in (c.value1, c.value2)] for c in conflicts
    ]
    assert sorted(pairs) == sorted(case.get("conflicts", []))
    by_iri = {t.iri: t for t in tenures}
    for row, iri in zip(case["tenures"], expected, strict=True):
        wanted = {d: None if level == "-" else level for d, level in row.get("on", {}).items()}
        assert {d: certainty(by_iri[iri], d) for d in wanted} == wanted


def test_enough_cases() -> None:
    """The table covers at least the 24 cases it was begun with, each under its own name."""
    assert len(CASES) >= 24
    assert max(Counter(c["name"] for c in CASES).values()) == 1


def _worked() -> tuple[list[Tenure], dict[str, Tenure]]:
    said = [_attestation(n, row) for n, row in enumerate(CASES[0]["attestations"])]
    tenures, _ = derive(said, _seats({"cdo": 1}))
    return tenures, {t.person: t for t in tenures}


def test_bounds_name_sources_and_premises() -> None:
    """A bound names the attestation it rests on, and what had to be presumed for it."""
    _, by_person = _worked()
    bound = by_person[_person("rombach")].end_not_after
    assert bound is not None
    assert bound.sources == (f"{BASE}id/release/r1/fact/role/{1:012x}",)
    assert any("only known post" in p for p in bound.premises)
    assert any("assumed from the role" in p for p in bound.premises)


def test_stated_seat_needs_no_premise() -> None:
    """Where the authority states one seat, a bound within one post rests on no premise."""
    said = [_attestation(0, {"p": "a", "on": "2019-01-01"}), _attestation(1, {"p": "b", "on": "2020-01-01"})]
    tenures, _ = derive(said, _seats({"stadt/kl/cdo": 1}))
    assert [t.end_not_after for t in tenures] == [Bound("2019-12-31", (said[1].iri,)), None]


def test_resolved_attestation_lends_its_premise() -> None:
    """A bound that rests on a resolution carries it."""
    said = [
        _attestation(0, {"p": "a", "on": "2019-01-01", "premise": "organization: the release's own"}),
        _attestation(1, {"p": "b", "on": "2020-01-01"}),
    ]
    tenures, _ = derive(said, _seats({"stadt/kl/cdo": 1}))
    bound = tenures[1].start_not_before
    assert bound is not None
    assert bound.premises == ("organization: the release's own",)
    unresolved = replace(said[0], iri=said[0].iri + "0", premise="")
    tenures, _ = derive([*said, unresolved], _seats({"stadt/kl/cdo": 1}))
    assert tenures[1].start_not_before == Bound("2019-01-02", (unresolved.iri,))


def test_no_organization_is_never_given() -> None:
    """The tenure of a post without organisation keeps none, though another post bounds it."""
    _, by_person = _worked()
    assert by_person[_person("rombach")].organization is None
    assert by_person[_person("rombach")].open_after == "2024-05-06"


def test_namesake_of_another_jurisdiction_has_an_iri_of_its_own() -> None:
    """Two persons of one name on one post get different tenures, and the first one's IRI stays."""
    one = _attestation(0, {"p": "a", "on": "2019-01-01"})
    two = replace(_attestation(1, {"p": "a", "on": "2018-01-01"}), person=f"{BASE}id/person/a/de")
    alone, _ = derive([one], {})
    both, _ = derive([one, two], {})
    assert len({t.iri for t in both}) == 2
    assert alone[0].iri in {t.iri for t in both if t.person == one.person}


@pytest.mark.parametrize(
    ("earlier", "later", "bounded"),
    [
        ("schmidt/kl", "eva-schmidt/kl", False),
        ("eva-schmidt/kl", "schmidt/kl", False),
        ("ursula-von-der-leyen/kl", "von-der-leyen/kl", False),
        ("eva-schmidt/kl", "e-schmidt/kl", False),
        ("eva-schmidt/kl", "eva-maria-schmidt/kl", False),
        ("e-m-schmidt/kl", "eva-maria-schmidt/kl", False),
        ("eva-schmidt/kl", "eva-schmidt-meier/kl", False),
        ("eva-schmidt/kl", "eva-schmidt/ulm", False),
        ("eva-schmidt/kl", "k-schmidt/kl", True),
        ("eva-maria-schmidt/kl", "eva-klara-schmidt/kl", True),
        ("eva-schmidt/kl", "karl-schmidt/kl", True),
        ("schmidt/kl", "eva-goldschmidt/kl", True),
    ],
)
def test_a_shorter_name_may_be_the_other_holder(earlier: str, later: str, bounded: bool) -> None:
    """ "OB Schmidt", "E. Schmidt", "Eva Schmidt" do not end each other's time, nor are they a conflict."""
    said = [
        replace(_attestation(n, {"p": "a", "on": day}), person=f"{BASE}id/person/{name}")
        for n, (day, name) in enumerate(
            [("2019-01-01", earlier), ("2020-01-01", later), ("2021-01-01", earlier), ("2021-01-01", later)]
        )
    ]
    found, conflicts = derive(said[:2], _seats({"cdo": 1}))
    assert [t.end_not_after is not None or t.start_not_before is not None for t in found] == [bounded] * 2
    found, conflicts = derive(said, _seats({"cdo": 1}))
    assert bool(conflicts) == bounded


def test_a_conflict_follows_what_is_attested_of_its_day() -> None:
    """Who is attested in office before a stated start was in office; between two holders nobody decides."""
    stated = [
        _attestation(0, {"p": "a", "on": "2019-01-01"}),
        _attestation(1, {"p": "a", "on": "2022-01-01", "start": "2021"}),
    ]
    [conflict] = derive(stated, {})[1]
    assert (conflict.followed, conflict.because) == ("2019-01-01", "attested")
    both = [
        _attestation(n, {"p": p, "on": day})
        for n, (p, day) in enumerate([("a", "2019-01-01"), ("b", "2019-06-01"), ("a", "2020-01-01")])
    ]
    both.append(_attestation(3, {"p": "a", "on": "2019-06-01"}))
    [conflict] = derive(both, _seats({"cdo": 1}))[1]
    assert (conflict.followed, conflict.because) == ("", "undecided")


def test_judged_post_is_bounded() -> None:
    """A judgement that a post without organisation is a certain post bounds its holders."""
    said = [
        _attestation(0, {"p": "a", "on": "2019-01-01", "post": "-/kl/cdo"}),
        _attestation(1, {"p": "b", "on": "2020-01-01"}),
        _attestation(2, {"p": "c", "on": "2021-01-01", "post": "werke/kl/cdo"}),
    ]
    judged = {_post("-/kl/cdo"): _post("stadt/kl/cdo")}
    tenures, _ = derive(said, _seats({"cdo": 1}), same_post=judged)
    assert {t.person: _day(t.end_not_after) for t in tenures}[_person("a")] == "2019-12-31"
    tenures, _ = derive(said, _seats({"cdo": 1}))
    assert {t.person: _day(t.end_not_after) for t in tenures}[_person("a")] is None


def test_group_is_jurisdiction_and_role() -> None:
    """Posts of one role in one jurisdiction are one group; a post elsewhere is its own."""
    one = _attestation(0, {"p": "a"})
    assert group_key(one) == ("kl", "cdo")
    assert group_key(replace(one, post="http://example.org/post")) == ("", "http://example.org/post")


DAYS = st.integers(1, 28).map(lambda n: f"2020-01-{n:02d}")
CHANGES = st.one_of(st.none(), DAYS, st.sampled_from(["2019", "2020", "2020-01", "--01-05"]))


@st.composite
def _said(draw: st.DrawFn) -> RoleAttestation:
    row: dict[str, Any] = {"p": draw(st.sampled_from("abc"))}
    row["post"] = draw(st.sampled_from(["stadt/kl/cdo", "-/kl/cdo", "stadt/kl/cdo", "werke/kl/cdo"]))
    if draw(st.integers(0, 3)):
        row["on"] = draw(DAYS)
    else:
        window = sorted(draw(st.tuples(DAYS, DAYS)))
        row["lo"] = window[0] if draw(st.booleans()) else None
        row["hi"] = window[1] if draw(st.booleans()) else None
    row["section"] = draw(st.sampled_from(["body", "body", "quote", "boilerplate"]))
    row["modality"] = draw(st.sampled_from(["asserted"] * 4 + ["former", "future", "announced", "reported"]))
    row["acting"] = draw(st.integers(0, 5)) == 0
    row["start"] = draw(CHANGES) if draw(st.integers(0, 3)) == 0 else None
    row["end"] = draw(CHANGES) if draw(st.integers(0, 3)) == 0 else None
    return _attestation(draw(st.integers(0, 10**6)), row)


SAID = st.lists(_said(), max_size=9, unique_by=lambda a: a.iri)
SEATS = st.sampled_from(
    [{}, {"cdo": 1}, {"cdo": 2}, {"stadt/kl/cdo": 1}, {"cdo": 1, "stadt/kl/cdo": 2}],
).map(_seats)
Seats = dict[str, int | None]


@settings(max_examples=150, deadline=None)
@given(SAID, SEATS, st.randoms())
def test_order_does_not_matter(found: list[RoleAttestation], known: Seats, random: Any) -> None:
    """Any order, and any repetition, gives the same tenures and conflicts."""
    shuffled = found + found[:2]
    random.shuffle(shuffled)
    assert derive(shuffled, known) == derive(found, known)


class _Everything(Spans[Any]):
    """Gives all there is, so that everything is weighed against everything."""

    def between(self, lo: str, hi: str) -> list[Any]:
        return [thing for _, _, thing in self._by_first]

    def following(self, after: str, reaching: str, fits: Callable[[Any], bool]) -> list[Any]:
        return []

    def preceding(self, before: str, begun: str, fits: Callable[[Any], bool]) -> list[Any]:
        return [t for _, last, t in self._by_first if last < before and fits(t)] if begun == "~" else []


@settings(max_examples=400, deadline=None)
@given(SAID, SEATS)
def test_neighbours_decide_everything(found: list[RoleAttestation], known: Seats) -> None:
    """Looking at the neighbours of a tenure alone gives what comparing all with all gives."""
    alone = derive(found, known)
    with pytest.MonkeyPatch.context() as patch:
        for module in (tenures, tenures.limits):
            patch.setattr(module, "Spans", _Everything)
        patch.setattr(tenures.limits, "_rivals", _all_rivals)
        assert derive(found, known) == alone


def _all_rivals(one: Any, spans: Spans[Any]) -> list[Any]:
    return [rival for rival in spans.between("", "") if apart(rival.person, one.person)]


DAY_SPANS = st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=8)


@settings(max_examples=200, deadline=None)
@given(DAY_SPANS, DAYS, DAYS)
def test_spans_find_what_a_search_finds(days: list[list[str]], one: str, other: str) -> None:
    """Overlapping, next and last stretches, ties included."""
    numbered = [(first, last, n) for n, (first, last) in enumerate(days)]
    spans = Spans(numbered)

    def odd(n: int) -> bool:
        return n % 2 == 1

    assert sorted(spans.between(one, other)) == [n for f, e, n in numbered if f <= other and e >= one]
    after = [(f, n) for f, e, n in numbered if f > one and e >= other and odd(n)]
    assert sorted(spans.following(one, other, odd)) == [n for f, n in after if f == min(after)[0]]
    before = [(e, n) for f, e, n in numbered if e < one and f <= other and odd(n)]
    assert sorted(spans.preceding(one, other, odd)) == [n for e, n in before if e == max(before)[0]]


@settings(max_examples=250, deadline=None)
@given(SAID, SEATS)
def test_bounds_are_upright(found: list[RoleAttestation], known: Seats) -> None:
    """No bound is inverted, the core lies inside the bounds, and every bound has a known source."""
    tenures, conflicts = derive(found, known)
    iris = {a.iri for a in found}
    for t in tenures:
        snb, sna = _day(t.start_not_before), _day(t.start_not_after)
        enb, ena = _day(t.end_not_before), _day(t.end_not_after)
        first, last = _day(t.first_attested), _day(t.last_attested)
        for early, late in ((snb, sna), (enb, ena), (snb, ena), (snb, first), (last, ena), (first, last)):
            assert early is None or late is None or early <= late
        for name in KEYS.values():
            bound = getattr(t, name)
            assert bound is None or (set(bound.sources) <= iris and bound.sources)
        assert set(t.sources) <= iris
    assert len({t.iri for t in tenures}) == len(tenures)
    assert all(set(c.sources1 + c.sources2) <= iris and c.sources1 and c.sources2 for c in conflicts)


@settings(max_examples=100, deadline=None)
@given(SAID, SEATS)
def test_every_attestation_is_in_one_tenure(found: list[RoleAttestation], known: Seats) -> None:
    """Nothing is lost: each attestation but the reported ones is the source of exactly one tenure."""
    tenures, _ = derive(found, known)
    counted = Counter(s for t in tenures for s in t.sources)
    assert counted == Counter(a.iri for a in found if a.modality != "reported")


@settings(max_examples=100, deadline=None)
@given(SAID, SEATS)
def test_other_roles_change_nothing(found: list[RoleAttestation], known: Seats) -> None:
    """An attestation of another role, or in another jurisdiction, changes no tenure of this one."""
    tenures, conflicts = derive(found, known)
    for path in ("stadt/kl/ob", "stadt/ulm/cdo"):
        more = _attestation(10**7, {"p": "a", "on": "2020-01-10", "post": path})
        wider, clashing = derive([*found, more], known)
        assert [t for t in wider if t.post != more.post] == tenures
        assert clashing == conflicts


@settings(max_examples=100, deadline=None)
@given(SAID, SEATS)
def test_attested_days_are_certain(found: list[RoleAttestation], known: Seats) -> None:
    """On a day on which a source speaks the certainty is `attested`, and nowhere else."""
    tenures, _ = derive(found, known)
    for t in tenures:
        days = [f"2020-01-{n:02d}" for n in range(1, 29)]
        assert {d for d in days if certainty(t, d) == "attested"} == set(t.attested_on)
        assert {d for d in days if certainty(t, d) == "boilerplate"} <= set(t.boilerplate_on)


@st.composite
def _many(draw: st.DrawFn) -> list[RoleAttestation]:
    """Few attestations of any kind, and many plain ones."""
    plain = draw(
        st.lists(
            st.tuples(st.sampled_from("abc"), DAYS, st.sampled_from(["body", "boilerplate"]), st.booleans()),
            max_size=25,
        )
    )
    rows = [
        {"p": p, "on": on, "section": section, "acting": acting and p == "c"}
        for p, on, section, acting in plain
    ]
    said = [_attestation(10**7 + n, row) for n, row in enumerate(rows)]
    return [*said, *draw(st.lists(_said(), max_size=4, unique_by=lambda a: a.iri))]


@settings(max_examples=600, deadline=None)
@given(_many(), SEATS)
def test_the_ends_of_a_stretch_stand_for_all_its_days(found: list[RoleAttestation], known: Seats) -> None:
    """Without the days in the middle the same comes out, and these belong to the tenure of the ends."""
    plain: dict[str, dict[str, list[RoleAttestation]]] = {}
    special = []
    for one in found:
        if one.on and one.modality == "asserted" and not one.start and not one.end:
            shared = repr(replace(one, iri="", on=None))
            plain.setdefault(shared, {}).setdefault(one.on, []).append(one)
        else:
            special.append(one)
    runs = [(plain[name], run) for name, parts in stretches(special, plain).items() for run in parts]
    kept = [one for days, run in runs for day in {run[0], run[-1]} for one in days[day]]
    whole, expected = derive(found, known)
    short, conflicts = derive([*special, *kept], known)
    assert conflicts == expected
    assert [replace(t, sources=(), attested_on=(), boilerplate_on=()) for t in short] == [
        replace(t, sources=(), attested_on=(), boilerplate_on=()) for t in whole
    ]
    at = {source: t.iri for t in whole for source in t.sources}
    assert {at[s] for t in short for s in t.sources} <= {t.iri for t in short}
    for days, run in runs:
        assert len({at[one.iri] for day in run for one in days[day]}) == 1
