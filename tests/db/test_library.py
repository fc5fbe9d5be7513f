"""Rows of the Library pane."""

from __future__ import annotations

from arrtui.core.domain import Episode, Item, MediaFile, Setting, SettingType, Volatile
from arrtui.db import library
from arrtui.db.database import Database
from arrtui.db.library import LibraryRow
from tests.db.samples import EPISODES, FILES, MOVIE, SERIES, SETTINGS, VOLATILE, store, store_series

MOVIE_FILE = MediaFile(id=1, item_id=7, size=5, quality="Remux", score=1750, cutoff_unmet=True)


def test_a_series_sums_its_files_up(database: Database) -> None:
    store_series(database)
    (row,) = database.read_sync(library.library_rows)
    assert row == LibraryRow(
        instance="sonarr.main",
        kind="sonarr",
        item_id=5,
        external_id="81189",
        year=2008,
        title="Breaking Bad",
        sort_title="breaking bad",
        status="ended",
        monitored=True,
        available=True,
        profile="HD",
        tags=("kids", "2"),
        root_folder="/tv",
        files=2,
        episodes=3,
        total_episodes=3,
        size=2**40 + 7,
        added="2020-01-01T00:00:00Z",
        quality="",
        min_score=-35_000,
        max_score=11_000,
        mean_score=-12_000.0,
        cutoff_unmet=True,
        path="/tv/Breaking Bad",
    )
    assert row.monitored is True


def test_a_movie_shows_its_file(database: Database) -> None:
    store(database, "radarr.main", MOVIE, MOVIE_FILE, Setting(id=6, type="quality_profile", name="UHD"))
    store(database, "radarr.bare", MOVIE)
    rows = {row.instance: row for row in database.read_sync(library.library_rows)}
    full, bare = rows["radarr.main"], rows["radarr.bare"]
    assert (full.quality, full.min_score, full.max_score, full.mean_score) == ("Remux", 1750, 1750, 1750.0)
    assert (full.profile, full.cutoff_unmet, full.tags) == ("UHD", True, ())
    assert (bare.quality, bare.mean_score, bare.profile, bare.cutoff_unmet) == ("", None, "", False)


def test_rows_of_some_instances_in_order(database: Database) -> None:
    store_series(database)
    store(database, "radarr.main", MOVIE, Item(id=8, title="Alien", sort_title="alien"))
    with database.reading():
        rows = library.library_rows
        assert [row.title for row in rows()] == ["Breaking Bad", "Alien", "The Matrix"]
        assert [row.title for row in rows(["radarr.main"])] == ["Alien", "The Matrix"]
        assert rows(["radarr.none"]) == rows([]) == []


def test_episodes_with_their_files(database: Database) -> None:
    store_series(database)
    store(database, "sonarr.other", SERIES, Episode(id=51, item_id=5, season=0, number=1))
    with database.reading():
        rows = library.episode_rows("sonarr.main", 5)
        assert [(row.season, row.number, row.title) for row in rows] == [
            (one.season, one.number, one.title) for one in EPISODES
        ]
        first, _, last = rows
        assert (first.series, first.quality) == ("Breaking Bad", "Bluray-1080p")
        assert (first.score, first.size) == (-35_000, 2**40)
        assert (last.file_id, last.quality, last.score, last.size) == (0, None, None, None)
        assert (first.monitored, last.monitored) == (True, False)
        assert library.episode_rows("sonarr.main", 6) == []
        everywhere = library.all_episode_rows()
        assert everywhere == [*rows, *library.episode_rows("sonarr.other", 5)]
        assert library.all_episode_rows(["sonarr.other"]) == everywhere[3:]


def test_files_and_settings_are_decoded(database: Database) -> None:
    store_series(database)
    with database.reading():
        assert library.files_of_item("sonarr.main", 5) == list(FILES)
        assert library.files_of_item("sonarr.main", 6) == []
        assert library.settings_of("sonarr.main", SettingType.CUSTOM_FORMAT) == {1: SETTINGS[2]}


def test_the_detail_of_a_title(database: Database) -> None:
    store_series(database)
    store(database, "radarr.main", MOVIE)
    with database.reading():
        detail = library.item_detail("sonarr.main", 5)
        assert detail is not None
        assert (detail.item, detail.volatile) == (SERIES, VOLATILE)
        assert detail.row == library.library_rows(["sonarr.main"])[0]
        bare = library.item_detail("radarr.main", 7)
        assert bare is not None
        assert (bare.item, bare.volatile) == (MOVIE, Volatile())
        assert library.item_detail("radarr.main", 5) is None
