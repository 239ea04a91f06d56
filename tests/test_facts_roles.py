"""kg.facts: who holds which role, wherever the sentence puts it."""

from __future__ import annotations

import pytest
from saying import HEAD, facts, only, page, slots

ABOUT = (
    "\n\nÜber die Stadt Soest\n\nDie Stadt Soest liegt in Westfalen. An ihrer Spitze steht Bürgermeister "
    "Jens Krüger. Sie hat 48.000 Einwohner und viele schöne Kirchen aus Grünsandstein."
)

POSITIONS = [
    ("Oberbürgermeisterin Petra Lindner sprach zuerst.", "Oberbürgermeister", "Stadt Soest"),
    (
        "Petra Lindner, Oberbürgermeisterin der Stadt Soest, sprach zuerst.",
        "Oberbürgermeister",
        "Stadt Soest",
    ),
    (
        "Zuerst sprach die Oberbürgermeisterin der Stadt Soest, Petra Lindner.",
        "Oberbürgermeister",
        "Stadt Soest",
    ),
    ("Zuerst sprach die Oberbürgermeisterin Petra Lindner.", "Oberbürgermeister", "Stadt Soest"),
    ("Petra Lindner (Leiterin der Stadtbibliothek Soest) sprach zuerst.", "Leiter", "Stadtbibliothek Soest"),
    ("Petra Lindner ist Bürgermeisterin der Stadt Werl.", "Bürgermeister", "Stadt Werl"),
    ("Für Petra Lindner als Vertreterin der Stadt Werl war das neu.", "Vertreter", "Stadt Werl"),
    ("Bürgermeisterin der Stadt Werl ist Petra Lindner.", "Bürgermeister", "Stadt Werl"),
    ("Petra Lindner, CDO der Stadt Werl, sprach zuerst.", "Chief Digital Officer", "Stadt Werl"),
    ("Bildungsdezernentin Petra Lindner sprach zuerst.", "Bildungsdezernent", "Stadt Soest"),
    (
        "Die Digitalisierungsbeauftragte Petra Lindner sprach zuerst.",
        "Digitalisierungsbeauftragter",
        "Stadt Soest",
    ),
    ("Projektleiter:in Petra Lindner sprach zuerst.", "Projektleiter", "Stadt Soest"),
    ("Die Erste Beigeordnete Petra Lindner sprach zuerst.", "Erster Beigeordneter", "Stadt Soest"),
    ("Die Soester Bürgermeisterin Petra Lindner sprach zuerst.", "Bürgermeister", "Stadt Soest"),
    ("Der Rat wählte Petra Lindner zur Beigeordneten der Stadt Werl.", "Beigeordneter", "Stadt Werl"),
    (
        "Staatssekretärin Petra Lindner vom Ministerium für Wirtschaft und Energie sprach zuerst.",
        "Staatssekretär",
        "Ministerium für Wirtschaft und Energie",
    ),
    ("Petra Lindner (sie/ihr), Referentin für Kommunikation, sprach zuerst.", "Referent", "Stadt Soest"),
    ("Die Kreise wählen Petra Lindner zur Präsidentin.", "Präsident", "Stadt Soest"),
    (
        "Petra Lindner hat im Mai ihre Arbeit als Klimaschutzmanagerin aufgenommen.",
        "Klimaschutzmanager",
        "Stadt Soest",
    ),
    (
        "Am Montag führte der Rat Petra Lindner in ihr neues Amt als Schulleiterin ein.",
        "Schulleiter",
        "Stadt Soest",
    ),
    (
        "Die Universität Siegen gratuliert. Petra Lindner wurde auf die Professur für Informatik berufen.",
        "Professor",
        "Universität Siegen",
    ),
]


@pytest.mark.parametrize(("words", "role", "organization"), POSITIONS)
def test_role_is_found_wherever_it_stands(words: str, role: str, organization: str) -> None:
    """Before, behind, in brackets, as predicate: one fact, base label, organisation."""
    fact = only(page(words), "role")
    told = [fact.slots.get(slot) for slot in ("person", "role_canonical", "organization")]
    assert told == ["Petra Lindner", role, organization]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("Bürgermeister Dr. Jens Krüger sprach.", "Dr."),
        ("Bürgermeister Prof. Dr. Jens Krüger sprach.", "Prof. Dr."),
        ("Prof. Dr. Jens Krüger, Bürgermeister der Stadt Soest, sprach.", "Prof. Dr."),
        ("Bürgermeister Dr.-Ing. Jens Krüger sprach.", "Dr.-Ing."),
        ("Bürgermeister Jens Krüger sprach.", None),
    ],
)
def test_titles_are_kept_apart_from_the_name(words: str, titles: str | None) -> None:
    """The person's name carries no title; the titles have their own slot."""
    assert slots(page(words), "role", "person", "titles") == [("Jens Krüger", titles)]


@pytest.mark.parametrize(
    ("name"),
    [
        "Jens-Peter Krüger",
        "Anna von der Heide",
        "Maria Groß-Lüttich",
        "Peter O'Hara",
        "Ayşe Yıldız",
    ],
)
def test_names_of_several_parts_are_whole(name: str) -> None:
    """Hyphens, particles, initials, apostrophes and foreign letters belong to a name."""
    assert slots(page(f"Bürgermeisterin {name} sprach zuerst."), "role", "person") == [(name,)]


