"""`/releases`: the press releases, each with the words of every fact marked in place."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg import graph, query, render
from kg.serve import media, pages, problems
from kg.serve.entities import as_rdf, gone, nearest, page_number
from kg.serve.exchange import Answer, Ask, Context, Problem
from kg.slots import attestation_iri
from kg.vocab import graph_iri, release_iri, slug_key

PAGE = 100
"""Releases of one page."""


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
    parts = [f'<{context.link("/releases")}?page={page + 1}>; rel="next"'] if more else []
    parts += [f'<{context.link("/releases")}?page={page - 1}>; rel="prev"'] if page > 1 else []
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
        page=page,
        first=(page - 1) * PAGE + 1,
        more=more,
    )
    return answer._replace(headers=headers)


def release(context: Context, ask: Ask) -> Answer:
    """A release by its key: its text with all facts marked, or its graph. Raises Problem: 404, 410."""
    key = ask.path
    quads = list(context.store.quads(_graph(key)))
    if not quads:
        raise gone(context, f"release/{key}") or _unknown(context, key)
    headers = (("link", f'<{release_iri(key)}>; rel="about"'),)
    if ask.media != media.HTML:
        return Answer(as_rdf(quads, ask.media), ask.media, headers=headers)
    read, facts = graph.read_release(quads)
    rows = [
        {
            "kind": fact.kind,
            "said": render.said(fact),
            "words": fact.evidence[0].quote,
            "place": f"char={fact.evidence[0].start},{fact.evidence[0].end}",
            "section": fact.section,
            "modality": fact.modality,
            "rule": fact.rule,
            "href": context.link_of(attestation_iri(read.key, fact)),
        }
        for fact in facts
    ]
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
        facts=rows,
    )
    return answer._replace(headers=headers)


def _graph(key: str) -> str:
    try:
        return NamedNode(graph_iri(key)).value
    except ValueError as problem:
        raise Problem(404, "There is no such release", f"{key[:80]!a} is no key") from problem


def _unknown(context: Context, key: str) -> Problem:
    near = nearest(key, context.store.release_keys())
    urls = [context.url(f"/releases/{slug_key(one)}") for one in near]
    return Problem(404, "There is no such release", f"no release has the key {key}", nearest=urls)
