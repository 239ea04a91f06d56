"""The words in which differences are told, in English and German."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from kg import graph
from kg.query import shown
from kg.vocab import PREFIXES, RDFS

Lang = OneOf["de", "en"]

NOUNS: Mapping[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    # kind: English and German, each with its article, for one and for several
    "person": (("the ", "person", "persons"), ("die ", "Person", "Personen")),
    "organization": (("the ", "organization", "organizations"), ("die ", "Organisation", "Organisationen")),
    "place": (("the ", "place", "places"), ("der ", "Ort", "Orte")),
    "post": (("the ", "post", "posts"), ("die ", "Stelle", "Stellen")),
    "role": (("the ", "role", "roles"), ("die ", "Rolle", "Rollen")),
    "tenure": (("the ", "tenure", "tenures"), ("die ", "Amtszeit", "Amtszeiten")),
    "history": (("the ", "history", "histories"), ("der ", "Verlauf", "Verläufe")),
    "event": (("the ", "event", "events"), ("die ", "Veranstaltung", "Veranstaltungen")),
    "programme": (("the ", "programme", "programmes"), ("das ", "Programm", "Programme")),
    "competition": (("the ", "competition", "competitions"), ("der ", "Wettbewerb", "Wettbewerbe")),
    "project": (("the ", "project", "projects"), ("das ", "Vorhaben", "Vorhaben")),
    "brand": (("the ", "brand", "brands"), ("die ", "Marke", "Marken")),
    "funding": (("the ", "funding", "fundings"), ("die ", "Förderung", "Förderungen")),
    "headcount": (("the ", "headcount", "headcounts"), ("die ", "Personalzahl", "Personalzahlen")),
    "quotation": (("the ", "quotation", "quotations"), ("das ", "Zitat", "Zitate")),
    "contact": (("the ", "contact", "contacts"), ("der ", "Kontakt", "Kontakte")),
    "release": (("the ", "release", "releases"), ("die ", "Mitteilung", "Mitteilungen")),
    "conflict": (("the ", "conflict", "conflicts"), ("der ", "Widerspruch", "Widersprüche")),
    "correction": (("the ", "correction", "corrections"), ("die ", "Korrektur", "Korrekturen")),
    "term": (("the ", "term", "terms"), ("der ", "Begriff", "Begriffe")),
    "other": (("the ", "entry", "entries"), ("der ", "Eintrag", "Einträge")),
}

_WORDS: Mapping[str, tuple[str, str]] = {
    "new": ("{what} is new.", "{what} ist neu."),
    "gone": ("{what} is no longer there.", "{what} ist nicht mehr da."),
    "said": ("New: {what}.", "Neu: {what}."),
    "unsaid": ("No longer: {what}.", "Nicht mehr: {what}."),
    "merged": ("{old} is now taken to be {new}.", "{old} gilt jetzt als {new}."),
    "parted": ("{old} is no longer taken to be {new}.", "{old} gilt nicht mehr als {new}."),
    "called": ("{old} is now called {new}.", "{old} heißt jetzt {new}."),
    # values of a property
    "now": ("{what}: “{property}” is now {new} (before: {old}).",
            "{what}: „{property}“ ist jetzt {new} (bisher: {old})."),
    "more": ("{what}: “{property}” is also {new}.", "{what}: „{property}“ ist auch {new}."),
    "less": ("{what}: “{property}” is no longer {old}.", "{what}: „{property}“ ist nicht mehr {old}."),
    "other": ("{what}: “{property}” is also {new}, no longer {old}.",
              "{what}: „{property}“ ist auch {new}, nicht mehr {old}."),
    "nothing": ("not known", "nicht bekannt"),
    # what it rests on
    "sources": ("{what}: rests on {count} now ({come} new, {gone} gone).",
                "{what}: beruht jetzt auf {count} ({come} neu, {gone} weggefallen)."),
    "attestation": ("{n} attestation", "{n} Beleg"),
    "attestations": ("{n} attestations", "{n} Belegen"),
    "only sources": ("Nothing but what they rest on changed: {kinds} "
                     "(attestations: {come} new, {gone} gone).",
                     "Nur worauf sie beruhen, hat sich geändert: {kinds} (Belege: {come} neu, "
                     "{gone} weggefallen)."),
    # tenures
    "attested": ("{person} is now attested as {post} {when}{bounds}.",
                 "{person} ist jetzt {when} als {post} belegt{bounds}."),
    "unattested": ("{person} is no longer attested as {post} (before: {when}).",
                   "{person} ist nicht mehr als {post} belegt (bisher: {when})."),
    "announced": ("{person} is now announced as {post} {when}{bounds}.",
                  "{person} ist jetzt {when} als {post} angekündigt{bounds}."),
    "unannounced": ("{person} is no longer announced as {post} (before: {when}).",
                    "{person} ist nicht mehr als {post} angekündigt (bisher: {when})."),
    "until": ("{person} is now attested as {post} until {new} (before: {old}).",
              "{person} ist jetzt bis {new} als {post} belegt (bisher: {old})."),
    "since": ("{person} is now attested as {post} since {new} (before: {old}).",
              "{person} ist jetzt seit {new} als {post} belegt (bisher: {old})."),
    "span": ("{person} is now attested as {post} {new} (before: {old}).",
             "{person} ist jetzt {new} als {post} belegt (bisher: {old})."),
    "startNotBefore": ("{person} was {post} from {new} on at the earliest (before: {old}).",
                       "{person} war frühestens ab {new} {post} (bisher: {old})."),
    "startNotAfter": ("{person} was {post} from {new} on at the latest (before: {old}).",
                      "{person} war spätestens ab {new} {post} (bisher: {old})."),
    "endNotBefore": ("{person} was {post} until {new} at least (before: {old}).",
                     "{person} war mindestens bis {new} {post} (bisher: {old})."),
    "endNotAfter": ("{person} was {post} until {new} at most (before: {old}).",
                    "{person} war höchstens bis {new} {post} (bisher: {old})."),
    "openAfter": ("Whether anybody still holds the post {what} is open after {new} (before: {old}).",
                  "Ob noch jemand die Stelle {what} innehat, ist nach dem {new} offen (bisher: {old})."),
    "on": ("on {day}", "am {day}"),
    "from to": ("from {first} to {last}", "vom {first} bis {last}"),
    "from": ("from {day} on", "ab {day}"),
    "no day": ("without an exact day", "ohne genauen Tag"),
    "post": ("{role} of {organization}", "{role} ({organization})"),
    "acting": ("acting {post}", "{post}, kommissarisch"),
    "as": ("{person} as {post}", "{person} als {post}"),
    # fundings and the like
    "receives": ("{recipient} receives {sum}", "{recipient} erhält {sum}"),
    "receives from": ("{recipient} receives {sum} from {funder}", "{recipient} erhält {sum} von {funder}"),
    "gives": ("{funder} gives {sum}", "{funder} gibt {sum}"),
    "is funded": ("{recipient} is funded", "{recipient} wird gefördert"),
    "is funded by": ("{recipient} is funded by {funder}", "{recipient} wird von {funder} gefördert"),
    "funds": ("{funder} funds", "{funder} fördert"),
    "funding": ("{sum} is granted", "{sum} wird vergeben"),
    "max": ("up to ", "bis zu "), "min": ("more than ", "mehr als "), "about": ("about ", "rund "),
    "share": ("a share of {share}", "einen Anteil von {share}"), "and": (" and ", " und "),
    "via": ("by way of {name}", "über {name}"), "programme": ("programme {name}", "Programm {name}"),
    "period": ("{first} to {last}", "{first} bis {last}"), "ending": ("until {last}", "bis {last}"),
    "headcount": ("{organization} has {value} staff{on}", "{organization} hat {value} Beschäftigte{on}"),
    "quotation": ("{speaker} is quoted with “{text}”{on}", "{speaker} wird zitiert mit „{text}“{on}"),
    "contact": ("{who} can be reached at {ways}", "{who} ist zu erreichen: {ways}"),
    "conflict": ("sources contradict each other about {entity}, {property}: {value1} or {value2}",
                 "Quellen widersprechen sich zu {entity}, {property}: {value1} oder {value2}"),
    "quoted": ("{noun} “{statement}”", "{noun} „{statement}“"),
    "followed": ("{conflict}; what is derived follows {value} ({because})",
                 "{conflict}; was abgeleitet wird, folgt {value} ({because})"),
    "because authority": ("authority", "gepflegte Angabe"), "because attested": ("attested", "belegt"),
    "because more releases": ("more releases", "mehr Mitteilungen"),
    "because later release": ("later release", "spätere Mitteilung"),
    # relations that change over time, by the local name of their property
    "contactPoint": ("{object} is press contact of {subject}", "{object} ist Pressekontakt von {subject}"),
    "funder": ("{object} funds {subject}{programme}", "{object} fördert {subject}{programme}"),
    "label": ("{subject} goes by the name “{object}”", "{subject} tritt unter dem Namen „{object}“ auf"),
    "relation": ("{subject}: {property} {object}", "{subject}: {property} {object}"),
    "when": ("{what}, attested {when}", "{what}, belegt {when}"),
    "attested then": ("{what}: attested {new} (before: {old}).", "{what}: belegt {new} (bisher: {old})."),
    "somebody": ("somebody", "jemand"),
}  # fmt: skip

RELATIONS = frozenset({"contactPoint", "funder", "label"})
"""Relations for which there are words."""
REASONS = frozenset({"authority", "attested", "more releases", "later release"})
"""Why one of two values is followed, likewise."""

_PROPERTIES: Mapping[str, tuple[str, str]] = {
    "rdf:type": ("class", "Klasse"), "rdfs:label": ("name", "Name"), "foaf:name": ("name", "Name"),
    "skos:prefLabel": ("preferred name", "bevorzugter Name"),
    "skos:altLabel": ("further name", "weiterer Name"),
    "skos:broader": ("broader term", "Oberbegriff"), "dcterms:title": ("title", "Titel"),
    "dcterms:date": ("date", "Datum"), "dcterms:issued": ("issued", "erschienen"),
    "dcterms:publisher": ("publisher", "herausgegeben von"), "dcterms:source": ("address", "Adresse"),
    "dcterms:identifier": ("key", "Schlüssel"), "org:role": ("role", "Rolle"),
    "org:member": ("person", "Person"),
    "org:organization": ("organization", "Organisation"), "org:postIn": ("organization", "Organisation"),
    "org:heldBy": ("holder", "Amtsinhaber"), "org:subOrganizationOf": ("belongs to", "gehört zu"),
    "org:unitOf": ("part of", "Teil von"), "schema:organizer": ("organizer", "veranstaltet von"),
    "schema:startDate": ("first day", "erster Tag"), "schema:endDate": ("last day", "letzter Tag"),
    "schema:text": ("words", "Wortlaut"), "schema:email": ("e-mail", "E-Mail"),
    "schema:telephone": ("telephone", "Telefon"), "prov:wasQuotedFrom": ("quoted from", "zitiert aus"),
}  # fmt: skip
"""Names of properties that are not ours."""


def told(key: str, lang: Lang, **parts: object) -> str:
    """A sentence or a piece of one."""
    return _WORDS[key][lang == "de"].format(**parts)


def noun(kind: str, lang: Lang, *, article: bool = False, several: bool = False) -> str:
    """What a kind of entity is called."""
    the, one, many = NOUNS[kind][lang == "de"]
    return f"{the if article else ''}{many if several else one}"


def property_name(iri: str, lang: Lang) -> str:
    """What a property is called: ours by the ontology, others by our words or their short names."""
    short = shown(NamedNode(iri))
    if short in _PROPERTIES:
        return _PROPERTIES[short][lang == "de"]
    return _declared().get((iri, lang), short)


@cache
def _declared() -> dict[tuple[str, str | None], str]:
    return {
        (str(quad.subject.value), quad.object.language): quad.object.value
        for quad in graph.vocabulary_quads()
        if quad.predicate == RDFS["label"]
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and quad.subject.value.startswith(PREFIXES["sg"])
    }
