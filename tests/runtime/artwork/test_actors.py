"""Pictures of actors in titles' folders: where Kodi looks for them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.artwork import PhaseName
from arrtui.db.artwork import folders, slots
from tests.media.pictures import draw
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


async def test_pictures_of_actors_that_the_owner_had_are_theirs(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'actors = true\nnames_for = ["kodi", "jellyfin"]\nprobe = false') as bench:
        film = bench.film()
        bench.choose(RADARR, film, SLOT, b"of a provider")
        folder = bench.root(RADARR) / "Alien (1979)" / ".actors"
        folder.mkdir()
        for name in ("Sigourney_Weaver.jpg", "Ian_Holm.png", "Tom_Skerritt.webp", ".hidden.jpg"):
            (folder / name).write_bytes(draw(seed=len(name)))
        services = bench.services
        job, *_ = await services.engine.run_jobs(await services.artwork.start(PhaseName.SCAN, [RADARR]))
        assert job.result is not None and not job.result["messages"], job.result
        chosen = services.database.read_sync(slots.choices, RADARR)[film]
        assert {slot: (choice.provider, choice.by_owner) for slot, choice in chosen.items()} == {
            SLOT: ("owner", True),
            "actor:Ian Holm": ("owner", True),
        }
        listed = services.database.read_sync(folders.folders, RADARR)[film]
        assert [note for note in listed.notes if ".actors" in note.relative_path] == []
        before = bench.files()
        await bench.publish()
        assert bench.files() == before
        bench.choose_as_owner(RADARR, film, SLOT, b"asked for")
        await bench.publish()
        assert bench.files()[PICTURE] == b"asked for"
        mine = draw(seed=len("Sigourney_Weaver.jpg"))
        binned = [path.read_bytes() for path in (tmp_path / "bin").rglob("*") if path.is_file()]
        assert mine in binned
