"""Published artwork survives what the apps do to their videos."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from arrtui.core.artwork import PhaseName
from arrtui.core.errors import UsageError
from arrtui.db.artwork import slots
from arrtui.runtime.artwork import following
from arrtui.runtime.artwork.foretelling import foretell
from arrtui.runtime.artwork.phases import PhaseArgs
from tests.demo.files.neighbours import VIDEOS
from tests.runtime.artwork.survival import ArtHome, art_home
from tests.trials import art_following

pytestmark = pytest.mark.usefixtures("hurry")


@pytest.fixture
def film(tmp_path: Path) -> Iterator[ArtHome]:
    """A film."""
    with art_home(tmp_path, "radarr") as home:
        yield home


@pytest.fixture
def series(tmp_path: Path) -> Iterator[ArtHome]:
    """A series with one episode's file."""
    with art_home(tmp_path, "sonarr") as home:
        yield home


def picture(content: bytes) -> bytes:
    """Return a small image that differs with some bytes."""
    buffer = BytesIO()
    Image.new("RGB", (40, 60), (len(content) * 9 % 256, content[0], content[-1])).save(buffer, "PNG")
    return buffer.getvalue()


def base(video: str) -> str:
    """Return a video's path without extension."""
    return video.rpartition(".")[0]


@pytest.mark.parametrize("seen_by", ["event", "backup"])
async def test_artwork_is_back_after_an_upgrade_and_a_rename(film: ArtHome, seen_by: str) -> None:
    see = film.hear if seen_by == "event" else film.back_up
    await film.back_up()
    await film.publish(poster=b"poster", fanart=b"fanart")
    old = base(VIDEOS["radarr"])
    assert film.images() == {f"{old}-poster.jpg": b"poster", f"{old}-fanart.jpg": b"fanart"}
    film.title.rescan()
    new = base(film.title.import_better())
    assert film.images() == {}
    await see()
    assert film.images() == {f"{new}-poster.jpg": b"poster", f"{new}-fanart.jpg": b"fanart"}
    assert {(row.base, row.lost_at) for row in film.placements().values()} == {(new, None)}
    (event,) = await film.events("artwork_restored")
    assert (event.facts["lost"], event.facts["restored"]) == (2, 2)
    film.title.rescan()
    film.title.configure("naming", {"renameMovies": True})
    film.title.command(name="RenameMovie", movieIds=[film.title.title_id])
    await see()
    (video,) = film.title.files()
    assert film.images() == {f"{base(video)}-poster.jpg": b"poster", f"{base(video)}-fanart.jpg": b"fanart"}
    assert set(film.placements()) == set(film.images())
    assert not (film.folder / ".arrtui").exists()


async def test_an_image_that_was_replaced_with_its_size_and_time_is_seen_and_one_that_was_touched_is_not(
    film: ArtHome,
) -> None:
    await film.back_up()
    await film.publish(poster=b"poster", fanart=b"fanart")
    old = base(VIDEOS["radarr"])
    poster, fanart = film.folder / f"{old}-poster.jpg", film.folder / f"{old}-fanart.jpg"
    before = poster.stat()
    poster.write_bytes(b"retsop")
    os.utime(poster, ns=(before.st_atime_ns, before.st_mtime_ns))
    fanart.chmod(0o600)
    await film.back_up()
    placed = film.placements()
    assert {path: row.lost_at is None for path, row in placed.items()} == {
        poster.name: False,
        fanart.name: True,
    }
    assert placed[fanart.name].changed_ns == fanart.stat().st_ctime_ns
    assert film.images() == {poster.name: b"retsop", fanart.name: b"fanart"}


async def test_thumbs_of_a_replaced_episode_are_back_and_series_art_was_never_gone(series: ArtHome) -> None:
    await series.back_up()
    await series.publish(s01e01__thumb=b"thumb", poster=b"poster", s01__poster=b"season")
    old = base(VIDEOS["sonarr"])
    whole = {"poster.jpg": b"poster", "season01-poster.jpg": b"season"}
    assert series.images() == whole | {f"{old}-thumb.jpg": b"thumb"}
    series.title.rescan()
    new = base(series.title.import_better())
    assert series.images() == whole
    await series.hear()
    assert series.images() == whole | {f"{new}-thumb.jpg": b"thumb"}
    assert set(series.placements()) == set(series.images())


