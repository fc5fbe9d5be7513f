"""What keeps settings alike: ``[settings.NAME]`` with its source, its targets and what differs for each.

Only a configuration that has any loads this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo

from arrtui.core.apps import Kind
from arrtui.core.config.findings import Findings, check_named, named_instances, nearest, tables_of
from arrtui.core.config.sync_values import FolderMap, Names, check_instance, check_source, kind_of
from arrtui.core.config.tables import ConfigTable
from arrtui.core.config.values import wrong
from arrtui.core.domain import SWITCHED, SettingType
from arrtui.core.settings.identity import KIND_WORDS, SHARED, compared_types

__all__ = ["SettingsOverride", "SettingsSync", "build_settings_syncs"]

_NAMES = 'a list of names, e.g. ["HD-1080p", "UHD-*"]'
_KINDS = 'a list of kinds of settings, e.g. ["custom_format", "quality_profile"]'
_SOURCE = "an instance, a snapshot of one, guide:NAME or template:NAME"
_TARGETS = 'a list of instances, e.g. ["radarr.4k"]'
_SCORES = 'a table of profiles with the scores of formats, e.g. { "UHD" = { "HDR10+" = 100 } }'
_CUTOFFS = 'a table of profiles with a quality or group each, e.g. { "UHD" = "Remux-2160p" }'
NOT_INSTANCES = ("guide", "template")
"""What a source may be beside an instance; its name follows after a colon."""


def _check_types(names: tuple[str, ...], allowed: tuple[SettingType, ...]) -> tuple[str, ...]:
    values = tuple(type.value for type in allowed)
    for name in names:
        if name not in values:
            raise wrong(f"holds an unknown kind; {nearest(name, values)}")
    return names


def _check_source(source: str, info: ValidationInfo) -> str:
    prefix, colon, name = source.partition(":")
    if prefix not in NOT_INSTANCES:
        return check_source(source, info)
    if not colon or not name.strip():
        raise wrong(f"must name the {prefix}: {prefix}:NAME")
    guides = (info.context or {}).get("guides")
    if prefix == "guide" and guides is not None and name not in guides:
        raise wrong(f"names a guide that is not configured; {nearest(name, guides) if guides else 'none is'}")
    return source


def _check_targets(targets: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if not targets:
        raise wrong("is empty: name the instances that are changed")
    source, at, _ = str(info.data.get("source", "")).partition("@")
    for name in targets:
        if "@" in name:
            raise wrong("holds a snapshot; what is changed is an instance as it is now")
        check_instance(name, info)
        if name == source:
            bring_back = "the instance of the snapshot; to bring it back: arrtui --run restore"
            raise wrong(f"holds {bring_back if at else 'the source'}")
    return targets


def _check_kinds(names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    _check_types(names, tuple(KIND_WORDS))
    source = kind_of(str(info.data.get("source", "")))
    targets = info.data.get("targets", ())
    is_mixed = source is not None and any(kind_of(target) is not source for target in targets)
    shared = [type.value for type in SHARED]
    if is_mixed and not {*names} <= {*shared}:
        raise wrong(f"holds what only one of the apps has; they share {' and '.join(shared)}")
    return names


def _check_override(
    overrides: dict[str, SettingsOverride], info: ValidationInfo
) -> dict[str, SettingsOverride]:
    targets = info.data.get("targets")
    for name in overrides:
        if targets is not None and name not in targets:
            raise wrong(f"is for an instance that is no target; {nearest(name, targets)}")
    return overrides


class SettingsOverride(ConfigTable):
    """What is different on one target."""

    scores: dict[str, dict[str, int]] = Field(default_factory=dict, description=_SCORES)
    """Profile → custom format → its score there, whatever the source says."""
    cutoffs: dict[str, str] = Field(default_factory=dict, description=_CUTOFFS)
    """Profile → the quality, or group of qualities, that is good enough there."""
    root_folders: FolderMap = Field(
        default_factory=dict, description='a table of folders, e.g. { "/movies" = "/movies-4k" }'
    )
    """Folder of the source → folder of the target; what lies below follows."""


class SettingsSyncTable(ConfigTable):
    """The table of a sync of settings as the file has it. What depends on another option comes after it."""

    source: Annotated[str, AfterValidator(_check_source)] = Field(description=_SOURCE)
    targets: Annotated[Names, AfterValidator(_check_targets)] = Field(description=_TARGETS)
    kinds: Annotated[Names, AfterValidator(_check_kinds)] = Field(default=(), description=_KINDS)
    """Empty for everything that the apps of source and target share."""
    names: Names = Field(default=(), description=_NAMES)
    """Shell patterns of which any fits; upper and lower case count, as in the apps. Empty for all."""
    delete_unmanaged: bool = Field(default=False, description="true or false")
    """Whether what only a target has is removed there."""
    enable: Annotated[Names, AfterValidator(lambda names: _check_types(names, SWITCHED))] = Field(
        default=(), description='a list of kinds of settings, e.g. ["indexer", "download_client"]'
    )
    """Kinds of which new ones arrive switched on as they are at the source."""
    override: Annotated[dict[str, SettingsOverride], AfterValidator(_check_override)] = Field(
        default_factory=dict, description="a table for each target"
    )


class SettingsSync(SettingsSyncTable):
    """A configured source of settings, and how its targets follow it."""

    name: str

    @property
    def source_instance(self) -> str:
        """The instance the source is, or is a snapshot of; empty for a guide or a template."""
        return "" if self.source_prefix else self.source.partition("@")[0]

    @property
    def source_when(self) -> str:
        """What names the snapshot that is the source; empty for anything else."""
        return "" if self.source_prefix else self.source.partition("@")[2]

    @property
    def source_prefix(self) -> str:
        """``guide`` or ``template``; empty for an instance or a snapshot."""
        prefix, colon, _ = self.source.partition(":")
        return prefix if colon and prefix in NOT_INSTANCES else ""

    @property
    def source_name(self) -> str:
        """The name of the guide or template; the whole source for anything else."""
        return self.source.partition(":")[2] if self.source_prefix else self.source

    def types(self, source: Kind, target: Kind) -> tuple[SettingType, ...]:
        """Return the kinds of settings that are kept alike between two kinds of app."""
        shared = compared_types(source.value, target.value)
        return tuple(type for type in shared if not self.kinds or type.value in self.kinds)

    def is_about(self, name: str) -> bool:
        """Return whether a setting of this name is kept alike."""
        return not self.names or any(fnmatchcase(name, pattern) for pattern in self.names)

    def for_target(self, target: str) -> SettingsOverride:
        """Return what is different on a target."""
        return self.override.get(target) or SettingsOverride()


# --- building them ---------------------------------------------------------------------------------------


def build_settings_syncs(tree: Mapping[str, Any], findings: Findings, folder: Path) -> Iterator[SettingsSync]:
    """Yield the syncs of settings of a merged document in its order, noting everything wrong with them.

    One of the name of a pair is refused: plans are asked for by name.
    """
    tables = tables_of(tree, "settings", "sync of settings, with its name: [settings.hd]", findings)
    pairs, guides = (tree.get(name) for name in ("sync", "guides"))
    context = {
        "instances": named_instances(tree),
        "guides": tuple(guides) if isinstance(guides, dict) else (),
    }
    for name, table in tables.items():
        path = ("settings", name)
        if isinstance(pairs, dict) and name in pairs:
            findings.add(path, f"has the name of the pair [sync.{name}]; give it another")
        options = check_named(SettingsSyncTable, table, path, "sync of settings", findings, folder, **context)
        if options is not None:
            values = {field: getattr(options, field) for field in SettingsSyncTable.model_fields}
            yield SettingsSync.model_construct(name=name, **values)  # checked already, as instances are
