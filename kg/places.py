"""Where a rule can match at all: what every match must have, and how far from its beginning.

Most rules ask for words that few sentences have, so a text is not searched rule by rule: one pass over
its letters notes for every want (one of several classes) the units that have it, as the bits of a
number. A rule's wants, moved by their distances from where a match begins and joined by "and", leave
the few units at which its regular expression is tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.patterns import ATOM, Alphabet, Rule, load

MOST_UNITS = 4096
"""Numbers with a bit for every unit grow with the text, and so does the time for each bit: the units of
a longer text are searched rule by rule."""
_MOST_WANTS = 5
"""How many wants of a rule are looked at, those of the rarest words first."""
_FAR = 1 << 20
_NEAR = 9
"""Units within which a want must stand to be searched for first."""
_COMMON = frozenset(
    {"Abstract", "Adj", "AdjCap", "Cap", "City", "Comma", "Dash", "Dot", "Known", "Name", "Number"}
)
"""Classes that many words have."""


@dataclass(frozen=True, slots=True)
class Want:
    """One of the classes `names` stands `low` to `high` units behind the beginning of a match."""

    names: frozenset[str]
    low: int
    high: int

    def moved(self, low: int, high: int) -> Want:
        """The same want from a beginning that is so many units before."""
        return Want(self.names, self.low + low, min(self.high + high, _FAR))

    @property
    def frequency(self) -> int:
        """How often units have it, roughly: short words are frequent ones."""
        return sum(
            (1 if len(name) > 5 else 20) if name[0] == "=" else 100 if name in _COMMON else 10
            for name in self.names
        )


@dataclass(frozen=True, slots=True)
class _Shape:
    """The least and the greatest width of a part of a pattern, and what it wants."""

    low: int = 0
    high: int = 0
    wants: tuple[Want, ...] = ()


class _Reader:
    """Reads the shape of a pattern; alternatives, parts and atoms by one method each.

    `shapes` are those of the macros read so far.
    """

    def __init__(self, pattern: str, macros: Mapping[str, str], shapes: dict[str, _Shape]) -> None:
        self._atoms = [m for m in ATOM.finditer(pattern) if not m[0].isspace() and not m["group"]]
        self._macros = macros
        self._shapes = shapes
        self._at = 0

    def alternatives(self) -> _Shape:
        """Up to the closing bracket or the end."""
        shapes = self.options()
        if len(shapes) == 1:
            return shapes[0]
        wants: tuple[Want, ...] = ()
        if all(shape.wants for shape in shapes):
            chosen = [min(shape.wants, key=lambda want: want.frequency) for shape in shapes]
            names = frozenset().union(*(want.names for want in chosen))
            wants = (Want(names, min(w.low for w in chosen), max(w.high for w in chosen)),)
        return _Shape(min(s.low for s in shapes), max(s.high for s in shapes), wants)

    def options(self) -> list[_Shape]:
        """Each of the alternatives."""
        shapes = [self._sequence()]
        while self._next("|"):
            shapes.append(self._sequence())
        return shapes

    def _sequence(self) -> _Shape:
        low = high = 0
        wants: list[Want] = []
        while self._at < len(self._atoms) and self._atoms[self._at][0] not in ("|", ")"):
            shape = self._repeated(self._one())
            wants += [want.moved(low, high) for want in shape.wants]
            low, high = low + shape.low, min(high + shape.high, _FAR)
        return _Shape(low, high, tuple(wants))

    def _one(self) -> _Shape:
        atom = self._atoms[self._at]
        self._at += 1
        if op := atom["op"]:
            inner = self.alternatives()
            self._at += 1  # the closing bracket
            if op in ("(?=", "(?<=") and inner.low == inner.high:
                back = -inner.low if op == "(?<=" else 0
                return _Shape(0, 0, tuple(want.moved(back, back) for want in inner.wants))
            return _Shape() if op[1:2] == "?" and op != "(?:" else inner
        if atom["any"] or atom["neg"]:
            return _Shape(1, 1)
        if (macro := atom["cls"]) in self._macros:
            if macro not in self._shapes:
                reader = _Reader(self._macros[macro], self._macros, self._shapes)
                self._shapes[macro] = reader.alternatives()
            return self._shapes[macro]
        name = atom["cls"] or "=" + atom["word"].lower()
        return _Shape(1, 1, (Want(frozenset({name}), 0, 0),))

    def _repeated(self, shape: _Shape) -> _Shape:
        """A shape with the quantifier that follows it."""
        if self._at == len(self._atoms):
            return shape
        op = self._atoms[self._at]["op"] or ""
        if op[:1] not in ("?", "*", "+", "{"):
            return shape
        self._at += 1
        self._next("?", "+")  # lazy or possessive
        low, high = {"?": (0, 1), "*": (0, _FAR), "+": (1, _FAR)}.get(op, (0, 0))
        if op[0] == "{":
            first, comma, last = op[1:-1].partition(",")
            low = int(first or 0)
            high = (int(last) if last else _FAR) if comma else low
        return _Shape(shape.low * low, min(shape.high * high, _FAR), shape.wants if low else ())

    def _next(self, *ops: str) -> bool:
        found = self._at < len(self._atoms) and self._atoms[self._at]["op"] in ops
        self._at += found
        return found


def wants(
    pattern: str, macros: Mapping[str, str], shapes: dict[str, _Shape] | None = None
) -> list[list[Want]] | None:
    """What matches of each alternative of a pattern must have, rare first; None where one can be empty.

    `shapes` are those of the macros that patterns before had.
    """
    options = _Reader(pattern, macros, {} if shapes is None else shapes).options()
    if any(option.low == 0 for option in options):
        return None
    return [
        sorted(dict.fromkeys(option.wants), key=lambda want: want.frequency)[:_MOST_WANTS]
        for option in options
    ]


@dataclass(frozen=True, slots=True)
class _Option:
    """What an alternative of a rule asks for: its wants, as the bits of a number, and each with its
    distances.

    `anchor` finds the units that meet the rarest want whose distance is nearly fixed; no rule of the book.
    """

    needs: int
    asked: Sequence[tuple[int, int, int]]
    anchor: tuple[Rule, int, int] | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rules of every stage with what their alternatives ask for (None: anything).

    `options` has the same by the rule's id, `numbers` the wants that a class is one of.
    """

    stages: Mapping[str, Sequence[tuple[Rule, Sequence[_Option] | None]]]
    options: Mapping[int, Sequence[_Option] | None]
    numbers: Mapping[str, Sequence[int]]


