"""Every canned query on stores of up to ten million quads: how fast, and whether it is right.

    python bench/queries.py [--quads N …] [--cache FOLDER | --store PATH] [--only QUERY …]
                            [--rounds R] [--memory] [--peers NAME …] [--limit S]

The stores tell of a model world (`archive.py`, `modelworld`), so that rows are known beforehand; one that
differs ends the program with status 1. Asked are lookups by an entity or a post, some sixty of each form, and
each form that restricts little or nothing; then the counts that the store keeps. What is measured is
`kg.query.run` in one process, from parameters to rows, on the store on disk as a reader opens it, or with
`--memory` on a copy in memory as the server holds small ones. All questions of a form are asked in turn, in
several rounds after one that warms up. Peers (`peers.py`) get the text that was run, and the same data.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this checkout is measured, whatever is installed

from archive import cached, releases, world_of  # noqa: E402
from modelworld import questions as known_questions  # noqa: E402
from modelworld.asking import Question  # noqa: E402
from modelworld.page import Told  # noqa: E402
from peers import PEERS, Peer  # noqa: E402

from kg import query, tally  # noqa: E402
from kg.store import Store  # noqa: E402

T = TypeVar("T")
SIZES = (100_000, 1_000_000)
_LOOKUP = 50
"""Rows up to which a form with parameters counts as a lookup (by its median)."""
_LOOKUP_GOAL, _GOAL = 1.0, 50.0
"""Milliseconds that a lookup may take (median), and any other form."""
_ROUNDS = 7
_OF_A_FORM = 5
"""Questions of a form that peers are asked."""
_SHOWN = 3
"""Wrong rows of a form that are printed."""


@dataclass(slots=True)
class Measured:
    """What the questions of one form gave: rows, milliseconds by round and question, and what was wrong.

    rounds   by the clock; cpu: of this process, which others disturb less
    """

    name: str
    form: str
    rows: list[int] = field(default_factory=list)
    rounds: list[list[float]] = field(default_factory=list)
    cpu: list[list[float]] = field(default_factory=list)
    by_label: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def medians(self) -> list[float]:
        """The median of each round."""
        return [median(times) for times in self.rounds]

    @property
    def slowest(self) -> float:
        """What the slowest question took in its best round."""
        return max(map(min, zip(*self.rounds, strict=True)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when every row was right, 1 when one was not."""
    options = _options(arguments)
    right = True
    for quads in options.quads:
        path = options.store or cached(quads, options.cache)
        told = list(releases(world_of(quads)))
        asked = [one for one in known_questions(told) if not options.only or one.name in options.only]
        with Store.read_only(path) as store:
            held = {"on disk": store} | ({"in memory": store.in_memory()} if options.memory else {})
            for where, one in held.items():
                print(f"\n{quads:,} quads asked for, {where}")
                right &= _table(_measured(asked, one, options.rounds, options.limit))
            right &= bool(options.only) or _counts(told, store)
            for name in options.peers:
                _compare(PEERS[name], asked, store, options.limit)
    return 0 if right else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    listed = " ".join(map(str, SIZES))
    cli.add_argument("--quads", type=int, nargs="+", default=SIZES, help=f"sizes of stores ({listed})")
    cache = ROOT / "build" / "bench"
    cli.add_argument("--cache", type=Path, default=cache, help="where stores are kept (build/bench)")
    cli.add_argument(
        "--store", type=Path, help="this store instead, made by archive.py with the same --quads"
    )
    cli.add_argument("--rounds", type=int, default=_ROUNDS, help=f"how often all is asked ({_ROUNDS})")
    cli.add_argument("--only", nargs="+", choices=query.names(), default=(), help="these queries alone")
    cli.add_argument("--memory", action="store_true", help="also on a copy in memory: 600 bytes a quad")
    cli.add_argument("--peers", nargs="+", choices=sorted(PEERS), default=(), help="compare with these")
    cli.add_argument(
        "--limit", type=float, default=10.0, help="seconds the questions of a form may take (10)"
    )
    return cli.parse_args(arguments)


def _forms(questions: Iterable[Question]) -> Iterator[tuple[str, str, list[Question]]]:
    """The questions of each form of a query."""
    for (name, form), group in groupby(questions, key=lambda one: (one.name, one.form)):
        yield name, form, list(group)


def _measured(questions: Iterable[Question], store: Store, rounds: int, limit: float) -> Iterator[Measured]:
    """What each form gives. Where its questions take longer than the limit, fewer of them are asked, or in
    fewer rounds."""
    for name, form, asked in _forms(questions):
        found, until = Measured(name, form), time.perf_counter() + limit
        for question in asked:
            _, rows = _timed(partial(_ask, question, store))
            found.rows.append(len(rows.rows))
            found.wrong += _differences(question, rows)
            if params := _by_label(question):
                taken, _ = _timed(partial(query.prepare, query.load(name), params, store))
                found.by_label.append(taken)
            if time.perf_counter() > until:
                break
        until = time.perf_counter() + limit
        while len(found.rounds) < rounds and (not found.rounds or time.perf_counter() < until):
            times = [_clocked(partial(_ask, one, store)) for one in asked[: len(found.rows)]]
            found.rounds.append([wall for wall, _ in times])
            found.cpu.append([cpu for _, cpu in times])
        yield found


def _ask(question: Question, store: Store) -> query.Rows:
    return query.run(query.load(question.name), question.params, store)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """The milliseconds that something takes, and what it gives."""
    before = time.perf_counter()
    found = work()
    return (time.perf_counter() - before) * 1000, found


