"""What the tables of all panes can be asked for."""

from __future__ import annotations

import pytest

from arrtui.core.filter.fields import FieldKind, FilterFields
from arrtui.core.filter.matching import make_filter
from arrtui.tui.kit.table import Column
from arrtui.tui.panes.activity import rows as activity
from arrtui.tui.panes.estate import rows as estate
from arrtui.tui.panes.jobs import rows as jobs
from arrtui.tui.panes.library.tables import EpisodeTable, TitleTable
from arrtui.tui.panes.plan.table import PlanTable
from arrtui.tui.panes.scores import candidate_rows, format_files_dialog, title_dialog
from arrtui.tui.panes.scores.cutoffs import rows as cutoff_rows
from arrtui.tui.panes.scores.format_rows import format_columns
from arrtui.tui.panes.scores.loops import rows as loop_rows
from arrtui.tui.panes.scores.profile_rows import profile_columns
from arrtui.tui.panes.sync import rows as sync


def of_columns(columns: object) -> FilterFields[object]:
    assert isinstance(columns, (tuple, list))
    assert all(isinstance(column, Column) for column in columns)
    return FilterFields(column.field for column in columns if column.field)


TABLES = {
    "titles": (TitleTable().fields, 'year>2000 score<0 tag:4k profile:"HD" missing size>4GB added<7d'),
    "episodes": (EpisodeTable(0.0).fields, "season=1 aired<7d missing quality:web score<0"),
    "entries": (PlanTable().fields, "marked instance:4k"),
    "instances": (of_columns(estate.columns(["radarr.main"])), "state:down size>1TB backup>2d latency>1s"),
    "jobs": (of_columns(jobs.COLUMNS), "state:failed since<1d elapsed>5min attempts>1"),
    "activity": (
        activity.FIELDS.joined(of_columns(activity.COLUMNS)),
        "problem kind:download done<50 age<1h left>5min quality:web size>1GB",
    ),
    "pairs": (of_columns(sync.COLUMNS), "mode:mirror counts>0 plan<1d"),
    "candidates": (
        candidate_rows.FIELDS, "score<0 gain>100 verdict:formats priority:high formats:remux profile:hd",
    ),
    "loops": (loop_rows.FIELDS, "kind:loop grabs>2 wasted-grabs>0 wasted>1GB last<30d profile:hd"),
    "formats": (
        of_columns(format_columns(plain=True, several=True, one_profile=False)), "score<0 share>50 uses=0",
    ),
    "cutoffs": (of_columns(cutoff_rows.COLUMNS), "state:never wanted>100 best<1800 short>0 untold=0"),
    "profiles": (of_columns(profile_columns([])), "files>0 done<50 below-minimum>1 minimum<0"),
    "files of a format": (of_columns(format_files_dialog.FILE_COLUMNS), "score<0 verdict:done"),
    "titles of scores": (of_columns(title_dialog.TITLE_COLUMNS), "files>1 score>0"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_each_table_understands_its_own_fields(name: str) -> None:
    fields, text = TABLES[name]
    row_filter = make_filter(text, fields, [], 0.0)
    assert row_filter.condition is not None
    assert not (row_filter.words or row_filter.without)


@pytest.mark.parametrize("name", TABLES)
def test_no_field_shares_its_name_with_a_flag_of_another_case(name: str) -> None:
    fields, _ = TABLES[name]
    assert all(field.name == field.name.lower() for field in fields)
    assert sum(field.kind is FieldKind.INSTANCE for field in fields) <= 1
