"""The job that enriches titles: what it counts, what it says of providers, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.artwork import Asset, AssetOrigin, PhaseName, SlotChoice
from arrtui.core.config import load_config
from arrtui.core.domain import Item
from arrtui.core.events import Job, JobState
from arrtui.db.artwork import assets, metadata, slots
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.services import Services
from tests.db.samples import store

NAME = "radarr.main"


def configure(folder: Path, options: str = "") -> Path:
    """Write a configuration whose cache lies in the folder; return it."""
    file = folder / "config.toml"
    cache = "" if "cache =" in options else f'cache = "{folder}/cache"'
    file.write_text(
        f'[{NAME}]\nurl = "http://127.0.0.1:9"\napi_key = "k"\n[artwork]\n{cache}\n{options}\n'
        f'[database]\nurl = "sqlite:///{folder}/arrtui.db"\n'
    )
    file.chmod(0o600)
    return file


@pytest.fixture
def services(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Services]:
    """Return services over three films without any key; a parameter is a part of their configuration."""
    options = getattr(request, "param", "").replace("ROOT", str(tmp_path / "films"))
    (tmp_path / "films").mkdir()
    opened = Services(load_config(configure(tmp_path, options), env={}), env={})
    for number, title in enumerate(("Alien", "Blow-Up", "Cure"), 1):
        path, root = str(tmp_path / "films" / title), str(tmp_path / "films")
        store(
            opened.database,
            NAME,
            Item(id=number, external_id=str(600 + number), title=title, path=path, root_folder=root),
        )
    yield opened
    opened.stop()


async def enriched(services: Services, args: PhaseArgs | None = None) -> Job:
    """Run the job; return how it ended."""
    job_ids = await services.artwork.start(PhaseName.ENRICH, [NAME], args)
    (job,) = await services.engine.run_jobs(job_ids)
    return job


async def test_without_any_key_the_app_is_asked_and_the_others_say_why_not(services: Services) -> None:
    job = await enriched(services)
    assert job.state is JobState.COMPLETED, (job.error, job.error_detail)
    assert job.result is not None
    assert (job.result["titles"], job.result["failed"]) == (3, 0)
    assert len([text for text in job.result["messages"] if "no key" in text]) == 3
    fields = await services.database.read(metadata.fields_of, NAME)
    assert {field.value for rows in fields.values() for field in rows if field.name == "title"} == {
        "Alien",
        "Blow-Up",
        "Cure",
    }


async def test_a_limit_leaves_the_rest_for_the_next_run(services: Services) -> None:
    job = await enriched(services, PhaseArgs(limit=2))
    assert job.result is not None
    assert any("1 title left" in text for text in job.result["messages"])
    assert len(await services.database.read(metadata.fields_of, NAME)) == 2
    await enriched(services, PhaseArgs(limit=2))
    assert len(await services.database.read(metadata.fields_of, NAME)) == 3


@pytest.mark.parametrize("services", ['cache = "ROOT/cache"'], indirect=True, ids=["inside"])
async def test_a_cache_in_a_root_folder_is_refused(services: Services) -> None:
    job = await enriched(services)
    assert job.state is JobState.FAILED
    assert "artwork.cache" in job.error and "root folder" in job.error
    assert not (Path(services.config.artwork.cache_place)).exists()


@pytest.mark.parametrize("services", ['cache_limit = "1 MB"'], indirect=True, ids=["small"])
async def test_room_is_made_of_images_that_fill_no_slot(services: Services) -> None:
    artwork = services.config.artwork
    cache = ArtCache(artwork.cache_place, artwork.cache_bytes)
    hashes = [cache.add(bytes([number]) * 300_000, ".jpg") for number in range(3)]
    known = [
        Asset(sha256=each, extension=".jpg", size=300_000, origin=AssetOrigin.PROVIDER, added_at=number)
        for number, each in enumerate(hashes)
    ]
    services.database.write_sync(assets.record, known)
    choice = SlotChoice(external_id="601", slot="banner", sha256=hashes[0], provider="tmdb")
    services.database.write_sync(slots.choose, NAME, [choice])
    services.database.write_sync(lambda: assets.AssetRow.update(size=400_000).execute())
    await enriched(services)
    assert {file.sha256 for file in cache.files()} == {hashes[0], hashes[2]}
