"""Names of files that the metadata consumers of both apps know as theirs (`IMetadata.FindMetadataFile`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from arrtui.demo.world.scanning import stem


class KnownFile(NamedTuple):
    """What a consumer takes a file for."""

    part: str
    """`title` (a series or a season) or `file` (a movie or an episode)."""
    role: str
    """`image` or `metadata`."""


class Consumer(NamedTuple):
    """One metadata consumer; it knows files whether it is enabled or not."""

    name: str
    """The name of its class, as the tables have it."""
    find: Callable[[str, str, bool], KnownFile | None]
    """Takes the path below the title's folder, the name of that folder, and whether an NFO is Kodi's."""
    suffixes: Mapping[str, str | None]
    """By role what is put behind the base of a renamed file; None: the name stays. Else its extension."""


def name_after_move(consumer: Consumer, role: str, path: str, file_path: str) -> str:
    """Return what a consumer calls a file once its video was renamed (`GetFilenameAfterMove`)."""
    name = path.rsplit("/", 1)[-1]
    suffix = consumer.suffixes.get(role, f".{name.rsplit('.', 1)[-1]}")
    return path if suffix is None else stem(file_path) + suffix
