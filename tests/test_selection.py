"""Which tests ``pytest --changed`` runs."""

from __future__ import annotations

import pytest

from tests.selection import dearest_first, mirrors


@pytest.mark.parametrize(
    ("changed", "test_file", "runs"),
    [
        ("arrtui/core/text.py", "tests/core/test_text.py", True),
        ("arrtui/core/text.py", "tests/core/test_paths.py", False),
        ("arrtui/core/domain.py", "tests/core/test_paths.py", True),  # it has no test file of its own
        ("arrtui/core/domain.py", "tests/db/test_jobs.py", False),
        ("tests/core/test_paths.py", "tests/core/test_paths.py", True),
        ("tests/tui/scenes.py", "tests/tui/panes/jobs/test_pane.py", True),
        ("tests/tui/scenes.py", "tests/db/test_jobs.py", False),
        ("README.md", "tests/core/test_text.py", False),
    ],
)
def test_a_change_runs_the_tests_that_mirror_it(changed: str, test_file: str, runs: bool) -> None:
    assert mirrors([changed], test_file) is runs


def test_workers_begin_with_the_file_that_takes_longest() -> None:
    tests = ["tests/core/a.py"] * 30 + ["tests/tui/b.py"] * 4 + ["tests/test_house.py"] * 2
    assert dearest_first(tests) == ["tests/test_house.py", "tests/tui/b.py", "tests/core/a.py"]
