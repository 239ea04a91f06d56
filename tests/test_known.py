"""`kg.known`: what was known on a day is what a build of the releases issued until then says."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg import graph, known, publish, query, resources
from kg.build import build
from kg.corrections import COLUMNS as COLUMNS_OF_CORRECTIONS
from kg.errors import ParameterError, QueryError, StoreError
from kg.facts import extract
from kg.known.concerned import Concerned
from kg.known.issued import Issued
from kg.known.past import Past
from kg.model import Release
from kg.published import Curated
from kg.query import Rows
from kg.read import COLUMNS
from kg.slots import digest
from kg.store import Change, Store
from kg.vocab import BASE, DCTERMS, ORG, RDF, SG, graph_iri, release_iri, release_key
from tests.neustadt import TEXTS as SMALL

# Releases that touch each other: a mayor's post with three holders and a return, a role without
# organization, heads of units, a company whose staff and name vary, two grants for one recipient, a
# namesake elsewhere.
TEXTS = {
    **SMALL,
    "e": """Neustadt, 12. Januar 2021

Stadtverwaltung Neustadt stellt Zahlen vor

Die ehemalige Oberbürgermeisterin Eva Braun und Oberbürgermeister Klaus Meier eröffneten die Ausstellung.
Die Stadt Neustadt erhält 500.000 Euro vom Bund. Die Stadtverwaltung Neustadt hat 300 Mitarbeiter.
Max Bauer, Leiter der Stabsstelle für Netze der Stadt Neustadt, kam.
""",
    "f": """Neustadt, im Juni 2022

CDO stellt Plan vor

CDO Tom Weber und Oberbürgermeister Klaus Meier stellten in Neustadt den Plan vor. Die Neustadt Digital GmbH
hat 15 Mitarbeiter. Tom Weber, Chief Digital Officer der Stadt Neustadt, dankte.
""",
    "g": """Pressemitteilung

Kommune Neustadt wirbt um Fachkräfte

Neustadts Oberbürgermeister Klaus Meier sagte: „Wir suchen kluge Köpfe.“
Ina Ott, Leiterin der Stabsstelle Netze der Stadt Neustadt, und Max Bauer, Leiter des Hauptamts der Stadt
Neustadt, nickten.
Die Stadt Neustadt hat 320 Mitarbeiter.
""",
    "i": """Neustadt, 5. Mai 2022

Netz wächst

Die Stadtwerke Neustadt GmbH wurde 1950 gegründet und hat 80 Mitarbeiter.
Die Stadt Neustadt erhält 2 Millionen Euro vom Land Hessen.

Pressekontakt:

Stadtwerke Neustadt GmbH

Hauptstraße 2
67433 Neustadt

Tom Weber

tom.weber@neustadt.example
""",
    "j": """Neustadt, 7. Juli 2024

Netz wächst weiter

Die Stadtwerke Neustadt wurden 1951 gegründet.
Die Stadt Neustadt erhält 4 Millionen Euro vom Land Hessen.

Pressekontakt:

Stadtwerke Neustadt

Hauptstraße 2
67433 Neustadt

Lena Kurz

lena.kurz@neustadt.example
""",
    "h": """Neustadt, 2. März 2020

Neue Wege

