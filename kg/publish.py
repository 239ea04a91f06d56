"""Carry out a build's plan: extract and validate releases, publish or quarantine them, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg import decided, facts, graph, inputs, quarantine, read, validate
from kg.errors import ReadError, fault
from kg.inputs import CuratedFiles, Source
from kg.model import Release
from kg.partials import Partial
from kg.plan import Plan, Progress
from kg.published import Curated, Group, Nothing, Said, change, contributions
from kg.store import Change, Store
from kg.summary import Quarantine
from kg.vocab import AUTHORITY, CORRECTIONS, PARTIALS, graph_iri

if TYPE_CHECKING:
    from kg.validate.report import Finding, Lang, Report

_TRANSACTIONS = 50
"""About so many transactions at most publish the releases of one build."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release with its graph, and what validation says of it."""

    key: str
    note: str
    release: Release
    quads: Sequence[Quad]
    report: Report


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
        self.published: list[str] = []
        self.quarantined: list[Quarantine] = []
        self.unreadable: dict[Path, str] = {}
        self.findings: list[Finding] = []

    def run(self, plan: Plan, jobs: int = 1) -> None:
        """Carry out a plan; afterwards the attributes of this object say what came of it."""
        if plan.anew:
            self._derive_anew(plan, jobs)
        else:
            if plan.decided:
                self._decide_anew()
            self._go_on(plan, jobs)
        self.findings.sort(key=lambda finding: finding.order())
        self.quarantined.sort(key=lambda entry: entry.key)
        quarantine.clear(self._store.path, [*self.published, *plan.remove])

    def _go_on(self, plan: Plan, jobs: int) -> None:
        """One transaction per release, from the view as the store has it.

        Of very many releases several go together: each transaction derives the groups it touches, and
        deriving a group that all of them touch as often as there are releases would take for ever.
        """
        size = 1 + len(plan.todo) // _TRANSACTIONS
        for batch in _batches(self._prepared(plan, jobs), size):
            self._store.apply(self._change({one.key: self._judged(one) for one in batch}))
        if plan.remove:
            self._store.apply(self._change(dict.fromkeys(plan.remove)))

    def _decide_anew(self) -> None:
        """In one transaction, what other decisions of stewards change; of releases, those concerned."""
        told = list(self._store.quads(CORRECTIONS))
        was = Curated.of(
            self._store.quads(AUTHORITY), graph.read_judgements(told), graph.read_corrections(told)
        )
        before, after = decided.said(self._store, was, self.curated)
        delta = change(before, after, Stored(self._store), self.curated, was)
        self._store.apply(
            Change(
                graphs=self._graphs(),
                remove=delta.remove,
                add=delta.add,
                notes={"": self._maker},
            )
        )

    def _derive_anew(self, plan: Plan, jobs: int) -> None:
        """The whole view in one transaction, with all releases that are to come and to go.

        An empty store first gets what does not depend on releases; then it is as above.
        """
        here = self._store.release_keys()
        fixed = graph.sorted_quads(self.curated.fixed)
        notes = {"": self._maker}
        if not here:
            alone = change((), self._alone(), Nothing(), self.curated)
            made = Change(graphs=self._graphs(), view=True, add=[*fixed, *alone.add], notes=notes)
            self._store.apply(made)
            self._go_on(plan, jobs)
            return
        found = {p.key: self._judged(p) for p in self._prepared(plan, jobs)}
        # A file that cannot be read any more: what the store has of it stays, in the new view too.
        stay = [key for key in here if key not in found and key not in plan.remove]
        said = chain(
            self._alone(),
            (self._in_store(key) for key in stay),
            (self._said(p.quads) for p in found.values() if p),
        )
        delta = change((), said, Nothing(), self.curated)
        releases = {**dict.fromkeys(plan.remove), **found}
        self._store.apply(
            Change(
                graphs={**self._graphs(), **_graphs(releases)},
                view=True,
                add=[*fixed, *delta.add],
                notes={**_notes(releases), **notes},
                outdated={
                    **dict.fromkeys(releases),
                    **{key: "yes" for key in stay if self._is_outdated(key)},
                },
            )
        )

    def _is_outdated(self, key: str) -> bool:
        return not inputs.made_by_this_program(self._store.note(key) or "")

    def _alone(self) -> Iterator[Said]:
        """What stewards add from sources that are no releases."""
        for release, said in self.curated.corrections.alone().values():
            yield contributions(release, said, self.curated)

    def _in_store(self, key: str) -> Said:
        return self._said(self._store.quads(graph_iri(key)))

    def _said(self, quads: Iterable[Quad]) -> Said:
        """What a release says, by way of its quads also where it has just been read.

        So a view derived today from a release and tomorrow from the store is the same.
        """
        return contributions(*graph.read_release(quads), self.curated)

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
        before = [self._in_store(key) for key in releases if self._store.has_release(key)]
        after = [self._said(p.quads) for p in releases.values() if p]
        delta = change(before, after, Stored(self._store), self.curated)
        return Change(graphs=_graphs(releases), remove=delta.remove, add=delta.add, notes=_notes(releases))

    def _graphs(self) -> dict[str, Sequence[Quad]]:
        """What stewards decide, as graphs of their own."""
        name = NamedNode(AUTHORITY)
        quads = self.curated.authority.quads
        return {
            AUTHORITY: [Quad(q.subject, q.predicate, q.object, name) for q in quads],
            CORRECTIONS: [
                *graph.correction_quads(self.curated.corrections.all),
                *graph.judgement_quads(self.curated.judgements.rows),
            ],
        }


class Stored:
    """The sums that a store holds (`kg.published.Sums`)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def partial(self, group: Group) -> Partial:
        """The sum of a group."""
        return graph.read_partial(self._store.matching(graph.group_iri(group), graph=PARTIALS))

    def plain(self, group: Group, key: str) -> list[str]:
        """The plain attestations of a group's key."""
        found = self._store.matching(graph.plain_iri(group, key), graph=PARTIALS)
        return [quad.object.value for quad in found if isinstance(quad.object, NamedNode)]


def _graphs(releases: Mapping[str, Prepared | None]) -> dict[str, Sequence[Quad]]:
    return {graph_iri(key): p.quads if p else () for key, p in releases.items()}


def _notes(releases: Mapping[str, Prepared | None]) -> dict[str, str | None]:
    return {key: p.note if p else None for key, p in releases.items()}


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
