"""What the last verifications found over the whole screen, with a key that repairs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.artwork_problems import ArtProblem, ArtProblemKind
from arrtui.core.events import Job
from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import format_minute, plural
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.artwork.detail import named_lines

if TYPE_CHECKING:
    from arrtui.runtime.artwork.verifying import VerifyReport

READING = "Reading the reports ..."
NEVER = "Nothing was verified yet: r verifies everything."
ALL_WELL = "Nothing is amiss."
NO_MATCH = "Nothing matches; esc clears the text."
WORDS = {
    ArtProblemKind.CACHE_GONE: "no cache",
    ArtProblemKind.CACHE_MISSING: "lost in cache",
    ArtProblemKind.CACHE_CHANGED: "cache changed",
    ArtProblemKind.CACHE_UNREADABLE: "unreadable",
    ArtProblemKind.CACHE_ORPHAN: "orphan",
    ArtProblemKind.UNKNOWN_IMAGE: "unknown image",
    ArtProblemKind.LIBRARY_MISSING: "file gone",
    ArtProblemKind.LIBRARY_UNFINISHED: "unfinished",
    ArtProblemKind.LIBRARY_CHANGED: "file changed",
    ArtProblemKind.LIBRARY_FOREIGN: "foreign file",
    ArtProblemKind.LIBRARY_UNREADABLE: "unreadable",
}
"""Problems in at most thirteen cells."""
Numbered = tuple[int, ArtProblem, str]
"""A problem with its place and the title that it is of."""

COLUMNS: tuple[Column[Numbered], ...] = (
    Column(
        "problem", "Problem", lambda row: (WORDS[row[1].kind], "warn"), width=13, priority=REQUIRED,
        field=FilterField("problem", FieldKind.TEXT, lambda row: WORDS[row[1].kind]),
    ),
    Column(
        "instance", "On", lambda row: row[1].instance, width=12, priority=70,
        field=FilterField("instance", FieldKind.INSTANCE, lambda row: row[1].instance),
    ),
    Column(
        "title", "Title", lambda row: row[2], min_width=16, priority=REQUIRED,
        field=FilterField("title", FieldKind.TEXT, lambda row: row[2]),
    ),
    Column(
        "file", "File", lambda row: row[1].relative_path, min_width=20, priority=90,
        elides="middle", weight=2,
        field=FilterField("file", FieldKind.TEXT, lambda row: row[1].relative_path),
    ),
)  # fmt: skip


class VerifyScreen(SplitScreen[None]):
    """Lists problems until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("apply", "art-verify.repair", "Repair all that was found, after a question", writes=True),
        bind("refresh", "art-verify.look", "Verify everything again"),
        bind("detail", "art-verify.detail"),
        bind("back", "art-verify.back", "Go back to where you were", action="leave", show=False),
    ]

    LEAST_WIDTH = 38

    def __init__(self, titles: Mapping[tuple[str, str], str], kinds: Collection[str]) -> None:
        """Make the screen.

        Args:
            titles: What titles are called, by instance and external id.
            kinds: Those of jobs after which something may be different.
        """
        table: EstateTable[Numbered] = EstateTable(
            COLUMNS,
            search=lambda row: f"{row[2]} {row[1].relative_path} {row[1].detail}",
            markable=False,
            id="art-verify",
        )
        table.empty, table.empty_filtered = READING, NO_MATCH
        self._line = Static("", classes="tab-line", markup=False)
        super().__init__(table, ("Artwork", "Verify"), self._line)
        self._titles = titles
        self._kinds = kinds
        self._reports: Sequence[VerifyReport] = ()
        self._reloader = Reloader(self, self._read)

    def on_mount(self) -> None:
        """Read the reports."""
        self.table.focus()
        self._reloader.request()

    async def _read(self) -> None:
        self._reports = await self.host.services.artwork.verifying.reports()
        problems = [problem for report in self._reports for problem in report.problems]
        rows: list[Numbered] = [
            (place, problem, self._titles.get((problem.instance, problem.external_id), ""))
            for place, problem in enumerate(problems)
        ]
        self.table.empty = ALL_WELL if self._reports else NEVER
        self.table.set_rows(rows, key=lambda row: row[0])
        times = [f"{report.instance} {format_minute(report.ended_at)}" for report in self._reports]
        self._line.update("   ".join([plural(len(rows), "problem"), *times]))
        self._show_detail()

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Read again when a verification or a repair has ended; called by the main screen."""
        numbers = jobs.keys() if changed is None else [number for number in changed if number in jobs]
        if any(jobs[number].kind in self._kinds and jobs[number].state.finished for number in numbers):
            self._reloader.request()

    def detail_lines(self, row: Numbered, width: int) -> list[Content]:
        """Return everything about a problem."""
        _, problem, title = row
        facts = (
            ("instance", problem.instance),
            ("title", title),
            ("kind", problem.slot),
            ("file", problem.relative_path),
            ("content", problem.sha256[:16]),
        )
        lines = [Content.styled(WORDS[problem.kind], "bold"), Content(sanitise(problem.detail)), Content("")]
        return Content("\n").join([*lines, *named_lines(facts)]).wrap(width)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Show the detail of a problem, or hide it."""
        event.stop()
        self.action_detail()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        return self.table.total_count > 0 if action in ("apply", "detail") else True

    @work(group="art-verify", exclusive=True)
    async def action_refresh(self) -> None:
        """Verify everything again."""
        verifying = self.host.services.artwork.verifying
        if jobs := await try_or_notify(self, verifying.look(everything=True)):
            notify_done(
                self, f"{plural(len(jobs), 'instance')} queued to be verified; 6 shows how far it is."
            )

    @work(group="art-verify", exclusive=True)
    async def action_apply(self) -> None:
        """Repair what the reports say, after a question."""
        names = sorted({problem.instance for _, problem, _ in self.table.rows if problem.instance})
        question = Question(
            title=f"Repair {plural(self.table.total_count, 'problem')} of {', '.join(names) or 'the cache'}",
            text="Images that are lost are fetched again, published files that are gone or changed are "
            "written again, and what nobody refers to is taken out of the cache. What somebody else put in "
            "their place goes to the recycle bin first.",
            yes="Repair",
        )
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            jobs = await try_or_notify(self, self.host.services.artwork.verifying.repair())
            if jobs:
                notify_done(self, f"{plural(len(jobs), 'job')} repair it; 6 shows how far it is.")
