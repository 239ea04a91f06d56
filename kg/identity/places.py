"""The Länder and large cities of `ontology/places.ttl`, as names of organisations show them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import resources
from kg.errors import RdfError
from kg.vocab import PREFIXES, slug

_LABELS = tuple(PREFIXES["skos"] + label for label in ("prefLabel", "altLabel", "hiddenLabel"))


@dataclass(frozen=True, eq=False)
class Places:
    """Länder and large cities, by slugs.

    lands     every name and adjective of a Land -> the Land; cities: every name of a city -> its Land
    exonyms   English name of a city -> its German name, as a label has it
    """

    lands: Mapping[str, str]
    cities: Mapping[str, str]
    exonyms: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _land(self) -> re.Pattern[str]:
        # The longest first: Sachsen-Anhalt before Sachsen. Adjectives and names inflect at their end.
        names = "|".join(map(re.escape, sorted(self.lands, key=len, reverse=True))) or "(?!)"
        return re.compile(rf"(?:^|(?<=-))({names})(?:e[nrsm]?|s)?(?=-|$)")

    def land_in(self, name_slug: str) -> tuple[str, str] | None:
        """The Land that a name holds, and the slug of the name without it; None where it holds none."""
        match = self._land.search(name_slug)
        if match is None:
            return None
        rest = name_slug[: match.start()] + name_slug[match.end() :]
        rest = re.sub(r"-+", "-", rest).strip("-")
        return self.lands[match[1]], re.sub(r"-(?:des-)?(?:bundes)?(?:landes|freistaat(?:e?s)?)$", "", rest)

    @cached_property
    def names(self) -> frozenset[str]:
        """The Länder."""
        return frozenset(self.lands.values())

    def knows(self, city: str) -> bool:
        """Whether a name is that of one of the cities, in whatever language."""
        return slug(city) in self.cities

    def german(self, city: str) -> str:
        """The German name of a city; any other name as it is."""
        return self.exonyms.get(slug(city), city)


@cache
def load(path: Path | None = None) -> Places:
    """The places of `ontology/places.ttl` (or of another file); no places where there is no file."""
    path = path or resources.ontology() / "places.ttl"
    if not path.is_file():
        return Places({}, {})
    labels: dict[str, list[str]] = defaultdict(list)
    preferred: dict[str, dict[str, str]] = defaultdict(dict)
    broader: dict[str, str] = {}
    lands: set[str] = set()
    try:
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            if not isinstance(triple.subject, NamedNode):
                continue
            iri, prop = triple.subject.value, triple.predicate.value
            if prop in _LABELS and isinstance(triple.object, Literal):
                labels[iri].append(triple.object.value)
                if prop == _LABELS[0]:
                    preferred[iri][triple.object.language or ""] = triple.object.value
            elif prop == PREFIXES["skos"] + "broader" and isinstance(triple.object, NamedNode):
                broader[iri] = triple.object.value
            elif prop == PREFIXES["sg"] + "capital":
                lands.add(iri)
    except SyntaxError as error:
        raise RdfError(str(error.msg), path=path, line=error.lineno) from error
    return _places(labels, preferred, broader, lands)


def _places(
    labels: Mapping[str, list[str]],
    preferred: Mapping[str, Mapping[str, str]],
    broader: Mapping[str, str],
    capitals: set[str],
) -> Places:
    # Germany has a capital too, and nothing above it.
    lands = {iri for iri in capitals if iri in broader}
    cities = {iri: broader[iri].rsplit("/", 1)[1] for iri in sorted(labels) if broader.get(iri) in lands}
    names = [(preferred[iri].get("en", ""), preferred[iri].get("de", "")) for iri in cities]
    return Places(
        {slug(label): iri.rsplit("/", 1)[1] for iri in sorted(lands) for label in labels[iri]},
        {slug(label): land for iri, land in cities.items() for label in labels[iri]},
        # "Frankfurt" is no exonym of Frankfurt am Main: in a German text it may be another one.
        {slug(english): german for english, german in names if english and not german.startswith(english)},
    )
