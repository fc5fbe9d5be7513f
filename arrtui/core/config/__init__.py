"""The configuration: reading, checking and writing `config.toml`."""

from arrtui.core.config.load import (
    MASK,
    SECTIONS,
    BackupConfig,
    Config,
    DatabaseConfig,
    InstanceConfig,
    InstanceTable,
    ScoresConfig,
    UiConfig,
    assemble,
    config_path,
    load_config,
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
    "assemble",
    "config_path",
    "load_config",
]
