"""Searches as tasks that any process can do: their texts go in, their answers come out, as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from arrtui.core.bits import bits_in, octets_of
from arrtui.core.matching.blocks import BlockAnswers, NameBlock
from arrtui.core.matching.patterns import compile_pattern

FRAME: Final = 4
"""Bytes before each message, with its length, the highest first."""


class SearchTask(NamedTuple):
    """Patterns that are to be searched in names of a block."""

    scope: str
    block: int
    first: int
    """Names of the block that were searched before."""
    patterns: tuple[str, ...]
    names: tuple[str, ...]
    """Those from `first` on."""

    @property
    def searches(self) -> int:
        """How many names are searched, for each pattern."""
        return len(self.patterns) * len(self.names)


_task_decoder = msgspec.msgpack.Decoder(SearchTask)
_answers_decoder = msgspec.msgpack.Decoder(tuple[tuple[bytes, bytes], ...])


def search(task: SearchTask) -> list[BlockAnswers]:
    """Return what each pattern of a task finds."""
    block = NameBlock(task.names)
    return [block.search(compile_pattern(text)) for text in task.patterns]


def framed(message: bytes) -> bytes:
    """Return a message with its length before it."""
    return len(message).to_bytes(FRAME, "big") + message


def task_to_bytes(task: SearchTask) -> bytes:
    """Return a task as a message."""
    return msgspec.msgpack.encode(task)


def task_from_bytes(message: bytes) -> SearchTask:
    """Return the task of a message."""
    return _task_decoder.decode(message)


def answers_to_bytes(answers: Sequence[BlockAnswers]) -> bytes:
    """Return answers as a message."""
    return msgspec.msgpack.encode([[octets_of(bits) for bits in answer] for answer in answers])


def answers_from_bytes(message: bytes) -> list[BlockAnswers]:
    """Return the answers of a message."""
    pairs = _answers_decoder.decode(message)
    return [BlockAnswers(*map(bits_in, pair)) for pair in pairs]
