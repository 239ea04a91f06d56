"""kg.facts: organisations as releases name them, and how many people work there."""

from __future__ import annotations

import pytest
from saying import facts, page, slots


def _named(words: str) -> dict[object, object]:
    """Names and types of all organisations of a page but the city that issues it."""
    found = dict(slots(page(words), "organization", "name", "type"))
    found.pop("Stadt Soest", None)
    return found


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("Die Stadt Werl baut Netze.", "Stadt Werl", "municipality"),
        ("Die Gemeinde Möhnesee baut Netze.", "Gemeinde Möhnesee", "municipality"),
        (
            "Ein Schreiben des Bundesministeriums für Digitales kam.",
            "Bundesministerium für Digitales",
            "ministry",
        ),
        (
            "Das Ministerium für Wirtschaft, Innovation und Energie schrieb.",
            "Ministerium für Wirtschaft, Innovation und Energie",
            "ministry",
        ),
        ("Die Wohnbau Werl GmbH baut Netze.", "Wohnbau Werl GmbH", "company"),
        (
            "Vertreter der Technischen Universität Dortmund kamen.",
            "Technische Universität Dortmund",
            "university",
        ),
        ("Die Hochschule Hamm-Lippstadt forscht mit.", "Hochschule Hamm-Lippstadt", "university"),
        (
            "Leute des Fraunhofer-Instituts für Materialfluss kamen.",
            "Fraunhofer-Institut für Materialfluss",
            "research institute",
        ),
        ("Die Sparkasse Werl gab einen Rat.", "Sparkasse Werl", "bank"),
        ("Der Deutsche Städtetag schrieb.", "Deutscher Städtetag", "association"),
        ("Ein Brief des Deutschen Städtetags kam.", "Deutscher Städtetag", "association"),
        ("Ein Brief des Deutschen Städtetages kam.", "Deutscher Städtetag", "association"),
        ("Das Amt für Digitales der Stadt Soest lädt ein.", "Amt für Digitales", "unit"),
        ("Die „Stabsstelle Zukunft“ lädt ein.", "Stabsstelle Zukunft", "unit"),
    ],
)
def test_name_in_the_nominative_with_its_type(words: str, name: str, kind: str) -> None:
    """Whatever the case in the sentence, the name is in the nominative, its type from noun or legal form."""
    assert _named(words) == {name: kind}