CDO Lena Kurz und Oberbürgermeister Klaus Meier sprachen in Neustadt über neue Wege.
""",
}
STATED = {"f": "2022-06", "g": "2024"}
"""What the table states: days that are known in part only."""
LAST = {"a": "2019-09-04", "b": "2023-09-20", "d": "2021-05-03", "e": "2021-01-12", "f": "2022-06-30",
        "g": "2024-12-31", "h": "2020-03-02", "i": "2022-05-05", "j": "2024-07-07"}  # fmt: skip
"""The last day each can be of; of "c" nothing is known."""
JUDGED = ("id/organization/stadtwerke-neustadt/neustadt", "id/organization/stadtwerke-neustadt-gmbh/neustadt")
"""Two names of one: the organization has a history of names."""
CORRECTIONS = {
    # what stewards decide: of a fact its release and words, of one from elsewhere its source and day
    "c1": {"action": "change", "release": "e", "kind": "headcount", "fact": "Stadtverwaltung Neustadt",
           "organization": "Stadt Neustadt"},
    "c2": {"action": "reject", "release": "b", "kind": "headcount", "fact": "Neustadt Digital GmbH"},
    "c3": {"action": "change", "release": "h", "kind": "role", "fact": "Oberbürgermeister Klaus Meier",
           "start": "2015", "organization": "Stadtverwaltung Neustadt"},
    "c4": {"action": "add", "release": "i", "kind": "role", "person": "Eva Neu", "role": "CDO",
           "role_canonical": "Chief Digital Officer", "organization": "Stadt Neustadt"},
    "c7": {"action": "change", "release": "g", "kind": "role", "fact": "Max Bauer", "unit": "Bauamt"},
    "c5": {"action": "add", "kind": "role", "source": "https://example.org/a", "attested": "2021-08-01",
           "publisher": "Stadt Neustadt", "person": "Tom Weber", "role": "Chief Digital Officer",
           "organization": "Stadt Neustadt"},
    "c6": {"action": "add", "kind": "headcount", "source": "https://example.org/b", "attested": "2022",
           "publisher": "Stadtverwaltung Neustadt", "organization": "Neustadt Digital GmbH", "value": "17"},
}  # fmt: skip
ALONE = {"c5": "2021-08-01", "c6": "2022-12-31"}
"""The last day of which sources that are no releases can be."""
DAYS = ("2019-09-03", "2019-09-04", "2021-02-01", "2021-12-31", "2022-06-15", "2022-06-30", "2023-12-31",
        "2024-12-30", "2030-01-01")  # fmt: skip

SUBSETS = [frozenset(TEXTS), *(frozenset(random.Random(i).sample(sorted(TEXTS), 6)) for i in range(9))]


@pytest.fixture(scope="module", autouse=True)
def _extracted_once() -> Iterator[None]:
    """A release gives the same whenever it is prepared."""
    once: dict[Any, Any] = {}
    real = publish.prepare

    def prepare(item: Any) -> Any:
        key = (item.path, item.mark)
        return once[key] if key in once else once.setdefault(key, real(item))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "prepare", prepare)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`data/` with the small releases and their table."""
    return lay_out(tmp_path_factory.mktemp("known") / "data")


def lay_out(folder: Path) -> Path:
    """A folder `data` with releases of these texts."""
    (folder / "releases").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "releases" / f"{name}.txt").write_text(text, encoding="utf-8")
    with (folder / "releases.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval="")
        table.writeheader()
        table.writerows({"file": f"{name}.txt", "issued": issued} for name, issued in STATED.items())
    header = "left,right,judgement,note,who,when"
    (folder / "judgements.csv").write_text(f"{header}\n{','.join(JUDGED)},same,,x,2024-01-01\n", "utf-8")
    _write_corrections(folder / "corrections.csv", CORRECTIONS)
    for day in DAYS:
        then = {name: one for name, one in CORRECTIONS.items() if ALONE.get(name, "") <= day}
        _write_corrections(folder / f"corrections-{day}.csv", then)
    return folder


def _write_corrections(path: Path, corrections: dict[str, dict[str, str]]) -> None:
    columns = {"action", "release", "kind", "source"}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS_OF_CORRECTIONS, restval="")
        table.writeheader()
        for name, one in corrections.items():
            common = {k: v for k, v in one.items() if k in columns} | {
                "id": name, "who": "x", "when": "2026-01-01", "why": "y",
            }  # fmt: skip
            slots = {k: v for k, v in one.items() if k not in (*columns, "fact")}
            if "fact" in one:
                common["fact"], was = _fact(one["release"], one["kind"], one["fact"])
            rows = [
                {"slot": s, "value": v, "was": was.get(s, "") if "fact" in one else ""}
                for s, v in slots.items()
            ]
            for number, row in enumerate(rows or [{}]):
                table.writerow({**(common if number == 0 else {"id": name}), **row})


@cache
def _fact(name: str, kind: str, words: str) -> tuple[str, dict[str, str]]:
    """Digest and slots of the fact of a small release that begins with these words."""
    text = TEXTS[name]
    stated = {"issued": STATED[name]} if name in STATED else {}
    release = Release(name, f"{name}.txt", text, sha256(text.encode()).hexdigest(), stated)
    (fact,) = [f for f in extract(release) if f.kind == kind and f.evidence[0].quote.startswith(words)]
    return digest(fact), {slot: str(value) for slot, value in fact.slots.items()}


