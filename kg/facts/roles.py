"""Who holds which role: role phrases beside names, changes of office, and what the words around say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg import lexicon, patterns
from kg.document import Document, Match, matches
from kg.facts.employers import bracketed, employ, learnt
from kg.facts.office_terms import entered
from kg.facts.posts import NOT_OF_PEOPLE, is_post
from kg.facts.role_columns import columns
from kg.facts.role_dates import date_from_line, date_from_sentence
from kg.facts.role_modality import FLAGS, flags_of, modality_of
from kg.facts.subjects import bearer, career_of, meant, subject, titles_of, told_goodbye
from kg.facts.successions import deputies, incumbents, predecessors, stand_ins, successors
from kg.lexicon import Entry
from kg.mentions import Named
from kg.mentions.named import genitive
from kg.model import Fact, Value


def roles(doc: Document) -> list[Fact]:
    """One fact for each person and role that a rule of `role_fact` finds together."""
    found: list[Fact] = []
    held: dict[int, Named] = {}
    named_after: set[int] = set()
    for match in matches(doc.units, "role_fact"):
        wanted = match.rule.settings.get("section")
        if (wanted and doc.section((match.span() or (0, 0))[0]).kind != wanted) or (
            not wanted and _broken(doc, match)
        ):
            continue
        if match.rule.name == "line-below-person" and _in_columns(doc, match):
            continue
        if _negated(doc, match) or _hearsay(doc, match) or _proposed(doc, match) or _leads_a_town(match):
            continue
        if match.rule.settings.get("standing") and _at_an_event(doc, match):
            continue
        phrases = match.values("rp", "role") or match.values("rp2", "role") or _office(doc, match)
        people = next((named for g in _PEOPLE if (named := match.values(g, "person"))), [])
        if match.rule.settings.get("subject") and not people:
            people = subject(doc, match)
        if match.rule.settings.get("line") and _is_entry(doc, match):
            people = career_of(doc, (match.span() or (0, 0))[0])
        if match.rule.settings.get("member"):
            phrases = [_as_member(p) for p in phrases]
        for phrase in phrases:
            if phrase.parts.get("negated") or (
                match.rule.settings.get("neutral")
                and not any(word.endswith(_OFFICES) for word in phrase.name.split(" "))
            ):
                continue
            if _is_learnt(match, phrase) or _is_any(doc, phrase) or _is_speaker(doc, phrase):
                continue
            titled = (
                phrase.parts.get("concept", "").endswith("/professor") and "office" not in match.rule.settings
            )
            if titled and not _is_chair(doc, match, phrase):
                continue  # a title, unless a university or a subject is named beside it
            if match.rule.settings.get("masculine_plural") and not _is_masculine_plural(doc, match, phrase):
                continue
            if match.rule.settings.get("plural") and not phrase.parts.get("plural"):
                continue
            if match.rule.name == "role-colon-person" and phrase.name.endswith(_OF_SEVERAL):
                continue  # "Kontakt für Journalisten: Eva Kuhn"
            if match.rule.name == "roles-before-persons" and _is_one_woman(doc, phrase):
                continue
            for person in _all_meant(doc, match, phrase, people):
                if _is_of_a_woman(phrase) and person.parts.get("gender") == "m":
                    continue  # of two in a list: "Karl Meier, Rektorin Eva Kuhn"
                if (
                    match.rule.name == "role-before-person"
                    and _is_of_a_man(doc, phrase)
                    and person.parts.get("gender") == "f"
                ):
                    continue  # two objects: "schlägt dem Stadtrat Eva Kuhn als Leiterin vor"
                found.append(_fact(doc, match, phrase, person))
                held[bisect_left(doc.units.starts, phrase.start)] = person
                if match.rule.name == "role-comma-person":
                    named_after.add(phrase.start)
    # "A, der Geschäftsführer der X GmbH, B, und C": the office is B's, though A stands beside it, too.
    found = [
        f
        for f in found
        if f.rule != "person-comma-role"
        or not any(e.start < at < e.end for at in named_after for e in f.evidence)
    ]
    found += columns(doc)
    found += _predicated(doc, held)
    found = _without_retold(found)
    found += _described(doc, held, found)
    found = entered(doc, incumbents(deputies(found)), gained=True)
    found += successors(doc, found)
    found += predecessors(doc, found)
    found = stand_ins(doc, found)
    return entered(doc, _one_mandate(_named_posts(found)))


_PEOPLE = ("persons", "persons2", "persons3")
_IN_ENGLISH = {"leiter": "Head", "vorsitzender": "Chair"}
_ENGLISH_VERB = re.compile(
    r"\b(?:head(?:s|ed|ing)?|lead(?:s|ing)|led|directed|runs?|chair(?:s|ed|ing)?|presides)\b"
)
_ENGLISH_UNIT = re.compile(r"\b(?:Unit|Office|Department|Division|Section|Branch|Desk|Point)\b")
_MANDATE = re.compile(r"Md(?:L|B|EP)\b")


def _one_mandate(found: list[Fact]) -> list[Fact]:
    """ "Der Landtagsabgeordnete Dr. Jens Kern, MdL" tells of one mandate, not two."""
    named = {f.slots["person"] for f in found if "bgeordnet" in str(f.slots["role"])}
    return [f for f in found if f.slots["person"] not in named or not _MANDATE.match(str(f.slots["role"]))]


def _without_retold(found: list[Fact]) -> list[Fact]:
    """The facts without those of rules that tell something only of whom no other tells an office."""
    alone = {r.name for r in patterns.load().stages["role_fact"] if r.settings.get("alone")}
    known = {f.slots["person"] for f in found if f.rule not in alone and is_post(f)}
    return [f for f in found if f.rule not in alone or f.slots["person"] not in known]


def _predicated(doc: Document, held: dict[int, Named]) -> Iterator[Fact]:
    """Offices that no rule joins to a name, but that stand without an article: they are said of somebody."""
    for match in sorted(matches(doc.units, "role_predicate"), key=lambda m: m.match.start()):
        at = match.indices("rp").start
        phrase = doc.units.values[at]
        if at in held or not isinstance(phrase, Named) or phrase.kind != "role" or _is_plural(phrase):
            continue
        if phrase.parts.get("negated") or _slug_of(phrase) in NOT_OF_PEOPLE or _broken(doc, match):
            continue
        if _is_any(doc, phrase) or _is_speaker(doc, phrase):
            continue
        if _negated(doc, match) or _hearsay(doc, match) or _proposed(doc, match):
            continue
        person = bearer(doc, at, held)
        if person is None or (_is_of_a_woman(phrase) and person.parts.get("gender") == "m"):
            continue
        held[at] = person
        yield _fact(doc, match, phrase, person)


def _is_plural(phrase: Named) -> bool:
    """Whether an office is one of several; "ist Beauftragter" is not, "Arbeit Beauftragter" could be."""
    one = phrase.name == phrase.parts["canonical"] and phrase.name.endswith(_ADJECTIVAL)
    return bool(phrase.parts.get("plural")) and not one


_ADJECTIVAL = ("eauftragter", "orsitzender", "eordneter", "mächtigter", "verständiger", "elegierter")


def _described(doc: Document, held: dict[int, Named], found: list[Fact]) -> Iterator[Fact]:
    """Offices that a definite description gives to whom the sentence before is about.

    "…, sagt Eva Kuhn. Die Leiterin des Amtes für Statistik hat …" tells of Eva Kuhn where the words say more
    than the bare office, which could be that of somebody whom everybody knows ("Der Bürgermeister dankte").
    """
    done: set[int] = set()
    for match in matches(doc.units, "role_description"):
        at = next(units for g in ("rp", "rp2", "rp3") if (units := match.indices(g))).start
        phrase = doc.units.values[at]
        if (
            at in held
            or at in done
            or not isinstance(phrase, Named)
            or phrase.kind != "role"
            or _slug_of(phrase) in NOT_OF_PEOPLE
        ):
            continue
        telling = (
            bool(match.values("orgs") or match.values("orgs3"))
            or " " in phrase.name
            or "former" in phrase.parts
        )
        telling = telling or doc.units.words(at + 1, at + 2) in ("der", "des", "beim")
        telling = telling or bool(match.rule.settings.get("telling"))
        article = next(said for g in ("article", "article2", "article3") if (said := match.text(g)))
        gender = "m" if article.lower() == "der" else "f"
        neutral = phrase.name.split(" ")[0].endswith(_OFFICES)
        if not telling or neutral or _broken(doc, match) or _names_somebody(doc, match):
            continue
        at_start = doc.units.starts[match.match.start()]
        people = told_goodbye(doc, at_start, gender) or meant(doc, at_start, gender)
        if people and not _is_anothers(phrase, people[0], found):
            done.add(at)
            yield _fact(doc, match, phrase, people[0])


def _names_somebody(doc: Document, match: Match) -> bool:
    """True where a name or another office stands behind a comma before the verb: that is whose it is."""
    units = doc.units
    for i in range(match.match.end(), min(match.match.end() + 12, len(units.values) - 1)):
        classes = units.alphabet.of(units.letters[i])
        if "Stop" in classes or (
            "Lower" in classes and "Function" not in units.alphabet.of(units.letters[i - 1])
        ):
            return False
        value = units.values[i]
        if units.words(i - 1, i) in (",", ":", "–") and isinstance(value, Named):
            return value.kind in ("person", "role")
    return False


def _is_anothers(phrase: Named, person: Named, found: list[Fact]) -> bool:
    """True for an office that the text gives to somebody, and for one of one seat beside another office."""
    office = phrase.parts["canonical"].lower()
    for fact in found:
        other = str(fact.slots["role_canonical"]).lower()
        stands_in = "acting" in fact.slots and fact.slots["person"] != person.name
        if not stands_in and (other.endswith(office) or office.endswith(other)):
            return True
    single = phrase.entry is not None and phrase.entry.features.get("seats") == "1"
    holds = ("asserted", "announced")
    return single and any(f.slots["person"] == person.name and f.modality in holds for f in found)


def _slug_of(phrase: Named) -> str:
    return _slug(phrase.entry) if phrase.entry is not None else ""


def _named_posts(found: list[Fact]) -> list[Fact]:
    """The facts without those that only say that somebody leads what another fact names an office in.

    "Er steht seit 2009 an der Spitze des Verbandes" tells of its president since when he is that.
    """
    kept: list[Fact] = []
    leading = {r.name for r in patterns.load().stages["role_fact"] if r.settings.get("office") == "leiter"}
    named: dict[tuple[Value, Value], Fact] = {}
    for fact in found:
        if fact.rule not in leading and "deputy" not in fact.slots and (led := _led(fact)):
            named.setdefault((fact.slots["person"], led), fact)
    told: dict[int, Fact] = {}
    for fact in found:
        post = named.get((fact.slots["person"], _led(fact)))
        # Who is told to lead what he was elected for is in office.
        in_office = post is not None and (post.modality, fact.modality) == ("announced", "asserted")
        if fact.rule not in leading or post is None or not (in_office or post.modality == fact.modality):
            kept.append(fact)
            continue
        if "start" in fact.slots and "start" not in post.slots:
            told[id(post)] = replace(post, slots={**post.slots, "start": fact.slots["start"]})
        if in_office:
            told[id(post)] = replace(told.get(id(post), post), modality="asserted")
    return [told.get(id(f), f) for f in kept]


def _led(fact: Fact) -> Value:
    """What an office is for: the unit where one is named, else the organisation."""
    return fact.slots.get("unit") or fact.slots.get("organization", "")


def _is_of_a_woman(phrase: Named) -> bool:
    """Whether an office is written in its feminine form (not "der Vorsitzende", which can be either)."""
    word = phrase.name.split(" ")[0]
    feminine = phrase.entry is not None and phrase.entry.features.get("gender") == "f"
    return word.endswith("in") and (feminine or phrase.parts["canonical"] == word[:-2])


def _is_entry(doc: Document, match: Match) -> bool:
    """Whether a match stands in a line by itself, as in a table of a career, not in running text."""
    start, end = match.span() or (0, 0)
    begin, stop = doc.text.rfind("\n", 0, start) + 1, doc.text.find("\n", end)
    return (len(doc.text) if stop < 0 else stop) - begin <= _LONGEST_ENTRY


_LONGEST_ENTRY = 140
_OF_SEVERAL = ("isten", "innen", "oren")


def _is_of_a_man(doc: Document, phrase: Named) -> bool:
    """Whether the article before an office is one that no woman's has: "dem Stadtrat", "vom Rektor"."""
    i = bisect_left(doc.units.starts, phrase.start)
    article = doc.units.words(i - 1, i).lower()
    of_a_man = article in _OF_A_MAN or (article in ("der", "den") and phrase.name in _ALSO_BODIES)
    return not phrase.parts.get("plural") and of_a_man


