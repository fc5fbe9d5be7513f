"""Jellyfin is told: known items are refreshed, new ones reported by their folders."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from arrtui.demo.players.jellyfin import JellyfinEntry, SimulatedJellyfin
from arrtui.features.players import jellyfin_titles
from tests.features.players.home import PlayerHome

FILM = "Heat (1995)"
OLD = 1_000_000_000


@pytest.fixture
def jellyfin(
    films: PlayerHome, shows: PlayerHome, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SimulatedJellyfin]:
    monkeypatch.setattr(jellyfin_titles, "READING", 0.1)
    monkeypatch.setattr(jellyfin_titles, "_LOOK", 0.02)
    player = SimulatedJellyfin([films.root], [shows.root])
    for home in (films, shows):
        home.add_player(player.url, "den", kind="jellyfin", api_key="jelly-key", messages=True)
    yield player
    player.close()


def only(jellyfin: SimulatedJellyfin) -> JellyfinEntry:
    (item,) = jellyfin.items.values()
    return item


async def known(films: PlayerHome, jellyfin: SimulatedJellyfin) -> str:
    """Return a film that Jellyfin has and was told of."""
    heat = films.add(FILM)
    films.publish(heat, f"{FILM}.nfo", "nfo")
    jellyfin.scan()
    await films.tell()
    jellyfin.refreshes.clear()
    return heat


async def test_a_new_film_is_reported_by_its_folder(films: PlayerHome, jellyfin: SimulatedJellyfin) -> None:
    films.add(FILM)
    report = await films.tell()
    assert jellyfin.reported == [f"{films.root}/{FILM}"]
    assert (report.delivered, report.waiting) == (1, 0)
    assert jellyfin.messages == [f"New: {FILM}"]


async def test_a_picture_is_there_after_a_refresh(films: PlayerHome, jellyfin: SimulatedJellyfin) -> None:
    heat = await known(films, jellyfin)
    films.publish(heat, f"{FILM}-poster.jpg")
    await films.tell()
    assert "Primary" in only(jellyfin).images
    assert [query["metadataRefreshMode"] for _, query in jellyfin.refreshes] == ["Default"]


async def test_an_nfo_within_a_minute_of_the_last_save_is_read_with_emphasis(
    films: PlayerHome, jellyfin: SimulatedJellyfin
) -> None:
    heat = await known(films, jellyfin)
    films.write_nfo(heat, f"{FILM}.mkv", title="Heat again")
    films.publish(heat, f"{FILM}.nfo", "nfo")
    await films.tell()
    assert only(jellyfin).name == "Heat again"
    (refresh,) = [query for _, query in jellyfin.refreshes]
    assert (refresh["metadataRefreshMode"], refresh["replaceAllMetadata"]) == ("FullRefresh", "true")
    assert refresh["replaceAllImages"] == "false"


async def test_an_nfo_newer_by_more_than_a_minute_is_read_by_default(
    films: PlayerHome, jellyfin: SimulatedJellyfin
) -> None:
    heat = await known(films, jellyfin)
    path = films.write_nfo(heat, f"{FILM}.mkv", title="Heat again")
    later = time.time() + 100
    os.utime(path, (later, later))
    films.publish(heat, f"{FILM}.nfo", "nfo")
    await films.tell()
    assert only(jellyfin).name == "Heat again"
    assert [query["metadataRefreshMode"] for _, query in jellyfin.refreshes] == ["Default"]


async def test_what_jellyfin_saved_meanwhile_costs_a_second_refresh(
    films: PlayerHome, jellyfin: SimulatedJellyfin
) -> None:
    heat = await known(films, jellyfin)
    path = films.write_nfo(heat, f"{FILM}.mkv", title="Heat again")
    later = time.time() + 100
    os.utime(path, (later, later))
    only(jellyfin).saved_at = later  # somebody edited it there
    films.publish(heat, f"{FILM}.nfo", "nfo")
    await films.tell()
    assert only(jellyfin).name == "Heat again"
    assert [query["metadataRefreshMode"] for _, query in jellyfin.refreshes] == ["Default", "FullRefresh"]


async def test_a_locked_item_takes_pictures_only(films: PlayerHome, jellyfin: SimulatedJellyfin) -> None:
    heat = await known(films, jellyfin)
    only(jellyfin).locked = True
    before = only(jellyfin).name
    films.write_nfo(heat, f"{FILM}.mkv", title="Heat again")
    films.publish(heat, f"{FILM}.nfo", "nfo")
    films.publish(heat, f"{FILM}-poster.jpg")
    report = await films.tell()
    assert (only(jellyfin).name, "Primary" in only(jellyfin).images) == (before, True)
    assert all(query["metadataRefreshMode"] == "Default" for _, query in jellyfin.refreshes)
    assert any("locked in Jellyfin" in note for note in report.notes)


async def test_an_upgrade_reports_the_folder(films: PlayerHome, jellyfin: SimulatedJellyfin) -> None:
    heat = await known(films, jellyfin)
    films.upgrade(heat, f"{FILM}.mkv", f"{FILM} 2160p.mkv")
    await films.tell()
    assert jellyfin.reported == [f"{films.root}/{FILM}"]


async def test_only_changed_episodes_are_refreshed(shows: PlayerHome, jellyfin: SimulatedJellyfin) -> None:
    first, second = "Season 01/Wire S01E01.mkv", "Season 01/Wire S01E02.mkv"
    wire = shows.add("The Wire (2002)", first, second)
    (shows.folder(wire) / "tvshow.nfo").write_text("<tvshow><title>The Wire</title></tvshow>")
    jellyfin.scan()
    await shows.tell()
    jellyfin.refreshes.clear()
    shows.publish(wire, "Season 01/Wire S01E02-thumb.jpg", "s01e02:thumb")
    await shows.tell()
    refreshed = {jellyfin.items[item_id].path.name for item_id, _ in jellyfin.refreshes}
    assert refreshed == {"The Wire (2002)", "Wire S01E02.mkv"}


async def test_what_was_saved_lately_is_waited_for_once_in_a_series(
    shows: PlayerHome, jellyfin: SimulatedJellyfin
) -> None:
    videos = [f"Season 01/Wire S01E0{number}.mkv" for number in (1, 2, 3)]
    wire = shows.add("The Wire (2002)", *videos, nfo=False)
    jellyfin.scan()
    for video in videos:
        shows.write_nfo(wire, video, title=f"Title of {video[-5]}")
        shows.publish(wire, video.replace(".mkv", ".nfo"), "nfo")
    await shows.tell()
    modes = [query.get("replaceAllMetadata") == "true" for _, query in jellyfin.refreshes]
    assert modes == [False, False, True, True, True], "the series, an episode twice, the others"
    assert {item.name for item in jellyfin.items.values()} >= {"Title of 1", "Title of 2", "Title of 3"}
