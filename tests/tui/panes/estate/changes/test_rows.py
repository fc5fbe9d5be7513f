"""What a day, a change and a backup are in their tables."""

from __future__ import annotations

from datetime import date

import pytest

from arrtui.core.change_text import ChangeNames
from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.change_lines import WordedChange, pages_of_lines
from arrtui.features.backup.days import ChangeDay, DayCell, DayState, SnapshotSpan
from arrtui.features.backup.folding import fold_equal
from arrtui.features.backup.rebuild import SnapshotDiff
from arrtui.tui.kit.fitting import short_name
from arrtui.tui.kit.table.columns import lay_out
from arrtui.tui.panes.estate.changes.backup_rows import NO_BEFORE, TWO, span_to_compare
from arrtui.tui.panes.estate.changes.day_rows import (
    DAY_WIDTH,
    LEAST_ROOM,
    cell_text,
    day_columns,
    day_detail,
)
from arrtui.tui.panes.estate.changes.line_rows import line_columns, line_detail, what_changed

TODAY = date(2026, 11, 21)
SIX = [f"{kind}.{label}" for kind in ("radarr", "sonarr") for label in ("main", "4k", "parents")]


def changed(added: int = 0, changed: int = 0, removed: int = 0, **more: object) -> DayCell:
    return DayCell(DayState.CHANGED, added, changed, removed, complete=1)._replace(**more)


def line(kind: EntityType, key: str, before: object, after: object) -> WordedChange:
    """Return the line of a change of title 1, or of a setting."""
    what = ChangeKind.ADDED if before is None else ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
    change = Change(type=kind, key=key, kind=what, item_id=1, before=before, after=after)  # type: ignore[arg-type]
    names = ChangeNames({1: "Dark (2017)"}, {5: "S01E02"}, {9: "Season 01/dark.mkv"}, {"tag/3": "kids"})
    span = SnapshotSpan(*(SnapshotRow(id=number, instance="sonarr.main") for number in (4, 6)))
    ((line,),) = pages_of_lines(SnapshotDiff([change], names), span)
    return line


# --- days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (changed(12, 3, 1), "+12 ~3 -1"),
        (changed(0, 3), "~3"),
        (changed(12, 340, 1), "+12~340-1"),
        (changed(1200, 34_000), "+1.2k~34k"),
        (changed(1200, 34_000, 5), "35k"),
        (changed(0, 3, failed=2), "~3 x"),
        (DayCell(DayState.FAILED, failed=1), "✗ failed"),
        (DayCell(DayState.SAME, complete=1), "same"),
        (DayCell(DayState.FIRST, complete=1), "first"),
        (DayCell(), "no backup"),
    ],
)
def test_a_cell_fits_into_its_room(cell: DayCell, text: str) -> None:
    assert cell_text(cell, LEAST_ROOM)[0] == text
    assert len(text) <= LEAST_ROOM


def test_a_cell_with_room_has_its_counts_apart() -> None:
    assert cell_text(changed(12, 340, 1), 11)[0] == "+12 ~340 -1"


def test_six_instances_fit_into_80_columns() -> None:
    columns = day_columns(SIX, None, TODAY, LEAST_ROOM)
    assert lay_out(columns, 76).width <= 76
    assert [column.title for column in columns[1:4]] == ["r.main", "radarr.4k", "r.parents"]


def test_the_chosen_instance_is_marked_in_the_header() -> None:
    columns = day_columns(SIX, "radarr.parents", TODAY, LEAST_ROOM)
    assert [column.title for column in columns[1:4]] == ["r.main", "radarr.4k", "[r.paren]"]
    assert short_name("sonarr.anime", 30) == "sonarr.anime"


@pytest.mark.parametrize("last", [TODAY, date(2026, 10, 31), date(2025, 12, 30)])
@pytest.mark.parametrize("days", [0, 3, 29, 40, 400])
def test_a_run_of_days_fits_into_its_column(last: date, days: int) -> None:
    day = ChangeDay(date.fromordinal(last.toordinal() - days), last, {})
    (column,) = day_columns([], None, TODAY, LEAST_ROOM)
    assert len(str(column.text(day))) <= DAY_WIDTH


