"""The lexicon: SKOS labels of `ontology/*.ttl` as forms that running text shows.

Every label becomes entries under all its inflected forms; every `sg:head` makes compounds known
(`sg:head "dezernent"` recognises Bildungsdezernentin). A class is the name of the scheme in
CamelCase (`Role`, `OrganizationType`, `SpeechVerb`), plus its features (`MunicipalityNoun`,
`Former`), and is what the patterns of `kg/rules/*.toml` speak of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import inflect, resources
from kg.errors import LexiconError
from kg.vocab import PREFIXES

_LABELS = (
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "altLabel",
    PREFIXES["skos"] + "hiddenLabel",
    PREFIXES["sg"] + "masculineLabel",
    PREFIXES["sg"] + "feminineLabel",
    PREFIXES["sg"] + "neutralLabel",
    PREFIXES["sg"] + "abbreviatedLabel",
    PREFIXES["sg"] + "legalForm",
    PREFIXES["rdfs"] + "label",
    PREFIXES["sg"] + "abbreviation",
)
_WORDS = re.compile(r"[^\s,()]+|[,()]")
"""The words of a label, split where `kg.tokens` splits running text."""
_INFLECTED = {"Role", "OrganizationType", "EventType", "ProgrammeWord", "CompetitionWord", "ProjectWord",
              "ServiceWord", "BrandWord", "FundingWord", "HeadcountWord", "ScaleWord"}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One concept as the text can name it.

    `classes` are what rules can ask for; `label` is the base label (neutral or masculine German),
    `features` the concept's own properties by local name (`seats`, `roleOf`, `modality`, …); `base`
    the uninflected label or head that the form was made from.
    """

    concept: str
    label: str
    classes: frozenset[str]
    features: Mapping[str, str] = field(default_factory=dict)
    base: str = ""

    def but(
        self,
        *,
        label: str | None = None,
        classes: frozenset[str] | None = None,
        features: Mapping[str, str] | None = None,
        base: str | None = None,
    ) -> Entry:
        """The entry with some of its fields others; as `dataclasses.replace`, in a third of the time."""
        return Entry(
            self.concept,
            self.label if label is None else label,
            self.classes if classes is None else classes,
            self.features if features is None else features,
            self.base if base is None else base,
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms and heads.

    `forms` is keyed by a form's words; `dotted` are the words of labels that end in a full stop (`Dr.`,
    `Co.`), `openers` the first words of labels of several, each with the words that can follow it,
    `beginnings` all that such a label begins with.
    """

    forms: Mapping[tuple[str, ...], Entry]
    heads: Mapping[str, Entry]
    functions: frozenset[str]
    dotted: frozenset[str] = frozenset()
    openers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beginnings: frozenset[tuple[str, ...]] = frozenset()

    def word(self, word: str) -> Entry | None:
        """The entry of a single word, as written or, at a sentence's start, in lower case.

        Two given names written as one are one (Hansgeorg, Annemarie); an organisation's noun may stand in
        capitals (STADT) or be spelled with a hyphen (Technologie-Zentrum).
        """
        found = (
            self.forms.get((word,))
            or self.forms.get((word[:1].lower() + word[1:],))
            or self._joined(word)
            or self._unhyphenated(word)
        )
        return found or (self._shouted(word) if word.isupper() and len(word) > 4 else None)

    def _unhyphenated(self, word: str) -> Entry | None:
        first, hyphen, second = word.partition("-")
        if not hyphen or len(first) < 4 or not second[1:].islower():
            return None
        entry = self.forms.get((first + second.lower(),))
        return entry if entry is not None and "OrgNoun" in entry.classes else None

    def _shouted(self, word: str) -> Entry | None:
        entry = self.forms.get((word.capitalize(),)) if len(word) > 4 else None
        return entry if entry is not None and "OrgNoun" in entry.classes else None

    def _joined(self, word: str) -> Entry | None:
        first, hyphen, second = word.partition("-")
        if hyphen:
            known = [self.forms.get((part,)) for part in (first, second)]
            # "Jan" is short for a month, too; before a hyphen and a name it is none.
            given = [
                e for e in known if e is not None and {"GivenName"} <= e.classes <= {"GivenName", "Month"}
            ]
            strange = [part for part, entry in zip((first, second), known, strict=True) if entry is None]
            # Jost-Hendrik is one though Jost is in no list; Anna-Platz, Karl-Marx-Allee are none.
            one = len(given) == 2 or (given and strange and self.compound(strange[0]) is None)
            if not one or not second[:1].isupper() or "-" in second:
                return None
            return given[0].but(label=given[0].label, classes=frozenset({"GivenName"}))
        if not word[:1].isupper() or not word[1:].islower():
            return None
        for cut in range(4, len(word) - 3):
            head = self.forms.get((word[:cut],))
            if head is None or head.classes != {"GivenName"}:
                continue
            tail = self.forms.get((word[cut : cut + 1].upper() + word[cut + 1 :],))
            if tail is not None and tail.classes == {"GivenName"}:
                return tail
        return None

    def compound(self, word: str) -> tuple[Entry, int] | None:
        """The entry whose head ends the word, and the length of the modifier before it.

        `Bildungsdezernentin` -> (dezernent, 8). The modifier has at least three letters, so that
        Referat and Vorrat have no head "rat"; the longest head wins. Behind a hyphen every role is a head
        (`Stadtwerke-Vertriebschefin`).
        """
        plain = inflect.plain(word).lower()
        for cut in range(3, len(plain) - 2):
            if entry := self.heads.get(plain[cut:]):
                return entry, cut
        tail = word.rpartition("-")[2]
        if (
            3 < len(tail) < len(word) - 1
            and (entry := self.word(tail)) is not None
            and "Role" in entry.classes
        ):
            return entry, len(word) - len(tail)
        return None


@cache
def load(*folders: Path) -> Lexicon:
    """The lexicon of `ontology/` and `data/authority/` (or of other folders).

    Raises LexiconError when a file is malformed.
    """
    folders = folders or (resources.ontology(), resources.authority())
    concepts = _concepts(path for folder in folders for path in sorted(folder.glob("*.ttl")))
    forms: dict[tuple[str, ...], Entry] = {}
    heads: dict[str, Entry] = {}
    alone: dict[tuple[str, ...], Entry] = {}
    merged: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for iri, properties in sorted(concepts.items()):
        entry = _entry(iri, properties)
        if entry is None:
            continue
        for form, specific in _forms(properties, entry):
            merged[(form,) if form.isalpha() else tuple(_WORDS.findall(form))].append(specific)
        for head in properties.get(PREFIXES["sg"] + "head", ()):
            made = entry.but(base=head.value)
            several = _plural(made)
            for form in sorted(_head_forms(head.value)):
                singular = not inflect.is_plural(form, head.value) or form == head.value + "in"
                if form not in heads or (singular and "Plural" in heads[form].classes):
                    heads[form] = made if singular else several
                alone.setdefault(
                    (form[:1].upper() + form[1:],),
                    (made if singular else several).but(base=head.value.capitalize()),
                )
    for key, entries in merged.items():
        forms[key] = entries[0] if len(entries) == 1 else _combine(entries)
    forms = alone | forms  # a head is a word of its own too, unless a label says otherwise
    dotted = frozenset(word for key in forms for word in key if word.endswith(".") and len(word) > 1)
    beginnings = frozenset(key[:size] for key in forms for size in range(1, len(key)))
    return Lexicon(forms, heads, _functions(), dotted, _openers(forms), beginnings)


def _openers(forms: Iterable[tuple[str, ...]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key in forms:
        if len(key) > 1:
            found[key[0]].add(key[1])
            found[key[0][:1].upper() + key[0][1:]].add(key[1])
    return {word: frozenset(following) for word, following in found.items()}


def _concepts(paths: Iterable[Path]) -> dict[str, dict[str, list[Literal | NamedNode]]]:
    concepts: dict[str, dict[str, list[Literal | NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        try:
            for triple in parse(path=str(path), format=RdfFormat.TURTLE):
                if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal | NamedNode):
                    concepts[triple.subject.value][triple.predicate.value].append(triple.object)
        except (SyntaxError, OSError, ValueError) as error:
            raise LexiconError(f"{path}: {error}") from error
    return concepts


def _entry(iri: str, properties: Mapping[str, list[Literal | NamedNode]]) -> Entry | None:
    """The entry of a concept, or None for what is no word (classes, properties, schemes)."""
    sg = PREFIXES["sg"]
    schemes = [o.value for o in properties.get(PREFIXES["skos"] + "inScheme", ())]
    features = {
        p.removeprefix(sg): o.value
        for p, objects in properties.items()
        for o in objects
        if p.startswith(sg) and p not in _LABELS
    }
    if value := properties.get(PREFIXES["rdf"] + "value"):
        features["value"] = value[0].value
    if schemes and schemes[0].endswith("/heading"):
        return None  # what a section is called (kg.segment), not what a word means
    if schemes:
        scheme = _camel(schemes[0])
    elif "organizationType" in features:
        scheme = "KnownOrganization"
    elif any(o.value == sg + "Programme" for o in properties.get(PREFIXES["rdf"] + "type", ())):
        scheme = "KnownProgramme"
    else:
        return None
    classes = {scheme}
    if scheme == "OrganizationType":
        classes = {"OrgNoun", _camel(iri) + "Noun"}
    elif scheme == "EventType":
        classes = {"EventNoun", _camel(iri) + "Event"}
    for feature in ("modality", "changeKind", "fundingRole", "qualifierValue"):
        classes |= {_camel(o.value) for o in properties.get(sg + feature, ())}
    return Entry(iri, _base_label(properties), frozenset(classes), features)


def _camel(name: str) -> str:
    local = name.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    return "".join(part[:1].upper() + part[1:] for part in local.replace(" ", "-").split("-"))


def _base_label(properties: Mapping[str, list[Literal | NamedNode]]) -> str:
    for name in ("skos:prefLabel", "sg:neutralLabel", "sg:masculineLabel", "rdfs:label"):
        prefix, local = name.split(":")
        labels = [o for o in properties.get(PREFIXES[prefix] + local, ()) if isinstance(o, Literal)]
        for language in ("de", None, "en"):
            if found := sorted(o.value for o in labels if o.language == language):
                return found[0]
    return ""


def _forms(properties: Mapping[str, list[Literal | NamedNode]], entry: Entry) -> Iterable[tuple[str, Entry]]:
    sg = PREFIXES["sg"]
    kinds = entry.classes & _INFLECTED or "OrgNoun" in entry.classes or "EventNoun" in entry.classes
    for name in _LABELS:
        for label in properties.get(name, ()):
            if not isinstance(label, Literal) or not label.value:
                continue
            if "NameParticle" in entry.classes and " " in label.value:
                continue  # "von der" is two words everywhere else; the rules join them in names
            inflected = kinds or ("KnownOrganization" in entry.classes and " " in label.value)
            specific = entry.but(base=label.value, label=_own_label(name, label, properties) or entry.label)
            if name == sg + "legalForm":
                specific = specific.but(label=label.value, classes=frozenset({"LegalForm"}))
            elif name == sg + "feminineLabel":
                specific = specific.but(features={**entry.features, "gender": "f"})
            yield label.value, specific
            if "ModalityWord" in entry.classes and label.value[:1].islower() and " " not in label.value:
                yield from ((label.value + ending, specific) for ending in inflect.ADJECTIVE)
            if not inflected or name in (sg + "abbreviatedLabel", sg + "legalForm"):
                if name == sg + "abbreviatedLabel" and label.value.isupper():
                    yield label.value + "s", specific
                continue
            if label.language == "en":
                yield label.value + "s", _plural(specific)
                yield " ".join(word[:1].upper() + word[1:] for word in label.value.split()), specific
                continue
            feminine, several = name == sg + "feminineLabel", _plural(specific)
            for form, plural in inflect.label_forms(label.value, feminine=feminine):
                yield form, several if plural else specific
    masculine = {o.value for o in properties.get(sg + "masculineLabel", ())}
    for one in masculine:
        for other in properties.get(sg + "feminineLabel", ()):
            for form in inflect.inclusive_forms(one, other.value):
                yield form, entry


def _plural(entry: Entry) -> Entry:
    """An entry for a plural form: of a kind of thing, so no name begins with it."""
    classes = {c.replace("OrgNoun", "OrgPlural").replace("EventNoun", "EventPlural") for c in entry.classes}
    return entry.but(classes=frozenset(classes | {"Plural"}))


def _alike(one: str, other: str) -> int:
    """How many letters two labels begin with in common."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _iri(name: str) -> str:
    prefix, local = name.split(":")
    return PREFIXES[prefix] + local


