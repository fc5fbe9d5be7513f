"""Words for the release events of the apps' histories."""

from __future__ import annotations

EVENT_WORDS = {
    "grabbed": ("grabbed", "accent"),
    "downloadFolderImported": ("imported", "good"),
    "movieFolderImported": ("imported", "good"),
    "seriesFolderImported": ("imported", "good"),
    "downloadFailed": ("failed", "bad"),
    "downloadIgnored": ("ignored", "dim"),
    "downloadImported": ("imported", "good"),
    "trackFileImported": ("imported", "good"),
    "artistFolderImported": ("imported", "good"),
    "albumImportIncomplete": ("incomplete", "bad"),
    "trackFileDeleted": ("deleted", "warn"),
    "trackFileRenamed": ("renamed", "dim"),
    "trackFileRetagged": ("retagged", "dim"),
    "movieFileDeleted": ("deleted", "warn"),
    "episodeFileDeleted": ("deleted", "warn"),
    "movieFileRenamed": ("renamed", "dim"),
    "episodeFileRenamed": ("renamed", "dim"),
    "manualInteractionRequired": ("waits for you", "bad"),
    "titleDeleted": ("title deleted", "warn"),
}
"""Word of a release event and its style (``good``, ``warn``, ``bad``, ``accent``, ``dim``), by the
``eventType`` of the apps' history."""
