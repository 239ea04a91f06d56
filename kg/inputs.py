"""What a build is made from: the release files, the steward's tables, and the program itself.

The state of a store is a function of these inputs alone. Each gets a fingerprint (sha256), kept in the
store's manifest, so that a build knows what is unchanged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import kg
from kg import read, resources
from kg.errors import InputError, ReadError
from kg.model import Release

# Modules that change nothing in a store. A new module counts until it is listed here.
_NOT_IN_THE_STORE = frozenset(
    {"cli", "__main__", "export", "turtle", "redact", "query", "results", "remote", "labels", "render",
     "report_formats", "serve", "ontology", "summary", "inputs", "writing", "correcting", "known",
     "difference", "matching", "review", "authority"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A release file with what the steward states of it; `mark` changes when either does."""

    key: str
    path: Path
    stated: Mapping[str, str]
    mark: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a build was given.

    sources     active releases, sorted by key
    retracted   keys that the table retracts, with the reason
    unreadable  files that cannot be read, with the error that says why
    keys        of all files given, those that are retracted or unreadable among them
    """

    sources: tuple[Source, ...] = ()
    retracted: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[Path, InputError] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()


def gather(paths: Sequence[Path], table: Path | None = None) -> Inputs:
    """The inputs among files and folders, with the rows of `releases.csv` (see `find_table`).

    A file that cannot be read is noted, not raised, so that it stops no other. Raises InputError when
    a folder has no releases, TableError when the table is malformed, KeyCollisionError.
    """
    files = read.find_releases(paths)
    where = table if table is not None else find_table(paths)
    rows = {} if where is None else read.read_table(where, folders(paths))
    retracted = {
        read.release_key(Path(f), r): r.get("reason", "") for f, r in rows.items() if is_retracted(r)
    }
    keyed = read.check_keys(files, rows)
    sources = []
    unreadable: dict[Path, InputError] = {}
    for key, path in sorted(keyed.items()):
        if key in retracted:
            continue
        stated = read.row_of(path, rows)
        try:
            read.check_file(path)
            sources.append(Source(key, path, stated, _mark(path, stated)))
        except ReadError as problem:
            unreadable[path] = problem
        except OSError as problem:
            unreadable[path] = ReadError(
                f"cannot be read: {problem.strerror}", path=path, remedy="check the file's permissions"
            )
    return Inputs(tuple(sources), retracted, unreadable, frozenset(keyed))


def is_retracted(row: Mapping[str, str]) -> bool:
    """Whether a row of the table takes its release out."""
    return row.get("status", "") == "retracted"


def find_table(paths: Sequence[Path]) -> Path | None:
    """`releases.csv` beside the folder of the releases (`data/releases.csv` for `data/releases`) or in it.

    Raises InputError when there are several.
    """
    near = {place for folder in folders(paths) for place in (folder, folder.parent)}
    found = sorted(table for place in near if (table := place / "releases.csv").is_file())
    if len(found) > 1:
        raise InputError(
            f"several tables: {', '.join(map(str, found))}", remedy="name the one that counts with --table"
        )
    return found[0] if found else None


def folders(paths: Sequence[Path]) -> set[Path]:
    """The folders that the releases are in."""
    return {(path if path.is_dir() else path.parent).resolve() for path in paths}


def _mark(path: Path, stated: Mapping[str, str]) -> str:
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    filled = {column: said for column, said in stated.items() if said}
    return _digest([content, path.name, json.dumps(filled, sort_keys=True)])


def data_folder(paths: Sequence[Path], table: Path | None) -> Path:
    """The folder that holds the table, the authority and the judgements of these releases."""
    if table is not None or not paths:
        return (table or resources.releases()).resolve().parent
    return (paths[0] if paths[0].is_dir() else paths[0].parent).resolve().parent


def note(source: Source) -> str:
    """The manifest's entry for a release: what it was made from, and by which program."""
    return f"{source.mark} {program()}"


def note_without_file(release: Release) -> str:
    """The entry for a release whose file was not given: it differs from that of any file."""
    return f"text:{release.sha256} {program()}"


def made_by_this_program(entry: str) -> bool:
    """Whether a manifest entry was written by the program as it is now."""
    return entry.endswith(f" {program()}")


class CuratedFiles(NamedTuple):
    """Files of what stewards decide: Turtle of the authority, the tables of judgements and corrections."""

    authority: Sequence[Path] = ()
    judgements: Path | None = None
    corrections: Path | None = None

    def mark(self) -> str:
        """Fingerprint of all of them. Raises InputError for one that cannot be read."""
        return files_mark([*self.authority, *filter(None, (self.judgements, self.corrections))])


def curated_files(
    data: Path,
    authority: Sequence[Path] | None = None,
    judgements: Path | None = None,
    corrections: Path | None = None,
) -> CuratedFiles:
    """Files of what stewards decide: those named, else those in the folder `data`, else those that ship.

    There need be none of any.
    """
    ours = resources.authority()
    folders = authority if authority is not None else [_first(data / "authority", ours) or ours]
    files = [f for path in folders for f in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])]
    return CuratedFiles(
        files,
        judgements or _first(data / "judgements.csv", ours.parent / "judgements.csv"),
        corrections or _first(data / "corrections.csv", ours.parent / "corrections.csv"),
    )


def _first(*paths: Path) -> Path | None:
    return next((path for path in paths if path.exists()), None)


def maker(curated: CuratedFiles) -> str:
    """The manifest's entry for the view: what is curated, and the program."""
    return f"{curated.mark()} {program()}"


def made_with(entry: str, curated: CuratedFiles) -> bool:
    """Whether the view of a manifest entry was made with these curated files."""
    return entry.startswith(f"{curated.mark()} ")


@cache
def program() -> str:
    """Fingerprint of all that decides what an input becomes: code, rules, ontology, shapes, extractors."""
    package = Path(kg.__file__).parent
    code = (
        path
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0].removesuffix(".py") not in _NOT_IN_THE_STORE
    )
    folders = (resources.rules(), resources.ontology(), resources.shapes())
    data = (p for folder in folders for p in folder.rglob("*") if p.suffix in (".ttl", ".toml"))
    return _digest([files_mark([*code, *data], package), read.libraries()])


def files_mark(files: Iterable[Path], root: Path | None = None) -> str:
    """Fingerprint of files: names (below `root`) and contents, wherever they lie.

    Raises InputError for one that cannot be read.
    """
    parts = []
    for path in files:
        name = path.relative_to(root) if root is not None and path.is_relative_to(root) else path.name
        try:
            parts.append(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}")
        except OSError as problem:
            raise InputError(f"cannot be read: {problem.strerror}", path=path) from problem
    return _digest(sorted(parts))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
