"""Counts and ordinals in German and English text, in figures and in words.

Also the words around a number that `kg.amounts` shares: scales ("Millionen") and qualifiers ("bis zu").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

SPACE = "[ \u00a0\u202f\u2009\t]"
GAP = rf"{SPACE}{{0,2}}(?:\r?\n{SPACE}{{0,2}})?"
UNITS = {"ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9}
_TEENS = {"zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
          "siebzehn": 17, "achtzehn": 18, "neunzehn": 19}  # fmt: skip
_TENS = {"zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
         "siebzig": 70, "achtzig": 80, "neunzig": 90}  # fmt: skip
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
            "ten": 10,
            "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
            "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
            "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
SCALES = {"tsd": 10**3, "tausend": 10**3, "thousand": 10**3, "k": 10**3, "mio": 10**6, "million": 10**6,
           "millionen": 10**6, "mrd": 10**9, "milliarde": 10**9, "milliarden": 10**9, "billion": 10**9,
           "viertelmillion": 250_000, "dreiviertelmillion": 750_000, "m": 10**6, "bn": 10**9}  # fmt: skip
_QUALIFIERS = {
    "max": "bis zu|nicht mehr als|maximal|max.|höchstens|weniger als|unter|bis|up to|at most|no more than"
           "|less than",
    "min": "mehr als|nicht weniger als|mindestens|wenigstens|über|mehr denn|more than|over|at least",
    "about": "rund|rd.|etwa|circa|zirka|ca.|ungefähr|knapp|gut|fast|nahezu|annähernd|beinahe|schätzungsweise"
             "|around|some|about|approximately|nearly|almost|roughly",
    "exact": "genau|exakt|exactly|precisely",
}  # fmt: skip

_QUALIFIED = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        f"(?P<{name}>{words.replace('.', '[.]').replace(' ', r'[ ]')})" for name, words in _QUALIFIERS.items()
    )
    + rf"){GAP}(?:insgesamt{GAP})?\Z",
    re.IGNORECASE,
)
_LAST_WORDS = (
    "insgesamt",
    *(word.split()[-1] for words in _QUALIFIERS.values() for word in words.split("|")),
)
"""What stands right before a number that is qualified."""
# A "Bescheid über 2 Millionen Euro" is one of that sum, not of more.
_SUM_OF = re.compile(
    r"(?:bescheide?[sn]?|urkunden?|schecks?|betrag|beträge|summen?|rechnung|kredite?s?|darlehens?|verträge|vertrags?"
    r"|zusagen?|zuschuss|zuschüsse|zuwendungen|zuwendung|förderung|auftrag|finanzierung|volumen|antrag|anträge"
    r"|spenden?|mittel|sich(?:\s(?:außerdem|auch|zudem|nun|jetzt|besonders|weiter|ebenfalls))?)\s"
    r"(?:(?:der|des|vom|von|durch)\s(?:[\w.-]+\s){1,6})?\Z",
    re.IGNORECASE,
)


@cache
def _below_thousand() -> dict[str, int]:
    small = {"eins": 1, "zwo": 2} | {word: n for word, n in UNITS.items() if n > 1} | _TEENS | _TENS
    for unit, ones in UNITS.items():
        small |= {f"{unit}und{ten}": tens + ones for ten, tens in _TENS.items()}
    values = small | _ENGLISH
    for unit, hundreds in {"": 1, **UNITS}.items():
        head = f"{unit}hundert"
        values |= {head: hundreds * 100}
        for link in (head, f"{head}und"):
            values |= {link + word: hundreds * 100 + n for word, n in small.items()}
    return values


def _openings() -> str:
    """A pattern for the first four letters of all number words: other words need not be looked at."""
    rests: dict[str, set[str]] = {}
    for word in (*_below_thousand(), "tausend", "ein"):
        rests.setdefault(word[0], set()).add(word[1:4])
    return "|".join(f"[{c}{c.upper()}](?:{'|'.join(sorted(rest))})" for c, rest in sorted(rests.items()))


_NUMBER = re.compile(
    r"[^\w-](?:(?<![§#+@&=/.,:'’])(?<!\d\s)(?!0)(?P<figure>\d{1,3}(?:[.\u00a0\u202f]\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,9})"
    rf"(?:{GAP}(?P<scale>Tsd\.|Tausend|tausend|Mio\.|Million(?:en)?|million|thousand)(?!\w))?"
    r"(?![\w/:%€$°]|[.,]\d|\s?\d|[-–](?!köpf))"
    rf"|(?P<word>(?={_openings()})[^\W\d_]{{3,60}}(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)(?![\w-])"
    r"(?P<dozen>\sDutzend\b)?)"
)
"""A number with the character before it: a search for that skips all letters at once."""
_NO_COUNT = re.compile(
    r"\s?(?:[%€$£]|Euro|EUR\b|Prozent|percent|Uhr\b|Mio|Mrd|Milli|Tsd|Dollar)|\.\s[^\W\d_]"
)
_ORDINAL = re.compile(
    r"(?<![\w§.,/:-])(?<!§\s)(?:(?P<figure>\d{1,3})\.(?=\s[^\W\d_])"
    r"(?!\s(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
    r"|(?P<english>\d{1,3})(?:st|nd|rd|th)\b|(?P<roman>X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})\.(?=\s[A-ZÄÖÜ])"
    r"|(?P<word>[^\W\d_]{4,40}))(?![\w-])"
)
_TIMES_BEFORE = re.compile(r"(?<!\w)[Zz]um\s(?:(?:bereits|nunmehr|mittlerweile|schon)\s)?\Z")
_TIMES_AFTER = re.compile(r"\sMale?\b")
_ARTICLE = re.compile(r"(?<!\w)(?:der|die|das|den|dem|des|zum|zur|beim|im|am|eine?[nmr]?)\s\Z", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A cardinal number; the fields are those of `AmountSpan`."""

    start: int
    end: int
    value: int
    qualifier: str | None = None
    core_start: int = -1


