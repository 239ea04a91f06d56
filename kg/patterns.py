"""Patterns over typed tokens: a small language that compiles to regular expressions.

Every distinct set of classes that a token can have is one letter, so that a release is a string of
letters and a rule is a regular expression over it. A pattern is written in words:

    person:Person Comma ('der'|'die')? role:Role org:OrgPhrase?

`Class` stands for one token of that class, `'word'` for one token with these letters in any case,
`!Class` for a token without the class, `name:` names the group that follows, a name from
`[macros]` expands in place; `( ) | ? * + {m,n}` mean what they mean in `re`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.errors import LexiconError

ATOM = re.compile(
    r"\s+|(?P<group>[a-z_]+\d?):|(?P<op>\(\?[:=!]|\(\?<[=!]|[()|?*+]|\{\d*,?\d*\})|(?P<neg>!)?(?:'(?P<word>[^']+)'|(?P<cls>[A-Z]\w*))|(?P<any>\.)"
)

_NEVER = "[^\\x00-\U0010ffff]"
"""Matches no character, and is one wide as all are: a look-behind asks that of its alternatives."""


class Alphabet:
    """Letters for sets of classes; grows as new sets occur, and says so by its size.

    `used` are the classes that patterns and code ask for: the fewer sets there are, the smaller are the
    regular expressions.
    """

    def __init__(self, used: frozenset[str] | None = None) -> None:
        self._used = used
        self._letters: dict[frozenset[str], str] = {}
        self.classes: list[frozenset[str]] = []
        self._members: dict[str, list[int]] = {}
        self._charsets: dict[str, str] = {}

    def letter(self, classes: frozenset[str]) -> str:
        """The letter of a set of classes (a private-use code point); classes nobody asks for don't count."""
        if self._used is not None:
            classes &= self._used
        if (found := self._letters.get(classes)) is None:
            found = self._letters[classes] = chr(0xE000 + len(self.classes))
            self._add(classes)
        return found

    def _add(self, classes: frozenset[str]) -> None:
        for name in classes:
            self._members.setdefault(name, []).append(len(self.classes))
            self._charsets.pop(name, None)
        self.classes.append(classes)

    def of(self, letter: str) -> frozenset[str]:
        """The classes of a letter."""
        return self.classes[ord(letter) - 0xE000]

    def charset(self, name: str, *, negated: bool = False) -> str:
        """A regular-expression character class of all letters whose set has `name`."""
        if name not in self._members:
            return "." if negated else _NEVER
        if (inside := self._charsets.get(name)) is None:
            inside = self._charsets[name] = _ranges(self._members[name])
        return f"[^{inside}]" if negated else f"[{inside}]"

    def arrange(self) -> None:
        """Order the letters so that sets alike lie together: character classes become few ranges.

        Letters given before change their meaning, so this comes before any text.
        """
        kinds = sorted(self.classes, key=lambda c: sorted((name.startswith("="), name) for name in c))
        self._letters = {c: chr(0xE000 + i) for i, c in enumerate(kinds)}
        self.classes, self._members = [], {}
        self._charsets.clear()
        for classes in kinds:
            self._add(classes)

    def has_more(self, names: frozenset[str], since: int) -> bool:
        """Has a letter come with one of these classes since there were so many letters?"""
        return any(not names.isdisjoint(classes) for classes in self.classes[since:])


def _ranges(members: Iterable[int]) -> str:
    """The inside of a character class: runs of letters as ranges."""
    runs: list[list[int]] = []
    for i in members:
        if runs and runs[-1][1] == i - 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    return "".join(chr(0xE000 + a) if a == b else f"{chr(0xE000 + a)}-{chr(0xE000 + b)}" for a, b in runs)


@dataclass(slots=True)
class Rule:
    """One rule of `kg/rules/*.toml`: a name, a pattern, what to make of a match, and its file's name."""

    name: str
    kind: str
    pattern: str
    settings: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    _compiled: tuple[Alphabet, int, re.Pattern[str]] | None = None
    _names: frozenset[str] = frozenset()

    def regex(self, alphabet: Alphabet, macros: Mapping[str, str]) -> re.Pattern[str]:
        """The pattern over the alphabet's letters as they are now."""
        size = len(alphabet.classes)
        if self._compiled is not None and self._compiled[0] is alphabet:
            if self._compiled[1] == size:
                return self._compiled[2]
            if not alphabet.has_more(self._names, self._compiled[1]):
                self._compiled = (alphabet, size, self._compiled[2])
                return self._compiled[2]
        source = translate(self.pattern, alphabet, macros, self.name)
        self._names = self._names or names(self.pattern, macros)
        self._compiled = (alphabet, size, re.compile(source, re.DOTALL))
        return self._compiled[2]


