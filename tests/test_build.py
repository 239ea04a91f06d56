"""`kg.build`, `kg.publish`, `kg.published`, `kg.retraction`: the store is a function of its inputs alone."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import newsrooms
import pdfs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import graph, inputs, publish, published, read, resources
from kg.build import build
from kg.errors import InputError, KeyCollisionError, RdfError, TableError
from kg.export import select, write
from kg.inputs import Source
from kg.model import Evidence, Fact, Release
from kg.read import COLUMNS
from kg.retraction import retract, write_row
from kg.store import Store
from kg.summary import Summary
from kg.vocab import PARTIALS, PREFIXES, graph_iri
from tests.neustadt import TEXTS

ROOT = Path(__file__).resolve().parent.parent
HEADER = ",".join(COLUMNS) + "\n"

OTHER = "\nAm 5. Mai 2024 findet in Neustadt die Konferenz „Stadt von morgen“ statt.\n"


def exported(store: Store) -> str:
    """Everything in a store, as sorted N-Quads; the partial results too, which no export shows."""
    return "".join(write([*select(store, "all"), *store.quads(PARTIALS)], "nquads"))


def fresh(paths: Sequence[Path], **options: object) -> str:
    """The export of a new store that is built once."""
    store = Store.memory()
    build(paths, store, **options)  # type: ignore[arg-type]
    return exported(store)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """`data/` with the small releases."""
    return lay_out(tmp_path / "data", TEXTS)


def lay_out(folder: Path, texts: Mapping[str, str]) -> Path:
    """A folder `data` with releases of these texts."""
    (folder / "releases").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "releases" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def file(data: Path, name: str) -> Path:
    """A release's file."""
    return data / "releases" / f"{name}.txt"


@pytest.fixture(scope="module")
def five() -> str:
    """The five releases that ship, built at once."""
    return fresh([resources.releases()])


# -- the same input gives the same bytes ---------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_the_five_in_any_order_and_grouping(five: str, seed: int) -> None:
    """One by one or two by two, in random order: the export is byte-identical to that of one build."""
    paths, chance, store = sorted(resources.releases().glob("*.txt")), random.Random(seed), Store.memory()
    chance.shuffle(paths)
    while paths:
        size = chance.choice([1, 1, 2])
        build(paths[:size], store)
        paths = paths[size:]
    assert exported(store) == five


def test_several_processes_give_the_same(data: Path) -> None:
    """`jobs` decides nothing but the time it takes."""
    paths = [file(data, "a"), file(data, "b")]
    assert fresh(paths, jobs=2) == fresh(paths)


