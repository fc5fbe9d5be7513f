"""The table of the recycle bin, ``[recycle]``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from arrtui.core.config.own_folders import why_misplaced
from arrtui.core.config.tables import ConfigTable
from arrtui.core.config.values import ByteSize, FilePath, bytes_of
from arrtui.core.paths import data_folder


class RecycleConfig(ConfigTable):
    """Where files that arrtui takes out of titles' folders are kept, for how long and how many."""

    folder: FilePath = Field(default=None, description="the path of a folder outside of every root folder")
    days: int = Field(default=30, ge=1, le=3650, description="a whole number of days from 1 to 3650")
    limit: ByteSize = Field(default="50 GB", description='a size such as "50 GB"')
    """Of everything in the bin; what would exceed it is not removed."""

    @property
    def place(self) -> Path:
        """The folder of the bin, that of the data folder where none is configured."""
        return self.folder or data_folder() / "recycle"

    @property
    def limit_bytes(self) -> int:
        """The limit in bytes."""
        return bytes_of(self.limit)

    def misplaced(self, roots: Iterable[str]) -> str:
        """Return why the bin must not be where it is, as a configuration problem says it; empty where it may.

        ``roots``: root folders on this machine.
        """
        return why_misplaced(self.place, roots)
