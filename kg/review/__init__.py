"""Which entities of a store are one: what is suggested to stewards, and what they judge of it.

reading      what the view says of each entity
suggesting   pairs that may be one and nobody has judged
splitting    persons who may be two
judging      a judgement into the table, or out of it
listing      suggestions as rows and as text
"""

from kg.review.judging import judge, undo
from kg.review.reading import profiles
from kg.review.splitting import Split, splits
from kg.review.suggesting import Suggestion, suggestions

__all__ = ["Split", "Suggestion", "judge", "profiles", "splits", "suggestions", "undo"]
