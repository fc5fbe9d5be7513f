"""The tables about trailers: which are wanted, and where the folders of the apps lie on this machine."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import expand_here, wrong

Rule = Literal["missing", "all", "new", "sync", "none"]
"""Which titles want a trailer: those without any, those without one that the profile accepts, those seen
after the rule was set, those that the app monitors, none."""
_RULE = '"missing", "all", "new", "sync" or "none"'
_APP_FOLDER = re.compile(r"/|[A-Za-z]:[\\/]|\\\\[^\\]")


def _check_app_folder(path: str) -> str:
    if not _APP_FOLDER.match(path):
        raise wrong('must start with "/", a drive such as "D:\\" or a share such as "\\\\nas\\media"')
    if ".." in re.split(r"[\\/]", path):
        raise wrong("must not hold '..'")
    return path


def _check_local_folder(path: str, info: ValidationInfo) -> str:
    if not path.strip() or "\0" in path:
        raise wrong("must be the path of a folder on this machine")
    return str(expand_here(path, info))


class PathMapping(ConfigTable):
    """A folder of the app, and where it lies on this machine."""

    app_path: Annotated[str, AfterValidator(_check_app_folder)] = Field(
        alias="from", description="a folder as the app gives it"
    )
    local_path: Annotated[str, AfterValidator(_check_local_folder)] = Field(
        alias="to", description="the same folder on this machine"
    )
    """Absolute."""


def _as_tuple(value: Any) -> Any:
    """Return a list of the file as a tuple, which a frozen table holds."""
    return tuple(value) if isinstance(value, list) else value


PathMappings = Annotated[tuple[PathMapping, ...], BeforeValidator(_as_tuple)]


class InstanceTrailers(ConfigTable):
    """What an instance has instead of the options of ``[trailers]``."""

    rule: Rule | None = Field(default=None, description=_RULE)
    """None for that of ``[trailers]``."""


class TrailersConfig(ConfigTable):
    """Which titles want a trailer."""

    rule: Rule = Field(default="missing", description=_RULE)

    def rule_of(self, instance: InstanceTrailers) -> Rule:
        """Return the rule of an instance."""
        return instance.rule or self.rule
