"""kg.partials and the quads they are kept as: sums that can be taken apart again, in any order."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kg import graph, partials
from kg.partials import Partial, Weight

_names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=6)
_iris = st.integers(0, 9).map(lambda number: f"https://example.org/fact/{number}")
_days = st.dates(date(2012, 1, 1), date(2012, 4, 1)).map(date.isoformat)
_counts = st.integers(1, 4)


@st.composite
def _sums(draw: st.DrawFn) -> Partial:
    """Partials whose keys are always of one kind, as those that releases give."""
    kinds: dict[str, st.SearchStrategy[Weight]] = {
        "count": _counts,
        "who": st.frozensets(_iris, min_size=1, max_size=3),
        "days": st.dictionaries(_days, _counts, min_size=1, max_size=5),
    }
    keys = draw(st.lists(st.tuples(st.sampled_from(sorted(kinds)), _names), max_size=4, unique=True))
    return {partials.key(kind, name): draw(kinds[kind]) for kind, name in keys}


@given(_sums(), _sums())
def test_what_is_added_can_be_taken_again(one: Partial, other: Partial):
    """But for who says it: a release has its own attestations, so that none is added twice."""
    both = partials.added(one, other)
    assert both == partials.added(other, one)
    own = {
        key: weight for key, weight in other.items() if not partials.who(weight) & partials.who(one.get(key))
    }
    assert partials.taken(partials.added(one, own), own) == one
    assert partials.taken(both, both) == {}


@given(_sums())
def test_a_sum_is_read_from_the_store_as_it_was_written(one: Partial):
    """Whatever its keys are made of."""
    group = ("posts", "ä/#", "de")
    quads = graph.partial_quads(group, one)
    assert {quad.subject.value for quad in quads} <= {graph.group_iri(group)}
    assert graph.read_partial(quads) == one


def test_what_is_said_on_thousands_of_days_is_a_quad_a_month():
    """And not one a day."""
    days = {f"{year}-{month:02}-{day:02}": 1 for year in range(2012, 2022) for month in range(1, 13)
            for day in range(1, 29)}  # fmt: skip
    assert len(graph.partial_quads(("posts", "a", "b"), {"days:x": days})) == 120
