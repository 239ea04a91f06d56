"""`kg`: what each command prints, where, and with which exit code; and what bad input gets told."""

from __future__ import annotations

import ctypes
import html
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import newsrooms
import pdfs
import pytest
from pyoxigraph import RdfFormat, parse

from kg import facts, resources
from kg.model import Fact, Release
from tests.running import Runner, kg, store

__all__ = ["kg", "store"]

ROOT = Path(__file__).resolve().parent.parent
FIRST = "2019-09-04-foerderurkunde"
HEADER = "file,key,issued,title,publisher,url,licence,status,reason\n"
COMMANDS = (
    "build", "query", "sparql", "export", "diff", "serve", "extract", "validate", "correct", "retract",
    "check", "completion",
)  # fmt: skip


def process(
    *args: str | Path, stdin: bytes | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    """Runs a command line in a process of its own."""
    done = subprocess.run(  # type: ignore[call-overload]
        [sys.executable, "-m", "kg", *map(str, args)],
        cwd=options.pop("cwd", ROOT),
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **options.pop("env", {})},  # type: ignore[dict-item]
        timeout=120,
        **options,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def without_root_powers() -> None:
    """Root reads and writes everything; without these capabilities it minds permissions like others."""
    libc, drop_from_bounding_set = ctypes.CDLL(None), 24
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(drop_from_bounding_set, capability, 0, 0, 0)


# -- help ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(kg: Runner, name: str) -> None:
    """`--help` of each names its options and shows how it is called."""
    done = kg(name, "--help")
    assert done.code == 0
    assert f"kg {name}" in done.out.split("Options:")[0]
    assert re.search(rf"^ {{2,}}.*kg {name}.*$", done.out.split("Usage:")[1], re.MULTILINE)


def test_help_lists_the_commands_and_says_what_exit_codes_mean(kg: Runner) -> None:
    """The first page is enough to begin."""
    done = kg("--help")
    assert all(re.search(rf"^  {name} +\S", done.out, re.MULTILINE) for name in COMMANDS)
    assert "Exit codes: 0 fine, 1 findings" in done.out
    assert kg("--version").out.startswith("kg 0.")


def test_help_loads_nothing_heavy() -> None:
    """`kg --help` must answer at once: none of the libraries that take their time are imported."""
    code = (
        "import sys; from kg import cli; cli.run(['--help']); cli.run(['serve', '--help'])\n"
        "heavy = {'rdflib', 'pyshacl', 'owlready2', 'SPARQLWrapper', 'yaml', 'pyoxigraph', 'granian', 'lxml',"
        " 'trafilatura', 'pypdfium2'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_extract_of_a_text_loads_nothing_for_pages_and_pdfs() -> None:
    """Who has texts only does not wait for what reads other formats."""
    code = (
        f"import sys; from kg import cli; cli.run(['extract', {str(resources.releases())!r}])\n"
        "assert not {'lxml', 'trafilatura', 'pypdfium2', 'kg.read.pdfium'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["bild"], "no command 'bild'; did you mean build?"),
        (["xyz"], "choose one of build, query"),
        (["query", "role-holder"], "no query 'role-holder'; did you mean role-holders?"),
        (["query", "role-holders", "--rolle", "x"], "'--rolle'. Did you mean '--role'?"),
        (["export", "--format", "turtel"], "'turtle'"),
        (["extract"], "Missing argument"),
        (["sparql", "ASK {}", "--format", "turtle"], "turtle does not fit the answer to ASK"),
    ],
)
def test_wrong_use_is_told_with_what_was_meant(kg: Runner, args: list[str], words: str) -> None:
    """Exit code 2, nothing on stdout, the nearest choice on stderr."""
    done = kg(*args)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(kg: Runner, shell: str) -> None:
    """A script for each shell."""
    assert "_KG_COMPLETE" in kg("completion", shell).out


@pytest.mark.parametrize(
    ("words", "expected"),
    [("kg que", "query"), ("kg query role-h", "role-holders"), ("kg query role-holders --ro", "--role"),
     ("kg query role-holders --role Chief", "Chief Digital Officer"), ("kg export --graph 2019", FIRST)],
)  # fmt: skip
def test_completion_knows_queries_parameters_and_their_values(store: Path, words: str, expected: str) -> None:
    """What the shell gets, asked as bash asks."""
    count = len(words.split()) - 1
    env = {
        "_KG_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(count),
        "KG_STORE": str(store),
    }
    assert f"plain,{expected}" in process(env=env).stdout.splitlines()


# -- results ---------------------------------------------------------------------------------------------


def test_build_says_what_it_did_and_what_to_do_next(kg: Runner, tmp_path: Path) -> None:
    """Summary on stderr, nothing on stdout; facts by kind, entities, warnings with file; what to try."""
    done = kg("build", resources.releases(), "--store", tmp_path / "s")
    assert (done.code, done.out) == (0, "")
    assert re.search(r"Releases +5 new \(in \d+\.\d s", done.err)
    assert re.search(r"Facts +\d+: .*\d+ role", done.err)
    assert re.search(r"Entities +\d+: \d+ person", done.err)
    assert "! digitaltag.txt" in done.err
    assert f"kg query role-holders --role CDO --store {tmp_path / 's'}" in done.err
    again = kg("build", resources.releases(), "--store", tmp_path / "s", "--lang", "de")
    assert re.search(r"Mitteilungen +5 unverändert", again.err)
    assert re.search(r"Aussagen +\d+: .*\d+ Rollen", again.err)
    assert all(len(line) <= 110 for line in again.err.split("\n\n")[0].splitlines()[1:])
    assert kg("build", resources.releases(), "--store", tmp_path / "s", "--quiet").err == ""


def test_the_language_of_the_environment_is_that_of_the_summary(
    kg: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LANG=de… is German, everything else English."""
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    done = kg("build", resources.releases() / f"{FIRST}.txt", "--store", tmp_path / "s")
    assert "1 neu" in done.err
    assert "Weiter:" in done.err


def test_without_paths_and_data_the_packaged_releases_are_taken(
    kg: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notice says so."""
    monkeypatch.chdir(tmp_path)
    done = kg("build", "--store", "s")
    assert done.code == 0
    assert "the five releases that ship with Stadtgraph" in done.err
    assert "5 new" in done.err


def test_role_holders_is_answered_in_order_of_time(kg: Runner) -> None:
    """The question the whole is for."""
    done = kg("query", "role-holders", "--role", "cdo", "--format", "jsonl")
    names = [json.loads(line)["personLabel"] for line in done.out.splitlines()]
    assert done.code == 0
    assert names.index("Dieter Rombach") < names.index("Ilona Benz")


def test_queries_are_listed_without_a_name(kg: Runner) -> None:
    """Name, summary and parameters of each."""
    done = kg("query")
    assert re.search(r"^role-holders +Who held .*--role", done.out, re.MULTILINE)


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "md", "xml"])
def test_query_formats(kg: Runner, form: str) -> None:
    """Each format has the rows."""
    done = kg("query", "role-holders", "--role", "CDO", "--format", form)
    assert done.code == 0
    assert "Ilona Benz" in done.out


