"""The candidates that are worth a search tonight."""

from __future__ import annotations

from arrtui.features.scores.best import BEST, best_to_search
from arrtui.features.scores.candidates import candidates
from arrtui.features.scores.ignores import key_of
from arrtui.features.scores.model import Candidate, ScoredFile
from arrtui.features.scores.rules import ScoreRules
from arrtui.features.scores.verdict import judge_all
from tests.features.scores import builders as b
from tests.features.scores.builders import FORMATS, WEBDL1080


def all_of(*files: ScoredFile) -> tuple[Candidate, ...]:
    profiles = {1: b.profile(), 2: b.profile(id=2, upgrade_allowed=False, minimum=100)}
    return candidates(judge_all(files, profiles), profiles, ScoreRules(), FORMATS)


def ids_of(best: tuple[Candidate, ...]) -> list[int]:
    return [candidate.judged.file.file_id for candidate in best]


def test_what_a_search_cannot_replace_now_is_not_among_the_best() -> None:
    rows = all_of(
        b.file(1, score=500),
        b.file(2, quality_id=WEBDL1080),
        b.file(3, score=500, monitored=False),
        b.file(4, score=500, available=False),
        b.file(5, profile_id=2, score=20),
    )
    assert len(rows) == 5
    assert ids_of(best_to_search(rows)) == [2, 1]


def test_the_most_urgent_come_first_and_no_more_than_asked_for() -> None:
    rows = all_of(*(b.file(n, score=n) for n in range(1, BEST + 10)))
    assert ids_of(best_to_search(rows)) == list(range(1, BEST + 1))
    assert ids_of(best_to_search(rows, count=2)) == [1, 2]


def test_ignored_ones_make_room_for_others() -> None:
    rows = all_of(*(b.file(n, score=n) for n in range(1, 5)))
    ignored = {key_of(rows[0].judged.file)}
    assert ids_of(best_to_search(rows, ignored, count=2)) == [2, 3]
