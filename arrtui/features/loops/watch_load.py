"""Load the changes of profiles and formats of an instance, and what happened around them.

Runs in a database thread, inside ``Database.reading()``; no request is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.domain import EntityType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.text import DAY, parse_iso
from arrtui.db import records
from arrtui.db.estate import instance_ids
from arrtui.db.setting_changes import (
    first_event_date,
    first_snapshot_at,
    seen_changes,
    setting_writes,
)
from arrtui.db.snapshots import latest_backup
from arrtui.features.loops.load import StoredChains, load_chains
from arrtui.features.loops.model import LoopReport
from arrtui.features.loops.replaced import ReplacementJudge
from arrtui.features.loops.setting_steps import settings_steps
from arrtui.features.loops.watch import BEFORE, Watch, WatchFacts, watch_changes


class StoredWatches(NamedTuple):
    """The changes of an instance with what happened around each."""

    instance: str
    watches: Sequence[Watch]
    """The newest change first."""
    since: float
    """When its oldest backup was taken (UTC seconds): changes before were not seen."""
    stored: StoredChains | None = None
    """The chains; None where nothing was changed."""

    @property
    def report(self) -> LoopReport:
        """The chains by which a watch counts, with the names of what they are about."""
        return LoopReport(self.instance, ()) if self.stored is None else self.stored.report


def load_watches(instance: str, kind: str, since: float = 0.0) -> StoredWatches:
    """Return the changes of profiles and formats that were seen from a time on (UTC seconds).

    Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    instance_id = instance_ids().get(instance)
    backup = None if instance_id is None else latest_backup(instance_id)
    if instance_id is None or backup is None:
        raise NoSuchSnapshotError.nothing_stored("looking for changes of settings", instance)
    seen = seen_changes(instance_id, since)
    first_at = first_snapshot_at(instance_id)
    if not seen:
        return StoredWatches(instance, (), first_at)
    oldest = min(min(change.since, change.at) for change in seen)
    stored = load_chains(instance, kind, oldest - BEFORE * DAY)
    docs = records.stored_docs(instance_id, EntityType.SETTING)
    names = {key: str(msgspec.json.decode(doc).get("name") or "") for key, doc in docs.items()}
    steps = settings_steps(seen, setting_writes(instance, oldest), names, stored.book.settings)
    facts = WatchFacts(
        profile_at=stored.book.title_profiles.profile_at,
        judge=ReplacementJudge(stored.book),
        first_at=parse_iso(first_event_date(instance_id)) or backup.taken_at,
        until=backup.taken_at,
    )
    watches = watch_changes(steps, stored.report.chains, facts)
    return StoredWatches(instance, watches, first_at, stored)
