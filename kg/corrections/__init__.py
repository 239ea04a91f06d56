"""What stewards decide about single facts (`corrections.csv`), and how it is applied when deriving.

A release's text and its attestations stay as they are: `contributions` of `kg.published` asks
`Corrections.apply` for the facts to derive from.

    values      what a slot can hold         checking    what no correction can mean
    loading     the table                    applying    from facts to corrected facts
    validating  the shapes                   naming      where corrections are named in the view
    reporting   what became of each, for people
"""

from kg.corrections.applying import STATES, Applied, Corrections, Outcome, apply, is_alone, key_of
from kg.corrections.checking import check
from kg.corrections.loading import COLUMNS, load_corrections, rows_of
from kg.corrections.naming import named
from kg.corrections.reporting import finding, findings, outcomes, report_of, why, word
from kg.corrections.validating import findings as found_by_shapes
from kg.corrections.values import check_kind, check_slot, said, text_of, value_of

__all__ = [
    "COLUMNS", "STATES", "Applied", "Corrections", "Outcome", "apply", "check", "check_kind", "check_slot",
    "finding", "findings", "found_by_shapes", "is_alone", "key_of", "load_corrections", "named", "outcomes",
    "report_of", "rows_of", "said", "text_of", "value_of", "why",
    "word",
]  # fmt: skip
