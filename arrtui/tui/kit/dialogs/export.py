"""Exporting rows to a file: the dialog that asks for its name, and writing it off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.widgets import Input, Static

from arrtui.core.text import plural
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.notices import notify_done, refuse_incognito, try_or_notify
from arrtui.tui.kit.undoable_input import UndoableInput


class ExportDialog(Dialog[Path]):
    """Gives the path to write to: a file that does not exist, or one that may be replaced."""

    DEFAULT_CSS = """
    ExportDialog > DialogPanel {
        & > Static {
            margin-bottom: 1;
        }
        & > #export-fault {
            color: $text-error;
            margin: 1 0 0 0;
        }
    }
    """

    def __init__(self, question: str, name: str) -> None:
        """Make the dialog.

        Args:
            question: What is written, where and in which form.
            name: The file's name to begin with.
        """
        super().__init__()
        self._question = question
        self._name = name
        self._confirmed: Path | None = None

    def compose(self) -> ComposeResult:
        """The question, the name and what is wrong with it."""
        with DialogPanel() as panel:
            panel.border_title = "Export"
            yield Static(self._question, markup=False)
            yield UndoableInput(self._name, compact=True, select_on_focus=False)
            yield Static("enter writes   esc leaves", id="export-fault", markup=False)

    def on_mount(self) -> None:
        """Focus the name."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Give the path, unless it needs another look."""
        event.stop()
        path = Path(event.value.strip())
        try:
            path = path.expanduser()
            fault = self._fault(path)
        except (OSError, RuntimeError, ValueError) as error:
            fault = f"That is no name of a file: {getattr(error, 'strerror', None) or error}."
        if fault:
            self.query_one("#export-fault", Static).update(fault)
        else:
            self.dismiss(path)

    def _fault(self, path: Path) -> str:
        """Return what is in the way of writing, empty for nothing; a second enter replaces a file."""
        if not path.name:
            return "Type the name of a file."
        if path.is_dir():
            return f"{path} is a folder. Type the name of a file."
        if not path.parent.is_dir():
            return f"The folder {path.parent} does not exist."
        if path.exists() and self._confirmed != path:
            self._confirmed = path
            return f"{path} exists. Press enter again to replace it, or change the name."
        return ""


def write_file(path: Path, write: Callable[[Path], int]) -> str:
    """Write a file and return a sentence about it.

    Args:
        path: The file to write.
        write: Writes it and returns the number of lines.

    Raises:
        DestinationError: The file cannot be written.
    """
    return f"{plural(write(path), 'line')} written to {path.absolute()}"


def ask_and_export(node: DOMNode, question: str, name: str, write: Callable[[Path], int]) -> None:
    """Ask where to export to, write the file in a thread, and show a sentence about it.

    Args:
        node: The pane or screen that exports.
        question: What the dialog asks.
        name: The file's name to begin with.
        write: Writes the file and returns the number of lines.
    """
    ask_and_save(node, question, name, lambda path: asyncio.to_thread(write_file, path, write))


def ask_and_save(
    node: DOMNode, question: str, name: str, save: Callable[[Path], Coroutine[Any, Any, str]]
) -> None:
    """Ask where to export to, and show the sentence that ``save`` returns. Refused in the incognito mode."""

    async def export(path: Path | None) -> None:
        if path is not None and (sentence := await try_or_notify(node, save(path))):
            notify_done(node, sentence)

    if not refuse_incognito(node, "An export"):
        node.app.push_screen(ExportDialog(question, name), export)
