"""The bus and the queues it fills."""

from __future__ import annotations

import asyncio
import threading

from arrtui.core.events import (
    ConfigChanged,
    Event,
    InstanceChecked,
    Job,
    JobChanged,
    SnapshotTaken,
    WorkerChanged,
)
from arrtui.runtime.engine.bus import Bus


def test_everyone_gets_what_they_asked_for_until_they_leave() -> None:
    bus, all_of_them, some = Bus(), [], []
    leave = bus.subscribe(all_of_them.append)
    bus.subscribe(some.append, InstanceChecked, ConfigChanged)
    checked, taken = InstanceChecked("radarr.a"), SnapshotTaken("radarr.a", 3)
    bus.publish(checked)
    bus.publish(taken)
    leave()
    leave()
    bus.publish(ConfigChanged())
    assert all_of_them == [checked, taken]
    assert some == [checked, ConfigChanged()]


def test_a_subscriber_that_raises_harms_nobody() -> None:
    bus, seen = Bus(), []

    def broken(event: Event) -> None:
        raise RuntimeError("broken")

    bus.subscribe(broken)
    bus.subscribe(seen.append)
    bus.publish(ConfigChanged())
    assert seen == [ConfigChanged()]


async def test_events_of_many_threads_reach_a_loop() -> None:
    bus = Bus()
    queue = bus.subscribe_queue(asyncio.get_running_loop(), InstanceChecked)
    names = {f"radarr.{number}" for number in range(40)}

    def publish(part: int) -> None:
        for number in range(part, 40, 4):
            bus.publish(InstanceChecked(f"radarr.{number}"))

    threads = [threading.Thread(target=publish, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    seen: list[Event] = []
    while len(seen) < 40:
        seen += await asyncio.wait_for(queue.get(), 10)
    for thread in threads:
        thread.join()
    assert {event.name for event in seen if isinstance(event, InstanceChecked)} == names


async def test_of_several_events_on_one_topic_the_last_is_kept() -> None:
    bus = Bus()
    queue = bus.subscribe_queue(asyncio.get_running_loop())
    for revision in (1, 2, 3):
        bus.publish(JobChanged(Job(id=1, kind="k", args={"a": []}, revision=revision)))
        bus.publish(WorkerChanged(working=revision == 3, where="here"))
        bus.publish(InstanceChecked("radarr.a"))
    bus.publish(JobChanged(Job(id=2, kind="k")))
    bus.publish(InstanceChecked("radarr.b"))
    bus.publish(WorkerChanged(working=True, where="here"))
    assert await queue.get() == (
        JobChanged(Job(id=1, kind="k", args={"a": []}, revision=3)),
        InstanceChecked("radarr.a"),
        JobChanged(Job(id=2, kind="k")),
        InstanceChecked("radarr.b"),
        WorkerChanged(working=True, where="here"),
    )
    queue.close()
    bus.publish(ConfigChanged())
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()


def test_a_loop_that_is_gone_is_left_alone() -> None:
    bus, loop = Bus(), asyncio.new_event_loop()
    seen: list[Event] = []
    bus.subscribe_queue(loop)
    bus.subscribe(seen.append)
    loop.close()
    bus.publish(ConfigChanged())
    assert seen == [ConfigChanged()]
