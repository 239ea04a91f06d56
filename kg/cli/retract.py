"""`kg retract`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import curated_options, quiet_option, say, store_option, table_option


@click.command("retract", short_help="Take a release out of the graph.")
@click.argument("key")
@click.option("--reason", required=True, help="Why; it is noted in releases.csv.")
@store_option
@table_option
@curated_options
@quiet_option
def command(
    key: str,
    reason: str,
    store: Path,
    table: Path | None,
    authority: tuple[Path, ...],
    judgements: Path | None,
    corrections: Path | None,
    quiet: bool,
) -> None:
    """Take a release and all that rests on it alone out of the graph.

    KEY is the release's key: its file's name without the ending. It is marked in releases.csv, so that
    later builds leave it out, too; to bring it back, empty its status there and build.

    \b
    Example:
      kg retract 2019-09-04-foerderurkunde --reason "withdrawn by the publisher"
    """
    from kg.retraction import retract
    from kg.store import Store

    where = table or Path("data/releases.csv")
    if table is None and not where.parent.is_dir():
        raise click.UsageError("there is no data/ here: name the table with --table")
    with Store.open(store) as opened:
        done = retract(
            key,
            reason,
            opened,
            table=where,
            authority=list(authority) or None,
            judgements=judgements,
            corrections=corrections,
        )
    if not quiet:
        gone = "taken out of the store" if done.retracted else "was not in the store"
        say(f"kg: {key} is marked as retracted in {where} and {gone}")