_ALSO_BODIES = frozenset({"Stadtrat", "Gemeinderat", "Kreisrat", "Aufsichtsrat", "Vorstand"})
_OF_A_MAN = frozenset({"dem", "des", "einem", "eines", "vom", "beim"})


def _is_one_woman(doc: Document, phrase: Named) -> bool:
    """ "die Abgeordnete A und B": of several it would be "die Abgeordneten"."""
    i = bisect_left(doc.units.starts, phrase.start)
    adjective = phrase.name == phrase.parts["canonical"].removesuffix("r")
    return adjective and doc.units.words(i - 1, i).lower() == "die"


def _is_masculine_plural(doc: Document, match: Match, phrase: Named) -> bool:
    """ "die Oberbürgermeister A und B" is a plural by its article, "die Oberbürgermeisterin" none."""
    article = doc.units.words(match.match.start(), match.match.start() + 1).lower()
    feminine = phrase.name.split(" ")[0].endswith(("in", "e")) or phrase.parts.get("plural")
    return article == "die" and not feminine


def _all_meant(doc: Document, match: Match, phrase: Named, people: list[Named]) -> list[Named]:
    """The people whose apposition an office is; of one in the plural everybody listed before it.

    "A und B, Leiterinnen der Schule" names two; "mit Landrat A, Bürgermeistern und Gästen" goes on
    with a list, so the plural is said of nobody named.
    """
    noun = phrase.name.split(" ")[0]
    plural = noun.endswith(("ern", "oren", "innen")) and noun != phrase.parts["canonical"]
    if not plural or not match.rule.name.startswith("person-comma"):
        return people
    before: list[Named] = []
    joined = False
    for i in range(match.match.start() - 1, -1, -1):
        value, word = doc.units.values[i], doc.units.words(i, i + 1)
        if isinstance(value, Named) and value.kind == "person":
            before.append(value)
        elif word not in ("und", "sowie", "and", ","):
            break
        joined = joined or word in ("und", "sowie", "and")
    return [*reversed(before), *people] if before and joined else []


