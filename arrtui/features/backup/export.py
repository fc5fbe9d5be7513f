"""Write a snapshot as JSON lines: a heading, then one record a line."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from arrtui.core.apps import app_of
from arrtui.core.destination import opened_destination
from arrtui.core.domain import EntityType, decode, encode
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.rebuild import States

FORMAT = 1
"""Version of the file's shape; readers refuse what they do not know."""


def export_lines(snapshot: SnapshotRow, states: States) -> Iterator[str]:
    """Yield the lines of an export: ``{"arrtui_export": 1, …}``, then ``{"type", "key", "record"}`` each.

    External ids are written as the app writes them.
    """
    yield encode(
        {
            "arrtui_export": FORMAT,
            "instance": snapshot.instance,
            "snapshot": snapshot.id,
            "taken_at": datetime.fromtimestamp(snapshot.taken_at, UTC).isoformat(timespec="seconds"),
            "app_version": snapshot.app_version,
            "digest": snapshot.digest,
            "records": sum(len(docs) for docs in states.values()),
        }
    )
    ids = app_of(snapshot.instance).external_id
    for kind in EntityType:
        for key, doc in states[kind].items():
            if kind is EntityType.ITEM:
                doc = encode(ids.in_wire_form(decode(doc)))
            yield f'{{"type":"{kind.value}","key":{encode(key)},"record":{doc}}}'


def write_export(snapshot: SnapshotRow, states: States, file: str, protected: Iterable[Path] = ()) -> int:
    """Write the export to ``file`` and return the number of records.

    A name ending in ``.gz`` is compressed, ``-`` is standard output, anything else is a place as
    :func:`~arrtui.core.destination.opened_destination` takes it, ``protected`` included. Raises
    DestinationError when that fails, leaving what was there.
    """
    count = -1
    with _opened(file, protected) as stream:
        for line in export_lines(snapshot, states):
            stream.write(line.encode() + b"\n")
            count += 1
    return count


@contextmanager
def _opened(file: str, protected: Iterable[Path]) -> Iterator[BinaryIO]:
    """Open the destination for writing, whole or not at all."""
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(file)
    with opened_destination(path, protected) as stream:
        if path.suffix == ".gz":
            with gzip.GzipFile(path.stem, "wb", fileobj=stream, mtime=0) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield stream
