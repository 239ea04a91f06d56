"""The HTTP server: granian around the application, the processes beside it, signals, the access log."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from kg.errors import StadtgraphError
from kg.serve.app import App
from kg.serve.exchange import Problem, Settings
from kg.serve.pool import Pool
from kg.serve.snapshots import Snapshot
from kg.serve.versions import Versions
from kg.serve.worker import Place, seldom_collect

_HEADER_TIME = 15_000  # milliseconds a client may take for the head of a request, or be idle
_HEAD_SIZE = 128 * 1024
_CONNECTIONS = 2048  # requests at once; more wait in the system's queue
_UNREAD = 30_000  # milliseconds after which a client that takes nothing of its answer is given up
_GRACE = 10.0  # seconds that running requests get at the end
_FLUSH = 0.2  # seconds the access log is collected

Say = Callable[[str], None]


class AccessLog:
    """A line of JSON per request, written several at a time."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._lines: list[str] = []
        self._handle: asyncio.TimerHandle | None = None

    def __call__(
        self, client: str, method: str, target: str, status: int, size: int, seconds: float, kept: bool
    ) -> None:
        """Note a request; `size` is of the body in bytes, -1 for a file."""
        self._lines.append(
            f'{{"time": "{_now()}", "client": "{client}", "method": {json.dumps(method)}, '
            f'"target": {json.dumps(target[:2000])}, "status": {status}, "bytes": {size}, '
            f'"ms": {seconds * 1000:.2f}, "kept": {str(kept).lower()}}}\n'
        )
        if self._handle is None:
            self._handle = asyncio.get_running_loop().call_later(_FLUSH, self.flush)

    def flush(self) -> None:
        """Write what is collected. A log that cannot be written stops nothing."""
        self._handle = None
        lines, self._lines = self._lines, []
        with contextlib.suppress(OSError, ValueError):
            self._file.write("".join(lines))
            self._file.flush()


def _now() -> str:
    now = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03}Z"


def serve(
    store: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7007,
    settings: Settings,
    log: IO[str] | None = None,
    behind_proxy: bool = False,
    say: Say = lambda _: None,
) -> None:
    """Serve a store until SIGTERM or SIGINT; then let requests that run end, for ten seconds at most.

    `log` takes the access log, `say` what the operator should know. Raises StoreError when there is no
    store, StadtgraphError when the address cannot be had.
    """
    _check_address(host, port)
    _allow_connections()
    try:
        import uvloop

        runner: Any = uvloop.run
    except ImportError:
        runner = asyncio.run
    runner(_Service(store, host, port, settings, log, behind_proxy, say).run())


def _allow_connections() -> None:
    """As many open files as the system lets us have: where none is left, a connection can only wait."""
    with contextlib.suppress(OSError, ValueError):
        soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        enough = 4 * _CONNECTIONS
        if soft != resource.RLIM_INFINITY and soft < enough:
            wanted = enough if most == resource.RLIM_INFINITY else min(enough, most)
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), most))


def _check_address(host: str, port: int) -> None:
    """granian gives up without a word we could pass on; so try the address first."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        raise StadtgraphError(
            f"cannot listen on {host}:{port}: {problem.strerror or problem} — choose another --host or --port"
        ) from problem


class _Listener(Server):
    """granian's server, which gives up clients that read nothing: it holds their answers in memory.

    The system does it (tcp(7), TCP_USER_TIMEOUT), as connections have what their listening socket has.
    """

    def _init_shared_socket(self) -> None:
        super()._init_shared_socket()  # type: ignore[no-untyped-call]
        made: Any = self
        if made._shd is None:
            made._shd, made._ssp = made._ssp.build(), None
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            with socket.socket(fileno=os.dup(made._shd.get_fd())) as listening:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD)


class _Service:
    """One run of the server."""

    def __init__(
        self,
        store: Path,
        host: str,
        port: int,
        settings: Settings,
        log: IO[str] | None,
        proxy: bool,
        say: Say,
    ) -> None:
        self._store, self._host, self._port = store, host, port
        self._settings, self._proxy, self._say = settings, proxy, say
        self._log = AccessLog(log) if log is not None else None
        self._pool: Pool | None = None
        self._app: App | None = None

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        stopping = asyncio.create_task(stop.wait())
        versions = Versions(
            self._store,
            with_contacts=self._settings.with_contacts,
            grace=self._settings.timeout + 1,  # so long may run what runs on the old one
            changed=self._switch,
            say=self._say,
        )
        try:
            await self._serve(versions, stopping)
        except Problem as problem:
            raise StadtgraphError(f"{problem.title}: {problem.detail}") from problem
        finally:
            stopping.cancel()
            if self._pool is not None:
                await self._pool.close()
            versions.close()
            if self._log is not None:
                self._log.flush()

    async def _serve(self, versions: Versions, stopping: asyncio.Task[Any]) -> None:
        first = asyncio.create_task(versions.first())
        await asyncio.wait({first, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not first.done():
            first.cancel()
            return
        snapshot = first.result()
        self._pool = Pool(self._settings, _place(snapshot), log=self._say)
        self._app = App(self._settings, self._pool, snapshot.dumps, log=self._log, behind_proxy=self._proxy)
        await self._pool.ready()
        seldom_collect()
        server = self._server(self._app)
        serving = asyncio.create_task(server.serve())
        self._say(f"serving {self._store} (version {snapshot.version}) at {self._settings.base_url}/")
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            self._say("shutting down")
            server.stop()  # type: ignore[no-untyped-call]
            await self._pool.close(_GRACE)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(serving, _GRACE)

    def _server(self, app: App) -> Server:
        return _Listener(
            app,
            self._host,
            self._port,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            websockets=False,
            backlog=1024,
            backpressure=_CONNECTIONS,
            http1_settings=HTTP1Settings(header_read_timeout=_HEADER_TIME, max_buffer_size=_HEAD_SIZE),
            log_enabled=False,
        )

    def _switch(self, snapshot: Snapshot) -> None:
        if self._pool is not None and self._app is not None:
            self._pool.switch(_place(snapshot))
            self._app.switch(snapshot.dumps)


def _place(snapshot: Snapshot) -> Place:
    return Place(snapshot.version, snapshot.public, snapshot.labels, snapshot.dumps, dict(snapshot.retracted))
