"""`kg.matching`: what speaks for and against two entities being one, and which pairs are looked at."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identity import person_names
from kg.matching import Held, Profile, compare, organizations, persons
from kg.matching.blocking import CROWD, candidates
from kg.matching.circumstances import are_two_heads, same_role
from kg.matching.phonetics import cologne, distance, folded
from kg.matching.reasons import _TEXTS, Reason, score
from kg.vocab import BASE, slug

# -- how names sound --------------------------------------------------------------------------------------

# The codes are those of the tables and examples by which the method is commonly described.
CODES = [
    ("wikipedia", "3412"),
    ("breschnew", "17863"),
    ("muellerluedenscheidt", "65752682"),
    ("meyer", "67"),
    ("mayr", "67"),
    ("schmitt", "862"),
    ("schmidt", "862"),
    ("philipp", "351"),
    ("", ""),
]


@pytest.mark.parametrize(("word", "code"), CODES)
def test_cologne_phonetics(word: str, code: str):
    """Words that sound alike in German have one code."""
    assert cologne(word) == code


def test_folding_takes_umlauts_for_what_they_are_spelled_as():
    """Müller, Mueller and Muller; groß and gross; Đorđević and Djordjevic."""
    assert folded(slug("Müller")) == folded(slug("Mueller")) == folded(slug("Muller"))
    assert folded(slug("Groß")) == folded(slug("Gros"))
    assert folded(slug("Đorđević")) == folded(slug("Djordjevic"))


words = st.text("abcdeü", max_size=8)


@given(words, words)
def test_distance_is_a_distance(one: str, other: str):
    """Symmetric, 0 for the same alone, never above one more than its limit."""
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)
    assert distance(one, other, 2) == min(distance(one, other, 9), 3)


@given(st.text("abc", min_size=2, max_size=8), st.data())
def test_two_letters_that_change_places_are_one_slip(word: str, data: st.DataObject):
    """As on a keyboard."""
    at = data.draw(st.integers(0, len(word) - 2))
    turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert distance(word, turned, 2) <= 1


# -- names of persons -------------------------------------------------------------------------------------

PERSONS = [
    ("Klaus Weichel", "Dr. Klaus Weichel", {"name"}),
    ("Klaus Weichel", "Klaus Weichels", {"genitive"}),
    ("Eva Müller", "Eva Muller", {"umlaut"}),
    ("Eva Maier", "Eva Meyer", {"sound"}),
    ("Klaus Müllensiefer", "K. Müllensiefer", {"initial"}),
    ("Hans C. Drews", "Hans Drews", {"middle"}),
    ("Chr. Langeworth", "Christian Langeworth", {"short"}),
    ("Uli Spanndörfer", "Ulrich Spanndörfer", {"short"}),
    ("Fritz Nagel", "Friedrich Nagel", {"short"}),
    ("Stefan Ott", "Stephan Ott", {"given"}),
    ("Anna Kurz-Ott", "Anna Ott-Kurz", {"turned"}),
    ("Anna Ott (vormals Kurz)", "Anna Kurz", {"born"}),
    ("Anna Ott (früher Kurz)", "Anna Kurz", {"born"}),
    ("Anna Ott (ehemals Kurz)", "Anna Kurz", {"born"}),
    ("Frau Schmidt", "Eva Schmidt", {"surname"}),
    ("Eva Müller", "Eva Müller-Schmidt", {"double"}),
    ("Eva Müller, geb. Schmidt", "Eva Schmidt", {"born"}),
    ("Dietmar Ebbesen", "Ebbesen Dietmar", {"order"}),
    ("Joachim von Wedel", "Joachim Wedel", {"particle"}),
    ("Josef Huber jun.", "Josef Huber", {"suffix"}),
    ('Stefanie ("Steffi") Ober', "Steffi Ober", {"short"}),
    # two persons
    ("Josef Huber jun.", "Josef Huber sen.", {"generation"}),
    ("Martin Ott", "Martina Ott", {"gender"}),
    ("Simon Ott", "Simone Ott", {"gender"}),
    ("Herr Schmidt", "Eva Schmidt", {"gender"}),
    ("Herr Andrea Ott", "Frau Andrea Ott", {"gender"}),
    ("Hans-Joachim Ott", "Hans-Jürgen Ott", {"first name"}),
    ("K. Ott", "Dagmar Ott", {"first name"}),
    ("Anja Ott", "Tanja Ott", {"first name"}),
    ("Eva Ott", "Eva Kurz", {"another name"}),
]


@pytest.mark.parametrize(("one", "other", "codes"), PERSONS, ids=[f"{a}, {b}" for a, b, _ in PERSONS])
def test_names_of_persons_differ_in(one: str, other: str, codes: set[str]):
    """Each difference is named for what it is, whichever name comes first."""
    a, b = person_names.parts(one), person_names.parts(other)
    assert {reason.code for reason in persons.likeness(a, b)} == codes
    assert {reason.code for reason in persons.likeness(b, a)} == codes


# -- names of organisations -------------------------------------------------------------------------------

ORGANIZATIONS = [
    ("Freunde Soests e. V.", "Freunde Soests", {"name", "legal form"}),
    ("Brenner GmbH", "Brenner AG", {"name", "legal forms"}),
    ("Smart City Büro", "Büro Smart City", {"words"}),
    ("Innovations-Zentrum", "Innovationszentrum", {"joined"}),
    ("Stadtwerke", "Stadtwerke Soest", {"name", "place"}),
    ("Verein Nordwind Digital e. V.", "Nordwind Digital", {"apposition"}),
    ("Initiative Nordwind Digital", "Nordwind Digital", {"apposition"}),
    ("Unternehmensgruppe Brenner", "Brenner", {"apposition"}),
    ("Fachhochschule Soest", "Hochschule Soest", {"school"}),
    ("FH Soest", "HS Soest", {"school"}),
    ("Fachhochschule Soest", "Technische Hochschule Soest", {"school"}),
    ("Aldegrever-Universität Soest", "Universität Soest", {"patron"}),
    ("Heinrich-Aldegrever-Universität", "Universität Soest", {"patron", "place"}),
    ("Anna von Wied Hochschule Soest", "Hochschule Soest", {"patron"}),
    ("Institut für Wald der Universität Soest", "Universität Soest", {"another name"}),
    ("Technische Universität Soest", "Universität Soest", {"another name"}),
    ("Universität der Künste Soest", "Universität Soest", {"another name"}),
    ("Preis für Dörfer 2023", "Preis für Dörfer 2024", {"another name"}),
    ("Bundesminsterium für Wohnen und Bauwesen", "Bundesministerium für Wohnen und Bauwesen", {"spelling"}),
    ("Innenministerium", "Ministerium des Innern und für Sport", {"everyday"}),
    (
        "Ministerium für Bau, Kommunales und Sport",
        "Ministerium für Bau, Kommunales und Heimat",
        {"portfolio"},
    ),
    ("WFO Wirtschaftsförderung Osnabrück", "Wirtschaftsförderung Osnabrück", {"initials"}),
    ("RKI", "Robert Koch-Institut", {"initials"}),
    # two organisations
    ("Ministerium für Wirtschaft", "Ministerium für Wissenschaft", {"another name"}),
    ("Ministerium für Wirtschaft und Energie", "Ministerium für Umwelt und Energie", {"another name"}),
    ("Deutscher Städtetag", "Deutscher Städte- und Gemeindebund", {"another name"}),
    ("Hochschule Soest", "Technische Universität Soest", {"another name"}),
]


@pytest.mark.parametrize(
    ("one", "other", "codes"), ORGANIZATIONS, ids=[f"{a}, {b}" for a, b, _ in ORGANIZATIONS]
)
def test_names_of_organisations_differ_in(one: str, other: str, codes: set[str]):
    """Legal forms, order, compounds, places, inflection; a portfolio is told by its first field."""
    a, b = organizations.words(one, "soest"), organizations.words(other, "soest")
    nothing = (frozenset[str](), frozenset[str]())
    assert {reason.code for reason in organizations.likeness(a, b, nothing, apart=False)} == codes
    assert {reason.code for reason in organizations.likeness(b, a, nothing, apart=False)} == codes


ROLES = [
    ("Leiterin des Tiefbauamts", "Tiefbauamtsleiter", True),
    ("Leiter Hauptamt", "Leiterin des Hauptamtes", True),
    ("Digitalminister", "Staatsministerin für Digitales", True),
    ("Pressesprecherin", "Pressesprecher", True),
    ("Bauamtsleiter", "Schulamtsleiter", False),
    ("Bürgermeister", "Oberbürgermeister", False),
    ("Leiter", "", False),
]


@pytest.mark.parametrize(("one", "other", "same"), ROLES)
def test_one_role_in_other_words(one: str, other: str, same: bool):
    """Gender, case and compounds do not count."""
    assert same_role(one, other) is same_role(other, one) is same


# -- two entities -----------------------------------------------------------------------------------------


def person(name: str, anchor: str = "soest", *, role: str = "", **more: object) -> Profile:
    """A person; `role` is held in the town of the anchor."""
    held = (
        (Held(f"{BASE}id/post/stadt/{anchor}/{slug(role)}", slug(role), role, f"o/{anchor}"),) if role else ()
    )
    iri = f"{BASE}id/person/{person_names.segment(name)}/{anchor}"
    return Profile(iri, "person", (name,), anchor, held=held, **more)  # type: ignore[arg-type]


def organization(name: str, anchor: str = "soest", **more: object) -> Profile:
    """An organisation."""
    return Profile(f"{BASE}id/organization/{slug(name)}/{anchor}", "organization", (name,), anchor, **more)  # type: ignore[arg-type]


def test_equal_name_and_equal_jurisdiction_are_the_same():
    """And nothing else is, however alike."""
    assert compare(person("Eva Schmidt"), person("Dr. Eva Schmidt")).verdict == "same"
    assert compare(person("Eva Schmidt", role="OB"), person("Eva Schmid", role="OB")).verdict == "perhaps"
    assert compare(person("Eva Schmidt"), person("Eva Schmidt", "mainz")).verdict == "perhaps"


def test_a_surname_is_suggested_for_the_holder_of_the_same_post():
    """ "OB Schmidt" and Eva Schmidt; without the post it is less likely, of Herr Schmidt impossible."""
    holder = person("Eva Schmidt", role="Oberbürgermeister")
    assert compare(person("Schmidt", role="Oberbürgermeister"), holder).score >= 0.9
    assert 0.5 <= compare(person("Schmidt"), holder).score < 0.9
    assert compare(person("Herr Schmidt", role="Oberbürgermeister"), holder).verdict == "different"


def test_an_address_tells_more_than_a_place():
    """One address of one's own, in two towns; a mailbox of many tells nothing."""
    mail, box = frozenset({"e.schmidt@x.example"}), frozenset({"presse@x.example"})
    assert (
        compare(person("Eva Schmidt", emails=mail), person("Eva Schmidt", "mainz", emails=mail)).score > 0.9
    )
    assert compare(person("Eva Schmidt", emails=box), person("Eva Schmidt", "mainz", emails=box)).score < 0.5
    other = frozenset({"eva.schmidt2@x.example"})
    apart = compare(person("Eva Schmidt", emails=mail), person("E. Schmidt", emails=other))
    assert "two emails" in {reason.code for reason in apart.reasons}


