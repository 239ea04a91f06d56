"""Who holds which role: role phrases beside names, changes of office, and what the words around say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg import lexicon, patterns
from kg.date_atoms import bounds
from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.employers import employ
from kg.facts.subjects import bearer, career_of, subject
from kg.lexicon import Entry
from kg.mentions import Named
from kg.mentions.named import genitive
from kg.model import Fact, Value

_FLAGS = ("former", "acting", "deputy", "designated")


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
        if _negated(doc, match) or _hearsay(doc, match):
            continue
        phrases = match.values("rp", "role") or match.values("rp2", "role") or _office(doc, match)
        people = match.values("persons", "person") or match.values("persons2", "person")
        if match.rule.settings.get("subject") and not people:
            people = subject(doc, match)
        if match.rule.settings.get("line"):
            people = career_of(doc, (match.span() or (0, 0))[0])
        if match.rule.settings.get("member"):
            phrases = [_as_member(p) for p in phrases]
        for phrase in phrases:
            if phrase.parts.get("negated") or (
                match.rule.settings.get("neutral")
                and not any(word.endswith(_OFFICES) for word in phrase.name.split(" "))
            ):
                continue
            if phrase.parts.get("concept", "").endswith("/professor") and not _is_chair(doc, match, phrase):
                continue  # a title, unless a university or a subject is named beside it
            if match.rule.settings.get("masculine_plural") and not _is_masculine_plural(doc, match, phrase):
                continue
            if match.rule.settings.get("plural") and not phrase.parts.get("plural"):
                continue
            for person in people:
                if _is_of_a_woman(phrase) and person.parts.get("gender") == "m":
                    continue  # of two in a list: "Karl Meier, Rektorin Eva Kuhn"
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
    found += _predicated(doc, held)
    found = _deputies(found)
    found += _successors(doc, found)
    found += _predecessors(doc, found)
    return _entered(doc, _one_mandate(_named_posts(found)))


def _deputies(found: list[Fact]) -> list[Fact]:
    """The facts, a bare "Stellvertreterin" being that of the office told of last before.

    "Vorsitzender ist Jens Kern, seine Stellvertreterin Eva Kuhn": a deputy chair, of the same body.
    """
    told = sorted(found, key=lambda f: f.evidence[0].start)
    made = []
    for fact in found:
        if not str(fact.slots.get("concept", "")).endswith("/stellvertreter"):
            made.append(fact)
            continue
        here = fact.evidence[0].start
        model = next(
            (
                f
                for f in reversed(told)
                if f.evidence[0].start <= here < f.evidence[0].end + _NEAR
                and f.slots["person"] != fact.slots["person"]
                and _can_have_deputy(f)
            ),
            None,
        )
        if model is None:
            made.append(fact)
            continue
        post = {k: v for k in ("organization", "unit") if (v := model.slots.get(k))}
        name = f"Stellvertretender {model.slots['role_canonical']}"
        slots = {**fact.slots, **post, "role_canonical": name, "deputy": True}
        slots["concept"] = model.slots.get("concept", slots["concept"])
        evidence = tuple(dict.fromkeys((*fact.evidence, model.evidence[0])))
        resolved = {**fact.resolved, "role": "by reference: the office told of before"}
        made.append(replace(fact, slots=slots, evidence=evidence, resolved=resolved))
    return made


_NEAR = 300
"""Characters over which a deputy's office can be that of one told of before."""


def _can_have_deputy(fact: Fact) -> bool:
    return (
        "deputy" not in fact.slots
        and _is_post(fact)
        and not _office_slug(fact).endswith(("mitglied", "professor"))
    )


def _is_post(fact: Fact) -> bool:
    """Whether a role is one that somebody follows in, not what somebody has learnt."""
    return not _office_slug(fact).endswith(tuple(_NOT_OF_PEOPLE - {"mitglied"} | {"stellvertreter"}))


def _office_slug(fact: Fact) -> str:
    return str(fact.slots.get("concept") or fact.slots["role_canonical"]).rpartition("/")[2].lower()


_ENGLISH_UNIT = re.compile(r"\b(?:Unit|Office|Department|Division|Section|Branch|Desk|Point)\b")
_MANDATE = re.compile(r"Md(?:L|B|EP)\b")


def _one_mandate(found: list[Fact]) -> list[Fact]:
    """ "Der Landtagsabgeordnete Dr. Jens Kern, MdL" tells of one mandate, not two."""
    named = {f.slots["person"] for f in found if "bgeordnet" in str(f.slots["role"])}
    return [f for f in found if f.slots["person"] not in named or not _MANDATE.match(str(f.slots["role"]))]


