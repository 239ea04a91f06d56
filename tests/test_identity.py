"""kg.identity: canonical IRIs from one release, the authority and the judgements."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg import identity
from kg.errors import InputError, RdfError, TableError
from kg.facts import extract as facts_of
from kg.identity import judgements, names, person_names, places, posts
from kg.identity.authority import Authority, load_authority
from kg.identity.judgements import Judgements, load_judgements
from kg.model import Entity, Evidence, Fact, Release, Value
from kg.slots import digest
from kg.vocab import BASE, PREFIXES

PLACES = places.Places(
    {
        "rheinland-pfalz": "rheinland-pfalz",
        "rheinland-pfaelzisch": "rheinland-pfalz",
        "bayern": "bayern",
        "bayerisch": "bayern",
        "sachsen": "sachsen",
        "sachsen-anhalt": "sachsen-anhalt",
    },
    {
        "kaiserslautern": "rheinland-pfalz",
        "mainz": "rheinland-pfalz",
        "dresden": "sachsen",
        "kassel": "hessen",
    },
    {"cologne": "Köln"},
)
ROLES = posts.Roles(
    {
        "oberbuergermeister": frozenset({PREFIXES["role"] + "oberbuergermeister"}),
        "oberbuergermeisterin": frozenset({PREFIXES["role"] + "oberbuergermeister"}),
        "cdo": frozenset({PREFIXES["role"] + "chief-digital-officer"}),
        "chief-digital-officer": frozenset({PREFIXES["role"] + "chief-digital-officer"}),
        "dezernent": frozenset({PREFIXES["role"] + "dezernent"}),
    },
    {PREFIXES["role"] + "oberbuergermeister": 1},
)
TEXT = "Die Stadt Kaiserslautern teilt mit, dass sie etwas mitteilt. " * 20


def _release(text: str = TEXT, key: str = "r1", **stated: str) -> Release:
    return Release(key, f"{key}.txt", text, hashlib.sha256(text.encode()).hexdigest(), stated)


def _fact(kind: str, at: int = 0, *, modality: str = "asserted", **slots: Value) -> Fact:
    return Fact(kind, slots, (Evidence(at, at + 5, TEXT[at : at + 5]),), modality=modality)


def _resolve(
    *facts: Fact,
    release: Release | None = None,
    authority: Authority | None = None,
    judgements: Judgements | None = None,
) -> dict[tuple[str, str], str]:
    found = identity.resolve(release or _release(), facts, authority, judgements, places=PLACES, roles=ROLES)
    return {key: iri.removeprefix(f"{BASE}id/") for key, iri in found.items()}


def _organization(name: str, *facts: Fact, **slots: Value) -> str:
    header = _fact("release", publisher="Stadt Kaiserslautern")
    return _resolve(header, _fact("organization", 3, name=name, **slots), *facts)["organization", name]


SAME = [
    (["Stadt Kaiserslautern", "der Stadt Kaiserslautern", "Kaiserslautern", "Stadt  Kaiserslautern",
      "herzlich digitale Stadt Kaiserslautern"], "stadt-kaiserslautern/kaiserslautern"),
    (["Landeshauptstadt Kiel", "Stadt Kiel", "die Landeshauptstadt Kiel"], "stadt-kiel/kiel"),
    (["Universitätsstadt Tübingen", "Stadt Tuebingen", unicodedata.normalize("NFD", "Stadt Tübingen")],
     "stadt-tuebingen/tuebingen"),
    (["Hanse- und Universitätsstadt Rostock", "Hansestadt Rostock"], "stadt-rostock/rostock"),
    (["Freie und Hansestadt Hamburg"], "stadt-hamburg/hamburg"),
    (["Stadt Frankfurt am Main"], "stadt-frankfurt-am-main/frankfurt-am-main"),
    (["Landkreis Soest", "Kreis Soest"], "landkreis-soest/landkreis-soest"),
    (["Kreisverwaltung Soest"], "kreisverwaltung-soest/landkreis-soest"),
    (["Hochsauerlandkreis"], "hochsauerlandkreis/hochsauerlandkreis"),
    (["City of Karlsruhe", "Stadt Karlsruhe"], "stadt-karlsruhe/karlsruhe"),
    (["Stadtentwicklungsgesellschaft Sonnenberg mbH"],
     "stadtentwicklungsgesellschaft-sonnenberg-mbh/kaiserslautern"),
    (["Innenministerium des Landes", "Innenministerium"], "innenministerium/rheinland-pfalz"),
    (["Stadtverwaltung Mainz"], "stadtverwaltung-mainz/mainz"),
    (["Verbandsgemeinde Otterbach"], "verbandsgemeinde-otterbach/otterbach"),
    (["Land Rheinland-Pfalz", "Rheinland-Pfalz", "das Land Rheinland-Pfalz"],
     "land-rheinland-pfalz/rheinland-pfalz"),
    (["Freistaat Bayern", "Bayern"], "land-bayern/bayern"),
    (["Ministerium des Innern und für Sport Rheinland-Pfalz", "Ministerium des Innern und für Sport",
      "rheinland-pfälzisches Ministerium des Innern und für Sport"],
     "ministerium-des-innern-und-fuer-sport/rheinland-pfalz"),
    (["Bayerisches Staatsministerium für Digitales"], "staatsministerium-fuer-digitales/bayern"),
    (["Bundesministerium des Innern"], "bundesministerium-des-innern/de"),
    (["Deutscher Städtetag"], "deutscher-staedtetag/de"),
    (["Europäische Kommission"], "europaeische-kommission/eu"),
    (["Universität zu Köln"], "universitaet-zu-koeln/koeln"),
    (["Hochschule für Technik"], "hochschule-fuer-technik/kaiserslautern"),
    (["Bürger e.V.", "Bürger e. V.", "Bürger eV", "„Bürger“ e. V."], "buerger-e-v/kaiserslautern"),
    (["Arbeitskreis Digitales"], "arbeitskreis-digitales/kaiserslautern"),
    (["Darmstadt Marketing GmbH"], "darmstadt-marketing-gmbh/kaiserslautern"),
    (["Bundesgartenschau Trier GmbH"], "bundesgartenschau-trier-gmbh/kaiserslautern"),
    (["Deutscher Städtetag", "des Deutschen Städtetages", "dem Deutschen Städtetag", "Deutschen Städtetags"],
     "deutscher-staedtetag/de"),
    (["Bundesministerium für Bau", "des Bundesministeriums für Bau", "Bundesministeriums für Bau"],
     "bundesministerium-fuer-bau/de"),
    (["Bundesministerium für Bau und Heimat", "Bundesministerium für Bau & Heimat",
      "Bundesministerium für Bau u. Heimat", "Bundesministerium für Bau und Heimat (BMBH)"],
     "bundesministerium-fuer-bau-und-heimat/de"),
    (["Technische Universität Dresden", "der Technischen Universität Dresden", "TU Dresden",
      "Technical University of Dresden"], "technische-universitaet-dresden/dresden"),
    (["Universität Kassel", "University of Kassel", "Uni Kassel"], "universitaet-kassel/kassel"),
    (["Stadt Köln", "City of Cologne"], "stadt-koeln/koeln"),
    (["Otto-Dix-Stadt Gera", "Stadt Gera"], "stadt-gera/gera"),
    (["Stadt Neustadt a. d. Aisch", "Stadt Neustadt an der Aisch"],
     "stadt-neustadt-an-der-aisch/neustadt-an-der-aisch"),
    (["Stabsstelle Digitales", "Stabsstelle Digitales der Stadt Kaiserslautern",
      "Stadt Kaiserslautern, Stabsstelle Digitales"], "stabsstelle-digitales/kaiserslautern"),
    (["Stadtwerke Itzehoe Holding GmbH"], "stadtwerke-itzehoe-holding-gmbh/itzehoe"),
    (["Smart City Büro"], "smart-city-buero/kaiserslautern"),
    (["Europäischer Fonds für regionale Entwicklung"], "europaeischer-fonds-fuer-regionale-entwicklung/eu"),
    (["das Land", "Land Rheinland-Pfalz"], "land-rheinland-pfalz/rheinland-pfalz"),
    # districts, rivers and hills abbreviated
    (["Landkreis Rottweil", "Lkr. Rottweil", "Ldkr. Rottweil", "Landkr. Rottweil", "LK Rottweil",
      "Kr. Rottweil"], "landkreis-rottweil/landkreis-rottweil"),
    (["Stadt Wasserburg am Inn", "Stadt Wasserburg a. Inn", "Stadt Wasserburg a.Inn"],
     "stadt-wasserburg-am-inn/wasserburg-am-inn"),
    (["Stadt Höchst am Main", "Stadt Höchst a. M.", "Stadt Höchst a.M."],
     "stadt-hoechst-am-main/hoechst-am-main"),
    (["Stadt Staufen im Breisgau", "Stadt Staufen i. Br.", "Stadt Staufen i.Br."],
     "stadt-staufen-im-breisgau/staufen-im-breisgau"),
    (["Stadt Homburg vor der Höhe", "Stadt Homburg v. d. Höhe", "Stadt Homburg v.d.H."],
     "stadt-homburg-vor-der-hoehe/homburg-vor-der-hoehe"),
    (["Stadt Weiden in der Oberpfalz", "Stadt Weiden i. d. OPf.", "Stadt Weiden i.d.OPf."],
     "stadt-weiden-in-der-oberpfalz/weiden-in-der-oberpfalz"),
    (["Stadt Sankt Goar", "Stadt St. Goar"], "stadt-sankt-goar/sankt-goar"),
    # kinds of municipalities
    (["Markt Ried am See", "Marktgemeinde Ried am See", "Markt Ried a. See"],
     "markt-ried-am-see/ried-am-see"),
    (["Gemeinde Weiler", "Ortsgemeinde Weiler", "Einheitsgemeinde Weiler", "Gde. Weiler"],
     "gemeinde-weiler/weiler"),
    (["Samtgemeinde Weiler"], "samtgemeinde-weiler/weiler"),
    # legal forms spelt out, or that the noun says already
    (["Bäder Nord gGmbH", "Bäder Nord gemeinnützige GmbH",
      "Bäder Nord gemeinnützige Gesellschaft mit beschränkter Haftung"], "baeder-nord-ggmbh/kaiserslautern"),
    (["Bäder Nord AöR", "Bäder Nord, AöR", "Bäder Nord (AöR)", "Bäder Nord Anstalt des öffentlichen Rechts"],
     "baeder-nord-aoer/kaiserslautern"),
    (["Bäder Nord AG", "Bäder Nord Aktiengesellschaft"], "baeder-nord-ag/kaiserslautern"),
    (["Bädergesellschaft mbH", "Bädergesellschaft mit beschränkter Haftung"],
     "baedergesellschaft-mbh/kaiserslautern"),
    (["Heimatverein Ried", "Heimatverein Ried e. V.", "Heimatverein Ried eingetragener Verein"],
     "heimatverein-ried/kaiserslautern"),
    (["Waldgenossenschaft Ried", "Waldgenossenschaft Ried eG"], "waldgenossenschaft-ried/kaiserslautern"),
    (["Firma Brenner", "Fa. Brenner", "die Firma Brenner", "Brenner"], "brenner/kaiserslautern"),
    (["Bäder Nord GmbH", "Bäder Nord GmbH (vormals Städtische Bäder)",
      "Bäder Nord GmbH (bis 2016: Städtische Bäder)", "Bäder Nord GmbH, ehemals Städtische Bäder"],
     "baeder-nord-gmbh/kaiserslautern"),
    # where a large city stands at the end, behind what it is
    (["Verkehrsverbund Kassel"], "verkehrsverbund-kassel/kassel"),
    (["MVZ Mainz"], "mvz-mainz/mainz"),
    (["Entsorgungsbetrieb Kassel AöR"], "entsorgungsbetrieb-kassel-aoer/kassel"),
    (["Zweckverband Bonn und Köln"], "zweckverband-bonn-und-koeln/kaiserslautern"),
    # what only looks inflected or abbreviated
    (["Stadtwerke Mainz"], "stadtwerke-mainz/mainz"),
    (["Technische Betriebe Werl"], "technische-betriebe-werl/kaiserslautern"),
    (["Hagener Betrieb für Informationstechnologie"],
     "hagener-betrieb-fuer-informationstechnologie/kaiserslautern"),
    (["Innenstadt Mainz"], "innenstadt-mainz/kaiserslautern"),
]  # fmt: skip


@pytest.mark.parametrize(("spellings", "expected"), SAME, ids=[expected for _, expected in SAME])
def test_an_organisation_has_one_iri_in_every_spelling(spellings: list[str], expected: str):
    """Articles, cases, quotes, spaces, e.V., umlauts, honorary nouns and inverted Länder change nothing."""
    assert {name: _organization(name) for name in spellings} == dict.fromkeys(
        spellings, f"organization/{expected}"
    )


def test_a_company_takes_the_jurisdiction_of_its_parent_then_its_seat_then_the_publisher():
    """What the release states decides, in this order; circles of parents do not hang."""
    assert _organization("Netz GmbH", parent="Stadt Mainz", seat="Trier").endswith("/mainz")
    assert _organization("Netz GmbH", seat="Trier").endswith("/trier")
    assert _organization("Netz GmbH").endswith("/kaiserslautern")
    circle = _fact("organization", 9, name="Holding", parent="Netz GmbH")
    assert _organization("Netz GmbH", circle, parent="Holding").endswith("/kaiserslautern")


def test_a_university_goes_by_its_seat_before_its_parent():
    """An institute lies where it sits, whoever owns it."""
    slots = {"type": "research institute", "parent": "Land Bayern", "seat": "Trier"}
    assert _organization("Institut für Netze", **slots).endswith("/trier")


def test_a_bare_place_is_the_municipality_the_release_names():
    """ "Murnau" is Markt Murnau where the release says so, and a Stadt where nothing else is known."""
    market = _fact("organization", 9, name="Markt Murnau", type="municipality")
    assert _organization("Murnau", market) == "organization/markt-murnau/murnau"
    assert _organization("Murnau", type="municipality") == "organization/stadt-murnau/murnau"
    here = _resolve(_fact("release", place="Murnau"), _fact("organization", 3, name="Murnau"))
    assert here["organization", "Murnau"] == "organization/stadt-murnau/murnau"


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("Stadtverwaltung Kaiserslautern", "kaiserslautern"),
        ("Stadtverwaltung der Stadt Soest", "soest"),
        ("Presseamt der Landeshauptstadt Kiel", "kiel"),
        ("Amt für Digitalisierung der Stadt Bad Hersfeld", "bad-hersfeld"),
        ("Dezernat II der Universitäts- und Hansestadt Greifswald", "greifswald"),
        ("Stadt Kaiserslautern, Pressestelle", "kaiserslautern"),
        ("Stadt Kaiserslautern – Pressestelle", "kaiserslautern"),
        ("Stadtverwaltung Kaiserslautern, Referat Digitalisierung", "kaiserslautern"),
        ("Pressestelle des Landkreises Harz", "landkreis-harz"),
        ("Magistrat der Stadt Fulda", "fulda"),
        ("Landratsamt Ilm-Kreis", "ilm-kreis"),
        ("Kreisverwaltung des Rhein-Lahn-Kreises", "rhein-lahn-kreis"),
        ("Kreishaus Hochsauerlandkreis", "hochsauerlandkreis"),
        ("Werkstatt der Stadt der Zukunft", None),
        ("Stadt am Fluss", None),
        ("Stadt im Wandel", None),
    ],
)
def test_an_office_lies_in_the_town_it_names(name: str, anchor: str | None):
    """Its people then belong to the municipality, whichever of its offices a release names."""
    assert names.organization(name, "", {}, places.load()).anchor == anchor


def test_a_type_makes_no_town_of_what_is_none():
    """A release may call its administration a municipality; the name knows better."""
    assert _organization("Stadtverwaltung Mainz", type="municipality").endswith("/mainz")
    office = _organization("Stadt für Angelegenheiten", type="municipality")
    assert office == "organization/stadt-fuer-angelegenheiten/kaiserslautern"


def test_a_release_without_publisher_belongs_to_the_town_it_names_most():
    """The dateline first, then the municipality most facts name, or an address; else the release itself."""
    role = _fact("role", 9, person="Ina Ott", role="Sprecherin")
    here = _fact("organization", 3, name="Stadt Kaiserslautern")
    there = _fact("organization", 4, name="Stadt Mainz")
    assert _resolve(role, here, there)["person", "Ina Ott"] == "person/ina-ott/kaiserslautern"
    dateline = _fact("release", place="Mainz")
    assert _resolve(role, here, dateline)["person", "Ina Ott"] == "person/ina-ott/mainz"
    contact = _fact("contact", 30, email="x@example.org", address="Hauptstraße 1, D-54290 Trier")
    assert _resolve(role, contact)["person", "Ina Ott"] == "person/ina-ott/trier"
    nothing = _release("Kein Ort, nirgends.", key="k 7")
    assert _resolve(role, release=nothing)["person", "Ina Ott"] == "person/ina-ott/release-k%207"


def test_titles_and_forms_of_address_are_no_part_of_a_person():
    """One person, however courteously named; a surname alone is what it is."""
    for name in (
        "Klaus Weichel",
        "Dr. Klaus Weichel",
        "Herr Prof. Dr.-Ing. Klaus Weichel",
        "Klaus Weichel, MdL",
    ):
        assert person_names.segment(name) == "klaus-weichel"
    assert person_names.segment("Seehofer") == "seehofer"
    assert person_names.segment("Hans C. Drews") == "hans-c-drews"


PERSONS = [
    (["Ilona Benz", "Benz, Ilona", "Frau Ilona Benz", "Frau Prof. Dr. Ilona Benz",
      "Dipl.-Ing. (FH) Ilona Benz", "BENZ Ilona", "Ilona BENZ", "Ilona Benz'", "Ilona Benz's",
      "Ilona Benz, M.A.", "Ilona Benz, MdL",
      "Oberbürgermeisterin Ilona Benz", "Ilona Benz, Oberbürgermeisterin", "der Beigeordneten Ilona Benz",
      "Oberbürgermeisterin a. D. Ilona Benz", "Landrat (m/w/d) Ilona Benz",
      "Parl. Staatssekretärin Ilona Benz", "Benz, Dr. Ilona", "Dr. h. c. mult. Ilona Benz",
      "Oberstudienrätin Ilona Benz", "Polizeidirektorin Ilona Benz", "Oberstleutnant Ilona Benz",
      "Erste Polizeihauptkommissarin Ilona Benz", "Leitende Regierungsdirektorin Dr. Ilona Benz",
      "Kreisbrandmeisterin Ilona Benz"], "ilona-benz"),
    (["Jürgen Groß", "Juergen Gross", "Jürgen Gross", unicodedata.normalize("NFD", "Jürgen Groß")],
     "juergen-gross"),
    (["René Müller-Lüdenscheidt", "Rene Müller Lüdenscheidt"], "rene-mueller-luedenscheidt"),
    (["Karl-Heinz Beck", "Karlheinz Beck", "Karl Heinz Beck"], "karlheinz-beck"),
    (["Ursula von der Leyen", "von der Leyen, Ursula", "Leyen, Ursula von der", "Ursula v. d. Leyen"],
     "ursula-von-der-leyen"),
    (["Philipp Freiherr von Stein", "Philipp Frhr. v. Stein", "Philipp von Stein"], "philipp-von-stein"),
    (["Steffi Graf"], "steffi-graf"),
    (["H.-J. Müller", "H. J. Müller"], "h-j-mueller"),
    (["C. Müller"], "c-mueller"),
    (["Hans Peter"], "hans-peter"),
]  # fmt: skip


@pytest.mark.parametrize(("spellings", "segment"), PERSONS, ids=[segment for _, segment in PERSONS])
def test_a_person_has_one_segment_in_every_spelling(spellings: list[str], segment: str):
    """Titles, offices, order, apostrophes, umlauts, hyphens, ranks: what is certain from the name alone."""
    assert {name: person_names.segment(name) for name in spellings} == dict.fromkeys(spellings, segment)


TOLD_APART = [
    ("Josef Huber jun.", "Josef Huber sen.", "Josef Huber, jun."),
    ("Willi Petry I", "Willi Petry II", "Willi Petry"),
    ("Eva Ott, geb. Kurz", "Eva Ott, geb. Lang", "Eva Ott"),
    ("Peter Ott (CDU)", "Ott, Peter (SPD)", "Peter Ott"),
    ("Frau Schmidt", "Herr Schmidt", "Schmidt"),
    ("Frau Andrea Ott", "Herr Andrea Ott", "Andreas Ott"),
    ("Eva Müller", "Eva Muller", "Eva Möller"),
    ("Klaus Weichel", "Klaus Weichels", "K. Weichel"),
    ("Eva Ott", "Eva Kurz-Ott", "Eva-Maria Ott"),
    ("Richter Hans", "Hans Richter", "Richter"),
    ("Hauptmann Hans", "Hans Hauptmann", "Hauptmann"),
]


@pytest.mark.parametrize("several", TOLD_APART, ids=[one for one, *_ in TOLD_APART])
def test_what_can_tell_two_persons_apart_stays(several: tuple[str, ...]):
    """A mark of the generation, a birth name, a party, Herr or Frau; nothing is joined for being alike."""
    segments = {person_names.segment(name) for name in several}
    joined = {"Josef Huber, jun.": 2}.get(several[-1], len(several))
    assert len(segments) == joined


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30))
def test_the_spelling_of_a_person_is_settled_at_once(name: str):
    """Whatever the name: what is plain stays as it is, and its parts hold something."""
    plain = person_names.plain(name)
    assert person_names.segment(plain) == person_names.segment(person_names.plain(plain))
    assert person_names.parts(name).surname


def test_a_genitive_is_the_person_whom_the_release_names_in_the_nominative():
    """And of the same jurisdiction; where only the one form is told, it stands for itself."""
    role = _fact("role", 3, person="Klaus Weichel", role="OB", organization="Stadt Mainz")
    quote = _fact("quotation", 9, speaker="Klaus Weichels", text="x")
    both = _resolve(role, quote)
    assert both["person", "Klaus Weichels"] == both["person", "Klaus Weichel"] == "person/klaus-weichel/mainz"
    assert _resolve(quote)["person", "Klaus Weichels"].startswith("person/klaus-weichels/")


def test_a_bare_town_is_the_one_that_the_release_tells_from_others():
    """ "Stadt Halle" in a release of Halle (Saale); elsewhere it stands for itself."""

    def halle(**slots: Value) -> str:
        town = _fact("organization", 9, name="Stadt Halle")
        return _resolve(_fact("release", **slots), town)["organization", "Stadt Halle"]

    assert halle(publisher="Stadt Halle (Saale)") == "organization/stadt-halle-saale/halle-saale"
    assert halle(place="Halle (Saale)") == "organization/stadt-halle-saale/halle-saale"
    assert halle(publisher="Kreis Gütersloh") == "organization/stadt-halle/halle"
    two = (
        _fact("organization", 3, name="Stadt Frankfurt am Main"),
        _fact("organization", 5, name="Stadt Frankfurt (Oder)"),
    )
    found = _resolve(*two, _fact("organization", 9, name="Stadt Frankfurt"))
    assert found["organization", "Stadt Frankfurt"] == "organization/stadt-frankfurt/frankfurt"


@pytest.mark.parametrize(
    "town",
    ["Stadt Ulmen", "Gemeinde Ulmen", "Landeshauptstadt Ulmen", "Kreis- und Universitätsstadt Ulmen",
     "Große Kreisstadt Ulmen", "Verbandsgemeinde Ulmen"],
)  # fmt: skip
@pytest.mark.parametrize("slot", ["place", "seat"])
def test_a_place_with_its_noun_is_that_place(town: str, slot: str):
    """A dateline, or a seat, says where something is, whatever the municipality calls itself."""

    def company(place: str) -> tuple[str, str | None]:
        seat = {"seat": place} if slot == "seat" else {}
        header = _fact("release", place=place) if slot == "place" else _fact("release", place="Trier")
        found = _resolve(header, _fact("organization", 9, name="Netze GmbH", **seat))
        return found["organization", "Netze GmbH"], found.get(("place", place))

    assert company(town)[0] == company("Ulmen")[0] == "organization/netze-gmbh/ulmen"
    assert company(town)[1] == "place/ulmen"


def test_an_address_tells_the_place_without_its_noun():
    """As a dateline does, where there is none."""
    contact = _fact("contact", 3, address="Markt 1, 67655 Stadt Ulmen")
    found = _resolve(contact, _fact("organization", 9, name="Netze GmbH"))
    assert found["organization", "Netze GmbH"] == "organization/netze-gmbh/ulmen"


def test_a_district_is_another_jurisdiction_than_its_town():
    """A dateline of the district makes no municipality of it either."""
    header = _fact("release", place="Kreis Ulmen")
    own = _fact("organization", 9, name="Landkreis Ulmen"), _fact("organization", 11, name="Netze GmbH")
    found = _resolve(header, *own)
    assert found["organization", "Netze GmbH"] == "organization/netze-gmbh/landkreis-ulmen"
    assert found["organization", "Landkreis Ulmen"] == "organization/landkreis-ulmen/landkreis-ulmen"
    assert ("place", "Kreis Ulmen") not in found


def test_a_minister_belongs_to_the_land_the_release_speaks_in():
    """Without an organisation, too; a federal one to the federation; a role can name its organisation."""

    def anchor(role: str, publisher: str = "Stadt Kaiserslautern") -> str:
        fact = _fact("role", 9, person="Ina Ott", role=role, role_canonical=role)
        found = _resolve(_fact("release", publisher=publisher), fact)
        assert found["post", digest(fact)].split("/")[2] == found["person", "Ina Ott"].split("/")[-1]
        return found["person", "Ina Ott"].split("/")[-1]

    assert anchor("Innenminister") == anchor("Staatssekretärin") == "rheinland-pfalz"
    assert (
        anchor("Bundesinnenministerin") == anchor("Hauptgeschäftsführerin des Deutschen Städtetages") == "de"
    )
    assert anchor("Innenminister", "Stadt Nirgends") == "nirgends"
    assert anchor("Bürgermeisterin") == anchor("Pressesprecherin") == "kaiserslautern"


def test_places_are_the_municipalities_that_a_release_tells():
    """Large cities, what it names as a town, what it comes from; a hall or a foreign name is none."""

    def place(name: str, **slots: Value) -> str | None:
        header = _fact("release", publisher="Stadt Neustadt an der Weinstraße", **slots)
        found = _resolve(
            header, _fact("event", 9, name="Fest", place=name), _fact("organization", 3, name="Stadt Ulmen")
        )
        return found.get(("place", name))

    assert place("Kaiserslautern") == place("Fruchthalle, Kaiserslautern") == "place/kaiserslautern"
    assert place("Ulmen") == "place/ulmen"
    assert place("Neustadt") == place("Neustadt an der Weinstraße") == "place/neustadt-an-der-weinstrasse"
    assert place("Fruchthalle") is place("Nirgendwo") is None
    assert place("Nirgendwo", place="Nirgendwo") == "place/nirgendwo"


CITIES = sorted(places.load().cities)[:40]
WORDINGS = (
    "Bundesinnenminister Horst Seehofer gratulierte der Stadt {city}.",
    "„Gut so“, sagte Bundesinnenminister Horst Seehofer (CSU) in {city}.",
    "Horst Seehofer, Bundesminister des Innern, besuchte {city}.",
    "Den Bescheid übergab der Bundesinnenminister Horst Seehofer.",
)


def test_a_minister_named_by_forty_cities_is_one():
    """Read from texts, in several wordings; and he has one post without organisation, not forty."""
    persons, posts_ = set(), set()
    for number, city in enumerate(CITIES):
        body = WORDINGS[number % len(WORDINGS)].format(city=city.title())
        text = f"Stadt {city.title()}, 3. Mai 2019\n\nBesuch\n\n{body}\n"
        release = Release(city, f"{city}.txt", text, hashlib.sha256(text.encode()).hexdigest())
        found = facts_of(release)
        mapping = identity.resolve(release, found)
        persons |= {iri for (kind, name), iri in mapping.items() if kind == "person" and "Seehofer" in name}
        posts_ |= {iri for (kind, _), iri in mapping.items() if kind == "post"}
    assert persons == {f"{BASE}id/person/horst-seehofer/de"}
    assert len(posts_) <= len(WORDINGS)
    assert all("/de/" in iri for iri in posts_)


def test_a_person_belongs_to_the_jurisdiction_of_the_organisation():
    """What the release asserts goes before what was; federal offices need no organisation."""
    former = _fact("role", 2, person="Ina Ott", role="Leiterin", organization="Stadt Mainz", former=True)
    former = Fact(former.kind, former.slots, former.evidence, modality="former")
    now = _fact("role", 9, person="Ina Ott", role="Leiterin", organization="Stadt Trier")
    assert _resolve(former, now)["person", "Ina Ott"] == "person/ina-ott/trier"
    minister = _fact("role", 9, person="Seehofer", role="Bundesinnenminister",
                     role_canonical="Bundesinnenminister")  # fmt: skip
    assert _resolve(minister)["person", "Seehofer"] == "person/seehofer/de"


def test_a_second_person_of_the_name_elsewhere_changes_nobody():
    """Two cities, two persons; neither release knows of the other."""
    here = _fact("role", 3, person="Anna Schmidt", role="OB", organization="Stadt Mainz")
    there = _fact("role", 3, person="Anna Schmidt", role="OB", organization="Stadt Trier")
    alone = _resolve(here)["person", "Anna Schmidt"]
    assert alone == "person/anna-schmidt/mainz"
    assert (
        _resolve(there, release=_release(key="r2"))["person", "Anna Schmidt"] == "person/anna-schmidt/trier"
    )
    assert _resolve(here)["person", "Anna Schmidt"] == alone


def test_events_go_by_name_and_start():
    """Editions of one day are one; years stay apart, even in one release; a yearless day is local."""
    day = _fact("event", 3, name="14. Regionalkonferenz", start="2024-05-15")
    plain = _fact("event", 3, name="Regionalkonferenz", start="2024-05-15")
    assert {*_resolve(day).values(), *_resolve(plain).values()} == {"event/regionalkonferenz/2024-05-15"}
    first = _fact("event", 3, name="Digitaltag", start="2023-06-16")
    second = _fact("event", 9, name="Digitaltag", start="2024-06-07")
    found = _resolve(first, second)
    assert found["event", "Digitaltag"] == "event/digitaltag/2023-06-16"
    assert found["event", digest(second)] == "event/digitaltag/2024-06-07"
    yearless = _resolve(
        _fact("event", 3, name="Digitaltag", start="--06-19"), release=_release(publisher="Stadt Mainz")
    )
    assert yearless["event", "Digitaltag"] == "event/digitaltag/mainz--06-19"


def test_programmes_have_no_jurisdiction_and_projects_their_organisations():
    """A project belongs to who runs it, else to the publisher."""
    project = _fact("project", 3, name="Dritte Orte", organization="Stadt Trier", programme="Smart Cities")
    found = _resolve(project)
    assert found["project", "Dritte Orte"] == "project/dritte-orte/trier"
    assert found["programme", "Smart Cities"] == "programme/smart-cities"


def test_posts_and_roles():
    """Labels lead to the concept; a head does not; deputies have posts of their own."""
    org = "Stadt Mainz"

    def post(**slots: Value) -> str:
        fact = _fact("role", 3, person="Ina Ott", **slots)
        return _resolve(fact, _fact("release", publisher="Stadt Trier"))["post", digest(fact)]

    ob = PREFIXES["role"] + "oberbuergermeister"
    assert post(role="OB", concept=ob, organization=org) == "post/stadt-mainz/mainz/ob"
    assert post(role_canonical="Oberbürgermeisterin", concept=ob, organization=org) == (
        "post/stadt-mainz/mainz/oberbuergermeister"
    )
    assert post(role="CDO") == "post/-/trier/chief-digital-officer"
    dezernent = PREFIXES["role"] + "dezernent"
    assert post(role_canonical="Bildungsdezernent", concept=dezernent) == "post/-/trier/bildungsdezernent"
    assert post(role_canonical="Oberbürgermeister", concept=ob, organization=org, deputy=True) == (
        "post/stadt-mainz/mainz/stellvertretender-oberbuergermeister"
    )


def _head(at: int = 3, **slots: Value) -> Fact:
    return _fact("role", at, person="Ina Ott", role="Leiterin", role_canonical="Leiter", **slots)


def _post(fact: Fact, *more: Fact, publisher: str = "") -> str:
    header = _fact("release", publisher=publisher) if publisher else _fact("release")
    return _resolve(fact, header, *more)["post", digest(fact)]


DIGITAL = "Stabsstelle Digitalisierung"
OF_DIGITAL = "post/stadt-mainz/mainz/leiter.stabsstelle-digitalisierung"


def test_a_unit_has_posts_of_its_own():
    """In the organisation that it is part of, and spelled alike; without a unit all is as before."""
    town = "Stadt Mainz"
    spellings = ("Stabsstelle für Digitalisierung", "der Stabsstelle für die Digitalisierung")
    for unit in (DIGITAL, *spellings, f"{DIGITAL} der Stadt Mainz"):
        assert _post(_head(unit=unit, organization=town)) == OF_DIGITAL
    assert _post(_head(unit="Hauptamts", organization=town)) == "post/stadt-mainz/mainz/leiter.hauptamt"
    assert _post(_head(organization=town)) == "post/stadt-mainz/mainz/leiter"
    mayor = _fact("role", 3, person="Ina Ott", role="OB", unit="Dezernat I", organization=town)
    concept = PREFIXES["role"] + "oberbuergermeister"
    mayor = Fact(
        mayor.kind, {**mayor.slots, "role": "Oberbürgermeisterin", "concept": concept}, mayor.evidence
    )
    assert _post(mayor) == "post/stadt-mainz/mainz/oberbuergermeister"


def test_a_unit_named_alone_leads_to_its_post_where_the_release_tells_the_body():
    """By another role, by what it is part of, or by the town that speaks; else it stays itself."""
    alone = _head(9, unit=DIGITAL, organization=DIGITAL)
    beside = _head(3, unit="Stabsstelle für Digitalisierung", organization="Stadt Mainz")
    part = _fact("organization", 5, name=DIGITAL, type="unit", part_of="Stadt Mainz")
    assert _post(alone, beside) == _post(alone, part) == _post(alone, publisher="Stadt Mainz") == OF_DIGITAL
    itself = "post/stabsstelle-digitalisierung/{}/leiter"
    other = _head(1, unit=DIGITAL, organization="Stadt Trier")
    assert _post(alone, publisher="Netz AG") == itself.format("netz-ag")
    assert _post(alone, beside, other, publisher="Stadt Mainz") == itself.format("mainz")
    elsewhere = _fact("organization", 5, name=DIGITAL, type="unit", part_of="Universität Mainz")
    assert _post(alone, elsewhere, publisher="Stadt Mainz") == (
        "post/universitaet-mainz/mainz/leiter.stabsstelle-digitalisierung"
    )
    office = _head(9, unit="Landratsamt", organization="Landratsamt")
    assert _post(office, publisher="Stadt Mainz") == "post/landratsamt/mainz/leiter"


def test_a_unit_of_a_unit_is_part_of_its_body():
    """The body is what neither of them is; a circle leads nowhere."""
    alone = _head(9, unit="Abteilung Netze", organization="Abteilung Netze")
    parts = [_fact("organization", 3, name="Abteilung Netze", type="unit", part_of="Hauptamt"),
             _fact("organization", 5, name="Hauptamt", type="unit", part_of="Stadt Mainz")]  # fmt: skip
    assert _post(alone, *parts) == "post/stadt-mainz/mainz/leiter.abteilung-netze"
    circle = _fact("organization", 5, name="Hauptamt", type="unit", part_of="Abteilung Netze")
    assert _post(alone, parts[0], circle) == "post/hauptamt/release-r1/leiter.abteilung-netze"


def test_the_body_of_a_unit_that_is_told_elsewhere_is_a_premise():
    """The attestation is of the body, as that of the others on the post."""
    alone, header = _head(9, unit=DIGITAL, organization=DIGITAL), _fact("release", publisher="Stadt Mainz")
    facts = [alone, header]
    mapping = identity.resolve(_release(), facts, places=PLACES, roles=ROLES)
    [found] = identity.role_attestations(_release(), facts, mapping)
    assert found.organization == f"{BASE}id/organization/stadt-mainz/mainz"
    assert found.premise == "organization: the body that the unit is part of"


def test_a_guessed_employer_makes_no_post_of_a_unit_in_it():
    """The unit is all that is told of the post."""
    told = _head(9, unit=DIGITAL, organization="Netz AG")
    guessed = Fact(told.kind, told.slots, told.evidence, resolved={"organization": "by context: the body"})
    assert _post(guessed, publisher="Netz AG") == "post/-/netz-ag/leiter.stabsstelle-digitalisierung"


def _attested(fact: Fact, *more: Fact, release: Release | None = None) -> list[tuple[str | None, ...]]:
    text = release or _release()
    mapping = identity.resolve(text, [fact, *more], places=PLACES, roles=ROLES)
    found = identity.role_attestations(text, [fact, *more], mapping)
    return [(a.on, a.not_before, a.not_after, a.modality) for a in found]


def test_role_attestations_carry_the_day_the_text_speaks():
    """The slot, else the release's day; stated wins over the text's; partial days become bounds."""
    header = _fact("release", date="2024-05-06")
    bare = _fact("role", 3, person="Ina Ott", role="OB")
    dated = _fact("role", 3, person="Ina Ott", role="OB", attested="2024-05-06")
    assert _attested(bare, header) == [("2024-05-06", None, None, "asserted")]
    stated = _release(issued="2024-05-07")
    assert _attested(dated, header, release=stated) == [("2024-05-07", None, None, "asserted")]
    month = _fact("role", 3, person="Ina Ott", role="OB", attested="2024-05")
    assert _attested(month) == [(None, "2024-05-01", "2024-05-31", "asserted")]
    undated = _fact("release", not_before="2020-06-19")
    assert _attested(bare, undated) == [(None, "2020-06-19", None, "asserted")]
    assert _attested(bare) == [(None, None, None, "asserted")]


def test_role_attestations_tell_former_announced_and_leave_reported_out():
    """Affiliations without a role and hearsay are no attestations of a post."""
    assert _attested(_fact("role", 3, person="A", role="OB", former=True))[0][3] == "former"
    assert _attested(_fact("role", 3, person="A", role="OB", designated=True))[0][3] == "announced"
    assert _attested(_fact("role", 3, person="A", role="OB", modality="reported")) == []
    assert _attested(_fact("role", 3, person="A", organization="TU")) == []


def test_a_resolved_organisation_is_a_premise():
    """What the words do not say is said to be presumed."""
    fact = Fact(
        "role",
        {"person": "A", "role": "OB", "organization": "Stadt Mainz"},
        (Evidence(0, 3, "Die"),),
        resolved={"organization": "the release's own municipality"},
    )
    mapping = identity.resolve(_release(), [fact], places=PLACES, roles=ROLES)
    [found] = identity.role_attestations(_release(), [fact], mapping)
    assert found.premise == "organization: the release's own municipality"
    assert found.organization == f"{BASE}id/organization/stadt-mainz/mainz"


# authority and judgements

AUTHORITY = """
@prefix org: <http://www.w3.org/ns/org#> . @prefix sg: <https://w3id.org/stadtgraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix o: <https://w3id.org/stadtgraph/id/organization/> .
<https://w3id.org/stadtgraph/id/organization/bitkom/de> a org:FormalOrganization ;
    rdfs:label "Bitkom"@de ; skos:altLabel "Bundesverband Informationswirtschaft" .
