"""What is known of two entities beside their names: posts, addresses, days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import product, starmap

from kg.identity.organization_spelling import without_legal_form
from kg.matching import organizations
from kg.matching.organizations import LITTLE
from kg.matching.profiles import Held, Profile
from kg.matching.reasons import Reason
from kg.vocab import slug

_MAILBOX = re.compile(
    r"(?:presse|info|poststelle|kontakt|buerger|rathaus|stadt|gemeinde|kreis|service|mail|office|kommunikation"
    r"|oeffentlichkeit|medien|redaktion|news|digital|smart|event|anmeldung|verwaltung|sekretariat|buero)"
)
"""How an address begins that several people read."""
_KINDS = ("stadt", "gemeinde", "markt", "flecken", "samtgemeinde", "verbandsgemeinde", "land")
_HEADS = re.compile(r"(?:.*/)?(?:ober|erster-)?buergermeister|(?:.*/)?landrat")
_OFFICE = timedelta(days=200)
"""How long before and after an attestation somebody is taken to hold the office still."""


def of_persons(one: Profile, other: Profile) -> Iterator[Reason]:
    """What posts, organisations and addresses say of two persons."""
    yield from _posts(one, other)
    yield from _emails(one.emails, other.emails)


def of_events(one: Profile, other: Profile) -> Iterator[Reason]:
    """What their days say of two events: another start is another event."""
    if one.start and other.start:
        if one.start.startswith(other.start) or other.start.startswith(one.start):
            yield Reason("start", 2.5, (max(one.start, other.start, key=len),))
        else:
            yield Reason("two starts", -6.0, (one.start, other.start))


def of_posts(one: Profile, other: Profile) -> Reason:
    """What the roles and organisations of two posts say: one role, told with and without the organisation."""
    roles = [profile.iri.rsplit("/", 1)[-1] for profile in (one, other)]
    if not same_role(*roles) or (one.employers and other.employers and one.employers != other.employers):
        return Reason("another name", -9)
    if bool(one.employers) == bool(other.employers):
        return Reason("role", 0.5, (one.names[0],))
    # In a town's release "the CDO" is the town's; "the head" is of anything.
    itself = all(map(_is_the_jurisdiction, one.employers | other.employers))
    return Reason("no organisation", -1.0 if itself else -2.6)


def _is_the_jurisdiction(organization: str) -> bool:
    """Whether an organisation is the town, district or Land that it belongs to, by its IRI."""
    segment, anchor = organization.rsplit("/", 2)[-2:]
    return segment == anchor or segment in {f"{kind}-{anchor}" for kind in _KINDS}


def _posts(one: Profile, other: Profile) -> Iterator[Reason]:
    pairs = list(product(one.held, other.held))
    if shared := next((a for a, b in pairs if a.post == b.post), None):
        yield Reason("post", 2.8, (shared.label,))
        return
    if any(are_two_heads(a, b) for a, b in pairs):
        yield Reason("two heads", -3.5)
        return
    alike = [(a, b) for a, b in pairs if a.role == b.role or same_role(a.label, b.label)]
    if alike:
        told = alike[0][0].label
        together = any(
            a.organization == b.organization or not (a.organization and b.organization) for a, b in alike
        )
        yield Reason("role", 2.0 if together else 0.6, (told,))
    if one.employers & other.employers:
        yield Reason("organization", 0.6)
    elif any(starmap(same_body, product(one.employers, other.employers))):
        yield Reason("organization", 2.0)


def _may_be_one_post(pair: tuple[Held, Held]) -> bool:
    one, other = (held.organization for held in pair)
    return one == other or not (one and other) or same_body(one, other)


def same_body(one: str, other: str) -> bool:
    """Whether two IRIs are of one name in two places, and one that no two organisations have by chance."""
    a, b = (without_legal_form(iri.rsplit("/", 2)[-2]) for iri in (one, other))
    return a == b and organizations.words(a.replace("-", " ").title(), "").proper


def are_two_heads(one: Held, other: Held) -> bool:
    """Whether two posts are at the head of two municipalities or districts, and held at one time."""
    heads = all(_HEADS.fullmatch(held.role) for held in (one, other))
    if not heads or not one.organization or not other.organization or one.organization == other.organization:
        return False
    days = [_day(text) for text in (one.first, one.last, other.first, other.last)]
    if None in days:
        return False
    first, last, begin, end = (day for day in days if day is not None)
    return first - _OFFICE <= end and begin - _OFFICE <= last


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def same_role(one: str, other: str) -> bool:
    """Whether two labels name one role: "Leiterin des Tiefbauamts", "Tiefbauamtsleiter".

    >>> same_role("Leiterin des Tiefbauamts", "Tiefbauamtsleiter"), same_role("Bauamtsleiter", "Schulleiter")
    (True, False)
    """
    a, b = _role_words(one), _role_words(other)
    return bool(a and b) and (a == b or _made_of(a, b) or _made_of(b, a))


def _role_words(label: str) -> tuple[str, ...]:
    parted = re.sub(r"(?:staats|landes)?minister(?=in\b|\b)", "-minister", slug(label)).split("-")
    words = (w for w in parted if w and w not in LITTLE and w != "stellvertretend")
    masculine = (w.removesuffix("in") if len(w) > 5 else w for w in words)
    return tuple(
        sorted((re.sub(r"(?:es|s)$", "", w) if len(w) > 4 else w for w in masculine), key=len, reverse=True)
    )


def _made_of(words: tuple[str, ...], compound: tuple[str, ...]) -> bool:
    rest = "".join(compound)
    for word in words:
        if word not in rest:
            return False
        rest = rest.replace(word, "", 1)
    return len(rest) <= 2


def personal(emails: Iterable[str]) -> set[str]:
    """Addresses in lower case, without those that several people read (presse@, info@)."""
    return {address.lower() for address in emails if not _MAILBOX.match(slug(address))}


def _emails(one: frozenset[str], other: frozenset[str]) -> Iterator[Reason]:
    a, b = personal(one), personal(other)
    if not a or not b:
        return
    if shared := a & b:
        yield Reason("email", 6.0, (min(shared),))
    elif {m.partition("@")[0] for m in a} & {m.partition("@")[0] for m in b}:
        yield Reason("mailbox", 1.0)
    else:
        yield Reason("two emails", -2.0)
