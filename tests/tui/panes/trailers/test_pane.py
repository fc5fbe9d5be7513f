"""The Trailers pane: states, facets, what the owner decides, and the doctor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.events import Job, JobState, Progress
from arrtui.core.trailers import MediaRoot, TrailerFile
from arrtui.db import media
from arrtui.features.trailers.doctor_tools import ToolReport
from arrtui.features.trailers.fetch_queue import fetch_args, progress_text, with_current
from arrtui.features.trailers.fields import INSTANCE, STATE, row_key
from arrtui.features.trailers.reports import FolderProblem, ProblemKind
from arrtui.features.trailers.status import TrailerState
from arrtui.runtime.services import Services
from arrtui.runtime.trailers.use_cases import FETCH_KIND
from arrtui.tui.panes.trailers.doctor_screen import DoctorScreen
from arrtui.tui.panes.trailers.pane import TrailersPane, TrailerTable
from arrtui.tui.panes.trailers.rows import trailer_cell
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.trailers.scenes import trailers_services


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services in which trailers of every kind are stored."""
    with trailers_services(library, tmp_path) as services:
        yield services


async def show_trailers(screen: Screen) -> TrailerTable:
    await screen.press("5")
    await screen.until(lambda: screen.app.main.query("#trailers-table"))
    table = screen.app.main.query_one("#trailers-table", TrailerTable)
    await screen.until(lambda: table.total_count)
    return table


def states(table: TrailerTable) -> set[TrailerState]:
    return {row.status.state for row in table.rows_shown}


async def test_states_problems_and_facets_show_what_they_say(stored: Services) -> None:
    async with opened(stored, (80, 24), clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        assert table.page_rows >= 16
        assert states(table) == set(TrailerState) - {TrailerState.DOWNLOADING}
        everything = table.total_count
        await screen.press("exclamation_mark")
        shown = {row.status.state for row in table.rows_shown if row.facts.title.instance == "radarr.main"}
        assert shown == {TrailerState.DOWNLOADED, TrailerState.BACKING_OFF, TrailerState.MONITORED}
        await screen.press("exclamation_mark")
        pane = screen.app.main.query_one(TrailersPane)
        pane.select({STATE: frozenset({"downloaded"}), INSTANCE: frozenset({"radarr.main"})})
        assert (len(table.rows_shown), states(table)) == (3, {TrailerState.DOWNLOADED})
        assert "downloaded" in screen.text("#trailers FacetLine")
        table.set_filter("own")
        assert [row.profile for row in table.rows_shown] == ["default"]
        await screen.press("escape", "F")
        assert table.visible_count == everything


async def test_what_is_wanted_of_the_marked_titles_is_noted_and_taken_back(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        table.set_filter("@radarr.main state:monitored")
        keys = table.visible_keys[:2]
        await screen.press("g", "space", "space", "a", "n")
        await screen.until(lambda: table.get_row(keys[0]).status.state is TrailerState.MISSING)
        assert [table.get_row(key).facts.choice.wanted for key in keys] == [False, False]
        assert not table.marked
        table.set_filter("chosen @radarr.main")
        await screen.press("asterisk", "a", "b")
        await screen.until(lambda: not any(row.facts.choice.wanted is False for row in table.rows_shown))
        assert table.get_row(keys[1]).status.state is TrailerState.MONITORED


async def test_a_title_shows_everything_that_lies_in_its_folder(stored: Services, tmp_path: Path) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        waiting = next(row for row in table.rows if row.status.state is TrailerState.BACKING_OFF)
        await screen.until(
            lambda: table.move_to((waiting.facts.title.instance, waiting.facts.title.external_id))
        )
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / "movie.nfo").write_text("x")
        folder = str(tmp_path / "folder")
        await stored.config_file.save_path_mapping("radarr.main", waiting.facts.title.path, folder)
        await screen.press("enter")
        await screen.until(lambda: "movie.nfo" in screen.text("LinesView"))
        assert "private or was removed" in screen.text("LinesView")
        await screen.press("escape")
        assert screen.app.screen is screen.app.main


async def test_the_doctor_writes_the_mapping_that_it_suggests(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        await show_trailers(screen)
        await screen.press("a", "o")
        await screen.until(lambda: isinstance(screen.app.screen, DoctorScreen))
        doctor = screen.app.screen
        await screen.until(lambda: doctor.current is not None)
        assert not doctor.check_action("apply", ())
        await screen.press("down", "A")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: stored.config.instance("radarr.4k").path_mapping)
        (mapping,) = stored.config.instance("radarr.4k").path_mapping
        assert (mapping.app_path, mapping.local_path) == ("/movies4k", "/mnt/nas/movies4k")
        assert "[[radarr.4k.path_mapping]]" in stored.config.path.read_text()


async def test_a_root_folder_is_accepted_and_a_video_read_from_the_doctor(stored: Services) -> None:
    accepted: list[tuple[str, str]] = []
    trailers: Any = stored.trailers
    doctor: Any = stored.doctor

    async def accept(name: str, path: str) -> MediaRoot:
        accepted.append((name, path))
        return MediaRoot(path=path)

    async def extract() -> ToolReport:
        return ToolReport(name="extraction", text="It was read.")

    async def problems(_names: Sequence[str] = ()) -> list[FolderProblem]:
        return [FolderProblem("radarr.main", ProblemKind.EXTRAS, "It imports extra files that end with mkv.")]

    trailers.accept_root, doctor.extract, doctor.problems = accept, extract, problems
    async with opened(stored, clock=lambda: NOW) as screen:
        await show_trailers(screen)
        await screen.press("a", "o")
        await screen.until(lambda: getattr(screen.app.screen, "current", None) is not None)
        await screen.press("down", "down", "a", "m")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: accepted == [("sonarr.main", "/tv")])
        await screen.until(lambda: "extra files" in [line.name for line in screen.app.screen._table.rows])
        await screen.press("a", "x", "G")
        await screen.until(lambda: screen.app.screen.current.name == "extraction")


async def test_folders_that_were_read_show_and_the_cursor_stays(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_trailers(screen)
        wanting = next(row for row in table.rows if row.status.state is TrailerState.MONITORED)
        title = wanting.facts.title
        assert table.move_to(row_key(wanting))
        pane = screen.app.main.query_one(TrailersPane)
        job = Job(
            id=1,
            kind=FETCH_KIND,
            state=JobState.RUNNING,
            args=with_current(fetch_args([[*row_key(wanting), True]]), *row_key(wanting)),
            progress=Progress(text=progress_text(title.title, "45% of 9.0 MiB")),
        )
        pane.show_jobs({1: job}, {1})
        await screen.until(lambda: not pane._reloader.reading)
        pane.show_jobs({1: job}, {1})
        assert trailer_cell(table.cursor_row) == ("45% of 9.0 MiB", "accent")
        assert "45% of 9.0 MiB" in table.cursor_row.reason
        trailer = TrailerFile(
            external_id=title.external_id, relative_path="a-trailer.mp4", size=5, mtime_ns=1
        )
        await stored.database.write(media.store_folders, title.instance, [wanting.facts.folder], [trailer])
        pane.show_jobs({}, None)
        await screen.until(lambda: table.cursor_row.status.state is TrailerState.DOWNLOADED)
        assert table.cursor_row.facts.title.external_id == title.external_id
