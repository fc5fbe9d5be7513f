"""A receiver of webhooks on loopback that can be slow, refuse, redirect or hang."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Obj = dict[str, Any]


class WebhookReceiver:
    """Notes every call; a context manager."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], Obj]] = []
        """Method, headers in lower case and body of each call."""
        self.status = 200
        self.gate = threading.Event()
        """Calls are answered once this is set, which it is at first."""
        self.gate.set()
        self._news = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                headers = {name.lower(): value for name, value in self.headers.items()}
                with receiver._news:
                    receiver.calls.append((self.command, headers, body))
                    receiver._news.notify_all()
                receiver.gate.wait(60)
                self.send_response(receiver.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            do_PUT = do_POST

            def log_message(self, *arguments: Any) -> None:
                """Be quiet."""

        return Handler

    @property
    def bodies(self) -> list[Obj]:
        """The bodies of all calls so far."""
        return [body for _, _, body in self.calls]

    @property
    def event_types(self) -> list[str]:
        """The events of all calls so far."""
        return [body["eventType"] for body in self.bodies]

    def wait(self, condition: Callable[[WebhookReceiver], Any], seconds: float = 30.0) -> None:
        """Return once something holds of the calls; fails after some time."""
        with self._news:
            assert self._news.wait_for(lambda: condition(self), seconds), self.event_types

    def __enter__(self) -> WebhookReceiver:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