<https://w3id.org/stadtgraph/id/organization/bmi-alt/de>
    rdfs:label "Bundesinnenministerium alt" ; sg:abbreviation "BMI" .
<https://w3id.org/stadtgraph/id/organization/bmi-neu/de>
    rdfs:label "Bundesinnenministerium neu" ; sg:abbreviation "BMI" .
<https://w3id.org/stadtgraph/id/person/ina-ott/mainz> rdfs:label "Ina Ott" .
<https://w3id.org/stadtgraph/id/post/stadt-mainz/mainz/dezernent> rdfs:label "Dezernent" ; sg:seats 3 .
"""


def _authority(tmp_path: Path) -> Authority:
    (tmp_path / "a.ttl").write_text(AUTHORITY, "utf-8")
    return load_authority([tmp_path])


def test_a_name_the_authority_knows_takes_its_iri(tmp_path: Path):
    """By label or other name; not by an abbreviation that means several, and never for a person."""
    authority = _authority(tmp_path)
    assert (
        _resolve(_fact("competition", 3, name="Digitale Stadt", organizer="Bitkom"), authority=authority)[
            "organization", "Bitkom"
        ]
        == "organization/bitkom/de"
    )
    facts = [_fact("organization", 3, name=n) for n in ("Bundesverband Informationswirtschaft", "BMI")]
    found = _resolve(*facts, _fact("role", 3, person="Ina Ott", role="OB"), authority=authority)
    assert found["organization", "Bundesverband Informationswirtschaft"] == "organization/bitkom/de"
    assert found["organization", "BMI"].startswith("organization/bmi/")
    assert found["person", "Ina Ott"] != "person/ina-ott/mainz"


def test_a_curated_name_is_found_without_the_legal_form_of_its_type(tmp_path: Path):
    """An association's "e. V." tells nothing; a company's form tells it from others of its name."""
    (tmp_path / "a.ttl").write_text(
        "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("orgtype", "rdfs", "sg"))
        + "".join(
            f'<{BASE}id/organization/{t}/de> rdfs:label "Muster{t}" ; sg:organizationType orgtype:{t} .\n'
            for t in ("association", "company")
        ),
        "utf-8",
    )
    authority = load_authority([tmp_path])

    def found(name: str) -> str:
        return _resolve(_fact("organization", 3, name=name), authority=authority)["organization", name]

    assert found("Musterassociation e. V.") == found("des Musterassociation") == "organization/association/de"
    assert found("Mustercompany") == "organization/company/de"
    assert not found("Mustercompany GmbH").endswith("/de")
    assert not found("Musterassociation GmbH").endswith("/de")


def test_seats_come_from_posts_of_the_authority_and_from_roles(tmp_path: Path):
    """A post's own number stands beside the role's."""
    assert identity.seats(_authority(tmp_path), ROLES) == {
        f"{BASE}id/post/stadt-mainz/mainz/dezernent": 3,
        PREFIXES["role"] + "oberbuergermeister": 1,
    }


def test_malformed_turtle_names_file_and_line(tmp_path: Path):
    """A steward is told where to look."""
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://a/> .\na:b a:c ;; [ .\n", "utf-8")
    with pytest.raises(RdfError, match=r"bad\.ttl:2: "):
        load_authority([tmp_path])
    with pytest.raises(InputError, match=r"gone\.ttl"):
        load_authority([tmp_path / "gone.ttl"])


def _judgements(tmp_path: Path, *rows: str) -> Judgements:
    path = tmp_path / "judgements.csv"
    path.write_text("\n".join(["left,right,judgement,note,who,when", *rows]) + "\n", "utf-8")
    return load_judgements(path)


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("<{o}> org:hasSite [ rdfs:label 'y' ] .", "blank node"),
        ("[] rdfs:label 'x' .", "blank node"),
        ("<{o}> rdfs:seeAlso (1 2) .", "blank node"),
        ("<< <{o}> rdfs:label 'x' >> rdfs:comment 'y' .", "quoted triple"),
        ("<{o}> rdfs:label 'X' ; org:subOrganizationOf 'Land' .", "is no IRI"),
        ("<{p}> rdfs:label 'X' ; org:role 'OB' .", "is no IRI"),
        ("<{p}> rdfs:label 'X' ; sg:seats 'viele' .", "no number of seats"),
        ("<{p}> rdfs:label 'X' ; sg:seats 0 .", "no number of seats"),
    ],
)
def test_an_authority_that_cannot_be_published_is_refused(tmp_path: Path, turtle: str, message: str):
    """What has no lasting name, or is no link where one is needed, is told with its file and subject."""
    prefixes = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("org", "rdfs", "sg"))
    text = turtle.format(o=f"{BASE}id/organization/x/x", p=f"{BASE}id/post/x/x/ob")
    (tmp_path / "x.ttl").write_text(prefixes + text, encoding="utf-8")
    with pytest.raises(RdfError, match=rf"x\.ttl: .*{message}"):
        load_authority([tmp_path])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("id/person/a/x,id/organization/a/x,same,,,", "two kinds, organization and person"),
        ("id/release/r/person/a,id/organization/a/x,different,,,", "two kinds, organization and person"),
        ("id/release/r,id/release/s,same,,,", "is no mention"),
        ("id/release/r/person/,id/person/a/x,same,,,", "is no mention"),
        ("id/tenure/x,id/tenure/y,same,,,", "not what can be judged"),
        ("id/role/x,id/role/y,same,,,", "not what can be judged"),
        ("id/person//,id/person/a/x,same,,,", "has an empty segment — write id/person/"),
        ("id/person/a/,id/person/a/x,same,,,", "has an empty segment"),
        ("id/person/a/x,id/person,same,,,", "has an empty segment"),
        ("id/place/a,id/organization/a/a,same,,,", "two kinds, organization and place"),
        ("id/person/a/x,id/person/b/x,same,,,2024-02-30", "is no day"),
    ],
)
def test_a_judgement_that_cannot_be_meant_is_refused(tmp_path: Path, row: str, message: str):
    """Different kinds of things, and what has no identity to judge, are told with the line."""
    path = tmp_path / "judgements.csv"
    path.write_text(",".join(judgements.COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(TableError, match=rf"judgements\.csv:2: .*{message}"):
        load_judgements(path)


def test_same_maps_both_to_one_and_the_loser_is_replaced(tmp_path: Path):
    """The shortest IRI wins, whatever side it stands on; chains join; unsure changes nothing."""
    long, short, third = (f"id/organization/{n}/mainz" for n in ("netz-gesellschaft", "netz", "netzwerke"))
    judgements = _judgements(
        tmp_path,
        f"{long},{short},same,Umbenannt,ab,2024-05-06",
        f"{third},{long},same,,,",
        f"{short},id/organization/werk/mainz,unsure,,,",
    )
    fact = _fact("organization", 3, name="Netz Gesellschaft", seat="Mainz")
    assert (
        _resolve(fact, judgements=judgements)["organization", "Netz Gesellschaft"]
        == "organization/netz/mainz"
    )
    assert judgements.replaced(Authority()) == {BASE + long: BASE + short, BASE + third: BASE + short}


def test_of_posts_judged_the_same_the_one_with_an_organisation_wins(tmp_path: Path):
    """Whatever is shorter; the derivation of tenures reads from it which posts bound each other."""
    bare, whole = "id/post/-/mainz/cdo", "id/post/stadt-mainz/mainz/cdo"
    judgements = _judgements(tmp_path, f"{bare},{whole},same,,,")
    assert judgements.replaced(Authority()) == {BASE + bare: BASE + whole}


def test_an_iri_of_somebody_else_wins_no_merge(tmp_path: Path):
    """It says who is meant, and joins; only the authority makes an entity of it."""
    bare, whole, other = "id/person/ott/mainz", "id/person/ina-ott/mainz", "https://example.org/p"
    judgements = _judgements(tmp_path, f"{bare},{other},same,,,", f"{other},{whole},same,,,")
    assert judgements.replaced(Authority()) == {BASE + bare: BASE + whole}
    fact = _fact("role", 3, person="Ott", role="OB", organization="Stadt Mainz")
    assert _resolve(fact, judgements=judgements)["person", "Ott"] == "person/ina-ott/mainz"
    known = Authority({other: Entity(other, "person", "Ina Ott", {}, ())})
    assert judgements.replaced(known) == {BASE + bare: other, BASE + whole: other}
    alone = _judgements(tmp_path, f"id/release/r1/person/ott,{other},same,,,")
    assert _resolve(fact, judgements=alone)["person", "Ott"] == "person/ott/mainz"


def test_two_kinds_are_not_one_by_an_iri_of_somebody_else(tmp_path: Path):
    """The row that closes the chain is named."""
    other = "https://example.org/p"
    with pytest.raises(TableError, match=r"judgements\.csv:3: makes one of organization and person"):
        _judgements(tmp_path, f"id/person/a/x,{other},same,,,", f"id/organization/a/x,{other},same,,,")


def test_a_place_is_the_one_that_it_is_judged_to_be(tmp_path: Path):
    """In all releases or in one; the jurisdiction of what lies there stays."""
    header = _fact("release", publisher="Stadt Mainz", place="Mainz")
    merged = _judgements(tmp_path, "id/place/mainz,id/place/mainz-am-rhein,same,,,")
    found = _resolve(header, judgements=merged)
    assert found["place", "Mainz"] == found["place", "Stadt Mainz"] == "place/mainz"
    longer = f"{BASE}id/place/mainz-am-rhein"
    known = Authority({longer: Entity(longer, "place", "Mainz", {}, ())})
    assert merged.replaced(known) == {f"{BASE}id/place/mainz": longer}
    split = _judgements(tmp_path, "id/release/r2/place/mainz,id/place/mainz,different,,,")
    for key, place in (("r1", "place/mainz"), ("r2", "place/mainz/release-r2")):
        found = _resolve(header, release=_release(key=key), judgements=split)
        assert found["place", "Mainz"] == found["place", "Stadt Mainz"] == place
        assert found["organization", "Stadt Mainz"] == "organization/stadt-mainz/mainz"


def test_a_curated_entity_wins_a_merge(tmp_path: Path):
    """However long its IRI."""
    judgements = _judgements(tmp_path, "id/organization/bitkom/de,id/organization/b/de,same,,,")
    assert judgements.replaced(_authority(tmp_path)) == {
        f"{BASE}id/organization/b/de": f"{BASE}id/organization/bitkom/de"
    }


def test_different_splits_a_mention_from_what_its_name_suggests(tmp_path: Path):
    """Only that release's person gets another IRI, and posts and the other release keep theirs."""
    fact = _fact("role", 3, person="Anna Schmidt", role="OB", organization="Stadt Mainz")
    judgements = _judgements(
        tmp_path, "id/release/r2/person/anna-schmidt,id/person/anna-schmidt/mainz,different,,,"
    )
    for key, expected in (("r1", "anna-schmidt/mainz"), ("r2", "anna-schmidt/release-r2")):
        found = _resolve(fact, release=_release(key=key), judgements=judgements)
        assert found["person", "Anna Schmidt"] == f"person/{expected}"


