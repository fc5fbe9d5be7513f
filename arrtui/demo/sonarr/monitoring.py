"""What a new series is monitored by: `addOptions.monitor` (S4 `EpisodeMonitoredService.cs`)."""

from __future__ import annotations

import time
from collections.abc import Callable

from arrtui.demo.http.clock import DAY, iso, now_iso
from arrtui.demo.http.wire import Obj

SKIPPED = frozenset({"skip", "unknown"})
"""Nothing is set: every episode keeps what its season says."""
_WITH_LAST = frozenset({"all", "future", "recent"})
"""These monitor the last season even where none of its episodes is."""


def _rules(first: int, last: int) -> dict[str, Callable[[Obj], bool | None]]:
    """Whether an episode is to be monitored, by the word for it; None leaves it as it is."""
    now, lately = now_iso(), iso(time.time() - 90 * DAY)
    return {
        "all": lambda item: item["seasonNumber"] > 0,
        "none": lambda item: False,
        "firstSeason": lambda item: item["seasonNumber"] == first,
        "lastSeason": lambda item: item["seasonNumber"] == last,
        "latestSeason": lambda item: item["seasonNumber"] == last,
        "pilot": lambda item: (item["seasonNumber"], item["episodeNumber"]) == (1, 1),
        "future": lambda item: item["seasonNumber"] > 0 and item.get("airDateUtc", "9") >= now,
        "recent": lambda item: item["seasonNumber"] > 0 and item.get("airDateUtc", "9") >= lately,
        "missing": lambda item: item["seasonNumber"] > 0 and not item["episodeFileId"],
        "existing": lambda item: bool(item["episodeFileId"]),
        "monitorSpecials": lambda item: True if item["seasonNumber"] == 0 else None,
        "unmonitorSpecials": lambda item: False if item["seasonNumber"] == 0 else None,
    }


MONITOR_TYPES = frozenset({*_rules(1, 1), *SKIPPED})
"""Every word that is understood."""


def apply_monitor(how: str, seasons: list[Obj], episodes: list[Obj]) -> None:
    """Set what is monitored of a new series, once its files have been found."""
    if how in SKIPPED:
        return
    numbers = [item["seasonNumber"] for item in seasons if item["seasonNumber"]]
    first, last = min(numbers, default=0), max(numbers, default=0)
    rule = _rules(first, last)[how]
    for episode in episodes:
        wanted = rule(episode)
        episode["monitored"] = episode["monitored"] if wanted is None else wanted
    chosen = {item["seasonNumber"] for item in episodes if item["monitored"]}
    if how in _WITH_LAST:
        chosen.add(last)
    for season in seasons:
        season["monitored"] = season["seasonNumber"] in chosen and season["seasonNumber"] in {0, *numbers}


def season_flags(listed: list[int], present: list[Obj], monitor_new: bool) -> list[Obj]:
    """The seasons the metadata host lists, as a refresh keeps them (`RefreshSeriesService.UpdateSeasons`).

    Those the series has keep their flag; new ones follow `monitorNewItems`, new specials are not monitored.
    """
    flags = {item["seasonNumber"]: bool(item.get("monitored")) for item in present}
    return [
        {"seasonNumber": number, "monitored": flags.get(number, number > 0 and monitor_new)}
        for number in listed
    ]
