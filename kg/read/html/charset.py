"""The characters of a web page: by its byte order mark or what it states, else UTF-8; nothing is guessed."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kg.errors import ReadError
from kg.read.plain import MARKS

_STATED = re.compile(
    rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']?(?P<xml>[\w.:-]+)|<meta\s[^>]*?charset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]+)",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_HEAD = 16_384  # bytes in which a page states its charset
# Codecs of Python that are charsets; it has others, which make bytes of bytes or run for ever.
_CHARSET = re.compile(r"utf-8|ascii|iso8859-\d{1,2}|cp(?:125\d|437|850|852|858|866)|mac-roman|koi8-[ru]")
# What browsers take these for: the quotation marks of such pages are those of Windows.
_WINDOWS = frozenset(("ascii", "iso8859-1"))


def decode(data: bytes, path: Path | str) -> str:
    """The markup of a page's bytes.

    Raises ReadError where the charset that the page states is not known, or the bytes are not in it.
    """
    charset, stated = _charset(data, path)
    try:
        text = data.decode(charset)
    except UnicodeDecodeError as error:
        what = f"states that it is {stated}, and is not" if stated else "states no charset and is not UTF-8"
        place = f"byte 0x{data[error.start]:02x} at position {error.start}"
        line = data.count(b"\n", 0, error.start) + 1 if charset not in MARKS.values() else None
        raise ReadError(
            f"{what}: {place}",
            path=path,
            line=line,
            remedy='state the right one (<meta charset="windows-1252">), or save it as UTF-8',
        ) from error
    return text.replace("\0", "")


def _charset(data: bytes, path: Path | str) -> tuple[str, str]:
    """The codec, and the charset as the page states it; "" where it states none."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), *MARKS.items()):
        if data.startswith(mark):
            return name, name.removesuffix("-sig").upper()
    match = _STATED.search(_COMMENT.sub(b"", data[:_HEAD]))
    if match is None:
        return "utf-8", ""
    stated = (match["xml"] or match["meta"]).decode("ascii")
    if stated.lower().startswith(("utf-16", "utf16")):
        return "utf-8", stated  # in UTF-16 it could not have been read
    try:
        name = codecs.lookup(stated).name
    except LookupError:
        name = ""
    if not _CHARSET.fullmatch(name):
        raise ReadError(
            f"states an unknown charset: {stated[:40]}", path=path, remedy="save it as UTF-8 and state that"
        )
    return ("cp1252" if name in _WINDOWS else name), stated
