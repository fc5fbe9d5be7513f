"""A served estate: two Radarr and a Sonarr, arrtui over them, both listeners on free ports of loopback."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from arrtui.core.config import load_config
from arrtui.core.events import Job
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.runtime.schedules import read_task
from arrtui.runtime.services import Services
from arrtui.server.api.app import serve_api
from arrtui.server.hooks import serve_hooks

SIZE = EstateSize(radarr=(("main", 8), ("4k", 4)), sonarr=(("main", 2, 12),))
TOKEN = "tok-of-the-hooks-0123456789"
PASSWORD = "pass-of-the-hooks-0123456789"
KEYS = {
    "reader": ("key-of-the-reader-0123", '["read"]'),
    "decider": ("key-of-the-decider-0123", '["read", "decide"]'),
    "owner": ("key-of-the-owner-0123", '["read", "decide", "apply"]'),
}
LISTENERS = """
[schedule]
backup = "0 3 * * *"
"sync movies-4k" = {{ cron = "0 4 * * *", apply = "additions" }}

[[rule]]
name = "seen movies"
event = "title_changed"
filter = "year>2000"
action = "tag"
tag = "seen"

[server.hooks]
listen = "127.0.0.1:{hooks}"
public_url = "http://127.0.0.1:{hooks}"
token = "{token}"
username = "arr"
password = "{password}"

[server.api]
listen = "127.0.0.1:{api}"
rate = {rate}
hosts = ["nas.lan"]
cors = ["https://dash.example.org"]
"""

T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running arrtui; its standing work runs on the engine's loop."""

    services: Services
    estate: SimulatedEstate
    folder: Path
    hooks_url: str
    api_url: str
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(timeout=30, limits=httpx.Limits(keepalive_expiry=2))
    )
    """One for all, since its beginning takes longer than a request; it has no key of its own."""
    _standing: list[Future[None]] = field(default_factory=list)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.services.engine.submit(work).result(30)

    def stand(self, *works: Callable[[Services], Coroutine[Any, Any, None]]) -> None:
        self._standing += [self.services.engine.submit(work(self.services)) for work in works]

    def end(self) -> None:
        self.client.close()
        for standing in self._standing:
            standing.cancel()
        self.services.stop()

    def ask(self, path: str, body: Any = None, *, key: str = "owner", method: str = "") -> httpx.Response:
        """Ask the API; with a body, or as POST, something is done."""
        return self.client.request(
            method or ("GET" if body is None else "POST"),
            f"{self.api_url}{path}",
            json=body,
            headers={"X-Api-Key": KEYS[key][0]} if key else {},
        )

    def done(self, ids: list[int]) -> list[Job]:
        """Wait until jobs are finished, and return them."""

        def finished() -> list[Job]:
            jobs = [self.run(self.services.jobs.get(number)) for number in ids]
            return [job for job in jobs if job] if all(job and job.state.finished for job in jobs) else []

        return until(finished)

    def hook(self, body: Any, path: str = "radarr/main", **options: Any) -> httpx.Response:
        headers = options.pop("headers", {"X-Hook-Token": TOKEN})
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        return self.client.post(f"{self.hooks_url}/hook/{path}", **content, headers=headers, **options)


def until(condition: Callable[[], T], seconds: float = 30) -> T:
    """Wait until a condition holds, and return what it returned."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)
    return result


def answers(url: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        httpx.get(url)
        return True
    return False


@contextlib.contextmanager
def serving(folder: Path, rate: int = 600) -> Iterator[Served]:
    """Serve an estate that nothing is stored of yet; a key may send ``rate`` requests a minute."""
    hooks, api = free_port(), free_port()
    with SimulatedEstate(SIZE) as estate:
        file = folder / "config.toml"
        listeners = LISTENERS.format(hooks=hooks, api=api, rate=rate, token=TOKEN, password=PASSWORD)
        keys = [
            f'[[server.api.key]]\nname = "{name}"\nkey = "{key}"\nscopes = {scopes}\n'
            for name, (key, scopes) in KEYS.items()
        ]
        file.write_text("\n".join([estate.config_toml(database=folder / "arrtui.db"), listeners, *keys]))
        file.chmod(0o600)
        services = Services(load_config(file, env={}, tasks=read_task), env={})
        services.start()
        made = Served(services, estate, folder, f"http://127.0.0.1:{hooks}", f"http://127.0.0.1:{api}")
        made.stand(serve_hooks, serve_api)
        until(lambda: answers(f"{made.hooks_url}/health") and answers(f"{made.api_url}/health"))
        try:
            yield made
        finally:
            made.end()
