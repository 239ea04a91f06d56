"""What a unit names as a party to a grant: an organisation, a land, a town, "der Bund", a council."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from kg.amounts import AmountSpan
from kg.document import Document
from kg.facts.money import entry_at, land, programme_words, words_of
from kg.lexicon import Entry
from kg.mentions import Named, clean


def nobody(doc: Document, i: int) -> Named:
    """A party that cannot be named."""
    return Named("organization", "", *doc.outer.slice(i, i + 1), "unnamed", reference=True)


def is_state(org: Named) -> bool:
    """Whether a party is a land, the federation, the Union or a ministry, or cannot be named."""
    return org.type in ("state", "ministry") or org.name in ("Bund", "Europäische Union", "")


def party(doc: Document, i: int) -> Named | None:
    """The organisation that a unit names: also a land, a city that gives or gets, "der Bund", "die EU"."""
    value, classes = doc.outer.values[i], doc.outer.alphabet.of(doc.outer.letters[i])
    word = doc.outer.words(i, i + 1)
    of_district = word.lower() in words_of("DistrictCouncils")
    if of_district or word.lower() in words_of("Councils") or word.endswith(tuple(words_of("CouncilHeads"))):
        if doc.own is None or (of_district and doc.own.type != "district"):
            return nobody(doc, i)
        return replace(doc.own, start=doc.outer.starts[i], end=doc.outer.ends[i], reference=True)
    if isinstance(value, Named) and value.kind == "organization":
        return full_name(doc, value)
    if not isinstance(value, Entry):
        return None
    if "State" in classes:
        if re.match(r"(?:University|State|Ministry|Chamber)", doc.outer.words(i + 1, i + 2)):
            return None  # "Saarland University"
        return state(doc, i, land(value.label))
    if "KnownProgramme" in classes and (fund := _fund(doc, i, value)):
        return Named("organization", fund, *doc.outer.slice(i, i + 1), "fund-by-name", "fund", value)
    if word in ("Bund", "Bundes", "EU"):
        return state(doc, i, "Europäische Union" if value.base == "EU" else "Bund")
    if word in ("Land", "Landes", "Freistaat", "Freistaats", "Freistaates") and not _names_a_place(doc, i):
        return state(doc, i, home_state(doc) or ("" if word.startswith("Land") else "Freistaat"))
    if "City" in classes and _beside_figure_or_verb(doc, i):
        return Named(
            "organization", value.base, *doc.outer.slice(i, i + 1), "city-by-name", "municipality", value
        )
    return None


def _fund(doc: Document, i: int, value: Entry) -> str:
    """A fund of the Union that money comes from: giver and programme in one."""
    word = doc.outer.words(i, i + 1)
    if value.label not in programme_words("union") or not _FUND.search(value.label):
        return ""
    return value.label if word.isupper() or _FUND.search(word) else clean(word)


_FUND = re.compile(r"fonds\b", re.IGNORECASE)


def state(doc: Document, i: int, name: str) -> Named:
    """A land by what a unit says."""
    return Named("organization", name, *doc.outer.slice(i, i + 1), "state-by-name", "state", reference=True)


def _names_a_place(doc: Document, i: int) -> bool:
    """True for "Stadt und Land", "auf dem Land", "weites Land", where no state gives."""
    before = doc.outer.words(i - 1, i).lower() if i else ""
    if re.fullmatch(r"[a-zäöüß]{3,}es", before):
        return True
    return before in ("auf", "ländlichen") or doc.outer.words(i - 2, i).lower() in ("auf dem", "aufs")


def home_state(doc: Document) -> str:
    """The land that "das Land" means: the one that the release names, alone or most; "" for none."""
    if "home state" not in doc.notes:
        doc.notes["home state"] = _home_state(doc)
    return doc.notes["home state"]


def _home_state(doc: Document) -> str:
    found: Counter[str] = Counter()
    for i, value in enumerate(doc.outer.values):
        if isinstance(value, Named) and value.type == "state" and not value.reference:
            found[value.name] += 2
        elif isinstance(value, Entry) and {"State", "LandAdjective", "LandAdjCap"} & doc.outer.alphabet.of(
            doc.outer.letters[i]
        ):
            name = land(value.label)
            found[name] += " " in name  # a city's name tells of the city
    for wider in ("Bund", "Europäische Union"):
        found.pop(wider, None)
    best = found.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


def full_name(doc: Document, org: Named) -> Named:
    """An organisation known by its abbreviation alone, with the name that the release gives it."""
    if org.type == "ministry" and (named := _ministry(doc, org)):
        return replace(org, name=named)
    if not (org.name.isupper() or org.name.islower()) or len(org.name) > 8:
        return org
    if "abbreviations" not in doc.notes:
        doc.notes["abbreviations"] = "read"
        for other in doc.organizations:
            short = other.parts.get("abbreviation", "")
            if short and short != other.name:
                doc.notes.setdefault(f"abbreviation {short}", other.name)
    full = doc.notes.get(f"abbreviation {org.name}")
    return replace(org, name=full) if full else org


_NICKNAME = re.compile(r"(?P<field>[A-ZÄÖÜ][a-zäöüß]{4,}?)s?ministeriums?\b")


def _ministry(doc: Document, org: Named) -> str:
    """The full name of a ministry called by its field, where the release names but one of it.

    "Das Wirtschaftsministerium" is the "Ministerium für Wirtschaft, Verkehr und Landesentwicklung".
    """
    found = _NICKNAME.search(org.name)
    if found is None or org.name.startswith(("Bundesministerium", "Staatsministerium")):
        return ""
    field = found["field"].removeprefix("Bundes").lower()
    full = {
        o.name for o in doc.organizations
        if o.type == "ministry" and re.search(r"\b(?:für|of|des|der)\b", o.name) and field in o.name.lower()
    }  # fmt: skip
    return full.pop() if len(full) == 1 else ""


def _beside_figure_or_verb(doc: Document, i: int) -> bool:
    """True for a word beside a verb of giving or getting or a figure, or at a sentence's start."""
    beside = [j for j in (i - 1, i + 1) if 0 <= j < len(doc.outer.starts)]
    classes = [doc.outer.alphabet.of(doc.outer.letters[j]) for j in beside]
    everything = doc.outer.values
    if i and doc.outer.words(i - 1, i).lower() in ("an", "nach", "to"):
        return True
    verbs = words_of("Gives") | words_of("Gets")
    return (
        i == 0
        or "Stop" in classes[0]
        or "Amount" in classes[-1]
        or ("LP" in classes[-1] and isinstance(doc.outer.values[min(i + 2, len(everything) - 1)], AmountSpan))
        or any(doc.outer.words(j, j + 1).lower() in verbs for j in beside)
        or any(
            (e := entry_at(doc, j)) is not None and e.classes & {"FunderVerb", "RecipientVerb"}
            for j in beside
        )
    )


_BODY = re.compile(
    r"[\w-]{3,}(?:stiftung|sparkasse|verein|klub|club)s?|(?:Volks|Raiffeisen|Spar)\w*bank", re.IGNORECASE
)


def is_body(doc: Document, i: int) -> bool:
    """True for a compound that says which foundation, bank or club: "die Sparkassenstiftung"."""
    word = doc.outer.words(i, i + 1)
    return word[:1].isupper() and _BODY.fullmatch(word) is not None


def by_noun(doc: Document, i: int) -> Named:
    """Such a foundation, bank or club by its noun and the adjective of a place before it."""
    before = doc.outer.words(i - 1, i)
    first = i - 1 if re.fullmatch(r"[A-ZÄÖÜ][\w-]+(?:er|ische[nr]?)", before) else i
    span = doc.outer.slice(first, i + 1)
    return Named("organization", clean(doc.text[slice(*span)]), *span, "body-by-noun", "other")
