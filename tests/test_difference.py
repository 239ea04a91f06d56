"""`kg.difference`: what changed is told, all of it, and what did not change is not."""

from __future__ import annotations

import json
import random
import re
import string
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import graph, known, resources
from kg.build import build
from kg.difference import Difference, FileSide, QuadsSide, Sentences, StoreSide, compare, write
from kg.difference.changes import KINDS
from kg.difference.wording import _PROPERTIES, _WORDS, NOUNS, Lang, property_name
from kg.errors import InputError, RdfError
from kg.export import select
from kg.export import write as export
from kg.store import Store
from kg.vocab import BASE, PREFIXES, SG, VIEW, declared

PROLOGUE = f"@base <{BASE}> .\n" + "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
REPLACED = f"{PREFIXES['dcterms']}isReplacedBy"
# The vocabulary and the entities that the cases name.
COMMON = """
role:chief-digital-officer a org:Role, skos:Concept ;
    skos:prefLabel "CDO"@de, "CDO"@en .
role:oberbuergermeister a org:Role, skos:Concept ;
    skos:prefLabel "Oberbürgermeister"@de, "Lord Mayor"@en .
<id/person/ilona-benz/kl> a foaf:Person ; rdfs:label "Ilona Benz" .
<id/person/tom-weber/kl> a foaf:Person ; rdfs:label "Tom Weber" .
<id/organization/stadt-kl/kl> a org:FormalOrganization ; rdfs:label "Stadt KL" .
<id/organization/bund/de> a org:FormalOrganization ; rdfs:label "Bund" .
"""
TENURE = """
<id/tenure/stadt-kl/kl/chief-digital-officer/ilona-benz/{n}> a sg:Tenure ;
    rdfs:label "Ilona Benz: CDO" ; org:member <id/person/ilona-benz/kl> ;
    sg:post <id/post/stadt-kl/kl/chief-digital-officer> ; org:role role:chief-digital-officer ;
    org:organization <id/organization/stadt-kl/kl> ; sg:tenureKind "{kind}" ;
    {days} prov:wasDerivedFrom {sources} .
"""


def tenure(*days: str, n: int = 1, kind: str = "regular", sources: str = "f1", more: str = "") -> str:
    """A tenure of Ilona Benz as CDO, attested on these days."""
    said = more
    if days:
        said += f'sg:firstAttested "{days[0]}"^^xsd:date ; sg:lastAttested "{days[-1]}"^^xsd:date ; '
        said += "sg:attestedOn " + ", ".join(f'"{day}"^^xsd:date' for day in days) + " ; "
    facts = ", ".join(f"<id/release/r/fact/role/{name}>" for name in sources.split())
    return TENURE.format(n=n, kind=kind, days=said, sources=facts)


def history(predicate: str, other: str, *days: str, n: str = "a", more: str = "") -> str:
    """A relation of the city to something, attested on these days."""
    said = ""
    if days:
        said = f'sg:firstAttested "{days[0]}"^^xsd:date ; sg:lastAttested "{days[-1]}"^^xsd:date ;'
    return (
        f"<id/history/{n}/1> a sg:History ; rdf:subject <id/organization/stadt-kl/kl> ; "
        f"rdf:predicate {predicate} ; rdf:object {other} ; {said} {more} sg:attestationCount 1 ."
    )


def bounds(*days: str) -> str:
    """The four bounds of a tenure."""
    names = ("startNotBefore", "startNotAfter", "endNotBefore", "endNotAfter")
    return "".join(f'sg:{name} "{day}"^^xsd:date ; ' for name, day in zip(names, days, strict=True))


def quads(turtle: str) -> list[Quad]:
    """The quads of a piece of Turtle, with the common entities."""
    return list(parse(PROLOGUE + COMMON + turtle, RdfFormat.TURTLE))


def between(before: str | Iterable[Quad], after: str | Iterable[Quad]) -> Difference:
    """The difference of two pieces of Turtle, or of quads."""
    old, new = (
        QuadsSide(name, quads(side) if isinstance(side, str) else list(side))
        for name, side in (("A", before), ("B", after))
    )
    return compare(old, new)


def told(before: str, after: str, lang: Lang = "en") -> list[str]:
    """The sentences about it."""
    return [one.text for one in Sentences(between(before, after), lang).all()]


# -- what is told ------------------------------------------------------------------------------------------

