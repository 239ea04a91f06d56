"""A model world, press releases that tell of it, and what the canned queries answer about them.

    world, words.toml, making     cities, offices and who held them, money, events; all of it made up
    page, speaking, matters, telling   releases: their texts, and the facts in them
    asking, people, money, sources, tenures   questions with known rows, from what the releases said

Nothing here looks at a store or uses what `kg` derives: what is known is known from the world.
"""

from collections.abc import Iterable, Iterator

from modelworld import money, people, sources
from modelworld.asking import Archive, Question
from modelworld.page import Told

__all__ = ["questions"]

_PARTS = (
    people.tenures, money.events, people.participants, money.funding, money.programmes, money.projects,
    money.organizations, money.headcounts, people.quotations, people.histories, people.contacts,
    sources.timelines, sources.evidence, sources.conflicts, sources.releases,
)  # fmt: skip


def questions(releases: Iterable[Told]) -> Iterator[Question]:
    """All that is asked about an archive, with the rows that must come; the forms of a query together."""
    archive = Archive(releases)
    for part in _PARTS:
        yield from part(archive)
