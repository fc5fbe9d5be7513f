"""Names and paths of an instance in the form they are compared and written in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arrtui.core.apps import Kind
from arrtui.features.sync.apply.bodies import add_body
from arrtui.features.sync.fields.names import instance_names, trim_path
from arrtui.features.sync.model import Entry, Op


@pytest.mark.parametrize(
    ("path", "trimmed"),
    [
        ("/movies/", "/movies"),
        ("/", "/"),
        ("D:\\", "D:\\"),
        ("D:/", "D:/"),
        ("D:\\films\\", "D:\\films"),
        ("\\\\nas\\films\\", "\\\\nas\\films"),
        ("", ""),
    ],
)
def test_a_folder_has_no_separator_at_its_end_but_a_root_does(path: str, trimmed: str) -> None:
    assert trim_path(path) == trimmed == trim_path(trimmed)


def test_a_title_is_added_to_the_root_of_a_drive() -> None:
    entry = Entry(key="", instance="radarr.main", op=Op.ADD, ident="603", title="The Matrix", year=1999)
    names = replace(instance_names([], [], ["D:\\"]), profiles={"quality_profile": {"HD": 4}})
    after = {"root_folder": "D:\\", "quality_profile": "HD"}
    assert add_body(Kind.RADARR, entry, after, names)["rootFolderPath"] == "D:\\"
