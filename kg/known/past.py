"""What a store's releases say that were known on a day, entity by entity.

Which releases speak of an entity is told by the view: what rests on a release today rested on it then,
since a release decides by itself (with what is curated) which entities it names. So nothing but these
releases is read, and nothing else can change what is derived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg import graph, merge
from kg.errors import StadtgraphError, StoreError
from kg.known.issued import Issued, key_of
from kg.merge import Contribution
from kg.published import Contributions, Curated, Group, contributions, published
from kg.slots import ENTITY_KINDS
from kg.store import Store
from kg.vocab import BASE, PROV, RDFS, SKOS, graph_iri, release_iri

_FROM = PROV["wasDerivedFrom"]
_LABELS = (RDFS["label"], SKOS["prefLabel"])
_NAMES = (RDFS["label"], SKOS["altLabel"])


class Past:
    """The view as it was known on a day, derived when asked for."""

    def __init__(self, store: Store, curated: Curated, day: str) -> None:
        self._store, self._curated = store, curated
        self.issued = Issued(store, day)
        self._said: dict[str, Contributions] = {}
        self._of_entity: dict[str, dict[str, list[Contribution]]] = {}
        self._mentions: dict[tuple[str, str], str] = {}
        self._forms: dict[str, str] = {}

    def sources(self, iri: str) -> list[str]:
        """The known attestations (or releases) that an entity of the view rests on today, sorted."""
        found = (q.object.value for q in self._store.matching(iri, _FROM) if isinstance(q.object, NamedNode))
        return sorted(source for source in found if self.issued.knows(key_of(source)))

    def entity(self, iri: str) -> Iterator[Quad]:
        """The description of one entity (no release, tenure or conflict), as far as it was known."""
        keys = sorted({key_of(source) for source in self.sources(iri)})
        said = [one for key in keys for one in self._by_entity(key).get(iri, ())]
        if said:
            yield from published(("entity", iri), said, self._curated)

    def tenures(self, group: Group, posts: Iterable[str]) -> Iterator[Quad]:
        """The tenures of a group of posts, and what is contradictory about them.

        `posts` are all posts of the group: other holders bound a tenure.
        """
        keys = sorted({key_of(source) for post in posts for source in self.sources(post)})
        said = [one for key in keys for one in self.said(key).get(group, ())]
        if said:
            yield from published(group, said, self._curated)

    def said(self, key: str) -> Contributions:
        """What one release says, by group. Raises StoreError for one that cannot be understood."""
        if key not in self._said:
            try:
                release, facts = graph.read_release(self._store.quads(graph_iri(key)))
            except (StadtgraphError, LookupError, ValueError) as problem:
                raise StoreError(
                    f"{self._store.path}: release {key!r} was written by another version — run `kg build`"
                ) from problem
            self._said[key] = contributions(release, facts, self._curated)
        return self._said[key]

    def _by_entity(self, key: str) -> dict[str, list[Contribution]]:
        if key not in self._of_entity:
            found = self._of_entity.setdefault(key, {})
            for group, part in self.said(key).items():
                if group[0] == "entity":
                    for one in part:
                        found.setdefault(one.entity, []).append(one)
        return self._of_entity[key]

    def view(self) -> Iterator[Quad]:
        """All of it, as a build of the known releases would publish it; a quad may come twice."""
        parts: dict[Group, list[Any]] = defaultdict(list)
        for key in self._store.release_keys():
            if self.issued.knows(key):
                for group, part in self.said(key).items():
                    parts[group] += part
        yield from self._curated.quads()
        for group, said in parts.items():
            yield from published(group, said, self._curated)

    # -- labels --------------------------------------------------------------------------------------------

    def label(self, iri: str) -> Iterator[Quad]:
        """The labels that an entity had, without its description.

        An organization can be named by thousands of releases. A label that the authority gives, or
        that is the only one, needs none of them; else the names in the attestations are counted, and a
        release is read only where an attestation does not tell which of its names is meant.
        """
        kind = iri.removeprefix(f"{BASE}id/").partition("/")[0] if iri.startswith(f"{BASE}id/") else ""
        sources = self.sources(iri)
        if kind not in ENTITY_KINDS or not sources:
            yield from (quad for quad in self.entity(iri) if quad.predicate in _LABELS)
            return
        forms = {
            quad.object.value
            for name in _NAMES
            for quad in self._store.matching(iri, name)
            if isinstance(quad.object, Literal)
        }
        if iri in self._curated.authority.entities or len(forms) == 1:
            said = [self._naming(iri, kind, sources[0], min(forms, default=""))]
        else:
            said = [one for source in sources for one in self._names(iri, kind, source, forms)]
        for entity in merge.merge(said, self._curated.authority.entities)[0]:
            yield from (quad for quad in graph.entity_quads(entity) if quad.predicate in _LABELS)

    def _names(self, iri: str, kind: str, source: str, forms: set[str]) -> list[Contribution]:
        """By which names an attestation names an entity, of which all forms of its names are known."""
        names = {n for n in self._named(source, kind) if self._form(n) in forms}
        if len(names) == 1:
            return [self._naming(iri, kind, source, names.pop())]
        return [one for one in self._by_entity(key_of(source)).get(iri, ()) if one.source == source]

    def _named(self, source: str, kind: str) -> Iterator[str]:
        """The names of things of a kind in an attestation."""
        key = key_of(source)
        mentions = f"{release_iri(key)}/{kind}/"
        for quad in self._store.matching(source, graph=graph_iri(key)):
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(mentions):
                yield self._mentioned(key, quad.object.value)

    def _mentioned(self, key: str, mention: str) -> str:
        if (key, mention) not in self._mentions:
            found = self._store.matching(mention, RDFS["label"], graph=graph_iri(key))
            self._mentions[key, mention] = min(q.object.value for q in found if isinstance(q.object, Literal))
        return self._mentions[key, mention]

    def _form(self, name: str) -> str:
        """A name as labels have it: what merging makes of it alone."""
        if name not in self._forms:
            entities, _ = merge.merge([self._naming("", "person", "", name)])
            self._forms[name] = entities[0].label
        return self._forms[name]

    @staticmethod
    def _naming(iri: str, kind: str, source: str, name: str) -> Contribution:
        return Contribution(iri, kind, source, key_of(source), "", label=name)

    # -- attestations --------------------------------------------------------------------------------------

    def fact(self, source: str) -> Iterator[Quad]:
        """An attestation with its mentions and its words, in the graph of its release; not the whole text."""
        key = key_of(source)
        own, text = f"{release_iri(key)}/", f"{release_iri(key)}/text"
        todo, done = [source], {source, text}
        while todo:
            for quad in self._store.matching(todo.pop(), graph=graph_iri(key)):
                yield quad
                if isinstance(quad.object, NamedNode) and (iri := quad.object.value) not in done:
                    done.add(iri)
                    todo += [iri] if iri.startswith(own) else []
