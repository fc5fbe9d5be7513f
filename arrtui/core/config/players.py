"""The players of the configuration: ``[players.NAME]``, who show what is published.

Only a configuration that has players loads this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from arrtui.core.apps import Kind
from arrtui.core.config.artwork import PlayerKind
from arrtui.core.config.findings import Findings, check_named, nearest, tables_of
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.trailers import LocalFolder
from arrtui.core.config.values import ApiKey, CertificateCheck, Url, wrong

_PLAYER_FOLDER = re.compile(r"/|[A-Za-z]:[\\/]|\\\\[^\\]|[a-z][a-z0-9+.-]*://[^/]", re.IGNORECASE)
_ADDRESS = "an address such as http://living-room:8080"


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check_player_folder(path: str) -> str:
    if not _PLAYER_FOLDER.match(path) or not path.isprintable():
        raise wrong(
            'must start with "/", a drive such as "D:\\", a share or an address such as "nfs://nas/media"'
        )
    if ".." in re.split(r"[\\/]", path) or "@" in path.partition("://")[2].partition("/")[0]:
        raise wrong("must not hold '..', nor a user name or password")
    return path


class PlayerFolder(ConfigTable):
    """A folder of this machine, and where it lies for a player."""

    local_path: LocalFolder = Field(alias="from", description="a folder on this machine")
    """Absolute."""
    player_path: Annotated[str, AfterValidator(_check_player_folder)] = Field(
        alias="to", description="the same folder as the player has it"
    )


PlayerFolders = Annotated[tuple[PlayerFolder, ...], BeforeValidator(_as_tuple)]
Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class PlayerTable(ConfigTable):
    """A player's table as the file has it."""

    kind: PlayerKind = Field(description='"kodi", "jellyfin" or "plex"')
    url: Url = Field(description=_ADDRESS)
    api_key: ApiKey | None = Field(default=None, description="text, a key of Jellyfin or a token of Plex")
    user: str = Field(default="", description="text, the user of Kodi's web server")
    password: SecretStr | None = Field(default=None, description="text, the password of Kodi's web server")
    verify_tls: CertificateCheck = Field(default=True, description="true, false or the path of a CA file")
    instances: Names = Field(default=(), description="a list of instances")
    """Instances whose titles it shows; all when empty."""
    group: str = Field(default="", description="text, the same for players that share one library")
    """Of players that share one library, one is told of what changes in it."""
    path_mapping: PlayerFolders = Field(
        default=(), description="a list of tables with from and to, written [[players.NAME.path_mapping]]"
    )
    """Where folders of this machine (``from``) lie for the player (``to``), when elsewhere."""
    messages: bool = Field(default=False, description="true or false")
    """Whether a message on its screen says what is new."""


class PlayerConfig(PlayerTable):
    """A player with its name."""

    name: str

    def shows(self, instance: str) -> bool:
        """Return whether it shows the titles of an instance."""
        return not self.instances or instance in self.instances


def build_players(tree: Mapping[str, Any], findings: Findings, folder: Path) -> Iterator[PlayerConfig]:
    """Yield the players of a merged document in its order, noting everything wrong with them."""
    known = [f"{kind}.{label}" for kind in Kind for label in _labels(tree.get(kind.value))]
    for name, table in tables_of(
        tree, "players", "player, with its name: [players.living-room]", findings
    ).items():
        place = ("players", name)
        options = check_named(PlayerTable, table, place, "player", findings, folder)
        if options is None:
            continue
        for instance in options.instances:
            if instance not in known:
                findings.add((*place, "instances"), f"names no instance; {nearest(instance, known)}")
        if options.kind != "kodi" and options.api_key is None:
            findings.add((*place, "api_key"), f"is missing: {options.kind.title()} asks for one")
        yield PlayerConfig.model_construct(name=name, **dict(options))  # checked already


def _labels(tables: object) -> list[str]:
    return list(tables) if isinstance(tables, Mapping) else []
