"""English sentences of German press offices: the same facts from English frames."""

import pytest
from saying import facts, slots

HEAD = "City of Werl\nPress release\n\nWerl, 3 May 2021\n\nNew office opened\n\n"


@pytest.mark.parametrize(
    ("words", "person", "role"),
    [
        ('"Good," said Petra Lindner, who chairs the association.', "Petra Lindner", "Chair"),
        ("Petra Lindner, who has run the planning department since 2019, agreed.", "Petra Lindner", "Head"),
        ("Petra Lindner will chair the jury.", "Petra Lindner", "Chair"),
        ("It came from Lippstadt's mayor, Petra Lindner.", "Petra Lindner", "mayor"),
        ("Petra Lindner will leave Werl to become managing director of Netz GmbH.",
         "Petra Lindner", "managing director"),
        ("Petra Lindner, once a postdoctoral fellow, spoke first.", "Petra Lindner", "postdoctoral fellow"),
        ("Councillor Petra Lindner spoke first.", "Petra Lindner", "Councillor"),
    ],
)  # fmt: skip
def test_offices_in_english_frames(words: str, person: str, role: str) -> None:
    """Verbs of leading, owners and changes tell an office, named in English."""
    assert (person, role) in [(f.slots["person"], f.slots["role"]) for f in facts(HEAD + words, "role")]


def test_mayor_of_an_owner_in_the_genitive() -> None:
    """ "Lippstadt's mayor" is not the mayor of the city that writes."""
    words = "It came from Lippstadt's mayor, Petra Lindner."
    assert slots(HEAD + words, "role", "organization") == [("Lippstadt",)]


def test_pronoun_had_been() -> None:
    """What somebody had been is over."""
    words = "Petra Lindner spoke first. She had been acting treasurer since the summer."
    assert [(f.slots["person"], f.modality) for f in facts(HEAD + words, "role")] == [
        ("Petra Lindner", "former")
    ]


@pytest.mark.parametrize("name", ["Town of Murrhardt", "Province of Overijssel", "Municipality of Senden"])
def test_municipalities_by_their_english_kind(name: str) -> None:
    """Kind, "of" and a name are a body."""
    words = f"It was led by the {name[0].lower() + name[1:]} in May."
    assert name.lower() in [str(*found).lower() for found in slots(HEAD + words, "organization", "name")]


@pytest.mark.parametrize("form", ["AG", "GmbH", "SE"])
def test_a_name_with_a_legal_form_is_a_firm(form: str) -> None:
    """A firm that bears somebody's name is nobody."""
    words = f"Das neue Haus gehört der Karl Meier {form} aus Werl. Sprecherin Meier war dort."
    assert (f"Karl Meier {form}",) in slots(HEAD + words, "organization", "name")
