"""Undo the removal of single albums, and their coming back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from arrtui.core.text import plural
from arrtui.features.sync.fields.albums import album_of, album_removal
from arrtui.features.sync.model import Op, Why
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult

if TYPE_CHECKING:
    from arrtui.db.journal import Step


def undo_album(applied: AppliedEntry, steps: Sequence[Step]) -> UndoResult:
    """Return what lets an album in again that was removed, or removes it again; its artist is known."""
    entry, before = applied.entry, steps[-1].before or {}
    titles = applied.titles.get(entry.parent, ())
    item_id = titles[0].item.id if titles else entry.item_id
    artist = next((title for title in applied.side.titles if title.item.id == item_id), None)
    if artist is None:
        gone = f"Its {applied.side.kind.app.title.singular} is not there any more."
        return applied.left(Why.UNMATCHED, gone)
    album = album_of(applied.side, item_id, entry.ident)
    if entry.op is Op.ADD:
        if album is None:
            return applied.left(Why.SAME, "It came back, and is gone already.")
        return album_removal(artist, album, applied.side, f"undoes plan {applied.plan.id}: it came back")
    if album is not None:
        return applied.left(Why.SAME, "It was removed, and is there again.")
    return applied.inverse(
        Op.ADD,
        "it was removed",
        item_id=item_id,
        parent=entry.parent,
        after={"episodes": {entry.ident: bool(before.get("monitored"))}},
        children={entry.ident: str(before.get("title") or entry.title)},
        warnings=_lost(applied, steps[-1]),
    )


def _lost(applied: AppliedEntry, step: Step) -> tuple[str, ...]:
    """Return what does not come back with an album by itself, as a sentence."""
    files, app = len((step.before or {}).get("files") or ()), applied.side.kind.app
    if not files:
        return ()
    if step.wanted.get("delete_files"):
        gone = f"Its {plural(files, 'file was', 'files were')} deleted with it"
        return (f"{gone}: only the recycle bin of {app.name}, if it has one, may still hold them.",)
    stayed = f"Its {plural(files, 'file', 'files')} stayed on disk"
    return (f"{stayed}: {app.name} takes them up again as it scans the folder of the {app.title.singular}.",)
