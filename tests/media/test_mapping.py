"""Paths of an app on this machine."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.media.mapping import PathMapper


class Pair(NamedTuple):
    app_path: str
    local_path: str


PAIRS = (
    Pair("/movies", "/mnt/nas/movies"),
    Pair("/movies/4k/", "/mnt/uhd"),
    Pair("/", "/mnt/all"),
    Pair("D:\\Films", "/mnt/d"),
    Pair("\\\\NAS\\Media", "/mnt/share/"),
)
NAMES = st.text(st.characters(exclude_characters="/\\\0"), min_size=1).filter(
    lambda name: name not in (".", "..")
)


@pytest.mark.parametrize(
    ("path", "local"),
    [
        ("/movies", "/mnt/nas/movies"),
        ("/movies/", "/mnt/nas/movies"),
        ("/movies/Alien (1979)", "/mnt/nas/movies/Alien (1979)"),
        ("/movies/4k/Alien", "/mnt/uhd/Alien"),
        ("/movies4k/Alien", "/mnt/all/movies4k/Alien"),
        ("/Movies/Alien", "/mnt/all/Movies/Alien"),
        ("/movies//./Alien", "/mnt/nas/movies/Alien"),
        ("/movies/a\\b", "/mnt/nas/movies/a\\b"),
        ("d:\\films\\Alien", "/mnt/d/Alien"),
        ("D:/Films/Alien", "/mnt/d/Alien"),
        ("D:\\Films2\\Alien", None),
        ("\\\\nas\\MEDIA\\Alien", "/mnt/share/Alien"),
        ("//nas/media/Alien", "/mnt/share/Alien"),
        ("/movies/../etc", None),
        ("D:\\Films\\..\\x", None),
    ],
)
def test_the_longest_mapping_at_a_boundary_counts(path: str, local: str | None) -> None:
    assert PathMapper(PAIRS, separator="/").local(path) == local


def test_the_root_of_this_machine_is_a_target() -> None:
    mapper = PathMapper([Pair("/data", "/")], separator="/")
    assert (mapper.local("/data/x"), mapper.local("/data")) == ("/x", "/")


def test_a_path_here_is_written_as_it_is_here() -> None:
    mapper = PathMapper([Pair("/movies", "Z:\\Filme")], separator="\\")
    assert mapper.local("/movies/Alien") == "Z:\\Filme\\Alien"
    assert (mapper.local("C:\\x\\"), mapper.local("/other")) == ("C:\\x", None)


@pytest.mark.parametrize(
    ("path", "local"), [("/movies/Alien/", "/movies/Alien"), ("C:\\x", None), ("", None)]
)
def test_without_a_mapping_a_path_stands_for_itself(path: str, local: str | None) -> None:
    mapper = PathMapper([], separator="/")
    assert (mapper.local(path), mapper.covers(path)) == (local, False)


@given(st.lists(NAMES | st.just("..") | st.just("."), min_size=1, max_size=6))
def test_nothing_leads_out_of_the_mapped_folder(names: list[str]) -> None:
    local = PathMapper([Pair("/movies", "/mnt/m")], separator="/").local("/".join(("/movies", *names)))
    assert (local is None) == (".." in names)
    assert local is None or local == "/mnt/m" or local.startswith("/mnt/m/")
