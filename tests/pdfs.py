"""PDF files written for tests: lines of Helvetica at given places, and pages set from text.

Enough of the format for a reader: objects, pages, a font of the fourteen that every reader has, metadata.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842  # A4 in points
LEFT, RIGHT, TOP, BOTTOM = 71, 524, 760, 80
# Widths of Helvetica in thousandths of its size; what is not named is as wide as most letters are.
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222), **dict.fromkeys("ft.,:;!/() -I", 278), **dict.fromkeys("r„“”", 333),
    **dict.fromkeys("cksvxyzJ", 500), **dict.fromkeys("FTZ", 611), **dict.fromkeys("ABEKPSVXY&ÄÜ", 667),
    **dict.fromkeys("CDHNRUw", 722), **dict.fromkeys("GOQÖ", 778), **dict.fromkeys("mM", 833), "W": 944,
    "@": 1015, "–": 556, "‚": 222, "‘": 222, "’": 222, "*": 389, "…": 1000,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """Words at a place: x and y of their baseline from the lower left corner, in points."""

    x: float
    y: float
    text: str
    size: float = 11


def width(text: str, size: float = 11) -> float:
    """How wide a text is set, in points."""
    return sum(_WIDTHS.get(letter, 556) for letter in text) * size / 1000


def pdf(
    pages: Iterable[Iterable[Words]],
    info: Mapping[str, str] | None = None,
    *,
    extra: str = "",
    rotate: int = 0,
) -> bytes:
    """A PDF with these words on its pages. `extra` is put into the trailer."""
    objects: list[bytes] = [b"", b""]  # catalogue and pages come when all is known
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for words in pages:
        drawn = "".join(_drawn(one) for one in words).encode("cp1252")
        stream = zlib.compress(drawn)
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream"
        )
        turned = b" /Rotate %d" % rotate if rotate else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d]%s /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (WIDTH, HEIGHT, turned, len(objects))
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids).encode()
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), listed)
    trailer = extra
    if info:
        fields = "".join(f"/{name} {_text(value)} " for name, value in info.items())
        objects.append(f"<< {fields}>>".encode("latin-1"))
        trailer += f" /Info {len(objects)} 0 R"
    return written(objects, trailer)


def written(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects as a file, the first of them the catalogue."""
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode("latin-1")
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def _drawn(one: Words) -> str:
    text = one.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {one.size} Tf {one.x} {one.y} Td ({text}) Tj ET\n"


def _text(value: str) -> str:
    return f"<feff{value.encode('utf-16-be').hex()}>"


def wrapped(text: str, wide: float, size: float = 11) -> list[str]:
    """A paragraph as lines that are no wider; a word with soft hyphens is parted at one where it helps."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        parts = word.split("\u00ad")
        fits = [n for n in range(len(parts), 0, -1) if _fits(line, parts, n, wide, size)]
        count = next(iter(fits), 0)
        if count == len(parts) or not line:
            line = f"{line} {''.join(parts)}".strip()
        elif count:
            lines.append(f"{line} {''.join(parts[:count])}-".strip())
            line = "".join(parts[count:])
        else:
            lines.append(line)
            line = "".join(parts)
    return [*lines, line]


def _fits(line: str, parts: Sequence[str], count: int, wide: float, size: float) -> bool:
    whole = f"{line} {''.join(parts[:count])}{'-' if count < len(parts) else ''}".strip()
    return width(whole, size) <= wide


def set_in_pages(
    paragraphs: Iterable[str],
    *,
    size: float = 11,
    head: str = "",
    foot: str = "",
    columns: int = 1,
    sizes: Mapping[str, float] | None = None,
) -> list[list[Words]]:
    """Paragraphs set in pages with a gap between them, lines broken at the margin and where they have breaks.

    `head` and `foot` stand on every page, `{}` in them is its number; `sizes` has the size of paragraphs that
    have another.
    """
    gutter = 24
    wide = (RIGHT - LEFT - gutter * (columns - 1)) / columns
    pages: list[list[Words]] = [[]]
    column, y = 0, float(TOP)
    for paragraph in paragraphs:
        tall = (sizes or {}).get(paragraph, size)
        for line in (line for part in paragraph.split("\n") for line in wrapped(part, wide, tall)):
            if y < BOTTOM:
                column, y = column + 1, float(TOP)
                if column == columns:
                    column = 0
                    pages.append([])
            pages[-1].append(Words(LEFT + column * (wide + gutter), y, line, tall))
            y -= 1.25 * tall
        y -= 0.75 * size
    for number, words in enumerate(pages, start=1):
        if head:
            words.insert(0, Words(LEFT, 800, head.format(number), 9))
        if foot:
            words.append(Words(LEFT, 40, foot.format(number), 9))
    return pages
