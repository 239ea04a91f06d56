"""Offices told of by their change: successors, predecessors, deputies, and who stands in for a while."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kg.dates import DateSpan
from kg.document import Document, Match, matches
from kg.facts.posts import REACH, becomes, follows, is_post, is_told, leaves, office_slug
from kg.facts.role_dates import HAS_LEFT, at_its_end, counts_from, lies_ahead
from kg.facts.role_modality import ACTING, tells_of_choice
from kg.facts.subjects import meant, subject, titles_of
from kg.lexicon import Entry
from kg.mentions import Named
from kg.model import Fact, Value


def deputies(found: list[Fact]) -> list[Fact]:
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


def incumbents(found: list[Fact]) -> list[Fact]:
    """The facts, an "Amtsinhaberin" holding the office told of nearest; without one, nothing is said of her.

    "Der designierte Landrat Jens Kern setzte sich gegen Amtsinhaberin Eva Kuhn durch": she is Landrat.
    """
    posts = sorted(
        (f for f in found if "deputy" not in f.slots and is_post(f) and not _is_incumbent(f)),
        key=lambda f: f.evidence[0].start,
    )
    starts = [f.evidence[0].start for f in posts]
    made = []
    for fact in found:
        if not _is_incumbent(fact):
            made.append(fact)
            continue
        here = fact.evidence[0].start
        around = posts[bisect_left(starts, here - REACH) : bisect_left(starts, here + REACH)]
        if near := [f for f in around if f.slots["person"] != fact.slots["person"]]:
            model = min(near, key=lambda f: (f.modality != "future", abs(f.evidence[0].start - here)))
            kept = ("role_canonical", "concept", "organization", "unit")
            slots = {**fact.slots, **{k: v for k in kept if (v := model.slots.get(k))}}
            evidence = tuple(dict.fromkeys((*fact.evidence, model.evidence[0])))
            resolved = {**fact.resolved, "role": "by reference: the office told of nearby"}
            made.append(replace(fact, slots=slots, evidence=evidence, resolved=resolved))
    return made


def _is_incumbent(fact: Fact) -> bool:
    return str(fact.slots.get("concept", "")).endswith("/amtsinhaber")


_NEAR = 300
"""Characters over which a deputy's office can be that of one told of before."""


def _can_have_deputy(fact: Fact) -> bool:
    return (
        "deputy" not in fact.slots
        and is_post(fact)
        and not office_slug(fact).endswith(("mitglied", "professor"))
    )


def successors(doc: Document, found: list[Fact]) -> list[Fact]:
    """The new holder of the office that somebody held before: "Nachfolgerin ist Eva Klein"."""
    made: list[Fact] = []
    items = _has_items(doc)
    for match in matches(doc.units, "successor"):
        new, span = [p for g in _NEW for p in match.values(g, "person")], match.span() or (0, 0)
        said = doc.text[slice(*doc.sentence(span[0]))]
        if not new or _OPEN.search(said):
            continue
        before = _posts_before(doc, [*found, *made], span, new[0], items=items)
        model = _office_left(doc, match, before)
        known = model is not None and (leaves(model) or becomes(model))
        if not known and (anew := _of_the_headline(doc)) and _has_none(doc, [*found, *made], new[0]):
            model = anew
        if model is None or any(_holds(f, new[0].name, model) for f in found):
            continue
        told = leaves(model) or model.rule == _HEADLINE
        if _whom(match) and not (told and _has_none(doc, [*found, *made], new[0])):
            continue
        fact = _same_post(doc, match, model, new[0])
        begins = _begins(doc, span)
        slots = {**fact.slots, "start": begins} if begins else fact.slots
        ahead = lies_ahead(begins, doc.issued) or _DESIGNATED.search(said)
        stop = bisect_left(doc.units.starts, doc.sentence(span[0])[1])
        chosen = not begins and tells_of_choice(doc, range(match.match.start(), stop))
        modality = "future" if ahead else "announced" if chosen else "asserted"
        made.append(replace(fact, slots=slots, modality=modality))
    return made


def _has_none(doc: Document, found: Iterable[Fact], person: Named) -> bool:
    """Whether no fact tells of a new office of somebody, nor of any in the sentence that names him."""
    own = [f for f in found if f.slots["person"] == person.name and is_post(f) and not leaves(f)]
    sentence = doc.sentence(person.start)
    return not any(becomes(f) or _is_new(doc, f) or _overlaps(f, sentence) for f in own)


