"""Which files in titles' folders arrtui may remove: those it downloaded. Runs in database threads."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from arrtui.core.config import InstanceConfig
from arrtui.core.trailers import RootState, TrailerDownload
from arrtui.db import media, trailers
from arrtui.features.recycle.keeping import OwnFile
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
