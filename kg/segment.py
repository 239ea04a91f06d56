"""The parts of a press release: headline, dateline, body, boilerplate, contact.

Releases of different cities share habits, not a format: letterhead and date above, a headline of one
to three lines, paragraphs, a closing block about the publisher, a contact block. `kg.layout` tells
what a line looks like; here its place among the others decides what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.dates import DateSpan, find_dates
from kg.layout import (
    AGENCY,
    BULLET,
    CONTACT,
    EMBARGO,
    FINAL,
    LINK_ONLY,
    NAMED_PLACE,
    PLACE,
    RULE,
    TOWN,
    Line,
    heading_kind,
    is_contact,
    is_dated,
    units,
)
from kg.model import Section
from kg.sentences import paragraphs, sentences, trim

__all__ = ["dateline_place", "letterhead_date", "paragraphs", "segment", "sentences"]

_LONGEST_HEAD = 40  # lines
_BEHIND_DATE = re.compile(r"\s?\)?\s?(?:[–—:|.)]|-(?=\s)|\n)\s*")
_BROKEN = re.compile(r"[\w,–-]\Z")


@dataclass(slots=True)
class _State:
    kind: str = "head"  # head, body, boilerplate, contact
    heading: str = ""
    sections: list[Section] = field(default_factory=list)
    opened: bool = False  # has a paragraph been seen?


def segment(text: str) -> list[Section]:
    """The sections of a release, sorted, not overlapping. Never raises, whatever the text.

    kind      headline, dateline, body, boilerplate, contact (quotations are found in `kg.facts`)
    heading   in the headline what the line is: "letterhead", "kicker", "title", "subtitle"; else the
              heading the section stands under, or ""
    One section per line of the headline and per paragraph elsewhere; a heading is a section of its
    own; a contact block is one section with its heading.
    """
    found = list(units(text))
    body = _body_start(text, found)
    sections = _head(text, found[:body])
    sections += _rest(text, found[body:])
    return _merged(text, sections)


def letterhead_date(text: str, sections: list[Section]) -> DateSpan | None:
    """The day of issue as letterhead or dateline give it; None where they do not.

    Datelines win over letterhead lines; an embargo ("Sperrfrist") is no day of issue.
    """
    heads = [s for s in sections if s.kind == "dateline"]
    heads += [s for s in sections if s.kind == "headline" and s.heading == "letterhead"]
    partial = None
    for section in heads:
        words = text[section.start : section.end]
        if EMBARGO.match(words):
            continue
        for span in find_dates(words):
            if span.kind == "point" and span.first and span.first[0] != "-":
                moved = replace(
                    span,
                    start=span.start + section.start,
                    end=span.end + section.start,
                    core_start=span.core_start + section.start,
                )
                if len(span.first) == 10:
                    return moved
                partial = partial or moved
    return partial


def dateline_place(text: str, sections: list[Section]) -> tuple[int, int] | None:
    """Offsets of the place in the dateline ("Soest, 3. Mai 2021"), or None."""
    for section in sections:
        if section.kind != "dateline":
            continue
        words = text[section.start : section.end]
        agency = AGENCY.match(words + " ") or re.fullmatch(NAMED_PLACE, words.rstrip("."))
        dates = find_dates(words)
        found = agency or (PLACE.match(words[: dates[0].start]) if dates else None)
        if found and not heading_kind(found["place"]):
            return section.start + found.start("place"), section.start + found.end("place")
    return None


def _body_start(text: str, units: list[Line]) -> int:
    """Index of the first paragraph of prose, or of a known heading that follows the headline."""
    headline = False
    for index, unit in enumerate(units[:_LONGEST_HEAD]):
        if unit.heading and unit.heading[0] != "headline":
            if headline and not text[unit.heading[2] : unit.end].strip(" :*"):
                return index
        elif not (unit.marked or unit.heading or RULE.match(unit.text)) and _is_prose(
            text, unit, 30 if headline else 60
        ):
            return index
        headline = headline or not (unit.heading or RULE.match(unit.text) or is_dated(unit))
    return min(len(units), _LONGEST_HEAD)


def _is_prose(text: str, unit: Line, least: int) -> bool:
    """A sentence of at least so many characters, several sentences, or a text too long for a title."""
    long = len(unit.text)
    prose = long > 260 or (long > least and FINAL.search(unit.text) is not None)
    prose = prose or (long > 100 and len(sentences(text, unit.start, unit.end)) > 1)
    return prose and not is_contact(unit)


# -- the head --------------------------------------------------------------------------------------


def _head(text: str, units: list[Line]) -> list[Section]:
    """Letterhead, dateline, kicker, title and subtitle of the lines above the body."""
    units = [part for unit in units if not RULE.match(unit.text) for part in _labelled(text, unit)]
    roles = [_head_role(unit) for unit in units]
    titles = [i for i, role in enumerate(roles) if role == ""]
    marked = [i for i in titles if units[i].marked]
    last = max((i for i, role in enumerate(roles) if role in ("letterhead", "dateline")), default=-1)
    after = [i for i in titles if i > last]
    title = marked[0] if marked else _title(units, titles, after)
    for i in titles:
        if title is not None and i < title:
            roles[i] = "kicker" if i > last or units[i].paragraph == units[title].paragraph else "letterhead"
        elif i == title:
            roles[i] = "title"
        else:
            roles[i] = "subtitle"
    return [_head_section(unit, role) for unit, role in zip(units, roles, strict=True)]


def _labelled(text: str, unit: Line) -> list[Line]:
    """The line "Pressemitteilung: Stadt eröffnet Rathaus" is a label and a title; other lines are one."""
    if not unit.heading or unit.heading[0] != "headline" or EMBARGO.match(unit.text):
        return [unit]
    label = replace(unit, end=unit.heading[2], text=text[unit.start : unit.heading[2]])
    start, end = trim(text, unit.heading[2], unit.end, " :–-|\n\r\t")
    rest = replace(unit, start=start, end=end, text=text[start:end], heading=None)
    if len(rest.text.split()) < 4 or any(span.kind == "point" for span in find_dates(rest.text)):
        return [unit]
    return [label, rest]


def _head_role(unit: Line) -> str:
    """What a line of the head is; "" for one that may be the title."""
    if unit.heading and unit.heading[0] == "headline":
        return "letterhead"
    if is_dated(unit):
        return "dateline"
    if EMBARGO.match(unit.text):
        return "letterhead"
    if is_contact(unit) or (unit.heading and unit.heading[0] == "contact"):
        return "contact"
    return "letterhead" if LINK_ONLY.match(unit.text) else ""


def _title(units: list[Line], titles: list[int], after: list[int]) -> int | None:
    """The line that is the title: the first below the letterhead that is no kicker."""
    before = titles[: len(titles) - len(after)]
    long = [i for i in before if len(units[i].text.split()) >= 6]
    choice = after if after and not (long and len(units[after[0]].text.split()) < 4) else long or before
    if len(choice) > 1 and len(units[choice[0]].text.split()) <= 3 < len(units[choice[1]].text.split()):
        return choice[1]
    return choice[0] if choice else None


def _head_section(unit: Line, role: str) -> Section:
    if role in ("dateline", "contact"):
        return Section(role, unit.start, unit.end)
    return Section("headline", unit.start, unit.end, role)


# -- what follows it -------------------------------------------------------------------------------


def _rest(text: str, units: list[Line]) -> list[Section]:
    """Body, boilerplate and contact, paragraph by paragraph."""
    state = _State(kind="body")
    for index, unit in enumerate(units):
        if RULE.match(unit.text):
            continue
        if unit.heading and unit.heading[0] != "headline":
            _under_heading(state, unit)
        elif unit.marked and state.kind != "contact" and not is_contact(unit):
            # An unknown heading leaves body body and boilerplate boilerplate.
            state.heading = unit.text.strip(" :")
            state.sections.append(Section(state.kind, unit.start, unit.end, state.heading))
        else:
            _under(text, state, unit, units[index + 1 : index + 5])
    return state.sections


def _under_heading(state: _State, unit: Line) -> None:
    kind, label, after = unit.heading or ("body", "", unit.end)
    if kind == state.kind == "contact":  # "Pressesprecher" within the block
        state.sections.append(Section(kind, unit.start, unit.end, state.heading))
        return
    inline = unit.end - after > 90
    state.kind = kind
    state.heading = label if inline or kind == "contact" else unit.text.strip(" :")
    state.sections.append(Section(kind, unit.start, unit.end, state.heading))


def _under(text: str, state: _State, unit: Line, following: list[Line]) -> None:
    prose = len(unit.text) > 150 or (len(unit.text) > 60 and bool(FINAL.search(unit.text)))
    if state.kind == "contact" and prose and not CONTACT.search(unit.text):
        state.kind, state.heading = "boilerplate", ""
    elif state.kind != "contact" and not prose and _starts_contact(unit, following):
        state.kind, state.heading = "contact", ""
    opening = _opening(text, unit) if not state.opened else unit.start
    if state.kind == "body" and opening > unit.start:
        a, b = trim(text, unit.start, opening, " \n\t–—-|:")
        state.sections.append(Section("dateline", a, b))
        unit.start, _ = trim(text, opening, unit.end)
    elif state.kind != "contact" and is_dated(unit):
        state.sections.append(Section("dateline", unit.start, unit.end))
        return
    if unit.start < unit.end:
        state.opened = True
        state.sections.append(Section(state.kind, unit.start, unit.end, state.heading))


def _starts_contact(unit: Line, following: list[Line]) -> bool:
    """A contact line, or a name with nothing but short lines, one of contact, among the next four."""
    if BULLET.match(unit.text):
        return False
    if is_contact(unit):
        return True
    return (
        len(unit.text) < 70
        and unit.text[-1:] not in ".:!?"
        and any(is_contact(line) for line in following)
        and all(len(line.text) < 110 and not FINAL.search(line.text) for line in following)
    )


def _opening(text: str, unit: Line) -> int:
    """Where the text of the first paragraph begins, behind "Soest, 3. Mai 2021 –"."""
    head = text[unit.start : min(unit.end, unit.start + 120)]
    if (town := TOWN.match(head)) and _is_town(text, town["place"]):
        return unit.start + town.end()
    if agency := AGENCY.match(head):
        return unit.start + agency.end()
    spans = find_dates(head)
    if not spans or len(spans[0].first or "") != 10:
        return unit.start
    before = head[: spans[0].start]
    end = _BEHIND_DATE.match(head, spans[0].end)
    placed = PLACE.fullmatch(before) or (PLACE.match(before) if before.endswith(("den ", ", ")) else None)
    plain = not before.strip(" (") and not spans[0].preposition
    return unit.start + end.end() if end and (placed or plain) else unit.start


def _is_town(text: str, name: str) -> bool:
    """Does the release elsewhere speak of the "Stadt Soest" or of something "in Soest"?"""
    words = r"(?:[Ss]tadt|[Gg]emeinde|[Kk]reis|in|aus|nach|of)\s+"
    return re.search(words + re.escape(name), text, re.IGNORECASE) is not None


def _merged(text: str, sections: list[Section]) -> list[Section]:
    """Contact lines as blocks; a kicker that the title line has swallowed apart."""
    found: list[Section] = []
    for section in sorted(sections, key=lambda s: s.start):
        last = found[-1] if found else None
        block = section.kind == "contact" and section.heading in ("", last.heading if last else "")
        if last and last.kind == section.kind and (block or _broken(text, last, section)):
            found[-1] = replace(last, end=section.end)
        elif section.kind == "headline" and section.heading == "title":
            found += _split_title(text, section)
        else:
            found.append(section)
    return found


def _broken(text: str, first: Section, second: Section) -> bool:
    """Did a page break cut one paragraph in two? Its first half then ends in the midst of a sentence."""
    if first.kind not in ("body", "boilerplate") or first.heading != second.heading:
        return False
    long = first.end - first.start > 150 and second.end - second.start > 40
    return (
        long and bool(_BROKEN.search(text, first.end - 1, first.end)) and not BULLET.match(text, second.start)
    )


def _split_title(text: str, title: Section) -> list[Section]:
    """As in "13. Bundeskongress Stadtentwicklung Soest nimmt teil": the body repeats the kicker."""
    words = text[title.start : title.end].split(" ")
    body = text[title.end :]
    for size in range(len(words) - 5, 2, -1):
        head, tail = " ".join(words[:size]), words[size:]
        plain = not any(word[:1].islower() or word[-1:] in ",:–-" for word in words[:size])
        if plain and tail[0][:1].isupper() and tail[1][:1].islower() and head in body:
            cut = title.start + len(head)
            return [
                Section("headline", title.start, cut, "kicker"),
                Section("headline", cut + 1, title.end, "title"),
            ]
    return [title]
