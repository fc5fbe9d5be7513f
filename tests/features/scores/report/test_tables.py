"""CSV and JSON: columns stay, cells are harmless, everything that is there is told."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.report.safe import cell
from arrtui.core.text import without_controls
from arrtui.features.scores.report.columns import TABLES
from arrtui.features.scores.report.to_csv import table_csv
from arrtui.features.scores.report.to_json import report_json
from tests.features.scores.report.sample import EVIL, FORMULA, sample

DATA = sample(60)

FILE = "instance kind external_id title year episode file_id quality profile score verdict"
GOLDEN = {
    "health": "instance taken_at files size health grade done quality_upgrade format_upgrade no_upgrades "
    "below_minimum only_by_hand candidates median disagreements unexplained next_step beyond_reach "
    "incomplete",
    "candidates": f"priority {FILE} target reachable gain advice only_by_hand below_minimum app_searches "
    "monitored size release_group",
    "files": f"{FILE} only_by_hand below_minimum app_searches monitored available agrees size release_group "
    "formats path",
    "formats": "instance profile format score uses share weight lift rating advice",
    "profiles": "instance profile files p10 median p90 done below_minimum no_upgrades minimum wanted cutoff "
    "upgrade_allowed",
    "cutoffs": "instance profile state cutoff wanted best best_name releases files short_of_quality "
    "short_of_score suggested stopped sentence",
    "differences": "profile instances difference",
    "trends": "instance week upgraded downgraded rescored new removed",
    "days": "instance date files median health done below_minimum size",
    "overlap": "kind external_id title year instance quality resolution score size formats overlap",
}
"""What spreadsheets and scripts of users rely on: only ever longer."""

COUNTS = {
    "health": len(DATA.instances) + 1,
    "candidates": len(DATA.candidates),
    "files": len(DATA.files),
    "formats": len(DATA.formats),
    "profiles": len(DATA.profiles),
    "cutoffs": len(DATA.cutoffs),
    "differences": len(DATA.differences),
    "trends": sum(map(len, DATA.weeks.values())),
    "days": sum(map(len, DATA.days.values())),
    "overlap": sum(len(row.copies) for row in DATA.overlap),
}


def read(name: str) -> list[list[str]]:
    table = next(table for table in TABLES if table.name == name)
    return list(csv.reader(io.StringIO(table_csv(table, DATA).decode("utf-8-sig"), newline="")))


def test_the_columns_are_the_ones_users_know() -> None:
    assert {table.name: " ".join(table.header) for table in TABLES} == GOLDEN


@pytest.mark.parametrize("name", GOLDEN)
def test_every_line_is_there_with_every_column(name: str) -> None:
    header, *lines = read(name)
    assert " ".join(header) == GOLDEN[name]
    assert len(lines) == COUNTS[name]
    assert {len(line) for line in lines} == {len(header)}


def test_every_column_is_described() -> None:
    assert all(meaning for table in TABLES for meaning in table.columns.values())


def test_a_title_that_is_a_formula_is_text_in_a_spreadsheet() -> None:
    header, *lines = read("files")
    titles = [line[header.index("title")] for line in lines]
    assert f"'{FORMULA}" in titles
    assert FORMULA not in titles
    assert EVIL in titles


def test_a_negative_score_stays_a_number() -> None:
    header, *lines = read("files")
    scores = [line[header.index("score")] for line in lines]
    assert scores == [str(row.judged.file.score) for row in DATA.files]
    assert any(score.startswith("-") for score in scores)


@given(
    st.one_of(
        st.text(max_size=12), st.builds("{}{}".format, st.sampled_from("=+-@\t\r\n＝＋－＠"), st.text())
    )
)
def test_no_text_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    output = str(cell(text))
    assert output in (without_controls(text), f"'{without_controls(text)}")
    if output.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")):
        assert float(output) is not None


@pytest.mark.parametrize("text", ["-12", "+3.5", "-0.25"])
def test_a_text_that_is_a_number_is_left_alone(text: str) -> None:
    assert cell(text) == text


def test_the_document_has_stable_keys_and_says_what_it_is() -> None:
    output = json.loads(report_json(DATA))
    assert list(output) == [
        *("report", "version", "made_at", "notes", "all", "instances", "candidates", "files", "formats"),
        *("profiles", "cutoffs", "differences", "trends", "days", "overlap"),
    ]
    assert (output["report"], output["version"], output["made_at"]) == (
        "arrtui-scores",
        1,
        "2026-11-21T08:00:00Z",
    )
    assert " ".join(output["candidates"][0]) == GOLDEN["candidates"]
    assert " ".join(output["files"][0]) == GOLDEN["files"]
    assert output["files"][0]["title"] == EVIL
    assert output["files"][0]["formats"][0].keys() == {"name", "score"}
    assert {type(row["external_id"]) for row in (*output["files"], *output["overlap"])} == {int}
    copy = output["overlap"][0]["copies"][0]
    assert copy.keys() == {"instance", "quality", "resolution", "score", "size", "formats"}
    assert output["all"]["files"] == sum(row["files"] for row in output["instances"]) == len(DATA.files)