@pytest.mark.parametrize("transactions", [1, 2])
def test_releases_that_go_together_give_the_same(
    data: Path, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    """How many releases one transaction publishes shows nowhere."""
    expected = fresh([data / "releases"])
    monkeypatch.setattr(publish, "_TRANSACTIONS", transactions)
    assert fresh([data / "releases"]) == expected


steps = st.lists(
    st.one_of(
        st.tuples(st.just("build"), st.sets(st.sampled_from(sorted(TEXTS)), min_size=1)),
        st.tuples(st.just("prune"), st.sets(st.sampled_from(sorted(TEXTS)), min_size=1)),
        st.tuples(
            st.sampled_from(["retract", "restore", "edit", "stale", "date", "quiet", "authority", "judge"]),
            st.sampled_from(sorted(TEXTS)),
        ),
    ),
    min_size=1,
    max_size=6,
)
ID = "https://w3id.org/stadtgraph/id/"
AUTHORITY = {  # by step; "d" leaves nothing in it
    "a": f"<{ID}organization/digital/neustadt> rdfs:label 'D' ; skos:altLabel 'Neustadt Digital GmbH' .",
    "b": f"<{ID}organization/stadt-neustadt/neustadt> rdfs:label 'Neustadt (Stadt)' .",
    "c": f"<{ID}post/stadt-neustadt/neustadt/oberbuergermeister> rdfs:label 'OB' ; sg:seats 2 .",
}
JUDGEMENTS = {
    "a": "id/person/anna-schulz/neustadt,id/person/anna-schulz/kiel,same,,,",
    "b": "id/release/c/person/anna-schulz,id/person/anna-schulz/neustadt,different,,,",
    "c": "id/person/klaus-meier/neustadt,http://example.org/meier,same,,,",
}


def remembering(prepare: Callable[[Source | Release], object]) -> Callable[[Source | Release], object]:
    """`prepare`, once for each of what it depends on: its argument, the file's bytes, the program."""
    known: dict[tuple[object, ...], object] = {}

    def remembered(item: Source | Release) -> object:
        said = (
            (item.path.name, item.path.read_bytes()) if isinstance(item, Source) else (item.file, item.text)
        )
        key = (*said, tuple(sorted(item.stated.items())), inputs.program(), type(item))
        if key not in known:
            known[key] = prepare(item)
        return known[key]

    return remembered


REMEMBERED = remembering(publish.prepare)


@given(steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_history_shows(history: list[tuple[str, str | set[str]]]) -> None:
    """Builds of any subsets, prunes, retractions, edits of texts, table, authority and judgements, another
    program in between: in the end the store is what one build of the releases that are in it gives.
    """
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "prepare", REMEMBERED)
        patch.setattr(published, "_vocabulary", tuple)  # it is 12,000 triples, and the same every time
        data = lay_out(Path(name) / "data", TEXTS)
        store, inside = Store.memory(), set[str]()
        for what, which in history:
            inside = _step(data, store, inside, what, which)
        build([file(data, key) for key in sorted(inside)], store) if inside else None
        assert set(store.release_keys()) == inside
        expected = fresh([file(data, key) for key in sorted(inside)]) if inside else None
        assert expected is None or exported(store) == expected


def _step(data: Path, store: Store, inside: set[str], what: str, which: str | set[str]) -> set[str]:
    """Do one thing to the inputs or the store; gives the keys that are in the store afterwards."""
    table = data / "releases.csv"
    retracted = {line.split(",")[0][:1] for line in _rows(table) if ",retracted," in line}
    if what in {"build", "prune"}:
        build([file(data, key) for key in sorted(which)], store, prune=what == "prune")
        return (set() if what == "prune" else inside - retracted) | (set(which) - retracted)
    assert isinstance(which, str)
    if what == "retract":
        retract(which, "a test", store, table=table)
        return inside - {which}
    if what == "restore":
        rows = [line for line in _rows(table) if not line.startswith(f"{which}.txt")]
        table.write_text(HEADER + "".join(f"{line}\n" for line in rows)) if table.exists() else None
    elif what == "edit":
        path = file(data, which)
        path.write_text(path.read_text() + OTHER)
    elif what in {"date", "quiet"}:
        stated = f"{which}.txt,,2020-05-05,,,,,," if what == "date" else f"{which}.txt,,,,,,quotes only,,"
        rows = [*(line for line in _rows(table) if not line.startswith(f"{which}.txt")), stated]
        if which not in retracted:
            table.write_text(HEADER + "".join(f"{line}\n" for line in rows))
    elif what == "authority":
        prefixes = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("rdfs", "sg", "skos"))
        (data / "authority").mkdir(exist_ok=True)
        (data / "authority" / "own.ttl").write_text(prefixes + AUTHORITY.get(which, ""))
    elif what == "judge":
        head = "left,right,judgement,note,who,when\n"
        (data / "judgements.csv").write_text(f"{head}{JUDGEMENTS.get(which, '')}\n")
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(inputs, "program", lambda: "another program")
            build([file(data, which)], store)
        return inside | ({which} - retracted)
    return inside


def _rows(table: Path) -> list[str]:
    return table.read_text().splitlines()[1:] if table.exists() else []


