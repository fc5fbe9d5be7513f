"""The tables about trailers: which are wanted, and where the folders of the apps lie on this machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from arrtui.core.config.table import ConfigTable
from arrtui.core.config.trailer_profiles import DEFAULT_PROFILE, TrailerProfile
from arrtui.core.config.values import ApiKey, ByteSize, FilePath, expand_here, wrong

if TYPE_CHECKING:
    from arrtui.core.config.profile_filter import ProfiledTitle

Rule = Literal["missing", "all", "new", "sync", "none"]
"""Which titles want a trailer: those without any, those without one that the profile accepts, those seen
after the rule was set, those that the app monitors, none."""
_RULE = '"missing", "all", "new", "sync" or "none"'
_HOURS = re.compile(r"([0-9]{1,2})\s*-\s*([0-9]{1,2})")
_APP_FOLDER = re.compile(r"/|[A-Za-z]:[\\/]|\\\\[^\\]")


def _check_app_folder(path: str) -> str:
    if not _APP_FOLDER.match(path):
        raise wrong('must start with "/", a drive such as "D:\\" or a share such as "\\\\nas\\media"')
    if ".." in re.split(r"[\\/]", path):
        raise wrong("must not hold '..'")
    return path


def _check_local_folder(path: str, info: ValidationInfo) -> str:
    if not path.strip() or "\0" in path:
        raise wrong("must be the path of a folder on this machine")
    return str(expand_here(path, info))


LocalFolder = Annotated[str, AfterValidator(_check_local_folder)]


class PathMapping(ConfigTable):
    """A folder of the app, and where it lies on this machine."""

    app_path: Annotated[str, AfterValidator(_check_app_folder)] = Field(
        alias="from", description="a folder as the app gives it"
    )
    local_path: LocalFolder = Field(alias="to", description="the same folder on this machine")
    """Absolute."""


def _as_tuple(value: Any) -> Any:
    """Return a list of the file as a tuple, which a frozen table holds."""
    return tuple(value) if isinstance(value, list) else value


Sources = Annotated[tuple[Literal["app", "tmdb", "search"], ...], BeforeValidator(_as_tuple)]
PathMappings = Annotated[tuple[PathMapping, ...], BeforeValidator(_as_tuple)]


def _check_hours(text: str) -> str:
    hours = _HOURS.fullmatch(text.strip())
    if text.strip() and (hours is None or int(hours[1]) > 23 or int(hours[2]) > 24):
        raise wrong('must be hours of the day such as "1-7" or "22-6", or empty')
    return text.strip()


class InstanceTrailers(ConfigTable):
    """What an instance has instead of the options of ``[trailers]``."""

    rule: Rule | None = Field(default=None, description=_RULE)
    """None for that of ``[trailers]``."""
    profile: str | None = Field(
        default=None, description="the name of a profile, as in [trailers.profile.NAME]"
    )
    """None for the first that fits a title."""


class TrailersConfig(ConfigTable):
    """Which titles want a trailer, and how trailers are fetched."""

    rule: Rule = Field(default="missing", description=_RULE)
    only_with_files: bool = Field(default=True, description="true or false")
    """Whether titles without a film or an episode are left alone: Plex makes a film of a lone trailer."""
    sources: Sources = Field(
        default=("app", "tmdb", "search"), description='a list of "app", "tmdb" and "search"'
    )
    """Where trailers are looked for, in this order, after what the owner picked."""
    tmdb_key: ApiKey | None = Field(default=None, description="text, an API key of themoviedb.org")
    cookies: FilePath = Field(default=None, description="the path of a file with cookies for yt-dlp")
    rate_limit: ByteSize = Field(
        default="0", description='a size per second such as "2 MB", or "0" for no limit'
    )
    free_space: ByteSize = Field(default="10 GB", description='a size such as "10 GB"')
    """What must be left on a disk; nothing is downloaded to one with less."""
    hours: Annotated[str, AfterValidator(_check_hours)] = Field(
        default="", description='hours of the day such as "1-7" or "22-6", or empty'
    )
    """Local time in which trailers are downloaded; empty for any."""
    profile: dict[str, TrailerProfile] = Field(
        default_factory=dict, description="a table for each profile, with its name: [trailers.profile.hd]"
    )

    def in_hours(self, hour: int) -> bool:
        """Return whether trailers may be downloaded in an hour of the day, 0 to 23."""
        if not self.hours:
            return True
        first, last = (int(part) for part in self.hours.split("-"))
        return first <= hour < last if first < last else hour >= first or hour < last

    def profile_of(self, title: ProfiledTitle, named: str = "") -> tuple[str, TrailerProfile]:
        """Return the name and the profile that a title has, ``named`` by its owner or its instance or not."""
        if named in self.profile:
            return named, self.profile[named]
        from arrtui.core.config.profile_filter import meets_profile_filter

        for name, profile in self.profile.items():
            if name != DEFAULT_PROFILE and meets_profile_filter(profile.filter, title):
                return name, profile
        return DEFAULT_PROFILE, self.profile.get(DEFAULT_PROFILE) or TrailerProfile()

    def rule_of(self, instance: InstanceTrailers) -> Rule:
        """Return the rule of an instance."""
        return instance.rule or self.rule
