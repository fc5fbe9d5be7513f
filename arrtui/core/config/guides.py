"""The guides of the configuration: ``[guides.NAME]``, local files that say what settings should be.

Only a configuration that has guides loads this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from arrtui.core.config.findings import Findings, check_named, tables_of
from arrtui.core.config.tables import ConfigTable
from arrtui.core.config.values import FilePath, expand_here, wrong

Layout = Literal["trash", "recyclarr", "configarr"]
_REVISION = re.compile(r"[0-9a-f]{7,64}")
_FOLDERS = 'a list of folders, e.g. ["/srv/config-templates"]'


def _check_folders(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, list | tuple):
        return value
    if not all(
        isinstance(path, str | Path) and str(path).strip() and "\0" not in str(path) for path in value
    ):
        raise wrong(f"must be {_FOLDERS}")
    return tuple(expand_here(str(path), info) for path in value)


def _check_path(path: Path | None) -> Path | None:
    if path is None:
        raise wrong("is missing: give the path of a file or a folder")
    return path


def _check_trash(path: Path | None, info: ValidationInfo) -> Path | None:
    """Refuse a configuration whose ids refer to nothing, and a checkout beside itself."""
    layout = info.data.get("layout")
    if path is None and layout in ("recyclarr", "configarr"):
        raise wrong("is missing: give the folder of the TRaSH guides that the ids of the file refer to")
    if path is not None and layout == "trash":
        raise wrong("belongs to another layout; this one's own path is the folder of the guides")
    return path


def _check_revision(text: str) -> str:
    if text and not _REVISION.fullmatch(text):
        raise wrong("must be a commit of the guide, 7 to 64 digits of 0-9 and a-f")
    return text


Folders = Annotated[tuple[Path, ...], BeforeValidator(_check_folders)]


class GuideTable(ConfigTable):
    """A guide's table as the file has it."""

    layout: Layout = Field(description='"trash", "recyclarr" or "configarr"')
    """How the files are laid out: a checkout of the TRaSH guides, or another program's configuration."""
    path: Annotated[FilePath, AfterValidator(_check_path)] = Field(
        description="the path of a file or a folder"
    )
    trash: Annotated[FilePath, AfterValidator(_check_trash)] = Field(
        default=None, description="the folder of the TRaSH guides"
    )
    """The checkout that ids in a recyclarr or configarr file refer to."""
    templates: Folders = Field(default=(), description=_FOLDERS)
    """Where such a file's includes lie; what lies elsewhere is not read."""
    formats: Folders = Field(default=(), description=_FOLDERS)
    """Where custom formats of the owner's own lie, in the layout of the guides."""
    instance: str = Field(default="", description="the name of an instance in the file")
    """Which of a file's instances is meant; empty for the only one, or the one named as the target."""
    quality_size: str = Field(default="", description='a type of quality sizes, e.g. "anime"')
    """Which of the guides' sizes; empty for those of films or series."""
    naming: str = Field(default="", description='a key of the guides\' naming, e.g. "plex-imdb"')
    """Which of the guides' names of files and folders; empty for none."""
    revision: Annotated[str, AfterValidator(_check_revision)] = Field(
        default="", description="a commit, 7 to 64 digits of 0-9 and a-f"
    )
    """What the guide is pinned to: a plan from another revision is locked until each entry is approved."""


class GuideConfig(GuideTable):
    """A guide with its name."""

    name: str

    @property
    def root(self) -> Path:
        """Where the guide lies."""
        assert self.path is not None  # a table without one is refused
        return self.path

    @property
    def checkout(self) -> Path:
        """The folder of the TRaSH guides that its ids refer to."""
        return self.trash or self.root


def build_guides(tree: Mapping[str, Any], findings: Findings, folder: Path) -> Iterator[GuideConfig]:
    """Yield the guides of a merged document in its order, noting everything wrong with them."""
    tables = tables_of(tree, "guides", "guide, with its name: [guides.trash]", findings)
    for name, table in tables.items():
        options = check_named(GuideTable, table, ("guides", name), "guide", findings, folder)
        if options is not None:
            yield GuideConfig.model_construct(name=name, **dict(options))  # checked already
