"""The apps are asked for the names they would give: some titles at a time, and only what is not known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from arrtui.core.apps import Kind
from arrtui.core.config import load_config
from arrtui.core.errors import UsageError
from arrtui.core.events import JobState, Progress
from arrtui.core.naming import read_naming
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.loops.renames import Untold, names_by
from arrtui.runtime import loops_renames
from arrtui.runtime.engine.jobs import JobCancelled, JobContext
from arrtui.runtime.loops_renames import ASK_NAMES, NameRequests, RenameServices, TokenChange
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 30),), sonarr=(("main", 3, 30),))
MAIN = "radarr.main"


class NamingScene(NamedTuple):
    """Two instances that are backed up; a movie of one was found by a scan under a name of its own."""

    services: Services
    estate: SimulatedEstate

    @property
    def renames(self) -> RenameServices:
        return self.services.loops.renames

    async def ask(self, instance: str) -> Any:
        """Ask an instance for its names; return what came of it."""
        (job,) = await self.services.engine.run_jobs(await self.renames.ask([instance]))
        assert job.state is JobState.COMPLETED, job.error
        return job.result


@pytest.fixture(scope="module")
def estate() -> Any:
    with SimulatedEstate(SIZE, seed=11) as running:
        store = running.apps[MAIN].store
        file = next(iter(store.files.values()))
        file |= {"sceneName": None, "originalFilePath": None, "relativePath": "Film.1999.REMUX.x265-GRP.mkv"}
        store.touch()
        yield running


@pytest.fixture
async def scene(tmp_path: Path, estate: SimulatedEstate) -> AsyncIterator[NamingScene]:
    file = tmp_path / "config.toml"
    file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
    file.chmod(0o600)
    services = Services(load_config(file, env={}), kind="run", env={})
    await services.engine.run_jobs(await services.backup.back_up())
    yield NamingScene(services, estate)
    await services.clients.aclose()
    services.database.close()


@pytest.mark.parametrize("instance", [MAIN, "sonarr.main"])
async def test_names_are_asked_for_once_and_then_told(scene: NamingScene, instance: str) -> None:
    before = await scene.renames.report(instance)
    assert {own.why for own in before.untold} == {Untold.NOT_ASKED} and not before.renamed
    needed = await scene.renames.needed(instance)
    assert needed.requests == 1 + (1 if instance == MAIN else needed.titles)
    result = await scene.ask(instance)
    assert result["titles"] == needed.titles
    after = await scene.renames.report(instance)
    assert not after.untold and after.renamed + after.kept == after.files
    assert after.renamed == result["renamed"]
    assert await scene.renames.needed(instance) == NameRequests(*needed[:2], is_again=True)
    assert (await scene.ask(instance))["titles"] == needed.titles, (
        "once all are known, all are asked for again"
    )


async def test_what_is_foretold_comes_true_once_the_app_renames(scene: NamingScene) -> None:
    await scene.ask(MAIN)
    foretold = (await scene.renames.report(MAIN)).effects
    assert foretold
    store = scene.estate.apps[MAIN].store
    for effect in foretold:
        file = store.files[effect.own.file.id] | {"relativePath": effect.new_name}
        title = store.titles[effect.own.file.item_id]
        scored = store.scored(file, title["qualityProfileId"], store.original_language(title))
        assert scored["customFormatScore"] == effect.after
        assert {row["id"] for row in scored["customFormats"]} == effect.formats


async def test_a_title_that_is_gone_spoils_no_answer(
    scene: NamingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops_renames, "REST", 0.0)
    app = scene.estate.apps[MAIN]
    store = app.store
    movie_id, movie = store.movies.popitem()
    app.reset_requests()
    try:
        assert (await scene.ask(MAIN))["gone"] == 1
        requests = [request for request in app.requests if request[1].split("?")[0].endswith("/rename")]
        assert len(requests) < len(store.movies), "the titles beside it are not asked for one by one"
    finally:
        store.movies[movie_id] = movie
    (untold,) = (await scene.renames.report(MAIN)).untold
    assert (untold.own.file.item_id, untold.why) == (movie_id, Untold.NOT_ASKED)


async def test_a_question_that_was_stopped_goes_on_where_it_stopped(
    scene: NamingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops_renames, "TITLES_PER_REQUEST", 10)
    monkeypatch.setattr(loops_renames, "REST", 0.0)
    services = scene.services
    (job_id,) = await scene.renames.ask([MAIN])
    job = await services.jobs.get(job_id)

    async def store(progress: Progress) -> None:
        if progress.done:
            context.cancelled.set()

    context = JobContext(job, store, services.jobs.enqueue, iter(range(1_000)).__next__)
    needed = await scene.renames.needed(MAIN)
    with pytest.raises(JobCancelled):
        await ASK_NAMES.handler(services, context)
    left = await scene.renames.needed(MAIN)
    assert 0 < left.titles < needed.titles


async def test_a_token_that_means_nothing_is_refused(scene: NamingScene) -> None:
    for change in (TokenChange("Edition Tags"), TokenChange(added="Quality Title"), TokenChange(added="X Y")):
        with pytest.raises(UsageError):
            await scene.renames.report(MAIN, change)


@pytest.mark.parametrize(
    ("instance", "member"), [(MAIN, "standardMovieFormat"), ("sonarr.main", "standardEpisodeFormat")]
)
async def test_a_naming_that_is_tried_gives_the_names_that_the_app_would(
    scene: NamingScene, instance: str, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, library = scene.estate.apps[instance].store, await scene.renames.library(instance)
    tried = TokenChange(added="MediaInfo VideoCodec").applied(library.naming)
    names = names_by(library, tried).names
    assert len(names) > len(library.files) / 2
    monkeypatch.setitem(store.configs["naming"], member, tried.formats[member].text)
    for number, name in names.items():
        file = store.files[number]
        path: str = store.name_for(store.titles[library.by_id[number].item.id], file)
        assert path.rpartition("/")[2] == name


async def test_tokens_to_try_are_read_without_any_file(
    scene: NamingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(RenameServices, "library")
    choices = await scene.renames.tokens([MAIN, "sonarr.main"])
    own = {"Movie Title": (MAIN,), "Series Title": ("sonarr.main",)}
    assert {token: choices.present.get(token) for token in own} == own
    assert choices.absent


def test_of_an_app_whose_tokens_are_not_foretold_none_is_offered() -> None:
    naming = read_naming(Kind.LIDARR, {"standardTrackFormat": "{Artist Name} - {track:00}"})
    with pytest.raises(
        UsageError, match=r"{Quality Full} stands for is not foretold, nor any token of Lidarr"
    ):
        TokenChange(added="{Quality Full}").applied(naming)
