"""``[players.NAME]``: who shows what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import Config, load_config
from arrtui.core.errors import ConfigError

APP = '[radarr.main]\nurl = "http://localhost:7878"\napi_key = "0123456789abcdef"\n'


def load(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(APP + text)
    file.chmod(0o600)
    return load_config(file, env={})


def kodi(rest: str) -> str:
    return f'[players.den]\nkind = "kodi"\nurl = "http://den:8080"\n{rest}\n'


@pytest.mark.parametrize(
    "place", ["nfs://nas/media", "smb://nas/media", "M:\\\\films", "\\\\\\\\nas\\\\media", "/mnt/media"]
)
def test_a_folder_lies_wherever_the_player_has_it(tmp_path: Path, place: str) -> None:
    config = load(tmp_path, kodi(f'path_mapping = [{{ from = "/srv/media", to = "{place}" }}]'))
    (mapping,) = config.players[0].path_mapping
    assert (mapping.local_path, mapping.player_path) == ("/srv/media", place.replace("\\\\", "\\"))


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (kodi('path_mapping = [{ from = "/srv", to = "media" }]'), "path_mapping", "must start with"),
        (kodi('path_mapping = [{ from = "/srv", to = "/a/../b" }]'), "path_mapping", "must not hold '..'"),
        (
            kodi('path_mapping = [{ from = "/srv", to = "smb://u:planted@nas/m" }]'),
            "path_mapping",
            "password",
        ),
        (kodi('path_mapping = [{ from = "", to = "/m" }]'), "path_mapping", "path of a folder"),
        (kodi('instances = ["radarr.other"]'), "instances", "names no instance"),
        ('[players.tv]\nkind = "jellyfin"\nurl = "http://tv:8096"\n', "api_key", "is missing"),
        ('[players.tv]\nkind = "emby"\nurl = "http://tv:8096"\n', "kind", '"kodi", "jellyfin" or "plex"'),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, path: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    problems = [problem for problem in caught.value.problems if path in problem.path]
    assert problems and words in problems[0].message
    assert "planted" not in str(caught.value) + problems[0].message


def test_a_player_shows_the_named_instances_or_all(tmp_path: Path) -> None:
    config = load(tmp_path, kodi("") + kodi('instances = ["radarr.main"]').replace(".den]", ".attic]"))
    shows_all, shows_some = config.players
    assert shows_all.shows("sonarr.main") and not shows_some.shows("sonarr.main")
    assert shows_some.shows("radarr.main")
