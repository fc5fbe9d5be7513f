"""The tab of profiles, over libraries made by hand, and the plot that it draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.errors import StorageError
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.histogram import Bins, Mark, coarse, histogram, mark_line
from arrtui.tui.panes.scores.profiles_tab import ProfilesTab
from tests.tui.panes.scores.fakes import FakeServices
from tests.tui.panes.scores.tabs import TabPilot, TabScene, tab_opened
from tests.tui.scenes import SIZES

SCENES = (
    TabScene("profiles", ProfilesTab, shows="differences"),
    TabScene("profiles-ascii", ProfilesTab, ("down",), plain=True, instance="radarr.4k"),
    TabScene("profiles-filter", ProfilesTab, ("slash", "h", "d")),
    TabScene("profiles-scrolled", ProfilesTab, ("enter", "G"), shows="Not the same"),
    TabScene("profiles-none", ProfilesTab, services=FakeServices),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: Callable[..., bool], scene: TabScene, size: str) -> None:
    further = ("no-colour",) if scene is SCENES[0] else ()
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps, renditions=further)


def table(screen: TabPilot) -> EstateTable[Any]:
    return screen.app.screen_stack[0].query_one("#profiles-table", EstateTable)


async def test_profiles_of_one_name_stand_below_each_other() -> None:
    async with tab_opened(ProfilesTab) as screen:
        keys = table(screen).visible_keys
        assert {keys[0][0], keys[1][0]} == {"radarr.main", "radarr.4k"}  # type: ignore[index]
        assert keys[0][1] == keys[1][1] == "HD Bluray + WEB"  # type: ignore[index]


async def test_differences_are_sentences_with_both_instances() -> None:
    async with tab_opened(ProfilesTab) as screen:
        await screen.until(lambda: "Not the same on radarr.4k" in screen.seen)
        differences = await screen.services.scores.differences()
        assert differences[0].what[:40] in screen.seen
        await screen.press("G")
        await screen.until(lambda: "WEB-1080p on sonarr.main" in screen.seen)
        assert "Not the same" not in screen.seen


async def test_the_plot_marks_what_the_profile_wants() -> None:
    async with tab_opened(ProfilesTab) as screen:
        row = table(screen).cursor_row
        await screen.until(lambda: f"^wanted {row.wanted:,}" in screen.seen)
        assert f"^minimum {row.minimum:,}" in screen.seen


async def test_a_profile_without_files_says_so() -> None:
    async with tab_opened(ProfilesTab, instance="radarr.main") as screen:
        table(screen).move_to(("radarr.main", "Nobody uses this"))
        await screen.until(lambda: "No file has this profile." in screen.seen)


async def test_profiles_show_although_what_differs_cannot_be_told() -> None:
    services = FakeServices()
    async with tab_opened(ProfilesTab) as screen:
        services = screen.services
        services.scores.fault = StorageError("comparing profiles", why="the disk is gone")
        screen.tab.show(screen.app.analyses, "")
        await screen.until(
            lambda: any("the disk is gone" in sentence for sentence in screen.app.notifications)
        )
        assert table(screen).total_count == 6


# --- the plot --------------------------------------------------------------------------------------------

counts = st.lists(st.integers(0, 900), min_size=1, max_size=40)


@given(counts, counts, st.booleans(), st.booleans(), st.integers(34, 130), st.integers(4, 16))
def test_a_plot_stays_within_its_room(
    now: list[int], then: list[int], compared: bool, plain: bool, width: int, height: int
) -> None:
    now[0] += 1
    then = (then * len(now))[: len(now)]
    edges = tuple((at * 100 - 1_500, at * 100 - 1_401) for at in range(len(now)))
    bins = Bins(edges, tuple(now), tuple(then) if compared else ())
    lines = histogram(bins, [Mark(0, "minimum"), Mark(10**6, "wanted")], width, height, plain=plain)
    texts = ["".join(text for text, _style in line) for line in lines]
    assert len(texts) == max(height, 4)
    assert max(map(len, texts)) <= width
    assert not plain or "".join(texts).isascii()


@given(counts, st.integers(1, 130))
def test_gathering_bins_loses_no_file_and_no_score(files: list[int], width: int) -> None:
    edges = tuple((at * 10, at * 10 + 9) for at in range(len(files)))
    merged = coarse(Bins(edges, tuple(files), tuple(reversed(files))), width)
    assert sum(merged.files) == sum(merged.then) == sum(files)
    assert (merged.edges[0][0], merged.edges[-1][1]) == (0, len(files) * 10 - 1)
    assert all(high + 1 == low for (_, high), (low, _) in zip(merged.edges, merged.edges[1:], strict=False))


def test_columns_stand_where_the_files_are() -> None:
    lines = histogram(Bins(((-100, -1), (0, 99), (100, 199)), (0, 4, 2)), [], 40, 5, plain=True)
    texts = ["".join(text for text, _style in line) for line in lines]
    assert texts[0].startswith("4 |" + " " * 9 + "#" * 8)
    assert texts[1].startswith("  |" + " " * 9 + "#" * 8 + " " + "#" * 8)
    assert texts[3].split() == ["-100", "0", "100", "199"]


def test_a_mark_stands_below_the_bin_its_score_lies_in() -> None:
    edges = ((-35_000, 0), (0, 200), (200, 400))
    assert mark_line(edges, [Mark(0, "minimum")], 9, 60).index("^") == 9
    assert mark_line(edges, [Mark(-50_000, "minimum"), Mark(9_000, "wanted")], 12, 60).index("^wanted") == 24


def test_a_plot_without_files_says_so() -> None:
    assert histogram(Bins((), ()), [], 40, 8, plain=False) == [[("No file has a score.", "dim")]]
