"""kg.patterns: words for classes and literals compile to regular expressions over letters."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import patterns, resources
from kg.errors import LexiconError
from kg.patterns import Alphabet, Rule, translate

CLASSES = ("Person", "Role", "Comma", "Org", "Stop")


def _alphabet(*more: frozenset[str]) -> Alphabet:
    alphabet = Alphabet()
    for name in CLASSES:
        alphabet.letter(frozenset({name}))
    for classes in more:
        alphabet.letter(classes)
    return alphabet


def _letters(alphabet: Alphabet, *names: str) -> str:
    return "".join(alphabet.letter(frozenset(name.split("+"))) for name in names)


def _match(pattern: str, *names: str, macros: dict[str, str] | None = None) -> re.Match[str] | None:
    alphabet = _alphabet()
    text = _letters(alphabet, *names)
    return re.fullmatch(translate(pattern, alphabet, macros or {}), text, re.DOTALL)


# -- letters -----------------------------------------------------------------------------------------


@given(st.lists(st.frozensets(st.sampled_from(CLASSES)), max_size=40))
def test_one_letter_for_each_set_of_classes(sets: list[frozenset[str]]) -> None:
    """Equal sets have equal letters, others have others, and a letter tells its set."""
    alphabet = Alphabet()
    letters = [alphabet.letter(classes) for classes in sets]
    assert len(set(letters)) == len(set(sets))
    assert [alphabet.of(letter) for letter in letters] == sets


def test_class_without_letter_matches_nothing() -> None:
    """A class that no token has yet can match nothing; its negation anything."""
    alphabet = _alphabet()
    text = _letters(alphabet, "Person")
    assert re.search(translate("Nothing", alphabet, {}), text) is None
    assert re.search(translate("!Nothing", alphabet, {}), text, re.DOTALL) is not None


# -- patterns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "names", "fits"),
    [
        ("Person Comma Role", ("Person", "Comma", "Role"), True),
        ("Person Comma Role", ("Person", "Role"), False),
        ("Person Comma? Role", ("Person", "Role"), True),
        ("(Person|Org) Role", ("Org", "Role"), True),
        ("Person (Comma Person){0,2}", ("Person", "Comma", "Person", "Comma", "Person"), True),
        ("Person (Comma Person){0,1}", ("Person", "Comma", "Person", "Comma", "Person"), False),
        ("!Stop+", ("Person", "Role"), True),
        ("!Stop+", ("Person", "Stop"), False),
        ("'der' Role", ("=der", "Role"), True),
        ("'Der' Role", ("=der", "Role"), True),
        ("!'der' Role", ("=der", "Role"), False),
        (". Role", ("Stop", "Role"), True),
        ("Person(?=Comma) Comma", ("Person", "Comma"), True),
        ("(?!Person). Comma", ("Person", "Comma"), False),
        ("Role", ("Role+Known",), True),
    ],
)
def test_pattern(pattern: str, names: tuple[str, ...], fits: bool) -> None:
    """Classes, literals in any case, negation, brackets, quantifiers and looking around."""
    assert (_match(pattern, *names) is not None) is fits


def test_groups_are_named() -> None:
    """A name and a colon name the atom, or the bracket, that follows, with its quantifier."""
    found = _match("who:Person Comma? what:(Role|Org){1,2} more:Stop?", "Person", "Role", "Org")
    assert found is not None
    assert {name: found.span(name) for name in found.groupdict()} == {
        "who": (0, 1),
        "what": (1, 3),
        "more": (3, 3),
    }


def test_group_within_a_group() -> None:
    """Named brackets nest."""
    found = _match("all:(who:Person Comma what:(Role))", "Person", "Comma", "Role")
    assert found is not None
    assert (found.span("all"), found.span("who"), found.span("what")) == ((0, 3), (0, 1), (2, 3))


def test_macros_expand_in_place() -> None:
    """A macro is a pattern of its own; alternatives in it do not reach outside; macros may nest."""
    macros = {"Named": "Person|Org", "Both": "Named Comma Named"}
    assert _match("Named Role", "Org", "Role", macros=macros) is not None
    assert _match("Both", "Org", "Comma", "Person", macros=macros) is not None
    assert _match("Named Role", "Org", macros=macros) is None
    found = _match("who:Named{1,2} Role", "Org", "Person", "Role", macros=macros)
    assert found is not None
    assert found.span("who") == (0, 2)


@pytest.mark.parametrize("pattern", ["Person ; Role", "who:(Person", "'der", "Person & Role"])
def test_unreadable_pattern_is_an_error(pattern: str) -> None:
    """What the language does not know is refused, not passed on."""
    with pytest.raises(LexiconError):
        translate(pattern, _alphabet(), {}, "a-rule")


def test_error_names_the_rule() -> None:
    """The message says which rule it is."""
    with pytest.raises(LexiconError, match="a-rule"):
        translate("Person ; Role", _alphabet(), {}, "a-rule")


def test_rule_follows_its_alphabet() -> None:
    """A class that gets letters later is matched then: compiling is not once and for all."""
    alphabet = _alphabet()
    rule = Rule("r", "", "Role Late")
    assert rule.regex(alphabet, {}).search(_letters(alphabet, "Role", "Stop")) is None
    text = _letters(alphabet, "Role", "Late+Known")
    assert rule.regex(alphabet, {}).search(text) is not None


def test_rule_is_compiled_again_only_for_its_own_classes() -> None:
    """A letter without a class that the rule asks for changes nothing."""
    alphabet = _alphabet()
    rule = Rule("r", "", "Role !Late")
    first = rule.regex(alphabet, {})
    _letters(alphabet, "Quite+Other")
    assert rule.regex(alphabet, {}) is first
    text = _letters(alphabet, "Role", "Late")
    assert rule.regex(alphabet, {}).search(text) is None


def test_rule_serves_two_alphabets() -> None:
    """Two lexicons at once: letters of one are not read by the other's patterns."""
    one, two = _alphabet(), Alphabet()
    comma, role = _letters(two, "Comma"), _letters(two, "Role")
    rule = Rule("r", "", "Role")
    for _ in range(2):
        assert rule.regex(one, {}).search(_letters(one, "Role")) is not None
        assert rule.regex(one, {}).search(_letters(one, "Person")) is None
        assert rule.regex(two, {}).search(comma) is None
        assert rule.regex(two, {}).search(role) is not None


