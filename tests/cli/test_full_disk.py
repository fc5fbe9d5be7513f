"""A process whose files may not grow any more: it says so, ends, and loses nothing."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Site, site_of
from tests.environment import ENV

KIB = 1_024
PAIR = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
}


@pytest.fixture
def site(changing_estate: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a configuration and a database of its own over that estate, with a pair."""
    for made in site_of(changing_estate, tmp_path):
        made.change(sync={"movies": PAIR})
        yield made


def run_on_full_disk(site: Site, spare: int, *args: str) -> Ran:
    """Run a task to its end, while no file may become larger than the database is, and ``spare`` bytes."""
    largest = max(file.stat().st_size for file in site.config.parent.glob("arrtui.db*")) + spare

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    done = subprocess.run(
        site.command("--run", *args), capture_output=True, text=True, timeout=120, env=ENV, preexec_fn=limit
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("task", [("backup",), ("sync", "movies", "--apply")], ids=["backup", "sync"])
@pytest.mark.parametrize("spare", [0, 24 * KIB, 200 * KIB])
def test_a_full_disk_ends_a_task_with_a_sentence_and_the_next_run_does_the_work(
    site: Site, task: tuple[str, ...], spare: int
) -> None:
    assert site.run("jobs").status == 0  # makes the database
    ran = run_on_full_disk(site, spare, *task)
    assert ran.status == 3, ran.err
    (said,) = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    assert "the database" in said and "disk" in said
    assert "Traceback" not in ran.err
    again = site.run(*task, "--json")
    assert again.status == 0, again.out
    assert again.result["ok"]
