"""Facts of releases as text: a table for reading, JSON lines, Turtle, and HTML with every fact marked."""

from __future__ import annotations

import html as escaping
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from kg.model import Fact, Release, Value
from kg.slots import attestation_iri, decimal_text

Said = tuple[Release, Sequence[Fact]]

_QUOTE_WIDTH = 48
_SAID_WIDTH = 100


def jsonl(releases: Iterable[Said]) -> Iterator[str]:
    """One object per fact: release (file name), kind, the slots, evidence, id, section, modality, rule.

    Decimals are numbers, several values a list, absent slots absent. The release's own fact comes first.
    """
    for release, facts in releases:
        for fact in sorted(facts, key=lambda f: f.kind != "release"):
            line: dict[str, Any] = {"release": release.file, "kind": fact.kind}
            line |= {slot: _plain(value) for slot, value in fact.slots.items()}
            line["evidence"] = [{"quote": e.quote, "start": e.start, "end": e.end} for e in fact.evidence]
            line |= {"id": attestation_iri(release.key, fact), "section": fact.section}
            line |= {"modality": fact.modality, "rule": fact.rule}
            if fact.resolved:
                line["resolved"] = dict(fact.resolved)
            yield json.dumps(line, ensure_ascii=False) + "\n"


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value


def table(releases: Iterable[Said]) -> Iterator[str]:
    """A block per release: kind of each fact, what it says, and the words it rests on."""
    for release, facts in releases:
        yield f"{release.file}\n"
        for fact in sorted(facts, key=lambda f: f.kind != "release"):
            says = _padded(_cut(said(fact), _SAID_WIDTH), _SAID_WIDTH)
            yield f"  {fact.kind:<12} {says}  »{_cut(fact.evidence[0].quote, _QUOTE_WIDTH)}«\n"
        yield "\n"


def said(fact: Fact) -> str:
    """What a fact says, on one line: `person Ilona Benz · role CDO · attested 2023-09-20`."""
    parts = [f"{slot} {_words(value)}" for slot, value in fact.slots.items() if slot != "concept"]
    if fact.modality != "asserted":
        parts.append(f"({fact.modality})")
    return " · ".join(parts)


def _words(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def _cut(text: str, width: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def _padded(text: str, width: int) -> str:
    """To a width on the screen: wide characters take two columns, combining ones none."""
    taken = sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text
    )
    return text + " " * (width - taken)


def turtle(releases: Iterable[Said]) -> Iterator[str]:
    """The graphs of the releases in one Turtle document (their IRIs keep them apart)."""
    from kg import graph
    from kg.turtle import turtle as written

    return written(quad for release, facts in releases for quad in graph.release_quads(release, facts))


_STYLE = """
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
pre { white-space: pre-wrap; font: inherit; }
mark { border-radius: .2em; background: #fff3b0; color: inherit; }
mark[data-facts="2"] { background: #ffe08a; } mark.more { background: #ffcc66; }
table { border-collapse: collapse; font-size: .9rem; } td { padding: .2rem .6rem; vertical-align: top; }
tr { border-top: 1px solid #ddd; }
@media (prefers-color-scheme: dark) {
  body { background: #1b1b1b; color: #e8e8e8; } mark { background: #5a4d10; }
  mark[data-facts="2"] { background: #6e5d12; } mark.more { background: #806c14; }
}
""".strip()


def html(releases: Iterable[Said]) -> Iterator[str]:
    """A page that needs nothing else: each text with the words of every fact marked, and the facts."""
    yield '<!DOCTYPE html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n<title>Stadtgraph</title>\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
    for release, facts in releases:
        yield f"<h1>{escaping.escape(release.file)}</h1>\n<pre>"
        yield from _marked(release.text, facts)
        yield "</pre>\n<table>\n"
        for fact in facts:
            cells = (fact.kind, said(fact), fact.rule)
            yield "<tr>" + "".join(f"<td>{escaping.escape(cell)}</td>" for cell in cells) + "</tr>\n"
        yield "</table>\n"
    yield "</body>\n</html>\n"


class Piece(NamedTuple):
    """A piece of a text, between two places where evidence begins or ends.

    facts    what the facts that rest on it say
    begins   the evidence that begins with it: start and end, in code points, 0-based, end exclusive
    """

    text: str
    facts: tuple[str, ...]
    begins: tuple[tuple[int, int], ...]


def pieces(text: str, facts: Sequence[Fact]) -> Iterator[Piece]:
    """The whole text, cut where an evidence begins or ends."""
    spans = sorted({(e.start, e.end, f"{f.kind}: {said(f)}") for f in facts for e in f.evidence})
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    for start, end in pairwise(cuts):
        over = dict.fromkeys(what for s, e, what in spans if s <= start and end <= e)
        if text[start:end]:
            begins = dict.fromkeys((s, e) for s, e, _ in spans if s == start)
            yield Piece(text[start:end], tuple(over), tuple(begins))


def _marked(text: str, facts: Sequence[Fact]) -> Iterator[str]:
    """The text, each piece marked with the facts that rest on it."""
    for piece in pieces(text, facts):
        escaped = escaping.escape(piece.text)
        if not piece.facts:
            yield escaped
            continue
        more = ' class="more"' if len(piece.facts) > 2 else ""
        title = escaping.escape("\n".join(piece.facts), quote=True)
        yield f'<mark data-facts="{len(piece.facts)}"{more} title="{title}">{escaped}</mark>'
