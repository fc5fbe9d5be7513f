"""Requests go together, but for those that must be alone."""

from __future__ import annotations

import asyncio

import pytest

from arrtui.clients.gate import RequestGate


class Traffic:
    """What passed a gate, and beside how many others."""

    def __init__(self) -> None:
        self.gate = RequestGate()
        self.passing = 0
        self.beside: list[tuple[str, int]] = []

    async def pass_gate(self, name: str, *, alone: bool = False, fails: bool = False) -> None:
        """Pass the gate, letting everybody else run meanwhile."""
        async with self.gate.passing(alone=alone):
            self.passing += 1
            for _ in range(5):
                await asyncio.sleep(0)
            self.beside.append((name, self.passing - 1))
            self.passing -= 1
            if fails:
                raise ValueError(name)


async def test_one_that_is_alone_waits_for_those_under_way_and_keeps_the_others_waiting() -> None:
    traffic = Traffic()
    plain = [traffic.pass_gate(f"before {number}") for number in range(3)]
    write = traffic.pass_gate("alone", alone=True, fails=True)
    after = [traffic.pass_gate("after"), traffic.pass_gate("alone too", alone=True)]
    results = await asyncio.gather(*plain, write, *after, return_exceptions=True)
    assert [type(result) for result in results if result is not None] == [ValueError]
    assert [beside for name, beside in traffic.beside if "alone" in name] == [0, 0]
    assert [name for name, _ in traffic.beside][:4] == ["before 0", "before 1", "before 2", "alone"]


@pytest.mark.parametrize("alone", [True, False])
async def test_who_gives_up_waiting_holds_nobody_up(alone: bool) -> None:
    traffic = Traffic()
    async with traffic.gate.passing(alone=not alone):
        waiting = asyncio.create_task(traffic.pass_gate("given up", alone=alone))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(traffic.pass_gate("next"), 5)
    assert traffic.beside == [("next", 0)]