def _is_chair(doc: Document, match: Match, phrase: Named) -> bool:
    """Whether a professor is told of as one: of a subject, at a university, or by a university."""
    if any(match.values(group, "organization") for group in ("orgs", "orgs2", "org")):
        return True
    by_university = doc.publisher is not None and doc.publisher.type == "university"
    spelled_out = phrase.name.lower().startswith("professor")
    return spelled_out and (by_university or " für " in phrase.name or " of " in phrase.name)


def _is_any(doc: Document, phrase: Named) -> bool:
    """True for a noun that names no office with its article: "eine Leitung", "unter dessen Leitung"."""
    i = bisect_left(doc.units.starts, phrase.start)
    article = doc.units.words(i - 1, i).lower()
    whose = article in ("dessen", "deren") and doc.units.words(i - 2, i - 1).lower() == "unter"
    return whose or (article in ("eine", "keine") and phrase.name.endswith("ung") and " " not in phrase.name)


def _is_speaker(doc: Document, phrase: Named) -> bool:
    """True for who speaks at an event told of right before: "Der Vortrag … Die Referentin, Eva Kuhn, …"."""
    if phrase.name not in _SPEAKERS:
        return False
    before = doc.sentence(max(doc.sentence(phrase.start)[0] - 1, 0))[0]
    first, last = (bisect_left(doc.units.starts, at) for at in (before, phrase.start))
    return any("EventNoun" in doc.units.alphabet.of(letter) for letter in doc.units.letters[first:last])


