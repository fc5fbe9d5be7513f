"""What guides said when they were used: the last few states of each, and the one that it is pinned to."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.db.guide_model import GuideRevisionRow
from arrtui.db.reading import rows_of

KEPT = 5
"""States that are kept of a guide, beside the pinned one."""


class UsedGuide(NamedTuple):
    """A state of a guide that was used."""

    revision: str
    """The commit of its checkout; empty where it is none."""
    digest: str
    formats_doc: str
    """Its custom formats as JSON, by trash id."""
    used_at: float
    """UTC seconds."""


def used_guides(guide: str, kind: str) -> list[UsedGuide]:
    """Return the states of a guide that were used for a kind of app, the last first."""
    sql = (
        "SELECT revision, digest, formats_doc, used_at FROM guide_revision "
        "WHERE guide = ? AND kind = ? ORDER BY used_at DESC, id DESC"
    )
    return [UsedGuide._make(row) for row in rows_of(sql, (guide, kind))]


def note_use(guide: str, kind: str, used: UsedGuide, pin: str = "") -> None:
    """Store a state as the last one used, and forget those that are too many but for the pinned one."""
    keys = {"guide": guide, "kind": kind, "digest": used.digest}
    values = {"revision": used.revision, "formats_doc": used.formats_doc, "used_at": used.used_at}
    GuideRevisionRow.insert(**keys, **values).on_conflict(
        conflict_target=tuple(keys),
        update={getattr(GuideRevisionRow, name): value for name, value in values.items()},
    ).execute()
    for row in used_guides(guide, kind)[KEPT:]:
        if not (pin and (row.revision or row.digest).startswith(pin)):
            GuideRevisionRow.delete().where(
                GuideRevisionRow.guide == guide,
                GuideRevisionRow.kind == kind,
                GuideRevisionRow.digest == row.digest,
            ).execute()
