"""Which actions there are in the Library, and why some do not apply to the rows they are asked for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arrtui.core.apps import TITLE_PROFILES, Kind
from arrtui.features.sync.actions import ActionKind
from arrtui.tui.panes.library.actions.dialog_menu import MenuItem, action_name
from arrtui.tui.panes.library.actions.rows import Chosen

COPY = "copy"
TAGS = "tags"
TOGGLE = "toggle"
"""Monitors what is not monitored everywhere; what is, it unmonitors."""


PROFILE_ACTIONS = {action_name(profile): profile for profile in TITLE_PROFILES}
"""Name of an action that changes a profile → which kind of profile."""
_LINES = (
    (ActionKind.SEARCH.value, "Search", "the apps ask their indexers"),
    (ActionKind.REFRESH.value, "Refresh and scan", "metadata anew, and what is on disk"),
    (ActionKind.MONITOR.value, "Monitor", "let the apps look for it"),
    (ActionKind.UNMONITOR.value, "Unmonitor", "let the apps leave it alone"),
    *(
        (action_name(profile), f"{profile.word.capitalize()} ...", "chosen for each instance")
        for profile in TITLE_PROFILES
    ),
    (ActionKind.AVAILABILITY.value, "Minimum availability ...", "when the app starts to look for it"),
    (ActionKind.ROOT_FOLDER.value, "Root folder ...", "with or without moving the files"),
    (TAGS, "Tags ...", "add, remove or replace"),
    (ActionKind.EXCLUDE.value, "Exclude", "import lists never add it again"),
    (COPY, "Copy to another instance ...", "planned first, for your review"),
    (ActionKind.DELETE.value, "Delete ...", "files stay unless you choose otherwise"),
)


def menu_items(chosen: Chosen, kinds: Mapping[str, Kind], *, read_only: bool = False) -> list[MenuItem]:
    """Return every action for these rows; ``kinds`` are all instances, and which app each is.

    With ``read_only`` only the copy is possible, which makes no more than a plan.
    """
    items = []
    known = {profile for kind in kinds.values() for profile in kind.app.profiles}
    for name, label, note in _LINES:
        if name in PROFILE_ACTIONS and PROFILE_ACTIONS[name] not in known:
            continue
        forbidden = "not in read-only mode" if read_only and name != COPY else ""
        reason = forbidden or why_not(name, chosen, kinds)
        items.append(MenuItem(name, label, reason or note, not reason))
    return items


def why_not(name: str, chosen: Chosen, kinds: Mapping[str, Kind]) -> str:
    """Return why an action does not apply to these rows, empty where it does."""
    if not chosen.parts:
        return "nothing is marked, and the cursor is on no row"
    of_parts = name in (TOGGLE, ActionKind.REFRESH) or (
        name in {*ActionKind} and ActionKind(name).takes_parts
    )
    if name == ActionKind.DELETE:
        of_parts = all(kind.app.removes_children for kind in chosen.kinds.values())
    if chosen.has_parts and not of_parts:
        return "of whole titles only"
    profile = PROFILE_ACTIONS.get(name)
    lacks = profile is not None and not any(profile in kind.app.profiles for kind in chosen.kinds.values())
    if lacks or (name == ActionKind.AVAILABILITY and not chosen.having("minimum_availability")):
        return f"{next(iter(chosen.kinds.values())).app.title.plural} have none"
    chosen_kinds = [kind for kind in Kind if kind in chosen.kinds.values()]
    if name == COPY and len(chosen_kinds) > 1:
        return f"{' and '.join(kind.app.title.plural for kind in chosen_kinds)}: one kind at a time"
    if name in (COPY, ActionKind.EXCLUDE) and not any(part.copy.external_id for part in chosen.parts):
        return "it has no external id"
    if name == COPY:
        (kind,) = chosen_kinds
        return "" if len(instances_of(kind, kinds)) > 1 else f"there is no other {kind.app.name}"
    return ""


def label_of(name: str) -> str:
    """Return the name of an action as it stands within a sentence."""
    labels = {name: label for name, label, _note in _LINES} | {TOGGLE: "Monitor"}
    return labels[name].removesuffix(" ...").lower()


def instances_of(kind: Kind, kinds: Mapping[str, Kind]) -> Sequence[str]:
    """Return the instances of one app; ``kinds`` are all instances."""
    return [name for name in kinds if kinds[name] is kind]