def test_several_people_with_one_plural_role() -> None:
    """A plural before a list of names is the role of each."""
    found = slots(
        page("Die Bürgermeisterinnen Petra Lindner und Anna Becker sprachen."),
        "role",
        "person",
        "role_canonical",
    )
    assert found == [("Petra Lindner", "Bürgermeister"), ("Anna Becker", "Bürgermeister")]


def test_list_of_people_each_with_a_role() -> None:
    """In a list each person has the role that stands beside it, and no other's."""
    words = "Es kamen Bürgermeister Jens Krüger, Landrätin Petra Lindner und Baudezernent Uwe Hartmann."
    assert slots(page(words), "role", "person", "role_canonical") == [
        ("Jens Krüger", "Bürgermeister"),
        ("Petra Lindner", "Landrat"),
        ("Uwe Hartmann", "Baudezernent"),
    ]


def test_organization_of_one_person_is_not_the_next_ones() -> None:
    """Two people with role and organisation in one sentence: each has their own."""
    words = "Jens Krüger, Bürgermeister der Stadt Werl, und Petra Lindner, Landrätin des Kreises Unna, kamen."
    assert slots(page(words), "role", "person", "organization") == [
        ("Jens Krüger", "Stadt Werl"),
        ("Petra Lindner", "Kreis Unna"),
    ]


def test_role_implied_by_office_is_marked_as_resolved() -> None:
    """An organisation that the words do not name carries the reason why it is taken."""
    fact = only(page("Oberbürgermeisterin Petra Lindner sprach zuerst."), "role")
    assert fact.slots["organization"] == "Stadt Soest"
    assert "organization" in fact.resolved


def test_organization_in_the_words_is_not_resolved() -> None:
    """An organisation named beside the role rests on the words alone."""
    fact = only(page("Petra Lindner, Oberbürgermeisterin der Stadt Werl, sprach zuerst."), "role")
    assert "organization" not in fact.resolved
    assert fact.evidence[0].quote == "Petra Lindner, Oberbürgermeisterin der Stadt Werl"


def test_role_is_attested_on_the_day_of_issue() -> None:
    """The text speaks on its own day; an undated text on none."""
    words = "Bürgermeister Jens Krüger sprach zuerst."
    assert only(page(words), "role").slots["attested"] == "2021-05-03"
    undated = "Neues Rathaus steht allen offen\n\nIm Rathaus von Soest war viel los. " + words
    assert "attested" not in only(undated, "role").slots


def test_stated_day_wins() -> None:
    """A day that the steward states is the day at which the text speaks."""
    found = facts(page("Bürgermeister Jens Krüger sprach."), "role", issued="2021-05-04")
    assert [f.slots["attested"] for f in found] == ["2021-05-04"]


@pytest.mark.parametrize(
    ("words", "flag", "modality"),
    [
        ("Die ehemalige Bürgermeisterin Petra Lindner kam.", "former", "former"),
        ("Die frühere Bürgermeisterin Petra Lindner kam.", "former", "former"),
        ("Petra Lindner, ehemalige Bürgermeisterin der Stadt Soest, kam.", "former", "former"),
        ("Die kommissarische Amtsleiterin Petra Lindner kam.", "acting", "asserted"),
        ("Die stellvertretende Bürgermeisterin Petra Lindner kam.", "deputy", "asserted"),
        ("Die designierte Oberbürgermeisterin Petra Lindner kam.", "designated", "future"),
    ],
)
def test_what_qualifies_a_role(words: str, flag: str, modality: str) -> None:
    """Former, acting, deputy and designated are flags; former and designated are not held now."""
    fact = only(page(words), "role")
    assert fact.slots.get(flag) is True
    assert fact.modality == modality


@pytest.mark.parametrize(
    ("words", "start", "end", "modality"),
    [
        ("Petra Lindner ist seit 2019 Kämmerin der Stadt Soest.", "2019", None, "asserted"),
        ("Petra Lindner, seit März 2018 Kämmerin der Stadt Soest, kam.", "2018-03", None, "asserted"),
        (
            "Petra Lindner übernahm im Mai 2020 das Amt der Bürgermeisterin der Stadt Soest.",
            "2020-05",
            None,
            "asserted",
        ),
        (
            "Petra Lindner, die neue Kämmerin der Stadt Soest, tritt ihr Amt am 1. Juni 2021 an.",
            "2021-06-01",
            None,
            "future",
        ),
        (
            "Petra Lindner scheidet zum 31. Mai 2021 als Kämmerin der Stadt Soest aus.",
            None,
            "2021-05-31",
            "asserted",
        ),
        ("Petra Lindner, Kämmerin der Stadt Soest, kam am 2. Mai 2021.", None, None, "asserted"),
    ],
)
def test_start_and_end_only_where_the_words_state_them(
    words: str, start: str | None, end: str | None, modality: str
) -> None:
    """A day beside a word of change is a start or an end; any other day is not."""
    fact = only(page(words), "role")
    assert (fact.slots.get("start"), fact.slots.get("end"), fact.modality) == (start, end, modality)