@cache
def built(folder: Path, names: frozenset[str], day: str = "") -> Store:
    """A store built from nothing of these releases; with a day, and of the other sources known then."""
    store = Store.memory()
    if names:
        paths = [folder / f"{name}.txt" for name in sorted(names)]
        build(paths, store, corrections=folder.parent / f"corrections-{day}.csv" if day else None)
    return store


@cache
def curated(folder: Path) -> Curated:
    """What the stores are built with."""
    return known.curated_of(built(folder, frozenset(TEXTS)), folder.parent)


def asked(store: Store, name: str, params: dict[str, str]) -> Rows:
    """A question with its evidence, put to a store."""
    rows = query.run(query.load(name), params, store)
    return query.with_evidence(rows, store) if rows.evidence else rows


def known_rows(store: Store, name: str, params: dict[str, str], day: str, by: Curated) -> Rows:
    """The same, as known on a day."""
    canned = query.load(name)
    return known.run(canned, params, store, day, by, evidence=bool(canned.evidence))


def entities(store: Store) -> list[str]:
    """All that the view describes, sorted."""
    found = store.query("SELECT DISTINCT ?x { ?x a ?c ; <http://www.w3.org/ns/prov#wasDerivedFrom> ?f }")
    return sorted(row["x"].value for row in found)


ABLE = {"role-holders": ("role", "organization"), "person-roles": ("person",),
        "funding": ("recipient", "funder", "programme"), "headcount": ("organization",),
        "timeline": ("entity",)}  # fmt: skip
KINDS = {"role": "role", "organization": "organization", "person": "person", "recipient": "organization",
         "funder": "organization", "programme": "programme"}  # fmt: skip


@st.composite
def questions(draw: st.DrawFn, store: Store) -> tuple[str, dict[str, str]]:
    """A question with any of its parameters, each bound to something there is."""
    name = draw(st.sampled_from(sorted(ABLE)))
    params = {}
    for param in ABLE[name]:
        kind = KINDS.get(param, "")
        choices = [e for e in entities(store) if e.startswith(f"{BASE}id/{kind}")]
        choices += [f"{BASE}id/role/{role}" for role in ("oberbuergermeister", "chief-digital-officer")]
        if choices and draw(st.booleans()):
            params[param] = draw(st.sampled_from(choices))
    if query.load(name).param("on") and draw(st.booleans()):
        params["on"] = draw(st.sampled_from(DAYS))
    return name, params


@settings(max_examples=100, deadline=None)
@given(drawn=st.data(), names=st.sampled_from(SUBSETS), day=st.sampled_from(DAYS))
def test_as_a_build_of_what_was_issued_until_then(
    data: Path, drawn: st.DataObject, names: frozenset[str], day: str
) -> None:
    """Of any releases, for any question: row for row what a store of those says that were issued by then."""
    store = built(data / "releases", names)
    name, params = drawn.draw(questions(store))
    then = built(data / "releases", frozenset(n for n in names if LAST.get(n, "9999") <= day), day)
    found, expected = (
        known_rows(store, name, params, day, curated(data / "releases")),
        asked(then, name, params),
    )
    assert found.columns == expected.columns
    assert found.rows == expected.rows


@pytest.mark.parametrize("day", DAYS)
def test_all_there_is_as_known_then(data: Path, day: str) -> None:
    """Every question without parameters, and what every tenure and history of today rested on."""
    folder = data / "releases"
    store, by = built(folder, frozenset(TEXTS)), curated(folder)
    then = built(folder, frozenset(n for n in TEXTS if LAST.get(n, "9999") <= day), day)
    counted = [iri for iri in entities(store) if "/tenure/" in iri or "/history/" in iri]
    for name, params in [*((name, {}) for name in ABLE), *(("timeline", {"entity": iri}) for iri in counted)]:
        assert known_rows(store, name, params, day, by).rows == asked(then, name, params).rows
    assert set(known.view(store, day, by)[0]) == set(then.quads()) | by.fixed


@pytest.mark.parametrize("day", ["2018-01-01", "2019-12-31", "2024-05-06"])
def test_the_five_as_a_build_of_those_issued_until_then(day: str) -> None:
    """All questions about all there is in the five releases that ship, and the whole view."""
    folder = resources.releases()
    last = {"2019-09-04-foerderurkunde": "2019-09-04", "2023-09-20-stadtgespraeche": "2023-09-20",
            "2024-05-06-regionalkonferenz": "2024-05-06", "bundeskongress-stuttgart": "2019-09-18",
            "digitaltag": "9999"}  # fmt: skip
    store = built(folder, frozenset(last))
    then = built(folder, frozenset(name for name, end in last.items() if end <= day))
    by = known.curated_of(store)
    assert set(known.view(store, day, by)[0]) | set(by.fixed) == set(then.quads()) | set(by.fixed)
    for name, params in ABLE.items():
        for given_ in [{}, *({params[-1]: entity} for entity in entities(store)[::25])]:
            assert known_rows(store, name, given_, day, by).rows == asked(then, name, given_).rows


