"""`kg.authority`: entries are made, found and checked; nothing unsound or unchecked gets in."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg import authority, cli, resources
from kg.authority import Wanted, add, files
from kg.errors import InputError, RdfError
from kg.identity import load_authority, resolve, seats
from kg.model import Evidence, Fact, Release
from kg.vocab import BASE, PREFIXES, RDF, RDFS, SG

CHECK = {"source": "https://example.org/register", "checked": "2026-11-20", "who": "ab"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The authority that ships, to be changed."""
    return Path(shutil.copytree(resources.authority(), tmp_path / "data" / "authority"))


WANTED = [
    (Wanted("organization", "Digitalagentur Musterland", type="agency", jurisdiction="de"),
     "organization/digitalagentur-musterland/de", "organizations.ttl"),
    (Wanted("organization", "Stadt Musterhausen", type="municipality"),
     "organization/stadt-musterhausen/musterhausen", "organizations.ttl"),
    (Wanted("organization", "Bundesamt für Muster", abbreviations=("BfM",), type="Agency", label_en="Office"),
     "organization/bundesamt-fuer-muster/de", "organizations.ttl"),
    (Wanted("organization", "Bündnis Muster", type="network", jurisdiction="Musterhausen"),
     "organization/buendnis-muster/musterhausen", "organizations.ttl"),
    (Wanted("organization", "Ministerium für Muster Hessen", type="ministry"),
     "organization/ministerium-fuer-muster/hessen", "organizations.ttl"),
    (Wanted("post", "Oberbürgermeisterin", organization="Stadt Musterhausen", seats=1),
     "post/stadt-musterhausen/musterhausen/oberbuergermeister", "posts.ttl"),
    (Wanted("post", "Bildungsdezernentin", organization="id/organization/stadt-x/x"),
     "post/stadt-x/x/bildungsdezernent", "posts.ttl"),
    (Wanted("post", "Präsident", organization="Difu"),
     "post/deutsches-institut-fuer-urbanistik/de/praesident", "posts.ttl"),
    (Wanted("programme", "Musterprogramm", abbreviations=("MP",), names=("Programm Muster",)),
     "programme/musterprogramm", "programmes.ttl"),
    (Wanted("competition", "Musterpreis"), "competition/musterpreis", "competitions.ttl"),
    (Wanted("project", "Musterportal", organization="Stadt Musterhausen"),
     "project/musterportal/musterhausen", "projects.ttl"),
    (Wanted("brand", "Muster.digital", jurisdiction="musterhausen"),
     "brand/muster-digital/musterhausen", "brands.ttl"),
    (Wanted("place", "Musterhausen"), "place/musterhausen", "places.ttl"),
    (Wanted("place", "Landeshauptstadt Musterhausen"), "place/musterhausen", "places.ttl"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "iri", "file"), WANTED, ids=[iri for _, iri, _ in WANTED])
def test_an_entry_gets_the_iri_of_the_loader_and_passes_all_checks(
    folder: Path, wanted: Wanted, iri: str, file: str
):
    """In the file of its kind; whoever reads the authority finds it, and nothing is wrong with it."""
    made = add(wanted, folder)
    assert (made.iri, made.path) == (f"{BASE}id/{iri}", folder / file)
    entity = load_authority([folder]).entities[made.iri]
    assert entity.kind == wanted.kind
    assert {*wanted.names, *filter(None, [wanted.label_en])} <= set(entity.slots.get("altLabel", ()))
    assert set(entity.slots.get("abbreviation", ())) == set(wanted.abbreviations)
    assert authority.check([folder]).conforms()


@pytest.mark.parametrize("shipped", sorted(path.name for path in resources.authority().glob("*.ttl")))
def test_all_other_lines_stay_byte_for_byte(folder: Path, shipped: str):
    """The entry stands in its place where the entries are sorted, else at the end; each keeps its comment."""
    path = folder / shipped
    before = path.read_text("utf-8")
    made = add(Wanted("organization", "Musteramt", type="agency", jurisdiction="de"), folder, file=path)
    after = path.read_text("utf-8")
    added = after.replace(made.turtle, "", 1)
    lines = [line for line in added.splitlines() if line not in set(before.splitlines())]
    assert all(line.startswith("@prefix") for line in lines)
    assert [line for line in added.splitlines() if line.strip() and line not in lines] == [
        line for line in before.splitlines() if line.strip()
    ]
    subjects = [line[1:].split(">")[0] for line in after.splitlines() if line.startswith("<")]
    was = [line[1:].split(">")[0] for line in before.splitlines() if line.startswith("<")]
    assert subjects == sorted([*was, made.iri]) if was == sorted(was) else [*was, made.iri]


