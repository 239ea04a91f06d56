"""Read-only means it: no update, no request to elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile
from typing import NoReturn

from kg.errors import QueryError, QueryLimitError
from kg.query.lexing import Token, tokens
from kg.vocab import BASE, PREFIXES

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_FROM = re.compile(r"(?:FROM|NAMED)$", re.IGNORECASE)  # `FROMNAMED` and `*FROM` are FROM too
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


# Measured with pyoxigraph 0.5: from a depth of about 800 and from about 15,000 operators on, its parser
# runs out of stack, which ends the process. Values alone (IRIs, names, numbers, commas) nest nothing.
_MAX_LENGTH = 2_000_000  # characters
_MAX_DEPTH = 100
_MAX_PARTS = 4_000
_VOLATILE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
_SHOWN = 80  # characters of a token in an error
_VALUES = ("iri", "name", "string", "number", "variable", "language")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a query is: its form (SELECT, ASK, CONSTRUCT, DESCRIBE), and the graphs it asks of.

    default, named   IRIs after FROM and FROM NAMED; both empty: the query leaves the dataset open
    volatile         it can give another answer each time (NOW, RAND, UUID …)
    """

    form: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    volatile: bool = False


def check_readonly(sparql: str, *, prefixes: Mapping[str, str] = PREFIXES) -> Checked:
    """What a query is. Raises QueryError unless it only reads, reads only here, and cannot end the process.

    Refused are updates, `SERVICE`, `LOAD`, `FROM` with a graph that is not one of ours (some engines
    fetch it), and (QueryLimitError) what is nested or strung together beyond measure. The query is cut
    into tokens, so words in strings, IRIs, names, variables and comments are not mistaken for keywords.
    Whether it is well-formed, its evaluation tells. `prefixes` need no declaration.
    """
    return _plain(sparql) or _inspected(sparql, prefixes)


_PLAIN = {form: Checked(form) for form in _FORMS}
_SHORT = 2000  # characters: so short, a query cannot have too many parts
_SUSPICIOUS = ("SERVICE", "LOAD", "FROM", "\\", *_VOLATILE)
_BEGIN = re.compile(
    rf"""(?:\s*(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\s]*>)*\s*({"|".join(_FORMS)})\b""", re.IGNORECASE
)


def _plain(sparql: str) -> Checked | None:
    """What a short query is that holds, in whatever place, none of the words and marks to look for.

    What is not even there as text is not there as a token. Saves most queries the cutting, which takes as
    long as evaluating them.
    """
    begin = _BEGIN.match(sparql)
    if not begin or len(sparql) > _SHORT or not sparql.isascii():
        return None
    text = sparql.upper()
    for word in _SUSPICIOUS:
        if word in text:
            return None
    if text.count("(") + text.count("{") + text.count("[") > _MAX_DEPTH:
        return None
    return _PLAIN[begin[1].upper()]


def _inspected(sparql: str, prefixes: Mapping[str, str]) -> Checked:
    if len(sparql) > _MAX_LENGTH:
        raise QueryLimitError(f"the query is too long: {len(sparql):,} characters, at most {_MAX_LENGTH:,}")
    if re.search(r"[\ud800-\udfff]", sparql):
        raise QueryError("the query is no text — write it in UTF-8")
    found = _counted(sparql)
    for token, after in zip(found, chain(found[1:], [None]), strict=False):
        if token.kind == "escape":
            _refuse(token, "backslash escapes are allowed only within strings and names")
        if _asks_elsewhere(token, after):
            _refuse(
                token,
                f"{token.text.upper()} asks another server — it is refused; read-only queries answer from "
                "this graph alone",
            )
    body = _body(found)
    form = next((t for t in body if t.kind == "word"), None)
    if form is None:
        raise QueryError(f"this is no query — it must be one of {', '.join(_FORMS)}")
    if not form.says(*_FORMS):
        _refuse(form, _refusal(form))
    default, named = _from(found, body, prefixes)
    _check_depth(found)
    volatile = any(t.kind == "word" and t.says(*_VOLATILE) for t in found)
    return Checked(form.text.upper(), default, named, volatile)


def _refuse(token: Token, why: str) -> NoReturn:
    words = token.text if len(token.text) <= _SHOWN else f"{token.text[:_SHOWN]}…"
    raise QueryError(f"line {token.line}: {why}", line=token.line, column=token.column, words=words)


def _asks_elsewhere(token: Token, after: Token | None) -> bool:
    """Is it `SERVICE` or `LOAD`, with or without a space around it.

    Parsers take keywords where they find them: `SERVICESILENT<…>` and `trueSERVICE<…>` are requests, and
    so is `SERVICE:x {` whether or not there is a prefix `SERVICE:`.
    """
    if token.kind == "word":
        return "SERVICE" in token.text.upper() or token.says("LOAD")
    prefix = token.text.partition(":")[0].upper() if token.kind == "name" else ""
    return "SERVICE" in prefix and after is not None and after.text == "{"


def _counted(sparql: str) -> list[Token]:
    """The tokens of a query; QueryLimitError as soon as there are too many that can nest or chain."""
    found: list[Token] = []
    parts = 0
    for token in tokens(sparql):
        found.append(token)
        parts += token.kind not in _VALUES and token.text != ","
        if parts > _MAX_PARTS:
            raise QueryLimitError(
                f"the query is too long: more than {_MAX_PARTS:,} keywords, operators and brackets",
                line=token.line,
                column=token.column,
                words=token.text[:_SHOWN],
            )
    return found


def _check_depth(found: Sequence[Token]) -> None:
    depth = 0
    for token in found:
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        if depth > _MAX_DEPTH:
            raise QueryLimitError(
                f"line {token.line}: the query is nested too deep, beyond {_MAX_DEPTH} brackets",
                line=token.line,
                column=token.column,
                words=token.text,
            )


def _refusal(form: Token) -> str:
    if form.says(*_UPDATES):
        return f"{form.text.upper()} is an update — only {', '.join(_FORMS)} are allowed"
    return f"“{form.text}” begins no query — it must be one of {', '.join(_FORMS)}"


def _body(found: Sequence[Token]) -> Sequence[Token]:
    """The tokens after the prologue (PREFIX name <iri>, BASE <iri>)."""
    at = 0
    while at < len(found) and found[at].says("PREFIX", "BASE"):
        at += 3 if found[at].says("PREFIX") else 2
    return found[at:]


def _from(
    found: Sequence[Token], body: Sequence[Token], known: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The graphs after FROM and after FROM NAMED. Raises QueryError for one that is not of ours."""
    prefixes = {f"{name}:": iri for name, iri in known.items()} | {
        found[i + 1].text: found[i + 2].text[1:-1]
        for i in range(len(found) - 2)
        if found[i].says("PREFIX") and found[i + 2].kind == "iri"
    }
    for token in takewhile(lambda t: t.text != "{", body):
        if token.kind == "name" and _FROM.search(token.text.partition(":")[0]):
            _refuse(token, f"write a space between FROM and the graph in “{token.text}”")
    default: list[str] = []
    named: list[str] = []
    for before, token in pairwise(found):
        if token.kind not in ("iri", "name") or before.kind != "word" or not _FROM.search(before.text):
            continue
        graph = _expanded(token, prefixes)
        if not graph.startswith(BASE):
            _refuse(
                token,
                f"FROM {token.text} is no graph of this store, and could be fetched from elsewhere — graphs "
                f"begin with {BASE}graph/",
            )
        (named if before.text.upper().endswith("NAMED") else default).append(graph)
    return tuple(default), tuple(named)


def _expanded(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes.get(f"{prefix}:", "") + local
