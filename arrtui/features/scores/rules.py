"""The thresholds that decide the priority and reach of a candidate."""

from __future__ import annotations

from typing import NamedTuple


class ScoreRules(NamedTuple):
    """Thresholds of ``[scores]``; points are custom-format points."""

    critical_score: int = -1000
    """A matched format with this score or a worse one makes a candidate critical."""
    gain_points: int = 100
    """Points that must be within reach for a candidate to be of medium priority, and …"""
    gain_percent: int = 10
    """… percent of the reachable score they must be."""
    reachable_percentile: int = 90
    """Percentile of comparable files that counts as reachable, 1 to 100."""
    reachable_files: int = 5
    """So many comparable files say what is reachable; with fewer, the profile's positive scores do."""
