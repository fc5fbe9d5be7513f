"""``[trailers.profile.NAME]``: what a trailer is to be like and how its file is named."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import wrong

DEFAULT_PROFILE = "default"
"""The profile of titles that no other one is for; it needs no table."""
TRAILERS_FOLDER = "trailers"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_EPISODE = re.compile(r"s\d+[ ._-]*e\d+|\d+x\d+", re.IGNORECASE)
_EXTENSION = ".{ext}"
_SUFFIX = "-trailer"
_SWITCH = "true or false"


# --- names -----------------------------------------------------------------------------------------------


def _check_template(template: str, allowed: tuple[str, ...]) -> str:
    """Refuse what no file can be named by, or what an app takes for an episode."""
    unknown = [name for name in _PLACEHOLDER.findall(template) if name not in allowed]
    if unknown or "{" in _PLACEHOLDER.sub("", template) or "}" in _PLACEHOLDER.sub("", template):
        raise wrong(f"may hold {', '.join(f'{{{name}}}' for name in allowed)} only")
    if not template.endswith(_EXTENSION) or template.count(_EXTENSION) > 1:
        raise wrong("must end with .{ext}")
    if not template.isprintable() or "\\" in template or template != template.strip():
        raise wrong("holds a character that a file's name should not have")
    if _EPISODE.search(template):
        raise wrong("must not hold the number of an episode: Sonarr would take the trailer for it")
    return template


def check_film_template(template: str) -> str:
    """Return the template of a film's trailer.

    Radarr leaves out of its scan only ``…-trailer`` with one extension (``DiskScanService``); Kodi makes
    films of videos in ``trailers/`` and of ``trailer.ext``; Jellyfin makes a second version of
    ``-trailer-1``.

    Raises PydanticCustomError for one that an app or a player would take for a film.
    """
    _check_template(template, ("base", "title", "year", "ext"))
    if "/" in template:
        raise wrong("must not lead into a folder: Kodi would take the trailer for a film of its own")
    if template.startswith("."):
        raise wrong("must not start with a dot: Radarr would take the trailer for the film")
    stem = template.removesuffix(_EXTENSION)
    if not stem.lower().endswith(_SUFFIX) or stem.lower() == _SUFFIX:
        raise wrong("must end with -trailer.{ext}: Radarr or Kodi would take any other name for a film")
    return template


def check_series_template(template: str) -> str:
    """Return the template of a trailer of a series: a name in the folder ``trailers/``.

    Sonarr leaves that folder out of its scan, Jellyfin and Plex read it; in any other place a name may become
    an episode. Raises PydanticCustomError.
    """
    _check_template(template, ("title", "year", "season", "ext"))
    folder, _, name = template.partition("/")
    if folder.lower() != TRAILERS_FOLDER or "/" in name or name.startswith("."):
        raise wrong("must be a name in the folder trailers/: Sonarr may take any other for an episode")
    return template


def _check_season_template(template: str) -> str:
    if "{season}" not in template:
        raise wrong("must hold {season}: the trailers of all seasons lie in one folder")
    return check_series_template(template)


# --- profiles --------------------------------------------------------------------------------------------


def _check_filter(text: str) -> str:
    if not text:
        return text
    from arrtui.core.config.profile_filter import check_profile_filter  # most profiles have no filter
    from arrtui.core.filter.syntax import FilterError

    try:
        check_profile_filter(text)
    except FilterError as error:
        raise wrong(f"cannot be understood: {error.why}") from None
    return text


def _as_words(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_as_words)]
Codecs = Annotated[tuple[Literal["h264", "vp9", "av1", "hevc"], ...], BeforeValidator(_as_words)]
EXCLUDED_WORDS = (
    *("reaction", "review", "explained", "breakdown", "analysis", "concept", "fan made", "fanmade", "parody"),
    *("behind the scenes", "making of", "interview", "soundtrack", "gameplay", "audiobook", "recap"),
)


class TrailerProfile(ConfigTable):
    """What a trailer is to be like."""

    filter: Annotated[str, AfterValidator(_check_filter)] = Field(
        default="", description="a filter as tables have it"
    )
    """Titles the profile is for; empty for all. The first profile that fits a title is its."""
    max_height: int = Field(default=1080, ge=144, le=4320, description="a whole number of lines, 144 to 4320")
    container: Literal["mp4", "mkv", "webm"] = Field(default="mp4", description='"mp4", "mkv" or "webm"')
    codecs: Codecs = Field(
        default=("h264", "vp9", "av1"), description='a list of "h264", "vp9", "av1" and "hevc"'
    )
    """The best first; when a video has none of them, any is taken."""
    subtitles: Words = Field(default=(), description='a list of languages, e.g. ["en"]')
    """Put into the file, never beside it."""
    languages: Words = Field(default=("en",), description='a list of languages, e.g. ["en", "de"]')
    """Of the trailer itself, the best first."""
    teasers: bool = Field(default=False, description=_SWITCH)
    """Whether a teaser will do where there is no trailer."""
    seasons: bool = Field(default=False, description=_SWITCH)
    """Whether each season has a trailer of its own."""
    excluded_words: Words = Field(default=EXCLUDED_WORDS, description='a list of words, e.g. ["review"]')
    """In the title of a video that is no trailer."""
    name: Annotated[str, AfterValidator(check_film_template)] = Field(
        default="{base}-trailer.{ext}", description='a name such as "{base}-trailer.{ext}"'
    )
    """Of a film's trailer; ``base`` is the file name of the film without its extension."""
    series_name: Annotated[str, AfterValidator(check_series_template)] = Field(
        default="trailers/{title}.{ext}", description='a name such as "trailers/{title}.{ext}"'
    )
    season_name: Annotated[str, AfterValidator(_check_season_template)] = Field(
        default="trailers/{title} - Season {season}.{ext}",
        description='a name such as "trailers/{title} - Season {season}.{ext}"',
    )
