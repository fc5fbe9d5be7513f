"""A guide as the settings that an instance would have if it followed it. Pure.

What a guide leaves open is as the instance has it, so that a comparison shows nothing of it. Ids are made up
and negative: no setting of an instance has such a one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from arrtui.core.apps import Ability, Kind
from arrtui.core.domain import Setting, SettingType
from arrtui.core.text import name_some
from arrtui.core.versions import is_able
from arrtui.features.guides.checked import UnreadableError
from arrtui.features.guides.model import Guide, GuideFormat, Refused
from arrtui.features.guides.profiles import ProfileMaker
from arrtui.features.guides.qualities import instance_qualities, plain_items

_SIZE_KEYS = ("minSize", "preferredSize", "maxSize")
_SINGLE_ID = 1
"""The id of what an instance has exactly once."""


class GuideTarget(NamedTuple):
    """The instance that a guide is read for."""

    kind: Kind
    version: str
    settings: tuple[Setting, ...]


class GuideSettings(NamedTuple):
    """What a guide wants of an instance."""

    settings: tuple[Setting, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
    """As sentences."""


def guide_settings(guide: Guide, target: GuideTarget) -> GuideSettings:
    """Return the settings that a guide wants of an instance, and what of it cannot be had there."""
    return _Resolver(guide, target).resolve()


class _Resolver:
    """Makes settings out of wishes, one type after another."""

    def __init__(self, guide: Guide, target: GuideTarget) -> None:
        self._guide = guide
        self._wishes = guide.wishes
        self._target = target
        self._refused = [*guide.refused]
        self._notes = [*guide.notes]
        self._ids: dict[SettingType, int] = {}
        self._sizes_in_profiles = is_able(target.kind, Ability.SIZES_IN_PROFILES, target.version)

    def resolve(self) -> GuideSettings:
        """Return all settings."""
        formats = self._formats()
        format_ids = {trash_id: setting.id for trash_id, setting in formats.items()}
        settings = [
            *formats.values(),
            *self._profiles(format_ids),
            *self._definitions(),
            *(single for type, keys in self._wishes.keys.items() for single in self._single(type, keys)),
            *self._delays(),
            *(self._setting(SettingType.ROOT_FOLDER, {"path": path}, path) for path in self._wishes.folders),
            *(
                self._setting(
                    SettingType.REMOTE_PATH_MAPPING,
                    {"host": row.host, "remotePath": row.remote_path, "localPath": row.local_path},
                    row.host,
                )
                for row in self._wishes.mappings
            ),
        ]
        return GuideSettings(tuple(settings), tuple(self._refused), tuple(self._notes))

    def _present(self, type: SettingType) -> Iterable[Setting]:
        return (row for row in self._target.settings if row.type == type)

    def _setting(self, type: SettingType, body: Mapping[str, Any], called: str) -> Setting:
        self._ids[type] = number = self._ids.get(type, 0) - 1
        return Setting(id=number, type=type.value, name=called, body={**body, "id": number})

    def _formats(self) -> dict[str, Setting]:
        """Return the formats by trash id."""
        formats: dict[str, Setting] = {}
        taken: set[str] = set()
        for trash_id in dict.fromkeys(self._wishes.formats):
            format = self._guide.library.formats[trash_id]
            if format.name in taken:
                self._refuse(SettingType.CUSTOM_FORMAT, format.name, "another format has its name")
            else:
                taken.add(format.name)
                body = _format_body(format)
                formats[trash_id] = self._setting(SettingType.CUSTOM_FORMAT, body, format.name)
        return formats

    def _profiles(self, format_ids: Mapping[str, int]) -> Iterable[Setting]:
        present = {row.name: row.body for row in self._present(SettingType.QUALITY_PROFILE)}
        maker = ProfileMaker(
            self._target.kind, self._guide.library, format_ids, instance_qualities(self._target.settings)
        )
        for wish in self._wishes.profiles:
            try:
                body = maker.body(wish, present.get(wish.name))
            except UnreadableError as error:
                self._refuse(SettingType.QUALITY_PROFILE, wish.name, str(error))
                continue
            if self._sizes_in_profiles and self._wishes.sizes:
                body["items"] = _with_sizes(body["items"], self._sizes())
            yield self._setting(SettingType.QUALITY_PROFILE, body, wish.name)
        self._notes += maker.notes

    def _sizes(self) -> dict[str, dict[str, float | None]]:
        """Return the sizes of each quality as the app's keys, none above its limit, by the quality's name."""
        largest = self._target.kind.app.guides.largest_size
        sizes = {}
        for wish in self._wishes.sizes:
            given = zip(_SIZE_KEYS, (wish.smallest, wish.preferred, wish.largest), strict=True)
            keys = {key: None if size is None else min(size, largest) for key, size in given}
            sizes[wish.quality.casefold()] = keys
        return sizes

    def _definitions(self) -> Iterable[Setting]:
        """Yield the quality definitions; Sonarr 5 has their sizes in its profiles."""
        if not self._wishes.sizes:
            return
        if self._sizes_in_profiles:
            self._notes.append(
                "the sizes of qualities are those of the guide's profiles: the app keeps them there"
            )
            return
        sizes = self._sizes()
        for row in self._present(SettingType.QUALITY_DEFINITION):
            quality = row.body.get("quality")
            called = str(quality.get("name") if isinstance(quality, dict) else row.name)
            keys = sizes.pop(called.casefold(), {})
            yield self._setting(SettingType.QUALITY_DEFINITION, {**row.body, **keys}, row.name)
        if sizes:
            lacking = [wish.quality for wish in self._wishes.sizes if wish.quality.casefold() in sizes]
            self._notes.append(f"sizes left out, as the instance has no such quality: {name_some(lacking)}")

    def _single(self, type: SettingType, keys: Mapping[str, Any]) -> Iterable[Setting]:
        """Yield what an instance has exactly once, with the keys of the guide in it."""
        present = next(iter(self._present(type)), None)
        if present is None:
            self._refuse(
                type, type.value.replace("_", " "), "nothing is stored of it yet; back the instance up"
            )
            return
        known = {key: value for key, value in keys.items() if key in present.body}
        if unknown := keys.keys() - known.keys():
            self._refuse(type, name_some(sorted(unknown)), "the app has no such key")
        yield Setting(id=_SINGLE_ID, type=type.value, name=present.name, body={**present.body, **known})

    def _delays(self) -> Iterable[Setting]:
        """Yield the delay profiles, and the tags that they need."""
        labels = dict.fromkeys(label for delay in self._wishes.delays for label in delay.get("tags", ()))
        tags = {label: self._setting(SettingType.TAG, {"label": label}, label) for label in labels}
        yield from tags.values()
        for delay in self._wishes.delays:
            body = {**delay, "tags": [tags[label].id for label in delay.get("tags", ())]}
            yield self._setting(SettingType.DELAY_PROFILE, body, "")

    def _refuse(self, type: SettingType, called: str, why: str) -> None:
        self._refused.append(Refused(type, called, why))


def _format_body(format: GuideFormat) -> dict[str, Any]:
    return {
        "name": format.name,
        "includeCustomFormatWhenRenaming": format.renames,
        "specifications": format.conditions,
    }


def _with_sizes(
    items: list[dict[str, Any]], sizes: Mapping[str, Mapping[str, float | None]]
) -> list[dict[str, Any]]:
    """Return the items of a profile with the sizes of their qualities in them."""
    sized = []
    for item in items:
        if item.get("quality"):
            keys = sizes.get(str(item["quality"].get("name")).casefold(), {})
            sized.append({**item, **keys})
        else:
            sized.append({**item, "items": _with_sizes(list(plain_items(item.get("items"))), sizes)})
    return sized
