"""kg.facts: what holds for the facts of any text whatever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from saying import page, release

from kg import resources
from kg.facts import extract
from kg.model import KINDS, MODALITIES, SECTIONS, Fact

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [path.read_bytes().decode("utf-8") for path in sorted(resources.releases().glob("*.txt"))]
PARAGRAPHS = sorted({part for text in TEXTS for part in text.split("\n\n") if part.strip()})
MARKS = [
    "„",
    "“",
    '"',
    "»",
    "«",
    "‚",
    "‘",
    "(",
    ")",
    "[",
    "](",
    "**",
    "#",
    "- ",
    ", ",
    ". ",
    ": ",
    "\n",
    "\n\n",
]
WORDS = [
    "Kämmerin",
    "Petra Lindner",
    "Dr.",
    "der",
    "und",
    "Stadt Soest",
    "so",
    "sagt",
    "5 Mio. Euro",
    "90 %",
    "am",
    "3. Mai",
    "2021",
    "vom",
    "bis",
    "GmbH",
    "Kongress",
    "13.",
    "Projekt",
    "Wettbewerb",
    "für",
    "des",
    "Ministerium",
    "Leiter:in",
    "p@b.de",
    "Tel.",
    "0631 205 894",
    "ehemalige",
    "nicht",
    "ein",
    "Presse",
    "erhält",
    "fördert",
]
SPACES = ["\u00ad", "\u200b", "\ufeff", "\u00a0", "\u2028", "\r\n", "\r", "\t", "\x1c", "\x85"]
LETTERS = [
    "u\u0308",
    "ß",
    "ẞ",
    "\ufb01",
    "İ",
    "\uff11",
    "\U0001d516",
    "\U0001f469\u200d\U0001f4bb",
    "\u202e",
    "\ud800",
]
ODD = [*SPACES, *LETTERS]

paragraphs = st.sampled_from(PARAGRAPHS)
pieces = st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKS), st.sampled_from(ODD), st.text(max_size=8))
places = st.integers(0, 900)
cut = st.builds(lambda text, i, j: text[min(i, j) : max(i, j)], paragraphs, places, places)
shuffled = st.lists(st.one_of(paragraphs, cut), max_size=6).map("\n\n".join)
run_on = st.lists(pieces, max_size=40).map(" ".join)
glued = st.lists(pieces, max_size=40).map("".join)
repeated = st.builds(lambda piece, n: piece * n, pieces, st.integers(1, 200))
texts = st.one_of(shuffled, run_on, glued, repeated, st.builds("{}\n\n{}".format, shuffled, glued)).map(
    lambda text: text.replace("\0", "")
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _sound(text: str) -> list[Fact]:
    facts = extract(release(text))
    for fact in facts:
        assert fact.evidence
        for e in fact.evidence:
            assert 0 <= e.start < e.end <= len(text)
            assert text[e.start : e.end] == e.quote
            assert e.quote.strip() == e.quote
        assert len(set(fact.evidence)) == len(fact.evidence)
        assert fact.kind in KINDS
        assert fact.section in SECTIONS
        assert fact.modality in MODALITIES
        assert fact.rule
        assert set(fact.resolved) <= set(fact.slots)
        assert all(value not in ("", (), None) for value in fact.slots.values())
    return facts


@quick
@given(texts)
def test_any_text_gives_sound_facts(text: str) -> None:
    """Nothing raises; evidence is exact, slots are filled, kinds and sections are known ones."""
    _sound(text)


@quick
@given(texts)
def test_facts_stand_in_order_of_the_text(text: str) -> None:
    """The release's own fact first, the others by their first evidence."""
    facts = extract(release(text))
    assert all(f.kind != "release" for f in facts[1:])
    starts = [f.evidence[0].start for f in facts if f.kind != "release"]
    assert starts == sorted(starts)


@quick
@given(texts, texts)
def test_reading_twice_gives_the_same(text: str, between: str) -> None:
    """What is read in between changes nothing: facts depend on text, lexicon and stated values alone."""
    first = extract(release(text))
    extract(release(between))
    assert extract(release(text)) == first


@quick
@given(texts)
def test_facts_are_not_repeated(text: str) -> None:
    """No two facts of one reading are equal."""
    facts = extract(release(text))
    assert len({(f.kind, repr(sorted(f.slots.items())), f.evidence, f.modality) for f in facts}) == len(facts)


@quick
@given(st.permutations(PARAGRAPHS[:12]))
def test_any_order_of_paragraphs(parts: list[str]) -> None:
    """Paragraphs of the five releases in any order are read without error."""
    _sound("\n\n".join(parts))


@pytest.mark.parametrize(
    "piece",
    ["„", '"', ",", "und ", "Petra Lindner ", "1", "12 ", "(", "a", "Ab-", "a.", "-", "_", "|", "\n", "*"],
)
def test_repetition_of_anything(piece: str) -> None:
    """A line of nothing but one thing is read."""
    _sound(piece * 300)


def test_windows_line_ends_change_no_names() -> None:
    """A release with CR LF says the same."""
    text = page("Kämmerin Petra Lindner und Bürgermeister Jens Krüger kamen.")
    said = [(f.slots["person"], f.slots["role"]) for f in extract(release(text)) if f.kind == "role"]
    facts = extract(release(text.replace("\n", "\r\n")))
    assert [(f.slots["person"], f.slots["role"]) for f in facts if f.kind == "role"] == said


@pytest.mark.parametrize("gap", ["\n", "\u00a0", "  ", " \n"])
def test_names_do_not_depend_on_how_they_are_spaced(gap: str) -> None:
    """Line breaks and hard spaces leave the name as it is."""
    facts = [f for f in extract(release(page(f"Kämmerin Petra{gap}Lindner kam."))) if f.kind == "role"]
    assert [f.slots["person"] for f in facts] == ["Petra Lindner"]


def test_nothing_depends_on_the_hash_seed() -> None:
    """Two processes with other hash seeds print the same."""
    code = (
        "from pathlib import Path; from kg.facts import extract; from kg.model import Release; import sys\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.txt')):\n"
        "    text = path.read_bytes().decode()\n"
        "    facts = extract(Release('r', 'r', text, ''))\n"
        "    print([(f.kind, list(f.slots.items()), f.evidence, f.rule) for f in facts])\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, str(resources.releases())],
            capture_output=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(printed) == 1
