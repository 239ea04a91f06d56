"""The front's memory and time are bounded, whatever a client sends or does not read."""

from __future__ import annotations

import os
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import SLACK, Client, five_releases, free_port, serving

from kg.serve import app, exchange, requests, server

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
HEAD = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {DIRECT}\r\n".encode()
FILES = 256


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that is started where few files may be open, as is usual."""
    folder = tmp_path_factory.mktemp("bounds")
    store = five_releases(folder)
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, most))
        try:
            running = stack.enter_context(serving(store, folder=folder))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))
        yield running


@pytest.fixture(autouse=True)
def afterwards(client: Client) -> Iterator[None]:
    """The server answers."""
    yield
    client.alive()


def resident(client: Client) -> int:
    """Megabytes of memory of the front."""
    assert client.process
    pages = int(Path(f"/proc/{client.process.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() >> 20


def test_what_is_kept_is_bounded_by_what_was_sent_for_it() -> None:
    """A key that holds a megabyte weighs that much, whichever part of the request it is."""

    def keys(number: int) -> list[app.Key]:
        much = f"{number:02}" * 50_000
        return [
            app.Key("POST", "/sparql", "", (("accept", "*/*"),), much.encode()),
            app.Key("GET", "/", much, ()),
            app.Key("GET", much, "", ()),
            app.Key("GET", "/", "", (("accept", much),)),
            app.Key("GET", "/", str(number), (("accept", ""),) * 1000),
        ]

    kept = app.Kept(limit=1_000_000)
    sent = app.Sent(200, [], b"x")
    for number in range(20):
        for key in keys(number):
            kept.put(key, sent)
    found = sum(kept.get(key) is not None for number in range(20) for key in keys(number))
    assert 0 < found < 11
    key = app.Key("GET", "/", "x" * app._LARGEST_KEPT, ())
    kept.put(key, sent)
    assert kept.get(key) is None


def test_what_was_asked_before_is_known_for_a_while() -> None:
    """From the second time on; how many are remembered is bounded."""
    kept = app.Kept()

    def asked(number: int) -> bool:
        return kept.asked_before(app.Key("GET", "/", str(number), ()))

    assert (asked(0), asked(1), asked(0), asked(1)) == (False, False, True, True)
    for number in range(2, app._REMEMBERED + 1):
        assert not asked(number)
    assert not asked(0)
    assert len(kept._asked) < 10


def test_large_requests_leave_nothing_behind(client: Client) -> None:
    """A hundred and fifty different bodies of a megabyte do not become as many megabytes."""
    before = resident(client)
    for number in range(150):
        text = f"ASK {{}} # {number} {'x' * 1_000_000}"
        assert client("/sparql", method="POST", body=text, content_type=DIRECT).status == 200
    assert resident(client) - before < 110


def test_slow_shapes_are_of_one_length() -> None:
    """Thousands are remembered; a query that differs in names and values alone has the same."""
    ask = exchange.Ask()

    def shape(text: str) -> str:
        return app._shape("sparql", exchange.Question(ask, text))

    assert len(shape("ASK {}")) == len(shape("ASK { <a:b> <a:b> <" + "x" * 100_000 + "> }")) < 40
    assert shape("SELECT ?a { ?a ?b 1 }") == shape("SELECT ?x { ?x ?y 22 }")
    assert shape("SELECT ?a { ?a ?b 1 }") != shape("SELECT ?a { ?a <a:b> 1 }")


def test_long_requests_hold_up_nobody() -> None:
    """What the front itself does with a megabyte takes little of the time in which all others wait."""
    question = exchange.Question(exchange.Ask(), "ASK {" + "?a ?b ?c. " * 100_000 + "}")
    began = time.process_time()
    assert requests.parameters(b"query=ASK{}" + b"%20" * 340_000) == [("query", "ASK{}" + " " * 340_000)]
    app._shape("sparql", question)
    assert time.process_time() - began < 0.05


@given(st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_percent_encodings_are_decoded(data: bytes) -> None:
    """As the standard library does, byte by byte or where it must be."""
    for encoded in (quote_from_bytes(data), "".join(f"%{byte:02x}" for byte in data)):
        assert requests._unquoted(encoded.encode()) == data
        assert requests._unquoted(encoded.encode() + b"=\n==3D \r\n_ ") == data + b"=\n==3D \r\n_ "


def test_thousands_of_parameters_are_refused_at_once(client: Client) -> None:
    """In a body and in an address; to read half a million would hold up all others."""
    began = time.monotonic()
    body = b"a&" * 500_000 + b"query=ASK{}"
    assert client("/sparql", method="POST", body=body, content_type=FORM).status == 400
    assert client("/?" + "a&" * 20_000).status == 400
    assert client("/?" + "a&" * 900).status == 200
    assert time.monotonic() - began < 2 * SLACK


def test_an_overlong_header_is_as_if_it_were_not_there(client: Client) -> None:
    """A list of ten thousand formats is not read."""
    accept = ", ".join(f"text/x{number}" for number in range(7000))
    assert requests.joined((("accept", accept), ("origin", "x"))) == {"origin": "x"}
    assert requests.joined((("accept", "a" * 3000), ("accept", "b" * 3000))) == {}
    assert client("/queries", accept=accept).kind == "application/json"
    assert client("/queries", accept="text/x1").status == 406


def test_half_a_query_is_not_answered(client: Client) -> None:
    """A body that breaks off before the length that was told for it."""
    with socket.create_connection(("127.0.0.1", client.port), timeout=5) as channel:
        channel.sendall(HEAD + b"Content-Length: 100\r\n\r\nASK {}")
        channel.shutdown(socket.SHUT_WR)
        answer = channel.recv(4096)
    assert not answer or answer.startswith(b"HTTP/1.1 400 ")


def test_more_connections_than_files_stop_nobody(client: Client) -> None:
    """A system that lets a process have few files at first lets the server have more."""
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 4 * FILES:
        pytest.skip("this system lets no process have more files")
    with ExitStack() as stack:
        for _ in range(2 * FILES):
            stack.enter_context(socket.create_connection(("127.0.0.1", client.port), timeout=5))
        client.alive()


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux has this")
def test_connections_end_when_nothing_is_read() -> None:
    """The system is told so for the listening socket, and each connection has it from there."""
    listener = server._Listener(None, "127.0.0.1", free_port(), log_enabled=False)
    listener._init_shared_socket()
    assert listener._shd is not None
    with socket.socket(fileno=os.dup(listener._shd.get_fd())) as listening:
        listening.listen(1)
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == server._UNREAD
        with socket.create_connection(listening.getsockname()):
            channel, _ = listening.accept()
            with channel:
                told = channel.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert told == server._UNREAD
