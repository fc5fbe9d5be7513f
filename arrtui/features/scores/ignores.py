"""Files left out of the candidates until a time, by title and episode: a replacement is ignored too.

Runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from arrtui.db import scores
from arrtui.db.estate import instance_ids
from arrtui.features.scores.model import ScoredFile


class IgnoreKey(NamedTuple):
    """The movie or episode that a file holds on an instance."""

    instance: str
    external_id: str
    """Where there is none, the title's own id after a minus sign, with which no external id begins."""
    season: int
    """-1 for a movie."""
    episode: int
    """Number of the first one; -1 for a movie; negative, and the file's id, where it holds none."""


def key_of(file: ScoredFile) -> IgnoreKey:
    """Return the key that a file is ignored by."""
    title = file.external_id or f"-{file.item_id}"
    if not file.kind.app.has_children:
        return IgnoreKey(file.instance, title, -1, -1)
    return IgnoreKey(file.instance, title, file.season, min(file.episodes, default=-file.file_id))


def ignore(keys: Iterable[IgnoreKey], until: float, now: float | None = None) -> None:
    """Ignore files until a time (UTC seconds), and drop what was ignored until ``now``, the clock's time.

    Files of instances that were forgotten meanwhile are skipped.
    """
    scores.drop_ignores_before(time.time() if now is None else now)
    scores.upsert_ignores(_with_instance_ids(keys), until)


def ignored(now: float) -> dict[IgnoreKey, float]:
    """Return what is ignored at ``now``, and until when (both UTC seconds)."""
    return {IgnoreKey(*key): until for *key, until in scores.stored_ignores(now)}


def unignore(keys: Iterable[IgnoreKey]) -> None:
    """Stop ignoring files."""
    scores.delete_ignores(_with_instance_ids(keys))


def _with_instance_ids(keys: Iterable[IgnoreKey]) -> Iterator[tuple[int, str, int, int]]:
    """Yield keys with the id of their instance in the database."""
    ids = instance_ids()
    return ((ids[key.instance], *key[1:]) for key in keys if key.instance in ids)
