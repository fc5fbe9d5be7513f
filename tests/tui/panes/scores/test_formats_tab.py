"""The tab of formats, over libraries made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from arrtui.core.errors import StorageError
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores import title_links
from arrtui.tui.panes.scores.formats_tab import FormatsTab
from tests.tui.panes.scores.fakes import FakeServices
from tests.tui.panes.scores.tabs import TabPilot, TabScene, tab_opened
from tests.tui.scenes import SIZES

SCENES = (
    TabScene("formats", FormatsTab, ("down",), shows="38 of 38"),
    TabScene("formats-detail", FormatsTab, ("R", "d"), instance="radarr.main"),
    TabScene("formats-profile", FormatsTab, ("P", "s", "3")),
    TabScene("formats-filter", FormatsTab, ("slash", "h", "d")),
    TabScene("formats-files", FormatsTab, ("enter",)),
    TabScene("formats-none", FormatsTab, services=FakeServices),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: Callable[..., bool], scene: TabScene, size: str) -> None:
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)


def table(screen: TabPilot) -> EstateTable[Any]:
    return screen.app.screen_stack[0].query_one("#formats-table", EstateTable)


def rows(screen: TabPilot) -> list[Any]:
    return [table(screen).get_row(key) for key in table(screen).visible_keys]


async def test_p_narrows_to_each_profile_in_turn_and_then_to_none() -> None:
    async with tab_opened(FormatsTab) as screen:
        everything = table(screen).visible_count
        names = list(dict.fromkeys(row.profile for row in rows(screen)))
        seen = []
        for name in names:
            await screen.press("P")
            assert {row.profile for row in rows(screen)} == {name}
            seen.append(len(rows(screen)))
        assert sum(seen) == everything
        await screen.press("P")
        assert table(screen).visible_count == everything


async def test_r_narrows_to_each_rating_there_is_beside_profile_and_text() -> None:
    async with tab_opened(FormatsTab) as screen:
        await screen.press("P")
        ratings = {row.rating for row in rows(screen)}
        seen = set()
        for _ in ratings:
            await screen.press("R")
            ratings_shown = {row.rating for row in rows(screen)}
            assert len(ratings_shown) == 1
            seen |= ratings_shown
        assert seen == ratings
        await screen.press("slash", "t", "i", "e", "r", "enter", "R")
        assert rows(screen) and all("tier" in row.name.lower() for row in rows(screen))


async def test_the_detail_names_the_files_that_match_and_what_they_are_worth() -> None:
    async with tab_opened(FormatsTab, instance="radarr.main") as screen:
        negative = next(row for row in rows(screen) if row.score < 0 and row.uses)
        table(screen).move_to((negative.instance, negative.profile, negative.format_id))
        await screen.pilot.pause()
        await screen.until(lambda: "Lowest with it" in screen.seen)
        assert f"{negative.uses:,} of" in screen.seen
        assert negative.advice.split()[0] in screen.seen


async def test_only_the_instance_shown_is_listed() -> None:
    async with tab_opened(FormatsTab) as screen:
        assert len({row.instance for row in rows(screen)}) == 3
        screen.tab.show(screen.app.analyses, "sonarr.main")
        await screen.pilot.pause()
        assert {row.instance for row in rows(screen)} == {"sonarr.main"}
        assert "instance" not in table(screen).grid.keys


async def test_new_data_keeps_the_cursor_and_the_narrowing() -> None:
    async with tab_opened(FormatsTab) as screen:
        await screen.press("R", "down", "down")
        key, count = table(screen).cursor_key, table(screen).visible_count
        screen.tab.show(screen.app.analyses, "")
        await screen.pilot.pause()
        assert (table(screen).cursor_key, table(screen).visible_count) == (key, count)


async def test_enter_lists_all_files_of_the_format_and_o_opens_their_address() -> None:
    async with tab_opened(FormatsTab) as screen:
        row = table(screen).cursor_row
        await screen.press("enter")
        assert screen.dialog == "FormatFilesDialog"
        files = screen.app.screen.query_one("#format-files", EstateTable)
        assert files.total_count == row.uses
        assert all(row.format_id in files.get_row(key).file.formats for key in files.visible_keys)
        await screen.press("o")
        await screen.until(lambda: screen.app.opened)
        assert screen.app.opened[0].startswith(f"http://nas/{row.instance}/")
        await screen.press("escape")
        assert screen.dialog == "TabScreen"


async def test_a_title_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: Any) -> None:
        raise StorageError("reading the library", why="the disk is gone")

    async with tab_opened(FormatsTab) as screen:
        monkeypatch.setattr(title_links, "title_screen", broken)
        await screen.press("enter", "enter")
        await screen.until(
            lambda: any("the disk is gone" in sentence for sentence in screen.app.notifications)
        )


async def test_without_a_backup_it_says_what_to_do() -> None:
    async with tab_opened(FormatsTab, FakeServices()) as screen:
        assert "back up" in screen.seen
        assert not table(screen).display or not table(screen).total_count
