"""Facts and derived statements as quads, and back: the only place that makes quads.

`kg.graph.terms` holds the tables (slot to property, value to literal), `kg.graph.release` writes a
release's graph, `kg.graph.reading` reads it back, `kg.graph.view` writes the published view.
"""

from kg.graph.reading import read_release
from kg.graph.release import release_quads, sorted_quads

__all__ = ["read_release", "release_quads", "sorted_quads"]
