"""Syncs of settings for front ends: which targets there are to plan."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.config import Config
from arrtui.core.config.settings_syncs import SettingsSync
from arrtui.core.errors import UsageError
from arrtui.db.database import Database
from arrtui.features.sync import store
from arrtui.features.sync.model import PlanDraft, PlanKind
from arrtui.runtime.settings_plans import SettingsPlanServices

TARGETS = ["radarr.4k", "radarr.kids"]
SYNC = SettingsSync.model_validate({"name": "hd", "source": "radarr.main", "targets": TARGETS})


class Queue:
    """Notes the jobs that are queued."""

    def __init__(self) -> None:
        self.jobs: list[Any] = []

    async def enqueue(self, new: Any) -> tuple[int, bool]:
        self.jobs.append(new)
        return len(self.jobs), True


async def test_each_target_is_a_job_and_has_its_own_last_plan(database: Database) -> None:
    queue: Any = Queue()
    guides: Any = None  # no plan is made here that would ask them
    services = SettingsPlanServices(lambda: Config(settings=(SYNC,)), database, queue, lambda: guides, float)
    assert await services.plan("hd") == {"radarr.4k": 1, "radarr.kids": 2}
    assert await services.plan("hd", ["radarr.kids"], fresh=True) == {"radarr.kids": 3}
    assert [(new.args["target"], new.args["fresh"]) for new in queue.jobs] == [
        *(("radarr.4k", False), ("radarr.kids", False), ("radarr.kids", True))
    ]
    for name, target in (("hd", "radarr.main"), ("hdd", "radarr.4k")):
        with pytest.raises(UsageError):
            await services.plan(name, [target])
    draft = PlanDraft(kind=PlanKind.SETTINGS, pair="hd", target="radarr.4k", mode="settings")
    numbers = [database.write_sync(store.save, draft, float(at)) for at in (1, 2)]
    (row,) = await services.syncs()
    assert {target: plan.id for target, plan in row.last.items()} == {"radarr.4k": numbers[1]}
