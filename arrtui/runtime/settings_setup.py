"""Set an instance up after another one, or after a template, without a ``[settings]`` table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from arrtui.core.apps import TITLE_PROFILES, app_of
from arrtui.core.domain import SettingType
from arrtui.core.errors import PairError, UsageError

if TYPE_CHECKING:
    from arrtui.core.config.settings_syncs import SettingsSync
    from arrtui.features.sync.model import PlanDraft, Side

SETUP_TYPES = (
    SettingType.CUSTOM_FORMAT,
    *(profile.type for profile in TITLE_PROFILES),
    SettingType.NAMING,
    *(SettingType.ROOT_FOLDER, SettingType.TAG, SettingType.IMPORT_LIST),
)
"""What a new instance gets of another one unless kinds are chosen; lists arrive switched off."""


def setup_sync(
    source: str,
    target: str,
    types: Collection[SettingType] = (),
    root_folders: Mapping[str, str] | None = None,
) -> SettingsSync:
    """Return the sync that brings settings of a source to an instance once; without types all of them.

    ``source`` is as in ``[settings.NAME]``. Raises UsageError for an instance that is set up after itself.
    """
    from arrtui.core.config.settings_syncs import SettingsOverride, SettingsSync

    if source.partition("@")[0] == target:
        why = "it is to be set up after itself; to bring it back: arrtui --run restore"
        raise UsageError("setting up", why=why, instance=target)
    override = SettingsOverride(root_folders=dict(root_folders or {}))
    return SettingsSync.model_construct(
        name="",
        source=source,
        targets=(target,),
        kinds=tuple(type.value for type in types),
        names=(),
        delete_unmanaged=False,
        enable=(),
        override={target: override},
    )


def check_same_app(source: str, target: str) -> None:
    """Raise UsageError for titles that are to be brought to another kind of app."""
    if app_of(source).kind is not app_of(target).kind:
        why = f"{source} is a {app_of(source).name} and this is a {app_of(target).name}"
        raise UsageError("setting up", why=why, instance=target)


def add_titles(draft: PlanDraft, sync: SettingsSync, target: Side) -> PlanDraft:
    """Return a draft with the titles of the source behind its settings. Runs in a database thread.

    The titles may use what the settings bring. Raises PairError for a profile or folder of a title that the
    target neither has nor gets.
    """
    from msgspec.structs import replace

    from arrtui.core.config.sync import SyncMap
    from arrtui.features.sync.load import load_side
    from arrtui.features.sync.planning.make import make_copy
    from arrtui.features.sync.settings.later import side_after

    source, later = load_side(sync.source_instance, episodes=True), side_after(target, draft.entries)
    names = SyncMap(root_folders=dict(sync.for_target(target.instance).root_folders))
    try:
        titles = make_copy(source, later, names, search=False)
    except PairError as error:
        advice = "Give its folders with --root-folder OLD=NEW, or leave the titles out with --no-titles."
        what = f"planning the titles of {source.label}"
        raise PairError(what, error.why, advice, target.instance, error.detail) from None
    return replace(
        draft,
        entries=[*draft.entries, *titles.entries],
        left_out=[*draft.left_out, *titles.left_out],
        notes=(*draft.notes, *titles.notes),
    )