_SPEAKERS = frozenset({"Referent", "Referentin", "Referenten", "Referentinnen", "Moderation"})


def _is_learnt(match: Match, phrase: Named) -> bool:
    """True for what somebody has learnt ("Diplom-Geograf Jens Kern"), where nobody employs him as that."""
    named = any(match.values(group, "organization") for group in ("orgs", "orgs2", "org"))
    return not named and " " not in phrase.name and _slug_of(phrase).endswith(learnt())


def _office(doc: Document, match: Match) -> list[Named]:
    """The role that a rule states without its noun, or the plural role right before the match."""
    start, end = match.span() or (0, 0)
    if office := _office_led(doc, match):
        entry = next(e for e in _labels() if e.concept.endswith(f"/role/{office}"))
        name = str(entry.label)
        return [
            Named(
                "role",
                name,
                start,
                end,
                match.rule.name,
                "",
                entry,
                {"canonical": name, "concept": entry.concept},
            )
        ]
    before = doc.units.values[match.match.start() - 1] if match.match.start() else None
    return [before] if isinstance(before, Named) and before.kind == "role" else []


def _office_led(doc: Document, match: Match) -> str:
    """The office that a rule states; who leads a unit is no managing director, whatever the rule."""
    office = str(match.rule.settings.get("office", ""))
    if office != "geschaeftsfuehrer":
        return office
    at = bisect_left(doc.organizations, (match.span() or (0, 0))[0], key=lambda o: o.start)
    before = doc.organizations[at - 1] if at else None
    near = before is not None and not match.values("orgs", "organization") and before.type == "unit"
    return "leiter" if near else office


