"""Listeners of a live feed: one inside this process, and one behind a WebSocket."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from arrtui.demo.estate import SimulatedApp

Obj = dict[str, Any]
HANDSHAKE = '{"protocol":"json","version":1}\x1e'
END = "\x1e"


class Recorder:
    """Takes the place of a client in a hub and keeps the messages."""

    def __init__(self) -> None:
        self.messages: list[Obj] = []

    def put(self, text: str) -> None:
        self.messages.append(json.loads(text)["arguments"][0])


def recorded_by(app: SimulatedApp) -> Recorder:
    """Return a recorder that listens to an app from now on, the version left out."""
    recorder = Recorder()
    app.hub.add(recorder)  # type: ignore[arg-type]
    recorder.messages.clear()
    return recorder


class Listener:
    """A client of the live feed of an app; a context manager."""

    def __init__(
        self, app: SimulatedApp, *, handshake: str = HANDSHAKE, query: str = "", key: str = ""
    ) -> None:
        address = f"{app.url.replace('http', 'ws')}/signalr/messages{query}"
        headers = {} if key == "none" else {"X-Api-Key": key or app.api_key}
        self._stack = ExitStack()
        self.socket = self._stack.enter_context(
            connect(address, additional_headers=headers, compression=None, ping_interval=None)
        )
        self.records: list[Obj] = []
        self.closed: tuple[int, str] | None = None
        """Code and reason of the close frame; 1006 where there was none."""
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        if handshake:
            self.socket.send(handshake)

    def _read(self) -> None:
        try:
            while True:
                records = [json.loads(text) for text in self.socket.recv().split(END) if text]  # type: ignore[arg-type]
                with self._news:
                    self.records += records
                    self._news.notify_all()
        except ConnectionClosed as closed:
            with self._news:
                self.closed = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")
                self._news.notify_all()

    @property
    def messages(self) -> list[Obj]:
        """What the app has told so far."""
        return [record["arguments"][0] for record in self.records if record.get("type") == 1]

    def wait(self, condition: Callable[[Listener], Any], seconds: float = 30.0) -> None:
        """Return once something holds of what has arrived; fails after some time."""
        end = time.monotonic() + seconds
        with self._news:
            while not condition(self):
                left = end - time.monotonic()
                assert left > 0, f"it did not arrive: {self.records[-5:]}, {self.closed}"
                self._news.wait(left)

    def wait_for(self, *names: str) -> None:
        """Return once a message of each of these names has arrived."""
        self.wait(lambda listener: set(names) <= {message["name"] for message in listener.messages})

    def send(self, record: Obj | str) -> None:
        """Send a record."""
        self.socket.send(record if isinstance(record, str) else f"{json.dumps(record)}{END}")

    def __enter__(self) -> Listener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._thread.join()