def test_split_mentions_of_two_releases_can_be_one(tmp_path: Path):
    """A second person of the name in the same town, known from two releases."""
    other, again = (f"id/release/{key}/person/anna-schmidt" for key in ("r2", "r3"))
    judgements = _judgements(
        tmp_path, f"{other},id/person/anna-schmidt/mainz,different,,,", f"{again},{other},same,,,"
    )
    fact = _fact("role", 3, person="Anna Schmidt", role="OB", organization="Stadt Mainz")
    found = [
        _resolve(fact, release=_release(key=key), judgements=judgements)["person", "Anna Schmidt"]
        for key in ("r1", "r2", "r3")
    ]
    assert found == ["person/anna-schmidt/mainz", *["person/anna-schmidt/release-r2"] * 2]


BAD_ROWS = [
    ("id/person/a/b,id/person/a/b,same,,,", "2: compares an entity with itself"),
    ("id/person/a/b,id/person/c/d,maybe,,,", '2: the judgement is "maybe" — write same'),
    ("Anna,id/person/c/d,same,,,", '2: "Anna" is no IRI'),
    ("id/person/a/b,id/person/c/d,same", "2: has not 6 columns"),
    ("id/person/a/b,id/person/c/d,same,,,gestern", '2: "gestern" is no day'),
    ("id/person/a/b,id/person/c/d,same,,,\nid/person/c/d,id/person/a/b,different,,,", "3: .*both same and"),
    ('id/person/a/b,id/person/c/d,same,"x"y,,', "2: "),
]


