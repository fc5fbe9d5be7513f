"""The sections of a configuration file and the tables in them."""

from __future__ import annotations

from arrtui.core.apps import Kind
from arrtui.core.config.artwork import ArtworkConfig, ProvidersConfig
from arrtui.core.config.provider_secrets import SecretsConfig
from arrtui.core.config.recycle import RecycleConfig
from arrtui.core.config.server import ServerConfig
from arrtui.core.config.tables import (
    ApplyConfig,
    BackupConfig,
    ConfigTable,
    DatabaseConfig,
    InstanceTable,
    ScoresConfig,
    UiConfig,
)
from arrtui.core.config.trailers import TrailersConfig
from arrtui.core.config.tripwire import TripwireConfig

TABLES: dict[str, type[ConfigTable]] = {
    **{kind.value: InstanceTable for kind in Kind},
    "database": DatabaseConfig,
    "backup": BackupConfig,
    "apply": ApplyConfig,
    "scores": ScoresConfig,
    "recycle": RecycleConfig,
    "secrets": SecretsConfig,
    "trailers": TrailersConfig,
    "artwork": ArtworkConfig,
    "providers": ProvidersConfig,
    "tripwire": TripwireConfig,
    "server": ServerConfig,
    "ui": UiConfig,
}
"""The options of each section; those that most configurations do not have are loaded where there are any."""
NAMED_SECTIONS = (
    *(kind.value for kind in Kind),
    "sync",
    "settings",
    "guides",
    "players",
    "views",
    "commands",
)
"""Sections that hold a table for each name."""
SECTIONS = (
    *(*TABLES, "sync", "settings", "guides", "players", "schedule", "views", "commands"),
    *("notify", "rule", "keys"),
)
"""The tables a configuration file may have."""