@cache
def _labels() -> tuple[Entry, ...]:
    return tuple({e.concept: e for e in _all_roles()}.values())


def _as_member(phrase: Named) -> Named:
    """Who belongs to a "Vorstand" is a member of it; of other offices the phrase as it is."""
    if _slug_of(phrase) != "vorstand":
        return phrase
    entry = next(e for e in _labels() if _slug(e) == "vorstandsmitglied")
    parts = {**phrase.parts, "canonical": "Vorstandsmitglied", "concept": entry.concept}
    return replace(phrase, entry=entry, parts=parts)


def _negated(doc: Document, match: Match) -> bool:
    """True where the words of a match deny it: "ist nicht mehr", "wird keine"."""
    words = {doc.units.words(i, i + 1).lower() for i in range(match.match.start(), match.match.end())}
    return bool(words & {"nicht", "kein", "keine", "keinen", "nie", "not"}) or {"no", "longer"} <= words


def _leads_a_town(match: Match) -> bool:
    """True where somebody is told to lead a town or land: what their office is, the words do not say."""
    if match.rule.settings.get("office") != "leiter":
        return False
    led = [o for group in ("org", "org2", "orgs", "orgs2") for o in match.values(group, "organization")]
    return bool(led) and all(o.type in ("municipality", "district", "state") for o in led)


_APART = re.compile(r"\n[ \t\r]*\n|[^\s] {3,}(?=\S)|\t")


def _broken(doc: Document, match: Match) -> bool:
    """True where a match runs over a paragraph's end, or from one column into the next."""
    start, end = (match.span("rp") if match.rule.settings.get("line") else match.span()) or (0, 0)
    if match.rule.name == "role-before-person":
        start = (match.span("rp") or (start, end))[0]  # what stands in the column before is no part of it
    return bool(_APART.search(doc.text, start, end))


def _in_columns(doc: Document, match: Match) -> bool:
    """True for a name that stands beside another one: `role_columns` reads such lines."""
    start, end = match.span() or (0, 0)
    return bool(_APART.search(doc.text, doc.text.rfind("\n", 0, start) + 1, doc.text.find("\n", start, end)))


def _fact(doc: Document, match: Match, phrase: Named, person: Named) -> Fact:
    start, end = match.span() or (person.start, person.end)
    if phrase.start < start:
        start = phrase.start
    slots: dict[str, Value] = {
        "person": person.name,
        "role": phrase.name,
        "role_canonical": _holder(phrase),
    }
    if titles := titles_of(doc, person):
        slots["titles"] = titles.strip("- ")
    if concept := phrase.parts.get("concept"):
        slots["concept"] = concept
    flags = flags_of(doc, match, phrase, person)
    slots |= dict.fromkeys((f for f in FLAGS if f in flags), True)
    resolved: dict[str, str] = {}
    employ(doc, match, phrase, slots, resolved)
    if match.rule.settings.get("office") == "leiter" and isinstance(unit := slots.get("unit"), str):
        head = "Leiterin" if person.parts.get("gender") == "f" else "Leiter"
        english = _ENGLISH_UNIT.search(unit)
        slots["role"] = f"Head of the {unit}" if english else f"{head} {genitive(unit)}"
    bare = "unit" not in slots and match.rule.settings.get("office") in _IN_ENGLISH
    if bare and _ENGLISH_VERB.search(doc.text, start, end):
        slots["role"] = _IN_ENGLISH[str(match.rule.settings["office"])]
    if beside := bracketed(doc, phrase, person):
        slots["organization"] = beside
        resolved.pop("organization", None)
    if match.rule.settings.get("line"):
        date_from_line(doc, match, slots)
    else:
        date_from_sentence(doc, match, phrase, person, slots)
    if match.rule.settings.get("subject"):
        resolved["person"] = "by pronoun: the person named before"
    elif match.rule.name.startswith("person-comma"):
        start = min(start, person.start)
    modality = modality_of(doc, match, phrase, person, slots)
    if doc.issued:
        slots["attested"] = doc.issued
    section = doc.section(start).kind
    return Fact("role", slots, (doc.evidence(start, end),), section, modality, match.rule.name, resolved)


