"""Asking for the values of an action, and where titles are copied to."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.core.apps import QUALITY, Kind, TitleProfile
from arrtui.features.sync.actions import Action, ActionKind
from arrtui.features.sync.wording import AVAILABILITY_WORDS
from arrtui.tui.kit.host import Host
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.library.actions.dialog_copy import CopyDialog, CopyTo
from arrtui.tui.panes.library.actions.dialog_tags import Tags, TagsDialog
from arrtui.tui.panes.library.actions.dialog_values import Offer, Values, ValuesDialog
from arrtui.tui.panes.library.actions.menu import PROFILE_ACTIONS, TAGS, instances_of
from arrtui.tui.panes.library.actions.rows import Chosen


async def ask_action(host: Host, chosen: Chosen, name: str) -> Action | None:
    """Return an action with its values; None when a dialog was left. To be called in a worker.

    Raises ArrtuiError where the names of an instance cannot be read.
    """
    if name == TAGS:
        existing = {name: (await host.services.sync.choices(name)).tags for name in chosen.kinds}
        tags: Tags | None = await host.push_screen_wait(TagsDialog(f"Tags: {chosen.text}", existing))
        return tags and Action(kind=tags.kind, targets=chosen.targets, tags=tags.labels)
    if name in PROFILE_ACTIONS:
        return await _values(host, chosen, ActionKind.PROFILE, PROFILE_ACTIONS[name])
    kind = ActionKind(name)
    if kind in (ActionKind.ROOT_FOLDER, ActionKind.AVAILABILITY):
        return await _values(host, chosen, kind)
    return Action(kind=kind, targets=chosen.targets)


async def _values(
    host: Host, chosen: Chosen, kind: ActionKind, profile: TitleProfile = QUALITY
) -> Action | None:
    parts = chosen.having("minimum_availability") if kind is ActionKind.AVAILABILITY else chosen.parts
    if kind is ActionKind.PROFILE:
        parts = tuple(part for part in parts if profile in Kind(part.copy.kind).app.profiles)
    instances = dict.fromkeys(part.target.instance for part in parts)
    if kind is ActionKind.AVAILABILITY:
        title, about = "Minimum availability", "When the app starts to look for a movie."
        offers = [Offer(name, AVAILABILITY_WORDS) for name in instances]
    else:
        of_profile = kind is ActionKind.PROFILE
        title = profile.word.capitalize() if of_profile else "Root folder"
        current = {(part.copy.profile if of_profile else part.copy.root_folder) or "none" for part in parts}
        about = sanitise(f"Now: {', '.join(sorted(current))}")
        if profile.drops_children:
            about = "What it does not allow is deleted by the next refresh, unless it has files."
        offers = []
        for name in instances:
            choices = await host.services.sync.choices(name)
            names = choices.by_field[profile.name if of_profile else "root_folder"]
            offers.append(Offer(name, {word: word for word in names}))
    dialog = ValuesDialog(f"{title}: {chosen.text}", about, offers, files=kind is ActionKind.ROOT_FOLDER)
    values: Values | None = await host.push_screen_wait(dialog)
    if values is None:
        return None
    targets = tuple(part.target for part in parts if part.target.instance in values.by_instance)
    return Action(
        kind=kind,
        targets=targets,
        value=values.by_instance,
        profile=profile.name,
        move_files=values.move_files,
    )


async def ask_copy(host: Host, chosen: Chosen, kinds: Mapping[str, Kind]) -> CopyTo | None:
    """Ask where titles go; ``kinds`` are all instances. To be called in a worker.

    Raises ArrtuiError where the names of an instance cannot be read.
    """
    kind = next(iter(chosen.kinds.values()))
    choices = {name: await host.services.sync.choices(name) for name in instances_of(kind, kinds)}

    def count(source: str, target: str) -> tuple[int, int]:
        source_ids = _external_ids(chosen, source)
        return len(source_ids), len(source_ids & _external_ids(chosen, target))

    sources = [name for name in kinds if _external_ids(chosen, name)]

    def pair_of(source: str, target: str) -> str:
        pair = host.services.sync.pair_between(source, target)
        return pair.name if pair else ""

    dialog = CopyDialog(chosen.text, sources, choices, count, pair_of)
    answer: CopyTo | None = await host.push_screen_wait(dialog)
    return answer


async def queue_copy(host: Host, chosen: Chosen, to: CopyTo) -> int:
    """Queue the planning of a copy of what the target lacks; return the job's id. Raises ArrtuiError."""
    target_ids = _external_ids(chosen, to.target)
    item_ids = [
        part.target.item_id
        for part in chosen.parts
        if part.copy.instance == to.source
        and part.copy.external_id
        and part.copy.external_id not in target_ids
    ]
    return await host.services.sync.copy(to.source, item_ids, to.target, names=to.names, search=to.search)


def _external_ids(chosen: Chosen, instance: str) -> set[str]:
    """Return the external ids of the titles that an instance has."""
    copies = (part.copy for part in chosen.parts if part.copy.instance == instance)
    return {copy.external_id for copy in copies if copy.external_id}
