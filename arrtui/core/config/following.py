"""Circles of pairs that follow each other: what one writes, another would bring back."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.core.config.sync import SyncPair


def circles(pairs: Sequence[SyncPair]) -> Iterator[list[SyncPair]]:
    """Yield the circles of pairs that follow, each once, in the order in which one leads to the next.

    A union writes both its sides, and only adds: by itself it comes to an end, with another pair it may not.
    """
    following = [pair for pair in pairs if pair.follows]
    seen: set[frozenset[str]] = set()
    for pair in following:
        others = [other for other in following if other is not pair]
        for start, end in _directions(pair):
            route = _route(end, start, others)
            names = frozenset(step.name for step in (pair, *route))
            if route and names not in seen:
                seen.add(names)
                yield [pair, *route]


def circle_text(circle: Sequence[SyncPair]) -> str:
    """Return what is wrong with a pair that begins a circle, in words that follow its place in the file."""
    others = " and ".join(pair.name for pair in circle[1:])
    return (
        f"leads in a circle with that of {others}: what one of them writes, another would write back. "
        'Set follow = "off" for one of them'
    )


def _route(start: str, end: str, pairs: Sequence[SyncPair]) -> list[SyncPair]:
    """Return the shortest way from one instance to another; none where there is none."""
    routes: dict[str, list[SyncPair]] = {start: []}
    due = deque([start])
    while due:
        place = due.popleft()
        for pair in pairs:
            for source, target in _directions(pair):
                if source == place and target not in routes:
                    routes[target] = [*routes[place], pair]
                    due.append(target)
    return routes.get(end, [])


def _directions(pair: SyncPair) -> list[tuple[str, str]]:
    """Return from where to where a pair writes."""
    there = (pair.source, pair.target)
    return [there, there[::-1]] if pair.mode == "union" else [there]
