"""What an app did to the artwork in a title's folder as it replaced, renamed or deleted a video.

What arrtui published is brought back by publishing it again. The owner's own images and NFO were copied into
the cache by the scan; those that went with their video, or were given a name that players misread, come back
here: under the name that they had, or under that of the video which took the place of theirs. An image is
taken as lost to the app only where the app's rules say that it goes with a video that is gone
(:mod:`arrtui.features.artwork.foretelling`), or where everything went that lay in its folder; what the owner
removes stays removed.

What went is noted before anything forgets that it was there: by the look that finds the video gone, or by a
scan that comes first (:mod:`arrtui.features.artwork.taken_notes`). The note stays until the file is back and
the app is done, so that neither a second upgrade nor a restart in between loses it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from arrtui.core.apps import App
from arrtui.core.artwork import ArtFile, ArtFolder, Asset, AssetOrigin, FileClass, Placement
from arrtui.core.taken_files import TakenFile
from arrtui.features.artwork.foretelling import adopted_by_name, episodes_named
from arrtui.features.artwork.naming import base_of
from arrtui.features.artwork.planning import RENAMED_BY_APP, is_as_placed
from arrtui.features.artwork.set_sharing import is_elsewhere
from arrtui.features.artwork.wanting import DiskFile
from arrtui.media.art_placing import (
    ACTORS_FOLDER,
    PlacingError,
    PlacingRules,
    Source,
    hash_of,
    open_folder,
    place_copy,
    rename_own,
)

_OWN_FOLDERS = frozenset(("extrafanart", "extrathumbs", ACTORS_FOLDER))
"""Folders of images in a title's folder, which are made again where it went as a whole."""


class OwnerImage(NamedTuple):
    """An image or NFO of the owner that an app took or misnamed, and where it belongs now."""

    taken: TakenFile
    target: str
    copies: tuple[str, ...] = ()
    """Where it may be now, by a name that the app gave it or beside a video that is gone."""
    older: tuple[TakenFile, ...] = ()
    """What was noted before of other files that belong there; the newest counts."""


# --- pure ------------------------------------------------------------------------------------------------


def lost(
    placements: Iterable[Placement], files: Mapping[str, DiskFile], hash_of: Callable[[str], str]
) -> list[Placement]:
    """Return the published files that are not where they were put, or not as they were put there.

    Where only the change time is another one, as after a change of rights or a copy with the size and time
    of the old file, ``hash_of`` the path decides.
    """
    return [
        placement
        for placement in placements
        if placement.placed_at
        and not is_elsewhere(placement.relative_path)
        and not (
            (there := files.get(placement.relative_path)) is not None
            and (there.size, there.mtime_ns) == (placement.size, placement.mtime_ns)
            and (
                placement.changed_ns in (0, there.changed_ns)
                or hash_of(placement.relative_path) == placement.sha256
            )
        )
    ]


def is_out_of_place(
    placements: Sequence[Placement], files: Mapping[str, DiskFile], bases: Collection[str]
) -> bool:
    """Return whether anything published of a title is begun, beside a video that is gone, or was touched.

    ``bases``: what the names of files published for its parts begin with.
    """
    return any(
        not placement.placed_at
        or (placement.base and placement.base not in bases)
        or ((there := files.get(placement.relative_path)) is not None and not is_as_placed(there, placement))
        for placement in placements
    )


def gone_videos(folder: ArtFolder, present: Mapping[str, int | None]) -> list[str]:
    """Return the videos of a scanned folder that are there no longer, or are another file of that name.

    ``present`` is the size of what is there now, by path; None where only the app tells of it. An upgrade
    gives the same name where that says nothing of the quality, and takes what lies beside it all the same.
    """
    return [
        file.relative_path
        for file in _videos(folder)
        if present.get(file.relative_path, -1) not in (None, file.size)
    ]


