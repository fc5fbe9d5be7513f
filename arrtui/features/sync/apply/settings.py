"""Write settings of an instance, by the names they have now: read, checked, secured, journalled, sent.

Lists are read once for the settings of a type, and again after what changes them; a profile is always made
from what the app has right before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError, CannotWriteError, ValidationFailedError
from arrtui.core.setting_text import switches_of
from arrtui.core.text import name_some
from arrtui.db.journal import NewStep, StepEnd
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import REFUSALS, EntryWrite, RefusalVerdict, Result, app_message
from arrtui.features.sync.apply.present import present_for
from arrtui.features.sync.apply.setting_checks import first_refusal
from arrtui.features.sync.apply.setting_lookup import RemoteSettings
from arrtui.features.sync.apply.setting_requests import (
    SettingWrite,
    setting_before,
    setting_conflict,
    setting_write,
)
from arrtui.features.sync.apply.setting_secrets import (
    ProviderPlace,
    SecuredBody,
    fill_secrets,
    how_to_give,
    wanted_values,
)
from arrtui.features.sync.apply.setting_sending import MOST_TRIES, SettingSender, has_new_formats
from arrtui.features.sync.fields.provider_forms import switched_off
from arrtui.features.sync.fields.setting_forms import PROVIDERS, wanted_form
from arrtui.features.sync.fields.setting_index import ident_type
from arrtui.features.sync.model import FORCE_SAVE, EntryOutcome, Fields, Op, PlannedEntry
from arrtui.features.sync.setting_words import where_to_type

TEST = "test"
"""The step of a provider that the app could not reach; seen by its owner, it may be saved all the same."""


async def write_setting(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Write the setting of the batch's only entry as the instance needs it now.

    Raises BrokenListError where the app cannot read a list of settings any more.
    """
    (planned,) = batch
    await target.report_entry(planned)
    await target.lists.begin(ident_type(planned.entry.ident))
    try:
        await _write(target, planned)
    except CannotWriteError as error:
        await target.journal.outcome(planned.position, EntryOutcome.FAILED, str(error))


async def _write(target: ApplyTarget, planned: PlannedEntry) -> None:
    """Write one setting. Raises CannotWriteError for what must not be sent."""
    force = bool(planned.edits.get(FORCE_SAVE))
    edits = {name: value for name, value in planned.edits.items() if name != FORCE_SAVE}
    planned = msgspec.structs.replace(planned, edits=edits)
    current = await present_for(target, planned.entry)
    write = setting_write(planned, current)
    made_before, as_begun = await _settle_begun(target, planned, current)
    if write is not None and not made_before and (conflict := setting_conflict(planned, current)):
        message = f"Nothing was written: {conflict}."
        await target.journal.outcome(planned.position, EntryOutcome.CONFLICTED, message)
        return
    if as_begun and not force:  # what was set apart then stays so
        write = None
    sent = set[tuple[object, ...]]()
    # an app that does not take a value is not asked again: reading back tells what is lost
    while write is not None and write[:3] not in sent:
        sent.add(write[:3])
        request = await _request(target, planned, write, current, force=force)
        before = setting_before(planned, current)
        wanted: Fields = {} if planned.entry.op is Op.REMOVE else request.wanted(planned)
        step = NewStep(planned.position, "setting", target.instance, before, wanted)
        await _send(target, request, EntryWrite(planned, step, last=request.is_last))
        if request.is_last or planned.position in target.journal.settled:
            return
        current = await present_for(target, planned.entry)
        write = setting_write(planned, current)
    await target.journal.nothing_to_write(planned.position, "setting")


async def _settle_begun(
    target: ApplyTarget, planned: PlannedEntry, current: RemoteSettings
) -> tuple[bool, bool]:
    """End the step that an interruption left open.

    Return whether the setting was written before by this entry, and whether all is as the open step wanted.
    """
    journal, position = target.journal, planned.position
    begun = journal.begun(position, "setting")
    if begun is None:
        return journal.done(position, "setting") is not None, False
    edits = {**planned.edits, **begun.wanted}
    rest = setting_write(msgspec.structs.replace(planned, edits=edits), current)
    # a write of another type, or of the place alone, means that the setting itself is there
    is_there = rest is None or rest.method == "reorder" or rest.type is not ident_type(planned.entry.ident)
    await journal.settle_begun(begun, carried_out=is_there)
    return journal.done(position, "setting") is not None, rest is None


# --- one request -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SettingRequest:
    """A write that may be sent: checked, with its secrets."""

    write: SettingWrite
    force_save: bool = False
    secured: SecuredBody = field(default_factory=lambda: SecuredBody({}))
    has_second: bool = False
    """Whether it is followed by one that switches on what was saved: an app tests what is added switched on,
    whatever it is told (ARR_API 2.4)."""
    remark: str = ""
    """What the entry's outcome says of it."""

    @property
    def is_last(self) -> bool:
        """Return whether the entry is done with it."""
        return self.write.last and not self.has_second

    def wanted(self, planned: PlannedEntry) -> Fields:
        """Return what the journal notes that was written: as planned, but for what was set apart."""
        wanted = dict(planned.after)
        if self.secured.lacking or self.has_second:
            wanted = switched_off(wanted)
        if self.secured.kept:
            fields = wanted.get("fields") or {}
            wanted["fields"] = {
                name: value for name, value in fields.items() if name not in self.secured.kept
            }
        return wanted


