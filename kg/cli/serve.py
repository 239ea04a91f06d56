"""`kg serve`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from kg.cli.common import quiet_option, say, store_option
from kg.errors import InputError

_SIZES = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}


class _Size(click.ParamType[int]):
    """A number of bytes: 512M, 2G, 1048576."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d{1,12})\s*([kmg]?)b?", str(value).strip().lower())
        if not found or not int(found[1]):
            self.fail(f"{value!r} is no size — write it as 512M or 2G", param, ctx)
        return int(found[1]) * _SIZES[found[2]]


def _base_url(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    if not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~\-/]*)?", value):
        raise click.BadParameter("write it as https://data.example.org or https://example.org/graph")
    return value.rstrip("/")


@click.command("serve", short_help="Serve the graph over HTTP, read-only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is all.")
@click.option(
    "--port", default=7007, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=_base_url,
    help="Where the world reaches the server, also under a path: https://example.org/graph.  "
    "[default: http://HOST:PORT]",
)
@click.option(
    "--timeout",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="Time a query may run; a request may ask for less (timeout=2).",
)
@click.option("--memory", default="512M", show_default=True, type=_Size(), help="Memory a query may take.")
@click.option("--max-query", default="1M", show_default=True, type=_Size(), help="Size of a request's body.")
@click.option("--max-result", default="64M", show_default=True, type=_Size(), help="Size of an answer.")
@click.option(
    "--workers",
    default=16,
    show_default=True,
    type=click.IntRange(2, 256),
    help="Queries that run at once at most, each in a process of its own.",
)
@click.option(
    "--with-contacts", is_flag=True, help="Serve e-mail addresses, phone numbers and addresses, too."
)
@click.option(
    "--behind-proxy", is_flag=True, help="Take the client's address from the proxy (X-Forwarded-For)."
)
@click.option(
    "--access-log",
    default="-",
    show_default=True,
    metavar="FILE|-|none",
    help="A line of JSON per request: to a file, to stderr (-), or not at all.",
)
@store_option
@quiet_option
def command(
    host: str,
    port: int,
    base_url: str | None,
    timeout: float,
    memory: int,
    max_query: int,
    max_result: int,
    workers: int,
    with_contacts: bool,
    behind_proxy: bool,
    access_log: str,
    store: Path,
    quiet: bool,
) -> None:
    """Serve the graph over HTTP: SPARQL, the canned questions, linked data, dumps. Read-only.

    No request can change the store, make the server ask elsewhere, or stop it; a query beyond its limits
    ends with an error that says which. A build may go on meanwhile: when it has finished, its result is
    served. Personal contact data is left out unless you say otherwise.

    \b
    Examples:
      kg serve
      kg serve --host 0.0.0.0 --base-url https://data.example.org/graph --behind-proxy
      curl 'http://127.0.0.1:7007/queries/role-holders?role=CDO&format=csv'
      curl http://127.0.0.1:7007/sparql --data-urlencode 'query=SELECT * { ?s a sg:Tenure } LIMIT 3'
    """
    from kg.cli.common import reading
    from kg.serve.exchange import Settings
    from kg.serve.server import serve

    reading(store).close()  # a store that cannot be served is told before anything is started
    settings = Settings(
        base_url=base_url or f"http://{_named(host)}:{port}",
        timeout=timeout,
        memory=memory,
        max_query=max_query,
        max_result=max_result,
        workers=workers,
        with_contacts=with_contacts,
    )
    with _log(access_log) as log:
        serve(
            store,
            host=host,
            port=port,
            settings=settings,
            log=log,
            behind_proxy=behind_proxy,
            say=(lambda _: None) if quiet else (lambda message: say(f"kg: {message}")),
        )


def _named(host: str) -> str:
    """A host as URLs have it; one that means all addresses is called by a name of this machine."""
    if host in ("0.0.0.0", "::", ""):
        return "localhost"
    return f"[{host}]" if ":" in host else host


@contextmanager
def _log(where: str) -> Iterator[IO[str] | None]:
    if where == "none":
        yield None
    elif where == "-":
        yield sys.stderr
    else:
        try:
            file = Path(where).open("a", encoding="utf-8")  # noqa: SIM115 - closed below
        except OSError as problem:
            raise InputError(f"the access log cannot be written: {problem.strerror}", path=where) from problem
        with file:
            yield file