KINDS = [
    ("Geliefert hat es die Tischlerei Brandt.", {"Tischlerei Brandt": "company"}),
    ("Es helfen die Buchhandlung Kranz und die Spedition Hoyer.",
     {"Buchhandlung Kranz": "company", "Spedition Hoyer": "company"}),
    ("Die Raiffeisenbank Hellweg eG spendet.", {"Raiffeisenbank Hellweg eG": "bank"}),
    ("Die VR Bank Nord eG spendet.", {"VR Bank Nord eG": "bank"}),
    ("Die lexis GmbH baut Netze.", {"lexis GmbH": "company"}),
    ("Die Nordfunk (Schweiz) AG baut Netze.", {"Nordfunk (Schweiz) AG": "company"}),
    ("Die WEB Werler Energie- und Bäder-GmbH baut Netze.", {"WEB Werler Energie- und Bäder-GmbH": "company"}),
    ("Es hilft der Verein zur Förderung der Lesekultur e. V.",
     {"Verein zur Förderung der Lesekultur e. V.": "association"}),
    ("Es helfen der TSV Ense und der Schachclub Werl.",
     {"TSV Ense": "association", "Schachclub Werl": "association"}),
    ("Es helfen der Förderverein der Musikschule und der Lions Club Werl.",
     {"Förderverein der Musikschule": "association", "Lions Club Werl": "association"}),
    ("Es hilft der Caritasverband für den Kreis Unna.", {"Caritasverband für den Kreis Unna": "association"}),
    ("Es helfen die Werler Stadtwerke und die Unnaer Musikschule.",
     {"Werler Stadtwerke": "company", "Unnaer Musikschule": "other"}),
    ("Es helfen die Kita Regenbogen und das Marienkrankenhaus.",
     {"Kita Regenbogen": "other", "Marienkrankenhaus": "other"}),
    ("Die Thea Brandt Stiftung hilft.", {"Thea Brandt Stiftung": "other"}),
    ("Der Stadtdienst Geoinformation und das Amt 12 für Statistik und Archivwesen ziehen um.",
     {"Stadtdienst Geoinformation": "unit", "Amt 12 für Statistik und Archivwesen": "unit"}),
    ("Das Amt Peitz und die Ämter Temnitz und Gransee arbeiten zusammen.",
     {"Amt Peitz": "municipality", "Amt Temnitz": "municipality", "Amt Gransee": "municipality"}),
    ("Mit dabei sind die Partnerstädte Gera, Pilsen und Linz.",
     {"Partnerstadt Gera": "municipality", "Partnerstadt Pilsen": "municipality",
      "Partnerstadt Linz": "municipality"}),
    ("Mit dabei sind die Städte Hagen, Hamm sowie der Kreis Unna.",
     {"Stadt Hagen": "municipality", "Stadt Hamm": "municipality", "Kreis Unna": "municipality"}),
    ("Mit dabei sind Stadt und Landkreis Bamberg.",
     {"Stadt Bamberg": "municipality", "Landkreis Bamberg": "municipality"}),
    ("Mit dabei sind die Stadtwerke Unna, Hamm und Werl.",
     {"Stadtwerke Unna": "company", "Stadtwerke Hamm": "company", "Stadtwerke Werl": "company"}),
    ("Mit dabei sind die Amtsgerichte Werl und Unna.",
     {"Amtsgericht Werl": "agency", "Amtsgericht Unna": "agency"}),
    ("Mit dabei sind die Länder Hessen und Bremen.", {"Land Hessen": "other", "Land Bremen": "other"}),
    ("Das Gründer-Zentrum Werl lädt ein.", {"Gründer-Zentrum Werl": "other"}),
    ("Die Initiative „Werl liest“ lädt ein.", {"Initiative „Werl liest“": "network"}),
    ("Das Forschungskolleg „Stadt von morgen“ lädt ein.",
     {"Forschungskolleg „Stadt von morgen“": "research institute"}),
    ("Die GWG Werl und die WFG Kreis Unna bauen.", {"GWG Werl": "company", "WFG Kreis Unna": "company"}),
    ("Petra Lindner, Geschäftsführerin der WERLCOM, kam.", {"WERLCOM": "company"}),
    ("Die Universidade do Minho ist dabei.", {"Universidade do Minho": "university"}),
    ("The start-up Greenbyte and the District of Unna joined.",
     {"Greenbyte": "company", "District of Unna": "municipality"}),
    ("Auch der Markt Waldkirchen ist dabei.", {"Markt Waldkirchen": "municipality"}),
    ("Sie kommt vom Fachbereich Bau- und Umwelttechnik.", {"Fachbereich Bau- und Umwelttechnik": "unit"}),
    ("Er leitet die Abteilung Bürgerdienste und das Sachgebiet Wirtschaftsförderung.",
     {"Abteilung Bürgerdienste": "unit", "Sachgebiet Wirtschaftsförderung": "unit"}),
    ("Sie war bei der werlIT, dem kommunalen IT-Dienstleister.", {"werlIT": "company"}),
    ("Das Energiezentrum Hamm (EZH) ist dabei.", {"Energiezentrum Hamm": "other"}),
    ("Die Kita Birkenweg ist dabei.", {"Kita Birkenweg": "other"}),
    ("Das Städtische Klinikum Ense und die Städtische Musikschule sind dabei.",
     {"Städtisches Klinikum Ense": "other", "Städtische Musikschule": "other"}),
    ("Das Zentrum Digitale Arbeit ist dabei.", {"Zentrum Digitale Arbeit": "other"}),
    ("Die Senatorin für Kinder und Bildung fördert das.", {"Senatorin für Kinder und Bildung": "ministry"}),
    ("Die Comune di Trento ist dabei.", {"Comune di Trento": "municipality"}),
    ("Dabei sind die Städte Aalen, Bad Urach und Weil am Rhein.",
     {"Stadt Aalen": "municipality", "Stadt Bad Urach": "municipality",
      "Stadt Weil am Rhein": "municipality"}),
    ("Ausgewählt wurden: Herne (Nordrhein-Westfalen), Fulda (Hessen) und Plauen (Sachsen).",
     {"Herne": "municipality", "Fulda": "municipality", "Plauen": "municipality"}),
    ("Petra Lindner von der Tischlerei Lindner kam.", {"Tischlerei Lindner": "company"}),
    ("Petra Lindner (Chaos Computer Club) kam.", {"Chaos Computer Club": "association"}),
    ("Der Verein „Werl hilft“ e. V. half.", {"Verein „Werl hilft“ e. V.": "association"}),
    ("Die Stiftung Hellweg-Initiative half.", {"Stiftung Hellweg-Initiative": "other"}),
    ("Die Agentur Funkenflug half.", {"Agentur Funkenflug": "company"}),
    ("Das Zentrum „digiLab“ half.", {"Zentrum „digiLab“": "other"}),
    ("Die Euroregion Neiße half.", {"Euroregion Neiße": "association"}),
    ("Supported by Netzkern Werl, a company with 40 staff, it began.", {"Netzkern Werl": "company"}),
    ("The town of Murrhardt and the Province of Gelderland joined.",
     {"Town of Murrhardt": "municipality", "Province of Gelderland": "municipality"}),
    ("Es half der Dachverband der freien Bildungsträger (DFB).",
     {"Dachverband der freien Bildungsträger": "association"}),
    ("Es halfen Hartung & Partner.", {"Hartung & Partner": "company"}),
    ("Das Smart-City-Büro half.", {"Smart-City-Büro": "unit"}),
    ("Das Sachgebiet Smart City und der Bereich Smart Region halfen.",
     {"Sachgebiet Smart City": "unit", "Bereich Smart Region": "unit"}),
    ("Der Digitalausschuss und das Bauamt halfen.", {"Digitalausschuss": "unit", "Bauamt": "unit"}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "named"), KINDS)
