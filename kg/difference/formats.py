"""How differences are written: as text and Markdown for people, as JSON for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from pyoxigraph import NamedNode

from kg.difference.changes import KINDS, Difference
from kg.difference.sentences import Sentence, Sentences
from kg.difference.wording import Lang, noun, told
from kg.errors import InputError
from kg.query import shown
from kg.query.rows import one_line
from kg.vocab import BASE

FORMATS = ("text", "json", "md")


def write(difference: Difference, form: str = "text", lang: Lang = "en") -> str:
    """A difference in one of `FORMATS`; "" in text and Markdown when there is none.

    Text and Markdown put together what has changed of entities in nothing but what they rest on; JSON has
    a sentence for each. Raises InputError for another format.
    """
    if form not in FORMATS:
        raise InputError(f"“{form}” is no format", remedy=f"there are {', '.join(FORMATS)}")
    sentences = list(Sentences(difference, lang).all())
    if form == "json":
        return _json(difference, sentences, lang)
    heading, item = ("## {}\n\n", "- {}\n") if form == "md" else ("{}\n", "  - {}\n")
    tidy = _escaped if form == "md" else str
    parts = [
        heading.format(tidy(head)) + "".join(item.format(tidy(one.text)) for one in own)
        for head, own in _groups(difference, [one for one in sentences if one.what != "sources"], lang)
    ]
    if summary := _summary([one for one in sentences if one.what == "sources"], lang):
        parts.append(f"{tidy(summary)}\n")
    return "\n".join(parts)


def _groups(
    difference: Difference, sentences: Iterable[Sentence], lang: Lang
) -> Iterator[tuple[str, list[Sentence]]]:
    """The sentences under the name of what they are about, in the order of kinds and names."""

    def name(iri: str) -> str:
        return one_line(difference.name(iri, lang) or shown(NamedNode(iri)))

    def order(sentence: Sentence) -> tuple[int, str, str]:
        return _rank(sentence.about), name(sentence.about).casefold(), sentence.about

    for (_, _, about), own in groupby(sorted(sentences, key=order), key=order):
        short = shown(NamedNode(about))
        yield (name(about) if name(about) == short else f"{name(about)} ({short})"), list(own)


def _rank(iri: str) -> int:
    """The place of an entity's kind, as far as its IRI tells it."""
    kind = iri.removeprefix(f"{BASE}id/").partition("/")[0]
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _summary(sentences: list[Sentence], lang: Lang) -> str:
    """One sentence for all entities of which nothing changed but what they rest on."""
    if not sentences:
        return ""
    counted = Counter(one.kind for one in sentences)
    kinds = [f"{n} {noun(k, lang, several=n != 1)}" for k in KINDS if (n := counted[k])]
    come, gone = (sum(one.counts[side] for one in sentences) for side in (0, 1))
    return told("only sources", lang, kinds=", ".join(kinds), come=come, gone=gone)


def _json(difference: Difference, sentences: list[Sentence], lang: Lang) -> str:
    found = {
        "before": difference.before,
        "after": difference.after,
        "changes": [_object(difference, one, lang) for one in sentences],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _object(difference: Difference, one: Sentence, lang: Lang) -> dict[str, Any]:
    return {
        "what": one.what,
        "kind": one.kind,
        "entity": one.iri,
        "about": one.about,
        "aboutLabel": difference.name(one.about, lang),
        "text": one.text,
        "values": {p: {"before": list(was), "after": list(now)} for p, (was, now) in one.values.items()},
    }


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]|#])", r"\\\1", text)
