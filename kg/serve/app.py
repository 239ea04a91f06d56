"""From a request to an answer: routes, methods, negotiation, conditional requests, cache, headers.

    request -> route -> (format, language) -> known by its ETag? -> kept? -> a worker -> headers -> answer

What is kept are whole answers as they went out, by all of the request that can change them, until the
store's version changes. The ETag is made of the version and of what was asked, so that a client that has
the answer is told so before anything is evaluated.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from kg import __version__
from kg.serve import media, problems, protocol
from kg.serve.exchange import Answer, Ask, Lang, Problem, Question, Settings
from kg.serve.pages import ASSETS, asset_path, assets
from kg.serve.pool import Pool
from kg.serve.requests import WANTED, Request, check_path, joined, language, parameters
from kg.serve.snapshots import program

Headers = list[tuple[str, str]]
_READ = ("GET", "HEAD", "OPTIONS")
_BODY_TIME = 15.0  # seconds a client may take to send a body
_KEPT = 64 * 2**20  # bytes of answers that are kept
_LARGEST_KEPT = 2**20
_REMEMBERED = 20_000  # requests that were made once
_COSTLY = 0.05  # seconds from which on an answer is kept when it is first asked for
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = ("cache-control", "public, no-cache")
_LAST = ("connection", "close")
_VARY = ("vary", "Accept, Accept-Encoding, Accept-Language")
_NOT_KEPT = ("cache-control", "no-store")
_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Headers = [
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "*"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("server", "stadtgraph"),
]
_ENTITY = (media.HTML, "text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
_DUMP = re.compile(r"[a-z]+\.(ttl|nt|jsonld|rdf|trig|nq)(\.gz)?")


@dataclass(frozen=True, slots=True)
class Route:
    """Paths that one job answers.

    pattern   what the path must match as a whole; a group is what the job gets as `ask.path`
    offers    media types it can answer in, the preferred one first; empty: the route handles it itself
    suffixes  whether `.ttl` and the like at the end of the path choose the format
    """

    pattern: re.Pattern[str]
    job: str
    offers: tuple[str, ...] = ()
    methods: tuple[str, ...] = _READ
    suffixes: bool = False


def _route(pattern: str, job: str, *offers: str, **more: Any) -> Route:
    return Route(re.compile(pattern), job, offers, **more)


ROUTES = (
    _route("/sparql/?", "sparql", methods=("GET", "HEAD", "POST", "OPTIONS")),
    _route("/queries/?", "queries", "application/json", media.HTML),
    _route("/queries/([^/]+)", "query", *media.RESULTS.values(), "application/jsonl", media.HTML),
    _route("/id/(.+)", "entity", *_ENTITY, suffixes=True),
    _route("/ns", "ns", *_ENTITY, suffixes=True),
    _route("/ns(?:\\.(?:html|ttl|nt|jsonld|rdf))", "ns", *_ENTITY, suffixes=True),
    _route("/releases/?", "releases", media.HTML, "application/json"),
    _route("/releases/(.+)", "release", *_ENTITY, suffixes=True),
    _route("/", "home", media.HTML),
    _route("/openapi\\.json", "openapi", "application/json"),
    _route("/docs", "docs", media.HTML),
    _route("/\\.well-known/void", "void", *_ENTITY[1:], media.HTML),
    _route("/export/?", "exports", media.HTML),
    _route("/export/SHA256SUMS", "checksums", "text/plain"),
    _route("/export/([^/]+)", "dump"),
    _route("/health", "health"),
    _route("/assets/[0-9a-f]+/([^/]+)", "asset"),
    _route("/robots\\.txt", "robots"),
)


_AT_ONCE = ("health", "asset", "robots", "dump")
"""Jobs that need no worker."""


class Sent(NamedTuple):
    """What goes out: headers complete, and a body or the path of a file that holds it."""

    status: int
    headers: Headers
    body: bytes = b""
    file: str = ""


class Key(NamedTuple):
    """All of a request that can change its answer, as it came."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


