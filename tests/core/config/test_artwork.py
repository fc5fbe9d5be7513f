"""The options of artwork, providers and players: what is refused, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.artwork import ArtKind
from arrtui.core.config import Config, load_config
from arrtui.core.errors import ConfigError

INSTANCE = '[radarr.main]\nurl = "http://localhost:7878"\napi_key = "0123"\n'


def load(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(INSTANCE + text)
    file.chmod(0o600)
    return load_config(file, env=env or {})


def test_kinds_are_those_of_players_each_once(tmp_path: Path) -> None:
    config = load(tmp_path, '[artwork]\nkinds = ["poster", "keyart", "poster"]\n')
    assert config.artwork.kinds == (ArtKind.POSTER, ArtKind.KEYART)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ('kinds = ["poster", "logo"]', "must hold kinds of artwork"),
        ('kinds = "poster"', "kinds"),
        ('phases = ["scan", "tidy"]', "phases"),
        ('languages = ["english"]', "languages of two small letters"),
        ('mode = "rwx"', "three octal digits"),
        ('nfo = "yes"', "nfo"),
        ('image_providers = { poster = ["imdb"] }', "image_providers"),
        ("fanart = 21", "fanart"),
        ('cache_limit = "much"', "must be a size"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_option(tmp_path: Path, option: str, words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, f"[artwork]\n{option}\n")
    assert words in str(raised.value.problems)


def test_a_cache_that_an_app_would_scan_is_refused(tmp_path: Path) -> None:
    mapping = '[[radarr.main.path_mapping]]\nfrom = "/movies"\nto = "media"\n'
    for cache in ("media/.cache", "."):
        with pytest.raises(ConfigError) as raised:
            load(tmp_path, f'{mapping}[artwork]\ncache = "{cache}"\n')
        assert "artwork.cache" in str(raised.value.problems)
    assert load(tmp_path, f'{mapping}[artwork]\ncache = "art"\n').artwork.cache_place == tmp_path / "art"


def test_phases_follow_each_other_in_their_order_whatever_that_of_the_list(tmp_path: Path) -> None:
    artwork = load(tmp_path, '[artwork]\nphases = ["publish", "scan", "notify"]\n').artwork
    assert [artwork.next_phase(name) for name in ("scan", "publish", "notify", "enrich")] == [
        *("publish", "notify", None, None)
    ]


def test_providers_count_in_the_order_of_the_kind_or_of_all(tmp_path: Path) -> None:
    text = '[artwork]\nproviders = ["tmdb", "app"]\nimage_providers = { poster = ["fanart"] }\n'
    artwork = load(tmp_path, f'{text}field_providers = {{ plot = ["app"] }}\n').artwork
    assert artwork.providers_of(ArtKind.POSTER) == ("fanart",)
    assert artwork.providers_of(ArtKind.BANNER) == artwork.providers_of_field("tagline") == ("tmdb", "app")
    assert artwork.providers_of_field("plot") == ("app",)


def test_keys_come_from_the_file_or_the_environment_and_are_secrets(tmp_path: Path) -> None:
    env = {"ARRTUI_PROVIDERS__FANART_KEY": "key-of-fanart", "ARRTUI_PLAYERS__DEN__PASSWORD": "hush"}
    text = '[providers]\ntmdb_key = "key-of-tmdb"\n[players.den]\nkind = "kodi"\nurl = "http://den:8080"\n'
    config = load(tmp_path, text, env)
    assert {"key-of-tmdb", "key-of-fanart", "hush"} <= set(config.secrets())
    assert "key-of" not in repr(config) and "hush" not in repr(config)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('kind = "emby"\nurl = "http://den"', "players.den.kind"),
        ('kind = "kodi"', "players.den.url"),
        ('kind = "jellyfin"\nurl = "http://den:8096"', "Jellyfin asks for one"),
        ('kind = "kodi"\nurl = "http://den:8080"\ninstances = ["radarr.mian"]', "names no instance"),
    ],
)
def test_a_player_that_cannot_be_reached_or_shows_nothing_is_refused(
    tmp_path: Path, table: str, words: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, f"[players.den]\n{table}\n")
    assert words in str(raised.value.problems)
