"""The screen of a series: seasons, their episodes, and the way into each."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from textual.pilot import Pilot

from arrtui.db.database import Database
from arrtui.features.library.merge import TitleKey
from arrtui.runtime.releases import ReleaseSubject
from arrtui.tui.panes.library.releases import SearchPlaceDialog
from arrtui.tui.panes.library.series import SeriesScreen
from arrtui.tui.panes.library.title_detail import TitleDetailView, TitleScreen
from arrtui.tui.panes.scores.releases.screen import ReleasesScreen
from tests.tui.panes.library.harness import LibraryApp
from tests.tui.panes.library.test_pane import SHOW, ready, until
from tests.tui.panes.scores.chains import FakeReleases


async def opened(app: LibraryApp, pilot: Pilot[None], key: TitleKey = SHOW) -> SeriesScreen:
    await ready(app, pilot)
    app.pane.titles.move_to(key)
    await pilot.press("enter")
    screen = app.screen
    assert isinstance(screen, SeriesScreen)
    await until(lambda: screen.seasons.empty != "Reading ...", pilot)
    return screen


async def test_the_cursor_among_the_seasons_says_which_episodes_show(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        assert screen.seasons.has_focus
        assert screen.episodes.visible_count == 10
        await pilot.press("j", "j")
        assert [key[0] for key in screen.episodes.visible_keys] == [2] * 5  # type: ignore[index]
        await pilot.press("enter")
        assert screen.episodes.has_focus
        await pilot.press("escape")
        assert screen.seasons.has_focus
        await pilot.press("escape")
        assert app.pane.titles.cursor_key == SHOW


async def test_every_instance_has_a_column(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        assert {"sonarr.main", "sonarr.anime"} <= set(screen.episodes.grid.keys)
        assert {"sonarr.main", "sonarr.anime"} <= set(screen.seasons.grid.keys)
        row = screen.episodes.get_row((1, 4))
        assert row is not None
        cells = [column.text(row) for column in screen.episodes.columns if column.key.startswith("sonarr")]
        assert ["".join(text for text, _ in cell).split() for cell in cells] == [  # type: ignore[union-attr]
            ["●", "WEBDL-1080p", "103"],
            ["○", "missing"],
        ]


async def test_an_episode_opens_in_full(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("tab", "j", "enter")
        assert isinstance(app.screen, TitleScreen)
        detail = app.screen.query_one(TitleDetailView)
        await until(lambda: "The Show S01E02 Part 2" in detail.plain, pilot)
        await pilot.press("escape")
        assert app.screen is screen and screen.episodes.cursor_key == (1, 2)


async def test_the_series_itself_opens_in_full(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("d")
        detail = app.screen.query_one(TitleDetailView)
        await until(lambda: detail.plain, pilot)
        assert "Episodes    4 of 4 due" in detail.plain


async def test_indexers_are_searched_for_the_season_or_the_episode_under_the_cursor(small: Database) -> None:
    app, releases = LibraryApp(small), FakeReleases()
    loops: Any = SimpleNamespace(releases=releases)
    app.services.loops = loops  # type: ignore[attr-defined]
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("M")
        await until(lambda: any("choose one of them" in text for text in app.said), pilot)
        for keys, episode in ((("j", "M"), None), (("tab", "j", "M"), 2)):
            await pilot.press(*keys)
            await until(lambda: isinstance(app.screen, SearchPlaceDialog), pilot)
            await pilot.press("down", "enter")
            await until(lambda: isinstance(app.screen, ReleasesScreen) and releases.subjects, pilot)
            subject = releases.subjects.pop()
            assert subject == ReleaseSubject("sonarr.anime", 1, "The Show (2001)", 1, episode)
            await pilot.press("escape")
            await until(lambda: app.screen is screen, pilot)


async def test_a_series_without_episodes_says_so(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, TitleKey("sonarr", "900"))
        assert screen.episodes.visible_count == 0
        assert screen.episodes.empty == "No episodes are stored."


async def test_a_reload_keeps_both_cursors(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("j", "tab", "j", "j")
        before = screen.seasons.cursor_key, screen.episodes.cursor_key
        reads = len(app.services.reads)
        await pilot.press("r")
        await until(lambda: len(app.services.reads) > reads, pilot)
        await pilot.pause(0.2)
        assert (screen.seasons.cursor_key, screen.episodes.cursor_key) == before
