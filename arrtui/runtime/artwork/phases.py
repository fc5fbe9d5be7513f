"""The phases of artwork as jobs: each stands alone and starts the next one that is configured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec

from arrtui.core.artwork import PhaseName
from arrtui.core.text import plural
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


class PhaseArgs(msgspec.Struct, frozen=True, kw_only=True):
    """What a job of a phase is to do."""

    external_ids: tuple[str, ...] = ()
    """Titles; all of the instance when empty."""
    limit: int = 0
    """How many titles are worked on at most; 0 for all."""
    follows: bool = False
    """Whether the next configured phase starts afterwards."""
    applies: bool = True
    """Whether anything is written to folders; otherwise it is only looked at."""
    unattended: bool = False
    """Whether nobody asked for it just now: the first mass publish then waits for somebody to look at it."""
    asks_again: bool = False
    """Whether what counts as fresh is read again."""
    with_rejected: bool = False
    """Whether a plan shows what its owner rejected before, as rejected."""
    takes_back: bool = False
    """Whether what was published is taken back, and the owner's files are given back."""
    plan: int = 0
    """Number of the plan of publishing that was approved; 0 for none."""
    replaces: tuple[str, ...] = ()
    """Hashes of what somebody wrote over published images: these make room for what was there."""


class PhaseCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a phase: the counts of its result line."""

    titles: int = 0
    """Titles that were looked at; under a limit those in which there was something to do."""
    found: int = 0
    """Images and NFO that lay in folders, or candidates."""
    fetched: int = 0
    published: int = 0
    lost: int = 0
    """Published files that were gone."""
    restored: int = 0
    locked: int = 0
    """What a lock kept as it is."""
    failed: int = 0
    messages: tuple[str, ...] = ()
    """Sentences, the most important first; at most twenty."""


LOOK_KIND = "artwork-look"
"""The kind of job that says what publishing, or taking back, would do."""


def kind_of(phase: PhaseName) -> str:
    """Return the name of the kind of job that does a phase."""
    return f"artwork-{phase}"


def phase_job(phase: PhaseName, instance: str, args: PhaseArgs | None = None, *, priority: int = 5) -> NewJob:
    """Return the job that does a phase for an instance; its subject tells it from one for other titles."""
    args = args or PhaseArgs()
    subject = instance
    if args.external_ids:
        mark = crc32(" ".join((*args.external_ids, *args.replaces)).encode())
        subject = f"{instance}: {plural(len(args.external_ids), 'title')} [{mark:08x}]"
    if args.takes_back:
        subject = f"{subject}: taking back"
    if phase is PhaseName.PUBLISH and not args.applies:
        subject = f"{subject}: look"
    if args.plan:
        subject = f"{instance}: plan {args.plan}"
    looks = phase is PhaseName.PUBLISH and not args.applies
    return NewJob(
        kind=LOOK_KIND if looks else kind_of(phase),
        subject=subject,
        instance=instance,
        args=msgspec.to_builtins(args),
        priority=priority,
    )


def args_of(job: JobContext) -> PhaseArgs:
    """Return what a job of a phase is to do."""
    return msgspec.convert(job.args, PhaseArgs)


async def start_next(
    services: Services, job: JobContext, phase: PhaseName, external_ids: Iterable[str] = ()
) -> None:
    """Queue the phase that follows one, as a child of its job, where that is configured and wanted.

    ``external_ids``: titles for which there is something to do; all of the instance when empty.
    """
    args = args_of(job)
    following = services.config.artwork.next_phase(phase) if args.follows else None
    if following is None:
        return
    wanted = msgspec.structs.replace(args, external_ids=tuple(external_ids))
    await job.enqueue_child(phase_job(PhaseName(following), job.job.instance, wanted, priority=8))


async def start_first(services: Services, job: JobContext) -> None:
    """Queue the first phase that is configured, as a child of the job that backed an instance up."""
    phases: Sequence[str] = services.config.artwork.phases
    first = next((name for name in PhaseName if name in phases), None)
    if first is not None:
        await job.enqueue_child(phase_job(first, job.job.instance, PhaseArgs(follows=True), priority=8))


def describe(result: Mapping[str, Any]) -> str:
    """Word the counts of a phase: what is not zero."""
    names = ("found", "fetched", "published", "removed", "lost", "restored", "locked", "failed")
    counts = [f"{result[name]:,} {name}" for name in names if result.get(name)]
    titles = plural(int(result.get("titles", 0)), "title")
    return f"{titles}: {', '.join(counts)}" if counts else f"{titles}, nothing to do"