@pytest.mark.parametrize(
    "words",
    [
        "Ein guter Bürgermeister muss zuhören können.",
        "Die Stelle der Leiterin ist frei.",
        "Im Referat war kein Vorrat mehr da, und die Heirat fiel aus.",
        "Die Bürgermeisterkette lag im Schrank.",
        "Petra Lindner heads a team of 17 people at the Digital Affairs Unit.",
        "Petra Lindner verantwortet die Strategie der Stadtwerke Werl GmbH.",
    ],
)
def test_no_role_is_asserted_where_nobody_holds_one(words: str) -> None:
    """Negation, a role in general, a vacancy, words that only look like roles give no plain fact.

    Nor is a team or a strategy the body named behind it.
    """
    assert slots(page(words), "role", "person", "role") == []


def test_role_as_written_and_its_base_label() -> None:
    """The role is kept as written, its base label is neutral or masculine, its concept an IRI."""
    fact = only(page("Mit der Kämmerin Petra Lindner sprach niemand."), "role")
    assert fact.slots["role"] == "Kämmerin"
    assert str(fact.slots["concept"]).startswith("https://")


def test_surname_alone_is_the_person_named_in_full() -> None:
    """A role beside a surname belongs to the person that the text names in full."""
    words = "Petra Lindner kam früh. Kämmerin Lindner freute sich."
    assert slots(page(words), "role", "person") == [("Petra Lindner",)]


@pytest.mark.parametrize("name", ["Weber", "Groß", "Hartmann"])
def test_surname_alone_behind_a_role(name: str) -> None:
    """A role with nothing but a surname names a person, also where surnames end like adjectives of towns."""
    assert slots(page(f"Bundesinnenminister {name} sprach zuerst."), "role", "person") == [(name,)]


def test_role_said_twice_is_one_fact() -> None:
    """A second mention adds nothing to what the first said."""
    words = "Bürgermeister Jens Krüger sprach. Später ging Bürgermeister Jens Krüger nach Hause."
    assert len(facts(page(words), "role")) == 1


def test_boilerplate_role_keeps_its_section() -> None:
    """A role in the closing block is marked as boilerplate, which bounds nobody's tenure."""
    text = page("") + ABOUT
    assert {f.section for f in facts(text, "role")} == {"boilerplate"}


def test_headline_is_no_sentence_with_the_text_below() -> None:
    """A role in one paragraph and a name in the next do not belong together."""
    text = (
        HEAD + "Die Stadt Soest sucht weiter nach einer neuen Kämmerin und bittet um Geduld bei der Suche\n\n"
        "Petra Lindner malt gern Bilder und zeigt sie in der Galerie am Markt noch bis zum Sommer."
    )
    assert facts(text, "role") == []


def test_plural_behind_the_last_of_a_list_goes_on_with_the_list() -> None:
    """Nobody named is what an unnamed group behind a name is."""
    words = "Sie traf die Landräte Jens Kern (Soest), Ulf Meier (Olpe), Schulleiterinnen und Moderatoren."
    assert slots(page(words), "role", "person", "role_canonical") == [
        ("Jens Kern", "Landrat"),
        ("Ulf Meier", "Landrat"),
    ]


def test_plural_behind_two_names_is_said_of_both() -> None:
    """An apposition in the plural belongs to everybody listed before it, and its evidence names them."""
    found = facts(page("Anna Kern und Eva Kuhn, Leiterinnen des Hauptamts, stellten das vor."), "role")
    assert [f.slots["person"] for f in found] == ["Anna Kern", "Eva Kuhn"]
    assert all(str(f.slots["person"]) in f.evidence[0].quote for f in found)


