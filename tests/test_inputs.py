"""What lies where: the table of the steward beside the releases or among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import inputs
from kg.errors import InputError

HEADER = "file,issued\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of releases whose name nothing expects."""
    folder = tmp_path / "texte"
    folder.mkdir()
    (folder / "a.txt").write_text("Stadt\n", "utf-8")
    return folder


@pytest.mark.parametrize("place", [".", "texte"])
def test_table_beside_the_releases_or_among_them(tmp_path: Path, texts: Path, place: str) -> None:
    """Wherever of the two it lies, its rows are those of the files, however the files are named."""
    (tmp_path / place / "releases.csv").write_text(f"{HEADER}a.txt,2023\n", "utf-8")
    for paths in ([texts], [texts / "a.txt"]):
        (source,) = inputs.gather(paths).sources
        assert source.stated == {"issued": "2023"}


def test_two_tables(tmp_path: Path, texts: Path) -> None:
    """Which one counts is asked, not guessed."""
    for folder in (tmp_path, texts):
        (folder / "releases.csv").write_text(HEADER, "utf-8")
    with pytest.raises(InputError, match="several tables"):
        inputs.find_table([texts])
    (source,) = inputs.gather([texts], tmp_path / "releases.csv").sources
    assert source.path == texts / "a.txt"


def test_what_is_curated_is_the_same_wherever_its_files_lie(tmp_path: Path) -> None:
    """One table of the steward's and one that ships: the order of their folders tells nothing."""
    marks = set()
    for own, shipped in (("a", "b"), ("b", "a")):
        for place, name in ((own, "judgements.csv"), (shipped, "corrections.csv")):
            (tmp_path / place).mkdir(exist_ok=True)
            (tmp_path / place / name).write_text(name, "utf-8")
        files = inputs.CuratedFiles(
            (), tmp_path / own / "judgements.csv", tmp_path / shipped / "corrections.csv"
        )
        marks.add(files.mark())
    assert len(marks) == 1
