"""Text to typed tokens: parallel arrays of offsets and letters, one letter per set of classes.

Tokens that form a label of several words (`Chief Digital Officer`), a date or an amount become one
unit. Offsets are code points of the release's text, 0-based, end exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.lexicon import Entry, Lexicon
from kg.patterns import Alphabet
from kg.places import Places, met
from kg.words import compounded, known, plain_word, shape_of, standing, unknown

T = TypeVar("T")

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
    |(?P<word>{_LETTER}{_IN}*(?:{_BREAK}{_IN}*)?(?:[.’'][^\W_]{_IN}*|\.-{_LETTER}{_IN}*)*(?:(?:[:*/]-?[iI]n(?:nen)?\b|[:*]innen{_IN}+)|(?:(?:[-‐‑/+&]|{_BREAK_IN_NAME})[^\W_]{_IN}*(?:[.][^\W_]{_IN}*)*))*(?:[-‐‑](?=\s+(?:und|oder|sowie|bis)\b|,\s))?)
    |(?P<open>[„‚]|(?<![\w.,!?…“”"«])[»«“”"‘›‹'](?=[\w\#„‚‘›»]))
    |(?P<close>[“”"«»’‘‹›'])
    |(?P<mark>\*\*|\#+|\[|\]|_+)
    |(?P<punct>[^\w\s])""",
    re.VERBOSE,
)
_WORDLIKE = frozenset({"word", "num", "punct", "ord", "initial"})
_CHUNK = re.compile(r"\S+(?:\s?\(at\)\s?\S*)?")
"""A stretch between white space. No token goes over its ends but addresses and divided words."""
_CONTEXT = re.compile(r"\(at\)|(?:[\dIVXL]\.|[-‐‑\u00ad],?)\Z")
"""Stretches that what follows may turn into something else: ordinals, divided words, "Verkehrs- und"."""
_LONGEST_CHUNK = 50
_MOST_CHUNKS, _MOST_WORDS = 30_000, 30_000
"""How many are remembered: a stream of rubbish must not fill the memory."""
_BEHIND_WORD = frozenset(".,;:!?)")
"""What is a token of its own behind two letters or more."""
_NOUNS = frozenset({"Role", "OrgNoun", "EventNoun"})
_PUNCT = {
    ",": "Comma", ".": "Dot", ":": "Colon", ";": "Semi", "(": "LP", ")": "RP", "–": "Dash", "—": "Dash",
    "-": "Dash", "/": "Slash", "&": "Amp", "!": "Dot", "?": "Dot", "…": "Dot", "•": "Bullet",
    "*": "Bullet", "|": "Slash", "·": "Bullet", "+": "Amp",
}  # fmt: skip
_SHAPES = (
    "Xyzq", "XYZQ", "xyzq", "Xyzqer", "Xyzqen", "xyzqen", "xyZq", "XyZqer", "XyZq", "X", "Xyzq-",
    "XYZQ-", "Xyzstraße", "XYZSTRASSE", "XyzStraße", "Xyzqstraßer", "XyZqung", "xyzQer", "Xyz-Straße",
    "Xyz-GmbH", "xyz-Xyz", "Xyzqung", "Xyzqungen", "Xyzq:innen", "xy", "Xyz-Wxyz", "Xyzwxyanz",
    "XyZwxyanz", "Xyzplatz", "XyZplatz", "xyz-Abcder", "xyz-Abcung", "Xyzabcer", "XyZabcer", "XyZabce",
    "Xyz-based", "XyZwxyung", "Xyzverkehrsministerium", "XYZ-Institut", "Bauverwaltungsamt", "XYZ-Amt",
    "XYZ-Zentrum",
)  # fmt: skip
_MADE = (
    "Person", "Org", "Org UnitOrg", "Org TownOrg", "OrgRef", "OrgRef UnitOrg", "RolePhrase",
    "RolePhrase Plural", "Date", "Amount", "Share", "Stop", "Quote", "Quoted", "Quoted QuotedEvent",
    "Quoted QuotedCompetition", "Quoted QuotedEvent QuotedCompetition", "Quoted QuotedProgramme",
    "Quoted QuotedProject",
    "Event", "Email", "Url", "Number", "Ordinal", "QuoteOpen", "QuoteClose", "Symbol", "Comma", "Dot",
    "Colon", "Semi", "LP", "RP", "Dash", "Slash", "Amp", "Bullet", "Initial",
)  # fmt: skip


