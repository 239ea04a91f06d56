"""The pages of the documentation as something that runs: their blocks, and what these really print.

A ```console block is a walk: each line that begins with `$ ` is a command, the lines below it are what it
prints (stdout and stderr). The blocks of a page run in order, in one folder that has a copy of `data/`, so
that a walk can change it. A ```python block runs too, all of a page in one namespace; a ```text block right
below it is what it prints. A block that begins with `# added to FILE` is added to that file of the page's own
checkout (`OWN_CHECKOUT`). Commands that ask `127.0.0.1:7007` are answered by a server on the page's own
store, which runs on another port. `tests/test_docs.py` compares, `tests/update_docs.py` writes anew.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serving import serving

from kg import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.de.md", *sorted((ROOT / "docs").glob("*.md"))]
FROM_NOTHING = {"README.md", "README.de.md"}
"""Pages that begin without a store; all others begin with one of the five releases."""
OWN_CHECKOUT = {"teaching.md"}
"""Pages that change what the program is made of: they get a copy of the whole of it."""

_BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"[|<>&;*$`]")
_ADDED = re.compile(r"# added to (\S+)\n")
_SERVER = "127.0.0.1:7007"
_SECONDS = re.compile(r"\bin \d+\.\d s\b")


@dataclass(frozen=True)
class Block:
    """A fenced block: its kind ("console", "python", …), its text, and where the text stands in the page."""

    kind: str
    body: str
    start: int
    end: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(m["kind"], m["body"], m.start("body"), m.end("body")) for m in _BLOCK.finditer(page)]


def steps(body: str) -> list[tuple[str, str]]:
    """The commands of a console block (several lines where one ends in a backslash), each with its output."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
        command, _, printed = part.partition("\n")
        while command.endswith("\\"):
            more, _, printed = printed.partition("\n")
            command += "\n" + more
        if command.strip():
            found.append((command.removeprefix("$ "), printed))
    return found


def normal(printed: str) -> str:
    """What is printed without what differs from run to run: seconds, and blanks at the ends of lines."""
    lines = _SECONDS.sub("in N s", printed).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


class Walk:
    """A folder in which the commands of one page are run, one after the other."""

    def __init__(self, folder: Path, page: Path, store: Path | None = None) -> None:
        self.folder, self.page = folder, page
        program = ROOT
        if page.name in OWN_CHECKOUT:
            program = folder
            for name in ("kg", "ontology", "shapes", "queries"):
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "data", folder / "data")
        if store is not None and page.name not in FROM_NOTHING:
            shutil.copytree(store, folder / "build" / "store")
        self._shell = page.name in OWN_CHECKOUT
        self._env = _environment("de" if ".de." in page.name else "en", program)
        self._names: dict[str, Any] = {"__name__": "documentation"}
        self._port = 0
        self._running = ExitStack()

    def close(self) -> None:
        """Stop the server, if one was asked."""
        self._running.close()

    def run(self, command: str) -> str:
        """What a command prints."""
        if _SERVER in command and not re.match("(sudo )?kg serve", command):
            return self._run(command.replace(_SERVER, self._server())).replace(self._server(), _SERVER)
        return self._run(command)

    def _server(self) -> str:
        if not self._port:
            store = self.folder / "build" / "store"
            options = ("--base-url", f"http://{_SERVER}", "--access-log", "none")
            self._port = self._running.enter_context(serving(store, *options, folder=self.folder)).port
        return f"127.0.0.1:{self._port}"

    def _run(self, command: str) -> str:
        words = shlex.split(command.replace("\\\n", " "), comments=True)
        if words[0] == "kg" and not self._shell and not _SHELL.search(re.sub(r"'[^']*'", "", command)):
            printed = self._inside(words[1:])
        else:
            printed = self._outside(command)
        # CSV has CRLF, as its standard wants; a page has not.
        return printed.replace(f"{self.folder.resolve()}/", "").replace(f"{ROOT}/", "").replace("\r\n", "\n")

    def _inside(self, args: list[str]) -> str:
        out = io.StringIO()
        with chdir(self.folder), _variables(self._env), redirect_stdout(out), redirect_stderr(out):
            cli.run(args)
        return out.getvalue()

    def _outside(self, command: str) -> str:
        kg = f'kg() {{ "{sys.executable}" -m kg "$@"; }}\n'
        done = subprocess.run(
            ["bash", "-c", kg + command],
            cwd=self.folder,
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout

    def add(self, path: str, text: str) -> None:
        """Add text to a file of the page's own checkout."""
        assert self.page.name in OWN_CHECKOUT, f"{self.page.name} changes {path}"
        with (self.folder / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")

    def python(self, code: str) -> str:
        """What a Python block prints."""
        out = io.StringIO()
        with chdir(self.folder), _variables(self._env), redirect_stdout(out):
            exec(compile(code, f"{self.page.name}, a block", "exec"), self._names)
        return out.getvalue()


def _environment(lang: str, program: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "LC_", "LANG"))}
    # C.UTF-8 for the programs beside ours: de_DE need not be installed.
    return kept | {
        "LANG": "de_DE.UTF-8" if lang == "de" else "C.UTF-8",
        "PYTHONPATH": str(program),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "100",
    }


@contextmanager
def _variables(wanted: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass(frozen=True)
class Printed:
    """What a page says that something prints, what it prints, and where the page says it."""

    what: str
    said: str
    real: str
    start: int
    end: int


def printed(page: Path, walk: Walk) -> Iterator[Printed]:
    """Run a page; for every command and every Python block with a text block below, what it prints."""
    try:
        yield from _printed(page.read_text("utf-8"), walk)
    finally:
        walk.close()


def _printed(text: str, walk: Walk) -> Iterator[Printed]:
    found = blocks(text)
    for at, block in enumerate(found):
        if block.kind == "console":
            start = block.start
            for command, said in steps(block.body):
                start = text.index(f"$ {command}\n", start) + len(f"$ {command}\n")
                real = walk.run(command)
                gap = "\n" if said.endswith("\n\n") and not real.endswith("\n\n") else ""
                yield Printed(f"$ {command}", said, real + gap, start, start + len(said))
        elif added := _ADDED.match(block.body):
            walk.add(added[1], block.body[added.end() :])
        elif block.kind == "python":
            real = walk.python(block.body)
            below = found[at + 1] if at + 1 < len(found) else None
            if (
                below
                and below.kind == "text"
                and text[block.end : below.start] in ("```\n```text\n", "```\n\n```text\n")
            ):
                yield Printed(block.body, below.body, real, below.start, below.end)
