"""What a query's parameters concern, in the view as it is today.

Whatever was known once is in the view still, under the same IRI, unless it is a tenure or a history, whose
IRIs count those of one person on one post, or of one relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from pyoxigraph import NamedNode

from kg import histories
from kg.published import Group
from kg.store import Store
from kg.tenures import post_group
from kg.vocab import BASE, ORG, PROV, RDF, SCHEMA, SG

Bound = Mapping[str, Sequence[NamedNode]]
"""The entities that parameters are bound to, by parameter; what is not in it restricts nothing."""

_FROM = PROV["wasDerivedFrom"]
_TENURE, _POST, _HISTORY = (f"{BASE}id/{kind}/" for kind in ("tenure", "post", "history"))
_KINDS = {predicate: kind for kind, predicate in histories.PREDICATES.items()}
_GRANTS = {"recipient": SG["recipient"], "funder": SG["funder"], "programme": SG["programme"]}


_RELATION = (RDF["predicate"], RDF["subject"], SG["programme"])


class Concerned:
    """Looks up in a store what is concerned."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def posts(self, bound: Bound) -> set[str]:
        """Posts of these roles, of these organizations, and of which something is said with these persons."""
        found = [
            self._with({"role": ORG["role"], "organization": ORG["postIn"]}, bound, ORG["Post"]),
            *([self._held_by(bound["person"])] if bound.get("person") else []),
        ]
        return set.intersection(*found)

    def fundings(self, bound: Bound) -> set[str]:
        """Grants with these recipients, funders and programmes."""
        return self._with(_GRANTS, bound, SCHEMA["MonetaryGrant"])

    def headcounts(self, bound: Bound) -> set[str]:
        """Headcounts of these organizations."""
        return self._with({"organization": SG["organization"]}, bound, SG["Headcount"])

    def groups(self, posts: Iterable[str]) -> Iterator[tuple[Group, list[str]]]:
        """The groups that posts belong to, each with all its posts; both sorted."""
        found: dict[tuple[str, str], set[str]] = {}
        for post in posts:
            found.setdefault(post_group(post), set()).add(post)
        names = {name.partition(".")[0] for _, name in found}  # that of a unit's post has the unit behind it
        roles = [role for name in sorted(names) for role in self._roles.get(name, ())]
        for post in (post for role in roles for post in self._having(ORG["role"], role, ORG["Post"])):
            if (key := post_group(post)) in found:
                found[key].add(post)
        for key in sorted(found):
            yield ("posts", *key), sorted(found[key])

    def relations(self, iris: Iterable[str]) -> Iterator[tuple[Group, list[str]]]:
        """The groups that histories belong to, each with all its histories; both sorted.

        What is no history is left out. A history that is not there today is one of its relation still.
        """
        firsts = sorted({f"{iri.rsplit('/', 1)[0]}/1" for iri in iris if iri.startswith(_HISTORY)})
        for relation in sorted({self._relation(iri) for iri in firsts} - {("", "", "")}):
            same = self._having(RDF["subject"], relation[1], SG["History"])
            yield ("history", *relation), sorted(iri for iri in same if self._relation(iri) == relation)

    def all_histories(self) -> set[str]:
        """All histories there are."""
        return self._instances(SG["History"])

    def _relation(self, iri: str) -> tuple[str, str, str]:
        """Kind, subject and programme of a history."""
        predicate, subject, programme = (
            min((q.object.value for q in found if isinstance(q.object, NamedNode)), default="")
            for found in (self._store.matching(iri, p) for p in _RELATION)
        )
        return _KINDS.get(predicate, ""), subject, programme

    @staticmethod
    def is_counted(iri: str) -> bool:
        """Is it a tenure or a history, by its IRI alone."""
        return iri.startswith((_TENURE, _HISTORY))

    def post_of(self, iri: str) -> str | None:
        """The post of a tenure, by its IRI alone; None for the IRI of something else."""
        if not iri.startswith(_TENURE):
            return None
        return _POST + iri.removeprefix(_TENURE).rsplit("/", 2)[0]

    @cached_property
    def _roles(self) -> dict[str, list[str]]:
        """The roles there are, by the last segment of their IRIs, which posts have in theirs."""
        found: dict[str, list[str]] = {}
        for role in sorted(self._instances(ORG["Role"])):
            found.setdefault(role.rsplit("/", 1)[1], []).append(role)
        return found

    def _held_by(self, persons: Iterable[NamedNode]) -> set[str]:
        quads = (quad for person in persons for quad in self._store.matching(person.value, _FROM))
        facts = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
        return {post for fact in facts for post in self._having(_FROM, fact, ORG["Post"])}

    def _with(self, properties: Mapping[str, NamedNode], bound: Bound, of: NamedNode) -> set[str]:
        """What is of a class and has one of the values of each parameter that is bound."""
        found = [
            {iri for value in bound[name] for iri in self._having(predicate, value.value, of)}
            for name, predicate in properties.items()
            if bound.get(name)
        ]
        return set.intersection(*found) if found else self._instances(of)

    def _instances(self, of: NamedNode) -> set[str]:
        found = (quad.subject for quad in self._store.matching(None, RDF["type"], of.value))
        return {node.value for node in found if isinstance(node, NamedNode)}

    def _having(self, predicate: NamedNode, value: str, of: NamedNode) -> Iterator[str]:
        for quad in self._store.matching(None, predicate, value):
            if isinstance(quad.subject, NamedNode) and self._is(quad.subject.value, of):
                yield quad.subject.value

    def _is(self, iri: str, of: NamedNode) -> bool:
        return next(iter(self._store.matching(iri, RDF["type"], of.value)), None) is not None
