"""Recorded requests of Sonarr that the simulator does not answer as the real app."""

from __future__ import annotations

REASONS: dict[str, str] = {}
"""By name of the request why the simulator leaves it out, for good."""

DIFFERENT: frozenset[str] = frozenset(
    {
        "backup.delete-unknown",
        "backup.restore-unknown",
        "base.forms-signalr",
        "base.missing-ping",
        "base.missing-wrongkey",
        "cmd.dedupe",
        "format.nospec",
        "indexer.post-disabled-force",
        "mediacover.none",
        "notif.impl-unknown",
        "read.autotagging-schema",
        "read.naming-examples",
        "read.notification-schema",
        "release.title-unknown",
        "root.post-missing",
        "since.empty",
        "since.us",
    }
)
"""Requests it still answers in another way; the list only ever gets shorter."""
