"""What a steward does about single facts: `kg correct`. `kg.corrections` applies it when deriving.

finding   from what a steward names to the fact in the store
deciding  reject, change, add, undo, list
noting    the rows of the table
"""

from kg.correcting.deciding import Decided, Desk, add, change, listed, reject, undo
from kg.correcting.finding import Found, find_fact

__all__ = ["Decided", "Desk", "Found", "add", "change", "find_fact", "listed", "reject", "undo"]
