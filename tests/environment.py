"""The environment of every process that tests start: nothing of the user's, nothing into their home."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_HOME = "TESTS_HOME"
"""Variable that names the folder, so that the workers of pytest-xdist share it."""


def _home() -> str:
    """Return a folder in place of the user's home; it goes with the process that made it."""
    if given := os.environ.get(_HOME):
        return given
    folder = tempfile.mkdtemp(prefix="arrtui-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


HOME = _home()
FOLDERS = {f"XDG_{name}_HOME": os.path.join(HOME, name.lower()) for name in ("CONFIG", "DATA", "STATE")}  # noqa: PTH118
_SIZE = ("COLUMNS", "LINES")
"""They hold for the terminal the tests run in, and would beat the size of those that tests open."""
ENV = {
    name: value for name, value in os.environ.items() if not name.startswith("ARRTUI") and name not in _SIZE
}
ENV |= {**FOLDERS, "HOME": HOME, _HOME: HOME}
"""For processes of arrtui."""


def keep_out_of_home() -> None:
    """Have this process, and what it starts with the environment it has, leave the user's folders alone.

    The home itself stays: browsers and package managers keep their caches there.
    """
    os.environ.update(FOLDERS | {_HOME: HOME})
