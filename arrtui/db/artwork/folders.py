"""Queries on what scans found in the folders of titles. Run in database threads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec

from arrtui.core.artwork import ArtFile, ArtFolder, ArtNote, NfoFacts
from arrtui.core.trailers import FolderNote
from arrtui.db.artwork_models import ArtFolderRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_of, rows_with
from arrtui.db.text import REPLACEMENT, name_from_stored, stored_name

_encoder = msgspec.json.Encoder()
_DOCS: tuple[tuple[str, Any], ...] = (
    ("changes", dict[str, int]),
    ("files", tuple[ArtFile, ...]),
    ("nfos", tuple[NfoFacts, ...]),
    ("notes", tuple[ArtNote, ...]),
    ("links", tuple[FolderNote, ...]),
)
"""Fields that are stored as JSON, and what they hold."""
_decoders = [msgspec.json.Decoder(kind) for _, kind in _DOCS]
_DOC_COLUMNS = tuple(f"{name}_doc" for name, _ in _DOCS)
_COLUMNS = ("instance", "external_id", "path", *_DOC_COLUMNS, "error", "read_at")


def folders(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, ArtFolder]:
    """Return the folders of some titles or all as they were read last, by external id."""
    return _folders(instance, "", external_ids)


def noted(instance: str) -> list[ArtFolder]:
    """Return the folders of which there is something to tell."""
    return [*_folders(instance, " AND f.notes_doc <> '[]'", None).values()]


def _folders(instance: str, condition: str, external_ids: Sequence[str] | None) -> dict[str, ArtFolder]:
    columns = ", ".join(f"f.{name}" for name in ("external_id", "path", "error", "read_at", *_DOC_COLUMNS))
    sql = (
        f"SELECT {columns} FROM art_folder AS f JOIN instance AS i ON i.id = f.instance_id "  # noqa: S608
        f"WHERE i.name = ?{condition}"
    )
    rows = rows_with(sql, (instance,), "f.external_id", external_ids, " ORDER BY f.external_id")
    return {row[0]: _folder(*row) for row in rows}


def _folder(external_id: str, path: str, error: str, read_at: float, *docs: str) -> ArtFolder:
    changes, files, nfos, notes, links = (
        decoder.decode(doc)
        if REPLACEMENT not in doc
        else msgspec.convert(_mapped(msgspec.json.decode(doc), name_from_stored), kind)
        for doc, decoder, (_, kind) in zip(docs, _decoders, _DOCS, strict=True)
    )
    return ArtFolder(
        external_id=external_id,
        path=name_from_stored(path),
        changes=changes,
        files=files,
        nfos=nfos,
        notes=notes,
        links=links,
        error=error,
        read_at=read_at,
    )


def store(instance: str, read: Iterable[ArtFolder]) -> int:
    """Store folders that were read, instead of what was stored of these titles.

    Call it inside ``Database.writing()``.
    """
    instance_id = ensure_instance(instance)
    rows = (
        (
            *(instance_id, folder.external_id, stored_name(folder.path)),
            *(_doc(getattr(folder, name)) for name, _ in _DOCS),
            *(folder.error, folder.read_at),
        )
        for folder in read
    )
    return bulk_upsert(ArtFolderRow, rows, _COLUMNS, update=_COLUMNS[2:])


def read_times(instance: str) -> dict[str, float]:
    """Return when folders were read last, UTC seconds, by external id."""
    sql = (
        "SELECT f.external_id, f.read_at FROM art_folder AS f JOIN instance AS i ON i.id = f.instance_id "
        "WHERE i.name = ?"
    )
    return dict(rows_of(sql, (instance,)))


def forget(instance: str, kept: Collection[str]) -> int:
    """Remove what was read of titles that their app no longer has; choices and locks stay."""
    instance_id = ensure_instance(instance)
    stored = rows_of("SELECT external_id FROM art_folder WHERE instance_id = ?", (instance_id,))
    gone = [(instance_id, external_id) for (external_id,) in stored if external_id not in kept]
    return delete_rows(ArtFolderRow, ("instance", "external_id"), gone)


def _doc(value: Any) -> str:
    """Return a value as JSON in which the names of files lose nothing (:func:`stored_name`)."""
    try:
        doc = _encoder.encode(value).decode()
    except UnicodeEncodeError:  # a name that is not UTF-8
        doc = REPLACEMENT
    if REPLACEMENT in doc:
        doc = _encoder.encode(_mapped(msgspec.to_builtins(value), stored_name)).decode()
    return doc


def _mapped(value: Any, change: Any) -> Any:
    """Return plain data with every text in it changed."""
    match value:
        case str():
            return change(value)
        case dict():
            return {change(key): _mapped(entry, change) for key, entry in value.items()}
        case list() | tuple():
            return [_mapped(entry, change) for entry in value]
    return value