def test_posts_of_a_unit_bound_each_other_with_and_without_organization() -> None:
    """Of one question all of their group are derived, as of the role's other posts, and no unit's else."""
    store = Store.memory()
    posts = [f"{BASE}id/post/{path}" for path in
             ("-/neustadt/leiter.netze", "stadt-neustadt/neustadt/leiter.netze",
              "stadt-neustadt/neustadt/leiter", "stadt-neustadt/neustadt/leiter.hauptamt")]  # fmt: skip
    role = NamedNode(f"{BASE}id/role/leiter")
    quads = [Quad(NamedNode(post), p, o) for post in posts
             for p, o in ((RDF["type"], ORG["Post"]), (ORG["role"], role))]  # fmt: skip
    store.apply(Change(view=True, add=[*quads, Quad(role, RDF["type"], ORG["Role"])]))
    groups = list(Concerned(store).groups([posts[1]]))
    assert groups == [(("posts", "neustadt", "leiter.netze"), posts[:2])]


# -- which releases were known ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "day", "is_known", "unsure"),
    [
        ({"issuedLabel": "2020-05-04"}, "2020-05-04", True, False),
        ({"issuedLabel": "2020-05-04"}, "2020-05-03", False, False),
        ({"issuedLabel": "2020"}, "2020-12-31", True, False),
        ({"issuedLabel": "2020"}, "2020-12-30", False, True),
        ({"issuedLabel": "2020"}, "2019-12-31", False, False),
        ({"issuedLabel": "2020-Q1"}, "2020-03-31", True, False),
        ({"issuedNotAfter": "2020-05-04"}, "2020-05-04", True, False),
        ({"issuedNotBefore": "2019-01-01", "issuedNotAfter": "2020-05-04"}, "2020-05-03", False, True),
        ({"issuedNotBefore": "2019-01-01"}, "2018-12-31", False, False),
        ({"issuedNotBefore": "2019-01-01"}, "2030-01-01", False, True),
        ({"issuedLabel": "--06-19", "issuedNotAfter": "2020-05-04"}, "2020-05-04", True, False),
        ({"issuedLabel": "--06-19"}, "2030-01-01", False, True),
        ({}, "2030-01-01", False, True),
    ],
)
def test_a_release_is_known_when_its_last_day_is_over(
    said: dict[str, str], day: str, is_known: bool, unsure: bool
) -> None:
    """Of partial dates the last day they allow counts, of undated releases their bounds."""
    key = "a b/ü"
    node, name = NamedNode(release_iri(key)), NamedNode(graph_iri(key))
    store = Store.memory()
    store.apply(Change(graphs={name.value: [Quad(node, SG[p], Literal(v), name) for p, v in said.items()]}))
    issued = Issued(store, day)
    assert issued.knows(key) == is_known
    assert issued.unsure == ({key} if unsure else set())


def test_the_key_in_an_iri() -> None:
    """Of a release, and of everything in one; of nothing else."""
    for key in ("a", "a b/ü", "100%"):
        assert release_key(release_iri(key)) == key
        assert release_key(f"{release_iri(key)}/fact/role/3f9a") == key
    assert release_key(f"{BASE}id/person/a/b") == ""


def test_what_is_left_out_is_said(data: Path) -> None:
    """Releases that may be younger are counted and named; those that are younger for sure are not."""
    store, by = built(data / "releases", frozenset(TEXTS)), curated(data / "releases")
    rows = known.run(query.load("person-roles"), {}, store, "2022-06-15", by)
    assert rows.notes == (
        "as known on 2022-06-15; without an exact date, and so left out: 2 releases (c, f)",
    )
    assert known.run(query.load("headcount"), {}, store, "2019-09-04", by).notes == ()