@cache
def _plan() -> _Plan:
    book = load()
    wanted: dict[frozenset[str], int] = {}
    shapes: dict[str, _Shape] = {}
    anchors: dict[frozenset[str], Rule] = {}
    stages: dict[str, list[tuple[Rule, Sequence[_Option] | None]]] = {}
    for stage, rules in book.stages.items():
        for rule in rules:
            options: list[_Option] | None = None
            if (alternatives := wants(rule.pattern, book.macros, shapes)) is not None:
                options = []
                for each in alternatives:
                    asked = [(wanted.setdefault(w.names, len(wanted)), w.low, w.high) for w in each]
                    needs = _bits(number for number, _, _ in asked)
                    options.append(_Option(needs, asked, _anchor(each, anchors)))
            stages.setdefault(stage, []).append((rule, options))
    numbers: dict[str, list[int]] = {}
    for names, number in wanted.items():
        for name in names:
            numbers.setdefault(name, []).append(number)
    return _Plan(stages, {id(rule): o for found in stages.values() for rule, o in found}, numbers)


def _anchor(wants: Sequence[Want], rules: dict[frozenset[str], Rule]) -> tuple[Rule, int, int] | None:
    """The rarest want that stands within a few units of its place, as a rule that finds it."""
    for want in wants:
        if want.high - want.low < _NEAR:
            if want.names not in rules:
                words = (f"'{name[1:]}'" if name[0] == "=" else name for name in sorted(want.names))
                rules[want.names] = Rule("anchor", "", "|".join(words))
            return rules[want.names], want.low, want.high
    return None


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


