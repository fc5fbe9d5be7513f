"""What all dialogs and forms have in common."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.widgets import Static
from textual.worker import WorkerState

from arrtui.tui.kit.dialogs.base import Dialog
from arrtui.tui.kit.dialogs.field import Field, FieldInput


class Asking(Dialog[None]):
    """A dialog that waits for an answer to show it."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = asyncio.Event()

    def compose(self) -> ComposeResult:
        """Where the answer is to show."""
        yield Static(id="answer")

    def on_mount(self) -> None:
        """Wait for it."""
        self.asking = self.run_worker(self._ask())

    async def _ask(self) -> None:
        await self.answer.wait()
        self.query_one("#answer", Static).update("here")


async def test_what_a_dialog_waits_for_ends_with_it_and_cannot_reach_what_is_gone() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        dialog = Asking()
        await app.push_screen(dialog)
        await pilot.pause()
        await dialog.query_one("#answer").remove()  # as the parts of a dialog go before it does
        dialog.action_close()
        dialog.answer.set()
        await pilot.pause()
        assert dialog.asking.state is WorkerState.CANCELLED
        assert len(app.screen_stack) == 1


async def test_what_is_found_while_a_form_opens_or_closes_is_said_where_it_shows_and_harms_nothing() -> None:
    field = Field("Name", [FieldInput("name")], "a hint")
    field.say({"name": "is taken"})
    app = App[None]()
    async with app.run_test() as pilot:
        await app.mount(field)
        await pilot.pause()
        assert "is taken" in str(field.query_one(".message", Static).render())
        await field.remove()
        field.say({})
        field.show_hint("another")
