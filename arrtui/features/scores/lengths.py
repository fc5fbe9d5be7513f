"""Load how long stored files run.

Runs in a database thread, inside ``Database.reading()``; no request is made.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from arrtui.core.domain import EntityType
from arrtui.db import records
from arrtui.db.estate import instance_ids
from arrtui.features.scores.model import ScoreLibrary


class _Length(msgspec.Struct, gc=False):
    """What is read of a title or an episode."""

    id: int
    item_id: int = 0
    file_id: int = 0
    runtime: int = 0


_decoder = msgspec.json.Decoder(_Length)


def load_minutes(library: ScoreLibrary) -> dict[int, int]:
    """Return the minutes that files run by their ids; those of unknown length are left out.

    An episode without a length of its own runs as long as its series says (``AcceptableSizeSpecification``).
    """
    instance_id = instance_ids()[library.instance]
    titles = (_decoder.decode(doc) for _, doc in records.iter_docs(instance_id, EntityType.ITEM))
    minutes = {title.id: title.runtime for title in titles}
    if library.kind.app.child is None:
        return {file.file_id: minutes[file.item_id] for file in library.files if minutes.get(file.item_id)}
    lengths: Counter[int] = Counter()
    for _, doc in records.iter_docs(instance_id, EntityType.EPISODE):
        episode = _decoder.decode(doc)
        if episode.file_id and (length := episode.runtime or minutes.get(episode.item_id, 0)):
            lengths[episode.file_id] += length
    return dict(lengths)
