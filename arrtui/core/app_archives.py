"""What every layer knows of the archives that apps make of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arrtui.core.apps import App
from arrtui.core.errors import ArrtuiError


@dataclass(eq=False)
class ArchiveError(ArrtuiError):
    """An app's own archive is not there, not whole, of another app, or without what it is for."""

    code: ClassVar[str] = "archive"


def database_file(app: App) -> str:
    """Return the name that an app's SQLite database has, also in an archive (``AppFolderInfo``)."""
    return f"{app.kind.value}.db"
