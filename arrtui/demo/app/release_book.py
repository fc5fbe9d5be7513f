"""What an app knows of releases beside its history: what searches have listed, and what is blocked."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from arrtui.demo.http.wire import Obj


class ListedRelease(NamedTuple):
    """A release as an interactive search has listed it."""

    title: Obj
    release: Obj
    listed_at: float
    """Seconds since 1970."""


class OfferedRelease(NamedTuple):
    """A release that an interactive search offers for a title."""

    title: Obj
    number: int
    name: str
    facts: Obj
    guid: str
    replaced: list[Obj]
    """The files it would replace."""
    episode_id: int = 0
    refusal: str = ""
    """Why the search itself would leave it."""


@dataclass
class ReleaseBook:
    """The releases of one instance."""

    indexers_down: bool = False
    """Whether no indexer answers: a search lists nothing, a grab fails."""
    blocked: dict[int, Obj] = field(default_factory=dict)
    """Rows of the blocklist by id."""
    listed: dict[str, ListedRelease] = field(default_factory=dict)
    """By guid."""

    def keep(self, title: Obj, release: Obj) -> None:
        """Keep a release that a search lists, so that it can be grabbed."""
        self.listed[release["guid"]] = ListedRelease(title, release, time.time())
