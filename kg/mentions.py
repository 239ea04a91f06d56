"""Names in the text: typed units to units in which persons, organisations and roles are one unit each.

The rules are `kg/rules/mentions.toml` and `kg/rules/roles.toml`; this module applies them in their
order, gives every name its base form (`des Deutschen Städtetags` -> Deutscher Städtetag) and resolves
short and referring forms (surnames, abbreviations, "die Stadt") to the fullest one of the release.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from kg import inflect, resources
from kg.lexicon import Entry
from kg.patterns import Rule, RuleBook
from kg.tokens import Units, merge

_ADMINISTRATIONS = frozenset({"Stadtverwaltung", "Kreisverwaltung", "Gemeindeverwaltung", "Verbandsgemeindeverwaltung"})
_SPACE = re.compile(r"[\s\u00ad]+")
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
    """A stretch of text on one line, without soft hyphens, emphasis marks and double spaces."""
    text = _MARKS.sub("", text)
    return unicodedata.normalize("NFC", _SPACE.sub(" ", text.replace("\u00ad", ""))).replace(" ,", ",").strip()


def find(units: Units, book: RuleBook, own_of: Callable[[Units], Named | None]) -> Units:
    """Units with persons, then organisations, then roles as one unit each.

    `own_of` names the municipality that "die Stadt" means, once the organisations are known.
    """
    for stage in ("person", "person_in_context", "organization"):
        for rule in book.stages.get(stage, ()):
            units = _apply(units, rule, book)
        if stage == "organization":
            units = merge(units, list(_abbreviations(units)))
        units = merge(units, list(_aliases(units, _table(units, stage.split("_")[0]))))
    units = merge(units, list(_town_lists(units)))
    units = merge(units, list(_references(units, own_of(units))))
    for rule in book.stages.get("role", ()):
        units = _apply(units, rule, book)
    return units


def named(units: Units, kind: str) -> Iterator[tuple[int, Named]]:
    """Index and value of every unit that names a thing of a kind, in order of text."""
    for i, value in enumerate(units.values):
        if isinstance(value, Named) and value.kind == kind:
            yield i, value


def _apply(units: Units, rule: Rule, book: RuleBook) -> Units:
    alphabet = units.alphabet
    regex = rule.regex(alphabet, book.macros)
    found = []
    for match in regex.finditer(units.letters):
        if match.end() == match.start():
            continue
        value = _MAKERS[str(rule.settings["make"])](units, rule, match)
        if value is not None:
            classes = frozenset({str(rule.settings["make"]), *_extra_classes(value, book)})
            found.append((match.start(), match.end(), alphabet.letter(classes), value))
    return merge(units, found) if found else units


def _extra_classes(value: Named, book: RuleBook) -> Iterator[str]:
    if value.kind == "role" and value.name.lower() in book.literals:
        yield "=" + value.name.lower()
    if value.kind == "organization" and value.type == "unit":
        yield "UnitOrg"
    if value.parts.get("plural"):
        yield "Plural"


def _span(units: Units, match: re.Match[str], group: str) -> tuple[int, int] | None:
    first, last = match.span(group) if group in match.re.groupindex else (-1, -1)
    return units.slice(first, last) if last > first >= 0 else None


def _parts(units: Units, match: re.Match[str]) -> dict[str, str]:
    spans = {g: _span(units, match, g) for g in match.re.groupindex if g not in ("name", "head", "head2")}
    return {g: clean(units.text[s[0] : s[1]]) for g, s in spans.items() if s}


# -- persons ------------------------------------------------------------------------------------------


def _person(units: Units, rule: Rule, match: re.Match[str]) -> Named | None:
    span = _span(units, match, "name")
    if span is None:
        return None
    name = clean(units.text[span[0] : span[1]])
    if re.search(r"[.!?]\s|\n\s*\n", units.text[span[0] : span[1]].replace(". ", " ", name.count(". "))):
        return None
    return Named("person", name, *span, rule.name, parts=_parts(units, match) | _gender(units, match))


def _gender(units: Units, match: re.Match[str]) -> dict[str, str]:
    """f or m by the given name, the honorific or the office before the name; absent where none tells."""
    first = max(match.start() - 1, 0)
    for value in units.values[first : match.end()]:
        entry = _entry(value)
        if entry is not None and "GivenName" in entry.classes and entry.concept[-2:] in ("-f", "-m"):
            return {"gender": entry.concept[-1]}
        if entry is not None and "Role" in entry.classes and entry.features.get("gender") == "f":
            return {"gender": "f"}
        if entry is not None and "Honorific" in entry.classes:
            return {"gender": "f" if units.text[units.starts[match.start()] :].startswith("Frau") else "m"}
    return {}


# -- organisations --------------------------------------------------------------------------------------


def _organization(units: Units, rule: Rule, match: re.Match[str]) -> Named | None:
    span = _span(units, match, "name") or units.slice(match.start(), match.end())
    first, last = match.span("name") if "name" in match.re.groupindex else match.span()
    head = next((match.start(g) for g in ("head", "head2") if g in match.re.groupindex and match.start(g) >= 0), -1)
    entry = _entry(units.values[head]) if head >= 0 else _type_entry(units, first, last)
    type_ = str(rule.settings.get("type") or _type_of(entry))
    parts = _parts(units, match)
    name = base_name(units, first, last, head)
    if parts.get("region") and parts["region"] not in name:
        name = f"{name} {parts['region']}"
    if parts.get("land"):
        region = _state_of(units, match.start("land"))
        name = f"{name} {region}" if region and region not in name else name
    if rule.name == "known-organization" and entry is not None:
        name = base_noun(name, entry) if not name.startswith(entry.label) or name in (entry.label + "s", entry.label + "es") else name
        if name.isupper() and len(name) <= 8:
            parts.setdefault("abbreviation", name)
    return Named("organization", name, *span, rule.name, type_, entry, parts)


def _entry(value: object) -> Entry | None:
    if isinstance(value, tuple) and value and isinstance(value[0], Entry):
        return value[0]
    return value if isinstance(value, Entry) else None


def _type_entry(units: Units, first: int, last: int) -> Entry | None:
    """What gives a name its type: its legal form at the end before a noun inside it."""
    entries = [e for v in units.values[first:last] if (e := _entry(v)) is not None]
    for entry in reversed(entries):
        if "LegalForm" in entry.classes or "KnownOrganization" in entry.classes:
            return entry
    return next((e for e in entries if "OrgNoun" in e.classes), None)


def _type_of(entry: Entry | None) -> str:
    if entry is None:
        return "other"
    iri = entry.features.get("organizationType", entry.concept)
    return iri.rsplit("/", 1)[-1].replace("-", " ")


def _state_of(units: Units, at: int) -> str:
    entry = _entry(units.values[at])
    return entry.label if entry else ""


def base_name(units: Units, first: int, last: int, head: int) -> str:
    """The nominative of a name: its head noun's base form, adjectives before it agreeing."""
    text = units.text
    if head < 0:
        return clean(text[units.starts[first] : units.ends[last - 1]])
    noun = text[units.starts[head] : units.ends[head]]
    base = base_noun(noun, units.values[head])
    before = [_agree(text[units.starts[i] : units.ends[i]], base) for i in range(first, head)]
    after = text[units.ends[head] : units.ends[last - 1]]
    return clean(" ".join([*before, base + after]))


