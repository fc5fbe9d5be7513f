"""A series with the copies of several instances side by side."""

from __future__ import annotations

from arrtui.db.library import EpisodeListRow
from arrtui.features.library.seasons import ALL, EpisodeKey, SeasonCopy, SeriesCopy, arrange, is_due

NOW = "2025-01-01T00:00:00Z"


def episode(one: int, season: int, number: int, **more: object) -> EpisodeListRow:
    base = EpisodeListRow(
        "sonarr.main", 1, one, "Show", season, number, f"E{number}", "2024-01-01T00:00:00Z", True, 0,
        None, None, None,
    )  # fmt: skip
    return base._replace(**more)


def test_an_episode_is_due_as_the_app_counts() -> None:
    assert is_due(episode(1, 1, 1), NOW)
    assert not is_due(episode(1, 1, 1, monitored=False), NOW)
    assert is_due(episode(1, 1, 1, monitored=False, file_id=3), NOW)
    assert not is_due(episode(1, 1, 1, air_date="2026-01-01T00:00:00Z"), NOW)
    assert not is_due(episode(1, 1, 1, air_date=""), NOW)


def test_copies_meet_by_season_and_number() -> None:
    here = SeriesCopy("sonarr.main", 1, frozenset({1}), [episode(1, 1, 1), episode(2, 1, 2)])
    there = SeriesCopy("sonarr.anime", 9, frozenset(), [episode(77, 1, 2, title=""), episode(78, 0, 1)])
    series = arrange([here, there], NOW)
    assert [line.key for line in series.episodes] == [(0, 1), (1, 1), (1, 2)]
    ids = [[copy and copy.episode_id for copy in line.copies] for line in series.episodes]
    assert ids == [[None, 78], [1, None], [2, 77]]
    assert series.episodes[2].title == "E2"
    assert [line.name for line in series.seasons] == ["All seasons", "Specials", "Season 1"]


def test_a_season_counts_each_file_once() -> None:
    rows = [
        episode(1, 1, 1, file_id=5, size=100),
        episode(2, 1, 2, file_id=5, size=100),
        episode(3, 1, 3),
        episode(4, 1, 4, monitored=False),
    ]
    series = arrange([SeriesCopy("sonarr.main", 1, frozenset({1}), rows)], NOW)
    assert series.seasons[1].copies == (SeasonCopy(True, 2, 3, 4, 100),)
    assert series.seasons[0].copies == (SeasonCopy(True, 2, 3, 4, 100),)


def test_a_season_an_instance_does_not_know_is_blank_there() -> None:
    here = SeriesCopy("sonarr.main", 1, frozenset({2}), [episode(1, 1, 1)])
    there = SeriesCopy("sonarr.anime", 1, frozenset(), [])
    series = arrange([here, there], NOW)
    assert [line.season for line in series.seasons] == [ALL, 1, 2]
    assert [line.copies[1] is None for line in series.seasons] == [False, True, True]
    assert series.of_season(2) == []
    assert [line.key for line in series.of_season(ALL)] == [EpisodeKey(1, 1)]
