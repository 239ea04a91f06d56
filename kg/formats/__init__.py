"""Formats beside text: the words of a file, told apart by its content, and what it says of itself.

Each format is a module that is loaded when a file of it is met; so are the libraries it needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Literal

Format = Literal["html", "pdf"]
SUFFIXES = (".html", ".htm", ".pdf")

_PDF = re.compile(rb"\A[\s\xef\xbb\xbf\x00]{0,1024}%PDF-")
_HTML = re.compile(
    rb"\A[\s\xef\xbb\xbf\xff\xfe]*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,4000}-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(rb"</(?:p|div|h1|h2|article|section|table|ul|body)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file as evidence will refer to it, and its own metadata (issued, title, publisher)."""

    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)


def format_of(data: bytes, suffix: str = "") -> Format | None:
    """The format of a file's bytes; None for what is read as text.

    The content decides. A name that ends in .html or .htm lets a piece of a page count as one, too.
    """
    if _PDF.match(data[:2048]):
        return "pdf"
    if _HTML.match(data[:8192].replace(b"\0", b"")):  # UTF-16 has a NUL beside each ASCII character
        return "html"
    if suffix.lower() in (".html", ".htm") and _FRAGMENT.search(data):
        return "html"
    return None


def extracted(data: bytes, form: Format, name: Path | str) -> Extracted:
    """The text and metadata of a file; `name` names it in the ReadError that what is no text gets."""
    module = import_module(f"kg.formats.{form}")
    found: Extracted = module.read(data, name)
    return found
