"""Read-only means it: no update, no request to elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise, takewhile

from kg.errors import QueryError
from kg.query.lexing import Token, tokens
from kg.vocab import BASE

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_FROM = re.compile(r"(?:FROM|NAMED)$", re.IGNORECASE)  # `FROMNAMED` and `*FROM` are FROM too
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


# Measured with pyoxigraph 0.5: from a depth of about 800 and from about 15,000 operators on, its parser
# runs out of stack, which ends the process. Values alone (IRIs, names, numbers, commas) nest nothing.
_MAX_LENGTH = 2_000_000  # characters
_MAX_DEPTH = 100
_MAX_PARTS = 4_000
_VALUES = ("iri", "name", "string", "number", "variable", "language")


def check_readonly(sparql: str) -> None:
    """Raise QueryError unless the query only reads, reads only here, and cannot end the process.

    Refused are updates, `SERVICE`, `LOAD`, `FROM` with a graph that is not one of ours (some engines
    fetch it), and what is nested or strung together beyond measure. The query is cut into tokens, so
    words in strings, IRIs, names, variables and comments are not mistaken for keywords. Whether it is
    well-formed, its evaluation tells.
    """
    if len(sparql) > _MAX_LENGTH:
        raise QueryError(f"the query is too long: {len(sparql):,} characters, at most {_MAX_LENGTH:,}")
    if re.search(r"[\ud800-\udfff]", sparql):
        raise QueryError("the query is no text — write it in UTF-8")
    found = list(tokens(sparql))
    if any(t.kind == "escape" for t in found):
        raise QueryError("backslash escapes are allowed only within strings and names")
    for token, after in zip(found, chain(found[1:], [None]), strict=False):
        if _asks_elsewhere(token, after):
            raise QueryError(
                f"line {token.line}: {token.text.upper()} asks another server — it is refused; read-only "
                "queries answer from this graph alone"
            )
    body = _body(found)
    form = next((t for t in body if t.kind == "word"), None)
    if form is None or not form.says(*_FORMS):
        raise QueryError(_refusal(form))
    _check_from(found, body)
    _check_size(found)


def _asks_elsewhere(token: Token, after: Token | None) -> bool:
    """Is it `SERVICE` or `LOAD`, with or without a space around it.

    Parsers take keywords where they find them: `SERVICESILENT<…>` and `trueSERVICE<…>` are requests, and
    so is `SERVICE:x {` whether or not there is a prefix `SERVICE:`.
    """
    if token.kind == "word":
        return "SERVICE" in token.text.upper() or token.says("LOAD")
    prefix = token.text.partition(":")[0].upper() if token.kind == "name" else ""
    return "SERVICE" in prefix and after is not None and after.text == "{"


def _check_size(found: Sequence[Token]) -> None:
    depth = parts = 0
    for token in found:
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        parts += token.kind not in _VALUES and token.text != ","
        if depth > _MAX_DEPTH:
            raise QueryError(f"line {token.line}: the query is nested too deep, beyond {_MAX_DEPTH} brackets")
    if parts > _MAX_PARTS:
        raise QueryError(
            f"the query is too long: {parts:,} keywords, operators and brackets, at most {_MAX_PARTS:,}"
        )


def _refusal(form: Token | None) -> str:
    if form is not None and form.says(*_UPDATES):
        return f"line {form.line}: {form.text.upper()} is an update — only {', '.join(_FORMS)} are allowed"
    where = f"line {form.line}: “{form.text}” begins no query" if form else "this is no query"
    return f"{where} — it must be one of {', '.join(_FORMS)}"


def _body(found: Sequence[Token]) -> Sequence[Token]:
    """The tokens after the prologue (PREFIX name <iri>, BASE <iri>)."""
    at = 0
    while at < len(found) and found[at].says("PREFIX", "BASE"):
        at += 3 if found[at].says("PREFIX") else 2
    return found[at:]


def _check_from(found: Sequence[Token], body: Sequence[Token]) -> None:
    prefixes = {
        found[i + 1].text: found[i + 2].text[1:-1]
        for i in range(len(found) - 2)
        if found[i].says("PREFIX") and found[i + 2].kind == "iri"
    }
    for token in takewhile(lambda t: t.text != "{", body):
        if token.kind == "name" and _FROM.search(token.text.partition(":")[0]):
            raise QueryError(f"line {token.line}: write a space between FROM and the graph in “{token.text}”")
    for before, token in pairwise(found):
        named = token.kind in ("iri", "name") and before.kind == "word" and _FROM.search(before.text)
        if named and not _expanded(token, prefixes).startswith(BASE):
            raise QueryError(
                f"line {token.line}: FROM {token.text} is no graph of this store, and could be fetched from "
                f"elsewhere — graphs begin with {BASE}graph/"
            )


def _expanded(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes.get(f"{prefix}:", "") + local
