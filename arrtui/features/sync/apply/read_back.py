"""Read back what an apply has written: a refresh, an import or a deletion of the app may undo it.

Source: S ``RefreshSeriesService.RefreshSeriesInfo``, R and S ``HandleAsync(…FileAddedEvent)``, which write
the whole title as they have held it since they began; R and S ``MediaFileDeletionService``, which stops at
the first folder that it must not delete, and tells nobody.

The journal says what was written and not read back yet, so that an apply that goes on after a kill reads back
what the killed one wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from msgspec.structs import replace as replace_struct

from arrtui.db.journal import Step, StepEnd
from arrtui.features.sync import store
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.present import (
    Deletions,
    PresentTitles,
    present_deletions,
    present_episodes,
    present_files,
    present_items,
    present_settings,
)
from arrtui.features.sync.apply.refreshes import outlast_running
from arrtui.features.sync.apply.setting_lookup import RemoteSettings
from arrtui.features.sync.apply.setting_requests import setting_lost
from arrtui.features.sync.fields.file_facts import facts_rows
from arrtui.features.sync.fields.names import monitored_episodes, same_field, title_fields, without_rule_tags
from arrtui.features.sync.fields.single_values import field_names
from arrtui.features.sync.model import FORCE_SAVE, EntryOutcome, EntrySubject, Fields, Op, PlannedEntry
from arrtui.features.sync.store import EntryResult

_AGAIN = "Apply again to write it once more."


class Loss(NamedTuple):
    """What of a step is not as it was written."""

    words: str
    whole: bool
    """Whether nothing of the step is there any more, so that there is nothing to undo."""
    advice: str = _AGAIN


@dataclass(frozen=True)
class WrittenEntry:
    """An entry that is done, with its steps that were not read back yet, oldest first."""

    planned: PlannedEntry
    steps: Sequence[Step]
    item_id: int
    """The title's id on the instance; 0 for what is none."""

    @property
    def is_album(self) -> bool:
        """Whether it is about a single album."""
        return self.planned.entry.subject is EntrySubject.ALBUM

    @property
    def as_sent(self) -> PlannedEntry:
        """The entry on a setting as its last write was: what was set apart, as a switch, is not lost."""
        wanted = [step.wanted for step in self.steps if step.step == "setting"][-1]
        edits = {name: value for name, value in self.planned.edits.items() if name != FORCE_SAVE}
        return replace_struct(self.planned, edits={**edits, **wanted})

    def row_ids(self, name: str) -> list[int] | None:
        """Return the ids of the rows that steps of a name wrote; none of them where one does not tell."""
        results = [step.result.get("ids") or [] for step in self.steps if step.step == name]
        if not results:
            return None
        return [row_id for ids in results for row_id in ids] if all(results) else []


@dataclass(frozen=True)
class Present:
    """What the instance has of what was written."""

    titles: PresentTitles
    settings: RemoteSettings
    deletions: Deletions
    albums: Mapping[int, Collection[str]]
    """Keys of the albums of artists of which some were removed, by the artist's id."""


async def read_back(target: ApplyTarget) -> set[int]:
    """Compare what was written and not read back yet with what the instance has, once no refresh overwrites.

    An entry of which something is not as written is not done: it gets the outcome ``changed_back``. Return
    the positions of the entries that were read back.
    """
    written = await _written(target)
    if not written:
        return set()
    changed = {entry.item_id for entry in written if entry.planned.entry.op is not Op.REMOVE}
    await outlast_running(target, changed - {0})
    await target.report(target.journal.finished, "reading back what was written")
    present = await _present(target, written)
    ends: list[StepEnd] = []
    outcomes: list[EntryResult] = []
    as_written: list[int] = []
    for entry in written:
        losses = {step.id: loss for step in entry.steps if (loss := _loss(target, entry, step, present))}
        as_written += [step.id for step in entry.steps if not losses]
        if losses:
            message = _message(target, losses.values())
            outcomes.append((entry.planned.position, EntryOutcome.CHANGED_BACK, message))
            ends += [
                StepEnd(step.id, "failed" if losses[step.id].whole else "done", step.result, message)
                for step in entry.steps
                if step.id in losses
            ]
    await target.journal.end(ends, outcomes)
    await target.journal.mark_read_back(as_written)
    return {entry.planned.position for entry in written}


async def _written(target: ApplyTarget) -> list[WrittenEntry]:
    """Return the entries that are done, by this attempt or an earlier one, and were not read back yet."""
    journal = target.journal
    unread = journal.unread()
    if not unread:
        return []
    entries = await journal.database.read(store.entries, journal.plan_id)
    written = []
    for planned in entries:
        if planned.position in unread and planned.outcome is EntryOutcome.DONE:
            added = journal.done(planned.position, "add")
            item_id = int(added.result.get("item_id", 0)) if added else planned.entry.item_id
            written.append(WrittenEntry(planned, unread[planned.position], item_id))
    return written