def test_a_post_of_one_seat_bounds_its_holders(folder: Path):
    """What the authority says of seats reaches the derivation of tenures."""
    made = add(Wanted("post", "Pressesprecher", organization="Stadt Musterhausen", seats=2), folder)
    assert seats(load_authority([folder]))[made.iri] == 2


def test_a_name_of_an_entry_is_found_in_releases(folder: Path):
    """By label, abbreviation or another name, in the nominative or not."""
    add(
        Wanted("organization", "Deutsches Musterinstitut", abbreviations=("DMI",), type="research institute"),
        folder,
    )
    text = "x" * 50
    for name in (
        "DMI",
        "Deutsches Musterinstitut",
        "des Deutschen Musterinstituts",
        "Deutsches Musterinstitut e. V.",
    ):
        facts = [Fact("organization", {"name": name}, (Evidence(0, 5, "xxxxx"),))]
        found = resolve(Release("r", "r.txt", text, ""), facts, load_authority([folder]))
        assert found["organization", name] == f"{BASE}id/organization/deutsches-musterinstitut/de"


REFUSED = [
    (Wanted("person", "Eva Schmidt"), "no entries of the kind 'person' — write organization, post"),
    (Wanted("organization", "Musteramt", jurisdiction="de"), "an organisation has a type — give --type"),
    (Wanted("organization", "Musteramt", type="agensy", jurisdiction="de"), "did you mean agency"),
    (Wanted("organization", "Muster", type="agency"), "does not tell its jurisdiction — give --jurisdiction"),
    (Wanted("organization", " ", type="agency", jurisdiction="de"), "a name is empty"),
    (Wanted("organization", "M", abbreviations=("",), type="agency", jurisdiction="de"), "a name is empty"),
    (Wanted("programme", "Muster", type="agency"), "--type is for organization, not for a programme"),
    (Wanted("organization", "Musteramt", type="agency", seats=1, jurisdiction="de"), "--seats is for post"),
    (Wanted("post", "Oberbürgermeister"), "a post belongs to an organisation"),
    (Wanted("post", "Oberbürgermeistr", organization="Stadt X"), "did you mean oberbuergermeister"),
    (Wanted("post", "Oberbürgermeister", organization="Muster"), "'Muster' does not tell its jurisdiction"),
    (Wanted("post", "Oberbürgermeister", organization="Stadt X", seats=0), "0 is no number of seats"),
    (Wanted("organization", "Difu", type="agency", jurisdiction="de"),
     r"organizations\.ttl:\d+: there is 'Deutsches Institut für Urbanistik' .*it is called 'Difu' too"),
    (Wanted("organization", "ADAC", type="agency", jurisdiction="de"),
     r"organizations\.ttl:\d+: there is 'ADAC' .*its IRI is the same"),
    (Wanted("organization", "Neues Institut", abbreviations=("Difu",), type="agency", jurisdiction="de"),
     "it is called 'Difu' too"),
    (Wanted("programme", "Heimat 2.0"), "its IRI is the same"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "message"), REFUSED)
