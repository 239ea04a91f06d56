"""The summary of a build in German and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kg.cli.common import DEFAULT_STORE, Lang
from kg.summary import Summary

Word = Callable[[str], str]

_SHOWN = 12
"""Findings printed in full; the rest is counted."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "releases": ("Releases", "Mitteilungen"),
    "new": ("new", "neu"),
    "changed": ("changed", "geändert"),
    "unchanged": ("unchanged", "unverändert"),
    "retracted": ("retracted", "zurückgezogen"),
    "pruned": ("taken out", "herausgenommen"),
    "quarantined": ("in quarantine", "in Quarantäne"),
    "unreadable": ("unreadable", "unlesbar"),
    "facts": ("Facts", "Aussagen"),
    "entities": ("Entities", "Dinge"),
    "findings": ("Findings", "Befunde"),
    "none": ("none", "keine"),
    "violation": ("violation", "Verstoß"),
    "violations": ("violations", "Verstöße"),
    "warning": ("warning", "Warnung"),
    "warnings": ("warnings", "Warnungen"),
    "info": ("hint", "Hinweis"),
    "infos": ("hints", "Hinweise"),
    "more": ("… and {n} more: kg validate", "… und {n} weitere: kg validate"),
    "rebuilt": (
        "Everything was derived anew: the program or what is curated has changed.",
        "Alles wurde neu abgeleitet: das Programm oder die gepflegten Daten haben sich geändert.",
    ),
    "in": ("in {seconds:.1f} s, store {store}", "in {seconds:.1f} s, Speicher {store}"),
    "next": ("Next:", "Weiter:"),
    "ask": ("who held a role, and when", "wer ein Amt innehatte, und wann"),
    "list": ("what else can be asked", "was man noch fragen kann"),
    "export": ("the graph as Turtle", "der Graph als Turtle"),
    "mend": (
        "read the report, mend the text or the rule, build again",
        "den Bericht lesen, Text oder Regel berichtigen, neu bauen",
    ),
    "dates": (
        "complete what the texts leave out in releases.csv (issued, publisher …), build again",
        "was die Texte offenlassen, in releases.csv ergänzen (issued, publisher …), neu bauen",
    ),
}


def summary_text(summary: Summary, lang: Lang, *, quiet: bool = False) -> str:
    """The summary for people; with `quiet` only what went wrong."""
    index = 1 if lang == "de" else 0

    def word(key: str) -> str:
        return _WORDS[key][index]

    wrong = [
        *summary.unreadable.values(),
        *(
            f"{q.file}: {word('quarantined')}, {q.violations} "
            f"{word('violation' if q.violations == 1 else 'violations')}"
            + (f" → {q.report}" if q.report else "")
            for q in summary.quarantined
        ),
    ]
    if quiet:
        return "\n".join(f"kg: {line}" for line in wrong)
    lines = [word("rebuilt")] if summary.rebuilt else []
    lines += _rows(summary, word)
    lines += _findings(summary, lang, word)
    lines += [f"  ✗ {line}" for line in wrong]
    lines += ["", *_next(summary, word)]
    return "\n".join(lines)


def _rows(summary: Summary, word: Word) -> Iterable[str]:
    parts = {
        "new": len(summary.new),
        "changed": len(summary.changed),
        "unchanged": len(summary.unchanged),
        "retracted": len(summary.retracted),
        "pruned": len(summary.pruned),
        "quarantined": len(summary.quarantined),
        "unreadable": len(summary.unreadable),
    }
    counts = ", ".join(f"{n} {word(key)}" for key, n in parts.items() if n) or word("none")
    where = word("in").format(seconds=summary.seconds, store=summary.store or "-")
    yield f"{word('releases'):<13} {counts} ({where})"
    yield f"{word('facts'):<13} {_counted(summary.facts)}"
    yield f"{word('entities'):<13} {_counted(summary.entities)}"


def _counted(counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values())}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items())


def _findings(summary: Summary, lang: Lang, word: Word) -> Iterable[str]:
    found = [f for f in summary.findings if f.severity != "info"]
    infos = len(summary.findings) - len(found)
    counts = {
        severity: sum(f.severity == severity for f in summary.findings)
        for severity in ("violation", "warning", "info")
    }
    told = ", ".join(f"{n} {word(s if n == 1 else s + 's')}" for s, n in counts.items() if n)
    if not (summary.new or summary.changed or summary.quarantined):
        return
    yield f"{word('findings'):<13} {told or word('none')}"
    for finding in found[:_SHOWN]:
        mark = "✗" if finding.severity == "violation" else "!"
        quote = f" »{_short(finding.quote)}«" if finding.quote else ""
        yield f"  {mark} {finding.place()}: {finding.message(lang)}{quote}"
        if remedy := finding.remedy(lang):
            yield f"      → {remedy}"
    rest = len(found) - _SHOWN
    if rest > 0 or infos:
        yield "  " + word("more").format(n=max(rest, 0) + infos)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _next(summary: Summary, word: Word) -> Iterable[str]:
    option = "" if str(summary.store) == DEFAULT_STORE else f" --store {summary.store}"
    steps = []
    if summary.quarantined:
        report = summary.quarantined[0].report
        steps.append((f"less {report}" if report else "kg validate", word("mend")))
    if any(f.severity == "warning" for f in summary.findings):
        steps.append((f"kg validate{option}", word("dates")))
    steps += [
        (f"kg query role-holders --role CDO{option}", word("ask")),
        (f"kg query{option}", word("list")),
        (f"kg export{option}", word("export")),
    ]
    yield word("next")
    width = max(len(command) for command, _ in steps)
    for command, why in steps:
        yield f"  {command:<{width}}   {why}"
