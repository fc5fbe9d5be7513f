"""The window of a program of the owner's: what it prints, while it runs and afterwards."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.text import TextDialog
from arrtui.tui.kit.program import CapturedProgram
from arrtui.tui.kit.table.cells import sanitise

SHOWN_EVERY = 0.25
"""Seconds after which what was printed meanwhile is shown."""
SHOWN_RUNNING = 200
"""Lines that are shown while it runs, the last ones."""


class ProgramDialog(TextDialog):
    """Follows a program. `c` or `esc` stops it; once it has ended `esc` closes the window."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "stop", "Stop", id="program.stop", tooltip="Stop the program and all it has started"),
    ]

    def __init__(self, name: str, program: CapturedProgram) -> None:
        super().__init__(f"{name}, running", "")
        self._name = name
        self._program = program
        self._shown = 0
        self._is_running = True

    def compose(self) -> ComposeResult:
        """The output and how to stop it."""
        with DialogPanel() as panel:
            panel.border_title = self._title
            with VerticalScroll():
                yield Static("", id="output", markup=False)
            yield Static("c or esc stops it", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Follow the program."""
        self.set_interval(SHOWN_EVERY, self._show_running)
        self._follow()

    @work(group="program")
    async def _follow(self) -> None:
        """Read to the end, which comes with the app's at the latest, and show how it ended."""
        await self._program.read()
        self._is_running = False
        self._show(self._lines() or ["It printed nothing."])
        status = self._program.status
        ended = "" if status == 0 else f" ended with {status}"
        title = f"{self._name} was stopped" if self._program.is_stopped else f"{self._name}{ended}"
        self.query_one(DialogPanel).border_title = title
        self.query_one(".hint", Static).update("y copy   arrows scroll   esc close")

    def _lines(self) -> list[str]:
        return list(map(sanitise, self._program.output.decode(errors="replace").splitlines()))

    def _show_running(self) -> None:
        """Show the last lines, if there are new ones."""
        if self._is_running and len(self._program.output) != self._shown:
            self._shown = len(self._program.output)
            self._show(self._lines()[-SHOWN_RUNNING:])
            self.query_one(VerticalScroll).scroll_end(animate=False)

    def _show(self, lines: list[str]) -> None:
        self._text = "\n".join(lines)
        self.query_one("#output", Static).update(self._text)

    def action_stop(self) -> None:
        """Stop the program and all it has started."""
        if self._is_running and not self._program.is_stopped:
            self.query_one(".hint", Static).update("stopping ...")
            self.run_worker(self._program.stop(), group="program-stop")

    def action_close(self) -> None:
        """Stop the program, or close the window once it has ended."""
        if self._is_running:
            self.action_stop()
        else:
            self.dismiss(None)
