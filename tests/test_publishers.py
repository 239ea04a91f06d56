"""kg.publishers: whose a release is."""

from __future__ import annotations

import pytest
from saying import release

from kg import document


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (
            "Universität Werl hilft der Stadt\n\nDie Universität Werl hilft der Stadt Werl beim Rechnen. "
            "Forschende der Universität Werl zählen dafür Autos, und alle freuen sich sehr darüber.",
            "Universität Werl",
        ),
        (
            "HSX hilft beim Zählen in Werl\n\nDie Stadt Werl zählt Autos auf der Straße. Die HSX hilft ihr, "
            "und alle freuen sich darüber, auch wenn es noch lange dauern wird.",
            None,
        ),
        (
            "Aachen zählt Autos auf der Straße\n\nDie Kameras dafür wurden durch die Stadt Köln gebaut, und "
            "alle freuen sich darüber, auch wenn es noch lange dauern wird.",
            None,
        ),
        (
            "Preise für die besten Zähler\n\nEs gewannen die Städte Werl, Soest und Hamm, und alle freuen "
            "sich darüber, auch wenn es noch lange dauern wird.",
            None,
        ),
    ],
)
def test_publisher_of_a_text_without_letterhead(text: str, publisher: str | None) -> None:
    """A body that the title begins with writes; a town of a list, or beside the title's town, does not."""
    found = document.read(release(text)).publisher
    assert (found.name if found is not None else None) == publisher


def test_publisher_of_a_text_about_one_body() -> None:
    """Where no town is named, the one body of the title that the text goes on with has written it."""
    text = (
        "Pia Holm bleibt Kanzlerin der Universität Werl\n\nDer Senat der Universität Werl wählte sie "
        "wieder ins Amt. „Die Universität Werl gewinnt dadurch“, sagte ihr Rektor, und alle stimmten ihm zu."
    )
    found = document.read(release(text)).publisher
    assert found is not None
    assert found.name == "Universität Werl"
