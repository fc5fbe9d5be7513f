"""The Artwork pane: the matrix, its facets, the chosen kind, locks, phases and the recycle bin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import OptionList

from arrtui.core.artwork import ArtState
from arrtui.core.trailers import RecycledFile
from arrtui.db import recycled
from arrtui.db.artwork import slots
from arrtui.features.artwork.matrix_fields import INSTANCE, LOST, MISSING
from arrtui.runtime.services import Services
from arrtui.tui.kit.detail_panel import DetailPanel
from arrtui.tui.panes.artwork.head import next_step
from arrtui.tui.panes.artwork.pane import ArtworkPane
from arrtui.tui.panes.artwork.table import ArtTable
from tests.tui.estates import DAY, NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.artwork.scenes import artwork_services


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services in which artwork in every state is stored, and no job is worked on."""
    with artwork_services(library, tmp_path) as services:
        yield services


async def show_artwork(screen: Screen) -> ArtTable:
    """Show the pane and return its table once it is filled."""
    await screen.press("7")
    await screen.until(lambda: screen.app.main.query("#artwork-table"))
    table = screen.app.main.query_one("#artwork-table", ArtTable)
    await screen.until(lambda: table.total_count)
    return table


async def test_states_problems_and_facets_show_what_they_say(stored: Services) -> None:
    async with opened(stored, (80, 24), clock=lambda: NOW) as screen:
        table = await show_artwork(screen)
        assert table.page_rows >= 16
        assert {row.state_of("poster") for row in table.rows} == set(ArtState)
        everything = table.total_count
        await screen.press("exclamation_mark")
        assert [row.lost for row in table.rows_shown] == [2]
        await screen.press("exclamation_mark")
        pane = screen.app.main.query_one(ArtworkPane)
        pane.select({LOST: frozenset({"clearlogo"})})
        assert len(table.rows_shown) == 1
        pane.select({MISSING: frozenset({"poster"}), INSTANCE: frozenset({"radarr.main"})})
        assert "poster" in screen.text("#artwork FacetLine")
        assert all(row.state_of("poster") in (ArtState.NONE, ArtState.CANDIDATES) for row in table.rows_shown)
        await screen.press("F")
        assert table.visible_count == everything
        table.set_filter("clearlogo:lost")
        assert len(table.rows_shown) == 1
        table.set_filter("locked:banner")
        assert [len(row.locked_columns) for row in table.rows_shown] == [11]


async def test_the_kind_that_is_chosen_is_what_the_detail_is_about(stored: Services) -> None:
    async with opened(stored, (120, 40), clock=lambda: NOW) as screen:
        table = await show_artwork(screen)
        detail = screen.app.main.query_one("#artwork DetailPanel", DetailPanel)
        await screen.until(lambda: "poster.jpg" in detail.plain)
        await screen.press("right")
        await screen.until(lambda: "fanart.jpg" in detail.plain)
        assert table.kind == "fanart"
        for _ in range(20):
            await screen.press("right")
        assert table.kind == "nfo"
        await screen.until(lambda: "Two soldiers" in detail.plain)
        await screen.press("left")
        assert table.kind == "thumb"


