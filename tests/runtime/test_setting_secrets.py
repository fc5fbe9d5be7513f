"""A secret that was typed counts first, then a variable, then the owner's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.errors import ConfigError
from arrtui.core.setting_secrets import SecretPlace
from arrtui.runtime.services import Services

TYPED, BY_VARIABLE, IN_FILE, NOWHERE = (
    SecretPlace("radarr.main", "indexer", name, "apiKey") for name in ("typed", "variable", "file", "none")
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with three of the secrets."""
    tables = (
        f'["radarr.main".indexer.{place.name}]\napiKey = "file"' for place in (TYPED, BY_VARIABLE, IN_FILE)
    )
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("\n".join(tables))
    secrets.chmod(0o600)
    return secrets


def services_with(file: Path) -> Services:
    """Return services whose configuration names a file of secrets."""
    config = file.with_name("config.toml")
    config.write_text(
        f'[secrets]\nfile = "{file}"\n[database]\nurl = "sqlite:///{file.with_name("arrtui.db")}"\n'
    )
    config.chmod(0o600)
    env = {BY_VARIABLE.variable: "variable", TYPED.variable: "variable"}
    return Services(load_config(config, env=env), kind="run", env=env)


def test_where_a_secret_comes_from(file: Path) -> None:
    services = services_with(file)
    secrets = services.setting_secrets
    secrets.give(TYPED, "typed")
    find = secrets.finder()
    places = (TYPED, BY_VARIABLE, IN_FILE, NOWHERE)
    assert [find(place) for place in places] == ["typed", "variable", "file", None]
    secrets.forget("radarr.main")
    assert find(TYPED) == "variable"
    file.chmod(0o644)
    assert secrets.finder()(TYPED) == "variable"  # the file is not asked for what is given otherwise
    with pytest.raises(ConfigError, match="chmod 600"):
        secrets.finder()(NOWHERE)
    services.database.close()