# -- the rules that ship ------------------------------------------------------------------------------


def test_every_rule_compiles() -> None:
    """Each pattern of `kg/rules` is read and is a valid regular expression."""
    book = patterns.load()
    alphabet = _alphabet()
    assert book.stages
    for rules in book.stages.values():
        for rule in rules:
            assert rule.regex(alphabet, book.macros) is not None


def test_names_of_rules_are_unique() -> None:
    """A fact names its rule: within a stage no two rules share a name."""
    for stage, rules in patterns.load().stages.items():
        names = [rule.name for rule in rules]
        assert len(names) == len(set(names)), stage


def test_macros_are_defined_once() -> None:
    """Files do not overwrite each other's macros."""
    found: list[str] = []
    for path in sorted(resources.rules().glob("*.toml")):
        found += tomllib.loads(path.read_text("utf-8")).get("macros", {})
    assert sorted(found) == sorted(set(found))


def test_every_literal_of_a_rule_is_in_the_book() -> None:
    """Words that patterns ask for are what the tokenizer gives a class of their own."""
    book = patterns.load()
    for rules in book.stages.values():
        for rule in rules:
            asked = {word.lower() for word in re.findall(r"'([^']+)'", rule.pattern)}
            assert asked <= book.literals


def test_no_macro_is_defined_twice() -> None:
    """Macros hold in all files of rules: a second of the name would change rules far away."""
    defined = [
        name
        for path in sorted(resources.rules().glob("*.toml"))
        for name in tomllib.loads(path.read_text("utf-8")).get("macros", {})
    ]
    assert sorted(set(defined)) == sorted(defined)