class Kept:
    """Answers as they went out, the least recently used first to go. Its size is bounded."""

    def __init__(self, limit: int = _KEPT) -> None:
        self._limit, self._size = limit, 0
        self._found: OrderedDict[Key, Sent] = OrderedDict()
        self._asked: set[int] = set()

    def asked_before(self, key: Key) -> bool:
        """Was this asked here before? To be asked once per request; what was asked long ago is forgotten."""
        asked = hash(key)
        if asked in self._asked:
            return True
        if len(self._asked) >= _REMEMBERED:
            self._asked.clear()
        self._asked.add(asked)
        return False

    def get(self, key: Key) -> Sent | None:
        """What went out for this key."""
        found = self._found.get(key)
        if found is not None:
            self._found.move_to_end(key)
        return found

    def put(self, key: Key, sent: Sent) -> None:
        """Keep an answer, unless it is very large."""
        size = _weight(key, sent)
        if size > _LARGEST_KEPT or key in self._found:
            return
        self._found[key] = sent
        self._size += size
        while self._size > self._limit:
            self._size -= _weight(*self._found.popitem(last=False))

    def clear(self) -> None:
        """Forget all."""
        self._found.clear()
        self._size = 0


_OVERHEAD = 3000  # bytes about of the headers that are kept
_LINE = 100  # bytes about of a line of those that were sent, beside its value


def _weight(key: Key, sent: Sent) -> int:
    """Bytes that keeping an answer takes, about. A key holds all that a client sent, which can be long."""
    lines = sum([_LINE + len(value) for _, value in key.headers])
    asked = len(key.path) + len(key.query) + len(key.body) + lines
    return _OVERHEAD + len(sent.body) + asked


