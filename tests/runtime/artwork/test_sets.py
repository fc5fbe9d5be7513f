"""Pictures of sets of films lie in Kodi's folder of sets, once for all films of a set."""

from __future__ import annotations

from pathlib import Path

from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench

COLLECTION = "Alien: Collection"


def _options(tmp_path: Path) -> str:
    return f'sets_folder = "{tmp_path / "sets"}"\n'


def _films(bench: PublishBench) -> list[str]:
    films = [bench.film(title, collection_title=COLLECTION) for title in ("Alien (1979)", "Aliens (1986)")]
    for film in films:
        bench.choose(RADARR, film, "set:poster", b"poster of the set")
    return films


async def test_the_picture_of_a_set_is_there_once(tmp_path: Path) -> None:
    sets = tmp_path / "sets"
    sets.mkdir()
    with publish_bench(tmp_path, _options(tmp_path)) as bench:
        films = _films(bench)
        assert (await bench.publish()).failed == 0
        poster = sets / "Alien_ Collection" / "poster.jpg"
        assert [path for path in sets.rglob("*") if path.is_file()] == [poster]
        assert poster.read_bytes() == b"poster of the set"
        assert [list(bench.placements().get(film, {})) for film in films] in (
            [[str(poster)], []],
            [[], [str(poster)]],
        )
        assert (await bench.publish()).changed == {}
        poster.unlink()
        counts = await bench.publish()
        assert counts.restored + counts.published == 1 and poster.is_file()
        run = await bench.services.artwork.publishing.run(RADARR, takes_back=True)
        await run.apply(await run.ready_titles())
        assert not poster.exists()


async def test_the_owners_picture_of_a_set_stays(tmp_path: Path) -> None:
    poster = tmp_path / "sets" / "Alien_ Collection" / "poster.jpg"
    poster.parent.mkdir(parents=True)
    poster.write_bytes(b"the owner's")
    with publish_bench(tmp_path, _options(tmp_path)) as bench:
        _films(bench)
        assert (await bench.publish()).published == 0 and poster.read_bytes() == b"the owner's"


async def test_a_folder_of_sets_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with publish_bench(tmp_path, _options(tmp_path)) as bench:
        _films(bench)
        counts = await bench.publish()
        assert counts.failed == 2 and "Alien_ Collection" in counts.messages[0]
        assert bench.placements() == {} and not (tmp_path / "sets").exists()


async def test_without_a_folder_of_sets_there_are_none(bench: PublishBench) -> None:
    _films(bench)
    assert (await bench.publish()).published == 0
