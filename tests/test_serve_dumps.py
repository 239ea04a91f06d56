"""`kg.serve.dumps`: the files below `/export/`, their checksums and their page."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from kg import resources
from kg.export import select, write
from kg.serve import dumps
from kg.serve.dumps import CHECKSUMS, DUMPS, Dump, checksums, exports, load_dumps, make_dumps, size_for_people
from kg.serve.exchange import Ask, Context, Lang, Problem, Settings
from kg.store import Change, Store
from kg.vocab import AUTHORITY, BASE, PREFIXES, graph_iri

LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def store_of(*predicates: str) -> Store:
    """A store with one entity in the view for each predicate (IRI), and one in two named graphs."""
    found = Store.memory()
    view = [
        Quad(NamedNode(f"{BASE}id/x/{n}"), NamedNode(predicate), Literal(f"Köln {n}", language="de"))
        for n, predicate in enumerate(predicates)
    ]
    graphs = {
        graph: [Quad(NamedNode(f"{BASE}id/in"), LABEL, Literal("drinnen"), NamedNode(graph))]
        for graph in (graph_iri("2019-09-04"), AUTHORITY)
    }
    found.apply(Change(graphs=graphs, add=view, notes={"2019-09-04": "made from"}))
    return found


@pytest.fixture
def store() -> Store:
    """A store with two labels in its view."""
    return store_of(LABEL.value, LABEL.value)


def context(store: Store, folder: Path | None = None) -> Context:
    """A worker's context, with the dumps of a folder."""
    settings = Settings(base_url="https://example.org/graph")
    return Context(store, store, settings, "v1", dumps=load_dumps(folder) if folder else {})


def test_dumps_are_what_export_prints(store: Store, tmp_path: Path) -> None:
    """Byte for byte, plain and unpacked; the manifest of the store is in none of them."""
    make_dumps(store, tmp_path)
    for dump in DUMPS[:-1]:
        expected = "".join(write(select(store, dump.graph), dump.form)).encode()
        assert expected == (tmp_path / dump.name).read_bytes()
        assert expected == gzip.decompress((tmp_path / f"{dump.name}.gz").read_bytes())
        assert b"made from" not in expected


def test_the_ontology_is_dumped_with_all_its_files(store: Store, tmp_path: Path) -> None:
    """What the Turtle files of `ontology/` say, merged, and nothing else."""
    make_dumps(store, tmp_path)
    files = resources.ontology().glob("*.ttl")
    expected = Dataset(quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE))
    actual = Dataset(parse((tmp_path / "ontology.ttl").read_bytes(), RdfFormat.TURTLE))
    for dataset in (expected, actual):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert expected == actual


def test_sizes_and_checksums_are_those_of_the_files(store: Store, tmp_path: Path) -> None:
    """For each file, and as `load_dumps` reads them back; no other file is left."""
    made = make_dumps(store, tmp_path)
    assert {*made, CHECKSUMS} == {path.name for path in tmp_path.iterdir()}
    assert len(made) == 2 * len(DUMPS)
    for name, (size, digest) in made.items():
        content = (tmp_path / name).read_bytes()
        assert (size, digest) == (len(content), hashlib.sha256(content).hexdigest())
    assert load_dumps(tmp_path) == made


def test_the_same_store_gives_the_same_bytes(tmp_path: Path) -> None:
    """Compressed files, too: gzip's header says no time."""
    first = make_dumps(store_of(LABEL.value), tmp_path / "a")
    assert first == make_dumps(store_of(LABEL.value), tmp_path / "b")
    assert (tmp_path / "a" / "view.nt.gz").read_bytes()[4:8] == b"\0\0\0\0"


def test_an_incomplete_set_is_none(store: Store, tmp_path: Path) -> None:
    """No folder, no checksums yet, or a file is gone: {}."""
    assert load_dumps(tmp_path / "nowhere") == {}
    made = make_dumps(store, tmp_path)
    (tmp_path / "all.nq").rename(tmp_path / "moved")
    assert load_dumps(tmp_path) == {}
    (tmp_path / "moved").rename(tmp_path / "all.nq")
    assert load_dumps(tmp_path) == made
    (tmp_path / CHECKSUMS).unlink()
    assert load_dumps(tmp_path) == {}