def test_names_of_all_kinds_of_bodies(words: str, named: dict[str, str]) -> None:
    """Firms, clubs, schools, offices and towns by the noun, the form or the list that says what they are."""
    assert _named(words) == named


@pytest.mark.parametrize(
    "words",
    [
        "Die Bäckerei nebenan und die Apotheke am Markt schließen.",
        "Die A44 Werl ist gesperrt.",
        "Die Tochter Anna half mit.",
        "Im Stadion spielt der SV, sie läuft beim TV.",
        "Die Vereine Kuchen und Kaffee gab es auch.",
        "Die Modellregion „Smarte Dörfer“ ist ein Projekt.",
        "Eine Schule in Unna und ein Verein aus Werl helfen.",
    ],
)
def test_nouns_without_a_name_are_nobody(words: str) -> None:
    """A trade, a school or a club that is only spoken of is no organisation."""
    assert _named(words) == {}


def test_full_name_in_brackets_behind_the_abbreviation() -> None:
    """ "Der NOD (Netzwerk Offene Daten)" is one organisation, as the other way round."""
    found = slots(page("Der NOD (Netzwerk Offene Daten) schrieb."), "organization", "name", "abbreviation")
    assert [f for f in found if f[0] != "Stadt Soest"] == [("Netzwerk Offene Daten", "NOD")]


@pytest.mark.parametrize(
    ("words", "name", "abbreviation"),
    [
        ("Das Bundesministerium für Digitales (BMD) schrieb.", "Bundesministerium für Digitales", "BMD"),
        ("Das Netzwerk Offene Daten (NOD) schrieb.", "Netzwerk Offene Daten", "NOD"),
        ("Das Institut für Kommunale Dienste (IKD) schrieb.", "Institut für Kommunale Dienste", "IKD"),
        ("Die „Stabsstelle Zukunft“ (Kürzel Z.3) schrieb.", "Stabsstelle Zukunft", "Z.3"),
    ],
)
def test_abbreviation_in_brackets(words: str, name: str, abbreviation: str) -> None:
    """An abbreviation in brackets behind the name is its own; it makes no second organisation."""
    found = slots(page(words), "organization", "name", "abbreviation")
    assert [f for f in found if f[0] != "Stadt Soest"] == [(name, abbreviation)]


def test_abbreviation_used_later_means_the_same() -> None:
    """What was introduced with its abbreviation is found again under it."""
    words = "Das Netzwerk Offene Daten (NOD) schrieb. Petra Lindner, Geschäftsführerin des NOD, unterschrieb."
    assert slots(page(words), "role", "person", "organization") == [
        ("Petra Lindner", "Netzwerk Offene Daten")
    ]


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("Die Wohnbau Werl GmbH wurde im März 2015 gegründet.", "founded", "2015-03"),
        ("Die Wohnbau Werl GmbH hat ihren Sitz in Werl.", "seat", "Werl"),
        ("Die städtische Wohnbau Werl GmbH baut.", "parent", "Stadt Soest"),
        ("Die Wohnbau Werl GmbH, eine Tochter der Stadt Werl, baut.", "parent", "Stadt Werl"),
        ("Die „Stabsstelle Zukunft“ der Stadt Werl baut.", "part_of", "Stadt Werl"),
    ],
)
def test_what_is_said_of_an_organization(words: str, slot: str, value: str) -> None:
    """Founding, seat, owner and the organisation a unit belongs to."""
    found = [f for f in facts(page(words), "organization") if slot in f.slots]
    assert [(f.slots[slot]) for f in found] == [value]


