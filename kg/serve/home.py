"""`/`: a page to begin with."""

from __future__ import annotations

from kg import tally
from kg.serve import pages
from kg.serve.exchange import Answer, Ask, Context


def home(context: Context, ask: Ask) -> Answer:
    """What this is, how much there is, and where to go on."""
    if "entities" not in context.kept:
        context.kept["entities"] = tally.entities(context.store)
    return pages.page(
        "home.html",
        context,
        ask,
        entities=[(name, number) for name, number in context.kept["entities"].items() if number],
        releases=len(context.store.release_keys()),
        endpoint=context.url("/sparql"),
    )
