"""Use cases of scores: analyses of what is stored, scenarios, ignores, searches and reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.core.errors import NoSuchSnapshotError, UsageError
from arrtui.core.memory import not_collecting
from arrtui.db import estate, snapshots
from arrtui.db.database import Database
from arrtui.db.history import StoredEvent as StoredEvent
from arrtui.db.history import events_of_item
from arrtui.db.library import child_keys
from arrtui.db.scores import stored_days, stored_samples
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.read_only import refuse_writing
from arrtui.runtime.sync.use_cases import SyncServices

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.db.scores import Day, Sample
    from arrtui.features.scores.ignores import IgnoreKey
    from arrtui.features.scores.model import (
        Analysis,
        ProfileDifference,
        Scenario,
        ScoredFile,
        SharedTitle,
        TitleCopy,
        Week,
    )
    from arrtui.features.scores.report.data import ReportCutoff
    from arrtui.features.scores.rules import ScoreRules
    from arrtui.features.scores.whatif import WhatIf

# The features are imported when they are first used: the app's first paint does not wait for them.


class ScoresServices:
    """Reads what is stored; analyses are kept until an instance has a newer snapshot.

    Every method may raise ArrtuiError.
    """

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        sync: SyncServices,
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._sync = sync
        self._clock = clock
        self._cache: dict[str, tuple[int, ScoreRules, Analysis]] = {}

    @property
    def rules(self) -> ScoreRules:
        """The configured thresholds."""
        return rules_of(self._config())

    # --- analyses ------------------------------------------------------------------------------------

    async def analyses(self, names: Sequence[str] = ()) -> list[Analysis]:
        """Return the analysis of each named instance, or of all; those never backed up are left out."""
        analyses = []
        for name in self._config().instance_names(names):
            analysis = await self._database.read(self._analysis, name, self.rules)
            if analysis is not None:
                analyses.append(analysis)
        return analyses

    def _analysis(self, name: str, rules: ScoreRules) -> Analysis | None:
        """Return the analysis of an instance, None without a snapshot; runs in a database thread."""
        from arrtui.features.scores.analysis import analyse
        from arrtui.features.scores.load import load_library

        instance_id = estate.instance_ids().get(name)
        latest = None if instance_id is None else snapshots.latest_complete(instance_id)
        if latest is None:
            self._cache.pop(name, None)
            return None
        cached = self._cache.get(name)
        if cached is not None and cached[:2] == (latest.id, rules):
            return cached[2]
        try:
            analysis = analyse(load_library(name, self._config().instance(name).kind), rules)
        except NoSuchSnapshotError:
            return None
        self._cache[name] = (latest.id, rules, analysis)
        return analysis

    async def _analysis_of(self, name: str) -> Analysis:
        """Return the analysis of one instance. Raises NoSuchSnapshotError."""
        analyses = await self.analyses([name])
        if not analyses:
            raise NoSuchSnapshotError.nothing_stored("analysing scores", name)
        return analyses[0]

    async def differences(self) -> tuple[ProfileDifference, ...]:
        """Return how profiles of one name differ between instances."""
        from arrtui.features.scores.profiles import profile_differences

        return profile_differences([analysis.library for analysis in await self.analyses()])

    async def shared_titles(self) -> tuple[SharedTitle, ...]:
        """Return the titles that several instances have, side by side."""
        from arrtui.features.scores.compare import shared_titles

        return shared_titles(await self.analyses())

    async def other_copies(self, file: ScoredFile) -> tuple[TitleCopy, ...]:
        """Return the copies of a file's movie or episodes on other instances."""
        from arrtui.features.scores.compare import other_copies

        return await self._database.read(other_copies, file, await self.analyses())

    # --- over time -----------------------------------------------------------------------------------

    async def weeks(self, instance: str, count: int = 26) -> tuple[Week, ...]:
        """Return the score events of each of the last weeks, the current week last."""
        from arrtui.features.scores.trends import weeks

        today = datetime.fromtimestamp(self._clock(), UTC).date()
        first = today - timedelta(days=today.weekday(), weeks=count - 1)
        since = datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()
        samples = await self._database.read(stored_samples, instance, since=since)
        return weeks(samples, first.isoformat(), today.isoformat())

    async def days(self, instance: str, count: int = 180) -> list[Day]:
        """Return the figures of each of the last days on which the instance was backed up."""
        since = datetime.fromtimestamp(self._clock(), UTC).date() - timedelta(days=count)
        return await self._database.read(stored_days, instance, since.isoformat())

    async def samples(self, instance: str, external_id: str) -> list[Sample]:
        """Return the score history of a title."""
        return await self._database.read(stored_samples, instance, external_id=external_id)

    async def history(self, instance: str, external_id: str) -> list[StoredEvent]:
        """Return the release events of a title, newest first."""
        kind = self._config().instance(instance).kind
        return await self._database.read(events_of_item, kind, external_id, [instance])

    # --- ignored candidates --------------------------------------------------------------------------

    async def ignored(self) -> Mapping[IgnoreKey, float]:
        """Return what is ignored, and until when (UTC seconds)."""
        from arrtui.features.scores.ignores import ignored

        return await self._database.read(ignored, self._clock())

    async def ignore(self, files: Sequence[ScoredFile]) -> None:
        """Leave files out of the candidates for the configured number of days."""
        from arrtui.features.scores.ignores import ignore, key_of

        until = self._clock() + self._config().scores.ignore_days * 86_400.0
        await self._database.write(ignore, [key_of(file) for file in files], until)

    async def unignore(self, files: Sequence[ScoredFile]) -> None:
        """Show files among the candidates again."""
        from arrtui.features.scores.ignores import key_of, unignore

        await self._database.write(unignore, [key_of(file) for file in files])

    # --- actions -------------------------------------------------------------------------------------

    async def search(self, files: Sequence[ScoredFile]) -> list[int]:
        """Queue searches for files, a job for each instance; return the jobs' ids. Raises ReadOnlyError."""
        refuse_writing(self._config(), "searching")
        from arrtui.runtime.scores.search import Search, search_job

        by_instance: dict[str, dict[tuple[int, ...], Search]] = {}
        for file in files:
            ids = file.episode_ids or (file.item_id,)
            by_instance.setdefault(file.instance, {})[ids] = Search(ids, file.title)
        jobs = [search_job(name, list(searches.values())) for name, searches in by_instance.items()]
        return await self._queue.enqueue_all(jobs)

    async def unmonitor(self, files: Sequence[ScoredFile]) -> list[int]:
        """Queue the unmonitoring of movies, or of the episodes or albums of files; return the jobs' ids."""
        from arrtui.features.sync.actions import Action, ActionKind, ActionTarget

        ids: dict[str, set[int]] = {}
        for file in files:
            ids.setdefault(file.instance, set()).update(file.episode_ids)
        keys = {name: await self._database.read(child_keys, name, own) for name, own in ids.items()}
        targets = tuple(
            ActionTarget(
                instance=file.instance,
                item_id=file.item_id,
                episodes=tuple(keys[file.instance].get(number, "") for number in file.episode_ids),
                episode_ids=file.episode_ids,
                title=file.title,
            )
            for file in files
        )
        return await self._sync.act(Action(kind=ActionKind.UNMONITOR, targets=targets))

    # --- what-if -------------------------------------------------------------------------------------

    async def scenarios(self) -> list[Scenario]:
        """Return the saved scenarios."""
        from arrtui.features.scores.scenarios import scenarios

        return await self._database.read(scenarios)

    async def save_scenario(self, scenario: Scenario) -> None:
        """Save a scenario under its name, replacing one of that name."""
        from arrtui.features.scores.scenarios import save_scenario

        await self._database.write(save_scenario, scenario)

    async def delete_scenario(self, name: str) -> None:
        """Delete a scenario."""
        from arrtui.features.scores.scenarios import delete_scenario

        await self._database.write(delete_scenario, name)

    async def what_if(self, instance: str, scenario: Scenario) -> WhatIf:
        """Return what a scenario would do to an instance. Raises ScenarioError for unknown names."""
        from arrtui.features.scores.whatif import what_if

        analysis = await self._analysis_of(instance)
        with not_collecting():
            return await self._database.read(what_if, analysis, scenario, self.rules)

    async def apply_scenario(self, instance: str, scenario: Scenario) -> int:
        """Store the plan that writes a scenario to an instance; return its number.

        Nothing is written before it was reviewed and applied. Raises ScenarioError, UsageError.
        """
        from arrtui.features.sync import store
        from arrtui.runtime.scores.plans import scenario_plan

        analysis = await self._analysis_of(instance)
        draft = await self._database.read(scenario_plan, analysis, scenario)
        if not draft.entries:
            raise UsageError(
                "applying the scenario",
                why=f"it changes nothing on {instance}",
                advice="Change a score or a limit first.",
                instance=instance,
            )
        return await self._database.write(store.save, draft, self._clock())

    # --- reports -------------------------------------------------------------------------------------

    async def report(self, names: Sequence[str], form: str, folder: Path) -> list[Path]:
        """Write a report of some instances, or of all, as ``csv``, ``json`` or ``html``; return the files."""
        from arrtui.features.scores.report.data import report_data
        from arrtui.features.scores.report.write import write_report

        analyses = await self.analyses(names)
        if not analyses:
            raise NoSuchSnapshotError(
                what="writing the report",
                why="nothing is stored yet",
                advice="Run: arrtui --run backup",
            )
        instances = [analysis.instance for analysis in analyses]
        weeks = {instance: await self.weeks(instance) for instance in instances}
        days = {instance: await self.days(instance) for instance in instances}
        differences, shared_titles = await self.differences(), await self.shared_titles()
        cutoffs = [row for instance in instances for row in await self._cutoffs(instance)]
        data = report_data(analyses, weeks, days, differences, shared_titles, self._clock(), cutoffs)
        return await self._database.read(lambda: write_report(data, form, folder))

    async def _cutoffs(self, instance: str) -> list[ReportCutoff]:
        """Return whether the profiles of an instance ever stop searching, as lines of a report."""
        from arrtui.features.loops.cutoff_words import sentence_of
        from arrtui.features.scores.report.data import ReportCutoff
        from arrtui.runtime.loops_cutoffs import CutoffServices

        report = await CutoffServices(self._config, self._database).report(instance)
        lines = []
        for row in report.profiles:
            best, first = row.best, next(iter(row.suggestions), None)
            line = ReportCutoff(
                *(row.instance, row.profile, row.state.value, row.cutoff, row.wanted),
                *(best and best.most, best.name if best else "", row.releases, row.files),
                *(row.short_quality, row.short_score, first and first.wanted, first and first.stopped),
                sentence_of(row),
            )
            lines.append(line)
        return lines


def rules_of(config: Config) -> ScoreRules:
    """Return the configured thresholds."""
    from arrtui.features.scores.rules import ScoreRules

    scores = config.scores
    return ScoreRules(
        critical_score=scores.critical_score,
        gain_points=scores.gain_points,
        gain_percent=scores.gain_percent,
        reachable_percentile=scores.reachable_percentile,
        reachable_files=scores.reachable_files,
    )
