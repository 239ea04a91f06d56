"""What a store's releases say that were known on a day, entity by entity.

Which releases speak of an entity is told by the view: what rests on a release today rested on it then,
since a release decides by itself (with what is curated) which entities it names. So nothing but these
releases is read, and nothing else can change what is derived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import graph, merge, partials, published
from kg.corrections import is_alone
from kg.errors import StadtgraphError, StoreError
from kg.known.issued import Issued, key_of
from kg.merge import Contribution
from kg.model import Fact, Release
from kg.partials import Partial
from kg.published import Curated, Group, Said, contributions
from kg.slots import ENTITY_KINDS
from kg.store import Store
from kg.vocab import BASE, PROV, RDFS, SG, SKOS, graph_iri, release_iri

_FROM = PROV["wasDerivedFrom"]
_LABELS = (RDFS["label"], SKOS["prefLabel"])
_NAMES = (RDFS["label"], SKOS["altLabel"])
_VIEW = DefaultGraph()


class Past:
    """The view as it was known on a day, derived when asked for."""

    def __init__(self, store: Store, curated: Curated, day: str) -> None:
        self._store, self._curated = store, curated
        self.issued = Issued(store, day)
        alone = curated.corrections.alone()
        self._alone = {key: said for key, said in alone.items() if said[0].stated["issued"] <= day}
        self._said: dict[str, Said] = {}
        self._of_entity: dict[str, dict[str, tuple[Group, Partial]]] = {}
        self._told: dict[str, list[Contribution]] = {}
        self._mentions: dict[tuple[str, str], str] = {}
        self._forms: dict[str, str] = {}

    def sources(self, iri: str) -> list[str]:
        """What an entity of the view rests on today and rested on then, sorted: attestations, releases, and
        corrections of these.
        """
        found = (q.object.value for q in self._store.matching(iri, _FROM) if isinstance(q.object, NamedNode))
        return sorted(filter(self._knows, found))

    def _knows(self, source: str) -> bool:
        if key := key_of(source):
            return self.issued.knows(key)
        if source.removeprefix(f"{BASE}id/") in self._alone:
            return True
        corrected = self._store.matching(source, SG["corrects"])
        facts = (quad.object.value for quad in corrected if isinstance(quad.object, NamedNode))
        return any(self.issued.knows(key_of(fact)) for fact in facts)

    def _keys(self, iris: Iterable[str]) -> list[str]:
        """The keys of what speaks of entities: releases, and what stewards have added from elsewhere."""
        sources = {source for iri in iris for source in self.sources(iri)}
        added = {s.removeprefix(f"{BASE}id/") for s in sources} & self._alone.keys()
        return sorted({key for s in sources if (key := key_of(s))} | added)

    def entity(self, iri: str) -> Iterator[Quad]:
        """The description of one entity (no release, tenure or conflict), as far as it was known."""
        group: Group = ()
        partial: Partial = {}
        for key in self._keys([iri]):
            if found := self._by_entity(key).get(iri):
                group, partial = found[0], partials.added(partial, found[1])
                own = (source for entity, source in self.said(key).provenance if entity == iri)
                yield from (Quad(NamedNode(iri), _FROM, NamedNode(source), _VIEW) for source in own)
        if partial:
            yield from published.published(group, partial, self._curated, lambda _: ())

    def tenures(self, group: Group, posts: Iterable[str]) -> Iterator[Quad]:
        """The tenures of a group of posts, and what is contradictory about them.

        `posts` are all posts of the group: other holders bound a tenure.
        """
        said = [self.said(key) for key in self._keys(posts)]
        partial = partials.total(one.groups.get(group, {}) for one in said)
        days: dict[str, set[str]] = defaultdict(set)
        for one in said:
            for key, iris in one.days.get(group, {}).items():
                days[key] |= iris
        if partial:
            yield from published.published(group, partial, self._curated, days.__getitem__)

    def said(self, key: str) -> Said:
        """What one release says, by group. Raises StoreError for one that cannot be understood."""
        if key not in self._said:
            self._said[key] = contributions(*self._read(key), self._curated)
        return self._said[key]

    def _read(self, key: str) -> tuple[Release, tuple[Fact, ...] | list[Fact]]:
        if is_alone(key):
            return self._alone[key]
        try:
            return graph.read_release(self._store.quads(graph_iri(key)))
        except (StadtgraphError, LookupError, ValueError) as problem:
            raise StoreError(
                f"{self._store.path}: release {key!r} was written by another version — run `kg build`"
            ) from problem

    def _by_entity(self, key: str) -> dict[str, tuple[Group, Partial]]:
        """What one release says of each entity, with the group that it is described in."""
        if key not in self._of_entity:
            found = self._of_entity.setdefault(key, {})
            for group, partial in self.said(key).groups.items():
                if group[0] == "entity":
                    for iri, own in merge.by_entity(group[1], partial).items():
                        found[iri] = group, own
        return self._of_entity[key]

    def view(self) -> Iterator[Quad]:
        """All of it, as a build of the known releases would publish it."""
        yield from self._curated.fixed
        known = (key for key in self._store.release_keys() if self.issued.knows(key))
        yield from published.view((self.said(key) for key in (*known, *self._alone)), self._curated)

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
        counted, _ = merge.said(said)
        for entity in merge.describe(iri, counted[iri], self._curated.authority.entities)[0]:
            yield from (quad for quad in graph.entity_quads(entity) if quad.predicate in _LABELS)

    def _names(self, iri: str, kind: str, source: str, forms: set[str]) -> list[Contribution]:
        """By which names an attestation names an entity, of which all forms of its names are known."""
        names = {n for n in self._named(source, kind) if self._form(n) in forms}
        if len(names) == 1:
            return [self._naming(iri, kind, source, names.pop())]
        return [one for one in self._all(key_of(source)) if (one.entity, one.source) == (iri, source)]

    def _all(self, key: str) -> list[Contribution]:
        if key not in self._told and key:
            release, facts = self._read(key)
            facts = self._curated.corrections.apply(release, facts).facts
            self._told[key] = list(merge.contributions(release, facts, self._curated.resolve(release, facts)))
        return self._told.get(key, [])

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
            [entity], _ = merge.describe("", merge.said([self._naming("", "person", "x", name)])[0][""])
            self._forms[name] = entity.label
        return self._forms[name]

    @staticmethod
    def _naming(iri: str, kind: str, source: str, name: str) -> Contribution:
        return Contribution(iri, kind, source, "", label=name)

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
