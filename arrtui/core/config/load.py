"""The configuration: everything that is set, from the file, the environment and the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from arrtui.core.apps import Feature
from arrtui.core.config.artwork import ArtworkConfig, ProvidersConfig
from arrtui.core.config.findings import Findings, check_table, config_error, nearest
from arrtui.core.config.instances import build_instances, check_profile_names, warn_of_twins
from arrtui.core.config.key_bindings import build_keys, flatten_keys
from arrtui.core.config.layers import overlay, read_environment, read_overrides
from arrtui.core.config.provider_secrets import SecretsConfig
from arrtui.core.config.recycle import RecycleConfig
from arrtui.core.config.secrets import every_secret
from arrtui.core.config.sections import SECTIONS
from arrtui.core.config.server import ServerConfig, build_server
from arrtui.core.config.tables import (
    ApplyConfig,
    BackupConfig,
    ConfigTable,
    DatabaseConfig,
    InstanceConfig,
    ScoresConfig,
    UiConfig,
)
from arrtui.core.config.toml import Tree, digest_of, parse_toml, read_bytes
from arrtui.core.config.trailers import TrailersConfig
from arrtui.core.config.tripwire import TripwireConfig
from arrtui.core.errors import ConfigProblem, UsageError
from arrtui.core.paths import CONFIG_NAME, config_folder, data_folder, readable_by_others

if TYPE_CHECKING:
    from arrtui.core.config.commands import OwnCommand
    from arrtui.core.config.event_rules import EventRule, RuleFields
    from arrtui.core.config.guides import GuideConfig
    from arrtui.core.config.notify import NotifyChannel
    from arrtui.core.config.players import PlayerConfig
    from arrtui.core.config.schedules import ScheduledTask, TaskReader
    from arrtui.core.config.settings_syncs import SettingsSync
    from arrtui.core.config.sync import SyncPair
    from arrtui.core.config.views import SavedView
    from arrtui.core.keys import Bindable

_BUILDERS = {
    "sync": "arrtui.core.config.sync:build_pairs",
    "settings": "arrtui.core.config.settings_syncs:build_settings_syncs",
    "guides": "arrtui.core.config.guides:build_guides",
    "players": "arrtui.core.config.players:build_players",
    "views": "arrtui.core.config.views:build_views",
    "commands": "arrtui.core.config.commands:build_commands",
}
"""What builds the sections that most configurations do not have, loaded where there is one."""
_T = TypeVar("_T", bound=ConfigTable)


@dataclass(frozen=True)
class Config:
    """Everything configured, checked and with its keys read."""

    path: Path | None = None
    """The file, whether or not it exists; None when there is none to write to."""
    instances: tuple[InstanceConfig, ...] = ()
    """In the order of the file; the app whose table comes first leads."""
    sync: tuple[SyncPair, ...] = ()
    """The pairs, in the order of the file."""
    settings: tuple[SettingsSync, ...] = ()
    """What keeps settings alike, in the order of the file."""
    guides: tuple[GuideConfig, ...] = ()
    """The guides, in the order of the file."""
    players: tuple[PlayerConfig, ...] = ()
    """The players, in the order of the file."""
    views: tuple[SavedView, ...] = ()
    """The saved views of tables, in the order of the file."""
    commands: tuple[OwnCommand, ...] = ()
    """The owner's own programs, in the order of the file."""
    schedules: tuple[ScheduledTask, ...] = ()
    """What runs by itself, in the order of the file."""
    database: DatabaseConfig = field(default_factory=DatabaseConfig)
    backup: BackupConfig = field(default_factory=BackupConfig)
    apply: ApplyConfig = field(default_factory=ApplyConfig)
    scores: ScoresConfig = field(default_factory=ScoresConfig)
    recycle: RecycleConfig = field(default_factory=RecycleConfig)
    secret_file: SecretsConfig = field(default_factory=SecretsConfig)
    """Where what is typed into providers of the apps is; none of it is read before it is needed."""
    trailers: TrailersConfig = field(default_factory=TrailersConfig)
    artwork: ArtworkConfig = field(default_factory=ArtworkConfig)
    providers: ProvidersConfig = field(default_factory=ProvidersConfig)
    """Who has images and metadata, with their keys."""
    tripwire: TripwireConfig = field(default_factory=TripwireConfig)
    server: ServerConfig = field(default_factory=ServerConfig.model_construct)
    notify: tuple[NotifyChannel, ...] = ()
    """The channels of notifications, in the order of the file."""
    rules: tuple[EventRule, ...] = ()
    """What is done by itself when something happens, in the order of the file."""
    ui: UiConfig = field(default_factory=UiConfig)
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id → keys, only what is configured."""
    warnings: tuple[str, ...] = ()
    """Sentences about what works but should not stay so."""
    exists: bool = False
    digest: str = ""
    """Of the file's bytes when it was read, empty without a file; writing back compares it."""

    @property
    def own_files(self) -> list[Path]:
        """The files arrtui itself works with: the SQLite database and its parts, the configuration."""
        database = self.database.sqlite_path
        parts = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")] if database else []
        return [*parts, self.path] if self.path else parts

    @property
    def archive_folder(self) -> Path:
        """The folder of the apps' own archives: beside the database, of PostgreSQL in the data folder."""
        database = self.database.sqlite_path
        return (database.parent if database else data_folder()) / "archives"

    def secrets(self) -> Iterator[str]:
        """Yield everything that must be shown to nobody: keys, tokens, passwords."""
        yield from every_secret(self)
        if self.database.sqlite_path is None and (password := urlsplit(self.database.url).password):
            yield password

    def instance(self, name: str) -> InstanceConfig:
        """Return the instance of that name. Raises UsageError with the names that look like it."""
        for instance in self.instances:
            if instance.name == name:
                return instance
        raise _none_named("choosing the instance", name, [instance.name for instance in self.instances])

    def instance_names(self, chosen: Iterable[str] = ()) -> list[str]:
        """Return the chosen names, each once, or those of all instances. Raises UsageError as above."""
        names = [self.instance(name).name for name in dict.fromkeys(chosen)]
        return names or [instance.name for instance in self.instances]

    def names_with(self, feature: Feature, chosen: Iterable[str] = ()) -> list[str]:
        """Return the chosen names, or those of all instances that have a feature.

        Raises UsageError as above, and for a chosen one without it.
        """
        names = self.instance_names(chosen)
        lacking = [name for name in names if not self.instance(name).has(feature)]
        if lacking and chosen:
            instance = self.instance(lacking[0])
            raise UsageError(
                f"choosing the instance {instance.name}",
                why=instance.why_without(feature),
                advice=f"Set {feature} = true under [{instance.name}] in the configuration."
                if feature in instance.kind.app.features
                else f"Leave instances of {instance.kind.app.name} out.",
            )
        return [name for name in names if name not in lacking]

    def pair(self, name: str) -> SyncPair:
        """Return the pair of that name. Raises UsageError with the names that look like it."""
        for pair in self.sync:
            if pair.name == name:
                return pair
        raise _none_named("choosing the pair", name, [pair.name for pair in self.sync])

    def settings_sync(self, name: str) -> SettingsSync:
        """Return the sync of settings of that name. Raises UsageError with the names that look like it."""
        for sync in self.settings:
            if sync.name == name:
                return sync
        raise _none_named("choosing the sync of settings", name, [sync.name for sync in self.settings])

    def guide(self, name: str) -> GuideConfig:
        """Return the guide of that name. Raises UsageError with the names that look like it."""
        for guide in self.guides:
            if guide.name == name:
                return guide
        raise _none_named("choosing the guide", name, [guide.name for guide in self.guides])