def test_what_is_unknown_double_or_incomplete_is_refused(folder: Path, wanted: Wanted, message: str):
    """With what is in the way or near; nothing is written."""
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InputError, match=message):
        add(wanted, folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_one_name_in_two_jurisdictions_is_two_entries(folder: Path):
    """Every town has Stadtwerke."""
    for town in ("musterhausen", "musterstadt"):
        add(Wanted("organization", "Stadtwerke", type="company", jurisdiction=town), folder)
    assert authority.check([folder]).conforms()


# -- identifiers ------------------------------------------------------------------------------------------


def test_an_identifier_comes_with_who_checked_it_where_and_when(folder: Path):
    """Each has its check; the key is text, with its leading zero."""
    made = add(
        Wanted("place", "Musterhausen"),
        folder,
        identified=["ags:07999999", "https://example.org/q1", "M-17"],
        **CHECK,
    )
    slots = load_authority([folder]).entities[made.iri].slots
    assert (slots["municipality_key"], slots["same_as"], slots["identifier_text"]) == (
        ("07999999",),
        ("https://example.org/q1",),
        ("M-17",),
    )
    assert made.turtle.count("a sg:IdentifierCheck ;") == 3
    assert made.turtle.count('sg:checkedOn "2026-11-20"^^xsd:date') == 3
    assert authority.check([folder]).conforms()


UNCHECKED = [
    (["ags:07999999"], {}, "nobody has checked is not taken: source, checked"),
    (["ags:07999999"], {"source": CHECK["source"], "who": "ab"}, "checked is missing"),
    (["ags:07999999"], {**CHECK, "who": ""}, "who is missing"),
    (["ags:07999999"], {**CHECK, "source": "das Amt"}, "'das Amt' is no address"),
    (["ags:07999999"], {**CHECK, "checked": "2026-02-30"}, "is no day"),
    (["ags:07999999"], {**CHECK, "checked": "20.11.2026"}, "is no day"),
    (["ags:07999999"], {**CHECK, "checked": str(date.today() + timedelta(2))}, "is yet to come"),
    (["ags:7999999"], CHECK, "is no municipality key — give its eight digits"),
    (["ags:17999999"], CHECK, "there is no Land 17"),
    (["ags:00999999"], CHECK, "there is no Land 00"),
    (["07999999"], CHECK, "may be a municipality key — write ags:07999999"),
    ([" "], CHECK, "an identifier is empty"),
    ([], CHECK, "belong to an identifier"),
]


@pytest.mark.parametrize(("identified", "check", "message"), UNCHECKED)
def test_an_identifier_that_nobody_checked_is_not_taken(
    folder: Path, identified: list[str], check: dict[str, str], message: str
):
    """Nor a key that is none."""
    with pytest.raises(InputError, match=message):
        add(Wanted("place", "Musterhausen"), folder, identified=identified, **check)
    assert not (folder / "places.ttl").exists()


def test_a_key_is_of_the_land_the_town_lies_in(folder: Path):
    """Where that is known: the first two digits tell the Land."""
    with pytest.raises(InputError, match="a key of bayern, but Kaiserslautern lies in rheinland-pfalz"):
        add(Wanted("place", "Kaiserslautern"), folder, identified=["ags:09999999"], **CHECK)
    assert add(Wanted("place", "Kaiserslautern"), folder, identified=["ags:07999999"], **CHECK)


def test_no_identifier_is_shipped():
    """Nobody has checked any."""
    for path in resources.authority().glob("*.ttl"):
        text = path.read_text("utf-8")
        assert not [word for word in ("municipalityKey", "exactMatch", "schema:identifier") if word in text]


# -- finding and checking ---------------------------------------------------------------------------------


def test_entries_are_found_by_words_of_their_names(folder: Path):
    """In any case, umlauts as one likes, by abbreviation; of one kind or all."""
    known = load_authority([folder])
    for words in ("urbanistik", "Deutsches INSTITUT", "difu", "fuer urbanistik"):
        assert "Deutsches Institut für Urbanistik" in {
            entity.label for entity in authority.find(known, search=words)
        }
    assert {entity.kind for entity in authority.find(known, kind="programme")} == {"programme"}
    assert authority.find(known, search="gibtesnicht") == []
    labels = [row["label"] for row in authority.rows(authority.find(known, kind="programme")).plain()]
    assert len(labels) > 10


HEAD = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("org", "orgtype", "rdfs", "sg", "role"))
PLANTED = [
    # IRI and description of an entry beside "Muster", and the shape that objects to it
    ("organization/b/de", 'rdfs:label "Amt" ; sg:abbreviation "Muster"', "AuthorityNameOnce"),
    ("organization/B/de", 'rdfs:label "Amt"', "AuthorityIriWellFormed"),
    ("organization/b", 'rdfs:label "Amt"', "AuthorityIriWellFormed"),
    ("organization/b/de", 'rdfs:label "Amt" ; sg:municipalityKey "07999999"', "IdentifierIsChecked"),
]


@pytest.mark.parametrize(("iri", "says", "shape"), PLANTED)
def test_a_planted_fault_is_found_where_it_stands(tmp_path: Path, iri: str, says: str, shape: str):
    """With file, line and remedy, in both languages."""
    type_ = "a org:FormalOrganization ; sg:organizationType orgtype:agency"
    path = tmp_path / "x.ttl"
    sound = f'<{BASE}id/organization/a/de> {type_} ; rdfs:label "Muster" .'
    path.write_text(f"{HEAD}\n{sound}\n<{BASE}id/{iri}> {type_} ; {says} .\n", "utf-8")
    report = authority.check([tmp_path])
    assert not report.conforms()
    [found] = [finding for finding in report.findings if finding.severity == "violation"]
    assert (found.shape_name, found.file, found.line) == (shape, str(path), 8)
    assert found.message("de")
    assert found.remedy("en")