_NEW = ("new", "new2", "new3", "new4", "new5")
_OPEN = re.compile(
    r"\b(?:vorgesehen|im Gespräch|gehandelt|favorisiert|noch nicht|unklar|dem Vernehmen nach)\b"
)
_DESIGNATED = re.compile(r"\b(?:designierte[rn]?|gewählte[rn]?|künftige[rn]?)\s+(?:Amtsn|N)achfolger")


def stand_ins(doc: Document, found: list[Fact]) -> list[Fact]:
    """The facts with who does the work of an office left: "Bis dahin führt Eva Kuhn die Geschäfte".

    The business is that of the office left; without one it is a company's, as a rule of its own tells.
    """
    made: list[Fact] = []
    items = _has_items(doc)
    for match in matches(doc.units, "stand_in"):
        new, span = [p for g in _NEW for p in match.values(g, "person")], match.span() or (0, 0)
        sentence = doc.sentence(span[0])
        said = doc.text[slice(*sentence)]
        before = _posts_before(doc, found, span, new[0], items=items)
        who = _one_before(doc, match)
        left = [f for f in before if (f.slots["person"] in who or not who) and _is_left(f, span[0])]
        acts = bool(ACTING.search(said)) or match.rule.name == "runs-the-business-for-a-while"
        if not left or not acts or _OPEN.search(said):
            continue
        fact = _same_post(doc, match, left[-1], new[0])
        slots = {**fact.slots, **_time_acting(doc, span), "acting": True}
        ahead = lies_ahead(str(slots.get("start", "")), doc.issued)
        made.append(replace(fact, slots=slots, modality="future" if ahead else "asserted"))
        found = [f for f in found if f.rule != "runs-the-business" or not _overlaps(f, sentence)]
    told = {(f.slots["person"], f.slots["role_canonical"]) for f in made}
    return [*(f for f in found if (f.slots["person"], f.slots["role_canonical"]) not in told), *made]


def _is_left(fact: Fact, at: int) -> bool:
    """Whether a fact right before an offset tells that an office is left, not only that it was held."""
    return at - fact.evidence[0].end < _NEAR and ("end" in fact.slots or follows(fact))


def _overlaps(fact: Fact, span: tuple[int, int]) -> bool:
    return fact.evidence[0].start < span[1] and fact.evidence[0].end > span[0]


def _time_acting(doc: Document, span: tuple[int, int]) -> dict[str, Value]:
    """Start and end in the sentence of who stands in, by "ab", "seit", "zum" and "bis"."""
    start, end = doc.sentence(span[0])
    first, last = (bisect_left(doc.units.starts, at) for at in (start, end))
    slots: dict[str, Value] = {}
    for value in doc.units.values[first:last]:
        if not isinstance(value, DateSpan):
            continue
        if value.first and (value.kind == "since" or value.preposition == "zum"):
            slots.setdefault("start", value.first)
        elif value.kind == "until" and value.last:
            slots.setdefault("end", at_its_end(value))
    return slots


def _has_items(doc: Document) -> bool:
    """Whether a release consists of items with headings, that speak of their own people only."""
    return len({s.heading for s in doc.sections if s.kind == "body"}) > 1


def _posts_before(
    doc: Document, found: Iterable[Fact], span: tuple[int, int], person: Named, *, items: bool
) -> list[Fact]:
    """Other people's posts told of before a span or in its sentence, in the order of the text."""
    end = doc.sentence(span[0])[1]
    near = (f for f in found if f.evidence[0].start < end and span[0] - f.evidence[0].end < REACH)
    if items:
        here = ("", doc.section(span[0]).heading)
        near = (f for f in near if leaves(f) or doc.section(f.evidence[0].start).heading in here)
    posts = (f for f in near if f.slots["person"] != person.name and is_post(f))
    return sorted(posts, key=lambda f: f.evidence[0].start)


