"""kg.facts: whatever the text, extraction ends without an exception and with exact evidence."""

from __future__ import annotations

import random

import pytest
from saying import facts, release

from kg import resources
from kg.facts import extract

TEXTS = [path.read_text("utf-8") for path in sorted(resources.releases().glob("*.txt"))]
ODD = (
    *"„“\"»«‚‘'()[]…–-*#|>:;.!?\u00ad\u00a0\u200b\ufeff\t\x0c\u2028\x00ﬁ²½٣Ⅳ§€@",
    "\r\n", "\n\n", "**", "31.02.2020", "99.99.9999", "1.800.000 350.000 €", "vom 3. bis", "1,2 Mio. Euro",
    "a@b.de", "(at)", "+49", "Prof.", "von", "bis", "und", "e. V.", "GmbH", "https://",
    "e\u0301", "\U0001f600",
)  # fmt: skip


def _mutated(chance: random.Random, text: str) -> str:
    """A text with its lines, words or characters mixed, dropped, doubled, cut or joined to another's."""
    kind, lines, words = chance.randrange(7), text.split("\n"), text.split(" ")
    if kind == 0:
        chance.shuffle(lines)
        return "\n".join(lines)
    if kind == 1:
        return "\n".join(line for line in lines for _ in range(chance.randrange(3)))
    if kind == 2:
        cut = chance.randrange(len(text))
        return text[cut:] if chance.random() < 0.5 else text[:cut]
    if kind == 3:
        other = chance.choice(TEXTS)
        return text[: chance.randrange(len(text))] + other[chance.randrange(len(other)) :]
    if kind == 4:
        for _ in range(60):
            words.insert(chance.randrange(len(words)), chance.choice(ODD))
        return " ".join(words)
    if kind == 5:
        for _ in range(90):
            a, b = chance.randrange(len(words)), chance.randrange(len(words))
            words[a], words[b] = words[b], words[a]
        return " ".join(words)
    letters = list(text)
    for _ in range(90):
        letters[chance.randrange(len(letters))] = chance.choice(ODD) if chance.random() < 0.6 else ""
    return "".join(letters)


@pytest.mark.parametrize("seed", range(8))
def test_no_text_breaks_extraction(seed: int) -> None:
    """Mixed and spoilt releases raise nothing, and what is read is what stands there."""
    chance = random.Random(seed)
    for _ in range(20):
        text = _mutated(chance, chance.choice(TEXTS)) or "x"
        for fact in extract(release(text)):
            assert all(text[e.start : e.end] == e.quote for e in fact.evidence)


@pytest.mark.parametrize(
    "text", ["", "\n", "„", '"' * 400, "„“" * 200, "1." * 300, "Tel. " * 300, "a@b.de " * 80]
)
def test_hardly_a_text(text: str) -> None:
    """Nothing, and nothing but marks, numbers or addresses."""
    facts(text)