def _predicated(doc: Document, held: dict[int, Named]) -> Iterator[Fact]:
    """Offices that no rule joins to a name, but that stand without an article: they are said of somebody."""
    for match in sorted(matches(doc.units, "role_predicate"), key=lambda m: m.match.start()):
        at = match.indices("rp").start
        phrase = doc.units.values[at]
        if at in held or not isinstance(phrase, Named) or phrase.kind != "role" or phrase.parts.get("plural"):
            continue
        if phrase.parts.get("negated") or _slug_of(phrase) in _NOT_OF_PEOPLE or _broken(doc, match):
            continue
        if _negated(doc, match) or _hearsay(doc, match):
            continue
        person = bearer(doc, at, held)
        if person is None or (_is_of_a_woman(phrase) and person.parts.get("gender") == "m"):
            continue
        held[at] = person
        yield _fact(doc, match, phrase, person)


_NOT_OF_PEOPLE = frozenset(
    {"mitglied", "gesellschafter", "pate", "inhaber", "vertreter", "experte", "gruender"}
    | {"informatiker", "ingenieur", "jurist", "paedagoge"}
    | {"unternehmer", "wissenschaftler", "techniker", "historiker"}
)
"""Offices that organisations have as well, or that say little: they need a name beside them."""


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
        if fact.rule not in leading and "deputy" not in fact.slots and fact.slots.get("organization"):
            named.setdefault((fact.slots["person"], fact.slots["organization"]), fact)
    since: dict[int, Value] = {}
    for fact in found:
        post = named.get((fact.slots["person"], fact.slots.get("organization", "")))
        if fact.rule not in leading or post is None or post.modality != fact.modality:
            kept.append(fact)
        elif "start" in fact.slots and "start" not in post.slots:
            since[id(post)] = fact.slots["start"]
    return [replace(f, slots={**f.slots, "start": since[id(f)]}) if id(f) in since else f for f in kept]


def _entered(doc: Document, found: list[Fact]) -> list[Fact]:
    """The facts with the day on which their holder enters the office, where a later sentence tells it."""
    for match in matches(doc.units, "office_start"):
        people = subject(doc, match)
        dates = [v for group in ("date", "date2", "date3") if isinstance(v := match.value(group), DateSpan)]
        span = match.span() or (0, 0)
        for i in range(len(found) - 1, -1, -1):
            fact = found[i]
            said = people and fact.slots["person"] == people[0].name and fact.evidence[0].start <= span[1]
            if said and dates and dates[0].first and fact.rule in _ELECTING | {"role-before-person"}:
                if "start" not in fact.slots:
                    later = "future" if _later(dates[0].first, doc.issued) else fact.modality
                    evidence = tuple(dict.fromkeys((*fact.evidence, doc.evidence(*span))))
                    slots = {**fact.slots, "start": dates[0].first}
                    found[i] = replace(fact, slots=slots, evidence=evidence, modality=later)
                break
    return found


_REACH = 900
"""Characters over which a change of office can speak of one named before."""


def _successors(doc: Document, found: list[Fact]) -> list[Fact]:
    """The new holder of the office that somebody held before: "Nachfolgerin ist Eva Klein"."""
    made = []
    for match in matches(doc.units, "successor"):
        new, span = [p for g in _NEW for p in match.values(g, "person")], match.span() or (0, 0)
        before = [f for f in found if f.evidence[0].start < span[0] and span[0] - f.evidence[0].end < _REACH]
        before = [f for f in before if new and f.slots["person"] != new[0].name and _is_post(f)]
        model = next((f for f in reversed(before) if f.rule in _ELECTING or "former" in f.slots), None)
        model = model or (before[-1] if before else None)
        if model is None or any(_holds(f, new[0].name, model) for f in found):
            continue
        fact = _same_post(doc, match, model, new[0])
        if begins := _begins(doc, span):
            later = "future" if _later(begins, doc.issued) else "asserted"
            fact = replace(fact, slots={**fact.slots, "start": begins}, modality=later)
        made.append(fact)
    return made


_NEW = ("new", "new2", "new3")


