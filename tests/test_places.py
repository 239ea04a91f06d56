"""kg.places: rules are tried where all that they want stands, and nothing is missed by it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import document, patterns
from kg.patterns import Alphabet
from kg.places import MOST_UNITS, Places, met, search, wants

MACROS = {"Gap": "((?!Stop).)", "Thing": "(Org|Person)"}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("'der' Role", [[("=der", 0, 0), ("Role", 1, 1)]]),
        ("Comma? Role", [[("Role", 0, 1)]]),
        ("Gap{0,3} Role+ Person", [[("Role", 0, 3), ("Person", 1, 1 << 20)]]),
        ("(?<=Stop)who:Person", [[("Stop", -1, -1), ("Person", 0, 0)]]),
        ("Person(?=Comma)", [[("Person", 0, 0), ("Comma", 1, 1)]]),
        ("(?!Role). Person", [[("Person", 1, 1)]]),
        ("!Role Thing", [[("Org Person", 1, 1)]]),
        ("Role ('von'|'der' Comma) Org|Person Stop",
         [[("Role", 0, 0), ("Org", 2, 3), ("=der =von", 1, 1)], [("Person", 0, 0), ("Stop", 1, 1)]]),
    ],
)  # fmt: skip
def test_wants_are_derived_from_the_pattern(pattern: str, expected: list[list[tuple[str, int, int]]]) -> None:
    """What every match of each alternative has, and how far from its beginning."""
    found = wants(pattern, MACROS)
    assert found is not None
    plain = [{(" ".join(sorted(w.names)), w.low, w.high) for w in option} for option in found]
    assert plain == [set(option) for option in expected]


def test_a_pattern_that_can_be_empty_wants_nothing() -> None:
    """It matches everywhere."""
    assert wants("Role? Comma*", {}) is None


def _alphabet() -> Alphabet:
    return document._tokenizer().alphabet


def _plainly(letters: str, stage: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    book = patterns.load()
    return [
        (rule.name, match.regs)
        for rule in book.stages[stage]
        for match in rule.regex(_alphabet(), book.macros).finditer(letters)
        if match.end() > match.start()
    ]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_nothing_is_missed(data: st.DataObject) -> None:
    """The matches are those of a plain search, rule by rule, for units of the kinds that the rules name."""
    alphabet, book = _alphabet(), patterns.load()
    stage = data.draw(st.sampled_from(sorted(book.stages)))
    rule = data.draw(st.sampled_from(book.stages[stage]))
    named = {
        name for option in wants(rule.pattern, book.macros) or [] for want in option for name in want.names
    }
    likely = [
        i for i, classes in enumerate(alphabet.classes) if classes & (named | {"Person", "Stop", "Org"})
    ]
    drawn = data.draw(st.lists(st.sampled_from(likely), max_size=60))
    letters = "".join(chr(0xE000 + i) for i in drawn)
    found = [(rule.name, match.regs) for rule, match in Places(letters, alphabet).matches(stage)]
    assert found == _plainly(letters, stage)
    wanted = met(letters, alphabet)
    found = [(r.name, m.regs) for r in book.stages[stage] for m in search(r, letters, wanted, alphabet)]
    assert found == _plainly(letters, stage)


def test_long_texts_are_searched_plainly() -> None:
    """More units than numbers of bits are good for give the same matches."""
    alphabet = _alphabet()
    words = ("Person", "Comma", "RolePhrase", "Stop")
    letters = "".join(alphabet.letter(frozenset({word})) for word in words) * (MOST_UNITS // 4 + 1)
    found = [(rule.name, match.regs) for rule, match in Places(letters, alphabet).matches("role_fact")]
    assert found == _plainly(letters, "role_fact")
    assert found
