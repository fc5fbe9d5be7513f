"""Exporting what a table of the Library shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from arrtui.features.library import export
from arrtui.runtime.library import EpisodeListRow


def write_rows(path: Path, rows: Sequence[Any]) -> int:
    """Write titles or episodes as CSV; return the number of lines.

    Raises OSError where the file cannot be written.
    """
    if rows and isinstance(rows[0], EpisodeListRow):
        return export.write_csv(path, export.EPISODE_COLUMNS, export.episode_lines(rows), replace=True)
    return export.write_csv(path, export.TITLE_COLUMNS, export.title_lines(rows), replace=True)
