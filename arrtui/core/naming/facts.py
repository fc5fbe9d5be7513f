"""What names are made of: the facts of one file and its title, and the options of the naming settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from arrtui.core.structs import describe_structs

LONGEST_NAME: Final = 255
"""Bytes of a file's name (``LongPathSupport.MaxFileNameLength``)."""


class NamedEpisode(NamedTuple):
    """An episode that a file holds."""

    number: int
    title: str = ""
    absolute: int = 0
    """0 where it has none."""


class NamingFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The facts of a stored file that tokens stand for; None where no row holds the fact."""

    title: str
    year: int = 0
    original_title: str = ""
    collection: str = ""
    certification: str = ""
    imdb_id: str = ""
    tmdb_id: int = 0
    tvdb_id: str = ""
    series_type: str = ""
    """``standard``, ``daily`` or ``anime``; empty for a movie."""
    season: int = 0
    episodes: tuple[NamedEpisode, ...] = ()
    """In the order of their numbers."""
    quality_title: str | None = None
    """As the quality definition calls it."""
    revision: tuple[int, int] = (1, 0)
    """``(version, real)``."""
    release_group: str = ""
    edition: str = ""
    scene_name: str = ""
    file_name: str = ""
    """The present name, without extension."""
    media: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """The app's ``mediaInfo`` without empty values; empty where it has none."""
    room: int = LONGEST_NAME
    """Bytes that a name may have with its extension; longer ones are cut in a way that is not foretold."""


class NamingOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the naming settings say besides formats."""

    replaces_illegal: bool = True
    colon: str = "smart"
    """``delete``, ``dash``, ``spaceDash``, ``spaceDashSpace``, ``smart`` or ``custom``."""
    custom_colon: str = ""
    multi_episode_style: int = 0
    """Sonarr's ``MultiEpisodeStyle``: extend, duplicate, repeat, scene, range, prefixed range."""


describe_structs(__name__)
