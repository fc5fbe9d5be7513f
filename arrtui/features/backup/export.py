"""Write a snapshot as JSON lines: a heading, then one record a line."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from arrtui.core.destination import opened_destination, opened_output
from arrtui.core.text import printable_json
from arrtui.features.backup.export_lines import Export, export_lines


def write_export(export: Export, file: str, protected: Iterable[Path] = ()) -> int:
    """Write the export to ``file`` and return the number of records.

    A name ending in ``.gz`` is compressed, ``-`` is standard output, anything else is a place as
    :func:`~arrtui.core.destination.opened_destination` takes it, ``protected`` included. Raises
    DestinationError when that fails, leaving what was there.
    """
    count = -1
    with _opened(file, protected) as stream:
        shown = stream.isatty()  # what a terminal would obey is escaped there
        for line in export_lines(export):
            stream.write((printable_json(line) if shown else line).encode() + b"\n")
            count += 1
    return count


@contextmanager
def _opened(file: str, protected: Iterable[Path]) -> Iterator[BinaryIO]:
    """Open the destination for writing, whole or not at all."""
    if file == "-":
        with opened_output() as stream:
            yield stream
        return
    path = Path(file)
    with opened_destination(path, protected) as stream:
        if path.suffix == ".gz":
            with gzip.GzipFile(path.stem, "wb", fileobj=stream, mtime=0) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield stream
