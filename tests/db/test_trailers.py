"""Facts of title folders and trailers as they come back from the database."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arrtui.core.domain import MediaFile
from arrtui.core.trailers import (
    BatchEntry,
    FolderNote,
    MediaRoot,
    NoteKind,
    RootState,
    TitleFolder,
    TrailerAttempt,
    TrailerBatch,
    TrailerChoice,
    TrailerDownload,
    TrailerFile,
    TrailerKind,
    VideoFile,
)
from arrtui.db import media, trailer_fetching, trailers
from arrtui.db.database import Database
from arrtui.db.text import name_from_stored, stored_name
from tests.db.samples import MOVIE, SERIES, store

ODD = "na\udcefve \ufffd Film"
"""A name with a byte that is no UTF-8, and with a real U+FFFD."""
NAME = "radarr.main"


def folder(external_id: str, name: str, **facts: object) -> TitleFolder:
    return TitleFolder(external_id=external_id, path=f"/mnt/{name}", seen_at=1.0, read_at=2.0, **facts)  # type: ignore[arg-type]


def trailer(external_id: str, path: str, **facts: object) -> TrailerFile:
    return TrailerFile(external_id=external_id, relative_path=path, size=7, mtime_ns=5, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["plain", ODD, "\ufffd0041", "\ufffd", "\0", "Amélie"])
def test_a_name_comes_back_as_it_was(name: str) -> None:
    stored_name(name).encode()
    assert "\0" not in stored_name(name)
    assert name_from_stored(stored_name(name)) == name


def test_folders_come_back_with_odd_names_and_replace_what_was_read_before(database: Database) -> None:
    odd = folder(
        "603",
        ODD,
        changes={"": 2**62, ODD: 4},
        videos=(VideoFile(f"{ODD}/x.mkv", 2**40, 3),),
        notes=(FolderNote(NoteKind.BROKEN_LINK, ODD, f"/gone/{ODD}"),),
    )
    plain = folder("604", "Plain", error="not allowed")
    files = [
        trailer("603", f"{ODD}-trailer.mkv", kind=TrailerKind.TOO_LONG, seconds=61.5),
        trailer("603", "trailers/a.mp4", season=0),
    ]
    with database.writing():
        media.store_folders(NAME, [odd, plain], files)
        media.store_folders("radarr.4k", [plain], [])
        assert media.stored_folders(NAME) == {"603": odd, "604": plain}
        assert media.trailer_files(NAME) == {"603": files}
        assert media.trailer_files(NAME, measured=True) == {"603": files[:1]}
        bare = media.stored_folders(NAME, contents=False)["603"]
        assert (bare.path, bare.changes, bare.videos, bare.notes) == (odd.path, odd.changes, (), ())
        media.store_folders(NAME, [folder("603", "Plain")], [])
        assert media.stored_folders(NAME) == {"603": folder("603", "Plain"), "604": plain}
        assert media.trailer_files(NAME) == {}
        media.forget_titles(NAME, ["603"])
        assert [*media.stored_folders(NAME)] == ["603"]
        assert [*media.stored_folders("radarr.4k")] == ["604"]


def test_titles_and_the_films_their_apps_hold(database: Database) -> None:
    film = MediaFile(id=1, item_id=MOVIE.id, relative_path="The Matrix.mkv", size=9)
    episode = MediaFile(id=2, item_id=SERIES.id, season=2, relative_path="Season 02\\a.mkv", size=8)
    store(database, NAME, MOVIE, film)
    store(database, "sonarr.main", SERIES, episode)
    with database.reading():
        (title,) = media.trailer_titles([NAME])
        assert (title.external_id, title.title, title.path) == ("603", MOVIE.title, MOVIE.path)
        assert media.film_files([NAME, "sonarr.main"]) == {
            NAME: {"603": [media.FilmFile("The Matrix.mkv", 0, 9)]},
            "sonarr.main": {SERIES.external_id: [media.FilmFile("Season 02/a.mkv", 2, 8)]},
        }


def test_roots_and_rules(database: Database) -> None:
    lost = MediaRoot(path="/movies", was_mount=True, state=RootState.NOT_MOUNTED, reason="it is empty")
    taken = MediaRoot(path="/movies", accepted_at=3.0, accepted_folders=4, checked_at=5.0)
    with database.writing():
        media.store_roots(NAME, [lost])
        assert media.media_roots(NAME) == {"/movies": lost}
        media.store_roots(NAME, [taken])
        assert media.media_roots(NAME) == {"/movies": taken}
        assert trailers.stored_rule(NAME) is None
        assert trailers.note_rule(NAME, "new", 10.0) == ("new", 10.0)
        assert trailers.note_rule(NAME, "new", 20.0) == ("new", 10.0)
        assert trailers.note_rule(NAME, "all", 30.0) == trailers.stored_rule(NAME) == ("all", 30.0)


def test_downloads_attempts_and_choices(database: Database) -> None:
    download = TrailerDownload(
        external_id="603",
        source="app",
        address="https://x/1",
        relative_path=ODD,
        size=1,
        mtime_ns=2,
        made_at=3,
    )
    attempt = TrailerAttempt(external_id="603", at=1.0, outcome="failed", reason="it is private")
    with database.writing():
        number = trailers.record_download(NAME, download)
        stored = trailers.downloads(NAME)["603"][0]
        assert (stored.id, stored.relative_path, stored.made_at, stored.gone_at) == (number, ODD, 3.0, None)
        trailers.update_download(TrailerDownload(**_fields(stored) | {"gone_at": 9.0, "film": ODD}))
        assert [(row.gone_at, row.film) for row in trailers.downloads(NAME)["603"]] == [(9.0, ODD)]
        trailers.record_attempts(NAME, [attempt, attempt])
        assert trailers.attempts(NAME, "603") == trailers.attempts(NAME) == {"603": [attempt, attempt]}
        assert trailers.attempts(NAME, "604") == {}
        later = TrailerAttempt(external_id="603", at=2.0, outcome="failed", retry_after=3.0)
        trailers.record_attempts(
            NAME, [later, TrailerAttempt(external_id="603", season=1, at=4.0, outcome="x")]
        )
        assert trailers.latest_attempts(NAME) == {"603": later}
        old = [
            TrailerAttempt(external_id="604", at=at, outcome="rejected") for at in range(trailers.KEPT + 9)
        ]
        lasting = [replace(old[0], outcome=outcome, address="a") for outcome in ("recycled", "begun")]
        waited = replace(old[0], outcome="failed", retry_after=2.0)
        trailers.record_attempts(NAME, [*lasting, waited, *old])
        assert trailers.attempts(NAME)["604"] == [*lasting, waited, *old[9:]]
        trailers.forget_old_attempts(NAME, before=50.0)
        assert trailers.attempts(NAME) == {"604": [*lasting, *old[50:]]}
        assert trailers.begun_titles(NAME) == {"604"}
        trailers.forget_begun(NAME, ["604"])
        trailers.forget_recycled_video(NAME, "604", "a")
        assert trailers.attempts(NAME)["604"] == old[50:] and trailers.begun_titles(NAME) == set()
        for choice in (TrailerChoice(external_id="603", wanted=False), TrailerChoice(external_id="603")):
            trailers.choose(NAME, choice)
            assert trailers.choices(NAME) == {"603": choice}


def test_a_batch_waits_until_it_is_approved_and_the_next_takes_its_place(database: Database) -> None:
    entries = (BatchEntry(NAME, "603", None, "The Matrix", 1999, 70), BatchEntry(NAME, "604", 2, "B", 0, 30))
    with database.writing():
        assert trailer_fetching.waiting_batch() is None
        first = trailer_fetching.make_batch(entries, 1.0)
        second = trailer_fetching.make_batch(entries, 2.0)
        assert trailer_fetching.batch(first.id) in (None, second)
        assert trailer_fetching.waiting_batch() == second
        assert (second.size, trailer_fetching.is_batch_approved()) == (100, False)
        without = (entries[0], BatchEntry(NAME, "604", 2, "B", 0, 30, False))
        trailer_fetching.approve_batch(TrailerBatch(id=second.id, made_at=2.0, entries=without), 3.0)
        assert trailer_fetching.is_batch_approved()
        assert trailer_fetching.waiting_batch() is None
        stored = trailer_fetching.batch(second.id)
        assert stored is not None
        assert (stored.approved_at, stored.size, stored.entries) == (3.0, 70, without)


def test_what_an_app_knows_of_videos(database: Database) -> None:
    store(database, NAME, MOVIE)
    with database.reading():
        ids = trailer_fetching.video_ids(NAME)
    assert ids == {"603": trailer_fetching.VideoIds(MOVIE.tmdb_id, MOVIE.trailer)}


def _fields(download: TrailerDownload) -> dict[str, object]:
    return {name: getattr(download, name) for name in TrailerDownload.__struct_fields__}
