"""The lists of one instance that settings are compared and checked with, read as seldom as is safe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from arrtui.core.domain import SINGLE, SettingType
from arrtui.core.errors import ArrError, NotFoundError, ServerFaultError
from arrtui.features.sync.apply.app_lists import AppLists
from arrtui.features.sync.fields.setting_forms import PROVIDERS

if TYPE_CHECKING:
    from arrtui.clients import ArrClient

Rows = list[dict[str, Any]]

CHECKED_WITH: Mapping[SettingType, tuple[SettingType, ...]] = {
    SettingType.AUTO_TAG: (SettingType.ROOT_FOLDER,),
    SettingType.IMPORT_LIST: (SettingType.ROOT_FOLDER,),
}
"""Type → the types whose lists its settings must fit, besides those they refer to by id."""
_CHANGES_ALSO: Mapping[SettingType, tuple[SettingType, ...]] = {
    SettingType.CUSTOM_FORMAT: (SettingType.QUALITY_PROFILE,),
    SettingType.QUALITY_DEFINITION: (SettingType.QUALITY_PROFILE,),
    SettingType.DOWNLOAD_CLIENT: (SettingType.INDEXER,),
    SettingType.INDEXER: (SettingType.RELEASE_PROFILE,),
}
"""Type → what the app rewrites with it: a new format goes into each profile, as Sonarr 5's sizes do."""
_ANSWERED_AS_LISTED = frozenset({SettingType.CUSTOM_FORMAT, SettingType.TAG})
"""Types of which there may be hundreds, and whose answer to a write is the row that the list has."""


@dataclass(eq=False)
class BrokenListError(ArrError):
    """A list of settings answers 500: a row in it cannot be read, and nothing more may be written."""

    type: str = ""
    """The :class:`~arrtui.core.domain.SettingType` of the list."""
    code: ClassVar[str] = "broken-list"

    @property
    def command(self) -> str:
        """What makes the repair."""
        return f"arrtui --run settings repair {self.instance} --apply"

    @classmethod
    def of(cls, fault: ServerFaultError, type: SettingType) -> BrokenListError:
        """Return the error of a list that could not be read."""
        return cls(
            what=fault.what,
            why=f"{fault.why.rstrip('.')}: the app cannot read its own list, so nothing more is written",
            advice=f"See what would repair it: arrtui --run settings repair {fault.instance}",
            instance=fault.instance,
            detail=fault.detail,
            status=fault.status,
            type=type.value,
        )


