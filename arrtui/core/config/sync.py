"""The pairs of the configuration: ``[sync.NAME]`` with its filter, its maps and its limits.

Only a configuration that has pairs loads this module: building its models takes longer than reading a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo

from arrtui.core.apps import Kind
from arrtui.core.config.findings import Findings, check_named, named_instances, tables_of
from arrtui.core.config.following import circle_text, circles
from arrtui.core.config.sync_values import (
    EVERYTHING_ELSE,
    FolderMap,
    Folders,
    Follow,
    Mode,
    Monitored,
    NameMap,
    Names,
    SeriesTypes,
    Source,
    TagMap,
    Target,
    UpdateFields,
    YearTo,
    inverted,
    kind_of,
    plain_folder,
)
from arrtui.core.config.tables import ConfigTable
from arrtui.core.config.values import wrong

__all__ = [
    "EVERYTHING_ELSE",
    "FilterRules",
    "PairTable",
    "SyncFilter",
    "SyncLimits",
    "SyncMap",
    "SyncPair",
    "build_pairs",
]

_NAMES = 'a list of names, e.g. ["kids", "4k"]'
_FOLDERS = 'a list of folders, e.g. ["/movies"]'
_YEAR = "a year, or 0 for no bound"
_SWITCH = "true or false"
_MAP = 'a table of texts, e.g. { "HD-1080p" = "Ultra-HD" }'


class FilterRules(ConfigTable):
    """Rules by name. A list is met by any of its names; rules that are not set are no rules."""

    quality_profiles: Names = Field(default=(), description=_NAMES)
    root_folders: Folders = Field(default=(), description=_FOLDERS)
    """A title lies in one or below one; ``/movies`` does not hold ``/movies4k``."""
    tags: Names = Field(default=(), description=_NAMES)
    """Labels; a number is a label too, never a tag's id."""
    genres: Names = Field(default=(), description=_NAMES)
    series_types: SeriesTypes = Field(default=(), description='a list of "standard", "daily" and "anime"')
    certifications: Names = Field(default=(), description=_NAMES)
    languages: Names = Field(default=(), description=_NAMES)
    """Of the original, or of any file."""
    year_from: int = Field(default=0, ge=0, le=9999, description=_YEAR)
    year_to: YearTo = Field(default=0, ge=0, le=9999, description=_YEAR)
    monitored: bool | None = Field(default=None, description=_SWITCH)
    has_file: bool | None = Field(default=None, description=_SWITCH)
    min_score: int | None = Field(default=None, description="a whole number, the lowest custom format score")
    """Of the file of a title that has the least."""
    min_quality: str = Field(default="", description='the name of a quality, e.g. "Bluray-1080p"')
    """By the order of the title's own quality profile."""
    min_rating: float | None = Field(
        default=None, ge=0, le=10, allow_inf_nan=False, description="a number from 0 to 10"
    )
    text: str = Field(default="", description="a text to be found in a title")


class SyncFilter(ConfigTable):
    """Which titles of the source a pair is about: they meet all of ``include`` and nothing of ``exclude``."""

    include: FilterRules = Field(default_factory=FilterRules, description="a table of rules")
    exclude: FilterRules = Field(default_factory=FilterRules, description="a table of rules")


class SyncMap(ConfigTable):
    """What names of the source are called on the target; ``*`` is every name not in the table."""

    quality_profiles: NameMap = Field(default_factory=dict, description=_MAP)
    metadata_profiles: NameMap = Field(default_factory=dict, description=_MAP)
    """Of a Lidarr; no other app has any."""
    root_folders: FolderMap = Field(
        default_factory=dict, description='a table of folders, e.g. { "/movies" = "/movies-4k" }'
    )
    tags: TagMap = Field(default_factory=dict, description=_MAP)
    """A tag that becomes an empty text is left out."""


class SyncLimits(ConfigTable):
    """How much a plan may hold before it has to be approved entry by entry."""

    removals_percent: int = Field(default=5, ge=0, le=100, description="a whole number from 0 to 100")
    """Of the target's titles. Both limits on removals count."""
    removals: int = Field(default=20, ge=0, le=1_000_000, description="a whole number from 0 to 1000000")
    additions: int = Field(
        default=0, ge=0, le=1_000_000, description="a whole number from 0 (no limit) to 1000000"
    )


