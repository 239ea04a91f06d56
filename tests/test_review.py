"""`kg.review`: what is suggested to stewards, how they judge, and how a judgement is taken back."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_mentions import fact, release, store_of
from pyoxigraph import Literal, NamedNode, Quad

from kg import cli
from kg.errors import ContradictionError, InputError, TableError
from kg.graph import release_quads
from kg.identity import Authority
from kg.identity.judgements import COLUMNS, Judgements, load_judgements, parse
from kg.model import Judgement
from kg.review import judging, listing, reading, splitting, suggesting
from kg.store import Change, Store
from kg.vocab import AUTHORITY, BASE, RDFS, graph_iri

HEADER = ",".join(COLUMNS) + "\n"
A, B, C, D = (f"{BASE}id/person/{name}/mainz" for name in ("anna-ott", "berta-ott", "cora-ott", "dora-ott"))


# -- the table --------------------------------------------------------------------------------------------


def test_a_judgement_is_a_row(tmp_path: Path):
    """With short IRIs, a note on one line, who and when; the table is made where there is none."""
    table = tmp_path / "data" / "judgements.csv"
    row, changed = judging.judge(
        A, B, "same", table=table, note='"Anna"\nund Berta', who="ab", when="2024-05-06"
    )
    assert changed
    assert table.read_text("utf-8") == (
        HEADER
        + 'id/person/anna-ott/mainz,id/person/berta-ott/mainz,same,"""Anna"" und Berta",ab,2024-05-06\n'
    )
    assert (row.left, row.right, row.judgement) == (A, B, "same")
    assert load_judgements(table).classes[A] == {A, B}


OLD = [
    "",
    "id/person/x/y,id/person/z/y,same,,,\n",
    'id/person/x/y,id/person/z/y,different,"a ""note""\non two lines",ab,2020-01-01\n\n',
    "id/person/x/y , id/person/z/y,unsure, spaces ,,",
]


@pytest.mark.parametrize("old", OLD)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_judgement_changes_no_other_byte_and_undoing_it_none_at_all(
    tmp_path: Path, old: str, mark: str, end: str
):
    """Line ends, a byte order mark, quotes, blank lines, spaces, a last line without an end: all stay."""
    table = tmp_path / "j.csv"
    before = (mark + HEADER + old).replace("\n", end).encode()
    table.write_bytes(before)
    judging.judge(A, B, "different", table=table, who="ab", when="2024-05-06")
    after = table.read_bytes()
    assert after.startswith(before)
    assert len(judging.read(table)) == (1 if old == "" else 2)
    [gone] = judging.undo(B, A, table=table)
    assert gone.judgement == "different"
    assert table.read_bytes() == before


def test_judging_again_changes_nothing(tmp_path: Path):
    """Whichever side is named first."""
    table = tmp_path / "j.csv"
    judging.judge(A, B, "different", table=table, who="ab")
    before = table.read_bytes()
    row, changed = judging.judge(B, A, "different", table=table, who="cd")
    assert (row.who, changed) == ("ab", False)
    assert table.read_bytes() == before


def test_unsure_makes_way_for_a_decision_and_no_other_judgement_does(tmp_path: Path):
    """Who changes their mind takes the old judgement out first."""
    table = tmp_path / "j.csv"
    judging.judge(A, B, "unsure", table=table)
    judging.judge(C, D, "same", table=table)
    judging.judge(A, B, "same", table=table)
    assert [row.judgement for row in judging.read(table)] == ["same", "same"]
    for other in ("different", "unsure"):
        with pytest.raises(ContradictionError, match="kg review undo") as problem:
            judging.judge(A, B, other, table=table)
        assert [row.line for row in problem.value.rows] == [3]


CHAINS: list[tuple[list[tuple[str, str, str]], tuple[str, str, str], list[int]]] = [
    # rows; the new one; the lines in its way
    ([(A, B, "same"), (B, C, "same")], (A, C, "different"), [2, 3]),
    ([(A, B, "same"), (C, D, "same"), (B, C, "same")], (A, D, "different"), [2, 4, 3]),
    ([(A, B, "same"), (B, C, "different")], (A, C, "same"), [2, 3]),
    ([(A, B, "same"), (C, D, "same"), (D, A, "different")], (B, C, "same"), [2, 4, 3]),
    ([(A, B, "different"), (B, C, "different")], (A, C, "same"), []),
    ([(A, B, "unsure"), (B, C, "same")], (A, C, "different"), []),
]


