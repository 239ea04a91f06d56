"""Facts and derived statements as quads, and back: the only place that makes quads.

`kg.graph.terms` holds the tables (slot to property, value to literal), `release` writes a release's
graph, `reading` reads it back, `corrections` what stewards decide, `view` writes the published
view, `partials` what it is derived from, `vocabulary` what it shows of `ontology/`.
"""

from kg.graph.corrections import (
    correction_label,
    correction_quads,
    correction_text,
    judgement_quads,
    read_corrections,
    read_judgements,
)
from kg.graph.partials import group_iri, partial_quads, plain_iri, plain_quads, read_partial
from kg.graph.reading import read_release
from kg.graph.release import release_quads, sorted_quads
from kg.graph.terms import day
from kg.graph.view import (
    conflict_quads,
    entity_quads,
    history_quads,
    open_quads,
    replacement_quads,
    tenure_quads,
)
from kg.graph.vocabulary import concept_labels, vocabulary_quads

__all__ = [
    "concept_labels",
    "conflict_quads",
    "correction_label",
    "correction_quads",
    "correction_text",
    "day",
    "entity_quads",
    "group_iri",
    "history_quads",
    "judgement_quads",
    "open_quads",
    "partial_quads",
    "plain_iri",
    "plain_quads",
    "read_corrections",
    "read_judgements",
    "read_partial",
    "read_release",
    "release_quads",
    "replacement_quads",
    "sorted_quads",
    "tenure_quads",
    "vocabulary_quads",
]
