"""Writing path mappings into the configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.config.path_mappings import save_path_mapping
from arrtui.core.errors import ConfigError

TEXT = """\
# my films
[radarr.main]
url = "http://localhost:7878"
api_key = "main-SECRET"  # of the NAS

# and the series
[sonarr.tv]
url = "http://localhost:8989"
api_key = "tv-SECRET"
"""
MAPPING = """
[[radarr.main.path_mapping]]
from = "/movies"
to = "/mnt/nas/movies"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    return file


def test_a_mapping_is_added_and_changed_in_its_place_and_comments_stay(path: Path) -> None:
    digest = save_path_mapping(path, "radarr.main", "/movies", "/mnt/nas/movies", env={})
    mapped = TEXT.replace("NAS\n", f"NAS\n{MAPPING}")
    assert path.read_text() == mapped
    save_path_mapping(path, "radarr.main", "D:\\Films", "/mnt/films", digest=digest, env={})
    save_path_mapping(path, "radarr.main", "/movies", "/srv/movies", env={})
    assert path.read_text().startswith(mapped.partition("\n# and")[0].replace("/mnt/nas", "/srv"))
    mappings = load_config(path, env={}).instance("radarr.main").path_mapping
    assert [(mapping.app_path, mapping.local_path) for mapping in mappings] == [
        ("/movies", "/srv/movies"),
        ("D:\\Films", "/mnt/films"),
    ]


@pytest.mark.parametrize(
    ("instance", "app_path", "digest"),
    [
        ("radarr.main", "movies", None),
        ("radarr.none", "/movies", None),
        ("radarr.main", "/movies", "another"),
    ],
)
def test_what_is_wrong_changes_nothing(path: Path, instance: str, app_path: str, digest: str | None) -> None:
    with pytest.raises(ConfigError):
        save_path_mapping(path, instance, app_path, "/mnt", digest=digest, env={})
    assert path.read_text() == TEXT