# -- how it is found --------------------------------------------------------------------------------------


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys of the releases that are read, each time."""
    seen: list[str] = []
    real = graph.read_release

    def read_release(quads: Any) -> Any:
        release, facts = real(quads)
        seen.append(release.key)
        return release, facts

    monkeypatch.setattr(graph, "read_release", read_release)
    return seen


@pytest.mark.parametrize(
    ("name", "params", "expected"),
    [
        ("role-holders", {"role": "Geschäftsführer"}, ["d"]),
        ("role-holders", {"organization": "Kiel Region GmbH"}, ["d"]),
        ("role-holders", {"role": "CDO"}, ["e", "f", "h", "i"]),
        ("person-roles", {"person": f"{BASE}id/person/tom-weber/neustadt"}, ["e", "f", "h", "i"]),
        ("headcount", {"organization": "Neustadt Digital GmbH"}, ["a", "f"]),
        ("timeline", {"entity": "Neustadt Digital GmbH"}, []),
    ],
)
def test_only_what_is_concerned_is_read(
    data: Path, reads: list[str], name: str, params: dict[str, str], expected: list[str]
) -> None:
    """Never all releases of the store when something is asked about."""
    store, by = built(data / "releases", frozenset(TEXTS)), curated(data / "releases")
    reads.clear()
    assert known.run(query.load(name), params, store, "2023-12-31", by).rows
    assert sorted(reads) == expected


def test_a_label_is_the_one_of_its_day(data: Path, reads: list[str]) -> None:
    """Names are counted among what was known, without reading the releases that tell them.

    Only where a steward has changed the very attestation, its release is read.
    """
    folder = data / "releases"
    store, by = built(folder, frozenset(TEXTS)), curated(folder)
    iri = f"{BASE}id/organization/stadt-neustadt/neustadt"
    for day in DAYS:
        reads.clear()
        told = [q.object for q in Past(store, by, day).label(iri)]
        assert set(reads) <= {"e", "h", "i"}
        then = built(folder, frozenset(n for n in TEXTS if LAST.get(n, "9999") <= day), day)
        assert told == [q.object for q in then.matching(iri, graph.terms.LABEL)]


def test_a_name_that_an_attestation_does_not_tell_is_read(tmp_path: Path, reads: list[str]) -> None:
    """Where an attestation has two names of one thing, its release decides which counts."""
    data = tmp_path / "data"
    (data / "releases").mkdir(parents=True)
    words = {"x": "Land Hessen stellt vor", "y": "Die Stadt Aalen erhält 2 Millionen Euro vom Land Hessen"}
    for key, said in words.items():
        text = f"Aalen, 4. September 2019\n\nGeld\n\n{said}.\n"
        (data / "releases" / f"{key}.txt").write_text(text, "utf-8")
    one, other = f"{BASE}id/organization/stadt-aalen/aalen", f"{BASE}id/organization/land-hessen/hessen"
    (data / "judgements.csv").write_text(
        f"left,right,judgement,note,who,when\n{one},{other},same,,x,2024-01-01\n", "utf-8"
    )
    store = built(data / "releases", frozenset(words))
    reads.clear()
    told = list(Past(store, known.curated_of(store, data), "2020-01-01").label(one))
    assert reads == ["y"]
    assert told == list(store.matching(one, graph.terms.LABEL))


def test_a_name_that_a_steward_has_changed_counts_as_changed(tmp_path: Path) -> None:
    """Not as the attestation has it."""
    data = tmp_path / "data"
    (data / "releases").mkdir(parents=True)
    texts = {
        "x": "Das Land Hessen hat 50 Mitarbeiter.",
        "y": "Die Stadt Aalen hat 30 Mitarbeiter.",
        "z": "Das Land Hessen hat 70 Mitarbeiter.",
    }
    for key, said in texts.items():
        text = f"Aalen, 4. September 2019\n\nZahlen\n\n{said}\n"
        (data / "releases" / f"{key}.txt").write_text(text, "utf-8")
    one, other = f"{BASE}id/organization/stadt-aalen/aalen", f"{BASE}id/organization/land-hessen/hessen"
    (data / "judgements.csv").write_text(
        f"left,right,judgement,note,who,when\n{one},{other},same,,x,2024-01-01\n", "utf-8"
    )
    labels = []
    for what in (
        "",
        "c,change,x,,headcount,organization,Land Hessen,Stadt Aalen,Land Hessen,,x,2024-01-01,y\n",
    ):
        words = what.replace(",Land Hessen,,x", ",Land Hessen hat 50 Mitarbeiter,,x")
        header = ",".join(COLUMNS_OF_CORRECTIONS)
        (data / "corrections.csv").write_text(f"{header}\n{words}", "utf-8")
        store = Store.memory()
        build([data / "releases"], store)
        found = list(Past(store, known.curated_of(store, data), "2020-01-01").label(one))
        assert found == list(store.matching(one, graph.terms.LABEL))
        labels += [quad.object for quad in found]
    assert labels == [Literal("Land Hessen"), Literal("Stadt Aalen")]


# -- what is curated --------------------------------------------------------------------------------------


def test_with_the_authority_and_the_judgements_of_the_build(tmp_path: Path) -> None:
    """They decide in the past, too; others than those of the build are refused, with a remedy."""
    data = lay_out(tmp_path / "data")
    (data / "authority").mkdir()
    (data / "authority" / "posts.ttl").write_text(
        f"""@base <{BASE}> . @prefix sg: <{BASE}ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <id/post/stadt-neustadt/neustadt/oberbuergermeister> rdfs:label "OB" ; sg:seats 2 .
        <id/organization/stadt-neustadt/neustadt> rdfs:label "Neustadt am Meer" .""",
        "utf-8",
    )
    judged = (
        f"{BASE}id/person/anna-schulz/kiel,{BASE}id/person/anna-schulz/neustadt,same,,x,2024-01-01\n"
        f"{BASE}id/release/f/person/klaus-meier,{BASE}id/person/klaus-meier/neustadt,different,,x,2024-01-01\n"
    )
    (data / "judgements.csv").write_text(f"left,right,judgement,note,who,when\n{judged}", "utf-8")
    folder = data / "releases"
    store = built(folder, frozenset(TEXTS))
    by = known.curated_of(store, data)
    for day in DAYS[1::2]:
        then = built(folder, frozenset(n for n in TEXTS if LAST.get(n, "9999") <= day), day)
        for name in ABLE:
            assert known_rows(store, name, {}, day, by).rows == asked(then, name, {}).rows
    with pytest.raises(StoreError, match="--authority, --judgements and --corrections"):
        known.curated_of(store, tmp_path / "elsewhere")
    named = known.curated_of(
        store,
        tmp_path,
        authority=[data / "authority"],
        judgements=data / "judgements.csv",
        corrections=data / "corrections.csv",
    )
    assert named.replaced == by.replaced


def test_a_store_of_another_program_is_told(data: Path) -> None:
    """What is derived today from what another version wrote is not what that would have derived."""
    store = Store.memory()
    build([data / "releases" / "a.txt"], store)
    entry = " ".join([*store.notes()[""].split(" ")[:2], "other"])
    store.apply(Change(notes={"": entry}))
    rows = known.run(query.load("headcount"), {}, store, "2030-01-01", known.curated_of(store, data))
    assert any("another version of the program" in note for note in rows.notes)


# -- what cannot be asked ---------------------------------------------------------------------------------


def _able() -> Sequence[str]:
    return [name for name in query.names() if query.load(name).as_known_on]


def test_the_questions_that_can_be_asked_so() -> None:
    """Those of the design, and no other."""
    assert _able() == sorted(ABLE)


def test_other_questions_are_refused(data: Path) -> None:
    """With the names of those that can be asked."""
    store, by = built(data / "releases", frozenset(TEXTS)), curated(data / "releases")
    with pytest.raises(QueryError, match="events cannot be asked as known on a day — funding,"):
        known.run(query.load("events"), {}, store, "2020-01-01", by)
    with pytest.raises(ParameterError, match="as-known-on: “2020-1-1” is no day"):
        known.run(query.load("funding"), {}, store, "2020-1-1", by)
    with pytest.raises(ParameterError, match="has no parameter"):
        known.run(query.load("funding"), {"x": "y"}, store, "2020-01-01", by)


def test_a_label_means_what_it_means_today(data: Path) -> None:
    """A name that nobody knew then finds nothing; one that nobody knows now is an error."""
    store, by = built(data / "releases", frozenset(TEXTS)), curated(data / "releases")
    canned = query.load("person-roles")
    assert known.run(canned, {"person": "Tom Weber"}, store, "2019-12-31", by).rows == ()
    with pytest.raises(ParameterError, match="not known"):
        known.run(canned, {"person": "Tom Webber-Meyer"}, store, "2019-12-31", by)
    assert DCTERMS["issued"] in {q.predicate for q in store.matching(release_iri("a"))}