@pytest.mark.parametrize(
    "words",
    [
        "Die Innenstadt lebt, und der Freundeskreis freut sich.",
        "Das Projekt geht nach dem Ende der Arbeit weiter.",
        "Ministerien und Kommunen arbeiten zusammen.",
        "Städte, Gemeinden und Kreise sind gefragt.",
        "Vereine und Unternehmen helfen mit.",
    ],
)
def test_common_nouns_are_no_organizations(words: str) -> None:
    """Plurals, compounds and nouns of a kind in general name nobody."""
    assert _named(words) == {}


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("Die Wohnbau Werl GmbH (Sitz: Ense) baut.", "seat", "Ense"),
        ("Der Lesefreunde Werl e. V. hat seine Geschäftsstelle in Ense.", "seat", "Ense"),
        ("Wohnbau Werl GmbH, founded in 2021 and based in Ense, builds.", "seat", "Ense"),
        (
            "Am 2. März 2017 aus der Taufe gehoben, baut die Wohnbau Werl GmbH Häuser.",
            "founded",
            "2017-03-02",
        ),
        ("Seit ihrer Gründung im Jahr 1999 baut die Wohnbau Werl GmbH Häuser.", "founded", "1999"),
        ("Die Wohnbau Werl GmbH, 2009 aus zwei Betrieben hervorgegangen, baut.", "founded", "2009"),
        ("2016 haben sich Firmen zum Netzwerk Bauen Werl zusammengeschlossen.", "founded", "2016"),
        ("Als Tochter der Stadt Werl baut die Wohnbau Werl GmbH Häuser.", "parent", "Stadt Werl"),
        ("Es baut eine Tochterfirma der Stadt Werl, die Wohnbau Werl GmbH.", "parent", "Stadt Werl"),
        ("Von der Universität Siegen ist der Lehrstuhl für Logistik dabei.", "part_of", "Universität Siegen"),
        ("Es half der Lehrstuhl für Logistik (Universität Siegen).", "part_of", "Universität Siegen"),
        (
            "Die Universität Siegen half. Es sprach jemand vom Fachbereich Chemie.",
            "part_of",
            "Universität Siegen",
        ),
        ("Der Verband Digitaler Dörfer (kurz: VDD) half.", "abbreviation", "VDD"),
        ("Der Verband Digitaler Dörfer, kurz VDD, half.", "abbreviation", "VDD"),
        ("The Rural Data Institute, RDI for short, helped.", "abbreviation", "RDI"),
    ],
)
def test_what_is_said_in_an_aside(words: str, slot: str, value: str) -> None:
    """Seats in brackets, foundings in front, subsidiaries, chairs of universities, short names."""
    assert [f.slots[slot] for f in facts(page(words), "organization") if slot in f.slots] == [value]


def test_each_organization_once() -> None:
    """An organisation is one fact, however often it is named."""
    words = (
        "Die Wohnbau Werl GmbH baut. Später baut die Wohnbau Werl GmbH weiter, sagt die Wohnbau Werl GmbH."
    )
    assert _named(words) == {"Wohnbau Werl GmbH": "company"}


HEADCOUNTS = [
    ("Die Wohnbau Werl GmbH hat derzeit 85 Mitarbeiter.", 85, "exact"),
    ("Die Wohnbau Werl GmbH hat sieben Mitarbeitende.", 7, "exact"),
    ("Die Wohnbau Werl GmbH beschäftigt rund 120 Mitarbeiterinnen und Mitarbeiter.", 120, "about"),
    ("Die Wohnbau Werl GmbH zählt mehr als 1.200 Beschäftigte.", 1200, "min"),
    ("Die Wohnbau Werl GmbH hat über 40 Angestellte.", 40, "min"),
    ("Die Wohnbau Werl GmbH hat bis zu 20 Mitarbeitende.", 20, "max"),
    ("Die Wohnbau Werl GmbH beschäftigt zwölf Menschen.", 12, "exact"),
    ("Für die Wohnbau Werl GmbH arbeiten 30 Kolleginnen und Kollegen.", 30, "exact"),
    ("Die Wohnbau Werl GmbH baut. Das Unternehmen hat 15 Mitarbeiter:innen.", 15, "exact"),
]


@pytest.mark.parametrize(("words", "value", "qualifier"), HEADCOUNTS)
def test_headcount(words: str, value: int, qualifier: str) -> None:
    """Digits or words, any word for staff, and how exact the number is; on the day the text speaks."""
    found = slots(page(words), "headcount", "organization", "value", "qualifier", "on")
    assert found == [("Wohnbau Werl GmbH", value, qualifier, "2021-05-03")]


