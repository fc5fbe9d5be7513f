"""Plan how to take back what an apply wrote, from its journal and what the instances have now. Pure.

Entries are in the reverse order of writing; tags that the apply created go last, when nothing carries them
any more. What somebody else has changed since stays as it is, with a warning where something else of the same
title is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from arrtui.core.domain import SettingType
from arrtui.core.text import format_size, plural
from arrtui.features.sync.fields.metadata_profiles import with_cost
from arrtui.features.sync.fields.setting_index import ident_type
from arrtui.features.sync.model import Entry, EntrySubject, LeftOut, Op, Plan, PlanDraft, PlannedEntry, Side
from arrtui.features.sync.revert.undo_albums import undo_album
from arrtui.features.sync.revert.undo_downloads import undo_download
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult, by_external_id
from arrtui.features.sync.revert.undo_files import undo_rename
from arrtui.features.sync.revert.undo_settings import undo_exclusion, undo_setting, undo_tag
from arrtui.features.sync.revert.undo_titles import undo_add, undo_changes, undo_remove

if TYPE_CHECKING:
    from arrtui.db.journal import Step

_CHANGES = ("edit", "episodes", "files")


def make_undo(
    plan: Plan, entries: Sequence[PlannedEntry], steps: Sequence[Step], now: Mapping[str, Side]
) -> PlanDraft:
    """Return the plan that takes back every finished step of ``plan``.

    ``now`` are the sides of the instances it wrote, freshly read, with episodes, files and the history of
    what was added; episodes and files that are not loaded are taken to be as the apply left them.
    """
    finished = [step for step in steps if step.state == "done"]
    entry_at = {planned.position: planned.entry for planned in entries}
    titles = {name: by_external_id(side) for name, side in now.items()}
    undone: list[UndoResult] = []
    for position, position_steps in _latest_first(finished):
        if position not in entry_at:
            # the tags that were created for the plan as a whole
            undone += [
                undo_tag(plan, str(step.wanted.get("label", "")), now[step.instance])
                for step in reversed(position_steps)
                if step.step == "tag" and step.instance in now
            ]
        elif (side := now.get(entry_at[position].instance)) is not None:
            applied = AppliedEntry(plan, entry_at[position], side, titles[side.instance])
            undone += _undo_entry(applied, position_steps)
    # of several entries on the same thing the first stays, in the place of the last
    unique = {entry.key: entry for entry in reversed(undone) if isinstance(entry, Entry)}
    planned = [with_cost(entry, now[entry.instance]) for entry in reversed(unique.values())]
    return PlanDraft(
        entries=sorted(planned, key=_is_tag_removal),
        locked=_removals_limit(planned),
        left_out=[title for title in undone if isinstance(title, LeftOut)],
        notes=tuple(_notes(plan, steps, now)),
    )


def _latest_first(steps: Iterable[Step]) -> list[tuple[int, list[Step]]]:
    """Return the steps by position, each in the order they were taken, the position written last first."""
    by_position: dict[int, list[Step]] = {}
    for step in sorted(steps, key=lambda step: step.id):
        by_position.setdefault(step.position, []).append(step)
    return sorted(by_position.items(), key=lambda pair: -pair[1][-1].id)


def _undo_entry(applied: AppliedEntry, steps: Sequence[Step]) -> Iterable[UndoResult]:
    """Yield what takes back all that was written for one entry."""
    by_name: dict[str, list[Step]] = {}
    for step in steps:
        by_name.setdefault(step.step, []).append(step)
    if applied.entry.subject is EntrySubject.ALBUM:
        yield undo_album(applied, steps)
    elif "add" in by_name:
        yield undo_add(applied, by_name["add"][-1])
    elif "remove" in by_name:
        yield from undo_remove(applied, by_name["remove"][-1])
    elif changes := [step for step in steps if step.step in _CHANGES]:
        yield from undo_changes(applied, changes)
    if "setting" in by_name:
        yield from undo_setting(applied, by_name["setting"])
    if "exclusion" in by_name:
        yield undo_exclusion(applied, by_name["exclusion"])
    if "rename" in by_name:
        yield undo_rename(applied, by_name["rename"])
    yield from undo_download(applied, by_name)


def _removals_limit(entries: Sequence[Entry]) -> str:
    """Return what an undo's removals would take along, as a sentence; empty where nothing was gained.

    Such entries are decided one by one (:attr:`.Entry.by_hand`).
    """
    removed = [entry for entry in entries if entry.subject is EntrySubject.ITEM and entry.op is Op.REMOVE]
    gained = [entry for entry in removed if entry.by_hand]
    if not gained:
        return ""
    where = ", ".join(dict.fromkeys(entry.instance for entry in gained))
    files, size = sum(entry.files for entry in gained), sum(entry.size for entry in gained)
    have = f" ({plural(files, 'file')}, {format_size(size)})" if files else ""
    return (
        f"It removes {plural(len(removed), 'title')}. Files, history or changes have come to "
        f"{len(gained):,} of them on {where} since{have}."
    )


def _is_tag_removal(entry: Entry) -> bool:
    removes = entry.subject is EntrySubject.SETTING and entry.op is Op.REMOVE
    return removes and ident_type(entry.ident) is SettingType.TAG


def _notes(plan: Plan, steps: Sequence[Step], now: Mapping[str, Side]) -> Iterable[str]:
    """Yield what this plan does not take back, as sentences."""
    searches = sum(step.step == "search" and step.state == "done" for step in steps)
    if searches:
        yield f"{plural(searches, 'search', 'searches')} of plan {plan.id} cannot be taken back."
    begun = sum(step.state == "begun" for step in steps)
    if begun:
        yield (
            f"Of {plural(begun, 'write')} of plan {plan.id} nobody knows whether it was carried out: apply "
            "the plan to its end first."
        )
    for instance in sorted({step.instance for step in steps} - now.keys()):
        yield f"{instance}: nothing is known of it now, so nothing is taken back there."
