"""Word what a plan does: fields of titles, their values, and the effect of an entry in one line. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import Any

from arrtui.core.apps import QUALITY, TITLE_PROFILES, app_of
from arrtui.core.setting_text import fact_text
from arrtui.core.text import format_size, plural
from arrtui.features.sync.fields.single_values import EPISODE
from arrtui.features.sync.fields.translate import join_folder
from arrtui.features.sync.model import Entry, EntrySubject, Op, PlannedEntry
from arrtui.features.sync.setting_words import setting_changes, setting_gist, short_change

FIELDS = {
    "monitored": "Monitored",
    **{profile.name: profile.heading for profile in TITLE_PROFILES},
    "root_folder": "Root folder",
    "path": "Folder",
    "tags": "Tags",
    "minimum_availability": "Available",
    "series_type": "Series type",
    "monitor_new_items": "New items",
    "season_folder": "Season folder",
    "seasons": "Seasons",
    "episodes": "Episodes",
    "files": "File facts",
}
"""Fields of a title for people, in the order they are shown in."""
TOGETHER = frozenset({"seasons", "episodes", "files"})
"""Fields that hold one value for each of many things."""
PATHS = frozenset({"root_folder", "path"})
"""Fields that hold the path of a folder."""
RELEASES = frozenset({EntrySubject.DOWNLOAD, EntrySubject.BLOCKED, EntrySubject.RELEASE})
"""Subjects that are no part of what an instance stores."""
_EFFECTS = {
    (EntrySubject.REPAIR, Op.REMOVE): "is deleted",
    (EntrySubject.REPAIR, Op.UPDATE): "is made one that can be read",
    (EntrySubject.EXCLUSION, Op.REMOVE): "off the exclusion list",
    (EntrySubject.EXCLUSION, Op.ADD): "on the exclusion list",
    (EntrySubject.ALBUM, Op.ADD): "let in again, comes back with a refresh",
}
"""Entries whose effect is the same for all of their subject and kind."""
MOST_CHANGES = 2
"""Changes of a setting that are told in a line; of more only how many there are."""
_LONGEST_SAME = 12
"""Characters at the start of two names that are alike and still told."""
AVAILABILITY_WORDS = {"announced": "announced", "inCinemas": "in cinemas", "released": "released"}
"""What Radarr lets one choose as minimum availability (``MovieStatusType`` without ``tba``), in words."""


def field_name(name: str, instance: str = "") -> str:
    """Return a field for people; those of settings are called what the app calls them."""
    if name == "episodes" and instance:
        return (app_of(instance).child or EPISODE).plural.capitalize()
    return FIELDS.get(name, name.replace("_", " "))


def value_text(value: Any) -> str:
    """Return a plain JSON value in one line; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, str | int | float):
        return AVAILABILITY_WORDS.get(str(value), str(value))
    return fact_text(value)


def part_name(field: str, part: str, children: Mapping[str, str]) -> str:
    """Return one of the things a field of many is about, e.g. ``S03``, ``S01E04`` or an album by title.

    ``children`` are those of the entry.
    """
    if part in children:
        return children[part]
    if field == "seasons" and part.isdigit():
        return f"S{int(part):02d}"
    season, cross, number = part.partition("x")
    if field == "episodes" and cross and season.isdigit() and number.isdigit():
        return f"S{int(season):02d}E{int(number):02d}"
    return part


def changed_parts(now: Any, after: Any) -> dict[str, tuple[Any, Any]]:
    """Return what differs within a field of many: name → value now, value after."""
    before, then = (side if isinstance(side, Mapping) else {} for side in (now, after))
    names = [*before, *(name for name in then if name not in before)]
    return {name: (before.get(name), then.get(name)) for name in names if before.get(name) != then.get(name)}


