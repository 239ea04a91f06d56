"""What facts tell of an office as one that changes hands: gained, left, or held beside another."""

from __future__ import annotations

from functools import cache

from kg import patterns
from kg.model import Fact

REACH = 900
"""Characters over which a change of office can speak of one named before."""


def is_post(fact: Fact) -> bool:
    """Whether a role is one that somebody follows in, not what somebody has learnt."""
    return not office_slug(fact).endswith(
        tuple(NOT_OF_PEOPLE - {"mitglied"} | {"stellvertreter", "schirmherr", "moderator"})
    )


def office_slug(fact: Fact) -> str:
    """The end of the IRI of a fact's office, or its label in small letters."""
    return str(fact.slots.get("concept") or fact.slots["role_canonical"]).rpartition("/")[2].lower()


def becomes(fact: Fact) -> bool:
    """Whether a fact tells that somebody gets an office, not that he has it."""
    gains = is_elected(fact) or fact.modality in ("future", "announced") or fact.rule in _SUCCEEDING
    return gains and "former" not in fact.slots


def is_elected(fact: Fact) -> bool:
    """Whether a fact is told by words of an election or an appointment."""
    return fact.rule in _ELECTING


def leaves(fact: Fact) -> bool:
    """Whether a fact tells that somebody leaves an office or has left it."""
    return ("end" in fact.slots or "former" in fact.slots) and not beside_the_office(fact)


def follows(fact: Fact) -> bool:
    """Whether a fact is told by words of a succession: of whom another follows."""
    return fact.rule in {rule.name for rule in patterns.load().stages["succession"]}


def is_told(fact: Fact) -> bool:
    """Whether a fact is told by more than an office beside a name, and of no career."""
    return fact.rule not in _NAMING and not beside_the_office(fact)


def beside_the_office(fact: Fact) -> bool:
    """Whether a fact tells what somebody did or does besides the office that a text is about."""
    return fact.rule in _of_careers()


@cache
def _of_careers() -> frozenset[str]:
    book = patterns.load().stages
    rules = (*book["role_fact"], *book["role_predicate"])
    return frozenset(r.name for r in rules if r.settings.get("career"))


_SUCCEEDING = frozenset({"successor", "takes-over-from-the-one-before", "followed-by"})
_ELECTING = frozenset(
    {
        "person-becomes-role",
        "elected-person-as-role",
        "as-role-elected-person",
        "person-takes-office",
        "as-role-person-elected",
        "elected-to-the-head-of",
        "elected-into-board",
        "elects-pronoun-as-role",
        "new-in-body",
        "new-in-a-body",
        "takes-up-position-as",
    }
)
_NAMING = frozenset({"role-before-person", "role-role-person", "person-comma-role", "person-bracket-role"})
NOT_OF_PEOPLE = frozenset(
    {"mitglied", "gesellschafter", "pate", "inhaber", "vertreter", "experte", "gruender"}
    | {"informatiker", "ingenieur", "jurist", "paedagoge"}
    | {"unternehmer", "wissenschaftler", "techniker", "historiker"}
)
"""Offices that organisations have as well, or that say little: they need a name beside them."""
