"""The authority (`data/authority/*.ttl`): making entries, listing and checking them.

    identifiers  keys and IRIs of other registers, each with who checked it, where and when
    entries      what a steward says of a thing, as an IRI and triples
    files        entries in Turtle files as people keep them
    adding       an entry into its file, once it is found sound
    lookup       entries by name and IRI, and where they stand
    checking     shapes, names that lead to two entries, IRIs
    listing      entries as rows

`kg.identity.authority` is what a build reads of it.
"""

from kg.authority.adding import Added, add
from kg.authority.checking import check
from kg.authority.entries import KINDS, Wanted, types
from kg.authority.listing import rows
from kg.authority.lookup import find

__all__ = ["KINDS", "Added", "Wanted", "add", "check", "find", "rows", "types"]
