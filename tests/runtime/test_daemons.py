"""A small version of the trial ``daemons``: a daemon and a terminal app's engine, killed at random."""

from __future__ import annotations

import sys

import pytest

from tests.trials.daemons import overlaps, soak


def test_runs_that_overlap_are_seen() -> None:
    log = "start 1 10 0.0\nstart 2 10 0.5\nend 1 10 1.0\nstart 1 11 0.9\nend 1 11 2.0\nstart 2 11 3.0\n"
    assert overlaps(log, {10: 2.0}) == ["1"]
    assert overlaps(log, {10: 4.0}) == ["1", "2"]


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals")
def test_no_job_is_lost_or_done_twice_while_processes_are_killed() -> None:
    assert soak(None, 30, kinds=("daemon", "tui"), most_kills=3).startswith("ok ")
