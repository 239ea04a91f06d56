"""`kg diff`."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import BUILT_WITH, F, Lang, lang_option, reading, say, store_option
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.difference import Side
    from kg.store import Store

FORMATS = ("text", "json", "md")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _built_with_options(command: F) -> F:
    for option in reversed(BUILT_WITH):
        command = option(command)
    return command


@click.command("diff", short_help="Say in plain words what changed between two states of the graph.")
@click.argument("a")
@click.argument("b", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@store_option
@_built_with_options
@lang_option
def command(
    a: str,
    b: str | None,
    form: str,
    store: Path,
    authority: tuple[Path, ...],
    judgements: Path | None,
    corrections: Path | None,
    lang: Lang,
) -> int:
    """Say in plain words what changed from A to B.

    A and B are exports (files of `kg export`: Turtle, TriG, N-Quads, N-Triples, JSON-LD, RDF/XML), stores
    (folders), or days (YYYY-MM-DD): the view as known on that day, derived from the releases issued until
    then, of the store that is the other one, else of --store. Without B it is the store of --store. A
    store and a day are always told from the day to the store. Only the published view is compared.

    As of `diff`, the exit code is 0 when nothing changed, 1 when something did, 2 when A or B cannot be
    used.

    \b
    Examples:
      kg diff yesterday.ttl today.ttl
      kg diff build/store 2021-01-01
      kg diff 2020-01-01 2021-01-01 --store build/store --format md
      kg diff yesterday.nq
    """
    from kg import difference

    curated = {"authority": list(authority) or None, "judgements": judgements, "corrections": corrections}
    with ExitStack() as stack:
        before, after = (_side(one, other, store, curated, stack) for one, other in _ordered(a, b, store))
        found = difference.compare(before, after)
    sys.stdout.write(difference.write(found, form, lang))
    say(f"kg: {found.before} → {found.after}: {_counted(len(found.changes), lang)}")
    return 1 if found.changes else 0


def _counted(n: int, lang: Lang) -> str:
    if n == 0:
        return "kein Unterschied" if lang == "de" else "no difference"
    if n == 1:
        return "1 Eintrag ist anders" if lang == "de" else "1 entity differs"
    return f"{n} Einträge sind anders" if lang == "de" else f"{n} entities differ"


def _ordered(a: str, b: str | None, store: Path) -> list[tuple[str, str]]:
    """The two operands, each with the other, in the order in which they are told."""
    b = str(store) if b is None else b
    if Path(a).is_dir() and _DAY.fullmatch(b) and not _DAY.fullmatch(a):
        a, b = b, a
    return [(a, b), (b, a)]


def _side(operand: str, other: str, store: Path, curated: dict[str, Any], stack: ExitStack) -> Side:
    from kg import difference, known

    if _DAY.fullmatch(operand):
        opened = _opened(Path(other) if Path(other).is_dir() else store, stack)
        by = known.curated_of(opened, **curated)
        quads, notes = known.view(opened, operand, by)
        for note in notes:
            say(f"kg: {note}")
        return difference.QuadsSide(operand, quads)
    path = Path(operand)
    if path.is_dir():
        return difference.StoreSide(_opened(path, stack))
    if not path.exists():
        remedy = "name a file, a store or a day (2021-01-01)"
        raise InputError("there is nothing here", path=path, remedy=remedy)
    return difference.FileSide(path)


def _opened(path: Path, stack: ExitStack) -> Store:
    return stack.enter_context(reading(path))
