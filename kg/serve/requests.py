"""Requests as the rest of the server sees them: decoded strictly, with the headers that matter."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kg.serve.exchange import Lang, Problem

WANTED = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "if-none-match", "content-type", "content-length",
        "content-encoding", "range", "origin", "access-control-request-method",
        "access-control-request-headers",
    }
)  # fmt: skip
"""Names of the headers that can change an answer; all others are as if they were not there."""

_LONGEST = 4096
"""Characters of a header that is heeded. What clients send is far shorter."""
_MOST = 1000
"""Parameters of a request. To read a million would hold up all others."""
_BROKEN = re.compile("%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LANGUAGE = re.compile(
    r"\s*(de|en)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*", re.IGNORECASE
)


@dataclass(slots=True)
class Request:
    """A request.

    path      percent-decoded, without the prefix; query: as sent; client: the address it came from
    params    parameters by name, those of the query string and of a form's body
    headers   those in WANTED, by lower-case name; several lines are joined by commas
    """

    method: str
    path: str
    query: str
    client: str
    headers: Mapping[str, str]
    body: bytes = b""
    params: dict[str, list[str]] = field(default_factory=dict)

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Put parameters behind those that are there."""
        for name, value in pairs:
            self.params.setdefault(name, []).append(value)

    def take(self, name: str) -> list[str]:
        """The values of a parameter, which is taken out of the others."""
        return self.params.pop(name, [])

    def rest(self) -> tuple[tuple[str, str], ...]:
        """The pairs that were not taken; the values of one name in order."""
        return tuple([(name, value) for name, values in self.params.items() for value in values])

    def take_one(self, name: str) -> str | None:
        """The value of a parameter that may be there once; it is taken out. Raises Problem for several."""
        found = self.take(name)
        if len(found) > 1:
            raise Problem(
                400, "A parameter is repeated", f"“{name}” may be given once, not {len(found)} times"
            )
        return found[0] if found else None


@lru_cache(64)  # few, as headers may be long; a client sends the same ones all the time
def joined(items: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Header lines by name. One that is overlong is as if it were not there."""
    found: dict[str, str] = {}
    for name, value in items:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return {name: value for name, value in found.items() if len(value) <= _LONGEST}


def check_path(path: str) -> None:
    """Raise Problem for a path that is no text: no UTF-8 (U+FFFD by now), control characters."""
    if path.isascii() and path.isprintable():
        return
    if "\ufffd" in path or _CONTROL.search(path):
        raise Problem(
            400, "The path is malformed", "it must be UTF-8 without control characters, percent-encoded"
        )


def parameters(encoded: str | bytes) -> list[tuple[str, str]]:
    """The pairs of a query string or form (application/x-www-form-urlencoded), in order.

    Raises Problem for broken percent-encodings, what is no UTF-8, NUL, and too many of them.
    """
    if isinstance(encoded, bytes):
        try:
            encoded = encoded.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise _no_text(f"byte {problem.start}") from problem
    if "\ufffd" in encoded:
        raise _no_text("the query string")
    if encoded.count("&") >= _MOST:
        raise Problem(400, "There are too many parameters", f"a request may have {_MOST:,}")
    return [
        (_decoded(name), _decoded(value))
        for name, _, value in map(_split, encoded.split("&"))
        if name or value
    ]


def _split(pair: str) -> tuple[str, str, str]:
    return pair.partition("=")


def _decoded(text: str) -> str:
    text = text.replace("+", " ")
    if "%" not in text:
        decoded = text
    else:
        broken = _BROKEN.search(text)
        if broken:
            raise Problem(
                400,
                "A percent-encoding is malformed",
                f"“{text[broken.start() : broken.start() + 3]}” is none; a percent sign is written %25",
            )
        try:
            decoded = _unquoted(text.encode()).decode("utf-8")
        except UnicodeDecodeError as problem:
            raise _no_text("a parameter") from problem
    if "\0" in decoded:
        raise Problem(400, "A parameter holds NUL", "the character U+0000 is not allowed here")
    return decoded


def _unquoted(encoded: bytes) -> bytes:
    """Percent-decoded, where no percent sign is broken.

    As quoted-printable, which the standard library decodes at once: a megabyte takes 2 ms, not 100, in
    which nobody else would be answered.
    """
    return binascii.a2b_qp(encoded.replace(b"=", b"=3D").replace(b"%", b"="))


def _no_text(where: str) -> Problem:
    return Problem(400, "The request is no text", f"{where} is not UTF-8 — encode it as UTF-8")


@lru_cache(1024)
def language(header: str | None) -> Lang:
    """`de` or `en`, what Accept-Language likes better; English where it says neither."""
    best = 0.0
    chosen: Lang = "en"
    for part in (header or "").split(","):
        found = _LANGUAGE.fullmatch(part)
        if found:
            quality = float(found[2] or 1)
            if quality > best:
                best, chosen = quality, "de" if found[1].lower() == "de" else "en"
    return chosen