def _check_map(names: SyncMap, info: ValidationInfo) -> SyncMap:
    """Refuse a map that a union cannot follow back."""
    forms: dict[str, Callable[[str], str]] = dict.fromkeys(SyncMap.model_fields, str.casefold)
    forms["root_folders"] = plain_folder
    many = [name for name, form in forms.items() if inverted(getattr(names, name), form) is None]
    if many and info.data.get("mode") == "union":
        raise wrong(
            f"leads two names of {' and of '.join(many)} to one; a union goes back too, so each needs its own"
        )
    return names


class PairTable(ConfigTable):
    """A pair's table as the file has it. What depends on another option comes after it."""

    source: Source = Field(description="an instance, e.g. radarr.main, or a snapshot, radarr.main@2026-11-01")
    target: Target = Field(description="an instance, e.g. radarr.4k")
    mode: Mode = Field(default="add", description='"add", "mirror" or "union"')
    update: UpdateFields = Field(default=(), description='a list of fields, e.g. ["monitored", "tags"]')
    """What is kept equal on titles both have."""
    search: bool = Field(default=False, description=_SWITCH)
    """Whether the app is to search for what is added."""
    monitored: Monitored = Field(default="source", description='"source", true or false')
    """Whether what is added is monitored."""
    move_files: bool = Field(default=False, description=_SWITCH)
    """Whether the app moves the files of a title whose root folder is updated."""
    refresh_after: int = Field(
        default=60, ge=0, le=43200, description="a whole number of minutes from 0 (always) to 43200"
    )
    """Stored data that is older is read again before planning."""
    follow: Follow = Field(default="off", description='"off" or "live"')
    """Whether titles of the source that change are brought to the target within seconds."""
    dry_run: bool = Field(default=True, description=_SWITCH)
    """Whether following only makes plans and tells of them."""
    burst: int = Field(default=25, ge=1, le=10_000, description="a whole number from 1 to 10000")
    """Titles that following may write within a minute; before more it stops."""
    filter: SyncFilter = Field(default_factory=SyncFilter, description="a table with include and exclude")
    map: Annotated[SyncMap, AfterValidator(_check_map)] = Field(
        default_factory=SyncMap, description="a table of maps"
    )
    limits: SyncLimits = Field(default_factory=SyncLimits, description="a table of limits")


class SyncPair(PairTable):
    """A configured source and target, and how the one follows the other."""

    name: str

    @property
    def source_instance(self) -> str:
        """The instance the source is, or is a snapshot of."""
        return self.source.partition("@")[0]

    @property
    def source_when(self) -> str:
        """What names the snapshot that is the source; empty for the instance as it is now."""
        return self.source.partition("@")[2]

    @property
    def follows(self) -> bool:
        """Whether titles that change are brought to the target within seconds."""
        return self.follow == "live"

    @property
    def compares_children(self) -> bool:
        """Whether planning it takes what of each title's children is monitored.

        Without seasons an addition says it of each child, and a metadata profile is judged by them.
        """
        return "episodes" in self.update or self.kind.app.child_id is not None

    @property
    def kind(self) -> Kind:
        """The app of both sides."""
        return Kind(self.source.partition(".")[0])


# --- building them ---------------------------------------------------------------------------------------


def build_pairs(tree: Mapping[str, Any], findings: Findings, folder: Path) -> Iterator[SyncPair]:
    """Yield the pairs of a merged document in its order, noting everything wrong with them."""
    tables = tables_of(tree, "sync", "pair, with its name: [sync.movies-4k]", findings)
    known = named_instances(tree)
    pairs: list[SyncPair] = []
    for name, table in tables.items():
        kind = kind_of(str(table.get("source", "")))
        path = ("sync", name)
        options = check_named(PairTable, table, path, "pair", findings, folder, instances=known, kind=kind)
        if options is not None:
            values = {field: getattr(options, field) for field in PairTable.model_fields}
            pairs.append(SyncPair.model_construct(name=name, **values))  # checked already, as instances are
    for circle in circles(pairs):
        findings.add(("sync", circle[0].name, "follow"), circle_text(circle))
    yield from pairs
