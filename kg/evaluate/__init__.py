"""How well facts are read: facts found against gold facts written by hand.

The rules, and so the figures, are those of the scorer that comes with the gold format
(docs/evaluation.md): a found fact is right when it agrees with a gold fact of its kind in what makes it
that fact; its slots are then compared one by one.

    gold folder -> `gold.load` -> `scoring.score` with the facts of each release -> `report`
"""

from __future__ import annotations

from kg.evaluate.gold import Gold, load
from kg.evaluate.scoring import KINDS, Count, Finding, Result, score

__all__ = ["KINDS", "Count", "Finding", "Gold", "Result", "load", "score"]
