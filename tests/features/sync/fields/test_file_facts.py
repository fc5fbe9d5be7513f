"""Facts of files, and the rows that write them back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import MediaFile
from arrtui.features.sync.fields.file_facts import facts_rows, file_facts, looks_like_scene
from tests.features.sync.models import media_file, took

SCENE = "The.Matrix.1999.1080p.BluRay.x264-GRP"
FILES = st.builds(
    media_file,
    st.just("a.mkv"),
    quality_id=st.integers(0, 5),
    revision=st.tuples(st.integers(1, 2), st.integers(0, 1)),
    is_repack=st.booleans(),
    languages=st.lists(
        st.sampled_from([(-2, "Original"), (-1, "Any"), (1, "English"), (4, "German")]), unique=True
    ).map(tuple),
    release_group=st.sampled_from(["", "GRP", "FLUX"]),
    edition=st.sampled_from(["", "Director's Cut"]),
    scene_name=st.sampled_from(["", "no scene title", "not-one", SCENE]),
    indexer_flags=st.integers(0, 3),
    release_type=st.sampled_from(["", "unknown", "seasonPack"]),
)


def wanted_of(file: MediaFile) -> dict[str, dict[str, Any]]:
    return {file.relative_path: file_facts(file)}


@given(FILES)
def test_a_file_needs_nothing_to_be_as_it_is(file: MediaFile) -> None:
    assert facts_rows(wanted_of(file), [file]) == ([], [], 1)


@given(FILES, FILES)
def test_written_once_nothing_differs_any_more(old: MediaFile, new: MediaFile) -> None:
    """Whatever the app does not take must not be asked of it again and again."""
    rows = facts_rows(wanted_of(old), [new]).rows
    after = took(new, rows[0] if rows else {})
    assert facts_rows(wanted_of(old), [after]).rows == []


def test_only_what_differs_is_sent_in_the_words_of_the_app() -> None:
    old = media_file("a.mkv", revision=(2, 1), is_repack=True, edition="Director's Cut", scene_name=SCENE)
    new = media_file("a.mkv", id=9, quality_id=7, quality="Bluray-1080p", languages=((4, "German"),))
    assert facts_rows(wanted_of(old), [new]).rows == [
        {
            "id": 9,
            "edition": "Director's Cut",
            "sceneName": SCENE,
            "languages": [{"id": 1, "name": "English"}],
            "quality": {
                "quality": {"id": 3, "name": "WEBDL-1080p"},
                "revision": {"version": 2, "real": 1, "isRepack": True},
            },
        }
    ]


def test_a_revision_alone_keeps_the_quality_of_now() -> None:
    new = media_file("a.mkv", id=9, quality_id=7, quality="Bluray-1080p")
    wanted = {"a.mkv": {"revision": {"version": 2, "real": 0, "is_repack": False}}}
    (row,) = facts_rows(wanted, [new]).rows
    assert row["quality"]["quality"] == {"id": 7, "name": "Bluray-1080p"}


def test_files_are_matched_by_their_path_and_missing_ones_are_told() -> None:
    wanted = {"gone.mkv": file_facts(media_file("gone.mkv")), "b.mkv": file_facts(media_file("b.mkv"))}
    found = [media_file("b.mkv", id=5, release_group="OTHER"), media_file("new.mkv", id=6)]
    rows, missing, same = facts_rows(wanted, found)
    assert (rows, missing, same) == ([{"id": 5, "releaseGroup": "GRP"}], ["gone.mkv"], 0)


def test_the_order_of_languages_does_not_count() -> None:
    old = media_file("a.mkv", languages=((1, "English"), (4, "German")))
    new = media_file("a.mkv", languages=((4, "German"), (1, "English")))
    assert facts_rows(wanted_of(old), [new]).same == 1


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        (SCENE, True),
        ("Show.S01E02.720p.WEB-DL.DDP5.1.H.264-FLUX", True),
        ("The Matrix 1999 1080p BluRay x264-GRP", False),
        ("The.Matrix.1999.1080p.BluRay.x264", False),
        ("The.Matrix.1999.1080p.WEB-DL", False),
        ("The.Matrix-GRP", False),
        ("", False),
    ],
)
def test_what_the_apps_take_for_a_scene_name(name: str, taken: bool) -> None:
    assert looks_like_scene(name) is taken