async def test_images_of_the_owner_come_back_under_their_names(film: ArtHome) -> None:
    old = base(VIDEOS["radarr"])
    own = {"poster.jpg": b"own poster", f"{old}-fanart.jpg": b"own fanart", f"{old}-clearlogo.png": b"logo"}
    for name, content in own.items():
        (film.folder / name).write_bytes(picture(content))
    await film.back_up()
    await film.scan()
    before = film.images()
    film.title.rescan()
    new = base(film.title.import_better())
    assert film.images() == {}
    await film.hear()
    assert film.images() == {name.replace(old, new): content for name, content in before.items()}
    assert film.placements() == {}
    film.title.rescan()
    film.title.configure("naming", {"renameMovies": True})
    await film.scan()
    film.title.command(name="RenameMovie", movieIds=[film.title.title_id])
    (video,) = film.title.files()
    assert f"{base(video)}.jpg" in film.images() and "poster.jpg" not in film.images()
    await film.hear()
    assert film.images() == {name.replace(old, base(video)): content for name, content in before.items()}


async def test_what_the_owner_removes_stays_removed(film: ArtHome) -> None:
    (film.folder / "poster.jpg").write_bytes(picture(b"own"))
    await film.back_up()
    await film.scan()
    (film.folder / "poster.jpg").unlink()
    await film.back_up()
    assert film.images() == {}


async def test_what_the_app_renames_is_put_back_and_other_files_of_that_name_stay(film: ArtHome) -> None:
    await film.back_up()
    await film.publish(poster=b"poster")
    old = base(VIDEOS["radarr"])
    (film.folder / f"{old}.jpg").write_bytes(b"somebody's")
    film.title.rescan()
    film.title.configure("naming", {"renameMovies": True})
    film.title.command(name="RenameMovie", movieIds=[film.title.title_id])
    await film.hear()
    (video,) = film.title.files()
    assert film.images() == {f"{base(video)}-poster.jpg": b"poster", f"{base(video)}.jpg": b"somebody's"}


async def test_what_cannot_come_back_is_marked_and_told(film: ArtHome) -> None:
    await film.back_up()
    await film.publish(poster=b"poster", fanart=b"fanart")
    sha256 = next(row.sha256 for row in film.placements().values() if row.slot == "poster")
    film.cache.delete(sha256, ".jpg")
    film.title.rescan()
    new = base(film.title.import_better())
    jobs = await film.hear()
    assert film.images() == {f"{new}-fanart.jpg": b"fanart"}
    (event,) = await film.events("artwork_lost")
    assert (event.facts["lost"], event.facts["restored"], event.facts["failed"] > 0) == (2, 1, True)
    assert any("poster" in sentence for job in jobs for sentence in (job.result or {}).get("messages", ()))
    assert [row.lost_at is None for row in film.placements().values() if row.slot == "poster"] == [False]
    await film.back_up()
    assert len(await film.events("artwork_lost")) == 1
    film.cache.add(b"poster", ".jpg")
    await film.back_up()
    assert film.images() == {f"{new}-fanart.jpg": b"fanart", f"{new}-poster.jpg": b"poster"}


async def test_a_locked_image_is_brought_back_as_it_was(film: ArtHome) -> None:
    await film.back_up()
    await film.publish(poster=b"poster")
    film.services.database.write_sync(slots.lock, film.name, [(film.external_id, "poster")], 1.0)
    film.title.rescan()
    new = base(film.title.import_better())
    await film.hear()
    assert film.images() == {f"{new}-poster.jpg": b"poster"}


