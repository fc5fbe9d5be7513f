"""Which actions there are in the Library, and why some do not apply to the rows they are asked for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from arrtui.core.apps import Kind
from arrtui.features.sync.actions import ActionKind
from arrtui.tui.panes.library.actions.dialog_menu import MenuItem
from arrtui.tui.panes.library.actions.rows import Chosen

COPY = "copy"
TAGS = "tags"
TOGGLE = "toggle"
"""Monitors what is not monitored everywhere; what is, it unmonitors."""


_LINES = (
    (ActionKind.SEARCH.value, "Search", "the apps ask their indexers"),
    (ActionKind.REFRESH.value, "Refresh and scan", "metadata anew, and what is on disk"),
    (ActionKind.MONITOR.value, "Monitor", "let the apps look for it"),
    (ActionKind.UNMONITOR.value, "Unmonitor", "let the apps leave it alone"),
    (ActionKind.PROFILE.value, "Quality profile ...", "chosen for each instance"),
    (ActionKind.AVAILABILITY.value, "Minimum availability ...", "from when on a movie is looked for"),
    (ActionKind.ROOT_FOLDER.value, "Root folder ...", "with or without moving the files"),
    (TAGS, "Tags ...", "add, remove or replace"),
    (ActionKind.EXCLUDE.value, "Exclude", "import lists never add it again"),
    (COPY, "Copy to another instance ...", "planned first, for your review"),
    (ActionKind.DELETE.value, "Delete ...", "files stay unless you choose otherwise"),
)


def menu_items(chosen: Chosen, estate: Mapping[str, Kind]) -> list[MenuItem]:
    """Return every action for these rows; ``estate`` are all instances there are."""
    items = []
    for name, label, note in _LINES:
        reason = why_not(name, chosen, estate)
        items.append(MenuItem(name, label, reason or note, not reason))
    return items


def why_not(name: str, chosen: Chosen, estate: Mapping[str, Kind]) -> str:
    """Return why an action does not apply to these rows, empty where it does."""
    if not chosen.parts:
        return "nothing is marked, and the cursor is on no row"
    if chosen.has_parts and not _takes_parts(name):
        return "of whole titles only"
    return _REASONS.get(name, _no_reason)(chosen, estate)


def label_of(name: str) -> str:
    """Return what an action is called in the middle of a sentence."""
    labels = {name: label for name, label, _note in _LINES} | {TOGGLE: "Monitor"}
    return labels[name].removesuffix(" ...").lower()


def _takes_parts(name: str) -> bool:
    return name in (TOGGLE, ActionKind.REFRESH) or (name not in (COPY, TAGS) and ActionKind(name).takes_parts)


def _no_reason(_chosen: Chosen, _estate: Mapping[str, Kind]) -> str:
    return ""


def _no_movie(chosen: Chosen, _estate: Mapping[str, Kind]) -> str:
    return "" if chosen.of_kind(Kind.RADARR) else "series have none"


def _no_id(chosen: Chosen, _estate: Mapping[str, Kind]) -> str:
    return "" if any(part.copy.external_id for part in chosen.parts) else "it has no external id"


def _no_copy(chosen: Chosen, estate: Mapping[str, Kind]) -> str:
    kinds = set(chosen.kinds.values())
    if len(kinds) > 1:
        return "movies and series: one kind at a time"
    if no_id := _no_id(chosen, estate):
        return no_id
    kind = kinds.pop()
    return "" if len(instances_of(kind, estate)) > 1 else f"there is no other {kind.app.name}"


def instances_of(kind: Kind, estate: Mapping[str, Kind]) -> Sequence[str]:
    """Return the instances of one app."""
    return [name for name, one in estate.items() if one is kind]


_REASONS: Mapping[str, Callable[[Chosen, Mapping[str, Kind]], str]] = {
    ActionKind.AVAILABILITY.value: _no_movie,
    ActionKind.EXCLUDE.value: _no_id,
    COPY: _no_copy,
}
