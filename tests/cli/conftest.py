"""A simulated estate of another process, and the command run against it as a user would."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import tomli_w

from arrtui.core.apps import APPS
from tests import prefork
from tests.db import fresh
from tests.environment import ENV


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the JSON objects it printed."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def result(self) -> dict[str, Any]:
        """Return the last JSON object, by instance name where it has instances."""
        return self.lines[-1]

    def instance(self, name: str) -> dict[str, Any]:
        """Return what the result says of an instance."""
        (found,) = [one for one in self.result["instances"] if one["instance"] == name]
        return found


@dataclass(frozen=True)
class Site:
    """A configuration of its own for the running estate."""

    config: Path
    keys: dict[str, str]
    urls: dict[str, str]

    def command(self, *args: str) -> list[str]:
        """Return the command line of a task."""
        return [sys.executable, "-m", "arrtui", "--config", str(self.config), *args]

    def run(self, *args: str, env: dict[str, str] | None = None) -> Ran:
        """Run a task to its end."""
        done = prefork.run(self.command("--run", *args), env=ENV | (env or {}))
        return Ran(done.returncode, done.stdout, done.stderr)

    def change(self, **tables: dict[str, Any]) -> None:
        """Change tables of the configuration: ``radarr={"main": {"api_key": "…"}}``."""
        tree = tomllib.loads(self.config.read_text())
        for name, table in tables.items():
            for key, value in table.items():
                if isinstance(value, dict):
                    tree.setdefault(name, {}).setdefault(key, {}).update(value)
                else:
                    tree.setdefault(name, {})[key] = value
        self.config.write_text(tomli_w.dumps(tree))

    def fault(self, instance: str, **body: Any) -> None:
        """Set a fault on a running instance; without one, clear them."""
        answer = httpx.post(
            f"{self.urls[instance]}/demo/faults",
            json={
                "clear": True,
                **({"latency": body["latency"]} if "latency" in body else {"add": body} if body else {}),
            },
            headers={"X-Api-Key": self.keys[instance]},
        )
        answer.raise_for_status()


@pytest.fixture(scope="session")
def estate_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the configuration of an estate that runs in a process of its own."""
    with running_estate(tmp_path_factory.mktemp("estate") / "config.toml") as config:
        yield config


PAIR = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "update": ["monitored"],
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
}
"""A pair of movies of that estate."""


@pytest.fixture(scope="module")
def changing_estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the configuration of an estate that only the tests of one module use and write to."""
    with running_estate(tmp_path_factory.mktemp("changing") / "config.toml", "--without-files") as config:
        yield config


@contextmanager
def running_estate(config: Path, *options: str) -> Iterator[Path]:
    """Run an estate in a process of its own, described by ``config``."""
    sizes = ["--movies", "45", "--series", "6", "--episodes", "90", "--artists", "6"]
    command = [*prefork.DEMO, "--config", str(config), *sizes, *options]
    said, saying = os.pipe()
    with Path(os.devnull).open() as nothing, os.fdopen(said) as words:
        try:
            process = prefork.start(command, [nothing.fileno(), saying, 2], ENV, str(Path.cwd()))
        finally:
            os.close(saying)
        assert words.readline() == "ready\n"
        yield config
        os.kill(process.pid, signal.SIGTERM)
        assert process.ended(20) == 0


@pytest.fixture
def site(estate_config: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a configuration and a database of its own over the shared estate."""
    yield from site_of(estate_config, tmp_path)


def site_of(estate_config: Path, tmp_path: Path) -> Iterator[Site]:
    """Yield a configuration and a new database of its own over a running estate."""
    config = tmp_path / "config.toml"
    shutil.copyfile(estate_config, config)
    config.chmod(0o600)
    tree = tomllib.loads(config.read_text())
    instances = {f"{kind}.{name}": table for kind in APPS for name, table in tree.get(kind, {}).items()}
    made = Site(
        config,
        {name: table["api_key"] for name, table in instances.items()},
        {name: table["url"] for name, table in instances.items()},
    )
    database = tmp_path / "arrtui.db"
    fresh.copy_to(database)
    made.change(database={"url": f"sqlite:///{database}"})
    yield made
    for name in instances:
        made.fault(name)
