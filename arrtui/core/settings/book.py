"""The stored settings of one side of a comparison, by type, with the names that ids stand for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from arrtui.core.apps import APPS, app_of
from arrtui.core.apps.vocabularies import Vocabulary
from arrtui.core.domain import Setting, SettingType
from arrtui.core.setting_text import REFERENCES
from arrtui.core.settings.model import SettingsSide


class SettingsBook:
    """What is stored of one side."""

    def __init__(
        self, side: SettingsSide, settings: Iterable[Setting], taken_at: float = 0.0, kind: str = ""
    ) -> None:
        """``kind`` is that of the app the settings are of; by default the instance's."""
        self.side = side
        self.kind = kind or app_of(side.instance).kind.value
        """Of the app."""
        self.taken_at = taken_at
        """UTC seconds."""
        self.meanings: dict[tuple[str, int], dict[str, Any]] = {}
        """What was made out of settings already, by type and id."""
        self._by_type: dict[str, list[Setting]] = {}
        for setting in settings:
            self._by_type.setdefault(setting.type, []).append(setting)

    def of(self, type: SettingType) -> list[Setting]:
        """Return the settings of a type."""
        return self._by_type.get(type.value, [])

    def all(self) -> list[Setting]:
        """Return the settings of all types."""
        return [row for rows in self._by_type.values() for row in rows]

    def name_of(self, type: SettingType, number: Any) -> str:
        """Return the name of a setting by its id, or the id where there is none."""
        known = self.names[type].get(number) if isinstance(number, int) else None
        return known or f"#{number}"

    def references(self, key: str, value: Any) -> tuple[str, ...]:
        """Return the names that the ids of a key of :data:`REFERENCES` stand for, sorted."""
        ids = value if isinstance(value, list) else [value]
        return tuple(sorted(self.name_of(REFERENCES[key], number) for number in ids if number))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The numbers of the app's own lists."""
        return APPS[self.kind].vocabulary

    @cached_property
    def names(self) -> Mapping[SettingType, Mapping[int, str]]:
        """The names of what other settings refer to, by type and id."""
        named = {*REFERENCES.values(), SettingType.CUSTOM_FORMAT}
        return {type: {row.id: row.name for row in self.of(type) if row.name} for type in named}

    @cached_property
    def score_words(self) -> Mapping[int, str]:
        """What the score of a format is called, by the format's id: each profile has one of each."""
        names = self.names[SettingType.CUSTOM_FORMAT]
        return {number: f"score of {name}" for number, name in names.items()}