def test_one_release_that_names_both_speaks_against():
    """It would have named one of them once."""
    both = frozenset({"r1"})
    apart = compare(person("Eva Maier", role="OB"), person("Eva Meyer", role="OB"))
    together = compare(
        person("Eva Maier", role="OB", releases=both), person("Eva Meyer", role="OB", releases=both)
    )
    assert together.score < apart.score


def test_nobody_heads_two_municipalities_at_one_time():
    """But after one another perhaps."""
    one = Held("p/1", "oberbuergermeister", "OB", "o/1", "2019-01-01", "2019-06-01")
    assert are_two_heads(one, Held("p/2", "landrat", "Landrat", "o/2", "2019-03-01", "2019-03-01"))
    assert not are_two_heads(one, Held("p/2", "landrat", "Landrat", "o/2", "2024-03-01", "2024-03-01"))
    assert not are_two_heads(
        one, Held("p/2", "pressesprecher", "Sprecher", "o/2", "2019-03-01", "2019-03-01")
    )


def test_a_proper_name_counts_in_two_places_and_a_common_one_does_not():
    """Every town has Stadtwerke; KL.digital is one."""
    assert compare(organization("KL.digital GmbH"), organization("KL.digital", "mainz")).score >= 0.5
    assert compare(organization("Stadtwerke"), organization("Stadtwerke", "mainz")).score < 0.1
    assert compare(organization("Stadt Kempen"), organization("Stadt Kempten", "kempten")).score < 0.1


