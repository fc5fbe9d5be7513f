"""Names of files that the metadata consumers of both apps know as theirs (`IMetadata.FindMetadataFile`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.scanning import stem


class KnownFile(NamedTuple):
    """What a consumer takes a file for."""

    part: str
    """`title` (a series or a season) or `file` (a movie or an episode)."""
    role: str
    """`image` or `metadata`."""


class WrittenFile(NamedTuple):
    """A file that a consumer wants beside a title."""

    path: str
    """Below the title's folder; absolute where the app stores it so."""
    role: str
    """`image` or `metadata`."""
    content: bytes
    file_id: int | None = None
    """The video it is of; None for one of the title or a season."""
    row_file_id: int | None = None
    """The video that its row names: none for images of a movie."""


Writer = Callable[[Any, Obj, Obj], Iterator[WrittenFile]]
"""Takes the store, a title and the consumer's settings."""


class Consumer(NamedTuple):
    """One metadata consumer; it knows files whether it is enabled or not."""

    name: str
    """The name of its class, as the tables have it."""
    find: Callable[[str, str, bool], KnownFile | None]
    """Takes the path below the title's folder, the name of that folder, and whether an NFO is Kodi's."""
    suffixes: Mapping[str, str | None]
    """By role what is put behind the base of a renamed file; None: the name stays. Else its extension."""
    write: Writer | None = None
    """What it writes while it is enabled; None for one that writes nothing."""


def name_after_move(consumer: Consumer, role: str, path: str, file_path: str) -> str:
    """Return what a consumer calls a file once its video was renamed (`GetFilenameAfterMove`)."""
    name = path.rsplit("/", 1)[-1]
    suffix = consumer.suffixes.get(role, f".{name.rsplit('.', 1)[-1]}")
    return path if suffix is None else stem(file_path) + suffix


def described(root: str, metadata: Obj) -> bytes:
    """Return metadata as XML; the same for the same metadata."""
    names = ("title", "year", "overview", "runtime", "fileinfo")
    lines = (f"  <{name}>{escape(str(metadata[name]))}</{name}>" for name in names if name in metadata)
    return "\n".join((f"<{root}>", *lines, f"</{root}>", "")).encode()


def picture(kind: str, title: str) -> bytes:
    """Return what stands for a picture of the metadata host."""
    return f"{kind} of {title}".encode()


def picture_name(kind: str) -> str:
    """Return what the Kodi consumer calls a picture; logos alone are PNG (`MediaCover`)."""
    return f"{kind}.png" if kind == "clearlogo" else f"{kind}.jpg"
