"""The Settings pane: kinds of setting × instances, each compared with an instance of your choice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.accepted_settings import GUIDE_PREFIX
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.settings.model import SettingDifference, SettingsMatrix, SettingsSide
from arrtui.core.text import format_age, plural
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.instance_choice import instance_choice
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import ContentLine
from arrtui.tui.panes.settings.cell_text import cell_detail
from arrtui.tui.panes.settings.matrix_table import MatrixTable

if TYPE_CHECKING:
    from arrtui.core.domain import SettingType
    from arrtui.features.sync.changes import ChangeSubject

READING = "Reading the settings that are stored ..."
NO_MATCH = "No kind of setting matches.\nesc clears the text."
NO_INSTANCE = "No instance is configured yet.\nPress 1 for the Estate pane and add one there."
NO_BACKUP = """\
Nothing is backed up yet, so there are no settings to compare.

Press B to back up all instances; this pane fills when the first is done."""
SNAPSHOT_HINT = "enter lists how what is stored now stands to the backup   esc leaves"
LEGEND = "~ differ   - missing   + only here   ? untold   left right choose, enter lists"
ONE_INSTANCE = "one instance only; @ compares with a backup"


class SettingsPane(Pane):
    """How the settings of each instance stand to those of the reference."""

    TOUR = (
        "Which settings of your instances differ: formats, profiles, naming and more.",
        "{settings.instance-before} and {settings.instance-next} choose the instance "
        "that all are compared with.",
        "left and right choose an instance, enter lists what differs there.",
        "A difference that is meant so is left out with i, until it changes.",
        "{settings.snapshot} compares an instance with an earlier backup of itself.",
        "What is stored is compared: no app is asked, and nothing is changed.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("instance_before", "settings.instance-before", "Compare with the instance or guide before",
             action="reference(-1)", show=False),
        bind("instance_next", "settings.instance-next", "Compare with the next instance or guide",
             action="reference(1)"),
        bind("snapshot", "settings.snapshot", "Compare the instance with an earlier backup of it"),
        bind("plan", "settings.plan", "Plan a sync of settings; nothing is changed by that"),
        bind("detail", "settings.detail", "Show what differs first, or hide it"),
        bind("back_up_all", "settings.back-up", "Back up all instances now", show=False),
        bind("refresh", "settings.reload", "Read what is stored again", show=False),
        bind("back", "settings.back", "Leave the detail", show=False),
    ]  # fmt: skip

    DEFAULT_CSS = """
    SettingsPane {
        & > #settings-none {
            display: none;
            height: 1fr;
            padding: 1 3;
        }
        &.-none > #settings-none {
            display: block;
        }
        &.-none > Split, &.-none > ContentLine {
            display: none;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table = MatrixTable(id="settings-table")
        self._table.empty, self._table.empty_filtered = READING, NO_MATCH
        self._split = Split(self._table, beside=140)
        self._none = Static(READING, id="settings-none", markup=False)
        self._line = ContentLine(id="settings-line")
        self._legend = ContentLine(id="settings-legend")
        self._legend.content_shown = Content.styled(LEGEND, CONTENT_STYLES["dim"])
        self._matrix: SettingsMatrix | None = None
        self._reference = ""
        """The instance that all are compared with."""
        self._differences: dict[str, Sequence[SettingDifference]] = {}
        """What was read already, by instance."""
        self._reloader = Reloader(self, self._read)

    def compose(self) -> ComposeResult:
        """What to do where nothing is stored; the reference, the matrix with its detail, the filter."""
        yield self._none
        yield self._line
        yield self._split
        yield self._legend
        yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Read what is stored."""
        self._reloader.request()

    def focus_content(self) -> None:
        """Focus the matrix."""
        self._table.focus()

    # Reading

    async def _read(self) -> None:
        """Compare all instances with the reference; what was shown stays until that is done."""
        names = self.services.config.instance_names()
        self._matrix = await self._compare(names)
        self._differences.clear()
        self.set_class(self._matrix is None, "-none")
        self._none.update(NO_BACKUP if names else NO_INSTANCE)
        if self._matrix is not None:
            self._reference = self._matrix.reference
            self._table.show_matrix(self._matrix)
            self._split.fit(self._table.total_count)
        self._show_line()
        self._show_detail()

    async def _compare(self, names: Sequence[str]) -> SettingsMatrix | None:
        """Return the matrix for the chosen reference, else for the first instance with anything stored."""
        chosen = [name for name in (*names, *self._guides) if name == self._reference]
        for reference in (*chosen, *names):
            try:
                matrix = await self.services.settings.matrix(names, reference)
            except NoSuchSnapshotError:
                continue
            if matrix.taken_at:
                return matrix
        return None

    @property
    def _guides(self) -> list[str]:
        """The guides that instances can be compared with, named as sides."""
        return [f"{GUIDE_PREFIX}{name}" for name in self.services.guides.names()]

    @property
    def _references(self) -> list[str]:
        """What instances can be compared with: those of which something is stored, and guides."""
        matrix = self._matrix
        return [name for name in matrix.instances if name in matrix.taken_at] + self._guides if matrix else []

    def _show_line(self) -> None:
        """Show the reference, and how old what is compared is."""
        matrix = self._matrix
        if matrix is None:
            return
        note = f"backed up {format_age(self.now() - min(matrix.taken_at.values()))}"
        names = {name: name.replace(GUIDE_PREFIX, "guide ") for name in self._references}
        if len(names) < 2:
            note = ONE_INSTANCE
        width = self._line.content_size.width or self.size.width - 2
        label = Content("Against ")
        choice = instance_choice(names, matrix.reference, (note, "dim"), width - label.cell_length)
        self._line.content_shown = label + choice

    # Data handed down

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read again, at once or when the pane shows again."""
        self._reloader.outdated = True
        if self.display:
            self._reloader.request()

    def shown(self) -> None:
        """Read again if stored data has changed meanwhile."""
        if self.is_mounted and self._reloader.outdated:
            self._reloader.request()

    def tick(self) -> None:
        """Update the age."""
        self._show_line()

    def on_resize(self) -> None:
        """Fit the line to the width."""
        self.call_after_refresh(self._show_line)

    @property
    def change_subject(self) -> ChangeSubject | None:
        """The chosen instance, whose newest change `z` undoes."""
        from arrtui.features.sync.changes import ChangeSubject

        return ChangeSubject(instances=frozenset({self._table.chosen})) if self._table.chosen else None

    # The detail

    @on(EstateTable.CursorMoved)
    @on(MatrixTable.ColumnChosen)
    def _show_detail(self) -> None:
        """Show the differences of the chosen cell, which may have to be read first."""
        self.refresh_bindings()
        row, name = self._table.cursor_row, self._table.chosen
        if row is None or self._matrix is None or not self._split.is_mounted:
            return
        differences = self._differences.get(name)
        if differences is None and self._split.detail_shows and row.cells.get(name):
            self._read_differences(name)
        shown = [difference for difference in differences or () if difference.type is row.type]
        detail = cell_detail(self._matrix, row, name, None if differences is None else shown, self.now())
        self._split.detail.show(detail, (row.type, name))

    @work(group="row-detail", exclusive=True)
    async def _read_differences(self, name: str) -> None:
        """Read all differences of an instance at once, so that moving among its cells reads nothing."""
        matrix = self._matrix
        sides = SettingsSide(self._reference), SettingsSide(name)
        differences = await self.trying(self.services.settings.differences(*sides))
        if differences is not None and matrix is self._matrix:
            self._differences[name] = differences
            self._show_detail()

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()
        self._show_detail()

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action == "reference":
            return len(self._references) > 1
        if action in ("detail", "snapshot"):
            return self._table.cursor_row is not None
        return self._split.can_leave if action == "back" else True

    def action_reference(self, step: int) -> None:
        """Compare with another instance, or with a guide."""
        if names := self._references:
            self._reference = names[(names.index(self._reference) + step) % len(names)]
            self._reloader.request()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """List the differences of the chosen cell."""
        event.stop()
        if self._table.chosen and self._table.cell is not None:
            self._open_differences(SettingsSide(self._reference), self._table.chosen, event.row.type)

    def _open_differences(self, left: SettingsSide, name: str, type: SettingType | None) -> None:
        from arrtui.tui.panes.settings.differences import DifferencesScreen

        screen = DifferencesScreen(left, SettingsSide(name), type)
        self.app.push_screen(screen, lambda _result: self._reloader.request())

    @work(group="settings-snapshot", exclusive=True)
    async def action_snapshot(self) -> None:
        """Have a backup of the chosen instance chosen, and list what differs from it now."""
        from arrtui.tui.kit.dialogs.snapshots import SnapshotsDialog

        name = self._table.chosen or self._reference
        rows = await self.trying(self.services.backup.snapshots([name], complete=True))
        if rows is None:
            return
        dialog = SnapshotsDialog(f"Compare {name} with which backup?", SNAPSHOT_HINT, name, rows, self.now())
        chosen: int | None = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            self._open_differences(SettingsSide(name, chosen), name, None)

    def action_plan(self) -> None:
        """List the syncs of settings, to plan one or to open its plan."""
        from arrtui.tui.panes.settings.syncs import SettingsSyncsScreen

        self.app.push_screen(SettingsSyncsScreen())

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self._reloader.request()

    async def action_back_up_all(self) -> None:
        """Queue a backup of every instance, of all its settings."""
        if jobs := await self.trying(self.services.backup.back_up(all_settings=True)):
            self.tell(f"{plural(len(jobs), 'backup')} queued; 6 shows them at work.")
