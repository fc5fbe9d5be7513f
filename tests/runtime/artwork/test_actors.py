"""Pictures of actors in titles' folders: where Kodi looks for them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.artwork.bench import RADARR, SONARR, publish_bench

SLOT = "actor:Sigourney Weaver"
PICTURE = ".actors/Sigourney_Weaver.jpg"


async def test_an_actor_is_published_and_taken_back_with_the_folder(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'actors = true\nnames_for = ["kodi"]') as bench:
        film = bench.film()
        show = bench.series("Dark", (1, 1, "Season 01/Dark S01E01.mkv"))
        for name, title in ((RADARR, film), (SONARR, show)):
            bench.choose(name, title, SLOT, b"weaver")
            await bench.publish(name)
            counts = await bench.publish(name)
            assert counts.published == 0
        assert bench.files() == {PICTURE: b"weaver"}
        assert bench.files("Dark", SONARR) == {PICTURE: b"weaver"}
        run = await bench.services.artwork.publishing.run(RADARR, takes_back=True)
        await run.apply(await run.ready_titles([film]))
        assert bench.files() == {}
        assert not (bench.root(RADARR) / "Alien (1979)" / ".actors").exists()


@pytest.mark.parametrize("options", ['names_for = ["kodi"]', 'actors = true\nnames_for = ["plex"]'])
async def test_nobody_who_does_not_read_them_gets_them(tmp_path: Path, options: str) -> None:
    with publish_bench(tmp_path, options) as bench:
        film = bench.film()
        bench.choose(RADARR, film, SLOT, b"weaver")
        await bench.publish()
        assert bench.files() == {}


async def test_the_owners_picture_stays_and_a_link_is_not_followed(tmp_path: Path) -> None:
    with publish_bench(tmp_path, "actors = true") as bench:
        film, other = bench.film(), bench.film("Aliens (1986)")
        folder = bench.root(RADARR) / "Alien (1979)" / ".actors"
        folder.mkdir()
        (folder / "Sigourney_Weaver.jpg").write_bytes(b"the owner's")
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (bench.root(RADARR) / "Aliens (1986)" / ".actors").symlink_to(elsewhere)
        for title in (film, other):
            bench.choose(RADARR, title, SLOT, b"weaver")
        await bench.publish()
        assert bench.files() == {PICTURE: b"the owner's"}
        assert list(elsewhere.iterdir()) == []
