"""Narrow the restoring of an instance to some records of the snapshot. Pure.

A title comes back whole, as a restore of everything would bring it back. Of an episode only its flag is set
and of a file only its facts, unless their title is gone: then it is added again whole. What such titles and
settings refer to and the instance does not have any more comes back with them; what it has stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

import msgspec

from arrtui.core.domain import (
    EntityType,
    Episode,
    MediaFile,
    RecordKey,
    Setting,
    SettingType,
    record_key_of,
)
from arrtui.core.errors import UsageError
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.fields.setting_forms import references_of, setting_form
from arrtui.features.sync.fields.setting_index import SettingIndex
from arrtui.features.sync.fields.setting_names import SettingNames, side_names
from arrtui.features.sync.model import PlanDraft, Side, SideTitle, States, Why
from arrtui.features.sync.revert.restore import make_restore

NARROWED = "Only what was chosen is restored, with what it refers to and the instance does not have any more."
"""The note of a narrowed plan."""


@dataclass(frozen=True)
class Narrowing:
    """What is to be restored, by the ids that the snapshot gives to titles."""

    titles: set[int] = field(default_factory=set)
    episodes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Item id → episodes as ``SEASONxNUMBER``."""
    files: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Item id → paths below the title's folder."""
    settings: set[str] = field(default_factory=set)
    """Keys ``TYPE/ID``."""


def narrowing_of(records: Iterable[RecordKey], states: States, label: str) -> Narrowing:
    """Return what records of a snapshot mean, whose rebuilt ``states`` these are.

    Raises UsageError for a record that is not in the snapshot; ``label`` is what that is called.
    """
    narrowing = Narrowing()
    for type_, key in records:
        doc = states[type_].get(key)
        if doc is None:
            raise UsageError(
                f"restoring a part of {label}",
                why=f"there was no {type_.value} {key} then",
                advice="A restore removes nothing: remove what came since in the Library or in the app.",
            )
        match type_:
            case EntityType.ITEM:
                narrowing.titles.add(int(key))
            case EntityType.EPISODE:
                episode = msgspec.json.decode(doc, type=Episode)
                narrowing.episodes[episode.item_id].add(episode.key)
            case EntityType.FILE:
                file = msgspec.json.decode(doc, type=MediaFile)
                narrowing.files[file.item_id].add(file.relative_path)
            case EntityType.SETTING:
                narrowing.settings.add(key)
    return narrowing


def make_narrow_restore(then: Side, now: Side, narrowing: Narrowing) -> PlanDraft:
    """Return the plan that brings the chosen parts of ``now`` back to ``then``.

    Episodes and files have to be loaded on both sides.
    """
    narrow_then = _narrowed(then, now, narrowing)
    ids = {title.item.external_id for title in narrow_then.titles}
    paths = {trim_path(title.item.path) for title in narrow_then.titles}
    narrow_now = replace(
        now,
        titles=tuple(
            title
            for title in now.titles
            if title.item.external_id in ids or trim_path(title.item.path) in paths
        ),
    )
    chosen = narrowing.settings | _referred(then, now, narrow_then.titles, narrowing.settings)
    draft = make_restore(narrow_then, narrow_now, only=chosen)
    return msgspec.structs.replace(
        draft,
        left_out=[left_out for left_out in draft.left_out if left_out.why is not Why.KEPT],
        notes=(NARROWED, *draft.notes),
    )


def _narrowed(then: Side, now: Side, narrowing: Narrowing) -> Side:
    """Return ``then`` with the chosen titles and exclusions only.

    A title of which only parts are chosen is as it is now but for these.
    """
    present = {title.item.external_id: title for title in now.titles if title.item.external_id}
    titles: list[SideTitle] = []
    episodes, media = dict(then.episodes), dict(then.media)
    for title in then.titles:
        item_id = title.item.id
        flags, paths = narrowing.episodes.get(item_id, ()), narrowing.files.get(item_id, ())
        if item_id in narrowing.titles:
            titles.append(title)
        elif flags or paths:
            present_title = present.get(title.item.external_id)
            if present_title is None:
                titles.append(title)
                continue
            item = msgspec.structs.replace(present_title.item, id=item_id)
            titles.append(replace(present_title, item=item))
            own_flags, own_files = then.episodes.get(item_id, {}), then.media.get(item_id, ())
            episodes[item_id] = {name: flag for name, flag in own_flags.items() if name in flags}
            media[item_id] = tuple(file for file in own_files if file.relative_path in paths)
    return replace(
        then,
        titles=tuple(titles),
        episodes=episodes,
        media=media,
        exclusions=_exclusions(then, narrowing),
    )


def _exclusions(then: Side, narrowing: Narrowing) -> dict[str, str]:
    """Return the chosen entries of the exclusion list: external id → title."""
    ids = then.kind.app.external_id
    chosen = {
        ids.of_exclusion(setting.body)
        for setting in then.settings
        if setting.type == SettingType.EXCLUSION.value and record_key_of(setting).key in narrowing.settings
    }
    return {external_id: title for external_id, title in then.exclusions.items() if external_id in chosen}


# --- what comes back with it -----------------------------------------------------------------------------


def _referred(then: Side, now: Side, titles: Collection[SideTitle], chosen: Iterable[str]) -> set[str]:
    """Return the keys of the settings that titles and chosen settings refer to and ``now`` does not have.

    Tags of titles are not among them: applying a plan creates those.
    """
    names = side_names(then)
    present = {ident for ident, _ in SettingIndex(now.settings, side_names(now))}
    by_ident = dict(SettingIndex(then.settings, names))
    by_key = {record_key_of(setting).key: setting for setting in then.settings}
    waiting = [
        f"{profile.type.value}/{title.profiles.get(profile.name, '')}"
        for title in titles
        for profile in then.kind.app.profiles
    ]
    waiting += [f"{SettingType.ROOT_FOLDER.value}/{trim_path(title.item.root_folder)}" for title in titles]
    waiting += [ident for key in chosen for ident in _of_setting(by_key[key], names)]
    referred: set[str] = set()
    while waiting:
        ident = waiting.pop()
        setting = by_ident.get(ident)
        if setting is None or ident in present or (key := record_key_of(setting).key) in referred:
            continue
        referred.add(key)
        waiting += _of_setting(setting, names)
    return referred


def _of_setting(setting: Setting, names: SettingNames) -> Iterator[str]:
    """Yield the idents of the settings that a setting refers to by name."""
    for type_, name in references_of(setting_form(setting, names)):
        yield f"{type_.value}/{name}"
