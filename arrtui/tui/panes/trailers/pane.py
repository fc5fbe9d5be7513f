"""The Trailers pane: which titles have a trailer, which want one, and what to do about it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content

from arrtui.core.apps import Feature
from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.features.trailers.fetch_queue import TitleRow, current_title, doing_now, title_rows
from arrtui.features.trailers.fields import (
    TRAILER_FIELDS,
    TrailerIndex,
    is_problem,
    row_key,
    searched_text,
    trailer_index,
)
from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.reports import FolderProblem
from arrtui.runtime.capabilities import CAPABILITIES
from arrtui.runtime.trailers.use_cases import FETCH_KIND
from arrtui.tui.kit.faceted_table import FacetedTable
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.titles_pane import TitlesPane
from arrtui.tui.panes.trailers.acting import TrailerActions, action_bindings
from arrtui.tui.panes.trailers.detail import trailer_detail
from arrtui.tui.panes.trailers.head import CountLine
from arrtui.tui.panes.trailers.rows import COLUMNS

KINDS = frozenset(
    kind.name for capability in CAPABILITIES if capability.name == "trailers" for kind in capability.job_kinds
)
"""Kinds of the jobs after which something may be different."""


class TrailerTable(FacetedTable[TrailerRow]):
    """Titles by their trailers."""

    noun = "titles"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(COLUMNS, search=searched_text, fields=TRAILER_FIELDS, viewed_as="trailers", id=id)

    def identity(self, row: TrailerRow) -> tuple[str, str]:
        """Return the instance and the external id."""
        return row_key(row)


class TrailersPane(TitlesPane[TrailerRow]):
    """The titles of all instances by their trailers, and the detail of the one under the cursor."""

    FEATURE = Feature.TRAILERS
    TOUR = (
        "Which movies and series have a trailer, which want one, and why, a line each.",
        "{trailers.facets} narrows by state and more; {trailers.problems} leaves problems.",
        "{trailers.open} shows all that lies in the folder of a title, and every attempt.",
        "a chooses what to do with it or the marked ones: want a trailer, or none.",
        "{trailers.rescan} reads the folders again, as every backup does.",
        "Paths or programs amiss? a, then o, calls the doctor, who knows what to do.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("open", "trailers.open", "Show the title with its folder and attempts", show=False),
        bind("narrow", "trailers.facets", "Narrow by state, instance, profile, ...", action="facets"),
        bind("clear_narrowing", "trailers.clear-facets", action="clear_facets", show=False),
        bind("problems", "trailers.problems", "Show only what somebody should look at, or everything"),
        bind("detail", "trailers.detail"),
        bind("refresh", "trailers.rescan", "Read the folders of titles now"),
        bind("copy", "trailers.copy", "Copy the path of the folder", show=False),
        *action_bindings(),
        bind("back", "trailers.back", "Leave the detail", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        self._line = CountLine(id="trailers-counts")
        super().__init__(TrailerTable(id="trailers-table"), self._line, id=id)
        self._queued: list[list[TitleRow]] = []
        """What the unfinished job that fetches has left to do."""
        self._problems: Mapping[tuple[str, str], list[FolderProblem]] = {}
        self._troubled: Set[tuple[str, str]] = frozenset()
        self._actions = TrailerActions(self, self._chosen, lambda: self.current, self._changed)

    # Data handed down

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Read again when folders were read, or a title was fetched; show how far the one under way is."""
        numbers = jobs.keys() if changed is None else [number for number in changed if number in jobs]
        fetching = [jobs[number] for number in numbers if jobs[number].kind == FETCH_KIND]
        queued = [title_rows(job.args) for job in fetching if not job.state.finished]
        ended = any(jobs[number].kind in KINDS and jobs[number].state.finished for number in numbers)
        if changed is None or ended or (fetching and queued != self._queued):
            self._queued = queued
            self._outdate()
        elif self.display:
            for job in fetching:
                self._show_progress(job)

    def _show_progress(self, job: Job) -> None:
        """Show how far the title is that a job fetches now."""
        title = current_title(job)
        row = self._table.get_row(title) if title is not None else None
        if row is not None:
            self._table.update_rows({row_key(row): row.at_work(doing_now(job))})
            if self._table.cursor_key == row_key(row):
                self._show_detail()

    async def _read(self) -> None:
        """Read what is stored; cursor, marks, sort and filter stay with what they meant."""
        rows = await self.services.trailers.rows()
        problems: defaultdict[tuple[str, str], list[FolderProblem]] = defaultdict(list)
        for problem in await self.services.trailers.problems():
            problems[problem.instance, problem.external_id].append(problem)
        self._problems = dict(problems)

        def digest() -> tuple[TrailerIndex, set[tuple[str, str]]]:
            """Look at thousands of titles in a thread, so that keys are answered meanwhile."""
            troubled = {row_key(row) for row in rows if is_problem(row)}
            return trailer_index(rows, names), troubled | problems.keys()

        names = self.services.config.names_with(self.FEATURE)
        index, self._troubled = await asyncio.to_thread(digest)
        await self._fill(rows, index)

    def _show_counts(self) -> None:
        table = self._table
        problems = sum(map(self._is_problem, table.rows))
        self._line.show(table.rows, problems, table.marks_text, only_problems=self._only_problems)

    def _is_problem(self, row: TrailerRow) -> bool:
        return row_key(row) in self._troubled

    @property
    def _has_problems(self) -> bool:
        return bool(self._troubled)

    def _folder_of(self, row: TrailerRow) -> str:
        folder = row.facts.folder
        return folder.path if folder else row.facts.title.path

    # The detail

    @on(EstateTable.CursorMoved)
    def _show_detail(self) -> None:
        row = self.current
        text = trailer_detail(row, self._problems.get(row_key(row), ())) if row else Content("")
        self._split.detail.show(text, row_key(row) if row else None)

    # Actions

    def offers(self, action: str) -> bool:
        """Leave keys out of the key line where there is nothing that they could choose or ask for."""
        return bool(self.services.config.instances) if action == "refresh" else super().offers(action)

    def action_refresh(self) -> None:
        """Have the folders of the instances' titles read."""

        async def queue() -> None:
            if jobs := await self.trying(self.services.trailers.refresh()):
                self.tell(f"The folders of {plural(len(jobs), 'instance')} are being read; 6 shows how far.")

        self.run_worker(queue(), group="queueing")

    def action_act(self, name: str) -> None:
        """Do one of the actions with the marked titles, or with the one under the cursor."""
        self._actions.run(name)

    def action_doctor(self) -> None:
        """Open the doctor."""
        from arrtui.tui.panes.trailers.doctor_screen import DoctorScreen

        self.app.push_screen(DoctorScreen(), lambda _: self._reloader.request())

    @on(EstateTable.Opened)
    def action_open(self) -> None:
        """Show the title under the cursor with everything in its folder, and every attempt."""
        from arrtui.tui.panes.trailers.title_screen import TrailerTitleScreen

        if self.current is not None:
            self.app.push_screen(
                TrailerTitleScreen(self.current, self._problems.get(row_key(self.current), ()))
            )