def test_evidence_adds_the_words(kg: Runner) -> None:
    """A row per quote, the quote from the release's text."""
    done = kg("query", "role-holders", "--role", "CDO", "--evidence", "--format", "jsonl")
    rows = [json.loads(line) for line in done.out.splitlines()]
    texts = "".join(path.read_text() for path in resources.releases().glob("*.txt"))
    assert rows
    assert all(row["quote"] in texts for row in rows)


def test_fail_empty(kg: Runner) -> None:
    """No rows: exit code 0, or 1 when asked."""
    empty = ("query", "events", "--year", "1066")
    assert kg(*empty).code == 0
    assert kg(*empty, "--fail-empty").code == 1
    assert kg("sparql", "ASK { <urn:a> <urn:b> <urn:c> }", "--fail-empty").code == 1


def test_sparql_knows_the_prefixes_and_reads_stdin(kg: Runner, store: Path) -> None:
    """SELECT gives rows, ASK a word, CONSTRUCT Turtle; `-` is stdin."""
    select = "SELECT ?n { ?p a foaf:Person ; rdfs:label ?n } ORDER BY ?n"
    done = kg("sparql", select, "--format", "csv")
    assert "Ilona Benz" in done.out
    assert (
        process("sparql", "-", "--format", "csv", stdin=select.encode(), env={"KG_STORE": str(store)}).stdout
        == done.out
    )
    assert kg("sparql", "ASK { ?t a sg:Tenure }").out == "true\n"
    turtle = kg("sparql", "DESCRIBE ?t { ?t a sg:Tenure }").out
    assert list(parse(turtle.encode(), RdfFormat.TURTLE))


