"""Saved views in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.config.file import save_view
from arrtui.core.config.views import SavedView
from arrtui.core.errors import ConfigError

TEXT = """\
# the house
[views.horror]   # at night
table = "titles"
filter = "-kids year<1990"
sort = "-year"
columns = ["title", "year"]

# the keys
[keys]
"app.quit" = "Q"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    file.chmod(0o600)
    return file


def test_a_view_is_read(path: Path) -> None:
    (view,) = load_config(path, env={}).views
    assert view == SavedView(
        name="horror", table="titles", filter="-kids year<1990", sort="-year", columns=["title", "year"]
    )
    assert (view.sort_key, view.descending) == ("year", True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[views.a]\nfilter = "x"', "views.a.table"),
        ('[views.a]\ntable = "nothing"', "views.a.table"),
        ('[views.a]\ntable = "titles"\ncolumns = "title"', "views.a.columns"),
        ('[views."A b"]\ntable = "titles"', "views.A b"),
        ("[views]\na = 1", "views"),
    ],
)
def test_what_is_wrong_with_a_view_is_told_with_its_place(path: Path, text: str, place: str) -> None:
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(path, env={})
    assert place in [problem.path for problem in caught.value.problems]


def test_a_view_is_written_beside_the_comments_and_taken_out_again(path: Path) -> None:
    save_view(path, "new", SavedView(name="new", table="jobs", filter="state:failed").written(), env={})
    text = path.read_text()
    assert all(comment in text for comment in ("# the house", "# at night", "# the keys"))
    assert [view.name for view in load_config(path, env={}).views] == ["horror", "new"]
    save_view(path, "new", None, env={})
    save_view(path, "horror", None, env={})
    assert load_config(path, env={}).views == ()
    assert "# the keys" in path.read_text()


def test_variables_of_the_environment_make_views_too(path: Path) -> None:
    env = {"ARRTUI_VIEWS__NIGHT__TABLE": "titles", "ARRTUI_VIEWS__NIGHT__COLUMNS": '["title"]'}
    assert [view.columns for view in load_config(path, env=env).views] == [["title", "year"], ["title"]]
