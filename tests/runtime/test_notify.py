"""Channels of notifications from the event to a service that takes the message, or does not."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import JobState
from arrtui.runtime.notify import FIRST_PAUSE
from arrtui.runtime.services import Services
from tests.runtime.conftest import Clock

SECRET = "planted-secret-of-the-address"


@dataclass
class Receiver:
    """A service that takes messages, until it is told to refuse them."""

    port: int
    status: int = 200
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.asked += 1
            if receiver.status == 200:
                receiver.taken.append(body)
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield receiver
    server.shutdown()
    thread.join()
    server.server_close()


def services_of(folder: Path, receiver: Receiver, clock: Clock, more: str = "") -> Services:
    """Return services with a channel ``good`` at the receiver, and one that nothing listens to."""
    path = folder / "config.toml"
    path.write_text(
        f'[[notify]]\nname = "good"\nurl = "json://127.0.0.1:{receiver.port}/{SECRET}"\n{more}\n'
        f'[[notify]]\nname = "bad"\nurl = "json://127.0.0.1:1/{SECRET}"\nevents = ["tripwire"]\n'
    )
    path.chmod(0o600)
    env = {"ARRTUI_DATABASE__URL": f"sqlite:///{folder / 'arrtui.db'}"}
    return Services(load_config(path, env=env), env=env, clock=clock)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


def failure(number: int, at: float, kind: EventType = EventType.BACKUP_FAILED) -> EstateEvent:
    return EstateEvent(type=kind, at=at, instance="radarr.main", key=str(number), reason=f"fault {number}")


async def test_what_happens_is_told_by_whoever_holds_the_duty(tmp_path: Path, receiver: Receiver) -> None:
    services = services_of(tmp_path, receiver, Clock(), 'title = "{{ count }} for {{ channel }}"')
    await services.events.publish([failure(1, 1.0)])
    services.start()
    try:
        await until(lambda: services.notify._states)
        await services.events.publish([failure(2, 2.0), failure(3, 3.0, EventType.GRABBED)])
        await until(lambda: receiver.taken)
    finally:
        await asyncio.to_thread(services.stop)
    (message,) = receiver.taken
    assert message["title"] == "1 for good"
    assert "fault 2" in message["message"], "what happened before the channel was there is not told"


async def test_a_channel_that_fails_keeps_its_message_and_holds_up_no_other(
    tmp_path: Path, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    services = services_of(tmp_path, receiver, clock)
    await services.notify.load()

    async def happen(*events: EstateEvent) -> None:
        ids = await services.events.publish(events)
        await services.notify.look_at(await services.events.after(ids[0] - 1))

    await happen(failure(1, clock(), EventType.TRIPWIRE))
    await happen(failure(2, clock(), EventType.TRIPWIRE))
    first = {job.subject: job for job in await services.jobs.list_jobs()}
    assert first.keys() == {"good", "bad"}
    running = asyncio.ensure_future(services.engine.run_jobs([job.id for job in first.values()]))

    async def state_of(name: str) -> JobState:
        job = await services.jobs.get(first[name].id)
        assert job is not None
        return job.state

    async with asyncio.timeout(30):
        while (await state_of("good"), await state_of("bad")) != (JobState.COMPLETED, JobState.RETRYING):
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(receiver.taken) == 1
    await services.notify.load()  # as another process does that takes over
    await services.notify.look_at([])
    jobs = await services.jobs.list_jobs()
    assert sorted(job.subject for job in jobs) == ["bad", "good", "good"], (
        "one message of a channel at a time"
    )
    await services.engine.run_jobs([job.id for job in jobs if job.subject == "good"])
    assert ["fault 1" in message["message"] for message in receiver.taken] == [True, False]
    (bad,) = [job for job in jobs if job.subject == "bad"]
    assert bad.error and bad.max_attempts == 30, "it is tried for about a day"
    assert bad.run_after - clock() >= FIRST_PAUSE
    stored = (tmp_path / "arrtui.db").read_bytes() + (tmp_path / "arrtui.db-wal").read_bytes()
    assert SECRET not in repr(jobs) + caplog.text
    assert SECRET.encode() not in stored
    services.stop()


async def test_a_test_says_why_a_service_did_not_take_it(tmp_path: Path, receiver: Receiver) -> None:
    services = services_of(tmp_path, receiver, Clock())
    (good,) = services.notify.channels(["good"])
    await services.notify.test(good)
    assert receiver.taken[0]["title"] == "Test of good"
    receiver.status = 503
    with pytest.raises(Exception, match="sending through good: ") as caught:
        await services.notify.test(good)
    assert "503" in str(caught.value)
    assert SECRET not in str(caught.value)
    with pytest.raises(Exception, match="good, bad"):
        services.notify.channels(["nobody"])
    services.stop()
