"""Filling and evicting the cache may be killed at any moment."""

from __future__ import annotations

from tests.trials import art_cache


def test_a_kill_at_any_moment_leaves_nothing_half_and_nothing_lost() -> None:
    assert [line for line in art_cache.trial(2) if not line.startswith("ok")] == []
