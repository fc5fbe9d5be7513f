"""The dialog about a backup that failed: the error in full, and what can be done about it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from arrtui.core.text import plural
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.panes.estate.rows import CLOCK_GUARD, InstanceView

AGAIN, ACCEPT = "again", "accept"
"""Results of the dialog: back up as before; back up and believe what the guard did not."""


class FailedBackupDialog(Dialog[str]):
    """Gives :data:`AGAIN` or :data:`ACCEPT`; leaving it is the default and changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "answer('again')", "Back up", id="failed-backup.again", tooltip="Back up as before"),
        Binding("y", "answer('accept')", "Accept", id="failed-backup.accept",
                tooltip="Back up and believe the app, or the clock"),
        Binding("n", "close", "Close", id="failed-backup.close", tooltip="Leave everything as it is"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    FailedBackupDialog > DialogPanel {
        padding: 1 2;
        & > VerticalScroll {
            height: auto;
            max-height: 1fr;
        }
    }
    """

    def __init__(self, view: InstanceView) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        """The error, what accepting means where that is possible, and the answers."""
        with DialogPanel(classes="-danger") as panel:
            panel.border_title = f"The last backup of {self._view.name} failed"
            with VerticalScroll(can_focus=False):
                yield Static("\n\n".join(failure_text(self._view)), markup=False)
            with Horizontal(classes="buttons"):
                yield button("Close  esc", "close")
                yield button("Back up again  b", AGAIN)
                if self._view.guarded:
                    yield button("Back up and accept  y", ACCEPT)

    def on_mount(self) -> None:
        """Focus the button that changes nothing."""
        self.query_one("#close").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to accept only what a guard stopped."""
        return self._view.guarded if parameters == (ACCEPT,) else True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.action_answer(event.button.id or "")

    def action_answer(self, answer: str) -> None:
        """Answer; the button that closes is no answer."""
        self.dismiss(answer if answer in (AGAIN, ACCEPT) else None)


def failure_text(view: InstanceView) -> list[str]:
    """Return the paragraphs: what failed, and for a backup that a guard stopped what accepting means."""
    last = view.row.last
    error = last.error if last else ""
    if not view.guarded:
        return [error]
    if last and last.error_code == CLOCK_GUARD:
        return [error, "Accepting dates the backup by this machine's clock, and those to come follow it."]
    stored = f"{plural(view.row.items, 'title')} and {plural(view.row.files, 'file')}"
    return [
        error,
        f"{view.name} has {stored} stored. Accepting believes the app: what it no longer lists is "
        "recorded as removed. Earlier backups keep it and can still be compared.",
    ]
