"""What changed, sentence by sentence. No change is without one.

What has a sentence of its own takes the properties it tells from those that changed; every property that
is left gets the general one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import NamedNode

from kg.difference.changes import Change, Difference
from kg.difference.matching import FROM, REPLACED, one
from kg.difference.reading import Said
from kg.difference.statements import NAMELESS, Statements
from kg.difference.wording import Lang, property_name, told
from kg.query import shown
from kg.vocab import DCTERMS, FOAF, ORG, RDFS, SG, SKOS

_LINKS = frozenset(
    {FROM, SG["source1"].value, SG["source2"].value}
    | {SG[f"{side}Not{way}Source"].value for side in ("start", "end") for way in ("Before", "After")}
)
"""Properties that tell nothing but on which attestations something rests."""
_COUNTS = frozenset(SG[name].value for name in ("attestationCount", "releaseCount"))
_LABEL = RDFS["label"].value
_NAMES = (FOAF["name"].value, SKOS["prefLabel"].value, DCTERMS["title"].value)
"""Properties that repeat the label."""
_FIRST, _LAST, _ON = (SG[name].value for name in ("firstAttested", "lastAttested", "attestedOn"))
_DAYS = {
    SG[name].value: name
    for name in ("startNotBefore", "startNotAfter", "endNotBefore", "endNotAfter", "openAfter")
}
"""Days of a tenure, and of a post, that have a sentence of their own."""

Values = dict[str, tuple[frozenset[Any], frozenset[Any]]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence about an entity.

    what    new, gone, merged, parted, changed, or sources: only what it rests on
    about   the IRI of the entity under which it is told
    values  the values that are gone and that have come, as text, by property; of what is changed
    counts  of sources: how many have come and gone
    """

    what: str
    kind: str
    about: str
    iri: str
    text: str
    values: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    counts: tuple[int, int] = (0, 0)


