"""Create the tags that titles need, and write exclusions of an instance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arrtui.core.domain import SettingType
from arrtui.db.journal import WHOLE_PLAN, NewStep, StepEnd
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import REFUSALS, EntryWrite, Result, app_message
from arrtui.features.sync.fields.names import exclusion_fields
from arrtui.features.sync.model import Op, PlannedEntry


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
