"""The folder that an app means by a root folder, found by what is in both."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from arrtui.features.trailers.suggesting import FolderMatch, best_match
from arrtui.media import look_around

NAMES = ["Alien (1979)", "Brazil (1985)", "Amélie (2001)", "Dune (2021)"]


@pytest.mark.parametrize(
    ("listings", "expected"),
    [
        ({"/mnt": ["nas"], "/mnt/nas/films": NAMES}, FolderMatch("/mnt/nas/films", 4, 4)),
        ({"/mnt/a": NAMES[:2], "/mnt/b": NAMES[:3]}, FolderMatch("/mnt/b", 3, 4)),
        ({"/mnt/a": [name.upper() for name in NAMES]}, FolderMatch("/mnt/a", 4, 4)),
        ({"/mnt/a": [unicodedata.normalize("NFD", name) for name in NAMES]}, FolderMatch("/mnt/a", 4, 4)),
        ({"/mnt/a": NAMES, "/mnt/movies": NAMES}, FolderMatch("/mnt/movies", 4, 4)),
        ({"/mnt/a/b/c": NAMES, "/mnt/a": NAMES}, FolderMatch("/mnt/a", 4, 4)),
        ({"/mnt/a": NAMES[:1], "/mnt/b": ["other"]}, None),
        ({}, None),
    ],
    ids=["below", "most", "case", "composition", "same end", "shortest", "too few", "nothing"],
)
def test_the_folder_with_most_of_the_names_is_meant(
    listings: dict[str, list[str]], expected: FolderMatch | None
) -> None:
    assert best_match("/data/Movies", NAMES, listings.items()) == expected


def test_one_name_is_enough_only_where_the_app_knows_no_more() -> None:
    assert best_match("D:\\Films", ["Alien (1979)"], [("/mnt/films", ["Alien (1979)"])]) is not None
    assert best_match("/films", NAMES[:2], [("/mnt/films", NAMES[:1])]) is None
    assert best_match("/films", [], [("/mnt/films", NAMES)]) is None


def test_looking_around_finds_folders_below_bases_and_goes_into_no_link_and_no_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "nas" / "films"
    for name in NAMES:
        (library / name / "Extras").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path)
    monkeypatch.setattr(look_around, "MOST_ENTERED", 3)
    listings = dict(look_around.list_folders([tmp_path, tmp_path / "gone"]))
    assert listings == {
        str(tmp_path): {"nas"},
        str(tmp_path / "gone"): frozenset(),
        str(tmp_path / "nas"): {"films"},
        str(library): set(NAMES),
    }
    assert best_match("/films", NAMES, listings.items()) == FolderMatch(str(library), 4, 4)
