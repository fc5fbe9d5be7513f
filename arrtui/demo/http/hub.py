"""The hub of an instance's live feed: who is connected, and what is sent to all of them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

import msgspec

Record = dict[str, Any]
"""One record of SignalR's JSON protocol."""

_encode = msgspec.json.Encoder().encode


class HubClient:
    """One client behind its handshake: the records that wait to be sent to it."""

    def __init__(self, drop: Callable[[], None]) -> None:
        """`drop` cuts the connection without a word; called in the server's event loop."""
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._drop = drop

    def put(self, text: str) -> None:
        """Queue a record; may be called from any thread."""
        self._loop.call_soon_threadsafe(self._waiting.put_nowait, text)

    async def take(self) -> str:
        """Wait for the next record, encoded."""
        return await self._waiting.get()

    def drop(self) -> None:
        """Cut the connection; may be called from any thread."""
        self._loop.call_soon_threadsafe(self._drop)


class Hub:
    """All clients of one instance; safe to use from every thread."""

    handshake_seconds = 15.0
    """What a client has for its handshake."""
    ping_seconds = 15.0
    """Between two pings of the server."""
    silence_seconds = 30.0
    """How long a client may send nothing, once it has pinged (`ClientTimeoutInterval`)."""
    pulse_seconds = 0.05
    """Between two looks at what the app does by itself, while someone is connected."""
    piece: int | None = None
    """Fault: characters of a frame; records come in pieces of so many. None: each is whole."""
    pause = 0.0
    """Fault: seconds before each frame."""
    answers_handshake = True
    """Fault: without it a client waits for the answer to its handshake for ever."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._clients: list[HubClient] = []
        self._tokens: set[str] = set()

    @property
    def is_connected(self) -> bool:
        """Whether anybody listens: without clients no message is made."""
        return bool(self._clients)

    def negotiate(self, version: int) -> Record:
        """Return the answer to a negotiation: the transports, and ids that a connection may name.

        Only WebSockets are served; the others are listed as the apps list them.
        """
        transports = {
            "WebSockets": ["Text", "Binary"],
            "ServerSentEvents": ["Text"],
            "LongPolling": ["Text", "Binary"],
        }
        answer: Record = {"negotiateVersion": min(version, 1), "connectionId": secrets.token_urlsafe(16)}
        if version:
            answer["connectionToken"] = secrets.token_urlsafe(16)
        self._tokens.add(answer["connectionToken"] if version else answer["connectionId"])
        listed = [{"transport": name, "transferFormats": formats} for name, formats in transports.items()]
        return answer | {"availableTransports": listed}

    def knows(self, connection_id: str) -> bool:
        """Return whether an id was negotiated."""
        return connection_id in self._tokens

    def add(self, client: HubClient) -> None:
        """Connect a client; all of them are told the version then (`MessageHub.OnConnectedAsync`)."""
        self._clients.append(client)
        self.broadcast({"name": "version", "body": {"version": self._version}})

    def remove(self, client: HubClient) -> None:
        """Forget a client that has gone."""
        self._clients.remove(client)

    def broadcast(self, message: Record) -> None:
        """Send a message to every client."""
        record = _encode({"type": 1, "target": "receiveMessage", "arguments": [message]}).decode()
        for client in tuple(self._clients):
            client.put(record)

    def drop_all(self) -> None:
        """Cut every connection without a close frame, as an app that is killed does."""
        for client in tuple(self._clients):
            client.drop()
