"""Which files are releases, and under which keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.errors import InputError, KeyCollisionError, ReadError
from kg.read.table import row_of

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
"""How the names of releases end in a folder. A file that is named may have any name."""


def release_key(path: Path, stated: Mapping[str, str] | None = None) -> str:
    """A release's key: what `releases.csv` states, else the file's stem (NFC, whatever the disk has)."""
    return (stated or {}).get("key") or unicodedata.normalize("NFC", path.stem)


def check_keys(
    paths: Iterable[Path], table: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Path]:
    """The files by key. Raises KeyCollisionError when two claim the same."""
    found: dict[str, Path] = {}
    for path in paths:
        key = release_key(path, row_of(path, table))
        if key in found:
            forms = path.stem == found[key].stem and path.suffix != found[key].suffix
            remedy = "rename one of them, or give it a key in releases.csv"
            raise KeyCollisionError(
                f"has the same key {key!r} as {found[key]}",
                path=path,
                remedy=f"keep one of them if they are one release, else {remedy}" if forms else remedy,
            )
        found[key] = path
    return found


def find_releases(paths: Sequence[Path]) -> list[Path]:
    """The release files in folders (by `SUFFIXES`; not recursive) and those named, sorted by name.

    Hidden files and a README are no releases. Raises InputError for a path that does not exist and for
    a folder without releases.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        files = _in_folder(path) if path.is_dir() else [path]
        for file in files:
            if not file.exists():
                raise InputError("there is no such file or folder", path=file, remedy="check the path")
            found.setdefault(file.resolve(), file)
    return sorted(found.values(), key=lambda file: (file.name, str(file)))


def _in_folder(folder: Path) -> list[Path]:
    try:
        files = [
            file
            for file in folder.iterdir()
            if file.suffix.lower() in SUFFIXES
            and not file.name.startswith(".")
            and file.stem.lower() != "readme"
            and file.is_file()
        ]
    except OSError as error:
        raise ReadError(
            f"cannot be listed: {error.strerror}", path=folder, remedy="check its rights"
        ) from error
    if not files:
        patterns = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise InputError(
            "holds no releases",
            path=folder,
            remedy=f"put releases into it ({patterns}), or name another folder",
        )
    return files
