"""The tables of artwork: ``[artwork]``, and ``[providers]`` with the keys of those who have images."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from arrtui.core.artwork import ArtKind
from arrtui.core.config.own_folders import why_misplaced
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import ApiKey, ByteSize, FilePath, Url, bytes_of, wrong
from arrtui.core.paths import data_folder

Phase = Literal["scan", "enrich", "publish", "players", "notify"]
PlayerKind = Literal["kodi", "jellyfin", "plex"]
Provider = Literal["app", "tmdb", "tvdb", "fanart", "musicbrainz"]
NfoRule = Literal["off", "missing", "all"]
"""Which NFO are written: none, those where there is none, or all."""
LinkRule = Literal["reflink", "copy", "hardlink"]
"""How an image comes from the cache: by reflink or else a copy, a copy, or a hard link by choice."""
_MODE = re.compile(r"0?[0-7]{3}")
_LANGUAGE = re.compile(r"[a-z]{2}|none")
_KINDS = ", ".join(f'"{kind}"' for kind in ArtKind)
_ADDRESS = "an address such as https://api.example.org/3"
_PROVIDERS = 'a list of "app", "tmdb", "tvdb", "fanart" and "musicbrainz"'


def _as_tuple(value: Any) -> Any:
    """Return a list of the file as a tuple, which a frozen table holds."""
    return tuple(value) if isinstance(value, list) else value


def _as_tuples(value: Any) -> Any:
    """Return a table of lists as one of tuples."""
    return {key: _as_tuple(entry) for key, entry in value.items()} if isinstance(value, Mapping) else value


def _check_mode(text: str) -> str:
    if text != "film" and not _MODE.fullmatch(text):
        raise wrong('must be "film" or a mode of three octal digits such as "0644"')
    return text


def _check_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            raise wrong('must hold languages of two small letters such as "en", or "none"')
    return languages


def _as_kinds(value: Any) -> Any:
    """Return a list of the file as kinds, each once."""
    if not isinstance(value, list | tuple):
        return value
    known = {kind.value for kind in ArtKind}
    if any(kind not in known for kind in value):
        raise wrong(f"must hold kinds of artwork: {_KINDS}")
    return tuple(ArtKind(kind) for kind in dict.fromkeys(value))


Phases = Annotated[tuple[Phase, ...], BeforeValidator(_as_tuple)]
Players = Annotated[tuple[PlayerKind, ...], BeforeValidator(_as_tuple)]
Providers = Annotated[tuple[Provider, ...], BeforeValidator(_as_tuple)]
ProvidersByName = Annotated[dict[str, tuple[Provider, ...]], BeforeValidator(_as_tuples)]
Languages = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), AfterValidator(_check_languages)]
Kinds = Annotated[tuple[ArtKind, ...], BeforeValidator(_as_kinds)]
Mode = Annotated[str, AfterValidator(_check_mode)]
DEFAULT_KINDS = (
    *(ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.CLEARLOGO, ArtKind.CLEARART),
    *(ArtKind.DISCART, ArtKind.LANDSCAPE, ArtKind.THUMB),
)


class ProvidersConfig(ConfigTable):
    """Keys of those who have images and metadata; one without a key is off.

    Their addresses can be those of a proxy or a mirror.
    """

    tmdb_key: ApiKey | None = Field(default=None, description="text, an API key of themoviedb.org")
    """Where it is missing, that of ``[trailers]`` counts."""
    tmdb_url: Url = Field(default="https://api.themoviedb.org/3", description=_ADDRESS)
    tmdb_images: Url = Field(default="https://image.tmdb.org/t/p", description=_ADDRESS)
    tvdb_key: ApiKey | None = Field(default=None, description="text, an API key of thetvdb.com")
    tvdb_pin: ApiKey | None = Field(default=None, description="text, the PIN of a subscriber")
    tvdb_url: Url = Field(default="https://api4.thetvdb.com/v4", description=_ADDRESS)
    fanart_key: ApiKey | None = Field(default=None, description="text, an API key of fanart.tv")
    fanart_client_key: ApiKey | None = Field(default=None, description="text, your personal key of fanart.tv")
    fanart_url: Url = Field(default="https://webservice.fanart.tv/v3", description=_ADDRESS)
    musicbrainz_url: Url = Field(default="https://musicbrainz.org/ws/2", description=_ADDRESS)
    cover_url: Url = Field(default="https://coverartarchive.org", description=_ADDRESS)
    fresh_days: int = Field(default=7, ge=0, le=365, description="a whole number of days from 0 to 365")
    """How long what a provider answered counts."""


class ArtworkConfig(ConfigTable):
    """Which artwork and metadata titles get, from where, and how they are published."""

    phases: Phases = Field(
        default=(), description='a list of "scan", "enrich", "publish", "players" and "notify"'
    )
    """What runs by itself after a backup: the first of them, then each the next one; none when empty."""
    kinds: Kinds = Field(default=DEFAULT_KINDS, description=f"a list of {_KINDS}")
    fanart: int = Field(default=1, ge=0, le=20, description="a whole number from 0 to 20")
    """How many fanart images a title gets."""
    providers: Providers = Field(
        default=("fanart", "tmdb", "tvdb", "musicbrainz", "app"), description=_PROVIDERS
    )
    """Who is asked, the one whose images count more first; those who know no such titles are passed over."""
    image_providers: ProvidersByName = Field(
        default_factory=dict, description='a table of kinds with providers, e.g. { "poster" = ["tmdb"] }'
    )
    """Another order for some kinds."""
    field_providers: ProvidersByName = Field(
        default_factory=dict,
        description='a table of fields with providers, e.g. { "plot" = ["tmdb"] }',
    )
    """Another order for some fields of the metadata, named as in an NFO."""
    languages: Languages = Field(
        default=("en", "none"), description='a list of languages such as ["en", "none"]'
    )
    """Of images and metadata, the preferred one first; ``none`` is an image without words. Fanart without
    words is always first."""
    min_score: int = Field(default=40, ge=0, le=100, description="a whole number from 0 to 100")
    """Candidates below it are not chosen."""
    max_image: ByteSize = Field(default="25 MB", description='a size such as "25 MB"')
    """A larger image is not downloaded."""
    nfo: NfoRule = Field(default="off", description='"off", "missing" or "all"')
    nfo_beside_app: bool = Field(default=False, description="true or false")
    """Whether NFO are written although the app's own metadata consumer writes the same ones."""
    names_for: Players = Field(default=(), description='a list of "kodi", "jellyfin" and "plex"')
    """Whose names are published; those of the configured players when empty, without any Kodi's and
    Jellyfin's."""
    links: LinkRule = Field(default="reflink", description='"reflink", "copy" or "hardlink"')
    mode: Mode = Field(default="film", description='"film" or a mode such as "0644"')
    """Of published files; that of the film beside them, or one of its own."""
    sets_folder: FilePath = Field(default=None, description="the path of Kodi's folder of movie sets")
    actors: bool = Field(default=False, description="true or false")
    """Whether images of actors are published as ``.actors/First_Last.jpg``."""
    cache: FilePath = Field(default=None, description="the path of a folder outside of every root folder")
    cache_limit: ByteSize = Field(default="20 GB", description='a size such as "20 GB"')
    """Of the images in the cache; what is published, locked or the owner's is never evicted."""
    verify_days: int = Field(default=30, ge=1, le=3650, description="a whole number of days from 1 to 3650")
    """In how many days every image of the cache and every NFO that is kept is compared with its hash once."""
    probe: bool = Field(default=True, description="true or false")
    """Whether ffprobe looks into files of which the app has no facts."""

    @property
    def cache_place(self) -> Path:
        """The folder of the cache, that of the data folder where none is configured."""
        return self.cache or data_folder() / "artwork"

    @property
    def cache_bytes(self) -> int:
        """The limit of the cache in bytes."""
        return bytes_of(self.cache_limit)

    @property
    def image_bytes(self) -> int:
        """The limit of an image in bytes."""
        return bytes_of(self.max_image)

    def providers_of(self, kind: ArtKind) -> tuple[str, ...]:
        """Return who is asked for images of a kind, the one that counts more first."""
        return self.image_providers.get(kind, self.providers)

    def providers_of_field(self, name: str) -> tuple[str, ...]:
        """Return whose value of a field counts, the one that counts more first."""
        return self.field_providers.get(name, self.providers)

    def next_phase(self, phase: str) -> str | None:
        """Return the phase that follows by itself, None for none."""
        order = [name for name in ("scan", "enrich", "publish", "players", "notify") if name in self.phases]
        return next(iter(order[order.index(phase) + 1 :]), None) if phase in order else None

    def misplaced(self, roots: Iterable[str]) -> str:
        """Return why the cache must not be where it is, as a configuration problem; empty where it may."""
        return why_misplaced(self.cache_place, roots)