@pytest.mark.parametrize(("rows", "message"), BAD_ROWS)
def test_a_malformed_judgement_names_file_and_line(tmp_path: Path, rows: str, message: str):
    """What is wrong, where, and what to write instead."""
    with pytest.raises(TableError, match=rf"judgements\.csv:{message}"):
        _judgements(tmp_path, rows)


def test_judgements_need_their_columns_and_utf8(tmp_path: Path):
    """The header is checked; the shipped table is well-formed."""
    path = tmp_path / "j.csv"
    path.write_text("a,b\n", "utf-8")
    with pytest.raises(TableError, match=r"j\.csv:1: has the columns"):
        load_judgements(path)
    path.write_bytes("left,größe\n".encode("latin-1"))
    with pytest.raises(TableError, match="not UTF-8"):
        load_judgements(path)
    shipped = Path(__file__).parent.parent / "data" / "judgements.csv"
    assert load_judgements(shipped) is not None


# what must always be true

anything = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
orgs = st.one_of(anything, st.sampled_from(["Stadt Mainz", "Netz GmbH", "Kreis Soest", "Landesregierung"]))


def _slots(*required: str, **optional: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(dict.fromkeys(required, orgs), optional=optional)


@st.composite
def _cases(draw: st.DrawFn) -> list[Fact]:
    facts = [_fact("release", 0, **draw(_slots(publisher=orgs, place=anything)))]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, 200))
        named = draw(_slots("name", parent=orgs, seat=anything, type=anything))
        facts.append(_fact("organization", at, **named))
        facts.append(_fact("role", at, **draw(_slots("person", "role", organization=orgs))))
        facts.append(_fact("event", at, **draw(_slots("name", "start")), participants=(draw(orgs),)))
    return facts


