"""The table ``[secrets]``, and the file of the owner's own that it names: what providers are given.

The file is read when something is written, and only then, so that its secrets are nowhere else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import FilePath
from arrtui.core.domain import SWITCHED
from arrtui.core.errors import ConfigError, ConfigProblem
from arrtui.core.paths import readable_by_others
from arrtui.core.setting_secrets import SecretPlace

_TYPES = tuple(type.value for type in SWITCHED)
_LAYOUT = 'write ["radarr.main".indexer."NZBgeek"] and below it apiKey = "…"'


class SecretsConfig(ConfigTable):
    """Where secrets are that are typed into providers of the apps."""

    file: FilePath = Field(default=None, description="the path of a file that only you can read")


def read_secret_file(file: Path) -> dict[SecretPlace, str]:
    """Return the secrets of a file: ``["radarr.main".indexer."NZBgeek"]`` with ``apiKey = "…"``.

    Raises ConfigError, which quotes none of them, where the file cannot be read, others can read it, or it
    is not laid out like this.
    """
    try:
        if readable_by_others(file):
            raise _unusable(file, "others can read it", f"Run: chmod 600 {file}")
        with file.open("rb") as stream:
            tree = tomllib.load(stream)
    except OSError as error:
        raise _unusable(file, f"it cannot be read: {error.strerror or 'no such path'}") from None
    except (ValueError, RecursionError):  # its words would quote what is around the fault
        raise _unusable(file, "it is not TOML", _LAYOUT.capitalize() + ".") from None
    return dict(_secrets(file, tree))


def _secrets(file: Path, tree: Mapping[str, Any]) -> Iterator[tuple[SecretPlace, str]]:
    for instance, types in tree.items():
        for type, names in _table(file, types, instance).items():
            if type not in _TYPES:
                raise _unusable(file, f"{instance}: {type} is none of {', '.join(_TYPES)}")
            for name, fields in _table(file, names, instance, type).items():
                for field, secret in _table(file, fields, instance, type, name).items():
                    if not isinstance(secret, str | int) or isinstance(secret, bool):
                        raise _unusable(file, f"{instance}, {type}, {name}: {field} is no text")
                    yield SecretPlace(instance, type, name, field), str(secret)


def _table(file: Path, value: object, *place: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise _unusable(file, f"{', '.join(place)} is no table", _LAYOUT.capitalize() + ".")


def _unusable(file: Path, why: str, advice: str = "") -> ConfigError:
    what = f"reading the secrets of {file}"
    return ConfigError(what, why=why, advice=advice, problems=(ConfigProblem("secrets.file", why),))