def _of_the_headline(doc: Document) -> Fact | None:
    """The office that a headline tells to be filled anew: "Neue Amtsleiterin für …"."""
    for section in doc.sections:
        if section.kind == "body":
            break
        if section.kind != "headline" or section.heading == "letterhead":
            continue
        first, last = (bisect_left(doc.units.starts, at) for at in (section.start, section.end))
        named = [v for v in doc.units.values[first:last] if isinstance(v, Named)]
        phrases = [v for v in named if v.kind == "role" and not v.parts.get("plural")]
        new = _ANEW.match(doc.text, section.start, section.end)
        if new is None or len(phrases) != 1 or any(v.kind == "person" for v in named):
            continue
        phrase = phrases[0]
        slots: dict[str, Value] = {
            "person": "",
            "role": phrase.name,
            "role_canonical": phrase.parts["canonical"],
        }
        slots |= {"concept": concept} if (concept := phrase.parts.get("concept")) else {}
        slots |= {"organization": doc.publisher.name} if doc.publisher is not None else {}
        slots |= {"attested": doc.issued} if doc.issued else {}
        evidence = (doc.evidence(phrase.start, phrase.end),)
        resolved = {"organization": "by context: the publisher of the release"}
        return Fact("role", slots, evidence, "headline", "asserted", _HEADLINE, resolved)
    return None


_HEADLINE = "office-of-headline"
_ANEW = re.compile(r"[\W_]*(?:Neuer?|Wechsel|Erster?)\b")


def _office_left(doc: Document, match: Match, before: list[Fact]) -> Fact | None:
    """The office that somebody follows in: of whom the match means, else of who is told to leave one."""
    if who := _one_before(doc, match):
        own = [f for f in before if f.slots["person"] in who]
        return _last(own, leaves, becomes, is_told) or _last(own)
    start = (match.span() or (0, 0))[0]
    main = [f for f in before if f.evidence[0].start < start]
    return _last(main, leaves, becomes) or _last(main)


def _one_before(doc: Document, match: Match) -> list[str]:
    """Whom somebody follows: the person named with it, else whom "ihm", "auf sie", "ihre Stelle" mean."""
    if named := _whom(match):
        return [named[0].name]
    start, end = match.span() or (0, 0)
    for word in doc.text[start:end].lower().split():
        if gender := _OF_GENDER.get(word.strip(",;.")):
            return [p.name for p in meant(doc, doc.sentence(start)[0], gender, within=start)]
    return []


def _whom(match: Match) -> list[Named]:
    """The person named in a match as the one whom another follows."""
    return next((named for g in ("whose", "whose2", "whose3") if (named := match.values(g, "person"))), [])


_OF_GENDER = {
    "ihm": "m",
    "ihn": "m",
    "sein": "m",
    "seine": "m",
    "seinen": "m",
    "seiner": "m",
    "dessen": "m",
} | {
    "ihr": "f",
    "ihre": "f",
    "ihren": "f",
    "ihrer": "f",
    "deren": "f",
    "sie": "f",
    "his": "m",
    "her": "f",
    "him": "m",
}


def _last(facts: list[Fact], *kinds: Callable[[Fact], bool]) -> Fact | None:
    """The last fact of the first kind that any is of; of none given the last."""
    for kind in kinds:
        if of_kind := [f for f in facts if kind(f)]:
            return of_kind[-1]
    return facts[-1] if facts and not kinds else None


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
    if titles := titles_of(doc, person):
        slots["titles"] = titles.strip("- ")
    span = match.span() or (person.start, person.end)
    evidence = (doc.evidence(*span), model.evidence[0])
    resolved = {"role": "by succession: the office of the one before or after", **model.resolved}
    section = doc.section(span[0]).kind
    return Fact("role", slots, evidence, section, "asserted", match.rule.name, resolved)


def predecessors(doc: Document, found: list[Fact]) -> Iterator[Fact]:
    """Whom the new holder follows held the same office: the one that the new holder is told to get."""
    items = _has_items(doc)
    for match in matches(doc.units, "succession"):
        old = match.values("old", "person") or match.values("old2", "person")
        span = match.span() or (0, 0)
        if not old:
            continue
        before = [f for f in _posts_before(doc, found, span, old[0], items=items) if "former" not in f.slots]
        who = _new_holders(doc, match, old[0])
        if not before and match.rule.settings.get("last"):
            before = [f for f in found if f.slots["person"] in who and "former" not in f.slots]
        model = _office_gained(doc, _of_kind_named(match, before), who)
        if model is None:
            continue
        fact = _same_post(doc, match, model, old[0])
        slots = {**fact.slots, **_time_in_office(doc, old[0])}
        if not _is_still_in_office(doc, old[0], model, slots.get("end")):
            slots["former"] = True
        yield replace(fact, slots=slots, modality="former" if "former" in slots else "asserted")


