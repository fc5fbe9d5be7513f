"""Profiles that never stop, over a backed up estate: the job that matches tells what each release scores."""

from __future__ import annotations

from pathlib import Path

from arrtui.core.apps import Kind
from arrtui.core.config import load_config
from arrtui.core.matching import evaluate
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.loops.cutoffs import CutoffReport, CutoffState
from arrtui.features.loops.load import load_releases
from arrtui.features.scores.model import ScoreLibrary
from arrtui.runtime.matches import match_job
from arrtui.runtime.services import Services

MAIN = "radarr.main"


async def test_the_best_of_the_history_is_found_once_its_names_are_searched(tmp_path: Path) -> None:
    with SimulatedEstate(EstateSize(radarr=(("main", 60),), sonarr=()), seed=11) as estate:
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={})
        await services.engine.run_jobs(await services.backup.back_up([MAIN]))
        before = await services.loops.cutoffs.report(MAIN)
        job_id, _ = await services.jobs.enqueue(match_job(Kind.RADARR))
        await services.engine.run_jobs([job_id])
        after = await services.loops.cutoffs.report(MAIN)
        assert before.unsearched > 0 == after.unsearched
        assert after.of_state(CutoffState.NEVER)
        (analysis,) = await services.scores.analyses([MAIN])
        assert best(after) == one_by_one(services, analysis.library)
        await services.clients.aclose()
        services.database.close()


def best(report: CutoffReport) -> dict[tuple[str, str], int]:
    """Return the best score of each profile and quality that is told."""
    return {
        (profile.profile, quality.name): quality.best.most
        for profile in report.profiles
        for quality in profile.qualities
        if quality.best is not None
    }


def one_by_one(services: Services, library: ScoreLibrary) -> dict[tuple[str, str], int]:
    """Return the best score of the files, and of the releases evaluated each by itself."""
    book, releases = services.database.read_sync(load_releases, MAIN, "radarr")
    state = book.settings.latest
    scores: dict[tuple[str, str], int] = {}

    def note(profile_id: int, quality_id: int, score: int) -> None:
        place = next(place.name for place in state.profiles[profile_id].places if quality_id in place.ids)
        key = (library.profiles[profile_id].name, place)
        scores[key] = max(score, scores.get(key, score))

    for file in library.files:
        note(file.profile_id, file.quality_id, file.score or 0)
    for release in releases.noted:
        note(release.profile_id, release.quality_id, release.most)
    for row, profile_id, facts in zip(releases.rows, releases.profile_ids, releases.facts, strict=True):
        outcome = evaluate(state.scored_formats(profile_id), facts)
        if not outcome.unknown:
            points = (state.profiles[profile_id].scores[number] for number in outcome.matched)
            note(profile_id, row.quality_id, sum(points))
    return scores
