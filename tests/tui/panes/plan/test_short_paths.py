"""Folded paths, and the room that the columns of a plan give to the title."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.tui.kit import incognito
from arrtui.tui.kit.table.columns import lay_out
from arrtui.tui.panes.plan.short_paths import common_parts, fold_beginning, fold_common
from arrtui.tui.panes.plan.table import EntryRow, effect_cell, plan_columns
from tests.tui.panes.plan.test_words import planned
from tests.tui.panes.sync import plans


@pytest.mark.parametrize(
    ("path", "other", "shown"),
    [
        ("/movies4k/X (2008)", "/movies/X (2008)", "/movies4k/…"),
        ("/data/media/4k/X (2008)", "/data/media/hd/X (2008)", "…/4k/…"),
        ("/data/media/4k", "/data/media/hd", "…/4k"),
        ("/data/hd/X (2008)", "/data/hd/X (2007)", "…/X (2008)"),
        ("D:\\media\\4k\\X (2008)", "D:\\media\\hd\\X (2008)", "…\\4k\\…"),
        ("/movies/X", "", "/movies/X"),
        ("/a/b", "/a/b", "…/b"),
    ],
)
def test_a_path_shows_what_differs_from_another(path: str, other: str, shown: str) -> None:
    assert fold_common(path, other, "…") == shown


PATHS = st.lists(st.sampled_from(["data", "media", "4k", "hd", "X (2008)"]), min_size=1, max_size=5).map(
    lambda parts: "/" + "/".join(parts)
)


@settings(max_examples=60, deadline=None)
@given(path=PATHS, other=PATHS, ellipsis=st.sampled_from(["…", "..."]))
def test_a_folded_path_is_no_longer_and_no_two_look_alike(path: str, other: str, ellipsis: str) -> None:
    assert len(fold_common(path, other, ellipsis)) <= len(path)
    common = common_parts([path, other])
    folded = [fold_beginning(path, common, ellipsis), fold_beginning(other, common, ellipsis)]
    assert (folded[0] == folded[1]) == (path == other)


def test_additions_show_what_their_folders_do_not_have_in_common() -> None:
    roots = ["/volume1/media/movies", "/volume1/media/kids"]
    added = [plans.addition(1, "A", 2000, after={"root_folder": root, "tags": []}) for root in roots]
    rows = [EntryRow(planned(entry)) for entry in added]
    cell = effect_cell(rows, "…")
    assert [cell(row) for row in rows] == ["Ultra-HD in …/movies", "Ultra-HD in …/kids"]


def test_a_path_that_is_replaced_anyway_is_not_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    row = EntryRow(planned(plans.addition(1, "A", 2000, after={"root_folder": "/v/a", "tags": []})))
    monkeypatch.setattr(incognito, "is_on", lambda: True)
    assert effect_cell([row], "…")(row) == "Ultra-HD in /v/a"


@pytest.mark.parametrize(
    ("room", "noted", "least"), [(72, False, 30), (72, True, 26), (77, True, 26)], ids=["120", "noted", "80"]
)
def test_the_title_gets_more_room_than_all_else(room: int, noted: bool, least: int) -> None:
    grid = lay_out(plan_columns(["radarr.4k"], str, noted=noted), room)
    widths = {slot.column.key: slot.width for slot in grid.slots}
    assert widths["title"] >= least
    assert widths["title"] == max(widths.values())
    assert ("note" in widths) == noted and {"decision", "op", "effect"} <= widths.keys()
    assert "year" in widths or noted, "the detail has it"
