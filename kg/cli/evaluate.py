"""`kg evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.evaluate import Gold

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("evaluate")
@click.argument("folder", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@click.option(
    "--facts",
    type=_FILE,
    help="Score these facts (JSON lines of `kg extract`) instead of extracting them from the texts.",
)
@click.option("--errors", is_flag=True, help="List every difference, with the words it is about.")
@click.option("--kind", "kinds", multiple=True, help="List only differences of this kind; repeatable.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--save", type=_FILE, help="Keep this run in a file, to compare later runs with.")
@click.option("--baseline", type=_FILE, help="Say what has changed since a run that was saved.")
@click.option(
    "--fail-under", type=click.FloatRange(0, 1), metavar="F1", help="Exit with 1 when F1 is lower, for CI."
)
def command(
    folder: Path,
    facts: Path | None,
    errors: bool,
    kinds: tuple[str, ...],
    form: str,
    save: Path | None,
    baseline: Path | None,
    fail_under: float | None,
) -> int:
    """Score extraction against facts that were written by hand.

    GOLD_DIR holds a <name>.json of gold facts beside the text of each release (<name>.txt, .md, .html or
    .pdf). Annotate ten releases of your own city to see how well they are read; docs/evaluation.md has the
    format and how facts are counted.

    \b
    Examples:
      kg evaluate tests/releases/dev
      kg evaluate mine --errors --kind role
      kg evaluate mine --save before.json
      kg evaluate mine --baseline before.json
    """
    from kg import evaluate
    from kg.evaluate import report

    unknown = [kind for kind in kinds if kind not in ("release", *evaluate.KINDS)]
    if unknown:
        raise click.UsageError(f"no kind {unknown[0]!r} — there are release, {', '.join(evaluate.KINDS)}")
    before = report.read_run(baseline) if baseline else None
    gold = evaluate.load(folder)
    found, texts = _found(gold, facts)
    result = evaluate.score(gold, found, texts)
    if errors:
        shown = [f for f in result.findings if not kinds or f.kind in kinds]
        for line in report.differences(shown, texts):
            click.echo(line)
    if form == "json":
        click.echo(report.as_json(result))
    else:
        for line in report.table(result):
            click.echo(line)
    if before is not None:
        click.echo("\nChanged since the earlier run (- gone, + new):")
        for line in report.comparison(result, before):
            click.echo(line)
    if save:
        save.write_text(report.as_json(result) + "\n", "utf-8")
    low = fail_under is not None and (result.total.f1 or 0.0) < fail_under
    return 1 if low else 0


def _found(
    gold: Sequence[Gold], given: Path | None
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, str]]:
    """Facts and texts by key: extracted from the texts, or read from a file."""
    from kg import facts as extraction
    from kg import read, render
    from kg.errors import InputError, fault

    found: dict[str, list[dict[str, Any]]] = {}
    texts: dict[str, str] = {}
    quiet = not sys.stderr.isatty() or len(gold) < 20
    with click.progressbar(gold, label="reading", file=sys.stderr, hidden=quiet) as shown:
        for one in shown:
            if one.text is None:
                if given is None:
                    raise InputError(
                        "has no text beside it", path=f"{one.key}.json", remedy=f"put {one.key}.txt there"
                    )
                continue
            release = read.read_release(one.text)
            texts[one.key] = release.text
            if given is None:
                try:
                    pair = (release, extraction.extract(release))
                except Exception as problem:  # noqa: BLE001 - the figures of the others are wanted still
                    click.echo(f"kg: {fault(one.text, problem)}", err=True)
                    continue
                found[one.key] = [json.loads(line) for line in render.jsonl([pair])]
    if given is not None:
        found = _lines(given)
    return found, texts


def _lines(path: Path) -> dict[str, list[dict[str, Any]]]:
    from kg.errors import InputError

    found: dict[str, list[dict[str, Any]]] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"cannot be read: {problem}", path=path, remedy="check the path") from problem
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fact = json.loads(line)
            found.setdefault(Path(str(fact["release"])).stem, []).append(fact)
        except (ValueError, KeyError, TypeError) as problem:
            raise InputError(
                "is no line of `kg extract --format jsonl`", path=path, line=number, remedy="write it again"
            ) from problem
    return found
