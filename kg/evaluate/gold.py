"""Gold facts: one JSON file per release, beside its text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.evaluate.scoring import KINDS

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """What is true of one release.

    key      the name of its files without suffix; text: the file of its text, None when there is none
    release  its own slots (title, date, publisher, place); facts: what it says; must_not: readings that
             would be wrong
    """

    key: str
    text: Path | None
    release: Record
    facts: tuple[Record, ...]
    must_not: tuple[Record, ...] = ()


def load(folder: Path) -> list[Gold]:
    """The gold of a folder, by name. Raises InputError for files that are no gold, with the place."""
    if not folder.is_dir():
        raise InputError("is no folder", path=folder, remedy="name the folder of the gold's JSON files")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(
            "holds no gold",
            path=folder,
            remedy="put a <name>.json beside the text of each release (docs/evaluation.md)",
        )
    return [_read(path) for path in paths]


def _read(path: Path) -> Gold:
    try:
        made = json.loads(path.read_text("utf-8"))
    except UnicodeDecodeError as problem:
        raise InputError(
            f"is not UTF-8 at byte {problem.start}", path=path, remedy="save it as UTF-8"
        ) from problem
    except json.JSONDecodeError as problem:
        raise InputError(
            f"is no JSON: {problem.msg}", path=path, line=problem.lineno, remedy="correct it there"
        ) from problem
    if not isinstance(made, dict) or not isinstance(made.get("facts"), list):
        raise InputError(
            "has no facts", path=path, remedy='write {"release": {…}, "facts": [{"kind": …}, …]}'
        )
    for number, fact in enumerate(made["facts"], 1):
        if not isinstance(fact, dict) or fact.get("kind") not in KINDS:
            said = fact.get("kind") if isinstance(fact, dict) else fact
            raise InputError(
                f"fact {number} is of no known kind ({said!r})",
                path=path,
                remedy=f"one of {', '.join(KINDS)}",
            )
        if fact["kind"] == "contact" and "email" not in fact:
            fact["email"] = None
    found = (path.with_suffix(suffix) for suffix in (".txt", ".md", ".html", ".htm", ".pdf"))
    text = next((file for file in found if file.exists()), None)
    release, traps = made.get("release") or {}, made.get("must_not") or ()
    return Gold(path.stem, text, release, tuple(made["facts"]), tuple(traps))
