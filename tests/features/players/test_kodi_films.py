"""Kodi is told of films: new ones are scanned, known ones keep everything that was theirs."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiVideo
from tests.features.players.home import PlayerHome

FILM = "Heat (1995)"
CALLS_THAT_CHANGE = ("Set", "Refresh", "Remove", "Scan", "Clean")


def only(kodi: SimulatedKodi) -> KodiVideo:
    (video,) = kodi.library.videos.values()
    return video


def picture(video: KodiVideo, kind: str = "poster") -> Path:
    return Path(unquote(video.art[kind].removeprefix("image://").removesuffix("/")))


def changes(kodi: SimulatedKodi) -> list[str]:
    return [name for name in kodi.names() if any(word in name for word in CALLS_THAT_CHANGE)]


async def watched(films: PlayerHome, kodi: SimulatedKodi) -> tuple[str, KodiVideo]:
    """Return a film that Kodi was told of and somebody watched."""
    heat = films.add(FILM)
    films.publish(heat, f"{FILM}-poster.jpg")
    films.publish(heat, f"{FILM}.nfo", "nfo")
    await films.tell()
    video = only(kodi)
    video.fields |= {"playcount": 3, "lastplayed": "2026-01-02 03:04:05", "userrating": 7}
    video.resume = {"position": 600.0, "total": 6000.0}
    video.tags = ["with Ann"]
    video.art["clearlogo"] = "image://https%3a%2f%2fexample.org%2fchosen.png/"
    return heat, video


async def test_a_new_film_is_scanned_in_its_folder_only(films: PlayerHome, kodi: SimulatedKodi) -> None:
    kodi.library.scan(None)  # from now on Kodi knows what lies in its source
    heat = films.add(FILM)
    films.add("Ronin (1998)")
    films.publish(heat, f"{FILM}-poster.jpg")
    report = await films.tell(heat)
    assert only(kodi).fields["title"] == FILM and picture(only(kodi)).name == f"{FILM}-poster.jpg"
    scans = [params["directory"] for name, params in kodi.calls if name == "VideoLibrary.Scan"]
    assert scans == [f"{films.root}/{FILM}/"]
    assert (report.delivered, report.waiting, report.notes) == (1, 0, [])


async def test_a_second_run_asks_nothing(films: PlayerHome, kodi: SimulatedKodi) -> None:
    heat = films.add(FILM)
    films.publish(heat, f"{FILM}-poster.jpg")
    await films.tell()
    kodi.calls.clear()
    assert (await films.tell()).delivered == 0
    assert kodi.calls == []


async def test_pictures_and_trailer_of_a_known_film_change_nothing_else(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    heat, video = await watched(films, kodi)
    before = video.id
    films.publish(heat, f"{FILM}-fanart.jpg", "fanart")
    kodi.calls.clear()
    await films.tell()
    assert changes(kodi) == ["VideoLibrary.SetMovieDetails"]
    assert (only(kodi).id, only(kodi).fields["playcount"]) == (before, 3)
    assert picture(only(kodi), "fanart").name == f"{FILM}-fanart.jpg"


async def test_a_changed_picture_of_the_same_name_is_seen(films: PlayerHome, kodi: SimulatedKodi) -> None:
    heat = films.add(FILM)
    poster = films.publish(heat, f"{FILM}-poster.jpg")
    await films.tell()
    (before,) = kodi.library.textures.values()
    films.publish(heat, f"{FILM}-poster.jpg", content=b"another image")
    os.utime(poster, (2, 2))
    await films.tell()
    assert before not in kodi.library.textures.values()
    assert "Textures.RemoveTexture" in kodi.names()


async def test_a_picture_chosen_in_kodi_stays_until_ours_changes(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    heat, video = await watched(films, kodi)
    video.art["poster"] = "image://https%3a%2f%2fexample.org%2fmine.jpg/"
    films.publish(heat, f"{FILM}-fanart.jpg", "fanart")
    await films.tell()
    assert only(kodi).art["poster"].endswith("mine.jpg/")
    films.publish(heat, f"{FILM}-poster.jpg", content=b"a better one")
    await films.tell()
    assert picture(only(kodi)).name == f"{FILM}-poster.jpg"


async def test_a_picture_that_was_taken_back_goes_from_kodi_too(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    heat, _ = await watched(films, kodi)
    films.unpublish(heat, f"{FILM}-poster.jpg")
    await films.tell()
    assert "poster" not in only(kodi).art and "clearlogo" in only(kodi).art


async def test_a_changed_nfo_is_read_and_what_was_watched_is_put_back(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    heat, video = await watched(films, kodi)
    films.write_nfo(heat, f"{FILM}.mkv", title="Heat again")
    films.publish(heat, f"{FILM}.nfo", "nfo")
    await films.tell()
    video = only(kodi)
    assert "VideoLibrary.RefreshMovie" in kodi.names() and video.fields["title"] == "Heat again"
    assert (video.fields["playcount"], video.fields["lastplayed"]) == (3, "2026-01-02 03:04:05")
    assert (video.resume["position"], video.tags, video.fields["userrating"]) == (600.0, ["with Ann"], 7)
    assert video.art["clearlogo"].endswith("chosen.png/")


async def test_an_nfo_without_title_is_not_read(films: PlayerHome, kodi: SimulatedKodi) -> None:
    heat, _ = await watched(films, kodi)
    (films.folder(heat) / f"{FILM}.nfo").write_text("<movie><plot>no title")
    films.publish(heat, f"{FILM}.nfo", "nfo")
    await films.tell()
    assert "VideoLibrary.RefreshMovie" not in kodi.names() and only(kodi).fields["playcount"] == 3


async def test_an_upgraded_film_stays_watched(films: PlayerHome, kodi: SimulatedKodi) -> None:
    heat, video = await watched(films, kodi)
    before = video.id
    films.upgrade(heat, f"{FILM}.mkv", f"{FILM} 2160p.mkv")
    report = await films.tell()
    video = only(kodi)
    assert (video.id != before, video.file.name, report.carried) == (True, f"{FILM} 2160p.mkv", 1)
    assert (video.fields["playcount"], video.fields["lastplayed"]) == (3, "2026-01-02 03:04:05")
    assert (video.resume, video.tags) == ({"position": 600.0, "total": 6000.0}, ["with Ann"])
    assert video.art["clearlogo"].endswith("chosen.png/")
    assert picture(video).name == f"{FILM} 2160p-poster.jpg"
    assert "VideoLibrary.Clean" not in kodi.names()


async def test_what_was_watched_after_the_upgrade_counts_too(films: PlayerHome, kodi: SimulatedKodi) -> None:
    heat, _ = await watched(films, kodi)
    films.upgrade(heat, f"{FILM}.mkv", f"{FILM} 2160p.mkv")
    kodi.library.scan(None)
    new = max(kodi.library.videos.values(), key=lambda video: video.id)
    new.fields |= {"playcount": 4, "lastplayed": "2026-05-05 00:00:00"}
    await films.tell()
    assert only(kodi).fields["playcount"] == 4
    assert only(kodi).fields["lastplayed"] == "2026-05-05 00:00:00"
    assert only(kodi).resume["position"] == 0


async def test_the_old_entry_stays_while_the_new_film_has_no_nfo(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    heat, video = await watched(films, kodi)
    films.upgrade(heat, f"{FILM}.mkv", f"{FILM} 2160p.mkv", nfo=False)
    report = await films.tell()
    assert only(kodi) is video
    assert any("a title without NFO does not exist" in note for note in report.notes)


@pytest.mark.parametrize("is_cleaned", [False, True])
async def test_what_was_watched_waits_for_a_film_that_kodi_gets_later(
    films: PlayerHome, kodi: SimulatedKodi, is_cleaned: bool
) -> None:
    heat, _ = await watched(films, kodi)
    films.upgrade(heat, f"{FILM}.mkv", f"{FILM} 2160p.mkv", nfo=False)
    report = await films.tell()
    assert (report.failed, report.waiting, report.carried) == (0, 1, 0)
    (task,) = films.waiting()
    assert [state.playcount for state in task.kept.values()] == [3]
    if is_cleaned:
        kodi.library.clean()
    films.write_nfo(heat, f"{FILM} 2160p.mkv")
    films.publish(heat, f"{FILM} 2160p.nfo", "nfo")
    report = await films.tell()
    video = only(kodi)
    assert video.file.name == f"{FILM} 2160p.mkv"
    assert (video.fields["playcount"], video.tags, video.resume["position"]) == (3, ["with Ann"], 600.0)
    assert (report.carried, report.waiting) == (1, 0)


async def test_nothing_waits_where_nobody_watched_the_replaced_film(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    heat = films.add(FILM)
    films.publish(heat, f"{FILM}.nfo", "nfo")
    await films.tell()
    films.upgrade(heat, f"{FILM}.mkv", f"{FILM} 2160p.mkv", nfo=False)
    assert (await films.tell()).waiting == 0


@pytest.mark.parametrize("what", ["root is empty", "folder is gone"])
async def test_nothing_is_removed_where_a_root_is_not_there(
    films: PlayerHome, kodi: SimulatedKodi, what: str
) -> None:
    heat, video = await watched(films, kodi)
    films.publish(heat, f"{FILM}-fanart.jpg", "fanart")
    films.root.rename(films.root.with_name("elsewhere"))
    if what == "root is empty":
        films.root.mkdir()
    kodi.calls.clear()
    report = await films.tell()
    assert only(kodi) is video and video.fields["playcount"] == 3
    assert changes(kodi) == []
    assert (report.failed, report.waiting) == (1, 1)


async def test_a_running_scan_is_never_stopped(films: PlayerHome, kodi: SimulatedKodi) -> None:
    films.add(FILM)
    kodi.scan_seconds = 0.5
    kodi.start_scan()
    report = await films.tell()
    assert (report.delivered, report.waiting, kodi.library.scans_stopped) == (0, 1, 0)
    assert "being scanned" in report.notes[0]


async def test_a_player_that_plays_is_left_alone(films: PlayerHome, kodi: SimulatedKodi) -> None:
    films.add(FILM)
    kodi.playing = True
    assert (await films.tell()).waiting == 1 and changes(kodi) == []
    kodi.playing = False
    report = await films.tell()
    assert (report.delivered, report.waiting) == (1, 0)


async def test_a_message_says_what_is_new(films: PlayerHome, kodi: SimulatedKodi) -> None:
    films.players.clear()
    films.add_player(kodi.url, messages=True)
    films.add(FILM)
    await films.tell()
    assert kodi.messages == [("arrtui", f"New: {FILM}")]