@pytest.mark.parametrize(
    "query", ["DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT ?x {", ""]
)
def test_sparql_is_read_only_and_tells_what_is_malformed(kg: Runner, query: str) -> None:
    """Updates, SERVICE, nonsense: exit code 2 and a message."""
    done = kg("sparql", query)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("kg: ")


def test_export_is_repeatable_and_takes_its_format_from_the_name(kg: Runner, tmp_path: Path) -> None:
    """Twice the same bytes; -o writes the file whole."""
    first = kg("export").out
    assert first == kg("export").out
    assert len(list(parse(first.encode(), RdfFormat.TURTLE))) > 100
    kg("export", "--graph", "all", "-o", tmp_path / "x.nq")
    quads = list(parse((tmp_path / "x.nq").read_bytes(), RdfFormat.N_QUADS))
    names = {str(quad.graph_name) for quad in quads}
    assert f"<https://w3id.org/stadtgraph/graph/release/{FIRST}>" in names
    assert f"id/release/{FIRST}> a sg:PressRelease" in kg("export", "--graph", FIRST).out


def test_export_of_what_does_not_fit_leaves_the_file_as_it_was(kg: Runner, tmp_path: Path) -> None:
    """An error half-way is no half file."""
    (tmp_path / "x.ttl").write_text("mine")
    done = kg("export", "--graph", "all", "-o", tmp_path / "x.ttl")
    assert done.code == 2
    assert "use trig, nquads or jsonld" in done.err
    assert (tmp_path / "x.ttl").read_text() == "mine"
    assert kg("export", "--graph", "nope").code == 2


