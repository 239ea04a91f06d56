"""Reports as JSON, Turtle (SHACL), HTML, SARIF 2.1.0 and JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent
from xml.etree import ElementTree

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg import __version__
from kg.validate.report import Finding, Lang, Report, details, summary, word
from kg.vocab import PREFIXES

_SH = "http://www.w3.org/ns/shacl#"
_REMEDY = "https://w3id.org/stadtgraph/shapes#remedy"


def to_json(report: Report, lang: Lang) -> str:  # noqa: ARG001 - holds both languages
    """`{"conforms": …, "counts": …, "checked": […], "findings": […]}`; both languages, absent is null."""
    findings = [{**asdict(f), "shape_name": f.shape_name} for f in report.findings]
    whole = {
        "conforms": report.conforms(),
        "counts": report.counts(),
        "checked": list(report.checked),
        "findings": findings,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def to_turtle(report: Report, lang: Lang) -> str:  # noqa: ARG001 - holds both languages
    """A `sh:ValidationReport`. As SHACL has it, it conforms only where nothing at all was found."""
    root = BlankNode("report")
    triples = [
        Triple(root, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(_SH + "ValidationReport")),
        Triple(root, NamedNode(_SH + "conforms"), Literal(not report.findings)),
    ]
    for number, finding in enumerate(report.findings, start=1):
        result = BlankNode(f"result{number}")
        triples.append(Triple(root, NamedNode(_SH + "result"), result))
        triples += _result_triples(result, finding)
    prefixes = {"sh": _SH, "sgsh": _REMEDY.removesuffix("remedy"), "rdf": PREFIXES["rdf"]}
    return (serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode("utf-8")


def _result_triples(result: BlankNode, finding: Finding) -> list[Triple]:
    severity = {"violation": "Violation", "warning": "Warning", "info": "Info"}[finding.severity]
    pairs: list[tuple[str, NamedNode | Literal]] = [
        (PREFIXES["rdf"] + "type", NamedNode(_SH + "ValidationResult")),
        (_SH + "focusNode", _node(finding.focus)),
        (_SH + "resultSeverity", NamedNode(_SH + severity)),
        (_SH + "sourceShape", _node(finding.shape)),
        (_SH + "resultMessage", Literal(finding.message_de, language="de")),
        (_SH + "resultMessage", Literal(finding.message_en, language="en")),
    ]
    if finding.value:
        pairs.append((_SH + "value", _node(finding.value)))
    if finding.path and " " not in finding.path and finding.path.count(":") == 1:
        prefix, _, local = finding.path.partition(":")
        if prefix in PREFIXES and local.isidentifier():
            pairs.append((_SH + "resultPath", NamedNode(PREFIXES[prefix] + local)))
    if finding.remedy_de:
        pairs.append((_REMEDY, Literal(finding.remedy_de, language="de")))
        pairs.append((_REMEDY, Literal(finding.remedy_en, language="en")))
    if finding.place():
        pairs.append((PREFIXES["dcterms"] + "source", Literal(finding.place())))
    if finding.quote:
        pairs.append((PREFIXES["oa"] + "exact", Literal(finding.quote)))
    return [Triple(result, NamedNode(predicate), value) for predicate, value in pairs]


def _node(text: str) -> NamedNode | Literal:
    """An IRI where the text is one, else a string."""
    if text.startswith(("http://", "https://", "urn:")):
        try:
            return NamedNode(text)
        except ValueError:
            pass
    return Literal(text)


_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border-left: .3rem solid #777; padding: .1rem 1rem; margin: 1rem 0; }
article.violation { border-color: #b00020; } article.warning { border-color: #a15c00; }
article.info { border-color: #1565c0; }
h3 { margin: .5rem 0; } h3 small { font-weight: normal; } dl { margin: .5rem 0; }
dt { float: left; clear: left; min-width: 8rem; color: #555; } dd { margin-left: 8.5rem; }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #eee; } dt { color: #bbb; } }
"""


