"""`kg diff` and `kg query … --as-known-on`: what is printed where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import query
from tests.running import Runner, kg, store

__all__ = ["kg", "store"]

BENZ = "Ilona Benz is now attested as Chief Digital Officer of Stadt Kaiserslautern until 2024-05-06"
UNDATED = "without an exact date, and so left out: 1 release (digitaltag)"


# -- kg query --as-known-on --------------------------------------------------------------------------------


def test_what_was_known_then(kg: Runner) -> None:
    """In 2019 nobody knew when Rombach's time ended, and nobody knew Benz; in 2023 only how she began."""
    ask = ("query", "role-holders", "--role", "CDO", "--format", "jsonl")
    code, out, err = kg(*ask, "--as-known-on", "2019-12-31")
    (rombach,) = map(json.loads, out.splitlines())
    assert (code, rombach["personLabel"], "endNotAfter" in rombach) == (0, "Dieter Rombach", False)
    assert err == ""  # digitaltag says nothing of this role
    rows = [json.loads(line) for line in kg(*ask, "--as-known-on", "2023-12-31")[1].splitlines()]
    assert [(row["personLabel"], row["lastAttested"], row.get("endNotAfter")) for row in rows] == [
        ("Dieter Rombach", "2019-09-04", "2023-09-19"),
        ("Ilona Benz", "2023-09-20", None),
    ]
    assert kg(*ask, "--as-known-on", "2030-01-01")[1] == kg(*ask)[1]


def test_what_was_true_then_as_known_then(kg: Runner) -> None:
    """Both times at once, with the words."""
    ask = ("query", "role-holders", "--role", "CDO", "--on", "2021-06-01", "--format", "jsonl", "--evidence")
    then, now = (
        [json.loads(line) for line in kg(*ask, *more)[1].splitlines()]
        for more in (("--as-known-on", "2020-01-01"), ())
    )
    assert [(row["personLabel"], row["certainty"]) for row in then] == [("Dieter Rombach", "open")]
    assert {(row["personLabel"], row["certainty"]) for row in now} == {
        ("Dieter Rombach", "possible"),
        ("Ilona Benz", "possible"),
    }
    assert "CDO Prof. Dieter Rombach" in then[0]["quote"]


def test_what_is_left_out_is_told(kg: Runner) -> None:
    """On stderr; rows stay rows."""
    code, out, err = kg("query", "timeline", "--as-known-on", "2023-12-31", "--format", "csv")
    assert (code, err) == (0, f"kg: as known on 2023-12-31; {UNDATED}\n")
    assert "digitaltag" not in out
    assert kg("query", "headcount", "--as-known-on", "1999-01-01", "--fail-empty")[0] == 1


@pytest.mark.parametrize("name", query.names())
def test_the_questions_that_have_the_option(kg: Runner, name: str) -> None:
    """`--help` of a question tells whether it can be asked so."""
    able = bool(query.load(name).as_known_on)
    assert ("--as-known-on YYYY-MM-DD" in kg("query", name, "--help")[1]) == able


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["--as-known-on", "2020-01-01", "--endpoint", "http://127.0.0.1:9/"],
            "build a store of these releases",
        ),
        (["--as-known-on", "2020-1-1"], "as-known-on: “2020-1-1” is no day"),
        (["--as-known-on", "2020-01-01", "--store", "nowhere"], "there is no store here"),
        (
            ["--as-known-on", "2020-01-01", "--authority", "."],
            "name them with --authority, --judgements",
        ),
        (["--as-known-on", "2020-01-01", "--judgements", "nothing"], "does not exist"),
    ],
)
def test_what_cannot_be_asked(
    kg: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], words: str
) -> None:
    """Exit code 2, nothing on stdout, why and what instead on stderr."""
    monkeypatch.chdir(tmp_path)
    code, out, err = kg("query", "role-holders", *args)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())


# -- kg diff -----------------------------------------------------------------------------------------------


def test_since_a_day(kg: Runner, store: Path) -> None:
    """A store and a day, in whatever order: from the day to the store."""
    code, out, err = kg("diff", store, "2023-12-31")
    assert code == 1
    assert f"  - {BENZ} (before: 2023-09-20).\n" in out
    assert err.startswith(f"kg: as known on 2023-12-31; {UNDATED}\nkg: 2023-12-31 → {store}: ")
    assert err.endswith(" entities differ\n")
    assert kg("diff", "2023-12-31", store) == (code, out, err)
    assert kg("diff", "2023-12-31") == (code, out, err)


def test_between_two_days(kg: Runner) -> None:
    """As they are given; of the store that --store names."""
    code, out, _ = kg("diff", "2019-12-31", "2023-12-31", "--format", "md")
    assert code == 1
    assert "- The person Ilona Benz is new.\n" in out
    assert "- The person Ilona Benz is no longer there.\n" in kg("diff", "2023-12-31", "2019-12-31")[1]


def test_two_files(kg: Runner, tmp_path: Path) -> None:
    """0 and nothing when nothing changed, 1 when something did; with a store, too."""
    one, other = tmp_path / "a.ttl", tmp_path / "b.nq"
    assert kg("export", "-o", one)[0] == kg("export", "--graph", "all", "-o", other)[0] == 0
    assert kg("diff", one, other) == (0, "", f"kg: {one} → {other}: no difference\n")
    assert kg("diff", one)[0] == 0
    one.write_text(one.read_text("utf-8").replace('"Ilona Benz"', '"Ilona Benz-Roth"'), "utf-8")
    code, out, err = kg("diff", one, other)
    assert code == 1
    assert "Ilona Benz-Roth is now called Ilona Benz." in out
    assert err == f"kg: {one} → {other}: 1 entity differs\n"


def test_in_german(kg: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """By LANG, or by --lang."""
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    code, out, err = kg("diff", "2023-12-31")
    assert code == 1
    assert (
        "Ilona Benz ist jetzt bis 2024-05-06 als Chief Digital Officer (Stadt Kaiserslautern) belegt" in out
    )
    assert "Einträge sind anders" in err
    assert BENZ in kg("diff", "2023-12-31", "--lang", "en")[1]


def test_for_programs(kg: Runner, store: Path) -> None:
    """JSON on stdout, also when nothing changed."""
    found = json.loads(kg("diff", "2023-12-31", "--format", "json")[1])
    assert (found["before"], found["after"]) == ("2023-12-31", str(store))
    assert any(one["text"].startswith(BENZ) for one in found["changes"])
    assert json.loads(kg("diff", store, "--format", "json")[1])["changes"] == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "Missing argument 'A'"),
        (["nothing"], "nothing: there is nothing here — name a file, a store or a day"),
        (["a.csv"], "a.csv: its ending tells no RDF format"),
        (["a.ttl"], "a.ttl:1: "),
        (["."], "this folder holds something else than a store"),
        (["2021-02-31"], "day: “2021-02-31” is no day"),
        (["2021-01-01", "--store", "nowhere"], "there is no store here"),
        (["2021-01-01", "--authority", "."], "name them with --authority, --judgements"),
    ],
)
def test_what_cannot_be_compared(
    kg: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], words: str
) -> None:
    """Exit code 2, nothing on stdout, file and remedy on stderr."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "a.ttl"):
        (tmp_path / name).write_text("a, b", "utf-8")
    code, out, err = kg("diff", *args)
    assert (code, out) == (2, "")
    assert words in err
