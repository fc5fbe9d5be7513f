"""A scripted live feed over a real socket: what it sends, in which frames, and what it was sent."""

from __future__ import annotations

import asyncio
import http
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from websockets.asyncio.server import Request, Response, ServerConnection, serve
from websockets.datastructures import Headers

Script = Callable[[ServerConnection], Awaitable[None]]


@dataclass
class FeedServer:
    """The server, with what it has heard."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    pinged: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the client has pinged three times."""


@asynccontextmanager
async def feed_server(
    script: Script, *, status: int = 101, headers: dict[str, str] | None = None, body: bytes = b""
) -> AsyncIterator[FeedServer]:
    """Serve a script after the client's handshake; another status than 101 refuses every upgrade."""
    server = FeedServer()

    def process(_connection: ServerConnection, request: Request) -> Response | None:
        server.requests.append(request)
        if status == 101:
            return None
        return Response(status, http.HTTPStatus(status).phrase, Headers(headers or {}), body)

    async def listen(socket: ServerConnection) -> None:
        async for text in socket:
            server.heard.append(str(text))
            if server.heard.count('{"type":6}\x1e') >= 3:
                server.pinged.set()

    async def handle(socket: ServerConnection) -> None:
        server.heard.append(str(await socket.recv()))
        listening = asyncio.create_task(listen(socket))
        try:
            await script(socket)
            await socket.wait_closed()
        finally:
            listening.cancel()

    async with serve(handle, "127.0.0.1", 0, process_request=process, compression=None) as running:
        server.url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}/base"
        yield server


def sending(*frames: str | bytes) -> Script:
    """Return a script that sends these frames and stays."""

    async def script(socket: ServerConnection) -> None:
        for frame in frames:
            await socket.send(frame)

    return script
