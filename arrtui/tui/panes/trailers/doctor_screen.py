"""The doctor over the whole screen: root folders and programs, what is wrong, and a key that mends paths."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from arrtui.features.trailers.doctor import RootReport
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.trailers.doctor_rows import COLUMNS, DoctorLine, doctor_detail

EXAMINING = "Examining root folders and programs ..."
NOTHING = "No instance is configured, and none has a root folder."


class DoctorScreen(Screen[None]):
    """Shows what was examined until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("apply", "doctor.apply", "Write the suggested path mapping into the configuration"),
        bind("refresh", "doctor.refresh", "Examine everything again"),
        bind("copy", "doctor.copy", "Copy everything about the line"),
        bind("detail", "doctor.detail"),
        menu_item("actions", "x", "doctor.extract", "extract", "Extract",
                  "Have yt-dlp read one real video; nothing is downloaded"),
        menu_item("actions", "m", "doctor.accept", "accept", "Accept",
                  "Take the root folder for right as it is now"),
        bind("back", "doctor.back", "Go back to where you were", action="leave", show=False),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._table: EstateTable[DoctorLine] = EstateTable(COLUMNS, markable=False, id="doctor-table")
        self._table.empty = EXAMINING
        self._split = Split(self._table, beside=160)
        self._reloader = Reloader(self, self._read)
        self._extraction: list[DoctorLine] = []

    def compose(self) -> ComposeResult:
        """The breadcrumb, the lines with their detail, and the keys."""
        yield HeadLine("Trailers", "Doctor")
        with Vertical():
            yield self._split
            yield FilterBar(self._table)
        yield KeyLine()

    def on_mount(self) -> None:
        """Examine everything."""
        self._table.focus()
        self._reloader.request()

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    async def _read(self) -> None:
        """Examine; what was seen before stays meanwhile, and root folders show before the programs."""
        doctor = self.host.services.doctor
        roots = [DoctorLine(root=report) for report in await doctor.roots()]
        roots += [DoctorLine(problem=problem) for problem in await doctor.problems()]
        self._show([*roots, *(line for line in self._table.rows if line.tool is not None)])
        tools = [DoctorLine(tool=report) for report in await doctor.tools()]
        self._show([*roots, *tools, *self._extraction])
        self._table.empty = NOTHING

    def _show(self, lines: list[DoctorLine]) -> None:
        self._split.fit(len(lines))
        self._table.set_rows(lines, key=lambda line: line.key)
        self._follow_cursor()

    @property
    def current(self) -> DoctorLine | None:
        """The line under the cursor."""
        return self._table.cursor_row

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self) -> None:
        """Show the detail of the line under the cursor."""
        line = self.current
        if self._split.is_mounted:
            text = doctor_detail(line) if line else Content("")
            self._split.detail.show(text, line.key if line else None)
        self.refresh_bindings()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something for the line under the cursor."""
        line = self.current
        if action == "apply":
            return line is not None and line.root is not None and bool(line.root.suggestion)
        if action == "accept":
            return line is not None and line.root is not None and line.root.acceptable
        if action in ("copy", "detail"):
            return line is not None
        return True

    @on(EstateTable.Opened)
    def action_detail(self) -> None:
        """Show everything about the line, or hide it."""
        self._split.toggle()

    def action_leave(self) -> None:
        """Leave the detail, else the screen."""
        if not self._split.close():
            self.dismiss(None)

    def action_refresh(self) -> None:
        """Examine everything again."""
        self._reloader.request()

    def action_copy(self) -> None:
        """Copy everything about the line under the cursor."""
        if self.current is not None:
            self.host.copy(doctor_detail(self.current).plain, self.current.name)

    def action_apply(self) -> None:
        """Write the suggested path mapping of the line under the cursor."""
        if self.current is not None and self.current.root is not None:
            self.run_worker(self._apply(self.current.root), group="applying", exclusive=True)

    def action_extract(self) -> None:
        """Have yt-dlp read one real video."""

        async def extract() -> None:
            notify_done(self, "yt-dlp reads a video ...")
            report = await try_or_notify(self, self.host.services.doctor.extract())
            if report is not None:
                self._extraction = [DoctorLine(tool=report)]
                kept = [line for line in self._table.rows if line.name != report.name]
                self._show([*kept, *self._extraction])

        self.run_worker(extract(), group="extracting", exclusive=True)

    def action_accept(self) -> None:
        """Take the root folder under the cursor for right as it is, after a question."""
        if self.current is not None and self.current.root is not None:
            self.run_worker(self._accept(self.current.root), group="accepting", exclusive=True)

    async def _accept(self, root: RootReport) -> None:
        question = Question(
            title=f"{root.instance}: accept {root.path}",
            text=f"{root.present:,} of {root.titles:,} folders of titles with files are in {root.local}. The "
            "others count as missing from now on, and trailers are read and written there.",
            yes="Accept",
        )
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            accepting = self.host.services.trailers.accept_root(root.instance, root.path)
            if await try_or_notify(self, accepting):
                notify_done(self, f"{root.path} of {root.instance} is accepted as it is.")
                self._reloader.request()

    async def _apply(self, root: RootReport) -> None:
        question = Question(
            title=f"{root.instance}: map a path",
            text=f"{root.path} of {root.instance} is {root.suggestion} on this machine.\n\n"
            "This is written into the configuration; comments there stay.",
            yes="Write",
            harmless=True,
        )
        if not await self.app.push_screen_wait(ConfirmDialog(question)):
            return
        saving = self.host.services.config_file.save_path_mapping(root.instance, root.path, root.suggestion)

        async def save() -> bool:
            await saving
            return True

        if await try_or_notify(self, save()):
            notify_done(self, f"{root.path} of {root.instance} is {root.suggestion} from now on.")
            self._reloader.request()