class App:
    """The RSGI application (granian): called with each request's scope and protocol."""

    def __init__(
        self,
        settings: Settings,
        pool: Pool,
        dumps: Path,
        *,
        log: Callable[[str, str, str, int, int, float, bool], None] | None = None,
        behind_proxy: bool = False,
    ) -> None:
        self._settings, self._pool, self._dumps = settings, pool, dumps
        self._log, self._behind_proxy = log, behind_proxy
        self._prefix = settings.prefix
        # Another program, or other settings, can give other answers on the same version.
        self._salt = f"{program()} {settings.with_contacts} {settings.base_url}"
        self._kept = Kept()
        self._running: dict[str, asyncio.Future[Answer]] = {}
        self._began = time.time()

    def switch(self, dumps: Path) -> None:
        """To be called when the pool has switched to another version."""
        self._dumps = dumps
        self._kept.clear()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request."""
        began = time.perf_counter()
        method, path = scope.method, scope.path
        items = tuple([item for item in scope.headers.items() if item[0] in WANTED])
        key = Key(method, path, scope.query_string, items)
        found = self._kept.get(key) if method in ("GET", "HEAD") else None
        if found is not None:
            proto.response_bytes(found.status, found.headers, found.body)
            self._note(scope, found, began, kept=True)
            return
        request = Request(method, path, key.query, self._client(scope), joined(items))
        try:
            sent = await self._sent(request, proto, key)
        except asyncio.CancelledError:
            self._note(scope, Sent(499, []), began)  # as nginx notes a client that did not wait
            return
        if sent.file:
            proto.response_file(sent.status, sent.headers, sent.file)
        else:
            proto.response_bytes(sent.status, sent.headers, sent.body)
        self._note(scope, sent, began)

    async def _sent(self, request: Request, proto: Any, key: Key) -> Sent:
        try:
            found = await self._answer(request, proto, key)
            return self._finish(request, found) if isinstance(found, Answer) else found
        except Problem as problem:
            told = problem
        except Exception as problem:  # noqa: BLE001 - whatever fails here, the server goes on
            self._pool.fault(problem)
            told = Problem(500, "The server failed", "this is a fault of the server; it is noted in its log")
        accept = request.headers.get("accept")
        lang = language(request.headers.get("accept-language"))
        return self._finish(request, problems.answer(told, accept, self._settings, self._pool.version, lang))

    def _client(self, scope: Any) -> str:
        """The address a request comes from; behind a proxy, the one that the proxy names."""
        client: str = scope.client.rpartition(":")[0]
        if self._behind_proxy:
            named = scope.headers.get_all("x-forwarded-for")
            client = named[-1].rpartition(",")[2].strip()[:100] if named else client
        return client

    def _note(self, scope: Any, sent: Sent, began: float, *, kept: bool = False) -> None:
        if self._log is not None:
            target = f"{scope.path}?{scope.query_string}" if scope.query_string else scope.path
            size = -1 if sent.file else len(sent.body)
            self._log(
                scope.client, scope.method, target, sent.status, size, time.perf_counter() - began, kept
            )

    # -- the way of a request --------------------------------------------------------------------------

    async def _answer(self, request: Request, proto: Any, key: Key) -> Answer | Sent:
        if self._prefix and (request.path + "/").startswith(self._prefix + "/"):
            request.path = request.path[len(self._prefix) :] or "/"
        check_path(request.path)
        route, captured = _find(request.path)
        if route is None:
            raise Problem(
                404, "There is nothing here", f"{request.path} is no page of this server", see=["/docs"]
            )
        if request.method not in route.methods:
            allowed = ", ".join(route.methods)
            raise Problem(
                405,
                "The method is not allowed",
                f"{request.method[:40]} — there are {allowed}",
                headers=(("allow", allowed),),
            )
        if request.method == "OPTIONS":
            return _options(request, route)
        if route.job in _AT_ONCE:
            found: Answer | Sent = getattr(self, f"_{route.job}")(request, captured)
            return found
        request.add(parameters(request.query))
        if route.job == "sparql":
            if request.method == "POST":
                request.body = await self._body(request, proto)
                protocol.read_body(request)
            job, asked = self._sparql(request)
        else:
            job, asked = route.job, self._ask(request, route, captured)
        return await self._run(request, proto, key, job, asked)

    async def _run(self, request: Request, proto: Any, key: Key, job: str, asked: Any) -> Answer | Sent:
        timeout = _timeout(asked, self._settings.timeout)
        encoding = _encoding(request.headers.get("accept-encoding"))
        version = self._pool.version
        etag = _etag(f"{version} {self._salt}", job, asked, encoding)
        if request.method == "POST":
            key = key._replace(body=request.body)
            kept = self._kept.get(key)
            if kept is not None:
                return kept
        elif _matches(request.headers.get("if-none-match"), etag):
            return Answer(b"", "", 304, (("etag", etag), _ASK_AGAIN))
        began = time.perf_counter()
        answer = await self._shared(etag, request, proto, job, asked, encoding, timeout)
        if answer.status != 200 or not answer.cacheable or version != self._pool.version:
            return answer._replace(headers=(_NOT_KEPT, *answer.headers))
        # What a POST brought is no resource of its own, with a state of its own.
        state = (_NOT_KEPT,) if request.method == "POST" else (("etag", etag), _ASK_AGAIN)
        sent = self._finish(request, answer, state)
        if request.method != "POST" and request.headers.get("if-none-match", "").strip() == "*":
            return Answer(b"", "", 304, (("etag", etag), _ASK_AGAIN))  # there is something, whatever it is
        # Most small queries are asked once: keeping them all would cost more than it saves.
        if self._kept.asked_before(key) or time.perf_counter() - began > _COSTLY:
            self._kept.put(key, sent)
        return sent

    async def _shared(
        self,
        key: str,
        request: Request,
        proto: Any,
        job: str,
        asked: Ask | Question,
        encoding: str,
        timeout: float,
    ) -> Answer:
        """The answer of a job; of several same requests at once, one is carried out for all."""
        while (running := self._running.get(key)) is not None:
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                if not running.cancelled():  # it is we who are not wanted any more
                    raise
        task = self._pool.begin(
            job,
            asked,
            encoding=encoding,
            client=request.client,
            timeout=timeout,
            watch=proto.client_disconnect,
            shape=lambda: _shape(job, asked),
        )
        self._running[key] = task.done
        try:
            return await self._pool.outcome(task)
        finally:
            del self._running[key]

    def _finish(self, request: Request, answer: Answer, state: Iterable[tuple[str, str]] = ()) -> Sent:
        """The answer with the headers that all answers have, and those of its state."""
        headers: Headers = [*_ALWAYS, *state, *answer.headers]
        if answer.media:
            headers.append(("content-type", _with_charset(answer.media)))
        if answer.media == media.HTML:
            headers.append(("content-security-policy", _CSP))
        if request.method != "OPTIONS":
            headers.append(_VARY)
        return Sent(answer.status, headers, answer.body)

    async def _body(self, request: Request, proto: Any) -> bytes:
        limit = self._settings.max_query
        declared = request.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > limit:
            raise _too_large(limit)
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(_BODY_TIME):
                async for piece in proto:
                    size += len(piece)
                    if size > limit:
                        raise _too_large(limit)
                    pieces.append(piece)
        except TimeoutError:
            raise Problem(
                408,
                "The body comes too slowly",
                f"it must be here within {_BODY_TIME:g} s",
                headers=(_LAST,),
            ) from None
        if declared.isascii() and declared.isdigit() and int(declared) != size:
            detail = f"{size:,} bytes of {int(declared):,} came"
            raise Problem(400, "The body is incomplete", detail, headers=(_LAST,))
        return b"".join(pieces)

    def _ask(self, request: Request, route: Route, captured: str) -> Ask:
        lang = _lang(request)
        form = request.take_one("format")
        path = captured
        chosen: str | None
        if form:
            chosen = _named(form, route.offers)
        else:
            suffix = request.path.rpartition(".")[2]
            chosen = media.SUFFIXES.get(suffix) if route.suffixes else None
            if chosen in route.offers:
                path = captured.removesuffix(f".{suffix}")
            else:
                chosen = media.choose(request.headers.get("accept"), route.offers)
        if chosen is None:
            raise Problem(
                406, "No format fits", f"there are {', '.join(route.offers)}", available=list(route.offers)
            )
        return Ask(path, request.rest(), chosen, lang, _here(request))

    def _sparql(self, request: Request) -> tuple[str, Any]:
        lang = _lang(request)
        here = _here(request)
        question = protocol.question(request, lang, here)
        if question is not None:
            return "sparql", question
        if request.method == "POST":
            raise Problem(400, "There is no query", "send it in the parameter query")
        offers = (*protocol.GRAPHS, media.HTML)
        chosen = media.choose(request.headers.get("accept"), offers)
        form = request.take_one("format")
        if form:
            chosen = _named(form, offers)
        elif "edit" in request.params:
            chosen = media.HTML
        if chosen is None:
            raise Problem(406, "No format fits", f"there are {', '.join(offers)}", available=list(offers))
        ask = Ask(request.path, request.rest(), chosen, lang, here)
        return ("sparql_page" if chosen == media.HTML else "service_description"), ask

    # -- what needs no worker --------------------------------------------------------------------------

    def _health(self, request: Request, captured: str) -> Answer:  # noqa: ARG002 - every handler's signature
        figures = self._pool.figures
        body = problems.as_json(
            {
                "status": "ok",
                "version": self._pool.version,
                "program": __version__,
                "seconds": round(time.time() - self._began),
                "answered": figures.answered,
                "stopped": dict(figures.stopped),
            }
        )
        return Answer(body, "application/json", headers=(_NOT_KEPT,))

    def _asset(self, request: Request, captured: str) -> Answer:
        body = assets().get(captured)
        if body is None or request.path != asset_path(captured):
            raise Problem(404, "There is no such asset", request.path)
        kind = ASSETS[captured.rpartition(".")[2]]
        return Answer(body, kind, headers=(("cache-control", _FOR_EVER),))

    def _robots(self, request: Request, captured: str) -> Answer:  # noqa: ARG002 - every handler's signature
        return Answer(f"User-agent: *\nDisallow: {self._prefix}/sparql\n".encode(), "text/plain")

    def _dump(self, request: Request, captured: str) -> Answer | Sent:
        file = self._dump_file(captured)
        accepted = _encodings(request.headers.get("accept-encoding"))
        packed = file.with_name(f"{captured}.gz")
        encoding = "gzip" if _liked(accepted, "gzip") > 0 and packed.is_file() else ""
        etag = f'"{self._dumps.parent.name}-{captured}{"-" if encoding else ""}{encoding}"'
        headers: Headers = [*_ALWAYS, ("etag", etag), _ASK_AGAIN, ("vary", "Accept-Encoding")]
        if _matches(request.headers.get("if-none-match"), etag):
            return Sent(304, headers)
        if encoding:
            file = packed
            headers.append(("content-encoding", encoding))
        parts = captured.split(".")
        kind = "application/gzip" if parts[-1] == "gz" else media.SUFFIXES[parts[-1]]
        headers.append(("content-type", _with_charset(kind)))
        headers.append(("content-length", str(file.stat().st_size)))
        return Sent(200, headers) if request.method == "HEAD" else Sent(200, headers, file=str(file))

    def _dump_file(self, name: str) -> Path:
        file = self._dumps / name
        if _DUMP.fullmatch(name) and file.is_file():
            return file
        if _DUMP.fullmatch(name) and not (self._dumps / "SHA256SUMS").exists():
            raise problems.dumps_not_ready()
        raise Problem(404, "There is no such dump", f"{name} — see /export/", see=["/export/"])


@lru_cache(256)
def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _find(path: str) -> tuple[Route | None, str]:
    for route in ROUTES:
        found = route.pattern.fullmatch(path)
        if found:
            return route, found[1] if found.re.groups else ""
    return None, ""


def _options(request: Request, route: Route) -> Answer:
    """What may be done here; also the answer to a browser's question before a request of another origin."""
    allowed = ", ".join(route.methods)
    headers = [("allow", allowed)]
    if "access-control-request-method" in request.headers:
        headers += [
            ("access-control-allow-methods", allowed),
            ("access-control-allow-headers", "Accept, Accept-Language, Content-Type, If-None-Match, *"),
            ("access-control-max-age", "86400"),
        ]
    return Answer(b"", "", 204, tuple(headers))


