"""Plain text and Markdown: bytes in, text out, nothing guessed."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ReadError

MAX_CHARACTERS = 5_000_000
"""A longer text is refused: it is no press release, and every later step would suffer."""

BLANK = " \t\r\n\f\v\ufeff\u200b\u00a0"
"""What a text is made of that says nothing."""

# The mark of UTF-32 begins like that of UTF-16, so it comes first.
MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
"""Byte order marks that tell the encoding; without one of them a text is UTF-8."""

_MAGIC = {
    b"PK\x03\x04": ("a ZIP archive (DOCX, ODT, EPUB are such)", "save it as plain text (UTF-8) or PDF"),
    b"\xd0\xcf\x11\xe0": ("an old Office document", "save it as plain text (UTF-8) or PDF"),
    b"{\\rtf": ("an RTF document", "save it as plain text (UTF-8) or PDF"),
    b"\x89PNG": ("a PNG image", "give the text of the release"),
    b"\xff\xd8\xff": ("a JPEG image", "give the text of the release"),
    b"GIF8": ("a GIF image", "give the text of the release"),
    b"\x1f\x8b": ("compressed with gzip", "unpack it first: gunzip {0}"),
}


def decode(data: bytes, path: Path | str) -> str:
    """The text of a text file's bytes: UTF-8, or UTF-16 and UTF-32 with a byte order mark.

    `path` only names it in the ReadError.
    """
    refuse_other_formats(data, path)
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in data:
        raise ReadError("is binary: it holds NUL bytes", path=path, remedy="give plain text (UTF-8)")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, encoding, error, path) from error
    if not text.strip(BLANK):
        raise ReadError("is empty", path=path, remedy="remove it, or put the release's text into it")
    return check_length(text, path)


def refuse_other_formats(data: bytes, path: Path | str) -> None:
    """Raise ReadError for bytes of a format that is not read, and for more of them than a text can have."""
    for magic, (what, remedy) in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(f"is {what}, not text", path=path, remedy=remedy.format(path))
    if len(data) > 4 * MAX_CHARACTERS:  # no encoding that is read needs more per character
        raise _too_large(path)


def check_length(text: str, path: Path | str) -> str:
    """The text, unless it is longer than a release can be: then ReadError."""
    if len(text) > MAX_CHARACTERS:
        raise _too_large(path)
    return text


def _too_large(path: Path | str) -> ReadError:
    return ReadError(
        f"is longer than {MAX_CHARACTERS:,} characters", path=path, remedy="give one release per file"
    )


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError, path: Path | str) -> ReadError:
    line = data.count(b"\n", 0, error.start) + 1 if encoding == "utf-8" else None
    message = f"is not {encoding.upper()}: byte 0x{data[error.start]:02x} at position {error.start}"
    remedy = "save it as UTF-8"
    if encoding == "utf-8":
        target = Path(path).with_suffix(".utf8.txt").name
        remedy = f"if it is Windows or Latin-1 text: iconv -f WINDOWS-1252 -t UTF-8 {path} > {target}"
    return ReadError(message, path=path, line=line, remedy=remedy)
