"""Many new titles below one root are scanned at once; what Kodi knew there stays."""

from __future__ import annotations

import pytest

from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.features.players import kodi_roots
from arrtui.features.players.telling import TellingTools, tell_players
from arrtui.runtime.engine.jobs import JobCancelled
from tests.features.players.home import PlayerHome


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three be many."""
    monkeypatch.setattr(kodi_roots, "MANY", 3)


def scans(kodi: SimulatedKodi) -> list[str]:
    return [params["directory"] for name, params in kodi.calls if name == "VideoLibrary.Scan"]


def add_films(films: PlayerHome, count: int, *, nfo: bool = True) -> list[str]:
    return [films.add(f"Film {number} (200{number})", nfo=nfo) for number in range(count)]


async def test_a_root_is_scanned_once_and_what_was_known_stays(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    heat = films.add("Heat (1995)")
    await films.tell(heat)
    (known,) = kodi.library.videos.values()
    known.fields["playcount"] = 3
    kodi.calls.clear()
    for film in add_films(films, 3):
        title = films.folder(film).name
        films.publish(film, f"{title}-poster.jpg")
    report = await films.tell()
    assert scans(kodi) == [f"{films.root}/"]
    assert (report.delivered, len(kodi.library.videos), report.notes) == (3, 4, [])
    assert known in kodi.library.videos.values() and known.fields["playcount"] == 3
    assert "VideoLibrary.RefreshMovie" not in kodi.names()
    assert sum("poster" in video.art for video in kodi.library.videos.values()) == 3


async def test_few_new_titles_are_scanned_in_their_folders(films: PlayerHome, kodi: SimulatedKodi) -> None:
    add_films(films, 2)
    await films.tell()
    assert len(scans(kodi)) == 2 and f"{films.root}/" not in scans(kodi)


async def test_titles_that_kodi_has_already_cause_no_scan(films: PlayerHome, kodi: SimulatedKodi) -> None:
    add_films(films, 4)
    kodi.library.scan(None)
    report = await films.tell()
    assert (scans(kodi), report.delivered) == ([], 4)


async def test_titles_without_nfo_are_not_scanned_again(films: PlayerHome, kodi: SimulatedKodi) -> None:
    add_films(films, 4)
    films.add("Bare (2010)", nfo=False)
    report = await films.tell()
    assert scans(kodi) == [f"{films.root}/"]
    assert (report.delivered, len(kodi.library.videos), len(report.notes)) == (5, 4, 1)


async def test_a_root_that_kodi_does_not_know_by_its_path_is_no_end(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    films.players.clear()
    films.add_player(kodi.url, path_mapping=({"from": str(films.root), "to": "/nowhere"},))
    add_films(films, 3)
    report = await films.tell()
    assert len(scans(kodi)) == 4 and len(report.notes) == 3


async def test_a_message_names_what_came_with_a_root(films: PlayerHome, kodi: SimulatedKodi) -> None:
    films.players.clear()
    films.add_player(kodi.url, messages=True)
    add_films(films, 3)
    await films.tell()
    ((_, text),) = kodi.messages
    assert text.startswith("New: Film 0 (2000)")


async def test_a_root_of_series_is_scanned_once_too(shows: PlayerHome, kodi: SimulatedKodi) -> None:
    for number in range(3):
        show = shows.add(f"Show {number} (2000)", "Season 01/Show S01E01.mkv")
        (shows.folder(show) / "tvshow.nfo").write_text("<tvshow><title>Show</title></tvshow>")
        shows.publish(show, "tvshow.nfo", "nfo")
        shows.publish(show, "poster.jpg")
    report = await shows.tell()
    assert scans(kodi) == [f"{shows.root}/"] and report.notes == []
    assert all("poster" in show.art for show in kodi.library.shows.values()) and len(kodi.library.shows) == 3
    assert "VideoLibrary.RefreshTVShow" not in kodi.names()


async def test_a_limit_scans_no_more_than_it_says(films: PlayerHome, kodi: SimulatedKodi) -> None:
    add_films(films, 5)
    await films.tell(limit=3)
    assert len(kodi.library.videos) == 3


async def test_a_scan_of_a_root_that_is_cancelled_goes_on_and_is_not_stopped(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    add_films(films, 3)
    words: list[str] = []

    def check() -> None:
        if scans(kodi):
            raise JobCancelled

    tools = TellingTools(
        films.database, check, lambda: 1.0, films.locks, lambda _done, _all, text: words.append(text)
    )
    kodi.scan_seconds = 0.3
    with pytest.raises(JobCancelled):
        await tell_players(films.config, films.players, tools)
    assert words == [f"living-room: scanning {films.root}, where 3 titles may be new"]
    report = await films.tell()
    assert (report.delivered, report.waiting, kodi.library.scans_stopped) == (0, 3, 0)
    while kodi.is_scanning:
        pass
    assert (await films.tell()).delivered == 3 and len(scans(kodi)) == 1
