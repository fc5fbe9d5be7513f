"""Metadata profiles: which albums of an artist the app takes over from the metadata host."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.music import PRIMARY_TYPES, RELEASE_STATUSES, SECONDARY_TYPES, HostAlbum

NONE = "None"
"""The profile that allows nothing; it is always there and cannot be changed."""
LISTS: Mapping[str, tuple[str, Mapping[str, int]]] = {
    "primaryAlbumTypes": ("albumType", PRIMARY_TYPES),
    "secondaryAlbumTypes": ("albumType", SECONDARY_TYPES),
    "releaseStatuses": ("releaseStatus", RELEASE_STATUSES),
}
"""The lists of a profile, with the member that names what an item allows."""


def metadata_profile(number: int, name: str, allowed: frozenset[str]) -> Obj:
    """Return a profile that allows the types and statuses of these names, all if `*` is one of them."""
    profile: Obj = {"id": number, "name": name}
    for key, (member, words) in LISTS.items():
        profile[key] = [
            {member: {"id": value, "name": word}, "allowed": word in allowed or "*" in allowed}
            for word, value in words.items()
        ]
    return profile


def default_metadata_profiles() -> list[Obj]:
    """Return the two profiles of a new app, and one that allows everything."""
    return [
        metadata_profile(1, "Standard", frozenset({"Album", "Studio", "Official"})),
        metadata_profile(2, NONE, frozenset()),
        metadata_profile(3, "Everything", frozenset({"*"})),
    ]


def allows(profile: Obj, album: HostAlbum) -> bool:
    """Return whether a profile takes an album: its type, one of its second types, one of its releases.

    An album without a second type is one of the studio (`SkyHookProxy.FilterAlbums`).
    """
    primary, secondary, statuses = (
        {item[member]["name"] for item in profile[key] if item["allowed"]}
        for key, (member, _) in LISTS.items()
    )
    second_types = set(album.secondary_types or ("Studio",))
    return (
        album.primary_type in primary
        and not second_types.isdisjoint(secondary)
        and any(release.status in statuses for release in album.releases)
    )
