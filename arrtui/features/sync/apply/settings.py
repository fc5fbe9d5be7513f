"""Write settings and exclusions of an instance, one request each, by the names they have now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arrtui.core.domain import SettingType
from arrtui.core.errors import CannotWriteError
from arrtui.db.journal import WHOLE_PLAN, NewStep, StepEnd
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import REFUSALS, EntryWrite, Result, app_message
from arrtui.features.sync.apply.present import present_for
from arrtui.features.sync.apply.setting_lookup import RemoteSettings
from arrtui.features.sync.apply.setting_requests import (
    SettingWrite,
    setting_before,
    setting_conflict,
    setting_write,
)
from arrtui.features.sync.fields.setting_index import ident_type
from arrtui.features.sync.model import EntryOutcome, Fields, Op, PlannedEntry, exclusion_fields


async def create_tags(target: ApplyTarget, titles: Iterable[PlannedEntry]) -> None:
    """Create the tags that entries on titles need and the instance does not have."""
    labels = {label.lower() for planned in titles for label in planned.after.get("tags", ())}
    missing = sorted(labels - target.names.tags.keys())
    for label in missing:
        target.check()
        step = NewStep(WHOLE_PLAN, "tag", target.instance, None, {"label": label})
        (step_id,) = await target.journal.begin([step])
        try:
            created = await target.client.create_tag(label)
        except REFUSALS as error:  # titles are added without it, changes that need it say so themselves
            target.refused_tags[label] = app_message(error)
            await target.journal.end([StepEnd(step_id, "failed", {}, app_message(error))])
        else:
            await target.journal.end([StepEnd(step_id, "done", {"id": created.id})])
    if missing:
        await target.read_names()


async def settle_tags(target: ApplyTarget) -> None:
    """Find out which tags an interrupted attempt created."""
    for step in target.journal.all_begun(WHOLE_PLAN, "tag"):
        created = step.wanted["label"] in target.names.tags
        await target.journal.settle_begun(step, carried_out=created)


async def write_setting(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Write the setting of the batch's only entry as the instance needs it now."""
    (planned,) = batch
    await target.report_entry(planned)
    type_, current = ident_type(planned.entry.ident), await present_for(target, planned.entry)
    begun = target.journal.begun(planned.position, "setting")
    try:
        write = setting_write(planned, current)
        if begun is not None:
            # a write of another type, or of the place alone, means that the setting itself is there
            later = write is None or write.method == "reorder" or write.type is not type_
            await target.journal.settle_begun(begun, carried_out=later)
        if write is not None and (conflict := setting_conflict(planned, current)):
            message = f"Nothing was written: {conflict}."
            await target.journal.outcome(planned.position, EntryOutcome.CONFLICTED, message)
            return
        sent = set[tuple[object, ...]]()
        # an app that does not take a value is not asked again: reading back tells what is lost
        while write is not None and write[:3] not in sent:
            sent.add(write[:3])
            await _send(target, planned, write, current)
            if write.last or planned.position in target.journal.refused:
                return
            current = await present_for(target, planned.entry)
            write = setting_write(planned, current)
    except CannotWriteError as error:
        await target.journal.outcome(planned.position, EntryOutcome.FAILED, str(error))
        return
    await target.journal.nothing_to_write(planned.position, "setting")


async def _send(
    target: ApplyTarget, planned: PlannedEntry, write: SettingWrite, current: RemoteSettings
) -> None:
    """Send one request of an entry, journalled before and after."""

    async def send(batch: Sequence[EntryWrite]) -> dict[int, Result]:
        match write.method:
            case "post":
                created = await target.client.post_setting(write.type, write.body)
                return {planned.position: {"id": created.get("id", 0)}}
            case "put":
                await target.client.put_setting(write.type, write.id, write.body)
            case "reorder":
                await target.client.reorder_delay_profile(write.id, write.body["after"])
            case "delete":
                await target.client.delete_setting(write.type, write.id)
        return {planned.position: {"id": write.id}}

    before = setting_before(planned, current)
    wanted: Fields = {} if planned.entry.op is Op.REMOVE else dict(planned.after)
    step = NewStep(planned.position, "setting", target.instance, before, wanted)
    await target.journal.write([EntryWrite(planned, step, last=write.last)], send)


async def write_exclusion(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Put the title of the batch's only entry on the exclusion list, or take it off."""
    (planned,) = batch
    await target.report_entry(planned)
    external_id = planned.entry.external_id
    row_id = (await target.read_exclusions()).get(external_id)
    begun = target.journal.begun(planned.position, "exclusion")
    as_wanted = (row_id is not None) is (planned.entry.op is Op.ADD)
    if begun is not None:
        await target.journal.settle_begun(begun, carried_out=as_wanted)
    if as_wanted:
        await target.journal.nothing_to_write(planned.position, "exclusion")
        return
    exclusion = exclusion_fields(target.kind, external_id, planned.entry.title, planned.entry.year)
    before, wanted = (None, exclusion) if planned.entry.op is Op.ADD else (exclusion, {})

    async def send(batch: Sequence[EntryWrite]) -> dict[int, Result]:
        if row_id is not None:
            await target.client.delete_setting(SettingType.EXCLUSION, row_id)
        else:
            await target.client.add_exclusion(external_id, planned.entry.title, planned.entry.year)
        return {planned.position: {}}

    step = NewStep(planned.position, "exclusion", target.instance, before, wanted)
    await target.journal.write([EntryWrite(planned, step)], send)
