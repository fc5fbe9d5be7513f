"""What it takes to tell the effect of a settings plan on 65,000 files.

``python -m tests.bench.effects FOLDER FILES REPEAT`` is the process that does it, on the library of
:mod:`tests.bench.matches` with eight profiles that score every format. First other scores and cutoffs of all
profiles, with the analysis of scores in memory as in the terminal app (its first call is in the JSON); the
least: one pass over the files that sums and groups their scores. Then ten formats with patterns that were
never searched; the least: reading the records of the files.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from arrtui.core.domain import EntityType, Setting
from arrtui.db import records
from arrtui.demo.world.profiles import build_formats, role_of
from arrtui.features.scores.model import ScoredFile
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import Op, PlannedEntry
from arrtui.runtime.services import Services
from arrtui.runtime.settings_effect import SettingsEffect
from tests.bench.children import python, run
from tests.bench.estate import FULL, Estate
from tests.bench.matches import (
    CHANGED,
    FILES,
    INSTANCE,
    PROFILES,
    changed_formats,
    fill,
    opened_services,
    run_matching,
)
from tests.bench.report import Row

SCORE_BUDGET, FORMAT_BUDGET = 1.0, 3.0
"""Seconds of processor time, all threads together."""


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Tell the effects in a process of its own; what they are is in the JSON."""
    count = FILES if estate.size == FULL else FILES // 10
    command = python("-m", "tests.bench.effects", str(estate.folder), str(count), str(repeat))
    figures = run(command, estate.folder / "errors").output
    for name, what, budget in (
        ("scores", f"effect of other scores and cutoffs on {count:,} files", SCORE_BUDGET),
        ("formats", f"effect of {CHANGED} changed formats on {count:,} files", FORMAT_BUDGET),
    ):
        own = figures[name]
        yield Row(
            what=what,
            unit="s",
            samples=tuple(own["ours"]),
            floors=tuple(own["least"]),
            budget=budget,
            detail=figures["detail"],
        )


def _profiles(bodies: list[dict[str, Any]]) -> Iterator[Setting]:
    qualities = [{"quality": {"id": number, "name": f"Q{number}"}, "allowed": True} for number in range(20)]
    for number in range(1, PROFILES + 1):
        name = f"Profile {number}"
        scores = [
            {"format": body["id"], "name": body["name"], "score": (body["id"] * number) % 400 - 100}
            for body in bodies
        ]
        body = {
            "name": name,
            "upgradeAllowed": True,
            "cutoff": 10,
            "items": qualities,
            "minFormatScore": 0,
            "cutoffFormatScore": 500,
            "formatItems": scores,
        }
        yield Setting(id=number, type="quality_profile", name=name, body=body)


def _planned(ident: str, after: dict[str, Any]) -> PlannedEntry:
    entry = setting_entry(INSTANCE, Op.UPDATE, ident, ident, "", after=after)
    return PlannedEntry(position=0, entry=entry)


def _other_scores(bodies: list[dict[str, Any]], turn: int) -> list[PlannedEntry]:
    scores = {body["name"]: (body["id"] * (turn + 3)) % 500 - 150 for body in bodies}
    body = {"cutoff": 12 + turn % 4, "cutoffFormatScore": 700 + turn}
    return [_planned(f"quality_profile/Profile {number + 1}", {"formats": scores, "body": body})
            for number in range(PROFILES)]  # fmt: skip


def _other_formats(bodies: list[dict[str, Any]], turn: int) -> list[PlannedEntry]:
    return [
        _planned(f"custom_format/{body['name']}", {"body": {"specifications": body["specifications"]}})
        for body in changed_formats(bodies, turn)
    ]


def _one_pass(files: list[ScoredFile]) -> int:
    groups: dict[tuple[int, int], list[int]] = {}
    for file in files:
        groups.setdefault((file.profile_id, file.quality_id), []).append(file.score or 0)
    return sum(map(sum, groups.values()))


async def _timed(effect: Awaitable[SettingsEffect]) -> tuple[float, SettingsEffect]:
    began = time.process_time()
    result = await effect
    return time.process_time() - began, result


def _seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


async def _measured(services: Services, count: int, repeat: int) -> dict[str, Any]:
    bodies = build_formats("sonarr", role_of(INSTANCE))
    profiles = list(_profiles(bodies))
    fill(services, count, {}, profiles)
    await run_matching(services)
    matched = await services.matches.of(INSTANCE)
    fill(services, count, {number: tuple(sorted(own.formats)) for number, own in matched.items()}, profiles)
    await run_matching(services)
    effects = services.settings_effects
    first, _ = await _timed(effects.of_entries(_other_scores(bodies, 0)))
    (analysis,) = await services.scores.analyses([INSTANCE])
    files = list(analysis.library.files)
    figures: dict[str, Any] = {"detail": {"first": first}}
    for name, make in (("scores", _other_scores), ("formats", _other_formats)):
        ours, least = [], []
        for turn in range(repeat):
            seconds, effect = await _timed(effects.of_entries(make(bodies, turn)))
            ours.append(seconds)
            if name == "scores":
                least.append(_seconds(lambda: _one_pass(files)))
            else:
                least.append(
                    _seconds(
                        lambda: len(services.database.read_sync(records.stored_docs, 1, EntityType.FILE))
                    )
                )
            told = effect.instances[0].files
            assert told is not None and told.concerned, "something is told"
            counts = {"moved": len(told.moved), "untold": len(told.untold), "concerned": told.concerned}
            figures["detail"][name] = counts
        figures[name] = {"ours": ours, "least": least}
    return figures


def main() -> None:
    """Print the seconds of either, and what came of it, as one line of JSON."""
    count, repeat = int(sys.argv[2]), int(sys.argv[3])
    services = opened_services(Path(sys.argv[1]) / "effects")
    sys.stdout.write(json.dumps(asyncio.run(_measured(services, count, repeat))) + "\n")
    services.database.close()


if __name__ == "__main__":
    main()