@pytest.fixture
def endpoint(store: Path) -> Iterator[str]:
    """A real SPARQL server on the store of the five."""
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.exists():
        problem = "the oxigraph server is not installed (package oxigraph, extra test)"
        pytest.fail(problem) if os.environ.get("CI") == "true" else pytest.skip(problem)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [binary, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


def test_an_endpoint_answers_as_the_store_does(kg: Runner, endpoint: str) -> None:
    """query, sparql and export give the same from a SPARQL server with the same data."""
    for args in (
        ["query", "role-holders", "--role", "CDO", "--on", "2023-12-01", "--format", "csv"],
        ["sparql", "SELECT ?n { ?p a foaf:Person ; rdfs:label ?n } ORDER BY ?n", "--format", "json"],
        ["export", "--format", "nquads"],
        ["export", "--format", "nquads", "--graph", "all"],
        ["export", "--graph", FIRST],
    ):
        assert kg(*args, "--endpoint", endpoint).out == kg(*args).out, args
    unknown = kg("export", "--graph", "nope", "--endpoint", endpoint)
    assert (unknown.code, unknown.out) == (2, "")


def test_without_contacts_no_address_is_left(kg: Runner) -> None:
    """No e-mail address of the texts is in the export."""
    texts = "".join(path.read_text() for path in resources.releases().glob("*.txt"))
    addresses = set(re.findall(r"[\w.-]+@[\w.-]+\w", texts))
    done = kg("export", "--graph", "all", "--without-contacts", "--format", "nquads")
    assert addresses
    assert not [address for address in addresses if address in done.out]


def test_extract_jsonl_is_exact(kg: Runner) -> None:
    """The release first; every quote is the slice of the text; numbers are numbers."""
    path = resources.releases() / f"{FIRST}.txt"
    lines = [json.loads(line) for line in kg("extract", path, "--format", "jsonl").out.splitlines()]
    text = path.read_bytes().decode()
    assert lines[0]["kind"] == "release"
    assert {line["release"] for line in lines} == {path.name}
    for line in lines:
        assert line["evidence"]
        assert all(text[e["start"] : e["end"]] == e["quote"] for e in line["evidence"])
        assert {"id", "section", "modality", "rule"} <= set(line)
    amounts = [line["amount"] for line in lines if "amount" in line]
    assert 15000000 in amounts


def test_extract_survives_a_fault_of_the_program(
    kg: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release that fails is named with the place of the fault; the facts of the others are printed."""
    for name in ("a", "b"):
        shutil.copy(resources.releases() / f"{FIRST}.txt", tmp_path / f"{name}.txt")
    works = facts.extract

    def fails(release: Release) -> list[Fact]:
        if release.key == "a":
            raise KeyError("a slot nobody knows")
        return works(release)

    monkeypatch.setattr(facts, "extract", fails)
    done = kg("extract", tmp_path, "--format", "jsonl")
    assert done.code == 2
    assert {json.loads(line)["release"] for line in done.out.splitlines()} == {"b.txt"}
    assert re.search(r"a\.txt: .*slot nobody knows.*please report", done.err)


def test_extract_reads_stdin_and_takes_a_date(store: Path) -> None:
    """`-` is stdin; --issued dates a release that has no date."""
    text = "Neustadt lädt ein\n\nOberbürgermeisterin Anna Schulz eröffnet den Workshop „Offene Daten“.\n"
    done = process("extract", "-", "--format", "jsonl", "--issued", "2024-05-06", stdin=text.encode())
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert any(line["kind"] == "role" and line.get("attested") == "2024-05-06" for line in lines)


@pytest.mark.parametrize("name", ["x.html", "x.pdf", "x.htm", "x"])
def test_extract_and_validate_take_pages_and_pdfs(kg: Runner, tmp_path: Path, name: str) -> None:
    """By what is in them; stdin, too."""
    muster = newsrooms.MUSTER
    page = newsrooms.typo3(muster).encode()
    data = pdfs.pdf(pdfs.set_in_pages(muster.lines())) if name == "x.pdf" else page
    path = tmp_path / name
    path.write_bytes(data)
    done = kg("extract", "--format", "jsonl", path)
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert {line["title"] for line in lines if line["kind"] == "release"} == {muster.title}
    assert {"Petra Lohmann", "Jörg Weiß"} <= {line["person"] for line in lines if line["kind"] == "role"}
    assert kg("validate", path).code == 0
    piped = process("extract", "--format", "jsonl", "-", stdin=data)
    assert piped.stdout.replace('"stdin"', f'"{name}"').replace("/stdin/", "/x/") == done.out


@pytest.mark.parametrize("form", ["table", "turtle", "html"])
def test_extract_formats(kg: Runner, form: str) -> None:
    """For reading, for RDF tools, for the browser; HTML escapes what the text holds."""
    done = kg("extract", resources.releases() / f"{FIRST}.txt", "--format", form)
    assert done.code == 0
    assert "Rombach" in done.out
    if form == "turtle":
        assert list(parse(done.out.encode(), RdfFormat.TURTLE))


def test_extract_html_shows_the_whole_text_and_escapes_it(kg: Runner, tmp_path: Path) -> None:
    """Without its marks the page has the text, character for character."""
    text = "Neustadt <b>& mehr\n\nOberbürgermeisterin Anna Schulz sagte: „1 < 2 <script>x</script>“.\n"
    (tmp_path / "x.txt").write_text(text)
    page = kg("extract", tmp_path / "x.txt", "--format", "html").out
    assert "<script>" not in page
    inside = re.search(r"<pre>(.*?)</pre>", page, re.DOTALL)
    assert inside
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", inside[1])) == text


def test_validate_releases_rdf_and_the_store(kg: Runner, tmp_path: Path) -> None:
    """Findings on stdout; the exit code by --fail-on; German on request."""
    done = kg("validate", resources.releases())
    assert done.code == 0
    assert "digitaltag.txt" in done.out
    assert kg("validate", resources.releases(), "--fail-on", "warning").code == 1
    assert "Datum" in kg("validate", resources.releases(), "--lang", "de").out
    (tmp_path / "x.ttl").write_text(kg("export").out)
    assert kg("validate", tmp_path / "x.ttl").code == 0
    assert json.loads(kg("validate", "--format", "sarif").out)["version"] == "2.1.0"


def test_retract_writes_the_row_and_empties_the_store(kg: Runner, tmp_path: Path) -> None:
    """As the design has it: a row, and gone."""
    releases = tmp_path / "data" / "releases"
    shutil.copytree(resources.releases(), releases)
    store, table = tmp_path / "s", tmp_path / "data" / "releases.csv"
    kg("build", releases, "--store", store)
    done = kg("retract", FIRST, "--reason", "withdrawn, really", "--store", store, "--table", table)
    assert done.code == 0
    assert "taken out of the store" in done.err
    assert f'{FIRST}.txt,,,,,,,retracted,"withdrawn, really"' in table.read_text()
    assert f"id/release/{FIRST}" not in kg("export", "--graph", "all", "--store", store).out
    assert "4 unchanged" in kg("build", releases, "--store", store).err
    wrong = kg("retract", "2019", "--reason", "x", "--store", store, "--table", table)
    assert wrong.code == 2
    assert kg("retract", FIRST).code == 2


def test_a_quarantined_release_makes_the_exit_code_1(
    kg: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary names file and report."""
    from kg import publish
    from kg.model import Evidence, Fact

    words = lambda text: (Evidence(0, 5, text[:5]),)  # noqa: E731
    monkeypatch.setattr(
        publish.facts, "extract",
        lambda r: [Fact("headcount", {"organization": "X GmbH", "value": -1}, words(r.text), rule="x")],
    )  # fmt: skip
    done = kg("build", resources.releases() / f"{FIRST}.txt", "--store", tmp_path / "s")
    assert done.code == 1
    assert f"{FIRST}.txt: in quarantine, 1 violation → {tmp_path / 's.quarantine'}/{FIRST}.txt" in done.err


# -- pipes and signals ---------------------------------------------------------------------------------------


def test_a_reader_that_has_enough_is_no_error(store: Path) -> None:
    """`kg export | head -1`: no traceback, no message, and no exit code that means findings."""
    command = [
        "bash",
        "-c",
        'set -o pipefail; "$0" -m kg export --store "$1" | head -1',
        sys.executable,
        store,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("@base")
    assert (done.returncode, done.stderr) == (0, "")


def test_interrupted_it_says_so_and_ends_with_130() -> None:
    """Ctrl-C while it waits for stdin."""
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "extract", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as waiting:
        _wait_until_it_reads(waiting.pid)
        waiting.send_signal(signal.SIGINT)
        _, said = waiting.communicate(timeout=20)
    assert waiting.returncode == 130
    assert said.strip().startswith("kg: interrupted")


def _wait_until_it_reads(pid: int) -> None:
    """Until the process sleeps in a read of its stdin (or long enough)."""
    for _ in range(400):
        time.sleep(0.02)
        modules = Path(f"/proc/{pid}/maps").read_text() if Path(f"/proc/{pid}").exists() else ""
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        if "pyoxigraph" in modules and state == "S":
            return


def test_results_are_utf_8_in_any_locale(store: Path) -> None:
    """A Latin-1 locale neither ends in a traceback nor changes the export."""
    env = {"PYTHONIOENCODING": "latin-1", "KG_STORE": str(store)}
    done = process("query", "role-holders", "--role", "OB", env=env)
    assert done.returncode == 0
    assert "Oberbürgermeister" in done.stdout
    assert "──" in done.stdout


def test_debug_shows_the_traceback() -> None:
    """For developers only."""
    assert "Traceback" in process("--debug", "export", "--store", "/nowhere/at/all").stderr
    assert "Traceback" not in process("export", "--store", "/nowhere/at/all").stderr


# -- bad input: a clear message, nothing lost --------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG image"),
        (b"%PDF-1.7\n", "damaged PDF"),
        (b"text\x00text", "binary"),
        ("Größe der Stadt\n".encode("latin-1"), "iconv -f WINDOWS-1252"),
        (b"\xff\xfe\x00\xd8", "UTF-16"),
        (b"a line of text\n" * 3_500_000, "is longer than 5,000,000 characters"),
    ],
    ids=["empty", "blank", "png", "pdf", "nul", "latin-1", "broken-utf-16", "50-mb"],
)
def test_an_unusable_file_is_named_and_the_rest_is_built(
    kg: Runner, tmp_path: Path, content: bytes, words: str
) -> None:
    """Exit code 2 with file, reason and remedy; the good release is published, also by extract."""
    folder, store = tmp_path / "releases", tmp_path / "s"
    folder.mkdir()
    shutil.copy(resources.releases() / f"{FIRST}.txt", folder)
    (folder / "bad.txt").write_bytes(content)
    done = kg("build", folder, "--store", store)
    assert done.code == 2
    assert re.search(rf"bad\.txt:.*{re.escape(words)}", done.err), done.err
    assert " — " in done.err, "the remedy"
    assert "1 new, 1 unreadable" in done.err
    assert "Rombach" in kg("export", "--store", store).out
    extracted = kg("extract", folder, "--format", "jsonl")
    assert extracted.code == 2
    assert words in extracted.err
    assert "Rombach" in extracted.out


def test_utf_16_with_a_mark_is_read(kg: Runner, tmp_path: Path) -> None:
    """What says what it is need not be refused."""
    text = (resources.releases() / f"{FIRST}.txt").read_text()
    (tmp_path / "x.txt").write_bytes(text.encode("utf-16"))
    done = kg("extract", tmp_path / "x.txt", "--format", "jsonl")
    assert done.code == 0
    assert "Rombach" in done.out


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """Permissions: exit code 2, the file named, the rest built. (In a process that gave up root's powers.)"""
    folder = tmp_path / "releases"
    folder.mkdir()
    shutil.copy(resources.releases() / f"{FIRST}.txt", folder)
    (folder / "secret.txt").write_text("secret")
    (folder / "secret.txt").chmod(0)
    done = process("build", folder, "--store", tmp_path / "s", preexec_fn=without_root_powers)
    assert done.returncode == 2
    assert re.search(r"secret\.txt: cannot be read: Permission denied — check", done.stderr), done.stderr
    assert "1 new, 1 unreadable" in done.stderr


@pytest.mark.parametrize(
    ("path", "words"),
    [("empty", "holds no releases"), ("missing", "no such file"), ("x.txt", "no such file")],
)
def test_a_folder_without_releases(kg: Runner, tmp_path: Path, path: str, words: str) -> None:
    """Exit code 2 and the remedy; no store is left behind half-made."""
    (tmp_path / "empty").mkdir()
    done = kg("build", tmp_path / path, "--store", tmp_path / "s")
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "releases.csv",
            HEADER + f"{FIRST}.txt,,04.09.2019,,,,,,\n",
            r"releases\.csv:2: issued '04\.09\.2019'",
        ),
        ("releases.csv", HEADER + f'{FIRST}.txt,"open\n', r"releases\.csv:\d: "),
        ("releases.csv", HEADER + f"{FIRST}.txt,,,,,,,gone,\n", r"releases\.csv:2: unknown status 'gone'"),
        ("authority/x.ttl", "<urn:a> a <urn:b> .\n<urn:c> oops\n", r"x\.ttl:[23]: "),
        ("judgements.csv", "left,right\n", r"judgements\.csv:1: "),
    ],
)
def test_a_malformed_table_or_authority_names_file_and_line(
    kg: Runner, tmp_path: Path, name: str, content: str, words: str
) -> None:
    """Exit code 2; the store is as it was."""
    releases = tmp_path / "data" / "releases"
    releases.mkdir(parents=True)
    shutil.copy(resources.releases() / f"{FIRST}.txt", releases)
    store = tmp_path / "s"
    kg("build", releases, "--store", store)
    before = kg("export", "--graph", "all", "--store", store).out
    (tmp_path / "data" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "data" / name).write_text(content)
    done = kg("build", releases, "--store", store)
    assert (done.code, done.out) == (2, "")
    assert re.search(words, done.err), done.err
    assert kg("export", "--graph", "all", "--store", store).out == before


