"""Kodi is told of series: show, seasons, episodes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiVideo
from tests.features.players.home import PlayerHome

SHOW = "The Wire (2002)"
FIRST, SECOND = (f"Season 01/The Wire S01E0{number} HDTV.mkv" for number in (1, 2))


def name_of(address: str) -> str:
    return Path(unquote(address.removeprefix("image://").removesuffix("/"))).name


def episodes(kodi: SimulatedKodi) -> list[KodiVideo]:
    return sorted(kodi.library.videos.values(), key=lambda video: (video.episode, video.id))


def a_show(shows: PlayerHome) -> str:
    wire = shows.add(SHOW, FIRST, SECOND)
    (shows.folder(wire) / "tvshow.nfo").write_text("<tvshow><title>The Wire</title></tvshow>")
    shows.publish(wire, "tvshow.nfo", "nfo")
    shows.publish(wire, "poster.jpg")
    shows.publish(wire, "season01-poster.jpg", "s01:poster")
    return wire


async def test_a_new_series_has_its_pictures(shows: PlayerHome, kodi: SimulatedKodi) -> None:
    a_show(shows)
    report = await shows.tell()
    (show,) = kodi.library.shows.values()
    assert (show.title, name_of(show.art["poster"])) == ("The Wire", "poster.jpg")
    assert name_of(show.seasons[1][1]["poster"]) == "season01-poster.jpg"
    assert [video.episode for video in episodes(kodi)] == [1, 2]
    assert (report.delivered, report.waiting) == (1, 0)


async def test_pictures_of_a_known_series_are_set(shows: PlayerHome, kodi: SimulatedKodi) -> None:
    wire = a_show(shows)
    await shows.tell()
    shows.publish(wire, "clearlogo.png", "clearlogo")
    shows.publish(wire, "season01-banner.jpg", "s01:banner")
    shows.publish(wire, "Season 01/The Wire S01E02 HDTV-thumb.jpg", "s01e02:thumb")
    kodi.calls.clear()
    await shows.tell()
    (show,) = kodi.library.shows.values()
    assert name_of(show.art["clearlogo"]) == "clearlogo.png"
    assert name_of(show.seasons[1][1]["banner"]) == "season01-banner.jpg"
    assert name_of(episodes(kodi)[1].art["thumb"]) == "The Wire S01E02 HDTV-thumb.jpg"
    assert "thumb" not in episodes(kodi)[0].art
    assert not [name for name in kodi.names() if "Scan" in name and "VideoLibrary" in name]


async def test_a_changed_nfo_of_a_series_leaves_its_episodes(shows: PlayerHome, kodi: SimulatedKodi) -> None:
    wire = a_show(shows)
    await shows.tell()
    episodes(kodi)[0].fields["playcount"] = 2
    (shows.folder(wire) / "tvshow.nfo").write_text("<tvshow><title>Wire, The</title></tvshow>")
    shows.publish(wire, "tvshow.nfo", "nfo")
    await shows.tell()
    (show,) = kodi.library.shows.values()
    assert show.title == "Wire, The" and episodes(kodi)[0].fields["playcount"] == 2
    assert "VideoLibrary.RefreshEpisode" not in kodi.names()


async def test_an_upgraded_episode_stays_watched_and_others_stay_as_they_are(
    shows: PlayerHome, kodi: SimulatedKodi
) -> None:
    wire = a_show(shows)
    await shows.tell()
    first, second = episodes(kodi)
    first.fields |= {"playcount": 2, "lastplayed": "2026-01-02 03:04:05"}
    second.fields["playcount"] = 1
    better = FIRST.replace("HDTV", "Bluray")
    shows.upgrade(wire, FIRST, better)
    (shows.folder(wire) / Path(better).with_suffix(".nfo")).write_text(
        "<episodedetails><title>One</title></episodedetails>"
    )
    shows.set_videos(wire, better, SECOND)
    report = await shows.tell()
    first, second = episodes(kodi)
    assert (first.file.name, first.fields["playcount"]) == (Path(better).name, 2)
    assert first.fields["lastplayed"] == "2026-01-02 03:04:05"
    assert (second.file.name, second.fields["playcount"], report.carried) == (Path(SECOND).name, 1, 1)


async def test_both_episodes_of_a_file_are_told_once(shows: PlayerHome, kodi: SimulatedKodi) -> None:
    double = "Season 01/The Wire S01E03E04 HDTV.mkv"
    wire = a_show(shows)
    shows.set_videos(wire, FIRST, SECOND, double)
    parts = (
        f"<episodedetails><title>Part {part}</title><episode>{part}</episode></episodedetails>"
        for part in "34"
    )
    (shows.folder(wire) / double).with_suffix(".nfo").write_text("".join(parts))
    kodi.library.scan(None)
    report = await shows.tell()
    assert (report.delivered, report.notes) == (1, [])
    assert [(video.episode, video.fields["title"]) for video in episodes(kodi)][2:] == [
        (3, "Part 3"),
        (4, "Part 4"),
    ]
    assert "VideoLibrary.RefreshEpisode" not in kodi.names()
    assert (await shows.tell()).delivered == 0