@pytest.mark.parametrize(
    "words",
    [
        "Die Wohnbau Werl GmbH hat keine Mitarbeiter.",
        "Die Wohnbau Werl GmbH will 30 weitere Stellen schaffen.",
        "Zum Fest der Wohnbau Werl GmbH kamen 300 Menschen.",
        "Die Wohnbau Werl GmbH hat 85 Wohnungen und 3 Büros.",
    ],
)
def test_numbers_that_are_no_headcount(words: str) -> None:
    """Guests, plans, things and some of the staff do not say how many work there."""
    assert slots(page(words), "headcount", "value") == []


def test_team_and_company_are_two() -> None:
    """Each number belongs to the organisation it is said of."""
    words = "Die Wohnbau Werl GmbH hat 15 Mitarbeiter. Die Stadtwerke Werl GmbH hat 80 Mitarbeiter."
    assert slots(page(words), "headcount", "organization", "value") == [
        ("Wohnbau Werl GmbH", 15),
        ("Stadtwerke Werl GmbH", 80),
    ]


@pytest.mark.parametrize(
    ("words", "employer"),
    [
        ("Das Amt für Statistik gehört zum Dezernat für Bildung. Es zählt 47 Köpfe.", "Amt für Statistik"),
        (
            "Neu ist die Wohnbau Werl GmbH. Die Tochter der Stadtwerke Werl AG beschäftigt 47 Menschen.",
            "Wohnbau Werl GmbH",
        ),
        (
            "Es hilft das Kompetenzzentrum Statistik der Wohnbau Werl GmbH, das 47 Mitarbeiter zählt.",
            "Kompetenzzentrum Statistik",
        ),
        (
            "Die Wohnbau Werl GmbH lobt das Team von 47 Mitarbeitern im Amt für Statistik.",
            "Amt für Statistik",
        ),
    ],
)
def test_headcount_of_whom_the_sentence_speaks(words: str, employer: str) -> None:
    """Pronouns, subsidiaries without name, relative clauses and places tell whose staff it is."""
    assert slots(page(words), "headcount", "organization", "value") == [(employer, 47)]


def test_a_unit_is_referred_to_by_its_own_noun() -> None:
    """ "die Abteilung" is no office, so that nothing is said of the office."""
    words = "Das Amt für Statistik zog um. Seine Abteilung, die 47 Mitarbeiter zählt, blieb."
    assert slots(page(words), "headcount", "organization") == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("The Institute for Urban Mobility leads the work.", ["Institute for Urban Mobility"]),
        ("It rests with the Department of Parks and Open Space.", ["Department of Parks and Open Space"]),
        ("Leipzig University and Heidelberg University agreed.",
         ["Leipzig University", "Heidelberg University"]),
        ("The Federal Transport Ministry pays.", ["Federal Transport Ministry"]),
        ("The network Ports after Dark (PaD) met.", ["Ports after Dark"]),
        ("The Openports network met.", ["Openports"]),
        ("The Chair of Urban Design at Heidelberg University helps.",
         ["Chair of Urban Design", "Heidelberg University"]),
    ],
)  # fmt: skip
def test_english_names(words: str, names: list[str]) -> None:
    """Nouns that English names begin with ("Institute of") or end in ("… Ministry")."""
    assert list(_named(words)) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Die Hertie-Stiftung und die Volkswagenstiftung zahlen.", ["Hertie-Stiftung", "Volkswagenstiftung"]),
        ("Die Philosophische Fakultät tagt.", ["Philosophische Fakultät"]),
        ("Die Leuphana Universität Lüneburg forscht.", ["Leuphana Universität Lüneburg"]),
        ("Die Carl von Ossietzky Universität forscht.", ["Carl von Ossietzky Universität"]),
        ("Die Hochschulen Worms und Mainz planen.", ["Hochschule Worms", "Hochschule Mainz"]),
        ("Das Garten- und Friedhofsamt pflanzt.", ["Garten- und Friedhofsamt"]),
        ("Das Referat für Klima- und Umweltschutz plant.", ["Referat für Klima- und Umweltschutz"]),
        ("Ein Brief kam von den Stadtwerken Werl.", ["Stadtwerke Werl"]),
        ("Es plant die Kanzlei Berger Roth & Kollegen.", ["Berger Roth & Kollegen"]),
        ("Der Hagener Betrieb für Abfall hilft.", ["Hagener Betrieb für Abfall"]),
        ("Der Landesverband der Volkshochschulen tagt.", ["Landesverband der Volkshochschulen"]),
        ("Die Humboldt-Schule und das Stadtbüro helfen.", ["Humboldt-Schule", "Stadtbüro"]),
        ("Die Werl Netze Dienstleistungs-GmbH hilft.", ["Werl Netze Dienstleistungs-GmbH"]),
        ("Es hilft das Medienzentrum des Kreises Lippe.", ["Medienzentrum", "Kreis Lippe"]),
    ],
)
def test_names_of_many_kinds(words: str, names: list[str]) -> None:
    """Foundations, faculties, offices with two fields, firms with partners, bodies by their owner."""
    assert list(_named(words)) == names