def test_a_link_to_nothing_is_a_hint(tmp_path: Path):
    """Releases may name what has no entry."""
    (tmp_path / "x.ttl").write_text(
        f"{HEAD}<{BASE}id/post/x/y/ob> a org:Post ; rdfs:label 'OB' ; org:role role:ob ;"
        f" org:postIn <{BASE}id/organization/x/y> .\n",
        "utf-8",
    )
    [found] = authority.check([tmp_path]).findings
    assert (found.severity, found.shape_name) == ("info", "AuthorityLinkLeadsSomewhere")


def test_what_ships_is_sound():
    """No finding at all."""
    assert authority.check([resources.authority()]).findings == ()


def test_a_malformed_file_is_told_and_stays(folder: Path):
    """An entry is not added to what cannot be read."""
    path = folder / "organizations.ttl"
    path.write_text("@prefix a: <x:b> .\nx y\n", "utf-8")
    with pytest.raises(RdfError, match=r"organizations\.ttl:2"):
        add(Wanted("organization", "Musteramt", type="agency", jurisdiction="de"), folder)
    assert path.read_text("utf-8") == "@prefix a: <x:b> .\nx y\n"


# -- Turtle -----------------------------------------------------------------------------------------------

labels = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)


@settings(deadline=None)
@given(labels, labels, st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_putting_an_entry_in_loses_nothing(label: str, comment: str, others: list[str]):
    """Whatever label it has, whatever stands in the file: what was said is said, and the entry."""
    note = " ".join(comment.split())
    text = files.HEAD + "".join(
        f"\n# {note}\n<{BASE}id/x/{name}> a <{PREFIXES['sg']}Programme> .\n" for name in others
    )
    node = NamedNode(f"{BASE}id/x/dd")
    made = [Triple(node, RDF["type"], SG["Programme"]), Triple(node, RDFS["label"], Literal(label))]
    after = files.inserted(text, made)
    was, now = ({t.triple for t in parse(one.encode(), RdfFormat.TURTLE)} for one in (text, after))
    assert now == was | set(made)
    assert after.count(f"# {note}\n") >= len(others)


# -- the command line -------------------------------------------------------------------------------------


@pytest.fixture
def place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an authority."""
    monkeypatch.chdir(folder.parent.parent)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return folder


def test_adding_on_the_command_line(place: Path, capsys: pytest.CaptureFixture[str]):
    """The entry is printed, where it went is told; a second one is refused with exit code 2."""
    line = ["authority", "add", "organization", "Musteramt", "--type", "agency", "--jurisdiction", "de"]
    assert cli.run([*line, "--abbreviation", "MA", "--label-en", "Sample Office"]) == 0
    done = capsys.readouterr()
    assert done.out.startswith(f"<{BASE}id/organization/musteramt/de> a org:FormalOrganization ;\n")
    assert "put into data/authority/organizations.ttl" in done.err
    assert cli.run(line) == 2
    assert "there is 'Musteramt'" in capsys.readouterr().err
    assert cli.run(["authority", "add", "place", "Musterhausen", "--identifier", "ags:07999999"]) == 2
    assert "nobody has checked" in capsys.readouterr().err


def test_listing_and_checking_on_the_command_line(place: Path, capsys: pytest.CaptureFixture[str]):
    """Exit code 1 where there are violations; formats as elsewhere."""
    assert cli.run(["authority", "list", "--search", "urbanistik", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["abbreviation"] == "Difu"
    assert cli.run(["authority", "list", "--search", "gibtesnicht"]) == 0
    assert "no entries" in capsys.readouterr().err
    assert cli.run(["authority", "check"]) == 0
    assert "0 violations" in capsys.readouterr().out
    path = place / "x.ttl"
    path.write_text(
        f'{HEAD}<{BASE}id/organization/x/de> a org:FormalOrganization ; rdfs:label "ADAC" .\n', "utf-8"
    )
    assert cli.run(["authority", "check", "--format", "json"]) == 1
    shapes = {found["shape"].rpartition("#")[2] for found in json.loads(capsys.readouterr().out)["findings"]}
    assert {"AuthorityNameOnce", "CuratedOrganizationHasType"} <= shapes
    assert cli.run(["authority", "check", str(place / "programmes.ttl")]) == 0
    assert cli.run(["authority", "chek"]) == 2
    assert "did you mean check" in capsys.readouterr().err
