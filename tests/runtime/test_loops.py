"""New chains that cost something become events, each once, after what may have made them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.errors import UsageError
from arrtui.core.estate_event_words import sentence_of
from arrtui.core.estate_events import EventType
from arrtui.core.text import DAY
from arrtui.db.library import library_rows
from arrtui.demo.app.chains.scenarios import play_chains
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.loops.news import new_loops
from arrtui.features.loops.summary import key_of_chain
from arrtui.runtime import loops
from arrtui.runtime.services import Services
from tests.runtime.conftest import Clock

SIZE = EstateSize(radarr=(("main", 40),), sonarr=())
MAIN = "radarr.main"
WITHIN = 70 * DAY
"""How far back the simulated chains go."""


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Return services over an instance with chains of each kind, all of them new."""
    monkeypatch.setattr(loops, "NEW_WITHIN", WITHIN)
    clock = Clock()
    with SimulatedEstate(SIZE, seed=11, today=int(clock.now) - int(clock.now) % 86_400) as estate:
        for app in estate.apps.values():
            app.clock = clock
            play_chains(app.store, 11, rounds=1)
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
        file.chmod(0o600)
        opened = Services(load_config(file, env={}), kind="run", env={}, clock=clock)
        yield opened
        opened.database.close()


async def test_a_backup_tells_of_each_new_loop_once(services: Services) -> None:
    looking = asyncio.create_task(loops.LOOKING.run(services))
    try:
        await services.engine.run_jobs(await services.backup.back_up())
        async with asyncio.timeout(60):
            while not (found := await services.events.after(0, types=[EventType.LOOP_FOUND])):
                await asyncio.sleep(0.05)
        report = (await services.loops.chains(MAIN)).report
        now = services.clock()
        expected = {event.key: event for event in new_loops(report, now - WITHIN, now)}
        assert {event.key for event in found} == expected.keys()
        assert {event.facts["kind"] for event in found} >= {"loop", "see_saw"}
        assert all(sentence_of(event).startswith(f"{MAIN}: keeps downloading ") for event in found)
        assert await services.loops.tell_new(MAIN) == 0
        assert list(new_loops(report, now + 1, now)) == []
        muted = next(key_of_chain(report, chain) for chain in report.chains if chain.wasted)
        await services.loops.mute([muted])
        told = new_loops(report, now - WITHIN, now, await services.loops.muted())
        assert {event.key for event in told} == expected.keys() - {"/".join(map(str, muted[1:]))}
    finally:
        looking.cancel()
        await services.clients.aclose()


async def test_nothing_is_told_of_an_instance_without_a_backup(services: Services) -> None:
    assert await services.loops.tell_new(MAIN) == 0


async def test_a_chain_whose_title_is_gone_is_left_alone(services: Services) -> None:
    await services.engine.run_jobs(await services.backup.back_up())
    stored = await services.loops.chains(MAIN)
    chain = next(chain for chain in stored.report.chains if chain.wasted)
    (job,) = await services.loops.unmonitor([(stored, chain)])
    await services.engine.run_jobs([job])
    (row,) = [
        row for row in await services.database.read(library_rows, [MAIN]) if row.item_id == chain.item_id
    ]
    assert not row.monitored
    chain.episode_ids = (1,)
    with pytest.raises(UsageError, match="not stored any more"):
        await services.loops.unmonitor([(stored, chain)])
    await services.clients.aclose()
