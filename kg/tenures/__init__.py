"""Tenures: who held which post when, derived from what releases attest and from nothing else.

The eight rules stand in docs/data-model.md. The whole is a pure function of a *set* of attestations:
neither their order nor their number of arrivals matters. Groups (`group_key`) do not depend on each
other, so a new release touches only the groups it speaks of.

    claims     what one attestation claims
    drafts     which claims of one person on one post make one tenure
    limits     the bounds: from a draft's own claims, and from other holders of the seat
    spans      stretches of days, so that only neighbours are looked at
    stretches  attestations that change nothing, so that a few stand for all
    certainty  how certain a tenure is on a day
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Bound, Conflict, RoleAttestation, Tenure
from kg.tenures.certainty import certainty
from kg.tenures.claims import Claim, Days, Seat, apart, group_key, post_group, read, seats_of, shift
from kg.tenures.drafts import cores, draft
from kg.tenures.limits import Clash, Stay, bound_by_others, bound_by_own, set_upright, stay
from kg.tenures.spans import Spans
from kg.tenures.stretches import stretches
from kg.vocab import BASE, PREFIXES, SG, slug

__all__ = ["certainty", "derive", "group_key", "post_group", "stretches"]

_Holding = tuple[str, str, bool]  # post, person, acting


def derive(
    attestations: Iterable[RoleAttestation],
    seats: Mapping[str, int | None],
    *,
    same_post: Mapping[str, str] | None = None,
) -> tuple[list[Tenure], list[Conflict]]:
    """Tenures and conflicts of all attestations, both sorted by IRI.

    `seats` gives the number of seats by IRI: of a post (as the authority states it), or of a role
    (then the bounds that rest on it carry a premise); what is not in it, or None, is not known.
    `same_post` says which post without organisation is judged to be which post with one.
    """
    groups: dict[tuple[str, str], list[RoleAttestation]] = defaultdict(list)
    for attestation in sorted(set(attestations), key=lambda a: (a.iri, a.post, a.person, repr(a))):
        if attestation.modality != "reported":
            groups[group_key(attestation)].append(attestation)
    tenures: list[Tenure] = []
    conflicts: list[Conflict] = []
    for key in sorted(groups):
        found, clashing = _group(groups[key], seats, same_post or {})
        tenures += found
        conflicts += clashing
    return sorted(tenures, key=lambda t: t.iri), _merged(conflicts)


def _group(
    attestations: Sequence[RoleAttestation], seats: Mapping[str, int | None], same_post: Mapping[str, str]
) -> tuple[list[Tenure], list[Conflict]]:
    roles: dict[str, str] = {}
    claims: dict[_Holding, list[Claim]] = defaultdict(list)
    for a in attestations:
        roles[a.post] = min(roles.get(a.post, a.role), a.role)
        claims[a.post, a.person, a.acting].append(read(a))
    places = seats_of(roles, seats, same_post)
    stays = _stays(claims, places)
    bound_by_others(stays)
    own: dict[_Holding, list[Stay]] = defaultdict(list)
    for one in stays:
        own[one.post, one.person, one.draft.kind == "acting"].append(one)
    for held in own.values():
        bound_by_own(held)
    for one in stays:
        set_upright(one)
    numbered = _numbered(stays, roles)
    tenures = [tenure for tenure, _ in numbered]
    conflicts = [_conflict(clash, tenure, one) for tenure, one in numbered for clash in one.clashes]
    return tenures, conflicts


def _stays(claims: Mapping[_Holding, Sequence[Claim]], places: Mapping[str, Seat]) -> list[Stay]:
    attested: dict[str, list[tuple[str, Days]]] = defaultdict(list)
    for (post, person, acting), said in claims.items():
        if places[post].single and not acting:
            attested[places[post].name] += [(person, days) for days in cores(said)]
    seated = {
        seat: Spans((days.first, days.last, (who, days)) for who, days in found)
        for seat, found in attested.items()
    }
    stays = []
    for (post, person, acting), said in claims.items():
        seat = places[post]
        others = [] if acting or not seat.single else _others(said, person, seated.get(seat.name))
        kind = "acting" if acting else "regular"
        stays += [stay(person, post, seat, d) for d in draft(said, others, kind=kind)]
    return stays


def _others(claims: Sequence[Claim], person: str, seated: Spans[tuple[str, Days]] | None) -> list[Days]:
    """Cores of other holders that lie where they can part the claims of a person."""
    told = (d for c in claims for s in (c.start, c.end) if s for d in (s.first, s.last))
    days = {*told, *(d for c in claims for d in (c.lo, c.hi) if d)}
    if not days or seated is None:
        return []
    # A day more at the end: a break begins on the day before a core.
    return [core for who, core in seated.between(min(days), shift(max(days), 1)) if apart(who, person)]


def _numbered(stays: Sequence[Stay], roles: Mapping[str, str]) -> list[tuple[Tenure, Stay]]:
    """Stays as tenures, with IRIs that count the tenures of one person on one post in order of time."""
    opens = _open_after(stays)
    order = sorted(stays, key=lambda s: (*_since(s), s.draft.kind, s.person, s.post, _sources(s)))
    counts: dict[str, int] = defaultdict(int)
    made = []
    for one in order:
        stem = f"{BASE}id/tenure/{_post_path(one.post)}/{_person_name(one.person, one.post)}"
        counts[stem] += 1
        tenure = _tenure(one, f"{stem}/{counts[stem]}", roles[one.post])
        made.append((replace(tenure, open_after=opens.get(one.seat.name)), one))
    return made


def _since(one: Stay) -> tuple[str, str]:
    known = [b.date for b in (one.sna, one.announced, one.snb, one.enb, one.ena) if b]
    return (known[0] if known else "9999", one.ena.date if one.ena else "9999")


def _open_after(stays: Sequence[Stay]) -> dict[str, str]:
    """By seat, the day of the latest core; without any, the latest day by which somebody had begun."""
    core: dict[str, str] = {}
    rest: dict[str, str] = {}
    for one in stays:
        if one.last:
            core[one.seat.name] = max(core.get(one.seat.name, ""), one.last.date)
        elif one.sna:
            rest[one.seat.name] = max(rest.get(one.seat.name, ""), one.sna.date)
    return rest | core


def _tenure(one: Stay, iri: str, role: str) -> Tenure:
    claims = one.draft.claims
    lagging = {c.lo for c in one.draft.held if c.lo == c.hi and c.lo and not c.speaks}
    organizations = sorted({c.source.organization for c in claims if c.source.organization})
    return Tenure(
        iri=iri,
        person=one.person,
        post=one.post,
        role=role,
        organization=organizations[0] if organizations else None,
        kind=one.draft.kind,
        first_attested=one.first,
        last_attested=one.last,
        start_not_before=one.snb,
        start_not_after=one.sna if _earlier(one.sna, one.first) else None,
        end_not_before=one.enb if _earlier(one.last, one.enb) else None,
        end_not_after=one.ena,
        announced_start=one.announced,
        attested_on=tuple(sorted({c.lo for c in one.draft.stations if c.core and c.lo})),
        boilerplate_on=tuple(sorted(lagging)),
        sources=_sources(one),
    )


def _earlier(one: Bound | None, other: Bound | None) -> bool:
    """Is the first day before the second, so that it says more; an absent one is no rival."""
    return one is None or other is None or one.date < other.date


def _sources(one: Stay) -> tuple[str, ...]:
    return tuple(sorted({c.source.iri for c in one.draft.claims}))


def _post_path(post: str) -> str:
    inside = post.removeprefix(f"{BASE}id/post/")
    return inside if inside != post else slug(post)


def _person_name(person: str, post: str) -> str:
    """The name in a person's IRI, with its anchor where that is another than the post's."""
    parts = person.removeprefix(f"{BASE}id/person/").split("/")
    if len(parts) != 2 or not person.startswith(BASE):
        return slug(person)
    name, anchor = parts
    return name if anchor == group_anchor(post) else f"{name}.{anchor}"


def group_anchor(post: str) -> str:
    """The jurisdiction in a post's IRI; "" where it has none."""
    parts = post.removeprefix(f"{BASE}id/post/").split("/")
    return parts[1] if len(parts) == 3 else ""


def _conflict(clash: Clash, tenure: Tenure, one: Stay) -> Conflict:
    held = clash.what == "held"
    entity = one.seat.name if held else tenure.iri
    terms = {"start": SG["startLabel"].value, "end": SG["endLabel"].value}
    named = terms.get(clash.what, f"{PREFIXES['org']}heldBy")
    because = "attested" if clash.followed else "undecided"
    sides = (clash.value1, clash.sources1, clash.value2, clash.sources2)
    return _with_iri(Conflict("", entity, named, *sides, clash.followed, because))


def _with_iri(conflict: Conflict) -> Conflict:
    text = "\n".join((conflict.entity, conflict.property, conflict.value1, conflict.value2))
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return replace(conflict, iri=f"{BASE}id/conflict/{digest}")


def _merged(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """One conflict per entity, property and pair of values, with all its sources."""
    found: dict[str, Conflict] = {}
    for conflict in conflicts:
        known = found.get(conflict.iri, conflict)
        found[conflict.iri] = replace(
            known,
            sources1=tuple(sorted({*known.sources1, *conflict.sources1})),
            sources2=tuple(sorted({*known.sources2, *conflict.sources2})),
        )
    return [found[iri] for iri in sorted(found)]
