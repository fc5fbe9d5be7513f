"""Which delay profiles have to be put elsewhere so that they stand in a wanted order. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence


def delay_moves(wanted: Sequence[str], present: Sequence[str]) -> dict[str, str]:
    """Return which delay profiles go behind which other one, in the order to move them.

    Both are idents in their order without the default profile. What only ``present`` has stays where it is
    among its neighbours; what only ``wanted`` has is put in its place as it is added. The fewest are moved.
    """
    places = {ident: place for place, ident in enumerate(present)}
    common = [ident for ident in wanted if ident in places]
    staying = _longest_rise([places[ident] for ident in common])
    moves: dict[str, str] = {}
    before = ""
    for ident in wanted:
        if ident not in places or places[ident] not in staying:
            moves[ident] = before
        before = ident
    return moves


def _longest_rise(numbers: Sequence[int]) -> Collection[int]:
    """Return the longest part of different numbers that rises, in any gaps."""
    ends: list[int] = []
    lengths: list[int] = []
    for number in numbers:
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        lengths.append(length)
    rise: set[int] = set()
    length = len(ends) - 1
    for number, own_length in zip(reversed(numbers), reversed(lengths), strict=True):
        if own_length == length:
            rise.add(number)
            length -= 1
    return rise
