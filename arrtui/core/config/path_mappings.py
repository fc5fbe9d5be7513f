"""Writing path mappings into the configuration file: comments, order and layout of everything else stay."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from arrtui.core.config.file import rewrite, table_of
from arrtui.core.config.toml import Tree

_OPTION = "path_mapping"


def save_path_mapping(
    path: Path,
    instance: str,
    app_path: str,
    local_path: str,
    *,
    digest: str | None = None,
    env: Mapping[str, str] = os.environ,
) -> str:
    """Write ``[[INSTANCE.path_mapping]]``, in the place of one that is from the same folder of the app.

    Args:
        path: The configuration file.
        instance: ``radarr.main``.
        app_path: A folder as the app gives it.
        local_path: The same folder on this machine.
        digest: ``Config.digest`` of what the user looked at: a file that differs from it is left alone.
        env: The environment.

    Returns:
        The new digest.

    Raises:
        ConfigError: As :func:`~arrtui.core.config.file.save_instance` does.
    """

    def change(tree: Tree, what: str) -> None:
        mappings = table_of(tree, instance, what).setdefault(_OPTION, [])
        known = next((mapping for mapping in mappings if mapping.get("from") == app_path), None)
        if known is None:
            mappings.append({"from": app_path, "to": local_path})
        else:
            known["to"] = local_path

    return rewrite(path, change, (f"{instance}.{_OPTION}",), digest, env)
