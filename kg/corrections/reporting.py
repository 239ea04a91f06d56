"""What became of corrections, in a store and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kg import graph
from kg.corrections.applying import Corrections, Outcome, is_alone
from kg.store import Store
from kg.validate.report import Finding, Lang, Report, make_report
from kg.vocab import CORRECTIONS, correction_iri, graph_iri

_SHAPE = "https://w3id.org/stadtgraph/shapes#CorrectionApplies"

_WORDS: Mapping[str, tuple[str, str]] = {
    "applied": ("in Kraft", "applied"),
    "retracted": ("ruht: die Mitteilung ist zurückgezogen", "idle: its release is retracted"),
    "absent": ("ruht: die Mitteilung ist nicht im Speicher", "idle: its release is not in the store"),
    "lost": ("findet keine Aussage", "finds no fact"),
    "already": ("überflüssig: der Text wird schon so gelesen", "needless: the text is read so by now"),
    "several": ("findet mehrere Aussagen", "finds several facts"),
    "overruled": ("eine andere Korrektur gilt schon", "another correction is in force"),
    "unquoted": ("ihre Worte stehen nicht im Text", "its words are not in the text"),
    "invalid": ("was herauskäme, ist nicht gültig", "what would come of it is not valid"),
}
"""By state, German and English."""

_REMEDIES: Mapping[str, tuple[str, str]] = {
    "absent": (
        "Laden Sie die Mitteilung, oder berichtigen Sie ihren Schlüssel (Spalte release).",
        "Load the release, or correct its key (column release).",
    ),
    "lost": (
        "Nehmen Sie sie mit kg correct undo zurück; was falsch ist, zeigt kg query evidence.",
        "Take it back with kg correct undo; kg query evidence shows what is wrong now.",
    ),
    "already": ("Nehmen Sie sie mit kg correct undo zurück.", "Take it back with kg correct undo."),
    "several": (
        "Nennen Sie in der Spalte fact die eine, wie kg query evidence sie zeigt.",
        "Name the one in the column fact, as kg query evidence shows it.",
    ),
    "overruled": (
        "Behalten Sie eine von beiden; die andere nimmt kg correct undo zurück.",
        "Keep one of the two; kg correct undo takes the other back.",
    ),
    "unquoted": (
        "Übernehmen Sie die Worte genau aus dem Text (Spalte quote).",
        "Take the words from the text exactly (column quote).",
    ),
}

_FINE = ("applied", "retracted")
"""States that nobody has to do anything about."""


def word(state: str, lang: Lang) -> str:
    """What has become of a correction."""
    return _WORDS[state][0 if lang == "de" else 1]


def why(outcome: Outcome, lang: Lang) -> str:
    """What has become of a correction, with what the shapes find where it is not valid."""
    problem = outcome.problem
    more = f" – {problem.message(lang).rstrip('.')}" if problem else ""
    return f"{word(outcome.state, lang)}{more}"


def outcomes(corrections: Corrections, store: Store, keys: Collection[str] | None = None) -> list[Outcome]:
    """What becomes of corrections in a store, sorted by id: of all, or of those of some releases."""
    here, retracted, alone = set(store.release_keys()), store.retracted(), corrections.alone()
    found: list[Outcome] = []
    for key in corrections.concerned():
        if keys is not None and key not in keys:
            continue
        if is_alone(key):
            found += corrections.apply(*alone[key]).outcomes
        elif key in here:
            found += corrections.apply(*graph.read_release(store.quads(graph_iri(key)))).outcomes
        else:
            state = "retracted" if key in retracted else "absent"
            found += [Outcome(one, state) for one in corrections.all if one.release == key]
    return sorted(found, key=lambda one: one.correction.id)


def report_of(store: Store) -> Report:
    """Warnings for the corrections that a store was built with and that are not in force."""
    known = Corrections(graph.read_corrections(store.quads(CORRECTIONS)))
    return make_report(findings(outcomes(known, store)))


def findings(outcomes: Iterable[Outcome], file: str = "corrections.csv") -> list[Finding]:
    """What a steward has to know: a warning for every correction that is not in force, in order."""
    found = (finding(one, file) for one in outcomes if one.state not in _FINE)
    return sorted(found, key=Finding.order)


def finding(outcome: Outcome, file: str = "corrections.csv") -> Finding:
    """The warning that a correction is not in force, with the line of the table where that is known."""
    one, problem = outcome.correction, outcome.problem
    remedy = (problem.remedy_de, problem.remedy_en) if problem else _REMEDIES[outcome.state]
    return Finding(
        severity="warning",
        shape=_SHAPE,
        focus=correction_iri(one.id),
        focus_label=one.id,
        path="",
        value=graph.correction_label(one),
        message_de=f"Die Korrektur {one.id} gilt nicht: {why(outcome, 'de')}.",
        message_en=f"Correction {one.id} is not in force: {why(outcome, 'en')}.",
        file=file,
        line=one.line or None,
        quote=one.quote,
        remedy_de=remedy[0],
        remedy_en=remedy[1],
    )
