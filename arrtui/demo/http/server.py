"""One uvicorn server in one background thread, listening on a port per instance."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import uvicorn

from arrtui.demo.http.pipeline import App, serve
from arrtui.demo.http.request import Scope
from arrtui.demo.http.site import Site
from arrtui.demo.http.transport import Receive, Send

_LAST_SECONDS = 1.0
"""How long connections may take to end."""
_PAUSE = 0.002
"""Seconds between two looks whether they have."""


class _PromptServer(uvicorn.Server):
    """Sets an event once the ports are served, and ends as soon as it is told to.

    uvicorn looks ten times a second whether it is to end, and as often whether connections are closed.
    """

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._ready = started
        self._loop = asyncio.get_running_loop()
        self._told_to_end = asyncio.Event()

    def end(self) -> None:
        """Let the server end; from any thread."""
        self._loop.call_soon_threadsafe(self._told_to_end.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._told_to_end.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in [*self.servers, *(sockets or ())]:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LAST_SECONDS):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(_PAUSE)


class Server:
    """Serves all instances and sites, each on a port of its own."""

    def __init__(self, apps: Sequence[App | Site], pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._apps = apps
        self._by_port: dict[int, App | Site] = {}
        self._sockets: list[socket.socket] = []
        self._started = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), name="demo-server", daemon=True
        )
        self._uvicorn: _PromptServer | None = None

    def start(self) -> None:
        """Open free loopback ports and serve; returns once connections are accepted."""
        for app in self._apps:
            # With the protocol named, asyncio sends small pieces at once (`TCP_NODELAY`), as the apps do;
            # without, each response would wait 40 ms for the client's acknowledgement of its head.
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", 0))
            listener.listen(128)
            listener.setblocking(False)
            self._sockets.append(listener)
            app.port = listener.getsockname()[1]
            self._by_port[app.port] = app
        self._thread.start()
        self._started.wait(30)

    def stop(self) -> None:
        """End every connection and close every port."""
        for app in self._apps:
            app.faults.clear()
        if self._uvicorn:
            self._uvicorn.end()
        self._thread.join()
        self._pool.shutdown(cancel_futures=True)
        for listener in self._sockets:
            listener.close()

    async def _serve(self) -> None:
        config = uvicorn.Config(
            self._dispatch,
            http="httptools",
            ws="websockets-sansio",
            ws_ping_interval=None,  # the apps ping with records of their own
            ws_per_message_deflate=False,
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=60,
            interface="asgi3",
        )
        server = self._uvicorn = _PromptServer(config, self._started)
        await server.serve(sockets=self._sockets)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request with the app or the site whose port it came to."""
        app = self._by_port[scope["server"][1]]
        if isinstance(app, Site):
            await app.serve(self._pool, scope, receive, send)
        else:
            await serve(app, self._pool, scope, receive, send)
