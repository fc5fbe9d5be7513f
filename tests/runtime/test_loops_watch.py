"""A score that somebody changed in the app makes a backup tell that downloads got worse, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.cli.output import make_output
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.cli.tasks.loops_watch import print_watches
from arrtui.core.config import load_config
from arrtui.core.estate_event_words import sentence_of
from arrtui.core.estate_events import EventType
from arrtui.core.text import DAY
from arrtui.demo.app.chains.regression import Regression
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.loops.watch import WatchVerdict
from arrtui.features.scores.model import ProfileChange, Scenario
from arrtui.runtime.services import Services
from tests.runtime.conftest import Clock

MAIN = "radarr.main"
SIZE = EstateSize(radarr=(("main", 12),), sonarr=())
HOUR = 3_600.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def estate(clock: Clock) -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, seed=11, today=int(clock.now) // 86_400 * 86_400 - 8 * 86_400) as opened:
        opened.apps[MAIN].clock = clock
        yield opened


@pytest.fixture
def services(estate: SimulatedEstate, clock: Clock, tmp_path: Path) -> Iterator[Services]:
    file = tmp_path / "config.toml"
    file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), kind="run", env={}, clock=clock)
    yield opened
    opened.database.close()


async def test_what_a_score_changed_by_a_person_led_to(
    services: Services, estate: SimulatedEstate, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    async def back_up(at: float) -> None:
        clock.now = at
        await services.engine.run_jobs(await services.backup.back_up())

    today, changes = clock.now, services.loops.after_changes
    start = today - 8 * DAY
    played = Regression(estate.apps[MAIN].store, 11)
    played.play_before(start)
    assert await changes.tell_regressions(MAIN) == 0, "nothing is stored"
    await back_up(start)
    assert (await changes.watches(MAIN)).watches == ()
    played.punish_token()
    await back_up(start + 2 * HOUR)
    played.play_after(start + 3 * HOUR)
    await back_up(today)
    try:
        (watch,) = (await changes.watches(MAIN)).watches
        assert watch.step.words == ("score of Codec token in Web with tokens 0 -> -80",)
        assert (watch.step.earliest, watch.step.latest) == (start, start + 2 * HOUR)
        assert (watch.verdict, watch.is_over) == (WatchVerdict.WORSE, True)
        assert watch.sum_before[:6] == (5, 5, 0, 0, 0, 0)
        after = watch.sum_after
        assert (after.grabs, after.imports, after.in_vain) == (35, 35, 35)
        assert len(watch.chains) == 5
        assert [await changes.tell_regressions(MAIN) for _ in range(2)] == [1, 0]
        (event,) = await services.events.after(0, types=[EventType.CHANGE_REGRESSED])
        assert "score of Codec token in Web with tokens 0 -> -80" in sentence_of(event)
        with make_output(as_json=True) as out:
            status = await print_watches(Task("loops", services, out, as_json=True), [MAIN], None)
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert status is ExitStatus.OK
        assert lines[0]["event"] == "change" and lines[0]["after"]["in_vain"] == 35
        assert {chain["kind"] for chain in lines[0]["chains"]} == {"loop"}
        assert lines[-1]["instances"] == [{"instance": MAIN, "changes": 1, "worse": 1, "watching": 0}]
        await apply_ours(services, {"Codec token": 0})
        store = estate.apps[MAIN].store
        store.titles[watch.chains[0].item_id]["qualityProfileId"] = 1
        await back_up(today + HOUR)
        ours, theirs = (await changes.watches(MAIN)).watches
        assert (ours.step.key, ours.step.earliest, ours.step.latest) == ("plan/1", today, today)
        assert ours.step.words == ("score of Codec token in Web with tokens -80 -> 0",)
        assert (ours.verdict, ours.overlapping) == (WatchVerdict.WATCHING, (theirs.step,))
        assert theirs.compared == watch.compared, "a title counts for the profile that it had"
    finally:
        await services.clients.aclose()


async def apply_ours(services: Services, scores: dict[str, int]) -> None:
    """Change scores of the profile by a plan of ours."""
    change = ProfileChange(instance=MAIN, profile="Web with tokens", scores=scores)
    plan = await services.scores.apply_scenario(MAIN, Scenario(name="back", changes=(change,)))
    await services.engine.run_jobs(await services.sync.apply(plan))