def effect_text(planned: PlannedEntry, path_text: Callable[[str], str] = str) -> str:
    """Return what an entry does to its instance as one short line; ``path_text`` may shorten its paths."""
    entry = planned.entry
    if entry.subject is EntrySubject.SETTING:
        kind = entry.ident.partition("/")[0].replace("_", " ")
        if entry.op is not Op.UPDATE:
            return ": ".join(filter(None, (kind, setting_gist(planned.after or entry.now))))
        changes = setting_changes(planned)
        if 0 < len(changes) <= MOST_CHANGES:
            return f"{kind}: {', '.join(map(short_change, changes))}"
        return f"{kind}: {plural(len(changes), 'change')}" if changes else f"{kind}: nothing"
    if plain := _EFFECTS.get((entry.subject, entry.op)):
        return plain
    if entry.subject in RELEASES:
        return release_effect(planned)
    if entry.subject is EntrySubject.FILE:
        before, after = str(entry.now["file"]), str(planned.after["file"])
        pairs = zip(before, after, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        start = same if same > _LONGEST_SAME else 0
        return f"{before[start:]} becomes {after[start:]}"
    if entry.op is Op.ADD:
        return ", ".join(filter(None, _added(planned, path_text)))
    if entry.op is Op.REMOVE:
        files = f"{plural(entry.files, 'file')}, {format_size(entry.size)}" if entry.files else "no file"
        return f"{files}, then excluded" if entry.exclude else files
    return ", ".join(_updated(planned, path_text)) or "nothing"


def release_effect(planned: PlannedEntry) -> str:
    """Return what an entry on a release or its download does, as one short line."""
    entry = planned.entry
    values = planned.after or entry.now
    if entry.subject is EntrySubject.BLOCKED:
        return f"off the blocklist: {values['release']}"
    if entry.subject is EntrySubject.RELEASE:
        return f"grabbed from {values['indexer']}: {values['release']}, {format_size(entry.size)}"
    kept = "" if entry.now.get("remove_from_client") else ", stays in its client"
    return f"blocked, out of the queue{kept}: {values['release']}, {format_size(entry.size)}"


def place_of(values: Mapping[str, Any]) -> str:
    """Return the folder that the values of a title name; empty for none."""
    return str(values.get("root_folder") or values.get("path") or "")


def folder_now(planned: PlannedEntry) -> str:
    """Return where the folder of a title is; its root folder where the app has not told more, or empty."""
    now, folder = planned.entry.now, planned.entry.folder
    if now.get("path"):
        return str(now["path"])
    root = str(now.get("root_folder") or "")
    return join_folder(root, folder) if root and folder else root


def folder_after(planned: PlannedEntry) -> str:
    """Return where the folder of a title will be; empty where it stays or the app has not told its name."""
    after = planned.after
    if planned.entry.op is not Op.UPDATE or planned.entry.subject is not EntrySubject.ITEM:
        return ""
    if after.get("root_folder") and planned.entry.folder and not after.get("path"):
        return join_folder(str(after["root_folder"]), planned.entry.folder)
    return str(after.get("path") or "")


def _added(planned: PlannedEntry, path_text: Callable[[str], str]) -> Iterator[str]:
    after = planned.after
    place, profile = place_of(after), after.get(QUALITY.name, "")
    yield f"{profile} in {path_text(place)}".strip() if place else profile
    yield "" if after.get("monitored", True) else "not monitored"
    yield " ".join(f"#{tag}" for tag in after.get("tags", ()))
    yield "searches" if planned.entry.search else ""


def _updated(planned: PlannedEntry, path_text: Callable[[str], str]) -> Iterator[str]:
    """Yield what each changed field becomes, the shortest way it can be said."""
    now, after = planned.entry.now, planned.after
    for name in [
        *(name for name in FIELDS if name in after),
        *(name for name in after if name not in FIELDS),
    ]:
        if name == "root_folder" and (path := folder_after(planned)):
            yield f"folder {path_text(path)}{', files moved' if planned.entry.move_files else ''}"
        elif now.get(name) != after[name] and not (name == "path" and "root_folder" in after):
            value = path_text(after[name]) if name in PATHS and after[name] else after[name]
            yield _changed(planned.entry, name, now.get(name), value)


def _changed(entry: Entry, name: str, now: Any, after: Any) -> str:
    if name == "monitored":
        return "monitored" if after else "not monitored"
    if name == "tags":
        old, new = set(now or ()), set(after or ())
        return "tags " + " ".join(
            [*(f"+{tag}" for tag in sorted(new - old)), *(f"-{tag}" for tag in sorted(old - new))]
        )
    if name in TOGETHER:
        # which seasons become monitored or not, or how many things change where there are many
        parts = changed_parts(now, after)
        if name == "seasons" and len(parts) <= 4:
            return " ".join(
                f"{'+' if new else '-'}{part_name(name, part, entry.children)}"
                for part, (_, new) in parts.items()
            )
        if name == "episodes":
            return (app_of(entry.instance).child or EPISODE).count(len(parts))
        counted = plural(len(parts), name.removesuffix("s"))
        return f"facts of {counted}" if name == "files" else counted
    if name == "root_folder":
        return f"folder {after}{', files moved' if entry.move_files else ''}"
    return f"{field_name(name).lower()} {value_text(after)}"
