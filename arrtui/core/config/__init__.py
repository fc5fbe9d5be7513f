"""The configuration: reading, checking and writing `config.toml`."""

from arrtui.core.config.load import Config, config_path, load_config
from arrtui.core.config.tables import (
    MASK,
    SECTIONS,
    ApplyConfig,
    BackupConfig,
    DatabaseConfig,
    InstanceConfig,
    InstanceTable,
    ScoresConfig,
    UiConfig,
)

__all__ = [
    "MASK",
    "SECTIONS",
    "ApplyConfig",
    "BackupConfig",
    "Config",
    "DatabaseConfig",
    "InstanceConfig",
    "InstanceTable",
    "ScoresConfig",
    "UiConfig",
    "config_path",
    "load_config",
]
