"""The wheel: complete, and the same outside the checkout as in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*args: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program, which must succeed."""
    done = subprocess.run(
        [*map(str, args)],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as the build backend makes it, without network."""
    if not os.environ.get("CI"):
        pytest.importorskip("hatchling", reason="the build backend: pip install -c constraints.txt hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_code_and_data(wheel: Path) -> None:
    """Every file of kg/, ontology/, shapes/, queries/ and data/ is in it, tests are not, licences are."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (
        ("kg", "kg"),
        *((f, f"kg/_data/{f}") for f in ("ontology", "shapes", "queries", "data")),
    ):
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
        missing = {f"{inside}/{p.relative_to(ROOT / folder)}" for p in files} - names
        assert not missing
    assert not [name for name in names if name.startswith("tests")]
    assert {Path(name).name for name in names if "licenses/" in name} >= {"LICENSE", "LICENSE-DATA"}


def test_it_runs_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere, in an empty folder: builds the five releases and answers the question."""
    home, work = tmp_path / "installed", tmp_path / "work"
    work.mkdir()
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        home,
        wheel,
        cwd=work,
    )
    env = {"PYTHONPATH": str(home), "LANG": "C.UTF-8"}
    where = run(sys.executable, "-c", "import kg; print(kg.__file__)", cwd=work, env=env).stdout
    assert where.startswith(str(home))
    built = run(home / "bin" / "kg", "build", cwd=work, env=env)
    assert "5 new" in built.stderr
    assert (work / "build" / "store").is_dir()
    asked = run(home / "bin" / "kg", "query", "role-holders", "--role", "CDO", cwd=work, env=env)
    assert "Ilona Benz" in asked.stdout


def test_everything_that_is_used_is_pinned_and_nothing_else_is_said() -> None:
    """constraints.txt: `name==version` lines only, every dependency of ours and the build backend in it."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*", line) for line in pins)
    names = [line.split("==")[0] for line in pins]
    assert names == sorted(names)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    used = {re.split(r"[<>=!~ \[]", name)[0].lower().replace("_", "-") for name in wanted}
    assert used <= set(names)


def test_no_file_tells_where_it_was_made() -> None:
    """No path of a machine and no address of a package index in what is packed or configures packing."""
    odd = re.compile(r"/(?:root|opt|work)/|/home/\w|--index-url|--find-links|py[p]i\.", re.IGNORECASE)
    files = [
        ROOT / name for name in ("Makefile", "pyproject.toml", "constraints.txt", ".ci/run", "CHANGELOG.md")
    ]
    files += [p for folder in ("kg", "ontology", "shapes", "queries") for p in (ROOT / folder).rglob("*.*")]
    found = [p.name for p in files if p.suffix != ".pyc" and p.is_file() and odd.search(p.read_text("utf-8"))]
    assert not found
