"""Use cases of fetching: the first batch, what is asked for meanwhile, and what nobody asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.config import load_config
from arrtui.core.domain import MediaFile
from arrtui.core.errors import ReadOnlyError, UsageError
from arrtui.core.events import Job
from arrtui.db import jobs, trailer_fetching, trailers
from arrtui.runtime.services import Services
from arrtui.runtime.trailers.fetch import NoBatchApprovedError
from tests.db.samples import store
from tests.features.trailers.library import TrailerLibrary

NAME = "radarr.main"
NOW = 1_800_000_000.0


class Fetching:
    """Services over a library of three films."""

    def __init__(self, folder: Path, options: str = "", clock: Callable[[], float] = lambda: NOW) -> None:
        file = folder / "config.toml"
        file.write_text(
            f'[radarr.main]\nurl = "http://127.0.0.1:1"\napi_key = "k"\n{options}\n'
            f'[database]\nurl = "sqlite:///{folder / "arrtui.db"}"\n'
        )
        file.chmod(0o600)
        self.services = Services(load_config(file, env={}), clock=clock)
        library = TrailerLibrary(self.services.database, folder / "movies")
        for number, name in enumerate(("Alien", "Blow-Up", "Cure"), start=1):
            library.add(name, f"{name}.mkv")
            store(
                self.services.database,
                NAME,
                MediaFile(id=number, item_id=number, relative_path=f"{name}.mkv"),
            )
        library.scan()
        self.use_cases = self.services.fetching

    def jobs(self) -> list[Job]:
        """Return the unfinished downloads."""
        return self.services.database.read_sync(jobs.unfinished, "trailers-fetch")

    def titles(self) -> list[list[Any]]:
        """Return what the one download is for."""
        (job,) = self.jobs()
        return job.args["titles"]


@pytest.fixture
def fetching(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fetching]:
    """Return services; a parameter is a part of their configuration."""
    made = Fetching(tmp_path, getattr(request, "param", ""))
    yield made
    made.services.database.close()


async def test_a_batch_is_reviewed_before_anything_is_downloaded(fetching: Fetching) -> None:
    use_cases = fetching.use_cases
    await use_cases.fetch_new(NAME)
    with pytest.raises(NoBatchApprovedError, match="3 trailers"):
        await use_cases.fetch()
    assert fetching.jobs() == []
    batch = await use_cases.waiting_batch()
    assert batch is not None
    await use_cases.approve_batch(batch.id, without={(NAME, "602")})
    assert fetching.titles() == [[NAME, "601", True], [NAME, "603", True]]
    chosen = fetching.services.database.read_sync(trailers.choices, NAME)
    assert {choice.external_id: choice.wanted for choice in chosen.values()} == {"602": False}
    assert [entry.title for entry in await use_cases.wanted()] == ["Alien", "Cure"]
    assert await use_cases.waiting_batch() is None
    with pytest.raises(UsageError, match="not there any more"):
        await use_cases.approve_batch(batch.id + 1)


@pytest.mark.parametrize("fetching", ['[trailers]\nrule = "none"'], indirect=True, ids=["none"])
async def test_where_nothing_is_wanted_there_is_nothing_to_review(fetching: Fetching) -> None:
    assert await fetching.use_cases.fetch() is None
    assert await fetching.use_cases.waiting_batch() is None


async def test_titles_that_are_asked_for_meanwhile_join_the_one_download(fetching: Fetching) -> None:
    first = await fetching.use_cases.fetch(limit=1)
    batch = await fetching.use_cases.plan_batch()
    await fetching.use_cases.approve_batch(batch.id, without={(NAME, "601"), (NAME, "602"), (NAME, "603")})
    assert await fetching.use_cases.fetch_titles([(NAME, "603"), (NAME, "601")]) == first
    assert fetching.titles() == [[NAME, "601", True], [NAME, "603", True]]
    (row,) = [row for row in await fetching.services.trailers.rows() if row.facts.title.external_id == "603"]
    assert row.status.state == "downloading"


def hours(first: int) -> str:
    """Return the option for an hour that begins so many hours after the one of the clock."""
    begin = (time.localtime(NOW).tm_hour + first) % 24
    return f'[trailers]\nhours = "{begin}-{begin + 1}"'


@pytest.mark.parametrize(
    ("fetching", "queued"), [(hours(0), 3), (hours(2), 0)], indirect=["fetching"], ids=["in", "out"]
)
async def test_once_reviewed_new_titles_are_downloaded_within_the_hours(
    fetching: Fetching, queued: int
) -> None:
    batch = await fetching.use_cases.plan_batch()
    fetching.services.database.write_sync(trailer_fetching.approve_batch, batch, 1.0)
    await fetching.use_cases.fetch_new(NAME)
    assert len(fetching.titles() if queued else fetching.jobs()) == queued


@pytest.mark.parametrize("fetching", ["[ui]\nread_only = true"], indirect=True)
async def test_nothing_is_queued_while_nothing_may_be_written(fetching: Fetching) -> None:
    for asking in (
        lambda: fetching.use_cases.fetch(limit=1),
        lambda: fetching.use_cases.fetch_titles([(NAME, "601")]),
        lambda: fetching.use_cases.approve_batch(1),
    ):
        with pytest.raises(ReadOnlyError):
            await asking()
    await fetching.use_cases.fetch_new(NAME)
    assert fetching.jobs() == []
