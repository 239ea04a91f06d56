"""Which entities may be one: candidates without comparing all pairs, and what speaks for and against each.

    phonetics, reasons     how words sound; reasons with weight, in words
    persons, organizations what two names differ in
    governed               municipalities and districts, and who acts for them
    circumstances          what is known beside the names
    profiles, comparing    what is known of an entity; two of them to a verdict, a score and reasons
    blocking               entities to the pairs worth comparing, in time linear in their number

Nothing is linked by it: `kg.identity.resolve` makes one of what is certain, stewards judge the rest.
"""

from kg.matching.blocking import candidates
from kg.matching.comparing import Comparison, compare
from kg.matching.profiles import Held, Profile
from kg.matching.reasons import Reason

__all__ = ["Comparison", "Held", "Profile", "Reason", "candidates", "compare"]