@pytest.mark.parametrize(
    "words",
    [
        "„Wir fangen jetzt an“, sagte Petra Lindner. Die Leiterin der Stadtbibliothek Werl freute sich.",
        "Das Wort hatte Petra Lindner. Die frühere Leiterin der Stadtbibliothek Werl freute sich.",
        "Es sprach Petra Lindner; die Leiterin der Stadtbibliothek Werl freute sich.",
        "Es sprach Petra Lindner. Damit ist die Leiterin der Stadtbibliothek Werl oft zu hören.",
    ],
)
def test_description_is_of_whom_the_sentence_before_is_about(words: str) -> None:
    """ "Die Leiterin der …" at a sentence's start tells of the woman named last before."""
    found = [(f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")]
    assert found == [("Petra Lindner", "Leiter")]


@pytest.mark.parametrize(
    "words",
    [
        "Es sprach Petra Lindner. Die Leiterin dankte ihr.",
        "Es sprach Petra Lindner. Der Leiter der Stadtbibliothek Werl dankte ihr.",
        "Es sprach Petra Lindner. Die Leitung der Stadtbibliothek Werl dankte ihr.",
    ],
)
def test_description_of_somebody_else(words: str) -> None:
    """A bare office, one of another gender and one that is no person's are not of whoever was named."""
    assert facts(page(words), "role") == []


def test_description_with_its_own_name() -> None:
    """A name behind the description is whose it is."""
    words = "Es sprach Jens Krüger. Die Leiterin des neuen Hauses in Werl, Petra Lindner, dankte ihm."
    assert {f.slots["person"] for f in facts(page(words), "role")} <= {"Petra Lindner"}


def test_office_in_a_list_is_of_the_name_behind_it() -> None:
    """An office that could be a plural is no other's who has one of their own."""
    words = "Es kamen Beigeordnete Petra Lindner, Amtsleiter Jens Krüger und Projektleiter Uwe Hartmann."
    assert slots(page(words), "role", "person", "role_canonical") == [
        ("Petra Lindner", "Beigeordneter"),
        ("Jens Krüger", "Amtsleiter"),
        ("Uwe Hartmann", "Projektleiter"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Jens Krüger (Teamleiter IT bei der Stadt Werl) kam.",
        "Jens Krüger (Teamleiter Schul-IT) kam.",
        "Jens Krüger, Teamleiter Netz-IT, kam.",
        "Jens Krüger (Teamleiter des kfw) kam.",
        "Jens Krüger (seit gestern da) und der Teamleiter der Stadt Werl, Jens Krüger, kamen.",
    ],
)
def test_field_of_an_office_is_no_name(words: str) -> None:
    """What an office is for is not who holds it, and brackets hold what is said of the name before them."""
    assert slots(page(words), "role", "person", "role_canonical") == [("Jens Krüger", "Teamleiter")]


def test_bracket_ends_an_apposition() -> None:
    """What stands in brackets is not said of the next name."""
    words = "Es kamen Petra Lindner (Leiterin der Stadtbibliothek Werl), Anna Becker und Jens Krüger."
    assert slots(page(words), "role", "person") == [("Petra Lindner",)]


@pytest.mark.parametrize(
    "words",
    [
        "Gerüchte, wonach Petra Lindner als Kämmerin nach Werl wechselt, sind falsch.",
        "Für die Stelle ist Petra Lindner als Kämmerin im Gespräch.",
        "Für die Stadt kam Petra Lindner und als Vertreterin der Schulen niemand.",
        "Sie wurde dabei von Kämmerin nach Kämmerin gelobt.",
    ],
)
def test_no_role_in_rumours_and_in_what_goes_on(words: str) -> None:
    """Rumours tell nothing, and what "und als" begins is another's."""
    assert slots(page(words), "role", "person") == []


APPOSITIONS = [
    ("Es sprach die Vorsitzende des Rings der Landesregierung, Petra Lindner.", "Vorsitzender"),
    ("Es sprach die Vorsitzende des Werler Partnerschaftsvereins, Petra Lindner.", "Vorsitzender"),
    ("Es kam ein Gruß vom Präsidenten des Bundes der Radler, Jens Krüger.", "Präsident"),
    ("Es sprach die Präsidentin des Bundes der Radler, die Werler Autorin Petra Lindner.", "Präsident"),
    ("Es sprach die Leiterin des Hauses, Petra Lindner.", "Leiter"),
    ("Petra Lindner, 46, Leiterin der Stadtbibliothek Werl, sprach.", "Leiter"),
    ("Petra Lindner (SPD), 46 Jahre alt, Leiterin der Stadtbibliothek Werl, sprach.", "Leiter"),
    (
        "Petra Lindner – seit nunmehr einem Vierteljahrhundert Leiterin der Stadtbibliothek Werl – sprach.",
        "Leiter",
    ),
]


@pytest.mark.parametrize(("words", "role"), APPOSITIONS)
def test_apposition_whatever_its_office_is_for(words: str, role: str) -> None:
    """Office and name stand together across what the office is for, an age, a party and a time."""
    found = slots(page(words), "role", "role_canonical")
    assert (role,) in found


TWO_OFFICES = [
    "Petra Lindner, Rektorin der Hochschule Werl und zugleich Vorsitzende des Vereins Netz e. V., kam.",
    "Petra Lindner – Rektorin & Vorsitzende des Vereins Netz e. V. – kam.",
    "Petra Lindner, Rektorin der Hochschule Werl und seit 2019 Vorsitzende des Vereins Netz e. V., kam.",
]


@pytest.mark.parametrize("words", TWO_OFFICES)
def test_two_offices_of_one_person(words: str) -> None:
    """Both offices behind a name are its bearer's."""
    found = slots(page(words), "role", "person", "role_canonical")
    assert sorted(found) == [("Petra Lindner", "Rektor"), ("Petra Lindner", "Vorsitzender")]


def test_second_office_with_a_name_of_its_own() -> None:
    """An office behind "und" that a name follows is of that name."""
    words = "Petra Lindner, Rektorin der Hochschule, und die Vorsitzende des Netzvereins, Anna Becker, kamen."
    found = slots(page(words), "role", "person", "role_canonical")
    assert sorted(found) == [("Anna Becker", "Vorsitzender"), ("Petra Lindner", "Rektor")]


LEADS = [
    ("Petra Lindner, die dem Ausschuss vorsitzt, kam.", "Vorsitzender"),
    ("Petra Lindner kam zurück, die das Stadtarchiv seit 2019 leitet.", "Leiter"),
    ("Petra Lindner leitet seit gestern kommissarisch das Stadtarchiv.", "Leiter"),
    ("Geleitet wird das Bündnis von der Soziologin Petra Lindner.", "Leiter"),
    ("Die Geschäftsführung obliegt Petra Lindner.", "Geschäftsführer"),
    ("Die Institutsleitung nimmt bis auf Weiteres Petra Lindner wahr.", "Institutsleiter"),
    ("Als Vorsitzende wirkt kraft Amtes Oberbürgermeisterin Petra Lindner.", "Vorsitzender"),
    ("In ihrer Rolle als Kämmerin der Smart City Werl hat Petra Lindner genickt.", "Kämmerer"),
    ("Petra Lindner hat die Schirmherrschaft über den Tag übernommen.", "Schirmherr"),
]


@pytest.mark.parametrize(("words", "role"), LEADS)
def test_who_leads_and_chairs_is_told_by_verbs(words: str, role: str) -> None:
    """Leading, chairing and holding an office is told by verbs around it."""
    found = slots(page(words), "role", "person", "role_canonical")
    assert ("Petra Lindner", role) in found


ENGLISH = [
    ("The board is chaired by Petra Lindner.", "Chair"),
    ("The Digital Unit is up. It is led by Petra Lindner.", "Head"),
    ("Werl has named Petra Lindner managing director.", "managing director"),
    ("Petra Lindner, Deputy Head of the Office for Data, came.", "Deputy Head"),
]


@pytest.mark.parametrize(("words", "role"), ENGLISH)
def test_english_sentences(words: str, role: str) -> None:
    """English sentences tell offices in English words."""
    text = "Press release\n\nWerl, 3 May 2021\n\nNew office\n\nThe City of Werl has a new office. " + words
    assert [f.slots["role"] for f in facts(text, "role")] == [role]


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("Der Neustädter Bürgermeister Jens Krüger sprach.", "Neustadt"),
        ("Der Dresdner Bürgermeister Jens Krüger sprach.", "Dresden"),
        ("Der Münchner Bürgermeister Jens Krüger sprach.", "München"),
        ("Der Göttinger Bürgermeister Jens Krüger sprach in Göttingen.", "Göttingen"),
    ],
)
def test_town_of_an_adjective(words: str, town: str) -> None:
    """Umlauts and dropped letters of an adjective are undone; the release's own spelling comes first."""
    assert slots(page(words), "role", "person", "organization") == [("Jens Krüger", town)]


