"""Linked data: what the graph says of one of its IRIs, for people and for programs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg import export, query
from kg.serve import media, pages
from kg.serve.cells import Cell, cell
from kg.serve.exchange import Answer, Ask, Context, Problem
from kg.vocab import AUTHORITY, BASE, CORRECTIONS, DCTERMS, RDF, RDFS, SKOS, graph_iri, slug_key

IDS = f"{BASE}id/"
PAGE = 500
"""Incoming relations of one answer."""
_SHOWN = 200  # values of a property, and quotes, on a page
_NEAREST = 5
_COMPARED = 500
_NAMES = {kind: name for name, kind in media.GRAPHS.items()}
_LABELS = "<{}>|<{}>".format(RDFS["label"].value, SKOS["prefLabel"].value)
_SAFE = "/:@!$&'()*+,;=~-._"
_FIRST = (RDF["type"].value, RDFS["label"].value, SKOS["prefLabel"].value)

_LOCAL_EVIDENCE = """
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX sg: <https://w3id.org/stadtgraph/ns#>
    SELECT DISTINCT ?quote ?start ?end ?release ?releaseTitle ?issued {{
      GRAPH {graph} {{
        {{ BIND({node} AS ?fact) }} UNION {{ ?fact sg:about {node} }}
        ?fact sg:evidence ?span ; prov:wasDerivedFrom ?release .
        ?span oa:hasSelector ?words, ?position .
        ?words oa:exact ?quote .
        ?position oa:start ?start ; oa:end ?end .
      }}
      OPTIONAL {{ ?release dcterms:title ?releaseTitle }}
      OPTIONAL {{ ?release dcterms:issued ?day }}
      OPTIONAL {{ ?release sg:issuedLabel ?partial }}
      BIND(COALESCE(?day, ?partial) AS ?issued)
    }} ORDER BY ?start ?end"""
"""What a fact of a release rests on, and what the facts about a thing of that release do."""


@dataclass(frozen=True, slots=True)
class Description:
    """What there is of an IRI: triples with it (or a part of it, as `#quote=1,2`) as subject, then as object.

    page   of the incoming ones; more: there are further ones
    """

    node: NamedNode
    outgoing: Sequence[Quad]
    incoming: Sequence[Quad]
    page: int = 1
    more: bool = False

    @property
    def is_known(self) -> bool:
        """Is anything said of it? Of attestations that are withheld, only others speak."""
        return bool(self.outgoing or self.incoming)


def entity(context: Context, ask: Ask) -> Answer:
    """`/id/<path>`: the entity, fact, post, tenure, concept or release of that IRI.

    Raises Problem: 404 with the nearest, 410 for what was retracted, 400 for a page that is no number.
    """
    page = page_number(ask)
    found = next((d for node in _nodes(ask.path) if (d := describe(context, node, page)).is_known), None)
    if found is None:
        raise gone(context, ask.path) or _unknown(context, ask.path)
    if not found.outgoing and (problem := gone(context, ask.path)):
        raise problem  # others can still refer to what was retracted
    other = _replacement(context, found.node)
    if other != found.node:
        return Answer(b"", "", 301, (("location", context.link_of(other.value)),), cacheable=False)
    headers = links(context, found)
    if ask.media != media.HTML:
        return Answer(as_rdf([*found.outgoing, *found.incoming], ask.media), ask.media, headers=headers)
    return _page(context, ask, found)._replace(headers=headers)


def _replacement(context: Context, node: NamedNode) -> NamedNode:
    """The IRI of ours by which one was replaced in the end; itself where there is none, or a circle."""
    seen = [node]
    while True:
        rows = context.store.query(
            f"SELECT ?o {{ {seen[-1]} <{DCTERMS['isReplacedBy'].value}> ?o }} ORDER BY ?o"
        )
        others = [row["o"] for row in rows]
        here = [o for o in others if isinstance(o, NamedNode) and o.value.startswith(IDS)]
        if not here:
            return seen[-1]
        if here[0] in seen:
            return node
        seen.append(here[0])


def as_rdf(quads: Iterable[Quad], kind: str) -> bytes:
    """Triples in a media type, sorted and repeatable, whatever graphs they are of."""
    triples = {Quad(q.subject, q.predicate, q.object) for q in quads}
    return "".join(export.write(triples, _NAMES[kind])).encode("utf-8")


def page_number(ask: Ask) -> int:
    """The parameter `page`. Raises Problem (400) when it is no number from 1."""
    said = ask.value("page") or "1"
    if len(ask.values("page")) > 1 or not (said.isascii() and said.isdigit() and 0 < int(said) <= 1_000_000):
        raise Problem(400, "There is no such page", f"page={said[:40]} — pages are numbered from 1")
    return int(said)


def gone(context: Context, path: str) -> Problem | None:
    """The problem of an IRI (its path after `id/`) that belongs to a retracted release, if it does."""
    kind, _, rest = path.partition("/")
    key = next((key for key in context.retracted if rest == key or rest.startswith(f"{key}/")), None)
    if kind != "release" or key is None:
        return None
    return Problem(410, "The release was retracted", context.retracted[key] or "no reason is given")


def describe(context: Context, node: NamedNode, page: int = 1) -> Description:
    """What the served graphs say of an IRI."""
    graph = _graph_of(node.value)
    outgoing = list(_triples(context, node, f"{node} ?p ?o", None))
    if graph:
        parts = f"?s ?p ?o FILTER(STRSTARTS(STR(?s), {Literal(node.value + '#')}))"
        outgoing += [*_triples(context, node, f"{node} ?p ?o", graph), *_triples(context, node, parts, graph)]
    elif not outgoing:  # the view names things of which only the authority speaks
        outgoing = list(_triples(context, node, f"{node} ?p ?o", AUTHORITY))
    window = f"ORDER BY ?s ?p LIMIT {PAGE + 1} OFFSET {(page - 1) * PAGE}"
    incoming = list(_triples(context, node, f"?s ?p {node}", None, window))
    return Description(node, outgoing, incoming[:PAGE], page, len(incoming) > PAGE)


def _triples(
    context: Context, node: NamedNode, pattern: str, graph: str | None, window: str = ""
) -> Iterator[Quad]:
    where = f"GRAPH {NamedNode(graph)} {{ {pattern} }}" if graph else pattern
    for row in context.store.query(f"SELECT * {{ {where} }} {window}"):
        yield Quad(_bound(row, "s", node), row["p"], _bound(row, "o", node))


def _bound(row: Any, name: str, otherwise: NamedNode) -> Any:
    """The term of a variable; the other one where the pattern has no such variable."""
    try:
        return row[name] or otherwise
    except KeyError:
        return otherwise


def _graph_of(iri: str) -> str | None:
    """The graph of the release that an IRI belongs to, or of what stewards decide; None for all others."""
    if iri.startswith((f"{IDS}correction/", f"{IDS}judgement/", f"{IDS}steward/")):
        return CORRECTIONS
    local = iri.removeprefix(f"{IDS}release/")
    return None if local == iri else graph_iri(unquote(local.partition("/")[0]))


def _nodes(path: str) -> Iterator[NamedNode]:
    """The IRIs that a path can mean: our own are percent-encoded where names of releases are."""
    parts = path.split("/")
    if parts[0] == "release" and len(parts) > 1:
        parts[1] = slug_key(parts[1])
    for text in dict.fromkeys(("/".join(parts), quote(path, safe=_SAFE), quote(path, safe=f"{_SAFE}%"))):
        try:
            yield NamedNode(IDS + text)
        except ValueError:
            continue


def _unknown(context: Context, path: str) -> Problem:
    near = nearest(path, _like(context, path.partition("/")[0]))
    return Problem(
        404,
        "There is no such thing",
        f"the graph says nothing of {IDS}{path}",
        nearest=[context.url(f"/id/{one}") for one in near],
    )


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """The names most like one, the best first; of very many, those that share most of their letters."""
    letters = set(name)
    if len(known) > _COMPARED:
        known = sorted(known, key=lambda one: (len(letters ^ set(one)), abs(len(one) - len(name))))[
            :_COMPARED
        ]
    return difflib.get_close_matches(name, known, n=_NEAREST, cutoff=0.5)


def _like(context: Context, kind: str) -> Sequence[str]:
    """Paths of all entities whose path begins with a word ("person"), or with the word most like it."""
    kinds = _paths(context)
    likely = difflib.get_close_matches(kind, kinds, n=1)
    return kinds[likely[0]] if likely else ()


def _paths(context: Context) -> Mapping[str, Sequence[str]]:
    """Paths of all that has a label, by their first segment; kept, as they do not change."""
    if "ids" not in context.kept:
        kinds: dict[str, list[str]] = {}
        for row in context.store.query(f"SELECT DISTINCT ?s {{ ?s <{RDFS['label'].value}> ?l }}"):
            iri = getattr(row["s"], "value", "")
            if iri.startswith(IDS):
                path = iri.removeprefix(IDS)
                kinds.setdefault(path.partition("/")[0], []).append(path)
        context.kept["ids"] = kinds
    found: Mapping[str, Sequence[str]] = context.kept["ids"]
    return found


def links(context: Context, found: Description) -> tuple[tuple[str, str], ...]:
    """`Link` headers: the other formats, the next and previous page, the IRI itself."""
    path = context.link_of(found.node.value)
    parts = [
        f'<{path}.{suffix}>; rel="alternate"; type="{kind}"'
        for suffix, kind in media.SUFFIXES.items()
        if suffix in ("html", "ttl", "jsonld", "nt", "rdf")
    ]
    parts.append(f'<{path.replace(context.link("/"), BASE, 1)}>; rel="canonical"')
    parts.append(f'<{context.link("/.well-known/void")}>; rel="describedby"')
    if found.more:
        parts.append(f'<{path}?page={found.page + 1}>; rel="next"')
    if found.page > 1:
        parts.append(f'<{path}?page={found.page - 1}>; rel="prev"')
    return (("link", ", ".join(parts)),)


# -- the page ------------------------------------------------------------------------------------------


def _page(context: Context, ask: Ask, found: Description) -> Answer:
    own = [quad for quad in found.outgoing if quad.subject == found.node]
    nodes = [q.predicate for q in (*own, *found.incoming)]
    nodes += [q.object for q in own if isinstance(q.object, NamedNode)]
    nodes += [q.subject for q in found.incoming if isinstance(q.subject, NamedNode)]
    names = labels(context, [found.node, *nodes], ask.lang)
    evidence = _evidence(context, found.node)
    return pages.page(
        "entity.html",
        context,
        ask,
        title=names[found.node].value if found.node in names else found.node.value.removeprefix(BASE),
        iri=found.node.value,
        says=_grouped(context, names, ((q.predicate, q.object) for q in own)),
        said=_grouped(context, names, ((q.predicate, q.subject) for q in found.incoming)),
        quotes=[_quote(context, row) for row in evidence[:_SHOWN]],
        quotes_cut=max(0, len(evidence) - _SHOWN),
        all_quotes=_all_quotes(context, found.node),
        page=found.page,
        more=found.more,
        formats=[("Turtle", ".ttl"), ("JSON-LD", ".jsonld"), ("N-Triples", ".nt"), ("RDF/XML", ".rdf")],
        path="/" + found.node.value.removeprefix(BASE),
    )


def labels(context: Context, nodes: Iterable[NamedNode], lang: str) -> dict[NamedNode, Literal]:
    """The label of each that has one: in a language, else without one, else any."""
    wanted = " ".join(sorted({str(node) for node in nodes}))
    best: dict[NamedNode, Literal] = {}
    for row in context.store.query(f"SELECT ?x ?l {{ VALUES ?x {{ {wanted} }} ?x {_LABELS} ?l }}"):
        label = row["l"]
        if isinstance(label, Literal):
            old = best.get(row["x"])
            best[row["x"]] = label if old is None else min(old, label, key=lambda one: _rank(one, lang))
    return best


def _rank(label: Literal, lang: str) -> tuple[int, str]:
    return {lang: 0, None: 1}.get(label.language, 2), label.value


def _grouped(
    context: Context, names: Mapping[NamedNode, Literal], pairs: Iterable[tuple[NamedNode, Any]]
) -> list[tuple[Cell, list[Cell], int]]:
    """Values by property, both with their labels, and how many are not shown; types and labels first."""
    found: dict[NamedNode, list[Any]] = {}
    for predicate, value in pairs:
        found.setdefault(predicate, []).append(value)
    order = sorted(found, key=lambda p: (p.value not in _FIRST, names[p].value if p in names else p.value))
    return [
        (
            cell(context, p, names.get(p)),
            sorted(cell(context, value, names.get(value)) for value in found[p][:_SHOWN]),
            max(0, len(found[p]) - _SHOWN),
        )
        for p in order
    ]


def _evidence(context: Context, node: NamedNode) -> Sequence[Mapping[str, Any]]:
    """The words that something rests on, in the columns of the query `evidence`."""
    graph = _graph_of(node.value)
    if not graph:
        return query.run(query.load("evidence"), {"entity": node.value}, context.store).plain()
    rows = context.store.query(_LOCAL_EVIDENCE.format(node=node, graph=NamedNode(graph)))
    names = ("quote", "start", "end", "release", "releaseTitle", "issued")
    return [{name: row[name].value for name in names if row[name] is not None} for row in rows]


def _all_quotes(context: Context, node: NamedNode) -> str:
    """Where all words are that something rests on: the query `evidence`, or the release itself."""
    local = node.value.removeprefix(f"{IDS}release/")
    if local != node.value:
        return context.link(f"/releases/{slug_key(unquote(local.partition('/')[0]))}")
    return context.link(f"/queries/evidence?entity={quote(node.value, safe='')}")


def _quote(context: Context, row: Mapping[str, Any]) -> dict[str, Any]:
    key = unquote(str(row["release"]).removeprefix(f"{IDS}release/"))
    return {
        "words": row.get("quote", ""),
        "title": row.get("releaseTitle") or key,
        "issued": row.get("issued", ""),
        "href": context.link(f"/releases/{slug_key(key)}#char={row.get('start')},{row.get('end')}"),
    }