@pytest.mark.parametrize(("rows", "new", "lines"), CHAINS)
def test_a_judgement_that_contradicts_others_is_refused_with_them(
    tmp_path: Path, rows: Sequence[tuple[str, str, str]], new: tuple[str, str, str], lines: list[int]
):
    """Also through a chain of rows; the table stays as it is."""
    table = tmp_path / "j.csv"
    for left, right, judgement in rows:
        judging.judge(left, right, judgement, table=table)
    before = table.read_bytes()
    if not lines:
        assert judging.judge(*new, table=table)[1]
        return
    with pytest.raises(ContradictionError, match=f"line {lines[0]}: ") as problem:
        judging.judge(*new, table=table)
    assert [row.line for row in problem.value.rows] == lines  # type: ignore[attr-defined]
    assert table.read_bytes() == before


some = st.tuples(
    st.sampled_from([A, B, C, D]),
    st.sampled_from([A, B, C, D]),
    st.sampled_from(["same", "different", "unsure"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(some, max_size=12))
def test_whatever_is_judged_the_table_stays_sound(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
):
    """What is accepted is loaded without complaint, and says what was judged last of each pair."""
    table = tmp_path_factory.mktemp("t") / "j.csv"
    judged: dict[frozenset[str], str] = {}
    for left, right, judgement in rows:
        try:
            judging.judge(left, right, judgement, table=table)
            judged[frozenset((left, right))] = judgement
        except ContradictionError:
            assert table.exists()
        except TableError:
            assert left == right
    if table.exists():
        known = load_judgements(table)
        for pair, judgement in judged.items():
            left, right = pair
            assert (right in known.classes.get(left, ())) >= (judgement == "same")
            assert (pair in known.different) == (judgement == "different")
        assert {row.pair: row.judgement for row in judging.read(table)} == judged


@pytest.mark.parametrize(
    ("left", "right", "judgement", "message"),
    [
        (A, A, "same", "with itself"),
        (A, f"{BASE}id/organization/x/y", "same", "two kinds"),
        (A, B, "maybe", "write same, different or unsure"),
        ("Anna", B, "same", "is no IRI"),
        (f"{BASE}id/tenure/x", f"{BASE}id/tenure/y", "same", "what can be judged"),
    ],
)
def test_a_judgement_that_cannot_be_meant_is_refused(
    tmp_path: Path, left: str, right: str, judgement: str, message: str
):
    """Before anything is written."""
    with pytest.raises(TableError, match=message):
        judging.judge(left, right, judgement, table=tmp_path / "j.csv")
    with pytest.raises(TableError, match="is no day"):
        judging.judge(A, B, "same", table=tmp_path / "j.csv", when="gestern")
    assert not (tmp_path / "j.csv").exists()


def test_undoing_what_nobody_judged_names_what_is_there(tmp_path: Path):
    """Judgements on one of the two, if there are."""
    table = tmp_path / "j.csv"
    judging.judge(A, B, "same", table=table)
    with pytest.raises(InputError, match=r"no judgement on .* line 2: id/person/anna-ott/mainz same"):
        judging.undo(A, C, table=table)
    with pytest.raises(InputError, match="--all"):
        judging.undo(C, D, table=tmp_path / "none.csv")


def test_of_a_merge_the_whole_name_stays():
    """A surname alone is shorter, but tells less."""
    whole, bare = f"{BASE}id/person/eva-schmidt/mainz", f"{BASE}id/person/schmidt/mainz"
    same = frozenset({whole, bare})
    assert Judgements({whole: same, bare: same}).replaced(Authority()) == {bare: whole}


# -- suggestions ------------------------------------------------------------------------------------------

HOLDER = {"name": "Eva Schmidt", "role": "Oberbürgermeisterin", "organization": "Stadt Mainz"}
TOWN = {"publisher": "Stadt Mainz", "date": "2024-05-06"}
EVA, SCHMIDT = f"{BASE}id/person/eva-schmidt/mainz", f"{BASE}id/person/schmidt/mainz"
MENTION = f"{BASE}id/release/r2/person/schmidt"


@pytest.fixture(scope="module")
def store() -> Store:
    """Two releases: one names the whole name, one the surname, of the same post; an official in a third."""
    sides = [
        {**HOLDER, **TOWN},
        {**HOLDER, **TOWN, "name": "Schmidt"},
        {"name": "Udo Kurz", "role": "Sprecher", "organization": "Stadt Mainz", **TOWN},
    ]
    releases = [release(side, f"r{i}", "person") for i, side in enumerate(sides, 1)]
    made = store_of(releases)
    graphs = {graph_iri(one.key): release_quads(one, facts) for one, facts in releases}
    made.apply(Change(graphs=graphs))
    return made


def _pairs(found: Sequence[suggesting.Suggestion]) -> list[tuple[str, str]]:
    return [(one.left.iri, one.right.iri) for one in found]


def test_what_may_be_one_is_listed_with_score_and_reasons(store: Store):
    """The surname and the holder of the same post; nothing else."""
    [found] = suggesting.suggestions(store, kinds=["person"])
    assert (found.left.iri, found.right.iri) == (EVA, SCHMIDT)
    assert found.score >= 0.9
    assert {reason.code for reason in found.reasons} == {"post", "same place", "surname"}
    assert listing.reasons(found, "de").startswith("gleiche Stelle: ")
    assert suggesting.suggestions(store, kinds=["person"], min_score=0.99) == []


def test_both_sides_come_with_their_words(store: Store):
    """Of a release that names them."""
    [found] = suggesting.suggestions(store, kinds=["person"])
    [row] = listing.rows([found], store, "en").plain()
    assert (row["leftLabel"], row["leftReleases"], row["leftRelease"]) == ("Eva Schmidt", 1, "r1")
    assert row["rightQuote"]
    assert "id/person/schmidt/mainz" in listing.text(found, store, "en")


JUDGED = [
    # rows; what the pair is then listed as with --all
    ([(EVA, SCHMIDT, "unsure")], "unsure"),
    ([(SCHMIDT, EVA, "different")], "different"),
    ([(EVA, A, "same"), (A, SCHMIDT, "same")], "same"),
    ([(EVA, A, "same"), (A, SCHMIDT, "different")], "different"),
    ([(EVA, A, "same"), (B, SCHMIDT, "same"), (A, B, "unsure")], "unsure"),
    ([(MENTION, EVA, "different"), (MENTION, SCHMIDT, "same")], "different"),
]


@pytest.mark.parametrize(("judged", "said"), JUDGED)
def test_what_is_judged_is_not_asked_again(store: Store, judged: Sequence[tuple[str, str, str]], said: str):
    """Nor what follows from several judgements; `judged` shows it with what was said."""
    rows = [Judgement(*one) for one in judged]
    assert suggesting.suggestions(store, rows, kinds=["person"]) == []
    [found] = suggesting.suggestions(store, rows, kinds=["person"], judged=True)
    assert found.judgement == said


def test_a_mention_that_was_split_off_is_not_suggested_back(store: Store):
    """Its entity is new, but it was judged."""
    off = f"{BASE}id/person/schmidt/release-r2"
    assert suggesting.Decided([Judgement(MENTION, EVA, "different")]).on(off, EVA) == "different"


def test_what_stewards_describe_is_kept_apart():
    """Two curated entities are two, however alike their names; one alone may be another, not curated."""
    side = {**TOWN, "name": "Eva Schmidt"}
    releases = [
        (release(side, key, "person")[0], [fact("programme", 3, name=name)])
        for key, name in (("a", "Digitalnetze Land"), ("b", "Digitalnetz Land"))
    ]
    store = store_of(releases)
    one, other = (NamedNode(f"{BASE}id/programme/{n}") for n in ("digitalnetze-land", "digitalnetz-land"))
    for described, suggested in (([one], 1), ([one, other], 0)):
        quads = [Quad(node, RDFS["label"], Literal("x")) for node in described]
        store.apply(Change(graphs={AUTHORITY: quads}))
        assert len(suggesting.suggestions(store, kinds=["programme"])) == suggested


def test_only_pairs_with_one_entity(store: Store):
    """And an entity that is not there is told, with what it may be."""
    assert _pairs(suggesting.suggestions(store, entity=SCHMIDT)) == [(EVA, SCHMIDT)]
    assert suggesting.suggestions(store, entity=f"{BASE}id/person/udo-kurz/mainz") == []
    with pytest.raises(InputError, match="did you mean id/person/schmidt/mainz"):
        suggesting.suggestions(store, entity=f"{BASE}id/person/schmid/mainz")
    with pytest.raises(InputError, match="is not in the store"):
        suggesting.check_known(store, f"{BASE}id/person/schmid/mainz")
    suggesting.check_known(store, MENTION)


@pytest.mark.parametrize("kind", reading.KINDS)
def test_every_kind_can_be_read(store: Store, kind: str):
    """Profiles are sorted, each has a name and the releases that name it."""
    found = reading.profiles(store, kind)
    assert [one.iri for one in found] == sorted(one.iri for one in found) == reading.entities(store, kind)
    assert all(one.names[0] and one.releases for one in found)


def test_persons_who_contradict_themselves_are_listed():
    """Two addresses of one's own at one domain; each with a release, and the mention that parts them."""
    mails = ["eva.schmidt@mainz.example", "e.schmidt2@mainz.example"]
    releases = [
        release({**HOLDER, **TOWN, "email": mail}, f"r{i}", "person") for i, mail in enumerate(mails, 1)
    ]
    store = store_of(releases)
    store.apply(Change(graphs={graph_iri(one.key): release_quads(one, facts) for one, facts in releases}))
    [found] = splitting.splits(store)
    assert found.iri == EVA
    assert found.told == ((mails[1], "r2"), (mails[0], "r1"))
    assert found.mention == f"{BASE}id/release/r1/person/eva-schmidt"
    assert "kg review judge id/release/r1/person/eva-schmidt" in listing.split_text(found, "en")
    assert splitting.splits(store, [Judgement(found.mention, EVA, "different")]) == []


@pytest.mark.parametrize(
    ("days", "found"), [(("2024-05-06", "2024-06-03"), 1), (("2014-05-06", "2024-06-03"), 0)]
)
def test_who_heads_two_bodies_of_one_place_at_one_time_is_listed(days: tuple[str, str], found: int):
    """Town and Verbandsgemeinde may have one mayor, or two of one name; years apart nothing speaks for it."""
    concept = f"{BASE}id/role/buergermeister"
    releases = []
    for day, organization in zip(days, ("Stadt Landstuhl", "Verbandsgemeinde Landstuhl"), strict=True):
        side = {
            **TOWN,
            "date": day,
            "name": "Eva Schmidt",
            "role": "Bürgermeisterin",
            "organization": organization,
        }
        made, facts = release(side, f"r{day}", "person")
        facts[1] = fact(
            "role", 10, **{**facts[1].slots, "concept": concept, "role_canonical": "Bürgermeister"}
        )
        releases.append((made, facts))
    store = store_of(releases)
    store.apply(Change(graphs={graph_iri(one.key): release_quads(one, facts) for one, facts in releases}))
    assert len(reading.profiles(store, "person")) == 1
    assert [split.reason.code for split in splitting.splits(store)] == ["two heads"] * found


# -- the command line -------------------------------------------------------------------------------------

TEXTS = {
    "a": "Oberbürgermeisterin Eva Schmidt eröffnete das Portal der Stadt Musterhausen.",
    "b": "„Das Portal ist gut“, sagte OB Schmidt in Musterhausen. Die Stadt Musterhausen dankt.",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two releases, built."""
    for name, text in TEXTS.items():
        path = tmp_path / "data" / "releases" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Stadt Musterhausen, 3. Mai 2024\n\nNeues Portal\n\n{text}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("KG_STORE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert cli.run(["build", "--quiet"]) == 0
    return tmp_path


SHORT = ("id/person/schmidt/musterhausen", "id/person/eva-schmidt/musterhausen")


def _export(place: Path) -> bytes:
    out = place / "out.nq"
    assert cli.run(["export", "--graph", "all", "--format", "nquads", "-o", str(out)]) == 0
    return out.read_bytes()


def test_a_judgement_is_honoured_by_the_next_build_and_undoing_restores_every_byte(place: Path):
    """What the release says alone decides again."""
    before = _export(place)
    judge = ["review", "judge", *SHORT, "same", "--note", "gleiche Stelle", "--who", "ab"]
    assert cli.run(judge) == 0
    assert cli.run(["build", "--quiet"]) == 0
    judged = _export(place)
    assert judged != before
    assert b"isReplacedBy" in judged
    assert cli.run(["review", "undo", *SHORT]) == 0
    assert (place / "data" / "judgements.csv").read_text() == HEADER
    assert cli.run(["build", "--quiet"]) == 0
    assert _export(place) == before


def test_the_list_on_the_command_line(place: Path, capsys: pytest.CaptureFixture[str]):
    """For people, and for programs in three formats; what is judged is gone from it."""
    assert cli.run(["review", "identities"]) == 0
    table = capsys.readouterr().out
    assert all(iri in table for iri in SHORT)
    assert "same post: Oberbürgermeister" in table
    assert cli.run(["review", "identities", "--lang", "de"]) == 0
    assert "gleiche Stelle: Oberbürgermeister" in capsys.readouterr().out
    assert cli.run(["review", "identities", "--format", "jsonl"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert {row["left"], row["right"]} == {BASE + iri for iri in SHORT}
    assert cli.run(["review", "identities", "--format", "csv"]) == 0
    [line] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert float(line["score"]) >= 0.9
    assert cli.run(["review", "identities", "--format", "json", "--kind", "organization"]) == 0
    assert json.loads(capsys.readouterr().out)["results"]["bindings"] == []
    assert cli.run(["review", "judge", *SHORT, "unsure", "--who", "ab"]) == 0
    assert cli.run(["review", "identities"]) == 0
    assert "nothing to judge" in capsys.readouterr().err
    assert cli.run(["review", "identities", "--all"]) == 0
    assert "[unsure]" in capsys.readouterr().out
    assert cli.run(["review", "identities", "--splits"]) == 0


def test_places_are_judged_as_other_entities_are(place: Path, capsys: pytest.CaptureFixture[str]):
    """As a whole, or in one release; whoever names a place that is not there is told which are."""
    town, mention = "id/place/musterhausen", "id/release/a/place/musterhausen"
    assert cli.run(["review", "judge", mention, town, "different"]) == 0
    assert cli.run(["build", "--quiet"]) == 0
    split = f"{BASE}id/place/musterhausen/release-a"
    assert f"spatial> <{split}>" in _export(place).decode()
    assert cli.run(["review", "judge", "id/release/a/place/muster", town, "same"]) == 2
    assert "did you mean id/release/a/place/musterhausen" in capsys.readouterr().err
    assert cli.run(["review", "judge", "id/place/musterhaus", town, "same"]) == 2
    assert "did you mean id/place/musterhausen" in capsys.readouterr().err


WRONG = [
    (["judge", "Eva", SHORT[0], "same"], "is no IRI"),
    (["judge", "id/person/schmid/musterhausen", SHORT[1], "same"], "did you mean id/person/schmidt"),
    (["judge", *SHORT, "perhaps"], "'perhaps' is not one of"),
    (["judge", "id/place/musterhausen", SHORT[1], "same"], "two kinds, person and place"),
    (["judge", *SHORT, "same", "--when", "2024-02-30"], "is no day"),
    (["undo", *SHORT], "no judgement on"),
    (["identities", "--entity", "id/person/x/y"], "is not in the store"),
    (["identities", "--interactive"], "needs a terminal"),
    (["identities", "--store", "nowhere"], "there is no store here"),
    (["judgements"], "no command 'judgements'; did you mean judge"),
]


@pytest.mark.parametrize(("args", "message"), WRONG)
def test_wrong_use_is_told(place: Path, capsys: pytest.CaptureFixture[str], args: list[str], message: str):
    """With what is wrong and what to do; nothing is written."""
    assert cli.run(["review", *args]) == 2
    assert message in capsys.readouterr().err
    assert not (place / "data" / "judgements.csv").exists()


def test_who_and_when_have_defaults(place: Path, monkeypatch: pytest.MonkeyPatch):
    """The name that git knows, and today."""
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Ada Beispiel")
    assert cli.run(["review", "judge", *SHORT, "different"]) == 0
    [row] = parse(place, (place / "data" / "judgements.csv").read_text("utf-8"))
    assert row.who == "Ada Beispiel"
    assert len(row.when) == 10


def test_judging_one_after_the_other_on_a_terminal(place: Path):
    """A letter judges; a note may follow; quitting keeps what was judged."""
    main, side = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "kg", "review", "identities", "--interactive", "--who", "ab"],
        stdin=side,
        stdout=side,
        stderr=side,
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "LANG": "C.UTF-8"},
    )
    os.close(side)
    os.write(main, b"x\ns\ngleiche Stelle\n")
    running.wait(timeout=120)
    said = os.read(main, 65536).decode()
    os.close(main)
    assert running.returncode == 0, said
    assert "(s)ame (d)ifferent (u)nsure s(k)ip (q)uit" in said
    [row] = judging.read(place / "data" / "judgements.csv")
    assert (row.judgement, row.note, row.who) == ("same", "gleiche Stelle", "ab")
