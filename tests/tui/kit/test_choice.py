"""Taking back what was chosen in a dialog."""

from __future__ import annotations

from textual.app import App, ComposeResult

from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import Dialog, button
from arrtui.tui.kit.picker import Picker
from arrtui.tui.kit.undoable_input import UndoableInput


class ChoosingDialog(Dialog[None]):
    def compose(self) -> ComposeResult:
        yield Choice({"add": "add", "mirror": "mirror"}, "add", id="mode")
        yield Picker({"main": "main", "4k": "4k", "zoo": "zoo"}, "main", id="source")
        yield UndoableInput(select_on_focus=False)
        yield button("Save", "save")


async def test_z_takes_back_the_last_choice_wherever_the_focus_is() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        dialog = ChoosingDialog()
        await app.push_screen(dialog)
        mode, source = dialog.query_one("#mode", Choice), dialog.query_one("#source", Choice)
        mode.focus()
        await pilot.press("space", "down", "l")
        seen = []
        for key in ("z", "z", "z"):
            await pilot.press(key)
            seen.append((mode.value, source.value))
        assert seen == [("mirror", "main"), ("add", "main"), ("add", "zoo")], "the last z is only a letter"
        await pilot.press("tab", "tab", "z")
        assert source.value == "main"
        await pilot.press("shift+tab", "z", "up", "l", "tab", "ctrl+z")
        field = dialog.query_one(UndoableInput)
        assert (field.value, source.value) == ("", "4k")
        await pilot.press("ctrl+z")
        assert source.value == "main"