@dataclass
class SettingLists:
    """What is known of the lists; a list is read again once something may have changed it."""

    client: ArrClient
    known: dict[SettingType, Rows] = field(default_factory=dict)
    type: SettingType | None = None
    """What is being written; its list is read once the next type begins."""
    _written: set[SettingType] = field(default_factory=set)
    """Whose lists are read at the end; a format's scores are written to profiles."""
    _languages: dict[int, str] | None = None
    _templates: dict[SettingType, dict[str, dict[str, Any]] | None] = field(default_factory=dict)
    _profile_template: dict[str, Any] | None = None
    _largest_size: float | None = None

    async def begin(self, type: SettingType) -> None:
        """Prepare for settings of a type: what is known of lists counts for one type only.

        Raises BrokenListError where what was written before has broken its list.
        """
        if type is self.type:
            return
        await self.end()
        self.type = type
        self.known.clear()

    async def end(self) -> None:
        """Read the lists of what was written last, to see that they can be. Raises BrokenListError."""
        self.type, written = None, sorted(self._written)
        self._written.clear()
        for type in written:
            await self.read_again(type)

    async def rows(self, types: Iterable[SettingType]) -> dict[SettingType, Rows]:
        """Return the settings of types; only those that are not known are read. Raises BrokenListError."""
        for type in dict.fromkeys(types):
            if type not in self.known:
                await self.read_again(type)
        return {type: self.known[type] for type in types}

    async def read_again(self, type: SettingType) -> Rows:
        """Read the list of a type. Raises BrokenListError where the app cannot give it."""
        try:
            self.known[type] = await self.client.raw_settings(type)
        except ServerFaultError as error:
            if type in SINGLE:
                raise
            raise BrokenListError.of(error, type) from None
        return self.known[type]

    def forget(self, types: Collection[SettingType]) -> None:
        """Have lists read again when they are needed."""
        for type in types:
            self.known.pop(type, None)

    def note_written(self, type: SettingType, setting_id: int, answer: Mapping[str, Any] | None) -> None:
        """Note what the app answered to a write; None for what was deleted."""
        self._written.add(type)
        if type is SettingType.CUSTOM_FORMAT and answer is None:
            self._drop_scores(setting_id)
        else:
            self.forget(_CHANGES_ALSO.get(type, ()))
        if type not in _ANSWERED_AS_LISTED or type not in self.known or (answer is not None and not answer):
            self.forget([type])
            return
        rows = [row for row in self.known[type] if row.get("id") != setting_id]
        self.known[type] = rows if answer is None else [*rows, dict(answer)]

    def _drop_scores(self, format_id: int) -> None:
        """Take a deleted format out of the profiles, as the app does: they are not read after each one."""
        if profiles := self.known.get(SettingType.QUALITY_PROFILE):
            self.known[SettingType.QUALITY_PROFILE] = [
                raw
                | {
                    "formatItems": [
                        row for row in raw.get("formatItems") or () if row.get("format") != format_id
                    ]
                }
                for raw in profiles
            ]

    # --- what the app knows, which nothing here changes ----------------------------------------------

    async def checked_with(self, type: SettingType, rows: Mapping[SettingType, Rows]) -> AppLists:
        """Return what a setting of a type is checked against; ``rows`` are its own and those it refers to."""
        qualities = languages = size = None
        if type is SettingType.QUALITY_PROFILE:
            template = await self.profile_template()
            qualities, languages = quality_names(template.get("items") or ()), await self._language_names()
        elif type is SettingType.QUALITY_DEFINITION:
            size = await self._largest()
        elif type in (SettingType.CUSTOM_FORMAT, SettingType.AUTO_TAG):
            languages = await self._language_names()
        return AppLists(
            self.client.app.name, rows, languages, await self.templates(type), qualities or None, size
        )

    async def templates(self, type: SettingType) -> dict[str, dict[str, Any]] | None:
        """Return what the app proposes for a provider or a condition, by implementation; else None."""
        if type not in self._templates:
            self._templates[type] = await self._read_templates(type)
        return self._templates[type]

    async def _read_templates(self, type: SettingType) -> dict[str, dict[str, Any]] | None:
        if type in PROVIDERS:
            rows = await self.client.provider_templates(type)
        elif type in (SettingType.CUSTOM_FORMAT, SettingType.AUTO_TAG):
            try:
                rows = await self.client.condition_templates(type)
            except NotFoundError:  # an app before there were rules
                return None
        else:
            return None
        return {str(row.get("implementation")): row for row in rows}

    async def profile_template(self) -> dict[str, Any]:
        """Return the quality profile that the app proposes, which has every quality."""
        if self._profile_template is None:
            self._profile_template = await self.client.profile_template()
        return self._profile_template

    async def _language_names(self) -> dict[int, str]:
        if self._languages is None:
            self._languages = await self.client.language_names()
        return self._languages

    async def _largest(self) -> float | None:
        if self._largest_size is None:
            try:
                self._largest_size = await self.client.largest_size()
            except NotFoundError:  # an app before the limit could be asked for
                return None
        return self._largest_size


def quality_names(items: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the qualities of a profile, those in groups too, by id."""
    rows = (row.get("quality") for item in items for row in (item.get("items") or [item]))
    return {row["id"]: str(row.get("name")) for row in rows if isinstance(row, dict) and "id" in row}
