"""Fanart.tv (v3): logos, clear art, discs, banners and more, with likes for votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from arrtui.clients.providers.asking import AskingOptions, ProviderHost, ProviderHttp
from arrtui.clients.providers.protocol import texts_in
from arrtui.clients.wire import Whole, Wire
from arrtui.core.apps import Kind
from arrtui.core.art_layouts import FILM_ART, SERIES_ART
from arrtui.core.artwork import ArtCandidate, ArtKind, ArtSlot, MetadataField, TitleIds
from arrtui.core.structs import describe_structs

if TYPE_CHECKING:
    import httpx

NAME = "fanart"
PER_SECOND = 10.0
IMAGES_PER_SECOND = 20.0
_WORDLESS = frozenset({"", "00"})
"""What stands for "no language"."""
_SIZES: Mapping[str, tuple[ArtKind, int, int]] = {
    "movieposter": (ArtKind.POSTER, 1000, 1426),
    "moviebackground": (ArtKind.FANART, 1920, 1080),
    "moviebanner": (ArtKind.BANNER, 1000, 185),
    "hdmovielogo": (ArtKind.CLEARLOGO, 800, 310),
    "movielogo": (ArtKind.CLEARLOGO, 400, 155),
    "hdmovieclearart": (ArtKind.CLEARART, 1000, 562),
    "movieart": (ArtKind.CLEARART, 500, 281),
    "moviedisc": (ArtKind.DISCART, 1000, 1000),
    "moviethumb": (ArtKind.LANDSCAPE, 1000, 562),
    "tvposter": (ArtKind.POSTER, 1000, 1426),
    "showbackground": (ArtKind.FANART, 1920, 1080),
    "tvbanner": (ArtKind.BANNER, 1000, 185),
    "hdtvlogo": (ArtKind.CLEARLOGO, 800, 310),
    "clearlogo": (ArtKind.CLEARLOGO, 400, 155),
    "hdclearart": (ArtKind.CLEARART, 1000, 562),
    "clearart": (ArtKind.CLEARART, 500, 281),
    "characterart": (ArtKind.CHARACTERART, 512, 512),
    "tvthumb": (ArtKind.LANDSCAPE, 500, 281),
    "seasonposter": (ArtKind.POSTER, 1000, 1426),
    "seasonbanner": (ArtKind.BANNER, 1000, 185),
    "seasonthumb": (ArtKind.LANDSCAPE, 500, 281),
}
"""Kind, width and height by the type of an image: Fanart.tv takes images of exactly these sizes."""


class FanartImage(Wire, rename=str):
    """An image; its numbers are texts."""

    url: str = ""
    lang: str = ""
    likes: Whole = 0
    season: str = ""
    """Number of the season, ``all`` for all of them; of backgrounds too."""
    width: Whole = 0
    height: Whole = 0
    """Of newer answers."""


FanartTitle = msgspec.defstruct(
    "FanartTitle",
    [(name, tuple[FanartImage, ...], ()) for name in _SIZES],
    bases=(Wire,),
    module=__name__,
    rename=str,
    gc=False,
)
"""``/movies/{id}`` and ``/tv/{id}``: images by their type."""


class Fanart:
    """Images of Fanart.tv. With ``client_key``, a personal key, new ones are seen earlier."""

    name = NAME

    def __init__(
        self, key: str, address: str, client_key: str = "", options: AskingOptions | None = None
    ) -> None:
        keys = {"api_key": key} | ({"client_key": client_key} if client_key else {})

        def sign(request: httpx.Request) -> httpx.Request:
            import httpx

            return httpx.Request(
                request.method,
                request.url.copy_merge_params(keys),
                headers=request.headers,
                extensions=request.extensions,
            )

        option = "fanart_key under [providers]"
        host = ProviderHost(NAME, "Fanart.tv", address, PER_SECOND, option, sign, (key, client_key))
        self._http = ProviderHttp(host, options)
        images = ProviderHost(NAME, "Fanart.tv's image host", "", IMAGES_PER_SECOND)
        self._images = ProviderHttp(images, options)

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images of a title, its seasons and its set. Raises ProviderError.

        Sets are asked for as films are, by TMDB's ids of them.
        """
        if Kind(title.kind).app.has_children:
            path = f"/tv/{title.tvdb_id}" if title.tvdb_id else ""
        else:
            path = f"/movies/{title.tmdb_id or title.imdb_id}" if title.tmdb_id or title.imdb_id else ""
        candidates = await self._images_at(path, languages)
        if title.collection_id:
            own = await self._images_at(f"/movies/{title.collection_id}", languages)
            slots = {kind.value: ArtSlot(kind, of_set=True).text for kind in FILM_ART.of_set}
            candidates += [replace(entry, slot=slots[entry.slot]) for entry in own if entry.slot in slots]
        return candidates

    async def _images_at(self, path: str, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images that one answer names, of a title or a set; none for an empty path."""
        answer = await self._http.ask(path, FanartTitle) if path else None
        wanted = {*texts_in(languages), *_WORDLESS}
        return [
            candidate
            for name in (_SIZES if answer is not None else ())
            for image in getattr(answer, name)
            if image.lang in wanted and (candidate := _candidate(name, image)) is not None
        ]

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        """Return nothing: Fanart.tv has images only."""
        return []

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        """Return nothing: Fanart.tv has images only."""
        return {}

    async def image(self, candidate: ArtCandidate) -> bytes:
        """Return an image. Raises ProviderError."""
        return await self._images.fetch(candidate.address)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._images.aclose()


def _candidate(name: str, image: FanartImage) -> ArtCandidate | None:
    """Return an image of a type as a candidate; None without an address, or for all seasons at once."""
    kind, width, height = _SIZES[name]
    season = int(image.season) if image.season.isdecimal() and len(image.season) <= 5 else None
    if season is not None and kind not in SERIES_ART.season:
        season = None
    is_of_seasons = name.startswith("season")
    if not image.url.startswith(("https://", "http://")) or (is_of_seasons and season is None):
        return None
    return ArtCandidate(
        slot=ArtSlot(kind, season).text,
        provider=NAME,
        address=image.url,
        preview=image.url.replace("/fanart/", "/preview/", 1),
        width=image.width or width,
        height=image.height or height,
        language="" if image.lang in _WORDLESS else image.lang,
        votes=max(0, image.likes),
    )


describe_structs(__name__)
