"""A process that plans 10,000 × 10,000 titles, and does the least that planning can do.

``python -m tests.bench.plan REPEAT``: both sides are in memory. Nine in ten titles are alike on both sides,
the rest is to be added, updated or removed in equal parts; all fields are kept equal, and some titles are
filtered out. The least: both sides in a dict by external id, and one comparison of each pair of titles.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from arrtui.core.config.sync import FilterRules, SyncFilter, SyncLimits, SyncPair
from arrtui.features.sync.model import Side, SideTitle
from arrtui.features.sync.planning.make import make_plan
from arrtui.features.sync.store import count
from tests.features.sync.sides import movie, series, side

COUNT = 10_000
TAGS = (("kids",), ("keep", "kids"), (), ("4k",))
FIELDS = {
    "radarr": ("monitored", "quality_profile", "tags", "minimum_availability", "root_folder"),
    "sonarr": ("monitored", "quality_profile", "tags", "root_folder", "seasons", "series_type"),
}


def _pair(kind: str) -> SyncPair:
    return SyncPair(
        name="bench",
        source=f"{kind}.main",
        target=f"{kind}.uhd",
        mode="mirror",
        update=FIELDS[kind],
        filter=SyncFilter(exclude=FilterRules(tags=("4k",))),
        limits=SyncLimits(removals=COUNT, removals_percent=100),
    )


def _sides(kind: str, differing: int) -> tuple[Side, Side]:
    """Return two sides of which every ``differing``-th title is added, updated or removed in turn."""
    make = movie if kind == "radarr" else series
    ours: list[SideTitle] = []
    theirs: list[SideTitle] = []
    for number in range(1, COUNT + 1):
        what = number // differing % 3 if number % differing == 0 else -1
        tags = TAGS[number % 4]
        if what != 0:
            theirs.append(make(number, tags=tags, monitored=what != 1))
        if what != 2:
            ours.append(make(number, tags=tags))
    return side(*ours, name=f"{kind}.main"), side(*reversed(theirs), name=f"{kind}.uhd")


def _least(source: Side, target: Side) -> int:
    ours = {title.item.external_id: title for title in source.titles}
    theirs = {title.item.external_id: title for title in target.titles}
    return sum(title.item == theirs[ident].item for ident, title in ours.items() if ident in theirs)


def _timed(work: Callable[[], Any]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measured(kind: str, differing: int, repeat: int) -> dict[str, Any]:
    """Return the seconds of both, and what the plan holds."""
    pair, (source, target) = _pair(kind), _sides(kind, differing)
    counts = count(make_plan(pair, source, target))
    return {
        "ours": [_timed(lambda: make_plan(pair, source, target)) for _ in range(repeat)],
        "least": [_timed(lambda: _least(source, target)) for _ in range(repeat)],
        "counts": {name: getattr(counts, name) for name in counts.__struct_fields__},
    }


def main() -> None:
    """Print the figures as one line of JSON."""
    repeat = int(sys.argv[1])
    figures = {
        "movies": measured("radarr", 10, repeat),
        "series": measured("sonarr", 10, repeat),
        "movies, all different": measured("radarr", 1, repeat),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