GOVERNED = [
    # one, other, what the second differs in (None: they are two)
    ("Stadt Soest", "Stadtverwaltung Soest", "administration"),
    ("Magistrat der Stadt Soest", "Kreisstadt Soest", "administration"),
    ("Rathaus Soest", "Stadt Soest", "administration"),
    ("Verbandsgemeindeverwaltung Soest", "Verbandsgemeinde Soest", "administration"),
    ("Markt Ried am See", "Ried am See", "kind"),
    ("Gemeinde Ried", "Stadt Ried", "kind"),
    ("Flecken Ried", "Gemeinde Ried", "kind"),
    ("Verbandsgemeinde Soest", "Stadt Soest", None),
    ("Landratsamt Soest", "Stadt Soest", None),
    ("Gemeinde Hamm", "Stadt Hamm", None),
]


@pytest.mark.parametrize(("one", "other", "code"), GOVERNED, ids=[f"{a}, {b}" for a, b, _ in GOVERNED])
def test_who_acts_for_a_municipality_is_suggested_for_it(one: str, other: str, code: str | None):
    """Also where a release names both; a district is no town, and villages bear large cities' names."""
    both = frozenset({"r1"})
    found = compare(organization(one, releases=both), organization(other, releases=both))
    assert code in {reason.code for reason in found.reasons} or code is None
    apart = compare(organization(one), organization(other))
    assert (apart.score >= 0.5) is (code is not None)


