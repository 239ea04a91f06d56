"""`kg query`: one subcommand per canned query, its options made from the query's header."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from kg.cli.common import (
    BUILT_WITH,
    DEFAULT_STORE,
    closest,
    endpoint_option,
    lang_of_environment,
    reading,
    say,
    store_option,
)

if TYPE_CHECKING:
    from kg.query import CannedQuery, Parameter, Rows

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md", "xml")


class _Queries(click.Group):
    """The canned queries as subcommands, read from `queries/` when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        from kg import query

        return query.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        from kg import query

        return _command(query.load(cmd_name)) if cmd_name in query.names() else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        names = self.list_commands(ctx)
        if args and args[0] not in names:
            raise click.UsageError(f"no query {args[0]!r}{closest(args[0], names)}", ctx)
        return super().resolve_command(ctx, args)


@click.group("query", cls=_Queries, invoke_without_command=True, subcommand_metavar="[NAME [OPTIONS]]")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Ask a canned question; without NAME, list them.

    A parameter takes a label in any case ("CDO", "Stadt Kaiserslautern", "Kaiserslautern") or an IRI;
    given twice, both are meant. `kg query NAME --help` names the parameters of a question. Some also
    answer as of an earlier day: --on is the day of what was true, --as-known-on that of what was known.

    \b
    Examples:
      kg query role-holders --role CDO
      kg query role-holders --role OB --on 2023-09-20 --evidence
      kg query role-holders --role OB --on 2023-09-20 --as-known-on 2023-12-31
      kg query events --year 2019 --format csv > events.csv
    """
    if ctx.invoked_subcommand is None:
        _list()


def _list() -> None:
    from kg import query

    lang = lang_of_environment()
    found = [query.load(name) for name in query.names()]
    width = max((len(q.name) for q in found), default=0)
    for canned in found:
        options = " ".join(f"--{p.name}" for p in canned.params)
        click.echo(f"{canned.name:<{width}}  {canned.summary[lang]}" + (f"  ({options})" if options else ""))
    say("\nkg query NAME --help tells more about one of them.")


def _command(canned: CannedQuery) -> click.Command:
    lang = lang_of_environment()
    example = f"kg query {canned.name}" + "".join(f" --{p.name} …" for p in canned.params[:1])
    made = click.Command(
        canned.name,
        callback=_asking(canned),
        params=[_option(p, lang) for p in canned.params],
        help=f"{canned.summary[lang]}\n\n{canned.description[lang]}\n\n\b\nExample:\n  {example}",
        short_help=canned.summary[lang],
    )
    for option in (
        *((_known_option, *BUILT_WITH) if canned.as_known_on else ()),
        endpoint_option,
        store_option,
        click.option("--fail-empty", is_flag=True, help="Exit code 1 when there are no rows."),
        click.option("--evidence", is_flag=True, help="Add the words each row rests on, one row per quote."),
        click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True),
    ):
        option(made)
    # Options added to a command (not a function) come in the order added, after the query's own.
    return made


_known_option = click.option(
    "--as-known-on",
    metavar="YYYY-MM-DD",
    help="Answer as of that day: from the releases issued until then. Not with --endpoint.",
)


def _option(parameter: Parameter, lang: str) -> click.Option:
    kinds = {"date": "YYYY-MM-DD", "year": "YYYY", "iri": "LABEL|IRI", "label": "LABEL", "string": "TEXT"}
    return click.Option(
        [f"--{parameter.name}", f"param_{parameter.name}"],
        multiple=True,
        metavar=kinds.get(parameter.type, "TEXT"),
        help=parameter.label[lang],
        shell_complete=_completer(parameter),
    )


def _completer(parameter: Parameter) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from kg.cli.sources import source_of
        from kg.query import known_labels

        try:
            where = Path(ctx.params.get("store") or DEFAULT_STORE)
            with source_of(where, None) as source:
                labels = known_labels(parameter, source)
        except Exception:  # noqa: BLE001 - whatever is wrong, a completion must not print a traceback
            return []
        start = incomplete.casefold()
        return [CompletionItem(label) for label in labels if label.casefold().startswith(start)]

    return complete


def _asking(canned: CannedQuery) -> Callable[..., int]:
    def ask(
        form: str,
        evidence: bool,
        fail_empty: bool,
        store: Path,
        endpoint: str | None,
        as_known_on: str | None = None,
        authority: tuple[Path, ...] = (),
        judgements: Path | None = None,
        corrections: Path | None = None,
        **given: Any,
    ) -> int:
        from kg import query

        params = {name.removeprefix("param_"): values for name, values in given.items() if values}
        if as_known_on is None:
            rows = _rows(canned, params, store, endpoint, evidence=evidence)
        else:
            _refuse_endpoint(endpoint)
            curated = {
                "authority": list(authority) or None,
                "judgements": judgements,
                "corrections": corrections,
            }
            rows = _known_rows(canned, params, store, as_known_on, curated, evidence=evidence)
        for note in rows.notes:
            say(f"kg: {note}")
        if not rows.rows:
            say("kg: no rows")
        sys.stdout.write(query.write(rows, form))
        return 1 if fail_empty and not rows.rows else 0

    return ask


def _rows(
    canned: CannedQuery, params: dict[str, Any], store: Path, endpoint: str | None, *, evidence: bool
) -> Rows:
    from kg import query
    from kg.cli.sources import source_of

    with source_of(store, endpoint) as source:
        rows = query.run(canned, params, source)
        return query.with_evidence(rows, source) if evidence else rows


def _known_rows(
    canned: CannedQuery,
    params: dict[str, Any],
    store: Path,
    day: str,
    curated: dict[str, Any],
    *,
    evidence: bool,
) -> Rows:
    from kg import known

    with reading(store) as opened:
        found = known.curated_of(opened, **curated)
        return known.run(canned, params, opened, day, found, evidence=evidence)


def _refuse_endpoint(endpoint: str | None) -> None:
    if endpoint:
        raise click.UsageError(
            "--as-known-on derives the answer anew from the releases in a store, which a SPARQL service "
            "cannot do; build a store of these releases and name it with --store instead of --endpoint"
        )
