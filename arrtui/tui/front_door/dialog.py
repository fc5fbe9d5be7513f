"""The dialog of the front door: a text field, and below it what matches."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from arrtui.tui.front_door.hits import Hit, HitGroup
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.incognito import disguised
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.undoable_input import UndoableInput

MOST_HITS = 60
"""Lines that are shown; more are not read, they are narrowed."""


class FrontDoorDialog(Dialog[Hit]):
    """Gives the line chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False, id="front-door.down"),
        Binding("up", "move(-1)", "Up", show=False, id="front-door.up"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="front-door.page-down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="front-door.page-up"),
    ]

    DEFAULT_CSS = """
    FrontDoorDialog {
        align: center top;
        & > DialogPanel {
            margin-top: 1;
            & > OptionList {
                height: auto;
                max-height: 18;
                padding: 0;
                background: $surface;
                scrollbar-size-vertical: 1;
                scrollbar-gutter: stable;
                &, &:focus {
                    border: none;
                }
            }
        }
    }
    """

    def __init__(
        self,
        recent: Sequence[tuple[str, str]],
        groups: Sequence[HitGroup],
        others: asyncio.Task[Sequence[HitGroup]],
    ) -> None:
        """Make the dialog.

        Args:
            recent: Identities of the lines chosen before, the last one first; it may grow while all others
                are read.
            groups: What is known at once, first the actions that are live.
            others: Reads all other groups anew.
        """
        super().__init__()
        self._recent = recent
        self._groups = list(groups)
        self._others = others
        self._hits: list[Hit] = []

    def compose(self) -> ComposeResult:
        """The field and the list."""
        with DialogPanel() as panel:
            panel.border_title = "Go"
            panel.border_subtitle = "type a name, enter chooses, esc closes"
            field = UndoableInput(placeholder="an action, an instance, a pair, a plan, a title", compact=True)
            field.cursor_blink = False
            yield field
            yield OptionList()

    async def on_mount(self) -> None:
        """List what is known, and all else once it is read."""
        self.query_one(Input).focus()
        self.query_one(OptionList).can_focus = False
        await self._show()
        self.run_worker(self._add_others(), group="reading")
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._draw)

    async def _add_others(self) -> None:
        """Add what must be read, and show it."""
        self._groups[1:] = await asyncio.shield(self._others)
        await self._show()

    @on(Input.Changed)
    async def _show(self) -> None:
        """Show what matches, recent lines first; with nothing typed, those and the live actions."""
        query = self.query_one(Input).value.strip()
        hits = await asyncio.to_thread(self._matching, query)
        if query != self.query_one(Input).value.strip():
            return
        recent = {identity: place for place, identity in enumerate(self._recent)}
        hits.sort(key=lambda hit: recent.get(hit.identity, len(recent)))
        self._hits = hits[:MOST_HITS]
        self._draw()
        self.query_one(OptionList).highlighted = 0 if self._hits else None

    def _draw(self) -> None:
        """Draw the lines as wide as the list is, which has no width before its first layout."""
        listing = self.query_one(OptionList)
        highlighted = listing.highlighted
        listing.clear_options()
        listing.add_options([Option(line_of(hit, self._width)) for hit in self._hits])
        listing.highlighted = highlighted

    @property
    def _width(self) -> int:
        return max(20, self.query_one(OptionList).scrollable_content_region.width)

    def _matching(self, query: str) -> list[Hit]:
        """Return the lines that match, the groups one after the other."""
        if query:
            return [hit for group in self._groups for hit in group.match(query, MOST_HITS)]
        first, *others = self._groups
        live = [first.hit_of(place) for place in range(len(first.names))]
        recent = set(self._recent)
        wanted = [hit for group in others for hit in group.named({name for _kind, name in recent})]
        return [*(hit for hit in wanted if hit.identity in recent), *live]

    def action_move(self, step: int) -> None:
        """Move the cursor of the list."""
        listing = self.query_one(OptionList)
        if listing.highlighted is not None:
            listing.highlighted = min(len(self._hits) - 1, max(0, listing.highlighted + step))

    @on(Input.Submitted)
    async def _submit(self) -> None:
        """Choose the line under the cursor, once everything is read."""
        if not self._others.done():
            await self._add_others()
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._hits[highlighted])

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        """Choose the line that was clicked."""
        self.dismiss(self._hits[event.option_index])


def line_of(hit: Hit, width: int) -> Content:
    """Return a line: the name, and at the right end the keys and the kind."""
    right = f"{hit.keys}  {hit.kind}" if hit.keys else hit.kind
    room = max(8, width - len(right) - 2)
    name = disguised(sanitise(hit.name))
    name = name if len(name) <= room else f"{name[: room - 3]}..."
    return Content.assemble(
        name.ljust(room), "  ", (hit.keys, f"bold {CONTENT_STYLES['accent']}"), "  " if hit.keys else "",
        (hit.kind, CONTENT_STYLES["dim"]),
    )  # fmt: skip
