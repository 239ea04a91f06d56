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
from collections.abc import Iterable, Mapping
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
_CONTACT_CLASSES = {PREFIXES["schema"] + "ContactPoint", PREFIXES["sg"] + "ContactAttestation"}
_CONTACT_DATA = {
    PREFIXES["schema"] + "email",
    PREFIXES["schema"] + "telephone",
    PREFIXES["sg"] + "addressText",
}
_OA, _VALUE = PREFIXES["oa"], PREFIXES["rdf"] + "value"
_QUOTE = re.compile(r"(?P<text>.*)#quote=(?P<start>\d+),(?P<end>\d+)")
_EVIDENCE = PREFIXES["sg"] + "evidence"
_EMAIL = r"[\w.+-]+(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)+"
_PHONE = (
    r"(?:(?<=Tel)|(?<=Telefon)|(?<=Fax)|(?<=Telefax)|(?<=Mobil)|(?<=Handy)|(?<=Phone))[.:]{0,2}\s{0,3}"
    r"[+(]{0,2}\d[\d ()/.–-]{4,24}\d"
    r"|(?:\+|\b00)[1-9][\d ()/.–-]{6,24}\d"
)
_PATTERNS = rf"{_EMAIL}|{_PHONE}"
_BLACK = "█"


def without_contacts(quads: Iterable[Quad]) -> list[Quad]:
    """The quads without personal contact data, in the order given. Nothing of it is left in any text."""
    kept = list(quads)
    contacts = _contacts(kept)
    words = {
        q.object.value
        for q in kept
        if q.predicate.value in _CONTACT_DATA and isinstance(q.object, Literal) and len(q.object.value) > 3
    }
    hide = re.compile("|".join([*map(re.escape, sorted(words, key=_longest_first)), _PATTERNS]))
    # Most literals have nothing that any of them could match; that is told at a glance.
    plain = [re.escape(word) for word in sorted(words) if not re.search(r"\d|@", word)]
    may_hide = re.compile("|".join([r"\d|@|[(\[]at[)\]]", *plain]))
    evidence = _only_of(kept, contacts)
    texts = {
        q.subject.value: _black(q.object.value, hide, may_hide)
        for q in kept
        if q.predicate.value == _VALUE and isinstance(q.subject, NamedNode) and isinstance(q.object, Literal)
    }
    return [
        _blacked(quad, hide, may_hide, texts)
        for quad in kept
        if quad.predicate.value not in _CONTACT_DATA
        and quad.subject not in contacts
        and quad.object not in contacts
        and quad.subject not in evidence
    ]


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _contacts(quads: Iterable[Quad]) -> set[object]:
    return {
        q.subject
        for q in quads
        if q.predicate.value == _TYPE
        and isinstance(q.object, NamedNode)
        and q.object.value in _CONTACT_CLASSES
    }


def _only_of(quads: list[Quad], contacts: set[object]) -> set[object]:
    """Evidence (and its selectors) that supports contacts and nothing else."""
    of_contacts = {q.object for q in quads if q.predicate.value == _EVIDENCE and q.subject in contacts}
    of_others = {q.object for q in quads if q.predicate.value == _EVIDENCE and q.subject not in contacts}
    gone = of_contacts - of_others
    selector = PREFIXES["oa"] + "hasSelector"
    return set(chain(gone, (q.object for q in quads if q.subject in gone and q.predicate.value == selector)))


def _black(text: str, hide: re.Pattern[str], may_hide: re.Pattern[str]) -> str:
    if not may_hide.search(text):
        return text
    return hide.sub(lambda found: re.sub(r"[\w@+]", _BLACK, found[0]), text)


def _blacked(quad: Quad, hide: re.Pattern[str], may_hide: re.Pattern[str], texts: Mapping[str, str]) -> Quad:
    if not isinstance(quad.object, Literal) or not quad.object.datatype.value.endswith(("#string", "String")):
        return quad
    text = _sliced(quad, texts)
    if text is None:
        text = _black(quad.object.value, hide, may_hide)
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
    slices = {
        _OA + "exact": slice(start, end),
        _OA + "prefix": slice(max(0, start - len(quad.object.value)), start),
        _OA + "suffix": slice(end, end + len(quad.object.value)),
    }
    part = slices.get(quad.predicate.value)
    return None if part is None else text[part]
