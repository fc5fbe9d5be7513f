"""An HTTP server on loopback for one simulated player, in threads."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit


class PlayerRequest(NamedTuple):
    """A request as a player sees it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    """By names in small letters."""
    body: Any
    """JSON; None where there is none."""


class PlayerReply(NamedTuple):
    """What a player answers."""

    status: int = 200
    body: Any = None
    """JSON; bytes as they are; None for nothing."""


class PlayerServer:
    """Serves one player until it is closed."""

    def __init__(self, answer: Callable[[PlayerRequest], PlayerReply]) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body go out together: apart, each answer would wait 40 ms

            def _serve(self) -> None:
                outer.serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = _serve  # names that http.server asks for

            def log_message(self, format: str, *args: Any) -> None:
                """Stay silent."""

        self._answer = answer
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.requests: list[tuple[str, str]] = []
        """Method and path of every request."""
        self.fault: PlayerReply | None = None
        """What every request is answered instead."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End every connection and close the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        length = int(handler.headers.get("content-length") or 0)
        raw = handler.rfile.read(length)
        address = urlsplit(handler.path)
        self.requests.append((handler.command, address.path))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        try:
            body = json.loads(raw) if raw else None
            reply = self.fault or self._answer(
                PlayerRequest(handler.command, address.path, query, headers, body)
            )
        except ValueError:
            reply = PlayerReply(400)
        content = b"" if reply.body is None else reply.body
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        handler.send_response(reply.status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
