"""Stadtgraph: a knowledge graph of municipal digitalisation, built from press releases.

Importing this package loads nothing heavy; each module imports its libraries itself.
The rows of `docs/data-model.md` say which module may import which.
"""

__version__ = "0.1.0"
