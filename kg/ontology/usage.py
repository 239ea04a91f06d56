"""Own terms that code, shapes, queries and data use, against those the ontology declares."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from kg import resources
from kg.errors import InputError
from kg.ontology.documentation import KINDS, short
from kg.ontology.sources import RDF_TYPE, Finding, Ontology, read
from kg.vocab import PREFIXES

_SG = PREFIXES["sg"]
# In Python: SG["Tenure"], and "sg:Tenure" where a table of strings names it.
_IN_PYTHON = re.compile(r"""\bSG\[\s*["'](\w+)["']\s*\]|["']sg:(\w+)["']""")
_IN_SPARQL = re.compile(r"(?<![\w-])sg:(\w+)|<" + re.escape(_SG) + r"(\w+)>")
_NO_CODE = re.compile(r"""'[^'\n]*'|"[^"\n]*"|(?<![\w/<])\#[^\n]*|(?<=\s)\#[^\n]*""")


def default_users() -> list[Path]:
    """Code, shapes and queries that ship."""
    package = Path(resources.__file__).resolve().parent
    return [
        *sorted(package.rglob("*.py")),
        *sorted(resources.shapes().glob("*.ttl")),
        *sorted(resources.queries().glob("*.rq")),
    ]


def check(ontology: Ontology, users: Sequence[Path] = ()) -> Iterator[Finding]:
    """Findings on own terms that are used but not declared, in the ontology's own files and in `users`."""
    known = frozenset(
        iri.removeprefix(_SG) for iri, _ in ontology.instances(*KINDS) if iri.startswith(_SG)
    )  # fmt: skip
    yield from _in_triples(ontology, known)
    shapes = [path for path in users if path.suffix == ".ttl"]
    if shapes:
        yield from _in_triples(read(shapes), known)
    for path in users:
        if path.suffix in (".py", ".rq"):
            yield from _in_text(path, known)


def _in_triples(ontology: Ontology, known: frozenset[str]) -> Iterator[Finding]:
    for source in ontology.sources:
        for triple in source.triples:
            for node in (triple.subject, triple.predicate, triple.object):
                if isinstance(node, NamedNode) and _undeclared(node.value, known):
                    yield _finding(str(source.path), _line(source.text, node.value), node.value, known)
    for iri, properties in ontology.described():
        # Declared by somebody else's copy of the file, but with a kind OWL does not know.
        if iri.startswith(_SG) and iri.removeprefix(_SG) not in known and RDF_TYPE in properties:
            yield ontology.finding("violation", iri, f"{short(iri)} is neither a class nor a property of OWL")


def _undeclared(iri: str, known: frozenset[str]) -> bool:
    return iri.startswith(_SG) and iri.removeprefix(_SG) not in known and iri != _SG


def _in_text(path: Path, known: frozenset[str]) -> Iterator[Finding]:
    for line, name in _used(path):
        if name not in known:
            yield _finding(str(path), line, _SG + name, known)


def _used(path: Path) -> Iterator[tuple[int, str]]:
    """Line and local name of every own term a Python file or a query names."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(error), path=path) from error
    pattern = _IN_PYTHON if path.suffix == ".py" else _IN_SPARQL
    for number, line in enumerate(lines, start=1):
        code = line if path.suffix == ".py" else _NO_CODE.sub("", line)
        for match in pattern.finditer(code):
            yield number, match[1] or match[2]


def _line(text: str, iri: str) -> int:
    """First line that writes this IRI, in full or with our prefix; 0 when none does."""
    written = re.compile(rf"(?<![\w-])sg:{re.escape(iri.removeprefix(_SG))}(?!\w)|<{re.escape(iri)}>")
    return next((n for n, line in enumerate(text.splitlines(), start=1) if written.search(line)), 0)


def _finding(file: str, line: int, iri: str, known: Iterable[str]) -> Finding:
    near = difflib.get_close_matches(iri.removeprefix(_SG), sorted(known), n=1)
    hint = f"; did you mean sg:{near[0]}?" if near else ""
    return Finding(file, line, "violation", f"{short(iri)} is used but not declared in ontology/{hint}", iri)