@pytest.mark.parametrize(
    "value", ['x" } DROP ALL #', "a\nb", "'; DROP TABLE", '"""', "\\", "<urn:x> } #", "{}", "Xylophonist"]
)
def test_an_odd_or_unknown_parameter_is_told_and_injects_nothing(kg: Runner, value: str) -> None:
    """Exit code 2 and the parameter's name; the graph is as it was."""
    before = kg("export").out
    done = kg("query", "role-holders", "--role", value)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("kg: role: ")
    assert kg("export").out == before


def test_an_unknown_role_names_the_nearest(kg: Runner) -> None:
    """A typing error costs one more try."""
    assert "Chief Digital Officer" in kg("query", "role-holders", "--role", "Chief Digital Oficer").err


def test_a_locked_store_is_told(kg: Runner, tmp_path: Path) -> None:
    """A second writer gets exit code 2 and a remedy; a reader reads."""
    store = tmp_path / "s"
    kg("build", resources.releases() / f"{FIRST}.txt", "--store", store)
    code = f"from kg.store import Store; s = Store.open({str(store)!r}); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        done = kg("build", resources.releases(), "--store", store)
        read = kg("export", "--store", store)
        writer.kill()
    assert done.code == 2
    assert "another process is writing to this store" in done.err
    assert read.code == 0


