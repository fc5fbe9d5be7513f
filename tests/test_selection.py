"""Which tests ``pytest --changed`` runs."""

from __future__ import annotations

import pytest

from tests.selection import mirrors


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
