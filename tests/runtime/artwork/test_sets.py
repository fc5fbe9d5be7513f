"""Pictures of sets of films in Kodi's folder of sets, which films and instances share."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.apps import Kind
from arrtui.core.artwork import MetadataField, TitleCandidates
from arrtui.db.artwork import candidates, metadata, slots
from arrtui.db.models import ItemRow
from arrtui.features.artwork.choosing import FilledSlots
from arrtui.features.artwork.due import DueTitle, DueWish, due_titles, judged_mark
from arrtui.media import art_placing
from tests.media.pictures import draw
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench, told

ALIEN = {"collection_id": 8091, "collection_title": "Alien Collection"}
POSTER = "Alien Collection/poster.jpg"


class SetBench:
    """Films of a set, and the folder of sets."""

    def __init__(self, bench: PublishBench, folder: Path) -> None:
        self.bench, self.folder = bench, folder
        self.alien = bench.film("Alien (1979)", **ALIEN)
        self.aliens = bench.film("Aliens (1986)", **ALIEN)

    def files(self) -> dict[str, bytes]:
        """Return what lies in the folder of sets."""
        paths = sorted(self.folder.rglob("*")) if self.folder.exists() else []
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths if path.is_file()
        }

    def noted(self) -> dict[str, str]:
        """Return for which title each picture is noted."""
        return {
            Path(path).relative_to(self.folder).as_posix(): external_id
            for external_id, placed in self.bench.placements().items()
            for path in placed
            if Path(path).is_absolute()
        }

    async def take_back(self) -> None:
        """Take everything back that was published."""
        run = await self.bench.services.artwork.publishing.run(RADARR, takes_back=True)
        await run.apply(await run.ready_titles())


@pytest.fixture
def sets(tmp_path: Path) -> Iterator[SetBench]:
    folder = tmp_path / "sets"
    folder.mkdir()
    with publish_bench(tmp_path, f'sets_folder = "{folder}"') as bench:
        yield SetBench(bench, folder)


async def test_films_share_the_pictures_of_their_set_which_are_written_once(sets: SetBench) -> None:
    other = sets.bench.film("Dune (2021)")
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    sets.bench.choose(RADARR, sets.aliens, "set:clearlogo", b"logo", ".png")
    chosen = sets.bench.services.database.read_sync(slots.choices, RADARR)
    assert chosen[sets.alien].keys() == chosen[sets.aliens].keys() == {"set:poster", "set:clearlogo"}
    assert other not in chosen
    counts = await sets.bench.publish()
    assert (counts.published, counts.failed, told(counts)) == (2, 0, [])
    assert sets.files() == {POSTER: b"poster", "Alien Collection/clearlogo.png": b"logo"}
    assert set(sets.noted().values()) == {sets.alien}
    assert sets.bench.files() == {} and not (sets.folder / ".arrtui").exists()
    again = await sets.bench.publish()
    assert (again.published, again.removed, again.changed, told(again)) == (0, 0, {}, [])


async def test_another_choice_replaces_the_picture_once_and_unpublish_takes_all_back(sets: SetBench) -> None:
    theirs = sets.folder / POSTER
    theirs.parent.mkdir()
    theirs.write_bytes(b"the owner's")
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    counts = await sets.bench.publish()
    assert sets.files() == {POSTER: b"the owner's"} and len(told(counts)) == 2
    sets.bench.choose_as_owner(RADARR, sets.aliens, "set:poster", b"asked for")
    assert (await sets.bench.publish()).published == 1
    assert sets.files() == {POSTER: b"asked for"}
    assert (await sets.bench.publish()).published == 0
    sets.bench.choose_as_owner(RADARR, sets.aliens, "set:poster", b"another")
    assert (await sets.bench.publish()).published == 1
    assert sets.files() == {POSTER: b"another"}
    await sets.take_back()
    assert sets.files() == {POSTER: b"the owner's"} and sets.noted() == {}


async def test_a_set_without_candidates_takes_images_from_paths(sets: SetBench, tmp_path: Path) -> None:
    artwork = sets.bench.services.artwork
    other = sets.bench.film("Dune (2021)")
    title = await artwork.titles.title(RADARR, sets.alien)
    of_set = [row.slot for row in title.slots if row.slot.startswith("set:")]
    assert {"set:clearart", "set:discart", "set:keyart"} < set(of_set)
    assert title.slot("set:keyart").readers == "Kodi (tried on Kodi 20.1)"
    of_none = await artwork.titles.title(RADARR, other)
    assert not [row.slot for row in of_none.slots if row.slot.startswith("set:")]
    (tmp_path / "mine.png").write_bytes(draw(format="PNG"))
    for slot in ("set:discart", "set:keyart"):
        await artwork.choosing.import_image(RADARR, sets.alien, slot, tmp_path / "mine.png")
    counts = await sets.bench.publish()
    names = {Path(name).name for name in sets.files()}
    assert (counts.published, names) == (2, {"discart.png", "keyart.png"})


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EIO])
async def test_a_disk_that_takes_nothing_is_a_sentence_and_gives_the_owners_picture_back(
    sets: SetBench, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    theirs = sets.folder / POSTER
    theirs.parent.mkdir()
    theirs.write_bytes(b"the owner's")
    sets.bench.choose_as_owner(RADARR, sets.alien, "set:poster", b"asked for")
    sets.bench.choose(RADARR, sets.alien, "set:fanart", b"fanart")

    def refuse(*_args: object) -> Path:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as patch:
        patch.setattr(art_placing, "open_work_folder", refuse)
        counts = await sets.bench.publish()
    assert (counts.published, counts.failed, len(told(counts))) == (0, 2, 2)
    assert sets.files() == {POSTER: b"the owner's"} and sets.noted() == {}
    assert (await sets.bench.publish()).published == 2
    assert sets.files() == {POSTER: b"asked for", "Alien Collection/fanart.jpg": b"fanart"}


async def test_an_empty_folder_of_a_set_goes_with_its_last_picture(sets: SetBench) -> None:
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    await sets.bench.publish()
    await sets.take_back()
    assert list(sets.folder.iterdir()) == []


async def test_a_lock_is_that_of_the_whole_set(sets: SetBench) -> None:
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    await sets.bench.publish()
    sets.bench.lock(RADARR, sets.aliens, "set:poster")
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"another")
    assert (await sets.bench.publish()).published == 0
    await sets.take_back()
    assert sets.files() == {POSTER: b"poster"}


async def test_a_film_that_is_locked_as_a_whole_keeps_its_own_choice_for_the_set(sets: SetBench) -> None:
    database = sets.bench.services.database
    first = sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    sets.bench.lock(RADARR, sets.aliens, "*")
    second = sets.bench.choose(RADARR, sets.alien, "set:poster", b"another")
    database.write_sync(slots.share_in_sets, RADARR, 2.0)
    chosen = database.read_sync(slots.choices, RADARR)
    assert chosen[sets.aliens]["set:poster"].sha256 == first
    assert chosen[sets.alien]["set:poster"].sha256 == second
    third = sets.bench.choose_as_owner(RADARR, sets.alien, "set:poster", b"asked for")
    chosen = database.read_sync(slots.choices, RADARR)
    assert chosen[sets.aliens]["set:poster"].sha256 == first
    assert chosen[sets.alien]["set:poster"].sha256 == third


async def test_a_film_that_joins_a_set_shares_what_was_chosen_and_inherits_it(sets: SetBench) -> None:
    database = sets.bench.services.database
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    sets.bench.lock(RADARR, sets.alien, "set:banner")
    await sets.bench.publish()
    late = sets.bench.film("Alien 3 (1992)", **ALIEN)
    database.write_sync(slots.share_in_sets, RADARR, 2.0)
    assert database.read_sync(slots.choices, RADARR)[late].keys() == {"set:poster"}
    assert database.read_sync(slots.locks, RADARR)[late] == {"set:banner"}
    database.write_sync(lambda: ItemRow.update(files=0).where(ItemRow.external_id == sets.alien).execute())
    assert (await sets.bench.publish()).published == 0
    assert sets.noted() == {POSTER: late}
    await sets.take_back()
    assert sets.files() == {}


async def test_a_film_without_files_wants_no_images_for_what_was_chosen_for_its_set(sets: SetBench) -> None:
    database, config = sets.bench.services.database, sets.bench.services.config
    database.write_sync(lambda: ItemRow.update(files=0).where(ItemRow.external_id == sets.aliens).execute())
    wish = DueWish(config.artwork, ("tmdb",), fresh_days=30, now=10.0)

    def due() -> dict[str, DueTitle]:
        found = database.read_sync(due_titles, config.instance(RADARR), wish)
        return {title.external_id: title for title in found.titles}

    before = due()[sets.aliens]
    assert not before.wanted
    mark = judged_mark(config.artwork, Kind.RADARR.app, ("tmdb",), (), FilledSlots(), ())
    seen = TitleCandidates(external_id=sets.aliens, candidates=(), faults={}, read_at=5.0, judged_by=mark)
    database.write_sync(candidates.store, RADARR, [seen])
    assert due().keys() == {sets.alien}
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    assert "set:poster" in database.read_sync(slots.choices, RADARR)[sets.aliens]
    assert due().keys() == {sets.alien}
    sets.bench.choose(RADARR, sets.aliens, "poster", b"of the film itself")
    assert due()[sets.aliens].wanted


async def test_a_folder_that_is_away_loses_nothing_and_is_told_once(sets: SetBench) -> None:
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    await sets.bench.publish()
    away = sets.folder.with_name("away")
    sets.folder.rename(away)
    for made in (False, True):
        if made:
            sets.folder.mkdir()
        counts = await sets.bench.publish()
        assert (counts.published, counts.failed) == (0, 0) and str(sets.folder) in told(counts)[0]
        await sets.take_back()
        assert sets.files() == {} and sets.noted() == {POSTER: sets.alien}
    sets.folder.rmdir()
    away.rename(sets.folder)
    assert (await sets.bench.publish()).published == 0
    await sets.take_back()
    assert sets.files() == {}


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Alien: The/Set?", "Alien_ The_Set_"),
        ("../../etc", ".._.._etc"),
        ("Wait for it...", "Wait for it"),
        ("\u202eAlien <script>", "\u202eAlien _script_"),
        ("..", None),
        ("é" * 200, None),
    ],
)
async def test_any_name_of_a_set_stays_in_the_folder(sets: SetBench, name: str, folder: str | None) -> None:
    film = sets.bench.film("Odd (2000)", collection_id=7, collection_title=name)
    sets.bench.choose(RADARR, film, "set:poster", b"odd")
    counts = await sets.bench.publish(RADARR, film)
    assert sets.files() == ({f"{folder}/poster.jpg": b"odd"} if folder else {})
    assert bool(told(counts)) == (folder is None) and counts.failed == 0


async def test_the_name_is_that_of_the_nfo(sets: SetBench) -> None:
    database = sets.bench.services.database
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"poster")
    for source, name in (("nfo", "Alien Saga"), ("tmdb", "Alien - Reihe")):
        field = MetadataField(name="set", value={"name": name}, source=source)
        for film in (sets.alien, sets.aliens):
            database.write_sync(metadata.store_fields, RADARR, film, "", [field])
    await sets.bench.publish()
    assert sets.files() == {"Alien Saga/poster.jpg": b"poster"}


async def test_published_nfo_name_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sets"
    folder.mkdir()
    with publish_bench(tmp_path, f'sets_folder = "{folder}"\nnfo = "all"') as bench:
        sets = SetBench(bench, folder)
        field = MetadataField(name="set", value={"name": "Alien\nReihe"}, source="tmdb")
        bench.services.database.write_sync(metadata.store_fields, RADARR, sets.alien, "", [field])
        bench.choose(RADARR, sets.alien, "set:poster", b"poster")
        await bench.publish()
        assert sets.files() == {"Alien Reihe/poster.jpg": b"poster", POSTER: b"poster"}
        assert b"<name>Alien Reihe</name>" in bench.files()["Alien (1979).nfo"]
        assert (await bench.publish()).published == 0


@pytest.mark.parametrize("folder", ["radarr/sets", "."])
async def test_a_folder_in_or_around_a_root_folder_gets_nothing(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    with publish_bench(tmp_path, f'sets_folder = "{tmp_path / folder}"') as bench:
        film = bench.film(**ALIEN)
        bench.choose(RADARR, film, "set:poster", b"poster")
        counts = await bench.publish()
        assert counts.published == 0 and "sets_folder" in told(counts)[0]


async def test_the_owners_picture_of_an_actor_comes_back_too(tmp_path: Path) -> None:
    with publish_bench(tmp_path, "actors = true") as bench:
        film = bench.film()
        path = bench.root(RADARR) / "Alien (1979)" / ".actors" / "Ann_Actor.jpg"
        path.parent.mkdir()
        path.write_bytes(b"the owner's")
        bench.choose_as_owner(RADARR, film, "actor:Ann Actor", b"asked for")
        await bench.publish()
        assert path.read_bytes() == b"asked for"
        run = await bench.services.artwork.publishing.run(RADARR, takes_back=True)
        await run.apply(await run.ready_titles())
        assert path.read_bytes() == b"the owner's"


async def test_players_other_than_kodi_get_none(tmp_path: Path) -> None:
    folder = tmp_path / "sets"
    folder.mkdir()
    with publish_bench(tmp_path, f'sets_folder = "{folder}"\nnames_for = ["jellyfin"]') as bench:
        film = bench.film(**ALIEN)
        bench.choose(RADARR, film, "set:poster", b"poster")
        counts = await bench.publish()
        assert (counts.published, told(counts)) == (0, [])