def test_office_in_a_body_is_not_that_of_anothers_firm() -> None:
    """The firm right behind an office is of its holder; who is elected beside holds no office there."""
    words = (
        "Der Verband IT-Kommunen Lippe e.V. tagte. Pia Holm, Geschäftsführerin KDX Bochum, und "
        "Jens Krüger kamen. Jens Krüger wurde zum Vorstandsvorsitzenden gewählt."
    )
    found = {f.slots["role_canonical"]: f.slots.get("organization") for f in facts(page(words), "role")}
    assert found["Geschäftsführer"] == "KDX Bochum"
    assert found["Vorstandsvorsitzender"] != "KDX Bochum"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "Digitalisierungsbeauftragter Jens Krüger und IT-Leiterin Pia Holm sprachen.",
            {("Jens Krüger", "Digitalisierungsbeauftragter"), ("Pia Holm", "IT-Leiter")},
        ),
        (
            "Krügers Nachfolge als Pressesprecherin tritt Pia Holm an.",
            {("Pia Holm", "Pressesprecher")},
        ),
        ("Jens Krüger schlägt dem Stadtrat Pia Holm als neue Leiterin des Hauptamtes vor.", set()),
        (
            "Die Sitzung fand in Werl unter Leitung von Jens Krüger statt.",
            set(),
        ),
        (
            "Die Managerin war in Begleitung der Leiterin der Stadtbibliothek Werl, Pia Holm, gekommen.",
            {("Pia Holm", "Leiter")},
        ),
        ("Anfang Januar kamen Geschäftsführung und Vorstand zusammen. Es sprach Pia Holm.", set()),
        (
            "Jens Krüger wurde bei der Wahl der DLX im Vorstand bestätigt.",
            {("Jens Krüger", "Vorstandsmitglied")},
        ),
    ],
)
def test_offices_that_are_said_of_others(words: str, found: set[tuple[str, str]]) -> None:
    """What stands beside a name, but is another's office, a proposal or a meeting's, is not said of it."""
    held = {(f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")}
    assert held <= found


def test_who_is_relieved_holds_the_office_no_more() -> None:
    """ "und löst somit A ab" tells of the one before, whatever stands between."""
    words = "Pia Holm wurde zur Vorstandsvorsitzenden gewählt und löst somit Jens Krüger ab."
    former = {f.slots["person"]: f.modality for f in facts(page(words), "role")}
    assert former == {"Pia Holm": "announced", "Jens Krüger": "former"}


def test_formerly_is_said_up_to_the_next_verb() -> None:
    """ "bisher Referent, wird Kämmerer": only the first office is over."""
    words = "Jens Krüger, bisher Referent der Stadt Soest, wird neuer Stadtkämmerer."
    found = {f.slots["role_canonical"]: f.modality for f in facts(page(words), "role")}
    assert found == {"Referent": "former", "Stadtkämmerer": "future"}


@pytest.mark.parametrize(
    ("words", "role", "organization"),
    [
        ("Pia Holm, Kanzlerin der HSX, sprach.", "Kanzler", "HSX"),
        (
            "Pia Holm, Vertriebsleiterin bei VOLTA Deutschland, sprach.",
            "Vertriebsleiter",
            "VOLTA Deutschland",
        ),
        ("Die VGX und ihre Geschäftsführerin Pia Holm kamen.", "Geschäftsführer", "VGX"),
        ("KDX-Vorstandsvorsitzende Pia Holm sprach.", "Vorstandsvorsitzender", "KDX"),
        ("KDX-Präsidentin Pia Holm sprach.", "Präsident", "KDX"),
        ("Werls Bürgermeisterin Pia Holm sprach.", "Bürgermeister", "Werl"),
    ],
)
def test_bodies_that_nothing_else_tells_of(words: str, role: str, organization: str) -> None:
    """Letters beside an office name its body: it is not the publisher's."""
    assert slots(page(words), "role", "role_canonical", "organization") == [(role, organization)]


def test_offices_in_quotation_marks_and_that_of_another() -> None:
    """ "A übernahm die Aufgaben des „X“, B die des „Y“": two offices, each of one."""
    words = (
        "Zum 1. Mai übernahm Prof. Jens Krüger die Aufgaben des „Chief Digital Officer“ (CDO), "
        "Prof. Pia Holm die des „Chief Urban Officer“ (CUO)."
    )
    assert slots(page(words), "role", "person", "role_canonical") == [
        ("Jens Krüger", "Chief Digital Officer"),
        ("Pia Holm", "Chief Urban Officer"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Die Stabsstelle von Bürgermeisterin Pia Holm hat zum 1. März 2021 ihre Arbeit aufgenommen.",
        "Die Stelle, die Bürgermeisterin Pia Holm untersteht, hat zum 1. März 2021 ihre Arbeit aufgenommen.",
    ],
)
def test_what_begins_is_not_the_office_of_who_is_mentioned(words: str) -> None:
    """The day on which a unit begins to work is no start of the mayor named beside it."""
    assert slots(page(words), "role", "person", "start") == [("Pia Holm", None)]


def test_leadership_that_somebody_has_taken() -> None:
    """ "hat A die Hauptgeschäftsführung übernommen", and who speaks as the new holder then."""
    words = (
        "Zum Jahreswechsel hat Dr. Pia Holm die Hauptgeschäftsführung der Netze Werl GmbH übernommen. Sie "
        "folgt auf Dr. Jens Krüger. Der neue Hauptgeschäftsführer war Jurist."
    )
    assert ("Pia Holm", "Hauptgeschäftsführer") in slots(page(words), "role", "person", "role_canonical")


def test_surname_like_a_body_behind_an_office() -> None:
    """ "Geschäftsführer Jens Kammer" names a person, though a Kammer is a body."""
    assert slots(page("Geschäftsführer Jens Kammer sprach."), "role", "person") == [("Jens Kammer",)]


def test_field_with_an_inclusive_noun_inside() -> None:
    """ "Bürger*innenbeteiligung" is one word."""
    found = slots(page("Pia Holm, Koordinatorin für Bürger*innenbeteiligung, sprach."), "role", "role")
    assert found == [("Koordinatorin für Bürger*innenbeteiligung",)]


def test_office_in_a_column_of_a_table() -> None:
    """In a table the office and the name of one column belong together, whatever stands in the one before."""
    text = HEAD + BEFORE_TABLE + "3. Juni      Rathaus Unna      Bürgermeister Jens Krüger\n"
    assert ("Jens Krüger", "Bürgermeister") in slots(text, "role", "person", "role_canonical")


BEFORE_TABLE = "Die Stadt Soest lädt an drei Orten zu einem Gespräch über das neue Netz ein.\n\n"


@pytest.mark.parametrize(
    "words",
    ["Petra Lindner steht an der Spitze der Stadt Werl.", "Petra Lindner leitet die Stadt Werl."],
)
def test_nobody_is_the_head_of_a_town(words: str) -> None:
    """Who leads a town has an office there that the words do not name."""
    assert slots(page(words), "role", "role") == []


MORE_ENGLISH = [
    ("Petra Lindner, who chairs the association, came.", "Chair"),
    ("Petra Lindner, who heads the Office for Data, came.", "Head of the Office for Data"),
    ("Unna's mayor, Petra Lindner, came.", "mayor"),
]


@pytest.mark.parametrize(("words", "role"), MORE_ENGLISH)
def test_english_relative_clauses(words: str, role: str) -> None:
    """Who heads and chairs is told by relative clauses, too."""
    text = "Press release\n\nWerl, 3 May 2021\n\nNew office\n\nThe City of Werl has a new office. " + words
    assert [f.slots["role"] for f in facts(text, "role")] == [role]


def test_who_leads_a_project() -> None:
    """ "Geleitet wird das Projekt von …" makes a head of the project."""
    words = "Geleitet wird das Projekt ehrenamtlich von Petra Lindner."
    assert slots(page(words), "role", "person", "role_canonical") == [("Petra Lindner", "Projektleiter")]


def test_incumbent_holds_the_office_told_of_beside() -> None:
    """ "Amtsinhaberin" is no office of its own: it is the one that another is told to get."""
    words = "Der designierte Landrat Jens Krüger lag vorn. Amtsinhaberin Petra Lindner gratulierte ihm."
    found = [(f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")]
    assert found == [("Jens Krüger", "Landrat"), ("Petra Lindner", "Landrat")]


def test_incumbent_of_nothing() -> None:
    """An incumbent of an office that nothing tells of has none that could be named."""
    assert facts(page("Amtsinhaberin Petra Lindner gratulierte."), "role") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "Der Digitaldezernent, Stadtdirektor und Kämmerer, Jens Krüger, kam.",
            {
                ("Jens Krüger", "Digitaldezernent"),
                ("Jens Krüger", "Stadtdirektor"),
                ("Jens Krüger", "Kämmerer"),
            },
        ),
        (
            "Landrat Karl Meier und Fachbereichsleiter Steuerung und Planung, Dr. Jens Krüger, kamen.",
            {("Karl Meier", "Landrat"), ("Jens Krüger", "Fachbereichsleiter")},
        ),
        (
            "Das sagte der Rektor und Vorsitzende des Senats der Universität Werl, Prof. Dr. Jens Krüger.",
            {("Jens Krüger", "Rektor"), ("Jens Krüger", "Vorsitzender")},
        ),
        (
            "Pia Holm kommt aus Werl. Hier ist sie seit 1. April als „Leiterin Smart City“ beschäftigt.",
            {("Pia Holm", "Leiter")},
        ),
    ],
)
def test_offices_listed_before_a_name(words: str, found: set[tuple[str, str]]) -> None:
    """Each of two or three offices before a comma and a name is its bearer's."""
    assert set(slots(page(words), "role", "person", "role_canonical")) == found


def test_the_body_right_before_its_leader() -> None:
    """Of two bodies before "unter der Leitung von" the nearest is meant, whatever his profession is."""
    words = "Beteiligt ist das Institut für Moorkunde unter der Leitung des Informatikers Jens Krüger."
    assert ("Leiter", "Institut für Moorkunde") in slots(
        page(words), "role", "role_canonical", "organization"
    )


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (
            "Für Technik zeichnet Petra Lindner verantwortlich, stellvertretende Leiterin des Hauses.",
            "Leiter",
        ),
        ("Prokuristin Petra Lindner, in Personalunion Leiterin des Archivs, kam.", "Leiter"),
        ("Es sprach Petra Lindner, die seit 2006 die Professur für Sprachwissenschaft innehat.", "Professor"),
        ("Leiterin des Schaukastens wird Petra Lindner.", "Leiter"),
        ("Petra Lindner, bislang pädagogische Leiterin der Volkshochschule Unna, kam.", "Leiter"),
    ],
)
def test_offices_behind_and_around_other_words(words: str, role: str) -> None:
    """Particles of verbs, asides and nouns of any kind do not keep an office from its bearer."""
    found = [(f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")]
    assert ("Petra Lindner", role) in found


def test_given_name_that_is_short_for_a_month() -> None:
    """ "Jan-Gerd" is a given name."""
    assert slots(page("Es sprach Bürgermeister Jan-Gerd Lüers."), "role", "person") == [("Jan-Gerd Lüers",)]


def test_field_of_an_office_behind_a_name() -> None:
    """What stands behind an office in apposition is what it is for, no second name."""
    words = "Das sagte Jens Krüger, Abteilungsleiter Netzbau Gas und Wasser."
    assert slots(page(words), "role", "person", "role") == [
        ("Jens Krüger", "Abteilungsleiter Netzbau Gas und Wasser")
    ]


def test_office_in_the_genitive_before_another() -> None:
    """ "ihres Geschäftsführers, des Ingenieurs A": A is both."""
    words = "Nach den Worten ihres Geschäftsführers, des Ingenieurs Jens Krüger, geht es los."
    found = {(f.slots["person"], f.slots["role_canonical"]) for f in facts(page(words), "role")}
    assert ("Jens Krüger", "Geschäftsführer") in found


def test_two_people_lead_together() -> None:
    """Each of them holds the office."""
    words = "Petra Lindner und Jens Krüger leiten gemeinsam das neue Zentrum für Innovation."
    found = slots(page(words), "role", "person", "organization")
    assert found == [
        ("Jens Krüger", "Zentrum für Innovation"),
        ("Petra Lindner", "Zentrum für Innovation"),
    ]


def test_a_professor_is_no_towns() -> None:
    """A chair belongs to a university; without one nothing is said of whose it is."""
    words = "Petra Lindner hat im April die Professur für Informatik übernommen."
    assert slots(page(words), "role", "role_canonical", "organization") == [("Professor", None)]


def test_who_was_only_shortlisted_did_not_hold_the_post() -> None:
    """Not even in former times."""
    words = (
        "Dr Petra Lindner came from Werl. "
        "She was shortlisted for the post of Chief Digital Officer in Kassel."
    )
    assert [f for f in facts(page(words)) if f.kind == "role"] == []


@pytest.mark.parametrize(
    ("words", "person", "role"),
    [
        ("Ihr Vorstandskollege Jens Krüger ergänzt das.", "Jens Krüger", "Vorstandsmitglied"),
        (
            "Sein Kollege im Vorstand, Diplom-Kaufmann Jens Krüger, rechnet.",
            "Jens Krüger",
            "Vorstandsmitglied",
        ),
        ("Archivrätin Dr. Petra Lindner führt durch das Haus.", "Petra Lindner", "Archivrätin"),
        ("Bürgermeister Jens „Jenne“ Krüger lachte.", "Jens „Jenne“ Krüger", "Bürgermeister"),
        ("Chefarzt PD Dr. med. Jens Krüger hilft mit.", "Jens Krüger", "Chefarzt"),
        ("Als Chefarzt unterstützt Jens Krüger das Vorhaben.", "Jens Krüger", "Chefarzt"),
        (
            "Petra Lindner hilft. Sie leitet bei der Stadt seit 2016 die Abteilung Vermessung.",
            "Petra Lindner",
            "Leiter",
        ),
        (
            "Petra Lindner leitet die zum Jahresanfang gebildete Stabsstelle Digitales.",
            "Petra Lindner",
            "Leiter",
        ),
        (
            "Die Verantwortung für das Vorhaben liegt seit März bei Petra Lindner.",
            "Petra Lindner",
            "Projektleiter",
        ),
        ("Neuer Leiter der Gruppe ist Nguyen Thanh Mai.", "Nguyen Thanh Mai", "Leiter"),
    ],
)
def test_offices_by_more_ways_of_telling(words: str, person: str, role: str) -> None:
    """Colleagues on a board, ranks, nicknames, titles of physicians, units with what is told of them."""
    found = facts(page(words), "role")
    assert role in [f.slots["role_canonical"] for f in found if f.slots["person"] == person]


@pytest.mark.parametrize(
    "words",
    [
        "Frau Petra Lindner, so die Dezernentin, sei aus 31 Bewerbungen ausgewählt worden.",
        "Der Vortrag beginnt um acht. Die Referentin, Petra Lindner, kommt aus Ulm.",
        "Petra Lindner war dabei, unter deren Leitung alle gearbeitet haben.",
    ],
)
def test_words_that_give_no_office(words: str) -> None:
    """Who says something is another; who speaks at an event is no advisor."""
    assert not [f for f in facts(page(words), "role") if f.slots["person"] == "Petra Lindner"]


@pytest.mark.parametrize(
    ("words", "organization"),
    [
        ("Stadtrat Jens Krüger, Emden, nickte.", "Emden"),
        ("Das sagte Oberbürgermeister Jens Krüger, Lingen.", "Lingen"),
        ("Stadträtin Petra Lindner (Grüne) nickte.", "Stadt Soest"),
        ("Das Klinikum Werl bekommt mit Jens Krüger einen neuen Ärztlichen Direktor.", "Klinikum Werl"),
    ],
)
def test_whose_office_by_what_stands_behind_the_name(words: str, organization: str) -> None:
    """A town behind the name, but no party; who gets somebody is who employs."""
    assert [f.slots.get("organization") for f in facts(page(words), "role")] == [organization]


@pytest.mark.parametrize(
    "words",
    [
        "Das Amt für Statistik leiten gemeinsam Ina Ott und Max Bauer.",
        "Gemeinsam leiten Ina Ott und Max Bauer das Amt für Statistik.",
        "Ina Ott und Max Bauer leiten das Amt für Statistik gemeinsam.",
        "Das Amt für Statistik wird von Ina Ott und Max Bauer gemeinsam geleitet.",
        "Geführt wird das Amt für Statistik von Ina Ott und Max Bauer.",
        "Ina Ott and Max Bauer jointly lead the Amt für Statistik.",
    ],
)
def test_two_lead_together(words: str) -> None:
    """Who leads a unit with another leads it, too."""
    told = slots(page(words), "role", "person", "role_canonical", "unit")
    assert told == [(person, "Leiter", "Amt für Statistik") for person in ("Ina Ott", "Max Bauer")]


@pytest.mark.parametrize(
    "words",
    [
        "Das Gespräch mit dem Amt für Statistik führten Ina Ott und Max Bauer.",
        "Den Workshop der Stadtwerke Werl leiteten Ina Ott und Max Bauer.",
        "Den Workshop leiteten Ina Ott und Max Bauer von den Stadtwerken Werl.",
        "Max Bauer ist nicht mehr Kämmerer der Stadt Werl.",
        "Max Bauer ist nicht länger Geschäftsführer der Stadtwerke Werl.",
        "Seit März ist Ina Ott nicht mehr Leiterin des Amtes für Statistik.",
        "Max Bauer is no longer mayor of Werl.",
    ],
)
def test_who_leads_an_hour_or_no_longer_holds_no_office(words: str) -> None:
    """Whoever leads a talk leads no organisation in it, and what is denied is not held."""
    assert slots(page(words), "role", "person") == []
