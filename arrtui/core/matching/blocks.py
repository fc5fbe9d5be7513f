"""Search many names at once: a pattern's answers as bits, bit 0 for the first name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from arrtui.core.bits import bits_of
from arrtui.core.matching.patterns import NamePattern, can_be_lowered, is_odd

BLOCK: Final = 4096
"""Names whose answers are kept together."""
MOST_TIMEOUTS: Final = 3
"""Names of a block on which a pattern may take too long before the rest of the block is given up."""


class BlockAnswers(NamedTuple):
    """What a pattern says of the names of a block."""

    matched: int
    unknown: int
    """Names of which it cannot be told, or takes too long."""


class NameBlock:
    """Some names that patterns are searched in."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._always = [place for place, name in enumerate(names) if not can_be_lowered(name)]
        lowered = [name.lower() for name in names]
        for place in self._always:
            lowered[place] = ""
        self._text = "\n".join(lowered)
        self._starts = list(accumulate((len(name) + 1 for name in lowered[:-1]), initial=0))

    def search(self, pattern: NamePattern) -> BlockAnswers:
        """Return which names a pattern matches."""
        matched, unknown, timeouts = [], [], 0
        for place in self._candidates(pattern):
            answer = pattern.search(self._names[place]) if timeouts < MOST_TIMEOUTS else None
            if answer:
                matched.append(place)
            elif answer is None:
                unknown.append(place)
                timeouts += not is_odd(self._names[place])
        return BlockAnswers(bits_of(matched, len(self._names)), bits_of(unknown, len(self._names)))

    def _candidates(self, pattern: NamePattern) -> Iterable[int]:
        """Return the places of the names that may match, each once."""
        if pattern.words is None:
            return range(len(self._names))
        places = set(self._always)
        for word in pattern.words:
            places.update(self._places_of(word))
        return sorted(places)

    def _places_of(self, word: str) -> Iterator[int]:
        start = self._text.find(word)
        while start >= 0:
            place = bisect_right(self._starts, start) - 1
            yield place
            if place + 1 == len(self._starts):
                return
            start = self._text.find(word, self._starts[place + 1])
