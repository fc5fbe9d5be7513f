"""Ask the apps what they will call the folders of titles that move."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from arrtui.core.errors import ArrError

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.core.config import Config, InstanceConfig
    from arrtui.features.sync.actions import TitleMove
    from arrtui.features.sync.model import PlanDraft

MOST_NAMED = 20
"""Folders asked for: each is a request, and nobody reads more of them before a Yes."""
PATIENCE = 10.0
"""Seconds an instance has to name them: somebody waits before a dialog."""
MOST_PLANNED = 500
"""Folders of an instance asked for while a plan is made."""
PLAN_PATIENCE = 60.0
"""Seconds an instance has to name those."""


async def named_moves(config: Config, moves: Sequence[TitleMove]) -> list[TitleMove]:
    """Return moves with the folders' new names: the first :data:`MOST_NAMED`, where their app tells them."""
    asked = moves[:MOST_NAMED]
    names = dict.fromkeys(move.instance for move in asked)
    answers = await asyncio.gather(
        *(
            _ask_anew(config.instance(name), [move.item_id for move in asked if move.instance == name])
            for name in names
        )
    )
    folders = dict(zip(names, answers, strict=True))
    named = (replace(move, folder=folders[move.instance].get(move.item_id, "")) for move in asked)
    return [*named, *moves[MOST_NAMED:]]


async def name_planned_folders(draft: PlanDraft, clients: Mapping[str, ArrClient]) -> PlanDraft:
    """Return a plan whose entries say what the app calls the folders it is going to move.

    ``clients`` are those of instances that can be asked, by name. The first :data:`MOST_PLANNED` folders of
    each are asked for, as long as it takes no more than :data:`PLAN_PATIENCE`; the others stay unknown.
    """
    from arrtui.features.sync.fields.translate import app_names_folder
    from arrtui.features.sync.model import EntrySubject, Op

    names: dict[tuple[str, int], str] = {}
    for instance, client in clients.items():
        item_ids = [
            entry.item_id
            for entry in draft.entries
            if (entry.instance, entry.op, entry.subject) == (instance, Op.UPDATE, EntrySubject.ITEM)
            and app_names_folder(entry.after, move_files=entry.move_files)
        ]
        answers = await _folder_names(client, item_ids[:MOST_PLANNED], PLAN_PATIENCE)
        names |= {(instance, item_id): name for item_id, name in answers.items()}
    return replace(
        draft,
        entries=[
            replace(entry, folder=name) if (name := names.get((entry.instance, entry.item_id))) else entry
            for entry in draft.entries
        ],
    )


async def _ask_anew(instance: InstanceConfig, item_ids: Iterable[int]) -> dict[int, str]:
    """Return the names an instance tells in time, by title, asked for with a client of its own.

    The pool's clients belong to the engine's loop, and this is asked for on that of a front end.
    """
    from arrtui.clients import make_client

    async with make_client(instance) as client:
        return await _folder_names(client, item_ids, PATIENCE)


async def _folder_names(client: ArrClient, item_ids: Iterable[int], patience: float) -> dict[int, str]:
    """Return the names that come within ``patience`` seconds, by title."""
    names: dict[int, str] = {}

    async def ask(item_id: int) -> None:
        with suppress(ArrError):  # what is shown tells that the app names it by its format
            names[item_id] = await client.folder_name(item_id)

    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await asyncio.gather(*map(ask, item_ids))
    return names