@pytest.mark.parametrize(
    "words",
    [
        "Er verantwortet den Bereich Personal.",
        "Sie ist für die Bereiche Bauen und Umwelt zuständig.",
        "Die Stadtbezirke Nord und West sind dabei.",
        "Sie nimmt die Professur für Städtebau an.",
        "Das digitale Bürgeramt ist offen.",
        "Der Saal wird ein Labor für die Stadt von morgen.",
        "Eine Partnerschaft für Offene Daten ist geplant.",
    ],
)
def test_fields_chairs_and_agreements_are_no_organizations(words: str) -> None:
    """What somebody answers for, a chair to be had, a quarter of the town and a counter in the net."""
    assert _named(words) == {}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Das Netzwerk Offene Daten (NOD) schrieb. Die NOD lädt ein.", "Netzwerk Offene Daten"),
        ("Die Technische Universität Dortmund schrieb. Die TU Dortmund half.",
         "Technische Universität Dortmund"),
        ("Der Zweckverband Breitband Nordheide (ZBN) baut. Der Zweckverband ZBN wächst.",
         "Zweckverband Breitband Nordheide"),
    ],
)  # fmt: skip
def test_one_organization_has_one_name(words: str, name: str) -> None:
    """Abbreviations mean the fullest name that the release has."""
    assert list(_named(words)) == [name]


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("Die Wohnbau Werl GmbH ist 2011 aus einem Amt hervorgegangen.", "founded", "2011"),
        ("Die im Mai 2011 gegründete Wohnbau Werl GmbH baut.", "founded", "2011-05"),
        ("Die Wohnbau Werl GmbH (gegründet 2011) baut.", "founded", "2011"),
        ("Seit 2011 gibt es die Wohnbau Werl GmbH.", "founded", "2011"),
        ("Gegründet wurde die Wohnbau Werl GmbH 2011.", "founded", "2011"),
        ("2011 gründete die Stadt Soest die Wohnbau Werl GmbH.", "founded", "2011"),
        ("Die Wohnbau Werl GmbH nahm 2011 ihre Arbeit auf.", "founded", "2011"),
        ("Sie leitet die Wohnbau Werl GmbH seit der Gründung im Mai 2011.", "founded", "2011-05"),
        ("Es hilft die Wohnbau Werl GmbH, die 2011 eingerichtet wurde.", "founded", "2011"),
        ("Wohnbau Werl GmbH, which was set up in 2011, has grown.", "founded", "2011"),
        ("Die Wohnbau Werl GmbH sitzt in Kassel.", "seat", "Kassel"),
        ("Die Wohnbau Werl GmbH (Kassel) baut.", "seat", "Kassel"),
        ("Die in Kassel ansässige Wohnbau Werl GmbH baut.", "seat", "Kassel"),
        ("Es hilft die Wohnbau Werl GmbH, die in Kassel ihren Sitz hat.", "seat", "Kassel"),
        ("Es hilft das Kasseler Unternehmen Nordlicht Netze GmbH.", "seat", "Kassel"),
        ("The Kassel-based software company Nordlicht Netze GmbH has grown.", "seat", "Kassel"),
        ("Wohnbau Werl GmbH, headquartered in Kassel, has grown.", "seat", "Kassel"),
        ("Alleinige Gesellschafterin der Wohnbau Werl GmbH ist die Stadt Werl.", "parent", "Stadt Werl"),
        ("An der Wohnbau Werl GmbH hält die Stadt Werl 74,9 Prozent.", "parent", "Stadt Werl"),
        ("Es hilft die Wohnbau Werl GmbH, die der Stadt Werl gehört.", "parent", "Stadt Werl"),
        ("Die Stadt Werl und ihre Tochter Wohnbau Werl GmbH bauen.", "parent", "Stadt Werl"),
        ("Es hilft die Nordkraft-Tochter Wohnbau Werl GmbH.", "parent", "Nordkraft"),
        ("Das Institut für Statistik der Universität Bonn hilft.", "part_of", "Universität Bonn"),
        ("Es hilft die Universität Bonn mit ihrem Institut für Statistik.", "part_of", "Universität Bonn"),
    ],
)
def test_the_same_said_in_other_words(words: str, slot: str, value: str) -> None:
    """Founding, seat, owner and whole, in every order of the sentence."""
    found = [f.slots[slot] for f in facts(page(words), "organization") if slot in f.slots]
    assert value in found


