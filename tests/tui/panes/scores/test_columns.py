"""Columns of the Scores pane that tell rows apart, by the apps of the rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.tui.panes.scores.candidate_rows import COLUMNS
from arrtui.tui.panes.scores.columns import columns_for


@pytest.mark.parametrize(
    ("kinds", "title"),
    (
        ((Kind.RADARR,), None),
        ((Kind.RADARR, Kind.SONARR), "Episode"),
        ((Kind.LIDARR,), "Album"),
        ((Kind.SONARR, Kind.LIDARR), "Part"),
    ),
)
def test_the_part_of_a_title_is_headed_as_its_apps_call_it(
    kinds: tuple[Kind, ...], title: str | None
) -> None:
    analyses: Any = [SimpleNamespace(library=SimpleNamespace(kind=kind)) for kind in kinds]
    titles = {column.key: column.title for column in columns_for(COLUMNS, analyses)}
    assert titles.get("episode") == title
