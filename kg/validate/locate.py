"""Where something stands in a file: offsets to lines, and nodes of a graph in the text that was parsed.

No RDF parser tells the line of a triple, so a node is looked for in the text by the ways it can be
written: `<iri>`, `prefix:local`, an XML attribute or a JSON string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"([~.!$&'()*+,;=/?#@%])")
"""Characters that Turtle wants escaped in the local part of a prefixed name (a dot only at its end)."""


@dataclass(frozen=True)
class Lines:
    """The lines of a text; a line ends with LF, CR or CR LF."""

    text: str
    starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        ends = tuple(match.end() for match in _LINE_END.finditer(self.text))
        object.__setattr__(self, "starts", (0, *ends))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset (code points, from 0)."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def find_node(text: str, iri: str, prefixes: Mapping[str, str]) -> int | None:
    """Offset at which an IRI stands in an RDF file of any syntax; None where it is not written out.

    A place where it begins a line, as subjects do, is preferred to the first place at all. `prefixes`
    maps prefix to namespace as the file declares them.
    """
    found = [m for spelling in _spellings(iri, prefixes) for m in re.finditer(spelling, text)]
    if not found:
        return None
    subjects = [m.start() for m in found if text[: m.start()].rpartition("\n")[2].strip() == ""]
    return min(subjects or [m.start() for m in found])


def find_value(text: str, start: int, lexical: str) -> int | None:
    """Offset of a literal's words in the description that begins at `start`, or None.

    The description is taken to reach to the next line that ends with a full stop, as in Turtle.
    """
    end = re.compile(r"\.[ \t]*(#.*)?$", re.MULTILINE).search(text, start)
    offset = text.find(lexical, start, end.end() if end else len(text)) if lexical else -1
    return None if offset < 0 else offset


def _spellings(iri: str, prefixes: Mapping[str, str]) -> list[str]:
    """Patterns for the ways to write an IRI."""
    spellings = [rf"<{re.escape(iri)}>", rf'(?<=["\']){re.escape(iri)}(?=["\'])']
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if namespace and local != iri:
            names = {local, _ESCAPED.sub(r"\\\1", local), _ESCAPED.sub(r"\\\1", local).replace(r"\.", ".")}
            spellings += [
                rf"(?<![\w:<-]){re.escape(f'{prefix}:{n}')}(?![\w%\\:-]|\.\w)" for n in sorted(names)
            ]
    return spellings