def _clocked(work: Callable[[], object]) -> tuple[float, float]:
    """The milliseconds that something takes by the clock, and of this process."""
    before = time.process_time()
    taken, _ = _timed(work)
    return taken, (time.process_time() - before) * 1000


def _by_label(question: Question) -> Mapping[str, str]:
    """The parameter that leads to the entity, with a label in place of the IRI."""
    iris = [name for name, value in question.params.items() if "://" in value]
    return {iris[-1]: question.label} if question.label and iris else {}


def _differences(question: Question, rows: query.Rows) -> list[str]:
    """Rows that are missing or should not be there, in words."""
    found = [
        {
            name: str(getattr(term, "value", term))
            for name, term in zip(rows.columns, row, strict=True)
            if term
        }
        for row in rows.rows
    ]
    known, came = _counted(question, question.rows), _counted(question, found)
    columns, asked = question.columns.split(), f"{question.name} {dict(question.params)}"
    return [
        f"{asked}: {what} {dict(zip(columns, row, strict=True))}"
        for what, rest in (("missing", known - came), ("not expected", came - known))
        for row in rest
    ]


def _counted(question: Question, rows: Iterable[Mapping[str, str]]) -> Counter[tuple[str | None, ...]]:
    """How often there is which row, by the columns that are compared."""
    return Counter(tuple(row.get(column) for column in question.columns.split()) for row in rows)


def _table(found: Iterable[Measured]) -> bool:
    """Print a line per form as it is measured; whether every row was right."""
    right = True
    head = f"{'ms':>10}{'least':>10}{'cpu ms':>10}{'slowest':>10}{'µs/row':>8}"
    print(f"{'query':<19}{'given':<24}{'asked':>6}{'rows':>7}{head}  goal    by label")
    for one in found:
        rows, taken = median(one.rows), median(one.medians)
        goal = _LOOKUP_GOAL if one.form and rows <= _LOOKUP else _GOAL
        each = f"{1000 * taken / rows:8.0f}" if rows > _LOOKUP else " " * 8
        label = f"{median(one.by_label):9.2f}" if one.by_label else ""
        print(
            f"{one.name:<19}{one.form or '-':<24}{len(one.rows):>6}{rows:>7.0f}{taken:>10.2f}"
            f"{min(one.medians):>10.2f}{min(map(median, one.cpu)):>10.2f}{one.slowest:>10.2f}{each}  "
            f"{'met' if taken <= goal else f'> {goal:g}':<8}{label}",
            flush=True,
        )
        for wrong in one.wrong[:_SHOWN]:
            print(f"    wrong: {wrong}")
        right &= not one.wrong
    return right


def _counts(told: Iterable[Told], store: Store) -> bool:
    """Print how long the counts take that the store keeps; whether they are those of what was told."""
    known = Counter(said.fact.kind for one in told for said in one.said)
    taken, found = _best(partial(tally.facts, store))
    print(f"{'counts':<19}{'facts by kind':<24}{1:>6}{len(found):>7}{taken:>10.2f}")
    taken, entities = _best(partial(tally.entities, store))
    print(f"{'':<19}{'entities by class':<24}{1:>6}{len(entities):>7}{taken:>10.2f}")
    if found != known:
        print(
            f"    wrong: {dict(known - Counter(found))} missing, {dict(Counter(found) - known)} not expected"
        )
    return found == known


def _compare(
    make: Callable[[Store], Peer], questions: Iterable[Question], store: Store, limit: float
) -> None:
    """The same questions to a peer: its time over ours, and whether it finds the rows that are known."""
    try:
        peer = make(store)
    except (ImportError, OSError) as problem:
        print(f"\nnot compared: {problem}")
        return
    with peer:
        print(f"\n{peer.name}, on the same data; above 1 ours is faster")
        print(f"{'query':<19}{'given':<24}{'rows':>7}{'ours ms':>10}{'its ms':>12}{'ratio':>9}  right")
        for name, form, asked in _forms(questions):
            beside = _beside(peer, asked[:_OF_A_FORM], store, limit)
            print(f"{name:<19}{form or '-':<24}{beside}", flush=True)


def _beside(peer: Peer, questions: Sequence[Question], store: Store, limit: float) -> str:
    """Rows, ours, its, the ratio, and whether its rows are right; or why it gives none."""
    ours, its, sizes, right = [], [], [], True
    until = time.perf_counter() + limit
    for question in questions:
        text, _ = query.prepare(query.load(question.name), question.params, store)
        ours.append(_best(partial(_ask, question, store))[0])
        sizes.append(len(question.rows))
        try:
            taken, rows = _best(partial(peer.rows, text, limit))
        except Exception as problem:  # noqa: BLE001 - what a peer cannot do must not end the comparison
            why = " ".join(str(problem).split())[:70] or type(problem).__name__
            return f"{median(sizes):>7.0f}{median(ours):>10.2f}  {why}"
        its.append(taken)
        right &= _counted(question, rows) == _counted(question, question.rows)
        if time.perf_counter() > until:
            break
    ratio = f"{median(b / a for a, b in zip(ours, its, strict=True)):.1f}" if right else "-"
    times = f"{median(ours):>10.2f}{median(its):>12.2f}{ratio:>9}"
    return f"{median(sizes):>7.0f}{times}  {'yes' if right else 'no'}"


def _best(work: Callable[[], T]) -> tuple[float, T]:
    """The milliseconds of the best of three rounds, fewer of what is slow, and what the last one gave."""
    times: list[float] = []
    while len(times) < 3 and sum(times) < 2000:
        taken, found = _timed(work)
        times.append(taken)
    return min(times), found


if __name__ == "__main__":
    sys.exit(main())
