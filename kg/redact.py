"""Leave personal contact data out of quads: e-mail addresses, phone numbers, postal addresses.

Contact points and contact attestations go as a whole. In every text that remains (the releases'
texts, quotes, labels) addresses and numbers are blacked out character by character, so that the
offsets of all evidence stay right: `text[start:end]` is still the quote. What is blacked out is every
e-mail address, every phone or postal address that a contact names, and what looks like a phone number
behind "Tel.", "Telefon", "Fax", "Mobil", "Handy" or a country code. The sha256 stays that of the
original text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
CONTACT_CLASSES = {PREFIXES["schema"] + "ContactPoint", PREFIXES["sg"] + "ContactAttestation"}
CONTACT_DATA = {
    PREFIXES["schema"] + "email",
    PREFIXES["schema"] + "telephone",
    PREFIXES["sg"] + "addressText",
}
_OA = PREFIXES["oa"]
VALUE, SELECTOR = PREFIXES["rdf"] + "value", _OA + "hasSelector"
QUOTED = (_OA + "exact", _OA + "prefix", _OA + "suffix")
_QUOTE = re.compile(r"(?P<text>.*)#quote=(?P<start>\d+),(?P<end>\d+)")
EVIDENCE = PREFIXES["sg"] + "evidence"
_EMAIL = r"[\w.+-]++(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)+"
_BEFORE = ("Tel", "Telefon", "Fax", "Telefax", "Mobil", "Handy", "Phone")
_NUMBER = r"[.:]{0,2}[\s\x1c-\x1f]{0,3}[+(]{0,2}\d[\d ()/.–-]{4,24}\d"
_FROM_ABROAD = r"[1-9][\d ()/.–-]{6,24}\d"
_PHONE = (
    rf"(?=[.:\s\x1c-\x1f+(\d])(?:{'|'.join(f'(?<={word})' for word in _BEFORE)}){_NUMBER}"
    rf"|(?:\+|\b00){_FROM_ABROAD}"
)
_PATTERNS = rf"{_EMAIL}|{_PHONE}"
MAY_HIDE = rf"@|[(\[]at[)\]]|(?:{'|'.join(_BEFORE)}){_NUMBER}|(?:\+|00){_FROM_ABROAD}"
"""What every text has in it that looks like an address or a number; most have not.

