"""The job that tells what was published into the folders of an instance since it was told last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.artwork import PhaseName
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.text import plural
from arrtui.db import estate_events
from arrtui.db.artwork import placements
from arrtui.runtime.artwork import phases
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.db.artwork.placements import PublishedSince
    from arrtui.runtime.services import Services


async def _tell(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Store one event about all that is new; the channels of notifications and the rules follow events."""
    name = job.job.instance
    new = await services.database.read(_new_of, name)
    if new.images or new.nfos:
        await services.events.publish([_event(name, new, services.clock())])
    counts = phases.PhaseCounts(titles=new.titles, published=new.images + new.nfos)
    result: dict[str, Any] = msgspec.to_builtins(counts)
    return result


def _new_of(instance: str) -> PublishedSince:
    """Return what was published since the last event about it."""
    last = estate_events.latest_of(instance, EventType.ARTWORK_PUBLISHED)
    return placements.published_since(instance, 0.0 if last is None else last.facts["last_at"])


def _event(instance: str, new: PublishedSince, now: float) -> EstateEvent:
    parts = [plural(new.images, "image")] if new.images else []
    parts += [f"{new.nfos:,} NFO"] if new.nfos else []
    return EstateEvent(
        type=EventType.ARTWORK_PUBLISHED,
        at=now,
        instance=instance,
        key=repr(new.last_at),
        reason=f"{' and '.join(parts)} for {plural(new.titles, 'title')}",
        facts=new._asdict(),
    )


NOTIFY = JobKind(phases.kind_of(PhaseName.NOTIFY), "Tell", _tell, describe_result=phases.describe)