def test_the_text_is_not_needed():
    """What the store keeps of a release whose licence forbids the text leads to the same IRIs."""
    facts = [
        _fact("role", 3, person="Ina Ott", role="Sprecherin"),
        _fact("organization", 3, name="Stadt Mainz"),
    ]
    assert _resolve(*facts, release=_release("")) == _resolve(*facts)


@settings(deadline=None)
@given(_cases())
def test_every_name_gets_a_valid_iri_whatever_it_is_and_whatever_the_order(facts: list[Fact]):
    """IRIs are valid for arbitrary Unicode, and the order of facts decides nothing."""
    found = identity.resolve(_release(), facts, places=PLACES, roles=ROLES)
    for (kind, _), iri in found.items():
        assert kind in ("own role", "place name", "employer", "unit") or NamedNode(iri).value.isascii()
    assert identity.resolve(_release(), facts[::-1], places=PLACES, roles=ROLES) == found
    attested = identity.role_attestations(_release(), facts, found)
    assert attested == identity.role_attestations(_release(), facts[::-1], found)


def test_the_places_of_the_ontology_hold_all_laender():
    """Sixteen Länder, with adjectives; Kaiserslautern lies in Rheinland-Pfalz."""
    known = places.load()
    assert len(set(known.lands.values())) == 16
    assert known.land_in("rheinland-pfaelzischen-ministerium") == ("rheinland-pfalz", "ministerium")
    assert known.cities["kaiserslautern"] == "rheinland-pfalz"
