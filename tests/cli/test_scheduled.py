"""The words of schedules: what their apply level stands for, and which of them write."""

from __future__ import annotations

import pytest

from arrtui.cli import scheduled
from arrtui.core.config.schedules import ApplyLevel
from arrtui.core.errors import UsageError


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("none", (False, False, False)),
        ("additions", (True, True, False)),
        ("updates", (True, False, False)),
        ("all", (True, False, True)),
    ],
)
def test_the_apply_level_is_what_the_options_of_sync_are(
    level: ApplyLevel, expected: tuple[bool, ...]
) -> None:
    _, params = scheduled._parse(["sync", "movies"], level)
    assert tuple(params[name] for name in ("apply", "only_additions", "allow_removals")) == expected
    assert scheduled.read_task(["sync", "movies"], level).writes is (level != "none")


@pytest.mark.parametrize(
    ("words", "writes"),
    [
        ("sync movies --apply", True),
        ("undo 3 --apply", True),
        ("restore radarr.main --at latest --apply", True),
        ("trailers --download", True),
        ("jobs --retry 3", True),
        ("settings compare radarr.main radarr.4k", False),
        ("settings sync hd", False),
        ("settings sync hd --apply", True),
        ("webhooks register", True),
        ("sync movies", False),
        ("undo 3", False),
        ("trailers", False),
        ("jobs --cancel 3", False),
        ("backup --full", False),
    ],
)
def test_a_task_writes_where_its_words_say_so(words: str, writes: bool) -> None:
    assert scheduled.read_task(words.split()).writes is writes


@pytest.mark.parametrize(
    ("words", "level"),
    [("undo 3", "additions"), ("restore radarr.main --at latest", "all"), ("plan x", "updates")],
)
def test_a_level_that_a_task_does_not_have_is_refused(words: str, level: ApplyLevel) -> None:
    with pytest.raises(UsageError, match=f'has no apply = "{level}"'):
        scheduled.read_task(words.split(), level)
