"""`kg.evaluate` and `kg evaluate`: what is right, wrong and missed, and how that is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg import cli, evaluate, resources
from kg.errors import InputError
from kg.evaluate import agreement, report

SHARED = Path(__file__).resolve().parent / "releases" / "shared"
TEXT = "Kämmerin Petra Lindner sprach. Die Wohnbau Werl GmbH baut."
GOLD: dict[str, Any] = {
    "facts": [
        {"kind": "role", "person": "Petra Lindner", "role": "Kämmerin", "organization": "Stadt Werl"},
        {"kind": "organization", "name": "Wohnbau Werl GmbH", "type": "company"},
        {"kind": "organization", "name": "Stadt Werl", "optional": True},
    ],
    "must_not": [{"quote": "Petra Lindner sprach", "kinds": ["quotation"]}],
}


def line(kind: str, quote: str, **slots: Any) -> dict[str, Any]:
    """A fact as `kg extract` prints it."""
    start = TEXT.index(quote)
    return {"kind": kind, **slots, "evidence": [{"quote": quote, "start": start, "end": start + len(quote)}]}


ROLE = line(
    "role", "Kämmerin Petra Lindner", person="Dr. Petra Lindner", role="Kämmerin", organization="Stadt Werl"
)
COMPANY = line("organization", "Wohnbau Werl GmbH", name="Wohnbau Werl", type="company")


def scored(*lines: dict[str, Any], gold: dict[str, Any] | None = None) -> evaluate.Result:
    """The score of these facts."""
    made = gold or GOLD
    one = evaluate.Gold("x", None, {}, tuple(made["facts"]), tuple(made.get("must_not", ())))
    return evaluate.score([one], {"x": list(lines)}, {"x": TEXT})


def test_right_and_complete() -> None:
    """What fits the gold is right, whatever is optional; titles and legal forms do not matter."""
    total = scored(ROLE, COMPANY).total
    assert (total.f1, total.slot_accuracy) == (1.0, 1.0)


def test_missed_and_wrong() -> None:
    """A gap and an invention both cost."""
    assert (scored(ROLE).total.right, scored(ROLE).total.missed) == (1, 1)
    other = line("role", "Petra Lindner", person="Petra Lindner", role="Bürgermeisterin")
    total = scored(ROLE, COMPANY, other).total
    assert (total.right, total.wrong) == (2, 1)


def test_repetition() -> None:
    """The same from other words is free; twice from the same words is wrong."""
    again = line("role", "Petra Lindner", person="Petra Lindner", role="Kämmerin")
    assert scored(ROLE, COMPANY, again).total.wrong == 0
    assert scored(ROLE, COMPANY, {**ROLE, "role": "Kämmerin der Stadt"}).total.wrong == 1


def test_inexact_evidence() -> None:
    """A fact whose words are not in the text is wrong, and its gold fact missed."""
    moved = {**ROLE, "evidence": [{"quote": "Kämmerin Petra Lindner", "start": 1, "end": 23}]}
    total = scored(moved, COMPANY).total
    assert (total.bad_evidence, total.right, total.wrong, total.missed) == (1, 1, 1, 1)


def test_forbidden() -> None:
    """A plain fact from words that must give none is told; a reported one is not."""
    said = line("quotation", "Petra Lindner sprach", speaker="Petra Lindner", text="sprach")
    assert scored(said).total.forbidden == 1
    assert scored({**said, "modality": "reported"}).total.forbidden == 0


def test_slots() -> None:
    """A right fact with another organisation is right, one slot short; one filled in silence is wrong."""
    elsewhere = {**ROLE, "organization": "Stadt Unna"}
    total = scored(elsewhere, COMPANY).total
    assert (total.f1, total.slot_accuracy) == (1.0, 0.5)
    early = scored({**ROLE, "start": "2019"}, COMPANY).total
    assert early.slot_accuracy == pytest.approx(2 / 3)


def test_one_of_a_group_stands_for_all() -> None:
    """Of two readings of one fact either is enough."""
    other = {"kind": "role", "person": "Petra Lindner", "role": "Beigeordnete"}
    group = [{**fact, "alt_group": "a"} for fact in (GOLD["facts"][0], other)]
    assert scored(ROLE, gold={"facts": group}).total.f1 == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deutscher Städtetag", "des Deutschen Städtetags"),
        ("Stadt Freiburg im Breisgau", "Stadt Freiburg"),
        ("Wissenschaftsstadt Darmstadt", "Stadt Darmstadt"),
    ],
)
def test_names_that_are_alike(one: str, other: str) -> None:
    """Inflected, shortened and compounded names are the same."""
    assert agreement.alike(one, other)


def test_what_all_share_tells_nothing() -> None:
    """ "Stadt" alone is no part that tells which city."""
    assert not agreement.alike("Stadt", "Stadt Werl")
    assert not agreement.alike("Stadt Werl", "Stadt Unna")


@given(st.text(max_size=40), st.text(max_size=40))
def test_agreement_has_no_order(one: str, other: str) -> None:
    """Whatever the values, comparing them neither fails nor depends on their order."""
    assert agreement.alike(one, other) == agreement.alike(other, one)
    assert agreement.person(one, other) == agreement.person(other, one)
    assert agreement.date(one, other) in (0.0, 0.5, 1.0)


# -- gold that is none -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"facts": [', "is no JSON"),
        ("[]", "has no facts"),
        ('{"facts": [{"kind": "rumour"}]}', "fact 1 is of no known kind ('rumour')"),
        ('{"facts": ["x"]}', "fact 1 is of no known kind"),
    ],
)
def test_gold_that_is_none(tmp_path: Path, content: str, said: str) -> None:
    """The error names the file and what is wrong in it."""
    (tmp_path / "x.json").write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        evaluate.load(tmp_path)
    assert "x.json" in str(caught.value)
    assert said in str(caught.value)


def test_a_folder_without_gold(tmp_path: Path) -> None:
    """An empty folder, a file and nothing at all are no gold."""
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(InputError):
            evaluate.load(path)


# -- the command -----------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output of `kg evaluate`."""
    done = CliRunner().invoke(cli.cli, ["evaluate", *arguments], standalone_mode=False)
    return int(done.return_value or 0), done.output


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold of the five releases with their texts beside it."""
    folder = tmp_path_factory.mktemp("gold")
    for path in (*SHARED.glob("*.json"), *resources.releases().glob("*.txt")):
        shutil.copy(path, folder)
    return folder


def test_the_table(gold: Path) -> None:
    """A line for each kind and one for all, with the figures of the score."""
    code, out = run(str(gold))
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert lines[0][:4] == ["kind", "tp", "fp", "fn"]
    assert [line[0] for line in lines[1:]] == ["release", *evaluate.KINDS, "all"]
    assert float(lines[-1][6]) > 0.98


def test_errors_come_with_their_words(gold: Path) -> None:
    """Each difference names release, line and kind, and shows the words in their context; --kind chooses."""
    _, out = run(str(gold), "--errors", "--kind", "event")
    told = out[: out.index("kind    ")]
    assert "slot event: " in told
    assert "funding: " not in told
    assert "»" in told


def test_runs_are_compared(tmp_path: Path, gold: Path) -> None:
    """A saved run and the same facts: nothing has changed; with a fact taken away, that is told."""
    saved, lines = tmp_path / "run.json", tmp_path / "facts.jsonl"
    texts = [str(path) for path in sorted(SHARED.glob("*.txt"))]
    if not texts:
        texts = [str(path) for path in sorted((Path("data") / "releases").glob("*.txt"))]
    printed = (
        CliRunner().invoke(cli.cli, ["extract", "--format", "jsonl", *texts], standalone_mode=False).output
    )
    lines.write_text(printed, "utf-8")
    run(str(gold), "--facts", str(lines), "--save", str(saved))
    _, same = run(str(gold), "--facts", str(lines), "--baseline", str(saved))
    assert same.rstrip().endswith("(- gone, + new):")
    kept = [line for line in printed.splitlines() if json.loads(line)["kind"] != "headcount"]
    lines.write_text("\n".join(kept), "utf-8")
    _, less = run(str(gold), "--facts", str(lines), "--baseline", str(saved))
    assert "headcount: " in less
    assert "\n+ " in less


def test_a_floor_for_ci(gold: Path) -> None:
    """Below it the exit code is 1."""
    assert run(str(gold), "--fail-under", "0.5")[0] == 0
    assert run(str(gold), "--fail-under", "1")[0] == 1


def test_json_has_the_same_figures(gold: Path) -> None:
    """The machine-readable form of the table."""
    _, out = run(str(gold), "--format", "json")
    assert json.loads(out)["kinds"]["all"]["f1"] > 0.98


def test_an_earlier_run_that_is_none(tmp_path: Path) -> None:
    """Any other file is refused before anything is read."""
    other = tmp_path / "other.json"
    other.write_text("{}", "utf-8")
    with pytest.raises(InputError, match="no earlier run"):
        report.read_run(other)
