"""A simple site beside the apps: routes of its own, and the same faults."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

from arrtui.demo.http.faults import CONNECTION_KINDS, STATUS_KINDS, Faults
from arrtui.demo.http.request import HttpRequest, Scope
from arrtui.demo.http.transport import (
    HttpResponse,
    Receive,
    Send,
    break_connection,
    read_body,
    send_broken,
    send_response,
    status_response,
)

Respond = Callable[[HttpRequest], HttpResponse]


class Site:
    """Answers requests with what a function returns, on a port of its own."""

    def __init__(self, name: str, respond: Respond) -> None:
        self.name = name
        self.port = 0
        self.faults = Faults()
        self.requests: list[tuple[str, str]] = []
        """Method and path of every request that arrived."""
        self._respond = respond

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, pool: Executor, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or spoil the answer as the faults say."""
        if scope["type"] != "http":
            return
        request = HttpRequest(scope, await read_body(receive), "")
        self.requests.append((request.method, request.full_path))
        rule = self.faults.take(request.method, request.full_path)
        await asyncio.sleep(self.faults.delay())
        if rule and rule.what in CONNECTION_KINDS:
            await break_connection(send, receive, rule)
        elif rule and rule.what in STATUS_KINDS:
            await send_response(send, status_response(rule, self.name))
        else:
            loop = asyncio.get_running_loop()
            response = await loop.run_in_executor(pool, self._respond, request)
            await (send_broken(send, response, rule) if rule else send_response(send, response))
