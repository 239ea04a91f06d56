"""Which entities of a store may be one, and nobody has judged yet, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import InputError
from kg.identity.judgements import JUDGED, kind_of, split_off
from kg.matching import Profile, Reason, compare
from kg.matching.blocking import candidates
from kg.model import Judgement
from kg.review.reading import KINDS, curated, entities, place_mentions, profiles
from kg.store import Store
from kg.vocab import BASE, release_key


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be one: how likely (0 to 1), why, and what was judged of them, if anything."""

    left: Profile
    right: Profile
    score: float
    reasons: tuple[Reason, ...]
    judgement: str = ""


def suggestions(
    store: Store,
    rows: Sequence[Judgement] = (),
    *,
    kinds: Sequence[str] = KINDS,
    entity: str = "",
    min_score: float = 0.5,
    judged: bool = False,
) -> list[Suggestion]:
    """Pairs of entities that may be one, the likeliest first.

    rows    judgements (`kg.review.judging.read`); pairs on which they decide are left out, also those
            that follow from several, unless `judged` asks for them
    entity  IRI of the entity whose pairs are wanted; all by default

    Two entities that are both curated are never suggested: whoever describes them keeps them apart. Raises
    InputError where `entity` is not in the store.
    """
    wanted = [kind for kind in kinds if not entity or kind_of(entity) in ("", kind)]
    known = Decided(rows)
    described = curated(store)
    found: list[Suggestion] = []
    seen = False
    for kind in wanted:
        all_ = profiles(store, kind)
        seen = seen or any(profile.iri == entity for profile in all_)
        for left, right in candidates(all_):
            if entity not in ("", left.iri, right.iri) or {left.iri, right.iri} <= described:
                continue
            said = known.on(left.iri, right.iri)
            compared = compare(left, right)
            if compared.score >= min_score and (judged or not said):
                found.append(Suggestion(left, right, compared.score, compared.reasons, said))
    if entity and not seen:
        raise unknown(store, entity)
    return sorted(found, key=lambda s: (-s.score, s.left.iri, s.right.iri))


class Decided:
    """What judgements say of pairs, chains of "same" followed."""

    def __init__(self, rows: Iterable[Judgement]) -> None:
        rows = list(rows)
        self._one: dict[str, str] = {}
        for row in rows:
            for side in row.pair:
                self._one.setdefault(side, side)
                if side.startswith(f"{BASE}id/release/"):
                    # A mention that is split off becomes an entity of its own.
                    self._one.setdefault(split_off(side), side)
        for row in rows:
            if row.judgement == "same":
                self._join(row.left, row.right)
        self._said = {
            frozenset((self._root(row.left), self._root(row.right))): row.judgement
            for row in sorted(rows, key=lambda row: row.judgement == "different")
            if row.judgement != "same"
        }

    def on(self, left: str, right: str) -> str:
        """same, different, unsure, or "" where nobody judged."""
        one, other = self._root(left), self._root(right)
        return "same" if one == other else self._said.get(frozenset((one, other)), "")

    def _root(self, iri: str) -> str:
        while self._one.get(iri, iri) != iri:
            iri = self._one[iri]
        return iri

    def _join(self, left: str, right: str) -> None:
        one, other = sorted((self._root(left), self._root(right)))
        self._one[other] = one


def check_known(store: Store, iri: str) -> None:
    """Raises InputError, naming the nearest, for an IRI that a store has in no graph.

    Of places no release graph has mentions: one is known where the release names a municipality so.
    """
    if kind_of(iri) == "place" and iri.startswith(f"{BASE}id/release/"):
        if iri not in place_mentions(store, release_key(iri)):
            raise unknown(store, iri)
    elif not store.query(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} }}"):
        raise unknown(store, iri)


def unknown(store: Store, iri: str) -> InputError:
    """What to say of an IRI that is not in a store."""
    kind, begin = kind_of(iri), iri.removeprefix(BASE)[: len(f"id/{kind_of(iri)}/") + 1]
    if kind == "place" and iri.startswith(f"{BASE}id/release/"):
        every = place_mentions(store, release_key(iri))
        begin = ""
    else:
        every = entities(store, kind) if kind in JUDGED else []
    known = [own for one in every if (own := one.removeprefix(BASE)).startswith(begin)]
    alike = get_close_matches(iri.removeprefix(BASE), known, n=3)
    remedy = f"did you mean {' or '.join(alike)}?" if alike else "`kg review identities` lists IRIs"
    return InputError(f"{iri.removeprefix(BASE)} is not in the store", remedy=remedy)
