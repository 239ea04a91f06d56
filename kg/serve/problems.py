"""Problems as answers: `application/problem+json` (RFC 9457), or a page for people."""

from __future__ import annotations

import json
from typing import Any

from kg.serve import media
from kg.serve.exchange import Answer, Ask, Context, Lang, Problem, Settings

PROBLEM = "application/problem+json"


def dumps_not_ready() -> Problem:
    """The problem of dumps that are asked for before they are there."""
    return Problem(
        503,
        "The dumps are being written",
        "they follow a new version of the data — try again in a moment",
        headers=(("retry-after", "5"),),
        reason="not ready",
    )


def as_json(value: Any) -> bytes:
    """JSON in UTF-8, ending with a line break."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def answer(
    problem: Problem, accept: str | None, settings: Settings, version: str, lang: Lang = "en"
) -> Answer:
    """A problem as JSON; as a page when the client would rather have HTML."""
    headers = (("cache-control", "no-store"), *problem.headers)
    body, kind = as_json(problem.members()), PROBLEM
    if accept and media.choose(accept, (PROBLEM, "application/json", media.HTML)) == media.HTML:
        body, kind = _page(problem, settings, version, lang), media.HTML
    return Answer(body, kind, problem.status, headers, cacheable=False)


def _page(problem: Problem, settings: Settings, version: str, lang: Lang) -> bytes:
    from kg.serve import pages
    from kg.store import Store

    nothing = Store.memory()
    context = Context(nothing, nothing, settings, version)
    members = problem.members()
    more = {key: members[key] for key in members if key not in ("type", "title", "status", "detail")}
    return pages.render("problem.html", context, Ask(lang=lang), problem=problem, more=more)