def _holder(phrase: Named) -> str:
    """The base label of whoever holds an office: of "Leitung" Leiter."""
    canonical, concept = phrase.parts["canonical"], phrase.parts.get("concept", "")
    return _masculine().get(concept, canonical) if canonical.endswith(_OFFICES) else canonical


_OFFICES = ("ung", "schaft", "vorsitz")
"""Ends of words for an office, not for who holds it: Leitung, Schirmherrschaft, Vorsitz."""


@cache
def _masculine() -> dict[str, str]:
    """By concept, the label of a person: that which its IRI has, else the shortest."""
    found: dict[str, str] = {}
    for entry in sorted(_all_roles(), key=lambda e: (_slug(e) == e.label.lower(), -len(e.label), e.label)):
        if not entry.label.endswith(_OFFICES) and entry.label:
            found[entry.concept] = entry.label
    return found


def _slug(entry: Entry) -> str:
    return entry.concept.rpartition("/")[2]


@cache
def _all_roles() -> tuple[Entry, ...]:
    return tuple(e for e in lexicon.load().forms.values() if "Role" in e.classes)


def _hearsay(doc: Document, match: Match) -> bool:
    """True where the sentence tells a rumour, or the clause right behind what others say or want."""
    start, end = match.span() or (0, 0)
    begin, stop = doc.sentence(start)
    beside = match.rule.name.startswith(_BESIDE)
    if not beside and _RUMOURED.search(doc.text, max(begin, start - 200), min(stop, end + 200)):
        return True
    titled = match.rule.name == "role-before-person"
    if not titled and _PLANNED.search(doc.text, start, min(stop, end + 25)):
        return True
    i = match.match.end()
    for j in range(i, min(i + 8, len(doc.units.starts))):
        if {"Comma", "Colon", "Stop", "SpeechVerb"} & doc.units.alphabet.of(doc.units.letters[j]):
            break
        if doc.units.words(j, j + 1).lower() in _SAID:
            return True
    return False


_BESIDE = ("role-before", "role-comma", "role-of", "role-role", "roles-", "person-comma", "person-bracket")
"""Rules of names that have their office right beside them: a rumour changes nothing in that."""
_PLANNED = re.compile(r"(?<!wie )\b(?:vorgesehen|im Auge|vorgeschlagen)\b")
_RUMOURED = re.compile(
    r"\b(?:Gerüchte?n?|Spekulation(?:en)?|angeblich|dem Vernehmen nach|im Gespräch|rumou?rs?)\b"
)
_SAID = frozenset({"wolle", "solle", "könnte", "würde", "angeblich", "dürfte"})


def _proposed(doc: Document, match: Match) -> bool:
    """True where somebody is only proposed for the office: "schlägt A als Leiterin vor"."""
    start, end = match.span() or (0, 0)
    begin, stop = doc.sentence(start)
    said = doc.text[max(begin, start - _PROPOSAL) : min(stop, end + _PROPOSAL)]
    return bool(_AS.search(doc.text, start, end) and _PROPOSES.search(said) and not _CHOSEN.search(said))


_PROPOSAL = 300
_AS = re.compile(r"\b(?:als|zum|zur)\b")
_PROPOSES = re.compile(r"\bschl(?:ägt|agen|ug|ugen)\b.*\bvor\b|\bvorgeschlagen\b|\bnominier", re.DOTALL)
_CHOSEN = re.compile(r"\b(?:ge|be)wählt|\b(?:ernannt|berufen|bestellt|bestimmt|wählte)\b")


def _at_an_event(doc: Document, match: Match) -> bool:
    """True where the sentence of a match names an event so far, and the match no organisation."""
    begin, _ = doc.sentence((match.span() or (0, 0))[0])
    first = bisect_left(doc.units.starts, begin)
    return not match.values("org", "organization") and any(
        "EventNoun" in doc.units.alphabet.of(letter)
        for letter in doc.units.letters[first : match.match.end()]
    )