def test_a_text_that_must_not_be_kept_changes_nothing_later(data: Path) -> None:
    """Licence "quotes only": the store has no text, and a later build still derives the same view."""
    (data / "releases.csv").write_text(HEADER + "".join(f"{k}.txt,,,,,,quotes only,,\n" for k in "abcd"))
    store = Store.memory()
    for key in "abcd":
        build([file(data, k) for k in "abcd"[: "abcd".index(key) + 1]], store)
    assert exported(store) == fresh([data / "releases"])
    assert "Bürgerinnen und Bürger herzlich" in exported(store), "the quotes are kept"
    assert "Neue Gespräche über die Stadt der Zukunft\\n" not in exported(store)


def test_a_guessed_employer_puts_nobody_under_an_organisation(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the text does not say makes no post of an organisation, in no part of the view."""
    extract = publish.facts.extract

    def guessed(release: Release) -> list[Fact]:
        given = [f for f in extract(release) if f.kind == "role"]
        by_context = {"organization": "by context: the publisher"}
        town = {"organization": "Stadt Neustadt"}
        roles = [replace(f, slots={**f.slots, **town}, resolved={**f.resolved, **by_context}) for f in given]
        return [*(f for f in extract(release) if f.kind != "role"), *roles]

    monkeypatch.setattr(publish.facts, "extract", guessed)
    store = Store.memory()
    build([data / "releases"], store)
    org = f"PREFIX org: <{PREFIXES['org']}> PREFIX sg: <{PREFIXES['sg']}>"
    assert store.query(f"{org} ASK {{ ?t sg:post ?post }}")
    assert not store.query(f"{org} ASK {{ ?t sg:post ?post . ?post org:postIn ?any }}")
    assert not store.query(f"{org} ASK {{ ?t sg:post ?post ; org:organization ?any }}")


# -- what a build does -----------------------------------------------------------------------------------


def test_unchanged_releases_are_skipped(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build extracts nothing; after an edit only the edited release."""
    store = Store.memory()
    first = build([data / "releases"], store)
    assert (first.new, first.changed, first.unchanged) == (("a", "b", "c", "d"), (), ())
    seen: list[str] = []
    extract = publish.facts.extract
    monkeypatch.setattr(publish.facts, "extract", lambda r: (seen.append(r.key), extract(r))[1])
    second = build([data / "releases"], store)
    assert second.unchanged == ("a", "b", "c", "d")
    assert seen == []
    file(data, "b").write_text(TEXTS["b"] + OTHER)
    third = build([data / "releases"], store)
    assert (third.changed, third.unchanged) == (("b",), ("a", "c", "d"))
    assert seen == ["b"]


def test_what_a_build_has_written_is_in_the_tables_of_the_store(data: Path, tmp_path: Path) -> None:
    """Whoever opens the store afterwards need not read the log of the build first."""
    with Store.open(tmp_path / "store") as store:
        build([data / "releases"], store)
        tables = sum(path.stat().st_size for path in (tmp_path / "store").glob("*.sst"))
    assert tables > 100_000, "what is only in the log has to be read anew by whoever opens the store"


def test_what_the_steward_states_makes_a_release_new(data: Path) -> None:
    """A date in releases.csv changes the release it stands for and no other."""
    store = Store.memory()
    build([data / "releases"], store)
    (data / "releases.csv").write_text(HEADER + "c.txt,,2022-05-20,,,,,,\n")
    summary = build([data / "releases"], store)
    assert summary.changed == ("c",)
    assert '"issued: 2022-05-20"' in exported(store)


def test_the_summary_counts_what_is_in_the_store(data: Path) -> None:
    """Facts and entities by kind, the progress told release by release."""
    told: list[tuple[int, int, str]] = []
    summary = build([data / "releases"], Store.memory(), progress=lambda *said: told.append(said))
    assert [(done, total) for done, total, _ in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [name for _, _, name in told] == ["a", "b", "c", "d"]
    assert summary.facts["release"] == 4
    assert summary.entities["person"] >= 2
    assert summary.ok
    assert any(f.file == "c.txt" and f.severity == "warning" for f in summary.findings), "c has no date"


def test_prune_takes_out_what_is_not_given(data: Path) -> None:
    """Without it releases stay; with it those that are not among the paths go."""
    store = Store.memory()
    build([data / "releases"], store)
    kept = build([file(data, "a")], store)
    assert kept.pruned == ()
    assert len(store.release_keys()) == 4
    pruned = build([file(data, "a")], store, prune=True)
    assert pruned.pruned == ("b", "c", "d")
    assert exported(store) == fresh([file(data, "a")])


def test_the_packaged_authority_and_the_vocabulary_are_in_the_store(data: Path) -> None:
    """The authority is a graph of its own; labels of roles are in the view."""
    store = Store.memory()
    build([data / "releases"], store)
    assert len(list(store.quads("https://w3id.org/stadtgraph/graph/authority"))) > 10
    assert store.query(
        "ASK { ?r <http://www.w3.org/2004/02/skos/core#prefLabel> 'Chief Digital Officer'@en }"
    )


def test_a_changed_authority_is_taken_over(data: Path) -> None:
    """The view is derived anew with it, releases are not extracted anew."""
    store = Store.memory()
    build([data / "releases"], store)
    (data / "authority").mkdir()
    (data / "authority" / "own.ttl").write_text(
        "@prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<https://w3id.org/stadtgraph/id/organization/neustadt-digital/neustadt> a org:FormalOrganization ;\n"
        '    rdfs:label "Neustadt Digital GmbH" .\n'
    )
    summary = build([data / "releases"], store)
    assert summary.decided
    assert summary.unchanged == ("a", "b", "c", "d")
    assert exported(store) == fresh([data / "releases"])
    assert "id/organization/neustadt-digital/neustadt>" in exported(store)


def test_another_program_makes_everything_anew_even_without_the_files(data: Path) -> None:
    """A store written by another version: what was not given is extracted from the text in the store."""
    store, expected = Store.memory(), fresh([data / "releases"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "program", lambda: "another program")
        patch.setattr(publish.facts, "extract", lambda _: [])
        build([data / "releases"], store)
    summary = build([file(data, "a")], store)
    assert summary.rebuilt
    assert exported(store) == expected


# -- what is wrong stops nothing else ---------------------------------------------------------------------


def make_a_invalid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have extraction find a headcount of zero in release a, which no shape lets pass."""
    extract = publish.facts.extract

    def worse(release: Release) -> list[Fact]:
        found = extract(release)
        if release.key == "a":
            words = (Evidence(0, 8, release.text[:8]),)
            found.append(Fact("headcount", {"organization": "Stadt Neustadt", "value": 0}, words, rule="x"))
        return found

    monkeypatch.setattr(publish.facts, "extract", worse)


def test_an_invalid_release_goes_into_quarantine_and_the_rest_goes_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its report lies beside the store and is named; nothing of it is published; when it is mended, the
    report is gone.
    """
    make_a_invalid(monkeypatch)
    with Store.open(tmp_path / "store") as store:
        summary = build([data / "releases"], store)
        assert not summary.ok
        assert [(q.key, q.violations) for q in summary.quarantined] == [("a", 1)]
        report = tmp_path / "store.quarantine" / "a.txt"
        assert summary.quarantined[0].report == report
        assert "a.txt" in report.read_text()
        assert store.release_keys() == ["b", "c", "d"]
        assert exported(store) == fresh([file(data, k) for k in "bcd"])
        again = build([data / "releases"], store)
        assert [q.key for q in again.quarantined] == ["a"], "it is tried and told again"
        write_row(data / "releases.csv", "a.txt", "a", "beyond repair")
        assert build([data / "releases"], store).ok
        assert not report.exists()
        (data / "releases.csv").unlink()
        assert not build([data / "releases"], store).ok
        monkeypatch.undo()
        assert build([data / "releases"], store).ok
        assert not report.parent.exists()
        assert exported(store) == fresh([data / "releases"])


def test_an_invalid_new_version_withdraws_the_old_one(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not valid any more does not stay published, with all that rested on it alone."""
    store = Store.memory()
    build([data / "releases"], store)
    make_a_invalid(monkeypatch)
    file(data, "a").write_text(TEXTS["a"] + OTHER)
    summary = build([data / "releases"], store)
    assert [q.key for q in summary.quarantined] == ["a"]
    assert store.release_keys() == ["b", "c", "d"]
    assert exported(store) == fresh([file(data, k) for k in "bcd"])


def test_an_unreadable_file_stops_no_other_and_loses_nothing(data: Path) -> None:
    """What was published of it stays; the summary names the file and the reason."""
    store = Store.memory()
    build([data / "releases"], store)
    before = exported(store)
    file(data, "a").write_bytes(b"\xff\xfe\x00binary\x00\xd8")
    file(data, "b").write_bytes("Größe".encode("latin-1"))
    summary = build([data / "releases"], store, prune=True)
    assert sorted(path.name for path in summary.unreadable) == ["a.txt", "b.txt"]
    assert "iconv" in summary.unreadable[file(data, "b")]
    assert summary.unchanged == ("c", "d")
    assert exported(store) == before


def test_an_unreadable_file_loses_nothing_when_everything_is_made_anew(data: Path) -> None:
    """Another program and a broken file at once: view and graphs still belong together."""
    store = Store.memory()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "program", lambda: "another program")
        build([data / "releases"], store)
    before = exported(store)
    file(data, "a").write_bytes(b"binary\x00")
    summary = build([data / "releases"], store)
    assert summary.rebuilt
    assert [path.name for path in summary.unreadable] == ["a.txt"]
    assert exported(store) == before


def test_a_pipe_and_a_name_that_is_no_text_are_told(data: Path) -> None:
    """They are not waited for, nor do they stop the others."""
    pipe, odd = data / "releases" / "pipe.txt", data / "releases" / "odd\udcff.txt"
    os.mkfifo(pipe)
    try:
        odd.write_text(TEXTS["a"])
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    store = Store.memory()
    summary = build([data / "releases", pipe], store)
    assert {path.name for path in summary.unreadable} == {"pipe.txt", "odd\udcff.txt"}
    assert "no regular file" in summary.unreadable[pipe]
    assert "not UTF-8" in summary.unreadable[odd]
    assert "\udcff" not in summary.unreadable[odd], "the message can be printed"
    assert store.release_keys() == ["a", "b", "c", "d"]


@pytest.mark.parametrize("step", ["extract", "release_quads", "validate_release"])
def test_a_fault_of_the_program_on_one_release_stops_no_other(
    data: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """It is told like an unreadable file, with the place of the fault; what was published of it stays."""
    store = Store.memory()
    build([data / "releases"], store)
    before = exported(store)
    module = {"extract": publish.facts, "release_quads": publish.graph, "validate_release": publish.validate}[
        step
    ]
    works = getattr(module, step)

    def fails(release: Release, *rest: object) -> object:
        if release.key == "a":
            raise KeyError("a slot nobody knows")
        return works(release, *rest)

    monkeypatch.setattr(module, step, fails)
    file(data, "a").write_text(TEXTS["a"] + OTHER)
    file(data, "b").write_text(TEXTS["b"] + " ")
    summary = build([data / "releases"], store)
    assert [path.name for path in summary.unreadable] == ["a.txt"]
    assert "a slot nobody knows" in summary.unreadable[file(data, "a")]
    assert "test_build.py" in summary.unreadable[file(data, "a")]
    assert summary.changed == ("b",)
    monkeypatch.undo()
    file(data, "a").write_text(TEXTS["a"])
    file(data, "b").write_text(TEXTS["b"])
    build([data / "releases"], store)
    assert exported(store) == before


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("releases.csv", "key,issued\n", TableError, r"releases\.csv:1: missing column"),
        ("authority/x.ttl", "<urn:a> <urn:b> ;;; .\n<urn:c oops", RdfError, r"x\.ttl:[12]: "),
        ("judgements.csv", "left;right\n", TableError, r"judgements\.csv:1"),
    ],
)
def test_a_malformed_input_changes_nothing(
    data: Path, name: str, content: str, error: type[InputError], words: str
) -> None:
    """File and line are named, the store stays as it was."""
    store = Store.memory()
    build([data / "releases"], store)
    before = exported(store)
    (data / name).parent.mkdir(exist_ok=True)
    (data / name).write_text(content)
    file(data, "a").write_text(TEXTS["a"] + OTHER)
    with pytest.raises(error, match=words):
        build([data / "releases"], store)
    assert exported(store) == before


# -- retraction -------------------------------------------------------------------------------------------


def test_a_retracted_release_is_gone_and_stays_gone(data: Path) -> None:
    """The row is written, the store is as if it had never been, builds leave it out, an emptied row
    brings it back.
    """
    store, table = Store.memory(), data / "releases.csv"
    build([data / "releases"], store)
    summary = retract("b", 'withdrawn, "by" the\npublisher', store, table=table)
    assert summary.retracted == ("b",)
    assert table.read_text() == HEADER + 'b.txt,,,,,,,retracted,"withdrawn, ""by"" the publisher"\n'
    rest = fresh([file(data, k) for k in "acd"])
    assert exported(store) == rest
    assert build([data / "releases"], store).unchanged == ("a", "c", "d")
    assert exported(store) == rest
    table.write_text(HEADER)
    assert build([data / "releases"], store).new == ("b",)
    assert exported(store) == fresh([data / "releases"])


def test_a_row_in_the_table_retracts_at_the_next_build(data: Path) -> None:
    """A steward may as well edit the table."""
    store = Store.memory()
    build([data / "releases"], store)
    (data / "releases.csv").write_text(HEADER + "d.txt,,,,,,,retracted,mistaken\n")
    assert build([data / "releases"], store).retracted == ("d",)
    assert store.release_keys() == ["a", "b", "c"]


def test_retracting_changes_no_other_line_of_the_table(tmp_path: Path) -> None:
    """Comments of stewards in other rows, their quoting and line ends stay, byte for byte."""
    table = tmp_path / "releases.csv"
    first, second = 'a.txt,,2019-09-04,"A ""big""\nday",,,,,\r\n', "b.txt,key-b,,,,,CC0,,"
    table.write_bytes((HEADER + first + second).encode())
    write_row(table, "b.txt", "key-b", "wrong, all of it")
    assert table.read_bytes().decode() == HEADER + first + 'b.txt,key-b,,,,,CC0,retracted,"wrong, all of it"'
    write_row(table, "c.txt", "c", "too")
    assert table.read_bytes().decode().endswith('of it"\nc.txt,,,,,,,retracted,too\n')
    assert [p.name for p in tmp_path.iterdir()] == ["releases.csv"], "no temporary file is left"


def test_an_unknown_key_is_not_retracted(data: Path) -> None:
    """The nearest key is named; table and store stay as they are."""
    store = Store.memory()
    build([data / "releases"], store)
    with pytest.raises(InputError, match="no release 'bb' — did you mean b"):
        retract("bb", "x", store, table=data / "releases.csv")
    with pytest.raises(InputError, match="needs a reason"):
        retract("b", "  ", store, table=data / "releases.csv")
    assert not (data / "releases.csv").exists()
    assert len(store.release_keys()) == 4


# -- kill -9 ----------------------------------------------------------------------------------------------

BUILDER = """
import sys
from pathlib import Path
from kg.build import build
from kg.store import Store
import kg.publish  # everything heavy, before the clock starts
print("ready", flush=True)
with Store.open(sys.argv[1]) as store:
    build([Path(sys.argv[2])], store)
"""


def test_killed_at_any_moment_the_next_build_completes_it(data: Path, tmp_path: Path) -> None:
    """`kill -9` during builds, while texts change: in the end the store is that of one build."""
    path, chance = tmp_path / "store", random.Random(11)
    for n in range(3):
        for key in "abcd":
            file(data, f"{key}{n}").write_text(TEXTS[key].replace("Workshop", f"Workshop {n}"))
        command = [sys.executable, "-c", BUILDER, str(path), str(data / "releases")]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.random() * 0.9)
            process.kill()
        if path.exists() and n % 2:
            with Store.open(path) as store:
                inside = store.release_keys()
                if inside:
                    assert exported(store) == fresh([file(data, key) for key in inside])
    with Store.open(path) as store:
        summary: Summary = build([data / "releases"], store)
        assert summary.ok
        assert exported(store) == fresh([data / "releases"])
    shutil.rmtree(path)


# -- formats -------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with a text, a page and a PDF, and a file that is none of them."""
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXTS["a"], "utf-8")
    (folder / "b.html").write_text(newsrooms.wordpress(newsrooms.MUSTER), "utf-8")
    (folder / "c.pdf").write_bytes(pdfs.pdf(pdfs.set_in_pages(TEXTS["d"].strip().split("\n\n"))))
    (folder / "d.pdf").write_bytes(b"%PDF-1.7")
    return folder


def test_pages_and_pdfs_are_built_like_texts(mixed: Path) -> None:
    """The text as extracted is what is stored and what evidence refers to; what is broken is named."""
    store = Store.memory()
    summary = build([mixed], store)
    assert (summary.new, [path.name for path in summary.unreadable]) == (("a", "b", "c"), ["d.pdf"])
    for key, name in (("b", "b.html"), ("c", "c.pdf")):
        stored, facts = graph.read_release(store.quads(graph_iri(key)))
        release = read.read_release(mixed / name)
        assert stored == release
        assert hashlib.sha256(stored.text.encode()).hexdigest() == stored.sha256
        for fact in facts:
            assert all(stored.text[e.start : e.end] == e.quote for e in fact.evidence)
    assert f"<{graph_iri('b')}> ." in exported(store)


def test_builds_of_pages_and_pdfs_are_incremental(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unchanged files are not read again; changed ones are; a build of all gives the same store."""
    store = Store.memory()
    build([mixed], store)
    path = mixed / "b.html"
    path.write_text(path.read_text("utf-8").replace("2,4 Millionen", "2,5 Millionen"), "utf-8")
    prepared = []
    monkeypatch.setattr(
        publish, "prepare", lambda item, p=publish.prepare: prepared.append(item.key) or p(item)
    )
    summary = build([mixed], store)
    assert (prepared, summary.changed, summary.unchanged) == (["b", "d"], ("b",), ("a", "c"))
    assert exported(store) == fresh([mixed])


def test_another_version_of_an_extractor_builds_all_anew(
    mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may give another text of the same bytes."""
    store = Store.memory()
    build([mixed], store)
    monkeypatch.setattr(read, "libraries", lambda: "trafilatura==99")
    inputs.program.cache_clear()
    try:
        assert build([mixed], store).rebuilt
    finally:
        inputs.program.cache_clear()


def test_two_forms_of_one_release(mixed: Path) -> None:
    """A page beside its PDF: which of them counts is asked, not guessed, or a key keeps them apart."""
    (mixed / "b.pdf").write_bytes((mixed / "c.pdf").read_bytes())
    with pytest.raises(KeyCollisionError, match="same key 'b'"):
        build([mixed], Store.memory())
    (mixed / "releases.csv").write_text("file,key\nb.pdf,b-2\n", "utf-8")
    assert build([mixed], Store.memory()).new == ("a", "b", "b-2", "c")
