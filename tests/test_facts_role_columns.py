"""kg.facts.role_columns: offices below the names of people who stand beside each other."""

from __future__ import annotations

from saying import page, slots

BLOCK = """

Ansprechpartner für Medien

Jens Krüger                            Petra Lindner
Leiter Kommunikation                   Pressesprecherin
Tel. 02921 103-1                       Tel. 02921 103-2
krueger@soest.example                  lindner@soest.example
"""


def test_each_office_is_that_of_the_name_above_it() -> None:
    """Two columns give two offices, and none of them to the neighbour."""
    found = slots(page("Das neue Portal ist da.") + BLOCK, "role", "person", "role_canonical")
    assert [(p, str(r).split(" ")[0]) for p, r in found] == [
        ("Jens Krüger", "Leiter"),
        ("Petra Lindner", "Pressesprecher"),
    ]
