"""`/releases`: the press releases, each with the words of every fact marked in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from pyoxigraph import NamedNode

from kg import graph, query, render
from kg.model import Evidence, Fact
from kg.serve import media, pages, problems
from kg.serve.entities import as_rdf, gone, nearest, page_number
from kg.serve.exchange import Answer, Ask, Context, Problem
from kg.slots import attestation_iri
from kg.vocab import graph_iri, release_iri, slug_key

PAGE = 100
"""Releases of one page."""
_LONGEST = 80  # characters of an unknown key that a problem repeats


def releases(context: Context, ask: Ask) -> Answer:
    """The list of releases, the oldest first. Raises Problem (400) for a page that is no number."""
    page = page_number(ask)
    rows = query.run(query.load("releases"), {}, context.store).plain()
    here = rows[(page - 1) * PAGE : page * PAGE]
    found = [
        {
            "key": row["key"],
            "title": row.get("title") or row["key"],
            "issued": row.get("issued", ""),
            "publisher": row.get("publisherLabel", ""),
            "facts": row.get("facts", 0),
            "iri": row["release"],
            "url": context.url(f"/releases/{slug_key(row['key'])}"),
        }
        for row in here
    ]
    more = len(rows) > page * PAGE
    after = _address(context, ask, page + 1) if more else ""
    last = max(1, -(-len(rows) // PAGE))
    before = _address(context, ask, min(page - 1, last)) if page > 1 else ""
    parts = [f'<{where}>; rel="{rel}"' for rel, where in (("next", after), ("prev", before)) if where]
    headers = (("link", ", ".join(parts)),) if parts else ()
    if ask.media != media.HTML:
        return Answer(problems.as_json(found), ask.media, headers=headers)
    for row in found:
        row["href"] = context.link(f"/releases/{slug_key(str(row['key']))}")
    answer = pages.page(
        "releases.html",
        context,
        ask,
        releases=found,
        total=len(rows),
        first=(page - 1) * PAGE + 1,
        before=before,
        after=after,
    )
    return answer._replace(headers=headers)


def release(context: Context, ask: Ask) -> Answer:
    """A release by its key: its text with all facts marked, or its graph. Raises Problem: 404, 410."""
    key = ask.path
    quads = list(context.store.quads(_graph(key)))
    if not quads:
        raise gone(context, f"release/{key}") or _unknown(context, key)
    headers = _links(context, key)
    if ask.media != media.HTML:
        return Answer(as_rdf(quads, ask.media), ask.media, headers=headers)
    read, facts = graph.read_release(quads)
    said = next((fact for fact in facts if fact.kind == "release"), None)
    slots = said.slots if said else {}
    answer = pages.page(
        "release.html",
        context,
        ask,
        title=slots.get("title") or read.stated.get("title") or key,
        issued=slots.get("date") or read.stated.get("issued") or "",
        publisher=slots.get("publisher") or read.stated.get("publisher") or "",
        key=key,
        path=f"/releases/{slug_key(key)}",
        iri=context.link_of(release_iri(key)),
        pieces=list(render.pieces(read.text, facts)),
        facts=list(_rows(context, read.key, facts)),
        licence=read.stated.get("licence", ""),
    )
    return answer._replace(headers=headers)


def _rows(context: Context, key: str, facts: Sequence[Fact]) -> Iterator[dict[str, Any]]:
    """The facts as the page lists them."""
    seen: set[Evidence] = set()
    for fact in facts:
        yield {
            "kind": fact.kind,
            "said": render.said(fact),
            "words": [_words(evidence, seen) for evidence in fact.evidence],
            "section": fact.section,
            "modality": fact.modality,
            "rule": fact.rule,
            "href": context.link_of(attestation_iri(key, fact)),
        }


def _words(evidence: Evidence, seen: set[Evidence]) -> dict[str, Any]:
    """A quote and its anchor; `first` where no fact before rests on it: an id is there once only."""
    first = evidence not in seen
    seen.add(evidence)
    return {"quote": evidence.quote, "place": f"char={evidence.start},{evidence.end}", "first": first}


def _address(context: Context, ask: Ask, page: int) -> str:
    """Another page of the list, in the same format and language."""
    asked = parse_qsl(ask.here.partition("?")[2], keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name in ("format", "lang")]
    return f"{context.link('/releases')}?{urlencode([*kept, ('page', page)], quote_via=quote)}"


def _links(context: Context, key: str) -> tuple[tuple[str, str], ...]:
    """`Link` headers: what the page is about, and its other formats."""
    path = context.link(f"/releases/{slug_key(key)}")
    formats = [
        f'<{path}.{suffix}>; rel="alternate"; type="{media.SUFFIXES[suffix]}"'
        for suffix in ("html", "ttl", "jsonld", "nt", "rdf")
    ]
    return (("link", ", ".join([f'<{release_iri(key)}>; rel="about"', *formats])),)


def _graph(key: str) -> str:
    try:
        return NamedNode(graph_iri(key)).value
    except ValueError as problem:
        raise Problem(404, "There is no such release", f"{key[:_LONGEST]!a} is no key") from problem


def _unknown(context: Context, key: str) -> Problem:
    near = nearest(key, context.store.release_keys())
    urls = [context.url(f"/releases/{slug_key(one)}") for one in near]
    return Problem(404, "There is no such release", f"no release has the key {key[:_LONGEST]}", nearest=urls)