def base_noun(noun: str, value: object) -> str:
    """The nominative singular of a label's or compound's form (`Bundesministeriums` -> …ministerium)."""
    if isinstance(value, tuple):
        entry, cut = value
        tail = noun[cut:]
        return noun if tail.lower() == entry.base else noun[:cut] + _unflected(tail, entry.base)
    if isinstance(value, Entry) and value.base:
        return value.label if _same_name(value.base, value.label) else value.base
    return noun


def _same_name(form: str, label: str) -> bool:
    """True for two labels of one organisation that differ in their endings only."""
    ours, theirs = form.split(), label.split()
    return len(ours) == len(theirs) and all(a[: len(b) - 2] == b[: len(b) - 2] and abs(len(a) - len(b)) < 3 for a, b in zip(ours, theirs, strict=True))


def _unflected(tail: str, base: str) -> str:
    """A plural or genitive end as its base, in the tail's own capitals; plurals in -werke stay."""
    if tail.lower() in (base + "e", base + "en") and base.endswith(("werk", "betrieb")):
        return base + "e"
    return base.capitalize() if tail[:1].isupper() else base


@cache
def _genders() -> tuple[tuple[str, ...], tuple[str, ...]]:
    grammar = tomllib.loads((resources.rules() / "grammar.toml").read_text("utf-8"))
    return tuple(grammar["genders"]["masculine"]), tuple(grammar["genders"]["neuter"])


def _agree(word: str, noun: str) -> str:
    """An adjective with the ending that a bare nominative noun of this gender asks for."""
    if not re.search(r"(?:e|en|er|es|em)$", word) or len(word) < 5 or word.endswith(("-", "er")):
        return word
    masculine, neuter = _genders()
    low = noun.lower()
    ending = "er" if low.endswith(masculine) else "es" if low.endswith(neuter) else "e"
    return re.sub(r"(?:en|er|es|em|e)$", ending, word)