def _is_still_in_office(doc: Document, old: Named, model: Fact, end: Value | None) -> bool:
    """Whether who is followed has not left yet: the end, or the beginning of the next one, lies ahead."""
    if isinstance(end, str):
        return lies_ahead(end, doc.issued)
    behind = doc.text[old.end : doc.sentence(old.start)[1]]
    return model.modality == "future" and not (HAS_LEFT.search(behind) or _GONE.search(behind))


def _of_kind_named(match: Match, before: list[Fact]) -> list[Fact]:
    """The facts of the kind of office that a match names: of "den Vorsitz von Eva Kuhn" those of chairs."""
    words = {w.lower() for w in match.units.words(match.match.start(), match.match.end()).split()}
    head = next((head for word, head in _HEADS.items() if word in words), "")
    return [f for f in before if head in str(f.slots["role_canonical"]).lower()]


_HEADS = {"vorsitz": "vorsitzend", "leitung": "leiter"}


def _office_gained(doc: Document, before: list[Fact], who: list[str]) -> Fact | None:
    """The office that one of some people is told to get, else the one that anybody is."""

    def is_new(fact: Fact) -> bool:
        return _is_new(doc, fact)

    own = [f for f in before if f.slots["person"] in who]
    if found := _last(own, becomes, is_new, is_told) or _last(own):
        return found
    return _last(before, becomes, is_new) or (None if who else _last(before, is_told))


def _new_holders(doc: Document, match: Match, old: Named) -> list[str]:
    """Who follows somebody: "Kerns Vorgängerin", "sein Vorgänger", else whom the sentence is about."""
    start = (match.span() or (0, 0))[0]
    before = doc.units.words(match.match.start() - 1, match.match.start()) if match.match.start() else ""
    if match.rule.settings.get("last"):
        if gender := _OF_GENDER.get(before.lower()):
            found = meant(doc, doc.sentence(start)[0], gender, within=start)
            return [p.name for p in found if p.name != old.name]
        if owner := [p.name for p in doc.people if before.removesuffix("s") == p.name.split(" ")[-1]]:
            return owner[:1]
        return [_last_named(doc, start)]
    return [p.name for p in subject(doc, match) if p.name != old.name]


def _last_named(doc: Document, before: int) -> str:
    """The person named last before an offset: whose predecessor "ihr Vorgänger" is."""
    at = bisect_left(doc.people, before, key=lambda p: p.start)
    return doc.people[at - 1].name if at else ""


def _time_in_office(doc: Document, person: Named) -> dict[str, Value]:
    """Start and end behind the name of a predecessor: ", der das Haus seit 2003 leitet und … geht"."""
    slots: dict[str, Value] = {}
    _, stop = doc.sentence(person.start)
    first, last = bisect_left(doc.units.starts, person.end), bisect_left(doc.units.starts, stop)
    leaves, i = False, first
    for i in range(first, last):
        value = doc.units.values[i]
        if isinstance(value, Named) and value.kind == "person":
            break
        leaves = leaves or (isinstance(value, Entry) and "End" in value.classes)
        if isinstance(value, DateSpan) and (value.kind == "since" or counts_from(doc, value)) and value.first:
            slots.setdefault("start", value.first)
        elif isinstance(value, DateSpan) and value.kind == "range" and value.first and value.last:
            slots |= {"start": value.first, "end": value.last}
        elif isinstance(value, DateSpan) and value.first and _BEGAN.match(doc.text, value.end):
            slots.setdefault("start", value.first)
        elif isinstance(value, DateSpan) and value.last:
            slots.setdefault("end", at_its_end(value))
    behind = doc.text[person.end : doc.units.starts[i] if i < last else stop] if last > first else ""
    if not leaves and "start" not in slots and not _LEAVES.search(behind):
        slots.pop("end", None)
    return slots


_GONE = re.compile(r"\b(?:war|hatte|gewechselt|gegangen|verlassen|left)\b")
_BEGAN = re.compile(r"[^,;.]{0,60}\b(?:angetreten|übernommen|begonnen)\b")
_LEAVES = re.compile(
    r"\b(?:Ruhestand|Pension|Altersteilzeit|gewechselt|wechselt|gegangen|ausgeschieden|verlassen|emeritiert|left)\b"
)
