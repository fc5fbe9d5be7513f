"""Undo the removal of a download, as far as that goes; what a search has grabbed stays grabbed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from arrtui.features.sync.model import EntrySubject, Op, Why, entry_key
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult

if TYPE_CHECKING:
    from arrtui.db.journal import Step

_FINAL = {
    "grab": "A grab cannot be taken back; its download can be removed from the queue.",
    "unblock": "The app blocks a release only while its download is in the queue.",
}
"""Steps that nothing takes back, and why."""


def undo_download(applied: AppliedEntry, steps: Mapping[str, list[Step]]) -> Iterable[UndoResult]:
    """Yield what allows a blocked release again, and that its download cannot come back."""
    for step in steps.get("unqueue", ()):
        entry = applied.entry
        for block_id in step.result.get("blocked", ()):
            yield applied.inverse(
                Op.REMOVE,
                "its release was blocked",
                key=entry_key(entry.instance, EntrySubject.BLOCKED, str(block_id)),
                subject=EntrySubject.BLOCKED,
                ident=str(block_id),
                item_id=entry.item_id,
                now={"release": step.wanted.get("release", "")},
            )
        removed = step.wanted.get("remove_from_client")
        what = "The download that was removed" if removed else "The row that was removed from the queue"
        yield applied.left(Why.KEPT, f"{what} cannot be brought back.")
    for name in _FINAL.keys() & steps.keys():
        yield applied.left(Why.KEPT, _FINAL[name])
