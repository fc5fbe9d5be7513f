"""A phase that is killed half-way is finished by the next one: the short version of the trial."""

from __future__ import annotations

from tests.trials.artwork import PHASES, trial


def test_kill_9_leaves_no_half_file_no_orphan_and_every_lock() -> None:
    lines = list(trial(len(PHASES), films=20))
    assert [line for line in lines if not line.startswith("ok ")] == [] and len(lines) == len(PHASES)
