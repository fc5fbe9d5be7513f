"""What of a new series is monitored: `addOptions.monitor` (S4 `EpisodeMonitoredService.cs`)."""

from __future__ import annotations

import time
from collections.abc import Callable

from arrtui.demo.http.clock import DAY, iso, now_iso
from arrtui.demo.http.wire import Obj

SKIPPED = frozenset({"skip", "unknown"})
"""Nothing is set: every episode keeps what its season says."""
_WITH_LAST = frozenset({"all", "future"})
"""These monitor the last season even where none of its episodes is."""


def _rules(first: int, last: int) -> dict[str, Callable[[Obj], bool | None]]:
    """Return the rules by their words: whether an episode is monitored, None to leave it as it is."""
    now, lately = now_iso(), iso(time.time() - 90 * DAY)
    return {
        "all": lambda episode: episode["seasonNumber"] > 0,
        "none": lambda episode: False,
        "firstSeason": lambda episode: episode["seasonNumber"] == first,
        "lastSeason": lambda episode: episode["seasonNumber"] == last,
        "latestSeason": lambda episode: episode["seasonNumber"] == last,
        "pilot": lambda episode: (episode["seasonNumber"], episode["episodeNumber"]) == (1, 1),
        "future": lambda episode: episode["seasonNumber"] > 0 and episode.get("airDateUtc", "9") >= now,
        "recent": lambda episode: episode["seasonNumber"] > 0 and episode.get("airDateUtc", "9") >= lately,
        "missing": lambda episode: episode["seasonNumber"] > 0 and not episode["episodeFileId"],
        "existing": lambda episode: bool(episode["episodeFileId"]),
        "monitorSpecials": lambda episode: True if episode["seasonNumber"] == 0 else None,
        "unmonitorSpecials": lambda episode: False if episode["seasonNumber"] == 0 else None,
    }


MONITOR_TYPES = frozenset({*_rules(1, 1), *SKIPPED})
"""Every word that is understood."""


def apply_monitor(monitor: str, seasons: list[Obj], episodes: list[Obj]) -> None:
    """Set what is monitored of a new series, once its folder has been scanned."""
    if monitor in SKIPPED:
        return
    numbers = [row["seasonNumber"] for row in seasons if row["seasonNumber"]]
    first, last = min(numbers, default=0), max(numbers, default=0)
    rule = _rules(first, last)[monitor]
    for episode in episodes:
        flag = rule(episode)
        episode["monitored"] = episode["monitored"] if flag is None else flag
    chosen = {row["seasonNumber"] for row in episodes if row["monitored"]}
    if monitor in _WITH_LAST:
        chosen.add(last)
    if monitor == "pilot":
        chosen.discard(1)
    for season in seasons:
        season["monitored"] = season["seasonNumber"] in chosen and season["seasonNumber"] in {0, *numbers}


def unmonitor_aired(episodes: list[Obj]) -> None:
    """Stop monitoring what has aired of a series that was added without `addOptions`.

    Only where an episode is older than a fortnight (`RefreshEpisodeService.UnmonitorReaddedEpisodes`).
    """
    aired = {row["id"]: row["airDateUtc"] for row in episodes if "airDateUtc" in row}
    if not any(date < iso(time.time() - 14 * DAY) for date in aired.values()):
        return
    for episode in episodes:
        if aired.get(episode["id"], "9") < iso(time.time() - DAY):
            episode["monitored"] = False


def season_flags(listed: list[int], present: list[Obj], monitor_new: bool) -> list[Obj]:
    """Return the seasons the metadata host lists as a refresh does (`RefreshSeriesService.UpdateSeasons`).

    Those the series has keep their flag; new ones follow `monitorNewItems`, new specials are not monitored.
    """
    flags = {row["seasonNumber"]: bool(row.get("monitored")) for row in present}
    return [
        {"seasonNumber": number, "monitored": flags.get(number, number > 0 and monitor_new)}
        for number in listed
    ]
