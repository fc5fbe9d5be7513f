"""The question before downloads are removed: which they are, and what becomes of them in their client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from arrtui.core.text import format_size, plural
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.confirm import AnswerDialog, answer_bindings
from arrtui.tui.kit.picker import NamedLine
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise

if TYPE_CHECKING:
    from arrtui.runtime.loops_stop import QueuedGrab

REMOVE, KEEP = "remove", "keep"
_STATES = {
    "importPending": "not imported",
    "importBlocked": "waits for you",
    "failedPending": "failing",
}
"""Words of the apps for the state of a download, where they need others."""
NOTE = (
    "What was grabbed goes onto the blocklist, and the app searches for no other in its place.\n"
    "z takes it off the blocklist again. What is removed from the client cannot be brought back."
)


class StopDialog(AnswerDialog[str]):
    """Gives :data:`REMOVE` or :data:`KEEP` after a deliberate Yes, an empty text otherwise."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = answer_bindings("stop")

    DEFAULT_CSS = """
    StopDialog > DialogPanel {
        width: 76;
        padding: 1 2;
        & > VerticalScroll {
            height: auto;
            max-height: 40vh;
            margin-bottom: 1;
            scrollbar-size-vertical: 1;
        }
        & > .note {
            height: auto;
            margin-top: 1;
            color: $text-muted;
        }
    }
    """

    def __init__(self, grabs: Sequence[QueuedGrab]) -> None:
        super().__init__()
        self._grabs = grabs

    def compose(self) -> ComposeResult:
        """The downloads, what becomes of them, and the answers."""
        number = plural(len(self._grabs), "download")
        with DialogPanel(classes="-danger") as panel:
            panel.border_title = f"Remove {number} from the queue"
            with VerticalScroll():
                yield Static(Content("\n").join(_lines(self._grabs)))
            choices = {REMOVE: "remove it there too", KEEP: "leave it there"}
            yield NamedLine("In the client", Choice(choices, REMOVE, id="client"))
            yield Static(NOTE, classes="note", markup=False)
            yield self.answers(f"Remove {number}")

    def action_answer(self, yes: bool) -> None:
        """Answer with what was chosen."""
        self.dismiss(self.query_one(Choice).value if yes else "")


def _lines(grabs: Sequence[QueuedGrab]) -> list[Content]:
    """Return what each download is: of what, where, its release and its size; names are wrapped as drawn."""
    dim, lines = CONTENT_STYLES["dim"], list[Content]()
    for grab in grabs:
        pack = f", a pack of {grab.episodes:,} episodes" if grab.episodes > 1 else ""
        client = f" in {grab.client}" if grab.client else ""
        state = _STATES.get(grab.state, grab.state)
        size = sanitise(f"{format_size(grab.size)}{client}, {state}")
        lines += [
            Content.assemble((sanitise(grab.title), "bold"), (f"  {grab.instance}{pack}", dim)),
            Content(sanitise(grab.release)),
            Content.styled(size, dim),
        ]
        if grab.elsewhere:
            words = f"{grab.elsewhere} had it in its queue too: removed from the client it is gone there."
            lines.append(Content.styled(words, CONTENT_STYLES["warn"]))
    return lines
