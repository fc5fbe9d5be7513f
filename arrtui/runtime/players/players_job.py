"""The job that tells players what changed, and the standing work that does so when they come back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.artwork import PhaseName
from arrtui.runtime.artwork.phases import PhaseArgs, PhaseCounts, args_of, kind_of, phase_job, start_next
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.standing import StandingWork
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

LOOK = 20.0
"""Seconds between two looks for players that have come back."""

# The features are imported when the job runs: the app's first paint does not wait for them.


async def _tell(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Tell the players that show an instance what changed since they were told last."""
    from arrtui.core.paths import data_folder
    from arrtui.features.players.telling import TellingTools, tell_players

    name, args = job.job.instance, args_of(job)
    refuse_writing(services.config, "telling players of titles")
    report = await tell_players(
        services.config.instance(name),
        services.config.players,
        TellingTools(services.database, job.check, services.clock, data_folder(), job.report),
        args.external_ids,
        limit=args.limit,
        asks_again=args.asks_again,
    )
    await start_next(services, job, PhaseName.PLAYERS, args.external_ids)
    counts = PhaseCounts(
        titles=report.titles,
        failed=report.failed,
        messages=tuple(report.notes),
    )
    result: dict[str, Any] = msgspec.to_builtins(counts)
    return result | {
        "told": len(report.taken),
        "players": len(report.players),
        "changed": report.changed,
        "carried": report.carried,
        "waiting": report.waiting_titles,
    }


def _describe(result: Mapping[str, Any]) -> str:
    from arrtui.core.text import plural

    if "told" not in result:
        return ""
    words = []
    if result["told"]:
        several = f" to {plural(result['players'], 'player')}" if result.get("players", 1) > 1 else ""
        words.append(f"{plural(result['told'], 'title')} told{several}")
    words += [f"{result['carried']:,} stay watched"] if result.get("carried") else []
    words += [f"{result['waiting']:,} waiting"] if result["waiting"] else []
    words += [f"{result['failed']:,} failed"] if result["failed"] else []
    return ", ".join(words) or "nothing to do"


PLAYERS = JobKind(kind_of(PhaseName.PLAYERS), "Players", _tell, describe_result=_describe)


async def _come_back(services: Services) -> None:
    """Queue the job for instances of which players are still to be told something, once these are ready."""
    if not services.config.players:
        return
    while True:
        if not services.config.ui.read_only:
            for name in await services.artwork.players.due_instances():
                await services.jobs.enqueue(phase_job(PhaseName.PLAYERS, name, PhaseArgs(), priority=7))
        await asyncio.sleep(LOOK)


COMING_BACK = StandingWork("players that come back", _come_back)
