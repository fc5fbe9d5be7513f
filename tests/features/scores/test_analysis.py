"""All of it together, for a library of movies and one of episodes."""

from __future__ import annotations

import gc
from collections import Counter

import pytest

from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.model import Missing, Priority, Verdict
from arrtui.features.scores.rules import ScoreRules
from tests.features.scores import builders as b
from tests.features.scores.builders import BAD, GOOD, WEBDL1080

FILES = [
    b.file(1),
    b.file(2, score=1650, formats=(GOOD,)),
    b.file(3, quality_id=WEBDL1080, app_unmet=True),
    b.file(4, quality_id=WEBDL1080),
    b.file(5, score=-9500, formats=(GOOD, BAD)),
    b.file(6, profile_id=2, score=500, formats=(GOOD,)),
]


def test_everything_told_is_of_the_same_files() -> None:
    never = b.profile(id=2, name="Kids", upgrade_allowed=False)
    analysis = analyse(b.library(FILES, [b.profile(), never], missing=Missing(8, 6)))
    assert analysis.instance == "radarr.main"
    assert [judged.file for judged in analysis.judged] == FILES
    assert Counter(judged.verdict for judged in analysis.judged) == {
        Verdict.DONE: 1,
        Verdict.FORMAT: 2,
        Verdict.QUALITY: 2,
        Verdict.NO_UPGRADES: 1,
    }
    assert [candidate.judged.file.file_id for candidate in analysis.candidates] == [5, 3, 4, 2]
    assert (analysis.disagreements, analysis.unexplained) == (1, 1)
    assert [(row.profile, row.files) for row in analysis.profiles if row.files] == [("HD", 5), ("Kids", 1)]
    assert {(row.profile, row.name) for row in analysis.formats} >= {("HD", "LQ"), ("Kids", "HDR")}
    assert [part.good for part in analysis.health.parts] == [5, 1, 6, 5]


def test_the_rules_decide_priorities() -> None:
    library = b.library([b.file(score=1990, formats=(BAD,))])
    assert analyse(library).candidates[0].priority is Priority.CRITICAL
    lenient = analyse(library, ScoreRules(critical_score=-20_000)).candidates[0]
    assert lenient.priority is Priority.LOW


def test_formats_have_their_names_in_the_advice() -> None:
    analysis = analyse(b.library([b.file(score=1990, formats=(BAD,))]))
    assert "LQ counts -10,000" in analysis.candidates[0].advice


def test_a_file_with_two_episodes_is_one_file() -> None:
    profile = b.profile(instance="sonarr.main")
    files = [b.episodes(1), b.episodes(2, score=100)]
    analysis = analyse(b.library(files, [profile], instance="sonarr.main"))
    assert len(analysis.judged) == sum(row.files for row in analysis.profiles) == 2
    assert [candidate.judged.file.episodes for candidate in analysis.candidates] == [(3, 4)]


def test_an_instance_without_files_has_nothing_to_tell() -> None:
    analysis = analyse(b.library([]))
    assert (analysis.judged, analysis.candidates, analysis.health.points) == ((), (), 100)


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_collected_afterwards_where_it_was_before(collecting: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        analyse(b.library(FILES))
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if before else gc.disable)()
