"""What the data set and its SPARQL service say of themselves: VoID and DCAT, Service Description.

Both are made from one set of figures, which is counted once per version (1.1 s at a million quads). No
blank nodes: every resource described is the data's own or a fragment of the document's address, so that the
same version gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.serve import media, pages
from kg.serve.dumps import DUMPS, Dump, size_for_people
from kg.serve.exchange import Answer, Ask, Context, Lang
from kg.vocab import AUTHORITY, BASE, CORRECTIONS, INTERNAL, PREFIXES, VIEW

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_LISTED = 1000
"""Named graphs that a service description lists."""
_PREFIXES = PREFIXES | {
    "ent": "http://www.w3.org/ns/entailment/",
    "format": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}
_FORMATS = {
    media.GRAPHS["turtle"]: (RdfFormat.TURTLE, "Turtle"),
    media.GRAPHS["ntriples"]: (RdfFormat.N_TRIPLES, "N-Triples"),
    media.GRAPHS["rdfxml"]: (RdfFormat.RDF_XML, "RDF_XML"),
    media.GRAPHS["jsonld"]: (RdfFormat.JSON_LD, "JSON-LD"),
    media.GRAPHS["trig"]: (RdfFormat.TRIG, "TriG"),
    media.GRAPHS["nquads"]: (RdfFormat.N_QUADS, "N-Quads"),
}
"""By media type: how it is written, and its local name among the W3C's IRIs of formats."""
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_EXAMPLES = ("foaf:Person", "sg:Tenure", "schema:Event", "schema:MonetaryGrant", "sg:PressRelease")
"""Classes of which one entity each is shown as an example."""
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"

_TITLE: dict[Lang, str] = {
    "de": "Stadtgraph: Digitalisierung der Kommunen, aus Pressemitteilungen",
    "en": "Stadtgraph: municipal digitalisation, from press releases",
}
_DESCRIPTION: dict[Lang, str] = {
    "de": "Was Pressemitteilungen über Programme, Veranstaltungen, Ämter, Organisationen und Förderung der "
    "kommunalen Digitalisierung aussagen – zu jeder Aussage die Worte, die sie belegen.",
    "en": "What press releases state about programmes, events, posts, organisations and funding of municipal "
    "digitalisation – for every statement the words that support it.",
}
_RIGHTS: dict[Lang, str] = {
    "de": "Ontologie und kuratierte Angaben: CC BY 4.0, Namensnennung „Stadtgraph“. Die Texte der "
    "Pressemitteilungen gehören ihren Herausgebern; was damit geschehen darf, sagt dcterms:license jeder "
    "Mitteilung, soweit sie eines hat.",
    "en": "Ontology and curated data: CC BY 4.0, attribution “Stadtgraph”. The texts of the press releases "
    "belong to their publishers; what may be done with them is said by the dcterms:license of each release, "
    "where it has one.",
}
_NO_CONTACTS: dict[Lang, str] = {
    "de": "E-Mail-Adressen, Telefonnummern und Anschriften von Personen sind nicht enthalten.",
    "en": "E-mail addresses, phone numbers and postal addresses of persons are left out.",
}

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted in a snapshot; of the view, where nothing else is said.

    classes      instances by class; properties: triples by property (IRIs, sorted)
    graphs       triples by named graph, sorted
    entities     subjects among `<base>id/…`
    releases     press releases in the view; days: the first and the last on which one is dated, ("", "")
                 when none is
    examples     IRIs of a few entities of different kinds
    """

    triples: int
    subjects: int
    objects: int
    entities: int
    classes: Counts
    properties: Counts
    graphs: Counts
    releases: int
    days: tuple[str, str]
    examples: tuple[str, ...]


def figures(context: Context) -> Figures:
    """The figures of the context's version, counted when they are first asked for."""
    if "figures" not in context.kept:
        context.kept["figures"] = _count(context)
    found: Figures = context.kept["figures"]
    return found


