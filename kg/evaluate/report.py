"""What a score looks like: the table, the differences with their context, the change since an earlier run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.evaluate.scoring import Count, Finding, Result

_CONTEXT = 60  # characters shown before and behind the words a difference is about
_FIGURES = ("precision", "recall", "f1", "slot_accuracy")


def table(result: Result) -> Iterator[str]:
    """The table, line by line: a kind per line, all in the last."""
    heads = f"{'P':>7}{'R':>7}{'F1':>7}{'slots':>8}{'bad ev.':>9}{'forbidden':>11}"
    yield f"{'kind':14}{'tp':>5}{'fp':>5}{'fn':>5}{heads}"
    for kind, count in (*result.counts.items(), ("all", result.total)):
        figures = [_shown(getattr(count, name)) for name in _FIGURES]
        yield (
            f"{kind:14}{count.right:5}{count.wrong:5}{count.missed:5}{figures[0]:>7}{figures[1]:>7}{figures[2]:>7}"
            f"{figures[3]:>8}{count.bad_evidence:9}{count.forbidden:11}"
        )


def _shown(value: float | None) -> str:
    return "nan" if value is None else f"{value:.3f}"


def differences(findings: Iterable[Finding], texts: Mapping[str, str]) -> Iterator[str]:
    """Each difference in a few lines: where, what, and the words in their context."""
    for one in findings:
        quote = _quote(one)
        text = texts.get(one.release, "")
        at = text.find(quote) if quote else -1
        line = f":{text.count(chr(10), 0, at) + 1}" if at >= 0 else ""
        yield f"{one.release}{line}: {one.what} {one.kind}: {_told(one)}"
        if at >= 0:
            yield f"    {_in_context(text, at, at + len(quote))}"


def _told(one: Finding) -> str:
    if one.what == "slot":
        return f"{_name(one.fact)}: {one.slot} is {_plain(one.found)}, should be {_plain(one.wanted)}"
    hidden = ("kind", "evidence", "quote", "release", "id", "rule", "section", "concept", "modality")
    slots = (
        (k, v) for k, v in one.fact.items() if k not in hidden and not k.endswith(("_optional", "_note"))
    )
    return ", ".join(f"{k} {_plain(v)}" for k, v in slots if v not in (None, "", [], False))


def _name(fact: Mapping[str, Any]) -> str:
    slots = ("name", "person", "speaker", "organization", "recipient", "title")
    return str(next((fact[s] for s in slots if fact.get(s)), "?"))


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or "nothing"
    return "nothing" if value in (None, "", False) else str(value)


def _quote(one: Finding) -> str:
    evidence = one.fact.get("evidence") or ({"quote": one.fact.get("quote") or ""},)
    return str(evidence[0].get("quote") or "")


def _in_context(text: str, start: int, end: int) -> str:
    before = " ".join(text[max(0, start - _CONTEXT) : start].split())
    behind = " ".join(text[end : end + _CONTEXT].split())
    return f"… {before} »{' '.join(text[start:end].split())}« {behind} …"


# -- runs that are kept ----------------------------------------------------------------------------------


def as_json(result: Result) -> str:
    """A run as JSON: figures by kind and all differences, to be compared with later."""
    kinds = {
        kind: asdict(count) | {name: getattr(count, name) for name in _FIGURES}
        for kind, count in (*result.counts.items(), ("all", result.total))
    }
    return json.dumps({"kinds": kinds, "differences": [list(_key(f)) for f in result.findings]}, indent=1)


def read_run(path: Path) -> Mapping[str, Any]:
    """An earlier run. Raises InputError when the file is none."""
    try:
        run = json.loads(path.read_text("utf-8"))
        if not isinstance(run["kinds"]["all"], dict) or not isinstance(run["differences"], list):
            raise KeyError
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise InputError(
            "is no earlier run", path=path, remedy="name a file that `kg evaluate --save` wrote"
        ) from problem
    found: Mapping[str, Any] = run
    return found


def comparison(result: Result, before: Mapping[str, Any]) -> Iterator[str]:
    """What changed since an earlier run: figures by kind, then each difference that is gone or new."""
    for kind, count in (*result.counts.items(), ("all", result.total)):
        changed = list(_changes(count, before["kinds"].get(kind, {})))
        if changed:
            yield f"{kind}: {', '.join(changed)}"
    ours = {_key(f) for f in result.findings}
    theirs = {tuple(map(str, f)) for f in before["differences"]}
    yield from (f"- {' '.join(one)}" for one in sorted(theirs - ours))
    yield from (f"+ {' '.join(one)}" for one in sorted(ours - theirs))


def _changes(count: Count, before: Mapping[str, Any]) -> Iterator[str]:
    for name in (*_FIGURES, "bad_evidence", "forbidden"):
        old, new = before.get(name), getattr(count, name)
        if old is None and new is None:
            continue
        if old is None or new is None or abs(old - new) > 0.0005:
            yield f"{name} {_figure(old)} → {_figure(new)}"


def _figure(value: Any) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _key(one: Finding) -> tuple[str, ...]:
    told = f"{one.slot} {_plain(one.found)}" if one.what == "slot" else ""
    return one.release, one.what, one.kind, _name(one.fact), told, _quote(one)[:80].replace("\n", " ")
