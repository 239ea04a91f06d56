"""`kg build`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.common import (
    Lang,
    curated_options,
    default_releases,
    lang_option,
    quiet_option,
    say,
    store_option,
    table_option,
)


@click.command("build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@store_option
@table_option
@curated_options
@click.option("--prune", is_flag=True, help="Take out releases that are not among PATHS any more.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract.")
@quiet_option
@lang_option
def command(
    paths: tuple[Path, ...],
    store: Path,
    table: Path | None,
    authority: tuple[Path, ...],
    judgements: Path | None,
    corrections: Path | None,
    prune: bool,
    jobs: int,
    quiet: bool,
    lang: Lang,
) -> int:
    """Read releases, check what they say, publish it.

    PATHS are releases (text, Markdown, HTML, PDF) and folders of them (default: data/releases). Releases
    that are in the store stay, changed ones are replaced, unchanged ones are skipped. A release that fails
    validation is put into quarantine and the rest goes on; the exit code is then 1.

    \b
    Examples:
      kg build
      kg build releases/ --store /var/lib/stadtgraph --jobs 4
      kg build releases/ --prune
    """
    from kg import read
    from kg.build import build
    from kg.cli.wording import summary_text
    from kg.store import Store

    given = list(paths) or [default_releases()]
    read.find_releases(given)  # a mistyped path must not leave an empty store behind
    bar = _Bar(shown=not quiet and sys.stderr.isatty())
    with Store.open(store) as opened, bar:
        summary = build(
            given,
            opened,
            table=table,
            authority=list(authority) or None,
            judgements=judgements,
            corrections=corrections,
            prune=prune,
            jobs=jobs,
            lang=lang,
            progress=bar.show,
        )
    text = summary_text(summary, lang, quiet=quiet)
    if text:
        say(text)
    if summary.unreadable:
        return 2
    return 0 if summary.ok else 1


class _Bar:
    """A progress bar on a terminal; nothing elsewhere."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def show(self, done: int, total: int, name: str) -> None:
        if self._shown:
            full = round(20 * done / total)
            bar = "█" * full + "░" * (20 - full)
            click.echo(f"\r\x1b[K{bar} {done}/{total} {name[:40]}", nl=False, err=True)
