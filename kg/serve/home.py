"""`/`: a page to begin with."""

from __future__ import annotations

from kg import tally
from kg.serve import pages
from kg.serve.exchange import Answer, Ask, Context

_KINDS = {
    "person": ("Personen", "persons"),
    "organization": ("Organisationen", "organisations"),
    "place": ("Orte", "places"),
    "post": ("Posten", "posts"),
    "tenure": ("Amtszeiten", "tenures"),
    "event": ("Veranstaltungen", "events"),
    "programme": ("Programme", "programmes"),
    "competition": ("Wettbewerbe", "competitions"),
    "project": ("Projekte", "projects"),
    "brand": ("Marken", "brands"),
    "funding": ("Förderungen", "grants"),
    "headcount": ("Mitarbeiterzahlen", "headcounts"),
    "quotation": ("Zitate", "quotations"),
    "contact": ("Kontakte", "contacts"),
    "conflict": ("Widersprüche", "conflicts"),
}
"""What kinds of entities are called, in German and English."""


def home(context: Context, ask: Ask) -> Answer:
    """What this is, how much there is, and where to go on."""
    if "counted" not in context.kept:  # counting reads the whole store
        context.kept["counted"] = tally.entities(context.store), sum(tally.facts(context.store).values())
    entities, facts = context.kept["counted"]
    return pages.page(
        "home.html",
        context,
        ask,
        entities=[(*_KINDS.get(kind, (kind, kind)), number) for kind, number in entities.items()],
        facts=facts,
        releases=len(context.store.release_keys()),
        endpoint=context.url("/sparql"),
    )
