"""Listen on an address for as long as the calling task runs."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from arrtui.core.config.server import ListenerTable
from arrtui.core.errors import ConfigError, StorageError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

HEAD_SECONDS = 10.0
"""How long the head of a request may take to come, from the connection or its first byte on."""
_BACKLOG = 2_048
_GRACE_SECONDS = 2


class _ImpatientProtocol(HttpToolsProtocol):
    """Ends a connection on which the head of a request does not come in time."""

    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._be_patient()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._be_patient()

    def on_headers_complete(self) -> None:
        self._end_patience()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_patience()
        super().connection_lost(exc)

    def _be_patient(self) -> None:
        """Wait so long for the next head, and no longer."""
        self._end_patience()
        self._giving_up = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _end_patience(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None


class _EmbeddedServer(uvicorn.Server):
    """A server that leaves the signals of the process alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    app: AsgiApp,
    listener: ListenerTable,
    what: str,
    begun: Callable[[], Awaitable[object]] | None = None,
) -> None:
    """Serve an application until the task is cancelled; requests under way may end then.

    ``what`` is what the user knows it as; ``begun`` is awaited once connections are taken.
    Raises ConfigError where the address cannot be listened on.
    """
    listening = _listening_socket(listener, what)
    config = uvicorn.Config(
        app,
        http=_ImpatientProtocol,
        ws="websockets-sansio",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        ws_max_size=65_536,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        interface="asgi3",
        ssl_certfile=listener.tls_cert,
        ssl_keyfile=None if listener.tls_key is None else str(listener.tls_key),
    )
    try:
        config.load()
    except OSError as error:  # an SSLError among them
        listening.close()
        why = f"its certificate cannot be used: {error.strerror or error}"
        raise _refused(listener, what, why, "Correct tls_cert and tls_key.") from error
    server = _EmbeddedServer(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]), name=f"serving-{listener.port}")
    try:
        if begun is not None:
            with contextlib.suppress(StorageError):
                await begun()
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await asyncio.wait([serving])


def _listening_socket(listener: ListenerTable, what: str) -> socket.socket:
    """Return a socket that listens. Raises ConfigError."""
    try:
        addresses = socket.getaddrinfo(
            listener.host, listener.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = addresses[0]
        # The protocol is named so that asyncio sends small pieces at once.
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _refused(listener, what, error.strerror or str(error)) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
        listening.setblocking(False)
    except OSError as error:
        listening.close()
        raise _refused(listener, what, error.strerror or str(error)) from error
    return listening


def _refused(
    listener: ListenerTable, what: str, why: str, advice: str = "Choose another address."
) -> ConfigError:
    return ConfigError(f"listening on {listener.listen} for {what}", why=why, advice=advice)
