"""Canned queries: `queries/<name>.rq`, a header in YAML and a query that runs as it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import QueryError, UnknownQueryError
from kg.vocab import BASE, PREFIXES

TYPES = ("iri", "label", "date", "year", "string")
AS_KNOWN_ON: Mapping[str, frozenset[str]] = {
    "tenures": frozenset({"person", "role", "organization"}),
    "fundings": frozenset({"recipient", "funder", "programme"}),
    "headcounts": frozenset({"organization"}),
    "attestations": frozenset({"entity"}),
}
"""What can be derived as it was known on a day, and the parameters by which is found what is concerned."""
_HEADER = "#+"
_SECTION = re.compile(r"^[ \t]*#\? (!?)(\w+)\n(.*?)^[ \t]*#\?\n", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^[ \t]*#\?(.*)$", re.MULTILINE)
_SLOT = re.compile(
    r"^(?P<indent>[ \t]*)VALUES \?(?P<own>_?)(?P<name>[A-Za-z]\w*) \{ UNDEF \}[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a parameter can be: entities of these classes, concepts of this scheme, or values of a property.

    All absolute IRIs; only one of the three is filled.
    """

    classes: tuple[str, ...] = ()
    scheme: str = ""
    property: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a canned query.

    type      iri (an IRI or the label of one), label (a value of the property in `choices`, in any
              case), date (YYYY-MM-DD), year (YYYY) or string
    label     by language, `de` and `en`
    default   as a user would write it, or None
    """

    name: str
    type: str
    label: Mapping[str, str]
    default: str | None = None
    choices: Choices = Choices()


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A query file: what its header says, and its text.

    evidence     the column that has sources; "" for none
    as_known_on  what it asks for, where that can be derived as it was known on a day (a key of
                 `AS_KNOWN_ON`; see `kg.known`); "" where it cannot
    """

    name: str
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    params: tuple[Parameter, ...]
    evidence: str
    text: str
    as_known_on: str = ""

    def param(self, name: str) -> Parameter | None:
        """The parameter of this name."""
        return next((p for p in self.params if p.name == name), None)


def names() -> list[str]:
    """Names of the canned queries, sorted."""
    return sorted(path.stem for path in resources.queries().glob("*.rq"))


@cache
def load(name: str) -> CannedQuery:
    """The canned query of this name.

    Raises UnknownQueryError (naming the nearest), QueryError when its header is malformed.
    """
    known = names()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or known
        raise UnknownQueryError(f"no query is called “{name}” — there are {', '.join(near)}", nearest=near)
    return read(resources.queries() / f"{name}.rq")


def read(path: Path) -> CannedQuery:
    """The query in a file. Raises QueryError when its header is malformed."""
    text = path.read_text("utf-8")
    try:
        return _query(path.stem, text)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise QueryError(f"{path.name}: the header cannot be used: {problem}") from problem


def _query(name: str, text: str) -> CannedQuery:
    import yaml

    lines = [line[len(_HEADER) :].removeprefix(" ") for line in text.splitlines() if line.startswith(_HEADER)]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as problem:
        raise ValueError(problem) from problem
    return CannedQuery(
        name=name,
        summary=_languages(header["summary"]),
        description=_languages(header["description"]),
        tags=tuple(header["tags"]),
        params=tuple(_parameter(row) for row in header["params"]),
        evidence=header.get("evidence", ""),
        text=text,
        as_known_on=header.get("as_known_on", ""),
    )


def _parameter(row: Mapping[str, Any]) -> Parameter:
    if row["type"] not in TYPES:
        raise ValueError(f"type {row['type']} of {row['name']} is none of {', '.join(TYPES)}")
    default = row.get("default")
    return Parameter(
        name=row["name"],
        type=row["type"],
        label=_languages(row["label"]),
        default=None if default is None else str(default),
        choices=_choices(row.get("choices") or {}),
    )


def _choices(row: Mapping[str, Any]) -> Choices:
    return Choices(
        classes=tuple(expand(name) for name in row.get("class", ())),
        scheme=f"{BASE}id/scheme/{row['scheme']}" if "scheme" in row else "",
        property=expand(row["property"]) if "property" in row else "",
    )


def _languages(value: Mapping[str, str]) -> dict[str, str]:
    return {language: str(value[language]).strip() for language in ("de", "en")}


def expand(name: str) -> str:
    """A prefixed name as an IRI. Raises ValueError when its prefix is not known."""
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"“{name}” has no known prefix")
    return PREFIXES[prefix] + local


def slots(text: str) -> list[tuple[str, bool]]:
    """Names of the parameter lines of a query, and whether they bind a variable of their own (`?_name`)."""
    return [(m["name"], bool(m["own"])) for m in _SLOT.finditer(text)]


def marks(text: str) -> list[str]:
    """What the comments `#?` of a query say, in order: a parameter's name, "!" and one, or "" at an end."""
    return [m[1].removeprefix(" ") for m in _MARK.finditer(text)]


def bind(query: CannedQuery, terms: Mapping[str, Sequence[Any]]) -> str:
    """The query's text with `UNDEF` of each parameter replaced by terms, several being alternatives.

    `terms` are pyoxigraph terms, whose `str` is their complete and escaped form in SPARQL. What stands
    between the comments `#? name` and `#?` is left out where nothing is given for that parameter, and with
    `#? !name` where something is: it would change no row, but take as long to plan as all the rest.
    """

    def put(match: re.Match[str]) -> str:
        found = terms.get(match["name"]) or ()
        values = " ".join(str(term) for term in found) or "UNDEF"
        return f"{match['indent']}VALUES ?{match['own']}{match['name']} {{ {values} }}"

    given = frozenset(name for name, values in terms.items() if values)
    return _SLOT.sub(put, _needed(query.text, given))


@lru_cache(maxsize=256)
def _needed(text: str, given: frozenset[str]) -> str:
    """A query without what those parameters that are given, or are not, make needless."""

    def keep(match: re.Match[str]) -> str:
        without, name, body = match.groups()
        return body if (name in given) != bool(without) else ""

    return _SECTION.sub(keep, text)
