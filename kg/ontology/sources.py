"""Turtle files of the ontology as triples that remember their file and line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import InputError, OntologyError, RdfError
from kg.vocab import PREFIXES

Subject = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal

SEVERITIES = ("violation", "warning", "info")

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
# Our files put a subject at the start of its line and indent all that is said of it.
_SUBJECT = re.compile(r"^(?:<([^>\s]*)>|([\w-]*):([\w.%/-]*))(?=\s|$)")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong: in which file and line (1-based, 0 unknown), how bad, what, about which IRI."""

    file: str
    line: int
    severity: str
    message: str
    term: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity}: {self.message}"


@dataclass(frozen=True)
class Source:
    """One Turtle file: its triples, its text, and the line each subject's description starts on."""

    path: Path
    text: str
    triples: Sequence[Triple]

    @cached_property
    def lines(self) -> dict[str, list[int]]:
        """IRI of a subject -> the 1-based lines on which a description of it starts."""
        prefixes, found = dict(PREFIXES), defaultdict(list)
        for number, line in enumerate(self.text.splitlines(), start=1):
            if match := _PREFIX.match(line):
                prefixes[match[1]] = match[2]
            elif match := _SUBJECT.match(line):
                iri = match[1] if match[1] is not None else prefixes.get(match[2], match[2] + ":") + match[3]
                found[iri].append(number)
        return dict(found)

    def line(self, iri: str, words: str = "") -> int:
        """Line of a subject's description, or of `words` within it; 0 when unknown."""
        rows = self.text.splitlines()
        for start in self.lines.get(iri, ()):
            if not words:
                return start
            for number in range(start, len(rows) + 1):
                if number > start and _SUBJECT.match(rows[number - 1]):
                    break
                if words in rows[number - 1]:
                    return number
        return next(iter(self.lines.get(iri, ())), 0)


@dataclass(frozen=True)
class Ontology:
    """All files together. `by_subject` maps IRI -> predicate IRI -> objects, over all files."""

    sources: Sequence[Source]
    by_subject: dict[str, dict[str, list[Object]]] = field(default_factory=dict)

    def triples(self) -> Iterator[Triple]:
        """The triples of all files, file by file."""
        for source in self.sources:
            yield from source.triples

    def described(self) -> Iterator[tuple[str, dict[str, list[Object]]]]:
        """Named subjects with what is said of them, in order of IRIs."""
        yield from sorted(self.by_subject.items())

    def instances(self, *classes: str) -> Iterator[tuple[str, dict[str, list[Object]]]]:
        """Named subjects whose rdf:type is one of `classes` (IRIs)."""
        for iri, properties in self.described():
            if any(isinstance(o, NamedNode) and o.value in classes for o in properties.get(RDF_TYPE, ())):
                yield iri, properties

    def finding(self, severity: str, iri: str, message: str, words: str = "") -> Finding:
        """A finding about a subject, placed in the file and on the line that describes it."""
        places = [(s, line) for s in self.sources if (line := s.line(iri))]
        for source, _ in places:
            line = source.line(iri, words)
            if not words or words in source.text.splitlines()[line - 1]:
                return Finding(str(source.path), line, severity, message, iri)
        path, line = (str(places[0][0].path), places[0][1]) if places else ("", 0)
        return Finding(path, line, severity, message, iri)


RDF_TYPE = PREFIXES["rdf"] + "type"


def turtle_files(paths: Iterable[Path]) -> list[Path]:
    """Files as named and the `*.ttl` of folders, each folder's sorted by name."""
    return [f for path in paths for f in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])]


def read(paths: Sequence[Path]) -> Ontology:
    """The ontology of these Turtle files.

    Raises RdfError (file, line) for malformed Turtle, InputError for an unreadable file, OntologyError
    when there is no file at all.
    """
    if not paths:
        raise OntologyError("there is no Turtle file to check; is ontology/ where it belongs?")
    sources = [_source(path) for path in paths]
    merged: dict[str, dict[str, list[Object]]] = defaultdict(lambda: defaultdict(list))
    for source in sources:
        for triple in source.triples:
            # A quoted triple (RDF 1.2) describes no term of ours.
            if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, Triple):
                merged[triple.subject.value][triple.predicate.value].append(triple.object)
    return Ontology(sources, {iri: dict(properties) for iri, properties in merged.items()})


def _source(path: Path) -> Source:
    try:
        text = path.read_bytes().decode("utf-8")
        triples = [q.triple for q in parse(text.encode("utf-8"), RdfFormat.TURTLE)]
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise RdfError("this is not UTF-8", path=path, line=line, remedy="save the file as UTF-8") from error
    except SyntaxError as error:
        remedy = "mend the Turtle at this line"
        raise RdfError(str(error.msg), path=path, line=error.lineno, remedy=remedy) from error
    except OSError as error:
        raise InputError(str(error.strerror or error), path=path) from error
    return Source(path, text, triples)