def _count(context: Context) -> Figures:
    properties = _counts(context, "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x")
    classes = _counts(context, "SELECT ?x (COUNT(*) AS ?n) { ?s a ?x FILTER isIRI(?x) } GROUP BY ?x")
    graphs = _counts(context, "SELECT ?x (COUNT(*) AS ?n) { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x")
    first, last = _row(
        context, "SELECT (MIN(?d) AS ?a) (MAX(?d) AS ?z) { ?r a sg:PressRelease ; dcterms:issued ?d }"
    )
    subjects = "SELECT DISTINCT ?s { ?s ?p ?o }"
    return Figures(
        triples=sum(n for _, n in properties),
        subjects=_number(context, f"SELECT (COUNT(*) AS ?n) {{ {{ {subjects} }} }}"),
        objects=_number(context, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        entities=_number(
            context,
            f'SELECT (COUNT(*) AS ?n) {{ {{ {subjects} }} FILTER STRSTARTS(STR(?s), "{BASE}id/") }}',
        ),
        classes=classes,
        properties=properties,
        graphs=tuple((graph, n) for graph, n in graphs if graph not in INTERNAL),
        releases=dict(classes).get(PREFIXES["sg"] + "PressRelease", 0),
        days=(first.value, last.value) if first and last else ("", ""),
        examples=tuple(_examples(context)),
    )


def _examples(context: Context) -> Iterator[str]:
    for kind in _EXAMPLES:
        (found,) = _row(context, f"SELECT (MIN(?x) AS ?least) {{ ?x a {kind} FILTER isIRI(?x) }}")
        if found:
            yield found.value


def _row(context: Context, query: str) -> tuple[Any, ...]:
    """The only row of an aggregate; None is a value that is unbound."""
    return next(tuple(row) for row in context.store.query(query, prefixes=PREFIXES))


def _number(context: Context, query: str) -> int:
    return int(_row(context, query)[0].value)


def _counts(context: Context, query: str) -> Counts:
    rows = context.store.query(query, prefixes=PREFIXES)
    # Without rows an aggregate may give one row with nothing bound.
    return tuple(sorted((row["x"].value, int(row["n"].value)) for row in rows if row["x"]))


# -- VoID and DCAT -----------------------------------------------------------------------------------------


def void(context: Context, ask: Ask) -> Answer:
    """`/.well-known/void`: the data set, its figures, licences, services and dumps, as RDF or as a page.

    The answer is not cacheable as long as the dumps are not ready.
    """
    answer = _void_page(context, ask) if ask.media == media.HTML else _written(_void(context), ask.media)
    return answer._replace(cacheable=bool(context.dumps))


def _void(context: Context) -> Iterator[Triple]:
    document = context.url("/.well-known/void")
    data = f"{document}#dataset"
    yield from _about(
        document,
        ("rdf:type", _term("void:DatasetDescription")),
        ("foaf:primaryTopic", NamedNode(data)),
        *_in_both("dcterms:title", {"de": "Über den Datenbestand", "en": "About the data set"}),
    )
    yield from _dataset(context, data)
    yield from _statistics(figures(context), data)
    yield from _subsets(context, document, data)
    yield from _services(context, document, data)
    for dump, name in _offered(context):
        of = f"{document}#ontology" if dump.graph == "ontology" else data
        yield from _distribution(context, document, of, dump, name)


def _dataset(context: Context, data: str) -> Iterator[Triple]:
    document = data.partition("#")[0]
    found = figures(context)
    yield from _about(
        data,
        ("rdf:type", _term("void:Dataset")),
        ("rdf:type", _term("dcat:Dataset")),
        *_in_both("dcterms:title", _TITLE),
        *_in_both("dcterms:description", _DESCRIPTION),
        *(("dcterms:language", NamedNode(_LANGUAGES + lang)) for lang in ("de", "en")),
        ("dcterms:rights", NamedNode(f"{document}#rights")),
        ("dcat:version", Literal(context.version)),
        ("owl:versionInfo", Literal(context.version)),
        ("dcat:landingPage", NamedNode(context.url("/"))),
        ("foaf:homepage", NamedNode(context.url("/"))),
        ("void:uriSpace", Literal(f"{BASE}id/")),
        *(("void:exampleResource", NamedNode(iri)) for iri in found.examples),
        *(("void:vocabulary", NamedNode(iri)) for iri in _vocabularies(found)),
        *(("void:feature", _term(f"format:{name}")) for _, name in _FORMATS.values()),
    )
    yield from _about(
        f"{document}#rights",
        ("rdf:type", _term("dcterms:RightsStatement")),
        *_in_both("rdfs:label", _RIGHTS),
        *(() if context.settings.with_contacts else _in_both("rdfs:comment", _NO_CONTACTS)),
    )
    if found.days[0]:
        yield from _about(data, ("dcterms:temporal", NamedNode(f"{document}#period")))
        yield from _about(
            f"{document}#period",
            ("rdf:type", _term("dcterms:PeriodOfTime")),
            *(
                (f"dcat:{end}", Literal(day, datatype=_term("xsd:date")))
                for end, day in zip(("startDate", "endDate"), found.days, strict=True)
            ),
        )


def _vocabularies(found: Figures) -> list[str]:
    """Namespaces of the classes and properties in use, as far as we have a prefix for them."""
    used = [iri for iri, _ in (*found.classes, *found.properties)]
    return sorted(ns for ns in PREFIXES.values() if any(iri.startswith(ns) for iri in used))


def _statistics(found: Figures, data: str) -> Iterator[Triple]:
    document = data.partition("#")[0]
    yield from _about(
        data,
        ("void:triples", Literal(found.triples)),
        ("void:entities", Literal(found.entities)),
        ("void:classes", Literal(len(found.classes))),
        ("void:properties", Literal(len(found.properties))),
        ("void:distinctSubjects", Literal(found.subjects)),
        ("void:distinctObjects", Literal(found.objects)),
    )
    for kind, counted, counts in (
        ("class", "entities", found.classes),
        ("property", "triples", found.properties),
    ):
        for iri, n in counts:
            part = f"{document}#{kind}-{_fragment(iri)}"
            yield from _about(data, (f"void:{kind}Partition", NamedNode(part)))
            yield from _about(
                part,
                ("rdf:type", _term("void:Dataset")),
                (f"void:{kind}", NamedNode(iri)),
                (f"void:{counted}", Literal(n)),
            )


def _subsets(context: Context, document: str, data: str) -> Iterator[Triple]:
    found = figures(context)
    curated = {graph: n for graph, n in found.graphs if graph in (AUTHORITY, CORRECTIONS)}
    releases = sum(n for _, n in found.graphs) - sum(curated.values())
    described: tuple[tuple[str, dict[Lang, str], tuple[tuple[str, Any], ...]], ...] = (
        (
            "ontology",
            {"de": "Begriffe und Wortschätze", "en": "Terms and vocabularies"},
            (("dcterms:license", NamedNode(CC_BY)), ("dcat:landingPage", NamedNode(context.url("/ns")))),
        ),
        (
            "authority",
            {"de": f"Kuratierte Angaben (Graph {AUTHORITY})", "en": f"Curated data (graph {AUTHORITY})"},
            (
                ("dcterms:license", NamedNode(CC_BY)),
                ("void:triples", Literal(curated.get(AUTHORITY, 0))),
            ),
        ),
        (
            "corrections",
            {
                "de": f"Korrekturen einzelner Aussagen und Urteile über Identität (Graph {CORRECTIONS})",
                "en": f"Corrections of single facts, and judgements on identity (graph {CORRECTIONS})",
            },
            (
                ("dcterms:license", NamedNode(CC_BY)),
                ("void:triples", Literal(curated.get(CORRECTIONS, 0))),
            ),
        ),
        (
            "releases",
            {
                "de": f"Was die Mitteilungen sagen, je Mitteilung ein Graph ({BASE}graph/release/…)",
                "en": f"What the releases say, one graph for each ({BASE}graph/release/…)",
            },
            (
                ("dcterms:rights", NamedNode(f"{document}#rights")),
                ("void:documents", Literal(found.releases)),
                ("void:triples", Literal(releases)),
            ),
        ),
    )
    for name, title, more in described:
        part = f"{document}#{name}"
        yield from _about(data, ("void:subset", NamedNode(part)))
        yield from _about(
            part,
            ("rdf:type", _term("void:Dataset")),
            ("rdf:type", _term("dcat:Dataset")),
            *_in_both("dcterms:title", title),
            *more,
        )


def _services(context: Context, document: str, data: str) -> Iterator[Triple]:
    endpoint, queries = context.url("/sparql"), context.url("/queries")
    openapi = NamedNode(context.url("/openapi.json"))
    yield from _about(
        data,
        ("void:sparqlEndpoint", NamedNode(endpoint)),
        ("dcat:distribution", NamedNode(f"{document}#sparql")),
    )
    yield from _about(
        f"{document}#sparql",
        ("rdf:type", _term("dcat:Distribution")),
        *_in_both("dcterms:title", {"de": "SPARQL-Endpunkt", "en": "SPARQL endpoint"}),
        ("dcterms:rights", NamedNode(f"{document}#rights")),
        ("dcat:accessURL", NamedNode(endpoint)),
        ("dcat:accessService", NamedNode(f"{endpoint}#service")),
    )
    for service, url, title in (
        (f"{endpoint}#service", endpoint, {"de": "SPARQL-Endpunkt", "en": "SPARQL endpoint"}),
        (f"{queries}#service", queries, {"de": "Vorbereitete Fragen", "en": "Prepared questions"}),
    ):
        yield from _about(
            service,
            ("rdf:type", _term("dcat:DataService")),
            *(("dcterms:title", Literal(text, language=lang)) for lang, text in title.items()),
            ("dcat:endpointURL", NamedNode(url)),
            ("dcat:endpointDescription", openapi),
            ("dcat:servesDataset", NamedNode(data)),
        )


def _offered(context: Context) -> list[tuple[Dump, str]]:
    """The dumps that are there: what each is, and its file's name."""
    files = ((dump, name) for dump in DUMPS for name in (dump.name, f"{dump.name}.gz"))
    return [(dump, name) for dump, name in files if name in context.dumps]


def _distribution(context: Context, document: str, data: str, dump: Dump, name: str) -> Iterator[Triple]:
    size, digest = context.dumps[name]
    file, checksum = NamedNode(context.url(f"/export/{name}")), NamedNode(f"{document}#sha256-{name}")
    licence = (
        ("dcterms:license", NamedNode(CC_BY))
        if dump.graph == "ontology"
        else ("dcterms:rights", NamedNode(f"{document}#rights"))
    )
    yield from _about(
        data, ("void:dataDump", file), ("dcat:distribution", NamedNode(f"{document}#file-{name}"))
    )
    yield from _about(
        f"{document}#file-{name}",
        ("rdf:type", _term("dcat:Distribution")),
        ("dcterms:title", Literal(name)),
        *_in_both("dcterms:description", {"de": dump.content("de"), "en": dump.content("en")}),
        licence,
        ("dcat:downloadURL", file),
        ("dcat:accessURL", NamedNode(context.url("/export/"))),
        ("dcat:mediaType", NamedNode(_MEDIA_TYPES + dump.media)),
        *(
            [("dcat:compressFormat", NamedNode(f"{_MEDIA_TYPES}application/gzip"))]
            if name.endswith(".gz")
            else []
        ),
        ("dcat:byteSize", Literal(str(size), datatype=_term("xsd:nonNegativeInteger"))),
        ("spdx:checksum", checksum),
    )
    yield from _about(
        checksum.value,
        ("rdf:type", _term("spdx:Checksum")),
        ("spdx:algorithm", _term("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", Literal(digest, datatype=_term("xsd:hexBinary"))),
    )


def _void_page(context: Context, ask: Ask) -> Answer:
    found = figures(context)
    return pages.page(
        "void.html",
        context,
        ask,
        title=_TITLE[ask.lang],
        description=_DESCRIPTION[ask.lang],
        rights=_RIGHTS[ask.lang],
        licence=CC_BY,
        found=found,
        named=sum(n for _, n in found.graphs),
        classes=_most(found.classes),
        properties=_most(found.properties),
        endpoint=context.url("/sparql"),
        space=f"{BASE}id/",
        dumps=[
            (name, dump, size_for_people(context.dumps[name][0], ask.lang))
            for dump, name in _offered(context)
            if name == dump.name
        ],
    )


def _most(counts: Counts) -> list[tuple[str, str, int]]:
    """Short name, IRI where it can be a link (else ""), and number: the largest first."""
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    return [
        (_short(iri) or iri, iri if iri.startswith(("http://", "https://")) else "", n) for iri, n in ordered
    ]


# -- Service Description -----------------------------------------------------------------------------------


def service_description(context: Context, ask: Ask) -> Answer:
    """What `/sparql` says of itself to a program that asks without a query, in any of the RDF formats.

    Up to 1,000 named graphs are listed; how many there are is said in any case.
    """
    return _written(_service(context), ask.media)


def _service(context: Context) -> Iterator[Triple]:
    endpoint = context.url("/sparql")
    results = [_term(f"format:{name}") for name in (*_RESULTS, *(name for _, name in _FORMATS.values()))]
    # What is no part of a query's dataset is an empty graph, and Oxigraph keeps graphs that became empty.
    features, language = [_term("sd:EmptyGraphs")], _term("sd:SPARQL11Query")
    yield from _about(
        f"{endpoint}#service",
        ("rdf:type", _term("sd:Service")),
        ("sd:endpoint", NamedNode(endpoint)),
        ("sd:supportedLanguage", language),
        *(("sd:resultFormat", form) for form in results),
        *(("sd:feature", feature) for feature in features),
        ("sd:defaultEntailmentRegime", _term("ent:Simple")),
        ("sd:defaultDataset", NamedNode(f"{endpoint}#dataset")),
        ("sd:availableGraphs", NamedNode(f"{endpoint}#dataset")),
        ("rdfs:seeAlso", NamedNode(context.url("/.well-known/void"))),
    )
    for term, kind in (
        (language, "sd:Language"),
        (_term("ent:Simple"), "sd:EntailmentRegime"),
        *((feature, "sd:Feature") for feature in features),
        *((form, "format:Format") for form in results),
    ):
        yield from _about(term.value, ("rdf:type", _term(kind)))
    yield from _graphs(figures(context), endpoint)


def _graphs(found: Figures, endpoint: str) -> Iterator[Triple]:
    data, all_, listed = f"{endpoint}#dataset", len(found.graphs), found.graphs[:_LISTED]
    yield from _about(
        data,
        ("rdf:type", _term("sd:Dataset")),
        ("rdf:type", _term("sd:GraphCollection")),
        *_in_both(
            "rdfs:comment",
            {
                "de": f"{all_} benannte Graphen, davon {len(listed)} hier aufgeführt.",
                "en": f"{all_} named graphs, {len(listed)} of which are listed here.",
            },
        ),
        ("sd:defaultGraph", NamedNode(VIEW)),
    )
    yield from _about(
        VIEW,
        ("rdf:type", _term("sd:Graph")),
        *_in_both(
            "rdfs:comment",
            {
                "de": f"Die veröffentlichte Sicht; FROM und default-graph-uri nennen sie {VIEW}.",
                "en": f"The published view; FROM and default-graph-uri call it {VIEW}.",
            },
        ),
        ("void:triples", Literal(found.triples)),
    )
    for graph, n in listed:
        named = f"{endpoint}#{quote(graph.removeprefix(BASE), safe='/%-._~')}"
        yield from _about(data, ("sd:namedGraph", NamedNode(named)))
        yield from _about(
            named,
            ("rdf:type", _term("sd:NamedGraph")),
            ("sd:name", NamedNode(graph)),
            ("sd:graph", NamedNode(graph)),
        )
        yield from _about(graph, ("rdf:type", _term("sd:Graph")), ("void:triples", Literal(n)))


# -- statements --------------------------------------------------------------------------------------------


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_PREFIXES[prefix] + local)


def _about(subject: str, *said: tuple[str, Any]) -> Iterator[Triple]:
    """Statements about one subject: pairs of a prefixed property and a term."""
    node = NamedNode(subject)
    return (Triple(node, _term(name), value) for name, value in said)


def _in_both(name: str, texts: dict[Lang, str]) -> list[tuple[str, Literal]]:
    return [(name, Literal(text, language=lang)) for lang, text in texts.items()]


_LOCAL = re.compile(r"[A-Za-z0-9_-]+")


def _short(iri: str) -> str:
    """The prefixed name of an IRI, "" where it has none."""
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return ""


def _fragment(iri: str) -> str:
    """An IRI as the end of a fragment: its prefixed name, else all of it, percent-encoded."""
    return _short(iri) or quote(iri, safe="")


def _written(triples: Iterable[Triple], kind: str) -> Answer:
    ordered = sorted(set(triples), key=_place)
    used = {iri for triple in ordered for iri in re.findall(r"<([^<>]*)>", str(triple))}
    prefixes = {p: ns for p, ns in _PREFIXES.items() if any(iri.startswith(ns) for iri in used)}
    return Answer(serialize(ordered, format=_FORMATS[kind][0], prefixes=prefixes) or b"", kind)


def _place(triple: Triple) -> tuple[str, bool, str, str]:
    """By subject; of each the type first."""
    predicate = triple.predicate.value
    return str(triple.subject), predicate != PREFIXES["rdf"] + "type", predicate, str(triple.object)
