"""SignalR's JSON protocol over one WebSocket, as ASP.NET's hub speaks it with its defaults.

Records end with 0x1E; a frame may hold several of them, and a record may span frames.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import msgspec

from arrtui.demo.http.hub import Hub, HubClient, Record
from arrtui.demo.http.transport import Receive, Send, drop, hang

_END = "\x1e"
_LONGEST = 32 * 1024
"""Characters of one record of a client (`MaximumReceiveMessageSize`)."""
_PING = {"type": 6}
_CLOSE = {"type": 7, "error": "Connection closed with an error.", "allowReconnect": True}
_NO_METHOD = "Failed to invoke '{}' due to an error on the server. HubException: Method does not exist."


class _Refused(Exception):
    """Ends a connection with a last record."""

    def __init__(self, record: Record) -> None:
        super().__init__(record)
        self.record = record


class HubConnection:
    """One WebSocket from its acceptance to its end."""

    def __init__(self, hub: Hub, receive: Receive, send: Send, pulse: Callable[[], Any]) -> None:
        """`pulse` returns an awaitable that does what the app has to do by itself."""
        self._hub = hub
        self._receive = receive
        self._send = send
        self._pulse = pulse
        self._records = self._read()
        self._writing = asyncio.Lock()
        self._heard: float | None = None
        """When the client sent something last; None until its first ping."""

    async def serve(self) -> None:
        """Accept, shake hands, then send what the hub has until one side ends it."""
        await self._send({"type": "websocket.accept"})
        try:
            async with asyncio.timeout(self._hub.handshake_seconds):
                await self._shake_hands()
        except TimeoutError:
            return await self._end({"error": "Handshake was canceled."})
        except _Refused as refused:
            return await self._end(refused.record)
        except StopAsyncIteration:
            return None
        if not self._hub.answers_handshake:
            return await hang(self._receive)
        client = HubClient(lambda: drop(self._send))
        await self._write("{}")
        self._hub.add(client)
        try:
            await self._exchange(client)
        finally:
            self._hub.remove(client)

    async def _shake_hands(self) -> None:
        """Read the first record. Raises _Refused for another protocol than JSON."""
        try:
            protocol = msgspec.json.decode(await anext(self._records))["protocol"]
        except (msgspec.DecodeError, KeyError, TypeError, _Refused):
            text = "An unexpected error occurred during connection handshake."
            raise _Refused({"error": text}) from None
        if protocol != "json":
            raise _Refused({"error": f"The protocol '{protocol}' is not supported."})

    async def _exchange(self, client: HubClient) -> None:
        """Run the two directions, the pings and the pulse until one of them ends."""

        async def forward() -> None:
            while True:
                await self._write(await client.take())

        async def beat() -> None:
            while True:
                await asyncio.sleep(self._hub.pulse_seconds)
                await self._pulse()

        parts = (self._listen(), forward(), self._ping(), beat())
        tasks = [asyncio.create_task(part) for part in parts]
        done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for task in done:
            error = task.exception()
            if isinstance(error, _Refused):
                await self._end(error.record)
            elif error is not None and not isinstance(error, OSError):
                raise error

    async def _listen(self) -> None:
        """Answer the client's records; returns when it has gone. Raises _Refused for what is none."""
        async for text in self._records:
            try:
                record = msgspec.json.decode(text)
                kind = record["type"]
            except (msgspec.DecodeError, KeyError, TypeError):
                raise _Refused(_CLOSE) from None
            if self._heard is not None or kind == _PING["type"]:
                self._heard = asyncio.get_running_loop().time()
            if kind == _CLOSE["type"]:
                return
            if kind == 1 and "invocationId" in record:
                text = _NO_METHOD.format(record.get("target"))
                await self._write_record({"type": 3, "invocationId": record["invocationId"], "error": text})

    async def _read(self) -> AsyncIterator[str]:
        """Yield the client's records until it goes. Raises _Refused for one that is too long."""
        buffer = ""
        while (message := await self._receive())["type"] != "websocket.disconnect":
            if message["type"] != "websocket.receive":
                continue
            text = message.get("text")
            buffer += text if text is not None else message["bytes"].decode(errors="replace")
            *records, buffer = buffer.split(_END)
            if max(map(len, (*records, buffer))) > _LONGEST:
                raise _Refused(_CLOSE)
            for record in records:
                yield record

    async def _ping(self) -> None:
        """Ping the client; one that has begun to ping and stopped is cut. Raises _Refused."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self._hub.ping_seconds
        while True:
            await asyncio.sleep(min(1.0, self._hub.ping_seconds, self._hub.silence_seconds) / 4)
            now = loop.time()
            if self._heard is not None and now - self._heard > self._hub.silence_seconds:
                raise _Refused(_CLOSE)
            if now >= due:
                due = now + self._hub.ping_seconds
                await self._write_record(_PING)

    async def _write_record(self, record: Record) -> None:
        await self._write(msgspec.json.encode(record).decode())

    async def _write(self, text: str) -> None:
        """Send a record, in as many frames as the faults of the hub want."""
        record = f"{text}{_END}"
        size = self._hub.piece or len(record)
        async with self._writing:
            for start in range(0, len(record), size):
                if self._hub.pause:
                    await asyncio.sleep(self._hub.pause)
                await self._send({"type": "websocket.send", "text": record[start : start + size]})

    async def _end(self, record: Record) -> None:
        """Send a last record and close; a client that has gone meanwhile is no error."""
        with suppress(OSError):
            await self._write_record(record)
            await self._send({"type": "websocket.close", "code": 1000})
