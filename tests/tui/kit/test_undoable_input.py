"""Taking back what was typed into a text field."""

from __future__ import annotations

from textual.app import App, ComposeResult

from arrtui.tui.kit.undoable_input import UndoableInput


class FieldApp(App[None]):
    def compose(self) -> ComposeResult:
        yield UndoableInput("old", select_on_focus=False)


async def test_ctrl_z_takes_back_word_by_word_what_was_typed_and_deleted() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        field = app.query_one(UndoableInput)
        field.focus()
        await pilot.press("end", "e", "r", "space", "o", "n", "e", "ctrl+u")
        assert field.value == ""
        seen = []
        for _ in range(4):
            await pilot.press("ctrl+z")
            seen.append(field.value)
        assert seen == ["older one", "older ", "older", "old"]
        await pilot.press("z")
        assert field.value == "oldz"


async def test_the_cursor_shows_and_does_not_blink() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        field = app.query_one(UndoableInput)
        field.focus()
        await pilot.pause()
        assert field._cursor_visible
        assert field._blink_timer is not None and not field._blink_timer._active.is_set()