def _named(form: str, offers: tuple[str, ...]) -> str:
    """The media type that `?format=` means. Raises Problem where it is none of those offered."""
    chosen = media.named(form, offers)
    if chosen is None:
        raise Problem(
            400, "There is no such format", f"“{form}” — there are {', '.join(media.names(offers))}"
        )
    return chosen


def _here(request: Request) -> str:
    return f"{request.path}?{request.query}" if request.query else request.path


def _lang(request: Request) -> Lang:
    said = request.take_one("lang")
    if said not in (None, "de", "en"):
        raise Problem(400, "There is no such language", f"lang={said} — there are de and en")
    return said or language(request.headers.get("accept-language"))  # type: ignore[return-value]


def _timeout(asked: Any, most: float) -> float:
    """Seconds this request may take: what it asks for, if that is less. Raises Problem for no number."""
    ask = asked.ask if isinstance(asked, Question) else asked
    said = ask.value("timeout") if ask.params else ""
    if not said:
        return most
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", said, re.ASCII) or float(said) <= 0:
        raise Problem(400, "The time limit is no number", f"timeout={said[:40]} — write seconds, as 2.5")
    return min(most, float(said))


def _too_large(limit: int) -> Problem:
    return Problem(
        413,
        "The request is too large",
        f"its body may have {limit:,} bytes",
        headers=(_LAST,),
        reason="size",
    )


