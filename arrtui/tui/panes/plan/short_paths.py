"""Paths in a narrow column: what one has in common with others is folded, what differs shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import takewhile


def common_parts(paths: Iterable[str]) -> list[str]:
    """Return the folders that all paths begin with; never the last folder of one."""
    beginnings = [_parts(path)[:-1] for path in paths]
    return reduce(_shared, beginnings) if beginnings else []


def fold_beginning(path: str, common: Sequence[str], ellipsis: str) -> str:
    """Return a path with these folders at its beginning folded, where that is shorter."""
    parts = _parts(path)
    if parts[: len(common)] != list(common) or len(common) >= len(parts):
        return path
    return _folded(path, len(common), 0, ellipsis)


def fold_common(path: str, other: str, ellipsis: str) -> str:
    """Return what differs between a path and another one: what both begin and end with is folded."""
    parts, beside = _parts(path), _parts(other)
    begin = len(_shared(parts[:-1], beside[:-1]))
    end = len(_shared(parts[:begin:-1], beside[:begin:-1]))
    return _folded(path, begin, end, ellipsis)


def _parts(path: str) -> list[str]:
    return path.split(_separator(path))


def _separator(path: str) -> str:
    """Return what stands between the folders of a path; both apps may run on Windows."""
    return "\\" if "\\" in path else "/"


def _shared(parts: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the parts that both begin with."""
    return [part for part, _ in takewhile(lambda pair: pair[0] == pair[1], zip(parts, others, strict=False))]


def _folded(path: str, begin: int, end: int, ellipsis: str) -> str:
    """Fold so many folders at either end of a path, each end only where the text gets shorter by it."""
    separator, parts = _separator(path), _parts(path)
    first, last = separator.join(parts[:begin]), separator.join(parts[len(parts) - end :]) if end else ""
    middle = separator.join(parts[begin : len(parts) - end])
    before = f"{ellipsis if len(first) > len(ellipsis) else first}{separator}" if begin else ""
    after = f"{separator}{ellipsis if len(last) > len(ellipsis) else last}" if end else ""
    return f"{before}{middle}{after}"
