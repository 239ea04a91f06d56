"""`kg correct`: a steward's decisions about single facts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.common import Lang, lang_of_environment, lang_option, quiet_option, reading, say, store_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.correcting import Decided, Desk
    from kg.corrections import Outcome
    from kg.query import Rows

F = TypeVar("F", bound=Callable[..., Any])
_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md", "xml")


@click.group("correct", short_help="Reject, change or add a fact, with a reason.")
def command() -> None:
    """Reject, change or add a fact; list and take back what was decided.

    Releases and what was read from them stay as they are. A decision is written to corrections.csv, with
    who, when and why, and applied whenever the graph is derived. FACT is what `kg query evidence` and
    `--evidence` show in the column fact: id/release/…/fact/…/…, or its last twelve digits.

    \b
    Examples:
      kg query role-holders --role CDO --evidence
      kg correct change 3f9a1c2b4d5e person='Ilona Benz' --why 'misspelt in the text'
      kg correct list
    """


def _table_option(command: F) -> F:
    return click.option(
        "--corrections",
        "table",
        type=click.Path(path_type=Path, dir_okay=False),
        default=Path("data/corrections.csv"),
        show_default=True,
        help="The table; it is made where there is none.",
    )(command)


def _deciding(command: F) -> F:
    """The options of all that decides."""
    for option in (
        quiet_option,
        click.option("--later", is_flag=True, help="Leave the store; the next kg build applies it."),
        store_option,
        _table_option,
        click.option("--when", metavar="DAY", help="On which day it was decided.  [default: today]"),
        click.option("--who", metavar="NAME", help="Who decides.  [default: the system's user]"),
        click.option("--source", metavar="URL", default="", help="Where it can be looked up."),
        click.option("--why", metavar="TEXT", required=True, help="The reason."),
    ):
        command = option(command)
    return command


@contextmanager
def _desk(
    store: Path, table: Path, *, later: bool = False, who: str | None = None, when: str | None = None
) -> Iterator[Desk]:
    from kg.correcting import Desk
    from kg.store import Store

    if not table.parent.is_dir():
        raise click.UsageError(f"there is no folder {table.parent}/ here: name the table with --corrections")
    reading(store).close()  # a mistyped path must not leave an empty store behind
    with Store.read_only(store) if later else Store.open(store) as opened:
        desk = Desk(opened, table, later=later)
        yield replace(desk, who=who or desk.who, when=when or desk.when)


def _assignments(_ctx: click.Context, param: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """`slot=value` arguments as a mapping."""
    found: dict[str, str] = {}
    for one in given:
        slot, sign, value = one.partition("=")
        if not sign or not slot:
            raise click.BadParameter(f"{one!r} is not of the form slot=value", param=param)
        if slot in found:
            raise click.BadParameter(f"{slot} is given twice; part several values by semicolons", param=param)
        found[slot] = value
    return found


def _say(decided: Decided, desk: Desk, *, quiet: bool) -> None:
    if quiet:
        return
    from kg.graph import correction_label
    from kg.vocab import BASE

    one, lang = decided.correction, lang_of_environment()
    done = "the next kg build applies it" if desk.later else "applied"
    say(f"kg: {one.id} is noted in {desk.table}; {done}: {correction_label(one, contacts=True)}")
    for iri in decided.entities:
        say(f"  + new in the graph: {iri.removeprefix(BASE)}")
    for finding in decided.findings:
        say(f"  ! {finding.message(lang)} {finding.remedy(lang)}")


@command.command("reject", short_help="Derive nothing from a fact any more.")
@click.argument("fact")
@_deciding
def reject(fact: str, why: str, source: str, quiet: bool, **where: Any) -> None:
    """Derive nothing from a fact any more.

    \b
    Example:
      kg correct reject id/release/digitaltag/fact/headcount/3697bf160b77 --why 'of another company'
    """
    from kg import correcting

    with _desk(**where) as desk:
        _say(correcting.reject(desk, fact, why=why, source=source), desk, quiet=quiet)


@command.command("change", short_help="Change slots of a fact.")
@click.argument("fact")
@click.argument("slots", metavar="SLOT=VALUE...", nargs=-1, required=True, callback=_assignments)
@_deciding
def change(fact: str, slots: dict[str, str], why: str, source: str, quiet: bool, **where: Any) -> None:
    """Change slots of a fact; SLOT= without a value empties one.

    Values are written as a release would: names without titles, dates as 2023-10 or 2023-10-05, numbers as
    2500000 or 0.9, several names parted by semicolons. modality and section can be changed, too.

    \b
    Examples:
      kg correct change 3697bf160b77 value=80 qualifier=about --why 'about 80, the release says elsewhere'
      kg correct change 3f9a1c2b4d5e end= --why 'the day is that of the event'
    """
    from kg import correcting

    with _desk(**where) as desk:
        _say(correcting.change(desk, fact, slots, why=why, source=source), desk, quiet=quiet)


@command.command("add", short_help="Add a fact with its source.")
@click.argument("kind")
@click.argument("slots", metavar="SLOT=VALUE...", nargs=-1, required=True, callback=_assignments)
@click.option("--release", metavar="KEY", default="", help="The release that says it.")
@click.option("--quote", metavar="TEXT", default="", help="Its words, exactly.")
@click.option(
    "--date", metavar="DAY", default="", help="Without release: the day of which the source speaks."
)
@_deciding
def add(
    kind: str,
    slots: dict[str, str],
    release: str,
    quote: str,
    date: str,
    why: str,
    source: str,
    quiet: bool,
    **where: Any,
) -> None:
    """Add a fact that a release says and that was not read, or one of another source.

    KIND is role, organization, headcount, event, programme, competition, project, brand, funding, quotation
    or contact. A fact from another source can say whose that is: publisher='Stadt Kaiserslautern'.

    \b
    Examples:
      kg correct add role person='Erika Muster' role=CDO organization='Stadt Kaiserslautern' \\
          --release digitaltag --quote 'so Erika Muster' --why 'her role stands in a picture'
      kg correct add headcount organization='KL.digital GmbH' value=14 \\
          --source https://example.org/bericht --date 2022-12-31 --why 'annual report, page 3'
    """
    from kg import correcting

    with _desk(**where) as desk:
        said = {"release": release, "quote": quote, "source": source, "date": date}
        _say(correcting.add(desk, kind, slots, why=why, **said), desk, quiet=quiet)


@command.command("undo", short_help="Take a correction back.")
@click.argument("name", metavar="ID")
@_table_option
@store_option
@click.option("--later", is_flag=True, help="Leave the store; the next kg build applies it.")
@quiet_option
def undo(name: str, table: Path, store: Path, later: bool, quiet: bool) -> None:
    """Take a correction back: the store is as if it had never been.

    \b
    Example:
      kg correct undo c3f9a1c2b
    """
    from kg import correcting

    with _desk(store, table, later=later) as desk:
        own = correcting.undo(desk, name)
    if not quiet:
        say(f"kg: {own} is taken out of {table}")


@command.command("list", short_help="Show what was decided and what became of it.")
@click.option("--release", metavar="KEY", default="", help="Corrections of this release only.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@_table_option
@store_option
@lang_option
def show(release: str, form: str, table: Path, store: Path, lang: Lang) -> int:
    """Show what was decided, and what becomes of it with the facts that the store has.

    The exit code is 1 when a correction is not in force, but for those of retracted releases.

    \b
    Example:
      kg correct list --release digitaltag
    """
    from kg import correcting, query
    from kg.corrections import findings

    with _desk(store, table, later=True) as desk:
        found = correcting.listed(desk, release)
    sys.stdout.write(query.write(_rows(found, lang), form))
    wrong = findings(found, str(table))
    for one in wrong:
        say(f"{one.place()}: {one.message(lang)} {one.remedy(lang)}")
    return 1 if wrong else 0


def _rows(found: Sequence[Outcome], lang: Lang) -> Rows:
    """Corrections as rows, one each, for all the formats that queries have."""
    from pyoxigraph import Literal, NamedNode

    from kg.corrections import word
    from kg.graph import correction_label
    from kg.query import Rows

    columns = ("id", "state", "correction", "fact", "release", "source", "quote", "who", "when", "why")
    rows = []
    for outcome in found:
        one = outcome.correction
        told = (one.release, one.source, one.quote, one.who, one.when, one.why)
        fact = NamedNode(outcome.attestation) if outcome.attestation else None
        rows.append(
            (
                *map(Literal, (one.id, word(outcome.state, lang), correction_label(one, contacts=True))),
                fact,
                *(Literal(text) if text else None for text in told),
            )
        )
    return Rows(columns, tuple(rows))
