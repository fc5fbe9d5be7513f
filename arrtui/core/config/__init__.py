"""The configuration: reading, checking and writing `config.toml`."""

from arrtui.core.config.load import Config, config_path, load_config
from arrtui.core.config.tables import (
    MASK,
    SECTIONS,
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
