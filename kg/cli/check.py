"""`kg check`."""

from __future__ import annotations

import click

from kg.cli.common import Lang, lang_option, report_format_option


@click.command("check", short_help="Check the ontology: consistent and documented.")
@report_format_option
@lang_option
def command(form: str, lang: Lang) -> int:
    """Check the ontology: consistent, coherent, every term documented and declared.

    Needs Java, since the reasoner (HermiT) runs on it.

    \b
    Example:
      kg check
    """
    from kg import ontology
    from kg.validate.report import Finding, Report, format_report

    findings = [
        Finding(
            severity=found.severity,
            shape="https://w3id.org/stadtgraph/shapes#Ontology",
            focus=found.term,
            focus_label="",
            path="",
            value="",
            message_de=found.message,
            message_en=found.message,
            file=found.file,
            line=found.line or None,
        )
        for found in ontology.check()
    ]
    report = Report(tuple(findings), tuple(str(path) for path in ontology.default_files()))
    click.echo(format_report(report, form, lang), nl=False)
    return 0 if report.conforms("violation") else 1
