"""Add titles to an instance: look them up, then add the missing ones together, each only once.

An app goes on with an import although a proxy, or we, gave the request up. What was cut off is looked for
before it is sent again, and once more when the app then refuses it: a title that has come meanwhile is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from arrtui.core.apps import Ability
from arrtui.core.domain import Item
from arrtui.core.errors import ArrError, CannotWriteError, GatewayError, ServerFaultError, TimedOutError
from arrtui.db.journal import NewStep, StepEnd
from arrtui.features.sync.apply.bodies import OF_EPISODES, add_body, put_body
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.follow_up import follow_up, has_follow_up
from arrtui.features.sync.apply.journal import EntryWrite, RefusalVerdict, Result, app_message
from arrtui.features.sync.apply.refreshes import scans_ended, settle
from arrtui.features.sync.apply.updates import update
from arrtui.features.sync.fields.names import check_conflict, title_fields, without_rule_tags
from arrtui.features.sync.model import EntryOutcome, Fields, Op, PlannedEntry

CUT_OFF = (GatewayError, TimedOutError)
"""A proxy, or we, gave a request up; the app goes on with it."""
SHRINK_AFTER_CUT = 5
"""How many times smaller batches become after one was cut off: many a proxy waits for a minute only."""


async def add(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Add the titles of up to :data:`MOST_ADDED` entries; what is left to do waits for their refresh."""
    await target.report_entry(batch[0])
    if why := await target.missing_ability(Ability.ADD_AS_GIVEN):
        message = f"Not added, as it would not be monitored as planned: {why}"
        for planned in batch:
            await target.journal.outcome(planned.position, EntryOutcome.FAILED, message)
        return
    if target.adopts:
        await scans_ended(target)
    batch = await _write_again(target, batch)
    writes = await _additions(target, batch)
    while writes:
        part, rest = writes[: target.most_added], writes[target.most_added :]
        try:
            await target.journal.write(part, partial(_send, target), partial(_look, target))
            if not target.kind.app.resource.imports_many:
                await _pace(target, [write.planned for write in part])
        except CUT_OFF:
            if len(part) == 1:
                raise
            target.most_added = max(1, len(part) // SHRINK_AFTER_CUT)
            rest = await _additions(target, [write.planned for write in writes], again=True)
        writes = rest
    await _explain_refusals(target, batch)
    # whether now or by an earlier attempt
    added = [planned for planned in batch if target.journal.done(planned.position, "add") is not None]
    target.added += [
        planned
        for planned in added
        if has_follow_up(planned) and planned.position not in target.journal.settled
    ]


async def _pace(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Wait for the refreshes of titles just added, then finish these.

    The app asks its metadata host once for each child of a title; one title after the other spares the host,
    and what was added so far is complete if the apply is ended.
    """
    for planned in batch:
        step = target.journal.done(planned.position, "add")
        if step is not None and has_follow_up(planned):
            target.added.append(planned)
        elif step is not None:
            await settle(target, {int(step.result.get("item_id", 0))})
    await follow_up(target)


async def _write_again(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> list[PlannedEntry]:
    """Change added titles of which the app has changed something back; return the other entries."""
    rest: list[PlannedEntry] = []
    changes: list[PlannedEntry] = []
    for planned in batch:
        added = target.journal.done(planned.position, "add")
        if added is None or planned.outcome is not EntryOutcome.CHANGED_BACK:
            rest.append(planned)
            continue
        after = without_rule_tags(planned.after, target.refused_tags)
        after = {name: value for name, value in after.items() if name != "root_folder"}
        after["path"] = added.result["path"]
        change = replace(planned.entry, op=Op.UPDATE, item_id=added.result["item_id"], after=after)
        changes.append(replace(planned, entry=change, edits={}))
    if changes:
        await update(target, changes)
    return rest


async def _explain_refusals(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Replace the outcome of additions that were refused because somebody else was faster."""
    refused = [planned for planned in batch if planned.position in target.journal.refused]
    present = await _find(target, refused, again=True) if refused else {}
    for planned in refused:
        if (item := present.get(planned.entry.external_id)) is not None:
            target.journal.refused.discard(planned.position)
            await _there_already(target, planned, item)


async def _additions(
    target: ApplyTarget, batch: Sequence[PlannedEntry], *, again: bool = False
) -> list[EntryWrite]:
    """Return the writes that add what is still missing, after settling what was cut off or is there already.

    Their bodies are made right before they are sent.
    """
    journal = target.journal
    waiting = [
        planned
        for planned in batch
        if planned.position not in journal.settled and journal.done(planned.position, "add") is None
    ]
    present = await _find(target, waiting, again=again)
    writes = []
    for planned in waiting:
        if (item := present.get(planned.entry.external_id)) is not None:
            await _there_already(target, planned, item)
            continue
        for step in journal.all_begun(planned.position, "add"):
            await journal.leave_unconfirmed(step)
        wanted = {**planned.after, "title": planned.entry.title, "year": planned.entry.year}
        addition = NewStep(planned.position, "add", target.instance, None, wanted)
        writes.append(EntryWrite(planned, addition, last=not has_follow_up(planned)))
    return writes


async def _find(
    target: ApplyTarget, batch: Sequence[PlannedEntry], *, again: bool = False
) -> dict[str, Item]:
    """Return the titles of a batch that are there, by external id.

    The list of the whole library is read once for all batches, and ``again`` only after a refusal.
    """
    ids = [planned.entry.external_id for planned in batch]
    if target.library is None or again:
        if len(ids) <= target.kind.app.resource.most_finds:
            remote_titles = await gather(target.client.find, ids)
            return {remote.item.external_id: remote.item for remote in remote_titles if remote is not None}
        listed = (await target.client.items()).records
        target.library = {title.item.external_id: title.item for title in listed}
    return {external_id: target.library[external_id] for external_id in ids if external_id in target.library}


async def _there_already(target: ApplyTarget, planned: PlannedEntry, item: Item) -> None:
    """Note the outcome of a title that is there: ours if an interrupted attempt was adding it."""
    journal = target.journal
    cut_off = [*journal.unconfirmed(planned.position, "add"), *journal.all_begun(planned.position, "add")]
    if not cut_off:
        if target.adopts:
            await _adopt(target, planned, item)
            return
        verdict = _verdict(target, planned, item)
        await journal.outcome(planned.position, verdict.outcome, verdict.message)
        return
    await journal.settle_begun(cut_off[-1], carried_out=True, result=add_result(item))
    if not has_follow_up(planned):
        await journal.outcome(planned.position, EntryOutcome.DONE)


async def _adopt(target: ApplyTarget, planned: PlannedEntry, item: Item) -> None:
    """Change a title to what was planned that the app itself has added out of a new root folder.

    It is written whole, so that the app refreshes it at once where it gets another metadata profile. The
    journal has it as added then, so that undoing the plan removes it.
    """
    journal, after = target.journal, _own_fields(target, planned)
    fresh = title_fields(item, target.kind, target.names)
    wanted = {name: after[name] for name in check_conflict({}, after, fresh).write}
    for begun in journal.all_begun(planned.position, "edit"):
        await journal.settle_begun(begun, carried_out=not wanted)
    remote = await target.client.title(item.id) if wanted else None
    if remote is not None:
        before = {name: fresh[name] for name in wanted}
        try:
            body = put_body(remote.raw, wanted, target.names)
        except CannotWriteError as error:
            await journal.outcome(planned.position, EntryOutcome.FAILED, str(error))
            return
        step = NewStep(planned.position, "edit", target.instance, before, wanted)
        await journal.write_part(planned, step, partial(target.client.put, body))
    if planned.position in journal.refused:
        return
    (step_id,) = await journal.begin([NewStep(planned.position, "add", target.instance, None, {})])
    end = StepEnd(step_id, "done", add_result(item), "added by the app out of a new root folder")
    await journal.end([end])
    if not has_follow_up(planned):
        await journal.outcome(planned.position, EntryOutcome.DONE)


def _own_fields(target: ApplyTarget, planned: PlannedEntry) -> Fields:
    """Return what an addition wants of the title's own resource, without tags that nobody can set."""
    after = {name: value for name, value in planned.after.items() if name not in OF_EPISODES}
    return without_rule_tags(after, target.names.rule_tags | target.refused_tags.keys())


def _verdict(target: ApplyTarget, planned: PlannedEntry, item: Item) -> RefusalVerdict:
    """Return what becomes of an entry whose title somebody else has added meanwhile."""
    after = _own_fields(target, planned)
    if check_conflict({}, after, title_fields(item, target.kind, target.names)).write:
        message = "It was added by somebody else meanwhile, with other settings. Plan again to compare."
        return RefusalVerdict(None, EntryOutcome.CONFLICTED, message)
    return RefusalVerdict(None, EntryOutcome.SKIPPED, "It is there already, as wanted.")


async def _send(target: ApplyTarget, batch: Sequence[EntryWrite]) -> dict[int, Result | CannotWriteError]:
    """Add one title with the app's full validation, several with its import.

    An import checks no id, and one movie with a profile that is gone breaks Radarr's list of movies for good:
    names are looked up again right before, and what has none any more is not sent. Where each title is added
    by itself the app checks them.
    """
    await target.report_entry(batch[0].planned)
    if target.kind.app.resource.imports_many:
        await target.read_names()
    results: dict[int, Result | CannotWriteError] = {}
    bodies = {}
    refused = target.refused_tags
    for write in batch:
        after, search = without_rule_tags(write.planned.after, refused), write.planned.entry.search
        try:
            body = add_body(target.kind, write.planned.entry, after, target.names)
        except CannotWriteError as error:
            results[write.position] = error
        else:
            bodies[write.planned.entry.external_id] = body | target.client.add_options(after, search=search)
    if len(bodies) == 1:
        added = [await target.client.add(body) for body in bodies.values()]
    else:
        added = await target.client.add_many(list(bodies.values()))
    by_id = {remote.item.external_id: remote.item for remote in added}
    for write in batch:
        if item := by_id.get(write.planned.entry.external_id):
            results[write.position] = add_result(item)
            if lacking := sorted(refused.keys() & {*write.planned.after.get("tags", ())}):
                words = "; ".join(f"{label}: {refused[label]}" for label in lacking)
                remark = f"Added without a tag: {words}"
                results[write.position] = {**add_result(item), "remark": remark, "without_tags": lacking}
    return results


async def _look(
    target: ApplyTarget, batch: Sequence[EntryWrite], error: ArrError
) -> dict[int, RefusalVerdict]:
    """Return what is settled of refused entries because their titles are there.

    They are ours where an earlier request for them was cut off, or where this one failed half way (500).
    """
    failed_half_way = isinstance(error, ServerFaultError)
    cut_off = {write.position for write in batch if target.journal.unconfirmed(write.position, "add")}
    doubtful = [write.planned for write in batch if failed_half_way or write.position in cut_off]
    present = await _find(target, doubtful, again=True) if doubtful else {}
    verdicts = {}
    for planned in doubtful:
        item = present.get(planned.entry.external_id)
        if item is None:
            continue
        verdict = _verdict(target, planned, item)
        if planned.position in cut_off:
            verdict = RefusalVerdict(add_result(item), message="The app had gone on with an earlier request.")
        elif failed_half_way and verdict.outcome is EntryOutcome.SKIPPED:
            verdict = RefusalVerdict(add_result(item), message=app_message(error))
        verdicts[planned.position] = verdict
    return verdicts


def add_result(item: Item) -> Result:
    """Return what the journal keeps of a title that was added."""
    return {"item_id": item.id, "path": item.path}
