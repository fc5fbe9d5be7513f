"""Finding names among tens of thousands by what is typed. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from arrtui.core.folding import fold

SEPARATOR = "\n"
"""Between two names in the searched text; before the first and after the last, too."""


class NameIndex:
    """Names as one folded text, which Python searches faster than it compares names one by one."""

    def __init__(self, names: Sequence[str]) -> None:
        folded = [fold(name).replace(SEPARATOR, " ") for name in names]
        self._text = f"{SEPARATOR}{SEPARATOR.join(folded)}{SEPARATOR}"
        self._starts = [0, *accumulate(len(name) + 1 for name in folded)]
        """Position of the separator before each name, and of the last one."""

    def match(self, query: str, limit: int) -> list[int]:
        """Return the places of at most so many names that contain every word of a query.

        Names that begin with the query come first, then those with a word that does, then all others; within
        each of these the order of the names stays.
        """
        words = fold(query).split()
        if not words:
            return []
        whole = " ".join(words)
        found: dict[int, None] = {}
        for needle in dict.fromkeys((SEPARATOR + whole, f" {whole}", whole, max(words, key=len))):
            for place in self._places(needle):
                if len(found) >= limit:
                    return list(found)
                start, end = self._starts[place], self._starts[place + 1]
                if all(self._text.find(word, start, end) >= 0 for word in words):
                    found[place] = None
        return list(found)

    def _places(self, needle: str) -> Iterator[int]:
        """Yield the place of each name in which a text occurs, once."""
        position = self._text.find(needle)
        while position >= 0:
            place = bisect_right(self._starts, position) - 1
            yield place
            position = self._text.find(needle, self._starts[place + 1])
