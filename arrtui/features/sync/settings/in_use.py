"""What of an instance's settings is in use, and by how many titles and other settings. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from arrtui.core.domain import SettingType
from arrtui.core.settings.identity import plain_path
from arrtui.core.text import plural
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

    def of(self, type: SettingType, name: str) -> str:
        """Return by how many of what a setting is in use; empty where it is by nothing."""
        form = {SettingType.TAG: str.lower, SettingType.ROOT_FOLDER: plain_path}.get(type, str)
        return self.counts.get((type, form(name)), "")


def target_use(side: Side, list_level: str = "") -> TargetUse:
    """Return what of a side's settings is in use by its titles and its other settings."""
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
    return TargetUse(
        {name: _words(count, noun.count(count[""])) for name, count in counts.items()}, list_level
    )


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
