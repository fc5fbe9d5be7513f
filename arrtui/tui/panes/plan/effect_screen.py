"""The files that a plan's settings reach, over the whole screen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.text import format_size, plural
from arrtui.features.library.export import Value, write_csv
from arrtui.features.loops.renames import RenameEffect
from arrtui.features.scores.effect import FileMove, UntoldFile
from arrtui.features.scores.sizes import RefusedFile
from arrtui.runtime.effect_rows import EffectRow, make_effect_rows
from arrtui.runtime.effect_words import effect_line
from arrtui.runtime.settings_effect import SettingsEffect
from arrtui.tui.kit.dialogs.export import ask_and_export
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.effect_columns import COLUMNS, effect_search

EXPORT_COLUMNS = ("instance", "title", "score", "new_score", "verdict", "effect", "size", "path")
READING = "Listing the files ..."
NOTHING = "No file feels what the plan changes."
NO_MATCH = "Nothing matches.\nesc clears the text, ! shows all again."


class EffectScreen(SplitScreen[None]):
    """Lists the files that change score or verdict, and all else that is told of files, until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("problems", "effect.untold", "Only those of which it cannot be told, or all again"),
        bind("detail", "effect.detail", "Show what is told of the file, or hide it"),
        bind("export", "effect.export", "Write the rows shown to a CSV file", show=False),
        bind("back", "effect.back", "Go back to the plan", action="leave", show=False),
    ]

    LEAST_WIDTH = 40

    def __init__(self, effect: SettingsEffect) -> None:
        """``effect`` is that of the plan the screen was opened from."""
        several = len(effect.instances) > 1
        columns = [column for column in COLUMNS if several or column.key != "instance"]
        table: EstateTable[EffectRow] = EstateTable(
            columns, search=effect_search, markable=False, id="effect-table"
        )
        table.empty, table.empty_filtered = READING, NO_MATCH
        text, style = effect_line(effect)
        said = Content.styled(text, CONTENT_STYLES.get(style, ""))
        super().__init__(
            table, ("Sync", "plan", "Your files"), Static(said, classes="tab-line", markup=False)
        )
        self._effect = effect
        self._rows: list[EffectRow] = []
        self._only_untold = False

    def on_mount(self) -> None:
        """List the files."""
        self.table.focus()
        self._list()

    @work(group="effect-rows", exclusive=True)
    async def _list(self) -> None:
        self._rows = await asyncio.to_thread(make_effect_rows, self._effect)
        self.table.empty = NOTHING
        await self._fill()

    async def _fill(self) -> None:
        rows = [row for row in self._rows if not self._only_untold or isinstance(row.outcome, UntoldFile)]
        await self.table.load_rows(rows, key=lambda row: row.key)
        self.call_after_refresh(self._show_detail)  # the detail has its width then

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action in ("detail", "export"):
            return self.table.cursor_row is not None
        if action == "problems":
            return any(isinstance(row.outcome, UntoldFile) for row in self._rows)
        return True

    def detail_lines(self, row: EffectRow, width: int) -> list[Content]:
        """Return all that is told of a file."""
        sheet = Sheet(width)
        sheet.text((row.title, "bold"))
        sheet.text((f"{row.instance}, {format_size(row.size)}", "dim"))
        sheet.text((row.path, "dim"))
        sheet.heading("Effect")
        match row.outcome:
            case FileMove(now=now, then=then):
                sheet.pair("Score", f"{now.score:,} -> {then.score:,}")
                sheet.pair("Verdict", row.verdict)
            case RenameEffect(new_name=name, before=before, after=after):
                sheet.pair("New name", name)
                sheet.pair("Score", f"{before:,} -> {after:,}")
            case RefusedFile(minutes=minutes):
                sheet.pair("Length", plural(minutes, "minute"))
        if row.words:
            sheet.text((f"{row.words[0].upper()}{row.words[1:]}.", ""))
        return sheet.lines

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.action_detail()

    async def action_problems(self) -> None:
        """Show only the files of which it cannot be told, or all again."""
        self._only_untold = not self._only_untold
        await self._fill()

    def action_export(self) -> None:
        """Ask for a file, and write the rows that show."""
        lines: list[tuple[Value, ...]] = []
        for row in self.table.rows_shown:
            now, then = row.scores or (None, None)
            facts = row.verdict, row.words, row.size, row.path
            lines.append((row.instance, row.title, now, then, *facts))
        protected = self.host.services.config.own_files
        question = f"Write {plural(len(lines), 'file')} as CSV (UTF-8) to a file in {Path.cwd()}:"

        def write(path: Path) -> int:
            return write_csv(path, EXPORT_COLUMNS, lines, protected)

        ask_and_export(self, question, "arrtui-effect.csv", write)
