"""One title in full as text: everything is there, and whatever a title holds stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from arrtui.core.text import format_iso_minute
from arrtui.db.database import Database
from arrtui.features.library.load import load_detail
from arrtui.features.library.merge import TitleKey
from arrtui.features.library.seasons import EpisodeKey
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.panes.library.title_detail_text import title_lines
from tests.features.library.test_load import MATRIX, MATRIX_PLACES, SHOW, SHOW_PLACES


def text_of(lines: list[Content]) -> str:
    return "\n".join(line.plain for line in lines)


@pytest.fixture
def matrix(small: Database) -> str:
    return text_of(title_lines(small.read_sync(load_detail, MATRIX, MATRIX_PLACES), 100))


@pytest.mark.parametrize(
    "part",
    [
        "The Matrix (1991)",
        "movie, tmdb 603, released, 101 min",
        "Original    Matrix",
        "radarr.main  ● quality met",
        "Path        /movies/1",
        "Root folder /movies",
        "Profile     HD",
        "Available   yes, wanted once released",
        "Tags        kids, keep",
        "Added       2024-01-01 10:00",
        "File        file 1.mkv",
        "Size        4.7 GiB",
        "Languages   English",
        "Group       GRP",
        "Video       x265 1920x1080",
        "Audio       DTS 5.1",
        "Cutoff      quality met, score 1,800 of 2,000",
        "Score       1800",
        "+1750  HD Bluray Tier 01",
        "+0  [red]DTS[/red]",
        "+0  format 12, deleted since",
        "The formats add up to 1750, the app said 1800",
        "radarr.uhd  ● quality met",
        "Profile     UHD [hot]",
        "score met; the profile allows no upgrades",
        "2024-03-01 09:00  grabbed  radarr.main  score 1750  Bluray-1080p  Indexer",
        "The.Matrix.[bold].1999",
        "2024-04-01 09:00  deleted  radarr.main  Upgrade",
        "monitored: no -> yes",
        "profile: UHD [hot] -> HD",
        "file file 1.mkv  added",
    ],
)
def test_a_movie_says_everything(matrix: str, part: str) -> None:
    assert part in matrix


def test_a_series_sums_up_and_an_episode_is_told_alone(small: Database) -> None:
    whole = text_of(title_lines(small.read_sync(load_detail, SHOW, SHOW_PLACES), 100))
    assert "Episodes    4 of 4 due, 10 in all" in whole
    assert "Quality     4 WEBDL-1080p" in whole
    assert "Scores      100 to 103, mean 102" in whole
    found = small.read_sync(load_detail, SHOW, SHOW_PLACES, episode=EpisodeKey(1, 3))
    alone = text_of(title_lines(found, 100, "The Show S01E03"))
    assert alone.startswith("The Show S01E03\n")
    assert "file 102.mkv" in alone and "file 100.mkv" not in alone
    assert "File        none" in alone
    assert "Aired       2024-01-03 20:00" in alone and "Monitored   yes" in alone


def test_hostile_text_stays_text(small: Database) -> None:
    key = TitleKey("radarr", "606")
    lines = title_lines(small.read_sync(load_detail, key, [("radarr.main", 4)]), 60)
    text = text_of(lines)
    assert "[bold]<script>red nextline[/]" in text
    assert "\x1b" not in text and "\u202e" not in text
    styles = {str(span.style) for line in lines for span in line.spans}
    assert styles <= {*CONTENT_STYLES.values(), "bold", "bold $text-accent"}


def test_a_title_that_is_gone_says_so(small: Database) -> None:
    lines = title_lines(small.read_sync(load_detail, TitleKey("radarr", "1"), [("radarr.main", 99)]), 60)
    assert text_of(lines) == "This title is no longer stored."


@given(st.text(max_size=200), st.integers(20, 60))
def test_no_line_is_wider_than_the_sheet(text: str, width: int) -> None:
    sheet = Sheet(width)
    sheet.pair("Label", text)
    sheet.text((text, "dim"), indent=2)
    assert all(line.cell_length <= width for line in sheet.lines)


def test_dates_that_are_none_stay_as_they_are() -> None:
    assert format_iso_minute("soon") == "soon"
    assert format_iso_minute("") == ""
    assert format_iso_minute("0001-01-01T00:00:00Z") != ""
    assert format_iso_minute("2024-03-01T09:00:00Z") == "2024-03-01 09:00"


def test_a_day_has_no_hour() -> None:
    assert format_iso_minute("2024-03-01") == "2024-03-01"
