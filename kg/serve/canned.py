"""Canned queries over HTTP: their list, and each with its parameters, pages and evidence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from kg import query as kg_query
from kg.errors import ParameterError
from kg.query import CannedQuery, Parameter, Rows
from kg.query.rows import for_people
from kg.serve import media, pages, problems
from kg.serve.cells import Cell, cell
from kg.serve.editor import results, sparql_page
from kg.serve.exchange import Answer, Ask, Context, Problem

__all__ = [
    "LONGEST_VALUE", "MOST_PAGES", "MOST_ROWS", "MOST_VALUES", "OWN", "PAGE", "queries", "query", "results",
    "sparql_page",
]  # fmt: skip

OWN = ("evidence", "limit", "page", "timeout")
"""Parameters of every canned query beside its own; `format` and `lang` are the front's."""
PAGE = 100
"""Rows of a page where `limit` does not say."""
MOST_ROWS, MOST_PAGES = 10_000, 1_000_000
MOST_VALUES = 50
"""Values of all parameters together: each is looked up."""
LONGEST_VALUE = 1000
"""Characters of a value."""
_MOST_CHOICES = 200  # a longer list of choices helps nobody
_LONGEST_NOTE = 600  # characters: what a note lists can be long, and headers are not
_FORMATS = {
    **{media_type: name for name, media_type in media.RESULTS.items()},
    media.OTHERS["jsonl"]: "jsonl",
}
_TRUE, _FALSE = ("1", "true"), ("0", "false")
_IN_HEADER = " !#$&'()*+,/:;=?@[]"  # quoting leaves them; the percent sign, quotes and line breaks go


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a canned query. `limit` is None where all rows are wanted at once."""

    params: dict[str, list[str]]
    evidence: bool
    limit: int | None
    page: int


# -- the list ----------------------------------------------------------------------------------------------


def queries(context: Context, ask: Ask) -> Answer:
    """`/queries`: all canned queries, as JSON or as a page."""
    found = [kg_query.load(name) for name in kg_query.names()]
    if ask.media == media.HTML:
        return pages.page("queries.html", context, ask, queries=found)
    return Answer(problems.as_json([_described(context, canned) for canned in found]), ask.media)


def _described(context: Context, canned: CannedQuery) -> dict[str, Any]:
    return {
        "name": canned.name,
        "summary": dict(canned.summary),
        "description": dict(canned.description),
        "tags": list(canned.tags),
        "evidence": bool(canned.evidence),
        "params": [
            {"name": p.name, "type": p.type, "label": dict(p.label), "default": p.default}
            for p in canned.params
        ],
        "url": context.url(f"/queries/{canned.name}"),
    }


# -- one of them -------------------------------------------------------------------------------------------


def query(context: Context, ask: Ask) -> Answer:
    """`/queries/<name>`: the rows of a canned query, as `kg query` prints them, or as a page.

    Raises UnknownQueryError, ParameterError (with the nearest known) and QueryError for what cannot be
    asked, Problem (503) when the answer is larger than allowed.
    """
    canned = kg_query.load(ask.path)
    asked = _asked(canned, ask)
    rows = kg_query.run(canned, asked.params, context.store, labels=context.labels)
    if asked.evidence:
        rows = kg_query.with_evidence(rows, context.store)
    shown = _page_of(rows, asked)
    headers = (*_links(context, ask, asked, len(rows.rows)), *_notes(_all_notes(context, canned, rows)))
    if ask.media == media.HTML:
        answer = _page(context, ask, canned, asked, rows, shown)
    else:
        answer = Answer(kg_query.write(shown, _FORMATS[ask.media]).encode("utf-8"), ask.media)
    if len(answer.body) > context.settings.max_result:
        raise _too_large(context.settings.max_result)
    return answer._replace(headers=headers)


def _asked(canned: CannedQuery, ask: Ask) -> _Asked:
    params: dict[str, list[str]] = {}
    own: dict[str, str] = {}
    for name, value in ask.params:
        if canned.param(name) is None and name not in OWN:
            raise _unknown(canned, name)
        if not value.strip():
            continue  # an empty field of a form: not given
        if canned.param(name) is not None:
            _check_length(name, value)
            params.setdefault(name, []).append(value)
        elif name in own:
            raise ParameterError(f"{name} may be given once")
        else:
            own[name] = value.strip()
    if sum(map(len, params.values())) > MOST_VALUES:
        raise ParameterError(f"these are too many values — at most {MOST_VALUES} can be asked for at once")
    limit = _number("limit", own["limit"], MOST_ROWS) if "limit" in own else None
    page = _number("page", own["page"], MOST_PAGES) if "page" in own else 1
    if limit is None and ("page" in own or ask.media == media.HTML):
        limit = PAGE
    return _Asked(params, _truth("evidence", own.get("evidence", "0")), limit, page)


def _unknown(canned: CannedQuery, name: str) -> ParameterError:
    known = [*(p.name for p in canned.params), *OWN]
    near = difflib.get_close_matches(name[:LONGEST_VALUE], known, n=3)
    meant = f"did you mean {near[0]}?" if near else f"it has {', '.join(known)}"
    return ParameterError(f"{canned.name} has no parameter “{_cut(name)}” — {meant}", nearest=near or known)


def _check_length(name: str, value: str) -> None:
    if len(value) > LONGEST_VALUE:
        raise ParameterError(f"{name}: “{_cut(value)}” is too long — at most {LONGEST_VALUE} characters")


def _number(name: str, value: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= most:
        raise ParameterError(f"{name}: “{_cut(value)}” is no number from 1 to {most}")
    return int(value)


def _truth(name: str, value: str) -> bool:
    if value.lower() not in (*_TRUE, *_FALSE):
        raise ParameterError(f"{name}: “{_cut(value)}” is neither 1 nor 0", nearest=(*_TRUE, *_FALSE))
    return value.lower() in _TRUE


def _cut(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:80]}…"


def _too_large(limit: int) -> Problem:
    return Problem(
        503,
        "The answer is too large",
        f"it is larger than the {limit // 2**20} MB that an answer may have — ask in parts (limit and page)",
        reason="result",
    )


# -- pages of rows -----------------------------------------------------------------------------------------


def _page_of(rows: Rows, asked: _Asked) -> Rows:
    if asked.limit is None:
        return rows
    start = (asked.page - 1) * asked.limit
    return Rows(rows.columns, rows.rows[start : start + asked.limit], rows.notes, rows.evidence)


def _neighbours(asked: _Asked, total: int) -> dict[str, int]:
    """Other pages by their relation (RFC 8288): first, prev, next, last."""
    if asked.limit is None:
        return {}
    last = max(1, -(-total // asked.limit))
    found = {"first": 1, "prev": min(asked.page - 1, last), "next": asked.page + 1, "last": last}
    return {rel: page for rel, page in found.items() if 1 <= page <= last}


def _links(context: Context, ask: Ask, asked: _Asked, total: int) -> Iterable[tuple[str, str]]:
    links = [
        f'<{_address(context, ask, page=str(page))}>; rel="{rel}"'
        for rel, page in _neighbours(asked, total).items()
    ]
    return [("link", ", ".join(links))] if links else []


def _address(context: Context, ask: Ask, **changed: str) -> str:
    """This very question with other values of some parameters; "" leaves one out."""
    kept = [(name, value) for name, value in _sent(ask) if name not in changed and value.strip()]
    pairs = [*kept, *((name, value) for name, value in changed.items() if value)]
    return context.link(f"/queries/{quote(ask.path, safe='')}") + (
        f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
    )


def _sent(ask: Ask) -> list[tuple[str, str]]:
    """All parameters as they came: those of the front (format, lang), too."""
    return parse_qsl(ask.here.partition("?")[2], keep_blank_values=True)


# -- notes -------------------------------------------------------------------------------------------------


def _all_notes(context: Context, canned: CannedQuery, rows: Rows) -> tuple[str, ...]:
    withheld = canned.name == "contacts" and not context.settings.with_contacts
    return (*rows.notes, _WITHHELD["en"]) if withheld else rows.notes


_WITHHELD = {
    "de": "Kontaktdaten werden hier nicht ausgeliefert; der Betreiber kann sie mit --with-contacts freigeben",
    "en": "contact data is not served here; the operator can allow it with --with-contacts",
}


def _notes(notes: Sequence[str]) -> Iterable[tuple[str, str]]:
    """What people should know, for machines: percent-encoded UTF-8, which cannot end a header."""
    for note in notes:
        short = note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]}…"
        yield "x-stadtgraph-note", quote(short, safe=_IN_HEADER, errors="replace")


# -- the page ----------------------------------------------------------------------------------------------


def _page(context: Context, ask: Ask, canned: CannedQuery, asked: _Asked, rows: Rows, shown: Rows) -> Answer:
    bound, _ = kg_query.prepare(canned, asked.params, context.labels)
    columns = for_people(rows)
    limit = asked.limit or PAGE
    start = (asked.page - 1) * limit
    text = _without_header(bound)
    withheld = canned.name == "contacts" and not context.settings.with_contacts
    return pages.page(
        "query.html",
        context,
        ask,
        query=canned,
        fields=[(p, asked.params.get(p.name, [""]), _choices(context, p)) for p in canned.params],
        evidence=asked.evidence,
        limit=limit,
        kept_lang=dict(_sent(ask)).get("lang", ""),
        columns=[rows.columns[i] for i in columns],
        cells=[[_cell(context, shown.columns, row, i) for i in columns] for row in shown.rows],
        first=start + 1,
        last=start + len(shown.rows),
        total=len(rows.rows),
        neighbours=[
            (rel, _address(context, ask, page=str(page)))
            for rel, page in _neighbours(asked, len(rows.rows)).items()
            if page != asked.page
        ],
        formats=[
            (name, _address(context, ask, format=name, page="", limit="")) for name in _FORMATS.values()
        ],
        notes=[*rows.notes, *([_WITHHELD[ask.lang]] if withheld else [])],
        text=text,
        edit=context.link("/sparql") + "?" + urlencode({"edit": text}, quote_via=quote),
    )


def _cell(context: Context, columns: Sequence[str], row: Sequence[Any], at: int) -> Cell:
    """A cell; a label leads where the entity does that it is the label of."""
    entity = columns[at].removesuffix("Label")
    if entity != columns[at] and entity in columns and row[at] is not None:
        return cell(context, row[columns.index(entity)], row[at])
    return cell(context, row[at])


def _choices(context: Context, parameter: Parameter) -> list[str]:
    """What a user can choose from, where that is not too much; kept for this version of the data."""
    kept: dict[Any, list[str]] = context.kept.setdefault("choices", {})
    key = (parameter.type, parameter.choices)
    if key not in kept:
        found = kg_query.known_labels(parameter, context.labels)
        kept[key] = found if len(found) <= _MOST_CHOICES else []
    return kept[key]


def _without_header(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))
