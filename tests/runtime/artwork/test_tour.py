"""All phases over a library with providers and players; the second time nothing happens: a small tour."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.clients import kodi as kodi_client
from arrtui.core.artwork import PhaseName
from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.backup import backup_job
from arrtui.runtime.services import Services
from tests.trials.art_tour import Tour, make_tour

PHASES = (PhaseName.SCAN, PhaseName.ENRICH, PhaseName.PUBLISH, PhaseName.PLAYERS, PhaseName.NOTIFY)


async def _go_round(tour: Tour, services: Services) -> int:
    """Run all phases; return how many files were published."""
    published = 0
    for phase in PHASES:
        for job in await services.engine.run_jobs(await services.artwork.start(phase, (), PhaseArgs())):
            assert job.state is JobState.COMPLETED and job.result is not None, job.error
            assert not job.result.get("failed") and not job.result.get("waiting"), job.result
            published += job.result.get("published", 0) if phase is PhaseName.PUBLISH else 0
    return published


async def test_a_second_tour_asks_nobody_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kodi_client, "_LOOK", 0.01)
    with make_tour(tmp_path, 4) as tour:
        services = Services(load_config(tour.site.config, env={}), env={})
        try:
            await services.engine.run_jobs(
                [(await services.jobs.enqueue(backup_job(name)))[0] for name in tour.estate.apps]
            )
            assert await _go_round(tour, services) > 0 and tour.faults(services.database) == []
            before, asked = tour.tree(), tour.asked()
            assert asked["players"] and asked["providers"] and tour.kodi.library.videos
            assert await _go_round(tour, services) == 0
            assert (tour.tree(), tour.asked()) == (before, asked)
        finally:
            services.stop()
