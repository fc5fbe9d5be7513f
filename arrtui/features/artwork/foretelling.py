"""Which files beside a video its app will delete or rename together with it. Pure.

Radarr tells which files it holds as belonging to a film (``GET /extrafile``); where an app does not, it
follows from their names. What is safe needs no repair: files that no app takes in (in dot folders,
``extrafanart/``, names with ``-trailer``; artwork of a series or a season, as Sonarr ties it to no episode),
those that were there before the scan that found the film (file 0), and images whose name the app itself wrote
once (no file), also with another content since (``files/L12``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from arrtui.core.app_extras import METADATA, OTHER, SUBTITLE, SUBTITLE_EXTENSIONS, AdoptedFile, ConsumerNames
from arrtui.core.apps import App
from arrtui.media.names import AppReading, extension, is_video, reading

_CODES = re.compile(r"S(\d{2,4})((?:E\d{2,4})+)", re.IGNORECASE)
_WHOLE_SEASON = re.compile(r"\bS\d{2}\b", re.IGNORECASE)
_SEASON_FOLDER = re.compile(r"Season (\d\d)", re.IGNORECASE)


class Fate(StrEnum):
    """What becomes of a file beside a video."""

    STAYS = "stays"
    GOES = "goes"
    """Deleted with the video, at an upgrade too."""
    RENAMED = "renamed"


class Foretold(NamedTuple):
    """A file and what becomes of it."""

    relative_path: str
    fate: Fate
    becomes: str = ""
    """The path that a rename gives it; empty for a subtitle, whose new name depends on its language."""


# --- what an app takes in --------------------------------------------------------------------------------


def adopted_by_name(
    app: App, folder: str, paths: Iterable[str], files: Mapping[str, int]
) -> list[AdoptedFile]:
    """Return what a scan takes in of the files in a title's folder.

    ``folder`` is its name; ``files`` are the ids of the videos that the app holds, by relative path.
    """
    adopted = []
    for path in paths:
        if is_video(path) or reading(path, app.scan) is AppReading.LEFT_OUT:
            continue
        owner = _owner(app, folder, path, files)
        if path.count(".") and (table := _table(app, folder, path, owner)):
            adopted.append(AdoptedFile(path, table, None if _is_of_title(app, folder, path) else owner))
    return adopted


def _table(app: App, folder: str, path: str, owner: int | None) -> str:
    """Return the table that takes a file in; empty for none."""
    if extension(path) in SUBTITLE_EXTENSIONS:
        return SUBTITLE if owner is not None else ""
    if _is_of_title(app, folder, path):
        return METADATA
    if owner is None:
        return ""
    is_known = any(_role(app, rules, folder, path) for rules in app.extras.consumers)
    return METADATA if is_known else OTHER


def _owner(app: App, folder: str, path: str, files: Mapping[str, int]) -> int | None:
    """Return the id of the video that a file goes with by its name; None for none."""
    if app.extras.by_episode:
        codes = episodes_named(path)
        owners = {number for video, number in files.items() if codes & episodes_named(video)}
        return owners.pop() if len(owners) == 1 else None
    *folders, name = path.split("/")
    names_video = app.extras.names_video.fullmatch
    if not (names_video(name) or names_video(folders[-1] if folders else folder)):
        return None
    return max(files.values(), default=0)


def episodes_named(path: str) -> set[tuple[int, int]]:
    """Return the episodes that a path names, as season and number (``Parser.ParsePath``).

    Where the name of a file names none, its folder is asked: ``Season 02`` is read as S01E02.
    """
    *folders, name = path.split("/")
    if codes := _named_codes(name):
        return codes
    if not folders or _WHOLE_SEASON.search(name):
        return set()
    season = _SEASON_FOLDER.fullmatch(folders[-1])
    return {(1, int(season[1]))} if season and int(season[1]) else _named_codes(folders[-1])


def _named_codes(name: str) -> set[tuple[int, int]]:
    match = _CODES.search(name)
    return {(int(match[1]), int(number)) for number in re.findall(r"\d+", match[2])} if match else set()


def _is_of_title(app: App, folder: str, path: str) -> bool:
    """Return whether a file is one of the title or a season, which goes with no video."""
    file = PurePosixPath(path)
    parent = file.parent.name or folder
    return any(
        (rules.title is not None and rules.title.fullmatch(file.name))
        or (rules.folder_title and file.stem.lower() == parent.lower())
        for rules in app.extras.consumers
    )


def _role(app: App, rules: ConsumerNames, folder: str, path: str) -> str:
    """Return what a consumer takes a file beside a video for: ``image``, ``metadata``, empty for nothing."""
    file = PurePosixPath(path)
    named = app.extras.names_video.fullmatch(file.name)
    patterns = (
        ("image", rules.image, True),
        ("image", rules.named_image, named),
        ("metadata", rules.metadata, True),
        ("metadata", rules.named_metadata, named),
    )
    is_of_folder = file.suffix.lower() == ".jpg" and file.stem.lower() == (file.parent.name or folder).lower()
    if rules.folder_image and is_of_folder:
        return "image"
    return next(
        (role for role, pattern, may in patterns if may and pattern and pattern.fullmatch(file.name)), ""
    )


def goes_with_video(app: App, folder: str, path: str, videos: Iterable[str]) -> bool:
    """Return whether an app takes a file in and deletes it with one of its videos, at an upgrade too.

    ``folder`` is the name of the title's. What the app itself wrote once stays although its name says
    otherwise (``files/L12``).
    """
    files = {video: number for number, video in enumerate(videos, 1)}
    return any(row.file_id for row in adopted_by_name(app, folder, [path], files))


# --- what becomes of it ----------------------------------------------------------------------------------


def foretell_loss(adopted: Iterable[AdoptedFile], file_id: int, paths: Iterable[str]) -> list[Foretold]:
    """Return what becomes of files when a video goes, for whatever reason: an upgrade, a deletion, a loss."""
    goes = {file.relative_path for file in adopted if file_id and file.file_id == file_id}
    return [Foretold(path, Fate.GOES if path in goes else Fate.STAYS) for path in paths]


def foretell_rename(
    app: App, folder: str, adopted: Sequence[AdoptedFile], file_id: int, video: str, paths: Collection[str]
) -> list[Foretold]:
    """Return what becomes of files when a video gets another name: ``video``, its new relative path.

    First come, first served: a name that is taken is left.
    """
    own = dict.fromkeys((file.relative_path, file.table) for file in adopted if file.file_id == file_id)
    taken, fates = set(paths), {path: Foretold(path, Fate.STAYS) for path in paths}
    base = str(PurePosixPath(video).with_suffix(""))
    tables = (METADATA, SUBTITLE, OTHER)
    for path, table in sorted(own, key=lambda file: tables.index(file[1])) if file_id else ():
        if path not in fates:
            continue
        if table == SUBTITLE:
            fates[path] = Foretold(path, Fate.RENAMED)
            continue
        names = _new_names(app, folder, path, base) if table == METADATA else [base + _suffix(path)]
        new = next((name for name in names if name != path and name not in taken), None)
        if new is not None:
            taken.add(new)
            fates[path] = Foretold(path, Fate.RENAMED, new)
    return list(fates.values())


def _new_names(app: App, folder: str, path: str, base: str) -> Iterator[str]:
    """Yield what the consumers that know a file call it after a rename."""
    for rules in app.extras.consumers:
        role = _role(app, rules, folder, path)
        becomes = rules.image_becomes if role == "image" else rules.metadata_becomes
        if role and becomes is not None:
            yield base + (becomes or _suffix(path))


def _suffix(path: str) -> str:
    """Return the last extension of a file."""
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2]}" if "." in name else ""
