"""The names that apps would give their files, as they said when they were asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from arrtui.db.bulk import bulk_upsert
from arrtui.db.reading import rows_of
from arrtui.db.rename_preview_model import RenamePreviewRow

_COLUMNS = ("instance", "item_id", "asked_at", "naming_mark", "names_doc")


class FileName(NamedTuple):
    """The name that a file would get."""

    file_id: int
    mark: str
    """Tells the facts that it follows from, as they were stored then, from others."""
    new_path: str
    """Relative to the title's folder; empty where the name stays."""


class TitleNames(NamedTuple):
    """What the app said of the files of a title."""

    asked_at: float
    """UTC seconds."""
    naming_mark: str
    """Tells the naming settings of that time from others."""
    names: tuple[FileName, ...]
    """Of every file that was stored then."""


_names = msgspec.json.Decoder(tuple[FileName, ...])


def store_names(instance_id: int, titles: Iterable[tuple[int, TitleNames]]) -> None:
    """Store what an app said of titles, by their ids."""
    rows = (
        (instance_id, item_id, title.asked_at, title.naming_mark, msgspec.json.encode(title.names).decode())
        for item_id, title in titles
    )
    bulk_upsert(RenamePreviewRow, rows, _COLUMNS, update=_COLUMNS[2:])


def forget_gone_titles(instance_id: int) -> None:
    """Forget what an app said of titles that are not stored any more."""
    rows_of(
        "DELETE FROM rename_preview WHERE instance_id = ? AND item_id NOT IN "
        "(SELECT item_id FROM item WHERE instance_id = ?)",
        (instance_id, instance_id),
    )


def stored_names(instance_id: int) -> dict[int, TitleNames]:
    """Return what an app said of its titles, by their ids."""
    sql = "SELECT item_id, asked_at, naming_mark, names_doc FROM rename_preview WHERE instance_id = ?"
    return {
        item_id: TitleNames(asked_at, mark, _names.decode(doc))
        for item_id, asked_at, mark, doc in rows_of(sql, (instance_id,))
    }
