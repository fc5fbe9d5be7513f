"""The simulated estate in a process of its own, and the databases that are filled from it."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.bench.children import (
    FailedToRunError,
    Finished,
    keep_bytecode_in,
    output,
    python,
    run,
    running,
)

MOVIES, SHOWS = "radarr.main", "sonarr.main"
"""The instances whose size was asked for; the other two have a third of it."""


@dataclass(frozen=True)
class Size:
    """How large the estate is."""

    movies: int = 5_000
    series: int = 500
    episodes: int = 60_000


FULL, QUICK = Size(), Size(500, 50, 6_000)


class Estate:
    """A running estate and a folder for what is made of it."""

    def __init__(self, folder: Path, config: Path, size: Size) -> None:
        self.folder = folder
        self.size = size
        instances, _, rest = config.read_text(encoding="utf-8").partition("[database]")
        self._config = instances
        self._pairs = rest[rest.index("[sync") :] if "[sync" in rest else ""
        self._made = 0

    def fresh_config(self) -> Path:
        """Return a configuration with a database that does not exist yet; nothing refreshes by itself."""
        self._made += 1
        folder = self.folder / str(self._made)
        folder.mkdir()
        config = folder / "config.toml"
        settings = f'[database]\nurl = "sqlite:///{folder}/arrtui.db"\n\n[ui]\nrefresh_minutes = 0\n'
        config.write_text(self._config + settings + self._pairs, encoding="utf-8")
        config.chmod(0o600)
        return config

    def copy_of(self, config: Path) -> Path:
        """Return a copy of a configuration, with a copy of its database."""
        self._made += 1
        folder = shutil.copytree(config.parent, self.folder / str(self._made))
        copied = folder / config.name
        copied.write_text(
            config.read_text(encoding="utf-8").replace(str(config.parent), str(folder)), "utf-8"
        )
        return copied

    def discard(self, config: Path) -> None:
        """Remove a configuration and its database."""
        shutil.rmtree(config.parent)

    def back_up(self, config: Path, instance: str) -> tuple[dict[str, Any], Finished]:
        """Back up in a process of its own; return what it says of the instance, and what it took."""
        command = python("-m", "arrtui", "--config", str(config), "--run", "backup", instance, "--json")
        finished = run(command, self.folder / "errors")
        return finished.output["instances"][0], finished

    def run(self, config: Path, *arguments: str) -> dict[str, Any]:
        """Run a task in a process of its own and return its result."""
        command = python("-m", "arrtui", "--config", str(config), "--run", *arguments, "--json")
        return run(command, self.folder / "errors").output

    @cached_property
    def filled(self) -> tuple[Path, dict[str, int]]:
        """A configuration whose database holds every instance, and how many titles each has."""
        config = self.fresh_config()
        names = [f"{kind}.{name}" for kind, tables in tomllib.loads(self._config).items() for name in tables]
        return config, {name: self.back_up(config, name)[0]["items"] for name in names}


@contextlib.contextmanager
def running_estate(size: Size) -> Iterator[Estate]:
    """Start the estate and yield it once it answers; folder and processes are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="arrtui-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        keep_bytecode_in(folder / "bytecode")
        config = folder / "estate" / "config.toml"
        sizes = [*(f"--{word}={number}" for word, number in vars(size).items()), "--artists=0"]
        command = python("-m", "arrtui.demo", "--config", str(config), "--until-stdin-closes", *sizes)
        with running(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            if output(process).readline().strip() != b"ready":
                raise FailedToRunError("the simulated estate did not start")
            yield Estate(folder, config, size)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=10)
