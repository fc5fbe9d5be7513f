"""The example configuration is what it says: loadable, complete, and with the true defaults."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from arrtui.core.config import SECTIONS, BackupConfig, DatabaseConfig, InstanceTable, UiConfig, load_config

EXAMPLE = Path(__file__).parents[2] / "config.toml.example"
TEXT = EXAMPLE.read_text(encoding="utf-8")
TREE = tomllib.loads(TEXT)

OPTIONS = [
    (section, table, name)
    for section, model, table in [
        ("radarr.main", InstanceTable, TREE["radarr"]["main"]),
        ("database", DatabaseConfig, TREE["database"]),
        ("backup", BackupConfig, TREE["backup"]),
        ("ui", UiConfig, TREE["ui"]),
    ]
    for name in model.model_fields
]
MODELS: dict[str, type[BaseModel]] = {
    "radarr.main": InstanceTable,
    "database": DatabaseConfig,
    "backup": BackupConfig,
    "ui": UiConfig,
}


def test_the_example_loads_as_it_is() -> None:
    config = load_config(EXAMPLE, env={})
    assert [instance.name for instance in config.instances] == ["radarr.main", "sonarr.main"]
    assert set(TREE) == set(SECTIONS)


@pytest.mark.parametrize(
    ("section", "table", "name"), OPTIONS, ids=[f"{option[0]}.{option[2]}" for option in OPTIONS]
)
def test_every_option_is_there_with_its_default_and_a_sentence(section: str, table: dict, name: str) -> None:
    field = MODELS[section].model_fields[name]
    assert re.search(rf"(^# .*[.:,]\n((# )?[a-z_]+ = .*\n)*)(# )?{name} = ", TEXT, re.MULTILINE)
    if name in table and not (field.is_required() or name == "api_key"):
        assert table[name] == field.default
    elif name not in table:
        assert not field.get_default(call_default_factory=True)


def test_what_is_commented_out_loads_too(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k")
    text = re.sub(r"^# (?=(\"?[a-z_.]+\"?) = )", "", TEXT, flags=re.MULTILINE)
    text = text.replace('api_key = "the-key-from-settings-general"\napi_key_file', "api_key_file", 1)
    path = tmp_path / "config.toml"
    path.write_text(text.replace("/run/secrets/radarr_main", "key"))
    config = load_config(path, env={})
    assert config.keys == {"app.quit": "ctrl+q"}
    assert config.instances[0].external_url == "https://radarr.example.org"
    assert set(config.instances[0].headers) == {"CF-Access-Client-Id", "CF-Access-Client-Secret"}
