"""A scripted server over a real socket, for what a mock cannot do: resets, drips, false lengths, TLS."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""


Handler = Callable[[Seen, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Rogue:
    """The server; answers with ``handler`` and remembers what it was asked."""

    handler: Handler
    port: int = 0
    scheme: str = "http"
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while seen := await _request(reader):
                self.seen.append(seen)
                await (self.handler if seen.method else refusing)(seen, writer)
                await writer.drain()
                if writer.is_closing():
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client is gone, or the test is over
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> Seen | None:
    line = await reader.readline()
    if not line:
        return None
    if not line.endswith(b"HTTP/1.1\r\n"):
        return Seen("", "", {}, line)
    method, target, _ = line.decode("latin1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := await reader.readline()).strip():
        name, _, value = line.decode("latin1").partition(":")
        headers[name.lower()] = value.strip()
    return Seen(method, target, headers, await reader.readexactly(int(headers.get("content-length", 0))))


@asynccontextmanager
async def rogue(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[Rogue]:
    """Run a server with that handler on a free port."""
    found = Rogue(handler, scheme="https" if tls else "http")
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0, ssl=tls)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()


def head(
    status: int = 200, length: int | None = None, content_type: str = "application/json", **headers: str
) -> bytes:
    """Return the head of an answer."""
    lines = [
        f"HTTP/1.1 {status} Whatever",
        *(f"{key.replace('_', '-')}: {value}" for key, value in headers.items()),
    ]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin1")


def answering(body: object, status: int = 200, *, gzipped: bool = False, **headers: str) -> Handler:
    """Return a handler that always answers this; bytes are sent as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else msgspec.json.format(msgspec.json.encode(body), indent=2)
    if gzipped:
        content, headers = gzip.compress(content), {**headers, "Content_Encoding": "gzip"}

    async def handle(seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, len(content), **headers) + content)

    return handle


def in_turn(*handlers: Handler) -> Handler:
    """Return a handler that uses each of these once, and the last one from then on."""
    left = list(handlers)

    async def handle(seen: Seen, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(seen, writer)

    return handle


async def closing(seen: Seen, writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.close()


async def refusing(seen: Seen, writer: asyncio.StreamWriter) -> None:
    """Answer what is no HTTP as the apps' server does."""
    writer.write(head(400, 0))
    writer.close()


async def resetting(seen: Seen, writer: asyncio.StreamWriter) -> None:
    """Reset the connection in the middle of a body."""
    writer.write(head(length=1000) + b"[")
    await writer.drain()
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def cutting(seen: Seen, writer: asyncio.StreamWriter) -> None:
    """Announce a thousand bytes, send one and close."""
    writer.write(head(length=1000) + b"[")
    writer.close()


async def hanging(seen: Seen, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.sleep(3600)


async def dripping(seen: Seen, writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then, for ever."""
    writer.write(head(length=100_000))
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.01)


async def babbling(seen: Seen, writer: asyncio.StreamWriter) -> None:
    """Answer something that is not HTTP."""
    writer.write(b"220 mail.example ESMTP ready\r\n\r\n")
    writer.close()
