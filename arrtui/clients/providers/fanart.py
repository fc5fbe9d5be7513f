"""Fanart.tv (v3): logos, clear art, discs, banners, covers of albums and more, with likes for votes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
_MUSIC_IDS = "musicbrainz"
"""Whose ids artists and albums are known by."""
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
_MUSIC_SIZES: Mapping[str, tuple[ArtKind, int, int]] = {
    "artistthumb": (ArtKind.POSTER, 1000, 1000),
    "artistbackground": (ArtKind.FANART, 1920, 1080),
    "musicbanner": (ArtKind.BANNER, 1000, 185),
    "hdmusiclogo": (ArtKind.CLEARLOGO, 800, 310),
    "musiclogo": (ArtKind.CLEARLOGO, 400, 155),
}
"""The same of artists."""
_ALBUM_SIZES: Mapping[str, tuple[ArtKind, int, int]] = {
    "albumcover": (ArtKind.THUMB, 1000, 1000),
    "cdart": (ArtKind.DISCART, 1000, 1000),
}
"""The same of albums."""


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
    size: Whole = 0
    """Width and height of a disc; 0 for the usual."""


def _answer(name: str, types: Iterable[str], *more: tuple[str, Any, Any]) -> type[msgspec.Struct]:
    """Return the struct of an answer that has images by their type."""
    return msgspec.defstruct(
        name,
        [*((type_, tuple[FanartImage, ...], ()) for type_ in types), *more],
        bases=(Wire,),
        module=__name__,
        rename=str,
        gc=False,
    )


FanartTitle = _answer("FanartTitle", _SIZES)
"""``/movies/{id}`` and ``/tv/{id}``."""
FanartAlbum = _answer("FanartAlbum", _ALBUM_SIZES)
"""An album of an artist."""
FanartArtist = _answer(
    "FanartArtist",
    _MUSIC_SIZES,
    ("albums", dict[str, FanartAlbum], msgspec.field(default_factory=dict)),  # type: ignore[valid-type]
)
"""``/music/{id}``, with all albums of the artist by the ids of their release groups."""


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

        Sets are asked for as films are, by TMDB's ids of them; albums come with their artist.
        """
        app = Kind(title.kind).app
        if app.external_id.provider == _MUSIC_IDS:
            return await self._of_artist(title, languages)
        if app.has_children:
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
        own = (
            _candidate(image, _slot(name, image), *_SIZES[name][1:])
            for name, image in _images(answer, _SIZES, languages)
        )
        return [candidate for candidate in own if candidate is not None]

    async def _of_artist(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images of an artist and of the albums that are asked about: one request."""
        is_known = Kind(title.kind).app.external_id.is_well_formed(title.external_id)
        answer: Any = await self._http.ask(f"/music/{title.external_id}", FanartArtist) if is_known else None
        own = [
            _candidate(image, ArtSlot(_MUSIC_SIZES[name][0]), *_MUSIC_SIZES[name][1:])
            for name, image in _images(answer, _MUSIC_SIZES, languages)
        ]
        for album in title.children if answer is not None else ():
            own += [
                _candidate(image, ArtSlot(kind, album.season, album.number), *measures)
                for name, image in _images(answer.albums.get(album.external_id), _ALBUM_SIZES, languages)
                for kind, *measures in (_ALBUM_SIZES[name],)
            ]
        return [candidate for candidate in own if candidate is not None]

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


def _images(
    answer: object, types: Iterable[str], languages: Sequence[str]
) -> Iterator[tuple[str, FanartImage]]:
    """Yield the images of an answer in the languages that are wanted, each with its type."""
    wanted = {*texts_in(languages), *_WORDLESS}
    for name in types if answer is not None else ():
        yield from ((name, image) for image in getattr(answer, name) if image.lang in wanted)


def _slot(name: str, image: FanartImage) -> ArtSlot | None:
    """Return the slot of a film or a series that an image is for; None for all seasons at once."""
    kind = _SIZES[name][0]
    season = int(image.season) if image.season.isdecimal() and len(image.season) <= 5 else None
    if season is not None and kind not in SERIES_ART.season:
        season = None
    return None if name.startswith("season") and season is None else ArtSlot(kind, season)


def _candidate(image: FanartImage, slot: ArtSlot | None, width: int, height: int) -> ArtCandidate | None:
    """Return an image as a candidate for a slot; None without a slot or an address."""
    if slot is None or not image.url.startswith(("https://", "http://")):
        return None
    return ArtCandidate(
        slot=slot.text,
        provider=NAME,
        address=image.url,
        preview=image.url.replace("/fanart/", "/preview/", 1),
        width=image.width or image.size or width,
        height=image.height or image.size or height,
        language="" if image.lang in _WORDLESS else image.lang,
        votes=max(0, image.likes),
    )


describe_structs(__name__)
