"""The dialogs of the Artwork pane: candidates, the path of an image, and locks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from arrtui.core.art_ranking import RankedCandidate
from arrtui.core.art_sources import source_word
from arrtui.core.artwork import NFO, WHOLE_TITLE, ArtCandidate
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.undoable_input import UndoableInput
from arrtui.tui.panes.artwork.detail import WIDE, candidate_text


class ArtCandidatesDialog(OptionsDialog[str]):
    """Lists the candidates for an image in rank order with the parts of their scores; gives an address."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *option_bindings("art-candidates"),
        Binding("p", "preview", "Picture", id="art-candidates.preview", tooltip="Fetch it and draw it"),
    ]

    DEFAULT_CSS = """
    ArtCandidatesDialog > DialogPanel {
        width: 84;
        max-width: 96%;
    }
    """
    hint = "enter takes it   p draws it   esc leaves"

    def __init__(
        self,
        heading: str,
        ranked: Sequence[RankedCandidate],
        chosen: str,
        preview: Callable[[ArtCandidate], Awaitable[bytes]],
    ) -> None:
        """``chosen`` is the address of the one that is taken now; ``preview`` fetches one to look at."""
        super().__init__()
        self._preview = preview
        self.heading = sanitise(heading)
        self._ranked = ranked
        self._chosen = chosen

    def lines(self) -> Iterator[Content]:
        """Yield three lines for each candidate: score and measures, the parts of the score, the address."""
        for place, ranked in enumerate(self._ranked, 1):
            address = ranked.candidate.address
            lines = candidate_text(place, ranked, is_chosen=address == self._chosen, across=WIDE)
            lines.append(Content.styled(f"   {sanitise(address)}", CONTENT_STYLES["dim"]))
            yield Content("\n").join(lines)

    def action_preview(self) -> None:
        """Draw the candidate under the cursor; another one takes the place of one that is still fetched."""
        place = self.option_list.highlighted
        if place is not None:
            self.run_worker(self._draw(place), group="preview", exclusive=True)

    async def _draw(self, place: int) -> None:
        """Fetch a candidate and draw it."""
        from arrtui.tui.kit.pictures import show_picture

        candidate, panel = self._ranked[place].candidate, self.query_one(DialogPanel)
        source = source_word(candidate.provider)
        panel.border_subtitle = f"fetching number {place + 1} from {source}; esc leaves"
        try:
            data = await try_or_notify(self, self._preview(candidate))
        finally:
            panel.border_subtitle = self.hint
        if data:
            await show_picture(self.app, data, f"{self.heading}: {source}")

    def choose(self, place: int) -> None:
        """Give the address of a candidate, whatever its score: its owner knows better."""
        self.dismiss(self._ranked[place].candidate.address)


class ImagePathDialog(Dialog[str]):
    """Gives the path of an image on this machine."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = sanitise(heading)

    def compose(self) -> ComposeResult:
        """The path, and what becomes of the file."""
        with DialogPanel() as panel:
            panel.border_title = Content(self._heading)
            yield UndoableInput(compact=True, placeholder="/home/you/poster.jpg", is_private=True, id="path")
            yield Static(
                "It is copied into the cache, and no phase replaces it.\nenter takes it   esc leaves",
                markup=False,
            )

    def on_mount(self) -> None:
        """Focus the path."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Give the path, unless there is none."""
        event.stop()
        if path := event.value.strip():
            self.dismiss(path)


class LockChange(NamedTuple):
    """What is to be locked and unlocked of every title that is meant."""

    lock: frozenset[str]
    unlock: frozenset[str]


class LocksDialog(OptionsDialog[LockChange]):
    """Shows what of some titles is locked, to be ticked; gives what is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *option_bindings("locks"),
        Binding("space", "tick", "Tick", id="locks.tick", tooltip="Lock it, or unlock it"),
        Binding("A", "apply", "Apply", id="locks.apply", tooltip="Lock what is ticked, unlock what is not"),
    ]
    hint = "space ticks   A applies   esc leaves"

    def __init__(self, heading: str, targets: Mapping[str, bool | None]) -> None:
        """``targets`` says of each what is so now: locked, not locked, or None for locked of some titles."""
        super().__init__()
        self.heading = sanitise(heading)
        self._targets = list(targets)
        self._before = dict(targets)
        self._now = dict(targets)

    def lines(self) -> Iterator[Content]:
        """Yield a line for each target."""
        return map(self._line, self._targets)

    def _line(self, target: str) -> Content:
        sign = {True: "x", False: " ", None: "-"}[self._now[target]]
        return Content.assemble(
            f"[{sign}] {sanitise(target_word(target))}",
            ("  of some of them" if self._now[target] is None else "", CONTENT_STYLES["dim"]),
        )

    def action_tick(self) -> None:
        """Lock what is under the cursor, or unlock it."""
        place = self.option_list.highlighted
        if place is not None:
            target = self._targets[place]
            self._now[target] = not self._now[target]
            self.option_list.replace_option_prompt_at_index(place, self._line(target))
            self.option_list.action_cursor_down()

    def choose(self, _place: int) -> None:
        """Tick, as space does: what changes locks is a key of its own."""
        self.action_tick()

    def action_apply(self) -> None:
        """Give what is different now."""
        changed = [target for target in self._targets if self._now[target] is not self._before[target]]
        locked = frozenset(target for target in changed if self._now[target])
        self.dismiss(LockChange(locked, frozenset(changed) - locked))


def target_word(target: str) -> str:
    """Return what a lock is on, as people call it."""
    words = {WHOLE_TITLE: "everything", NFO: "the NFO as a file"}
    return words.get(target) or target.replace("field:", "metadata: ")
