"""``--run loops --cutoffs``: profiles that never stop searching, and a score that they could want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arrtui.features.loops.cutoffs import ProfileCutoff

_HEADINGS = (
    *("instance", "profile", "state", "wanted", "best", "releases", "files"),
    *("short of quality", "of score", "suggested", "would be done"),
)


async def print_cutoffs(task: Task, names: Sequence[str]) -> ExitStatus:
    """Print whether the profiles of instances ever stop searching, as they were backed up last."""
    from arrtui.features.loops.cutoff_words import UNSEARCHED, count_cutoffs, cutoff_object, sentence_of
    from arrtui.features.loops.cutoffs import CutoffState

    codes, cells, sentences = dict.fromkeys(names, ""), list[tuple[str, ...]](), list[str]()
    counts: list[dict[str, Any]] = []
    for name in names:
        try:
            report = await task.services.loops.cutoffs.report(name)
        except NoSuchSnapshotError as error:
            codes[name] = error.code
            task.out.note(f"Nothing is stored of {name}. Run: arrtui --run backup {name}")
            continue
        counts.append(count_cutoffs(report)._asdict())
        for profile in report.profiles:
            task.out.event("cutoff", **cutoff_object(profile))
            if profile.state is not CutoffState.UNUSED:
                cells.append(_cells(profile))
        never = report.of_state(CutoffState.NEVER)
        sentences += [f"{name}: {profile.profile}: {sentence_of(profile)}" for profile in never]
        if report.unsearched:
            task.out.note(f"{name}: " + UNSEARCHED.format(releases=plural(report.unsearched, "release")))
    for line in [*(table(_HEADINGS, cells, right=tuple(range(3, 11))) if cells else ()), *sentences]:
        task.out.line(line)
    status = status_of(codes.values())
    task.result(status is ExitStatus.OK, instances=counts)
    return status


def _cells(profile: ProfileCutoff) -> tuple[str, ...]:
    """Return the line of a profile, with the first suggestion."""
    from arrtui.features.loops.cutoff_words import STATE_WORDS

    numbers = (profile.releases, profile.files, profile.short_quality, profile.short_score)
    first = next(iter(profile.suggestions), None)
    return (
        *(profile.instance, profile.profile, STATE_WORDS[profile.state], f"{profile.wanted:,}"),
        "" if profile.best is None else f"{profile.best.most:,}",
        *(f"{number:,}" for number in numbers),
        *(("", "") if first is None else (f"{first.wanted:,}", f"{first.stopped:,}")),
    )
