"""Undo the renaming of files. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from arrtui.features.sync.model import Op
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult

if TYPE_CHECKING:
    from arrtui.db.journal import Step


def undo_rename(applied: AppliedEntry, steps: Sequence[Step]) -> UndoResult:
    """Return what gives a file its old name again; its folder is looked at when that is applied."""
    before, after = steps[0].before or {}, steps[-1].wanted
    what = f"{before['file']} was renamed"
    item_id = applied.entry.item_id
    return applied.inverse(Op.UPDATE, what, now=after, after=before, item_id=item_id)
