"""Choose tests by what changed: the part of ``pytest --changed`` that needs no pytest."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
SECONDS = {
    "tests/": 0.05,
    "tests/clients/": 0.1,
    "tests/features/": 0.3,
    "tests/runtime/": 0.4,
    "tests/tui/": 0.7,
    "tests/cli/": 0.8,
    "tests/cli/test_full_disk.py": 3.0,
    "tests/runtime/sync/test_killed.py": 3.0,
    "tests/test_house.py": 2.0,
    "tests/tui/test_errands.py": 2.0,
}
"""What a test takes, roughly, by how the path of its file begins."""


def dearest_first(test_files: Iterable[str]) -> list[str]:
    """Return the files of tests, each given once for each of its tests, the one that takes longest first.

    What is begun last is then over soon: no worker is left alone with a file of minutes.
    """
    counts = Counter(test_files)
    return sorted(counts, key=lambda name: (-counts[name] * _seconds_of_test(name), name))


def _seconds_of_test(name: str) -> float:
    """Return what a test of a file takes, roughly."""
    return SECONDS[max(filter(name.startswith, SECONDS), key=len)]


def modules_in_turn(asked: Iterable[Path], number: int, count: int) -> list[str]:
    """Return the modules of tests below some paths, for a worker that begins with its share of them.

    Args:
        asked: Folders and files that pytest is to collect.
        number: Of the worker, from 0.
        count: Of all workers.
    """
    files = sorted(
        {file for path in asked for file in (path.rglob("test_*.py") if path.is_dir() else [path])}
    )
    begin = len(files) * number // count
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in [*files[begin:], *files[:begin]]
        if file.is_relative_to(ROOT)
    ]


def changed_files(revision: str) -> list[str]:
    """Return the files that differ from a revision, with those git does not track yet; posix paths.

    Raises subprocess.CalledProcessError for an unknown revision.
    """
    commands = (
        ["git", "diff", "--name-only", "--no-renames", revision],
        ["git", "ls-files", "--others", "--exclude-standard"],
    )
    printed = [
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for command in commands
    ]
    return sorted({name for text in printed for name in text.splitlines()})


def mirrors(changed: Iterable[str], test_file: str) -> bool:
    """Return whether a test file is to be run for a change.

    ``arrtui/a/b.py`` is tested by ``tests/a/test_b.py``; where there is no such file, by all of ``tests/a``,
    as are files without a module of their own. A changed test runs itself, a changed fixture its folder.
    """
    tested = PurePosixPath(test_file)
    for name in map(PurePosixPath, changed):
        top = name.parts[0]
        folder = PurePosixPath("tests", *name.parts[1:-1])
        own = folder / f"test_{name.stem}.py"
        if top == "arrtui":
            hit = tested == own or (tested.is_relative_to(folder) and not (ROOT / own).exists())
        elif top == "tests" and not name.name.startswith("test_"):
            hit = tested.is_relative_to(folder)
        else:
            hit = tested == name
        if hit:
            return True
    return False
