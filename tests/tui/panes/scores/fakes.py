"""Services without an estate behind them: analyses of libraries made by hand, and what is asked for noted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import ReleaseEvent
from arrtui.core.errors import ArrtuiError
from arrtui.db.history import StoredEvent
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.compare import other_copies
from arrtui.features.scores.ignores import IgnoreKey, key_of
from arrtui.features.scores.model import (
    Analysis,
    Day,
    ProfileDifference,
    Sample,
    Scenario,
    ScoredFile,
    ScoreEvent,
    ScoreLibrary,
    SharedTitle,
    TitleCopy,
    Week,
)
from arrtui.features.scores.whatif import WhatIf
from tests.tui.estates import DAY, NOW
from tests.tui.panes.scores.chains import FakeLoops
from tests.tui.panes.scores.cutoffs import FakeCutoffs
from tests.tui.panes.scores.libraries import LIBRARIES
from tests.tui.panes.sync.fakes import FakeServices as JobServices

TODAY = date(2025, 11, 21)
MONDAY = date(2025, 11, 17)


class FakeScores:
    """Analyses in memory; ``calls`` notes what was asked for, ``fault`` is raised by whatever is asked."""

    def __init__(self, services: FakeServices, libraries: Sequence[ScoreLibrary]) -> None:
        self._services = services
        self.calls: list[tuple[Any, ...]] = []
        self.libraries = list(libraries)
        self.fault: ArrtuiError | None = None
        self.gate: asyncio.Event | None = None
        """While there is one, reading waits for it."""
        self.ignoring: dict[IgnoreKey, float] = {}
        self.saved: dict[str, Scenario] = {}
        self.days_known = 120
        self.reads = 0

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """Return what was asked for of one method."""
        return [call[1:] for call in self.calls if call[0] == name]

    def _note(self, *call: Any) -> None:
        self.calls.append(call)
        if self.fault is not None:
            raise self.fault

    # Analysis

    async def analyses(self, names: Sequence[str] = ()) -> list[Analysis]:
        self.reads += 1
        if self.gate is not None:
            await self.gate.wait()
        self._note("analyses", tuple(names))
        return [analyse(library) for library in self.libraries if not names or library.instance in names]

    async def differences(self) -> tuple[ProfileDifference, ...]:
        from arrtui.features.scores.profiles import profile_differences

        self._note("differences")
        return profile_differences(self.libraries)

    async def shared_titles(self) -> tuple[SharedTitle, ...]:
        from arrtui.features.scores.compare import shared_titles

        self._note("shared_titles")
        return shared_titles([analyse(library) for library in self.libraries])

    # Over time

    async def weeks(self, instance: str, count: int = 26) -> tuple[Week, ...]:
        self._note("weeks", instance, count)
        if not self.days_known:
            return ()
        starts = [MONDAY - timedelta(weeks=count - 1 - number) for number in range(count)]
        return tuple(
            Week(start.isoformat(), n * 3 % 11, n % 3, 40 if n == 9 else 0, n * 5 % 7, n % 4 // 3)
            if n % 6
            else Week(start.isoformat(), 0, 0, 0, 0, 0)
            for n, start in enumerate(starts)
        )

    async def days(self, instance: str, count: int = 180) -> list[Day]:
        self._note("days", instance, count)
        total = min(count, self.days_known)
        return [
            Day(
                (TODAY - timedelta(days=total - 1 - day)).isoformat(),
                files=200 + day, median=1_400 + 2 * day, health=55 + day // 8, done=0.3 + day / 400,
                below_minimum=0.1 - day / 2_000, size=(8 << 40) + (day << 32),
            )
            for day in range(total)
        ]  # fmt: skip

    async def samples(self, instance: str, external_id: str) -> list[Sample]:
        self._note("samples", instance, external_id)
        movie = instance.startswith("radarr")
        place = (-1, -1) if movie else (1, 1)
        base = (instance, external_id, *place)
        return [
            Sample(*base, NOW - 90 * DAY, ScoreEvent.NEW, 1_650, None, 11, "WEBDL-1080p", "", 3),
            Sample(*base, NOW - 31 * DAY, ScoreEvent.UPGRADED, 1_700, 1_650, 12, "Bluray-1080p", "", 7),
            Sample(*base, NOW - 2 * DAY, ScoreEvent.RESCORED, 1_705, 1_700, 12, "Bluray-1080p", "", 11),
        ]

    async def other_copies(self, file: ScoredFile) -> tuple[TitleCopy, ...]:
        self._note("other_copies", file.instance, file.external_id)
        return other_copies(file, [analyse(library) for library in self.libraries])

    async def history(self, instance: str, external_id: str) -> list[StoredEvent]:
        self._note("history", instance, external_id)
        rows = (
            ("downloadFolderImported", "2025-10-21T08:12:00Z", 1_700, "Bluray-1080p", ""),
            ("grabbed", "2025-10-21T07:30:00Z", 1_700, "Bluray-1080p", "Somewhere"),
            ("downloadFolderImported", "2025-08-23T21:02:00Z", 1_650, "WEBDL-1080p", ""),
        )
        return [
            StoredEvent(
                instance,
                ReleaseEvent(id=9 - number, event=event, date=when, score=score, quality=quality, indexer=by,
                             source_title=f"Title.{external_id}.1080p-GRP"),
            )
            for number, (event, when, score, quality, by) in enumerate(rows)
        ]  # fmt: skip

    # What is done

    async def ignored(self) -> dict[IgnoreKey, float]:
        return dict(self.ignoring)

    async def ignore(self, files: Sequence[ScoredFile]) -> None:
        self._note("ignore", tuple(files))
        self.ignoring |= {key_of(file): NOW + 30 * DAY for file in files}

    async def unignore(self, files: Sequence[ScoredFile]) -> None:
        self._note("unignore", tuple(files))
        for file in files:
            self.ignoring.pop(key_of(file), None)

    async def search(self, files: Sequence[ScoredFile]) -> list[int]:
        self._note("search", tuple(files))
        return [self._services.queue("search", file.title, {}, file.instance) for file in files]

    async def unmonitor(self, files: Sequence[ScoredFile]) -> list[int]:
        self._note("unmonitor", tuple(files))
        names = dict.fromkeys(file.instance for file in files)
        return [self._services.queue("act", f"unmonitor on {name}", {}, name) for name in names]

    # What-if

    async def scenarios(self) -> list[Scenario]:
        self._note("scenarios")
        return sorted(self.saved.values(), key=lambda scenario: scenario.name)

    async def save_scenario(self, scenario: Scenario) -> None:
        self._note("save_scenario", scenario)
        self.saved[scenario.name] = msgspec.structs.replace(scenario, saved_at=NOW)

    async def delete_scenario(self, name: str) -> None:
        self._note("delete_scenario", name)
        self.saved.pop(name, None)

    async def what_if(self, instance: str, scenario: Scenario) -> WhatIf:
        from arrtui.features.scores.whatif import what_if

        self._note("what_if", instance, scenario)
        library = next(library for library in self.libraries if library.instance == instance)
        return what_if(analyse(library), scenario)

    async def apply_scenario(self, instance: str, scenario: Scenario) -> int:
        self._note("apply_scenario", instance, scenario)
        return 7

    async def report(self, names: Sequence[str], format: str, folder: Path) -> list[Path]:
        self._note("report", tuple(names), format, folder)
        return [folder / f"scores.{format}"]


class FakeLibrary:
    """Knows the slug of every title."""

    async def slug(self, instance: str, item_id: int) -> str:
        return f"{instance.rpartition('.')[2]}-{item_id}"


class FakeServices(JobServices):
    """Just enough of the services for the app to run: scores, plans, and jobs that a test moves on."""

    def __init__(self, *libraries: ScoreLibrary, **ui: Any) -> None:
        super().__init__(**ui)
        instances: Any = tuple(
            SimpleNamespace(name=name, kind=Kind(name.partition(".")[0]), web_url=f"http://nas/{name}")
            for name in ("radarr.main", "radarr.4k", "sonarr.main")
        )
        self.config_fault = None
        self.config = replace(self.config, instances=instances)
        self.scores = FakeScores(self, libraries)
        self.loops = FakeLoops()
        self.loops.cutoffs = FakeCutoffs(libraries)
        self.library = FakeLibrary()


def estate(**ui: Any) -> FakeServices:
    """Return services over the three libraries."""
    return FakeServices(*(make() for make in LIBRARIES), **ui)
