"""The pages of a PDF as pieces of text with their places, by pdfium, in a process of its own.

pdfium is written in C++ and reads what anybody made: a process of its own bounds the time and memory that
it takes, and ends alone when it crashes. `read` starts it; run as a program, this module is it: a PDF on
stdin, JSON on stdout.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MAX_PAGES = 200
MAX_LETTERS = 1_000_000
SECONDS = 60
MEMORY = 1024**3  # bytes of address space

_APART = 1.5  # heights of a line: a wider gap within a line parts it
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(slots=True)
class Piece:
    """Words on one line: where they begin and end, their baseline, how tall the line is (in points)."""

    text: str
    x0: float
    x1: float
    y: float
    height: float


@dataclass(slots=True)
class Page:
    """A page: its size in points, its pieces in the order of the file, and whether it has pictures."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    pictures: bool = False


@dataclass(slots=True)
class Pages:
    """What was read, or in `problem` why it was not; `unmapped` letters have no meaning in their font."""

    pages: list[Page] = field(default_factory=list)
    info: Mapping[str, str] = field(default_factory=dict)
    letters: int = 0
    unmapped: int = 0
    problem: str = ""


def read(data: bytes) -> Pages:
    """The pages of a PDF. Never raises: `problem` is password, pages, letters, broken
    or too much."""
    program = [sys.executable, "-m", __name__]
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path),
        "PYTHONSAFEPATH": "1",
    }
    try:
        done = subprocess.run(program, input=data, capture_output=True, timeout=SECONDS, env=env, check=False)
    except subprocess.TimeoutExpired:
        return Pages(problem="too much")
    if done.returncode != 0:
        return Pages(problem="too much")  # it crashed, or was refused more memory
    said = json.loads(done.stdout)
    pages = [Page(**{**page, "pieces": [Piece(**p) for p in page["pieces"]]}) for page in said.pop("pages")]
    return Pages(pages, **said)


def main() -> None:
    """Read a PDF from stdin and write its pages to stdout."""
    _confine()
    sys.stdout.write(json.dumps(asdict(_pages(sys.stdin.buffer.read()))))


def _confine() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pages(data: bytes) -> Pages:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return Pages(problem="password" if error.err_code == _PASSWORD else "broken")
    if len(document) > MAX_PAGES:
        return Pages(problem="pages")
    found = Pages(info=document.get_metadata_dict(skip_empty=True))
    for index in range(len(document)):
        try:
            page = document[index]
            text = page.get_textpage()
            if found.letters + text.count_chars() > MAX_LETTERS:
                return Pages(problem="letters")
            letters = list(_letters(text))
            pictures = not letters and next(iter(page.get_objects(filter=[3], max_depth=2)), None) is not None
        except pypdfium2.PdfiumError:
            return Pages(problem="broken")
        found.letters += len(letters)
        found.unmapped += sum(letter.unmapped for letter in letters)
        width, height = page.get_size()
        found.pages.append(Page(width, height, list(_pieces(_upright(letters))), pictures))
    return found


@dataclass(slots=True)
class _Letter:
    """A character: its box, where its baseline begins, and how it is turned: in quarters of a turn to the
    right, None for askew."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    x: float
    y: float
    turn: int | None
    unmapped: bool


def _letters(text: Any) -> Iterator[_Letter]:
    """The characters of a page in the order of the file, and the spaces that pdfium sees between them."""
    import ctypes

    import pypdfium2.raw as raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        # Of a hyphen at the end of a line pdfium makes 2; what is no character it calls 0 or 0xFFFE.
        letter = (
            "-"
            if code == 2
            else chr(code)
            if code and code < 0xFFFE and not 0xD800 <= code < 0xE000
            else "\ufffd"
        )
        if letter in "\r\n":
            continue
        raw.FPDFText_GetLooseCharBox(text, i, box)
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        turns = raw.FPDFText_GetCharAngle(text, i) / (math.pi / 2)
        turn = round(turns) % 4 if abs(turns - round(turns)) < 0.05 else None
        unmapped = letter == "\ufffd" or raw.FPDFText_HasUnicodeMapError(text, i) == 1
        yield _Letter(letter, box.left, box.right, box.bottom, box.top, x.value, y.value, turn, unmapped)


def _upright(letters: list[_Letter]) -> list[_Letter]:
    """The letters that are turned as most are (a stamp across the page is not), turned upright."""
    turns = Counter(letter.turn for letter in letters if letter.turn is not None and letter.text.strip())
    turn = max(turns, key=lambda t: (turns[t], -t), default=0)
    letters = [letter for letter in letters if letter.turn == turn]
    for one in letters if turn else ():
        left, right, bottom, top, x, y = one.left, one.right, one.bottom, one.top, one.x, one.y
        if turn == 3:
            one.left, one.right, one.bottom, one.top, one.x, one.y = bottom, top, -right, -left, y, -x
        elif turn == 2:
            one.left, one.right, one.bottom, one.top, one.x, one.y = -right, -left, -top, -bottom, -x, -y
        else:
            one.left, one.right, one.bottom, one.top, one.x, one.y = -top, -bottom, left, right, -y, x
    return letters


def _pieces(letters: list[_Letter]) -> Iterator[Piece]:
    """Letters that stand on one line without a wide gap."""
    piece: Piece | None = None
    space = False
    for letter in letters:
        if not letter.text.strip():
            space = True
            continue
        height = max(letter.top - letter.bottom, 0.1)
        text = letter.text.translate(_LIGATURES)
        if piece is not None and _goes_on(piece, letter, height):
            piece.text += f" {text}" if space else text
            piece.x1 = max(piece.x1, letter.right)
            piece.height = max(piece.height, height)
        else:
            if piece is not None:
                yield piece
            piece = Piece(text, letter.left, letter.right, letter.y, height)
        space = False
    if piece is not None:
        yield piece


def _goes_on(piece: Piece, letter: _Letter, height: float) -> bool:
    tall = max(piece.height, height)
    return abs(letter.y - piece.y) < 0.4 * tall and -0.5 * tall < letter.left - piece.x1 < _APART * tall


if __name__ == "__main__":
    main()
