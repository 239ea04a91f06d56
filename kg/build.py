"""The chain from files to a store: read, extract, validate, publish; incremental and killable.

A build compares the marks of its inputs with the store's manifest and works on what differs. Each
release goes in with what it changes in the view, in one transaction; after every transaction the store
is what a build of the releases in it gives, so that a killed build is completed by the next one, and
no order, batch or history shows in the result.

Another authority, other judgements and corrections change what they concern, in one transaction. When the
program has changed, everything is derived anew and written in one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg import inputs, quarantine, tally
from kg.inputs import CuratedFiles, Inputs
from kg.plan import Plan, Progress, plan
from kg.store import Change, Store
from kg.summary import Summary

if TYPE_CHECKING:
    from kg.publish import Publisher
    from kg.validate.report import Finding, Lang


def build(
    paths: Sequence[Path],
    store: Store,
    *,
    table: Path | None = None,
    authority: Sequence[Path] | None = None,
    judgements: Path | None = None,
    corrections: Path | None = None,
    prune: bool = False,
    jobs: int = 1,
    lang: Lang = "en",
    progress: Progress | None = None,
) -> Summary:
    """Bring a store in line with the releases among `paths` (files and folders).

    table        `releases.csv`; by default the one beside the folder of the releases, if any
    authority    files and folders of Turtle; by default `authority/` beside the table, else the
                 packaged ones; judgements: `judgements.csv`, corrections: `corrections.csv`, likewise
    prune        take out releases that are in the store and not among the paths
    jobs         processes that read and extract; lang: language of quarantine reports

    What fails validation goes to `<store>.quarantine/<key>.txt`, files that cannot be read are named in
    the summary, and the rest is published. Raises InputError and its kinds when the paths, the table or
    the curated files cannot be used, StoreError when the store cannot be written; then nothing that
    was in the store is lost.
    """
    table = table if table is not None else inputs.find_table(paths)
    given = inputs.gather(paths, table)
    data = inputs.data_folder(paths, table)
    return bring_in_line(
        given,
        store,
        curated=inputs.curated_files(data, authority, judgements, corrections),
        prune=prune,
        jobs=jobs,
        lang=lang,
        progress=progress,
    )


def bring_in_line(
    given: Inputs,
    store: Store,
    *,
    curated: CuratedFiles,
    prune: bool = False,
    jobs: int = 1,
    lang: Lang = "en",
    progress: Progress | None = None,
) -> Summary:
    """`build` for inputs that are already gathered (see `kg.inputs`)."""
    began = time.monotonic()
    maker = inputs.maker(curated)
    planned = plan(given, store, maker, prune=prune)
    before = {key for key in planned.todo if store.has_release(key)}
    rebuilt = planned.anew and bool(store.release_keys())
    work: Publisher | None = None
    if not planned.idle:
        # Imported here: an unchanged store is found unchanged without loading lexicon, rules and shapes.
        from kg.publish import Publisher

        work = Publisher(store, maker, curated, lang=lang, progress=progress)
        store.apply(Change(unfinished=True))
        work.run(planned, jobs)
    _finish(store, given, set(work.published) if work else set())
    quarantine.clear(store.path, given.retracted)
    done = sorted(work.published) if work else []
    unreadable = {**given.unreadable, **(work.unreadable if work else {})}
    return Summary(
        store=store.path,
        new=tuple(key for key in done if key not in before),
        changed=tuple(key for key in done if key in before and key in given.keys),
        unchanged=tuple(source.key for source in planned.unchanged),
        retracted=tuple(k for k, reason in planned.remove.items() if reason == "retracted"),
        pruned=tuple(k for k, reason in planned.remove.items() if reason == "pruned"),
        quarantined=tuple(work.quarantined) if work else (),
        unreadable={path: str(unreadable[path]) for path in sorted(unreadable)},
        rebuilt=rebuilt,
        decided=planned.decided,
        facts=tally.facts(store),
        entities=tally.entities(store),
        findings=(*work.findings, *_of_corrections(store, work, planned)) if work else (),
        seconds=time.monotonic() - began,
    )


def _of_corrections(store: Store, work: Publisher, planned: Plan) -> list[Finding]:
    """Warnings for corrections that are not in force, of those whose releases this build has touched."""
    from kg import corrections

    touched = None if planned.anew else {*work.published, *planned.remove}
    found = corrections.outcomes(work.curated.corrections, store, touched)
    return corrections.findings(found)


def _finish(store: Store, given: Inputs, published: set[str]) -> None:
    """Note what is retracted, and that the build is complete: whoever serves the store may serve it now."""
    here, changed = store.retracted(), dict[str, str | None](given.retracted)
    changed |= dict.fromkeys((key for key in here if key in published), None)
    changed = {key: reason for key, reason in changed.items() if here.get(key) != reason}
    if changed or store.unfinished():
        store.apply(Change(retracted=changed, unfinished=False))
        # Else whoever opens the store next has its log to read first: ten seconds of a few hundred releases.
        store.flush()
