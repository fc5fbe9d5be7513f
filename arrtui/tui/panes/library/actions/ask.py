"""The values an action needs before it can be summed up: asked for where there are any."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.apps import Kind
from arrtui.features.sync.actions import Action, ActionKind
from arrtui.features.sync.wording import AVAILABILITY_WORDS
from arrtui.tui.kit.host import Host
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.library.actions.dialog_tags import Tags, TagsDialog
from arrtui.tui.panes.library.actions.dialog_values import Offer, Values, ValuesDialog
from arrtui.tui.panes.library.actions.menu import TAGS
from arrtui.tui.panes.library.actions.rows import Chosen, Part


async def ask_action(app: Host, chosen: Chosen, name: str) -> Action | None:
    """Return an action with its values; None when it was left. To be called in a worker.

    Raises ArrtuiError where the names of an instance cannot be read.
    """
    if name == TAGS:
        return await _tags(app, chosen)
    kind = ActionKind(name)
    if kind in (ActionKind.PROFILE, ActionKind.ROOT_FOLDER, ActionKind.AVAILABILITY):
        return await _values(app, chosen, kind)
    return Action(kind=kind, targets=chosen.targets)


async def _tags(app: Host, chosen: Chosen) -> Action | None:
    known = {name: (await app.services.sync.choices(name)).tags for name in chosen.kinds}
    found: Tags | None = await app.push_screen_wait(TagsDialog(f"Tags: {chosen.text}", known))
    if found is None:
        return None
    return Action(kind=found.kind, targets=chosen.targets, tags=found.labels)


async def _values(app: Host, chosen: Chosen, kind: ActionKind) -> Action | None:
    parts = chosen.of_kind(Kind.RADARR) if kind is ActionKind.AVAILABILITY else chosen.parts
    instances = dict.fromkeys(part.target.instance for part in parts)
    offers = [Offer(name, await _words(app, name, kind)) for name in instances]
    title = {
        ActionKind.PROFILE: "Quality profile",
        ActionKind.ROOT_FOLDER: "Root folder",
        ActionKind.AVAILABILITY: "Minimum availability",
    }[kind]
    dialog = ValuesDialog(
        f"{title}: {chosen.text}", _present(parts, kind), offers, files=kind is ActionKind.ROOT_FOLDER
    )
    found: Values | None = await app.push_screen_wait(dialog)
    if found is None:
        return None
    targets = tuple(part.target for part in parts if part.target.instance in found.by_instance)
    return Action(kind=kind, targets=targets, value=found.by_instance, move_files=found.move_files)


async def _words(app: Host, instance: str, kind: ActionKind) -> dict[str, str]:
    """Return what an instance has to choose from."""
    if kind is ActionKind.AVAILABILITY:
        return AVAILABILITY_WORDS
    choices = await app.services.sync.choices(instance)
    names = choices.profiles if kind is ActionKind.PROFILE else choices.roots
    return {name: name for name in names}


def _present(parts: Iterable[Part], kind: ActionKind) -> str:
    """Return what the titles have now, as a sentence."""
    if kind is ActionKind.AVAILABILITY:
        return "From when on the app looks for a movie."
    of_profile = kind is ActionKind.PROFILE
    found = sorted({(part.copy.profile if of_profile else part.copy.root_folder) or "none" for part in parts})
    return sanitise(f"Now: {', '.join(found)}")