def _is_new(doc: Document, fact: Fact) -> bool:
    """True for an office that begins in the year of the release, the one before, or later."""
    start = fact.slots.get("start")
    if fact.modality == "future" or not isinstance(start, str) or doc.issued is None:
        return fact.modality == "future"
    return start[:4].isdigit() and int(start[:4]) >= int(doc.issued[:4]) - 1


def _begins(doc: Document, span: tuple[int, int]) -> str:
    """The day in the sentence of a succession ("folgt ihm zum 1. Februar …")."""
    start, end = doc.sentence(span[0])
    first, last = bisect_left(doc.units.starts, start), bisect_left(doc.units.starts, min(end, span[1]))
    for value in doc.units.values[first:last]:
        if isinstance(value, DateSpan) and value.kind in ("point", "since") and value.first:
            return value.first
    return ""


def _holds(fact: Fact, person: str, model: Fact) -> bool:
    return fact.slots["person"] == person and fact.slots["role_canonical"] == model.slots["role_canonical"]


def _same_post(doc: Document, match: Match, model: Fact, person: Named) -> Fact:
    """A fact of the post that another fact tells of, with another holder."""
    kept = ("role", "role_canonical", "concept", "organization", "unit", "attested")
    slots: dict[str, Value] = {
        "person": person.name,
        **{k: model.slots[k] for k in kept if k in model.slots},
    }
    if titles := _titles(doc, person):
        slots["titles"] = titles.strip("- ")
    span = match.span() or (person.start, person.end)
    evidence = (doc.evidence(*span), model.evidence[0])
    resolved = {"role": "by succession: the office of the one before or after", **model.resolved}
    section = doc.section(span[0]).kind
    return Fact("role", slots, evidence, section, "asserted", match.rule.name, resolved)


def _is_of_a_woman(phrase: Named) -> bool:
    """Whether an office is written in its feminine form (not "der Vorsitzende", which can be either)."""
    word = phrase.name.split(" ")[0]
    feminine = phrase.entry is not None and phrase.entry.features.get("gender") == "f"
    return word.endswith("in") and (feminine or phrase.parts["canonical"] == word[:-2])


def _is_masculine_plural(doc: Document, match: Match, phrase: Named) -> bool:
    """ "die Oberbürgermeister A und B" is a plural by its article, "die Oberbürgermeisterin" none."""
    article = doc.units.words(match.match.start(), match.match.start() + 1).lower()
    feminine = phrase.name.split(" ")[0].endswith(("in", "e")) or phrase.parts.get("plural")
    return article == "die" and not feminine


def _is_chair(doc: Document, match: Match, phrase: Named) -> bool:
    """Whether a professor is told of as one: of a subject, at a university, or by a university."""
    if any(match.values(group, "organization") for group in ("orgs", "orgs2", "org")):
        return True
    by_university = doc.publisher is not None and doc.publisher.type == "university"
    spelled_out = phrase.name.lower().startswith("professor")
    return spelled_out and (by_university or " für " in phrase.name or " of " in phrase.name)


def _predecessors(doc: Document, found: list[Fact]) -> Iterator[Fact]:
    """Whom the new holder follows held the same office: that of the role stated last before."""
    for match in matches(doc.units, "succession"):
        old = match.values("old", "person")
        span = match.span() or (0, 0)
        before = [f for f in found if f.evidence[0].start < span[0] and span[0] - f.evidence[0].end < _REACH]
        if match.rule.settings.get("last") and (holder := _last_named(doc, span[0])) and old:
            before = before or [f for f in found if f.slots["person"] == holder]
        before = [f for f in before if old and f.slots["person"] != old[0].name and "former" not in f.slots]
        before = [f for f in before if _is_post(f)]
        before = [f for f in before if f.rule not in _beside_the_office() or _is_new(doc, f)] or before
        changed = [
            f for f in before if f.modality == "future" or "start" in f.slots or f.rule in _ELECTING
        ] or before
        if not old or not changed:
            continue
        who = [p.name for p in subject(doc, match) if p.name != old[0].name]
        changed = (
            [f for f in changed if f.slots["person"] in who]
            or [f for f in before if f.slots["person"] in who]
            or changed
        )
        fact = _same_post(doc, match, changed[-1], old[0])
        slots = {**fact.slots, **_time_in_office(doc, old[0])}
        end = slots.get("end")
        if not (isinstance(end, str) and _later(end, doc.issued)):
            slots["former"] = True
        yield replace(fact, slots=slots, modality="former" if "former" in slots else "asserted")


