"""Options of ``[artwork]`` that no other test holds: each does what it says."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from arrtui.core.artwork import PhaseName
from arrtui.core.text import DAY
from arrtui.db.artwork import assets, checks
from arrtui.runtime.artwork.phases import PhaseArgs
from tests.media.pictures import draw
from tests.runtime.artwork.bench import RADARR, publish_bench

TITLE = "Alien (1979)"


@pytest.mark.parametrize(("mode", "expected"), [("0604", 0o604), ("film", 0o640)])
async def test_actors_and_sets_have_the_mode_of_other_files(tmp_path: Path, mode: str, expected: int) -> None:
    sets = tmp_path / "sets"
    sets.mkdir()
    options = f'mode = "{mode}"\nactors = true\nsets_folder = "{sets}"\nnfo = "all"'
    with publish_bench(tmp_path, options) as bench:
        film = bench.film(collection_id=8091, collection_title="Alien Collection")
        folder = bench.root(RADARR) / TITLE
        (folder / f"{TITLE}.mkv").chmod(0o640)
        for slot in ("poster", "actor:Sigourney Weaver", "set:poster"):
            bench.choose(RADARR, film, slot, slot.encode())
        await bench.publish()
        published = [
            *(folder / name for name in (f"{TITLE}-poster.jpg", f"{TITLE}.nfo")),
            *(folder / ".actors/Sigourney_Weaver.jpg", sets / "Alien Collection/poster.jpg"),
        ]
        assert [stat.S_IMODE(path.stat().st_mode) for path in published] == [expected] * 4


@pytest.mark.parametrize(("days", "expected"), [(1, 8), (20, 1), (3650, 1)])
async def test_every_image_is_read_within_so_many_days(tmp_path: Path, days: int, expected: int) -> None:
    with publish_bench(tmp_path, f"verify_days = {days}") as bench:
        film, database = bench.film(), bench.services.database
        for number, slot in enumerate(("poster", "fanart", "banner", "clearlogo")):
            bench.choose(RADARR, film, slot, draw(seed=number))
            bench.choose_as_owner(RADARR, bench.film(f"Film {number}"), slot, draw(seed=10 + number))
        before = bench.services.clock() - 2 * DAY
        database.write_sync(checks.mark_verified, [*database.read_sync(assets.assets)], before)
        bench.services.start()
        args = PhaseArgs(applies=False)
        (job_id,) = await bench.services.artwork.start(PhaseName.VERIFY, [RADARR], args)
        job = await bench.finished(job_id)
        assert job.result is not None and job.result["due"] == expected
