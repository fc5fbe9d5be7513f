"""Ask the apps what they will call the folders of titles that move."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from arrtui.core.errors import ArrError

if TYPE_CHECKING:
    from arrtui.core.config import Config, InstanceConfig
    from arrtui.features.sync.actions import TitleMove

MOST_NAMED = 20
"""Folders asked for: each is a request, and nobody reads more of them before a Yes."""
PATIENCE = 10.0
"""Seconds an instance has to name them: somebody waits before a dialog."""


async def named_moves(config: Config, moves: Sequence[TitleMove]) -> list[TitleMove]:
    """Return moves with the folders' new names: the first :data:`MOST_NAMED`, where their app tells them."""
    asked = moves[:MOST_NAMED]
    names = dict.fromkeys(move.instance for move in asked)
    answers = await asyncio.gather(
        *(
            _folder_names(config.instance(name), [move.item_id for move in asked if move.instance == name])
            for name in names
        )
    )
    folders = dict(zip(names, answers, strict=True))
    named = (replace(move, folder=folders[move.instance].get(move.item_id, "")) for move in asked)
    return [*named, *moves[MOST_NAMED:]]


async def _folder_names(instance: InstanceConfig, item_ids: Iterable[int]) -> dict[int, str]:
    """Return the names an instance tells in time, by title."""
    from arrtui.clients import make_client

    names: dict[int, str] = {}

    async def ask(item_id: int) -> None:
        with suppress(ArrError):  # the summary tells that the app names it by its format
            names[item_id] = await client.folder_name(item_id)

    # the pool's clients belong to the engine's loop, and this is asked for on that of a front end
    async with make_client(instance) as client:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*map(ask, item_ids))
    return names
