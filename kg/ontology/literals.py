"""Text carries the tag of its language, names carry none, and typed values are what their type says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from kg.ontology.documentation import KINDS, expand, short
from kg.ontology.sources import RDF_TYPE, Finding, Ontology
from kg.vocab import BASE, PREFIXES

_XSD = PREFIXES["xsd"]
_TAGGED = frozenset(
    expand(n)
    for n in (
        "dcterms:description", "dcterms:title", "rdfs:comment", "rdfs:label", "sg:abbreviatedLabel",
        "sg:feminineLabel", "sg:masculineLabel", "sg:neutralLabel", "skos:altLabel", "skos:definition",
        "skos:hiddenLabel", "skos:prefLabel", "skos:scopeNote",
    )
)  # fmt: skip
"""Properties whose values are text in a language, where they describe terms and concepts."""

_UNTAGGED = frozenset(expand(n) for n in ("sg:abbreviation", "sg:head", "sg:legalForm", "sg:particle"))
_PROSE = frozenset(
    expand(n) for n in ("dcterms:description", "rdfs:comment", "skos:definition", "skos:scopeNote")
)
# A given name belongs to no language; its scheme lists names, not words.
_NAMES = f"{BASE}id/word/given-name"

_FUNCTION_WORDS = {
    "de": frozenset(
        re.findall(r"\w+", "aus bei das dem den der die ein eine einer für mit nicht oder und von wie zu")
    ),
    "en": frozenset(re.findall(r"\w+", "a and by for from in is its no not of on or that the to which with")),
}


def check(ontology: Ontology) -> Iterator[Finding]:
    """Findings on language tags, ill-typed literals and heads that cannot match."""
    for source in ontology.sources:
        for triple in source.triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
                iri, literal = triple.subject.value, triple.object
                predicate = triple.predicate.value
                problem = (
                    _tag(ontology, iri, predicate, literal) or _typed(literal) or _head(predicate, literal)
                )
                if problem:
                    yield ontology.finding("violation", iri, f"{short(iri)}: {problem}", literal.value)


def _tag(ontology: Ontology, subject: str, predicate: str, literal: Literal) -> str | None:
    name = short(predicate)
    if literal.language is None:
        if predicate in _TAGGED and _is_vocabulary(ontology, subject, predicate):
            return f"{name} {_quote(literal)} has no language; tag it @de or @en"
        return None
    if literal.language not in _FUNCTION_WORDS:
        return f"{name} {_quote(literal)} is tagged @{literal.language}; only @de and @en are known"
    if predicate in _UNTAGGED:
        return f"{name} {_quote(literal)} is a form, not text; it takes no language tag"
    if predicate in _PROSE and (other := _other_language(literal)):
        return f"{name} {_quote(literal)} is tagged @{literal.language} but reads like @{other}"
    return None


def _is_vocabulary(ontology: Ontology, subject: str, predicate: str) -> bool:
    """True for terms, concepts, schemes and headers; the names of curated entities have no language."""
    properties = ontology.by_subject[subject]
    if NamedNode(_NAMES) in properties.get(expand("skos:inScheme"), ()):
        return predicate != expand("skos:altLabel")
    wanted = KINDS | {expand(n) for n in ("owl:Ontology", "skos:Concept", "skos:ConceptScheme")}
    return any(isinstance(o, NamedNode) and o.value in wanted for o in properties.get(RDF_TYPE, ()))


def _other_language(literal: Literal) -> str | None:
    """The language a sentence seems to be in, where that is not the one it is tagged with.

    Deliberately blunt: at least three function words of the other language and more of them than of
    its own, so that a quoted German title in an English definition passes.
    """
    words = re.findall(r"\w+", literal.value.lower())
    counts = {tag: sum(w in known for w in words) for tag, known in _FUNCTION_WORDS.items()}
    other = "en" if literal.language == "de" else "de"
    return other if counts[other] >= 3 and counts[other] > counts[literal.language or ""] else None


def _typed(literal: Literal) -> str | None:
    datatype = literal.datatype.value
    if literal.language is not None or datatype not in _LEXICAL:
        known = literal.language is not None or datatype == _XSD + "string"
        return None if known else f"the datatype {short(datatype)} of {_quote(literal)} is not in use here"
    return None if _LEXICAL[datatype](literal.value) else f"{_quote(literal)} is no {short(datatype)}"


def _head(predicate: str, literal: Literal) -> str | None:
    if predicate != expand("sg:head"):
        return None
    wrong = literal.value != literal.value.lower() or len(literal.value) < 3
    return f"the head {_quote(literal)} must be lower case and at least three letters long" if wrong else None


def _quote(literal: Literal) -> str:
    text = literal.value if len(literal.value) <= 40 else literal.value[:39] + "…"
    return f"“{text}”"


def _by_pattern(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _by_parser(parser: Callable[[str], object], pattern: str) -> Callable[[str], bool]:
    """The pattern first: Python reads ISO forms that XML Schema does not have ("20240506")."""
    shaped = _by_pattern(pattern)

    def valid(text: str) -> bool:
        try:
            return shaped(text) and parser(text) is not None
        except ValueError:
            return False

    return valid


_LEXICAL: dict[str, Callable[[str], bool]] = {
    _XSD + "anyURI": _by_pattern(r"\S+"),
    _XSD + "boolean": _by_pattern("true|false|0|1"),
    _XSD + "date": _by_parser(date.fromisoformat, r"\d{4}-\d\d-\d\d"),
    _XSD + "dateTime": _by_parser(
        datetime.fromisoformat, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
    ),
    _XSD + "decimal": _by_pattern(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    _XSD + "gYear": _by_pattern(r"-?\d{4,}"),
    _XSD + "integer": _by_pattern(r"[+-]?\d+"),
}
