"""What front and workers hand each other."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import quote, urlsplit

from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.store import Store

Lang = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator of a server decides; the same in front and workers.

    base_url       where the world reaches the server, without a slash at the end; its path is the prefix
                   under which a reverse proxy serves it
    timeout        seconds a query may run; a request may ask for less
    memory         bytes a query may take beyond what a worker takes at rest
    max_query      bytes of a request's body (a query's text)
    max_result     bytes of an answer
    workers        processes that answer at most at once
    with_contacts  serve e-mail addresses, phone numbers and addresses, too
    """

    base_url: str = "http://127.0.0.1:7007"
    timeout: float = 10.0
    memory: int = 512 * 2**20
    max_query: int = 2**20
    max_result: int = 64 * 2**20
    workers: int = 16
    with_contacts: bool = False

    @property
    def prefix(self) -> str:
        """The path of the base URL: "" or "/graph"."""
        return urlsplit(self.base_url).path.rstrip("/")


class Ask(NamedTuple):
    """A request as a job sees it; hashable.

    path      what the route captured, percent-decoded ("person/ilona-benz/kaiserslautern")
    params    the query string's parameters, decoded, in order; `format` and `lang` are taken out
    media     the media type chosen among those the route offers
    lang      language for people
    here      the request's own path and query string, without the prefix ("/queries/events?year=2019")
    """

    path: str = ""
    params: tuple[tuple[str, str], ...] = ()
    media: str = "text/html"
    lang: Lang = "en"
    here: str = "/"

    def values(self, name: str) -> list[str]:
        """All values of a parameter, in order."""
        return [value for key, value in self.params if key == name]

    def value(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next(iter(self.values(name)), default)


class Question(NamedTuple):
    """A query by the SPARQL 1.1 Protocol.

    default, named   IRIs of `default-graph-uri` and `named-graph-uri`; both empty: as the query says
    rows, graph      the media types the client likes best for the two kinds of answers; None: it takes
                     none of them. `ask.media` is text/html when it wants a page
    """

    ask: Ask
    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    rows: str | None = None
    graph: str | None = None


class Answer(NamedTuple):
    """An answer before HTTP adds to it (length, encoding, ETag, Vary, CORS …).

    headers   further headers, e.g. `Link`; `cacheable`: the same version always gives these bytes
    """

    body: bytes = b""
    media: str = "text/plain"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    cacheable: bool = True


def packed(job: str, asked: Ask | Question, encoding: str) -> bytes:
    """A job as the front sends it to a worker.

    By `marshal`, which both ends have from the same Python: of plain tuples it takes a tenth of the time
    that pickle takes of the classes.
    """
    if isinstance(asked, Question):
        return marshal.dumps((job, (tuple(asked.ask), *asked[1:]), encoding, True))
    return marshal.dumps((job, tuple(asked), encoding, False))


def unpacked(frame: bytes) -> tuple[str, Ask | Question, str]:
    """The inverse of `packed`."""
    job, fields, encoding, is_question = marshal.loads(frame)
    if is_question:
        return job, Question(Ask(*fields[0]), *fields[1:]), encoding
    return job, Ask(*fields), encoding


def told(found: Answer | Problem) -> bytes:
    """An answer or a problem as a worker sends it to the front."""
    if isinstance(found, Problem):
        return b"P" + pickle.dumps(found)
    return b"A" + marshal.dumps(tuple(found))


def heard(frame: bytes) -> Answer | Problem:
    """The inverse of `told`."""
    if frame[:1] == b"P":
        problem: Problem = pickle.loads(frame[1:])
        return problem
    return Answer(*marshal.loads(memoryview(frame)[1:]))


class Problem(Exception):  # noqa: N818 - the name of RFC 9457
    """A request that gets no answer, as a problem of RFC 9457.

    `more` are further members: `line`, `column`, `words`, `nearest` … Values are JSON's.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        *,
        headers: tuple[tuple[str, str], ...] = (),
        **more: Any,
    ) -> None:
        super().__init__(status, title, detail, headers, more)
        self.status, self.title, self.detail, self.headers, self.more = status, title, detail, headers, more

    def __reduce__(self) -> tuple[Any, ...]:
        return _problem, (self.status, self.title, self.detail, self.headers, self.more)

    def members(self) -> dict[str, Any]:
        """The members of the JSON object, without those that are empty."""
        found = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return {key: value for key, value in (found | self.more).items() if value not in ("", None, [])}


def _problem(
    status: int, title: str, detail: str, headers: tuple[tuple[str, str], ...], more: Mapping[str, Any]
) -> Problem:
    return Problem(status, title, detail, headers=headers, **more)


@dataclass(slots=True)
class Context:
    """What a job works on, in a worker.

    store      the published snapshot: contact data and the manifest are not in it unless they may be served
    labels     where labels are looked up by `kg.query` (it has the index that the published one lacks)
    version    of the store: the same content has the same version
    retracted  keys of retracted releases, with the reason
    dumps      by file name ("view.ttl"): bytes and sha256 of the dumps made of this version; empty when
               they are not ready
    kept       what a job wants to keep for the next one, on this version
    """

    store: Store
    labels: Store
    settings: Settings = field(default_factory=Settings)
    version: str = ""
    retracted: Mapping[str, str] = field(default_factory=dict)
    dumps: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def link(self, path: str) -> str:
        """A path of this server ("/queries") as links within its pages have it: with the prefix."""
        return self.settings.prefix + path

    def url(self, path: str) -> str:
        """A path of this server as an absolute URL."""
        return self.settings.base_url + path

    def link_of(self, iri: str) -> str:
        """Where this server describes one of our IRIs; other IRIs as they are.

        `<base>id/…` is at `/id/…`, a term `<base>ns#x` at `/ns#x`.
        """
        if not iri.startswith(BASE):
            return iri
        return self.link("/" + quote(iri.removeprefix(BASE), safe="/#:,;=%~.-_!$&'()*+@"))
