"""What is told of one title: the same as among all of them, and files that no row tells of."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import ReleaseEvent
from arrtui.db import history
from arrtui.db.chain_rows import chain_rows, chain_rows_of
from arrtui.db.database import Database
from arrtui.features.loops import load
from arrtui.features.loops.causes import causes_of
from arrtui.features.loops.model import ChainKind, ChainStep, StepKind
from arrtui.features.loops.steps import steps_of
from arrtui.features.loops.title import load_score_histories
from tests.db.samples import store
from tests.features.loops.live import store_chains
from tests.features.loops.test_causes import RELEASE, rows

NAME = "Amber Glass (1997) x264.mkv"
HERE = {"id": 77, "movieId": 28, "relativePath": "Copper Lane.mkv", "customFormatScore": 40}


def two_titles() -> list[dict[str, Any]]:
    """Return rows of a title that loops, and of one that was grabbed and deleted."""
    loop = rows(RELEASE, NAME)
    other = [row | {"id": 90 + place, "movieId": 28} for place, row in enumerate(loop[:3])]
    return [*loop, *other]


def test_one_title_is_told_as_among_all_without_reading_others(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store_chains(sqlite, "radarr.main", two_titles(), files=[HERE])
    (chain,) = (chain for chain in stored.report.chains if chain.item_id == 27)
    monkeypatch.setattr(load, "chain_rows", None)
    (history,) = sqlite.read_sync(load_score_histories, "radarr.main", "radarr", [27])
    (story,) = history.stories
    assert (story.chain.kind, history.unexplained) == (ChainKind.LOOP, ())
    assert story.steps == sqlite.read_sync(steps_of, chain, stored.book)
    assert story.causes == sqlite.read_sync(causes_of, chain, stored.book)
    assert history.report.titles == {27: "Title 27"}


def test_a_file_that_no_row_tells_of_stands_by_itself(sqlite: Database) -> None:
    store_chains(sqlite, "radarr.main", two_titles(), files=[HERE])
    (history,) = sqlite.read_sync(load_score_histories, "radarr.main", "radarr", [28])
    assert [story.chain.item_id for story in history.stories] == [28]
    (file,) = history.unexplained
    assert isinstance(file, ChainStep) and file.kind is StepKind.NOW
    assert (file.title, file.score) == ("Copper Lane.mkv", 40)


def test_a_series_is_told_by_what_goes_round_and_an_episode_by_its_own(sqlite: Database) -> None:
    loop = [row | {"seriesId": 27, "episodeId": 1} for row in rows(RELEASE, NAME)]
    quiet = [loop[0] | {"id": 90, "episodeId": 2}]
    for row in (*loop, *quiet):
        del row["movieId"]
    store_chains(sqlite, "sonarr.main", [*loop, *quiet])

    def told(**asked: Any) -> list[tuple[int, ...]]:
        (history,) = sqlite.read_sync(lambda: load_score_histories("sonarr.main", "sonarr", [27], **asked))
        assert len(history.stories) + history.quiet == len(history.report.chains)
        return [story.chain.episode_ids for story in history.stories]

    assert told() == [(1,)]
    assert told(every=True) == [(1,), (2,)]
    assert told(episodes=[(1, 2)]) == [(2,)]


def test_rows_since_a_date_are_all_rows_of_the_titles_that_have_one(database: Database) -> None:
    instance_id = store(database, "radarr.main")
    old, new = "2026-01-01T00:00:00Z", "2026-11-01T00:00:00Z"
    listed = [(1, old, 1, ""), (2, old, 1, "500"), (3, new, 2, "500"), (4, old, 3, "700"), (5, new, 4, "")]
    with database.writing():
        for number, date, item_id, external_id in listed:
            event = ReleaseEvent(id=number, event="grabbed", date=date, item_id=item_id)
            history.store_events(instance_id, [event], {item_id: external_id})
    rows = database.read_sync(chain_rows, instance_id, new)
    assert [row.id for row in rows] == [1, 2, 3, 5]
    of_title = database.read_sync(chain_rows_of, instance_id, 2, "500")
    assert sorted(row.id for row in of_title) == [1, 2, 3]
