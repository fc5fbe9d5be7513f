"""Why a chain is of its kind, proven by the matcher: with the suspected fact of the file the score falls.

A change of formats between the release and its file names the fact that makes it alone
(:mod:`arrtui.features.loops.steps`); the causes are these facts with the points they cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import msgspec

from arrtui.core.apps import APPS
from arrtui.core.matching.names import base_name
from arrtui.core.upgrades import GrabRefusal, Propers
from arrtui.db.chain_rows import ChainRow, imported_elsewhere
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.decisions import GrabDecision, decision_of
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
    TAGGED_LANGUAGE = "tagged_language"
    """The release or its indexer names another language than the file's audio has."""
    RENAMED_JOB = "renamed_job"
    """The client's job has another name than the release."""
    PACK_NAME = "pack_name"
    """The files of a pack have less in their names than the pack."""
    NO_SCENE_NAME = "no_scene_name"
    """The app stores no name of the release with the file: title conditions read the file's name alone."""
    QUALITY = "quality"
    """The file is of another quality than the release."""
    OTHER = "other"
    """Another fact, or several together."""
    RENAMED_SCAN = "renamed_scan"
    """A file found by a scan of the disk, without scene name: its rename dropped what a format rewards."""
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
    "file_name": CauseKind.NAMING_TOKEN,
    "source": CauseKind.QUALITY,
    "resolution": CauseKind.QUALITY,
    "modifier": CauseKind.QUALITY,
}


def causes_of(chain: Chain, book: ScoreBook) -> list[Cause]:
    """Return why a chain is of its kind, what costs most first; nothing for one that is of none."""
    if chain.kind is ChainKind.NONE:
        return []
    downloads = {grab.row.download_id for grab in chain.wasted}
    shared = imported_elsewhere(book.instance_id, chain.external_id, downloads)
    causes = [Cause(CauseKind.TWO_INSTANCES)] if shared else []
    decisions = [decision_of(chain, grab, book) for grab in chain.wasted]
    told = [decision for decision in decisions if isinstance(decision, GrabDecision)]
    if chain.kind is ChainKind.REPACK_CHURN:
        is_proven = any(_is_for_revision(decision, book) for decision in told)
        return causes + [Cause(CauseKind.REVISIONS)] * is_proven
    causes += _grouped(formats_behind(chain, book), _deciding_file(chain, book), book)
    if chain.kind is ChainKind.GRAB_WITHOUT_IMPORT:
        return causes
    causes += _renamed_scan(told, book)
    has_increment = APPS[book.kind].has_score_increment
    if has_increment and chain.kind in (ChainKind.LOOP, ChainKind.SEE_SAW, ChainKind.FALSE_UPGRADE):
        causes += _increment(told, book)
    return causes


def formats_behind(chain: Chain, book: ScoreBook) -> list[FormatChange]:
    """Return the formats in which the file that decided a chain differs from its release."""
    if chain.kind is ChainKind.GRAB_WITHOUT_IMPORT:
        return list(_queue_changes(chain.wasted[-1], book))
    life = _deciding_file(chain, book)
    return [] if life is None else [*import_changes(life, book), *rename_changes(life, book)]


def _deciding_file(chain: Chain, book: ScoreBook) -> FileLife | None:
    """Return the file whose loss made the app grab in vain last; of a drift the one that lost last."""
    lives = list(chain.files)
    if chain.wasted:
        own = chain.kind is ChainKind.FALSE_UPGRADE
        suspects = (grab.file if own else grab.in_place for grab in chain.wasted)
        lives = [life for life in suspects if life is not None]
    return next((life for life in reversed(lives) if life.attempt and _lost(life, book) > 0), None)


def _is_for_revision(decision: GrabDecision, book: ScoreBook) -> bool:
    """Return whether the app grabbed for a release's revision alone."""
    profile, propers = book.rules_at(decision.attempt.row)
    if profile is None or decision.refusal(profile, propers) is not None:
        return False
    return decision.refusal(profile, Propers.DO_NOT_PREFER) is not None


def _increment(decisions: Iterable[GrabDecision], book: ScoreBook) -> list[Cause]:
    """Return the increment that would have stopped every grab, where the one of the time let all through."""
    needed = 0
    for decision in decisions:
        profile, propers = book.rules_at(decision.attempt.row)
        if profile is None or decision.refusal(profile, propers) is not None:
            return []
        least = decision.gap + 1
        if decision.refusal(profile._replace(min_upgrade_score=least), propers) is not GrabRefusal.INCREMENT:
            return []
        needed = max(needed, least)
    return [Cause(CauseKind.INCREMENT, needed)] if needed else []


def _renamed_scan(decisions: Iterable[GrabDecision], book: ScoreBook) -> list[Cause]:
    """Return what the rename of a file found by a scan cost, where the app had refused before it."""
    for decision in decisions:
        life = decision.life
        before = book.scanned_score(life.row, life.row.title).score if life.is_scanned else None
        profile, propers = book.rules_at(decision.attempt.row)
        if before is None or before <= decision.file.score or profile is None:
            continue
        unlike = decision._replace(file=decision.file._replace(score=before))
        if decision.refusal(profile, propers) is None and unlike.refusal(profile, propers) is not None:
            facts = book.scanned_facts(life.row, life.row.title)
            changes = book.changes(facts, life.row, book.scanned_facts(life.row, life.path_now))
            names = tuple(change.name for change in changes if change.score)
            return [Cause(CauseKind.RENAMED_SCAN, decision.file.score - before, names)]
    return []


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


def _grouped(changes: Iterable[FormatChange], life: FileLife | None, book: ScoreBook) -> list[Cause]:
    """Return the facts that cost points, the most first."""
    points: dict[CauseKind, int] = {}
    names: dict[CauseKind, list[str]] = {}
    for change in changes:
        if not change.score:
            continue
        kind = _OF_FIELD.get(change.field) or _of_release(change.field, life, book)
        points[kind] = points.get(kind, 0) + (change.score if change.gained else -change.score)
        names.setdefault(kind, []).append(change.name)
    causes = [Cause(kind, cost, tuple(dict.fromkeys(names[kind]))) for kind, cost in points.items()]
    return sorted((cause for cause in causes if cause.points < 0), key=lambda cause: cause.points)


def _of_release(field: str, life: FileLife | None, book: ScoreBook) -> CauseKind:
    """Return what another language or name than the release's means.

    A name is that of a pack's file, or of a job that its client renamed.
    """
    if life is None or life.attempt is None:
        return CauseKind.OTHER
    grab = life.attempt.row
    if field == "languages":
        return CauseKind.LANGUAGE if _is_assumed(grab, book) else CauseKind.TAGGED_LANGUAGE
    if field != "titles":
        return CauseKind.OTHER
    if not APPS[book.kind].stores_scene_names:
        return CauseKind.NO_SCENE_NAME
    if (data_of(grab).release_type or "").casefold() == "seasonpack":
        return CauseKind.PACK_NAME
    renamed = release_key(base_name(life.row.title)) != release_key(grab.title)
    return CauseKind.RENAMED_JOB if renamed else CauseKind.OTHER


def _is_assumed(grab: ChainRow, book: ScoreBook) -> bool:
    """Return whether the app took an untagged release for decision in the title's original language."""
    item = book.items.get(grab.item_id)
    languages = book.release_facts(grab).languages or ()
    if item is None or languages != (item.original_language,):
        return False
    return languages[0].casefold() not in grab.title.casefold()
