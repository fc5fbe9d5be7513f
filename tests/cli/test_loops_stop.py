"""Stopping chains without the terminal app: all of it is queued, or nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from arrtui.cli.tasks.loop_chains import ChainsRead
from arrtui.cli.tasks.loops_stop import stop_chains
from arrtui.core.errors import UsageError
from arrtui.features.loops import names


async def test_what_cannot_be_unmonitored_loses_no_download(monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[Any] = []

    async def queued(chosen: Any) -> list[Any]:
        return [SimpleNamespace(words="a download", _asdict=dict)]

    async def remove(grabs: Any, **how: Any) -> list[int]:
        removed.append(grabs)
        return [1]

    async def refuse(chosen: Any) -> list[int]:
        raise UsageError("Nothing to unmonitor: it is not stored any more.")

    report: Any = SimpleNamespace(instance="radarr.main", chains=())
    monkeypatch.setattr(names, "find_chain", lambda listed, name: (report, None))
    loops = SimpleNamespace(stopping=SimpleNamespace(queued=queued, remove=remove), unmonitor=refuse)
    out = SimpleNamespace(line=str, note=str)
    services = SimpleNamespace(loops=loops)
    task: Any = SimpleNamespace(services=services, out=out, refuse_writing=str)
    chains = ChainsRead(every=[SimpleNamespace(report=report)])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="not stored any more"):
        await stop_chains(task, chains, ["x"], apply=True, keep_in_client=False, unmonitor=True)
    assert not removed