def _last_named(doc: Document, before: int) -> str:
    """The person named last before an offset: whose predecessor "ihr Vorgänger" is."""
    at = bisect_left(doc.people, before, key=lambda p: p.start)
    return doc.people[at - 1].name if at else ""


def _time_in_office(doc: Document, person: Named) -> dict[str, Value]:
    """Start and end behind the name of a predecessor: ", der das Haus seit 2003 leitet und … geht"."""
    slots: dict[str, Value] = {}
    _, stop = doc.sentence(person.start)
    first, last = bisect_left(doc.units.starts, person.end), bisect_left(doc.units.starts, stop)
    leaves = False
    for i in range(first, last):
        value = doc.units.values[i]
        if isinstance(value, Named) and value.kind == "person":
            break
        leaves = leaves or (isinstance(value, Entry) and "End" in value.classes)
        if isinstance(value, DateSpan) and value.kind == "since" and value.first:
            slots.setdefault("start", value.first)
        elif isinstance(value, DateSpan) and value.kind == "range" and value.first and value.last:
            slots |= {"start": value.first, "end": value.last}
        elif isinstance(value, DateSpan) and value.last:
            slots.setdefault("end", _at_its_end(value))
    if not leaves and "start" not in slots:
        slots.pop("end", None)
    return slots


_ELECTING = frozenset(
    {
        "person-becomes-role",
        "elected-person-as-role",
        "as-role-elected-person",
        "person-takes-office",
        "as-role-person-elected",
    }
)


@cache
def _beside_the_office() -> frozenset[str]:
    """Rules that tell what somebody did or does besides the office that a text is about."""
    return frozenset(r.name for r in patterns.load().stages["role_fact"] if r.settings.get("career"))


def _office(doc: Document, match: Match) -> list[Named]:
    """The role that a rule states without its noun, or the plural role right before the match."""
    start, end = match.span() or (0, 0)
    if office := match.rule.settings.get("office"):
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
    return bool(words & {"nicht", "kein", "keine", "keinen", "nie", "not"})


_APART = re.compile(r"\n[ \t\r]*\n|[^\s] {3,}(?=\S)|\t")


def _broken(doc: Document, match: Match) -> bool:
    """True where a match runs over a paragraph's end, or from one column into the next."""
    start, end = (match.span("rp") if match.rule.settings.get("line") else match.span()) or (0, 0)
    return bool(_APART.search(doc.text, start, end))


def _fact(doc: Document, match: Match, phrase: Named, person: Named) -> Fact:
    start, end = match.span() or (person.start, person.end)
    if phrase.start < start:
        start = phrase.start
    slots: dict[str, Value] = {
        "person": person.name,
        "role": phrase.name,
        "role_canonical": _holder(phrase),
    }
    if titles := _titles(doc, person):
        slots["titles"] = titles.strip("- ")
    if concept := phrase.parts.get("concept"):
        slots["concept"] = concept
    flags = {f for f in _FLAGS if phrase.parts.get(f)} | {f for f in _FLAGS if match.rule.settings.get(f)}
    between = doc.text[person.end : phrase.start] if person.end < phrase.start else ""
    if match.rule.name == "person-is-role" and re.search(
        r"\b(?:war|was)\b(?!.*\b(?:elected|appointed|named|made)\b)", between
    ):
        flags.add("former")
    if _FORMERLY.search(between) or _SUCCEEDED.search(doc.text, max(0, person.start - 40), person.start):
        flags.add("former")
    if match.rule.settings.get("career") and _is_past(doc, match):
        flags.add("former")
    if _ACTING.search(doc.text, start, min(end + 25, doc.sentence(start)[1])):
        flags.add("acting")
    slots |= dict.fromkeys((f for f in _FLAGS if f in flags), True)
    resolved: dict[str, str] = {}
    employ(doc, match, phrase, slots, resolved)
    if match.rule.settings.get("office") == "leiter" and isinstance(unit := slots.get("unit"), str):
        head = "Leiterin" if person.parts.get("gender") == "f" else "Leiter"
        english = _ENGLISH_UNIT.search(unit)
        slots["role"] = f"Head of the {unit}" if english else f"{head} {genitive(unit)}"
    if beside := _in_brackets(doc, person):
        slots["organization"] = beside
        resolved.pop("organization", None)
    if match.rule.settings.get("line"):
        _dated_line(doc, match, slots, flags)
    else:
        _dates(doc, match, phrase, person, slots)
    if match.rule.settings.get("subject"):
        resolved["person"] = "by pronoun: the person named before"
    modality = "asserted"
    begin = slots.get("start")
    if "former" in flags:
        modality = "former"
    elif (
        "designated" in flags
        or phrase.parts.get("future")
        or (begin is None and _becomes(doc, match))
        or (isinstance(begin, str) and _later(begin, doc.issued))
    ):
        modality = "future"
    if doc.issued:
        slots["attested"] = doc.issued
    section = doc.section(start).kind
    return Fact("role", slots, (doc.evidence(start, end),), section, modality, match.rule.name, resolved)