async def test_locks_of_the_marked_titles_are_ticked_and_applied(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_artwork(screen)
        table.set_filter("@radarr.main -locked")
        keys = table.visible_keys[:2]
        await screen.press("g", "space", "space", "a", "l")
        await screen.until(lambda: screen.dialog == "LocksDialog")
        await screen.press("down", "space", "A")
        await screen.until(lambda: table.get_row(keys[0]).is_locked("poster"))
        assert [table.get_row(key).locked_columns for key in keys] == [("poster",), ("poster",)]
        locked = await stored.database.read(slots.locks, "radarr.main")
        assert [locked[external_id] for _, external_id in keys] == [{"poster"}, {"poster"}]
        table.set_filter("@radarr.main")
        assert table.move_to(keys[0])
        await screen.press("a", "l")
        await screen.until(lambda: screen.dialog == "LocksDialog")
        await screen.press("down", "space", "A")
        await screen.until(lambda: not table.get_row(keys[0]).is_locked("poster"))
        assert table.get_row(keys[1]).is_locked("poster")


async def test_a_phase_is_queued_for_the_marked_titles_and_writing_is_asked_before(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_artwork(screen)
        keys = table.visible_keys[:2]
        await screen.press("g", "space", "space", "a", "e")
        await screen.until(lambda: [job for job in screen.jobs if job.kind == "artwork-enrich"])
        (job,) = [job for job in screen.jobs if job.kind == "artwork-enrich"]
        assert job.args["external_ids"] == [external_id for _, external_id in keys]
        assert set(table.marked) == set(keys)  # for the next phase
        await screen.press("g", "a", "v")
        await screen.until(lambda: [job for job in screen.jobs if job.kind == "artwork-verify"])
        (look,) = [job for job in screen.jobs if job.kind == "artwork-verify"]
        assert (look.instance, look.args["applies"]) == ("radarr.main", False)
        await screen.press("g", "a", "p")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("n", "a", "p")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: [job for job in screen.jobs if job.kind == "artwork-publish"])
        assert len([job for job in screen.jobs if job.kind == "artwork-publish"]) == 1


@pytest.mark.parametrize(("key", "kind"), [("w", "artwork-look"), ("b", "artwork-follow")])
async def test_planning_and_bringing_back_are_jobs_of_each_instance(
    stored: Services, key: str, kind: str
) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_artwork(screen)
        ids: dict[str, set[str]] = {}
        for instance, external_id in table.visible_keys:
            ids.setdefault(instance, set()).add(external_id)
        await screen.press("asterisk", "a", key)
        await screen.until(lambda: len([job for job in screen.jobs if job.kind == kind]) == len(ids))
        jobs = [job for job in screen.jobs if job.kind == kind]
        assert {job.instance: set(job.args["external_ids"]) for job in jobs} == ids
        assert all(job.args.get("applies", False) is False for job in jobs)


async def test_without_an_image_in_the_cache_or_a_file_in_the_bin_a_sentence_says_so(
    stored: Services,
) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_artwork(screen)
        table.set_filter("@radarr.main poster:nothing")
        await screen.press("p")
        await screen.until(lambda: any("no picture" in toast for toast in screen.toasts))
        await screen.press("R")
        await screen.until(lambda: any("holds no artwork" in toast for toast in screen.toasts))


async def test_the_bin_lists_files_of_the_title_under_the_cursor_first(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_artwork(screen)
        keys = table.visible_keys[:3]
        for number, (instance, external_id) in enumerate(keys):
            file = RecycledFile(
                kind="artwork", instance=instance, external_id=external_id, title=f"Film {number}",
                original_path=f"/films/{number}/poster.jpg", bin_path=f"/bin/{number}", size=1,
                removed_at=NOW + number, expires_at=NOW + DAY,
            )  # fmt: skip
            stored.database.write_sync(recycled.record_recycled, file)
        assert table.move_to(keys[1])
        await screen.press("R")
        await screen.until(lambda: screen.dialog == "RestoreDialog")
        options = screen.app.screen.query_one(OptionList)
        listed = [str(options.get_option_at_index(place).prompt)[:6] for place in range(3)]
        assert listed == ["Film 1", "Film 2", "Film 0"]


@pytest.mark.parametrize(
    ("counts", "hint"),
    [
        ({}, ""),
        ({"none": 90}, "a s "),
        ({"none": 90, "published": 3}, "a e "),
        ({"none": 40, "published": 3, "cached": 50, "from_providers": 8}, "a p "),
        ({"none": 40, "published": 50, "cached": 3, "from_providers": 8}, ""),
        ({"none": 40, "published": 50, "candidates": 3}, ""),
    ],
)
def test_the_counts_say_which_key_goes_on(counts: dict[str, int], hint: str) -> None:
    text = next_step(counts)
    assert hint in text and bool(text) is bool(hint)
