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
        "cmd.Backup",
        "cmd.CheckHealth",
        "cmd.CleanUpRecycleBin",
        "cmd.ClearBlocklist",
        "cmd.dedupe",
        "cmd.missing-search",
        "cmd.refresh",
        "cmd.rename-files-1",
        "cmd.search-no-indexers-get",
        "cmd.season-search",
        "delay.post-tag-used",
        "down.lookup-words",
        "down.post-title",
        "down.refresh",
        "episode.monitor",
        "episode.monitor-noflag",
        "episode.put",
        "format.nospec",
        "history.of-title-unknown",
        "import.existing-root",
        "indexer.post-disabled-force",
        "mediacover.none",
        "notif.impl-unknown",
        "profile.delete-in-use",
        "profile.put-missing-fields",
        "queue.delete-unknown",
        "queue.grab-unknown",
        "read.autotagging-schema",
        "read.naming-examples",
        "read.notification-schema",
        "release.title-unknown",
        "root.post-missing",
        "since.empty",
        "since.us",
        "tag.delete",
        "tag.delete-in-use",
        "tag.detail-one",
        "tag.empty",
        "tag.get",
        "tag.put-capitals",
        "tag.put-clash",
        "tag.put-mismatch",
        "tag.put-noid",
    }
)
"""Requests it still answers in another way; the list only ever gets shorter."""