def taken_files(
    app: App,
    folder: ArtFolder,
    present: Mapping[str, int | None],
    placed: Sequence[Placement],
    earlier: Sequence[TakenFile],
    now: float,
) -> list[TakenFile]:
    """Return the owner's images and NFO that go with videos which are gone, still there or not.

    Where nothing is left of what lay in the folder, it went as a whole, and everything with it.

    Args:
        app: The app.
        folder: The title's folder as it was scanned last.
        present: What lies in it now, and what the app holds, as for :func:`gone_videos`.
        placed: What arrtui published: its own.
        earlier: What is noted already, and stays as it is; a copy of that under the bare name of a video is
            the app's.
        now: UTC seconds.
    """
    gone = {path: number for number, path in enumerate(gone_videos(folder, present), 1)}
    if not gone:
        return []
    own = {file.relative_path: file for file in _own_files(folder, placed, {file.sha256 for file in earlier})}
    owners = {number: path for path, number in gone.items()}
    taken_in = adopted_by_name(app, Path(folder.path).name, own, gone)
    with_video = {row.relative_path: owners[row.file_id] for row in taken_in if row.file_id}
    with_video |= {path: video for path in with_video for video in gone if _is_beside(path, video)}
    is_all_gone = not any(file.relative_path in present for file in folder.files)
    noted = {(file.relative_path, file.sha256) for file in earlier}
    return [
        TakenFile(
            external_id=folder.external_id,
            relative_path=path,
            sha256=file.sha256,
            video=with_video.get(path, ""),
            kind=file.kind,
            slot=file.slot,
            noted_at=now,
        )
        for path, file in own.items()
        if (path in with_video or is_all_gone) and (path, file.sha256) not in noted
    ]


def is_of_folder(asset: Asset | None) -> bool:
    """Return whether a file of the cache is from a title's folder: the owner's, or one that the app wrote."""
    return asset is not None and asset.origin in (AssetOrigin.OWNER, AssetOrigin.APP)


def _videos(folder: ArtFolder) -> Iterator[ArtFile]:
    return (file for file in folder.files if file.kind is FileClass.VIDEO)


def _own_files(folder: ArtFolder, placed: Sequence[Placement], noted: Collection[str]) -> Iterator[ArtFile]:
    """Yield the owner's images and NFO; ``noted``: hashes of what is noted as taken."""
    published, hashes = {row.relative_path for row in placed}, {row.sha256 for row in placed}
    bases = {base_of(file.relative_path) for file in _videos(folder)}
    for file in folder.files:
        is_copy = base_of(file.relative_path) in bases and (file.sha256 in noted or file.sha256 in hashes)
        if (
            file.kind in (FileClass.IMAGE, FileClass.NFO)
            and file.sha256
            and file.relative_path not in published
            and not is_copy
        ):
            yield file


def _is_beside(path: str, video: str) -> bool:
    """Return whether a file has the name of a video and more."""
    return path.startswith((f"{base_of(video)}-", f"{base_of(video)}."))


def belonging(
    app: App,
    taken: Iterable[TakenFile],
    known: Collection[str],
    videos: Sequence[str],
    files: Collection[str],
) -> list[OwnerImage]:
    """Return where files of the owner belong now; those whose video has no successor wait for one.

    ``known``: the videos that were there before the successor; ``videos``: those that the app holds;
    ``files``: what lies in the folder now.
    """
    videos_by_target: dict[str, str] = {}
    rows: defaultdict[str, list[TakenFile]] = defaultdict(list)
    for file in sorted(taken, key=lambda row: row.noted_at, reverse=True):
        new = _successor(app, file.video, known, videos) if file.video else next(iter(videos), None)
        if new is None:
            continue
        is_beside = bool(file.video) and _is_beside(file.relative_path, file.video)
        rest = file.relative_path.removeprefix(base_of(file.video))
        target = base_of(new) + rest if is_beside else file.relative_path
        rows[target].append(file)
        videos_by_target[target] = new
    return [
        OwnerImage(
            file, target, tuple(_copies(file, target, videos_by_target[target], files, rows)), tuple(older)
        )
        for target, (file, *older) in rows.items()
    ]