def _none_named(what: str, name: str, names: Sequence[str]) -> UsageError:
    """Return the error for a name that nothing has, with the ones that look like it."""
    from difflib import get_close_matches  # only a mistake has to wait for it

    near = get_close_matches(name, names, n=3)
    advice = (
        f"Did you mean {' or '.join(near)}?" if near else f"Configured: {', '.join(names) or 'none yet'}."
    )
    return UsageError(what, why=f"there is none named {name}", advice=advice)


def _build(
    tree: Tree,
    findings: Findings,
    folder: Path,
    bindings: Callable[[], Bindable] | None,
    env: Mapping[str, str],
) -> Config:
    """Return the configuration a merged document describes; it counts only if nothing was found wrong."""
    for name in tree.keys() - set(SECTIONS):
        findings.add((name,), f"is not a section; {nearest(name, SECTIONS)}")

    def table(model: type[_T], section: str) -> _T:
        return check_table(model, tree.get(section, {}), (section,), findings, folder) or model()

    ui = table(UiConfig, "ui")
    instances = tuple(
        instance.model_copy(update={"read_only": ui.read_only})
        for instance in build_instances(tree, findings, folder)
    )
    warn_of_twins(instances, findings)
    trailers = table(TrailersConfig, "trailers")
    check_profile_names(instances, trailers, findings)
    return Config(
        instances=instances,
        **_named_sections(tree, findings, folder),
        database=table(DatabaseConfig, "database"),
        backup=table(BackupConfig, "backup"),
        apply=table(ApplyConfig, "apply"),
        scores=table(ScoresConfig, "scores"),
        recycle=_build_recycle_bin(tree, instances, findings, folder),
        secret_file=table(SecretsConfig, "secrets"),
        trailers=trailers,
        artwork=_build_artwork(tree, instances, findings, folder),
        providers=table(ProvidersConfig, "providers"),
        tripwire=table(TripwireConfig, "tripwire"),
        server=build_server(tree, [instance.name for instance in instances], findings, folder, env),
        notify=_build_channels(tree, [instance.name for instance in instances], findings, folder, env),
        ui=ui,
        keys=build_keys(tree.get("keys", {}), bindings, findings),
    )


