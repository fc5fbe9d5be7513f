"""The phase as a job, what others note for it, and players that come back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.artwork import PhaseName
from arrtui.core.config import load_config
from arrtui.core.errors import UsageError
from arrtui.core.events import JobState
from arrtui.db.database import Database
from arrtui.demo.players.jellyfin import SimulatedJellyfin
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.plex import SimulatedPlex
from arrtui.runtime.players import players_job
from arrtui.runtime.services import Services
from tests.features.players.home import PASSWORD, PlayerHome

NAME = "radarr.main"
FILM = "Heat (1995)"


class Estate:
    """A film on disk and in the database, its players, and services that know both."""

    def __init__(self, folder: Path, *, extra: str = "", ui: str = "") -> None:
        self.folder = folder
        file = folder / "arrtui.db"
        database = Database.open(f"sqlite:///{file}")
        self.films = PlayerHome(database, folder / "movies")
        self.film = self.films.add(FILM)
        self.films.publish(self.film, f"{FILM}-poster.jpg")
        self.kodi = SimulatedKodi([self.films.root])
        config = folder / "config.toml"
        config.write_text(
            f'[{NAME}]\nurl = "http://127.0.0.1:1"\napi_key = "0123456789abcdef"\nlive = false\n{ui}'
            f'[database]\nurl = "sqlite:///{file}"\n'
            f'[players.den]\nkind = "kodi"\nurl = "{self.kodi.url}"\nuser = "kodi"\npassword = "{PASSWORD}"\n'
            f"{extra}"
        )
        config.chmod(0o600)
        self.services = Services(load_config(config, env={}), env={})
        self.services.start()

    async def work(self) -> list[dict[str, object]]:
        """Wait until every job is finished; return the results."""
        while any(not job.state.finished for job in await self.services.jobs.list_jobs()):
            await asyncio.sleep(0.02)
        return [dict(job.result or {}) for job in await self.services.jobs.list_jobs()]

    def close(self) -> None:
        """Stop everything."""
        self.services.stop()
        self.kodi.close()
        self.films.database.close()


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Estate]:
    made = Estate(tmp_path)
    yield made
    made.close()


async def test_the_phase_tells_players(estate: Estate) -> None:
    await estate.services.artwork.start(PhaseName.PLAYERS)
    (result,) = await estate.work()
    assert (result["told"], result["waiting"], result["failed"]) == (1, 0, 0)
    (video,) = estate.kodi.library.videos.values()
    assert "poster" in video.art
    (job,) = await estate.services.jobs.list_jobs()
    assert estate.services.kinds.describe_result(job) == "1 title told"


async def test_titles_and_players_are_counted_each_once(tmp_path: Path) -> None:
    with_other = '[players.attic]\nkind = "kodi"\nurl = "{}"\nuser = "kodi"\npassword = "{}"\n'
    other = SimulatedKodi([tmp_path / "movies"])
    off = with_other.format("http://127.0.0.1:1", PASSWORD).replace("attic", "cellar")
    estate = Estate(tmp_path, extra=with_other.format(other.url, PASSWORD) + off)
    try:
        await estate.services.artwork.start(PhaseName.PLAYERS)
        (result,) = await estate.work()
        assert (result["told"], result["players"], result["waiting"]) == (1, 2, 1)
        (job,) = await estate.services.jobs.list_jobs()
        assert estate.services.kinds.describe_result(job) == "1 title told to 2 players, 1 waiting"
    finally:
        estate.close()
        other.close()


async def test_read_only_tells_nobody(tmp_path: Path) -> None:
    estate = Estate(tmp_path, ui="[ui]\nread_only = true\n")
    try:
        await estate.services.artwork.start(PhaseName.PLAYERS)
        await estate.work()
        (job,) = await estate.services.jobs.list_jobs()
        assert job.state is JobState.FAILED and "read-only" in job.error
        assert estate.kodi.calls == []
    finally:
        estate.close()


async def test_what_is_noted_is_told_once_a_player_is_ready(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(players_job, "LOOK", 0.05)
    estate.kodi.playing = True
    assert await estate.services.artwork.players.note(NAME, [estate.film]) == 1
    assert await estate.services.artwork.players.due_instances() == []
    estate.kodi.playing = False
    assert await estate.services.artwork.players.due_instances() == [NAME]
    while await estate.services.artwork.players.waiting():
        await asyncio.sleep(0.02)
    assert len(estate.kodi.library.videos) == 1


async def test_a_check_says_how_players_are(tmp_path: Path) -> None:
    movies = tmp_path / "movies"
    movies.mkdir()
    jellyfin, plex = SimulatedJellyfin([movies]), SimulatedPlex({"1": tmp_path / "other"})
    jellyfin.savers = ["Nfo"]
    estate = Estate(
        tmp_path,
        extra=f'[players.tv]\nkind = "jellyfin"\nurl = "{jellyfin.url}"\napi_key = "jelly-key"\n'
        f'[players.flat]\nkind = "plex"\nurl = "{plex.url}"\napi_key = "plex-token"\nmessages = true\n'
        '[players.attic]\nkind = "kodi"\nurl = "http://127.0.0.1:1"\n',
    )
    try:
        await estate.services.artwork.players.note(NAME, [estate.film])
        estate.kodi.playing = True
        checks = {check.name: check for check in await estate.services.artwork.players.check()}
        assert {name: check.state for name, check in checks.items()} == {
            "den": "busy",
            "tv": "up",
            "flat": "up",
            "attic": "off",
        }
        assert (checks["den"].version, checks["den"].warnings, checks["den"].waiting) == ("20.1", (), 1)
        assert all(root.is_shown for root in checks["tv"].roots)
        assert any("movie.nfo" in warning for warning in checks["tv"].warnings)
        assert not any(root.is_shown for root in checks["flat"].roots)
        assert any("no Plex was run" in remark for remark in checks["flat"].remarks)
        assert any("messages" in warning for warning in checks["flat"].warnings)
        assert "does not answer" in checks["attic"].error
        with pytest.raises(UsageError):
            await estate.services.artwork.players.check(["cellar"])
    finally:
        estate.close()
        jellyfin.close()
        plex.close()
