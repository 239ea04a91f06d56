"""The summary of a build in German and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from textwrap import fill

from kg.cli.common import DEFAULT_STORE, Lang
from kg.summary import Summary

Word = Callable[[str], str]

_SHOWN = 12
"""Findings printed in full; the rest is counted."""
_HEAD, _WIDTH = 14, 110
"""Columns of the first word of a line, and of a whole line of counts."""

_KINDS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    # kind: English and German, each for one and for several
    "brand": (("brand", "brands"), ("Marke", "Marken")),
    "competition": (("competition", "competitions"), ("Wettbewerb", "Wettbewerbe")),
    "conflict": (("conflict", "conflicts"), ("Widerspruch", "Widersprüche")),
    "contact": (("contact", "contacts"), ("Kontakt", "Kontakte")),
    "event": (("event", "events"), ("Veranstaltung", "Veranstaltungen")),
    "funding": (("funding", "fundings"), ("Förderung", "Förderungen")),
    "headcount": (("headcount", "headcounts"), ("Personalzahl", "Personalzahlen")),
    "organization": (("organization", "organizations"), ("Organisation", "Organisationen")),
    "person": (("person", "persons"), ("Person", "Personen")),
    "place": (("place", "places"), ("Ort", "Orte")),
    "post": (("post", "posts"), ("Stelle", "Stellen")),
    "programme": (("programme", "programmes"), ("Programm", "Programme")),
    "project": (("project", "projects"), ("Vorhaben", "Vorhaben")),
    "quotation": (("quotation", "quotations"), ("Zitat", "Zitate")),
    "release": (("release", "releases"), ("Mitteilung", "Mitteilungen")),
    "role": (("role", "roles"), ("Rolle", "Rollen")),
    "tenure": (("tenure", "tenures"), ("Amtszeit", "Amtszeiten")),
}

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
        "Everything was derived anew: the program has changed.",
        "Alles wurde neu abgeleitet: das Programm hat sich geändert.",
    ),
    "decided": (
        "Authority, judgements or corrections have changed: what they concern was derived anew.",
        "Kuratiertes, Urteile oder Korrekturen haben sich geändert: was sie betreffen, wurde neu abgeleitet.",
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
        "what the texts leave out; state it in releases.csv (issued, publisher …), build again",
        "was die Texte offenlassen; in releases.csv ergänzen (issued, publisher …), neu bauen",
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
    lines = [word(what) for what in ("rebuilt", "decided") if getattr(summary, what)]
    lines += _rows(summary, index, word)
    lines += _findings(summary, lang, word)
    lines += [f"  ✗ {line}" for line in wrong]
    lines += ["", *_next(summary, word)]
    return "\n".join(lines)


def _rows(summary: Summary, index: int, word: Word) -> Iterable[str]:
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
    yield f"{word('releases'):<{_HEAD}}{counts} ({where})"
    yield _counted(word("facts"), summary.facts, index)
    yield _counted(word("entities"), summary.entities, index)


def _counted(head: str, counts: Mapping[str, int], index: int) -> str:
    tied = "\u00a0"  # a number stays on the line of its noun
    parts = (f"{n}{tied}{_KINDS[kind][index][n != 1]}" for kind, n in counts.items())
    told = f"{head:<{_HEAD}}{sum(counts.values())}: {', '.join(parts)}"
    return fill(told, _WIDTH, subsequent_indent=" " * _HEAD).replace(tied, " ")


def _findings(summary: Summary, lang: Lang, word: Word) -> Iterable[str]:
    found = [f for f in summary.findings if f.severity != "info"]
    infos = len(summary.findings) - len(found)
    counts = {
        severity: sum(f.severity == severity for f in summary.findings)
        for severity in ("violation", "warning", "info")
    }
    told = ", ".join(f"{n} {word(s if n == 1 else s + 's')}" for s, n in counts.items() if n)
    if not (summary.new or summary.changed or summary.quarantined or found):
        return
    yield f"{word('findings'):<{_HEAD}}{told or word('none')}"
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
        ("kg query", word("list")),
        (f"kg export{option}", word("export")),
    ]
    yield word("next")
    width = max(len(command) for command, _ in steps)
    for command, why in steps:
        yield f"  {command:<{width}}   {why}"