class Sentences:
    """Tells the changes of a difference in one language."""

    def __init__(self, difference: Difference, lang: Lang) -> None:
        self._lang: Lang = lang
        self._difference = difference
        self._say = Statements(difference, lang)

    def all(self) -> Iterator[Sentence]:
        """All sentences, in the order of the changes."""
        for change in self._difference.changes:
            yield from self.of(change)

    def of(self, change: Change) -> Iterator[Sentence]:
        """The sentences about one entity, at least one."""
        yield from self._merges(change)
        rest = replace(change, before=_without(change.before), after=_without(change.after))
        if rest.before and not rest.after:
            if not change.after.get(REPLACED):  # else it is in what it was merged into
                yield self._gone(rest)
        elif rest.after and not rest.before:
            yield self._new(rest)
        elif rest.after:
            yield from self._changed(rest)

    def _sentence(
        self, what: str, change: Change, text: str, values: Values | None = None, **more: Any
    ) -> Sentence:
        told_ = {p: (_texts(was), _texts(now)) for p, (was, now) in sorted((values or {}).items())}
        return Sentence(what, change.kind, change.about, change.iri, text, told_, **more)

    def _merges(self, change: Change) -> Iterator[Sentence]:
        was, now = change.values().get(REPLACED, (frozenset(), frozenset()))
        for key, targets in (("parted", was), ("merged", now)):
            for target in sorted(targets, key=str):
                old, new = (self._with_iri(node) for node in (NamedNode(change.iri), target))
                text = told(key, self._lang, old=old, new=new)
                values = {REPLACED: (was, now)}
                yield self._sentence(key, change, text, values)

    def _with_iri(self, node: Any) -> str:
        name, short = self._say.value(node), shown(node)
        return name if name == short else f"{name} ({short})"

    # -- new and gone --------------------------------------------------------------------------------------

    def _new(self, change: Change) -> Sentence:
        said, say = change.after, self._say
        if change.kind == "tenure":
            key = "announced" if _is_announced(said) else "attested"
            text = self._of_tenure(key, said, when=say.when(said), bounds=say.bounds(said))
        elif change.kind in NAMELESS:
            text = told("said", self._lang, what=say.statement(change.kind, said))
        else:
            text = told("new", self._lang, what=say.described(change, said))
        return self._sentence("new", change, text)

    def _gone(self, change: Change) -> Sentence:
        said, say = change.before, self._say
        if change.kind == "tenure":
            key = "unannounced" if _is_announced(said) else "unattested"
            text = self._of_tenure(key, said, when=say.when(said))
        elif change.kind in NAMELESS:
            text = told("unsaid", self._lang, what=say.statement(change.kind, said))
        else:
            text = told("gone", self._lang, what=say.described(change, said))
        return self._sentence("gone", change, text)

    def _of_tenure(self, key: str, said: Said, **parts: str) -> str:
        return told(key, self._lang, person=self._say.person(said), post=self._say.post(said), **parts)

    # -- changed -------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> Iterator[Sentence]:
        left = change.values()
        sources = {p: left.pop(p) for p in sorted(_LINKS & left.keys())}
        if sources:
            sources |= {p: left.pop(p) for p in sorted(_COUNTS & left.keys())}
        alone = not left
        yield from self._called(change, left)
        if change.kind in ("tenure", "history"):
            yield from self._attested(change, left)
        for predicate in sorted(left, key=self._place):
            yield self._valued(change, predicate, *left[predicate])
        if sources:
            yield self._rests(change, sources, alone=alone)

    def _place(self, predicate: str) -> tuple[int, str, str]:
        """Where a property is told among others: days in the order of time, then by name."""
        day = list(_DAYS).index(predicate) if predicate in _DAYS else len(_DAYS)
        return day, property_name(predicate, self._lang), predicate

    def _called(self, change: Change, left: Values) -> Iterator[Sentence]:
        """A new name, in place of an old one."""
        was, now = left.get(_LABEL, (frozenset(), frozenset()))
        if len(was) != 1 or len(now) != 1:
            return
        taken = {_LABEL: left.pop(_LABEL)}
        for predicate in _NAMES:
            if predicate in left and all(map(_same_text, left[predicate], (was, now))):
                taken[predicate] = left.pop(predicate)
        old, new = self._say.values(was), self._say.values(now)
        yield self._sentence("changed", change, told("called", self._lang, old=old, new=new), taken)

    def _attested(self, change: Change, left: Values) -> Iterator[Sentence]:
        """The days for which a tenure is attested."""
        taken = {p: left.pop(p) for p in (_FIRST, _LAST) if p in left}
        if not taken:
            return
        days = [one(said, p) for said in (change.before, change.after) for p in (_FIRST, _LAST)]
        told_days = frozenset(filter(None, days))
        if _ON in left and all(term.value in told_days for values in left[_ON] for term in values):
            taken[_ON] = left.pop(_ON)
        say = self._say
        if change.kind == "history":
            old, new = say.when(change.before), say.when(change.after)
            text = told("attested then", self._lang, what=say.what(change, change.after), old=old, new=new)
        elif len(taken.keys() & {_FIRST, _LAST}) == 1 and all(days):
            key, at = ("until", 1) if _LAST in taken else ("since", 0)
            text = self._of_tenure(key, change.after, old=str(days[at]), new=str(days[at + 2]))
        else:
            old, new = say.when(change.before), say.when(change.after)
            text = self._of_tenure("span", change.after, old=old, new=new)
        yield self._sentence("changed", change, text, taken)

    def _valued(self, change: Change, predicate: str, was: frozenset[Any], now: frozenset[Any]) -> Sentence:
        """The general sentence: a property of something has other values."""
        stays = change.before.get(predicate, frozenset()) - was
        several = bool(stays) or len(was) > 1 or len(now) > 1
        old, new = (self._say.values(terms) or told("nothing", self._lang) for terms in (was, now))
        if predicate in _DAYS and now and not several and (change.kind == "post" or _is_held(change.after)):
            what, said = self._say.what(change, change.after), change.after
            text = self._of_tenure(_DAYS[predicate], said, old=old, new=new, what=what)
            return self._sentence("changed", change, text, {predicate: (was, now)})
        key = {(True, True): "other", (True, False): "less", (False, True): "more"}[bool(was), bool(now)]
        text = told(
            key if several else "now",
            self._lang,
            what=self._say.what(change, change.after),
            property=property_name(predicate, self._lang),
            old=old,
            new=new,
        )
        return self._sentence("changed", change, text, {predicate: (was, now)})

    def _rests(self, change: Change, sources: Values, *, alone: bool) -> Sentence:
        """On how many attestations something rests; `alone`: nothing else of it changed."""
        links = [sources[predicate] for predicate in sorted(_LINKS & sources.keys())]
        gone, come = (frozenset[Any]().union(*(values[side] for values in links)) for side in (0, 1))
        counts = len(come - gone), len(gone - come)
        n = len(frozenset[Any]().union(*(change.after.get(predicate, ()) for predicate in _LINKS)))
        count = told("attestation" if n == 1 else "attestations", self._lang, n=n)
        what = self._say.what(change, change.after)
        text = told("sources", self._lang, what=what, count=count, come=counts[0], gone=counts[1])
        return self._sentence("sources" if alone else "changed", change, text, sources, counts=counts)


def _without(said: Said) -> Said:
    return {predicate: values for predicate, values in said.items() if predicate != REPLACED}


def _is_held(said: Said) -> bool:
    """Is it a tenure, and not one that is only announced."""
    return bool(said.get(ORG["member"].value)) and not _is_announced(said)


def _is_announced(said: Said) -> bool:
    return one(said, SG["tenureKind"].value) == "announced"


def _texts(terms: frozenset[Any]) -> tuple[str, ...]:
    return tuple(sorted(str(getattr(term, "value", term)) for term in terms))


def _same_text(one_: frozenset[Any], other: frozenset[Any]) -> bool:
    return _texts(one_) == _texts(other)