def to_html(report: Report, lang: Lang) -> str:
    """One page that needs nothing else: findings by file, all text escaped."""
    title = escape(word("title", lang))
    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_file.setdefault(finding.file, []).append(finding)
    parts = [f"<h1>{title}</h1>", f"<p>{escape(summary(report, lang))}</p>"]
    for file, findings in by_file.items():
        parts.append(f"<h2>{escape(file or word('nowhere', lang))}</h2>")
        parts += [_article(finding, lang) for finding in findings]
    if not report.findings:
        parts.append(f"<p>{escape(word('nothing', lang))}</p>")
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _article(finding: Finding, lang: Lang) -> str:
    rows = [("[" + finding.shape_name + "]", finding.place()), *details(finding, lang)]
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text) or '–'}</dd>" for name, text in rows)
    heading = f"{escape(word(finding.severity, lang))}: {escape(finding.message(lang))}"
    return f'<article class="{finding.severity}">\n<h3>{heading}</h3>\n<dl>{listed}</dl>\n</article>'


_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def to_sarif(report: Report, lang: Lang) -> str:
    """SARIF 2.1.0, as code hosts and editors read it; columns count code points."""
    rules: dict[str, Finding] = {}
    for finding in report.findings:
        rules.setdefault(finding.shape_name, finding)
    names = sorted(rules)
    run = {
        "tool": {
            "driver": {
                "name": "Stadtgraph",
                "semanticVersion": __version__,
                "rules": [_sarif_rule(name, rules[name], lang) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(f, names.index(f.shape_name), lang) for f in report.findings],
    }
    whole = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(name: str, finding: Finding, lang: Lang) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "shortDescription": {"text": name},
        "help": {"text": finding.remedy(lang) or name},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }


def _sarif_result(finding: Finding, rule: int, lang: Lang) -> dict[str, Any]:
    remedy = f" {finding.remedy(lang)}" if finding.remedy(lang) else ""
    result: dict[str, Any] = {
        "ruleId": finding.shape_name,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message(lang)}{remedy}"},
    }
    location: dict[str, Any] = {}
    if finding.file:
        uri = Path(finding.file).as_uri() if Path(finding.file).is_absolute() else percent(finding.file)
        location["physicalLocation"] = {"artifactLocation": {"uri": uri}}
        if finding.line is not None:
            region: dict[str, Any] = {"startLine": finding.line, "startColumn": finding.column or 1}
            if finding.quote:
                region["snippet"] = {"text": finding.quote}
            location["physicalLocation"]["region"] = region
    if finding.focus:
        name = {"name": finding.focus_label or finding.focus, "fullyQualifiedName": finding.focus}
        location["logicalLocations"] = [name]
    return {**result, "locations": [location]} if location else result


def to_junit(report: Report, lang: Lang) -> str:
    """JUnit XML: one test case per file checked that is sound, one per finding otherwise.

    Violations are failures; warnings and infos pass and are told in `system-out`.
    """
    faulty = {finding.file for finding in report.findings}
    sound = [name for name in report.checked if name not in faulty]
    counts = report.counts()
    total = str(len(sound) + len(report.findings))
    numbers = {"tests": total, "failures": str(counts["violation"]), "errors": "0"}
    root = ElementTree.Element("testsuites", numbers)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "kg validate", **numbers, "skipped": "0"})
    for name in sound:
        ElementTree.SubElement(suite, "testcase", {"classname": _xml(name), "name": "shapes"})
    for finding in report.findings:
        where = _xml(finding.file or finding.focus)
        case = ElementTree.SubElement(suite, "testcase", {"classname": where, "name": finding.shape_name})
        text = "\n".join([finding.place(), *(f"{name}: {value}" for name, value in details(finding, lang))])
        if finding.severity == "violation":
            attributes = {"message": _xml(finding.message(lang)), "type": finding.shape_name}
            ElementTree.SubElement(case, "failure", attributes).text = _xml(text)
        else:
            head = f"{word(finding.severity, lang)}: {finding.message(lang)}"
            ElementTree.SubElement(case, "system-out").text = _xml(f"{head}\n{text}")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold at all."""
    return "".join(c for c in text if c in "\t\n\r" or 0x20 <= ord(c) < 0xD800 or 0xE000 <= ord(c) < 0xFFFE
                   or ord(c) >= 0x10000)  # fmt: skip


WRITERS: Mapping[str, Callable[[Report, Lang], str]] = {
    "json": to_json,
    "turtle": to_turtle,
    "html": to_html,
    "sarif": to_sarif,
    "junit": to_junit,
}
"""Format name → writer of a whole report."""
