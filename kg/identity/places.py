"""The Länder and large cities of `ontology/places.ttl`, as names of organisations show them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from kg import resources
from kg.errors import RdfError
from kg.vocab import PREFIXES, slug

_LABELS = tuple(PREFIXES["skos"] + label for label in ("prefLabel", "altLabel", "hiddenLabel"))


@dataclass(frozen=True)
class Places:
    """`lands`: slug of every name and adjective of a Land -> slug of the Land; `cities`: city -> Land."""

    lands: Mapping[str, str]
    cities: Mapping[str, str]

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


@cache
def load(path: Path | None = None) -> Places:
    """The places of `ontology/places.ttl` (or of another file); no places where there is no file."""
    path = path or resources.ontology() / "places.ttl"
    if not path.is_file():
        return Places({}, {})
    labels: dict[str, list[str]] = defaultdict(list)
    broader: dict[str, str] = {}
    lands: set[str] = set()
    try:
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            if not isinstance(triple.subject, NamedNode):
                continue
            iri, prop = triple.subject.value, triple.predicate.value
            if prop in _LABELS:
                labels[iri].append(str(getattr(triple.object, "value", "")))
            elif prop == PREFIXES["skos"] + "broader" and isinstance(triple.object, NamedNode):
                broader[iri] = triple.object.value
            elif prop == PREFIXES["sg"] + "capital":
                lands.add(iri)
    except SyntaxError as error:
        raise RdfError(str(error.msg), path=path, line=error.lineno) from error
    return _places(labels, broader, lands)


def _places(labels: Mapping[str, list[str]], broader: Mapping[str, str], capitals: set[str]) -> Places:
    # Germany has a capital too, and nothing above it.
    lands = {iri for iri in capitals if iri in broader}
    return Places(
        {slug(label): iri.rsplit("/", 1)[1] for iri in sorted(lands) for label in labels[iri]},
        {
            slug(label): broader[iri].rsplit("/", 1)[1]
            for iri in sorted(labels)
            if broader.get(iri) in lands
            for label in labels[iri]
        },
    )