def test_a_district_s_administration_is_suggested_for_it():
    """By whatever noun, or where the release calls it the Landratsamt alone."""
    for name in ("Landratsamt Soest", "Kreisverwaltung Soest", "Landratsamt", "Kreishaus"):
        office = organization(name, "landkreis-soest")
        assert compare(office, organization("Kreis Soest", "landkreis-soest")).score >= 0.5, name


def test_a_name_can_say_the_place_that_the_other_belongs_to():
    """Whoever publishes: the club of Ried, named by its neighbours, and by Ried without the place."""
    for named, bare in (("Tennisclub Ried", "Tennisclub"), ("Waldschule Ried", "Waldschule")):
        assert compare(organization(named, "soest"), organization(bare, "ried")).score >= 0.5
        assert compare(organization(bare, "soest"), organization(bare, "ried")).score < 0.1


def test_a_town_may_be_named_without_its_river():
    """A person of Bernau may be the one of Bernau bei Berlin; by Hamm alone the large city is meant."""
    assert compare(person("Eva Ott", "ried"), person("Eva Ott", "ried-am-see")).score >= 0.8
    assert compare(person("Eva Ott", "ried-im-moos"), person("Eva Ott", "ried-am-see")).score < 0.5
    assert compare(person("Eva Ott", "hamm"), person("Eva Ott", "hamm-sieg")).score < 0.5


def test_a_section_is_not_the_association():
    """Though it has its abbreviation."""
    short = frozenset({"DLV"})
    whole = organization("Deutscher Lesebund", "de", abbreviations=short)
    for name in ("Lesebund, Kreisverband Soest", "Lesebund Ortsgruppe Ried", "Lesebund Landesverband Nord"):
        assert compare(organization(name, "de", abbreviations=short), whole).score <= 0.5


def test_a_former_name_in_brackets_counts():
    """For the entity that was called so."""
    now = organization("Bäder Nord GmbH (vormals Städtische Bäder Nord GmbH)")
    assert compare(now, organization("Städtische Bäder Nord GmbH")).score >= 0.5


def test_two_given_names_are_not_one_that_is_spelled_in_two_ways():
    """Kirsten and Kerstin are two names, Stefan and Stephan one."""
    for one, other, alike in (
        ("Kirsten", "Kerstin", False),
        ("Kathrin", "Katrin", True),
        ("Jana", "Hanna", False),
    ):
        score = compare(person(f"{one} Wurzbach"), person(f"{other} Wurzbach")).score
        assert (score >= 0.5) is alike


def test_an_abbreviation_leads_to_its_name_both_ways_round():
    """As a source says it, or by the first letters."""
    long = organization("Deutsches Institut für Urbanistik", "de", abbreviations=frozenset({"Difu"}))
    for one, other in ((organization("Difu", "de"), long), (long, organization("Difu", "de"))):
        assert compare(one, other).score >= 0.9
    assert compare(organization("RKI", "de"), organization("Robert Koch-Institut", "de")).score >= 0.7


def test_events_of_two_days_are_two():
    """A start tells editions apart; one that is told less exactly may be it."""

    def event(name: str, start: str) -> Profile:
        return Profile(f"{BASE}id/event/{slug(name)}/{start}", "event", (name,), start, start=start)

    assert compare(event("Digitaltag 2024", "2024-06-07"), event("Digitaltag", "2024-06-07")).score >= 0.8
    assert compare(event("Digitaltag", "2023-06-16"), event("Digitaltag", "2024-06-07")).score < 0.1


