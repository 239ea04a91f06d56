"""`kg.correcting` and `kg correct`: from a wrong row to a correction, and back."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from test_build import REMEMBERED, TEXTS, exported, fresh, lay_out
from test_corrections import ask, facts_of

from kg import cli, correcting, publish, published
from kg.build import build
from kg.correcting import Desk, deciding, find_fact
from kg.corrections import COLUMNS, load_corrections
from kg.errors import InputError, TableError
from kg.slots import attestation_iri
from kg.store import Store
from kg.vocab import BASE

HEADER = ",".join(COLUMNS) + "\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A steward's desk on a store of the small releases."""
    monkeypatch.setattr(published, "_vocabulary", tuple)  # it is 12,000 triples, and the same every time
    monkeypatch.setattr(publish, "prepare", REMEMBERED)
    data, store = lay_out(tmp_path / "data", TEXTS), Store.memory()
    build([data / "releases"], store)
    return Desk(store, data / "corrections.csv", who="A. Steward", when="2026-11-21")


def iri(desk: Desk, key: str, kind: str) -> str:
    """The IRI of a release's fact of a kind."""
    return attestation_iri(key, facts_of(desk.store, key)[kind])


# -- which fact ------------------------------------------------------------------------------------------


def test_a_fact_is_found_by_iri_and_by_digest(desk: Desk) -> None:
    """Whole, as tables show it, in angle brackets, and by its last digits where they are its own."""
    whole = iri(desk, "a", "role")
    short = whole.rpartition("/")[2]
    for name in (whole, f"<{whole}>", whole.removeprefix(BASE), short, short[:5], f"role/{short}"):
        assert find_fact(name, desk.store).iri == whole


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Anna", "'Anna' names no fact — write id/release/<key>/fact"),
        ("id/correction/c1", "but a correction — take it back with `kg correct undo c1`"),
        ("id/release/aa/fact/role/0123456789ab", "no release 'aa' in the store — did you mean a?"),
        ("id/release/a/fact/role/0123456789ab", "no fact role/0.* — there are id/release/a/fact/role/"),
        ("id/release/a/fact/brand/0123456789ab", "has no fact brand/.* there are id/release/a/fact/"),
        ("ffffffffffff", "no fact ffffffffffff in the store"),
    ],
)  # fmt: skip
def test_a_fact_that_there_is_not_is_told_with_those_like_it(desk: Desk, name: str, message: str) -> None:
    """What a steward can copy."""
    with pytest.raises(InputError, match=message):
        find_fact(name, desk.store)


def test_a_digest_of_several_facts_is_asked_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is named in full."""
    alike = [f"id/release/{key}/fact/role/aaaa{n}2345678" for n, key in enumerate("ab")]
    monkeypatch.setattr(correcting.finding, "_containing", lambda *_: alike)
    with pytest.raises(InputError, match=rf"2 facts begin with aaaa: {alike[0]}, {alike[1]}"):
        find_fact("aaaa", desk.store)


# -- decisions ---------------------------------------------------------------------------------------------


def test_what_is_decided_is_noted_and_in_force(desk: Desk) -> None:
    """The row names the fact in every way it can be found again; the store is as a build makes it."""
    name = iri(desk, "a", "headcount")
    done = correcting.reject(desk, name, why="not\nso")
    assert load_corrections(desk.table) == [done.correction]
    one = done.correction
    assert (one.action, one.release, one.kind, one.fact) == ("reject", "a", "headcount", name[-12:])
    assert one.quote == "Neustadt Digital GmbH wurde 2017 gegründet und hat 12 Mitarbeiter"
    assert [(c.slot, c.was, c.value) for c in one.slots] == [("organization", "Neustadt Digital GmbH", "")]
    assert (one.who, one.when, one.why) == ("A. Steward", "2026-11-21", "not so")
    assert not ask(desk.store, "?h a sg:Headcount ; sg:value 12")
    assert exported(desk.store) == fresh([desk.table.parent / "releases"])


def test_taking_back_leaves_no_trace(desk: Desk) -> None:
    """Store and table are, byte for byte, what they were."""
    correcting.reject(desk, iri(desk, "d", "quotation"), why="w")
    before, table = exported(desk.store), desk.table.read_bytes()
    slots = {"person": "Eva Alt", "role": "CDO", "organization": "Stadt Neustadt"}
    added = correcting.add(desk, "role", slots, why="w", source="https://example.org/x", date="2020")
    assert exported(desk.store) != before
    assert correcting.undo(desk, f"<{BASE}id/correction/{added.correction.id}>") == added.correction.id
    assert exported(desk.store) == before
    assert desk.table.read_bytes() == table


def test_a_changed_slot_is_noted_with_what_it_was(desk: Desk) -> None:
    """Values as the table writes them; a role is read as a release's would be."""
    done = correcting.change(
        desk, iri(desk, "a", "role"), {"role": "Bildungsdezernent", "start": " 2018 ", "titles": ""}, why="w"
    )
    told = {c.slot: (c.was, c.value) for c in done.correction.slots}
    assert told == {
        "role": ("Oberbürgermeister", "Bildungsdezernent"),
        "role_canonical": ("Oberbürgermeister", "Bildungsdezernent"),
        "start": ("", "2018"),
        "titles": ("Dr.", ""),
    }
    assert ask(desk.store, "?t a sg:Tenure ; org:role <id/role/bildungsdezernent> ; sg:startNotAfter ?day")