async def _present(target: ApplyTarget, written: Sequence[WrittenEntry]) -> Present:
    """Read what the instance has of these entries."""
    subjects = (EntrySubject.ITEM, EntrySubject.ALBUM)
    items = [entry for entry in written if entry.planned.entry.subject in subjects]
    removed = [entry for entry in items if entry.planned.entry.op is Op.REMOVE]
    artists = {entry.item_id for entry in removed if entry.is_album}
    albums = {
        item_id: {album.key for album in (await target.client.episodes(item_id)).records}
        for item_id in sorted(artists)
    }
    external_ids = {entry.planned.entry.external_id for entry in removed} - {""}
    titles = await present_items(target, {entry.item_id for entry in items}, external_ids)
    episodes = await present_episodes(target, _row_ids(items, titles, "episodes"))
    files = await present_files(target, _row_ids(items, titles, "files"))
    settings = [
        entry.planned.entry for entry in written if entry.planned.entry.subject is EntrySubject.SETTING
    ]
    removals = [step for entry in removed for step in entry.steps if step.step == "remove"]
    folders = {
        str(step.before["path"])
        for step in removals
        if step.before and "path" in step.before and step.wanted.get("delete_files")
    }
    to_exclude = {
        entry.planned.entry.ident
        for entry in removed
        if any(step.wanted.get("exclude") for step in entry.steps)
    }
    exclusions = any(entry.planned.entry.subject is EntrySubject.EXCLUSION for entry in written)
    return Present(
        replace(titles, episodes=episodes, files=files),
        await present_settings(target, settings),
        await present_deletions(target, folders, to_exclude, exclusions=exclusions),
        albums,
    )


def _row_ids(items: Iterable[WrittenEntry], titles: PresentTitles, name: str) -> dict[int, list[int]]:
    """Return the ids of the rows that steps of a name wrote, by the titles that are there."""
    return {
        entry.item_id: ids
        for entry in items
        if entry.item_id in titles.by_id and (ids := entry.row_ids(name)) is not None
    }


# --- comparing -------------------------------------------------------------------------------------------


def _loss(target: ApplyTarget, entry: WrittenEntry, step: Step, present: Present) -> Loss | None:
    """Return what of a step is not as it was written; None where all of it is."""
    planned = entry.planned
    match step.step:
        case "remove":
            return _removal_loss(target, entry, step, present)
        case "add" | "edit" | "episodes" | "files":
            return _title_loss(target, entry, step, present.titles)
        case "setting":
            words, nothing_left = setting_lost(entry.as_sent, present.settings)
            return Loss(words, nothing_left) if words else None
        case "exclusion":
            excluded = planned.entry.external_id in present.deletions.excluded
            if excluded is not (planned.entry.op is Op.ADD):
                return Loss(f"it is {'' if excluded else 'not '}on the exclusion list", True)
    return None


def _removal_loss(target: ApplyTarget, entry: WrittenEntry, step: Step, present: Present) -> Loss | None:
    """Return what of a removal did not happen."""
    external_id, deletions = entry.planned.entry.ident, present.deletions
    if external_id in present.albums.get(entry.item_id, ()):
        return Loss("it is still there", True)
    same = present.titles.by_id.get(entry.item_id)
    if same is not None and same.external_id == external_id:
        return Loss("it is still there", True)
    if external_id in present.titles.by_external_id:
        return Loss("it was added again", False, "Plan again to remove it.")
    folder = str((step.before or {}).get("path"))
    if step.wanted.get("delete_files") and folder in deletions.folders:
        advice = "Look into the log of the app and delete the folder there."
        return Loss(f"it is removed, but its folder {folder} is still there", False, advice)
    if step.wanted.get("exclude") and external_id not in deletions.excluded:
        advice = f"Exclude it in {target.kind.app.name}, so that no list adds it again."
        return Loss("it is removed, but not on the exclusion list", False, advice)
    return None


def _title_loss(target: ApplyTarget, entry: WrittenEntry, step: Step, titles: PresentTitles) -> Loss | None:
    """Return which fields of a title are not as a step wrote them."""
    item = titles.by_id.get(entry.item_id)
    if item is None:
        return None if titles.unreadable else Loss("it is not there any more", True)
    present = {
        **title_fields(item, target.kind, target.names),
        "episodes": monitored_episodes(titles.episodes.get(item.id, ())),
        "files": titles.files.get(item.id, ()),
    }
    wanted = _wanted(target, step)
    lost = [name for name, value in wanted.items() if not _as_written(name, value, present)]
    return Loss(field_names(lost, target.kind.app.unit), len(lost) == len(wanted)) if lost else None


def _wanted(target: ApplyTarget, step: Step) -> Fields:
    """Return the fields of a title that a step wrote; of an addition the folder is what the app answered."""
    wanted = without_rule_tags(step.wanted, target.names.rule_tags)
    if step.step != "add":
        return wanted
    fields = {name: value for name, value in wanted.items() if name not in ("episodes", "files")}
    left_out = {*step.result.get("without_tags", ()), *target.refused_tags}
    return without_rule_tags(fields, left_out) | {"path": step.result["path"]}


def _as_written(name: str, value: Any, present: Fields) -> bool:
    """Return whether a field is as it was written.

    Of seasons, episodes and files only those count that are there: metadata changes by itself.
    """
    if name == "files":
        return not facts_rows(value, present[name]).rows
    if name in ("seasons", "episodes"):
        return all(present.get(name, {}).get(key, flag) is flag for key, flag in value.items())
    return name not in present or same_field(name, value, present[name])


def _message(target: ApplyTarget, losses: Iterable[Loss]) -> str:
    """Return what was changed back, and what to do."""
    words, advice = [], _AGAIN
    for loss in losses:
        words.append(loss.words)
        advice = loss.advice if loss.advice != _AGAIN else advice
    return f"Changed back by {target.kind.app.name}: {', '.join(dict.fromkeys(words))}. {advice}"
