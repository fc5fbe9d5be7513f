"""Find the row that keeps an app from reading a list of settings, and repair it once its owner said so.

Both apps have written such rows and answered 500: a provider of a kind that they do not know, a profile of a
language that they do not know (ARR_API 2.4). Only the row answers 500 by its id, any other one or none is 200
or 404, so that no id is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from arrtui.clients import ArrClient
from arrtui.core.domain import SettingType
from arrtui.core.errors import NotFoundError, ServerFaultError
from arrtui.db.journal import NewStep
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.apply.setting_lists import quality_names
from arrtui.features.sync.fields.setting_forms import PROVIDERS
from arrtui.features.sync.model import Entry, EntryOutcome, EntrySubject, Op, PlannedEntry, entry_key

Row = Mapping[str, Any]
REPAIRED = (SettingType.QUALITY_PROFILE, *sorted(PROVIDERS))
"""The types that a single row can break, and whose rows are asked for by their ids."""
GAP = 20
"""Ids without a row after which there are none, as no id is given twice."""


async def broken_types(client: ArrClient, types: Iterable[SettingType] = REPAIRED) -> list[SettingType]:
    """Return the types whose list the app cannot read: a request for each of ``types``."""
    broken = []
    for type in types:
        try:
            await client.raw_settings(type)
        except ServerFaultError:
            broken.append(type)
    return broken


async def find_bad_rows(client: ArrClient, type: SettingType, known: Collection[int]) -> list[int]:
    """Return the ids of the rows that the app cannot read.

    They are looked for above the highest id that is ``known`` to have been good, then among these.
    """
    highest, bad, gap = max(known, default=0), list[int](), 0
    number = highest
    while gap < GAP:
        number += 1
        state = await _answers(client, type, number)
        gap = gap + 1 if state is None else 0
        if state is False:
            bad.append(number)
    return bad or [
        number for number in range(1, highest + 1) if await _answers(client, type, number) is False
    ]


async def _answers(client: ArrClient, type: SettingType, number: int) -> bool | None:
    """Return whether the app can read a row; None where there is none of this id."""
    try:
        await client.setting_row(type, number)
    except NotFoundError:
        return None
    except ServerFaultError:
        return False
    return True


# --- what is offered -------------------------------------------------------------------------------------


async def repair_entries(
    client: ArrClient, type: SettingType, bad: Sequence[int], stored: Mapping[int, Row]
) -> list[Entry]:
    """Return an entry for each bad row that says exactly what would be sent; each is decided by itself.

    ``stored`` are the bodies of the type's settings by id as they were backed up last.
    """
    path = f"{client.app.api}{client.app.settings[type]}"
    entries = []
    for number in bad:
        body = (
            await _good_profile(client, number, stored.get(number))
            if type is SettingType.QUALITY_PROFILE
            else {}
        )
        sent = f"PUT {path}/{number} with what is below" if body else f"DELETE {path}/{number}"
        ident, words = f"{type.value}/{number}", type.value.replace("_", " ")
        entries.append(
            Entry(
                key=entry_key(client.config.name, EntrySubject.REPAIR, ident),
                instance=client.config.name,
                op=Op.UPDATE if body else Op.REMOVE,
                subject=EntrySubject.REPAIR,
                ident=ident,
                item_id=number,
                title=f"{words} number {number}, which the app cannot read",
                reason=f"It keeps the app from reading all its {words}s. Sent is: {sent}.",
                after={"body": body} if body else {},
                warnings=("It cannot be undone.",),
                by_hand=True,
            )
        )
    return entries


async def _good_profile(client: ArrClient, number: int, stored: Row | None) -> dict[str, Any]:
    """Return a profile that the app can read, with every format, in the place of one that it cannot.

    It is as it was backed up, but for a language that the app does not know. Of one that never was nothing is
    known: it allows one quality and nobody uses it; its owner deletes it, or makes something of it.
    """
    languages = await client.language_names()
    formats = await client.raw_settings(SettingType.CUSTOM_FORMAT)
    body = dict(stored) if stored is not None else await _plain_profile(client, number)
    scores = {row.get("format"): row.get("score", 0) for row in body.get("formatItems") or ()}
    language = body.get("language") or {}
    if language and language.get("id") not in languages:
        body["language"] = {"id": min(languages), "name": languages[min(languages)]}
    rows = [{"format": row["id"], "name": row["name"], "score": scores.get(row["id"], 0)} for row in formats]
    return {**body, "id": number, "formatItems": rows}


async def _plain_profile(client: ArrClient, number: int) -> dict[str, Any]:
    """Return what the app proposes for a profile, with its best quality allowed."""
    template = await client.profile_template()
    items = [{**item, "allowed": False} for item in template.get("items") or ()]
    items[-1]["allowed"] = True
    return {
        **template,
        "name": f"repaired {number}",
        "items": items,
        "cutoff": next(iter(quality_names(items[-1:]))),
    }


# --- what is done ----------------------------------------------------------------------------------------


async def write_repair(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Send the repair of the batch's only entry, if the app cannot read the row by now either."""
    (planned,) = batch
    await target.report_entry(planned)
    type, number = SettingType(planned.entry.ident.partition("/")[0]), planned.entry.item_id
    begun = target.journal.begun(planned.position, "repair")
    still_bad = await _answers(target.client, type, number) is False
    if begun is not None:
        await target.journal.settle_begun(begun, carried_out=not still_bad)
    if not still_bad:
        await target.journal.nothing_to_write(planned.position, "repair", "The app can read it by now.")
        return

    async def send(_batch: Sequence[EntryWrite]) -> Mapping[int, Result]:
        if planned.entry.op is Op.REMOVE:
            await target.client.delete_setting(type, number)
        else:
            body = await _with_formats(target, planned.after["body"])
            await target.client.put_setting(type, number, body)
        return {planned.position: {"id": number}}

    step = NewStep(planned.position, "repair", target.instance, None, {"id": number})
    await target.journal.write([EntryWrite(planned, step)], send)
    if await _answers(target.client, type, number) is False:  # other rows may keep the list broken yet
        message = "It was sent, and the app cannot read it all the same."
        await target.journal.outcome(planned.position, EntryOutcome.FAILED, message)


async def _with_formats(target: ApplyTarget, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile with a row for every format that the app has by now, which it demands."""
    formats = await target.client.raw_settings(SettingType.CUSTOM_FORMAT)
    rows = {row["format"]: row for row in body.get("formatItems") or ()}
    scores = [{"format": row["id"], "name": row["name"], "score": 0} for row in formats]
    return {**body, "formatItems": [rows.get(row["format"], row) for row in scores]}
