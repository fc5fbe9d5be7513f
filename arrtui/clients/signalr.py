"""Listen to the live feed of an app: SignalR's JSON protocol over one WebSocket (``MessageHub``).

Nothing is sent but the handshake and pings. The apps replay nothing: what happens between two connections is
not told later. Messages say what to read again; of a deletion's message every field but the id is a default.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidStatus, WebSocketException

from arrtui.clients.feed_messages import FeedMessage, read_message
from arrtui.clients.http import user_agent
from arrtui.clients.transport import tls_context

if TYPE_CHECKING:
    from arrtui.core.config import InstanceConfig

PATH = "/signalr/messages"
LARGEST = 8 * 1024 * 1024
"""Bytes of a frame, and of a record over several frames; the apps set themselves no limit."""
HANDSHAKE_SECONDS = 15.0
"""What the app gives for its handshake, and we for the whole way to its answer."""
PING_SECONDS = 15.0
SILENCE_SECONDS = 30.0
"""The app pings every 15 s; after twice that the connection is dead."""
CLOSE_SECONDS = 1.0

_END = "\x1e"
_HANDSHAKE = f'{{"protocol":"json","version":1}}{_END}'
_PING = f'{{"type":6}}{_END}'
_INVOCATION, _CLOSE = 1, 7


class NoFeedError(Exception):
    """What answers there is no live feed; the text is a sentence. The app itself may be well."""


class FeedLostError(Exception):
    """There is no connection (any longer); the text is a sentence."""


class _Record(msgspec.Struct):
    type: int = 0
    arguments: list[msgspec.Raw] = []
    error: str | None = None


_decode = msgspec.json.Decoder(_Record).decode


class _Connect(connect):
    """Follows no redirect: it would carry the key to wherever it leads."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """Return the refusal itself."""
        return exc


class Splitter:
    """Cuts what arrives in frames into records, which may share frames and span them."""

    def __init__(self) -> None:
        self._rest = ""

    def __call__(self, frame: str) -> list[str]:
        """Return the records that a frame completes. Raises FeedLostError for one that never ends."""
        *records, self._rest = (self._rest + frame).split(_END)
        if len(self._rest) > LARGEST:
            raise FeedLostError("it sent a message larger than any app's")
        return records


@asynccontextmanager
async def open_feed(config: InstanceConfig) -> AsyncIterator[AsyncGenerator[FeedMessage, None]]:
    """Connect to an instance's feed, behind its handshake, and yield what iterates over its messages.

    :raises NoFeedError: something else answers at its address, or the key is refused there.
    :raises FeedLostError: nothing answers, or the connection ends, also while messages are awaited.
    """
    try:
        async with asyncio.timeout(HANDSHAKE_SECONDS):
            address = f"ws{config.url.removeprefix('http').rstrip('/')}{PATH}"
            socket = await _Connect(address, **await _options(config))
    except (OSError, WebSocketException, TimeoutError) as error:
        raise _fault(error, config) from None
    splitter = Splitter()
    pinging: asyncio.Task[None] | None = None
    try:
        early = await _shake_hands(socket, splitter)
        pinging = asyncio.create_task(_ping(socket), name=f"pings to {config.name}")
        yield _messages(socket, splitter, early)
    finally:
        if pinging is not None:
            pinging.cancel()
        with suppress(Exception):
            await socket.close()


async def _options(config: InstanceConfig) -> dict[str, Any]:
    """Return how to connect. Raises OSError for a CA file that cannot be used."""
    headers = {name: value.get_secret_value() for name, value in config.headers.items()}
    headers["X-Api-Key"] = config.api_key.get_secret_value()
    options: dict[str, Any] = {
        "additional_headers": headers,
        "user_agent_header": user_agent(),
        "compression": None,
        "proxy": None,  # the apps live in one's own network, as for requests
        "open_timeout": None,
        "ping_interval": None,  # both sides ping with records
        "close_timeout": CLOSE_SECONDS,
        "max_size": LARGEST,
    }
    if config.url.startswith("https:"):
        options["ssl"] = await asyncio.to_thread(_tls, config)
    return options


def _tls(config: InstanceConfig) -> ssl.SSLContext:
    context = tls_context(config.verify_tls)
    if isinstance(context, ssl.SSLContext):
        return context
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return trusting


def _fault(error: Exception, config: InstanceConfig) -> Exception:
    """Return why there is no connection; an answer that is no upgrade means that there is no feed.

    None of the library's errors is kept as a cause: they know the request and its key.
    """
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        if status >= 500:
            return FeedLostError(f"its live feed answered with status {status}")
        if status == 401:
            return NoFeedError("a proxy or the app refuses the key at its live feed (401)")
        return NoFeedError(f"what answers at {PATH} is no live feed (status {status})")
    if isinstance(error, InvalidHandshake):
        return NoFeedError(f"what answers at {PATH} opens no WebSocket, presumably a proxy")
    if isinstance(error, ssl.SSLError):
        return FeedLostError("its certificate is not trusted, or it speaks no TLS")
    if isinstance(error, TimeoutError):
        return FeedLostError(f"its live feed did not answer within {HANDSHAKE_SECONDS:g} s")
    if isinstance(error, OSError):
        return FeedLostError("nothing can be reached at its address")
    return FeedLostError("the connection of its live feed broke")


async def _shake_hands(socket: ClientConnection, splitter: Splitter) -> list[str]:
    """Agree on the protocol; return the records that came with the answer."""
    try:
        async with asyncio.timeout(HANDSHAKE_SECONDS):
            await socket.send(_HANDSHAKE)
            records: list[str] = []
            while not records:
                records = splitter(_text(await socket.recv()))
    except (WebSocketException, OSError, TimeoutError):
        raise FeedLostError("its live feed did not finish the handshake") from None
    if records[0].strip() != "{}":
        raise NoFeedError("its live feed does not speak SignalR's JSON protocol")
    return records[1:]


async def _ping(socket: ClientConnection) -> None:
    """Ping until the connection ends: an app cuts a client that has begun to and stops."""
    with suppress(WebSocketException, OSError):
        while True:
            await socket.send(_PING)
            await asyncio.sleep(PING_SECONDS)


async def _messages(
    socket: ClientConnection, splitter: Splitter, records: list[str]
) -> AsyncGenerator[FeedMessage, None]:
    """Yield messages until the connection ends, which raises FeedLostError."""
    while True:
        for message in _read(records):
            yield message
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                frame = await socket.recv()
        except TimeoutError:
            raise FeedLostError(f"its live feed was silent for {SILENCE_SECONDS:g} s") from None
        except (WebSocketException, OSError):
            raise FeedLostError("the connection of its live feed ended") from None
        records = splitter(_text(frame))


def _text(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode(errors="replace")


def _read(records: list[str]) -> Iterator[FeedMessage]:
    """Yield the messages among records; what cannot be read is left out. Raises FeedLostError at a close."""
    for text in records:
        try:
            record = _decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if record.type == _CLOSE:
            raise FeedLostError("the app closed its live feed")
        if record.type == _INVOCATION:
            for argument in record.arguments:
                if message := read_message(bytes(argument)):
                    yield message
