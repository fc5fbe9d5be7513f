"""Which albums a metadata profile allows, and what a narrower one costs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.albums import Album
from arrtui.demo.lidarr.profiles import allows as app_allows
from arrtui.demo.lidarr.profiles import metadata_profile
from arrtui.demo.world.music import (
    PRIMARY_TYPES,
    RELEASE_STATUSES,
    SECONDARY_TYPES,
    HostAlbum,
    HostRelease,
)
from arrtui.features.sync.fields.metadata_profiles import allows, dropped_albums

STANDARD = metadata_profile(1, "Standard", frozenset({"Album", "Studio", "Official"}))


def album(kind: str = "Album", *secondary: str, status: str = "Official", **more: Any) -> Album:
    values: dict[str, Any] = {"key": "k", "title": "T", "has_files": False} | more
    return Album(type=kind, secondary_types=secondary, release_statuses=frozenset({status} - {""}), **values)


@pytest.mark.parametrize(
    ("row", "is_allowed"),
    [
        (album(), True),
        (album("EP"), False),
        (album("Album", "Live"), False),
        (album("Album", "Live", "Studio"), True),
        (album(status="Bootleg"), False),
        (album(status=""), False),
    ],
)
def test_type_a_secondary_type_and_a_release_have_to_be_allowed(row: Album, is_allowed: bool) -> None:
    assert allows(STANDARD, row) is is_allowed


def test_albums_with_files_are_kept_whatever_the_profile_allows() -> None:
    rows = [album("EP", title="B"), album("EP", title="A"), album("EP", has_files=True), album()]
    assert [row.title for row in dropped_albums(STANDARD, rows)] == ["A", "B"]


def test_a_profile_without_lists_allows_nothing() -> None:
    assert not allows({"name": "None"}, album())


@given(
    st.frozensets(st.sampled_from([*PRIMARY_TYPES, *SECONDARY_TYPES, *RELEASE_STATUSES])),
    st.sampled_from([*PRIMARY_TYPES]),
    st.lists(st.sampled_from([*SECONDARY_TYPES]), max_size=3, unique=True),
    st.lists(st.sampled_from([*RELEASE_STATUSES]), max_size=3),
)
def test_it_is_judged_as_the_app_judges_it(
    allowed: frozenset[str], kind: str, secondary: list[str], statuses: list[str]
) -> None:
    profile = metadata_profile(9, "Mine", allowed)
    releases = [HostRelease(f"r{place}", "R", status) for place, status in enumerate(statuses)]
    listed = HostAlbum("a", "A", "artist", kind, tuple(secondary), releases=releases)
    row = Album("a", "A", kind, tuple(secondary), frozenset(statuses), False)
    assert allows(profile, row) is app_allows(profile, listed)
