"""The dialogs of the Trailers pane: candidates, an address, and the first batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from arrtui.core.text import format_duration, format_size, plural
from arrtui.core.trailers import TrailerBatch
from arrtui.features.trailers.candidates import VideoVerdict
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.notices import notify_refused
from arrtui.tui.kit.signs import BAD, CONTENT_STYLES, GOOD
from arrtui.tui.kit.table.cells import fit, sanitise
from arrtui.tui.kit.undoable_input import UndoableInput

MOST_CELLS = 42
"""Of the name of a title in the first batch."""
Titles = frozenset[tuple[str, str]]
"""Titles as instance and external id."""


class CandidatesDialog(OptionsDialog[str]):
    """Lists the videos that may be a title's trailer with what was judged of each; gives an address."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("candidates")

    DEFAULT_CSS = """
    CandidatesDialog > DialogPanel {
        width: 110;
        max-width: 96%;
    }
    """
    hint = "enter takes it   esc leaves"

    def __init__(self, title: str, verdicts: Sequence[VideoVerdict]) -> None:
        super().__init__()
        self.heading = f"Candidates: {sanitise(title)}"
        self._verdicts = verdicts

    def lines(self) -> Iterator[Content]:
        """Yield two lines for each video: what it is called, and what was judged of it."""
        for verdict in self._verdicts:
            video = verdict.candidate
            symbol, style = (BAD, "bad") if verdict.rejected else (GOOD, "good")
            facts = (
                str(video.source),
                "" if video.seconds is None else format_duration(video.seconds),
                f"{video.height}p" if video.height else "",
                video.channel,
                video.address,
            )
            yield Content.assemble(
                (f"{symbol} ", CONTENT_STYLES[style]),
                sanitise(video.title or video.address),
                (f"\n  {sanitise('  '.join(filter(None, facts)))}", CONTENT_STYLES["dim"]),
                (f"\n  {sanitise(verdict.rejected)}" if verdict.rejected else "", CONTENT_STYLES["warn"]),
            )

    def choose(self, place: int) -> None:
        """Give the address of a video, also of one that was rejected: its owner knows better."""
        self.dismiss(self._verdicts[place].candidate.address)


class VideoAddressDialog(Dialog[str]):
    """Gives the address of the video that is to be a title's trailer; an empty one takes it back."""

    def __init__(self, title: str, address: str) -> None:
        super().__init__()
        self._title = sanitise(title)
        self._address = address

    def compose(self) -> ComposeResult:
        """The address and what is wrong with it."""
        with DialogPanel() as panel:
            panel.border_title = Content(f"The trailer of {self._title}")
            yield UndoableInput(
                self._address,
                compact=True,
                placeholder="https://www.youtube.com/watch?v=...",
                id="video-address",
            )
            yield Static("enter takes it, empty for none   esc leaves", id="video-fault", markup=False)

    def on_mount(self) -> None:
        """Focus the address."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Give the address, unless it is none of a web page."""
        event.stop()
        address = event.value.strip()
        parts = urlsplit(address)
        if address and not (parts.scheme in ("http", "https") and parts.hostname):
            fault = "That is no web address: it begins with https:// or http://."
            self.query_one("#video-fault", Static).update(fault)
        else:
            self.dismiss(address)


class BatchDialog(OptionsDialog[Titles]):
    """Shows what would be downloaded for the first time; gives the titles that are to have no trailer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *option_bindings("batch"),
        Binding("space", "tick", "Tick", id="batch.tick", tooltip="Leave the title out, or take it in again"),
        Binding("t", "tick_all", "All", id="batch.tick-all", tooltip="Leave all titles out, or take all in"),
        Binding("A", "approve", "Approve", id="batch.approve", tooltip="Download all that is ticked"),
    ]
    hint = "space wants none   t all   A downloads what is ticked   esc leaves"

    def __init__(self, batch: TrailerBatch) -> None:
        super().__init__()
        self._batch = batch
        self._left_out: set[tuple[str, str]] = set()
        self._names = [sanitise(entry.name) for entry in batch.entries]
        self._width = min(MOST_CELLS, max(map(cell_len, self._names), default=0))
        self.heading = self._summary()

    def _summary(self) -> str:
        """Return how many trailers are ticked, and how large they are together."""
        ticked = [
            entry
            for entry in self._batch.entries
            if (entry.instance, entry.external_id) not in self._left_out
        ]
        size = format_size(sum(entry.size for entry in ticked))
        return f"First download: {plural(len(ticked), 'trailer')}, about {size}"

    def lines(self) -> Iterator[Content]:
        """Yield a line for each trailer."""
        return map(self._line, range(len(self._batch.entries)))

    def _line(self, place: int) -> Content:
        entry = self._batch.entries[place]
        tick = " " if (entry.instance, entry.external_id) in self._left_out else "x"
        name = fit(self._names[place], self._width, "left", "…")
        rest = f"  {entry.instance:<12}  {format_size(entry.size):>9}"
        return Content.assemble(f"[{tick}] {name}", (rest, CONTENT_STYLES["dim"]))

    def action_tick(self) -> None:
        """Leave the title under the cursor out, or take it in again."""
        place = self.option_list.highlighted
        if place is None:
            return
        entry = self._batch.entries[place]
        self._leave_out(self._left_out ^ {(entry.instance, entry.external_id)})
        self.option_list.action_cursor_down()

    def action_tick_all(self) -> None:
        """Leave all titles out, or take all in again where some are out."""
        every = {(entry.instance, entry.external_id) for entry in self._batch.entries}
        self._leave_out(set() if self._left_out else every)

    def _leave_out(self, left_out: set[tuple[str, str]]) -> None:
        """Show other titles as left out."""
        changed, self._left_out = left_out ^ self._left_out, left_out
        for number, entry in enumerate(self._batch.entries):  # a series has an entry for each season
            if (entry.instance, entry.external_id) in changed:
                self.option_list.replace_option_prompt_at_index(number, self._line(number))
        self.query_one(DialogPanel).border_title = Content(self._summary())

    def choose(self, _place: int) -> None:
        """Tick, as space does: what downloads is a key of its own."""
        self.action_tick()

    def action_approve(self) -> None:
        """Give what was left out, unless that is everything."""
        if all((entry.instance, entry.external_id) in self._left_out for entry in self._batch.entries):
            notify_refused(self, "Nothing is ticked: space ticks the title under the cursor, t all.")
        else:
            self.dismiss(frozenset(self._left_out))
