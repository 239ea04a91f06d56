"""Whose a project is, and under which programme it runs.

Words that say who runs it come first ("koordiniert vom Landkreis", rules of stage `project_owner`), then
whoever does something with it in its sentence ("Mit dem Projekt will der Kreis …"), then where it goes on
("An der Hochschule Worms ist das Projekt gestartet"), last whose release it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg import resources
from kg.document import Document, matches
from kg.mentions import Named
from kg.model import Fact

_MOST = 40
"""Places at which a name is looked up in a text."""
_LONGEST = 600
"""Code points of a sentence that are read before and behind a name."""
_PLACE = frozenset({"an", "am", "bei", "beim", "in", "im", "at"})
_AUTHORITIES = ("state", "ministry", "bank")
_OFFICES = re.compile(r"(?:Abteilung|Amt|Fachbereich|Fachdienst|Referat|Sachgebiet|Dezernat|Bereich)\b")


@cache
def _words(key: str) -> frozenset[str]:
    """A list of words of `kg/rules/projects.toml`."""
    return frozenset(resources.rule_file("projects")["words"][key])


class _Named:
    """The projects of a release by the places where their names stand."""

    def __init__(self, doc: Document, facts: Sequence[Fact]) -> None:
        self.doc = doc
        found: dict[int, str] = {}
        for name in dict.fromkeys(str(f.slots["name"]) for f in facts):
            for match, _ in zip(re.finditer(re.escape(name), doc.text), range(_MOST), strict=False):
                at = match.start()
                if len(name) > len(found.get(at, "")):
                    found[at] = name
        self.offsets = sorted(found)
        self.names = [found[at] for at in self.offsets]

    def inside(self, start: int, end: int) -> list[tuple[int, str]]:
        """The names between two offsets."""
        a, b = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        return list(zip(self.offsets[a:b], self.names[a:b], strict=True))

    def places(self, name: str) -> list[int]:
        """Where a name stands."""
        return [at for at, other in zip(self.offsets, self.names, strict=True) if other == name]

    def meant(self, at: int, *, near: bool = False) -> str:
        """The project of a cue: the last one named before it in its sentence, else the next, else the last
        one of the two sentences before where the sentence goes on with it; "" for none."""
        start, end = self.doc.sentence(at)
        here = self.inside(start, end)
        if before := [name for offset, name in here if offset < at]:
            return before[-1]
        if here:
            return here[0][1]
        if near or not _says(self.doc, start, end, "anaphors"):
            return ""
        for sentence in _sentences_before(self.doc, start, 2):
            if earlier := self.inside(*sentence):
                return earlier[-1][1]
        return ""


def settled(doc: Document, facts: Sequence[Fact], programmes: Sequence[Fact]) -> Iterator[Fact]:
    """The projects with who runs them and the programme that pays for them, where the text tells."""
    named = _Named(doc, facts)
    told = _told(doc, named)
    for fact in facts:
        fact = _in_mood(doc, _owned(doc, fact, told.get(str(fact.slots["name"])), named))
        yield _paid_by(doc, fact, programmes, named)


_IF = re.compile(
    r"\b(?:würden?|wäre|hätten?|would|under review|noch nicht entschieden|auf unbestimmte Zeit|auf Eis"
    r"|zurückgestellt)\b"
)


def _in_mood(doc: Document, fact: Fact) -> Fact:
    """A project that its only sentence makes depend on something ("würde … aufbauen") is announced."""
    start, end = doc.sentence(fact.evidence[0].start)
    return replace(fact, modality="announced") if _IF.search(doc.text, start, end) else fact


# -- whose it is ------------------------------------------------------------------------------------


def _told(doc: Document, named: _Named) -> dict[str, Named]:
    """Who runs each project by words that say so."""
    found: dict[str, Named] = {}
    for match in matches(doc.outer, "project_owner") if named.offsets else ():
        owners = match.values("organization", "organization")
        if match.text("name") and match.text("name") not in named.names:
            continue  # "der Preis „X“ des Verbandes"
        at = (match.span("organization") or (0, 0))[0]
        name = named.meant(at, near=bool(match.rule.settings.get("near")))
        if owners and name and owners[0].name not in name:
            found.setdefault(name, owners[0])
    return found


def _owned(doc: Document, fact: Fact, runner: Named | None, named: _Named) -> Fact:
    if "organization" in fact.slots and "organization" not in fact.resolved:
        return _of_whole(doc, fact)
    if runner is not None:
        return _of_whole(doc, _with(fact, "organization", runner.name, "by words that say who runs it"))
    name = str(fact.slots["name"])
    near = [at for at in named.places(name) if not _in_headline(doc, at) and not in_item(doc, at)]
    for find, reason in (
        (_doer, "by context: who does something with it"),
        (_where, "by context: where it is"),
    ):
        owner = next((o for at in near[:3] if (o := find(doc, at)) is not None), None)
        if owner is not None and (find is _doer or "organization" not in fact.slots or _begins(doc, owner)):
            return _of_whole(doc, _with(fact, "organization", owner.name, reason))
    return fact


def _with(fact: Fact, slot: str, value: str, reason: str) -> Fact:
    return replace(fact, slots={**fact.slots, slot: value}, resolved={**fact.resolved, slot: reason})


def _of_whole(doc: Document, fact: Fact) -> Fact:
    """What an office of the town's administration runs is the town's."""
    if doc.own is not None and _OFFICES.match(str(fact.slots.get("organization", ""))):
        return _with(fact, "organization", doc.own.name, "by context: the town of the office")
    return fact


def in_item(doc: Document, offset: int) -> bool:
    """True in a line that begins with a bullet or a number."""
    line = doc.text[doc.text.rfind("\n", 0, offset) + 1 : offset]
    return bool(_ITEM.match(line))


_ITEM = re.compile(r"\s*(?:[-–•*·]|\d+[.)])\s")


def of_projects(doc: Document, offset: int) -> bool:
    """True in a list whose heading or lead speaks of projects ("Drei Vorhaben zum Start")."""
    end = doc.text.rfind("\n", 0, offset)
    while end > 0 and offset - end < _LONGEST_LIST:
        start = doc.text.rfind("\n", 0, end) + 1
        line = doc.text[start:end].strip()
        if line and not _ITEM.match(line) and (line.endswith(":") or not line.endswith((".", ",", ";", "-"))):
            words = range(bisect_left(doc.outer.starts, start), bisect_left(doc.outer.starts, end))
            return any("ProjectWord" in doc.outer.alphabet.of(doc.outer.letters[i]) for i in words)
        end = start - 1
    return False


_LONGEST_LIST = 3000
"""Code points from the lead of a list to an item of it."""


def _in_headline(doc: Document, at: int) -> bool:
    return doc.section(at).kind == "headline"


def _doer(doc: Document, at: int) -> Named | None:
    """The organisation that is the subject of a sentence about a project, where that runs things."""
    start, end = doc.sentence(at)
    start, end = max(start, at - _LONGEST), min(end, at + _LONGEST)
    if _says(doc, start, end, "others"):
        return None
    subjects = [o for o in _organizations(doc, start, end) if _is_subject(doc, o, at)]
    own = {o.name: o for o in subjects if o.type not in _AUTHORITIES or _is_publisher(doc, o)}
    return next(iter(own.values())) if len(own) == 1 else None


def _is_publisher(doc: Document, named: Named) -> bool:
    return doc.publisher is not None and doc.publisher.name == named.name


def _begins(doc: Document, named: Named) -> bool:
    """True for a name at the beginning of its sentence: "In der Gemeinde Lehre läuft …"."""
    return named.start - doc.sentence(named.start)[0] < 10


def _where(doc: Document, at: int) -> Named | None:
    """The organisation at which a sentence begins: "An der Hochschule Worms startet …"."""
    start, end = doc.sentence(at)
    for named in _organizations(doc, start, min(end, at)):
        i = bisect_left(doc.units.starts, named.start)
        before = [w for j in range(i - 1, max(-1, i - 4), -1) if (w := doc.units.words(j, j + 1).lower())]
        if any(w in _PLACE for w in before[:2]) and named.type not in _AUTHORITIES:
            return named
    return None


def _organizations(doc: Document, start: int, end: int) -> Sequence[Named]:
    first = bisect_left(doc.organizations, start, key=lambda o: o.start)
    return doc.organizations[first : bisect_left(doc.organizations, end, key=lambda o: o.start)]


def _is_subject(doc: Document, named: Named, at: int) -> bool:
    """True for an organisation behind no preposition, in nobody's genitive and in no brackets.

    What people of an organisation do ("Forscherinnen der Hochschule") it does.
    """
    i = bisect_left(doc.units.starts, named.start)
    text = doc.text[max(0, named.start - 60) : named.start]
    if text.rfind("(") > text.rfind(")"):
        return False
    j = i - 1
    while j >= 0 and doc.units.words(j, j + 1)[:1].islower() and _is_adjective(doc.units.words(j, j + 1)):
        j -= 1
    article = doc.units.words(j, j + 1).lower()
    if article in _words("prepositions"):
        return False
    if article not in _words("articles"):
        return article not in ("und", "sowie", "and") and named.start < at
    if article in ("dem", "des", "einem", "eines", "ihrem"):
        return False
    before = doc.units.words(j - 1, j)
    if before.lower() in _words("prepositions") or before.lower() in ("und", "sowie"):
        return False
    if article in ("der", "einer", "ihrer") and before.lower().endswith(tuple(_words("people"))):
        return True
    feminine = re.search(rf"(?:{'|'.join(_words('feminine'))})\b", named.name.lower())
    return not (article in ("der", "einer", "ihrer") and (feminine or (before[:1].isupper() and j > 1)))


def _is_adjective(word: str) -> bool:
    return word not in _words("articles") and bool(re.search(r"(?:e|en|er|es|em)$", word)) and len(word) > 4


# -- under which programme ------------------------------------------------------------------------------


def _paid_by(doc: Document, fact: Fact, programmes: Sequence[Fact], named: _Named) -> Fact:
    """A project with the programme of its sentence, else of one beside it that tells who pays."""
    if "programme" in fact.slots or not programmes:
        return fact
    name = str(fact.slots["name"])
    places = named.places(name)
    for at in places:
        sentence = doc.sentence(at)
        if programme := _programme_in(doc, programmes, *sentence, name):
            return _with(fact, "programme", programme, "by context: the programme of its sentence")
    titled = [f for f in programmes if f.section == "headline"]
    only = {str(f.slots["name"]) for f in titled or programmes}
    for at in places:
        if _in_headline(doc, at):
            continue
        if in_item(doc, at) and len(only) == 1 and _is_authority(doc.publisher):
            return _with(fact, "programme", only.pop(), "by context: the one programme of the list")
        if programme := _paying_behind(doc, programmes, named, at, name):
            return _with(fact, "programme", programme, "by context: what pays for it")
        start, end = doc.sentence(at)
        if _says(doc, start, end, "within"):
            for sentence in _sentences_before(doc, start, 2):
                if programme := _programme_in(doc, programmes, *sentence, name):
                    return _with(fact, "programme", programme, "by context: the programme told before")
    return fact


def _paying_behind(doc: Document, programmes: Sequence[Fact], named: _Named, at: int, name: str) -> str:
    """The programme that the next sentences say pays, as long as they name no other project."""
    for sentence in _sentences_behind(doc, at, 3):
        if any(other != name for _, other in named.inside(*sentence)):
            return ""
        if _says(doc, *sentence, "paid") and (found := _programme_in(doc, programmes, *sentence, name)):
            return found
    return ""


def _is_authority(named: Named | None) -> bool:
    """Those whose releases list what their programme pays for."""
    return named is not None and named.type in _AUTHORITIES


_OUT_OF = re.compile(r"\b(?:aus|über|under)\s+(?:\w+\s+)?\Z")


def _programme_in(doc: Document, programmes: Sequence[Fact], start: int, end: int, name: str) -> str:
    """The programme that a sentence names: of several the one out of which money comes, else the first."""
    here = [f for f in programmes if start <= f.evidence[0].start < end and f.slots["name"] != name]
    paying = [f for f in here if _OUT_OF.search(doc.text[start : f.evidence[0].start])]
    return str((paying or here)[0].slots["name"]) if here else ""


def _sentences_behind(doc: Document, at: int, most: int) -> Iterator[tuple[int, int]]:
    """The sentences behind the one of an offset, in its section."""
    section = doc.section(at).start
    end = doc.sentence(at)[1]
    for _ in range(most):
        if end + 1 >= len(doc.text):
            return
        start, end = doc.sentence(end + 1)
        if doc.section(start).kind != "body" and doc.section(start).start != section:
            return
        yield start, end


def _sentences_before(doc: Document, start: int, most: int) -> Iterator[tuple[int, int]]:
    """The sentences before the one that begins at an offset, the nearest first."""
    for _ in range(most):
        if start <= 1:
            return
        before, end = doc.sentence(start - 2)
        if doc.section(before).kind == "headline" or before >= start:
            return
        yield before, end
        start = before


def _says(doc: Document, start: int, end: int, key: str) -> bool:
    """True where a sentence has one of a list of words."""
    return not _words(key).isdisjoint(re.findall(r"[\w-]+", doc.text[start:end].lower()))
