"""What one attestation claims about a person's time on a post.

Rules 1, 2, 3 and 5 of docs/data-model.md decide here what an attestation may be used for: whether it
speaks of now, of a past or of a time ahead, on which days, and whether it is only a closing block,
which lags behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.dates import bounds
from kg.model import Bound, RoleAttestation
from kg.vocab import BASE

NOW, PAST, AHEAD, LEAVING = "now", "past", "ahead", "leaving"
ASSUMED_SEAT = "single seat assumed from the role"
SAME_POST = "post without organization taken to be the only known post of the role in its jurisdiction"
JUDGED_POST = "post taken to be the same seat as another by a judgement"
LAGGING = "closing block taken to be later than the holder attested before it"

_POST = f"{BASE}id/post/"
_SPEAKING = ("headline", "dateline", "body", "quote")


@dataclass(frozen=True, slots=True)
class Days:
    """Days `first` to `last`, both included (ISO, full)."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One attestation as read.

    sense        NOW: holds the role; PAST: held it; AHEAD: will hold it; LEAVING: will give it up
    lo, hi       the day it speaks of lies between them; None where not known
    speaks       False for closing and contact blocks, which lag
    start, end   days within which the tenure is said to start and end
    """

    source: RoleAttestation
    sense: str
    lo: str | None
    hi: str | None
    speaks: bool
    start: Days | None
    end: Days | None

    @property
    def station(self) -> bool:
        """Is the person known to have held the role on some day between `lo` and `hi`."""
        return self.sense == NOW and self.speaks and self.lo is not None and self.hi is not None

    @property
    def core(self) -> bool:
        """Is that day known exactly."""
        return self.station and self.lo == self.hi

    def at(self, day: str, *premises: str) -> Bound:
        """A bound at `day` that rests on this attestation."""
        own = (self.source.premise,) if self.source.premise else ()
        return Bound(day, (self.source.iri,), tuple(sorted({*own, *premises})))


def read(attestation: RoleAttestation) -> Claim:
    """What an attestation claims. A date without a year claims nothing."""
    lo = attestation.on or attestation.not_before
    hi = attestation.on or attestation.not_after
    start, end = _days(attestation.start), _days(attestation.end)
    return Claim(
        source=attestation,
        sense=_sense(attestation.modality, lo, hi, start, end),
        lo=lo,
        hi=hi,
        speaks=attestation.section in _SPEAKING,
        start=start,
        end=end,
    )


def _days(iso: str | None) -> Days | None:
    found = bounds(iso) if iso else None
    return Days(*found) if found else None


def _sense(modality: str, lo: str | None, hi: str | None, start: Days | None, end: Days | None) -> str:
    if modality == "former" or (modality == "asserted" and end and lo and end.last < lo):
        return PAST
    if modality in ("announced", "future"):
        return LEAVING if end and not start else AHEAD
    return AHEAD if start and hi and start.first > hi else NOW


def shift(day: str, by: int) -> str:
    """The day `by` days later (earlier, when negative); the ends of the calendar stay where they are."""
    try:
        return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
    except OverflowError:
        return day


def apart(person: str, other: str) -> bool:
    """Are these two persons for sure; "Schmidt", "E. Schmidt" and "Eva Maria Schmidt" may be one.

    So neither bounds the other, nor do they contradict each other, though they stay two until somebody
    judges. The same holds of one name with two anchors: on one post they hardly are two.
    """
    one, two = (p.removeprefix(f"{BASE}id/person/").split("/")[0].split("-") for p in (person, other))
    return not (one == two or _shortened(one, two) or _shortened(two, one))


def _shortened(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether some words of a name, in their order and perhaps as initials, make the other."""
    rest = iter(whole)
    initials = all(len(own) == 1 for own in short)
    return not initials and all(
        any(word == own or (len(own) == 1 and word.startswith(own)) for word in rest) for own in short
    )


def earliest(found: Iterable[Bound]) -> Bound | None:
    """The bound with the earliest day; equal ones are joined (see `_joined`)."""
    bounds_ = list(found)
    return _joined(bounds_, min(b.date for b in bounds_)) if bounds_ else None


def latest(found: Iterable[Bound]) -> Bound | None:
    """The bound with the latest day; equal ones are joined (see `_joined`)."""
    bounds_ = list(found)
    return _joined(bounds_, max(b.date for b in bounds_)) if bounds_ else None


def _joined(found: Sequence[Bound], day: str) -> Bound:
    """All bounds of one day as one. Where some need no premise, the bound rests on those alone."""
    same = [b for b in found if b.date == day]
    plain = [b for b in same if not b.premises]
    rest = plain or same
    return Bound(
        day,
        tuple(sorted({s for b in rest for s in b.sources})),
        tuple(sorted({p for b in rest for p in b.premises})),
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """The seat a post stands for.

    name       IRI of the post whose seat it is; a post without organisation can share another's
    single     at most one person at a time
    premises   what has to be presumed for that
    """

    name: str
    single: bool
    premises: tuple[str, ...] = ()


def group_key(attestation: RoleAttestation) -> tuple[str, str]:
    """The group an attestation belongs to: (jurisdiction, role).

    Tenures of one group depend on nothing outside it. A post that does not lie in our namespace is
    a group of its own: ("", its IRI).
    """
    return post_group(attestation.post)


def post_group(post: str) -> tuple[str, str]:
    """`group_key` of a post's IRI, `…/id/post/<organization>/<anchor>/<role>`, perhaps with `.<unit>`."""
    parts = post.removeprefix(_POST).split("/")
    return (parts[1], parts[2]) if post.startswith(_POST) and len(parts) == 3 else ("", post)


def seats_of(
    roles: Mapping[str, str], seats: Mapping[str, int | None], same_post: Mapping[str, str]
) -> dict[str, Seat]:
    """The seats of the posts of one group.

    `roles` maps the posts that are attested to their roles. A post without organisation shares the
    seat of the only post with one, known from attestations or from `seats`; of several, of none.
    """
    group = post_group(next(iter(roles)))
    listed = [p for p in seats if p.startswith(_POST) and post_group(p) == group]
    named = sorted({p for p in (*roles, *listed) if not _blank(p)})
    role = min(roles.values())

    def own(post: str) -> Seat:
        stated = seats.get(post)
        if stated is not None:
            return Seat(post, stated == 1)
        single = seats.get(roles.get(post, role)) == 1
        return Seat(post, single, (ASSUMED_SEAT,) if single else ())

    def seat(post: str) -> Seat:
        if post in same_post:
            other = own(same_post[post])
            return Seat(other.name, other.single, (*other.premises, JUDGED_POST))
        if not _blank(post):
            return own(post)
        other = own(named[0]) if len(named) == 1 else Seat(post, False)
        return Seat(other.name, True, (*other.premises, SAME_POST)) if other.single else Seat(post, False)

    return {post: seat(post) for post in roles}


def _blank(post: str) -> bool:
    return post.startswith(f"{_POST}-/")