def test_a_block_of_facts_is_about_its_first_organization() -> None:
    """ "Die X in Zahlen: gegründet 1901, Gesellschafterin Stadt Y" speaks of X."""
    words = "Über die Wohnbau Werl GmbH\n\nDie Wohnbau Werl GmbH baut.\nGegründet: 1901, Sitz: Kassel\n"
    found = {f.slots["name"]: f.slots for f in facts(page("Es regnet.") + "\n\n" + words, "organization")}
    assert found["Wohnbau Werl GmbH"].get("founded") == "1901"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Die Wohnbau Werl GmbH ist mit drei Kräften besetzt.", 3),
        ("Die 47 Mitarbeiter der Wohnbau Werl GmbH freuen sich.", 47),
        ("Mit knapp 50 Beschäftigten ist die Wohnbau Werl GmbH groß.", 50),
        ("Die Wohnbau Werl GmbH besteht aus sieben Personen.", 7),
        ("Die Wohnbau Werl GmbH verfügt über 47 Mitarbeiter.", 47),
        ("Die Wohnbau Werl GmbH ist eine Tochter der Stadt Werl und hat 47 Beschäftigte.", 47),
        ("Die Wohnbau Werl GmbH, eine Ausgründung der Stadt Werl, zählt 47 Angestellte.", 47),
        ("Bei der Wohnbau Werl GmbH forschen 47 Wissenschaftlerinnen.", 47),
        ("Heute hilft die Wohnbau Werl GmbH, ein Familienbetrieb mit 85 Beschäftigten.", 85),
        ("Neu ist die Wohnbau Werl GmbH. Ihr gehören zwölf Beschäftigte an.", 12),
        ("Es helfen die Stadt Werl und die Wohnbau Werl GmbH. Letztere hat 61 Beschäftigte.", 61),
        ("Wohnbau Werl GmbH has a staff of eleven.", 11),
        ("Wohnbau Werl GmbH, which was set up in 2011, employs 40 people.", 40),
        ("More than 300 people are employed by Wohnbau Werl GmbH.", 300),
    ],
)
def test_staff_in_other_words(words: str, value: int) -> None:
    """Manned with, consists of, all the staff of, a staff of: whose subject it is."""
    assert slots(page(words), "headcount", "organization", "value") == [("Wohnbau Werl GmbH", value)]


@pytest.mark.parametrize(
    "words",
    [
        "Betriebe mit bis zu 50 Beschäftigten bekommen Geld von der Wohnbau Werl GmbH.",
        "Die Tischlerei mit zwölf Beschäftigten braucht die Wohnbau Werl GmbH genauso.",
        "Gemeinsam mit sechs Mitarbeitern untersucht die Wohnbau Werl GmbH den Verkehr.",
        "The team of Wohnbau Werl GmbH is to grow to 18 staff.",
        "Die Wohnbau Werl GmbH schulte 47 Beschäftigte.",
        "Das vierköpfige Team hatte sich beworben.",
    ],
)
def test_staff_of_nobody_named(words: str) -> None:
    """Of firms in general, of a group that does something, of a time to come."""
    assert slots(page(words), "headcount", "value") == []


def test_day_of_a_headcount_stands_beside_the_number() -> None:
    """ "Ende 2015 genau 628", "(31.12.2019)" behind the word for staff."""
    words = "Die Wohnbau Werl GmbH hat 628 Beschäftigte (31.12.2019)."
    assert slots(page(words), "headcount", "value", "on") == [(628, "2019-12-31")]


@pytest.mark.parametrize(
    ("words", "founded"),
    [
        ("In der Stadtverwaltung Werl gibt es zum 1. August 2021 viele Wechsel.", {}),
        (
            "Im Landkreis Lippe wurde deshalb die Netze Lippe GmbH zum 1. Januar 2021 gegründet.",
            {"Netze Lippe GmbH": "2021-01-01"},
        ),
        ("Die Netze Lippe GmbH gibt es seit 2016.", {"Netze Lippe GmbH": "2016"}),
    ],
)
def test_what_was_founded_and_what_only_happened_there(words: str, founded: dict[str, str]) -> None:
    """A day on which something changes somewhere is no founding; behind "wurde" stands what was founded."""
    found = facts(page(words), "organization")
    assert {f.slots["name"]: f.slots["founded"] for f in found if "founded" in f.slots} == founded


