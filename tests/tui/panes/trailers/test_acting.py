"""What is done from the Trailers pane: downloads and their review, candidates, addresses, the recycle bin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.trailers import MediaRoot, RecycledFile
from arrtui.features.trailers.fields import row_key
from arrtui.features.trailers.status import TrailerState
from arrtui.runtime.services import Services
from arrtui.runtime.trailers.use_cases import Recycled
from tests.tui.estates import CONFIG, DAY, NOW
from tests.tui.live import opened
from tests.tui.panes.trailers.scenes import VIDEOS, trailers_services
from tests.tui.panes.trailers.test_pane import show_trailers


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services in which trailers of every kind are stored, and no job is worked on."""
    with trailers_services(library, tmp_path) as services:
        yield services


async def test_the_first_download_is_reviewed_and_what_is_left_out_is_not_wanted(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        wanted = await stored.fetching.wanted()
        await screen.press("a", "A")
        await screen.until(lambda: screen.dialog == "BatchDialog")
        await screen.press("t", "A")
        await screen.until(lambda: any("ticked" in toast for toast in screen.toasts))
        await screen.press("t", "space", "A")
        await screen.until(lambda: [job for job in screen.jobs if job.kind == "trailers-fetch"])
        (job,) = [job for job in screen.jobs if job.kind == "trailers-fetch"]
        left_out = (wanted[0].instance, wanted[0].external_id)
        assert [title[:2] for title in job.args["titles"]] == [
            [entry.instance, entry.external_id]
            for entry in wanted
            if (entry.instance, entry.external_id) != left_out
        ]
        await screen.until(lambda: table.get_row(left_out).facts.choice is not None)
        assert table.get_row(left_out).facts.choice.wanted is False
        assert await stored.fetching.is_batch_approved()


async def test_marked_titles_are_downloaded_after_a_question(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        table.set_filter("@radarr.main state:monitored")
        keys = table.visible_keys[:2]
        await screen.press("g", "space", "space", "a", "d")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: table.get_row(keys[0]).status.state is TrailerState.DOWNLOADING)
        (job,) = [job for job in screen.jobs if job.kind == "trailers-fetch"]
        assert [tuple(title[:2]) for title in job.args["titles"]] == keys


async def test_a_candidate_or_an_address_becomes_the_choice(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        row = next(row for row in table.rows if row.status.state is TrailerState.MONITORED)
        assert table.move_to(row_key(row))
        await screen.press("a", "c")
        await screen.until(lambda: screen.dialog == "CandidatesDialog")
        await screen.press("down", "enter")
        await screen.until(lambda: table.cursor_row.facts.choice is not None)
        assert table.cursor_row.facts.choice.address == VIDEOS[1].candidate.address
        await screen.press("e")
        await screen.until(lambda: screen.dialog == "VideoAddressDialog")
        await screen.type("video-address", "youtu.be/c")
        await screen.press("enter")
        assert "https://" in screen.text("#video-fault") and screen.dialog == "VideoAddressDialog"
        await screen.type("video-address", "https://youtu.be/c")
        await screen.press("enter")
        await screen.until(lambda: table.cursor_row.facts.choice.address == "https://youtu.be/c")


async def test_only_own_trailers_go_to_the_bin_and_one_comes_back(stored: Services) -> None:
    moved: list[tuple[str, Sequence[int]]] = []
    trailers, recycle_bin = stored.trailers, stored.recycle
    kept = RecycledFile(
        id=7, kind="trailer", instance="radarr.main", title="Alien (1979)", size=5, removed_at=NOW,
        original_path="/movies/Alien (1979)/Alien-trailer.mp4", bin_path="/bin/a", expires_at=NOW + DAY,
    )  # fmt: skip

    async def recycle(name: str, ids: Sequence[int]) -> Recycled:
        moved.append((name, ids))
        return Recycled([], [])

    async def restore(ids: Sequence[int]) -> Recycled:
        moved.append(("restored", ids))
        return Recycled([kept], [])

    async def files() -> list[RecycledFile]:
        return [kept]

    trailers.recycle, trailers.restore, recycle_bin.files = recycle, restore, files  # type: ignore[method-assign]
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        foreign = next(row for row in table.rows if row.facts.trailers and not row.facts.downloads)
        assert table.move_to(row_key(foreign))
        await screen.press("delete")
        await screen.until(lambda: any("downloaded itself" in toast for toast in screen.toasts))
        own = next(row for row in table.rows if row.facts.downloads)
        assert table.move_to(row_key(own))
        await screen.press("delete")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("enter")
        assert moved == []
        await screen.press("delete")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: moved)
        assert moved == [("radarr.main", [own.facts.downloads[0].id])]
        await screen.press("R")
        await screen.until(lambda: screen.dialog == "RestoreDialog")
        await screen.press("enter")
        await screen.until(lambda: moved[1:] == [("restored", [7])])


async def test_a_root_folder_that_is_doubted_is_accepted_from_its_titles(stored: Services) -> None:
    accepted: list[tuple[str, str]] = []
    trailers: Any = stored.trailers

    async def accept(name: str, path: str) -> MediaRoot:
        accepted.append((name, path))
        return MediaRoot(path=path)

    trailers.accept_root = accept
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        for state in (TrailerState.DOWNLOADED, TrailerState.NOT_MOUNTED):
            row = next(row for row in table.rows if row.status.state is state)
            assert table.move_to(row_key(row))
            await screen.press("a", "m")
            if state is TrailerState.DOWNLOADED:
                await screen.until(lambda: any("not doubted" in toast for toast in screen.toasts))
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: accepted == [(row.facts.title.instance, row.facts.title.root_folder)])


async def test_the_start_says_that_the_bin_lies_in_a_root_folder(library: Path, tmp_path: Path) -> None:
    inside = CONFIG + '\n[recycle]\nfolder = "/movies/bin"\n'
    with trailers_services(library, tmp_path, config=inside) as services:
        async with opened(services, clock=lambda: NOW) as screen:
            await screen.until(lambda: any("lies in the root folder" in toast for toast in screen.toasts))


async def test_better_names_are_planned_for_the_instance_under_the_cursor(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        title = next(row for row in table.rows if row.facts.title.instance == "radarr.4k")
        assert table.move_to(row_key(title))
        await screen.press("a", "p")
        await screen.until(lambda: any("no name is wrong" in toast for toast in screen.toasts))
