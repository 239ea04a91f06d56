"""`kg review`: who is who, as stewards judge it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.common import Lang, Subcommands, lang_option, reading, say, steward, store_option

if TYPE_CHECKING:
    from kg.review.suggesting import Suggestion
    from kg.store import Store

F = TypeVar("F", bound=Callable[..., Any])

_KINDS = ("person", "organization", "event", "programme", "competition", "project", "brand", "post")
_ANSWERS = {"s": "same", "d": "different", "u": "unsure"}


def _judgements_option(command: F) -> F:
    return click.option(
        "--judgements",
        "table",
        type=click.Path(path_type=Path, dir_okay=False),
        default=Path("data/judgements.csv"),
        show_default=True,
        help="The table of judgements.",
    )(command)


def _who_option(command: F) -> F:
    return click.option("--who", help="Who judges.  [default: git's user.name, else the account]")(command)


@click.group("review", cls=Subcommands, short_help="Judge which entities are one.")
def command() -> None:
    """Judge which entities are one.

    One name in one jurisdiction is one entity by itself. Whatever else may be one is listed here for a
    steward; the judgements are rows of data/judgements.csv, and the next build honours them.

    \b
    Examples:
      kg review identities --kind person
      kg review identities --interactive
      kg review judge id/person/schmidt/mainz id/person/eva-schmidt/mainz same --note "same post"
      kg review undo id/person/schmidt/mainz id/person/eva-schmidt/mainz
    """


@command.command("identities", short_help="List what may be one and nobody has judged.")
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only this kind; repeatable.")
@click.option("--entity", metavar="IRI", help="Only pairs with this entity.")
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Leave out what is less."
)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="0 for all.")
@click.option("--all", "judged", is_flag=True, help="Also what is judged already, unsure or different.")
@click.option("--splits", is_flag=True, help="Instead: persons who may be two, with what contradicts itself.")
@click.option("--interactive", is_flag=True, help="Judge one after the other, on a terminal.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv"]),
    default="table",
    show_default=True,
)
@_who_option
@_judgements_option
@store_option
@lang_option
def identities(
    kinds: tuple[str, ...],
    entity: str | None,
    min_score: float,
    limit: int,
    judged: bool,
    splits: bool,
    interactive: bool,
    form: str,
    who: str | None,
    table: Path,
    store: Path,
    lang: Lang,
) -> None:
    """List what may be one and nobody has judged, the likeliest first.

    The score (0 to 1) ranks; it is no probability. Nothing is linked by it. Below each pair stand the
    IRIs that `kg review judge` takes, in how many releases each is named, and words of one of them.

    \b
    Examples:
      kg review identities
      kg review identities --kind organization --min-score 0.8 --limit 0 --format csv > pairs.csv
      kg review identities --entity id/person/schmidt/mainz --min-score 0.1
      kg review identities --splits
    """
    from kg.review import judging, listing, splitting, suggesting

    if interactive and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("--interactive needs a terminal; `kg review judge` works without")
    rows = judging.read(table)
    with reading(store) as opened:
        if splits:
            _print_splits([listing.split_text(one, lang) for one in splitting.splits(opened, rows)])
            return
        found = suggesting.suggestions(
            opened,
            rows,
            kinds=kinds or _KINDS,
            entity=_absolute(entity) if entity else "",
            min_score=min_score,
            judged=judged,
        )
        shown = found[: limit or None]
        if interactive:
            _interview(shown, opened, table, who or steward(), lang)
        elif form == "table":
            for one in shown:
                click.echo(listing.text(one, opened, lang))
        else:
            from kg import query

            sys.stdout.write(query.write(listing.rows(shown, opened, lang), form))
    if len(found) > len(shown):
        say(f"kg: {len(found) - len(shown)} more: --limit 0")
    elif not found:
        say("kg: nothing to judge")


def _print_splits(texts: Sequence[str]) -> None:
    for text in texts:
        click.echo(text)
    if not texts:
        say("kg: nobody contradicts himself")


def _interview(found: Sequence[Suggestion], store: Store, table: Path, who: str, lang: Lang) -> None:
    """Ask of each pair; what is judged meanwhile, by itself or by what follows, is not asked again."""
    from kg.errors import ContradictionError
    from kg.review import judging, listing, suggesting

    for one in found:
        if suggesting.Decided(judging.read(table)).on(one.left.iri, one.right.iri) and not one.judgement:
            continue
        click.echo(listing.text(one, store, lang))
        answer = click.prompt("(s)ame (d)ifferent (u)nsure s(k)ip (q)uit", type=click.Choice([*"sdukq"]))
        if answer == "q":
            return
        if answer in _ANSWERS:
            note = click.prompt("Note", default="", show_default=False)
            try:
                judging.judge(one.left.iri, one.right.iri, _ANSWERS[answer], table=table, note=note, who=who)
            except ContradictionError as problem:
                say(f"kg: {problem}")


@command.command("judge", short_help="Judge a pair: same, different or unsure.")
@click.argument("left")
@click.argument("right")
@click.argument("judgement", type=click.Choice(["same", "different", "unsure"]))
@click.option("--note", default="", help="Why.")
@_who_option
@click.option("--when", metavar="YYYY-MM-DD", default="", help="The day of the judgement.  [default: today]")
@_judgements_option
@store_option
def judge(
    left: str, right: str, judgement: str, note: str, who: str | None, when: str, table: Path, store: Path
) -> None:
    """Judge a pair: same, different or unsure.

    LEFT and RIGHT are IRIs as `kg review identities` shows them, or mentions in one release
    (id/release/<key>/person/<name>): a mention judged different from the entity it was taken for becomes
    an entity of its own. A judgement that contradicts others, also through a chain of them, is refused
    with the rows in the way. "unsure" hides the pair from the list. The next build honours it.

    \b
    Examples:
      kg review judge id/person/schmidt/mainz id/person/eva-schmidt/mainz same --note "same post"
      kg review judge id/release/2024-05-06-x/person/eva-schmidt id/person/eva-schmidt/mainz different
    """
    from kg.review import judging

    left, right = _absolute(left), _absolute(right)
    _check(store, left, right)
    who = steward() if who is None else who
    row, changed = judging.judge(left, right, judgement, table=table, note=note, who=who, when=when)
    say(f"kg: {'noted' if changed else 'judged already'}: {judging.told(row)}")
    if changed:
        say("kg: `kg build` honours it")


@command.command("undo", short_help="Take a judgement back.")
@click.argument("left")
@click.argument("right")
@_judgements_option
def undo(left: str, right: str, table: Path) -> None:
    """Take a judgement back; the next build makes of the pair what it was.

    \b
    Example:
      kg review undo id/person/schmidt/mainz id/person/eva-schmidt/mainz
    """
    from kg.review import judging

    for row in judging.undo(_absolute(left), _absolute(right), table=table):
        say(f"kg: taken out: {judging.told(row)}")


def _absolute(given: str) -> str:
    """An IRI as tables show it, in full."""
    from kg.errors import ParameterError
    from kg.query.labels import as_iri

    try:
        found = as_iri(given)
    except ParameterError as problem:
        raise click.UsageError(str(problem)) from None
    if found is None:
        raise click.UsageError(f"{given!r} is no IRI; `kg review identities` shows them, as id/person/…")
    return found.value


def _check(store: Path, *iris: str) -> None:
    """Whether the store knows the IRIs; without a store nothing can be said."""
    from kg.review.suggesting import check_known

    for opened in _store(store):
        for iri in iris:
            check_known(opened, iri)


def _store(path: Path) -> Iterator[Store]:
    if not path.exists():
        say(f"kg: there is no store at {path}: whether the IRIs exist is not checked")
        return
    with reading(path) as opened:
        yield opened
