"""The differences between two sides, of one kind of setting or of all, each to be looked at and accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.domain import SettingType
from arrtui.core.events import Job
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.model import SettingDifference, SettingsSide, SettingStanding
from arrtui.core.text import plural
from arrtui.features.library.export import Value, write_csv
from arrtui.tui.kit.dialogs.export import ask_and_export
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_screen import LinesScreen
from arrtui.tui.kit.notices import notify_done, notify_refused, try_or_notify
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.settings.difference_rows import (
    difference_columns,
    difference_key,
    difference_lines,
    difference_text,
    search_text,
)
from arrtui.tui.panes.settings.standings import STANDINGS, TO_ACCEPT, by_weight

READING = "Comparing what is stored ..."
NO_MATCH = "Nothing matches.\nesc clears the text."
ALL_SAME = "Nothing differs.\n\n! lists what is the same, too."
NOTHING = "Nothing is stored of either side."
EXPORTED = ("kind", "name", "standing", "fact", "now", "after", "why")
NOT_TO_ACCEPT = "Only what differs can be meant so."
CHANGED_MEANWHILE = "It changed meanwhile: r compares again."


class DifferencesScreen(SplitScreen[None]):
    """Lists how the settings of the right side stand to those of the left one until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("ignore", "differences.accept", "It is meant so: leave it out, or take that back",
             action="accept"),
        bind("problems", "differences.same", "Only what differs, or what is the same too"),
        bind("notes", "differences.notes", "Read what should be known of the guide", show=False),
        bind("detail", "differences.detail", "Show now and after, or hide it"),
        bind("export", "differences.export", "Write the differences shown to a CSV file", show=False),
        bind("copy", "differences.copy", "Copy everything about the row", show=False),
        bind("refresh", "differences.refresh", "Compare what is stored again", show=False),
        bind("back", "differences.back", "Go back to where you were", action="leave", show=False),
    ]  # fmt: skip

    LEAST_WIDTH = 60

    DEFAULT_CSS = """
    DifferencesScreen {
        & #difference-counts {
            padding: 0 1;
        }
        & > Vertical > Split.-wide > DetailPanel {
            width: 56;
        }
        & > Vertical > Split.-wide.-very-wide > DetailPanel {
            width: 92;
        }
    }
    """

    def __init__(self, left: SettingsSide, right: SettingsSide, type: SettingType | None) -> None:
        """Make the screen.

        Args:
            left: What is compared with.
            right: What would be changed.
            type: The kind of setting; None for all that compare.
        """
        table: EstateTable[SettingDifference] = EstateTable(
            difference_columns(several_kinds=type is None), search=search_text, id="differences"
        )
        table.empty, table.empty_filtered = READING, NO_MATCH
        what = "All settings" if type is None else KIND_WORDS[type].capitalize()
        self._counts = Static("", id="difference-counts", classes="tab-line", markup=False)
        super().__init__(table, ("Settings", f"{right} against {left}", what), self._counts)
        self.left, self.right = left, right
        self._type = type
        self._shows_same = False
        self._notes: Sequence[str] = ()
        """What should be known of a guide that is compared with."""
        self._reloader = Reloader(self, self._read)

    def on_mount(self) -> None:
        """Compare."""
        self.table.focus()
        self._reloader.request()

    async def _read(self) -> None:
        types = None if self._type is None else [self._type]
        settings = self.host.services.settings
        differences, self._notes = await settings.comparison(self.left, self.right, types)
        is_same = all(row.standing is SettingStanding.SAME for row in differences)
        self.table.empty, self.table.empty_filtered = NOTHING, ALL_SAME if is_same else NO_MATCH
        await self.table.load_rows(by_weight(differences), difference_key, lambda: self._shows)
        self._show_counts()
        self._show_detail()

    def _shows(self, row: SettingDifference) -> bool:
        return self._shows_same or row.standing is not SettingStanding.SAME

    @on(EstateTable.MarksChanged)
    def _show_counts(self) -> None:
        """Say how many settings stand how."""
        counts = Counter(row.standing for row in self.table.rows)
        parts = []
        for standing, sign in STANDINGS.items():
            if counts[standing]:
                style = CONTENT_STYLES[sign.style]
                parts.append(Content.assemble((sign.glyph, style), f" {counts[standing]:,} {sign.word}"))
        if self._notes:
            style = CONTENT_STYLES["accent"]
            parts.append(Content.styled(f"{plural(len(self._notes), 'note')}, I shows all", style))
        if self.table.marks_text:
            parts.append(Content.styled(self.table.marks_text, CONTENT_STYLES["accent"]))
        self._counts.update(Content("   ").join(parts))
        self.refresh_bindings()

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Compare again once a job is finished, which may have been a backup; called by the main screen."""
        if any(jobs[number].state.finished for number in changed or ()):
            self._reloader.request()

    def detail_lines(self, row: SettingDifference, width: int) -> list[Content]:
        """Return what a setting is now, and what it would be."""
        return difference_lines(row, self.left, self.right, width)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action == "accept":
            return any(row.standing in TO_ACCEPT or row.accepted for row in self.table.actionable_rows)
        if action in ("detail", "copy"):
            return self.table.cursor_row is not None
        if action == "notes":
            return bool(self._notes)
        return self.table.visible_count > 0 if action == "export" else True

    def action_problems(self) -> None:
        """List what is the same too, or only what differs."""
        self._shows_same = not self._shows_same
        self.table.set_filter(self.table.filter_state.text, self._shows)

    def action_notes(self) -> None:
        """Show in full what should be known of the guide."""
        from arrtui.tui.kit.dialogs.text import TextDialog

        self.app.push_screen(TextDialog(str(self.left), "\n\n".join(self._notes)))

    def action_refresh(self) -> None:
        """Compare again."""
        self._reloader.request()

    def action_copy(self) -> None:
        """Copy everything about the row under the cursor."""
        if (row := self.table.cursor_row) is not None:
            self.host.copy(difference_text(row, self.left, self.right), row.name)

    def action_export(self) -> None:
        """Ask for a file, and write what shows."""
        rows = self.table.rows_shown
        protected = self.host.services.config.own_files

        def write(path: Path) -> int:
            return write_csv(path, EXPORTED, export_lines(rows), protected)

        question = f"Write {plural(len(rows), 'setting')} to a CSV file in {Path.cwd()}:"
        ask_and_export(self, question, "arrtui-settings.csv", write)

    @work(group="accepting", exclusive=True)
    async def action_accept(self) -> None:
        """Accept the marked differences, or the one under the cursor; take it back where all are."""
        rows = await choose_rows(self, self.table) or ()
        chosen = [row for row in rows if row.standing in TO_ACCEPT or row.accepted]
        if not chosen:
            notify_refused(self, NOT_TO_ACCEPT)
            return
        settings, taken_back = self.host.services.settings, all(row.accepted for row in chosen)
        change = settings.unaccept if taken_back else settings.accept
        count = await try_or_notify(self, change(self.left, self.right, chosen))
        if count is None:
            return
        if not count:
            notify_refused(self, CHANGED_MEANWHILE)
        else:
            subject = chosen[0].name if count == 1 else plural(count, "difference")
            outcome = "no longer meant so" if taken_back else "meant so, until one of the two changes"
            notify_done(self, f"{subject}: {outcome}.")
            await try_or_notify(self, self.host.services.settings_drift.look_again(self.left, self.right))
        self.table.clear_marks()
        self._reloader.request()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Show the difference in full."""
        event.stop()
        self.app.push_screen(DifferenceScreen(event.row, self.left, self.right))


def export_lines(rows: Iterable[SettingDifference]) -> Iterator[Sequence[Value]]:
    """Yield a line for each fact that differs, as :data:`EXPORTED` names them; one for a setting without."""
    for row in rows:
        head = KIND_WORDS[row.type], row.name, STANDINGS[row.standing].word
        for fact in row.fields or (None,):
            yield (*head, *(fact or ("", "", "")), row.why)


class DifferenceScreen(LinesScreen[None]):
    """One difference in full until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("copy", "difference.copy", "Copy all of it"),
        bind("back", "difference.back", "Go back to the list", action="app.pop_screen"),
    ]

    def __init__(self, row: SettingDifference, left: SettingsSide, right: SettingsSide) -> None:
        super().__init__("Settings", f"{right} against {left}", KIND_WORDS[row.type], row.name)
        self._row, self._left, self._right = row, left, right

    def lines(self, width: int) -> list[Content]:
        """Return the difference, now and after beside each other where there is room."""
        return difference_lines(self._row, self._left, self._right, width)

    def action_copy(self) -> None:
        """Copy all of it."""
        self.host.copy(difference_text(self._row, self._left, self._right), self._row.name)