def _own_label(name: str, label: Literal, properties: Mapping[str, list[Literal | NamedNode]]) -> str:
    """The masculine or neutral label that a label belongs to, where it is a role's and not the preferred one.

    Digitalbeauftragte and Digitalisierungsbeauftragter are one concept, but each keeps its own word.
    """
    sg = PREFIXES["sg"]
    masculine = [o.value for o in properties.get(sg + "masculineLabel", ())]
    if label.language != "de" or not masculine or name == sg + "abbreviatedLabel":
        return ""
    if name == sg + "feminineLabel":
        return max(masculine, key=lambda one: (_alike(one, label.value), one))
    if name == PREFIXES["skos"] + "hiddenLabel":
        return ""
    others = {
        o.value
        for key in ("skos:altLabel", "skos:prefLabel", "sg:masculineLabel")
        for o in properties.get(_iri(key), ())
    }
    if label.value.endswith("in"):  # "Rektorin", "Kämmerin"
        for base in (label.value[:-2], label.value[:-2] + "er"):
            if base in others:
                return base
    return (
        label.value + "r" if inflect.is_adjectival(label.value) and label.value.endswith("e") else label.value
    )


def _head_forms(head: str) -> set[str]:
    """Lower-case forms of a compound's end, with its feminine where the noun is a person's."""
    forms = inflect.adjectival_forms(head) if inflect.is_adjectival(head) else inflect.noun_forms(head)
    return {form.lower() for form in forms | {head}} | {
        head + ending
        for ending in ("in", "innen")
        if head[-2:] in ("er", "nt", "or", "ar", "at", "st", "ef", "ur", "kt", "är")
    }


def _combine(entries: list[Entry]) -> Entry:
    """Several concepts of one form: the first by class carries the concept, all lend their classes."""
    if len(entries) == 1:
        return entries[0]
    if {True, False} == {"Plural" in e.classes for e in entries}:
        return _combine([e for e in entries if "Plural" not in e.classes])
    order = ("Role", "KnownOrganization", "OrgNoun", "EventNoun")
    rank = {id(e): min((order.index(c) for c in e.classes if c in order), default=9) for e in entries}
    first = min(entries, key=lambda e: (rank[id(e)], e.concept))
    features = {k: v for e in reversed(entries) for k, v in e.features.items()} | dict(first.features)
    return first.but(classes=frozenset().union(*(e.classes for e in entries)), features=features)


@cache
def _functions() -> frozenset[str]:
    """Function words of German and English (`kg/rules/grammar.toml`), in lower case."""
    grammar = resources.rule_file("grammar")
    return frozenset(word for words in grammar["words"].values() for word in words)
