"""What the library reads, on either kind of database."""

from __future__ import annotations

import gc

import pytest

from arrtui.db.database import Database
from arrtui.features.library.detail import FormatScore
from arrtui.features.library.load import (
    load_detail,
    load_episodes,
    load_library,
    load_series,
    load_slug,
    places_of,
)
from arrtui.features.library.merge import TitleKey
from arrtui.features.library.seasons import ALL, EpisodeKey
from tests.features.library.estate import HOSTILE, INSTANCES, NOW, small_estate

MATRIX = TitleKey("radarr", "603")
SHOW = TitleKey("sonarr", "800")
MATRIX_PLACES = (("radarr.main", 1), ("radarr.uhd", 1))
SHOW_PLACES = (("sonarr.main", 1), ("sonarr.anime", 1))


@pytest.fixture
def filled(database: Database) -> Database:
    database.write_sync(small_estate)
    return database


def test_titles_of_all_instances_are_merged(filled: Database) -> None:
    library = filled.read_sync(load_library, INSTANCES)
    titles = {title.key: title for title in library.titles}
    assert places_of(titles[MATRIX]) == MATRIX_PLACES
    assert len(titles) == 10
    assert titles[TitleKey("radarr", "606")].title == HOSTILE
    assert library.by_place["sonarr.anime", 1].key == SHOW
    assert library.oldest == NOW - 7_200 and library.never == []


def test_only_the_instances_asked_for_are_read(filled: Database) -> None:
    library = filled.read_sync(load_library, {"radarr.uhd": "radarr", "radarr.new": "radarr"})
    assert len(library.titles) == 3
    assert library.never == ["radarr.new"]


def test_nothing_stored_is_an_empty_library(database: Database) -> None:
    library = database.read_sync(load_library, INSTANCES)
    assert (library.titles, library.oldest, library.never) == ([], None, list(INSTANCES))


def test_all_episodes(filled: Database) -> None:
    episodes = filled.read_sync(load_episodes, INSTANCES)
    assert len(episodes.rows) == 20
    assert episodes.facets.count({"files": frozenset({"has file"}), "on": frozenset({"sonarr.main"})}) == 4


def test_reading_episodes_leaves_the_garbage_collector_on(filled: Database) -> None:
    frozen = gc.get_freeze_count()
    filled.read_sync(load_episodes, INSTANCES)
    assert gc.isenabled() and gc.get_freeze_count() > frozen
    gc.unfreeze()


def test_a_series_with_its_copies_side_by_side(filled: Database) -> None:
    series = filled.read_sync(load_series, [*SHOW_PLACES, ("sonarr.main", 99)], "2025-10-09T00:00:00Z")
    assert series.instances == ("sonarr.main", "sonarr.anime")
    assert [line.season for line in series.seasons] == [ALL, 1, 2]
    first = series.seasons[1].copies
    assert [(one.have, one.due, one.total) for one in first if one] == [(4, 4, 5), (2, 4, 5)]


def test_a_movie_in_full(filled: Database) -> None:
    detail = filled.read_sync(load_detail, MATRIX, MATRIX_PLACES)
    main, uhd = detail.copies
    assert (main.instance, main.profile_name, main.row.tags) == ("radarr.main", "HD", ("kids", "keep"))
    (file,) = main.files
    assert file.formats[0] == FormatScore("HD Bluray Tier 01", 1750)
    assert (file.total, file.explained) == (1750, False)
    assert not uhd.profile.upgrade_allowed
    assert [line.stored.event.event for line in detail.events] == ["movieFileDeleted", "grabbed"]
    added, changed = detail.changes
    assert (added.subject, changed.subject) == ("file file 1.mkv", "movie")
    assert ("profile", "UHD [hot]", "HD") in changed.fields


def test_one_episode_in_full(filled: Database) -> None:
    detail = filled.read_sync(load_detail, SHOW, SHOW_PLACES, episode=EpisodeKey(1, 3))
    assert [len(copy.files) for copy in detail.copies] == [1, 0]
    assert detail.copies[0].files[0].file.score == 102
    whole = filled.read_sync(load_detail, SHOW, SHOW_PLACES)
    assert [len(copy.files) for copy in whole.copies] == [4, 2]


def test_what_was_removed_meanwhile_is_left_out(filled: Database) -> None:
    detail = filled.read_sync(load_detail, TitleKey("radarr", "1"), [("radarr.main", 99)])
    assert detail.copies == () == detail.events
    assert filled.read_sync(load_slug, "radarr.main", 99) == ""
    assert filled.read_sync(load_slug, "sonarr.main", 1) == "show"
