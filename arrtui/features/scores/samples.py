"""Samples of scores: the changes of each movie and episode by snapshot, and the figures of each day.

Runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

from arrtui.core.batches import batched
from arrtui.db import scores
from arrtui.db.estate import instance_ids
from arrtui.db.scores import Day, NewSample
from arrtui.features.scores.sampling import ScoreChange, score_changes


def record_samples(instance_id: int, at: float, snapshot: int) -> None:
    """Store the score changes of a snapshot that was just stored in the same transaction.

    ``at`` is when it was taken (UTC seconds). Only titles that it changed are read; when nothing was sampled
    before, all are. Titles without an external id, or which share one, are left out.
    """
    point = scores.sampling_point(instance_id, snapshot)
    if point.sampled is None or point.baseline:
        titles = scores.all_external_ids(instance_id)
    else:
        titles = scores.changed_external_ids(instance_id, point.sampled, snapshot)
    if titles:
        first = point.sampled is None
        for some in batched(titles, scores.CHUNK):
            skipped = {*scores.ambiguous_ids(instance_id, some), ""}
            batch = [external_id for external_id in some if external_id not in skipped]
            states = {} if first else scores.sampled_states(instance_id, batch)
            files = scores.current_files(instance_id, batch, movies=point.movies)
            changes = score_changes(states, files, first=first)
            scores.insert_samples(instance_id, (_sample(change, at, snapshot) for change in changes))
    if titles or point.sampled is None:
        scores.mark_sampled(instance_id, snapshot)


def _sample(change: ScoreChange, at: float, snapshot: int) -> NewSample:
    before = None if change.before is None else change.before.score
    if change.now is None:
        title = change.before.title if change.before else ""
        return NewSample(*change.key, at, change.event, None, before, 0, "", 0, title, snapshot)
    now = change.now
    file_id, quality, size = now.file_id or 0, now.quality or "", now.size or 0
    return NewSample(
        *change.key, at, change.event, now.score, before, file_id, quality, size, now.title, snapshot
    )


def record_day(instance: str, day: Day) -> None:
    """Store the figures of an instance on a day; the last backup of a day wins.

    Does nothing for an instance that was forgotten meanwhile.
    """
    instance_id = instance_ids().get(instance)
    if instance_id is not None:
        scores.upsert_day(instance_id, day)