@dataclass(frozen=True, slots=True)
class OrdinalSpan:
    """An ordinal ("14.", "dritten", "VII.", "zum fünften Mal")."""

    start: int
    end: int
    value: int


def find_numbers(text: str) -> list[NumberSpan]:
    """Cardinal numbers in figures and words, sorted. Never raises.

    Left out: parts of phone numbers, versions, decimals, amounts with a unit, times and ordinals. A
    year ("2017") is a number like any other; the caller knows where the dates are.
    """
    found = []
    for match in _NUMBER.finditer("\n" + text):
        begin, end = match.start(), match.end() - 1
        value = _count(text, match, end)
        if value is not None:
            start, word = qualifier(text, begin)
            found.append(NumberSpan(start, end, value, word, begin))
    return found


def find_ordinals(text: str) -> list[OrdinalSpan]:
    """Ordinals, sorted; no days of the month before a month's name. Never raises."""
    found = []
    for match in _ORDINAL.finditer(text):
        value = _rank(text, match)
        if value is None:
            continue
        start, end = match.span()
        before = _TIMES_BEFORE.search(text[max(0, start - 20) : start])
        after = _TIMES_AFTER.match(text, end)
        if before and after:
            start, end = max(0, start - 20) + before.start(), after.end()
        found.append(OrdinalSpan(start, end, value))
    return found


@lru_cache(maxsize=4096)
def number_word(word: str) -> int | None:
    """Value of a German or English number word below a million, None for any other word.

    "ein" is an article as often as a number and has none.

    >>> number_word("einundzwanzig"), number_word("zwölftausend")
    (21, 12000)
    """
    word = word.lower()
    values = _below_thousand()
    head, thousand, tail = word.partition("tausend")
    if not thousand:
        return values.get(word) or (None if "-" not in word else _hyphenated(word))
    tail = tail.removeprefix("und")
    many, rest = (values.get(head) if head != "ein" else 1) if head else 1, values.get(tail) if tail else 0
    return None if many is None or rest is None else many * 1000 + rest


def _hyphenated(word: str) -> int | None:
    tens, _, unit = word.partition("-")
    value = _ENGLISH.get(tens, 0)
    return value + _ENGLISH.get(unit, 1 if unit == "one" else 0) if value >= 20 else None


@cache
def _ranks() -> dict[str, int]:
    irregular = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
    ranks = {f"{word}{'t' if n < 20 else 'st'}": n for word, n in _below_thousand().items() if n < 100}
    ranks |= {word: n for n, word in irregular.items()} | {"siebent": 7, "hundertst": 100}
    english = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    whole = {word: n for n, word in enumerate(english, start=1)}
    return {stem + end: n for stem, n in ranks.items() for end in ("e", "en", "er", "es", "em")} | whole


def scale(word: str | None) -> int:
    """What "Mio." and its like multiply by; 1 for None."""
    return 1 if not word else SCALES[word.lower().rstrip(".")]


def qualifier(text: str, core: int) -> tuple[int, str | None]:
    """Where the expression begins with its qualifier, and what that says."""
    low = max(0, core - 40)
    before = text[low:core]
    match = _QUALIFIED.search(before) if before.rstrip().lower().endswith(_LAST_WORDS) else None
    if not match:
        return core, None
    start = low + match.start()
    if match[0].split()[0].lower() == "über" and _SUM_OF.search(text[max(0, start - 90) : start]):
        return core, None
    return start, match.lastgroup


def _count(text: str, match: re.Match[str], end: int) -> int | None:
    """The value of a number that ends at an offset; None for what counts nothing."""
    if match["word"]:
        word = match["word"]
        dozens = number_word(word) or (1 if word.lower() == "ein" else None)
        if match["dozen"]:
            return None if dozens is None else dozens * 12
        value = number_word(word)
    elif match["scale"]:
        value = _figure(match) * scale(match["scale"])
    else:
        value = _figure(match)
    if value is None:
        return None
    behind = _NO_COUNT.match(text, end)
    # "11. Danach" may be an ordinal, "elf. Danach" ends a sentence.
    return None if behind and not (match["word"] and behind[0].startswith(".")) else value


def _figure(match: re.Match[str]) -> int:
    figure = match["figure"]
    return int(figure if figure.isdecimal() else re.sub(r"\D", "", figure))


def _rank(text: str, match: re.Match[str]) -> int | None:
    if match["figure"] or match["english"]:
        return int(match["figure"] or match["english"])
    articled = _ARTICLE.search(text[max(0, match.start() - 8) : match.start()])
    if roman := match["roman"]:
        # "V. Müller" is an initial, "der V. Kongress" is not.
        return _roman(roman) if len(roman) > 1 or articled else None
    value = _ranks().get(match["word"].lower())
    # "achten" is a verb, too.
    return None if value == 8 and not articled else value


def _roman(letters: str) -> int:
    values = [_ROMAN[letter] for letter in letters]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