CASES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "attested longer": (
        tenure("2023-09-20"),
        tenure("2023-09-20", "2024-05-06"),
        ["Ilona Benz is now attested as CDO of Stadt KL until 2024-05-06 (before: 2023-09-20)."],
        ["Ilona Benz ist jetzt bis 2024-05-06 als CDO (Stadt KL) belegt (bisher: 2023-09-20)."],
    ),
    "attested earlier": (
        tenure("2023-09-20"),
        tenure("2022-01-01", "2023-09-20"),
        ["Ilona Benz is now attested as CDO of Stadt KL since 2022-01-01 (before: 2023-09-20)."],
        ["Ilona Benz ist jetzt seit 2022-01-01 als CDO (Stadt KL) belegt (bisher: 2023-09-20)."],
    ),
    "attested on another day": (
        tenure("2023-09-20"),
        tenure("2022-01-01", "2024-01-01"),
        ["Ilona Benz is now attested as CDO of Stadt KL from 2022-01-01 to 2024-01-01 "
         "(before: on 2023-09-20)."],
        ["Ilona Benz ist jetzt vom 2022-01-01 bis 2024-01-01 als CDO (Stadt KL) belegt "
         "(bisher: am 2023-09-20)."],
    ),
    "attested on no day any more": (
        tenure("2023-09-20"),
        tenure(),
        ["Ilona Benz is now attested as CDO of Stadt KL without an exact day "
         "(before: on 2023-09-20)."],
        ["Ilona Benz ist jetzt ohne genauen Tag als CDO (Stadt KL) belegt "
         "(bisher: am 2023-09-20)."],
    ),
    "a day between": (
        tenure("2022-01-01", "2024-01-01"),
        tenure("2022-01-01", "2023-01-01", "2024-01-01"),
        ["Ilona Benz as CDO of Stadt KL: “attested on” is also 2023-01-01."],
        ["Ilona Benz als CDO (Stadt KL): „belegt am“ ist auch 2023-01-01."],
    ),
    "a bound": (
        tenure("2022-01-01"),
        tenure("2022-01-01", more='sg:endNotAfter "2023-01-01"^^xsd:date ; '),
        ["Ilona Benz was CDO of Stadt KL until 2023-01-01 at most (before: not known)."],
        ["Ilona Benz war höchstens bis 2023-01-01 CDO (Stadt KL) (bisher: nicht bekannt)."],
    ),
    "bounds": (
        tenure(more=bounds("2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04")),
        tenure(more=bounds("2021-01-01", "2021-01-02", "2021-01-03", "2021-01-04")),
        ["Ilona Benz was CDO of Stadt KL from 2021-01-01 on at the earliest (before: 2020-01-01).",
         "Ilona Benz was CDO of Stadt KL from 2021-01-02 on at the latest (before: 2020-01-02).",
         "Ilona Benz was CDO of Stadt KL until 2021-01-03 at least (before: 2020-01-03).",
         "Ilona Benz was CDO of Stadt KL until 2021-01-04 at most (before: 2020-01-04)."],
        ["Ilona Benz war frühestens ab 2021-01-01 CDO (Stadt KL) (bisher: 2020-01-01).",
         "Ilona Benz war spätestens ab 2021-01-02 CDO (Stadt KL) (bisher: 2020-01-02).",
         "Ilona Benz war mindestens bis 2021-01-03 CDO (Stadt KL) (bisher: 2020-01-03).",
         "Ilona Benz war höchstens bis 2021-01-04 CDO (Stadt KL) (bisher: 2020-01-04)."],
    ),
    "a bound less": (
        tenure("2022-01-01", more='sg:endNotAfter "2023-01-01"^^xsd:date ; '),
        tenure("2022-01-01"),
        ["Ilona Benz as CDO of Stadt KL: “end not after” is now not known (before: 2023-01-01)."],
        ["Ilona Benz als CDO (Stadt KL): „Ende nicht nach“ ist jetzt nicht bekannt (bisher: 2023-01-01)."],
    ),
    "how long it is open": (
        '<id/post/a/b/c> a org:Post ; rdfs:label "CDO, Stadt KL" ; sg:openAfter "2022-01-01"^^xsd:date .',
        '<id/post/a/b/c> a org:Post ; rdfs:label "CDO, Stadt KL" ; sg:openAfter "2024-01-01"^^xsd:date .',
        ["Whether anybody still holds the post CDO, Stadt KL is open after 2024-01-01 (before: 2022-01-01)."],
        ["Ob noch jemand die Stelle CDO, Stadt KL innehat, ist nach dem 2024-01-01 offen "
         "(bisher: 2022-01-01)."],
    ),
    "relations": (
        "",
        history("schema:contactPoint", "<id/person/tom-weber/kl>", "2022-01-01", n="a")
        + history("schema:funder", "<id/organization/bund/de>", n="b", more="sg:programme <id/programme/x> ;")
        + history("rdfs:label", '"Kreisstadt KL"', "2022-01-01", "2023-01-01", n="c")
        + history("sg:seat", "<id/organization/bund/de>", n="d"),
        ["New: Tom Weber is press contact of Stadt KL, attested on 2022-01-01.",
         "New: Bund funds Stadt KL (id/programme/x).",
         "New: Stadt KL goes by the name “Kreisstadt KL”, attested from 2022-01-01 to 2023-01-01.",
         "New: Stadt KL: seat Bund."],
        ["Neu: Tom Weber ist Pressekontakt von Stadt KL, belegt am 2022-01-01.",
         "Neu: Bund fördert Stadt KL (id/programme/x).",
         "Neu: Stadt KL tritt unter dem Namen „Kreisstadt KL“ auf, belegt vom 2022-01-01 bis 2023-01-01.",
         "Neu: Stadt KL: Sitz Bund."],
    ),
    "a relation attested longer": (
        history("schema:contactPoint", "<id/person/tom-weber/kl>", "2022-01-01"),
        history("schema:contactPoint", "<id/person/tom-weber/kl>", "2022-01-01", "2023-01-01"),
        ["Tom Weber is press contact of Stadt KL: attested from 2022-01-01 to 2023-01-01 "
         "(before: on 2022-01-01)."],
        ["Tom Weber ist Pressekontakt von Stadt KL: belegt vom 2022-01-01 bis 2023-01-01 "
         "(bisher: am 2022-01-01)."],
    ),
    "a correction": (
        "",
        '<id/correction/c1> a sg:Correction ; rdfs:label "+ role: Eva Neu" .',
        ["The correction + role: Eva Neu is new."],
        ["Die Korrektur + role: Eva Neu ist neu."],
    ),
    "a conflict that is decided": (
        "",
        "<id/conflict/1> a sg:Conflict ; sg:entity <id/organization/stadt-kl/kl> ; "
        'sg:property sg:foundedLabel ; sg:value1 "1900" ; sg:value2 "1901" ; sg:followed "1901" ; '
        'sg:followedBecause "later release" .',
        ["New: sources contradict each other about Stadt KL, founding as known: 1900 or 1901; what is "
         "derived follows 1901 (later release)."],
        ["Neu: Quellen widersprechen sich zu Stadt KL, Gründung, wie bekannt: 1900 oder 1901; was "
         "abgeleitet wird, folgt 1901 (spätere Mitteilung)."],
    ),
    "a tenure comes": (
        "",
        tenure("2022-01-01", more='sg:startNotBefore "2021-01-01"^^xsd:date ; '),
        ["Ilona Benz is now attested as CDO of Stadt KL on 2022-01-01 "
         "(start not before 2021-01-01)."],
        ["Ilona Benz ist jetzt am 2022-01-01 als CDO (Stadt KL) belegt "
         "(Beginn nicht vor 2021-01-01)."],
    ),
    "a tenure goes": (
        tenure("2022-01-01", "2023-01-01"),
        "",
        ["Ilona Benz is no longer attested as CDO of Stadt KL "
         "(before: from 2022-01-01 to 2023-01-01)."],
        ["Ilona Benz ist nicht mehr als CDO (Stadt KL) belegt "
         "(bisher: vom 2022-01-01 bis 2023-01-01)."],
    ),
    "announced": (
        "",
        tenure(kind="announced", more='sg:announcedStart "2025-01-01"^^xsd:date ;'),
        ["Ilona Benz is now announced as CDO of Stadt KL from 2025-01-01 on."],
        ["Ilona Benz ist jetzt ab 2025-01-01 als CDO (Stadt KL) angekündigt."],
    ),
    "announced no more": (
        tenure(kind="announced"),
        "",
        ["Ilona Benz is no longer announced as CDO of Stadt KL "
         "(before: without an exact day)."],
        ["Ilona Benz ist nicht mehr als CDO (Stadt KL) angekündigt "
         "(bisher: ohne genauen Tag)."],
    ),
    "acting": (
        "",
        tenure("2022-01-01", kind="acting"),
        ["Ilona Benz is now attested as acting CDO of Stadt KL on 2022-01-01."],
        ["Ilona Benz ist jetzt am 2022-01-01 als CDO (Stadt KL), kommissarisch belegt."],
    ),
    "a person comes": (
        "",
        '<id/person/a/b> a foaf:Person ; rdfs:label "Eva Neu" .',
        ["The person Eva Neu is new."],
        ["Die Person Eva Neu ist neu."],
    ),
    "an organization goes": (
        '<id/organization/a/b> a org:OrganizationalUnit ; rdfs:label "Amt 1" .',
        "",
        ["The organization Amt 1 is no longer there."],
        ["Die Organisation Amt 1 ist nicht mehr da."],
    ),
    "an event comes": (
        "",
        '<id/event/a/b> a schema:Event ; rdfs:label "Digitaltag" ; sg:startLabel "2024-06-07" ; '
        'sg:endLabel "2024-06-08" ; sg:placeName "KL" .',
        ["The event Digitaltag (2024-06-07 to 2024-06-08, KL) is new."],
        ["Die Veranstaltung Digitaltag (2024-06-07 bis 2024-06-08, KL) ist neu."],
    ),
    "a release comes": (
        "",
        '<id/release/x> a sg:PressRelease ; rdfs:label "Titel" ; sg:issuedLabel "2024" .',
        ["The release Titel (2024) is new."],
        ["Die Mitteilung Titel (2024) ist neu."],
    ),
    "a name": (
        '<id/person/a/b> a foaf:Person ; rdfs:label "Eva" ; foaf:name "Eva" .',
        '<id/person/a/b> a foaf:Person ; rdfs:label "Eva Neu" ; foaf:name "Eva Neu" ; skos:altLabel "Eva" .',
        ["Eva is now called Eva Neu.", "Eva Neu: “further name” is now Eva (before: not known)."],
        ["Eva heißt jetzt Eva Neu.", "Eva Neu: „weiterer Name“ ist jetzt Eva (bisher: nicht bekannt)."],
    ),
    "several values": (
        '<id/organization/a/b> a org:FormalOrganization ; rdfs:label "X" ; skos:altLabel "Y", "Z" .',
        '<id/organization/a/b> a org:FormalOrganization ; rdfs:label "X" ; skos:altLabel "V", "W", "Z" .',
        ["X: “further name” is also V; W, no longer Y."],
        ["X: „weiterer Name“ ist auch V; W, nicht mehr Y."],
    ),
    "a value less": (
        '<id/organization/a/b> a org:FormalOrganization ; rdfs:label "X" ; skos:altLabel "Y", "Z" .',
        '<id/organization/a/b> a org:FormalOrganization ; rdfs:label "X" ; skos:altLabel "Z" .',
        ["X: “further name” is no longer Y."],
        ["X: „weiterer Name“ ist nicht mehr Y."],
    ),
    "a grant": (
        "",
        "<id/funding/1> a schema:MonetaryGrant ; sg:recipient <id/organization/stadt-kl/kl> ; "
        'sg:funder <id/organization/bund/de> ; sg:amount 3000000.0 ; sg:currency "EUR" ; '
        'sg:qualifier "max" ; sg:periodStartLabel "2019" ; sg:periodEndLabel "2029" .',
        ["New: Stadt KL receives up to 3000000.0 EUR from Bund (2019 to 2029)."],
        ["Neu: Stadt KL erhält bis zu 3000000.0 EUR von Bund (2019 bis 2029)."],
    ),
    "a grant without a sum": (
        "<id/funding/1> a schema:MonetaryGrant ; sg:recipient <id/organization/stadt-kl/kl> ; "
        "sg:funder <id/organization/bund/de> .",
        "",
        ["No longer: Stadt KL is funded by Bund."],
        ["Nicht mehr: Stadt KL wird von Bund gefördert."],
    ),
    "a grant of one": (
        "",
        '<id/funding/1> a schema:MonetaryGrant ; sg:funder <id/organization/bund/de> ; sg:share 0.9 . '
        "<id/funding/2> a schema:MonetaryGrant ; sg:funder <id/organization/bund/de> . "
        "<id/funding/3> a schema:MonetaryGrant ; sg:recipient <id/organization/bund/de> . "
        '<id/funding/4> a schema:MonetaryGrant ; sg:amount 5.0 ; sg:currency "EUR" ; sg:qualifier "exact" ; '
        'sg:status "granted" .',
        ["New: 5.0 EUR is granted (granted).", "New: Bund gives a share of 0.9.", "New: Bund funds.",
         "New: Bund is funded."],
        ["Neu: 5.0 EUR wird vergeben (granted).", "Neu: Bund gibt einen Anteil von 0.9.",
         "Neu: Bund fördert.", "Neu: Bund wird gefördert."],
    ),
    "a headcount": (
        "",
        "<id/headcount/1> a sg:Headcount ; sg:organization <id/organization/stadt-kl/kl> ; sg:value 20 ; "
        'sg:qualifier "min" ; sg:onLabel "2024" .',
        ["New: Stadt KL has more than 20 staff (2024)."],
        ["Neu: Stadt KL hat mehr als 20 Beschäftigte (2024)."],
    ),
    "a quotation": (
        "",
        '<id/quotation/1> a schema:Quotation ; sg:speaker <id/person/tom-weber/kl> ; schema:text "Gut." ; '
        'dcterms:date "2024-01-01"^^xsd:date .',
        ["New: Tom Weber is quoted with “Gut.” (2024-01-01)."],
        ["Neu: Tom Weber wird zitiert mit „Gut.“ (2024-01-01)."],
    ),
    "a contact": (
        '<id/contact/1> a schema:ContactPoint ; sg:person <id/person/tom-weber/kl> ; '
        'schema:email "t@kl.example" .',
        '<id/contact/1> a schema:ContactPoint ; sg:person <id/person/tom-weber/kl> ; '
        'schema:email "t@kl.example" ; '
        'schema:telephone "0631 1" . '
        '<id/contact/2> a schema:ContactPoint ; sg:organization <id/organization/bund/de> .',
        ["New: Bund can be reached at –.",
         "Contact “Tom Weber, t@kl.example”: “telephone” is now 0631 1 (before: not known)."],
        ["Neu: Bund ist zu erreichen: –.",
         "Kontakt „Tom Weber, t@kl.example“: „Telefon“ ist jetzt 0631 1 (bisher: nicht bekannt)."],
    ),
    "a conflict": (
        "",
        "<id/conflict/1> a sg:Conflict ; sg:entity <id/organization/stadt-kl/kl> ; "
        'sg:property sg:foundedLabel ; sg:value1 "1900" ; sg:value2 "1901" .',
        ["New: sources contradict each other about Stadt KL, founding as known: 1900 or 1901."],
        ["Neu: Quellen widersprechen sich zu Stadt KL, Gründung, wie bekannt: 1900 oder 1901."],
    ),
    "a merge": (
        '<id/person/i-benz/kl> a foaf:Person ; rdfs:label "I. Benz" .',
        "<id/person/i-benz/kl> dcterms:isReplacedBy <id/person/ilona-benz/kl> .",
        ["I. Benz (id/person/i-benz/kl) is now taken to be Ilona Benz (id/person/ilona-benz/kl)."],
        ["I. Benz (id/person/i-benz/kl) gilt jetzt als Ilona Benz (id/person/ilona-benz/kl)."],
    ),
    "a merge taken back": (
        "<id/person/i-benz/kl> dcterms:isReplacedBy <id/person/ilona-benz/kl> .",
        '<id/person/i-benz/kl> a foaf:Person ; rdfs:label "I. Benz" .',
        ["I. Benz (id/person/i-benz/kl) is no longer taken to be Ilona Benz (id/person/ilona-benz/kl).",
         "The person I. Benz is new."],
        ["I. Benz (id/person/i-benz/kl) gilt nicht mehr als Ilona Benz (id/person/ilona-benz/kl).",
         "Die Person I. Benz ist neu."],
    ),
    "what nobody foresaw": (
        "<http://example.org/a> <http://example.org/p> 1 .",
        "<http://example.org/a> <http://example.org/p> 2 . <http://example.org/b> <http://example.org/p> 2 .",
        ["http://example.org/a: “http://example.org/p” is now 2 (before: 1).",
         "The entry http://example.org/b is new."],
        ["http://example.org/a: „http://example.org/p“ ist jetzt 2 (bisher: 1).",
         "Der Eintrag http://example.org/b ist neu."],
    ),
    "a term": (
        "",
        'sg:something a owl:Class ; rdfs:label "something"@en, "etwas"@de .',
        ["The term something is new."],
        ["Der Begriff etwas ist neu."],
    ),
    "what it rests on, beside other things": (
        tenure("2023-09-20", more="sg:attestationCount 1 ; "),
        tenure("2023-09-20", "2024-05-06", sources="f1 f2", more="sg:attestationCount 2 ; "),
        ["Ilona Benz is now attested as CDO of Stadt KL until 2024-05-06 (before: 2023-09-20).",
         "Ilona Benz as CDO of Stadt KL: rests on 2 attestations now (1 new, 0 gone)."],
        ["Ilona Benz ist jetzt bis 2024-05-06 als CDO (Stadt KL) belegt (bisher: 2023-09-20).",
         "Ilona Benz als CDO (Stadt KL): beruht jetzt auf 2 Belegen (1 neu, 0 weggefallen)."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_sentences(case: str) -> None:
    """What changed, in plain English and German."""
    before, after, english, german = CASES[case]
    assert told(before, after, "en") == english
    assert told(before, after, "de") == german


def test_nothing_changed() -> None:
    """Equal views differ in nothing, whatever their order and however often they say a thing."""
    said = quads(tenure("2023-09-20"))
    found = between(said, [*reversed(said), said[0]])
    assert found.changes == ()
    assert write(found, "text") == write(found, "md") == ""
    assert json.loads(write(found, "json")) == {"before": "A", "after": "B", "changes": []}


# -- what has another IRI ----------------------------------------------------------------------------------


def test_a_tenure_that_is_counted_otherwise_has_not_changed() -> None:
    """An earlier tenure becomes known: it is new, and the one that was there is only renumbered."""
    early, late = tenure("2017-01-01", sources="f0"), tenure("2019-01-01", n=2, sources="f1")
    assert told(tenure("2019-01-01", sources="f1"), early + late) == [
        "Ilona Benz is now attested as CDO of Stadt KL on 2017-01-01."
    ]
    assert told(early + late, tenure("2019-01-01", sources="f1")) == [
        "Ilona Benz is no longer attested as CDO of Stadt KL (before: on 2017-01-01)."
    ]


def test_a_tenure_is_known_by_its_attestations() -> None:
    """Where it is counted otherwise and changed as well, what it rests on tells which it was."""
    before = tenure("2019-01-01", sources="f1")
    after = tenure("2017-01-01", sources="f0") + tenure("2019-01-01", "2020-01-01", n=2, sources="f1 f2")
    assert told(before, after)[:2] == [
        "Ilona Benz is now attested as CDO of Stadt KL on 2017-01-01.",
        "Ilona Benz is now attested as CDO of Stadt KL until 2020-01-01 (before: 2019-01-01).",
    ]


def test_tenures_whose_attestations_are_others_are_told_in_the_order_of_time() -> None:
    """A text that was corrected gives other attestations; a tenure is the one of its place in time."""
    before = tenure("2017-01-01", sources="f0") + tenure("2019-01-01", n=2, sources="f1")
    after = tenure("2017-01-02", sources="g0") + tenure("2019-01-02", n=2, sources="g1")
    days = [re.findall(r"20\d\d-01-0\d", one) for one in told(before, after) if "rests" not in one]
    assert days == [["2017-01-02", "2017-01-01"], ["2019-01-02", "2019-01-01"]]


def test_a_history_that_is_counted_otherwise_has_not_changed() -> None:
    """As with tenures."""
    person = "<id/person/tom-weber/kl>"
    late = history("schema:contactPoint", person, "2023-01-01")
    both = history("schema:contactPoint", person, "2021-01-01") + late.replace("/a/1>", "/a/2>")
    assert told(late, both) == ["New: Tom Weber is press contact of Stadt KL, attested on 2021-01-01."]


CONFLICT = """<id/conflict/{n}> a sg:Conflict ; sg:property sg:startLabel ; sg:value1 "a" ; sg:value2 "b" ;
    sg:entity <id/tenure/stadt-kl/kl/chief-digital-officer/ilona-benz/{n}> ; sg:source1 <id/x> ."""


def test_what_speaks_of_a_renumbered_tenure_has_not_changed() -> None:
    """The conflict about it has another IRI, too, and is the same."""
    early, late = tenure("2017-01-01", sources="f0"), tenure("2019-01-01", n=2, sources="f1")
    found = told(
        tenure("2019-01-01", sources="f1") + CONFLICT.format(n=1), early + late + CONFLICT.format(n=2)
    )
    assert found == ["Ilona Benz is now attested as CDO of Stadt KL on 2017-01-01."]


def test_what_was_the_merged_entitys_has_not_changed() -> None:
    """Tenures and grants of what was merged go over to the other without a word."""
    grant = "<id/funding/{n}> a schema:MonetaryGrant ; sg:recipient <id/organization/{n}> ; sg:amount 5.0 ."
    other = '<id/organization/1> a org:FormalOrganization ; rdfs:label "KL" .'
    held = tenure("2019-01-01").replace("ilona-benz/kl", "i-benz/kl")
    person = '<id/person/i-benz/kl> a foaf:Person ; rdfs:label "I. Benz" .'
    two = '<id/organization/2> a org:FormalOrganization ; rdfs:label "Stadt KL" .'
    merged = (
        "<id/person/i-benz/kl> dcterms:isReplacedBy <id/person/ilona-benz/kl> ."
        "<id/organization/1> dcterms:isReplacedBy <id/organization/2> ."
    )
    before = other + two + person + held + grant.format(n=1)
    after = two + merged + tenure("2019-01-01", n=4) + grant.format(n=2)
    assert told(before, after) == [
        "KL (id/organization/1) is now taken to be Stadt KL (id/organization/2).",
        "I. Benz (id/person/i-benz/kl) is now taken to be Ilona Benz (id/person/ilona-benz/kl).",
    ]


# -- all of it is told -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def five() -> Store:
    """A store of the five releases."""
    store = Store.memory()
    build([resources.releases()], store)
    return store


def uncovered(before: Iterable[Quad], after: Iterable[Quad], lang: Lang) -> list[str]:
    """What changed and has no sentence."""
    old, new = set(before), set(after)
    found = between(old, new)
    say, missing = Sentences(found, lang), []
    for change in found.changes:
        told_ = list(say.of(change))
        values = {p for one in told_ for p in one.values}
        whole = any(one.what in ("new", "gone", "merged") for one in told_)
        if not all(one.text for one in told_) or not (whole or values == set(change.values())):
            missing.append(change.iri)
    assert all(write(found, form, lang) for form in ("text", "json", "md")) or old == new
    known_ = {iri for change in found.changes for iri in (change.old, change.new)}
    for subject in {str(quad.subject.value) for quad in old ^ new}:
        same = {str(q.predicate) for q in old ^ new if q.subject.value == subject}
        if subject not in known_ and "/tenure/" not in subject:
            missing.append(f"{subject} {same}")
    return missing


class Described(list[Quad]):
    """Quads that are not printed where a test fails."""

    def __repr__(self) -> str:
        return f"{len(self)} quads"


@pytest.fixture(scope="module")
def described(five: Store) -> Described:
    """The view of the five, sorted, without the vocabularies."""
    return Described(sorted(set(five.quads()) - set(graph.vocabulary_quads()), key=str))


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(), lang=st.sampled_from(["de", "en"]))
def test_no_change_is_without_a_sentence(described: Described, seed: int, lang: Lang) -> None:
    """Whatever triples go, come or take another value, each is told; the way back, too."""
    chance, before = random.Random(seed), described
    after = set(before)
    values = [quad.object for quad in chance.sample(before, 50)]
    for quad in chance.sample(before, 8):
        after.discard(quad)
        if chance.random() < 0.7:
            word = "".join(chance.choices(string.ascii_letters, k=5))
            value = chance.choice([*values, Literal(word), NamedNode(f"{BASE}id/person/{word}/x")])
            predicate = chance.choice([quad.predicate, NamedNode(f"http://example.org/{word}")])
            after.add(Quad(quad.subject, predicate, value, DefaultGraph()))
    assert uncovered(before, after, lang) == []
    assert uncovered(after, before, lang) == []


def test_no_change_over_time_is_without_a_sentence(five: Store) -> None:
    """From one day to another, and to what is known now."""
    by = known.curated_of(five)
    views = [known.view(five, day, by)[0] for day in ("2010-01-01", "2019-12-31", "2023-12-31")]
    for before, after in zip(views, [*views[1:], list(five.quads())], strict=True):
        assert uncovered(before, after, "de") == []
        found = between(before, after)
        assert found.changes
        text = write(found, "text")
        assert text == write(between(reversed(before), sorted(after, key=str)), "text")


def test_what_changed_in_nothing_but_its_sources_is_put_together() -> None:
    """One sentence for all of them; JSON has each."""
    person = "<id/person/ilona-benz/kl> prov:wasDerivedFrom "
    before = person + "<id/release/r/fact/1> ." + tenure("2019-01-01")
    after = person + "<id/release/r/fact/2>, <id/release/r/fact/3> ." + tenure("2019-01-01", sources="f1 f2")
    found = between(before, after)
    assert write(found, "text") == (
        "Nothing but what they rest on changed: 1 person, 1 tenure (attestations: 3 new, 1 gone).\n"
    )
    assert write(found, "text", "de") == (
        "Nur worauf sie beruhen, hat sich geändert: 1 Person, 1 Amtszeit (Belege: 3 neu, 1 weggefallen).\n"
    )
    assert [one["text"] for one in json.loads(write(found, "json"))["changes"]] == [
        "Ilona Benz: rests on 2 attestations now (2 new, 1 gone).",
        "Ilona Benz as CDO of Stadt KL: rests on 2 attestations now (1 new, 0 gone).",
    ]


# -- how it is written -------------------------------------------------------------------------------------


def test_text_and_markdown() -> None:
    """Under the name of what it is about: persons first, then organizations; sorted by name."""
    more = '<id/organization/amt_1/x> a org:FormalOrganization ; rdfs:label "Amt_1" .'
    found = between(tenure("2023-09-20"), more + tenure("2023-09-20", "2024-05-06"))
    assert write(found, "text") == (
        "Ilona Benz (id/person/ilona-benz/kl)\n"
        "  - Ilona Benz is now attested as CDO of Stadt KL until 2024-05-06 "
        "(before: 2023-09-20).\n"
        "\n"
        "Amt_1 (id/organization/amt_1/x)\n"
        "  - The organization Amt_1 is new.\n"
    )
    assert "## Amt\\_1 (id/organization/amt\\_1/x)\n\n- The organization Amt\\_1 is new.\n" in write(
        found, "md"
    )
    with pytest.raises(InputError, match="“yaml” is no format"):
        write(found, "yaml")


def test_json() -> None:
    """For programs: what, of which kind, whose, and the values before and after."""
    found = json.loads(write(between(tenure("2023-09-20"), tenure("2023-09-20", "2024-05-06")), "json"))
    days = {"before": ["2023-09-20"], "after": ["2024-05-06"]}
    (one,) = found["changes"]
    assert one | {"values": {}} == {
        "what": "changed",
        "kind": "tenure",
        "entity": f"{BASE}id/tenure/stadt-kl/kl/chief-digital-officer/ilona-benz/1",
        "about": f"{BASE}id/person/ilona-benz/kl",
        "aboutLabel": "Ilona Benz",
        "text": CASES["attested longer"][2][0],
        "values": {},
    }
    assert one["values"][SG["lastAttested"].value] == days
    assert set(one["values"]) == {SG[name].value for name in ("lastAttested", "attestedOn")}


def test_every_word_is_there_in_both_languages() -> None:
    """With the same parts; every kind has a noun, every property of ours a name."""

    def parts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, (english, german) in _WORDS.items():
        assert parts(english) == parts(german), key
    assert set(NOUNS) == set(KINDS)
    assert all(all(pair) for pair in _PROPERTIES.values())
    properties = [name for name in declared() if name[0].islower()]
    assert all(not property_name(SG[name].value, "de").startswith("sg:") for name in properties)


# -- what is compared --------------------------------------------------------------------------------------

FORMATS = {
    "ttl": "turtle",
    "nt": "ntriples",
    "nq": "nquads",
    "trig": "trig",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
}


@pytest.mark.parametrize("ending", FORMATS)
def test_an_export_is_the_view_that_it_was_made_of(five: Store, tmp_path: Path, ending: str) -> None:
    """In every format, alone or with all other graphs."""
    for which in ("view", "all") if ending in ("nq", "trig", "jsonld") else ("view",):
        path = tmp_path / f"{which}.{ending.upper()}"
        path.write_text("".join(export(select(five, which), FORMATS[ending])), "utf-8")
        assert compare(FileSide(path), StoreSide(five)).changes == ()


def test_a_view_that_has_a_name(five: Store, tmp_path: Path) -> None:
    """Stores that cannot do otherwise have it in the graph `<base>graph/view`."""
    path = tmp_path / "a.nq"
    named = [Quad(q.subject, q.predicate, q.object, NamedNode(VIEW)) for q in five.quads()]
    path.write_text("".join(export(named, "nquads")), "utf-8")
    assert compare(StoreSide(five), FileSide(path)).changes == ()


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.csv", "a,b", InputError, "tells no RDF format — write it with `kg export`"),
        ("a.ttl", "<a> <b> .", RdfError, r"a\.ttl:1: "),
        ("a.nt", "<http://a/b> <http://a/b> _:x .", InputError, "blank node"),
        ("a.nt", "_:x <http://a/b> <http://a/b> .", InputError, "blank node"),
        (
            "a.nq",
            f"<http://a/b> <http://a/b> <http://a/b> <{BASE}graph/x> .",
            InputError,
            "none of them is the view",
        ),
        ("a.ttl", None, InputError, "cannot be read"),
    ],
)
def test_what_cannot_be_compared(
    tmp_path: Path, name: str, content: str | None, error: type[InputError], message: str
) -> None:
    """Is named with file, line and remedy."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content, "utf-8")
    for sides in ((FileSide(path), QuadsSide("B", [])), (QuadsSide("A", []), FileSide(path))):
        with pytest.raises(error, match=message):
            compare(*sides)


def test_memory_is_that_of_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is the same nothing is kept but a number per entity and the names."""
    from kg.difference import reading

    kept: list[int] = []
    real = reading._said

    def said(side: Any, touched: Any, names: Any) -> Any:
        found = real(side, touched, names)
        kept.append(sum(len(values) for one in found.values() for values in one.values()))
        return found

    monkeypatch.setattr(reading, "_said", said)
    many = [
        Quad(NamedNode(f"{BASE}id/person/p{i}/x"), SG["titles"], Literal(f"{n}"), DefaultGraph())
        for i in range(500)
        for n in range(3)
    ]
    found = compare(QuadsSide("A", many), QuadsSide("B", many[1:]))
    assert len(found.changes) == 1
    assert kept == [3, 2]
