"""Which files in titles' folders arrtui may remove: those it downloaded, and what is noted of it.

Runs in database threads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from arrtui.core.config import InstanceConfig
from arrtui.core.trailers import AttemptOutcome, RecycledFile, RootState, TrailerAttempt, TrailerDownload
from arrtui.db import media, trailers
from arrtui.features.recycle.keeping import OwnFile
from arrtui.features.trailers.candidates import video_key
from arrtui.media.mapping import PathMapper


class OwnTrailer(NamedTuple):
    """A trailer that may be removed."""

    download: TrailerDownload
    file: OwnFile


def own_trailers(instance: InstanceConfig, download_ids: Collection[int]) -> list[OwnTrailer]:
    """Return the trailers of some downloads that may be removed.

    Those of titles that are gone, below root folders that are not ready, or gone themselves are not among
    them.
    """
    roots, mapper = media.media_roots(instance.name), PathMapper(instance.path_mapping)
    ready = {path for path, root in roots.items() if root.state is RootState.READY}
    downloads = trailers.downloads(instance.name)
    own = []
    for title in media.trailer_titles([instance.name]):
        path = mapper.local(title.path) if title.root_folder in ready else None
        for download in downloads.get(title.external_id, ()) if path else ():
            if path and download.id in download_ids and download.gone_at is None:
                file = OwnFile(
                    kind="trailer",
                    instance=instance.name,
                    external_id=title.external_id,
                    title=Path(path).name,
                    path=Path(path) / download.relative_path,
                    size=download.size,
                    mtime_ns=download.mtime_ns,
                )
                own.append(OwnTrailer(download, file))
    return own


def note_thrown_away(instance: str, downloads: Iterable[TrailerDownload], now: float) -> None:
    """Note of trailers in the recycle bin that their videos are not to be taken again.

    A video that the owner had picked is picked no more.
    """
    choices = trailers.choices(instance)
    for download in downloads:
        trailers.update_download(replace(download, gone_at=now))
        attempt = TrailerAttempt(
            external_id=download.external_id,
            season=download.season,
            at=now,
            source=download.source,
            address=download.address,
            outcome=AttemptOutcome.RECYCLED,
            reason="It is not taken again unless you restore or pick it.",
        )
        trailers.record_attempts(instance, [attempt])
        choice = choices.get(download.external_id)
        if choice is not None and video_key(choice.address) == video_key(download.address):
            trailers.choose(instance, replace(choice, address=""))


def take_back(files: Iterable[RecycledFile]) -> None:
    """Note of trailers that are out of the recycle bin that their videos may be taken again."""
    for file in files:
        for download in trailers.downloads(file.instance).get(file.external_id, ()):
            if download.size == file.size and file.original_path.endswith(f"/{download.relative_path}"):
                trailers.forget_recycled_video(file.instance, file.external_id, download.address)
