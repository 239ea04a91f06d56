"""From what a user writes to RDF terms: IRIs as such, labels looked up in the view."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError
from kg.query.canned import Choices, Parameter
from kg.vocab import BASE, FOAF, LABEL_END, LABEL_KEY, LABELS, MANIFEST, PREFIXES, PUBLIC_BODIES, XSD

_IRI = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*://\S+?|urn:\S+?)>?")
_TITLES = re.compile(r"(?:(?:Prof|Dr|Dipl|Mag|Ing)[.\w-]*\s+|(?:h\.\s?c|rer|med|phil|jur|habil)\.\s+)+")
_PREFIXES = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())


class Source(Protocol):
    """What answers SPARQL as pyoxigraph does: a `kg.store.Store`, a `pyoxigraph.Store`, a remote service."""

    def query(self, sparql: str, /) -> Any:
        """Run a query; solutions, a boolean or triples of pyoxigraph."""
        ...


def terms(parameter: Parameter, value: str, source: Source) -> tuple[list[Any], str]:
    """The terms a value can mean, and a note when it is not plain which.

    Raises ParameterError when the value is ill-typed, or no label is like it (naming the nearest).
    """
    value = " ".join(unicodedata.normalize("NFC", value).split())
    if not value:
        raise ParameterError(f"{parameter.name}: the value is empty")
    if re.search(r"[\ud800-\udfff\0]", value):
        raise ParameterError(f"{parameter.name}: {value[:80]!a} is no text — write it in UTF-8")
    match parameter.type:
        case "date":
            return [day(parameter.name, value)], ""
        case "year":
            if not re.fullmatch(r"\d{4}", value, re.ASCII):
                raise ParameterError(f"{parameter.name}: “{value}” is no year — write it as 2024")
            return [Literal(value)], ""
        case "string":
            return [Literal(value)], ""
        case "label":
            return _known_values(parameter, value, source), ""
        case _:
            return _entities(parameter, value, source)


def day(name: str, value: str) -> Literal:
    """The day that a parameter is. Raises ParameterError when it is none."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise ValueError(value)
        date.fromisoformat(value)
    except ValueError:
        message = f"{name}: “{value}” is no day — write it as 2024-05-06"
        raise ParameterError(message) from None
    return Literal(value, datatype=XSD["date"])


def _entities(parameter: Parameter, value: str, source: Source) -> tuple[list[Any], str]:
    given = as_iri(value)
    if given is not None:
        return [given], ""
    found = _by_label(parameter.choices, value, source)
    if not found:
        raise _unknown(parameter, value, _all_labels(parameter.choices, source))
    if len(found) == 1:
        return found, ""
    listed = ", ".join(node.value for node in found)
    return list(found), f"{parameter.name}: “{value}” can mean {len(found)} things; all are taken: {listed}"


def as_iri(value: str) -> NamedNode | None:
    """An absolute IRI, with or without angle brackets, a name with one of our prefixes, or what tables
    show of our IRIs ("id/person/…"); else None."""
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and local and not re.search(r"\s", local) and not local.startswith("//"):
        value = PREFIXES[prefix] + local
    elif re.fullmatch(r"id/[^\s/]+/\S+", value):
        value = BASE + value
    match = _IRI.fullmatch(value)
    if match is None:
        return None
    try:
        return NamedNode(match[1])
    except ValueError as problem:
        raise ParameterError(f"“{value}” is no valid IRI: {problem}") from None


def _by_label(choices: Choices, value: str, source: Source) -> list[NamedNode]:
    """Entities with this label in any case; else persons of this surname, and public bodies of this place."""
    plain = _TITLES.sub("", value) or value
    for name in dict.fromkeys((value, plain)):
        exact, loose = _matches(choices, name, source)
        if exact or loose:
            return sorted(exact or loose, key=lambda node: node.value)
    return []