@pytest.mark.parametrize("command", [["build"], ["export"], ["query", "releases"], ["validate"]])
def test_a_store_that_is_a_file(kg: Runner, tmp_path: Path, command: list[str]) -> None:
    """Exit code 2; the file is as it was."""
    (tmp_path / "s").write_text("mine")
    done = kg(*command, "--store", tmp_path / "s")
    assert (done.code, done.out) == (2, "")
    assert "this is a file, not a store" in done.err
    assert (tmp_path / "s").read_text() == "mine"


def test_a_store_that_is_not_there_says_how_to_make_it(kg: Runner, tmp_path: Path) -> None:
    """Reading makes no store."""
    done = kg("query", "releases", "--store", tmp_path / "s")
    assert done.code == 2
    assert "kg build --store" in done.err


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder nobody without root's powers can write to."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_a_place_that_cannot_be_written(read_only_folder: Path) -> None:
    """Permission denied: exit code 2 with path and remedy. (A read-only disk: tests/test_store.py.)"""
    done = process("build", "--store", read_only_folder / "s", preexec_fn=without_root_powers)
    assert done.returncode == 2
    assert re.search(r"locked/s: no permission — choose a place you may write with --store", done.stderr)


def test_an_endpoint_that_does_not_answer(kg: Runner) -> None:
    """Exit code 2; the address is named."""
    done = kg("query", "releases", "--endpoint", "http://127.0.0.1:9/sparql")
    assert (done.code, done.out) == (2, "")
    assert "127.0.0.1:9" in done.err