def _named_sections(tree: Tree, findings: Findings, folder: Path) -> dict[str, Any]:
    """Return what the sections of :data:`_BUILDERS` hold, by section; most starts are without any."""
    return {
        section: tuple(resolve_name(builder)(tree, findings, folder))
        for section, builder in _BUILDERS.items()
        if section in tree
    }


def _build_channels(
    tree: Tree, instances: Sequence[str], findings: Findings, folder: Path, env: Mapping[str, str]
) -> tuple[NotifyChannel, ...]:
    """Return the channels of notifications; most starts are without any."""
    if "notify" not in tree:
        return ()
    from arrtui.core.config.notify import build_notify

    return tuple(build_notify(tree, instances, findings, folder, env))


def _build_recycle_bin(
    tree: Tree, instances: Iterable[InstanceConfig], findings: Findings, folder: Path
) -> RecycleConfig:
    """Return the table of the recycle bin, noting a place that an app scans."""
    table = check_table(RecycleConfig, tree.get("recycle", {}), ("recycle",), findings, folder)
    recycle = table or RecycleConfig()
    if why := recycle.misplaced(_mapped_folders(instances)):
        findings.add(("recycle", "folder"), why)
    return recycle


def _build_artwork(
    tree: Tree, instances: Iterable[InstanceConfig], findings: Findings, folder: Path
) -> ArtworkConfig:
    """Return the table of artwork, noting a cache that an app scans."""
    artwork = check_table(ArtworkConfig, tree.get("artwork", {}), ("artwork",), findings, folder)
    artwork = artwork or ArtworkConfig()
    if why := artwork.misplaced(_mapped_folders(instances)):
        findings.add(("artwork", "cache"), why)
    return artwork


def _mapped_folders(instances: Iterable[InstanceConfig]) -> list[str]:
    """Return the folders of this machine to which folders of the apps are mapped."""
    return [mapping.local_path for instance in instances for mapping in instance.path_mapping]


