"""The history of a title's score as text, wide and narrow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arrtui.features.loops.model import LoopReport, StepKind
from arrtui.features.loops.title import ChainStory, ScoreHistory
from arrtui.tui.kit.score_history import (
    HEADING,
    NOT_IN_HISTORY,
    NOTHING_GRABBED,
    write_score_histories,
)
from arrtui.tui.kit.sheet import Sheet
from tests.tui.panes.scores.chains import causes, reports, steps

RADARR, SONARR = reports().values()


def text_of(*histories: ScoreHistory, width: int = 200) -> str:
    sheet = Sheet(width)
    write_score_histories(sheet, histories)
    assert all(line.cell_length <= width for line in sheet.lines)
    return "\n".join(line.plain for line in sheet.lines)


def flowing(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 200])
def test_each_instance_has_its_chains_with_kind_cost_cause_and_stations(width: int) -> None:
    loop = ScoreHistory(
        LoopReport("radarr.main", RADARR.chains[:1], RADARR.titles),
        (ChainStory(RADARR.chains[0], steps(), causes()),),
    )
    shown = flowing(text_of(loop, ScoreHistory(LoopReport("radarr.4k", []), ()), width=width))
    told = [
        "radarr.main",
        "loop",
        "2 grabs in vain",
        "Codec tag",
        "Release 1",
        "score 20 computed",
        "by its size",
    ]
    assert all(words in shown for words in told)
    assert shown.endswith(f"radarr.4k {NOTHING_GRABBED}")


def test_a_series_says_how_many_chains_are_left_out() -> None:
    report = LoopReport("sonarr.main", SONARR.chains * 3, SONARR.titles, SONARR.episodes)
    shown = text_of(ScoreHistory(report, (ChainStory(SONARR.chains[0], steps(), ()),)))
    assert "S01E02" in shown and "Nothing goes round in 2 other chains" in shown


def test_a_file_without_rows_is_explained() -> None:
    file = replace(steps()[-1], kind=StepKind.NOW, score=40, formats=("AMZN",), title="found.mkv", why="")
    shown = text_of(ScoreHistory(LoopReport("radarr.main", []), (), (file,)))
    assert NOTHING_GRABBED in shown and NOT_IN_HISTORY in shown
    assert "score 40" in shown and "found.mkv" in shown


def test_nothing_stored_or_not_read_yet_is_said() -> None:
    assert NOTHING_GRABBED in text_of()
    sheet = Sheet(80)
    write_score_histories(sheet, None)
    assert [line.plain for line in sheet.lines] == ["", f"{HEADING}  reading ..."]
