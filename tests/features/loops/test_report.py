"""Reports on chains: every form, hostile names in each, and the picture of a chain."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from arrtui.core.errors import UsageError
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import StepKind
from arrtui.features.loops.report.columns import CHAINS, chain_values
from arrtui.features.loops.report.data import ChainsData, ReportChain
from arrtui.features.loops.report.drawing import MAX_STATIONS, PER_STRIP, draw_chain
from arrtui.features.loops.report.to_html import chains_html
from arrtui.features.loops.report.write import write_chains
from arrtui.features.loops.summary import count_chains
from arrtui.features.loops.waste import WasteBy, waste_by, waste_of_all
from tests.tui.panes.scores.chains import reports, steps

SCRIPT = '<script>window.pwned = 1</script><img src=x onerror="window.pwned = 1">'
TITLES = {1: f"=cmd|' /C calc'!A0 {SCRIPT}", 2: "השעון של לונדון\u202e (2021)", 7: "Long " * 40}


def sample() -> ChainsData:
    """Return chains whose titles, formats and releases are hostile, in right-to-left script, or long."""
    every = [replace(report, titles=TITLES) for report in reports().values()]
    evil = [
        replace(step, title=step.title + SCRIPT, formats=(SCRIPT, "+Format"), quality="@HDTV")
        for step in steps()
    ]
    causes = [Cause(CauseKind.NAMING_TOKEN, -80, ("-Codec", SCRIPT)), Cause(CauseKind.INCREMENT, 141)]
    chains = [
        ReportChain(report, chain, evil, causes, chain.item_id == 2)
        for report in every
        for chain in report.chains
    ]
    waste = {by: waste_by(every, by) for by in WasteBy}
    return ChainsData(1.8e9, tuple(map(count_chains, every)), tuple(chains), waste_of_all(every), waste)


class Tags(HTMLParser):
    """Collects the elements of a page and what they say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_no_script_and_names_are_text() -> None:
    page = Tags(chains_html(sample(), "2026-11-29").decode())
    assert not {"script", "img", "iframe", "object", "form"} & set(page.names)
    assert not {name for name in page.attributes if name.startswith("on") or name in ("src", "style")}
    assert page.names.count("svg") >= 3, "each chain is drawn"
    assert SCRIPT in page.text and "\u202e" not in page.text
    assert "Minimum Custom Format Score" in page.text


def test_no_cell_runs_as_a_formula(tmp_path: Path) -> None:
    assert write_chains(tmp_path / "loops.CSV", sample()) == 3
    header, *lines = csv.reader(io.StringIO((tmp_path / "loops.CSV").read_text("utf-8-sig")))
    assert tuple(header) == CHAINS.header and len(lines) == 3
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]
    line = dict(zip(header, lines[0], strict=True))
    assert line["title"].startswith("'=cmd")
    assert "gained Codec tag (-80) by the file's name" in line["stations"]
    assert line["causes"] == "the naming adds a token (-80); the minimum increment (141)"


def test_the_document_holds_everything(tmp_path: Path) -> None:
    write_chains(tmp_path / "loops.json", sample())
    document = json.loads((tmp_path / "loops.json").read_text())
    assert [chain["known"] for chain in document["chains"]] == [False, True, False]
    assert document["chains"][0]["id"] == "radarr.main:100"
    assert document["wasted_bytes"] == sum(row["wasted_bytes"] for row in document["waste"]["title"])
    assert document["waste"].keys() == set(WasteBy)


def test_a_name_without_a_form_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(".csv, .json, .html")):
        write_chains(tmp_path / "loops.txt", sample())
    assert not list(tmp_path.iterdir())


def test_a_chain_is_drawn_in_strips_with_the_newest_stations() -> None:
    chain = reports()["radarr.main"].chains[0]
    cycle = steps()
    picture = draw_chain(chain, cycle * 20)
    assert (len(picture.strips), picture.left_out) == (MAX_STATIONS // PER_STRIP, 80 - MAX_STATIONS)
    one = draw_chain(chain, cycle)
    (strip,) = one.strips
    assert [dot.score for dot in strip.dots] == ["160", "100", "20*", "?"]
    heights = [dot.y for dot in strip.dots[:3]]
    assert heights == sorted(heights), "less is lower"
    assert [stroke.kind for stroke in strip.strokes] == ["grab", "disk"]
    assert [station.step.kind for station in strip.stations][-1] is StepKind.DELETION
    assert [(band.release, band.span) for band in strip.bands] == [(1, 4)]


def test_every_column_has_a_value() -> None:
    assert {len(line) for line in chain_values(sample())} == {len(CHAINS.header)}
