"""Where ontology/, shapes/, queries/ and data/ lie: in a checkout, or inside the installed wheel."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """The folder that holds `ontology/`, `shapes/`, `queries/` and `data/`.

    In a wheel they are packed as `kg/_data/`; in a checkout they stand beside `kg/`.
    """
    packed = _PACKAGE / "_data"
    return packed if packed.is_dir() else _PACKAGE.parent


def ontology() -> Path:
    """Folder of the ontology and its SKOS schemes (Turtle)."""
    return root() / "ontology"


def shapes() -> Path:
    """Folder of the SHACL shapes (Turtle)."""
    return root() / "shapes"


def queries() -> Path:
    """Folder of the canned queries (`*.rq`)."""
    return root() / "queries"


def authority() -> Path:
    """Folder of the curated entities that ship with the package (Turtle)."""
    return root() / "data" / "authority"


def releases() -> Path:
    """Folder of the five releases that ship with the package."""
    return root() / "data" / "releases"


def rules() -> Path:
    """Folder of the extraction rules (TOML)."""
    return _PACKAGE / "rules"


def rule_file(name: str) -> Mapping[str, Any]:
    """What a file of the extraction rules says, by its name without ending."""
    return _toml(rules() / f"{name}.toml")


@cache
def _toml(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
