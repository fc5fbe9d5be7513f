"""Writing: names after the day, whole files, and nothing of anybody else's is lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from arrtui.features.scores.report.write import FORMATS, ReportError, write_report
from tests.features.scores.report.sample import MADE_AT, sample

DATA = sample(40)
DAY = datetime.fromtimestamp(MADE_AT).astimezone().date().isoformat()
TABLES = (
    "candidates",
    "cutoffs",
    "days",
    "differences",
    "files",
    "formats",
    "health",
    "overlap",
    "profiles",
    "trends",
)
NAMES = {
    "csv": [f"arrtui-scores-{DAY}-{name}.csv" for name in TABLES],
    "json": [f"arrtui-scores-{DAY}.json"],
    "html": [f"arrtui-scores-{DAY}.html"],
}


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_goes_into_a_folder_that_is_made_for_it(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "reports" / "of scores"
    written = write_report(DATA, form, folder)
    assert sorted(path.name for path in written) == NAMES[form]
    assert sorted(path.name for path in folder.iterdir()) == NAMES[form]


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_of_the_same_day_gives_way(tmp_path: Path, form: str) -> None:
    first = write_report(sample(20), form, tmp_path)
    before = [path.read_bytes() for path in first]
    again = write_report(DATA, form, tmp_path)
    assert again == first
    assert [path.read_bytes() for path in again] != before


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_not_ours_stays(tmp_path: Path, form: str) -> None:
    theirs = tmp_path / NAMES[form][-1]
    theirs.write_text("my own notes")
    with pytest.raises(ReportError, match="no report of arrtui"):
        write_report(DATA, form, tmp_path)
    assert theirs.read_text() == "my own notes"
    assert list(tmp_path.iterdir()) == [theirs]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    away = tmp_path / "elsewhere"
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / NAMES["json"][0]).symlink_to(away)
    with pytest.raises(ReportError):
        write_report(DATA, "json", folder)
    assert not away.exists()


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("")
    with pytest.raises(ReportError) as caught:
        write_report(DATA, "html", tmp_path / "report")
    assert "--out" in str(caught.value)


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="csv, json, html"):
        write_report(DATA, "pdf", tmp_path)
    assert not list(tmp_path.iterdir())
