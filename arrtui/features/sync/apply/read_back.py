"""Read back what an apply has written: a refresh or an import of the app may have changed it back.

Source: S ``RefreshSeriesService.RefreshSeriesInfo``, R and S ``HandleAsync(…FileAddedEvent)``, which write
the whole title as they have held it since they began.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from arrtui.clients import ArrClient
from arrtui.core.domain import Item
from arrtui.db.journal import StepEnd
from arrtui.features.sync import store
from arrtui.features.sync.apply.bodies import OF_EPISODES
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.refreshes import outlast_running
from arrtui.features.sync.fields.names import monitored_episodes, same_field, title_fields, without_rule_tags
from arrtui.features.sync.model import EntryOutcome, EntrySubject, Fields, Op, PlannedEntry

MOST_SINGLE = 5
"""Titles that are read one by one; of more the list of the library is read."""


async def read_back(target: ApplyTarget, entries: Iterable[PlannedEntry]) -> None:
    """Compare what this attempt has changed with what the instance has, once all refreshes are over.

    An entry whose title is no more as written is not done: it gets the outcome ``changed_back``. A title that
    is gone meanwhile was removed by somebody else, and stays as it was told.
    """
    written = await _written(target, entries)
    if not written:
        return
    item_ids = {_item_id(target, planned) for planned in written}
    await outlast_running(target, item_ids)
    await target.report(target.journal.finished, "reading back what was written")
    items = await _items(target.client, item_ids)
    with_episodes = [
        item_id
        for planned in written
        if planned.after.get("episodes") and (item_id := _item_id(target, planned)) in items
    ]
    read = await gather(target.client.episodes, with_episodes) if target.kind.app.has_children else []
    episodes = {
        item_id: monitored_episodes(fetched.records)
        for item_id, fetched in zip(with_episodes, read, strict=False)
    }
    for planned in written:
        item = items.get(_item_id(target, planned))
        if item is not None:
            present = {
                **title_fields(item, target.kind, target.names),
                "episodes": episodes.get(item.id, {}),
            }
            await _judge(target, planned, present)


async def _written(target: ApplyTarget, entries: Iterable[PlannedEntry]) -> list[PlannedEntry]:
    """Return the entries on titles that this attempt has changed, as they are stored now."""
    journal, positions = target.journal, {planned.position for planned in entries}
    return [
        planned
        for planned in await journal.database.read(store.entries, journal.plan_id)
        if planned.position in positions
        and planned.outcome is EntryOutcome.DONE
        and planned.entry.subject is EntrySubject.ITEM
        and (planned.entry.op is Op.UPDATE or (planned.entry.op is Op.ADD and planned.after.get("episodes")))
    ]


def _item_id(target: ApplyTarget, planned: PlannedEntry) -> int:
    step = target.journal.done(planned.position, "add")
    return int(step.result.get("item_id", 0)) if step else planned.entry.item_id


async def _items(client: ArrClient, item_ids: set[int]) -> Mapping[int, Item]:
    """Return titles by the app's id; those that are gone are left out."""
    if len(item_ids) > MOST_SINGLE:
        listed = (await client.items()).records
        return {title.item.id: title.item for title in listed if title.item.id in item_ids}
    remote_titles = await gather(client.title, sorted(item_ids))
    return {remote.item.id: remote.item for remote in remote_titles if remote is not None}


async def _judge(target: ApplyTarget, planned: PlannedEntry, present: Fields) -> None:
    """Take an entry's outcome back if what it wrote is no more as written."""
    steps = [
        step
        for name in ("edit", "episodes")
        if (step := target.journal.done(planned.position, name)) is not None
    ]
    wanted = planned.after if planned.entry.op is Op.UPDATE else {"episodes": planned.after["episodes"]}
    wanted = without_rule_tags(wanted, target.names.rule_tags)
    changed = [name for name, value in wanted.items() if _differs(name, value, present)]
    if not changed:
        return
    names = ", ".join(name.replace("_", " ") for name in changed)
    message = f"Changed back by {target.kind.app.name}: {names}. Apply again to write it once more."
    ends = []
    for step in steps:  # one of which nothing is there any more has failed: there is nothing to undo
        lost = all(_differs(name, value, present) for name, value in step.wanted.items())
        ends.append(StepEnd(step.id, "failed" if lost else step.state, step.result, message))
    await target.journal.end(ends, [(planned.position, EntryOutcome.CHANGED_BACK, message)])


def _differs(name: str, value: Any, present: Fields) -> bool:
    """Return whether a field is not as written; of episodes only those count that are there."""
    if name == "episodes":
        return any(present[name].get(key, flag) is not flag for key, flag in value.items())
    return name not in OF_EPISODES and name in present and not same_field(name, value, present[name])
