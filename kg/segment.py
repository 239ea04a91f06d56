"""The parts of a press release: headline, dateline, body, boilerplate, contact.

Releases of different cities share habits, not a format: letterhead and date above, a headline of one
to three lines, paragraphs, a closing block about the publisher, a contact block. `kg.layout` tells
what a line looks like; here its place among the others decides what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.dates import DateSpan, find_dates
from kg.headline import headline
from kg.layout import (
    AGENCY,
    BULLET,
    CONTACT,
    EMBARGO,
    LINK_ONLY,
    NAMED_PLACE,
    PLACE,
    RULE,
    Line,
    heading_kind,
    is_contact,
    is_dated,
    is_dated_label,
    is_final,
    opening,
    units,
)
from kg.letterhead import is_sender
from kg.model import Section
from kg.sentences import lines, paragraphs, sentences, trim

__all__ = ["dateline_place", "letterhead_date", "paragraphs", "segment", "sentences"]

_LONGEST_HEAD = 40  # lines
_LONGEST_TITLE = 400  # code points
_NEAR_TOP = 4  # lines of the body
_WEEKDAY = re.compile(r"(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|[A-Z][a-z]+day\b")
_GREETING = re.compile(r"(?:Sehr geehrte|Liebe |Guten Tag|Hallo|Dear )")
_PLACE_FIELD = re.compile(r"(?:Ort|Place)[\s*_]*:[\s*_]*(?P<place>[A-ZÄÖÜ][^\d:;!?]{1,50})")
_BROKEN = re.compile(r"[\w,–-]\Z")


@dataclass(slots=True)
class _State:
    kind: str = "head"  # head, body, boilerplate, contact
    heading: str = ""
    sections: list[Section] = field(default_factory=list)
    opened: bool = False  # has a paragraph been seen?
    listed: bool = False  # did the line before end with a colon?
    last: int = 0  # index of the last line of prose
    sizes: Counter[int] = field(default_factory=Counter)  # lines of each paragraph


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
    head, rest = headline(text, found[:body]), _rest(text, found[body:])
    if any(s.kind == "contact" for s in rest):  # a letterhead's telephone is nobody's to call then
        head = [replace(s, kind="headline", heading="letterhead") if s.kind == "contact" else s for s in head]
    return _merged(text, head + rest)


def letterhead_date(text: str, sections: Sequence[Section]) -> DateSpan | None:
    """The day of issue as letterhead or dateline give it; None where they do not.

    Datelines win over letterhead lines, both over a dateline at the end; an embargo ("Sperrfrist") is
    a day of issue only where no other is told.
    """
    body = next((s.start for s in sections if s.kind == "body"), len(text))
    heads = [s for s in sections if s.kind == "dateline" and s.start < body]
    heads += [s for s in sections if s.kind == "headline" and s.heading in ("letterhead", "kicker")]
    heads += [s for s in sections if s.kind == "dateline" and s.start > body]
    partial = embargo = None
    for section in heads:
        words = text[section.start : section.end]
        for span in find_dates(words):
            if span.first and span.first[0] != "-" and (span.kind == "point" or EMBARGO.match(words)):
                moved = _moved(span, section.start)
                if EMBARGO.match(words):
                    embargo = embargo or moved
                elif len(span.first) == 10:
                    return moved
                else:
                    partial = partial or moved
    found = partial or _title_date(text, sections) or _day_of_the_year_above(text, sections)
    return found or _closing_date(text) or embargo


def _moved(span: DateSpan, by: int) -> DateSpan:
    return replace(span, start=span.start + by, end=span.end + by, core_start=span.core_start + by)


def _closing_date(text: str) -> DateSpan | None:
    """The full date that one of the last lines begins with: "25.04.2024 – Rückfragen bitte an …"."""
    for start, end in lines(text)[-_LAST_LINES:]:
        opening = _MARKS_BEFORE.match(text, start)
        at = opening.end() if opening else start
        span = next(iter(find_dates(text[at : min(end, at + _LONGEST_DATE)])), None)
        if span is not None and span.core_start == 0 and span.first and len(span.first) == 10:
            behind = text[at + span.end : end].lstrip()
            if span.first[0] != "-" and not span.inferred and (not behind or behind[0] in "–—|·,*_"):
                return _moved(span, at)
    return None


_LAST_LINES = 4
_LONGEST_DATE = 40
_MARKS_BEFORE = re.compile(r"[*_\s|(]*(?:Stand:?\s)?")


def _day_of_the_year_above(text: str, sections: Sequence[Section]) -> DateSpan | None:
    """The day of a dateline without a year, in the one year that the lines of the head name.

    "Pressemitteilung 84/2007", below "Trier, 17. Oktober."
    """
    heads = [s for s in sections if s.kind == "headline"]
    years = {m[0] for s in heads for m in _YEAR.finditer(text, s.start, s.end)}
    if len(years) != 1:
        return None
    for section in sections:
        if section.kind == "dateline":
            for span in find_dates(text[section.start : section.end]):
                if span.kind == "point" and span.first and _DAY.fullmatch(span.first):
                    day = f"{next(iter(years))}-{span.first[2:]}"
                    start, end = span.start + section.start, span.end + section.start
                    core = span.core_start + section.start
                    return replace(span, first=day, last=day, start=start, end=end, core_start=core)
    return None


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"--\d\d-\d\d")


def _title_date(text: str, sections: Sequence[Section]) -> DateSpan | None:
    """The day of "Meldungen aus dem Rathaus vom 18. Februar 2026", of "Ulm, 3. Mai 2021: Netz wächst"."""
    for section in sections:
        if section.kind == "headline" and section.heading in ("title", "subtitle", "kicker"):
            words = text[section.start : section.end]
            for span in find_dates(words):
                ends = not words[span.end :].strip(" .*_")
                issued = span.preposition in ("vom", "of") or _ISSUE.search(words, 0, span.start)
                issued = issued or _SERIES.fullmatch(words, 0, span.start)
                if len(span.first or "") == 10 and ((issued and ends) or _placed(words, span)):
                    start, end = span.start + section.start, span.end + section.start
                    return replace(span, start=start, end=end, core_start=span.core_start + section.start)
    return None


_ISSUE = re.compile(r"(?:Presse|Medien)(?:info(?:rmation)?|mitteilung|meldung|dienst|notiz)?\s\Z")


_SERIES = re.compile(
    r"[^.:!?]{0,60}?\b(?:(?:Presse|Medien|Rathaus|Stadt|Kreis)-?[Ii]nfos?|\w*-?(?:[Nn]achrichten|[Mm]eldungen|[Nn]otizen)"
    r"|Informationen\sfür\sdie\s(?:Presse|Medien)|Press\sRelease)\b[^.:!?]{0,60}?\s?[,|·–]\s"
)
"""What releases come out under, before the day: "Presse-Infos der Stadt Soest, 3. Mai 2021"."""


def _placed(words: str, span: DateSpan) -> re.Match[str] | None:
    """The place of a dateline that a title begins with: "Ulm, 3. Mai 2021. Netz wächst"."""
    if not re.match(r"[.:]\s|\s[–|-]\s", words[span.end : span.end + 3]):
        return None
    return PLACE.fullmatch(words[: span.start])


def dateline_place(text: str, sections: Sequence[Section]) -> tuple[int, int] | None:
    """Offsets of the place in the dateline ("Soest, 3. Mai 2021") or in a field ("Ort: Soest"), or None."""
    for section in sections:
        words = text[section.start : section.end]
        if section.kind == "headline" and (field_ := _PLACE_FIELD.fullmatch(words)):
            return section.start + field_.start("place"), section.end
        if section.kind == "headline" and section.heading == "title":
            opened = next((m for d in find_dates(words[:80]) if (m := _placed(words, d))), None)
            if opened:
                return section.start + opened.start("place"), section.start + opened.end("place")
        if section.kind != "dateline":
            continue
        agency = AGENCY.match(words + " A") or re.fullmatch(NAMED_PLACE, words.rstrip(".:|"))
        dates = find_dates(words)
        found = agency or (PLACE.match(words[: dates[0].start]) if dates else None)
        group = "bracketed" if agency and agency.groupdict().get("bracketed") else "place"
        if found and not heading_kind(found[group]):
            return section.start + found.start(group), section.start + found.end(group)
    return None


def _body_start(text: str, units: list[Line]) -> int:
    """Index of the first paragraph of prose, or of a known heading that follows the headline."""
    headline = False
    for index, unit in enumerate(units[:_LONGEST_HEAD]):
        if _GREETING.match(unit.text):
            return index
        if unit.heading and unit.heading[0] != "headline":
            above = unit.heading[0] == "contact" and any(
                _is_prose(text, u, 100) for u in units[index + 1 : index + 8]
            )
            if headline and not above and not text[unit.heading[2] : unit.end].strip(" :*"):
                return index
        elif not (unit.marked or unit.heading or RULE.match(unit.text)) and (
            _is_prose(text, unit, 30 if headline else 60)
            or (headline and unit.start + 3 < opening(text, unit) < unit.end - 40 and not is_dated(unit))
        ):
            return index
        headline = headline or not (unit.heading or RULE.match(unit.text) or is_dated(unit) or _above(unit))
    return min(len(units), _LONGEST_HEAD)


def _above(unit: Line) -> bool:
    """A line that belongs above a title."""
    return is_contact(unit) or is_sender(unit.text) or LINK_ONLY.match(unit.text) is not None


def _is_prose(text: str, unit: Line, least: int) -> bool:
    """A sentence of at least so many characters, several sentences, or a text too long for a title."""
    long = len(unit.text)
    prose = long > 260 or (long > least and is_final(unit.text))
    prose = prose or (long > 100 and len(sentences(text, unit.start, unit.end)) > 1)
    return prose and not is_contact(unit)


def _rest(text: str, units: list[Line]) -> list[Section]:
    """Body, boilerplate and contact, paragraph by paragraph."""
    state = _State(kind="body", sizes=Counter(unit.paragraph for unit in units))
    prose = (i for i in range(len(units) - 1, -1, -1) if len(units[i].text) > 60 and is_final(units[i].text))
    state.last = next(prose, 0)
    for index, unit in enumerate(units):
        if RULE.match(unit.text):
            continue
        if unit.heading and unit.heading[0] != "headline":
            _under_heading(text, state, unit)
        elif index < _NEAR_TOP and unit.heading and is_dated_label(unit):
            state.sections.append(Section("dateline", unit.start, unit.end))
        elif unit.marked and state.kind != "contact" and not is_contact(unit):
            # An unknown heading leaves body body and boilerplate boilerplate.
            state.heading = unit.text.strip(" :")
            state.sections.append(Section(state.kind, unit.start, unit.end, state.heading))
        else:
            following = units[index + 1 : index + 5]
            closing = index > state.last and not _WEEKDAY.match(unit.text)
            closing = closing and (len(following) < 4 or _ends_text(following[0]))
            _under(text, state, unit, following, closing=closing)
        state.listed = unit.text.endswith(":") and not unit.heading
    return state.sections


def _under_heading(text: str, state: _State, unit: Line) -> None:
    kind, label, after = unit.heading or ("body", "", unit.end)
    if kind == state.kind == "contact":  # "Pressesprecher" within the block
        state.sections.append(Section(kind, unit.start, unit.end, state.heading))
        return
    inline = unit.end - after > 90
    if kind == "contact" and is_final(unit.text):  # one sentence is no block
        state.sections.append(Section(kind, unit.start, unit.end, label))
        return
    last = state.sections[-1] if state.sections else None
    if kind == "contact" and last and last.kind in ("body", "boilerplate"):
        name = last.end - last.start < 70 and not is_final(text, last.start, last.end)
        if name and text.count("\n", last.end, unit.start) == 1 and text[last.end - 1] not in ":?!":
            # The name above "Pressesprecherin" is of the block.
            state.sections[-1] = replace(last, kind=kind, heading=label)
    state.kind = kind
    state.heading = label if inline or kind == "contact" else unit.text.strip(" :")
    state.sections.append(Section(kind, unit.start, unit.end, state.heading))


def _under(text: str, state: _State, unit: Line, following: list[Line], *, closing: bool) -> None:
    prose = len(unit.text) > 150 or (len(unit.text) > 60 and is_final(unit.text))
    if state.kind == "contact" and prose and not CONTACT.search(unit.text):
        state.kind, state.heading = "boilerplate", ""
    elif (
        state.kind != "contact"
        and not prose
        and not (closing and is_dated(unit))
        and _starts_contact(state, unit, following)
    ):
        state.kind, state.heading = "contact", ""
    behind = opening(text, unit) if not state.opened else unit.start
    if state.kind == "body" and behind > unit.start:
        a, b = trim(text, unit.start, behind, " \n\t–—-|*_")
        state.sections.append(Section("dateline", a, b))
        unit.start, _ = trim(text, behind, unit.end)
    elif is_dated(unit) and _closes(state, unit, following, closing=closing):
        state.sections.append(Section("dateline", unit.start, unit.end))
        return
    if unit.start < unit.end:
        state.opened = True
        state.sections.append(Section(state.kind, unit.start, unit.end, state.heading))


def _closes(state: _State, unit: Line, following: list[Line], *, closing: bool) -> bool:
    """May a line of place and date be the release's? In a contact block only its last, set apart."""
    if state.kind != "contact":
        return closing or not state.opened
    return closing and not following and state.sizes[unit.paragraph] == 1


def _ends_text(unit: Line) -> bool:
    """A line that a body does not go on with."""
    return is_contact(unit) or bool(unit.heading and unit.heading[0] != "body")


def _starts_contact(state: _State, unit: Line, following: list[Line]) -> bool:
    """A contact line; or a name with only short lines until one of contact in the same paragraph, or, where
    the paragraph is but a name and a post, in the next one."""
    if BULLET.match(unit.text):
        return False
    if is_contact(unit):
        return True
    if len(unit.text) >= 70 or unit.text[-1:] in ".:!?" or state.listed:
        return False
    reach = unit.paragraph + (state.sizes[unit.paragraph] <= 2)
    for line in following:
        if line.paragraph > reach or len(line.text) >= 110 or is_final(line.text):
            return False
        if is_contact(line):
            return True
    return False


def _merged(text: str, sections: list[Section]) -> list[Section]:
    """Contact lines as blocks; a kicker that the title line has swallowed apart."""
    found: list[Section] = []
    for section in sorted((s for s in sections if s.start < s.end), key=lambda s: s.start):
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
    words = text[title.start : min(title.end, title.start + _LONGEST_TITLE)].split(" ")
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
