"""Asking for the values of an action: tags, profiles, root folders, availability."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.features.sync.actions import Action, ActionKind
from arrtui.features.sync.wording import AVAILABILITY_WORDS
from arrtui.tui.kit.host import Host
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.library.actions.dialog_tags import Tags, TagsDialog
from arrtui.tui.panes.library.actions.dialog_values import Offer, Values, ValuesDialog
from arrtui.tui.panes.library.actions.menu import TAGS
from arrtui.tui.panes.library.actions.rows import Chosen, Part


async def ask_action(host: Host, chosen: Chosen, name: str) -> Action | None:
    """Return an action with its values; None when a dialog was left. To be called in a worker.

    Raises ArrtuiError where the names of an instance cannot be read.
    """
    if name == TAGS:
        return await _tags(host, chosen)
    kind = ActionKind(name)
    if kind in (ActionKind.PROFILE, ActionKind.ROOT_FOLDER, ActionKind.AVAILABILITY):
        return await _values(host, chosen, kind)
    return Action(kind=kind, targets=chosen.targets)


async def _tags(host: Host, chosen: Chosen) -> Action | None:
    existing = {name: (await host.services.sync.choices(name)).tags for name in chosen.kinds}
    tags: Tags | None = await host.push_screen_wait(TagsDialog(f"Tags: {chosen.text}", existing))
    if tags is None:
        return None
    return Action(kind=tags.kind, targets=chosen.targets, tags=tags.labels)


async def _values(host: Host, chosen: Chosen, kind: ActionKind) -> Action | None:
    parts = chosen.having("minimum_availability") if kind is ActionKind.AVAILABILITY else chosen.parts
    instances = dict.fromkeys(part.target.instance for part in parts)
    offers = [Offer(name, await _words(host, name, kind)) for name in instances]
    title = {
        ActionKind.PROFILE: "Quality profile",
        ActionKind.ROOT_FOLDER: "Root folder",
        ActionKind.AVAILABILITY: "Minimum availability",
    }[kind]
    files = kind is ActionKind.ROOT_FOLDER
    dialog = ValuesDialog(f"{title}: {chosen.text}", _current_values(parts, kind), offers, files=files)
    values: Values | None = await host.push_screen_wait(dialog)
    if values is None:
        return None
    targets = tuple(part.target for part in parts if part.target.instance in values.by_instance)
    return Action(kind=kind, targets=targets, value=values.by_instance, move_files=values.move_files)


async def _words(host: Host, instance: str, kind: ActionKind) -> dict[str, str]:
    """Return what an instance has to choose from."""
    if kind is ActionKind.AVAILABILITY:
        return AVAILABILITY_WORDS
    choices = await host.services.sync.choices(instance)
    names = choices.profiles if kind is ActionKind.PROFILE else choices.roots
    return {name: name for name in names}


def _current_values(parts: Iterable[Part], kind: ActionKind) -> str:
    """Return what the titles have now, as a sentence."""
    if kind is ActionKind.AVAILABILITY:
        return "When the app starts to look for a movie."
    of_profile = kind is ActionKind.PROFILE
    values = {(part.copy.profile if of_profile else part.copy.root_folder) or "none" for part in parts}
    return sanitise(f"Now: {', '.join(sorted(values))}")
