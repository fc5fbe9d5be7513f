"""The configuration: reading, checking and writing `config.toml`."""

from arrtui.core.config.artwork import ArtworkConfig, ProvidersConfig
from arrtui.core.config.load import Config, config_path, load_config
from arrtui.core.config.recycle import RecycleConfig
from arrtui.core.config.sections import SECTIONS
from arrtui.core.config.tables import (
    MASK,
    ApplyConfig,
    BackupConfig,
    DatabaseConfig,
    InstanceConfig,
    InstanceTable,
    ScoresConfig,
    UiConfig,
)
from arrtui.core.config.trailers import TrailersConfig

__all__ = [
    "MASK",
    "SECTIONS",
    "ApplyConfig",
    "ArtworkConfig",
    "BackupConfig",
    "Config",
    "DatabaseConfig",
    "InstanceConfig",
    "InstanceTable",
    "ProvidersConfig",
    "RecycleConfig",
    "ScoresConfig",
    "TrailersConfig",
    "UiConfig",
    "config_path",
    "load_config",
]