def test_the_shapes_say_what_they_find(desk: Desk) -> None:
    """A role that nobody knows is no mistake, but the steward is told."""
    done = correcting.change(desk, iri(desk, "a", "role"), {"role": "Wolkenschieber"}, why="w")
    assert [f.shape_name for f in done.findings] == ["RoleLabelKnown"]


def test_later_leaves_the_store_to_the_next_build(desk: Desk) -> None:
    """The table has the row."""
    before = exported(desk.store)
    later = Desk(desk.store, desk.table, "A", "2026-11-21", later=True)
    correcting.reject(later, iri(desk, "a", "headcount"), why="w")
    assert exported(desk.store) == before
    build([desk.table.parent / "releases"], desk.store)
    assert not ask(desk.store, "?h a sg:Headcount ; sg:value 12")


def test_an_addition_quotes_its_release(desk: Desk) -> None:
    """The words are the release's, whatever its line breaks; the day is the release's."""
    slots = {"person": "Eva Alt", "role": "CDO", "organization": "Stadt Neustadt"}
    quote = "Die Neustadt Digital GmbH wurde  2018"
    done = correcting.add(desk, "role", slots, why="w", release="b", quote=quote)
    assert done.correction.quote == "Die Neustadt Digital GmbH wurde 2018"
    tenure = "?t prov:wasDerivedFrom <id/correction/%s> ; sg:attestedOn '2023-09-20'^^xsd:date"
    assert ask(desk.store, tenure % done.correction.id)


def test_a_source_elsewhere_needs_a_town_for_its_companies(desk: Desk) -> None:
    """Without one it would be another company of that name; with one it is the known one."""
    slots = {"organization": "Neustadt Digital GmbH", "value": "30"}
    elsewhere = {"why": "w", "source": "https://example.org/x", "date": "2024-12-31"}
    with pytest.raises(InputError, match="in which town organization/neustadt-digital-gmbh is — say whose"):
        correcting.add(desk, "headcount", slots, **elsewhere)
    done = correcting.add(desk, "headcount", slots | {"publisher": "Stadt Neustadt"}, **elsewhere)
    assert done.entities == ()
    company = "<id/organization/neustadt-digital-gmbh/neustadt>"
    assert ask(desk.store, f"?h sg:organization {company} ; sg:value 30 ; sg:onLabel '2024-12-31'")


def test_what_is_new_in_the_graph_is_named(desk: Desk) -> None:
    """A mistyped name is one that nobody knew."""
    slots = {"organization": "Neustadt Digtal GmbH", "value": "30"}
    done = correcting.add(desk, "headcount", slots, why="w", release="b")
    assert done.entities == (f"{BASE}id/organization/neustadt-digtal-gmbh/neustadt",)
    assert ask(desk.store, f"<{done.entities[0]}> a ?class")