def _build_schedules(
    tree: Tree, config: Config, findings: Findings, tasks: TaskReader | None
) -> tuple[ScheduledTask, ...]:
    """Return what runs by itself; most starts are without it."""
    given = [instance for instance in config.instances if instance.schedule]
    if "schedule" not in tree and not config.backup.schedule and not given:
        return ()
    from arrtui.core.config.schedules import build_schedules

    pairs = [pair.name for pair in config.sync]
    syncs = [sync.name for sync in config.settings]
    return build_schedules(tree, config.instances, pairs, syncs, findings, tasks)


def _build_rules(
    tree: Tree, config: Config, findings: Findings, rule_fields: RuleFields | None
) -> tuple[EventRule, ...]:
    """Return what is done when something happens; most starts are without it."""
    if "rule" not in tree:
        return ()
    from arrtui.core.config.event_rules import build_rules

    names = [instance.name for instance in config.instances]
    return tuple(build_rules(tree, names, config.sync, config.notify, findings, rule_fields))


def assemble(
    data: bytes | None,
    path: Path,
    *,
    env: Mapping[str, str],
    overrides: Mapping[str, Any] | None = None,
    bindings: Callable[[], Bindable] | None = None,
    tasks: TaskReader | None = None,
    rule_fields: RuleFields | None = None,
) -> tuple[Config, list[ConfigProblem]]:
    """Return the configuration a file's content amounts to and everything wrong with it.

    The configuration is to be used only when nothing is wrong. A file that is not TOML hides what is in it,
    so then only its syntax and the names of the environment's variables are judged.
    """
    tree, syntax = parse_toml(data) if data is not None else ({}, [])
    findings = Findings(problems=[*syntax])
    layer = read_environment(env, findings)
    if syntax:
        return Config(path=path), findings.problems
    if isinstance(tree.get("keys"), dict):
        tree["keys"] = dict(flatten_keys(tree["keys"]))
    overlay(tree, layer, findings)
    overlay(tree, read_overrides(overrides or {}), findings)
    config = _build(tree, findings, path.parent, bindings, env)
    config = replace(config, schedules=_build_schedules(tree, config, findings, tasks))
    config = replace(config, rules=_build_rules(tree, config, findings, rule_fields))
    config = replace(config, path=path, exists=data is not None, digest=digest_of(data))
    return replace(config, warnings=tuple(findings.warnings)), findings.problems


def load_config(
    path: Path | None = None,
    *,
    env: Mapping[str, str] = os.environ,
    overrides: Mapping[str, Any] | None = None,
    bindings: Callable[[], Bindable] | None = None,
    tasks: TaskReader | None = None,
    rule_fields: RuleFields | None = None,
) -> Config:
    """Return the configuration: the command line's ``overrides`` over the environment over the file.

    A file that does not exist is an empty one. ``overrides`` has dotted names (``{"ui.theme": "light"}``) or
    tables; None is not set. Where ``[keys]`` is configured, it is checked against what ``bindings`` returns;
    what is scheduled is read by ``tasks``, and filters of rules may ask for what ``rule_fields`` returns.
    Raises ConfigError with every problem found.
    """
    file = config_path(path, env)
    try:
        config, problems = assemble(
            read_bytes(file),
            file,
            env=env,
            overrides=overrides,
            bindings=bindings,
            tasks=tasks,
            rule_fields=rule_fields,
        )
        if config.exists and readable_by_others(file):
            warning = f"{file} can be read by others. Run: chmod 600 {file}"
            config = replace(config, warnings=(warning, *config.warnings))
    except OSError as error:
        config, problems = Config(), [ConfigProblem("", f"the file cannot be read: {error.strerror}")]
    del env, overrides  # a traceback that shows local variables must not show keys
    if problems:
        raise config_error(f"reading {file}", problems)
    return config


def config_path(arg: str | Path | None, env: Mapping[str, str] = os.environ) -> Path:
    """Return the configuration file: ``--config``, else ``ARRTUI_CONFIG``, else the platform's folder."""
    chosen = arg or env.get("ARRTUI_CONFIG")
    if not chosen:
        return config_folder() / CONFIG_NAME
    return Path(chosen).expanduser().absolute()