Run = tuple[int, int, str, object]
"""Units first..last (last exclusive) that become one, with the letter and the value of that one."""


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
    _met: int = 0
    _places: Places | None = None
    _found: dict[type, list[tuple[int, Any]]] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        """Where rules can match."""
        if self._places is None:
            self._places = Places(self.letters, self.alphabet)
        return self._places

    def of_type(self, kind: type[T]) -> list[tuple[int, T]]:
        """The values of a type, each with its unit; looked for once."""
        if (seen := self._found.get(kind)) is None:
            seen = self._found[kind] = [(i, v) for i, v in enumerate(self.values) if type(v) is kind]
        return seen

    @property
    def met(self) -> int:
        """What rules want that some unit meets, or one did before it became part of another, as bits."""
        if not self._met:
            self._met = met(frozenset(self.letters), self.alphabet)
        return self._met

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
        if last > len(self.ends):
            last = len(self.ends)
        return self.text[self.starts[first] : self.ends[last - 1]] if 0 <= first < last else ""


@dataclass(slots=True)
class _Draft:
    """Units of a text in the making.

    `heads` are the units of the stretch at hand that a label of several tokens may begin with, `labels`
    the labels found so far, as runs of units that are to become one.
    """

    text: str
    letters: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    labels: list[Run] = field(default_factory=list)

    def add(self, start: int, end: int, letter: str, value: object) -> None:
        """Add one unit."""
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)
        self.values.append(value)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The units of a stretch between white space, by offsets in it."""

    letters: str
    starts: Sequence[int]
    ends: Sequence[int]
    values: Sequence[object]
    heads: Sequence[int]


@dataclass(slots=True)
class Tokenizer:
    """Turns text into units by one lexicon and one alphabet.

    `literals` are the words that patterns ask for by letters; each becomes a class of its own.
    """

    lexicon: Lexicon
    literals: frozenset[str]
    alphabet: Alphabet = field(default_factory=Alphabet)
    _known: dict[str, tuple[str, object, frozenset[str]]] = field(default_factory=dict)
    _chunks: dict[str, _Chunk] = field(default_factory=dict)

    def learn(self) -> None:
        """Give every kind of token a letter, so that patterns need not be compiled again for new text.

        The kinds are those of the lexicon's labels and heads, and of words it does not know.
        """
        seen: set[tuple[object, ...]] = set()
        for key, entry in self.lexicon.forms.items():
            form = " ".join(key)
            kind: tuple[object, ...] = (
                entry.classes,
                entry.features.get("ordinal"),
                form[:1].isupper(),
                form[1:2].isupper(),
                form[-2:],
                len(form) > 5,
                len(key) > 1,
                frozenset(standing(entry, form)) if "OrgNoun" in entry.classes else None,
            )
            if kind in seen and self.literals.isdisjoint((form.lower(), key[0].lower())):
                continue
            seen.add(kind)
            self._label_letter(entry, form)
            if "Role" in entry.classes:
                self.alphabet.letter(frozenset({"RolePhrase", *self._literal(key[0])}))
                self.alphabet.letter(frozenset({"RolePhrase", "Plural", *self._literal(key[0])}))
            if len(key) == 1:
                self._classify(form)
                self._classify(form[:1].upper() + form[1:])
                if "OrgNoun" in entry.classes:
                    self._classify(form.upper())
        for head, entry in self.lexicon.heads.items():
            kind = (entry.classes, entry.base == "amt", head[-3:])
            if kind in seen:
                continue
            seen.add(kind)
            for form in ("Xxxx" + head, "Xx-Xx" + head, "XxX" + head, "Xx-Xxx-" + head.capitalize()):
                self._classify(form)
            self._classify("XXXX" + head.upper())
            self._classify("XX-XXX-" + head.upper())
            self._classify("xx-" + head.capitalize())
        spellings = (str, str.capitalize, str.upper, lambda w: w[:1].upper() + w[1:-1] + w[-1:].upper())
        for word in (*_SHAPES, *(spell(w) for w in sorted(self.literals) for spell in spellings)):
            self._classify(word)
        for classes in _MADE:
            self.alphabet.letter(frozenset(classes.split()))
        self.alphabet.arrange()
        self._known.clear()
        self._chunks.clear()

    def units(self, text: str, spans: Iterable[tuple[int, int, str, object]], stops: Sequence[int]) -> Units:
        """Units of a text.

        `spans` are (start, end, class, value) that become one unit each (dates, amounts …), sorted
        and disjoint; `stops` are sorted offsets at which a sentence ends: a unit of class Stop that
        is empty stands there.
        """
        draft = _Draft(text)
        at = 0
        for start, end, name, value in spans:
            if start < at:
                continue
            self._words(draft, at, start)
            draft.add(start, end, self.alphabet.letter(frozenset({name})), value)
            at = end
        self._words(draft, at, len(text))
        found = Units(text, self.alphabet, "".join(draft.letters), draft.starts, draft.ends, draft.values)
        return _stopped(merge(found, draft.labels), stops)

    def _words(self, draft: _Draft, start: int, end: int) -> None:
        """Add the units of a stretch of text."""
        text, known, chunks = draft.text, self._known, self._chunks
        letters, starts, ends, values = draft.letters, draft.starts, draft.ends, draft.values
        free = start if start == 0 or text[start - 1 : start].isspace() else start + 1
        heads = draft.heads
        heads.clear()
        for match in _CHUNK.finditer(text, start, end):
            first, last = match.span()
            if first < free or last == end:
                after = first if first >= free or first == start else free
                free = self._in_context(draft, after, last, end)
                continue
            chunk = match[0]
            if chunk.isalpha():  # a word from end to end, as most are
                letter, value, opens = known.get(chunk) or self._word(chunk)
                if opens:
                    heads.append(len(starts))
                letters.append(letter)
                starts.append(first)
                ends.append(last)
                values.append(value)
                continue
            made = chunks.get(chunk) or self._chunk(chunk)
            if made is None:
                free = self._in_context(draft, first, last, end)
                continue
            for i in made.heads:
                heads.append(len(starts) + i)
            letters.append(made.letters)
            for begin in made.starts:
                starts.append(first + begin)
            for stop in made.ends:
                ends.append(first + stop)
            values += made.values
        self._labels(draft, end)

    def _chunk(self, chunk: str) -> _Chunk | None:
        """The tokens of a stretch between white space, remembered: the same ones come again and again.

        None where they depend on what stands around it.
        """
        if len(chunk) > _LONGEST_CHUNK or _CONTEXT.search(chunk):
            return None
        draft = _Draft(chunk + " ")
        cut = len(chunk) - 1
        if cut > 1 and chunk[cut] in _BEHIND_WORD and chunk[:cut].isalpha():
            letter, value, opens = self._word(chunk[:cut])
            if opens or self._dotted(draft.text, 0, cut):
                draft.heads.append(0)
            draft.add(0, cut, letter, value)
            draft.add(cut, cut + 1, self._symbol(chunk[cut], "punct"), None)
        else:
            self._in_context(draft, 0, len(chunk), len(chunk) + 1)
        made = _Chunk("".join(draft.letters), draft.starts, draft.ends, draft.values, draft.heads)
        if len(self._chunks) > _MOST_CHUNKS:
            self._chunks.clear()
        self._chunks[chunk] = made
        return made

    def _in_context(self, draft: _Draft, start: int, stop: int, end: int) -> int:
        """Add the tokens that begin at start..stop, read in the text up to `end`; where the last ends."""
        text, free = draft.text, start
        for match in _TOKEN.finditer(text, start, end):
            first, last = match.span()
            if first >= stop:
                break
            free, group = last, match.lastgroup
            if group == "word":
                letter, value, opens = self._word(match[0])
                if opens or self._dotted(text, first, last):
                    draft.heads.append(len(draft.starts))
                draft.add(first, last, letter, value)
            elif group != "mark":
                draft.add(first, last, self._symbol(match[0], group or "punct"), None)
        return free

    def _word(self, word: str) -> tuple[str, object, frozenset[str]]:
        """Letter and value of a word, and the words that follow it in labels of several."""
        if (seen := self._known.get(word)) is None:
            seen = (*self._classify(word), self.lexicon.openers.get(plain_word(word), _NONE))
            if len(self._known) > _MOST_WORDS:
                self._known.clear()
            self._known[word] = seen
        return seen

    def _labels(self, draft: _Draft, end: int) -> None:
        """Find the labels of several tokens (or one with its dot) before `end`."""
        text, free = draft.text, 0
        for i in draft.heads:
            first, last = draft.starts[i], draft.ends[i]
            if first < free or not (text[last : last + 1] == "." or self._opens(draft, i, end)):
                continue
            free, entry = self._label(text, first, end)
            # "an die" qualifies a number ("an die 400 Gäste"), else it is two words.
            if entry and "Qualifier" in entry.classes and not text[free : free + 2].strip()[:1].isdigit():
                free, entry = first, None
            if entry is not None:
                letter = self._label_letter(entry, text[first:free])
                draft.labels.append((i, bisect_left(draft.starts, free, i), letter, entry))

    def _opens(self, draft: _Draft, i: int, end: int) -> bool:
        """Can a label go on with the token that follows a word?"""
        text, first, last = draft.text, draft.starts[i], draft.ends[i]
        words = self._word(text[first:last])[2]
        if i + 1 < len(draft.starts) and not text[last : draft.starts[i + 1]].strip():
            start, stop = draft.starts[i + 1], draft.ends[i + 1]
        else:  # a mark of emphasis may lie between
            following = _TOKEN.search(text, last, end)
            start, stop = following.span() if following else (end, end)
        return text[start:stop] in words or text[start : stop + 1] in words or not text[start:stop].isascii()

    def _label(self, text: str, first: int, end: int) -> tuple[int, Entry | None]:
        """The longest label of several tokens (or one with its dot) that begins at an offset, and its end."""
        forms, beginnings = self.lexicon.forms, self.lexicon.beginnings
        tokens = _TOKEN.finditer(text, first, end)
        words: tuple[str, ...] = ()
        last = first
        found: tuple[int, Entry | None] = first, None
        for match in tokens:
            start, stop = match.span()
            apart = start > last + 1 and text[last:start].strip(" \n\u00a0")
            if words and (match.lastgroup not in _WORDLIKE or apart):
                break
            if dotted := self._dotted(text, start, stop):
                next(tokens, None)
            words, last = (*words, dotted or plain_word(match[0])), stop + bool(dotted)
            lower = (words[0][:1].lower() + words[0][1:], *words[1:])
            if (dotted or len(words) > 1) and (entry := forms.get(words) or forms.get(lower)):
                found = last, entry
            if words not in beginnings and lower not in beginnings:
                break
        return found

    def _dotted(self, text: str, start: int, end: int) -> str:
        """A token with its full stop where the lexicon knows it so (`Dr.`, `e. V.`, `a. D.`), else ""."""
        if text[end : end + 1] == ".":
            word = text[start : end + 1]
            if word in self.lexicon.dotted or word[:1].lower() + word[1:] in self.lexicon.dotted:
                return word
        return ""

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


def _stopped(units: Units, stops: Sequence[int]) -> Units:
    """Units with an empty one of class Stop at each of the offsets."""
    letter = units.alphabet.letter(frozenset({"Stop"}))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[object] = []
    at = 0
    for offset in stops:
        place = bisect_left(units.starts, offset)
        letters.append(units.letters[at:place] + letter)
        starts += [*units.starts[at:place], offset]
        ends += [*units.ends[at:place], offset]
        values += [*units.values[at:place], None]
        at = place
    letters.append(units.letters[at:])
    return Units(
        units.text,
        units.alphabet,
        "".join(letters),
        starts + units.starts[at:],
        ends + units.ends[at:],
        values + units.values[at:],
    )


def merge(units: Units, found: Sequence[Run]) -> Units:
    """Units with each of the given runs (first, last exclusive, letter, value) made one unit.

    `found` is sorted and disjoint. What was found out about the units is kept, not looked for again.
    """
    if not found:
        return units
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[object] = []
    texts: list[str] = []
    known = units._texts
    at = 0
    for first, last, letter, value in found:
        letters.append(units.letters[at:first] + letter)
        starts += units.starts[at : first + 1]
        ends += units.ends[at:first]
        ends.append(units.ends[last - 1])
        values += units.values[at:first]
        values.append(value)
        if known:
            texts += known[at:first]
            texts.append(units.words(first, last))
        at = last
    letters.append(units.letters[at:])
    met_ = units._met
    return Units(
        units.text,
        units.alphabet,
        "".join(letters),
        starts + units.starts[at:],
        ends + units.ends[at:],
        values + units.values[at:],
        texts + known[at:],
        met_ and met_ | met({letter for _, _, letter, _ in found}, units.alphabet),
        _found={kind: _moved(pairs, found, kind) for kind, pairs in units._found.items()},
    )


def _moved(pairs: Sequence[tuple[int, T]], runs: Sequence[Run], kind: type[T]) -> list[tuple[int, T]]:
    """The values of a type, each with its unit, when runs of units have become one each."""
    out: list[tuple[int, T]] = []
    at = shift = 0
    for first, last, _, value in runs:
        while at < len(pairs) and pairs[at][0] < first:
            out.append((pairs[at][0] - shift, pairs[at][1]))
            at += 1
        while at < len(pairs) and pairs[at][0] < last:
            at += 1
        if type(value) is kind:
            out.append((first - shift, value))
        shift += last - first - 1
    return out + [(i - shift, value) for i, value in pairs[at:]]
