"""Names in the text: typed units to units in which persons, organisations and roles are one unit each.

The rules are `kg/rules/mentions.toml` and `kg/rules/roles.toml`, applied in their order. `named` holds
what a name is and its base form, `making` turns a match into one, `references` resolves short and
referring forms to the fullest name of the release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.mentions.making import MAKERS
from kg.mentions.named import Named, base_name, base_noun, clean, is_trade, named
from kg.mentions.references import (
    abbreviations,
    aliases,
    companies,
    coupled_towns,
    districts,
    municipality,
    one_name,
    references,
    short_forms,
    surnames,
    town_lists,
)
from kg.patterns import Rule, RuleBook
from kg.places import search
from kg.tokens import Units, merge

__all__ = ["Named", "base_name", "base_noun", "clean", "find", "is_trade", "municipality", "named"]


def find(units: Units, book: RuleBook, own_of: Callable[[Units], Named | None]) -> Units:
    """Units with persons, then organisations, then roles as one unit each.

    `own_of` names the municipality that "die Stadt" means, once the organisations are known.
    """
    for stage in ("person", "person_in_context", "organization"):
        for rule in book.stages.get(stage, ()):
            units = _apply(units, rule, book)
        if stage == "organization":
            units = merge(units, list(abbreviations(units)))
            units = merge(units, list(companies(units)))
            units = merge(units, list(districts(units)))
            units = merge(units, list(one_name(units)))
        units = merge(units, list(aliases(units, short_forms(units, stage.split("_")[0]))))
    units = merge(units, list(surnames(units)))
    units = merge(units, list(town_lists(units)))
    units = merge(units, list(coupled_towns(units)))
    units = merge(units, list(references(units, own_of(units))))
    for rule in book.stages.get("role", ()):
        units = _apply(units, rule, book)
    return units


def _apply(units: Units, rule: Rule, book: RuleBook) -> Units:
    alphabet = units.alphabet
    found = []
    for match in search(rule, units.letters, units.met, alphabet):
        value = MAKERS[str(rule.settings["make"])](units, rule, match)
        if value is not None:
            classes = frozenset({str(rule.settings["make"]), *_extra_classes(value, book)})
            found.append((match.start(), match.end(), alphabet.letter(classes), value))
    return merge(units, found)


def _extra_classes(value: Named, book: RuleBook) -> Iterator[str]:
    if value.kind == "role" and (first := value.name.lower().partition(" ")[0]) in book.literals:
        yield "=" + first
    if value.kind == "organization" and value.type == "unit":
        yield "UnitOrg"
    if value.type in ("municipality", "district"):
        yield "TownOrg"
    if value.parts.get("plural"):
        yield "Plural"