async def test_nothing_is_written_for_a_title_that_was_deleted(film: ArtHome) -> None:
    await film.back_up()
    await film.publish(poster=b"poster")
    await film.scan()
    (film.folder.parent / "Another (1990)").mkdir()
    film.title.api("DELETE", f"movie/{film.title.title_id}?deleteFiles=true")
    film.title.api.settle()
    await film.hear()
    await film.work(await film.services.backup.back_up([film.name], accept_shrink=True))
    assert not film.folder.exists() and film.placements() == {}


@pytest.mark.parametrize("seen_by", ["event", "backup"])
@pytest.mark.parametrize("how", ["by_the_app", "from_the_disk"])
@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
async def test_artwork_of_a_deleted_video_is_back_with_the_next_one(
    tmp_path: Path, how: str, kind: str, seen_by: str
) -> None:
    images = {"poster": b"poster", "fanart": b"fanart"} if kind == "radarr" else {"s01e01__thumb": b"thumb"}
    with art_home(tmp_path, kind) as home:
        await home.back_up()
        await home.publish(**images)
        home.title.rescan()
        ((path, number),) = home.title.files().items()
        (home.folder.parent / "Another (1990)").mkdir()
        if how == "by_the_app":
            resource = "moviefile" if kind == "radarr" else "episodefile"
            home.title.api("DELETE", f"{resource}/{number}")
            home.title.api.settle()
        else:
            (home.folder / path).unlink()
            home.title.rescan()
        assert home.images() == {} and home.title.files() == {}
        await home.hear()
        await home.back_up()
        assert home.images() == {}
        new = base(home.title.import_better())
        await (home.hear() if seen_by == "event" else home.back_up())
        expected = {f"{new}-{slot.rpartition('__')[2]}.jpg": content for slot, content in images.items()}
        assert home.images() == expected
        assert all(row.lost_at is None for row in home.placements().values())


async def test_nothing_is_written_while_the_root_folder_is_away(film: ArtHome) -> None:
    await film.back_up()
    await film.publish(poster=b"poster")
    film.title.rescan()
    film.title.import_better()
    aside = film.folder.parent.with_name("aside")
    film.folder.parent.rename(aside)
    film.folder.mkdir(parents=True)
    (film.folder.parent / "Another (1990)").mkdir()
    film.folder.rmdir()
    await film.hear()
    assert list(film.folder.parent.iterdir()) == [film.folder.parent / "Another (1990)"]


async def test_in_read_only_mode_nothing_follows(tmp_path: Path) -> None:
    with art_home(tmp_path, "radarr") as home:
        await home.back_up()
        await home.publish(poster=b"poster")
        home.title.rescan()
        home.title.import_better()
        home.services.config.ui.__dict__["read_only"] = True
        jobs = await home.hear()
        assert home.images() == {} and not any(job.kind == following.KIND and job.id > 20 for job in jobs)


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
async def test_what_is_foretold_of_a_title_is_what_its_upgrade_takes(tmp_path: Path, kind: str) -> None:
    with art_home(tmp_path, kind) as home:
        await home.back_up()
        await home.publish(poster=b"poster", s01e01__thumb=b"thumb")
        (home.folder / "theme.mp3").write_bytes(b"theme")
        home.title.rescan()
        name, files = await foretell(home.services, home.name, home.external_id)
        before = home.title.present()
        home.title.import_better()
        gone = {file.relative_path for file in files if file.video}
        assert gone == before - home.title.present() - {VIDEOS[kind]} and gone
        assert {file.relative_path for file in files if file.comes_back} == set(home.placements())
        assert name.startswith("Amber Signal")
        with pytest.raises(UsageError):
            await foretell(home.services, home.name, "<script>")


def test_a_follower_that_is_killed_leaves_nothing_half_done() -> None:
    assert all(line.startswith("ok") for line in art_following.trial(1))


async def test_an_owner_who_asks_has_it_brought_back_by_a_job_that_can_be_stopped(film: ArtHome) -> None:
    await film.back_up()
    await film.publish(poster=b"poster", fanart=b"fanart")
    before = film.images()
    for path in before:
        (film.folder / path).unlink()
    job_id = await film.services.artwork.publishing.bring_back(film.name, [film.external_id])
    (job,) = [job for job in await film.work([job_id]) if job.id == job_id]
    assert film.images() == before
    assert job.result is not None and (job.result["lost"], job.result["restored"]) == (2, 2)


