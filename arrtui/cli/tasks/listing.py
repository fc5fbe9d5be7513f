"""``--run list KIND [FILTER]``: rows of what is stored, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps import APPS
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.text import format_duration, format_iso_minute, format_minute, format_size
from arrtui.features.library.export import harmless
from arrtui.runtime import capabilities
from arrtui.runtime.listings import RowList, records

FILTERS = """\
FILTER is one argument: words, field:text, field=, !=, <, <=, >, >=, @instance,
a flag such as missing; - before a condition negates it, ! before all the filter.
Sizes and ages have units: 'size>4GB added<7d'. What begins with - follows --.
"""
_RIGHT = (FieldKind.NUMBER, FieldKind.SIZE)
"""Kinds whose values stand to the right of their column."""


_WORDS = dict.fromkeys(
    (*(app.title.plural for app in APPS.values()), *(app.unit.plural for app in APPS.values()))
)


@click.command(
    "list",
    cls=TaskCommand,
    help=f"List what is stored: titles, {', '.join(_WORDS)}, files, tags, instances, ….",
    epilog=f"\b\n{FILTERS}",
    needs_backup=True,
)
@click.argument("kind", metavar="KIND", type=click.Choice(tuple(capabilities.lists())))
@click.argument("filter_text", metavar="[FILTER]", default="")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values with all fields.")
async def list_rows(task: Task, kind: str, filter_text: str, as_csv: bool) -> ExitStatus:
    """List rows of a kind, narrowed by a filter."""
    listing: RowList[Any] = capabilities.load_list(kind)
    fields = listing.fields(task.services.clock())
    rows = await listing.rows(task.services, filter_text)
    if task.as_json:
        for record in records(rows, fields):
            task.out.event("row", **record)
    elif as_csv:
        for line in csv_lines(rows, fields):
            task.out.line(line)
    elif rows:
        shown = [fields.by_name[name] for name in listing.shown]
        right = [place for place, field in enumerate(shown) if field.kind in _RIGHT]
        lines = ([_cell(field, fields, row) for field in shown] for row in rows)
        for line in table([field.name for field in shown], lines, right=right):
            task.out.line(line)
    else:
        task.out.note(
            "Nothing matches." if filter_text else "Nothing is stored yet. Run: arrtui --run backup"
        )
    task.result(True, kind=kind, filter=filter_text, count=len(rows))
    return ExitStatus.OK


def csv_lines(rows: Sequence[Any], fields: FilterFields[Any]) -> Iterator[str]:
    """Yield the lines of a CSV file: a heading, then one for each row, or for each part of it.

    Text that a spreadsheet would run as a formula is prefixed with an apostrophe.
    """
    yield ",".join(field.name for field in fields)
    for record in records(rows, fields):
        parts = record.pop("copies", [{}])
        for part in parts:
            values = [record.get(field.name, part.get(field.name)) for field in fields]
            line = io.StringIO()
            csv.writer(line, lineterminator="").writerow(map(_csv_value, values))
            yield line.getvalue()


def _csv_value(value: Any) -> Any:
    """Return a value as a cell of a CSV file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = ", ".join(value)
    return harmless(value) if isinstance(value, str) else value


def _cell(field: FilterField[Any], fields: FilterFields[Any], row: Any) -> str:
    """Return what a table shows of a field: of rows with parts the different values of these."""
    return ", ".join(
        dict.fromkeys(filter(None, (_text(field, value) for value in fields.values(field, [row]))))
    )


def _text(field: FilterField[Any], value: Any) -> str:
    """Return a value as people read it."""
    if field.kind is FieldKind.NAMES:
        return ", ".join(value)
    if field.kind is FieldKind.FLAG:
        return "yes" if value else "no"
    if value is None or value == "":
        return ""
    if field.kind is FieldKind.SIZE:
        return format_size(value)
    if field.kind is FieldKind.SPAN:
        return format_duration(value)
    if field.kind is FieldKind.TIME:
        return format_iso_minute(value) if isinstance(value, str) else format_minute(value)
    return f"{value:.0f}" if isinstance(value, float) else str(value)