def test_a_post_without_organisation_may_be_the_one_with():
    """Of one role in one jurisdiction; of two organisations never."""

    def post(where: str, *, employer: str = "") -> Profile:
        employers = frozenset({f"{BASE}id/organization/{employer}"} if employer else ())
        return Profile(f"{BASE}id/post/{where}/soest/cdo", "post", ("CDO",), "soest", employers=employers)

    bare, own = post("-"), post("stadt-soest", employer="stadt-soest/soest")
    assert [reason.code for reason in compare(bare, own).reasons][-1] == "no organisation"
    assert compare(bare, own).score >= 0.5
    works = post("werke", employer="werke/soest")
    assert compare(own, works).verdict == "different"
    assert compare(bare, works).score < 0.5, "a town's release means the town"


names = st.sampled_from([name for pair in PERSONS for name in pair[:2]])
anchors = st.sampled_from(["soest", "mainz", "landkreis-soest", "de"])


@settings(deadline=None)
@given(names, anchors, names, anchors)
def test_comparing_is_symmetric_and_its_score_a_score(one: str, here: str, other: str, there: str):
    """And a reason has words in both languages."""
    a, b = person(one, here, role="OB"), person(other, there, role="OB")
    found = compare(a, b)
    assert found == compare(b, a)
    assert 0 <= found.score <= 1
    assert (found.verdict == "same") == (a.iri == b.iri)
    assert all(reason.text("de") and reason.text("en") for reason in found.reasons)


def test_every_reason_has_words_in_both_languages():
    """With the same places to fill."""
    for code, (german, english) in _TEXTS.items():
        assert german
        assert english
        assert ("{0}" in german) == ("{0}" in english), code
        assert "{" not in Reason(code, 0, ("x", "y")).text("de")


@given(st.lists(st.floats(-9, 9), max_size=6), st.floats(0.1, 5))
def test_more_that_speaks_for_it_never_lowers_the_score(weights: list[float], more: float):
    """The score is that of the sum."""
    reasons = [Reason("name", weight) for weight in weights]
    assert score([*reasons, Reason("post", more)]) >= score(reasons)


# -- candidates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [(a, b) for a, b, codes in PERSONS if codes.isdisjoint({"gender", "first name"})][:-1]
)
def test_persons_who_may_be_one_are_candidates(one: str, other: str):
    """Whatever their names differ in."""
    a, b = person(one, role="OB"), person(other, role="OB")
    strangers = [person(f"Udo {chr(65 + i)}unnerbusch", f"ort-{i}") for i in range(9)]
    if a.iri != b.iri:
        assert (a, b) in [*candidates([a, *strangers, b])]


@pytest.mark.parametrize(
    ("one", "other"), [(a, b) for a, b, codes in ORGANIZATIONS if "another name" not in codes]
)
def test_organisations_that_may_be_one_are_candidates(one: str, other: str):
    """Whatever their names differ in."""
    a, b = organization(one), organization(other)
    assert len([*candidates([a, b])]) == 1


def test_a_name_that_a_crowd_bears_makes_no_pairs():
    """A thousand of one name in a thousand towns are not half a million questions."""
    crowd = [person("Anna Schmidt", f"ort-{i}") for i in range(CROWD * 4)]
    assert [*candidates(crowd)] == []
    assert len([*candidates(crowd[:CROWD])]) == CROWD * (CROWD - 1) // 2
    same = [person("Anna Schmidt", f"dorf-{i}", emails=frozenset({"a@b.example"})) for i in range(2)]
    assert len([*candidates([*crowd, *same])]) == 1


def test_pairs_grow_with_the_entities_and_no_faster():
    """Each entity is in few blocks, each block is small."""
    draw = random.Random(3)
    pool = [
        person(f"{draw.choice('AEIOU')}va {draw.choice('BDFGK')}ott{i % 97}", f"ort-{i % 50}")
        for i in range(2000)
    ]
    unique = list({one.iri: one for one in pool}.values())
    assert sum(1 for _ in candidates(unique)) < 20 * len(unique)


@given(st.permutations([person(name, "soest", role="OB") for name, _, _ in PERSONS[:8]]))
def test_the_order_of_entities_decides_nothing(mixed: list[Profile]):
    """The same pairs come out."""
    found = {frozenset((a.iri, b.iri)) for a, b in candidates(mixed)}
    ordered = sorted(mixed, key=lambda one: one.iri)
    assert found == {frozenset((a.iri, b.iri)) for a, b in candidates(ordered)}