async def _request(
    target: ApplyTarget, planned: PlannedEntry, write: SettingWrite, current: RemoteSettings, *, force: bool
) -> SettingRequest:
    """Return a write that may be sent. Raises CannotWriteError for what must not be."""
    if write.method in ("delete", "reorder"):
        return SettingRequest(write)
    place = ProviderPlace(target.instance, write.type, str(write.body.get("name") or ""))
    present = next((row for row in current.rows[write.type] if row.get("id") == write.id), None)
    wanted = wanted_values(write.type, planned.after)
    secured = fill_secrets(place, write.body, present, wanted, target.options.find_secret)
    body, remark = secured.body, ""
    if secured.lacking:
        body = switched_off({"body": body})["body"]
        where = where_to_type(place.type, place.name, secured.lacking)
        asked = how_to_give(place.secret(name) for name in secured.lacking)
        remark = (
            f"Added switched off, without its secrets. Type them in the app: {where}. "
            f"To have the next one added with them, {asked}."
        )
    has_second = force and write.method == "post" and _is_used(write._replace(body=body))
    if has_second:
        body = switched_off({"body": body})["body"]
    if lacking := _unscored(planned, write):
        remark = (
            f"Without the scores of {name_some(lacking)}: {target.instance} has no formats of these names."
        )
    await _check(target, write._replace(body=body), current)
    return SettingRequest(write._replace(body=body), force, secured, has_second, remark)


def _unscored(planned: PlannedEntry, write: SettingWrite) -> list[str]:
    """Return the formats that a profile is to score and that are not in the one that is sent.

    Their entries were rejected, or failed. The profile is sent all the same, as it has to have every format
    of the app and can have no other one.
    """
    if write.type is not SettingType.QUALITY_PROFILE:
        return []
    present = {row.get("name") for row in write.body.get("formatItems") or ()}
    scores = wanted_form(write.type, planned.after).get("formats") or {}
    return [name for name, score in scores.items() if score and name not in present]


def _is_used(write: SettingWrite) -> bool:
    """Return whether an app will use a provider, and so tests it before it saves it (ARR_API 2.4)."""
    return write.type in PROVIDERS and any(switches_of(write.body).values())


async def _check(target: ApplyTarget, write: SettingWrite, current: RemoteSettings) -> None:
    """Raise CannotWriteError where the instance's own lists say that a write does harm or is refused."""
    rows = {type: list(rows) for type, rows in current.rows.items()}
    lists = await target.lists.checked_with(write.type, rows)
    refusal = first_refusal(write.type, write.id, write.body, lists)
    if refusal is not None:
        doing = "adding" if write.method == "post" else "changing"
        name = write.body.get("name") or ""
        raise CannotWriteError(
            f"{doing} the {write.type.value.replace('_', ' ')} {name}".rstrip(),
            why=refusal.why,
            advice=refusal.advice,
            instance=target.instance,
        )


async def _send(target: ApplyTarget, request: SettingRequest, entry_write: EntryWrite) -> None:
    """Send a write, journalled; a new provider that is switched on is tested first."""
    planned, write = entry_write.planned, request.write
    sender = SettingSender(target, write, request.secured.secrets, request.force_save)
    is_used = _is_used(write)
    if write.method == "post" and is_used and not request.force_save:
        try:
            await sender.test()
        except REFUSALS as error:
            await _note_failed_test(target, planned)
            message = _untaken(planned, error)
            await target.journal.outcome(planned.position, EntryOutcome.FAILED, message)
            return

    async def send(_batch: Sequence[EntryWrite]) -> Mapping[int, Result | CannotWriteError]:
        try:
            result = await _send_for_now(target, planned, sender)
        except CannotWriteError as error:
            return {planned.position: error}
        return {planned.position: {**result, **({"remark": request.remark} if request.remark else {})}}

    async def look(_batch: Sequence[EntryWrite], error: ArrError) -> Mapping[int, RefusalVerdict]:
        if write.method != "put" or not is_used or request.force_save:
            return {}
        await _note_failed_test(target, planned)
        return {planned.position: RefusalVerdict(None, EntryOutcome.FAILED, _untaken(planned, error))}

    await target.journal.write([entry_write], send, look)


async def _send_for_now(target: ApplyTarget, planned: PlannedEntry, sender: SettingSender) -> Result:
    """Send a write; a profile again, made anew, while other clients change the formats beside it.

    Raises the app's refusals, CannotWriteError where the profile was changed meanwhile.
    """
    for _ in range(MOST_TRIES - 1):
        try:
            return await sender.send()
        except ValidationFailedError as error:
            if not has_new_formats(error):
                raise
            current = await present_for(target, planned.entry)
            if conflict := setting_conflict(planned, current):
                raise CannotWriteError("writing it", why=conflict, instance=target.instance) from None
            write = setting_write(planned, current)
            if write is None or write == sender.write:
                raise
            await _check(target, write, current)
            sender = replace(sender, write=write)
    return await sender.send()


async def _note_failed_test(target: ApplyTarget, planned: PlannedEntry) -> None:
    """Note that the app could not use a provider, so that its owner may have it saved all the same."""
    step = NewStep(planned.position, TEST, target.instance, None, {"key": planned.entry.key})
    (step_id,) = await target.journal.begin([step])
    await target.journal.end([StepEnd(step_id, "failed", {}, "")])


def _untaken(planned: PlannedEntry, error: ArrError) -> str:
    """Return what the app says of a provider that it cannot use, and what to do."""
    return (
        f"{app_message(error).rstrip('.')}. It was not saved: correct it, or have it saved all the same, "
        f"by e in the plan or by --force-save '{planned.entry.key}'."
    )
