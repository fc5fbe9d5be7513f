"""Publishing and bringing back take turns in the folders of an instance."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arrtui.features.artwork.folder_turns import turn


async def test_who_waits_is_next_however_soon_the_other_asks_again(tmp_path: Path) -> None:
    order, waits = list[str](), asyncio.Event()

    async def publish() -> None:
        for number in range(4):
            async with turn(tmp_path, "radarr.main", lambda: None):
                order.append("publish")
                if number == 0:
                    await waits.wait()

    async def follow() -> None:
        waits.set()
        async with turn(tmp_path, "radarr.main", lambda: None):
            order.append("follow")

    publishing = asyncio.create_task(publish())
    await asyncio.sleep(0)
    following = asyncio.create_task(follow())
    await asyncio.gather(publishing, following)
    assert sorted(order) == ["follow", *["publish"] * 4] and order[-1] != "follow"
    assert list(tmp_path.iterdir()) == []


async def test_who_waits_can_be_stopped_and_other_instances_are_not_waited_for(tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyError

    async with turn(tmp_path, "radarr.main", lambda: None):
        async with turn(tmp_path, "radarr.4k", stop):
            pass
        with pytest.raises(KeyError):
            async with turn(tmp_path, "radarr.main", stop):
                pass
    async with turn(tmp_path, "radarr.main", stop):
        pass