def test_the_detail_of_a_day_has_every_instance_with_counts_and_reasons() -> None:
    span = SnapshotSpan(SnapshotRow(id=4), SnapshotRow(id=6))
    cells = {
        "radarr.main": changed(2, 1, complete=3, span=span),
        "radarr.4k": DayCell(DayState.FAILED, failed=2, error="It does not answer."),
    }
    text = day_detail(ChangeDay(TODAY, TODAY, cells), [*cells, "sonarr.main"], TODAY).plain
    for words in ("2 added, 1 changed", "3 backups", "number 4", "2 failures: It does not answer."):
        assert words in text
    assert text.index("sonarr.main") > text.index("radarr.4k")


# --- changes ---------------------------------------------------------------------------------------------


def test_a_changed_title_tells_from_what_to_what() -> None:
    row = line(EntityType.ITEM, "1", {"monitored": True}, {})  # a flag that is not set is not stored
    assert (row.word, row.subject, what_changed(row)) == ("series", "Dark (2017)", "monitored: yes -> no")


def test_an_episode_has_its_number_and_a_file_its_name() -> None:
    episode = line(EntityType.EPISODE, "5", {"monitored": True}, {"monitored": False})
    assert (episode.word, episode.subject) == ("episode", "Dark (2017) S01E02")
    file = line(EntityType.FILE, "9", {"id": 9, "item_id": 1, "quality": "SDTV"}, None)
    assert (file.word, file.subject, what_changed(file)) == ("file", "Dark (2017)", "dark.mkv")
    assert [fact.field for fact in file.facts] == ["quality"]
    assert "Season 01/dark.mkv" in line_detail(file).plain


def test_a_setting_is_known_by_type_and_name() -> None:
    row = line(EntityType.SETTING, "tag/3", {"id": 3, "type": "tag", "name": "kids"}, None)
    assert (row.word, row.subject) == ("tag", "kids")


def test_only_what_was_there_before_can_be_restored() -> None:
    added = line(EntityType.ITEM, "1", None, {"title": "Dark"})
    assert not added.restorable
    assert "restore removes nothing" in line_detail(added).plain
    removed = line(EntityType.ITEM, "1", {"title": "Dark"}, None)
    assert removed.restorable
    assert "backup 4" in line_detail(removed).plain


def test_the_instance_is_a_column_only_where_there_are_several() -> None:
    one, two = line_columns({"radarr.main"}), line_columns({"radarr.main", "sonarr.main"})
    assert {column.key for column in two} - {column.key for column in one} == {"instance"}


# --- backups ---------------------------------------------------------------------------------------------


def backups() -> list[SnapshotRow]:
    """Return five of one instance, of which two are equal, and one of another."""
    main = [
        SnapshotRow(id=number, instance="radarr.main", instance_id=1, changed=int(number != 3))
        for number in (5, 3, 2)
    ]
    return [
        SnapshotRow(id=6, instance="sonarr.main", instance_id=2, baseline=True),
        *main,
        SnapshotRow(id=1, instance="radarr.main", instance_id=1, baseline=True),
    ]


@pytest.mark.parametrize(
    ("chosen", "compared"),
    [([0], NO_BEFORE), ([1], (3, 5)), ([2], (1, 3)), ([3], NO_BEFORE), ([1, 3], (1, 5)), ([3, 1], (1, 5)),
     ([0, 1], TWO), ([1, 2, 3], TWO)],
)  # fmt: skip
def test_one_backup_is_compared_with_the_one_before_and_two_with_each_other(
    chosen: list[int], compared: object
) -> None:
    rows = backups()
    runs = fold_equal(rows)
    assert [(run.newest.id, run.length) for run in runs] == [(6, 1), (5, 1), (3, 2), (1, 1)]
    span = span_to_compare([runs[place] for place in chosen], rows)
    assert (span if isinstance(span, str) else (span.older.id, span.newer.id)) == compared
