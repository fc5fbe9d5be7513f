"""Two answers are waited for at once, and many with a few under way."""

import asyncio

import pytest

from arrtui.core.fan_out import both, fan_out


async def answer(value, after=0):
    """Return a value, or raise it, after so many turns of the loop."""
    for _ in range(after):
        await asyncio.sleep(0)
    if isinstance(value, Exception):
        raise value
    return value


async def test_two_are_waited_for_at_once():
    met = asyncio.Barrier(2)

    async def meet(value):
        await met.wait()
        return value

    assert await asyncio.wait_for(both(meet(1), meet("a")), 10) == (1, "a")


@pytest.mark.parametrize("is_first", [True, False])
async def test_the_error_of_one_ends_the_other(is_first):
    ended = []

    async def last():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    pair = (answer(KeyError("lost"), 3), last()) if is_first else (last(), answer(KeyError("lost"), 3))
    with pytest.raises(KeyError, match="lost"):
        await asyncio.wait_for(both(*pair), 10)
    assert ended == [True]


async def test_the_first_error_ends_the_rest():
    done = []

    async def work(subject):
        done.append(await answer(KeyError("lost") if subject == 2 else subject, subject))

    with pytest.raises(KeyError, match="lost"):
        await fan_out(work, range(10), width=2)
    assert done == [0, 1]
