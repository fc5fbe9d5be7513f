"""Export the tables of the Library for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from arrtui.core.apps import APPS
from arrtui.core.destination import opened_destination
from arrtui.core.text import FORMULA_STARTS, without_controls
from arrtui.db.library import EpisodeListRow
from arrtui.features.library.merge import Title, disk_state

Value: TypeAlias = str | int | float | None

TITLE_COLUMNS = (
    *("kind", "external_id", "title", "year", "instance", "item_id", "monitored", "state", "files"),
    *("episodes", "total_episodes", "size", "quality", "min_score", "max_score", "mean_score"),
    *("below_cutoff", "profile", "tags", "root_folder", "status", "added"),
)
EPISODE_COLUMNS = (
    *("instance", "series", "episode", "title", "air_date", "monitored", "has_file", "quality", "score"),
    *("size", "musicbrainz_id", "tracks", "files"),
)


def title_lines(titles: Iterable[Title]) -> Iterable[tuple[Value, ...]]:
    """Yield a line for every copy of every title, as :data:`TITLE_COLUMNS` name them."""
    for title in titles:
        for copy in title.copies:
            yield (
                *(APPS[copy.kind].title.plural, APPS[copy.kind].external_id.to_wire(copy.external_id)),
                *(copy.title, copy.year),
                *(copy.instance, copy.item_id, _yes(copy.monitored), disk_state(copy).value, copy.files),
                *(copy.episodes, copy.total_episodes, copy.size, copy.quality, copy.min_score),
                *(copy.max_score, copy.mean_score, _yes(copy.cutoff_unmet), copy.profile),
                *(", ".join(copy.tags), copy.root_folder, copy.status, copy.added),
            )


def episode_lines(episodes: Iterable[EpisodeListRow]) -> Iterable[tuple[Value, ...]]:
    """Yield a line for every episode and album, as :data:`EPISODE_COLUMNS` name them."""
    for row in episodes:
        yield (
            *(row.instance, row.series, row.label, row.title, row.date),
            *(_yes(row.monitored), _yes(row.file_id), row.quality, row.score, row.size),
            *((row.external_id, row.tracks, row.files) if row.album_type else ("", "", "")),
        )


def write_csv(
    path: Path, columns: Sequence[str], lines: Iterable[Sequence[Value]], protected: Iterable[Path] = ()
) -> int:
    """Write lines to a file and return how many there were.

    UTF-8 with a byte order mark, without which spreadsheets garble accents. Text that a spreadsheet would run
    as a formula is prefixed with an apostrophe. The file is a place as
    :func:`~arrtui.core.destination.opened_destination` takes it, ``protected`` included. Raises
    DestinationError when it cannot be written.
    """
    written = 0
    with opened_destination(path, protected) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", errors="replace")
        writer = csv.writer(text)
        writer.writerow(columns)
        for line in lines:
            writer.writerow([harmless(value) for value in line])
            written += 1
        text.detach()  # flushes it; the stream is closed by who has opened it
    return written


def harmless(value: Value) -> Value:
    """Return a value on one line that no spreadsheet takes for a formula and no terminal obeys."""
    if not isinstance(value, str):
        return value
    return f"'{without_controls(value)}" if value.startswith(FORMULA_STARTS) else without_controls(value)


def _yes(value: object) -> str:
    return "yes" if value else "no"