It looks neither ahead nor behind: what has in it what has this has it, too, and a store can look for it.
"""
_MAY_HIDE = re.compile(MAY_HIDE)
_BLACK = "█"
_TEXTS = 128
"""So many are remembered: the same text and the same label are met again, in the next quad or soon."""
_START = 4
"""Shorter words are no address and no number; by their first so many characters words are looked up."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts among quads.

    nodes   the contact points and contact attestations
    words   the e-mail addresses, phone numbers and postal addresses they name
    """

    nodes: frozenset[object] = frozenset()
    words: frozenset[str] = frozenset()

    @classmethod
    def among(cls, quads: Iterable[Quad]) -> Contacts:
        """What is a contact among the quads, and what these name."""
        nodes, words = set(), set()
        for quad in quads:
            predicate, value = quad.predicate.value, quad.object
            if predicate == _TYPE and isinstance(value, NamedNode) and value.value in CONTACT_CLASSES:
                nodes.add(quad.subject)
            elif predicate in CONTACT_DATA and isinstance(value, Literal) and len(value.value) >= _START:
                words.add(value.value)
        return cls(frozenset(nodes), frozenset(words))

    def __or__(self, other: Contacts) -> Contacts:
        return Contacts(self.nodes | other.nodes, self.words | other.words)


def without_contacts(quads: Iterable[Quad], elsewhere: Contacts | None = None) -> list[Quad]:
    """The quads without personal contact data, in the order given. Nothing of it is left in any text.

    `elsewhere` are contacts of other graphs: links to them go, and what they name is blacked out. Graph by
    graph, with the contacts of all, the result is that of all graphs at once.
    """
    kept = list(quads)
    contacts = Contacts.among(kept) | (elsewhere or Contacts())
    hidden = Hidden(contacts.words)
    evidence = evidence_only_of(kept, contacts.nodes)
    texts = blacked_texts((quad for quad in kept if quad.predicate.value == VALUE), hidden)
    return [
        blacked(quad, hidden, texts)
        for quad in kept
        if quad.predicate.value not in CONTACT_DATA
        and quad.subject not in contacts.nodes
        and quad.object not in contacts.nodes
        and quad.subject not in evidence
    ]


class Hidden:
    """What is to be blacked out in texts: words that are known, and what looks like an address or a number.

    A pattern of ten thousand words takes milliseconds at every text; so the words are found by their
    first characters, and only those that a text may hold are put into its pattern.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._words[word[:_START]].append(word)
        self._patterns: dict[frozenset[str], re.Pattern[str]] = {}
        self.black = lru_cache(_TEXTS)(self._black)
        """The text with all of it blacked out, as long as before."""

    def _black(self, text: str) -> str:
        here = self._words.keys() & {text[at : at + _START] for at in range(len(text) - _START + 1)}
        if not here and not _MAY_HIDE.search(text):
            return text
        return self._pattern(frozenset(here)).sub(lambda found: re.sub(r"[\w@+]", _BLACK, found[0]), text)

    def _pattern(self, starts: frozenset[str]) -> re.Pattern[str]:
        if starts not in self._patterns:
            words = sorted((word for start in starts for word in self._words[start]), key=_longest_first)
            self._patterns[starts] = re.compile("|".join([*map(re.escape, words), _PATTERNS]))
        return self._patterns[starts]


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def evidence_only_of(quads: list[Quad], contacts: Collection[object]) -> set[object]:
    """Evidence (and its selectors) that supports contacts and nothing else, among the quads of a graph."""
    of_contacts = {q.object for q in quads if q.predicate.value == EVIDENCE and q.subject in contacts}
    of_others = {q.object for q in quads if q.predicate.value == EVIDENCE and q.subject not in contacts}
    gone = of_contacts - of_others
    return set(chain(gone, (q.object for q in quads if q.subject in gone and q.predicate.value == SELECTOR)))


def blacked_texts(quads: Iterable[Quad], hidden: Hidden) -> dict[str, str]:
    """The texts that these quads say (rdf:value) by the IRIs of what has them, blacked out."""
    return {
        quad.subject.value: hidden.black(quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


def blacked(quad: Quad, hidden: Hidden, texts: Mapping[str, str]) -> Quad:
    """The quad with its string blacked out; itself when there is nothing to hide.

    `texts` are the blacked texts of its graph, from which quotes are cut.
    """
    if not isinstance(quad.object, Literal) or not quad.object.datatype.value.endswith(("#string", "String")):
        return quad
    text = _sliced(quad, texts)
    if text is None:
        text = hidden.black(quad.object.value)
    if text == quad.object.value:
        return quad
    literal = Literal(text, language=quad.object.language) if quad.object.language else Literal(text)
    return Quad(quad.subject, quad.predicate, literal, quad.graph_name)


def _sliced(quad: Quad, texts: Mapping[str, str]) -> str | None:
    """A quote, prefix or suffix from the blacked text: a number it cuts through is blacked there, too."""
    found = _QUOTE.fullmatch(str(getattr(quad.subject, "value", "")))
    if not found or found["text"] not in texts or not isinstance(quad.object, Literal):
        return None
    text, start, end = texts[found["text"]], int(found["start"]), int(found["end"])
    exact, prefix, suffix = QUOTED
    length = len(quad.object.value)
    match quad.predicate.value:
        case predicate if predicate == exact:
            return text[start:end]
        case predicate if predicate == prefix:
            return text[max(0, start - length) : start]
        case predicate if predicate == suffix:
            return text[end : end + length]
    return None
