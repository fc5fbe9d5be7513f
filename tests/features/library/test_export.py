"""The export: every row, every copy, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.destination import DestinationError
from arrtui.core.text import without_controls
from arrtui.features.library.export import (
    EPISODE_COLUMNS,
    TITLE_COLUMNS,
    episode_lines,
    harmless,
    title_lines,
    write_csv,
)
from arrtui.features.library.merge import merge
from tests.features.library.test_merge import row
from tests.features.library.test_seasons import episode


@given(st.text(max_size=20))
def test_no_text_begins_as_a_formula(text: str) -> None:
    shown = harmless(text)
    assert isinstance(shown, str)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert shown in (without_controls(text), f"'{without_controls(text)}")
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Zl", "Zp")]


def test_numbers_stay_numbers() -> None:
    assert harmless(-35_000) == -35_000
    assert harmless(None) is None


def test_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    titles = merge([row("radarr.main", 1, 1, '=A "q",\nß'), row("radarr.uhd", 1, 1)], ["radarr.main"])
    path = tmp_path / "titles.csv"
    assert write_csv(path, TITLE_COLUMNS, title_lines(titles)) == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, first, second = csv.reader(file)
    assert tuple(head) == TITLE_COLUMNS
    assert first[head.index("title")] == '\'=A "q", ß'
    assert [line[head.index("instance")] for line in (first, second)] == ["radarr.main", "radarr.uhd"]
    assert all(len(line) == len(head) for line in (first, second))


def test_episodes_fit_their_columns() -> None:
    (line,) = episode_lines([episode(1, 1, 2, file_id=3, score=-5)])
    assert len(line) == len(EPISODE_COLUMNS)
    assert line[EPISODE_COLUMNS.index("episode")] == "S01E02"
    assert line[EPISODE_COLUMNS.index("score")] == -5


def test_an_album_tells_its_tracks_and_its_id() -> None:
    album = episode(1, 1, 2, file_id=3)._replace(
        external_id="a-b", album_type="EP", tracks=5, files=4, air_date="2020-05-01T00:00:00Z"
    )
    (line,) = episode_lines([album])
    told = dict(zip(EPISODE_COLUMNS, line, strict=True))
    assert (told["episode"], told["musicbrainz_id"], told["tracks"], told["files"]) == ("EP", "a-b", 5, 4)
    assert told["air_date"] == "2020-05-01"


def test_a_file_of_arrtui_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "arrtui.db"
    path.write_text("data")
    with pytest.raises(DestinationError):
        write_csv(path, TITLE_COLUMNS, [], [path])
    assert path.read_text() == "data"


def test_a_text_that_fails_to_come_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "titles.csv"
    path.write_text("mine")

    def lines() -> Iterator[tuple[str]]:
        yield ("one",)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write_csv(path, ["a"], lines())
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("titles.csv", "mine")]
