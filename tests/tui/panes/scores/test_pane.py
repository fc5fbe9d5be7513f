"""The Scores pane by keys: what is read, the instances, the card, the plot, and the tabs."""

from __future__ import annotations

import asyncio

from arrtui.core.errors import StorageError
from arrtui.tui.panes.scores.card import ScoreCard
from arrtui.tui.panes.scores.instance_line import InstanceLine
from arrtui.tui.panes.scores.plot import ScorePlot
from arrtui.tui.panes.scores.tabs import TabLine
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.harness import ScoresScreen, scores_opened
from tests.tui.panes.scores.libraries import content_library, main_library, uhd_library


def card(screen: ScoresScreen) -> str:
    return str(screen.app.main.query_one(ScoreCard).render())


def line(screen: ScoresScreen) -> str:
    return str(screen.app.main.query_one(InstanceLine).render())


def plot(screen: ScoresScreen) -> ScorePlot:
    return screen.app.main.query_one(ScorePlot)


async def filled(screen: ScoresScreen, count: int) -> None:
    await screen.until(lambda: screen.candidates.total_count == count)


async def test_all_instances_show_together_first() -> None:
    async with scores_opened() as screen:
        await screen.until(lambda: screen.candidates.total_count > 100)
        for name in ("radarr.main", "radarr.4k", "sonarr.main"):
            assert name in card(screen)
        assert "backed up 1 d ago" in line(screen)  # the oldest of them
        assert len(plot(screen).scores) == 164
        assert {row.file.instance for row in screen.candidates.chosen_rows} <= {"radarr.main"}


async def test_brackets_choose_an_instance_and_come_round() -> None:
    async with scores_opened() as screen:
        await screen.press("greater_than_sign")
        await screen.until(lambda: len(plot(screen).scores) == 60)
        assert "radarr.4k" not in card(screen)
        assert "backed up 2 h ago" in line(screen)
        assert "instance" not in screen.candidates.grid.keys
        await screen.press("less_than_sign", "less_than_sign")
        await screen.until(lambda: len(plot(screen).scores) == 80)
        await screen.press("greater_than_sign")
        await screen.until(lambda: len(plot(screen).scores) == 164)
        await screen.until(lambda: "instance" in screen.candidates.grid.keys)


async def test_the_line_of_tabs_names_its_keys_whatever_has_the_focus() -> None:
    async with scores_opened() as screen:
        screen.app.app_focus = False  # another window has it
        screen.app.main.set_focus(None)
        assert "[ ]" in str(screen.app.main.query_one(TabLine).render())


async def test_the_card_says_grade_parts_trend_and_the_next_step() -> None:
    async with scores_opened(size=(80, 24)) as screen:
        await screen.press("greater_than_sign")
        await screen.until(lambda: "Health " in card(screen) and "Trend" in card(screen))
        text = card(screen)
        health = screen.pane._standings["radarr.main"].health
        assert f"{health.points} {health.grade}" in text
        assert "+14 in 17 wk" in text
        for part in ("minimum 83%", "in reach 43%", "present 84%", "no negative 83%"):
            assert part in text
        assert "next Upgrade the 30 files" in text
        assert "1 score is not the sum" not in text  # two lines of the next step leave no room for it


async def test_at_80_by_24_the_table_keeps_its_rows_and_the_plot_is_a_key_away() -> None:
    async with scores_opened(size=(80, 24)) as screen:
        await screen.until(lambda: screen.candidates.total_count > 100)
        assert screen.candidates.page_rows >= 12
        assert not plot(screen).display
        await screen.press("f", "v")
        assert plot(screen).display
        assert "Scores of 164 files" in screen.seen
        assert screen.candidates.page_rows >= 8
        await screen.press("f", "v")
        assert not plot(screen).display


async def test_at_120_by_40_card_and_plot_stand_side_by_side() -> None:
    async with scores_opened() as screen:
        await screen.until(lambda: "Scores of 164 files" in screen.seen)
        assert "at or above minimum" in screen.seen
        await screen.press("f", "v")
        assert "Scores of 164 files" not in screen.seen
        assert "at or above minimum" in screen.seen


async def test_nothing_backed_up_says_what_to_do() -> None:
    async with scores_opened(FakeServices(), (80, 24)) as screen:
        assert "Press B to back up all instances" in screen.seen
        assert "Candidates" not in screen.seen
        screen.fake.scores.libraries = [main_library()]
        await screen.press("r")
        await screen.until(lambda: "Candidates" in screen.seen)
        await filled(screen, 40)
        assert screen.candidates.has_focus


