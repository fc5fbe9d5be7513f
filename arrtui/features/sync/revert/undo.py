"""Plan how what an apply wrote is taken back, from its journal and what the instances have now. Pure.

Entries are in the reverse order of writing; tags that the apply created go last, when nothing carries them
any more. What somebody else has changed since stays as it is, with a warning where something else of the same
title is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from arrtui.core.domain import SettingType
from arrtui.features.sync.fields.setting_forms import ident_type
from arrtui.features.sync.model import Entry, EntrySubject, LeftOut, Op, Plan, PlanDraft, PlannedEntry, Side
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult, by_external_id
from arrtui.features.sync.revert.undo_settings import undo_exclusion, undo_setting, undo_tag
from arrtui.features.sync.revert.undo_titles import undo_add, undo_changes, undo_remove

if TYPE_CHECKING:
    from arrtui.features.sync.store import Step

_CHANGES = ("edit", "episodes", "files")


def make_undo(
    plan: Plan, entries: Sequence[PlannedEntry], steps: Sequence[Step], now: Mapping[str, Side]
) -> PlanDraft:
    """Return the plan that takes back every finished step of ``plan``.

    ``now`` are the sides of the instances it wrote, freshly stored, with episodes and files; where these are
    not loaded they are taken to be as the apply left them.
    """
    finished = [step for step in steps if step.state == "done"]
    by_position = {planned.position: planned.entry for planned in entries}
    titles = {name: by_external_id(side) for name, side in now.items()}
    undone: list[UndoResult] = []
    for position, some in _latest_first(finished):
        if position not in by_position:
            undone += _of_plan(plan, some, now)
        elif (side := now.get(by_position[position].instance)) is not None:
            undone += _inverse(AppliedEntry(plan, by_position[position], side, titles[side.instance]), some)
    planned = _unique(planned for planned in undone if isinstance(planned, Entry))
    return PlanDraft(
        entries=sorted(planned, key=_is_tag_removal),
        left_out=[planned for planned in undone if isinstance(planned, LeftOut)],
        notes=tuple(_notes(plan, steps, now)),
    )


def _latest_first(steps: Iterable[Step]) -> list[tuple[int, list[Step]]]:
    """Return the steps by position, each in the order they were taken, the position written last first."""
    by_position: dict[int, list[Step]] = {}
    for step in sorted(steps, key=lambda step: step.id):
        by_position.setdefault(step.position, []).append(step)
    return sorted(by_position.items(), key=lambda pair: -pair[1][-1].id)


def _of_plan(plan: Plan, steps: Iterable[Step], now: Mapping[str, Side]) -> Iterable[UndoResult]:
    """Yield what takes back the tags that were created for the plan as a whole."""
    for step in reversed(list(steps)):
        side = now.get(step.instance)
        if step.step == "tag" and side is not None:
            yield undo_tag(plan, str(step.wanted.get("label", "")), side)


def _inverse(about: AppliedEntry, steps: Sequence[Step]) -> Iterable[UndoResult]:
    """Yield what takes back all that was written for one entry."""
    named: dict[str, list[Step]] = {}
    for step in steps:
        named.setdefault(step.step, []).append(step)
    if "add" in named:
        yield undo_add(about, named["add"][-1])
    elif "remove" in named:
        yield from undo_remove(about, named["remove"][-1])
    elif changes := [step for step in steps if step.step in _CHANGES]:
        yield from undo_changes(about, changes)
    if "setting" in named:
        yield from undo_setting(about, named["setting"])
    if "exclusion" in named:
        yield undo_exclusion(about, named["exclusion"])


def _unique(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries without a second one on the same thing."""
    return list({entry.key: entry for entry in reversed(list(entries))}.values())[::-1]


def _is_tag_removal(entry: Entry) -> bool:
    removes = entry.subject is EntrySubject.SETTING and entry.op is Op.REMOVE
    return removes and ident_type(entry.ident) is SettingType.TAG


def _notes(plan: Plan, steps: Sequence[Step], now: Mapping[str, Side]) -> Iterable[str]:
    """Say what this plan does not take back."""
    searches = sum(step.step == "search" and step.state == "done" for step in steps)
    if searches:
        yield f"{_counted(searches, 'search', 'searches')} of plan {plan.id} cannot be taken back."
    begun = sum(step.state == "begun" for step in steps)
    if begun:
        yield (
            f"Of {_counted(begun, 'write')} of plan {plan.id} nobody knows whether it was carried out: apply "
            "the plan to its end first."
        )
    for instance in sorted({step.instance for step in steps} - now.keys()):
        yield f"{instance}: nothing is known of it now, so nothing is taken back there."


def _counted(number: int, word: str, plural: str = "") -> str:
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
