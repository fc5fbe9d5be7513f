"""Words for the release events of the apps' histories."""

from __future__ import annotations

from arrtui.core.apps import APPS

_DEEDS = {
    "Imported": ("imported", "good"),
    "Deleted": ("deleted", "warn"),
    "Renamed": ("renamed", "dim"),
    "Retagged": ("retagged", "dim"),
}
"""What becomes of files."""
EVENT_WORDS = {
    "grabbed": ("grabbed", "accent"),
    "downloadFolderImported": ("imported", "good"),
    "downloadFailed": ("failed", "bad"),
    "downloadIgnored": ("ignored", "dim"),
    "downloadImported": ("imported", "good"),
    **{f"{app.feed.title}FolderImported": ("imported", "good") for app in APPS.values()},
    **{f"{app.feed.child}ImportIncomplete": ("incomplete", "bad") for app in APPS.values()},
    **{f"{app.feed.file_event}{deed}": word for app in APPS.values() for deed, word in _DEEDS.items()},
    "manualInteractionRequired": ("waits for you", "bad"),
    "titleDeleted": ("title deleted", "warn"),
}
"""Word of a release event and its style (``good``, ``warn``, ``bad``, ``accent``, ``dim``), by the
``eventType`` of the apps' history."""