# -- short and referring forms ---------------------------------------------------------------------------


def _table(units: Units, stage: str) -> dict[str, list[tuple[tuple[str, ...], Named]]]:
    """Short forms of the names found so far, by first word; forms that could mean two are left out."""
    forms: dict[tuple[str, ...], dict[str, Named]] = {}
    for _, value in named(units, stage):
        for form in _short_forms(value):
            forms.setdefault(tuple(form.split()), {}).setdefault(value.name, value)
    table: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
    for words, values in forms.items():
        longest = max(values, key=lambda name: (len(name.split()), name))
        if stage == "organization" or len({n.split()[0] for n in values if " " in n}) <= 1:
            table.setdefault(words[0], []).append((words, values[longest]))
    return {k: sorted(v, key=lambda pair: -len(pair[0])) for k, v in table.items()}


def _short_forms(value: Named) -> Iterator[str]:
    if value.kind == "person":
        words = value.name.split()
        if len(words) > 1:
            yield words[-1]
            yield value.name
            if len(words) > 2 and words[-2][:1].islower():
                yield " ".join(words[-2:])
        return
    yield value.name
    if abbreviation := value.parts.get("abbreviation"):
        yield abbreviation
    if value.entry is not None and "LegalForm" in value.entry.classes:
        short = re.sub(r"[\s,]*" + re.escape(value.entry.label) + r".*$", "", value.name).strip()
        if len(short) > 3 and (" " in short or re.search(r"\w[.\-A-Z0-9]\w", short)):
            yield short


def _aliases(
    units: Units, table: Mapping[str, list[tuple[tuple[str, ...], Named]]]
) -> Iterator[tuple[int, int, str, object]]:
    text, count, i = units.text, len(units.starts), 0
    while i < count:
        hit = None
        if not isinstance(units.values[i], Named):
            word = text[units.starts[i] : units.ends[i]]
            for key in (word, word.removesuffix("s")):
                hit = next((h for h in table.get(key, ()) if _follows(units, i, h[0], key)), None)
                if hit:
                    break
        if hit:
            words, value = hit
            span = units.slice(i, i + len(words))
            found = replace(value, start=span[0], end=span[1], rule=f"{value.kind}-short-form", reference=True)
            made = "Person" if value.kind == "person" else "Org"
            classes = frozenset({made, "UnitOrg"} if value.type == "unit" else {made})
            yield i, i + len(words), units.alphabet.letter(classes), found
            i += len(words)
        else:
            i += 1


def _follows(units: Units, i: int, words: tuple[str, ...], first: str) -> bool:
    if i + len(words) > len(units.starts):
        return False
    texts = [units.text[units.starts[j] : units.ends[j]] for j in range(i, i + len(words))]
    texts[0] = first
    return tuple(texts) == words and not any(isinstance(v, Named) for v in units.values[i : i + len(words)])


_ABBREVIATION = re.compile(r"(?=(?:[^A-ZÄÖÜ]*[A-ZÄÖÜ]){2})[A-Za-zÄÖÜäöü][\w.&/ -]{1,14}$|[a-zäöü]{2,5}$")


def _abbreviations(units: Units) -> Iterator[tuple[int, int, str, object]]:
    """A name with the abbreviation in brackets behind it: one unit, where no rule read it as one."""
    for i, value in enumerate(units.values):
        if not isinstance(value, Named) or value.kind != "organization" or units.words(i + 1, i + 2) != "(":
            continue
        close = next((j for j in (i + 3, i + 4) if units.words(j, j + 1) == ")"), 0)
        inside = units.words(i + 2, close) if close else ""
        if close and _ABBREVIATION.match(inside) and not any(isinstance(v, Entry) and "Party" in v.classes for v in units.values[i + 2 : close]):
            found = replace(value, parts={**value.parts, "abbreviation": inside})
            yield i, close + 1, units.letters[i], found


def _town_lists(units: Units) -> Iterator[tuple[int, int, str, object]]:
    """"die Städte Halberstadt, Quedlinburg und Goslar": an organisation for each town behind the first."""
    letter = units.alphabet.letter(frozenset({"Org"}))
    for i, value in enumerate(units.values):
        if not isinstance(value, Named) or value.rule not in ("municipality", "district") or value.reference:
            continue
        word = units.text[value.start : value.end].split()[0]
        if value.entry is None or word in (value.entry.base, value.entry.base + "s") or not value.name.startswith(value.entry.base):
            continue
        j = i + 1
        while j + 1 < len(units.values) and units.words(j, j + 1) in (",", "und", "sowie"):
            if not {"Name", "City"} & units.alphabet.of(units.letters[j + 1]) or isinstance(units.values[j + 1], Named):
                break
            place = units.words(j + 1, j + 2)
            span = units.slice(j + 1, j + 2)
            name = f"{value.entry.base} {place}"
            yield j + 1, j + 2, letter, Named("organization", name, *span, "town-in-list", value.type, value.entry, {"place": place})
            j += 2


