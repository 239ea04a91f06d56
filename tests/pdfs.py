"""PDFs for tests, written by hand: pages of lines in Helvetica (PDF 32000-1:2008, Annex H)."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[float, float, str]
"""Left and bottom in points, and the words."""


def made(pages: Sequence[Sequence[Line]], *, size: float = 11, info: str = "") -> bytes:
    """A PDF with these pages; `info` goes into its information dictionary."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>".encode("latin-1"),
    ]
    kids = []
    for lines in pages:
        shown = [f"BT /F1 {size} Tf {x} {y} Td ({_escaped(words)}) Tj ET" for x, y, words in lines]
        content = "\n".join(shown).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def laid_out(text: str, *, width: int = 80, left: float = 60, per_page: int = 44) -> list[list[Line]]:
    """A text on pages: paragraphs wrapped at a width, half a line apart."""
    import textwrap

    pages: list[list[Line]] = [[]]
    y = 780.0
    for paragraph in text.split("\n\n"):
        for line in paragraph.split("\n"):
            for piece in textwrap.wrap(line, width) or [""]:
                if y < 800 - per_page * 14:
                    pages.append([])
                    y = 780.0
                pages[-1].append((left, y, piece))
                y -= 14
        y -= 10
    return pages