def test_names_in_the_checksums_lead_nowhere_else(store: Store, tmp_path: Path) -> None:
    """A line that names another folder is passed over."""
    make_dumps(store, tmp_path)
    sums = tmp_path / CHECKSUMS
    sums.write_text(f"{'0' * 64}  ../secret\n" + sums.read_text())
    assert not any("secret" in name for name in load_dumps(tmp_path))


def test_a_failure_leaves_no_set_and_no_part_of_a_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle: what was complete stays, the checksums of the time before are gone."""
    make_dumps(store, tmp_path)
    content = dumps._content

    def full(store: Store, dump: Dump) -> Iterator[str]:
        yield from content(store, dump)
        if dump.form == "trig":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(dumps, "_content", full)
    (tmp_path / "all.trig").unlink()
    with pytest.raises(OSError, match="No space"):
        make_dumps(store, tmp_path)
    assert load_dumps(tmp_path) == {}
    assert not (tmp_path / "all.trig").exists()
    assert not (tmp_path / CHECKSUMS).exists()
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_large_view_is_dumped_as_lines_only(store: Store, tmp_path: Path) -> None:
    """Beyond the limit; at the limit all formats are there."""
    lines = ("view.nt", "all.nq", "ontology.ttl")
    assert {name for line in lines for name in (line, f"{line}.gz")} == set(
        make_dumps(store, tmp_path / "a", largest=1)
    )
    assert len(make_dumps(store, tmp_path / "b", largest=2)) == 2 * len(DUMPS)


def test_what_rdfxml_cannot_say_is_dumped_in_the_other_formats(tmp_path: Path) -> None:
    """A predicate that ends in a digit has no name in XML: that file is left out, whole."""
    made = make_dumps(store_of("urn:p:1"), tmp_path)
    assert {dump.name for dump in DUMPS} - set(made) == {"view.rdf"}
    assert load_dumps(tmp_path) == made


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_lists_every_file_below_the_prefix(store: Store, tmp_path: Path, lang: Lang) -> None:
    """With format, size and checksum."""
    made = make_dumps(store, tmp_path)
    answer = exports(context(store, tmp_path), Ask(lang=lang))
    text = answer.body.decode()
    for name, (_, digest) in made.items():
        assert f'href="/graph/export/{name}"' in text
        assert digest in text
    assert f'href="/graph/export/{CHECKSUMS}"' in text
    assert (answer.status, answer.media, answer.cacheable) == (200, "text/html", True)


def test_dumps_that_are_not_ready_are_said_to_be_so(store: Store) -> None:
    """The page says it and is not to be kept; the checksums are a 503 with the time to ask again."""
    answer = exports(context(store), Ask(lang="en"))
    assert "are being written" in answer.body.decode()
    assert not answer.cacheable
    with pytest.raises(Problem) as problem:
        checksums(context(store), Ask())
    assert (problem.value.status, problem.value.headers) == (503, (("retry-after", "5"),))


def test_checksums_are_served_as_the_file_has_them(store: Store, tmp_path: Path) -> None:
    """So that `sha256sum --check` reads them."""
    make_dumps(store, tmp_path)
    answer = checksums(context(store, tmp_path), Ask())
    assert answer.body == (tmp_path / CHECKSUMS).read_bytes()
    assert answer.media == "text/plain"


def test_sizes_are_short() -> None:
    """Three digits at most, with the comma of the language."""
    sizes = [0, 999, 73_400, 999_999, 1_000_000, 7_340_032, 263_503_819]
    assert [size_for_people(n, "en") for n in sizes] == [
        "0.0 kB", "1.0 kB", "73.4 kB", "1000 kB", "1.0 MB", "7.3 MB", "264 MB",
    ]  # fmt: skip
    assert size_for_people(7_340_032, "de") == "7,3 MB"
