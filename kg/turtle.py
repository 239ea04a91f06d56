"""Turtle and TriG as a person would write them, the same bytes for the same triples.

Prefixes (only those in use) first, then one block per entity, grouped by kind under a comment line,
in the order of their IRIs; in a block `a` first, labels next, provenance last. IRIs of ours stand
relative to `@base`. Grammar: W3C RDF 1.1 Turtle and TriG; numbers and prefixed names are shortened
only where a strict subset of it allows, everything else is written out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.vocab import BASE, PREFIXES

_P = PREFIXES
_TYPE = _P["rdf"] + "type"
_WIDTH = 100

# Comment line of a group, and the classes whose entities stand in it. An entity of several classes
# stands in the first group that names one of them.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Releases", (_P["sg"] + "PressRelease", _P["sg"] + "ReleaseText")),
    ("People", (_P["foaf"] + "Person",)),
    ("Posts", (_P["org"] + "Post",)),
    ("Tenures: who held a post, as far as the releases say", (_P["sg"] + "Tenure",)),
    ("Events", (_P["schema"] + "Event", _P["schema"] + "EventSeries")),
    ("Programmes", (_P["sg"] + "Programme",)),
    ("Competitions", (_P["sg"] + "Competition",)),
    ("Projects", (_P["sg"] + "Project",)),
    ("Brands", (_P["schema"] + "Brand",)),
    ("Funding", (_P["schema"] + "MonetaryGrant", _P["sg"] + "FundingShare")),
    ("Headcounts", (_P["sg"] + "Headcount",)),
    ("Quotations", (_P["schema"] + "Quotation",)),
    ("Contacts", (_P["schema"] + "ContactPoint",)),
    ("Conflicts: where releases contradict each other", (_P["sg"] + "Conflict",)),
    (
        "Organisations",
        tuple(
            _P["org"] + name
            for name in (
                "Organization",
                "FormalOrganization",
                "OrganizationalUnit",
                "OrganizationalCollaboration",
            )
        ),
    ),
    ("Places", (_P["sg"] + "Municipality",)),
    ("Vocabulary", (_P["skos"] + "Concept", _P["skos"] + "ConceptScheme", _P["org"] + "Role")),
)
_ATTESTATIONS = "Attestations: what a release says"
_EVIDENCE = "Evidence: the words that say it"
_OTHER = "Everything else"
_GROUP_OF = {cls: name for name, classes in _GROUPS for cls in classes}
_ORDER = {
    name: n
    for n, name in enumerate(
        ["Releases", "People", "Organisations"]
        + [name for name, _ in _GROUPS if name not in ("Releases", "People", "Organisations", "Vocabulary")]
        + [_ATTESTATIONS, _EVIDENCE, "Vocabulary", _OTHER]
    )
}
_FIRST = [_TYPE, *(_P[p] + n for p, n in (("rdfs", "label"), ("skos", "prefLabel"), ("dcterms", "title")))]
_LAST = [_P["prov"] + "wasDerivedFrom", _P["prov"] + "wasQuotedFrom", _P["sg"] + "evidence"]

_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_RELATIVE = re.compile(r"(?:id|graph)(?:/[\w~%=#&,;@!$'()*+-][\w~%=#&,;@!$'()*+.:-]*)+")
_NUMBERS = {
    _P["xsd"] + "integer": re.compile(r"[+-]?[0-9]+"),
    _P["xsd"] + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _P["xsd"] + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]')
_SPECIAL_LONG = re.compile(r"[\\\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def natural(text: str) -> tuple[Any, ...]:
    """Sort key in which `char=9` comes before `char=10`; ties are broken by the text itself."""
    parts = re.split(r"([0-9]+)", text)
    return tuple((int(p), p) if i % 2 else p for i, p in enumerate(parts))


class Namer:
    """Writes terms, and remembers which prefixes (and whether the base) it used."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.based = False

    def term(self, term: Any) -> str:
        """A pyoxigraph term in Turtle."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        return str(term)

    def iri(self, iri: str) -> str:
        """An IRI: prefixed, relative to the base, or in full."""
        for prefix, namespace in _BY_LENGTH:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        if iri.startswith(BASE) and _RELATIVE.fullmatch(iri, len(BASE)):
            self.based = True
            return f"<{iri[len(BASE) :]}>"
        return f"<{iri}>"

    def head(self) -> str:
        """The `@base` and `@prefix` lines for what was written so far."""
        lines = [f"@base <{BASE}> ."] if self.based else []
        lines += [f"@prefix {p}: <{PREFIXES[p]}> ." for p in sorted(self.used)]
        return "".join(f"{line}\n" for line in lines)

    def _literal(self, literal: Literal) -> str:
        datatype = literal.datatype.value
        if (number := _NUMBERS.get(datatype)) and number.fullmatch(literal.value):
            return literal.value
        text = _quoted(literal.value)
        if literal.language:
            # `str` of the term knows the direction of RDF 1.2, too; its end is all after the last quote.
            return text + str(literal)[str(literal).rindex('"') + 1 :]
        return text if datatype == _P["xsd"] + "string" else f"{text}^^{self.iri(datatype)}"


_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))


def _quoted(text: str) -> str:
    if "\n" not in text:
        return f'"{_SPECIAL.sub(_escape, text)}"'
    body = _SPECIAL_LONG.sub(_escape, text).replace('"""', '\\"\\"\\"')
    if body.endswith('"'):
        body = body[:-1] + '\\"'
    return f'"""{body}"""'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def turtle(triples: Iterable[Any]) -> Iterator[str]:
    """The triples (pyoxigraph `Triple` or `Quad`, whose graph is not looked at) as Turtle, in pieces."""
    namer = Namer()
    blocks = list(_blocks(triples, namer, ""))
    yield namer.head()
    yield from blocks


