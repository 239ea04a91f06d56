"""Events: what is held, when and where, by whom and with whom.

`event_names` finds what is called an event, `agenda` the lines of programmes and tables, `event_acts` what
verbs tell of; `event_slots` reads dates, place, organisers and participants from the sentences that speak of
it: the one it is named in, and later ones that say "die Veranstaltung", "dort" or the noun of its kind;
`event_series` parts what one name means several times.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Document
from kg.facts import agenda, event_acts, event_names, event_series, event_slots
from kg.model import Fact


def events(doc: Document) -> Iterator[Fact]:
    """Facts of kind event, one for each name and day."""
    found, units = event_names.named(doc)
    programme = agenda.agenda(doc, found)
    event_acts.acts(doc, found)
    if not found:
        return
    event_slots.fill(doc, found, units, programme)
    found = event_series.parts_of_series(doc, found)
    event_series.next_editions(doc, found, units)
    for event in event_series.each_day(doc, found):
        if not event_names.telling(event):
            continue
        planned = event.slots.pop("planned", None)
        slots = {"name": event.name, "type": event.type, **event.slots}
        modality = "announced" if planned or "status" in slots else "asserted"
        section = doc.section(event.start).kind
        yield Fact("event", slots, tuple(event.evidence), section, modality, event.rule)
