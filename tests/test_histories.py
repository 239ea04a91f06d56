"""`kg.histories`: labelled cases (history_cases.toml), and how releases come to tell a history."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad

from kg import held, histories
from kg.model import Evidence, Fact, Release, RoleAttestation, Value
from kg.published import Curated, Nothing, change, contributions
from kg.vocab import BASE, DCTERMS, PREFIXES, PROV, RDF, RDFS, SG

CASES = tomllib.loads((Path(__file__).parent / "history_cases.toml").read_text("utf-8"))["case"]
KEYS = {
    "first": "firstAttested", "last": "lastAttested", "snb": "startNotBefore", "sna": "startNotAfter",
    "enb": "endNotBefore", "ena": "endNotAfter", "ann": "announcedStart",
}  # fmt: skip
TEXT = "Die Stadt Mainz teilt mit, dass sie etwas mitteilt. " * 4


def _attestation(n: int, kind: str, row: dict[str, Any]) -> RoleAttestation:
    programme = _iri(row["g"]) if "g" in row else ""
    relation = histories.Relation(kind, _iri(row["a"]), _object(kind, row["b"]), programme)
    return histories.attestation(
        relation,
        f"{BASE}id/release/r{n}/fact/{kind}/{n:012x}",
        days=(row.get("on"), row.get("lo"), row.get("hi")),
        section=row.get("section", "body"),
        modality=row.get("modality", "asserted"),
        stated=(row.get("start", ""), row.get("end", "")),
    )


def _iri(name: str) -> str:
    return f"{BASE}id/organization/{name}/x"


def _object(kind: str, name: str) -> str:
    return name if kind == "name" else _iri(name)


def _derived(kind: str, rows: list[dict[str, Any]]) -> set[Quad]:
    """The triples of the histories of some attestations, group by group."""
    groups: dict[str, list[held.Held]] = {}
    for n, row in enumerate(rows):
        one = _attestation(n, kind, row)
        groups.setdefault(one.post, []).append(held.Held(one))
    found: set[Quad] = set()
    for post, together in groups.items():
        told = held.said_of(together)
        given = histories.derived(post.split(" "), told.partial, told.days.__getitem__)
        found |= given.quads | {
            q for key in given.plain_keys() for q in given.plain_quads(key, told.days[key])
        }
    return found


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["kind"] != "headcount"], ids=lambda case: str(case["name"])
)
def test_case(case: dict[str, Any]) -> None:
    """The labelled case comes out: every history, every bound, and no bound more."""
    kind = case["kind"]
    told = _derived(kind, case["attestations"])
    expected = []
    for row in case["histories"]:
        keys = [k for k in KEYS if k in row and not (kind == "funding" and k in ("first", "last"))]
        bounds = {KEYS[key]: row[key] for key in keys}
        names = {other["b"] for other in case["histories"] if other["a"] == row["a"]}
        if kind != "name" or len(names) > 1:  # one name is no history
            programme = _iri(row["g"]) if "g" in row else ""
            expected.append((_iri(row["a"]), _object(kind, row["b"]), programme, bounds))
    found = [_shown(told, q.subject, kind) for q in told if q.object == SG["History"]]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def _shown(told: set[Quad], node: object, kind: str) -> tuple[str, str, str, dict[str, str]]:
    about = {q.predicate: q.object.value for q in told if q.subject == node}  # type: ignore[union-attr]
    hidden = {"firstAttested", "lastAttested"} if kind == "funding" else set()
    bounds = {name: about[SG[name]] for name in KEYS.values() if SG[name] in about and name not in hidden}
    return about[RDF["subject"]], about[RDF["object"]], about.get(SG["programme"], ""), bounds


def test_enough_cases() -> None:
    """The table covers each kind of history, each case under its own name."""
    assert {case["kind"] for case in CASES} >= set(histories.PREDICATES)
    assert len({case["name"] for case in CASES}) == len(CASES) >= 60


# -- from releases ---------------------------------------------------------------------------------------


def _release(key: str, day: str, *facts: Fact) -> tuple[Release, tuple[Fact, ...]]:
    stated = {"issued": day, "publisher": "Stadt Mainz"}
    return Release(key, f"{key}.txt", TEXT, "0" * 64, stated), facts


def _fact(kind: str, *, section: str = "body", modality: str = "asserted", **slots: Value) -> Fact:
    return Fact(kind, slots, (Evidence(0, 5, TEXT[:5]),), section=section, modality=modality)


def _view(*releases: tuple[Release, tuple[Fact, ...]]) -> set[Quad]:
    curated = Curated()
    said = [contributions(release, facts, curated) for release, facts in releases]
    return set(change((), said, Nothing(), curated).add)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["kind"] == "headcount"], ids=lambda case: str(case["name"])
)
def test_headcounts_are_a_series_of_points(case: dict[str, Any]) -> None:
    """Each figure of a day is one point, nothing is said between; what contradicts stays side by side."""
    view = _view(*(_counted(n, row) for n, row in enumerate(case["attestations"])))
    about: dict[object, dict[object, str]] = {}
    for quad in view:
        about.setdefault(quad.subject, {})[quad.predicate] = quad.object.value  # type: ignore[union-attr]
    names = {str(node): told.get(RDFS["label"], "") for node, told in about.items()}
    points = [
        (names[f"<{told[SG['organization']]}>"], told[SG["value"]], told.get(SG["qualifier"], "exact"),
         told.get(SG["onLabel"], ""))
        for told in about.values()
        if told.get(RDF["type"]) == SG["Headcount"].value
    ]  # fmt: skip
    expected = [(_name(p["a"]), str(p["value"]), p["qual"], p.get("on", "")) for p in case["points"]]
    assert sorted(points) == sorted(expected)
    pairs = [[told[SG["value1"]], told[SG["value2"]]] for told in about.values() if SG["value1"] in told]
    assert sorted(pairs) == sorted([str(a), str(b)] for a, b in case.get("conflicts", ()))


def _name(short: str) -> str:
    return f"{short.replace('/', ' ').title()} GmbH"


def _counted(n: int, row: dict[str, Any]) -> tuple[Release, tuple[Fact, ...]]:
    """A release that gives a figure; without a day where the case has only bounds."""
    slots: dict[str, Value] = {"organization": _name(row["a"]), "value": row["value"]}
    day = {"on": row["on"]} if "on" in row else {}
    how = {"qualifier": row["qual"]} if "qual" in row else {}
    named = _fact("organization", name=slots["organization"])
    return _release(f"r{n}", row.get("on", ""), named, _fact("headcount", **slots, **day, **how))


def _rows(view: set[Quad], predicate: str) -> list[tuple[str, str, str, str]]:
    """Subject, object, first and last day of the histories of a property, sorted."""
    found = []
    for node in {q.subject for q in view if q.object == SG["History"]}:
        about = {q.predicate: q.object.value for q in view if q.subject == node}  # type: ignore[union-attr]
        if about[RDF["predicate"]] == predicate:
            parts = (about[RDF["subject"]], about[RDF["object"]])
            short = [part.removeprefix(f"{BASE}id/") for part in parts]
            days = [about.get(SG[name], "") for name in ("firstAttested", "lastAttested")]
            found.append((*short, *days))
    return sorted(found)  # type: ignore[arg-type]


def test_a_programme_passes_from_one_ministry_to_another() -> None:
    """Both stand side by side, and neither was renamed into the other."""
    old, new = "Bundesministerium des Innern", "Bundesministerium für Wohnen"
    programme = {"name": "Modellprojekte Smart Cities"}
    view = _view(
        _release("a", "2019-09-04", _fact("programme", **programme, funder=(old,))),
        _release("b", "2021-05-01", _fact("programme", **programme, funder=(old,))),
        _release("c", "2022-03-01", _fact("programme", **programme, funder=(new,))),
    )
    rows = _rows(view, histories.PREDICATES["programme-funder"])
    assert rows == [
        (
            "programme/modellprojekte-smart-cities",
            f"organization/{_slug(old)}/de",
            "2019-09-04",
            "2021-05-01",
        ),
        (
            "programme/modellprojekte-smart-cities",
            f"organization/{_slug(new)}/de",
            "2022-03-01",
            "2022-03-01",
        ),
    ]
    assert not [q for q in view if q.predicate == DCTERMS["isReplacedBy"]]


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-").replace("ü", "ue")


def test_a_contact_block_attests_a_contact() -> None:
    """Elsewhere closing blocks lag; who is the contact is told nowhere else."""
    contact = _fact("contact", section="contact", person="Ina Ott", organization="Stadt Mainz")
    view = _view(_release("a", "2020-01-01", contact), _release("b", "2022-01-01", contact))
    [(_, person, first, last)] = _rows(view, histories.PREDICATES["contact"])
    assert (person, first, last) == ("person/ina-ott/mainz", "2020-01-01", "2022-01-01")


def test_names_are_told_of_what_has_several() -> None:
    """An organisation of one name has no history of names; with a second one both are told."""
    one = _release("a", "2020-01-01", _fact("organization", name="Stadt Mainz"))
    other = _release("b", "2022-01-01", _fact("organization", name="Landeshauptstadt Mainz"))
    assert _rows(_view(one), RDFS["label"].value) == []
    assert [row[1:] for row in _rows(_view(one, other), RDFS["label"].value)] == [
        ("Landeshauptstadt Mainz", "2022-01-01", "2022-01-01"),
        ("Stadt Mainz", "2020-01-01", "2020-01-01"),
    ]


def test_a_history_names_the_attestations_it_rests_on() -> None:
    """Each of them, and how many."""
    slots = {"recipient": "Stadt Mainz", "funder": "Bund", "programme": "Kluge Wege", "amount": 5}
    grant = _fact("funding", **slots, period_start="2020")
    view = _view(_release("a", "2021-03-01", grant), _release("b", "2022-01-01", grant))
    [node] = {q.subject for q in view if q.object == SG["History"]}
    sources = {q.object.value for q in view if q.subject == node and q.predicate == PROV["wasDerivedFrom"]}  # type: ignore[union-attr]
    assert {source.split("/fact/")[0] for source in sources} == {f"{BASE}id/release/{key}" for key in "ab"}
    counts = {q.predicate: q.object.value for q in view if q.subject == node}  # type: ignore[union-attr]
    assert (counts[SG["attestationCount"]], counts[SG["releaseCount"]]) == ("2", "2")
    assert (counts[SG["startNotBefore"]], counts[SG["startNotAfter"]]) == ("2020-01-01", "2020-12-31")
    assert counts[RDF["predicate"]] == f"{PREFIXES['schema']}funder"
