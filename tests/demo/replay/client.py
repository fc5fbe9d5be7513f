"""Sends requests to a simulated app in this process, over ASGI."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

import httpx

from arrtui.demo.http.pipeline import serve
from tests.demo.replay.library import Library
from tests.demo.replay.records import Record

_HOST = "http://127.0.0.1:7878"


@cache
def _runner() -> tuple[asyncio.Runner, ThreadPoolExecutor]:
    return asyncio.Runner(), ThreadPoolExecutor(1, thread_name_prefix="replay")


class Client:
    """A client of the app of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def send(self, method: str, path: str, headers: dict[str, str], content: bytes | None) -> httpx.Response:
        """Send a request as it is."""
        runner, pool = _runner()
        return runner.run(self._send(pool, method, path, headers, content))

    async def _send(
        self,
        pool: ThreadPoolExecutor,
        method: str,
        path: str,
        headers: dict[str, str],
        content: bytes | None,
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=partial(serve, self.library.app, pool))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=_HOST) as http:
            request = http.build_request(method, path, headers=headers, content=content)
            return await http.send(request, follow_redirects=False)

    def replay(self, record: Record) -> httpx.Response:
        """Send a recorded request with the key of this app."""
        key, content = self.library.app.api_key, record.content()
        headers = {name: value.replace("KEY", key) for name, value in record.headers.items()}
        if record.with_key:
            headers["X-Api-Key"] = key
        if content is not None and "Content-Type" not in headers and content:
            headers["Content-Type"] = "application/json"
        return self.send(record.method, record.path.replace("KEY", key), headers, content)

    def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Send a request below the API, with JSON where there is a body."""
        headers = {"X-Api-Key": self.library.app.api_key}
        content = None
        if body is not None:
            content, headers["Content-Type"] = (
                httpx.Request("POST", _HOST, json=body).content,
                "application/json",
            )
        return self.send(method, f"{self.library.app.api_path}/{path}", headers, content)

    def get(self, path: str) -> Any:
        """Return the JSON of a path that must answer 200."""
        response = self.call("GET", path)
        assert response.status_code == 200, f"GET {path}: {response.status_code} {response.text[:200]}"
        return response.json()