def _in_brackets(doc: Document, person: Named) -> str:
    """The organisation in brackets right behind a name: "Landrätin Kuhn (Landkreis Gießen)"."""
    i = bisect_left(doc.units.starts, person.end)
    if "LP" not in doc.units.alphabet.of(doc.units.letters[i : i + 1] or doc.units.letters[-1:]):
        return ""
    inside = doc.units.values[i + 1] if i + 1 < len(doc.units.values) else None
    return inside.name if isinstance(inside, Named) and inside.kind == "organization" else ""


def _becomes(doc: Document, match: Match) -> bool:
    """True where the verb of a match says that somebody will hold the office: "wird neue Direktorin"."""
    start, end = match.span() or (0, 0)
    return match.rule.name in _BECOMING and bool(_WILL.search(doc.text, start, end))


_BECOMING = frozenset(
    {"person-is-role", "role-is-person", "and-is-role", "pronoun-becomes-role", "was-person-role"}
    | {"copula-role", "elliptic-role", "becomes", "appointed-as"}
)
_WILL = re.compile(r"\b(?:wird|werden|will be|will become)\b")


def _works(doc: Document, begin: int, end: int) -> bool:
    """Does a stretch of text hold a verb of careers ("arbeitete", "tätig")?"""
    first, last = bisect_left(doc.units.starts, begin), bisect_left(doc.units.starts, end)
    return any(isinstance(v, Entry) and "CareerVerb" in v.classes for v in doc.units.values[first:last])


def _titles(doc: Document, person: Named) -> str:
    """The academic titles of a person, where they stand first."""
    found = doc.titles.get(person.name, "")
    return found.removeprefix("Frau ").removeprefix("Herrn ").removeprefix("Herr ")


_ACTING = re.compile(
    r"\b(?:kommissarisch|interimsweise|vorläufig|vertretungsweise|in Vertretung|übergangsweise)\b"
)
_FORMERLY = re.compile(
    r"(?:^|,)\s*(?:bisher|bislang|zuvor|vorher|vormals|ehemals|früher|einst|zuletzt|formerly|previously)\b"
)
_SUCCEEDED = re.compile(
    r"\b(?:(?:Nachfolge|Nachfolger|Nachfolgerin)\s+(?:von|des|der)|löste?|ersetzte?|beerbte?)\s+(?:Dr\.\s|Prof\.\s)*\Z"
)
_PAST = re.compile(
    r"\b(?:war|arbeitete|leitete|führte|wirkte|begann|wechselte|kam|ging|kehrte|startete|hatte|fungierte|diente|amtierte"
    r"|blieb|was|worked|served|led|headed|joined|moved|started)\b"
)
_BEGUN = re.compile(r"\b(?:übernommen|angetreten|taken over)\b")
_STILL = re.compile(r"\b(?:seit|seither|seitdem|since)\b", re.IGNORECASE)


def _is_past(doc: Document, match: Match) -> bool:
    """True where a career's sentence tells of what is over: in the past tense, without "seit"."""
    start, end = match.span() or (0, 0)
    begin, stop = doc.sentence(start)
    begin = start if doc.text[start] in ",;" else max(begin, start - 600)
    begin = max([begin, *(i for i in (doc.text.rfind(mark, begin, start) for mark in (";", ", ")) if i > 0)])
    clause = doc.text[begin : min(stop, end + 40)]
    if match.rule.settings["career"] == "by verb" and not _works(doc, begin, min(stop, end + 40)):
        return False
    return bool(_PAST.search(clause)) and not _STILL.search(clause) and not _BEGUN.search(clause)


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
    """True where the clause right behind the match only tells what others say or want."""
    i = match.match.end()
    for j in range(i, min(i + 8, len(doc.units.starts))):
        if {"Comma", "Colon", "Stop", "SpeechVerb"} & doc.units.alphabet.of(doc.units.letters[j]):
            break
        if doc.units.words(j, j + 1).lower() in _SAID:
            return True
    return False


