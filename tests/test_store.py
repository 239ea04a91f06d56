"""`kg.store`: opening safely, changing atomically."""

from __future__ import annotations

import ctypes
import random
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError, StoreLockedError
from kg.store import Change, Store
from kg.vocab import FOAF, LABEL_END, LABEL_KEY, MANIFEST, RDF, RDFS, SKOS, graph_iri

ROOT = Path(__file__).resolve().parent.parent


def quad(subject: str, value: str, graph: str | None = None) -> Quad:
    """A quad in the default graph or the one named."""
    triple = NamedNode(f"http://e/{subject}"), NamedNode("http://e/p"), Literal(value)
    return Quad(*triple, NamedNode(graph)) if graph else Quad(*triple)


def run(code: str) -> subprocess.Popen[str]:
    """Another process that runs this code."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_new_store_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    """`open` makes what is missing; the store is empty."""
    with Store.open(tmp_path / "a" / "b") as store:
        assert store.graphs() == []
        assert store.release_keys() == []
        assert store.notes() == {}


def test_what_is_applied_is_there_after_reopening(tmp_path: Path) -> None:
    """Graph, view and note of a change outlive the process."""
    graph = graph_iri("2019 ä/ö")
    change = Change(
        graphs={graph: [quad("a", "1", graph)]}, add=[quad("v", "2")], notes={"2019 ä/ö": "x", "": "y"}
    )
    with Store.open(tmp_path / "s") as store:
        store.apply(change)
    with Store.read_only(tmp_path / "s") as store:
        assert list(store.quads(graph)) == [quad("a", "1", graph)]
        assert list(store.quads()) == [quad("v", "2")]
        assert store.release_keys() == ["2019 ä/ö"]
        assert store.notes() == {"2019 ä/ö": "x", "": "y"}


def test_a_replaced_graph_keeps_nothing_and_a_dropped_one_is_gone() -> None:
    """A graph is replaced as a whole; without quads it goes, with its note."""
    graph = graph_iri("k")
    store = Store.memory()
    store.apply(Change(graphs={graph: [quad("a", "1", graph)]}, notes={"k": "1"}))
    store.apply(Change(graphs={graph: [quad("b", "2", graph)]}, notes={"k": "2"}))
    assert list(store.quads(graph)) == [quad("b", "2", graph)]
    assert store.notes() == {"k": "2"}
    store.apply(Change(graphs={graph: []}, notes={"k": None}))
    assert store.graphs() == []
    assert store.notes() == {}


def test_the_view_changes_by_difference_or_as_a_whole() -> None:
    """`remove` goes before `add`; with `view` only `add` is left. Graphs are not touched."""
    graph = graph_iri("k")
    store = Store.memory()
    store.apply(Change(graphs={graph: [quad("a", "1", graph)]}, add=[quad("a", "1"), quad("b", "1")]))
    store.apply(Change(remove=[quad("a", "1"), quad("b", "1")], add=[quad("b", "1")]))
    assert list(store.quads()) == [quad("b", "1")]
    store.apply(Change(view=True, add=[quad("c", "1")]))
    assert list(store.quads()) == [quad("c", "1")]
    assert list(store.quads(graph)) == [quad("a", "1", graph)]


def test_the_manifest_is_not_among_the_graphs() -> None:
    """Whoever lists graphs sees data only."""
    store = Store.memory()
    store.apply(Change(notes={"k": "1"}))
    assert store.graphs() == []
    assert len(list(store.quads(MANIFEST))) == 1


NODES = [NamedNode(f"http://e/{name}") for name in "abc"]
TYPES = [Quad(node, RDF["type"], FOAF["Person"]) for node in NODES]
NAMES = [
    Quad(node, prop, Literal(name))
    for node in NODES
    for prop in (RDFS["label"], SKOS["altLabel"])
    for name in ("Ada", "ADA", "Ada von Ö", 'a "b" \\ C')
]


@given(st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from([*TYPES, *NAMES]))), max_size=5))
@settings(max_examples=60, deadline=None)
def test_labels_are_indexed_as_the_view_has_them(states: list[tuple[bool, set[Quad]]]) -> None:
    """Whatever the view was before, and whether it changed in part or as a whole: lower-case labels of all,
    last words of persons, nothing else.
    """
    store = Store.memory()
    was: set[Quad] = set()
    for whole, view in states:
        if whole:
            store.apply(Change(view=True, add=sorted(view, key=str)))
        else:
            store.apply(Change(remove=sorted(was - view, key=str), add=sorted(view - was, key=str)))
        was = view
        named = {(q.subject, q.object.value.lower()) for q in view if isinstance(q.object, Literal)}
        persons = {q.subject for q in view if q.object == FOAF["Person"]}
        ends = {(node, label.rsplit(" ", 1)[-1]) for node, label in named if node in persons}
        for key, expected in ((LABEL_KEY, named), (LABEL_END, ends)):
            rows = store.query(f"SELECT ?x ?k {{ GRAPH <{MANIFEST}> {{ ?x <{key}> ?k }} }}")
            assert {(row["x"], row["k"].value) for row in rows} == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.none() | st.just("de"))
@settings(max_examples=100, deadline=None)
def test_any_text_is_stored_as_it_is(text: str, language: str | None) -> None:
    """Quotes, backslashes, control characters and braces neither change nor break out of an update."""
    store = Store.memory()
    literal = Literal(text, language=language)
    triple = Quad(NamedNode("http://e/a"), NamedNode("http://e/p"), literal)
    store.apply(Change(add=[triple], notes={"k}": text}))
    assert [q.object for q in store.quads()] == [literal]
    assert store.notes() == {"k}": text}
    store.apply(Change(remove=[triple]))
    assert list(store.quads()) == []


def test_a_failing_change_changes_nothing() -> None:
    """One bad quad among good ones: the store is as before."""
    store = Store.memory()
    store.apply(Change(add=[quad("a", "1")]))

    class Broken:
        subject = predicate = object = graph_name = "} oops"

    with pytest.raises(SyntaxError):
        store.apply(Change(remove=[quad("a", "1")], add=[Broken()]))  # type: ignore[list-item]
    assert list(store.quads()) == [quad("a", "1")]


def test_a_second_writer_is_told_so_and_a_reader_is_let_in(tmp_path: Path) -> None:
    """Two processes: the second cannot open for writing, but can read a snapshot."""
    writer = run(
        f"""
        from kg.store import Store
        store = Store.open({str(tmp_path / "s")!r}); print("open", flush=True); input()
        """
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(StoreLockedError, match="another process is writing"):
            Store.open(tmp_path / "s")
        with Store.read_only(tmp_path / "s") as store:
            assert list(store.quads()) == []
    finally:
        writer.kill()
        writer.communicate()


def test_a_closed_store_frees_the_lock_and_says_that_it_is_closed(tmp_path: Path) -> None:
    """After `close` the same process can open again; the old handle is refused."""
    store = Store.open(tmp_path / "s")
    store.close()
    Store.open(tmp_path / "s").close()
    with pytest.raises(StoreError, match="closed"):
        store.graphs()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    """The message names the path and the remedy; the file is left as it was."""
    path = tmp_path / "file"
    path.write_text("mine")
    for opened in (Store.open, Store.read_only):
        with pytest.raises(StoreError, match=r"file: this is a file, not a store — .*--store"):
            opened(path)
    with pytest.raises(StoreError, match=r"part of the path is a file|Not a directory"):
        Store.open(path / "below")
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "words"),
    [("loop", "leads nowhere"), ("dangling", "leads nowhere"), ("a\udcff", "UTF-8"), ("a" * 300, "too long")],
)
def test_a_name_that_leads_nowhere_is_told(tmp_path: Path, name: str, words: str) -> None:
    """Links in a circle or to nothing, names that are no text or too long."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("gone")
    for opening in (Store.open, Store.read_only):
        with pytest.raises(StoreError, match=words):
            opening(tmp_path / name)


