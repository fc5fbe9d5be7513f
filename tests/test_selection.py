"""Which tests ``pytest --changed`` runs."""

from __future__ import annotations

import pytest

from tests.selection import ROOT, dearest_first, mirrors, modules_in_turn


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


def test_workers_import_the_same_modules_and_begin_with_a_part_each() -> None:
    asked = [ROOT / "tests" / "db" / "test_jobs.py", ROOT / "tests" / "media"]
    orders = [modules_in_turn(asked, number, 3) for number in range(3)]
    assert {"tests.db.test_jobs", "tests.media.test_ytdlp"} < set(orders[0])
    assert orders[0] == sorted(orders[1]) == sorted(orders[2])
    assert len({order[0] for order in orders}) == 3
