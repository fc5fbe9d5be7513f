"""Albums are judged as the app does: all their files together, by the first one's score (LIDARR_API 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.db.albums import AlbumRow
from arrtui.db.database import Database
from arrtui.db.estate import instance_ids
from arrtui.db.scores import stored_samples
from arrtui.db.snapshots import latest_complete
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.scores.albums import album_files, missing_albums
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.health import part_words
from arrtui.features.scores.ignores import key_of
from arrtui.features.scores.load import load_library
from arrtui.features.scores.model import Missing, ScoredFile, ScoreLibrary, Verdict
from arrtui.features.scores.report.data import ReportFile
from arrtui.features.scores.samples import record_samples
from arrtui.features.scores.verdict import judge_all
from tests.features.scores.builders import BLURAY1080, HDTV720, WEBDL1080, file, profile

NAME = "lidarr.main"
ALBUM = AlbumRow(4, 1, 1, 77, "Summer Island", True, "1986-01-01T00:00:00Z", tracks=3, files=3)


def track(number: int, **fields: Any) -> ScoredFile:
    facts = {"instance": NAME, "kind": Kind.LIDARR, "item_id": 1, "size": 100, "path": f"Island/{number}.mp3"}
    return file(number, **(facts | fields))


def album(*files: ScoredFile, **fields: Any) -> ScoredFile:
    rows = {4: ALBUM._replace(**fields)}
    (one,) = album_files([(4, own) for own in files], rows, {1: profile()})
    return one


def test_an_album_has_the_score_of_its_first_file_and_the_worst_quality_of_all() -> None:
    one = album(
        track(12, score=900, formats=(12,)),
        track(11, score=5, formats=(11,), quality_id=WEBDL1080),
        track(13, score=2000, quality_id=HDTV720),
    )
    assert (one.file_id, one.score, one.formats, one.quality_id) == (11, 5, (11,), HDTV720)
    assert (one.size, one.part, one.episode_ids, one.lacking) == (300, "Summer Island", (4,), 0)
    assert (one.path, one.special) == ("Island", False)
    (judged,) = judge_all([one], {1: profile()})
    assert judged.verdict is Verdict.QUALITY


def test_no_type_of_album_is_a_special() -> None:
    one = album(track(1, quality_id=HDTV720), track(2), track(3), season=0)
    (judged,) = judge_all([one], {1: profile()})
    assert judged.app_searches


def test_of_an_album_that_lacks_a_track_nothing_on_disk_is_compared() -> None:
    one = album(track(1, quality_id=BLURAY1080), track(2))
    (judged,) = judge_all([one], {1: profile(upgrade_allowed=False)})
    assert (one.lacking, judged.verdict) == (1, Verdict.INCOMPLETE)


def test_a_file_of_an_album_that_is_gone_is_left_out() -> None:
    assert not list(album_files([(9, track(1))], {4: ALBUM}, {1: profile()}))


def test_an_album_is_present_once_every_track_is() -> None:
    out = "2020-01-01T00:00:00Z"
    rows = [
        ALBUM,
        ALBUM._replace(files=2),
        ALBUM._replace(monitored=False),
        ALBUM._replace(item_id=2),
        ALBUM._replace(released="2021-01-01T00:00:00Z"),
        ALBUM._replace(released=""),
        ALBUM._replace(tracks=0, files=0),
    ]
    assert missing_albums(rows, {1}, out) == Missing(2, 1)


@pytest.mark.parametrize(
    ("kinds", "words"),
    (
        ((), "wanted titles that have a file"),
        ((Kind.RADARR, Kind.SONARR), "wanted movies and episodes that have a file"),
        ((Kind.LIDARR,), "wanted albums that have all their files"),
        (tuple(Kind), "wanted movies, episodes and albums that have all their files"),
    ),
)
def test_the_health_counts_what_the_apps_hold(kinds: tuple[Kind, ...], words: str) -> None:
    assert part_words("present", kinds) == words


@pytest.fixture(scope="module")
def lidarr() -> Iterator[SimulatedApp]:
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 10, 4, 5),))) as estate:
        yield estate.apps[NAME]


@pytest.fixture
async def library(lidarr: SimulatedApp, database: Database, back_it_up: Any) -> ScoreLibrary:
    await back_it_up(lidarr)
    return database.read_sync(load_library, NAME, Kind.LIDARR)


async def test_a_stored_lidarr_is_analysed_album_by_album(lidarr, library) -> None:
    store = lidarr.store
    with_files = {row["albumId"] for row in store.files.values() if row["albumId"]}
    assert {own.episode_ids for own in library.files} == {(number,) for number in with_files}
    analysis = analyse(library)
    assert (analysis.disagreements, analysis.unexplained) == (0, 0)
    by_verdict = {judged.verdict for judged in analysis.judged}
    assert {Verdict.DONE, Verdict.QUALITY, Verdict.INCOMPLETE} <= by_verdict
    assert len({key_of(own) for own in library.files}) == len(with_files)
    for judged in analysis.judged:
        (number,) = judged.file.episode_ids
        tracks = [row for row in store.files.values() if row["albumId"] == number]
        assert judged.file.size == sum(row["size"] for row in tracks)
        assert ReportFile(judged, "", ()).episode == judged.file.album != ""
        assert (judged.verdict is Verdict.INCOMPLETE) == (judged.file.lacking > 0)
    assert "album" in analysis.health.next_step


async def test_samples_of_an_album_bear_its_title(lidarr, library, database) -> None:
    with database.writing():
        snapshot = latest_complete(instance_ids()[NAME])
        record_samples(snapshot.instance_id, snapshot.taken_at, snapshot.id)
    samples = database.read_sync(stored_samples, NAME)
    albums = {own.file_id: (own.album, own.score) for own in library.files}
    assert {own.file_id: (own.title, own.score) for own in samples} == albums