def names(pattern: str, macros: Mapping[str, str]) -> frozenset[str]:
    """The classes that a pattern asks for, literals as `=word`."""
    found: set[str] = set()
    for atom in ATOM.finditer(pattern):
        if word := atom["word"]:
            found.add("=" + word.lower())
        elif (cls := atom["cls"]) in macros:
            found |= names(macros[cls], macros)
        elif cls:
            found.add(cls)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules by stage, in the order in which they apply, with macros and the literals they use."""

    stages: Mapping[str, tuple[Rule, ...]]
    macros: Mapping[str, str]
    literals: frozenset[str]
    classes: frozenset[str] = frozenset()


def translate(pattern: str, alphabet: Alphabet, macros: Mapping[str, str], where: str = "") -> str:
    """A pattern as regular-expression source. Raises LexiconError on a character it cannot read."""
    out, at = [], 0
    grouped = False
    while at < len(pattern):
        match = ATOM.match(pattern, at)
        if match is None:
            raise LexiconError(f"rule {where}: cannot read the pattern at {pattern[at : at + 20]!r}")
        at = match.end()
        if name := match["group"]:
            out.append(f"(?P<{name}>")
            grouped = True
            continue
        if op := match["op"]:
            if grouped and op == "(":
                out.append("(?:")
                end = _closing(pattern, at)
                out.append(translate(pattern[at:end], alphabet, macros, where) + ")")
                at = end + 1
                at = _quantifier(pattern, at, out)
                out.append(")")
                grouped = False
                continue
            out.append("(?:" if op == "(" else op)
            continue
        if match["any"]:
            atom = "."
        elif word := match["word"]:
            atom = alphabet.charset("=" + word.lower(), negated=bool(match["neg"]))
        elif cls := match["cls"]:
            if cls in macros:
                atom = "(?:" + translate(macros[cls], alphabet, macros, f"{where}/{cls}") + ")"
            else:
                atom = alphabet.charset(cls, negated=bool(match["neg"]))
        else:
            continue
        out.append(atom)
        if grouped:
            at = _quantifier(pattern, at, out)
            out.append(")")
            grouped = False
    return "".join(out)


def parts(pattern: str) -> Iterator[str]:
    """The parts of a pattern between white space outside brackets."""
    depth, begin = 0, 0
    for at, char in enumerate(pattern + " "):
        depth += (char == "(") - (char == ")")
        if char == " " and depth == 0:
            if pattern[begin:at]:
                yield pattern[begin:at]
            begin = at + 1


def _closing(pattern: str, at: int) -> int:
    depth = 1
    for i in range(at, len(pattern)):
        depth += (pattern[i] == "(") - (pattern[i] == ")")
        if depth == 0:
            return i
    raise LexiconError(f"a bracket is not closed: {pattern!r}")


def _quantifier(pattern: str, at: int, out: list[str]) -> int:
    """Move a quantifier that follows a named atom into its group."""
    if match := re.compile(r"[?*+]|\{\d*,?\d*\}").match(pattern, at):
        out.append(match.group())
        return match.end()
    return at


@cache
def load() -> RuleBook:
    """All rules of `kg/rules/*.toml`. Raises LexiconError on a malformed file."""
    stages: dict[str, list[Rule]] = {}
    macros: dict[str, str] = {}
    for path in sorted(resources.rules().glob("*.toml")):
        try:
            book = resources.rule_file(path.stem)
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{path}: {error}") from error
        macros |= book.get("macros", {})
        for stage, rules in book.items():
            if not isinstance(rules, list):
                continue
            for rule in rules:
                settings = {k: v for k, v in rule.items() if k not in ("name", "pattern", "kind")}
                stages.setdefault(stage, []).append(
                    Rule(rule["name"], rule.get("kind", ""), rule["pattern"], settings, path.name)
                )
    patterns = [*macros.values(), *(r.pattern for rules in stages.values() for r in rules)]
    literals = _literals(patterns)
    named = {name for p in patterns for name in re.findall(r"\b[A-Z]\w*", re.sub(r"'[^']*'", " ", p))}
    made = {str(r.settings["make"]) for rules in stages.values() for r in rules if "make" in r.settings}
    classes = frozenset(named | made | _ASKED_BY_CODE | {"=" + word for word in literals})
    return RuleBook({s: tuple(r) for s, r in stages.items()}, macros, literals, classes)


_ASKED_BY_CODE = frozenset(
    {
        *(
            "Abstract",
            "Adj",
            "Amount",
            "And",
            "City",
            "Comma",
            "Compound",
            "Dash",
            "Demonym",
            "Event",
            "EventNoun",
        ),
        *(
            "GivenName",
            "Grant",
            "Known",
            "LP",
            "LandAdjective",
            "ModalityWord",
            "Name",
            "Number",
            "NumberWord",
        ),
        *(
            "Org",
            "OrgRef",
            "Person",
            "Plural",
            "Quote",
            "QuoteClose",
            "QuoteOpen",
            "Quoted",
            "QuotedEvent",
            "QuotedProject",
        ),
        *("RolePhrase", "Semi", "Share", "State", "Stop", "UnitOrg"),
    }
)
"""Classes that no pattern but the modules themselves look for."""


def _literals(patterns: Iterable[str]) -> frozenset[str]:
    return frozenset(w.lower() for p in patterns for w in re.findall(r"'([^']+)'", p))
