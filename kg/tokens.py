"""Text to typed tokens: parallel arrays of offsets and letters, one letter per set of classes.

Tokens that form a label of several words (`Chief Digital Officer`), a date or an amount become one
unit. Offsets are code points of the release's text, 0-based, end exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.lexicon import Entry, Lexicon
from kg.patterns import Alphabet
from kg.words import compounded, known, plain_word, shape_of, standing, unknown

_LETTER = r"[^\W\d_]"
_IN = "[\\w\u0300-\u036f\u00ad]"
"""What goes on with a word: combining marks and soft hyphens are part of it."""
_BREAK = r"[-‐\u00ad][ \t]*\r?\n[ \t]*(?!(?:und|oder|sowie|bis|bzw)\b)(?=[a-zäöüß]{2})"
"""The hyphen of a word that is divided at a line's end."""
_BREAK_IN_NAME = r"[-‐‑][ \t]*\r?\n[ \t]*(?=[A-ZÄÖÜ][a-zäöüß])"
"""The hyphen of a double name or compound behind which a line ends: "Bohnen-" / "Reuter"."""
_TOKEN = re.compile(
    rf"""(?P<email>(?<![\w.+-])[\w.+-]+(?:@|\s?\(at\)\s?|\[at\])[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{{2,}})
    |(?P<url>(?:https?://|www\.)[^\s<>"„“”»«)\]]+|(?<![\w-])[\w-]+(?:\.[\w-]+)*\.(?:de|com|org|net|eu|info|gov)\b(?:/[^\s<>)\]]*)?)
    |(?P<ord>[IVXL]{{1,6}}\.(?=\s+{_LETTER})|\d{{1,3}}(?:\.(?=\s+{_LETTER})|(?:st|nd|rd|th)\b))
    |(?P<num>\d+(?:[.,:]\d+)*)
    |(?P<initial>[A-ZÄÖÜ]\.(?=\s))
    |(?P<word>{_LETTER}{_IN}*(?:{_BREAK}{_IN}*)?(?:[.’'][^\W_]{_IN}*|\.-{_LETTER}{_IN}*)*(?:(?:[:*/]-?[iI]n(?:nen)?\b)|(?:(?:[-‐‑/+&]|{_BREAK_IN_NAME})[^\W_]{_IN}*(?:[.][^\W_]{_IN}*)*))*(?:[-‐‑](?=\s+(?:und|oder|sowie|bis)\b|,\s))?)
    |(?P<open>[„‚]|(?<![\w.,!?…“”"«])[»«“”"‘›‹'](?=[\w\#„‚‘›»]))
    |(?P<close>[“”"«»’‘‹›'])
    |(?P<mark>\*\*|\#+|\[|\]|_+)
    |(?P<punct>[^\w\s])""",
    re.VERBOSE,
)
_WORDLIKE = frozenset({"word", "num", "punct", "ord", "initial"})
_NOUNS = frozenset({"Role", "OrgNoun", "EventNoun"})
_PUNCT = {
    ",": "Comma", ".": "Dot", ":": "Colon", ";": "Semi", "(": "LP", ")": "RP", "–": "Dash", "—": "Dash",
    "-": "Dash", "/": "Slash", "&": "Amp", "!": "Dot", "?": "Dot", "…": "Dot", "•": "Bullet",
    "*": "Bullet", "|": "Slash", "·": "Bullet", "+": "Amp",
}  # fmt: skip
_SHAPES = (
    "Xyzq", "XYZQ", "xyzq", "Xyzqer", "Xyzqen", "xyzqen", "xyZq", "XyZqer", "XyZq", "X", "Xyzq-",
    "XYZQ-", "Xyzstraße", "XYZSTRASSE", "XyzStraße", "Xyzqstraßer", "XyZqung", "xyzQer", "Xyz-Straße",
    "Xyz-GmbH", "xyz-Xyz", "Xyzqung", "Xyzqungen", "Xyzq:innen", "xy", "Xyz-Wxyz",
)  # fmt: skip
_MADE = (
    "Person", "Org", "Org UnitOrg", "Org TownOrg", "OrgRef", "OrgRef UnitOrg", "RolePhrase",
    "RolePhrase Plural", "Date", "Amount", "Share", "Stop", "Quote", "Quoted", "Quoted QuotedEvent",
    "Quoted QuotedCompetition", "Quoted QuotedEvent QuotedCompetition", "Quoted QuotedProgramme",
    "Quoted QuotedProject",
    "Event", "Email", "Url", "Number", "Ordinal", "QuoteOpen", "QuoteClose", "Symbol", "Comma", "Dot",
    "Colon", "Semi", "LP", "RP", "Dash", "Slash", "Amp", "Bullet", "Initial",
)  # fmt: skip