_SAID = frozenset({"wolle", "solle", "könnte", "würde", "angeblich", "dürfte"})


def _later(date: str, issued: str | None) -> bool:
    return issued is not None and len(date) >= 7 and date > issued


def _dates(doc: Document, match: Match, phrase: Named, person: Named, slots: dict[str, Value]) -> None:
    """Start and end from the sentence of a match, as far as no other person comes between.

    "seit 2014" is a start and "bis …" an end by itself; a day is one beside a word of change
    ("tritt das Amt am 1. April an", "scheidet zum 31. Mai aus").
    """
    begin, end = doc.sentence(phrase.start)
    if phrase.start - begin > 400 or end - begin > 900:
        return
    first, last = bisect_left(doc.units.starts, begin), bisect_left(doc.units.starts, end)
    here = max(match.match.start(), first)
    others = [
        i
        for i in range(first, last)
        if isinstance(v := doc.units.values[i], Named) and v.kind == "person" and v.name != person.name
    ]
    apart = [i for i in range(first, last) if "Semi" in doc.units.alphabet.of(doc.units.letters[i])]
    low = max((i + 1 for i in [*others, *apart] if i < here), default=first)
    high = min((i for i in [*others, *apart] if i >= match.match.end()), default=last)
    dates = [(i, v) for i in range(low, high) if isinstance(v := doc.units.values[i], DateSpan)]
    if len(dates) > 1:
        clause = _clause(doc, bisect_left(doc.units.starts, phrase.start), low, high)
        dates = [(i, v) for i, v in dates if i in clause] or dates
    kinds = {
        c
        for i in range(low, high)
        if isinstance(v := doc.units.values[i], Entry)
        for c in v.classes
        if c in _CHANGES
    }
    if match.rule.settings.get("leaving"):
        kinds = {"End"}
    between = doc.text[min(person.end, phrase.end) : max(person.start, phrase.start)]
    becomes = match.rule.name in _BECOMING and bool(re.search(r"\bwird\b", between))
    beside = range(match.match.start() - 4, match.match.end() + 5)
    for i, date in dates:
        if date.kind == "range" and date.first and i in beside and ("former" in slots or _CHANGES & kinds):
            slots.setdefault("start", date.first)
            slots.setdefault("end", date.last or date.first)
        elif date.kind == "since" and date.first and (i in beside or kinds & {"Start", "Holds"}):
            slots.setdefault("start", date.first)
        elif date.kind == "until" and date.last and i in beside:
            slots.setdefault("end", date.last)
        elif (
            date.kind == "point"
            and date.first
            and (kinds & {"Start", "Elected"} or becomes)
            and ("former" not in slots or match.rule.settings.get("career"))
        ):
            begins = (
                ("zum", "ab", "vom", "am", "im", "seit") if "Start" in kinds or becomes else ("zum", "ab")
            )
            if date.preposition in begins or (i in beside and "Start" in kinds):
                slots.setdefault("start", date.first)
        elif (
            date.kind == "point"
            and date.first
            and "End" in kinds
            and date.preposition in ("zum", "am", "im", "ende", "")
        ):
            slots.setdefault("end", _at_its_end(date))


def _dated_line(doc: Document, match: Match, slots: dict[str, Value], flags: set[str]) -> None:
    """Start and end of a line of a career; what has an end is over."""
    date = doc.units.values[match.match.start()]
    if not isinstance(date, DateSpan):
        return
    if date.first and date.kind != "until":
        slots["start"] = date.first
    if date.last and date.kind in ("range", "until") and not _later(date.last, doc.issued):
        slots |= {"end": date.last, "former": True}
        flags.add("former")


def _at_its_end(date: DateSpan) -> str:
    """When an office ends: of "Ende Juni" the last day."""
    day = date.last or date.first or ""
    span = bounds(day)
    return span[1] if span and date.part in ("Ende", "Jahresende") else day


def _clause(doc: Document, at: int, low: int, high: int) -> range:
    """The units around one, up to the next commas and semicolons."""
    ends = {"Comma", "Semi"}
    first, last = at, at
    while first > low and not ends & doc.units.alphabet.of(doc.units.letters[first - 1]):
        first -= 1
    while last < high and not ends & doc.units.alphabet.of(doc.units.letters[last]):
        last += 1
    return range(first, last)


_CHANGES = frozenset({"Start", "End", "Elected", "Succeeds", "Holds"})
