"""What of an instance's settings is in use, and by how many titles and other settings. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from arrtui.core.albums import Album
from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.identity import plain_path
from arrtui.core.text import plural
from arrtui.features.sync.fields.metadata_profiles import dropped_albums
from arrtui.features.sync.fields.setting_forms import references_of, setting_form
from arrtui.features.sync.fields.setting_names import FOLDER_CONDITION, side_names
from arrtui.features.sync.model import Fields, Side

_Name = tuple[SettingType, str]


@dataclass(frozen=True)
class TargetUse:
    """What of an instance's settings is in use, and how its import lists treat its library."""

    counts: Mapping[_Name, str] = field(default_factory=dict)
    """Type and name → ``43 movies, 2 import lists``; labels are in small letters."""
    list_level: str = ""
    """``listSyncLevel`` of ``/config/importlist``: what happens to titles that no list has; empty where it is
    not known."""
    albums: Mapping[_Name, tuple[Album, ...]] = field(default_factory=dict)
    """Type and name of a profile whose change may cost albums → the albums of the artists that have it."""

    def of(self, type: SettingType, name: str) -> str:
        """Return by how many of what a setting is in use; empty where it is by nothing."""
        form = {SettingType.TAG: str.lower, SettingType.ROOT_FOLDER: plain_path}.get(type, str)
        return self.counts.get((type, form(name)), "")

    def dropped(self, setting: Setting, body: Mapping[str, Any]) -> list[Album]:
        """Return the albums that the next refresh deletes when a profile in use gets another body."""
        return dropped_albums(body, self.albums.get((SettingType(setting.type), setting.name), ()))


def target_use(side: Side, list_level: str = "") -> TargetUse:
    """Return what of a side's settings is in use by its titles and its other settings.

    A side without its albums tells of none that a profile costs.
    """
    counts: defaultdict[_Name, Counter[str]] = defaultdict(Counter)
    noun = side.kind.app.title
    for title in side.titles:
        for profile in side.kind.app.profiles:
            counts[profile.type, title.profiles.get(profile.name, "")][""] += 1
        counts[SettingType.ROOT_FOLDER, plain_path(title.item.root_folder)][""] += 1
        for label in title.tags:
            counts[SettingType.TAG, label][""] += 1
    names = side_names(side)
    for row in side.settings:
        form = setting_form(row, names) if row.body else {}
        for name in set(_used_by(form)):
            counts[name][row.type] += 1
    words = {name: _words(count, noun.count(count[""])) for name, count in counts.items()}
    return TargetUse(words, list_level, _albums(side))


def _albums(side: Side) -> dict[_Name, tuple[Album, ...]]:
    """Return the albums of the artists of each profile whose change may cost some."""
    albums: defaultdict[_Name, list[Album]] = defaultdict(list)
    for profile in side.kind.app.profiles:
        for title in side.titles if profile.drops_children else ():
            name = profile.type, title.profiles.get(profile.name, "")
            albums[name] += side.albums.get(title.item.id, ())
    return {name: tuple(rows) for name, rows in albums.items()}


def _used_by(form: Fields) -> Iterator[_Name]:
    """Yield what a setting refers to, of folders the root folder of a list and of a condition."""
    yield from references_of(form)
    body = form.get("body") or {}
    if folder := body.get("rootFolderPath"):
        yield SettingType.ROOT_FOLDER, plain_path(folder)
    for condition in body.get("specifications") or ():
        if condition.get("implementation") == FOLDER_CONDITION:
            for row in condition.get("fields") or ():
                yield SettingType.ROOT_FOLDER, plain_path(row.get("value"))


def _words(count: Counter[str], titles: str) -> str:
    parts = [titles] if count[""] else []
    parts += [plural(number, type.replace("_", " ")) for type, number in sorted(count.items()) if type]
    return ", ".join(parts)
