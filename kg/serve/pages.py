"""Pages for people: Jinja2 templates, every value escaped, every asset our own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from kg.serve.exchange import Answer, Ask, Context
from kg.serve.media import HTML

_HERE = Path(__file__).resolve().parent
ASSETS = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
"""Media types of assets by their ending."""


@cache
def assets() -> Mapping[str, bytes]:
    """Our assets by file name."""
    files = sorted((_HERE / "assets").iterdir())
    return {file.name: file.read_bytes() for file in files if file.suffix[1:] in ASSETS}


@cache
def asset_path(name: str) -> str:
    """Where an asset is served: its path changes with its content, so that it can be kept for ever.

    Raises KeyError for one that is not there.
    """
    return f"/assets/{hashlib.sha256(assets()[name]).hexdigest()[:12]}/{name}"


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, context: Context, ask: Ask, **values: Any) -> bytes:
    """A template as UTF-8.

    Every template has: `link(path)` and `link_of(iri)` (see Context), `asset(name)`, `lang`, `ask`,
    `version`, `say(de, en)` for words in the language of the page, `here_in(lang)` for the page in another
    language, and `with_contacts`.
    """
    lang = ask.lang
    text = (
        _environment()
        .get_template(template)
        .render(
            ask=ask,
            lang=lang,
            version=context.version,
            with_contacts=context.settings.with_contacts,
            link=context.link,
            link_of=context.link_of,
            asset=lambda name: context.link(asset_path(name)),
            say=lambda de, en: de if lang == "de" else en,
            here_in=lambda other: _here_in(other, context, ask),
            **values,
        )
    )
    return text.encode("utf-8", "replace")


def _here_in(lang: str, context: Context, ask: Ask) -> str:
    """The address of this page in another language."""
    path, _, query = ask.here.partition("?")
    kept = [pair for pair in query.split("&") if pair and not pair.startswith("lang=")]
    return f"{context.link(path)}?{'&'.join([*kept, f'lang={lang}'])}"


def page(template: str, context: Context, ask: Ask, *, status: int = 200, **values: Any) -> Answer:
    """A page as an answer."""
    return Answer(render(template, context, ask, **values), HTML, status)
