from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.dom import NoScreen
from textual.widget import Widget
from textual.worker import WorkerFailed

from arrtui.tui.kit.reloader import Reloader


class Owner(Widget):
    """Is filled with what needs its screen."""

    def __init__(self, *, goes: bool) -> None:
        super().__init__()
        self.goes = goes
        self.filled = False
        self.reloader = Reloader(self, self.read)

    @property
    def is_attached(self) -> bool:
        """Not once it was filled, where it goes."""
        return not (self.goes and self.filled)

    async def read(self) -> None:
        """Look for a screen in vain."""
        self.filled = True
        raise NoScreen("node has no screen")


class OwnerApp(App[None]):
    def __init__(self, owner: Owner) -> None:
        super().__init__()
        self.owner = owner

    def compose(self) -> ComposeResult:
        yield self.owner


async def test_an_owner_that_went_while_it_was_filled_is_no_fault() -> None:
    owner = Owner(goes=True)
    app = OwnerApp(owner)
    async with app.run_test() as pilot:
        owner.reloader.request()
        await pilot.pause()
    assert owner.filled and not owner.reloader.reading


async def test_one_that_is_there_and_finds_no_screen_is_one() -> None:
    owner = Owner(goes=False)
    with pytest.raises(WorkerFailed):
        async with OwnerApp(owner).run_test() as pilot:
            owner.reloader.request()
            await pilot.pause()
    assert not owner.reloader.reading
