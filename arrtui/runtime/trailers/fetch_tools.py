"""What fetching trailers works with: yt-dlp, TMDB, ffmpeg and the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from arrtui.core.trailers import TrailerDownload
from arrtui.db import trailers

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.db.database import Database
    from arrtui.features.trailers.fetching import FetchTools


@asynccontextmanager
async def opened_tools(
    config: Config, database: Database, clock: Callable[[], float]
) -> AsyncIterator[FetchTools]:
    """Yield what fetching works with; yt-dlp's process and connections end with the block."""
    from arrtui.clients.tmdb import TmdbClient
    from arrtui.core.config.values import bytes_of
    from arrtui.features.trailers.candidates import Source
    from arrtui.features.trailers.fetching import FetchTools
    from arrtui.media.probe import probe_video
    from arrtui.media.tools import find_program
    from arrtui.media.ytdlp import Downloader
    from arrtui.media.ytdlp_messages import DownloaderOptions

    loop = asyncio.get_running_loop()

    def announce(instance: str, download: TrailerDownload) -> int:
        storing = database.write(trailers.record_download, instance, download)
        return asyncio.run_coroutine_threadsafe(storing, loop).result()

    options = config.trailers
    cookies = "" if options.cookies is None else str(options.cookies)
    downloader = Downloader(DownloaderOptions(cookies, bytes_of(options.rate_limit)))
    key = options.tmdb_key
    tmdb = None if key is None else TmdbClient(key.get_secret_value(), config.providers.tmdb_url)
    try:
        yield FetchTools(
            videos=downloader,
            sources=[Source(name) for name in options.sources],
            free_space=bytes_of(options.free_space),
            merges=bool(await asyncio.to_thread(find_program, "ffmpeg")),
            tmdb=tmdb,
            probe=probe_video,
            clock=clock,
            announce=announce,
        )
    finally:
        await asyncio.shield(downloader.aclose())
        if tmdb is not None:
            await tmdb.aclose()