def _copies(
    file: TakenFile, target: str, video: str, files: Collection[str], targets: Collection[str]
) -> Iterator[str]:
    """Yield where a file may lie: as it was, or by the bare name of its video (``MoveFilesAfterRename``)."""
    endings = dict.fromkeys((f".{file.relative_path.rpartition('.')[2]}", *RENAMED_BY_APP))
    bases = dict.fromkeys(base_of(name) for name in (video, file.video) if name)
    for path in (file.relative_path, *(f"{base}{ending}" for base in bases for ending in endings)):
        if path in files and path != target and path not in targets:
            yield path


def _successor(app: App, video: str, known: Collection[str], videos: Sequence[str]) -> str | None:
    """Return the file that took the place of a video; None where there is none, or nobody knows which."""
    if video in videos:
        return video
    if app.extras.by_episode:
        codes = episodes_named(video)
        same = [new for new in videos if codes & episodes_named(new)]
        return same[0] if len(same) == 1 else None
    new = [path for path in videos if path not in known] if len(videos) > 1 else videos
    return new[0] if len(new) == 1 else None


def renewed(
    folder: ArtFolder,
    taken: Iterable[TakenFile],
    placed: Iterable[Placement],
    videos: Iterable[str],
    files: Mapping[str, DiskFile],
    now: float,
) -> ArtFolder:
    """Return a scanned folder without what went, with the videos that the app holds now.

    ``files`` is what lies in those of its folders that were looked at. What arrtui published is left to the
    next scan, as its names are about to change.
    """
    seen = {path.rpartition("/")[0] for path in files}
    left_out = {file.relative_path for file in taken} | {row.relative_path for row in placed} | set(videos)
    kept = [
        file
        for file in folder.files
        if file.relative_path not in left_out
        and (file.relative_path in files or file.relative_path.rpartition("/")[0] not in seen)
    ]
    new = [
        ArtFile(path, FileClass.VIDEO, files[path].size, files[path].mtime_ns)
        for path in videos
        if path in files
    ]
    return replace(folder, files=_by_path([*kept, *new]), read_at=now)


def with_own(folder: ArtFolder, image: OwnerImage, facts: DiskFile) -> ArtFolder:
    """Return a scanned folder in which a file of the owner is where it belongs."""
    file, target = image.taken, image.target
    own = ArtFile(
        target,
        FileClass(file.kind),
        facts.size,
        facts.mtime_ns,
        file.slot,
        file.sha256,
    )
    others = [other for other in folder.files if other.relative_path not in (target, *image.copies)]
    nfos = tuple(
        replace(nfo, relative_path=target) if nfo.relative_path == file.relative_path else nfo
        for nfo in folder.nfos
    )
    return replace(folder, files=_by_path([*others, own]), nfos=nfos)


def _by_path(files: Iterable[ArtFile]) -> tuple[ArtFile, ...]:
    return tuple(sorted(files, key=lambda file: file.relative_path))


# --- on disk ---------------------------------------------------------------------------------------------


def bring_back(
    folder: Path,
    images: Iterable[OwnerImage],
    sources: Mapping[str, Source],
    rules: PlacingRules,
    like: Path | None,
    check: Callable[[], None],
) -> tuple[list[OwnerImage], list[str]]:
    """Put files of the owner where they belong; return these, and why others are not, as sentences.

    A copy that the app renamed is renamed back where its content is that of the file, so that nothing is
    written or deleted; otherwise it is copied from its source, by hash. No other file is ever replaced.
    ``like`` is the video whose mode and group they take.
    """
    restored, errors = list[OwnerImage](), list[str]()
    for image in images:
        check()
        target, sha256 = folder / image.target, image.taken.sha256
        try:
            copy = next((path for path in image.copies if hash_of(folder / path) == sha256), None)
            source = sources.get(sha256)
            if copy is not None:
                rename_own(folder / copy, target)
            elif source is not None:
                if target.parent.name in _OWN_FOLDERS:
                    open_folder(target.parent)
                if not target.parent.is_dir():
                    continue
                place_copy(source, sha256, target, folder, like, rules)
            else:
                continue
            restored.append(image)
        except PlacingError as error:
            errors.append(str(error))
    return restored, errors
