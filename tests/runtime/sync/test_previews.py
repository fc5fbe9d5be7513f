"""What a pair would be about while it is edited, and when it may not be edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arrtui.core.config.pair_draft import PairDraft
from arrtui.core.config.sync import SyncFilter, SyncPair
from arrtui.core.errors import NoSuchSnapshotError, UsageError
from arrtui.features.sync.model import Op
from tests.runtime.sync.test_use_cases import Bench, bench

__all__ = ["bench"]


async def test_titles_that_pass_are_counted_over_stored_data(bench: Bench) -> None:
    previews = bench.sync.previews()
    with pytest.raises(NoSuchSnapshotError):
        await previews.count("radarr.main", SyncFilter())
    await bench.done(*await bench.services.backup.back_up(["radarr.main", "radarr.4k"]))
    bench.estate.apps["radarr.main"].reset_requests()
    everything = await previews.count("radarr.main", SyncFilter())
    newer = await previews.count("radarr.main", SyncFilter.model_validate({"include": {"year_from": 2000}}))
    good = await previews.count("radarr.main", SyncFilter.model_validate({"include": {"min_score": -99999}}))
    movies = bench.estate.apps["radarr.main"].store.movies.values()
    assert everything == (len(movies), len(movies))
    assert newer == (sum(movie["year"] >= 2000 for movie in movies), len(movies))
    assert 0 < good.passing <= good.total
    assert bench.estate.apps["radarr.main"].requests == []


async def test_names_that_an_instance_does_not_have_are_listed_by_their_option(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main", "radarr.4k"]))
    pair = SyncPair(
        name="x", source="radarr.main", target="radarr.4k", map={"quality_profiles": {"*": "No such"}},
        filter={"include": {"tags": ["nobody"]}},
    )  # fmt: skip
    problems = await bench.sync.previews().unknown_names(pair)
    options = [problem.partition(":")[0] for problem in problems]
    assert options[:2] == ["filter.include.tags", "map.quality_profiles"]
    assert await bench.sync.previews().unknown_names(bench.services.config.pair("both")) == []


async def test_a_pair_whose_plan_is_being_applied_is_neither_changed_nor_removed(bench: Bench) -> None:
    opened = await bench.planned("movies")
    await bench.approve(opened, Op.ADD)
    config, (job_id,) = bench.services.config, await bench.sync.apply(opened.plan.id)
    before = config.path.read_bytes() if config.path else b""
    draft = PairDraft.of(config.pair("movies"))
    for work in (
        bench.services.config_file.save_pair(replace(draft, mode="mirror"), replacing=draft),
        bench.services.config_file.remove_pair("movies"),
    ):
        with pytest.raises(UsageError, match=f"plan {opened.plan.id} is being applied"):
            await work
    assert config.path is not None
    assert config.path.read_bytes() == before
    await bench.done(job_id)
    await bench.services.config_file.save_pair(replace(draft, mode="mirror"), replacing=draft)
    assert bench.services.config.pair("movies").mode == "mirror"


async def test_a_pair_is_renamed_and_removed(bench: Bench) -> None:
    draft = PairDraft.of(bench.services.config.pair("tags"))
    await bench.services.config_file.save_pair(replace(draft, name="labels"), replacing=draft)
    assert bench.services.config.pair("labels").update == ("tags",)
    await bench.services.config_file.remove_pair("labels")
    assert "labels" not in [pair.name for pair in bench.services.config.sync]
