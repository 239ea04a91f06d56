"""What a store's releases say that were known on a day, entity by entity.

Which releases speak of an entity is told by the view: what rests on a release today rested on it then,
since a release decides by itself (with what is curated) which entities it names. So nothing but these
releases is read, and nothing else can change what is derived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import corrections, graph, merge, partials, published
from kg.dates import bounds
from kg.errors import StadtgraphError, StoreError
from kg.known.issued import Issued
from kg.merge import Contribution
from kg.model import Fact, Release
from kg.partials import Partial
from kg.published import Curated, Group, Said, contributions
from kg.slots import ENTITY_KINDS
from kg.store import Store
from kg.vocab import (
    BASE,
    CORRECTIONS,
    PROV,
    RDFS,
    SG,
    SKOS,
    correction_iri,
    graph_iri,
    release_iri,
    release_key,
)

_FROM = PROV["wasDerivedFrom"]
_LABELS = (RDFS["label"], SKOS["prefLabel"])
_NAMES = (RDFS["label"], SKOS["altLabel"])
_VIEW = DefaultGraph()


class Past:
    """The view as it was known on a day, derived when asked for."""

    def __init__(self, store: Store, curated: Curated, day: str) -> None:
        self._store, self._curated = store, curated
        self.issued = Issued(store, day)
        alone = curated.corrections.alone().items()
        self._alone = {key: said for key, said in alone if _is_over(said[0].stated["issued"], day)}
        self._keys = {correction_iri(one.id): corrections.key_of(one) for one in curated.corrections.all}
        self._concerned = frozenset(curated.corrections.concerned())
        self._said: dict[str, Said] = {}
        self._of_entity: dict[str, dict[str, list[tuple[Group, Partial]]]] = {}
        self._releases: dict[str, tuple[Release, Sequence[Fact]]] = {}
        self._told: dict[str, list[Contribution]] = {}
        self._mentions: dict[tuple[str, str], str] = {}
        self._forms: dict[str, str] = {}

    def sources(self, iri: str) -> list[str]:
        """What an entity of the view rests on today and rested on then, sorted: attestations, releases, and
        corrections of these.
        """
        found = (q.object.value for q in self._store.matching(iri, _FROM) if isinstance(q.object, NamedNode))
        return sorted(source for source in found if self._knows(self.key(source)))

    def key(self, source: str) -> str:
        """The key of what says something: of an attestation's release, or of that which a correction is of;
        of what stewards have added from elsewhere the key that no release can have.
        """
        return release_key(source) or self._keys.get(source, "")

    def _knows(self, key: str) -> bool:
        return key in self._alone if corrections.is_alone(key) else bool(key) and self.issued.knows(key)

    def _speaking_of(self, iris: Iterable[str]) -> list[str]:
        """The keys of what speaks of entities, sorted."""
        return sorted({self.key(source) for iri in iris for source in self.sources(iri)})

    def entity(self, iri: str) -> Iterator[Quad]:
        """The description of one entity (no release, tenure or conflict), as far as it was known."""
        groups: dict[Group, Partial] = {}
        for key in self._speaking_of([iri]):
            for group, partial in self._by_entity(key).get(iri, ()):
                groups[group] = partials.added(groups.get(group, {}), partial)
            own = (source for entity, source in self.said(key).provenance if entity == iri)
            yield from (Quad(NamedNode(iri), _FROM, NamedNode(source), _VIEW) for source in own)
        for group, partial in groups.items():
            yield from published.published(group, partial, self._curated, lambda _: ())

    def spans(self, group: Group, iris: Iterable[str]) -> Iterator[Quad]:
        """The tenures of a group of posts, or the histories of a relation, and what is contradictory there.

        `iris` are all posts, or all histories, of the group: other holders bound a tenure.
        """
        said = [self.said(key) for key in self._speaking_of(iris)]
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

    def _read(self, key: str) -> tuple[Release, Sequence[Fact]]:
        if corrections.is_alone(key):
            return self._alone[key]
        if key not in self._releases:
            try:
                self._releases[key] = graph.read_release(self._store.quads(graph_iri(key)))
            except (StadtgraphError, LookupError, ValueError) as problem:
                raise StoreError(
                    f"{self._store.path}: release {key!r} was written by another version — run `kg build`"
                ) from problem
        return self._releases[key]

    def _by_entity(self, key: str) -> dict[str, list[tuple[Group, Partial]]]:
        """What one release says of each entity, with the groups that it is described in."""
        if key not in self._of_entity:
            found = self._of_entity.setdefault(key, {})
            for group, partial in self.said(key).groups.items():
                if group[0] == "entity":
                    for iri, own in merge.by_entity(group[1], partial).items():
                        found.setdefault(iri, []).append((group, own))
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
        names = set[str]() if self._is_corrected(source) else set(self._named(source, kind))
        names = {name for name in names if self._form(name) in forms}
        if len(names) == 1:
            return [self._naming(iri, kind, source, names.pop())]
        return [one for one in self._all(self.key(source)) if (one.entity, one.source) == (iri, source)]

    def _is_corrected(self, source: str) -> bool:
        """Is it a correction, or an attestation that a steward has changed."""
        if source in self._keys or self.key(source) not in self._concerned:
            return source in self._keys
        return next(iter(self._store.matching(None, SG["corrects"], source)), None) is not None

    def _all(self, key: str) -> list[Contribution]:
        if key not in self._told:
            release, read = self._read(key)
            applied = self._curated.corrections.apply(release, read)
            mapping = self._curated.resolve(release, applied.facts)
            told = merge.contributions(release, applied.facts, mapping)
            self._told[key] = corrections.named(told, release, applied)
        return self._told[key]

    def _named(self, source: str, kind: str) -> Iterator[str]:
        """The names of things of a kind in an attestation."""
        key = release_key(source)
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
        """An attestation with its mentions and its words, in the graph of its release; not the whole text.

        Of a correction what stands in the graph of corrections, and what the view says of it.
        """
        if source in self._keys:
            yield from self._store.matching(source)
            yield from self._around(source, f"{source}/", CORRECTIONS)
        else:
            key = release_key(source)
            own = f"{release_iri(key)}/"
            yield from self._around(source, own, graph_iri(key), but=f"{own}text")

    def _around(self, node: str, own: str, name: str, *, but: str = "") -> Iterator[Quad]:
        """A node and what it leads to within one graph, as far as that begins with `own`."""
        todo, done = [node], {node, but}
        while todo:
            for quad in self._store.matching(todo.pop(), graph=name):
                yield quad
                if isinstance(quad.object, NamedNode) and (iri := quad.object.value) not in done:
                    done.add(iri)
                    todo += [iri] if iri.startswith(own) else []


def _is_over(issued: str, day: str) -> bool:
    """Whether a day or partial date is not after a day, whichever of its days it is."""
    span = bounds(issued)
    return span is not None and span[1] <= day
