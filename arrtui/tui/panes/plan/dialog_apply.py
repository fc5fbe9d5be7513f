"""The summary before a plan is applied: what would be written where. Its default is No."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from arrtui.core.text import format_size, plural
from arrtui.features.sync.model import EntrySubject, Op, PlannedEntry
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise

if TYPE_CHECKING:
    from arrtui.features.sync.review import Choices

KEEP, DELETE = "keep", "delete"


@dataclass(frozen=True)
class Summary:
    """What an apply would write to one instance."""

    instance: str
    added: int = 0
    updated: int = 0
    removed: int = 0
    settings: int = 0
    """Entries among these that are settings or exclusions, not titles."""
    searched: int = 0
    new_tags: tuple[str, ...] = ()
    """Labels that would be created."""
    files: int = 0
    """Files of the titles that would be removed."""
    size: int = 0
    """Bytes of these files."""


@dataclass(frozen=True)
class ApplyConfirmation:
    """A deliberate Yes, and what it includes."""

    delete_files: bool = False


async def summaries(
    entries: Sequence[PlannedEntry], choices: Callable[[str], Awaitable[Choices]]
) -> list[Summary]:
    """Return what entries come to on each instance; ``choices`` tells what an instance has already."""
    names = dict.fromkeys(one.entry.instance for one in entries)
    return [
        summary_of(name, [one for one in entries if one.entry.instance == name], (await choices(name)).tags)
        for name in names
    ]


def summary_of(instance: str, entries: Sequence[PlannedEntry], tags: Sequence[str]) -> Summary:
    """Return what entries come to on their instance, which has these tags."""
    ops = [one.entry.op for one in entries]
    gone = [
        one.entry for one in entries if one.entry.op is Op.REMOVE and one.entry.subject is EntrySubject.ITEM
    ]
    wanted = {
        tag
        for one in entries
        if one.entry.subject is EntrySubject.ITEM
        for tag in one.after.get("tags") or ()
    }
    return Summary(
        instance,
        added=ops.count(Op.ADD),
        updated=ops.count(Op.UPDATE),
        removed=ops.count(Op.REMOVE),
        settings=sum(one.entry.subject is not EntrySubject.ITEM for one in entries),
        searched=sum(one.entry.search for one in entries),
        new_tags=tuple(sorted(wanted - set(tags))),
        files=sum(entry.files for entry in gone),
        size=sum(entry.size for entry in gone),
    )


class ApplyDialog(Dialog[ApplyConfirmation]):
    """Gives an answer only after a deliberate Yes; files are deleted only when that was chosen besides."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="apply.yes", tooltip="Apply"),
        Binding("n", "answer(False)", "No", id="apply.no", tooltip="Leave everything as it is"),
    ]

    DEFAULT_CSS = """
    ApplyDialog > DialogPanel {
        width: 70;
        padding: 1 2;
        & > VerticalScroll {
            height: auto;
            max-height: 12;
            scrollbar-size-vertical: 1;
        }
        & > #apply-files-title {
            margin-top: 1;
            text-style: bold;
        }
        & > #apply-hint {
            margin-top: 1;
            color: $text-muted;
        }
        &.-deletes > #apply-hint {
            color: $text-error;
        }
    }
    """

    def __init__(self, title: str, found: Sequence[Summary], stale: int = 0) -> None:
        """Make the dialog.

        Args:
            title: What is applied.
            found: What it comes to on each instance.
            stale: How many of the entries are stale.
        """
        super().__init__()
        self._plan = title
        self._found = tuple(found)
        self._stale = stale

    def compose(self) -> ComposeResult:
        """The summary, what becomes of files, and the answers, No first and chosen."""
        removes = any(one.removed for one in self._found)
        with DialogPanel(classes="-danger" if removes else "") as panel:
            where = ", ".join(one.instance for one in self._found)
            panel.border_title = Content(sanitise(f"Apply {self._plan} to {where}?"))
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(list(self._text())), markup=False)
            if self._files:
                yield Static("Files of the titles removed", id="apply-files-title", markup=False)
                words = {KEEP: "leave on disk", DELETE: f"delete {self._files_text}"}
                yield Choice(words, KEEP, id="apply-files")
            yield Static(self._hint(KEEP), id="apply-hint", markup=False)
            with Horizontal(classes="buttons"):
                yield button("No  n", "no")
                yield button("Apply  y", "yes")

    def on_mount(self) -> None:
        """Let enter mean No."""
        self.query_one("#no").focus()

    @property
    def _files(self) -> int:
        return sum(one.files for one in self._found)

    @property
    def _files_text(self) -> str:
        size = sum(one.size for one in self._found)
        return f"{plural(self._files, 'file')}, {format_size(size)}"

    def _text(self) -> Iterator[Content]:
        for number, one in enumerate(self._found):
            if number:
                yield Content("")
            yield Content.styled(sanitise(one.instance), "bold")
            yield from (Content.styled(f"  {text}", CONTENT_STYLES[style]) for text, style in _lines(one))

    def _hint(self, choice: str) -> str:
        if choice == DELETE:
            where = ", ".join(one.instance for one in self._found if one.files)
            return f"{self._files_text} on {where} will be deleted from disk. No undo brings files back."
        stale = plural(self._stale, "entry is", "entries are")
        old = f" {stale} stale and may end as conflicts." if self._stale else ""
        return f"A backup is taken first, every write is journalled, and z undoes it.{old}"

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        """Say what the choice means, also on the button that does it."""
        event.stop()
        deletes = event.value == DELETE
        self.query_one(DialogPanel).set_class(deletes, "-deletes")
        self.query_one("#apply-hint", Static).update(self._hint(event.value))
        yes = self.query_one("#yes", Button)
        yes.label = f"Apply and delete {plural(self._files, 'file')}  y" if deletes else "Apply  y"
        yes.refresh(layout=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.action_answer(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        chosen = [choice.value for choice in self.query(Choice)]
        self.dismiss(ApplyConfirmation(delete_files=DELETE in chosen) if yes else None)


def _lines(one: Summary) -> Iterator[tuple[str, str]]:
    """Yield what is written to an instance, with the style of each line."""
    searched = f", {one.searched:,} of them searched for" if one.searched else ""
    if one.added:
        yield f"+ {one.added:,} added{searched}", "good"
    if one.updated:
        yield f"~ {one.updated:,} updated", "accent"
    if one.removed:
        files = f"; they have {plural(one.files, 'file')}, {format_size(one.size)}" if one.files else ""
        yield f"- {one.removed:,} removed{files}", "bad"
    if one.settings:
        yield f"{one.settings:,} of these are settings or exclusions", "dim"
    if one.new_tags:
        tags = " ".join(one.new_tags)
        yield f"{plural(len(one.new_tags), 'tag')} created first: {sanitise(tags)}", ""
