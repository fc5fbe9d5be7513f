"""A guide as a side of a comparison."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.apps import Kind
from arrtui.core.domain import SettingType
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.compare import Accepted, Compared, compare
from arrtui.core.settings.model import SettingDifference, SettingsSide, SettingStanding
from arrtui.runtime.guides import GuideUse


class GuideBook(NamedTuple):
    """What a guide wants of one instance, as the settings of a side."""

    book: SettingsBook
    use: GuideUse

    @classmethod
    def of(cls, side: SettingsSide, use: GuideUse, kind: Kind) -> GuideBook:
        """Return the book of a side that is a guide, for an instance of a kind of app."""
        named = side._replace(label=use.label)
        return cls(SettingsBook(named, use.resolved.settings, kind=kind.value), use)

    def compare(
        self, type: SettingType, left: SettingsBook, right: SettingsBook, accepted: Accepted
    ) -> list[Compared]:
        """Return how the settings of a type stand; none where the guide says nothing of it.

        What of the guide is refused cannot be told.
        """
        rows = compare(type, left, right, accepted) if self.book.of(type) else []
        untold = SettingStanding.UNTOLD
        refused = (row for row in self.use.resolved.refused if row.type is type)
        return rows + [Compared(SettingDifference(type, row.name, untold, why=row.why)) for row in refused]
