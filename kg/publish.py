"""Carry out a build's plan: extract and validate releases, publish or quarantine them, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg import facts, graph, inputs, quarantine, read, validate
from kg.errors import ReadError, fault
from kg.inputs import CuratedFiles, Source
from kg.model import Fact, Release
from kg.plan import Plan, Progress
from kg.published import Curated, Delta, View
from kg.store import Change, Store
from kg.summary import Quarantine
from kg.vocab import AUTHORITY, CORRECTIONS, graph_iri

if TYPE_CHECKING:
    from kg.validate.report import Finding, Lang, Report

_TRANSACTIONS = 50
"""About so many transactions at most publish the releases of one build."""

Said = tuple[Release, Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release with its graph, and what validation says of it."""

    key: str
    note: str
    release: Release
    quads: Sequence[Quad]
    report: Report

    @property
    def said(self) -> Said:
        """The release and its facts as a reader of the graph gets them.

        Always by way of the quads, so that a view derived today from a release and tomorrow from the
        store is the same. The text is the file's, also where the licence keeps it out of the graph.
        """
        return self.release, graph.read_release(self.quads)[1]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be read or worked on, and why. (Errors do not travel between processes.)"""

    path: Path
    message: str


def prepare(item: Source | Release) -> Prepared | Unreadable:
    """Read (if need be), extract and validate one release; depends on nothing else."""
    if isinstance(item, Source):
        try:
            release = read.read_release(item.path, item.stated)
        except ReadError as problem:
            return Unreadable(item.path, str(problem))
        note = inputs.note(item)
    else:
        release, note = item, inputs.note_without_file(item)
    try:
        quads = graph.release_quads(release, facts.extract(release))
        return Prepared(release.key, note, release, quads, validate.validate_release(release, quads))
    except Exception as problem:  # noqa: BLE001 - a text that one step fails on must not stop all others
        path = item.path if isinstance(item, Source) else Path(release.file)
        return Unreadable(path, fault(path, problem))


class Publisher:
    """Does what a plan says, and remembers what came of it.

    Raises RdfError and TableError for curated files, before anything is written.
    """

    def __init__(
        self,
        store: Store,
        maker: str,
        curated: CuratedFiles,
        *,
        lang: Lang = "en",
        progress: Progress | None = None,
    ) -> None:
        self._store, self._maker, self._lang = store, maker, lang
        self._progress: Progress = progress or (lambda *_: None)
        self.curated = Curated(*curated)
        self._view = View(self.curated)
        self._fixed = self._view.begin()
        self.published: list[str] = []
        self.quarantined: list[Quarantine] = []
        self.unreadable: dict[Path, str] = {}
        self.findings: list[Finding] = []

    def run(self, plan: Plan, jobs: int = 1) -> None:
        """Carry out a plan; afterwards the attributes of this object say what came of it."""
        if plan.anew:
            self._derive_anew(plan, jobs)
        else:
            self._go_on(plan, jobs)
        self.findings.sort(key=lambda finding: finding.order())
        self.quarantined.sort(key=lambda entry: entry.key)
        quarantine.clear(self._store.path, [*self.published, *plan.remove])

    def _go_on(self, plan: Plan, jobs: int) -> None:
        """One transaction per release, from the view as the store has it.

        Of very many releases several go together: each transaction derives the groups it touches, and
        deriving a group that all of them touch as often as there are releases would take for ever.
        """
        files = {source.key: source for source in plan.unchanged}
        self._view.replace({key: self._in_store(key, files) for key in self._store.release_keys()})
        size = 1 + len(plan.todo) // _TRANSACTIONS
        for batch in _batches(self._prepared(plan, jobs), size):
            self._store.apply(self._change({one.key: self._judged(one) for one in batch}))
        if plan.remove:
            self._store.apply(self._change(dict.fromkeys(plan.remove)))

    def _derive_anew(self, plan: Plan, jobs: int) -> None:
        """The whole view in one transaction, with all releases that are to come and to go.

        An empty store first gets what does not depend on releases; then it is as above.
        """
        here = self._store.release_keys()
        if not here:
            notes = {"": self._maker}
            self._store.apply(Change(graphs=self._graphs(), view=True, add=self._fixed, notes=notes))
            self._go_on(plan, jobs)
            return
        files = {source.key: source for source in plan.unchanged}
        stay = [key for key in here if key not in plan.todo and key not in plan.remove]
        self._view.replace({key: self._in_store(key, files) for key in stay})
        found = {p.key: self._judged(p) for p in self._prepared(plan, jobs)}
        # A file that cannot be read any more: what the store has of it stays, in the new view too.
        lost = [key for key in here if key in plan.todo and key not in found]
        self._view.replace({key: self._in_store(key, files) for key in lost})
        change = self._change({**dict.fromkeys(plan.remove), **found})
        self._store.apply(
            Change(
                graphs={**self._graphs(), **change.graphs},
                view=True,
                add=self._view.quads(),
                notes={**change.notes, "": self._maker},
            )
        )

    def _in_store(self, key: str, files: Mapping[str, Source]) -> Said:
        release, said = graph.read_release(self._store.quads(graph_iri(key)))
        if not release.text and key in files:
            release = read.read_release(files[key].path, files[key].stated)
        return release, said

    def _prepared(self, plan: Plan, jobs: int) -> Iterator[Prepared]:
        items = [plan.todo[key] for key in sorted(plan.todo)]
        for done, result in enumerate(_each(items, jobs), start=1):
            if isinstance(result, Unreadable):
                self.unreadable[result.path] = result.message
                self._progress(done, len(items), result.path.name)
            else:
                self._progress(done, len(items), result.key)
                yield result

    def _judged(self, prepared: Prepared) -> Prepared | None:
        """The release, or None for one that goes into quarantine."""
        self.findings += prepared.report.findings
        if prepared.report.conforms("violation"):
            self.published.append(prepared.key)
            return prepared
        text = validate.format_report(prepared.report, "text", self._lang)
        path = quarantine.put(self._store.path, prepared.key, text)
        violations = prepared.report.counts()["violation"]
        self.quarantined.append(Quarantine(prepared.key, prepared.release.file, path, violations))
        return None

    def _change(self, releases: Mapping[str, Prepared | None]) -> Change:
        """The transaction that puts releases in and takes others (None) out, with their effect."""
        delta: Delta = self._view.replace({key: p.said if p else None for key, p in releases.items()})
        return Change(
            graphs={graph_iri(key): p.quads if p else () for key, p in releases.items()},
            remove=delta.remove,
            add=delta.add,
            notes={key: p.note if p else None for key, p in releases.items()},
        )

    def _graphs(self) -> dict[str, Sequence[Quad]]:
        """What stewards decide, as graphs of their own."""
        name = NamedNode(AUTHORITY)
        quads = self.curated.authority.quads
        return {
            AUTHORITY: [Quad(q.subject, q.predicate, q.object, name) for q in quads],
            CORRECTIONS: graph.correction_quads(self.curated.corrections.all),
        }


def _batches(found: Iterable[Prepared], size: int) -> Iterator[list[Prepared]]:
    found = iter(found)
    while batch := list(islice(found, size)):
        yield batch


def _each(items: Sequence[Source | Release], jobs: int) -> Iterator[Prepared | Unreadable]:
    if jobs <= 1 or len(items) < 2:
        yield from map(prepare, items)
        return
    # Imported here: ten milliseconds that a build in one process can do without.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not forked: the store's threads of RocksDB would not survive that.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(items)), mp_context=context) as pool:
        yield from pool.map(prepare, items, chunksize=max(1, min(16, len(items) // (jobs * 4))))
