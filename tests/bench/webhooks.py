"""How long a burst of webhooks waits for its answers, against a server that stores nothing."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from arrtui.core.config import load_config
from arrtui.core.config.server import ListenerTable
from arrtui.runtime.services import Services
from arrtui.server.hooks import serve_hooks
from arrtui.server.listening import serve
from tests.bench.children import FailedToRunError, python, running
from tests.bench.estate import Estate
from tests.bench.report import Row

COUNT = 500
AT_ONCE = 16
"""Apps that send at the same time: each waits for one answer before it sends the next."""
BUDGET = 50.0
"""Milliseconds at the 99th percentile."""
TOKEN = "a-token-for-measuring"
BODY: dict[str, Any] = {
    "movie": {"id": 1, "title": "Title", "year": 1999, "tmdbId": 603, "overview": "x" * 600, "tags": []},
    "release": {"quality": "Bluray-1080p", "releaseTitle": "Title.1999.1080p.BluRay-GRP", "indexer": "One"},
    "downloadClient": "Sab",
    "eventType": "Grab",
    "instanceName": "Radarr",
}


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Send bursts; a sample is the 99th percentile of one."""
    config = estate.fresh_config()
    ports = [_free_port(), _free_port()]
    command = python("-m", "tests.bench.webhooks", str(config), *map(str, ports))
    samples, floors = [], []
    with running(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        if process.stdout.readline() != b"ready\n":
            raise FailedToRunError("the receiver of webhooks did not start")
        asyncio.run(_burst(ports[0]))  # a daemon has long loaded everything when a burst comes
        time.sleep(3)
        for _ in range(repeat):
            samples.append(asyncio.run(_burst(ports[0])))
            floors.append(asyncio.run(_burst(ports[1])))
    estate.discard(config)
    yield Row(
        what=f"{COUNT} webhooks at once, p99",
        unit="ms",
        samples=tuple(samples),
        floors=tuple(floors),
        budget=BUDGET,
    )


async def _burst(port: int) -> float:
    """Return the 99th percentile of the milliseconds until an answer came."""
    turns, waits = asyncio.Semaphore(AT_ONCE), list[float]()

    async def send(number: int) -> None:
        async with turns:
            begun = time.perf_counter()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            body = json.dumps({**BODY, "downloadId": f"nzo_{number}"}).encode()
            head = (
                f"POST /hook/radarr/main HTTP/1.1\r\nHost: x\r\nX-Hook-Token: {TOKEN}\r\n"
                f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            status = await reader.readline()
            waits.append(1_000 * (time.perf_counter() - begun))
            writer.close()
        if b" 202 " not in status:
            raise FailedToRunError(f"a webhook was answered {status!r}")

    await asyncio.gather(*map(send, range(COUNT)))
    return sorted(waits)[COUNT * 99 // 100]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- the process that receives ---------------------------------------------------------------------------


def receive(config: str, port: int, bare_port: int) -> None:
    """Receive webhooks, and beside them answer without storing anything, until killed."""
    overrides = {"server.hooks.listen": f"127.0.0.1:{port}", "server.hooks.token": TOKEN}
    services = Services(load_config(Path(config), env={}, overrides=overrides), env={})
    services.start()
    services.engine.submit(serve_hooks(services))
    bare = ListenerTable(listen=f"127.0.0.1:{bare_port}")
    services.engine.submit(serve(_answer, bare, "measuring"))
    for each in (port, bare_port):
        while socket.socket().connect_ex(("127.0.0.1", each)):
            time.sleep(0.05)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(3_600)


async def _answer(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 202, "headers": []})
    await send({"type": "http.response.body"})


if __name__ == "__main__":
    receive(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
