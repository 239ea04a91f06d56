"""Entries in Turtle files as people keep them: one block each, all other lines as they are, byte for byte."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from pyoxigraph import Literal, NamedNode, Triple

from kg.turtle import Namer
from kg.vocab import PREFIXES

HEAD = "# Entries of the authority. `kg authority add` makes one, `kg authority check` looks at all.\n"
_WIDTH = 110
_ORDER = (
    "rdfs:label", "skos:altLabel", "sg:abbreviation", "sg:organizationType", "org:role", "org:postIn",
    "sg:organization", "sg:seats", "sg:municipalityKey", "schema:identifier", "skos:exactMatch",
    "sg:identified", "sg:identifier", "dcterms:source", "sg:checkedOn", "sg:checkedBy",
)  # fmt: skip
_PREDICATES = {PREFIXES[c.partition(":")[0]] + c.partition(":")[2]: at for at, c in enumerate(_ORDER)}
_PREFIX = re.compile(r"^@prefix\s+(\w*):\s*<([^>]*)>\s*\.[ \t]*\n", re.MULTILINE)
_SUBJECT = re.compile(r"^<([^>\n]+)>\s+a\s", re.MULTILINE)


class _FileNamer(Namer):
    """Names IRIs with the vocabularies' prefixes; those of entities, and what has none, stand in full."""

    def iri(self, iri: str) -> str:
        for prefix, namespace in _VOCABULARIES:
            if iri.startswith(namespace) and re.fullmatch(r"[A-Za-z][\w-]*", iri[len(namespace) :]):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"


_VOCABULARIES = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))


def block(triples: Iterable[Triple]) -> tuple[str, frozenset[str]]:
    """The descriptions as Turtle, one block per subject, and the prefixes used."""
    namer = _FileNamer()
    nodes: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            nodes[triple.subject.value][triple.predicate.value].append(triple.object)
    text = "\n".join(_description(subject, node, namer) for subject, node in nodes.items())
    return text, frozenset(namer.used)


def _description(subject: str, node: Mapping[str, Sequence[NamedNode | Literal]], namer: Namer) -> str:
    rdf_type = PREFIXES["rdf"] + "type"
    lines = [f"<{subject}> a {', '.join(namer.term(o) for o in node[rdf_type])}"]
    for predicate in sorted(node.keys() - {rdf_type}, key=lambda p: (_PREDICATES.get(p, 99), p)):
        objects = ", ".join(namer.term(o) for o in node[predicate])
        line = f"{namer.iri(predicate)} {objects}"
        lines.append(line if len(line) < _WIDTH - 6 else f"{namer.iri(predicate)}\n        {objects}")
    return " ;\n    ".join(lines) + " .\n"


def inserted(text: str, triples: Sequence[Triple]) -> str:
    """The text of a file with an entry put in: in its place where the entries are sorted, else at the end.

    Prefixes that it needs and the file has not are declared behind the others.
    """
    new, used = block(triples)
    text = text or HEAD
    declared = dict(_PREFIX.findall(text))
    lacking = sorted(prefix for prefix in used if declared.get(prefix) != PREFIXES[prefix])
    text = _with_prefixes(text, lacking)
    # The check of an identifier stands below its entry, wherever that is.
    subjects = [(m[1], m.start()) for m in _SUBJECT.finditer(text) if "/identifier-check/" not in m[1]]
    names = [name for name, _ in subjects]
    own = triples[0].subject
    assert isinstance(own, NamedNode), "entries have IRIs"
    after = next((at for name, at in subjects if name > own.value), None) if names == sorted(names) else None
    if after is None:
        return f"{text.rstrip()}\n\n{new}" if text.strip() else new
    start = _with_comment(text, after)
    return f"{text[:start]}{new}\n{text[start:]}"


def _with_prefixes(text: str, prefixes: Sequence[str]) -> str:
    if not prefixes:
        return text
    lines = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in prefixes)
    last = max((match.end() for match in _PREFIX.finditer(text)), default=None)
    if last is None:
        # Below the comment that the file begins with.
        last = len("".join(takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True))))
        lines = f"\n{lines}" if last else f"{lines}\n"
    return text[:last] + lines + text[last:]


def _with_comment(text: str, at: int) -> int:
    """Where a description begins, the lines of comment right above it included."""
    while (start := text.rfind("\n", 0, at - 1) + 1) < at and text[start:at].startswith("#"):
        at = start
    return at
