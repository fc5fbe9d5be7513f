"""What settings of a target are not as a sync of settings would have them, by the last backups."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.text import format_day, name_some, plural


class SettingsDrift(NamedTuple):
    """The differences between a sync's source and one of its targets, those meant so left out."""

    sync: str
    """Name of the sync."""
    target: str
    source: str
    """The instance, snapshot, guide or template it follows."""
    settings: tuple[str, ...]
    """What differs, in words: ``custom format DV``."""
    since: float
    """When the first of it was seen, UTC seconds."""

    @property
    def sentence(self) -> str:
        """What differs since when, as a sentence without the target's name."""
        return (
            f"differs from {self.source} in {plural(len(self.settings), 'setting')} of the sync {self.sync} "
            f"since {format_day(self.since)}: {name_some(self.settings)}"
        )