def _references(units: Units, own: Named | None) -> Iterator[tuple[int, int, str, object]]:
    """"die Stadt", "das Unternehmen": the organisation of that type that the text speaks of there.

    That is the first one its paragraph names, else the last one named before; a municipality is
    always the release's own.
    """
    last: dict[str, Named] = {}
    paragraph: dict[str, Named] = {}
    letter = units.alphabet.letter(frozenset({"OrgRef"}))
    unit_letter = units.alphabet.letter(frozenset({"OrgRef", "UnitOrg"}))
    for i, value in enumerate(units.values):
        if i and "\n\n" in units.text[units.ends[i - 1] : units.starts[i]]:
            paragraph = {}
        if isinstance(value, Named) and value.kind == "organization":
            last[value.type] = value
            paragraph.setdefault(value.type, value)
            continue
        entry = _entry(value)
        if own is not None and units.words(i, i + 1) in _ADMINISTRATIONS and own.parts.get("place"):
            span = units.slice(i, i + 1)
            name = f"{units.words(i, i + 1)} {own.parts['place']}"
            yield i, i + 1, unit_letter, Named("organization", name, *span, "organization-reference", "unit", entry, {}, reference=True)
            continue
        if units.words(i, i + 1) in ("Bund", "Bundes"):
            span = units.slice(i, i + 1)
            yield i, i + 1, letter, Named("organization", "Bund", *span, "federation", "state", entry, {}, reference=True)
            continue
        if units.words(i, i + 1) == "Team" or units.words(i, i + 1).startswith("Tochter"):  # the people of whoever the text is about, not a unit
            continue
        if entry is None or "OrgNoun" not in entry.classes or not units.text[units.starts[i]].isupper():
            continue
        type_ = _type_of(entry)
        meant = own if type_ in ("municipality", "district") else paragraph.get(type_) or last.get(type_)
        if meant is not None and not isinstance(value, tuple):
            span = units.slice(i, i + 1)
            found = replace(meant, start=span[0], end=span[1], rule="organization-reference", reference=True)
            yield i, i + 1, unit_letter if type_ == "unit" else letter, found


def municipality(units: Units) -> Named | None:
    """The release's own municipality or district: the one named most, the first among equals."""
    found = [v for _, v in named(units, "organization") if v.type in ("municipality", "district")]
    if not found:
        return None
    counts = Counter(v.name for v in found)
    best = max(counts.values())
    return next(v for v in found if counts[v.name] == best)


# -- roles -------------------------------------------------------------------------------------------------


def _role(units: Units, rule: Rule, match: re.Match[str]) -> Named | None:
    at = match.start("role")
    value = units.values[at]
    entry = _entry(value)
    if entry is None or ("HeadcountWord" in entry.classes and _counted(units, at)):
        return None
    start = units.starts[at]
    end = units.ends[match.end() - 1]
    word = inflect.plain(units.words(at, at + 1))
    compound = isinstance(value, tuple)
    canonical = base_noun(word, value) if compound else entry.label
    if isinstance(value, tuple) and entry.base and inflect.is_adjectival(entry.base):
        canonical = word[: value[1]] + entry.base
    beside = [i for i in (*range(match.start(), at), at + 1) if i < match.end() and "ModalityWord" in units.alphabet.of(units.letters[i])]
    pre = {c for i in beside if (e := _entry(units.values[i])) for c in e.classes}
    if word.startswith("Alt-"):
        pre.add("Former")
        canonical = canonical.removeprefix("Alt-")
    parts = _parts(units, match) | {"canonical": canonical, "concept": "" if compound else entry.concept}
    for flag in ("Former", "Acting", "Deputy", "Designated", "Future", "Honorary"):
        if flag in pre or flag in entry.classes:
            parts[flag.lower()] = "true"
    if "Plural" in entry.classes or word.endswith("innen") or inflect.is_adjectival(entry.base):
        parts["plural"] = "true"
    return Named("role", clean(units.text[start:end]), start, end, rule.name, "", entry, parts)


def _counted(units: Units, at: int) -> bool:
    """True for a noun behind a number ("sieben Mitarbeiter"): it counts people, it names no office."""
    before = [units.alphabet.of(units.letters[i]) for i in range(max(0, at - 2), at)]
    return any({"Number", "NumberWord"} & classes for classes in before)


_MAKERS = {"Person": _person, "Org": _organization, "RolePhrase": _role}