class _Index:
    """Which letters of an alphabet meet which wants, as far as texts have shown them."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._met: dict[str, int] = {}
        self.letters: dict[int, set[str]] = defaultdict(set)

    def met(self, letters: Iterable[str]) -> int:
        """The wants that some of these letters meet, as bits."""
        known, bits = self._met, 0
        for letter in letters:
            bits |= known[letter] if letter in known else self._learnt(letter)
        return bits

    def _learnt(self, letter: str) -> int:
        numbers = _plan().numbers
        found = {number for name in self._alphabet.of(letter) for number in numbers.get(name, ())}
        for number in found:
            self.letters[number].add(letter)
        bits = self._met[letter] = _bits(found)
        return bits


@lru_cache(maxsize=1)
def _index(alphabet: Alphabet) -> _Index:
    return _Index(alphabet)


def met(letters: Iterable[str], alphabet: Alphabet) -> int:
    """The wants that some of these letters meet, as the bits of a number."""
    return _index(alphabet).met(letters)


def search(rule: Rule, letters: str, met: int, alphabet: Alphabet) -> Iterator[re.Match[str]]:
    """The matches of one rule that are not empty, in letters that meet at most the given wants.

    For letters that are searched once: `Places` is for those in which many rules are looked for.
    """
    starts = _starts(rule, letters, met, alphabet)
    if starts is not None and not starts:
        return
    regex = rule.regex(alphabet, load().macros)
    if starts is None or len(starts) > len(letters) // 4:
        yield from (match for match in regex.finditer(letters) if match.end() > match.start())
        return
    free = 0
    for at in sorted(starts):
        if at >= free and (match := regex.match(letters, at)):
            yield match
            free = match.end()


def _starts(rule: Rule, letters: str, met: int, alphabet: Alphabet) -> set[int] | None:
    """Where matches of a rule can begin by the anchors of its alternatives; None where they do not tell."""
    starts: set[int] = set()
    for option in _plan().options.get(id(rule)) or (None,):
        if option is not None and option.needs & ~met:
            continue
        if option is None or option.anchor is None:
            return None
        anchor, low, high = option.anchor
        for found in anchor.regex(alphabet, load().macros).finditer(letters):
            starts.update(range(found.start() - high, found.start() - low + 1))
    return starts


class Places:
    """Where in the letters of one text each want is there."""

    def __init__(self, letters: str, alphabet: Alphabet) -> None:
        self._letters = letters
        self._alphabet = alphabet
        self._present = frozenset(letters)
        self._index = _index(alphabet)
        self._unmet = ~self._index.met(self._present)
        self._having: dict[int, int] = {}
        self._where: dict[str, int] = {}
        if len(letters) <= MOST_UNITS:
            where, bit = self._where, 1
            for letter in letters:
                where[letter] = where.get(letter, 0) | bit
                bit <<= 1

    def matches(self, stage: str) -> Iterator[tuple[Rule, re.Match[str]]]:
        """The matches of all rules of a stage that are not empty, rule by rule."""
        unmet = self._unmet
        for rule, options in _plan().stages.get(stage, ()):
            left = 0
            for option in options or ():
                if not option.needs & unmet:
                    left |= self._left(option.asked) if self._where else -1
            if left < 0 or options is None:
                yield from self._searched(rule)
            elif left:
                yield from self._tried(rule, left)

    def _searched(self, rule: Rule) -> Iterator[tuple[Rule, re.Match[str]]]:
        for match in rule.regex(self._alphabet, load().macros).finditer(self._letters):
            if match.end() > match.start():
                yield rule, match

    def _left(self, asked: Sequence[tuple[int, int, int]]) -> int:
        """The units that have all that is asked for, as bits."""
        left, having = -1, self._having
        for number, low, high in asked:
            if (bits := having.get(number)) is None:
                bits = having[number] = self._meeting(number)
            left &= bits >> low if low == high >= 0 else _before(bits, low, high)
            if not left:
                return 0
        return left if left >= 0 else (1 << len(self._letters)) - 1

    def _meeting(self, number: int) -> int:
        """The units that meet a want, as bits."""
        where, bits = self._where, 0
        for letter in self._index.letters[number] & self._present:
            bits |= where[letter]
        return bits

    def _tried(self, rule: Rule, left: int) -> Iterator[tuple[Rule, re.Match[str]]]:
        """The matches of a rule that begin at one of the units whose bits are given."""
        letters, regex = self._letters, rule.regex(self._alphabet, load().macros)
        free = 0
        if left.bit_count() > len(letters) // 4:  # so many are tried faster in one go
            yield from self._searched(rule)
            return
        while left:
            at = (left & -left).bit_length() - 1
            if at >= free and (match := regex.match(letters, at)):
                yield rule, match
                free = match.end()
            left &= left - 1


def _before(bits: int, low: int, high: int) -> int:
    """The units from which one of the given is `low` to `high` units off."""
    if high >= _FAR:
        return (1 << max(bits.bit_length() - low, 0)) - 1
    bits = bits >> low if low >= 0 else bits << -low
    width, done = high - low + 1, 1
    while done < width:
        step = min(done, width - done)
        bits |= bits >> step
        done += step
    return bits
