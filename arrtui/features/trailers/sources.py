"""Where the videos come from that may be the trailer of a title, one source after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from arrtui.clients.providers.protocol import ProviderError
from arrtui.clients.providers.tmdb_answers import TmdbVideo
from arrtui.clients.tmdb import TmdbClient
from arrtui.core.apps import Kind
from arrtui.features.trailers.candidates import Source, VideoCandidate, VideoVerdict, Wish
from arrtui.features.trailers.ranking import rank
from arrtui.media.ytdlp_messages import Video

RESULTS = 10
"""Of a search that are looked at."""
_SITES = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
_TYPES = frozenset({"Trailer", "Teaser"})


class KnownVideos(msgspec.Struct, frozen=True):
    """What is stored about a title that leads to its videos."""

    kind: Kind
    external_id: str
    tmdb_id: int = 0
    """0 where it is not known."""
    app_trailer: str = ""
    """A YouTube id that the app names."""
    picked: str = ""
    """An address that the owner picked."""


class Searcher(Protocol):
    """What can search for videos."""

    async def search(self, words: str, most: int) -> tuple[Video, ...]:
        """Return what a search finds."""


async def named_by(
    source: Source, wish: Wish, known: KnownVideos, searcher: Searcher, tmdb: TmdbClient | None
) -> tuple[list[VideoCandidate], str]:
    """Return the videos that a source names, and why it could not be asked; either may be empty.

    Raises what ``searcher`` raises.
    """
    match source:
        case Source.CHOICE:
            return ([VideoCandidate(source=source, address=known.picked)] if known.picked else []), ""
        case Source.APP:
            if not known.app_trailer or wish.season is not None:
                return [], ""
            address = _SITES["youtube"].format(known.app_trailer)
            return [VideoCandidate(source=source, address=address, official=True)], ""
        case Source.TMDB:
            if tmdb is None:
                return [], ""
            try:
                return await _named_by_tmdb(tmdb, wish, known), ""
            except ProviderError as error:
                return [], str(error)
        case Source.SEARCH:
            videos = await searcher.search(wish.search_words, RESULTS)
            return [candidate_of(video, VideoCandidate(source=source, address="")) for video in videos], ""


async def _named_by_tmdb(tmdb: TmdbClient, wish: Wish, known: KnownVideos) -> list[VideoCandidate]:
    """Return the trailers and teasers on sites that can be read. Raises ProviderError."""
    videos: Sequence[TmdbVideo] = ()
    if not known.kind.app.has_children:
        videos = await tmdb.movie_videos(int(known.external_id), wish.languages)
    elif tmdb_id := known.tmdb_id or await tmdb.series_id(known.external_id):
        videos = await tmdb.series_videos(tmdb_id, wish.season, wish.languages)
    return [
        VideoCandidate(
            source=Source.TMDB,
            address=_SITES[video.site.lower()].format(video.key),
            title=video.name,
            teaser=video.type == "Teaser",
            official=video.official,
            language=video.iso_639_1,
            date=video.published_at,
        )
        for video in videos
        if video.type in _TYPES and video.site.lower() in _SITES and video.key
    ]


async def all_verdicts(
    sources: Sequence[Source], wish: Wish, known: KnownVideos, searcher: Searcher, tmdb: TmdbClient | None
) -> list[VideoVerdict]:
    """Return what is judged of the videos that all sources name, the owner's pick first."""
    verdicts: list[VideoVerdict] = []
    for source in (Source.CHOICE, *sources):
        named, _ = await named_by(source, wish, known, searcher, tmdb)
        verdicts += rank(named, wish)
    return verdicts


def candidate_of(video: Video, known: VideoCandidate, *, looked_up: bool = False) -> VideoCandidate:
    """Return a candidate with what a site says of its video."""
    return msgspec.structs.replace(
        known,
        address=known.address or video.address,
        title=video.title or known.title,
        channel=video.channel,
        seconds=video.seconds,
        live_status=video.live_status,
        width=video.width,
        height=video.height,
        views=video.views,
        looked_up=looked_up,
    )
