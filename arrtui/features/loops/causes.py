"""Why a chain is of its kind, proven by the matcher: with the suspected fact of the file the score falls.

A change of formats between the release and its file names the fact that makes it alone
(:mod:`arrtui.features.loops.steps`); the causes are these facts with the points they cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import msgspec

from arrtui.core.matching.names import base_name
from arrtui.db.chain_rows import imported_elsewhere
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.join import data_of
from arrtui.features.loops.model import Attempt, Chain, ChainKind, FileLife, FormatChange
from arrtui.features.loops.releases import release_key
from arrtui.features.loops.steps import import_changes, rename_changes


class CauseKind(StrEnum):
    """What makes a file score less than its release."""

    NAMING_TOKEN = "naming_token"  # noqa: S105  # no password
    """The naming adds something to the file's name that a format punishes."""
    SIZE = "size"
    """The indexer's size is not the file's."""
    LANGUAGE = "language"
    """The release counts as of the title's original language, the file as of its audio's."""
    RENAMED_JOB = "renamed_job"
    """The client's job has another name than the release."""
    PACK_NAME = "pack_name"
    """The files of a pack have less in their names than the pack."""
    QUALITY = "quality"
    """The file is of another quality than the release."""
    OTHER = "other"
    """Another fact, or several together."""
    REVISIONS = "revisions"
    """Propers and repacks replace files of the same quality."""
    INCREMENT = "increment"
    """``minUpgradeFormatScore`` is no more than what is lost on the way."""
    TWO_INSTANCES = "two_instances"
    """Another instance imports what this one has grabbed: both use one category of a client."""


class Cause(NamedTuple):
    """A cause of a chain."""

    kind: CauseKind
    points: int = 0
    """What it costs, negative; of an increment the least that would have stopped it."""
    formats: tuple[str, ...] = ()
    """Names of the formats that make the difference."""


_OF_FIELD = {
    "size": CauseKind.SIZE,
    "languages": CauseKind.LANGUAGE,
    "file_name": CauseKind.NAMING_TOKEN,
    "source": CauseKind.QUALITY,
    "resolution": CauseKind.QUALITY,
    "modifier": CauseKind.QUALITY,
}


def causes_of(chain: Chain, book: ScoreBook) -> list[Cause]:
    """Return why a chain is of its kind, what costs most first; nothing for one that is of none."""
    if chain.kind is ChainKind.NONE:
        return []
    shared = imported_elsewhere(book.instance_id, [grab.row.download_id for grab in chain.wasted])
    causes = [Cause(CauseKind.TWO_INSTANCES)] if shared else []
    if chain.kind is ChainKind.REPACK_CHURN:
        return [*causes, Cause(CauseKind.REVISIONS)]
    if chain.kind is ChainKind.GRAB_WITHOUT_IMPORT:
        return causes + _grouped(_queue_changes(chain.wasted[-1], book), None)
    life = next((life for life in reversed(chain.files) if _lost(life, book) > 0), None)
    if life is None or life.attempt is None:
        return causes
    causes += _grouped([*import_changes(life, book), *rename_changes(life, book)], life)
    step = book.step(chain.item_id)
    if chain.kind in (ChainKind.LOOP, ChainKind.SEE_SAW) and step is not None and step <= _lost(life, book):
        causes.append(Cause(CauseKind.INCREMENT, _lost(life, book) + 1))
    return causes


def _lost(life: FileLife, book: ScoreBook) -> int:
    """Return how much less a file scores than what was grabbed of it."""
    if life.attempt is None or life.attempt.row.score is None:
        return 0
    after = book.after(life).score
    score = life.row.score if after is None else after
    return 0 if score is None else life.attempt.row.score - score


def _queue_changes(attempt: Attempt, book: ScoreBook) -> Iterable[FormatChange]:
    """Return the formats that a release has not with the size that its client tells."""
    if attempt.queued is None:
        return ()
    facts = book.release_facts(attempt.row)
    probe = msgspec.structs.replace(facts, size=attempt.queued.size)
    return book.changes(facts, attempt.row, probe)


def _grouped(changes: Iterable[FormatChange], life: FileLife | None) -> list[Cause]:
    """Return the facts that cost points, the most first."""
    points: dict[CauseKind, int] = {}
    names: dict[CauseKind, list[str]] = {}
    for change in changes:
        kind = _OF_FIELD.get(change.field) or _of_name(change.field, life)
        points[kind] = points.get(kind, 0) + (change.score if change.gained else -change.score)
        names.setdefault(kind, []).append(change.name)
    causes = [Cause(kind, cost, tuple(dict.fromkeys(names[kind]))) for kind, cost in points.items()]
    return sorted((cause for cause in causes if cause.points < 0), key=lambda cause: cause.points)


def _of_name(field: str, life: FileLife | None) -> CauseKind:
    """Return what another name means: of a pack's file, or of a job that its client renamed."""
    if field != "titles" or life is None or life.attempt is None:
        return CauseKind.OTHER
    grab = life.attempt.row
    if (data_of(grab).release_type or "").casefold() == "seasonpack":
        return CauseKind.PACK_NAME
    renamed = release_key(base_name(life.row.title)) != release_key(grab.title)
    return CauseKind.RENAMED_JOB if renamed else CauseKind.OTHER
