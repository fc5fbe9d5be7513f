"""The tab of trends: weeks, days and one title's past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.model import Sample, ScoreEvent, Week
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.bars import columns, resampled
from arrtui.tui.panes.scores.trends_tab import TrendsTab
from arrtui.tui.panes.scores.trends_text import (
    day_lines,
    last_improvement,
    months_line,
    summed,
    title_lines,
    week_lines,
)
from tests.tui.estates import DAY, NOW
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.tabs import TabScene, tab_opened
from tests.tui.scenes import SIZES

MONDAY = date(2025, 11, 17)


def young() -> FakeServices:
    """Return services over an estate that was backed up once."""
    services = estate()
    services.scores.days_known = 0
    return services


SCENES = (
    TabScene("trends", TrendsTab, shows="Health per day"),
    TabScene("trends-one", TrendsTab, ("left",) * 3, "radarr.main", shows="Health per day since"),
    TabScene("trends-ascii", TrendsTab, (), "radarr.main", plain=True, shows="Health per day since"),
    TabScene("trends-title", TrendsTab, ("H", "enter"), "radarr.main", shows="last improved"),
    TabScene("trends-choose", TrendsTab, ("H",)),
    TabScene("trends-young", TrendsTab, services=young, shows="two backups are needed"),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: Callable[..., bool], scene: TabScene, size: str) -> None:
    further = ("no-colour", "light") if scene is SCENES[1] else ()
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps, renditions=further)


async def test_the_arrows_tell_of_other_weeks() -> None:
    async with tab_opened(TrendsTab, instance="radarr.main") as screen:
        await screen.until(lambda: "17 Nov to 23 Nov: 9 upgraded, 1 downgraded, 6 new" in screen.seen)
        await screen.press("right")
        assert "17 Nov to 23 Nov" in screen.seen
        await screen.press("left")
        assert "10 Nov to 16 Nov: nothing happened" in screen.seen
        await screen.press("left")
        assert "3 Nov to 9 Nov: 3 upgraded, 2 downgraded, 3 new, 1 removed" in screen.seen


async def test_all_instances_are_summed() -> None:
    async with tab_opened(TrendsTab) as screen:
        await screen.until(lambda: "17 Nov to 23 Nov: 27 upgraded" in screen.seen)
        assert all(name in screen.seen for name in ("radarr.main", "radarr.4k", "sonarr.main"))


async def test_a_title_is_found_and_its_past_shown_until_esc() -> None:
    async with tab_opened(TrendsTab, size=(80, 24), instance="radarr.main") as screen:
        await screen.until(lambda: "Health per day" in screen.seen)
        await screen.press("H", "slash", *"sunrise", "enter")
        titles = screen.app.screen.query_one("#trends-titles", EstateTable)
        chosen = titles.cursor_row
        assert chosen.title == "Sunrise"
        await screen.press("enter")
        await screen.until(lambda: "last improved 4 wk ago" in screen.seen)
        assert screen.services.scores.named("samples") == [("radarr.main", chosen.external_id)]
        assert "1,700     +50  Bluray-1080p" in screen.seen
        await screen.press("escape")
        await screen.until(lambda: "Health per day" in screen.seen)
        assert "last improved" not in screen.seen


async def test_new_data_keeps_the_week_and_the_title() -> None:
    async with tab_opened(TrendsTab, instance="radarr.main") as screen:
        await screen.until(lambda: "17 Nov to" in screen.seen)
        await screen.press("left", "left", "H", "enter")
        await screen.until(lambda: "last improved" in screen.seen)
        screen.tab.show(screen.app.analyses, "radarr.main")
        await screen.until(lambda: len(screen.services.scores.named("samples")) == 2)
        assert "3 Nov to 9 Nov:" in screen.seen and "last improved" in screen.seen


# --- text ------------------------------------------------------------------------------------------------


def text(lines: Any) -> list[str]:
    return ["".join(part for part, _style in line) for line in lines]


def week(back: int, *numbers: int) -> Week:
    return Week((MONDAY - timedelta(weeks=back)).isoformat(), *(numbers or (0, 0, 0, 0, 0)))


def test_weeks_of_several_instances_are_summed_by_their_date() -> None:
    sums = summed([[week(1, 1, 2, 3, 4, 5), week(0)], [week(0, 1, 1, 1, 1, 1), week(2)]])
    assert sums == [week(2), week(1, 1, 2, 3, 4, 5), week(0, 1, 1, 1, 1, 1)]


@pytest.mark.parametrize(
    ("back", "words"),
    [(0, "this week"), (1, "last week"), (5, "5 weeks ago"), (None, "Nothing was upgraded")],
)
def test_the_last_improvement_is_told_in_weeks(back: int | None, words: str) -> None:
    weeks = [week(ago, 3 if ago == back else 0, 9, 9, 9, 9) for ago in reversed(range(8))]
    assert words in text([last_improvement(weeks, date(2025, 11, 21))])[0]


def test_empty_weeks_have_a_dot_and_keep_their_place() -> None:
    weeks = [week(3, 4, 0, 0, 0, 0), week(2), week(1), week(0, 2, 0, 0, 0, 0)]
    lines = text(week_lines(weeks, 3, 60, 1, plain=True))
    assert lines[0].split() == ["upgraded", "@@@", ".", ".", "+++", "6"]
    assert lines[1].split() == ["downgraded", ".", ".", ".", ".", "0"]


def test_a_month_without_room_gives_way_to_the_next() -> None:
    weeks = [week(back) for back in reversed(range(26))]
    assert months_line(weeks, 2).split() == ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]


def test_a_series_tells_of_each_episode_and_what_was_never_upgraded() -> None:
    sample = Sample(
        "sonarr.main", 70, 2, 5, NOW - 3 * DAY, ScoreEvent.NEW, 1_650, None, 11, "WEBDL-1080p", "", 3
    )
    lines = text(title_lines("Night Desk", "sonarr.main", [sample], NOW))
    assert lines[1] == "never upgraded so far"
    assert "S02E05 new" in lines[2] and lines[2].endswith("1,650          WEBDL-1080p")
    assert "two backups" in text(title_lines("Night Desk", "sonarr.main", [], NOW))[1]


async def test_days_of_one_instance_fill_their_room_and_no_more() -> None:
    days = await estate().scores.days("radarr.main")
    for width, height in ((78, 8), (118, 13), (60, 6)):
        for plain in (True, False):
            lines = text(day_lines({"radarr.main": days}, width, height, plain=plain))
            assert len(lines) <= height
            assert max(map(len, lines)) <= width


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60), st.integers(1, 6), st.booleans())
def test_columns_grow_with_their_values_and_show_whatever_is_there(
    values: list[int], height: int, plain: bool
) -> None:
    lines = columns(values, height, most=max(values), plain=plain)
    order = " :-=+*#%@" if plain else " ▁▂▃▄▅▆▇█"
    heights = [sum(order.index(line[at]) for line in lines) for at in range(len(values))]
    assert len(lines) == height
    assert all((tall > 0) == (value > 0) for tall, value in zip(heights, values, strict=True))
    pairs = sorted(zip(values, heights, strict=True))
    assert [tall for _value, tall in pairs] == sorted(heights)


@given(st.lists(st.integers(), min_size=1, max_size=300), st.integers(1, 200))
def test_fewer_cells_than_days_keep_the_last_day(values: list[int], width: int) -> None:
    sampled = resampled(values, width)
    assert len(sampled) == width
    assert sampled[-1] == values[-1]
