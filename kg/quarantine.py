"""Where the reports of releases lie that were not published: `<store>.quarantine/<key>.txt`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import StoreError
from kg.vocab import slug_key


def path_of(store: Path | None, key: str) -> Path | None:
    """The report of a release; None for a store in memory, which has no place for it."""
    return None if store is None else store.with_name(f"{store.name}.quarantine") / f"{slug_key(key)}.txt"


def put(store: Path | None, key: str, report: str) -> Path | None:
    """Write a report and give its path. Raises StoreError when it cannot be written."""
    path = path_of(store, key)
    if path is None:
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(report, encoding="utf-8")
        fresh.replace(path)
    except OSError as problem:
        raise StoreError(f"{path}: the quarantine report cannot be written ({problem.strerror})") from problem
    return path


def clear(store: Path | None, keys: Iterable[str]) -> None:
    """Remove the reports of releases that are no longer in quarantine, and the folder when it is empty."""
    for key in keys:
        path = path_of(store, key)
        if path is None or not path.parent.is_dir():
            return
        path.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
