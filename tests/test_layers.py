"""The order of the modules: each imports only from rows above its own (docs/data-model.md, design 2)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"

# A row may import from the rows above it. In a chained row a module may also import those before it; in
# the others siblings do not know each other. Packages (facts, graph …) count as one module.
ROWS: tuple[tuple[bool, tuple[str, ...]], ...] = (
    (True, ("__init__", "errors", "resources", "vocab")),
    (False, ("model",)),
    (True, ("tables", "numbers", "amounts", "date_atoms", "date_relative", "dates", "date_weekdays",
            "sentences", "letterhead", "layout", "headline", "segment", "read", "inflect", "lexicon",
            "patterns", "places", "words", "tokens", "mentions", "publishers", "document", "facts", "slots",
            "partials")),
    (False, ("turtle", "writing")),
    (False, ("graph", "identity", "merge", "tenures", "ontology", "validate", "store", "remote", "query",
             "export", "redact")),
    (True, ("summary", "tally", "quarantine", "inputs", "plan", "corrections", "held", "histories",
            "published", "decided", "publish", "build", "retraction", "correcting", "known", "difference",
            "render", "explain", "evaluate", "matching", "review", "authority")),
    (False, ("serve",)),
    (False, ("cli",)),
    (False, ("__main__",)),
)  # fmt: skip


def modules() -> dict[str, list[Path]]:
    """The files of each module by name."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found.setdefault(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), []).append(path)
    return found


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Modules of ours that a file imports, anywhere in it, with the line."""
    names = {p.stem if p.suffix else p.name for p in PACKAGE.iterdir()}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield "a relative import", node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "kg":
            yield from ((a.name if a.name in names else "__init__", node.lineno) for a in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kg."):
            yield str(node.module).split(".")[1], node.lineno
        elif isinstance(node, ast.Import):
            parts = (a.name.split(".") for a in node.names)
            yield from ((p[1] if len(p) > 1 else "__init__", node.lineno) for p in parts if p[0] == "kg")


def allowed(name: str) -> set[str]:
    """What a module may import."""
    above: set[str] = set()
    for chained, row in ROWS:
        if name in row:
            return above | {name} | (set(row[: row.index(name)]) if chained else set())
        above |= set(row)
    raise AssertionError(f"kg.{name} stands in no row: put it into ROWS")


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_from_rows_above_only(name: str) -> None:
    """The data flows one way; nobody imports a sibling or what lies below."""
    may = allowed(name)
    wrong = [
        f"{path.relative_to(PACKAGE.parent)}:{line} imports {what}"
        for path in modules()[name]
        for what, line in imported(path)
        if what not in may
    ]
    assert not wrong, wrong


def test_every_row_names_modules_that_exist() -> None:
    """A module that is gone leaves the table."""
    named = {name for _, row in ROWS for name in row}
    assert named - set(modules()) == set()


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("pyshacl", "validate"),
        ("owlready2", "ontology"),
        ("SPARQLWrapper", "remote"),
        ("click", "cli"),
        ("granian", "serve"),
        ("jinja2", "serve"),
        ("werkzeug", "serve"),
    ],
)
def test_an_awkward_library_has_one_home(library: str, home: str) -> None:
    """Only one module knows it."""
    users = set()
    for name, paths in modules().items():
        for path in paths:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                found += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(module.split(".")[0] == library for module in found):
                    users.add(name)
    assert users == {home}