def test_a_districts_office_is_no_part_of_a_town() -> None:
    """The Landratsamt belongs to the district, whoever writes."""
    found = facts(page("Das Landratsamt Soest hilft."), "organization")
    assert [f.slots.get("part_of") for f in found if f.slots["name"] == "Landratsamt Soest"] == [None]


@pytest.mark.parametrize(
    ("words", "name", "parent"),
    [
        (
            "Die Klinikum Werl GmbH ist eine hundertprozentige Tochter der Stadt.",
            "Klinikum Werl GmbH",
            "Stadt Soest",
        ),
        (
            "Die Netz Werl GmbH versorgt die Stadt mit Strom und gehört vollständig der Stadt Werl.",
            "Netz Werl GmbH",
            "Stadt Werl",
        ),
        (
            "Die Netz Werl GmbH wächst. Die Bäder Werl GmbH (BWG) ist ihre Tochter.",
            "Bäder Werl GmbH",
            "Netz Werl GmbH",
        ),
    ],
)
def test_whose_company_it_is(words: str, name: str, parent: str) -> None:
    """By "eine Tochter", "gehört" at the end of a list of verbs, or "ihre Tochter" of the sentence before."""
    told = dict(slots(page(words), "organization", "name", "parent"))
    assert told[name] == parent


def test_the_district_of_a_town_that_names_none_is_nobody() -> None:
    """ "eine Tochter des Landkreises" in a town's release is not the town's."""
    told = dict(
        slots(
            page("Die Klinikum Werl GmbH ist eine Tochter des Landkreises."), "organization", "name", "parent"
        )
    )
    assert told["Klinikum Werl GmbH"] is None


@pytest.mark.parametrize(
    ("words", "name", "seat"),
    [
        ("Dazu gibt die Stiftung Küstenland in Norden 35.000 Euro.", "Stiftung Küstenland", "Norden"),
        ("Sie war vorher bei der Schlei AöR in Schleswig Abteilungsleiterin.", "Schlei AöR", "Schleswig"),
        ("Zum Jahresende wechselt er als Berater zur Kocher AG nach Gaildorf.", "Kocher AG", "Gaildorf"),
    ],
)
def test_seat_whatever_follows(words: str, name: str, seat: str) -> None:
    """A town behind a name, though a figure or an office follows, or the verb stands before."""
    told = dict(slots(page(words), "organization", "name", "seat"))
    assert told[name] == seat


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Die Karten zeichnete das Baubetriebsamt.", ["Baubetriebsamt"]),
        ("Petra Lindner kommt vom Landesarchiv.", ["Landesarchiv"]),
        ("Eingeladen haben der Kreisbauernverband und die Landfrauen.", ["Kreisbauernverband", "Landfrauen"]),
        ("Das Klinikum arbeitet mit den Oberlausitz-Kliniken zusammen.", ["Oberlausitz-Kliniken"]),
        ("Jens Krüger kommt vom Silberburgtor-Verlag.", ["Silberburgtor-Verlag"]),
        ("Der Kreisfeuerwehrverband war dabei.", ["Kreisfeuerwehrverband"]),
        ("Die Stadtbücherei Werl ist offen. Die Stadtbücherei lädt alle ein.", ["Stadtbücherei Werl"]),
        (
            "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit prüft.",
            ["Landesbeauftragte für den Datenschutz und die Informationsfreiheit"],
        ),
        (
            "Das Gymnasium am Wall und die Grundschule an der Linde nehmen teil.",
            ["Gymnasium am Wall", "Grundschule an der Linde"],
        ),
        ("Betreiber ist der Eigenbetrieb Stadtentwässerung.", ["Eigenbetrieb Stadtentwässerung"]),
        ("In der Grundschule am Montag fiel das Netz aus.", []),
        ("In der Gemeinde Glasfaser zu legen, ist teuer.", []),
        ("In allen 24 Landkreisen Freiwillige zu finden, ist schwer.", []),
        ("In den Schulen des Bezirks Tablets zu verteilen, dauert.", []),
    ],
)
def test_bodies_by_their_noun(words: str, names: list[str]) -> None:
    """Bodies of which there is one, by the fullest name of the text; everyday nouns are no towns."""
    assert [n for (n,) in slots(page(words), "organization", "name") if n != "Stadt Soest"] == names


def test_a_letterhead_of_the_administration_names_the_town() -> None:
    """ "Stadtverwaltung Soest" above a release is the city that sends it."""
    head = "Stadtverwaltung Soest · Hauptamt\n\n3. Mai 2021\n\nNeues Portal\n\n"
    text = f"{head}Bürgermeisterin Petra Lindner freut sich.\n"
    assert slots(text, "role", "person", "organization") == [("Petra Lindner", "Stadt Soest")]
