"""The records of a whole library in little memory, until they are compared and stored."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from arrtui.core.batches import batched

RECORDS_PER_BLOCK = 32
"""Records of a title compressed at once: fewer are larger together, more wait longer as they are."""
TITLES_PER_BATCH = 20
"""Titles whose records are unpacked at once."""
FASTEST = 1


class PackedRecords:
    """The canonical JSON of episodes or files by title and key, compressed.

    60,000 episodes and their files are 50 MB of JSON, several times that as records, and 6 MB here. A record
    that is added again replaces the one before.
    """

    def __init__(self) -> None:
        self._blocks: dict[int, list[bytes]] = {}
        self._lines: dict[int, list[str]] = {}

    def add(self, item_id: int, key: str, doc: str) -> None:
        """Add a record of a title."""
        lines = self._lines.setdefault(item_id, [])
        lines.append(f"{key} {doc}")
        if len(lines) == RECORDS_PER_BLOCK:
            block = zlib.compress("\n".join(lines).encode(), FASTEST)
            self._blocks.setdefault(item_id, []).append(block)
            del self._lines[item_id]

    def discard(self, item_id: int) -> None:
        """Drop the records of a title."""
        self._blocks.pop(item_id, None)
        self._lines.pop(item_id, None)

    def hand_over(self, item_id: int, other: PackedRecords) -> None:
        """Move the records of a title to ``other``, which has none of it."""
        if blocks := self._blocks.pop(item_id, None):
            other._blocks[item_id] = blocks
        if lines := self._lines.pop(item_id, None):
            other._lines[item_id] = lines

    def docs(self, item_ids: Iterable[int]) -> dict[str, str]:
        """Return the canonical JSON of the records of some titles by key."""
        docs: dict[str, str] = {}
        for item_id in item_ids:
            blocks = map(zlib.decompress, self._blocks.get(item_id, ()))
            lines = [line for block in blocks for line in block.decode().split("\n")]  # JSON escapes breaks
            lines += self._lines.get(item_id, ())
            docs |= {key: doc for key, _, doc in (line.partition(" ") for line in lines)}
        return docs

    def batches(self) -> Iterator[dict[str, str]]:
        """Yield the records of a few titles at a time, in the order of their ids."""
        item_ids = sorted(self._blocks.keys() | self._lines.keys())
        return (self.docs(batch) for batch in batched(item_ids, TITLES_PER_BATCH))