@dataclass(slots=True)
class Units:
    """Typed units over one text, in order of offset.

    `letters[i]` is the type of unit i, `starts[i]`/`ends[i]` its span, `values[i]` what is known of
    it: an Entry for a label, `(Entry, cut)` for a compound, a span object for dates and amounts, a
    dict of groups for mentions.
    """

    text: str
    alphabet: Alphabet
    letters: str
    starts: list[int]
    ends: list[int]
    values: list[object]
    _texts: list[str] = field(default_factory=list)
    _present: frozenset[str] = frozenset()

    @property
    def present(self) -> frozenset[str]:
        """The letters that occur."""
        if not self._present:
            self._present = frozenset(self.letters)
        return self._present

    @property
    def texts(self) -> list[str]:
        """The text of each unit."""
        if not self._texts and self.starts:
            text = self.text
            self._texts = [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        return self._texts

    def slice(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the units first..last (last exclusive)."""
        return self.starts[first], self.ends[last - 1]

    def words(self, first: int, last: int) -> str:
        """The text of the units first..last (last exclusive); "" where there are none."""
        last = min(last, len(self.ends))
        return self.text[self.starts[first] : self.ends[last - 1]] if 0 <= first < last else ""


@dataclass(slots=True)
class Tokenizer:
    """Turns text into units by one lexicon and one alphabet.

    `literals` are the words that patterns ask for by letters; each becomes a class of its own.
    """

    lexicon: Lexicon
    literals: frozenset[str]
    alphabet: Alphabet = field(default_factory=Alphabet)
    _known: dict[str, tuple[str, object]] = field(default_factory=dict)
    _openers: dict[str, frozenset[str]] = field(default_factory=dict)

    def learn(self) -> None:
        """Give every kind of token a letter, so that patterns need not be compiled again for new text.

        The kinds are those of the lexicon's labels and heads, and of words it does not know.
        """
        seen: set[tuple[object, ...]] = set()
        for key, entry in self.lexicon.forms.items():
            form = " ".join(key)
            kind = (
                id(entry.classes),
                entry.features.get("ordinal"),
                form[:1].isupper(),
                form[1:2].isupper(),
                form[-2:],
                len(form) > 5,
                len(key) > 1,
            )
            if kind in seen and form.lower() not in self.literals:
                continue
            seen.add(kind)
            self._label_letter(entry, form)
            if len(key) == 1:
                self._classify(form)
                self._classify(form[:1].upper() + form[1:])
                if "OrgNoun" in entry.classes:
                    self._classify(form.upper())
        for head in self.lexicon.heads:
            for form in ("Xxxx" + head, "Xx-Xx" + head, "XxX" + head, "Xx-Xxx-" + head.capitalize()):
                self._classify(form)
            self._classify("XXXX" + head.upper())
            self._classify("xx-" + head.capitalize())
        spellings = (str, str.capitalize, str.upper, lambda w: w[:1].upper() + w[1:-1] + w[-1:].upper())
        for word in (*_SHAPES, *(spell(w) for w in sorted(self.literals) for spell in spellings)):
            self._classify(word)
            role = self.lexicon.word(word)
            if role is not None and "Role" in role.classes:
                self.alphabet.letter(frozenset({"RolePhrase", *self._literal(word)}))
                self.alphabet.letter(frozenset({"RolePhrase", "Plural", *self._literal(word)}))
        for classes in _MADE:
            self.alphabet.letter(frozenset(classes.split()))
        self.alphabet.arrange()
        self._known.clear()
        self._openers.clear()

    def units(self, text: str, spans: Iterable[tuple[int, int, str, object]], stops: Sequence[int]) -> Units:
        """Units of a text.

        `spans` are (start, end, class, value) that become one unit each (dates, amounts …), sorted
        and disjoint; `stops` are sorted offsets at which a sentence ends: a unit of class Stop that
        is empty stands there.
        """
        out: list[tuple[int, int, str, object]] = []
        pending = iter(spans)
        span = next(pending, None)
        at = 0
        while span is not None:
            self._words(text, at, span[0], out)
            out.append((span[0], span[1], self.alphabet.letter(frozenset({span[2]})), span[3]))
            at = span[1]
            span = next((s for s in pending if s[0] >= at), None)
        self._words(text, at, len(text), out)
        stop = self.alphabet.letter(frozenset({"Stop"}))
        starts = [unit[0] for unit in out]
        for offset in reversed(stops):
            place = bisect_right(starts, offset - 1)
            out.insert(place, (offset, offset, stop, None))
        return Units(
            text,
            self.alphabet,
            "".join(u[2] for u in out),
            [u[0] for u in out],
            [u[1] for u in out],
            [u[3] for u in out],
        )

    def _words(self, text: str, start: int, end: int, out: list[tuple[int, int, str, object]]) -> None:
        found = [(*m.span(), m.lastgroup or "punct") for m in _TOKEN.finditer(text, start, end)]
        known, openers = self._known, self._openers
        i, count = 0, len(found)
        found.append((end, end, ""))
        while i < count:
            first, last, group = found[i]
            if group == "word":
                word = text[first:last]
                seen = known.get(word)
                if seen is None:
                    seen = known[word] = self._classify(word)
                    openers[word] = self.lexicon.openers.get(plain_word(word), _NONE)
                    if len(known) > 200_000:  # a stream of rubbish must not fill the memory
                        known.clear()
                        openers.clear()
                if text[last : last + 1] == "." or (openers[word] and self._opens(text, word, found[i + 1])):
                    end_, step, entry = self._label(text, found, i)
                    # "an die" qualifies a number ("an die 400 Gäste"), else it is two words.
                    counted = text[end_ : end_ + 2].strip()[:1].isdigit()
                    if entry is not None and "Qualifier" in entry.classes and not counted:
                        entry = None
                    if entry is not None and (step > 1 or end_ != last):
                        out.append((first, end_, self._label_letter(entry, text[first:end_]), entry))
                        i += step
                        continue
                out.append((first, last, *seen))
            elif group != "mark":
                out.append((first, last, self._symbol(text[first:last], group), None))
            i += 1

    def _opens(self, text: str, word: str, following: tuple[int, int, str]) -> bool:
        """Can a label go on with the token that follows a word?"""
        start, end = following[:2]
        words = self._openers[word]
        return text[start:end] in words or text[start : end + 1] in words or not text[start:end].isascii()

    def _label(self, text: str, found: list[tuple[int, int, str]], i: int) -> tuple[int, int, Entry | None]:
        """The longest label of several tokens (or one with its dot) that starts at token i."""
        longest = self.lexicon.longest
        words, ends = [plain_word(text[found[i][0] : found[i][1]])], [(found[i][1], 1)]
        keys: list[tuple[tuple[str, ...], int, int]] = []
        j = i
        if (dotted := self._dotted(text, found, i)) is not None:
            keys.append(((dotted[0],), dotted[1], dotted[2]))
            words, j = [dotted[0]], i + dotted[2] - 1
            ends = [(dotted[1], dotted[2])]
        while len(words) < longest and j + 1 < len(found) and found[j + 1][2] in _WORDLIKE:
            nxt = found[j + 1]
            if nxt[0] > found[j][1] + 1 and text[found[j][1] : nxt[0]].strip(" \n\u00a0"):
                break
            if (dotted := self._dotted(text, found, j + 1)) is not None:
                words.append(dotted[0])
                j += dotted[2]
                ends.append((dotted[1], j - i + 1))
            else:
                words.append(plain_word(text[nxt[0] : nxt[1]]))
                j += 1
                ends.append((nxt[1], j - i + 1))
            keys.append((tuple(words), *ends[-1]))
        table = self.lexicon.forms
        for key, end, step in reversed(keys):
            entry = table.get(key) or table.get((key[0][:1].lower() + key[0][1:], *key[1:]))
            if entry is not None:
                return end, step, entry
        return found[i][1], 1, None

    def _dotted(self, text: str, found: list[tuple[int, int, str]], i: int) -> tuple[str, int, int] | None:
        """A token that the lexicon knows with its full stop or stops: `Dr.`, `e. V.`, `a. D.`."""
        start, end = found[i][0], found[i][1]
        if text[end : end + 1] == ".":
            word = text[start : end + 1]
            if word in self.lexicon.dotted or word[:1].lower() + word[1:] in self.lexicon.dotted:
                return word, end + 1, 2
        return None

    def _classify(self, word: str) -> tuple[str, object]:
        word = plain_word(word)
        lower = word.lower()
        literal = self._literal(word)
        shape = shape_of(word)
        entry = self.lexicon.word(word)
        if entry is not None and entry.classes == {"GivenName"} and lower in self.lexicon.functions:
            entry = None
        value: object = entry
        classes = set(literal) | shape
        if lower in self.lexicon.functions:
            classes = set(literal) | {"Function"} | (entry.classes if entry else set())
        elif entry is not None:
            classes |= entry.classes | known(word) | standing(entry, word)
            if "LandAdjCap" not in classes and "GivenName" not in classes:
                classes -= {"AdjCap"}
            if entry.classes & {"GivenName", "Place"} and not entry.classes & _NOUNS:
                classes |= {"Name"}
        elif "Cap" in shape or "Caps" in shape or ("Mixed" in shape and "-" in word):
            value = compound = self.lexicon.compound(word)
            classes = (
                (classes - {"AdjCap"}) | compounded(word, *compound) if compound else classes | unknown(word)
            )
        return self.alphabet.letter(frozenset(classes)), value

    def _label_letter(self, entry: Entry, form: str) -> str:
        """The letter of a label of several words, or with a full stop."""
        classes = entry.classes | self._literal(form) | known(form) | standing(entry, form)
        return self.alphabet.letter(frozenset(classes))

    def _literal(self, word: str) -> frozenset[str]:
        lower = word.lower()
        return frozenset({"=" + lower}) if lower in self.literals else frozenset()

    def _symbol(self, symbol: str, group: str) -> str:
        if group == "punct":
            return self.alphabet.letter(frozenset({_PUNCT.get(symbol, "Symbol")}))
        name = {"open": "QuoteOpen", "close": "QuoteClose", "num": "Number", "ord": "Ordinal"}.get(group)
        return self.alphabet.letter(frozenset({name or group.capitalize()}))


_NONE: frozenset[str] = frozenset()
Run = tuple[int, int, str, object]
"""Units first..last (last exclusive) that become one, with the letter and the value of that one."""


def merge(units: Units, found: Sequence[Run]) -> Units:
    """Units with each of the given runs (first, last exclusive, letter, value) made one unit.

    `found` is sorted and disjoint.
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[object] = []
    at = 0
    for first, last, letter, value in found:
        letters.append(units.letters[at:first] + letter)
        starts += [*units.starts[at:first], units.starts[first]]
        ends += [*units.ends[at:first], units.ends[last - 1]]
        values += [*units.values[at:first], value]
        at = last
    letters.append(units.letters[at:])
    return Units(
        units.text,
        units.alphabet,
        "".join(letters),
        starts + units.starts[at:],
        ends + units.ends[at:],
        values + units.values[at:],
    )