def test_a_folder_of_somebody_else_is_not_filled(tmp_path: Path) -> None:
    """A folder that holds other things is refused and nothing is put into it."""
    (tmp_path / "letters.txt").write_text("mine")
    for opened in (Store.open, Store.read_only):
        with pytest.raises(StoreError, match="something else than a store"):
            opened(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letters.txt"]


def test_reading_where_nothing_is_says_how_to_make_it(tmp_path: Path) -> None:
    """`read_only` never makes a store."""
    with pytest.raises(StoreError, match="kg build --store"):
        Store.read_only(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_damaged_store_is_an_error_of_ours(tmp_path: Path) -> None:
    """Rubbish in the store's own files gives a StoreError that says what to do."""
    Store.open(tmp_path / "s").close()
    (tmp_path / "s" / "CURRENT").write_text("rubbish\n")
    with pytest.raises(StoreError, match="kg build"):
        Store.open(tmp_path / "s")


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A mount of 3 MB; skipped where mounting is not allowed (it is in CI, which runs as root)."""
    path = Path(tempfile.mkdtemp(prefix="kg-disk-"))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", str(path).encode(), b"tmpfs", 0, b"size=3m") != 0:
        path.rmdir()
        pytest.skip("mounting a small disk needs root")
    yield path
    libc.umount2(str(path).encode(), 2)
    shutil.rmtree(path, ignore_errors=True)


def test_a_read_only_disk_is_an_error_of_ours(small_disk: Path) -> None:
    """The message says that the disk is read-only; reading a store on it works."""
    with Store.open(small_disk / "s") as store:
        store.apply(Change(add=[quad("a", "1")]))
        store.flush()
    remount_read_only = 1 | 32
    ctypes.CDLL(None).mount(None, str(small_disk).encode(), None, remount_read_only, None)
    for path in (small_disk / "s", small_disk / "new"):
        with pytest.raises(StoreError, match="read-only"):
            Store.open(path)
    with Store.read_only(small_disk / "s") as store:
        assert list(store.quads()) == [quad("a", "1")]


def fill(store: Store) -> None:
    """Write more than the small disk holds."""
    for n in range(30):
        store.apply(Change(add=[quad(f"b{n}", random.Random(n).randbytes(200_000).hex())]))


def test_a_full_disk_is_an_error_of_ours_and_loses_nothing(small_disk: Path) -> None:
    """The change that does not fit is not applied, those before it stay."""
    with Store.open(small_disk / "s") as store:
        store.apply(Change(add=[quad("a", "1")]))
        with pytest.raises(StoreError, match="disk is full"):
            fill(store)
    with Store.read_only(small_disk / "s") as store:
        assert quad("a", "1") in list(store.quads())


WRITER = """
import sys
from kg.store import Change, Store
from pyoxigraph import Literal, NamedNode, Quad
p, g = NamedNode("http://e/p"), "http://e/g"
store = Store.open(sys.argv[1])
print("open", flush=True)
start = int(store.notes().get("", 0))
old = list(store.quads())
for n in range(start + 1, start + 10_000):
    new = [Quad(NamedNode(f"http://e/{i}"), p, Literal(str(n))) for i in range(20)]
    graph = [Quad(q.subject, p, q.object, NamedNode(g)) for q in new]
    store.apply(Change(graphs={g: graph}, remove=old, add=new, notes={"": str(n)}))
    old = new
"""


def test_killed_at_any_moment_the_store_holds_a_whole_change(tmp_path: Path) -> None:
    """`kill -9` while changes are applied: graph, view and note always belong to the same change."""
    path, chance, last = tmp_path / "s", random.Random(5), 0
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        with process:
            process.stdout.readline()
            time.sleep(chance.random() * 0.08)
            process.kill()
        with Store.open(path) as store:
            note = store.notes().get("", "0")
            in_view = {q.object.value for q in store.quads()}
            in_graph = {q.object.value for q in store.quads("http://e/g")}
            assert in_view == in_graph == ({note} if note != "0" else set())
            assert len(list(store.quads())) in (0, 20)
        assert int(note) >= last, "what was applied before is not lost"
        last = int(note)
    assert last > 0, "the test never got as far as writing"
