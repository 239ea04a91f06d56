"""Suggestions as rows for programs and as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.matching import Profile
from kg.query import Rows
from kg.review.reading import example
from kg.review.splitting import Split
from kg.review.suggesting import Suggestion
from kg.store import Store
from kg.vocab import BASE, XSD

COLUMNS = (
    "score", "kind", "left", "leftLabel", "leftReleases", "leftQuote", "leftRelease",
    "right", "rightLabel", "rightReleases", "rightQuote", "rightRelease", "reasons", "judgement",
)  # fmt: skip
_WIDTH = 100
_WORDS = {
    "release": ("Mitteilung", "release"),
    "releases": ("Mitteilungen", "releases"),
    "same": ("gleich", "same"),
    "different": ("verschieden", "different"),
    "unsure": ("offen", "unsure"),
}


def rows(found: Iterable[Suggestion], store: Store, lang: str) -> Rows:
    """One row per suggestion, with the columns `COLUMNS`; reasons are joined by "; "."""
    return Rows(COLUMNS, tuple(_row(one, store, lang) for one in found))


def _row(one: Suggestion, store: Store, lang: str) -> tuple[Literal | NamedNode | None, ...]:
    return (
        Literal(f"{one.score:.2f}", datatype=XSD["decimal"]),
        Literal(one.left.kind),
        *_side(one.left, store),
        *_side(one.right, store),
        Literal(reasons(one, lang)),
        Literal(one.judgement) if one.judgement else None,
    )


def _side(profile: Profile, store: Store) -> Iterator[Literal | NamedNode | None]:
    quote, release = example(store, profile)
    yield NamedNode(profile.iri)
    yield Literal(profile.names[0])
    yield Literal(str(len(profile.releases)), datatype=XSD["integer"])
    yield Literal(quote) if quote else None
    yield Literal(release) if release else None


def text(one: Suggestion, store: Store, lang: str) -> str:
    """A suggestion in a few lines: both sides with their IRIs, the reasons, the words."""
    judged = f"  [{_word(one.judgement, lang)}]" if one.judgement else ""
    lines = [f"{one.score:.2f}  {reasons(one, lang)}{judged}"]
    for profile in (one.left, one.right):
        quote, release = example(store, profile)
        number = len(profile.releases)
        count = f"{number} {_word('release' if number == 1 else 'releases', lang)}"
        lines.append(f"      {profile.names[0]} ({count})  {profile.iri.removeprefix(BASE)}")
        if quote:
            lines.append(f"          »{_cut(quote)}« {release}")
    return "\n".join(lines) + "\n"


def split_text(one: Split, lang: str) -> str:
    """An entity that may be two, in a few lines: what contradicts, and the judgement that would part them."""
    lines = [f"{one.reason.text(lang)}: {one.label}  {one.iri.removeprefix(BASE)}"]
    lines += [f"      {value}  {release}" for value, release in one.told]
    mention = one.mention.removeprefix(BASE)
    lines.append(f"      → kg review judge {mention} {one.iri.removeprefix(BASE)} different")
    return "\n".join(lines) + "\n"


def reasons(one: Suggestion, lang: str) -> str:
    """The reasons in words, the gravest first."""
    return "; ".join(reason.text(lang) for reason in one.reasons)


def _word(key: str, lang: str) -> str:
    return _WORDS[key][lang != "de"]


def _cut(quote: str) -> str:
    return quote if len(quote) <= _WIDTH else quote[: _WIDTH - 1].rstrip() + "…"
