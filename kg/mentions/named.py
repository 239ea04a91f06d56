"""A name as found in the text, and its base form (`des Deutschen Städtetags` -> Deutscher Städtetag)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg import resources
from kg.lexicon import Entry
from kg.tokens import Units

_SPACE = re.compile(r"[\s\u00ad]+")

_DIVIDED = re.compile(
    r"(?<=[a-zäöüß])[-‐\u00ad][ \t]*\r?\n[ \t]*(?!(?:und|oder|sowie|bis|bzw)\b)(?=[a-zäöüß]{2})"
)
_JOINED = re.compile(r"(?<=[a-zäöüßA-ZÄÖÜ][-‐‑])[ \t]*\r?\n[ \t]*(?=[A-ZÄÖÜ][a-zäöüß])")
_UNCLEAN = re.compile(r"[^\S ]|\A | (?:[ ,]|\Z)|\*\*|[\u00ad\u200b\ufeff]")
_MARKS = re.compile(r"\*\*|[\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as found: what kind of thing it names, its base form, where it stands, what came with it.

    `kind` is person, organization or role; `start`/`end` span the name itself; `parts` are further
    texts by group name (titles, abbreviation, place, region …); `entry` is the label or head that
    gave the type, `type` the type itself (concept slug in words: "research institute").
    """

    kind: str
    name: str
    start: int
    end: int
    rule: str
    type: str = ""
    entry: Entry | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    reference: bool = False


def clean(text: str) -> str:
    """A stretch of text on one line, words undivided, without soft hyphens, emphasis and double spaces."""
    if not _UNCLEAN.search(text) and unicodedata.is_normalized("NFC", text):
        return text  # as nearly always
    text = _MARKS.sub("", text)
    if "\n" in text:
        text = _JOINED.sub("", _DIVIDED.sub("", text))
    return (
        unicodedata.normalize("NFC", _SPACE.sub(" ", text.replace("\u00ad", ""))).replace(" ,", ",").strip()
    )


def named(units: Units, kind: str) -> Iterator[tuple[int, Named]]:
    """Index and value of every unit that names a thing of a kind, in order of text."""
    yield from [pair for pair in units.of_type(Named) if pair[1].kind == kind]


def entry_of(value: object) -> Entry | None:
    """The entry of a unit's value, be it of a label or of a compound's head."""
    if isinstance(value, tuple) and value and isinstance(value[0], Entry):
        return value[0]
    return value if isinstance(value, Entry) else None


def type_of(entry: Entry | None) -> str:
    """The type of organisation that a noun gives ("research institute"); "other" where none does."""
    if entry is None:
        return "other"
    iri = entry.features.get("organizationType", entry.concept)
    if "/organization-type/" in iri:
        return iri.rsplit("/", 1)[-1].replace("-", " ")
    noun = next((c for c in sorted(entry.classes) if c.endswith("Noun") and c != "OrgNoun"), "OtherNoun")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun.removesuffix("Noun")).lower()


def is_short_for(short: str, name: str) -> bool:
    """True for letters that stand in a name in this order (Difu: Deutsches Institut für Urbanistik)."""
    letters = iter(name.casefold())
    return all(letter in letters for letter in short.casefold())


_TRADE = re.compile(r"(?:erei|handlung|apotheke|spedition|schule|haus|betrieb|club)[ns]?$")


def is_trade(noun: str) -> bool:
    """True for a noun that means none named before: "die Tischlerei mit zwölf Beschäftigten" is any."""
    return bool(_TRADE.search(noun))


def base_name(units: Units, first: int, last: int, head: int) -> str:
    """The nominative of a name: its head noun's base form, adjectives before it agreeing."""
    text = units.text
    if head < 0:
        return clean(text[units.starts[first] : units.ends[last - 1]])
    noun = text[units.starts[head] : units.ends[head]]
    base = base_noun(noun, units.values[head])
    before = [agree(text[units.starts[i] : units.ends[i]], base) for i in range(first, head)]
    after = text[units.ends[head] : units.ends[last - 1]]
    return clean(" ".join([*before, base + after]))


def base_noun(noun: str, value: object) -> str:
    """The nominative singular of a label's or compound's form (`Bundesministeriums` -> …ministerium)."""
    if isinstance(value, tuple) and (entry := entry_of(value)) is not None:
        cut: int = value[1]
        tail = noun[cut:]
        return noun if tail.lower() == entry.base else noun[:cut] + _unflected(tail, entry.base)
    if isinstance(value, Entry) and value.base:
        if "-" in noun and "-" not in value.base and "\n" not in noun:
            return noun[: len(value.base) + noun.count("-")]  # "Technologie-Zentrums"
        base = value.label if _same_name(value.base, value.label) else value.base
        return base[:1].upper() + base[1:] if noun[:1].isupper() else base
    return noun


def _same_name(form: str, label: str) -> bool:
    """True for two labels of one organisation that differ in their endings only."""
    ours, theirs = form.split(), label.split()
    return len(ours) == len(theirs) and all(
        a[: len(b) - 2] == b[: len(b) - 2] and abs(len(a) - len(b)) < 3
        for a, b in zip(ours, theirs, strict=True)
    )


def _unflected(tail: str, base: str) -> str:
    """A plural or genitive end as its base, in the tail's own capitals; plurals in -werke stay."""
    if tail.lower() in (base + "e", base + "en") and base.endswith(("werk", "betrieb")):
        return base + "e"
    return base.capitalize() if tail[:1].isupper() else base


@cache
def _genders() -> tuple[tuple[str, ...], tuple[str, ...]]:
    grammar = resources.rule_file("grammar")
    return tuple(grammar["genders"]["masculine"]), tuple(grammar["genders"]["neuter"])


def genitive(name: str) -> str:
    """The name of a unit with its article in the genitive: "des Amtes für Statistik", "der Abteilung IT".

    Its head is its first noun, of "Haupt- und Personalamt" the one behind the "und".
    """
    coordinated = re.match(r"[\w-]+- (?:und|&) [\w-]+", name)
    noun = coordinated[0] if coordinated else name.partition(" ")[0]
    masculine, neuter = _genders()
    low = noun.lower()
    if not low.endswith(masculine + neuter):
        return f"der {name}"
    ending = "es" if low in ("amt", "stab", "haus") else "" if low.endswith("s") else "s"
    return f"des {noun}{ending}{name[len(noun) :]}"


def agree(word: str, noun: str) -> str:
    """An adjective with the ending that a bare nominative noun of this gender asks for."""
    if not re.search(r"(?:e|en|er|es|em)$", word) or len(word) < 5 or word.endswith(("-", "er", "een")):
        return word
    masculine, neuter = _genders()
    low = noun.lower()
    ending = "er" if low.endswith(masculine) else "es" if low.endswith(neuter) else "e"
    return re.sub(r"(?:en|er|es|em|e)$", ending, word)
