"""Tests, and the processes they start, read and write nothing in the user's own folders."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from arrtui.core import paths
from tests.environment import ENV, HOME

FOLDERS = """
import json
from arrtui.core import paths
print(json.dumps([str(paths.config_folder()), str(paths.data_folder()), str(paths.log_folder())]))
"""


@pytest.mark.parametrize("env", [ENV, None], ids=["environment of tests", "none of its own"])
@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no XDG folders")
def test_a_process_that_a_test_starts_keeps_its_files_out_of_the_users_home(
    env: Mapping[str, str] | None,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FOLDERS], capture_output=True, text=True, env=env, check=True
    )
    folders = json.loads(done.stdout)
    assert all(folder.startswith(HOME) for folder in folders)
    assert str(paths.log_folder()).startswith(HOME)
