"""Read-only means it: no update, no request to elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.errors import QueryError
from kg.query.lexing import Token, tokens
from kg.vocab import BASE

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


def check_readonly(sparql: str) -> None:
    """Raise QueryError unless the query only reads, and reads only here.

    Refused are updates, `SERVICE`, `LOAD`, and `FROM` with a graph that is not one of ours (some
    engines fetch it). The query is cut into tokens, so words in strings, IRIs, names, variables and
    comments are not mistaken for keywords. Whether it is well-formed, its evaluation tells.
    """
    found = list(tokens(sparql))
    if any(t.kind == "escape" for t in found):
        raise QueryError("backslash escapes are allowed only within strings, names and IRIs")
    for token in found:
        if token.says("SERVICE", "LOAD"):
            raise QueryError(
                f"line {token.line}: {token.text.upper()} asks another server — it is refused; read-only "
                "queries answer from this graph alone"
            )
    form = next((t for t in _body(found) if t.kind == "word"), None)
    if form is None or not form.says(*_FORMS):
        raise QueryError(_refusal(form))
    _check_from(found)


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


def _check_from(found: Sequence[Token]) -> None:
    prefixes = {
        found[i + 1].text: found[i + 2].text[1:-1]
        for i in range(len(found) - 2)
        if found[i].says("PREFIX") and found[i + 2].kind == "iri"
    }
    for before, token in pairwise(found):
        named = token.kind in ("iri", "name") and before.says("FROM", "NAMED")
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
