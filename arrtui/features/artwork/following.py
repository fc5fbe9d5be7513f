"""What an app did to the artwork in a title's folder as it replaced, renamed or deleted a video.

What arrtui published is brought back by publishing it again. The owner's own images and NFO were copied into
the cache by the scan; those that went with their video, or were given a name that players misread, come back
here: under the name that they had, or under that of the video which took the place of theirs. An image is
taken as lost to the app only where the app's rules say that it goes with a video that is gone
(:mod:`arrtui.features.artwork.foretelling`); what the owner removes stays removed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from arrtui.core.apps import App
from arrtui.core.artwork import ArtFile, ArtFolder, Asset, FileClass, Placement
from arrtui.features.artwork.foretelling import adopted_by_name, episodes_named, foretell_rename
from arrtui.features.artwork.naming import base_of
from arrtui.features.artwork.set_sharing import is_elsewhere
from arrtui.features.artwork.wanting import DiskFile
from arrtui.media.art_cache import ArtCache
from arrtui.media.art_placing import PlacingError, PlacingRules, hash_of, place_copy, rename_own


class OwnerImage(NamedTuple):
    """An image of the owner that an app took or misnamed, and where it belongs now."""

    relative_path: str
    """As it was before."""
    sha256: str
    target: str
    copies: tuple[str, ...] = ()
    """Where it may be now, by a name that the app gave it or beside a video that is gone."""


# --- pure ------------------------------------------------------------------------------------------------


def lost(placements: Iterable[Placement], files: Mapping[str, DiskFile]) -> list[Placement]:
    """Return the published files that are not where they were put, or not as they were put there."""
    return [
        placement
        for placement in placements
        if placement.placed_at
        and not is_elsewhere(placement.relative_path)
        and _facts(files.get(placement.relative_path)) != (placement.size, placement.mtime_ns)
    ]


def _facts(file: DiskFile | None) -> tuple[int, int] | None:
    return (file.size, file.mtime_ns) if file is not None else None


def is_out_of_place(
    placements: Sequence[Placement], files: Mapping[str, DiskFile], videos: Collection[str]
) -> bool:
    """Return whether anything published of a title is lost, begun, or beside a video that is gone."""
    bases = {base_of(video) for video in videos}
    return bool(lost(placements, files)) or any(
        not placement.placed_at or (placement.base and placement.base not in bases)
        for placement in placements
    )


def taken_images(
    app: App,
    folder: ArtFolder,
    videos: Sequence[str],
    published: Collection[str],
    files: Collection[str],
) -> list[OwnerImage]:
    """Return the owner's images that went, or were misnamed, with a video that another one replaced.

    Args:
        app: The app.
        folder: The title's folder as it was scanned last.
        videos: The files that the app holds now.
        published: Paths of what arrtui published: its own.
        files: What lies in the folder now, by relative path.
    """
    name = Path(folder.path).name
    before = {file.relative_path: number for number, file in enumerate(_videos(folder), 1)}
    images = {file.relative_path: file for file in _images(folder, published)}
    adopted = adopted_by_name(app, name, images, before)
    found = []
    for video, number in before.items():
        new = _successor(app, video, before, videos) if video not in videos else None
        if new is None:
            continue
        own = [row for row in adopted if row.file_id == number]
        renamed = {
            fate.relative_path: fate.becomes
            for fate in foretell_rename(app, name, own, number, new, [row.relative_path for row in own])
        }
        for path in dict.fromkeys(row.relative_path for row in own):
            old = base_of(video)
            is_beside = path.startswith((f"{old}-", f"{old}."))
            target = base_of(new) + path.removeprefix(old) if is_beside else path
            copies = tuple(
                copy for copy in (path, renamed[path]) if copy and copy != target and copy in files
            )
            if target not in files and (path not in files or target != path):
                found.append(OwnerImage(path, images[path].sha256, target, copies))
    return found


def _videos(folder: ArtFolder) -> Iterator[ArtFile]:
    return (file for file in folder.files if file.kind is FileClass.VIDEO)


def _images(folder: ArtFolder, published: Collection[str]) -> Iterator[ArtFile]:
    for file in folder.files:
        if (
            file.kind in (FileClass.IMAGE, FileClass.NFO)
            and file.sha256
            and file.relative_path not in published
        ):
            yield file


def _successor(app: App, video: str, before: Collection[str], videos: Sequence[str]) -> str | None:
    """Return the file that took the place of a video; None where there is none, or nobody knows which."""
    if app.extras.by_episode:
        codes = episodes_named(video)
        same = [new for new in videos if codes & episodes_named(new)]
        return same[0] if len(same) == 1 else None
    new = [path for path in videos if path not in before]
    return new[0] if len(new) == 1 else None


# --- on disk ---------------------------------------------------------------------------------------------


def bring_back(
    folder: Path,
    images: Iterable[OwnerImage],
    assets: Mapping[str, Asset],
    cache: ArtCache,
    rules: PlacingRules,
    like: Path | None,
    check: Callable[[], None],
) -> tuple[int, list[str]]:
    """Put images of the owner where they belong; return how many, and why others are not, as sentences.

    A copy that the app renamed is renamed back where its content is that of the image, so that nothing is
    written or deleted; otherwise it comes from the cache. No other file is ever replaced. ``like`` is the
    video whose mode and group they take.
    """
    restored, errors = 0, list[str]()
    for image in images:
        check()
        target = folder / image.target
        try:
            copy = next((path for path in image.copies if hash_of(folder / path) == image.sha256), None)
            asset = assets.get(image.sha256)
            if copy is not None:
                rename_own(folder / copy, target)
            elif asset is not None and target.parent.is_dir():
                source = cache.path_of(asset.sha256, asset.extension)
                place_copy(source, asset.sha256, target, folder, like, rules)
            else:
                continue
            restored += 1
        except PlacingError as error:
            errors.append(str(error))
    return restored, errors
