"""A simulated estate in this process, and arrtui run against it in processes of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from tests.environment import ENV

TODAY = 1_790_000_000 // 86_400 * 86_400
"""The day of every simulated estate, so that all of one size are equal."""
SIZE = EstateSize(radarr=(("main", 24), ("4k", 8)), sonarr=(("main", 8, 120), ("anime", 3, 45)))
PAIRS = {
    "movies": {
        "source": "radarr.main",
        "target": "radarr.4k",
        "update": ["monitored", "tags", "minimum_availability"],
        "refresh_after": 0,
        "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
    },
    "series": {
        "source": "sonarr.main",
        "target": "sonarr.anime",
        "update": ["monitored", "tags", "seasons"],
        "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/anime"}},
    },
}
LIMIT = 240
"""Seconds after which a command counts as hung; none takes a tenth of it."""


@dataclass
class Ended:
    """How a command ended."""

    status: int | None
    """Exit status, negative for a signal; None when it hung and was killed."""
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        """The result line; empty without one."""
        lines = [line for line in self.out.splitlines() if line.startswith("{")]
        return json.loads(lines[-1]) if lines else {}

    @property
    def crashed(self) -> bool:
        """Whether a traceback was shown, or a fault of arrtui's own told."""
        return "Traceback" in self.out + self.err or "fault in arrtui" in self.out + self.err


@dataclass
class Site:
    """A configuration and a database of its own over a simulated estate."""

    estate: SimulatedEstate
    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def database(self) -> Path:
        return self.folder / "arrtui.db"

    def app(self, name: str) -> SimulatedApp:
        return self.estate.apps[name]

    def configure(self, *, database: Path | None = None, **tables: Mapping[str, Any]) -> None:
        """Write the configuration; ``tables`` are added to it."""
        text = self.estate.config_toml(database=database or self.database).partition("[sync")[0]
        self.config.write_text(text + tomli_w.dumps({"sync": PAIRS, **tables}))
        self.config.chmod(0o600)

    def command(self, *task: str) -> list[str]:
        return [sys.executable, "-m", "arrtui", "--config", str(self.config), "--run", *task]

    def start(self, *task: str) -> subprocess.Popen[str]:
        """Start a task and return its process."""
        return subprocess.Popen(
            self.command(*task), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV
        )

    def run(self, *task: str) -> Ended:
        """Run a task to its end."""
        return finish(self.start(*task))


def finish(process: subprocess.Popen[str]) -> Ended:
    """Wait for a process; one that hangs is killed."""
    try:
        out, err = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        return Ended(None, out, err)
    return Ended(process.returncode, out, err)


@contextmanager
def new_site(size: EstateSize = SIZE) -> Iterator[Site]:
    """Yield a site over a fresh estate; every one of the same size begins equal."""
    with tempfile.TemporaryDirectory() as folder, SimulatedEstate(size, today=TODAY) as estate:
        site = Site(estate, Path(folder))
        site.configure()
        yield site
