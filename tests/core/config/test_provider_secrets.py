"""Secrets for providers lie in a file that only its owner can read, or in variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.config.provider_secrets import read_secret_file
from arrtui.core.errors import ConfigError
from arrtui.core.setting_secrets import SecretPlace

SECRET = "s3cret-of-mine"
GOOD = f'["radarr.4k".indexer."NZB geek"]\napiKey = "{SECRET}"\npin = 1234\n'


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    """Return a file with a text, of a mode."""
    file = folder / "secrets.toml"
    file.write_text(text)
    file.chmod(mode)
    return file


def test_the_owners_file(tmp_path: Path) -> None:
    place = SecretPlace("radarr.4k", "indexer", "NZB geek", "apiKey")
    assert read_secret_file(written(tmp_path, GOOD)) == {place: SECRET, place._replace(field="pin"): "1234"}
    assert place.variable == "ARRTUI_SECRET_RADARR_4K_INDEXER_NZB_GEEK_APIKEY"


def test_two_names_without_latin_letters_share_no_variable() -> None:
    first, second = (
        SecretPlace("radarr.4k", "indexer", name, "apiKey").variable for name in ("日本", "中文")
    )
    assert first != second
    assert all(
        re.fullmatch("ARRTUI_SECRET_RADARR_4K_INDEXER_[0-9A-F]{8}_APIKEY", own) for own in (first, second)
    )


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        (GOOD, 0o640, "chmod 600"),
        (f'["radarr.4k".indexer.x]\napiKey = {SECRET}', 0o600, "not TOML"),
        (f'["radarr.4k".naming.x]\napiKey = "{SECRET}"', 0o600, "none of"),
        (f'["radarr.4k".indexer]\napiKey = "{SECRET}"', 0o600, "no table"),
        (f'["radarr.4k".indexer.x]\napiKey = ["{SECRET}"]', 0o600, "no text"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_without_its_secrets(
    tmp_path: Path, text: str, mode: int, why: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        read_secret_file(written(tmp_path, text, mode))
    assert why in str(raised.value)
    assert SECRET not in repr(raised.value)


def test_a_file_that_is_not_there_and_variables_are_no_faults_of_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[secrets]\nfile = "missing.toml"\n')
    config.chmod(0o600)
    loaded = load_config(config, env={"ARRTUI_SECRET_RADARR_4K_INDEXER_X_APIKEY": SECRET})
    assert loaded.secret_file.file == tmp_path / "missing.toml"
    with pytest.raises(ConfigError, match="cannot be read"):
        read_secret_file(tmp_path / "missing.toml")
