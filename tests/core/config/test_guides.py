"""The tables of guides: paths, layouts and pins."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.errors import ConfigError, UsageError


def _write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text)
    return path


def test_paths_of_a_guide_start_from_the_folder_of_the_file(tmp_path: Path) -> None:
    text = '[guides.mine]\nlayout = "recyclarr"\npath = "r.yml"\ntrash = "/srv/guides"\ntemplates = ["t"]\n'
    config = load_config(_write(tmp_path, text), env={})
    guide = config.guide("mine")
    assert (guide.root, guide.checkout) == (tmp_path / "r.yml", Path("/srv/guides"))
    assert guide.templates == (tmp_path / "t",)
    with pytest.raises(UsageError, match="mine"):
        config.guide("min")


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ('layout = "trash"', "guides.g.path"),
        ('layout = "other"\npath = "/g"', "guides.g.layout"),
        ('layout = "recyclarr"\npath = "/g"', "guides.g.trash"),
        ('layout = "trash"\npath = "/g"\ntrash = "/g"', "guides.g.trash"),
        ('layout = "trash"\npath = "/g"\nrevision = "master"', "guides.g.revision"),
        ('layout = "trash"\npath = "/g"\ntemplates = [1]', "guides.g.templates"),
    ],
)
def test_what_is_wrong_with_a_guide_is_named(tmp_path: Path, table: str, path: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(_write(tmp_path, f"[guides.g]\n{table}\n"), env={})
    assert [problem.path for problem in caught.value.problems] == [path]