async def test_a_plan_that_was_asked_for_is_another_job_than_publishing(film: ArtHome) -> None:
    await film.back_up()
    film.choose("poster", b"poster")
    publishing = film.services.artwork.publishing
    plan_id = await publishing.queue_plan(film.name, [film.external_id])
    args = PhaseArgs(external_ids=(film.external_id,))
    (job_id,) = await film.services.artwork.start(PhaseName.PUBLISH, [film.name], args)
    assert plan_id != job_id
    await film.work([plan_id, job_id])
    (plan,) = await publishing.plans()
    assert [entry.slot for entry in plan.entries] == ["poster"] and film.images()


NFO = "<movie><title>Mine</title><tag>seen with mum</tag></movie>"


async def test_an_nfo_of_the_owner_comes_back_beside_the_new_film(film: ArtHome) -> None:
    path = film.folder / f"{base(VIDEOS['radarr'])}.nfo"
    path.write_text(NFO)
    await film.back_up()
    await film.scan()
    film.title.rescan()
    new = film.folder / f"{base(film.title.import_better())}.nfo"
    assert not path.exists() and not new.exists()
    await film.hear()
    assert new.read_text() == NFO and not new.is_symlink() and new.stat().st_nlink == 1
    (event,) = await film.events("artwork_restored")
    assert (event.facts["lost"], event.facts["restored"]) == (1, 1)
    assert await film.hear() and len(await film.events("artwork_restored")) == 1


async def test_an_nfo_of_an_episode_comes_back_and_that_of_the_series_was_never_gone(series: ArtHome) -> None:
    old = base(VIDEOS["sonarr"])
    texts = {
        "tvshow": "<tvshow><title>S</title></tvshow>",
        old: "<episodedetails><title>E</title></episodedetails>",
    }
    for name, text in texts.items():
        (series.folder / f"{name}.nfo").write_text(text)
    await series.back_up()
    await series.scan()
    series.title.rescan()
    new = base(series.title.import_better())
    assert not (series.folder / f"{old}.nfo").exists() and (series.folder / "tvshow.nfo").exists()
    await series.hear()
    assert (series.folder / f"{new}.nfo").read_text() == texts[old]
    assert (series.folder / "tvshow.nfo").read_text() == texts["tvshow"]


async def test_an_nfo_that_the_owner_removed_stays_removed(film: ArtHome) -> None:
    path = film.folder / f"{base(VIDEOS['radarr'])}.nfo"
    path.write_text(NFO)
    await film.back_up()
    await film.scan()
    path.unlink()
    await film.back_up()
    assert not path.exists()


async def test_what_the_app_writes_itself_is_left_to_it(film: ArtHome) -> None:
    consumer = next(row for row in film.title.api.get("metadata") if row["implementation"] == "XbmcMetadata")
    film.title.api("PUT", f"metadata/{consumer['id']}", json=consumer | {"enable": True})
    (film.folder / f"{base(VIDEOS['radarr'])}.nfo").write_text(NFO)
    await film.back_up()
    await film.scan()
    assert list(film.cache.files()) == []


async def test_a_published_nfo_is_back_after_an_upgrade(tmp_path: Path) -> None:
    with art_home(tmp_path, "radarr", 'nfo = "missing"') as film:
        await film.back_up()
        await film.publish()
        (path,) = film.placements()
        assert path == f"{base(VIDEOS['radarr'])}.nfo"
        text = (film.folder / path).read_text()
        film.title.rescan()
        new = f"{base(film.title.import_better())}.nfo"
        assert not (film.folder / path).exists()
        await film.hear()
        assert set(film.placements()) == {new}
        assert "<title>Amber Signal</title>" in (film.folder / new).read_text() and "Amber" in text
        assert not (film.folder / path).exists()