def _matches(choices: Choices, value: str, source: Source) -> tuple[set[NamedNode], set[NamedNode]]:
    """Entities with this label, and those whose label ends in it (see `_by_label`).

    Our own stores have an index of labels; in any other, every label is looked at.
    """
    lower = value.lower()
    indexes = ((LABEL_KEY, lower), (LABEL_END, lower.rsplit(" ", 1)[-1]))
    for where in [f"GRAPH <{MANIFEST}> {{ ?x <{key}> {Literal(said)} }}" for key, said in indexes]:
        found = _sorted_out(value, source.query(_lookup(choices, where, lower)))
        if any(found):
            return found
    return _sorted_out(value, source.query(_lookup(choices, "", lower)))


def _lookup(choices: Choices, where: str, lower: str) -> str:
    return f"""{_PREFIXES}SELECT DISTINCT ?x ?label ?class ?type WHERE {{
        {{ SELECT DISTINCT ?x ?label WHERE {{
            {where}
            ?x {"|".join(LABELS)} ?label .
            BIND(LCASE(STR(?label)) AS ?lower)
            FILTER(?lower = {Literal(lower)} || STRENDS(?lower, {Literal(f" {lower}")}))
        }} }}
        {_members(choices)}
        OPTIONAL {{ ?x a ?class . FILTER(?class = foaf:Person) }}
        OPTIONAL {{ ?x sg:organizationType ?type }}
    }}"""


def _sorted_out(value: str, rows: Any) -> tuple[set[NamedNode], set[NamedNode]]:
    exact, loose = set(), set()
    for row in rows:
        label, kind = row["label"].value, row["type"]
        public = kind is not None and kind.value.rsplit("/", 1)[-1] in PUBLIC_BODIES
        if _folded(label) == _folded(value):
            exact.add(row["x"])
        elif row["class"] == FOAF["Person"] or (
            public and _folded(label.split(" ", 1)[-1]) == _folded(value)
        ):
            loose.add(row["x"])
    return exact, loose


def _members(choices: Choices) -> str:
    if choices.scheme:
        return f"?x skos:inScheme <{choices.scheme}> ."
    classes = ", ".join(f"<{iri}>" for iri in choices.classes)
    return f"?x a ?of . FILTER(?of IN ({classes}))"


def _all_labels(choices: Choices, source: Source) -> list[str]:
    text = f"{_PREFIXES}SELECT DISTINCT ?label WHERE {{ {_members(choices)} ?x {'|'.join(LABELS)} ?label }}"
    return sorted({row["label"].value for row in source.query(text)})


def known_labels(parameter: Parameter, source: Source) -> list[str]:
    """All values a user can choose from, sorted: for completion and forms. Nothing for free text."""
    if parameter.type == "label":
        return _values(parameter, source)
    return _all_labels(parameter.choices, source) if parameter.type == "iri" else []


def _known_values(parameter: Parameter, value: str, source: Source) -> list[Any]:
    known = _values(parameter, source)
    found = [Literal(label) for label in known if _folded(label) == _folded(value)]
    if not found:
        raise _unknown(parameter, value, known)
    return found


def _values(parameter: Parameter, source: Source) -> list[str]:
    text = f"SELECT DISTINCT ?label WHERE {{ ?x <{parameter.choices.property}> ?label }}"
    return sorted({row["label"].value for row in source.query(text)})


def _unknown(parameter: Parameter, value: str, known: Sequence[str]) -> ParameterError:
    folded = {_folded(label): label for label in known}
    near = [folded[f] for f in difflib.get_close_matches(_folded(value), list(folded), n=5, cutoff=0.5)]
    shown = f"{value[:80]}…" if len(value) > 80 else value
    hint = f"the nearest known are {', '.join(near)}" if near else "nothing known is like it"
    return ParameterError(f"{parameter.name}: “{shown}” is not known — {hint}", nearest=near)


def _folded(label: str) -> str:
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())
