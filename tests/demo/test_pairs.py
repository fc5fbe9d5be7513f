"""The pairs the demo comes with: they fit what the instances have, and each of them has something to do."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from arrtui.core.config import Config, load_config
from arrtui.core.config.sync import SyncPair
from arrtui.core.events import JobState
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.clock import DAY
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import PlanDraft, Side
from arrtui.features.sync.planning.check import check_pair
from arrtui.features.sync.planning.make import make_plan
from arrtui.features.sync.store import count
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 150), ("4k", 50)), sonarr=(("main", 30, 90), ("anime", 12, 40)))


@dataclass
class Demo:
    """What the demo is configured with, and its instances as they are stored."""

    config: Config
    sides: dict[str, Side]

    def planned(self, name: str) -> tuple[SyncPair, PlanDraft]:
        """Return a pair and its plan, once the pair has been found to fit."""
        pair = self.config.pair(name)
        source, target = self.sides[pair.source], self.sides[pair.target]
        check_pair(pair, source, target)
        return pair, make_plan(pair, source, target)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    with SimulatedEstate(SIZE, folder=folder / "media", today=20_000 * DAY) as estate:
        path = folder / "config.toml"
        path.write_text(estate.config_toml(database=folder / "arrtui.db"))
        path.chmod(0o600)
        services = Services(load_config(path, env={}), kind="run", env={})
        asyncio.run(_back_up(services))
        read, instances = services.database.read_sync, services.config.instances
        sides = {instance.name: read(load_side, instance.name) for instance in instances}
        services.database.close()
    yield Demo(services.config, sides)


async def _back_up(services: Services) -> None:
    jobs = await services.engine.run_jobs(await services.backup.back_up())
    assert all(job.state is JobState.COMPLETED for job in jobs)


def test_there_is_a_pair_of_each_sort(demo: Demo) -> None:
    assert [(pair.name, pair.mode, pair.kind.value) for pair in demo.config.sync] == [
        ("animation", "union", "radarr"),
        ("movies-4k", "add", "radarr"),
        ("shows", "add", "sonarr"),
    ]
    assert "seasons" in demo.config.pair("shows").update


def test_a_union_adds_on_both_sides(demo: Demo) -> None:
    pair, draft = demo.planned("animation")
    assert {entry.instance for entry in draft.entries} == {pair.source, pair.target}
    assert count(draft).same


@pytest.mark.parametrize("name", ["movies-4k", "shows"])
def test_an_add_only_pair_adds_and_updates_some_titles_but_not_all(demo: Demo, name: str) -> None:
    pair, draft = demo.planned(name)
    counts = count(draft)
    assert min(counts.add, counts.update, counts.filtered) > 0
    assert counts.remove == 0
    assert {entry.instance for entry in draft.entries} == {pair.target}
    assert {field for entry in draft.entries for field in entry.after} > set(pair.update)


def test_nothing_a_pair_does_is_locked(demo: Demo) -> None:
    assert [demo.planned(pair.name)[1].locked for pair in demo.config.sync] == ["", "", ""]


def test_an_estate_has_the_pairs_of_its_instances() -> None:
    def pairs(size: EstateSize) -> list[str]:
        return list(tomllib.loads(SimulatedEstate(size).config_toml()).get("sync", {}))

    assert pairs(EstateSize(radarr=(("main", 3), ("4k", 3)), sonarr=())) == ["animation", "movies-4k"]
    assert pairs(EstateSize(radarr=(("main", 3),), sonarr=(("main", 2, 4), ("anime", 1, 2)))) == ["shows"]
    assert pairs(EstateSize(radarr=(("4k", 3),), sonarr=(("anime", 1, 2),))) == []


def test_the_folders_of_a_pair_lie_where_the_estate_does(demo: Demo) -> None:
    assert demo.config.path is not None
    media = str(demo.config.path.parent / "media" / "radarr.main")
    folders = demo.config.pair("movies-4k").map.root_folders
    assert all(Path(folder).is_relative_to(media) for folder in folders if folder != "*")