_ENCODINGS = ("zstd", "gzip", "identity", "*")


@lru_cache(1024)
def _encodings(header: str | None) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for part in (header or "").split(","):
        name, _, rest = part.strip().lower().partition(";")
        quality = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", rest)
        if name.strip() in _ENCODINGS and (quality or not rest.strip()):
            found[name.strip()] = float(quality[1]) if quality else 1.0
    return found


def _liked(accepted: Mapping[str, float], name: str) -> float:
    """How much an encoding is liked; 0: it must not be used."""
    return accepted.get(name, accepted.get("*", 0.0))


@lru_cache(1024)
def _encoding(header: str | None) -> str:
    """`zstd`, `gzip` or "": the encoding the client likes best, of equals the quicker one."""
    accepted = _encodings(header)
    # Who takes anything gets what everybody can read.
    offers = ("zstd", "gzip") if "zstd" in accepted or accepted.get("gzip") == 0 else ("gzip",)
    best = max(offers, key=lambda name: _liked(accepted, name))
    quality = _liked(accepted, best)
    return best if quality > 0 and quality >= accepted.get("identity", 0.0) else ""


_VARIABLE = re.compile(r"""\#[^\n]*|[?$]\w+|"[^"\n]*"|'[^'\n]*'|\b\d[\w.]*|\s+""", re.VERBOSE)


_SHAPED = 5000  # characters of a query that make its shape


def _shape(job: str, asked: Ask | Question) -> str:
    """What requests have in common that take about as long: a query without its names, values and spaces.

    Of one length, as thousands of shapes are remembered; and of the beginning of a long one, as others
    would wait while a megabyte is looked through.
    """
    text = _VARIABLE.sub("", asked.text[:_SHAPED]) if isinstance(asked, Question) else asked.path
    return hashlib.blake2b(f"{job} {text}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _etag(state: str, job: str, asked: Ask | Question, encoding: str) -> str:
    parts = [state, job]
    if isinstance(asked, Question):
        parts += [asked.text, *asked.default, "", *asked.named, "", str(asked.rows), str(asked.graph)]
        asked = asked.ask
    parts += [asked.path, asked.media, asked.lang, *chain.from_iterable(asked.params)]
    # Joined by what no parameter holds, so that no two requests are the same.
    made = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12)
    return f'"{made.hexdigest()}{"-" if encoding else ""}{encoding}"'


def _matches(header: str | None, etag: str) -> bool:
    """Does If-None-Match name this ETag (RFC 9110, 13.1.2: weakly compared)?"""
    if not header:
        return False
    return etag in (part.strip().removeprefix("W/") for part in header.split(","))
