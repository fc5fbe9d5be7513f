"""When the next title may be fetched."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from arrtui.core.config import TrailersConfig
from arrtui.features.trailers.fetching import FetchTarget, StoppedRunError
from arrtui.features.trailers.turns import PAUSE, FetchTurns
from tests.features.trailers.fetch_support import movie

NOW = 1_800_000_000.0


class Owner:
    """Whose clock can be set, and who notes how long a run sleeps."""

    def __init__(self, hours: str = "", asked: bool = False) -> None:
        self.now, self.slept = NOW, list[float]()
        config = TrailersConfig(hours=hours)
        self.turns = FetchTurns(lambda: config, lambda _target: asked, lambda: self.now, self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def target(tmp_path: Path) -> FetchTarget:
    return movie(tmp_path)


async def test_a_run_pauses_between_two_titles_and_not_before_the_first(target: FetchTarget) -> None:
    owner = Owner()
    for number in range(20):
        await owner.turns.wait(target, number == 0)
    assert len(owner.slept) == 19 and PAUSE == (5.0, 10.0)
    assert all(PAUSE[0] <= seconds <= PAUSE[1] for seconds in owner.slept)
    assert len(set(owner.slept)) > 1


@pytest.mark.parametrize("asked", [False, True])
async def test_a_run_ends_with_the_hours_unless_a_person_asked(target: FetchTarget, asked: bool) -> None:
    hour = time.localtime(NOW).tm_hour
    owner = Owner(f"{hour}-{(hour + 1) % 24 or 24}", asked)
    await owner.turns.wait(target, True)
    owner.now = time.mktime((*time.localtime(NOW)[:4], 59, 58, 0, 0, -1))
    if asked:
        await owner.turns.wait(target, False)
    else:
        with pytest.raises(StoppedRunError):
            await owner.turns.wait(target, False)
