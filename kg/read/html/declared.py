"""What the metadata of a page declares: its names, the day it was published, and who publishes it.

Only what is said outright is taken: no date is looked for in addresses or texts, no host is a publisher.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kg.layout import heading_kind
from kg.letterhead import is_sender
from kg.read.html.blocks import Element, clean

_TITLES = ("og:title", "headline", "twitter:title", "dcterms.title", "dc.title")
_DAYS = (
    "article:published_time", "og:article:published_time", "datepublished", "dcterms.issued",
    "dc.date.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created", "pubdate",
    "publish-date", "publication_date", "date",
)  # fmt: skip
_PUBLISHERS = ("publisher", "dcterms.publisher", "dc.publisher")
_SITES = ("og:site_name", "application-name")
_ARTICLES = re.compile(r"(?:\w*Article|PressRelease|\w*Posting|Report)\Z")
_DAY = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\Z", re.ASCII)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+/?\Z|https?:|@")
_LONGEST = 300
_OLDEST = 1990
_HERE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Declared:
    """Names of the page, the surest first; day (ISO) and publisher, empty where none is declared."""

    names: tuple[str, ...] = ()
    issued: str = ""
    publisher: str = ""

    def of(self, title: str) -> Mapping[str, str]:
        """What is declared, with the title as the page shows it, or its name where it shows none."""
        said = {
            "title": title or next(iter(self.names), ""),
            "issued": self.issued,
            "publisher": self.publisher,
        }
        return {name: value for name, value in said.items() if value}


def declared(root: Element) -> Declared:
    """What a page's metadata declares: meta elements, JSON-LD, microdata, `time`."""
    meta = _meta(root)
    nodes = [node for script in root.iter("script") for node in _linked_data(script)]
    articles = [n for n in nodes if any(map(_ARTICLES.match, _texts(n.get("@type"))))]
    headlines = [text for node in articles for text in _texts(node.get("headline"))]
    names = [*meta["og:title"], *headlines, *(name for key in _TITLES for name in meta[key])]
    names += [title.text_content() for title in root.iter("title")][:1]
    days = [text for node in articles for text in _texts(node.get("datePublished"))]
    days += [day for key in _DAYS for day in meta[key]]
    days += [text for node in nodes for text in _texts(node.get("datePublished"))]
    days += _times(root)
    return Declared(
        tuple(dict.fromkeys(name for name in map(_short, names) if name and heading_kind(name) is None)),
        next(filter(None, map(iso_day, days)), ""),
        _publisher(meta, [*articles, *nodes]),
    )


def iso_day(text: str) -> str:
    """The day of an ISO date or time, or of 03.05.2021; "" for anything else.

    A time of another zone is the day it was here.
    """
    text = text.strip()
    german = _DAY.match(text)
    try:
        if german:
            day = date(int(german["year"]), int(german["month"]), int(german["day"]))
        else:
            moment = datetime.fromisoformat(text)
            day = (moment.astimezone(_HERE) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return ""
    return day.isoformat() if day.year >= _OLDEST else ""


def _meta(root: Element) -> Mapping[str, list[str]]:
    """The contents of meta elements and microdata by name in lower case."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in root.iter("meta"):
        for name in ("property", "name", "itemprop"):
            if element.get(name) and element.get("content"):
                found[element.get(name).lower()].append(element.get("content"))
    for element in root.iter("time"):
        if element.get("itemprop") and element.get("datetime"):
            found[element.get("itemprop").lower()].append(element.get("datetime"))
    return found


def _times(root: Element) -> list[str]:
    """The time elements that are marked as the time of publication; else the day that all of them give."""
    times = [(t.get("datetime"), t) for t in root.iter("time") if t.get("datetime")]
    marked = [
        text
        for text, t in times
        if t.get("pubdate") is not None
        or re.search(r"\b(?:published|entry-date|pubdate)\b", t.get("class") or "")
    ]
    days = {iso_day(text) for text, _ in times}
    return marked or (sorted(days) if len(days) == 1 else [])


def _linked_data(script: Element) -> Iterator[Mapping[str, Any]]:
    """The nodes of a script of JSON-LD, those of its graph too."""
    if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
        return
    try:
        said = json.loads(script.text, strict=False)
    except (ValueError, RecursionError):
        return
    for node in said if isinstance(said, list) else [said]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (n for n in (graph if isinstance(graph, list) else []) if isinstance(n, dict))


def _texts(value: object) -> Sequence[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]


def _publisher(meta: Mapping[str, list[str]], nodes: Sequence[Mapping[str, Any]]) -> str:
    """Who is named as publisher, else the site where its name is that of an organization."""
    named = [text for key in _PUBLISHERS for text in meta[key]]
    for node in nodes:
        publisher = node.get("publisher")
        for one in publisher if isinstance(publisher, list) else [publisher]:
            named += _texts(one.get("name")) if isinstance(one, dict) else _texts(one)
    sites = [text for key in _SITES for text in meta[key] if is_sender(text)]
    known = (_short(name) for name in (*named, *sites))
    return next((name for name in known if name and not _HOST.search(name)), "")


def _short(text: str) -> str:
    words = " ".join(clean(text).split())
    return words if len(words) <= _LONGEST else ""
