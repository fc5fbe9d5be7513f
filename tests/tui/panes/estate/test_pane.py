"""The Estate pane: every key does what it says, on instances that answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.tui.kit.detail_panel import DetailPanel
from arrtui.tui.kit.dialogs.snapshots import SnapshotsDialog
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.tui.live import Live, Screen, opened


async def test_t_asks_an_instance_how_it_is(live: Live) -> None:
    async with opened(live.services()) as screen:
        assert screen.view("radarr.main").row.state == "unknown"
        await screen.press("t")
        await screen.until(lambda: screen.view("radarr.main").row.state == "up")
        assert screen.view("radarr.4k").row.state == "unknown"
        assert screen.view("radarr.main").row.roots


async def test_r_asks_all_and_moves_neither_cursor_nor_rows(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("down", "down")
        shown: set[int] = set()
        await screen.press("r")

        def all_up() -> bool:
            shown.add(screen.estate.total_count)
            return all(screen.view(name).row.state == "up" for name in live.estate.apps)

        await screen.until(all_up)
        assert shown == {5}
        assert screen.estate.cursor_key == "sonarr.main"


async def test_b_backs_up_the_instance_under_the_cursor(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("down", "b")
        await screen.until(lambda: screen.view("radarr.4k").row.complete_at)
        assert screen.view("radarr.4k").backup_word == ("ok", "good")
        assert screen.view("radarr.4k").row.items == 25
        assert screen.view("radarr.main").row.last is None
        assert screen.toasts == ["1 backup queued."]


async def test_b_backs_up_the_marked_instances(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("space", "space", "b")
        await screen.until(lambda: all(screen.view(name).row.last for name in ("radarr.main", "radarr.4k")))
        assert screen.view("sonarr.main").row.last is None


async def test_progress_of_a_backup_shows_while_it_runs(live: Live) -> None:
    faults = live.estate.apps["sonarr.main"].faults
    faults.latency = 0.5  # it is under way until its progress was seen
    async with opened(live.services()) as screen:
        await screen.press("B")
        await screen.until(lambda: "%" in screen.text("TopLine"))
        faults.latency = 0.0
        await screen.until(lambda: screen.view("sonarr.main").row.complete_at)


async def test_an_instance_that_is_down_says_why_and_what_was_stored_stays(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)
        live.estate.apps["radarr.main"].faults.add("401")
        await screen.press("t")
        await screen.until(lambda: screen.view("radarr.main").row.state == "down")
        detail = screen.text("DetailPanel")
        assert "radarr.main" in detail
        assert screen.view("radarr.main").row.error in detail
        assert "key" in screen.view("radarr.main").row.error.lower()
        assert screen.view("radarr.main").row.items == 60


async def lose_most_titles(live: Live, screen: Screen) -> None:
    """Back up, then again while the app lists next to nothing."""
    await screen.press("b")
    await screen.until(lambda: screen.view("radarr.main").row.complete_at)
    live.estate.apps["radarr.main"].faults.add("partial_list", r"/api/v3/movie$", share=0.1)
    await screen.press("b")
    await screen.until(lambda: screen.view("radarr.main").guarded)


async def test_a_backup_that_lost_too_much_can_be_accepted(live: Live) -> None:
    async with opened(live.services()) as screen:
        await lose_most_titles(live, screen)
        assert screen.view("radarr.main").row.items == 60
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "FailedBackupDialog")
        assert "60 titles" in screen.text("FailedBackupDialog Static")
        await screen.press("enter")
        assert screen.dialog == "MainScreen"
        assert screen.view("radarr.main").guarded
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "FailedBackupDialog")
        await screen.press("y")
        await screen.until(lambda: screen.view("radarr.main").row.items < 60)
        assert not screen.view("radarr.main").guarded


async def test_an_alarm_is_told_and_its_losses_can_be_planned_back_or_resumed(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)
        store = live.estate.apps["radarr.main"].store
        for item_id in list(store.titles)[: len(store.titles) // 2]:
            store.delete_title(item_id)
        await screen.press("b")
        await screen.until(lambda: screen.view("radarr.main").row.alarm)
        assert "1 alarm, see Estate" in screen.text("TopLine")
        assert any(screen.view("radarr.main").row.alarm in toast for toast in screen.toasts)
        await screen.press("a", "p")
        await screen.until(lambda: isinstance(screen.app.screen, PlanScreen))
        await screen.press("escape")
        await screen.press("a", "u")
        await screen.press("y")
        await screen.until(lambda: not screen.view("radarr.main").row.alarm)


async def test_a_backup_that_the_clock_stopped_can_be_accepted(live: Live) -> None:
    app = live.estate.apps["radarr.main"]
    app.clock = lambda: 86_400.0
    async with opened(live.services()) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.view("radarr.main").guarded)
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "FailedBackupDialog")
        await screen.press("y")
        await screen.until(lambda: screen.view("radarr.main").row.items)
        assert not screen.view("radarr.main").guarded


async def test_a_loss_can_be_accepted_only_where_the_guard_stopped_one(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("a")
        await screen.until(lambda: screen.dialog == "KeyMenu")
        await screen.press("l")
        assert screen.dialog == "KeyMenu"
        assert not screen.jobs


async def test_removing_asks_and_no_is_the_default(live: Live) -> None:
    before = live.path.read_bytes()
    async with opened(live.services()) as screen:
        await screen.press("delete")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        assert "stays in the database" in screen.text("ConfirmDialog Static")
        await screen.press("enter")
        assert screen.dialog == "MainScreen"
        assert live.path.read_bytes() == before


async def test_removing_leaves_what_is_stored(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)
        await screen.press("delete")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: screen.estate.total_count == 4)
        names = [instance.name for instance in load_config(live.path, env={}).instances]
        assert names == ["radarr.4k", "sonarr.main", "sonarr.anime", "lidarr.main"]
        stored = await screen.services.backup.snapshots(["radarr.main"])
        assert [snapshot.items for snapshot in stored] == [60]
        assert screen.estate.cursor_key == "radarr.4k"


async def test_the_address_is_copied_and_without_a_browser_shown(live: Live) -> None:
    address = live.estate.apps["lidarr.main"].url
    async with opened(live.services()) as screen:
        await screen.press("G", "y")
        assert screen.app.clipboard == address
        screen.app.copy_to_clipboard("")
        await screen.press("o")
        assert screen.app.clipboard == address
        assert screen.toasts[-1].startswith(address)


async def test_enter_opens_the_detail_below_a_narrow_table_and_esc_closes_it(live: Live) -> None:
    async with opened(live.services(), (80, 24)) as screen:
        panel = screen.app.screen.query_one(DetailPanel)
        assert not panel.display
        assert screen.estate.page_rows >= 16
        await screen.press("enter")
        assert panel.display
        assert screen.view("radarr.main").name in screen.text("DetailPanel")
        await screen.press("tab", "escape")
        assert panel.display
        assert screen.estate.has_focus
        await screen.press("escape")
        assert not panel.display


async def test_table_and_detail_both_show_as_soon_as_there_is_room(live: Live) -> None:
    async with opened(live.services(), (80, 24)) as screen:
        panel = screen.app.screen.query_one(DetailPanel)
        table = screen.estate
        await screen.pilot.resize_terminal(120, 40)
        await screen.until(lambda: panel.display and panel.region.y >= table.region.bottom > 0)
        await screen.until(lambda: table.size.height == 6)  # the header and five instances
        await screen.pilot.resize_terminal(160, 18)
        await screen.until(lambda: panel.display and panel.region.x >= table.region.right > 0)
        await screen.pilot.resize_terminal(80, 24)
        await screen.until(lambda: not panel.display)


async def test_the_filter_narrows_the_instances(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("slash", *"anime")
        assert screen.estate.visible_keys == ["sonarr.anime"]
        await screen.press("enter", "escape")
        assert len(screen.estate.visible_keys) == 5


async def test_ages_tick_without_new_data(live: Live) -> None:
    now = [1_700_000_000.0]
    async with opened(live.services(), clock=lambda: now[0]) as screen:
        await screen.press("b")
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)
        last = screen.view("radarr.main").row.last
        assert last is not None
        now[0] = last.at + 3 * 60 + 5
        screen.app.main.tick()
        await screen.pilot.pause()
        assert "3 min ago" in screen.text("DetailPanel")
        assert "data 3 min ago" in screen.text("TopLine")


@pytest.mark.parametrize(
    ("size", "places"),
    [
        ((80, 24), set()),
        ((120, 20), {"-wide"}),
        ((120, 40), {"-below"}),
        ((200, 50), {"-below", "-very-wide"}),
    ],
)
async def test_the_detail_stands_where_there_is_room(
    live: Live, size: tuple[int, int], places: set[str]
) -> None:
    async with opened(live.services(), size) as screen:
        split = screen.app.main.query_one(Split)
        assert set(split.classes) & {"-below", "-wide", "-very-wide"} == places
        assert split.detail_shows == bool(places)
        await screen.press("enter")
        assert split.detail_shows != bool(places)
        assert screen.estate.has_focus


async def test_the_filter_takes_no_line_from_a_table_above_its_detail(live: Live) -> None:
    async with opened(live.services(), (120, 40)) as screen:
        split = screen.app.main.query_one(Split)
        await screen.until(lambda: screen.estate.page_rows == 5)
        await screen.press("slash")
        await screen.until(lambda: split.size.height == 37)
        assert screen.estate.page_rows == 5
        await screen.press("escape", "enter")
        await screen.until(lambda: screen.estate.page_rows == 37)
        await screen.press("enter")
        await screen.until(lambda: screen.estate.page_rows == 5)


async def test_shift_r_plans_the_way_back_to_a_backup(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("down", "b")
        await screen.until(lambda: screen.view("radarr.4k").row.complete_at)
        store = live.estate.apps["radarr.4k"].store
        gone = min(store.movies)
        tmdb_id = store.movies[gone]["tmdbId"]
        store.delete_title(gone, delete_files=False, exclude=False)
        await screen.press("R")
        await screen.until(lambda: isinstance(screen.app.screen, SnapshotsDialog))
        await screen.until(lambda: screen.app.screen.query_one(EstateTable).total_count == 1)
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, PlanScreen))
        await screen.until(lambda: screen.app.screen.query_one(EstateTable).total_count)
        (entry,) = [row.planned.entry for row in screen.app.screen.query_one(EstateTable).rows_shown]
        assert (entry.op.value, entry.external_id) == ("add", str(tmdb_id))


async def test_an_instance_without_a_backup_says_so_when_it_is_to_be_restored(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("R")
        await screen.until(lambda: isinstance(screen.app.screen, SnapshotsDialog))
        table = screen.app.screen.query_one(EstateTable)
        assert "is backed up yet" in table.empty
        await screen.press("enter", "escape")
        await screen.until(lambda: not isinstance(screen.app.screen, SnapshotsDialog))


async def test_an_old_lidarr_is_warned_of_and_one_that_is_too_old_refused(tmp_path: Path) -> None:
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 2, 2),))) as estate:
        live, app = Live(estate, tmp_path / "config.toml"), estate.apps["lidarr.main"]
        live.keep(app.name)
        app.version = "2.5.3.4340"
        async with opened(live.services()) as screen:
            await screen.press("b")
            await screen.until(lambda: screen.view(app.name).row.complete_at)
            await screen.until(lambda: "older than 2.5.3.4341" in shown(screen))
            app.version = "2.0.1.3768"
            await screen.press("t")
            await screen.until(lambda: screen.view(app.name).row.state == "down")
            await screen.until(lambda: "is older than 2.0.1.3769" in shown(screen))
            assert screen.view(app.name).row.items == 3


def shown(screen: Screen) -> str:
    """Return the detail of the instance under the cursor, as one line."""
    return " ".join(screen.text("DetailPanel").split())
