"""What a filter can ask of the activity, and is listed of it. Pure."""

from __future__ import annotations

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.db.activity import StoredActivity
from arrtui.features.activity.words import note_of, share_of, state_of, title_of

ACTIVITY_FIELDS: FilterFields[StoredActivity] = FilterFields(
    (
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.instance),
        FilterField("state", FieldKind.TEXT, lambda row: state_of(row.entry).word),
        FilterField("kind", FieldKind.TEXT, lambda row: row.entry.kind.value),
        FilterField("title", FieldKind.TEXT, title_of),
        FilterField("done", FieldKind.NUMBER, lambda row: share_of(row.entry), "percent of a download"),
        FilterField("note", FieldKind.TEXT, note_of),
        FilterField("score", FieldKind.NUMBER, lambda row: row.entry.score),
        FilterField("age", FieldKind.TIME, lambda row: row.entry.at),
        FilterField("problem", FieldKind.FLAG, lambda row: row.entry.problem, "somebody should look at it"),
        FilterField("quality", FieldKind.TEXT, lambda row: row.entry.quality),
        FilterField("release", FieldKind.TEXT, lambda row: row.entry.what),
        FilterField("size", FieldKind.SIZE, lambda row: row.entry.size or None, "of a download"),
        FilterField("left", FieldKind.SPAN, lambda row: row.entry.seconds_left, "time a download needs"),
        FilterField("read", FieldKind.TIME, lambda row: row.read_at),
    )
)
"""The fields of the Activity pane and of ``--run list activity``."""