@pytest.mark.parametrize(
    ("key", "kind", "slots", "message"),
    [
        ("a", "role", {"begin": "2020"}, "no slot 'begin'"),
        ("a", "role", {"start": "2020-13"}, "is no date"),
        ("a", "role", {"person": "Klaus Meier"}, "says so already"),
        ("a", "role", {"person": ""}, "not valid – .*exactly one person"),
        ("a", "headcount", {"value": "0"}, "not valid – .* — "),
        ("a", "release", {"date": "2020"}, "state it in releases.csv"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    desk: Desk, key: str, kind: str, slots: dict[str, str], message: str
) -> None:
    """Neither table nor store are touched."""
    before = exported(desk.store)
    with pytest.raises(InputError, match=message):
        correcting.change(desk, iri(desk, key, kind), slots, why="w")
    assert not desk.table.exists()
    assert exported(desk.store) == before


@pytest.mark.parametrize(
    ("kind", "slots", "more", "message"),
    [
        ("rolle", {"person": "E"}, {"release": "a"}, "is no kind of fact"),
        ("role", {"person": "E"}, {}, "needs a release, or else a source"),
        ("role", {"person": "E"}, {"release": "a", "date": "2020"}, "needs a release, or else a source"),
        ("role", {"person": "E"}, {"date": "2020"}, "without a source"),
        ("role", {"person": "E"}, {"release": "bb"}, "did you mean b"),
        ("role", {"person": "E"}, {"release": "a", "quote": "x y"}, "words are not in the text"),
        ("event", {"type": "workshop"}, {"release": "a"}, "gives no name"),
    ],
)
def test_an_addition_that_cannot_be_is_refused(
    desk: Desk, kind: str, slots: dict[str, str], more: dict[str, str], message: str
) -> None:
    """Neither table nor store are touched."""
    before = exported(desk.store)
    with pytest.raises(InputError, match=message):
        correcting.add(desk, kind, slots, why="w", **more)
    assert not desk.table.exists()
    assert exported(desk.store) == before


def test_a_rejection_needs_a_reason_and_a_fact_that_can_be_rejected(desk: Desk) -> None:
    """And what is not there cannot be taken back."""
    with pytest.raises(InputError, match="without why"):
        correcting.reject(desk, iri(desk, "a", "role"), why=" ")
    with pytest.raises(InputError, match="cannot be rejected"):
        correcting.reject(desk, iri(desk, "a", "release"), why="w")
    with pytest.raises(InputError, match="no correction 'c1'"):
        correcting.undo(desk, "c1")
    assert not desk.table.exists()


def test_a_fact_is_corrected_once(desk: Desk) -> None:
    """A second decision on it, and the same one again, name the first."""
    name = iri(desk, "a", "role")
    done = correcting.change(desk, name, {"person": "Klaus Maier"}, why="w")
    for decide in (
        lambda: correcting.change(desk, name, {"start": "2018"}, why="w"),
        lambda: correcting.reject(desk, name, why="w"),
    ):
        with pytest.raises(InputError, match=f"corrected by {done.correction.id} already — `kg correct undo"):
            decide()
    slots = {"organization": "Neustadt Digital GmbH", "value": "14"}
    added = correcting.add(desk, "headcount", slots, why="w", release="a")
    with pytest.raises(InputError, match=f"that is decided already: {added.correction.id}"):
        correcting.add(desk, "headcount", slots, why="for another reason", release="a")


def test_a_decision_that_would_undo_another_is_refused(desk: Desk) -> None:
    """The other one is named."""
    share = {"recipient": "Stadt Neustadt", "funder": "Bund", "period_start": "2020"}
    first = correcting.add(desk, "funding", share | {"share": "0.6"}, why="w", release="a")
    with pytest.raises(InputError, match="add up to more than 1"):
        correcting.add(desk, "funding", share | {"funder": "Land", "share": "0.9"}, why="w", release="a")
    assert load_corrections(desk.table) == [first.correction]


def test_all_other_lines_of_the_table_stay(desk: Desk) -> None:
    """Byte for byte: mark, order, quoting and line ends are the steward's own."""
    old = (
        "\ufeff" + HEADER.replace("\n", "\r\n")
        + f'my,reject,a,"{iri(desk, "a", "headcount")[-12:]}",headcount,,,,,,Ann ,2026-01-01,"so, ""so"""\r\n'
    ).encode()  # fmt: skip
    desk.table.write_bytes(old)
    done = correcting.change(
        desk, iri(desk, "a", "role"), {"person": "Klaus Maier", "start": "2018"}, why="w"
    )
    new = desk.table.read_bytes()
    assert new.startswith(old)
    assert new.count(b"\r\n") == new.count(b"\n") == 4
    correcting.undo(desk, done.correction.id)
    assert desk.table.read_bytes() == old
    assert [path.name for path in desk.table.parent.glob(".*")] == []


def test_a_malformed_table_is_not_touched(desk: Desk) -> None:
    """The error names the line."""
    desk.table.write_text(HEADER + "c1,reject\n")
    with pytest.raises(TableError, match=r"corrections\.csv:2: has not 13 columns"):
        correcting.reject(desk, iri(desk, "a", "role"), why="w")
    assert desk.table.read_text() == HEADER + "c1,reject\n"


def test_facts_of_the_same_words_are_told_apart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change notes what tells its fact from another with the same words and the same wrong value."""
    role = facts_of(desk.store, "a")["role"]
    other = type(role)(
        **{**{f: getattr(role, f) for f in role.__slots__}, "slots": {**role.slots, "person": "Eva"}}
    )
    found = find_fact(iri(desk, "a", "role"), desk.store)
    twins = correcting.Found(found.release, [*found.facts, other], found.fact)
    monkeypatch.setattr(deciding, "find_fact", lambda *_: twins)
    done = correcting.change(desk, "x", {"start": "2018"}, why="w")
    assert [(c.slot, c.was, c.value) for c in done.correction.slots] == [
        ("person", "Klaus Meier", "Klaus Meier"),
        ("start", "", "2018"),
    ]


# -- on the command line ------------------------------------------------------------------------------


class Runner:
    """Runs `kg` in a folder with `data/` and a store."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *args: str) -> tuple[int, str, str]:
        """Exit code, stdout, stderr."""
        self._capture.readouterr()
        code = cli.run(list(args))
        said = self._capture.readouterr()
        return code, said.out, said.err


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data/` and a store built from it."""
    place = tmp_path_factory.mktemp("steward")
    data = lay_out(place / "data", TEXTS)
    with Store.open(place / "build" / "store") as store:
        build([data / "releases"], store)
    return place


@pytest.fixture
def kg(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Runner:
    """A steward's own copy of the folder."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "KG_DEBUG", "KG_STORE"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Runner(capfd)


def test_from_a_wrong_row_to_a_right_one_in_two_steps(kg: Runner) -> None:
    """The row's evidence shows the fact; the command takes it; the row is right and says why."""
    _, shown, _ = kg("query", "role-holders", "--role", "OB", "--evidence")
    fact = next(line.split()[-1] for line in shown.splitlines() if "Klaus Meier" in line)
    assert fact.startswith("id/release/a/fact/role/")
    code, out, err = kg("correct", "change", fact, "person=Klaus Maier", "--why", "misspelt", "--who", "Ann")
    assert (code, out) == (0, "")
    made = re.match(
        r"kg: (c[0-9a-f]{8}) is noted in data/corrections\.csv; applied: person: Klaus Meier → ", err
    )
    assert made
    _, shown, _ = kg("query", "role-holders", "--role", "OB", "--evidence", "--format", "jsonl")
    (row,) = [r for r in map(json.loads, shown.splitlines()) if r["personLabel"] == "Klaus Maier"]
    assert row["quote"] == "Oberbürgermeister Dr. Klaus Meier"
    assert row["correction"] == f"{BASE}id/correction/{made[1]}"
    assert row["corrected"].startswith("person: Klaus Meier → Klaus Maier – misspelt (Ann, ")
    _, shown, _ = kg("query", "evidence", "--entity", "Klaus Maier", "--format", "jsonl")
    assert json.loads(shown.splitlines()[0])["corrected"] == row["corrected"]
    assert kg("correct", "undo", made[1])[0] == 0
    _, shown, _ = kg("query", "role-holders", "--role", "OB")
    assert "Klaus Meier" in shown


def test_the_list_shows_what_is_in_force(kg: Runner) -> None:
    """By release, in both languages, in every format; the exit code is 1 where something is not."""
    assert kg("correct", "list")[0] == 0
    said = (
        "person=Eva Alt",
        "role=CDO",
        "--release",
        "b",
        "--why",
        "w",
        "--who",
        "A",
        "--when",
        "2026-01-02",
    )
    assert kg("correct", "add", "role", *said)[0] == 0
    code, out, err = kg("correct", "list", "--format", "jsonl")
    row = json.loads(out)
    assert (code, err) == (0, "")
    assert {k: row[k] for k in ("state", "correction", "release", "who", "when", "why")} == {
        "state": "applied", "correction": "+ role: person: Eva Alt, role: CDO", "release": "b",
        "who": "A", "when": "2026-01-02", "why": "w",
    }  # fmt: skip
    assert kg("correct", "list", "--release", "a")[1].count("\n") == 2
    table = Path("data/corrections.csv")
    table.write_text(table.read_text().replace("add,b,", "add,z,"))
    code, out, err = kg("correct", "list", "--lang", "de")
    assert code == 1
    assert "ruht: die Mitteilung ist nicht im Speicher" in out
    assert err.startswith("data/corrections.csv:2: Die Korrektur ")
    assert kg("build")[0] == 0
    code, out, _ = kg("validate", "--fail-on", "warning", "--lang", "en")
    assert code == 1
    assert "corrections.csv: warning: Correction " in out
    assert "[CorrectionApplies]" in out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("reject", "0123456789ab"), "--why"),
        (("change", "0123456789ab", "--why", "w"), "SLOT=VALUE"),
        (("change", "0123456789ab", "person", "--why", "w"), "'person' is not of the form slot=value"),
        (("change", "0123456789ab", "end=1", "end=2", "--why", "w"), "end is given twice"),
        (("change", "0123456789ab", "end=1", "--why", "w"), "no fact 0123456789ab"),
        (("list", "--corrections", "nowhere/c.csv"), "there is no folder nowhere/"),
        (("reject", "0123456789ab", "--why", "w", "--store", "other"), "there is no store here"),
    ],
)
def test_wrong_use_is_told(kg: Runner, args: tuple[str, ...], message: str) -> None:
    """Exit code 2, and nothing is left behind."""
    code, _, err = kg("correct", *args)
    assert code == 2
    assert message in err
    assert not Path("data/corrections.csv").exists()
    assert not Path("other").exists()
