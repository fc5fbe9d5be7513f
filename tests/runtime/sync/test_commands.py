"""Commands of a Library action whose worker vanished: refreshes go on, searches only when asked."""

from __future__ import annotations

import msgspec
import pytest

from arrtui.core.events import Job, JobState
from arrtui.features.sync.actions import CommandRequest
from arrtui.runtime.sync.commands import act_park_reason


@pytest.mark.parametrize(
    ("names", "state", "parked"),
    [
        (["RefreshMovie", "RescanMovie"], JobState.RUNNING, False),
        (["MoviesSearch"], JobState.RUNNING, True),
        (["RefreshSeries", "SeasonSearch"], JobState.RUNNING, True),
        (["MoviesSearch"], JobState.PENDING, False),
    ],
)
def test_only_searches_are_not_repeated_unasked(names: list[str], state: JobState, parked: bool) -> None:
    commands = msgspec.to_builtins([CommandRequest(name, {}, name) for name in names])
    job = Job(id=1, kind="act", instance="radarr.main", args={"commands": commands}, state=state)
    assert bool(act_park_reason(job, 0.0)) is parked
