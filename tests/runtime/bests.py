"""The best scores of files and releases, each evaluated by itself, to check reports by."""

from __future__ import annotations

from arrtui.core.matching import evaluate
from arrtui.features.loops.cutoffs import CutoffReport
from arrtui.features.loops.load import load_releases
from arrtui.features.scores.model import ScoreLibrary
from arrtui.runtime.services import Services


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
    book, releases = services.database.read_sync(load_releases, library.instance, library.kind.value)
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