def trig(graphs: Iterable[tuple[str | None, Iterable[Any]]]) -> Iterator[str]:
    """Graphs (IRI, or None for the default graph, and triples) as TriG, in pieces."""
    namer = Namer()
    body: list[str] = []
    for name, triples in sorted(graphs, key=lambda g: (g[0] is not None, natural(g[0] or ""))):
        if name is None:
            body += _blocks(triples, namer, "")
        else:
            blocks = list(_blocks(triples, namer, "    "))
            body += [f"\n{namer.iri(name)} {{\n", *blocks, "}\n"] if blocks else []
    yield namer.head()
    yield from body


def _blocks(triples: Iterable[Any], namer: Namer, indent: str) -> Iterator[str]:
    entities: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        entities[triple.subject][triple.predicate.value].append(triple.object)
    groups: dict[str, list[Any]] = defaultdict(list)
    for subject, description in entities.items():
        groups[_group(description.get(_TYPE, []))].append(subject)
    for name in sorted(groups, key=_ORDER.__getitem__):
        yield f"\n{indent}# {name}\n"
        for subject in sorted(groups[name], key=_term_key):
            yield "\n" + _block(subject, entities[subject], namer, indent)


def _group(types: list[Any]) -> str:
    names = [t.value for t in types if isinstance(t, NamedNode)]
    known = [_GROUP_OF[name] for name in names if name in _GROUP_OF]
    if known:
        return min(known, key=_ORDER.__getitem__)
    if any(n.startswith(_P["sg"]) and n.endswith("Attestation") for n in names):
        return _ATTESTATIONS
    return _EVIDENCE if any(n.startswith(_P["oa"]) for n in names) else _OTHER


def _block(subject: Any, description: dict[str, list[Any]], namer: Namer, indent: str) -> str:
    inner = indent + "    "
    parts = []
    for predicate in sorted(description, key=_predicate_key):
        name = "a" if predicate == _TYPE else namer.iri(predicate)
        objects = [namer.term(o) for o in sorted(set(description[predicate]), key=_term_key)]
        line = f"{name} {', '.join(objects)}"
        if len(objects) > 1 and len(inner + line) > _WIDTH:
            line = f"{name}\n{inner}    " + f",\n{inner}    ".join(objects)
        parts.append(line)
    return f"{indent}{namer.term(subject)} " + f" ;\n{inner}".join(parts) + " .\n"


def _predicate_key(predicate: str) -> tuple[int, str]:
    if predicate in _FIRST:
        return _FIRST.index(predicate), ""
    if predicate in _LAST:
        return len(_FIRST) + 1 + _LAST.index(predicate), ""
    return len(_FIRST), _NAMER.iri(predicate)


_NAMER = Namer()


def _term_key(term: Any) -> tuple[Any, ...]:
    if isinstance(term, NamedNode):
        return 0, natural(term.value), ""
    if isinstance(term, Literal):
        return 1, natural(term.value), str(term)
    return 2, natural(str(term)), ""
