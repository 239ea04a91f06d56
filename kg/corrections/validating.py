"""Whether what comes of corrections passes the shapes, as what a release says must."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pyoxigraph import Quad

from kg import graph, validate
from kg.model import Evidence, Fact, Release
from kg.validate.report import Finding

_REMEMBERED = 256
"""So many releases with corrections are remembered: deriving asks, and the build's report asks again."""


def violations(release: Release, facts: Sequence[Fact]) -> list[Finding]:
    """The violations in what a release would say with these facts."""
    return [finding for finding in findings(release, facts) if finding.severity == "violation"]


def findings(release: Release, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """All that the shapes find in what a release would say with these facts.

    Of the text only the quoted words count: where a licence forbids to keep the rest, the verdict is the
    same. A fact that was added without words of the release is taken to stand at its beginning.
    """
    text = _quoted(facts)
    start = (Evidence(0, 1, text[0]),)
    told = [fact if fact.evidence else replace(fact, evidence=start) for fact in facts]
    probe = replace(release, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    return _findings(tuple(graph.release_quads(probe, told)))


def _quoted(facts: Sequence[Fact]) -> str:
    """A text with the quotes of facts where they stand, and blanks elsewhere."""
    spans = [evidence for fact in facts for evidence in fact.evidence]
    letters = [" "] * max((span.end for span in spans), default=1)
    for span in spans:
        letters[span.start : span.end] = span.quote
    return "".join(letters)


@lru_cache(_REMEMBERED)
def _findings(quads: tuple[Quad, ...]) -> tuple[Finding, ...]:
    return validate.validate_graph(quads).findings
