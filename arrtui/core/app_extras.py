"""What the apps do with the files beside their videos: take them in, delete and rename them with the video.

The rules are those of ``ExistingExtraFileService``, ``ExtraFileService`` and ``MoveFilesAfterRename`` of
Radarr 6.1 and Sonarr 4.0, as data; :mod:`arrtui.features.artwork.foretelling` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

METADATA, SUBTITLE, OTHER = "metadata", "subtitle", "other"
"""The tables of an app; each looks at what the one before it left."""
_SUBTITLES = "aqt ass idx jss psb rt smi srt ssa sub sup txt utf utf8 utf-8 vtt"
SUBTITLE_EXTENSIONS = frozenset(f".{name}" for name in _SUBTITLES.split())


def imported_endings(management: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return which extra files of releases an app imports; none where that is switched off.

    ``management`` are its media management settings as it gives them. Each is an extension in small letters
    with its dot, and how the owner wrote it.
    """
    if not management.get("importExtraFiles"):
        return []
    listed = str(management.get("extraFileExtensions") or "").replace(" ", "").split(",")
    return [(f".{name.lstrip('.').lower()}", name) for name in listed if name]


class AdoptedFile(NamedTuple):
    """A file beside a video that an app has taken into its tables."""

    relative_path: str
    table: str
    """:data:`METADATA`, :data:`SUBTITLE` or :data:`OTHER`."""
    file_id: int | None
    """The video that it goes with; 0 where none was known as it was taken in, None for one of the title or
    one that the app wrote itself: neither is ever deleted or renamed."""


@dataclass(frozen=True)
class ConsumerNames:
    """The names that one of the app's metadata consumers knows, whether it is enabled or not (``IMetadata``).

    Patterns match a whole file name.
    """

    title: re.Pattern[str] | None = None
    """Files of a series or a season."""
    image: re.Pattern[str] | None = None
    """Images of a film or an episode."""
    metadata: re.Pattern[str] | None = None
    named_image: re.Pattern[str] | None = None
    """The same of names that name a film or an episode besides."""
    named_metadata: re.Pattern[str] | None = None
    folder_image: bool = False
    """An image with the name of the folder that it lies in is one of the film."""
    folder_title: bool = False
    """A file with the name of the folder that it lies in is one of the title."""
    image_becomes: str | None = ""
    """What stands behind the new base after a rename: the extension when empty; None: the name stays."""
    metadata_becomes: str = ""


@dataclass(frozen=True)
class ExtraRules:
    """Which files beside its videos an app takes in, and which video each of them goes with."""

    names_video: re.Pattern[str]
    """A file name that names a film (title and year) or an episode."""
    consumers: tuple[ConsumerNames, ...]
    path: str = ""
    """Where the API lists what was taken in; empty where it does not."""
    by_episode: bool = False
    """A file goes with the video of the episodes that its name, or its folder, names; otherwise with the only
    video of the title."""
    is_recorded: bool = True
    """Whether records tell what the app does; otherwise nothing is foretold."""


def _names(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_ART = "poster|banner|fanart|clearart|discart|keyart|landscape|logo|backdrop|clearlogo"
FILM_EXTRAS = ExtraRules(
    names_video=_names(r".+?[ ._(\[-]+(?:19|20)\d\d(?:\W.*)?"),
    path="/extrafile",
    consumers=(
        ConsumerNames(  # XbmcMetadata
            image=_names(rf"(?:.*-)?(?:{_ART})\.(?:png|jpe?g)|.*-thumb\.(?:png|jpe?g)"),
            metadata=_names(r"movie\.nfo"),
            named_metadata=_names(r".*\.nfo"),
            image_becomes=None,
        ),
        ConsumerNames(metadata=_names(r"movie\.xml")),  # MediaBrowserMetadata
        ConsumerNames(folder_image=True, named_metadata=_names(r".*\.xml")),  # RoksboxMetadata
        ConsumerNames(  # WdtvMetadata
            image=_names(r"folder\.jpg"),
            named_image=_names(r".*\.metathumb"),
            named_metadata=_names(r".*\.xml"),
            image_becomes=".metathumb",
        ),
        ConsumerNames(image=_names(r"(?:poster|background)\.(?:png|jpe?g)")),  # KometaMetadata
    ),
)
EPISODE_EXTRAS = ExtraRules(
    names_video=_names(r".*S\d{2,4}(?:E\d{2,4})+.*"),
    by_episode=True,
    consumers=(
        ConsumerNames(  # XbmcMetadata
            title=_names(
                r"(?:(?:season(?:\d{2,}|-specials)-)?(?:poster|banner|fanart)\.(?:png|jpg))|tvshow\.nfo"
            ),
            image=_names(r".*-thumb\.(?:png|jpg)"),
            named_metadata=_names(r".*\.nfo"),
            image_becomes="-thumb.jpg",
        ),
        ConsumerNames(  # RoksboxMetadata
            folder_title=True,
            named_image=_names(r".*(?<!-thumb)\.jpg"),
            named_metadata=_names(r".*\.xml"),
        ),
        ConsumerNames(  # WdtvMetadata
            title=_names(r"folder\.jpg"),
            named_image=_names(r".*\.metathumb"),
            named_metadata=_names(r".*\.xml"),
            image_becomes=".metathumb",
        ),
        ConsumerNames(title=_names(r"\.plexmatch")),  # PlexMetadata
        ConsumerNames(  # KometaMetadata
            title=_names(r"(?:poster|Season\d{2,})\.(?:png|jpg)"),
            image=_names(r"S\d{2,}E\d{2,}\.(?:png|jpg)"),
        ),
    ),
)
MUSIC_EXTRAS = ExtraRules(names_video=_names(r"(?!)"), consumers=(), is_recorded=False)
"""Of Lidarr: no record exists of what it does with files beside tracks, so that nothing is foretold."""
