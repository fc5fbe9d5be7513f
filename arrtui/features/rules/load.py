"""Reads the titles that events are about; call it in a reader thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from arrtui.core.estate_events import EstateEvent
from arrtui.db import estate_events
from arrtui.db.library import copies_of
from arrtui.features.rules.fields import Touched
from arrtui.features.rules.matching import DryRun, ReadyRule, dry_run


def load_touched(events: Sequence[EstateEvent], instances: Collection[str]) -> list[Touched]:
    """Return events with the titles they are about; only copies on these instances count."""
    rows = [row for row in copies_of(event.external_id for event in events) if row.instance in instances]
    by_place = {(row.instance, row.item_id): row for row in rows}
    copies = Counter((row.kind, row.external_id) for row in rows)
    return [
        Touched(
            event,
            by_place.get((event.instance, event.item_id)),
            copies[event.instance.partition(".")[0], event.external_id],
        )
        for event in events
    ]


def load_dry_run(ready: ReadyRule, since: float, days: int, instances: Collection[str]) -> DryRun:
    """Return what a rule would have done about the events since a time, UTC seconds."""
    events = estate_events.since(since, ready.types, ready.rule.instances)
    concerned = [event for event in events if ready.concerns(event)]
    return dry_run(ready, load_touched(concerned, instances), days)
