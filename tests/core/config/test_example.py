"""The example configuration is what it says: loadable, complete, and with the true defaults."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from arrtui.core.config import (
    SECTIONS,
    ApplyConfig,
    ArtworkConfig,
    BackupConfig,
    DatabaseConfig,
    InstanceTable,
    ProvidersConfig,
    RecycleConfig,
    ScoresConfig,
    TrailersConfig,
    UiConfig,
    load_config,
)
from arrtui.core.config.event_rules import EventRule
from arrtui.core.config.guides import GuideTable
from arrtui.core.config.notify import NotifyChannel
from arrtui.core.config.players import PlayerTable
from arrtui.core.config.schedules import ScheduleDefaults
from arrtui.core.config.server import ApiConfig, ApiKeyConfig, HooksConfig
from arrtui.core.config.settings_syncs import SettingsOverride, SettingsSyncTable
from arrtui.core.config.sync import FilterRules, PairTable, SyncFilter, SyncLimits, SyncMap
from arrtui.core.config.trailer_profiles import TrailerProfile
from arrtui.core.config.tripwire import TripwireConfig
from arrtui.tui.keys import collect_bindings

EXAMPLE = Path(__file__).parents[3] / "config.toml.example"
TEXT = EXAMPLE.read_text(encoding="utf-8")
TREE = tomllib.loads(TEXT)

OPTIONS = [
    (section, table, name)
    for section, model, table in [
        ("radarr.main", InstanceTable, TREE["radarr"]["main"]),
        ("database", DatabaseConfig, TREE["database"]),
        ("backup", BackupConfig, TREE["backup"]),
        ("apply", ApplyConfig, TREE["apply"]),
        ("scores", ScoresConfig, TREE["scores"]),
        ("recycle", RecycleConfig, TREE["recycle"]),
        ("trailers", TrailersConfig, TREE["trailers"]),
        ("artwork", ArtworkConfig, TREE["artwork"]),
        ("providers", ProvidersConfig, TREE["providers"]),
        ("schedule", ScheduleDefaults, TREE["schedule"]),
        ("tripwire", TripwireConfig, TREE["tripwire"]),
        ("server.hooks", HooksConfig, TREE["server"]["hooks"]),
        ("server.api", ApiConfig, TREE["server"]["api"]),
        ("ui", UiConfig, TREE["ui"]),
    ]
    for name in model.model_fields
    if (model, name) not in ((TrailersConfig, "profile"), (ApiConfig, "key"))
]
UNCOMMENTED = re.sub(r'^# (?=\[{1,2}[a-z0-9."-]+\]{1,2}$|"?[a-z_.]+"? = )', "", TEXT, flags=re.MULTILINE)
NAMED_TABLES: dict[str, type[BaseModel]] = {
    "sync.example": PairTable,
    "sync.example.filter.include": FilterRules,
    "sync.example.map": SyncMap,
    "sync.example.limits": SyncLimits,
    "settings.alike": SettingsSyncTable,
    'settings.alike.override."radarr.4k"': SettingsOverride,
    "guides.example": GuideTable,
    "players.living-room": PlayerTable,
    "trailers.profile.uhd": TrailerProfile,
    "[server.api.key]": ApiKeyConfig,
    "[notify]": NotifyChannel,
    "[rule]": EventRule,
}
NAMED_OPTIONS = [
    (section, name)
    for section, model in NAMED_TABLES.items()
    for name, field in model.model_fields.items()
    if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel))
    and (model, name) != (SettingsSyncTable, "override")
]
MODELS: dict[str, type[BaseModel]] = {
    "radarr.main": InstanceTable,
    "database": DatabaseConfig,
    "backup": BackupConfig,
    "apply": ApplyConfig,
    "scores": ScoresConfig,
    "recycle": RecycleConfig,
    "trailers": TrailersConfig,
    "artwork": ArtworkConfig,
    "providers": ProvidersConfig,
    "schedule": ScheduleDefaults,
    "tripwire": TripwireConfig,
    "server.hooks": HooksConfig,
    "server.api": ApiConfig,
    "ui": UiConfig,
}


def test_the_example_loads_as_it_is() -> None:
    config = load_config(EXAMPLE, env={})
    assert [instance.name for instance in config.instances] == ["radarr.main", "sonarr.main", "lidarr.main"]
    assert {*TREE, "sync", "settings", "guides", "players", "views", "commands", "notify", "rule"} == set(
        SECTIONS
    )
    assert config.sync == ()


@pytest.mark.parametrize(
    ("section", "table", "name"), OPTIONS, ids=[f"{option[0]}.{option[2]}" for option in OPTIONS]
)
def test_every_option_is_there_with_its_default_and_a_sentence(section: str, table: dict, name: str) -> None:
    field = MODELS[section].model_fields[name]
    assert re.search(rf"(^# .*[.:,]\n((# )?[a-z_]+ = .*\n)*)(# )?{name} = ", TEXT, re.MULTILINE)
    if name in table and not (field.is_required() or name == "api_key"):
        assert table[name] == (list(field.default) if isinstance(field.default, tuple) else field.default)
    elif name not in table:
        default = field.get_default(call_default_factory=True)
        assert not (default.model_dump(exclude_none=True) if isinstance(default, BaseModel) else default)


@pytest.mark.parametrize(
    ("section", "name"), NAMED_OPTIONS, ids=[".".join(option) for option in NAMED_OPTIONS]
)
def test_every_option_of_a_pair_or_profile_is_there_with_its_default_and_a_sentence(
    section: str, name: str
) -> None:
    table = TEXT.partition(f"\n# [{section}]\n")[2].partition("\n# [")[0]
    option = re.search(rf"^# .*[.:,;]\n(?:# [a-z_]+ = .*\n)*# ({name} = .*)$", table, re.MULTILINE)
    assert option
    shown = tomllib.loads(option[1])[name]
    default = NAMED_TABLES[section].model_fields[name].get_default(call_default_factory=True)
    if NAMED_TABLES[section].model_fields[name].is_required() or default is None or default == {}:
        assert shown not in (None, {})
    else:
        assert shown == (list(default) if isinstance(default, tuple) else default)


def test_the_tables_of_a_pair_are_all_there() -> None:
    nested = {name for name in PairTable.model_fields if f"# [sync.example.{name}" in TEXT}
    assert nested == {"filter", "map", "limits"}
    assert set(SyncFilter.model_fields) == {"include", "exclude"}
    assert "# [sync.example.filter.exclude]" in TEXT


def test_what_is_commented_out_loads_too(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k")
    text = UNCOMMENTED.replace('api_key = "the-key-from-settings-general"\napi_key_file', "api_key_file", 1)
    text = re.sub(r"/run/secrets/radarr_main|/etc/ssl/arrtui\.(pem|key)", "key", text)
    text = re.sub(r"^(token|password|key|url)_(file|env) = .*\n", "", text, flags=re.MULTILINE)
    path = tmp_path / "config.toml"
    path.write_text(f'{text}\n[radarr.4k]\nurl = "http://localhost:7879"\napi_key = "k"\n')
    config = load_config(path, env={}, bindings=collect_bindings)
    assert [command.name for command in config.commands] == ["play"]
    assert [(view.name, view.sort_key, view.descending) for view in config.views] == [
        ("to-upgrade", "year", True)
    ]
    assert (config.keys["app.quit"], config.keys["estate.remove"]) == ("Q", "d")
    assert config.instances[0].external_url == "https://radarr.example.org"
    assert set(config.instances[0].headers) == {"CF-Access-Client-Id", "CF-Access-Client-Secret"}
    (mapping,) = config.instances[0].path_mapping
    assert (mapping.app_path, mapping.local_path) == ("/movies", "/mnt/nas/movies")
    assert config.trailers.rule_of(config.instances[0].trailers) == "all"
    assert config.trailers.profile == {"uhd": TrailerProfile()}
    assert config.server.hooks.url_for("radarr.main") == "http://172.17.0.1:8788"
    assert [(key.name, key.scopes) for key in config.server.api.key] == [("dashboard", ("read",))]
    assert [channel.events for channel in config.notify] == [("problems",)]
    assert [(rule.name, rule.action, rule.is_dry) for rule in config.rules] == [("new films", "notify", True)]
    pair = config.pair("movies-4k")
    assert (pair.source, pair.target, pair.update) == ("radarr.main", "radarr.4k", ("monitored", "tags"))
    assert pair.filter.exclude.genres == ("Documentary",)
    assert pair.map.root_folders == {"/movies": "/movies-4k"}
    assert config.pair("example").update == ()
    sync = config.settings_sync("alike")
    assert (sync.targets, sync.delete_unmanaged) == (("radarr.4k",), False)
    assert sync.for_target("radarr.4k").scores == {"UHD": {"HDR10+": 100}}
