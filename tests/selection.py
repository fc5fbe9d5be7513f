"""Choose tests by what changed: the part of ``pytest --changed`` that needs no pytest."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent


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
