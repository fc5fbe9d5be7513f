"""Work in batches, for requests and statements that take a limited number of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the values as lists of at most ``size``; nothing for none."""
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch
