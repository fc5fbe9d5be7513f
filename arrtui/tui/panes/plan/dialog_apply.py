"""The summary before a plan is applied: what would be written where. Its default is No."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from arrtui.core.text import format_size, plural
from arrtui.features.sync.model import EntrySubject, Op, PlannedEntry
from arrtui.features.sync.wording import RELEASES
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.confirm import AnswerDialog, answer_bindings
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise

if TYPE_CHECKING:
    from arrtui.features.sync.review import Choices

KEEP, DELETE = "keep", "delete"


@dataclass(frozen=True)
class Summary:
    """The entries an apply would write to one instance, counted."""

    instance: str
    added: int = 0
    updated: int = 0
    removed: int = 0
    settings: int = 0
    """Entries among these that are settings or exclusions."""
    renamed: int = 0
    """Entries among these that are files to be renamed."""
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
    """Return what entries come to on each instance; ``choices`` reads the names an instance has."""
    instances = dict.fromkeys(planned.entry.instance for planned in entries)
    return [
        summary_of(
            name,
            [planned for planned in entries if planned.entry.instance == name],
            (await choices(name)).tags,
        )
        for name in instances
    ]


def summary_of(instance: str, entries: Sequence[PlannedEntry], tags: Sequence[str]) -> Summary:
    """Return what entries come to on their instance, which has these tags."""
    ops = [planned.entry.op for planned in entries]
    of_titles = (EntrySubject.ITEM, EntrySubject.ALBUM)
    titles = [planned for planned in entries if planned.entry.subject in of_titles]
    renamed = sum(planned.entry.subject is EntrySubject.FILE for planned in entries)
    releases = sum(planned.entry.subject in RELEASES for planned in entries)
    removed = [planned.entry for planned in titles if planned.entry.op is Op.REMOVE]
    needed_tags = {tag for planned in titles for tag in planned.after.get("tags") or ()}
    return Summary(
        instance,
        added=ops.count(Op.ADD),
        updated=ops.count(Op.UPDATE),
        removed=ops.count(Op.REMOVE),
        settings=len(entries) - len(titles) - renamed - releases,
        renamed=renamed,
        searched=sum(planned.entry.search for planned in entries),
        new_tags=tuple(sorted(needed_tags - set(tags))),
        files=sum(entry.files for entry in removed),
        size=sum(entry.size for entry in removed),
    )


class ApplyDialog(AnswerDialog[ApplyConfirmation]):
    """Gives an answer only after a deliberate Yes; files are deleted only when that was chosen besides."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = answer_bindings("apply", yes_tooltip="Apply")

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

    def __init__(self, plan: str, summaries: Sequence[Summary], stale: int = 0) -> None:
        """Make the dialog.

        Args:
            plan: The name of the plan.
            summaries: What it comes to on each instance.
            stale: How many of the entries are stale.
        """
        super().__init__()
        self._plan = plan
        self._summaries = tuple(summaries)
        self._stale = stale
        self._files = sum(summary.files for summary in summaries)
        size = sum(summary.size for summary in summaries)
        self._files_text = f"{plural(self._files, 'file')}, {format_size(size)}"

    def compose(self) -> ComposeResult:
        """The summary, what becomes of files, and the answers."""
        removes = any(summary.removed for summary in self._summaries)
        with DialogPanel(classes="-danger" if removes else "") as panel:
            where = ", ".join(summary.instance for summary in self._summaries)
            panel.border_title = Content(sanitise(f"Apply {self._plan} to {where}?"))
            with VerticalScroll(can_focus=False):
                texts = [summary_text(summary) for summary in self._summaries]
                yield Static(Content("\n\n").join(texts), markup=False)
            if self._files:
                yield Static("Files of the titles removed", id="apply-files-title", markup=False)
                words = {KEEP: "leave on disk", DELETE: f"delete {self._files_text}"}
                yield Choice(words, KEEP, id="apply-files")
            yield Static(self._hint(KEEP), id="apply-hint", markup=False)
            yield self.answers("Apply")

    def _hint(self, choice: str) -> str:
        if choice == DELETE:
            where = ", ".join(summary.instance for summary in self._summaries if summary.files)
            return f"{self._files_text} on {where} will be deleted from disk. No undo brings files back."
        stale = plural(self._stale, "entry is", "entries are")
        note = f" {stale} stale and may end as conflicts." if self._stale else ""
        return f"A backup is taken first, every write is journalled, and z undoes it.{note}"

    @on(Choice.Changed)
    def _choice_changed(self, event: Choice.Changed) -> None:
        """Update the hint and the button after a choice."""
        event.stop()
        deletes = event.value == DELETE
        self.query_one(DialogPanel).set_class(deletes, "-deletes")
        self.query_one("#apply-hint", Static).update(self._hint(event.value))
        self.label_yes(f"Apply and delete {plural(self._files, 'file')}" if deletes else "Apply")

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        chosen = [choice.value for choice in self.query(Choice)]
        self.dismiss(ApplyConfirmation(delete_files=DELETE in chosen) if yes else None)


def summary_text(summary: Summary) -> Content:
    """Return an instance and what is written to it, line by line."""
    lines = [(sanitise(summary.instance), "bold")]
    searched = f", {summary.searched:,} of them searched for" if summary.searched else ""
    if summary.added:
        lines.append((f"  + {summary.added:,} added{searched}", CONTENT_STYLES["good"]))
    if summary.updated:
        lines.append((f"  ~ {summary.updated:,} updated", CONTENT_STYLES["accent"]))
    if summary.removed:
        files = f"{plural(summary.files, 'file')}, {format_size(summary.size)}"
        have = f"; they have {files}" if summary.files else ""
        lines.append((f"  - {summary.removed:,} removed{have}", CONTENT_STYLES["bad"]))
    if summary.settings:
        text = f"  {summary.settings:,} of these are settings or exclusions"
        lines.append((text, CONTENT_STYLES["dim"]))
    if summary.renamed:
        lines.append((f"  {plural(summary.renamed, 'file')} renamed", CONTENT_STYLES["dim"]))
    if summary.new_tags:
        tags = sanitise(" ".join(summary.new_tags))
        lines.append((f"  {plural(len(summary.new_tags), 'tag')} created first: {tags}", ""))
    return Content("\n").join([Content.styled(text, style) for text, style in lines])
