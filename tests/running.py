"""Command lines run in this process, on a store of the five releases; for tests to import."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from kg import cli, resources


class Done(NamedTuple):
    """What a run gave."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five releases."""
    path = tmp_path_factory.mktemp("cli") / "store"
    assert cli.run(["build", str(resources.releases()), "--store", str(path), "--quiet"]) == 0
    return path


class Runner:
    """See the fixture `kg`."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *args: str | Path) -> Done:
        """Run `kg` with these arguments."""
        self._capture.readouterr()
        code = cli.run([str(arg) for arg in args])
        said = self._capture.readouterr()
        assert "Traceback" not in said.err
        return Done(code, said.out, said.err)


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, store: Path) -> Runner:
    """Runs a command line in this process, on the store of the five unless it names another."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "KG_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KG_STORE", str(store))
    return Runner(capfd)
