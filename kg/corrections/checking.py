"""What no correction can mean, whatever facts there are."""

from __future__ import annotations

import re

from kg.corrections.values import check_kind, check_slot, value_of
from kg.errors import InputError
from kg.graph.terms import is_day
from kg.model import ACTIONS, Correction

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def check(one: Correction) -> None:
    """Raises InputError for a correction that cannot be meant, whatever facts there are."""
    if not _ID.fullmatch(one.id):
        raise InputError(f"{one.id!r} is no id", remedy="write letters, digits, points and hyphens")
    if one.action not in ACTIONS:
        raise InputError(f"the action is {one.action!r}", remedy=f"write one of {', '.join(ACTIONS)}")
    check_kind(one.kind)
    for column, said in (("who", one.who), ("why", one.why), ("when", one.when)):
        if not said:
            raise InputError(f"a correction without {column}", remedy="say who decided, when, and why")
    if not is_day(one.when):
        raise InputError(f"when {one.when!r} is no day", remedy="write it as 2024-05-06")
    if one.source and not _URL.fullmatch(one.source):
        raise InputError(f"source {one.source!r} is no web address", remedy="begin it with https://")
    (_check_addition if one.action == "add" else _check_of_fact)(one)
    for change in one.slots:
        check_slot(one.kind, change.slot, alone=not one.release)
        if change.value:
            value_of(one.kind, change.slot, change.value)


def _check_of_fact(one: Correction) -> None:
    if not one.release or not (one.fact or one.quote):
        remedy = "give release and fact as `kg query evidence` shows them, or release, kind and quote"
        raise InputError("it does not say which fact it is about", remedy=remedy)
    if one.action == "reject":
        if one.kind == "release":
            remedy = "state what is right in releases.csv, or retract the release"
            raise InputError("what a release says of itself cannot be rejected", remedy=remedy)
        if any(change.value for change in one.slots):
            raise InputError("a rejected fact gets no values", remedy="write what it said under “was”")
    elif not one.slots:
        raise InputError("it changes nothing", remedy="give slot and value; no value empties the slot")


def _check_addition(one: Correction) -> None:
    if one.kind == "release":
        raise InputError("a release cannot be added here", remedy="put its file with the other releases")
    if one.fact or any(change.was or not change.value for change in one.slots):
        raise InputError("an added fact has values only", remedy="leave “fact” and “was” empty")
    if not one.slots:
        raise InputError("an added fact that says nothing", remedy="give slots and values")
    if one.release:
        return
    if not one.source or not any(change.slot == "attested" for change in one.slots):
        raise InputError(
            "an added fact without a source and its day",
            remedy="name the release; or give a source and, as slot “attested”, its day",
        )
    if one.kind == "quotation":
        raise InputError("a quotation is quoted from a release", remedy="name the release")
