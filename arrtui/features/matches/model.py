"""Matches as data: files of an instance with their facts, what is told of them, what would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from arrtui.core.apps import Kind
from arrtui.core.matching import CompiledFormat, MatchFacts


@dataclass(frozen=True)
class MatchLibrary:
    """The stored files of one instance, and its formats. The sequences are in the same order."""

    instance: str
    instance_id: int
    kind: Kind
    digest: str
    """Of the snapshot it is the state of."""
    file_ids: Sequence[int]
    facts: Sequence[MatchFacts]
    app_formats: Sequence[tuple[int, ...]]
    """What the app itself matched."""
    formats: tuple[CompiledFormat, ...]


class FileMatch(NamedTuple):
    """The formats of one file, as our evaluation says."""

    file_id: int
    formats: frozenset[int]
    """Those it matches for certain."""
    unknown: Mapping[int, str]
    """Format id → why it cannot be told."""
    doubt: str = ""
    """Why nothing can be told of it: its present formats come out otherwise than in the app; or empty."""

    @property
    def is_told(self) -> bool:
        """Whether all its formats are known."""
        return not self.doubt and not self.unknown


class FileChange(NamedTuple):
    """A file whose formats would change."""

    file_id: int
    gained: frozenset[int]
    lost: frozenset[int]


class FormatForecast(NamedTuple):
    """The files that would match a format otherwise than now, whatever becomes of other formats."""

    gained: tuple[int, ...] = ()
    """Ids of files that would match it."""
    lost: tuple[int, ...] = ()
    """Ids of files that would match it no more."""
    unknown: Mapping[int, str] = MappingProxyType({})
    """File id → why it cannot be told."""


@dataclass(frozen=True)
class MatchForecast:
    """What other formats would do to the files of an instance."""

    files: int
    """How many there are."""
    changes: tuple[FileChange, ...]
    """Files for which it is certain."""
    cannot_tell: Mapping[int, str]
    """File id → why it cannot be told."""
    by_format: Mapping[int, FormatForecast] = field(default_factory=dict)
    """The same of each format by its id, doubtful files among them."""
    doubts: Mapping[int, str] = field(default_factory=dict)
    """File id → why nothing can be told of it."""
