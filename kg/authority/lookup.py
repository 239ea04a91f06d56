"""Entries of the authority by name and by IRI, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import InputError
from kg.identity.authority import Authority
from kg.identity.spelling import clean
from kg.model import Entity
from kg.validate.locate import Lines, find_node
from kg.validate.rdf import read_rdf
from kg.vocab import BASE, RDFS, SG, SKOS, slug

_NAMES = frozenset({RDFS["label"], SKOS["altLabel"], SG["abbreviation"]})
_ANYWHERE = frozenset({"programme", "competition", "place"})
"""Kinds whose names belong to no jurisdiction."""


def find(authority: Authority, *, kind: str = "", search: str = "") -> list[Entity]:
    """Entries of a kind whose names or IRI hold some words, in any case, sorted by label."""
    words = slug(search).split("-") if search else []
    found = [
        entity
        for entity in authority.entities.values()
        if kind in ("", entity.kind) and all(word in _searched(entity) for word in words)
    ]
    return sorted(found, key=lambda entity: (slug(entity.label), entity.iri))


def _searched(entity: Entity) -> str:
    names = (entity.label, *entity.slots.get("altLabel", ()), *entity.slots.get("abbreviation", ()))
    return " ".join((*(slug(str(name)) for name in names), entity.iri))


def in_the_way(
    iri: str, made: Iterable[Triple], authority: Authority, files: Sequence[Path]
) -> InputError | None:
    """What to say where there is an entry of this IRI, or of one of its names in its jurisdiction."""
    if iri in authority.entities:
        return _exists(authority.entities[iri], "its IRI is the same", files)
    kind = iri.removeprefix(f"{BASE}id/").split("/")[0]
    for triple in made:
        if triple.subject == NamedNode(iri) and triple.predicate in _NAMES:
            assert isinstance(triple.object, Literal), "names are literals"
            for other in authority.labels.get((kind, slug(clean(triple.object.value))), ()):
                if jurisdiction(kind, other) == jurisdiction(kind, iri):
                    return _exists(
                        authority.entities[other], f"it is called {triple.object.value!r} too", files
                    )
    return None


def jurisdiction(kind: str, iri: str) -> str:
    """The jurisdiction within which a name leads to one entry; "" for kinds whose names do so anywhere."""
    return "" if kind in _ANYWHERE else iri.rsplit("/", 1)[-1]


def _exists(entity: Entity, why: str, files: Sequence[Path]) -> InputError:
    path, line = place(entity.iri, files)
    return InputError(
        f"there is {entity.label!r} ({entity.iri.removeprefix(BASE)}) already: {why}",
        path=path,
        line=line,
        remedy="add the further names to that entry",
    )


def place(iri: str, files: Sequence[Path]) -> tuple[Path | None, int | None]:
    """The file and line in which an IRI is described; None where it is in none of them."""
    for path in files:
        source = read_rdf(path)
        if any(isinstance(q.subject, NamedNode) and q.subject.value == iri for q in source.quads):
            offset = find_node(source.text, iri, source.prefixes)
            return path, Lines(source.text).position(offset)[0] if offset is not None else None
    return None, None