async def test_no_candidate_says_that_all_is_well() -> None:
    async with scores_opened(FakeServices(content_library())) as screen:
        await screen.until(lambda: "every file is as its profile wants it" in screen.seen)


async def test_an_instance_that_was_never_backed_up_is_told() -> None:
    async with scores_opened(FakeServices(main_library(), uhd_library())) as screen:
        await screen.until(lambda: "1 instance not backed up yet" in screen.seen)


async def test_reading_never_blocks_and_says_so() -> None:
    fake = estate()
    fake.scores.gate = asyncio.Event()
    async with scores_opened(fake) as screen:
        assert "Reading scores" in screen.seen
        await screen.press("1", "4")
        assert "Reading scores" in screen.seen
        fake.scores.gate.set()
        await screen.until(lambda: screen.candidates.total_count > 100)
        fake.scores.gate.clear()
        await screen.press("r")
        await screen.until(lambda: "reading ..." in line(screen))
        await screen.press("j", "j")
        await screen.until(lambda: screen.candidates.cursor_index == 2)
        fake.scores.gate.set()
        await screen.until(lambda: screen.notified("Read again"))
        assert "reading ..." not in line(screen)


async def test_what_cannot_be_read_is_told_and_what_was_shown_stays_with_its_age() -> None:
    async with scores_opened() as screen:
        await screen.until(lambda: screen.candidates.total_count > 100)
        before = screen.candidates.total_count
        screen.fake.scores.fault = StorageError("reading the scores", why="the disk is gone")
        await screen.press("r")
        await screen.until(lambda: screen.notified("the disk is gone"))
        assert screen.candidates.total_count == before
        assert "backed up 1 d ago" in line(screen)


async def test_a_first_read_that_fails_says_why_on_the_pane() -> None:
    fake = estate()
    fake.scores.fault = StorageError("reading the scores", why="the disk is gone")
    async with scores_opened(fake) as screen:
        await screen.until(lambda: "the disk is gone" in screen.text("#scores-none"))
        fake.scores.fault = None
        await screen.press("r")
        await screen.until(lambda: screen.candidates.total_count > 100)


async def test_a_backup_is_shown_when_the_pane_is() -> None:
    async with scores_opened() as screen:
        reads = screen.fake.scores.reads
        await screen.press("6")
        screen.pane.snapshots_taken(["radarr.main"])
        await screen.pilot.pause()
        assert screen.fake.scores.reads == reads
        await screen.press("4")
        await screen.until(lambda: screen.fake.scores.reads == reads + 1)
        screen.pane.snapshots_taken(["radarr.main"])
        await screen.until(lambda: screen.fake.scores.reads == reads + 2)


async def test_the_cursor_stays_on_its_file_when_others_come_and_go() -> None:
    async with scores_opened(FakeServices(main_library())) as screen:
        await filled(screen, 40)
        await screen.press(*"jjjjj")
        here = screen.candidates.cursor_row
        assert here is not None
        library = main_library()
        library.files[:] = [
            file._replace(file_id=file.file_id + 500) for file in reversed(library.files) if file.item_id != 9
        ]  # type: ignore[index]
        screen.fake.scores.libraries = [library]
        await screen.press("r")
        await screen.until(lambda: screen.notified("Read again"))
        await screen.until(lambda: screen.candidates.total_count < 40)
        now = screen.candidates.cursor_row
        assert now is not None and now.file.title == here.file.title and now.file.year == here.file.year


async def test_tabs_are_made_when_first_shown_and_follow_the_instance() -> None:
    async with scores_opened() as screen:
        assert not screen.pane.query("#scores-formats")
        await screen.press("right_square_bracket")
        await screen.until(lambda: screen.pane.query("#scores-formats"))
        assert not screen.pane.query_one("#scores-candidates").display
        await screen.press("greater_than_sign", "left_square_bracket")
        await filled(screen, 40)
        assert screen.candidates.has_focus


async def test_a_click_chooses_a_tab() -> None:
    async with scores_opened() as screen:
        await screen.pilot.click("TabLine", offset=(20, 0))
        await screen.until(lambda: screen.pane.query("#scores-formats"))


async def test_many_instances_show_around_the_chosen_one() -> None:
    from dataclasses import replace

    libraries = [replace(content_library(), instance=f"radarr.house-{number}") for number in range(12)]
    async with scores_opened(FakeServices(*libraries), (80, 24)) as screen:
        assert "house-11" not in line(screen)
        await screen.press("less_than_sign")
        await screen.until(lambda: "house-11" in line(screen))
        assert len(line(screen)) <= 80
