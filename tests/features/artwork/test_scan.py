"""Scanning folders for artwork: what is stored, what is not read again, what changes nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from arrtui.core.artwork import ArtNoteKind
from arrtui.core.domain import Episode, Item, MediaFile
from arrtui.core.trailers import RootState
from arrtui.db import media
from arrtui.features.artwork import scan
from arrtui.media.roots import NOT_HERE
from arrtui.media.walk import MISSING
from tests.db.samples import store
from tests.features.artwork.library import ArtLibrary


def test_images_are_found_and_unchanged_folders_are_not_read_again(movies: ArtLibrary) -> None:
    alien = movies.add("Alien (1979)", "Alien.mkv", "Alien-poster.jpg", "fanart.jpg", "Alien.nfo")
    movies.add("Dune (2021)", "Dune.mkv")
    assert (movies.scan_art().titles, len(movies.art())) == (2, 2)
    assert movies.slots(alien) == {"poster": "Alien-poster.jpg", "fanart": "fanart.jpg"}
    assert movies.scan_art().read == ()
    movies.lay_out("Dune (2021)", "poster.jpg")
    assert [folder.external_id for folder in movies.scan_art().read] == ["602"]
    assert len(movies.scan_art(reads_again=True).read) == 2


@pytest.mark.parametrize("name", ["Alien-poster.jpg", "Alien.nfo"])
def test_what_was_written_in_place_is_read_again(movies: ArtLibrary, name: str) -> None:
    alien = movies.add("Alien", "Alien.mkv", "Alien-poster.jpg", "Alien.nfo")
    movies.scan_art()
    with (movies.root / "Alien" / name).open("ab") as file:
        file.write(b"2")
    assert len(movies.scan_art().read) == 1
    assert {file.size for file in movies.art()[alien].files} == {1, 2}


def test_a_clock_set_back_hides_no_change(movies: ArtLibrary) -> None:
    alien = movies.add("Alien", "Alien.mkv")
    movies.scan_art(after=10_000.0)
    movies.lay_out("Alien", "Alien-poster.jpg")
    movies.scan_art(after=-10_000.0)
    assert movies.slots(alien) == {"poster": "Alien-poster.jpg"}


def test_only_what_is_asked_for_is_read(movies: ArtLibrary) -> None:
    for title in ("Alien", "Dune", "Heat"):
        movies.add(title, f"{title}.mkv")
    assert movies.scan_art("602", "no such title").titles == 1
    assert [*movies.art()] == ["602"]
    assert len(movies.scan_art(limit=1).read) == 1
    assert len(movies.scan_art(limit=1).read) == 1
    assert len(movies.art()) == 3


def test_a_title_leaves_with_its_app(movies: ArtLibrary) -> None:
    movies.add("Alien", "Alien.mkv")
    movies.scan_art()
    movies.remove(1)
    assert movies.scan_art().gone == 1
    assert movies.art() == {}


def test_a_series_has_images_of_seasons_and_episodes(series: ArtLibrary) -> None:
    show = series.add(
        "Dark",
        *("poster.jpg", "season01-poster.jpg", "season-specials-poster.jpg"),
        *("Season 01/Dark S01E02.mkv", "Season 01/Dark S01E02-thumb.jpg", "Season 01/Pilot.mkv"),
        *("Season 01/Pilot-thumb.jpg", "Season 01/fanart.jpg"),
    )
    file = MediaFile(id=7, item_id=1, season=1, relative_path="Season 01/Pilot.mkv")
    store(series.database, series.name, file, Episode(id=3, item_id=1, season=1, number=1, file_id=7))
    series.scan_art()
    assert series.slots(show) == {
        "poster": "poster.jpg",
        "s00:poster": "season-specials-poster.jpg",
        "s01:poster": "season01-poster.jpg",
        "s01:fanart": "Season 01/fanart.jpg",
        "s01e01:thumb": "Season 01/Pilot-thumb.jpg",
        "s01e02:thumb": "Season 01/Dark S01E02-thumb.jpg",
    }


def test_odd_names_come_back_as_they_are(movies: ArtLibrary) -> None:
    names = ["Alien.mkv", "\u202egpj.jpg", "a\nb-poster.jpg", "<script>.png", "na\udcefve.jpg", "\ufffd.jpg"]
    alien = movies.add("Alien")
    for name in names:
        os.close(os.open(os.fsencode(movies.root / "Alien" / name), os.O_CREAT))
    movies.scan_art()
    folder = movies.art()[alien]
    assert {file.relative_path for file in folder.files} == set(names)
    assert movies.scan_art().read == ()


# --- what cannot be read ---------------------------------------------------------------------------------


def test_one_unreadable_title_does_not_stop_the_others(movies: ArtLibrary) -> None:
    broken = movies.add("Alien", "Alien.mkv")
    gone = movies.add("Heat", has_file=False, folder=False)
    fine = movies.add("Dune", "Dune.mkv", "poster.jpg")
    shutil.rmtree(movies.root / "Alien")
    (movies.root / "Alien").write_bytes(b"no folder")
    found = movies.scan_art()
    assert [folder.external_id for folder in found.failed_folders] == [broken]
    errors = {external_id: folder.error for external_id, folder in movies.art().items()}
    assert errors == {broken: "not a directory", gone: MISSING, fine: ""}


def test_links_and_pipes_are_told_and_waited_for_by_nobody(movies: ArtLibrary, tmp_path: Path) -> None:
    alien = movies.add("Alien", "Alien.mkv")
    folder, kept = movies.root / "Alien", tmp_path / "kept"
    kept.mkdir()
    (kept / "poster.jpg").write_bytes(b"1")
    (folder / "Extras").symlink_to(kept)
    (folder / "nowhere").symlink_to(tmp_path / "nothing")
    os.mkfifo(folder / "poster.jpg")
    (folder / "fanart.jpg").symlink_to(kept / "poster.jpg")
    (folder / "film.mkv").symlink_to(kept / "poster.jpg")
    movies.scan_art()
    stored = movies.art()[alien]
    assert movies.slots(alien) == {"fanart": "fanart.jpg"}
    links = [note for note in stored.notes if note.kind is ArtNoteKind.LINK]
    assert [note.relative_path for note in links] == ["Extras", "nowhere", "fanart.jpg"]
    assert str(kept) in links[0].detail


def test_a_path_of_another_machine_is_told(movies: ArtLibrary) -> None:
    movies.add("Dune", "Dune.mkv")
    movies.put(Item(id=9, external_id="9", path="D:\\Films\\x", root_folder=str(movies.root)), files=0)
    movies.scan_art()
    assert movies.art()["9"].error == NOT_HERE
    assert movies.scan_art().read == ()


@pytest.mark.parametrize("loss", ["absent", "empty"])
def test_a_root_that_is_not_mounted_changes_nothing(movies: ArtLibrary, loss: str) -> None:
    for title in ("Alien", "Dune"):
        movies.add(title, f"{title}.mkv", "poster.jpg")
    movies.scan_art()
    before, away = movies.art(), movies.root.with_name("away")
    movies.root.rename(away)
    if loss == "empty":
        movies.root.mkdir()
    found = movies.scan_art()
    assert (found.not_ready, found.roots[0].state, found.ready) == (2, RootState.NOT_MOUNTED, ())
    assert movies.art() == before


def test_a_folder_renamed_half_way_is_left_for_the_next_time(
    movies: ArtLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    movies.add("Alien", "Alien.mkv", "poster.jpg")
    movies.add("Dune", "Dune.mkv", "poster.jpg")
    store_read = scan._store

    def moving(*arguments: object) -> None:
        (movies.root / "Alien").rename(movies.root / "Alien (1979)")
        path = str(movies.root / "Alien (1979)")
        movies.put(
            Item(id=1, external_id="601", title="Alien", path=path, root_folder=str(movies.root)), files=1
        )
        store_read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(scan, "_store", moving)
    movies.scan_art()
    assert [*movies.art()] == ["602"]
    monkeypatch.undo()
    movies.scan_art()
    assert movies.slots("601") == {"poster": "poster.jpg"}


def test_a_cancelled_scan_stores_nothing(movies: ArtLibrary) -> None:
    movies.add("Alien", "Alien.mkv")

    def cancelled() -> None:
        raise KeyError("cancelled")

    with pytest.raises(KeyError):
        movies.scan_art(check=cancelled)
    assert movies.art() == {}
    assert movies.database.read_sync(media.media_roots, movies.name) == {}
