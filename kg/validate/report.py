"""What a validation found, for people and for programs.

A finding says what is wrong (message), where (file, line, quoted words), and what to do (remedy), in
German and English. The formats are in `kg.validate.formats`, but for plain text, which stands here.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["de", "en"]
SEVERITIES = ("violation", "warning", "info")
"""From the gravest on."""
FORMATS = ("text", "json", "turtle", "html", "sarif", "junit")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a shape found.

    severity     one of `SEVERITIES`
    shape        IRI of the shape
    focus        IRI of the node it speaks of; `focus_label` its name, for people
    path, value  the property (compact, `sg:share`) and the value at fault; "" where there is none
    file         the release's file, or the RDF file; "" where unknown
    line, column both from 1, in code points; None where unknown
    quote        the words of the release the finding rests on, or ""
    """

    severity: str
    shape: str
    focus: str
    focus_label: str
    path: str
    value: str
    message_de: str
    message_en: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    quote: str = ""
    remedy_de: str = ""
    remedy_en: str = ""

    @property
    def shape_name(self) -> str:
        """The shape's local name: `EventEndsNotBeforeStart`."""
        return self.shape.rstrip("/#").rpartition("#")[2].rpartition("/")[2]

    def message(self, lang: Lang) -> str:
        """What is wrong."""
        return self.message_de if lang == "de" else self.message_en

    def remedy(self, lang: Lang) -> str:
        """What to do about it; "" where the shape does not say."""
        return self.remedy_de if lang == "de" else self.remedy_en

    def place(self) -> str:
        """`file:line:column`, as far as known."""
        parts = [self.file] + [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join(part for part in parts if part)

    def told(self) -> tuple[str, str, str]:
        """What makes two findings the same to a reader: the same said of the same place."""
        return (self.shape, self.place(), self.message_de)

    def order(self) -> tuple[str, int, int, int, str, str, str, str, str]:
        """The key findings are sorted by: file, place in it, severity, then all else."""
        rank = SEVERITIES.index(self.severity)
        line, column = self.line or 0, self.column or 0
        return (self.file, line, column, rank, self.shape, self.focus, self.path, self.value, self.message_en)


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in order, each once, and the names of what was checked (files, or graphs of a store)."""

    findings: tuple[Finding, ...] = ()
    checked: tuple[str, ...] = ()

    def conforms(self, fail_on: str = "violation") -> bool:
        """Whether nothing as grave as `fail_on` was found; ValueError for an unknown severity."""
        if fail_on not in SEVERITIES:
            raise ValueError(f"unknown severity {fail_on!r}; choose one of {', '.join(SEVERITIES)}")
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return not any(f.severity in grave for f in self.findings)

    def counts(self) -> dict[str, int]:
        """How many findings of each severity, with zeros."""
        counted = Counter(f.severity for f in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}


def make_report(findings: Iterable[Finding], checked: Iterable[str] = ()) -> Report:
    """A report in its order, without repetitions."""
    return Report(tuple(sorted(set(findings), key=Finding.order)), tuple(dict.fromkeys(checked)))


def combine(reports: Iterable[Report]) -> Report:
    """One report of several."""
    reports = list(reports)
    return make_report(
        (f for report in reports for f in report.findings),
        (name for report in reports for name in report.checked),
    )


def default_lang(environ: Mapping[str, str] | None = None) -> Lang:
    """The language of the user's environment: English where it says so, else German."""
    environ = os.environ if environ is None else environ
    chosen = next((environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(v)), "")
    return "en" if chosen.startswith("en") else "de"


def format_report(report: Report, fmt: str = "text", lang: Lang | None = None) -> str:
    """The report in one of `FORMATS`, ending in a newline.

    `lang` chooses the language of `text`, `html`, `junit` and of the messages of `sarif` (default: the
    environment's); `json` and `turtle` hold both. ValueError for an unknown format or language.
    """
    lang = lang or default_lang()
    if lang not in ("de", "en"):
        raise ValueError(f"unknown language {lang!r}; choose one of de, en")
    if fmt == "text":
        return _text(report, lang)
    if fmt not in FORMATS:
        raise ValueError(f"unknown format {fmt!r}; choose one of {', '.join(FORMATS)}")
    from kg.validate import formats

    return formats.WRITERS[fmt](report, lang)


WORDS: Mapping[str, tuple[str, str]] = {
    "violation": ("Fehler", "violation"),
    "warning": ("Warnung", "warning"),
    "info": ("Hinweis", "info"),
    "violations": ("Fehler", "violations"),
    "warnings": ("Warnungen", "warnings"),
    "infos": ("Hinweise", "infos"),
    "words": ("Worte", "words"),
    "subject": ("Gegenstand", "subject"),
    "property": ("Eigenschaft", "property"),
    "value": ("Wert", "value"),
    "remedy": ("Abhilfe", "remedy"),
    "checked": ("geprüft", "checked"),
    "title": ("Prüfbericht", "Validation report"),
    "nothing": ("Nichts zu beanstanden.", "Nothing to object to."),
    "nowhere": ("ohne Fundstelle", "no place known"),
}
"""Words of the report itself, German and English."""


def word(key: str, lang: Lang) -> str:
    """A word of `WORDS`."""
    return WORDS[key][0 if lang == "de" else 1]


def summary(report: Report, lang: Lang) -> str:
    """One line: `5 geprüft: 1 Fehler, 2 Warnungen, 0 Hinweise`."""
    counts = ", ".join(f"{n} {word(s if n == 1 else s + 's', lang)}" for s, n in report.counts().items())
    checked = f"{len(report.checked)} {word('checked', lang)}: " if report.checked else ""
    return checked + counts


def details(finding: Finding, lang: Lang) -> list[tuple[str, str]]:
    """What stands below a finding's message: pairs of word and text, only what is known."""
    focus = finding.focus_label
    if finding.focus and finding.focus != focus:
        focus = f"{focus} <{finding.focus}>"
    pairs = [
        ("words", quoted(finding.quote, lang)),
        ("subject", focus),
        ("property", finding.path),
        ("value", finding.value),
        ("remedy", finding.remedy(lang)),
    ]
    return [(word(key, lang), text) for key, text in pairs if text]


def quoted(quote: str, lang: Lang, limit: int = 120) -> str:
    """Words in the language's quotation marks, on one line, cut in the middle where very long."""
    line = " ".join(quote.split())
    if len(line) > limit:
        line = f"{line[: limit // 2].rstrip()} … {line[-limit // 2 :].lstrip()}"
    marks = "„“" if lang == "de" else "“”"
    return f"{marks[0]}{line}{marks[1]}" if line else ""


def _text(report: Report, lang: Lang) -> str:
    blocks = []
    for finding in report.findings:
        place = f"{finding.place()}: " if finding.place() else ""
        head = f"{place}{word(finding.severity, lang)}: {finding.message(lang)} [{finding.shape_name}]"
        blocks.append("\n".join([head] + [f"    {name}: {text}" for name, text in details(finding, lang)]))
    return "\n\n".join([*blocks, summary(report, lang)]) + "\n"
