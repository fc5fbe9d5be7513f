"""What was chosen gets into titles' folders under the players' names, and nothing else is touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.artwork import AssetOrigin, PublishAction
from arrtui.core.config.artwork import ArtworkConfig
from arrtui.core.errors import ConfigError
from arrtui.db.artwork import placements
from arrtui.features.artwork import applying, publish_run
from arrtui.runtime.artwork.publishing import OWN_BIN_KIND
from tests.runtime.artwork.bench import FILM, RADARR, SONARR, PublishBench, publish_bench, told

TITLE = "Alien (1979)"
POSTER, FANART = f"{TITLE}-poster.jpg", f"{TITLE}-fanart.jpg"


async def test_a_film_gets_its_images_and_a_second_run_does_nothing(bench: PublishBench) -> None:
    film = bench.film()
    poster = bench.choose(RADARR, film, "poster", b"poster")
    bench.choose(RADARR, film, "clearlogo", b"logo", ".png")
    counts = await bench.publish()
    assert (counts.titles, counts.published, counts.failed, told(counts)) == (1, 2, 0, [])
    assert bench.files() == {POSTER: b"poster", f"{TITLE}-clearlogo.png": b"logo"}
    placed = bench.placements()[film][POSTER]
    status = (bench.root(RADARR) / TITLE / POSTER).stat()
    assert (placed.sha256, placed.slot, placed.base) == (poster, "poster", TITLE)
    assert (placed.size, placed.mtime_ns) == (status.st_size, status.st_mtime_ns) and placed.placed_at > 0
    assert status.st_nlink == 1 and not (bench.root(RADARR) / TITLE / ".arrtui").exists()
    before = bench.placements()
    again = await bench.publish()
    assert (again.published, again.restored, again.changed) == (0, 0, {})
    assert bench.placements() == before


async def test_a_series_gets_images_of_itself_its_seasons_and_its_episodes(bench: PublishBench) -> None:
    first, double = "Season 01/S01E01.mkv", "Season 01/S01E02-E03.mkv"
    series = bench.series(
        "Dark", (0, 1, "Specials/S00E01.mkv"), (1, 1, first), (1, 2, double), (1, 3, double)
    )
    for slot in ("poster", "s00:poster", "s01:poster", "s02:poster", "s01e01:thumb", "s01e02:thumb"):
        bench.choose(SONARR, series, slot, slot.encode())
    bench.choose(SONARR, series, "s01e03:thumb", b"of the same file")
    await bench.publish(SONARR)
    assert bench.files("Dark", SONARR) == {
        "poster.jpg": b"poster",
        "season-specials-poster.jpg": b"s00:poster",
        "season01-poster.jpg": b"s01:poster",
        "Season 01/S01E01-thumb.jpg": b"s01e01:thumb",
        "Season 01/S01E02-E03-thumb.jpg": b"s01e02:thumb",
    }


async def test_what_the_owner_put_there_stays(bench: PublishBench) -> None:
    film = bench.film()
    folder = bench.root(RADARR) / TITLE
    (folder / POSTER).write_bytes(b"the owner's")
    (folder / FANART).symlink_to("/etc/hostname")
    bench.choose(RADARR, film, "poster", b"poster")
    bench.choose(RADARR, film, "fanart", b"fanart")
    counts = await bench.publish()
    assert (counts.published, counts.failed) == (0, 0) and len(told(counts)) == 2
    assert (folder / POSTER).read_bytes() == b"the owner's" and (folder / FANART).is_symlink()
    assert bench.placements() == {}


async def test_what_the_owner_asked_for_takes_the_place_of_theirs_which_goes_to_the_bin(
    bench: PublishBench,
) -> None:
    film = bench.film()
    path = bench.root(RADARR) / TITLE / POSTER
    path.write_bytes(b"the owner's")
    bench.choose_as_owner(RADARR, film, "poster", b"asked for")
    counts = await bench.publish()
    assert (counts.published, told(counts)) == (1, []) and path.read_bytes() == b"asked for"
    (binned,) = await bench.services.recycle.files()
    assert (binned.kind, binned.original_path, binned.external_id) == ("artwork", str(path), film)
    assert Path(binned.bin_path).read_bytes() == b"the owner's"


@pytest.mark.parametrize("links", ["reflink", "copy", "hardlink"])
async def test_what_made_room_comes_back_where_nothing_can_be_written(tmp_path: Path, links: str) -> None:
    with publish_bench(tmp_path, f'links = "{links}"\n') as bench:
        film = bench.film()
        (bench.root(RADARR) / TITLE / POSTER).write_bytes(b"the owner's")
        cached = bench.cache.path_of(bench.choose_as_owner(RADARR, film, "poster", b"asked for"), ".jpg")
        cached.unlink()
        counts = await bench.publish()
        assert (counts.published, counts.failed) == (0, 1) and "cache" in told(counts)[0]
        assert bench.files() == {POSTER: b"the owner's"} and bench.placements() == {}
        assert await bench.services.recycle.files() == []
        assert bench.cache.add(b"asked for", ".jpg") and (await bench.publish()).published == 1
        assert bench.files() == {POSTER: b"asked for"}


async def test_a_folder_that_is_renamed_half_way_is_not_made_again(
    bench: PublishBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    folder = bench.root(RADARR) / TITLE
    moved = folder.with_name("Renamed")
    write = applying.apply_title

    async def rename_first(*args: Any) -> applying.Applied:
        folder.rename(moved)
        return await write(*args)

    monkeypatch.setattr(publish_run, "apply_title", rename_first)
    counts = await bench.publish()
    assert counts.failed == 1 and "renamed or removed meanwhile" in told(counts)[0]
    assert not folder.exists() and [*moved.iterdir()] == [moved / f"{TITLE}.mkv"]
    assert bench.placements() == {}


async def test_what_the_app_gave_makes_room_for_what_a_phase_chose(bench: PublishBench) -> None:
    series = bench.series("Dark", (1, 1, "Season 01/S01E01.mkv"))
    bench.image(b"the app's", origin=AssetOrigin.APP)
    (bench.root(SONARR) / "Dark" / "poster.jpg").write_bytes(b"the app's")
    bench.choose(SONARR, series, "poster", b"better")
    await bench.publish(SONARR)
    assert bench.files("Dark", SONARR) == {"poster.jpg": b"better"}
    assert len(await bench.services.recycle.files()) == 1


async def test_what_another_instance_published_into_the_same_folder_stays(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    await bench.publish()
    ours = bench.placements()[film][POSTER]
    bench.services.database.write_sync(placements.forget, RADARR, [(film, POSTER)])
    bench.services.database.write_sync(placements.note, SONARR, [ours])
    bench.choose(RADARR, film, "poster", b"another")
    for _ in range(2):
        counts = await bench.publish()
        assert "was published for another instance" in " ".join(counts.messages)
        assert (counts.published, bench.files()) == (0, {POSTER: b"poster"})
    assert await bench.services.recycle.files() == []


async def test_a_file_that_is_there_with_the_same_content_is_left_to_its_owner(bench: PublishBench) -> None:
    film = bench.film()
    (bench.root(RADARR) / TITLE / POSTER).write_bytes(b"poster")
    bench.choose_as_owner(RADARR, film, "poster", b"poster", provider="owner")
    counts = await bench.publish()
    assert (counts.published, told(counts), bench.placements()) == (0, [], {})


@pytest.mark.parametrize("ending", [".jpeg", ".png"])
async def test_the_owners_image_with_another_extension_is_not_written_a_second_time(
    bench: PublishBench, ending: str
) -> None:
    film = bench.film()
    (bench.root(RADARR) / TITLE / f"{TITLE}-poster{ending}").write_bytes(b"poster")
    (bench.root(RADARR) / TITLE / f"{TITLE}-fanart{ending}").write_bytes(b"FANART")
    for slot in ("poster", "fanart"):
        bench.choose_as_owner(RADARR, film, slot, slot.encode(), provider="owner")
    counts = await bench.publish()
    assert (counts.published, {*bench.placements()[film]}) == (1, {FANART})


async def test_an_image_that_a_player_cannot_read_is_published_for_the_others(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'names_for = ["kodi", "plex"]') as bench:
        film = bench.film()
        bench.choose(RADARR, film, "poster", b"poster", ".webp")
        bench.choose(RADARR, film, "fanart", b"fanart", ".gif")
        bench.choose(RADARR, film, "banner", b"banner", ".webp")
        counts = await bench.publish()
        assert {*bench.files()} == {f"{TITLE}-poster.webp", f"{TITLE}-banner.webp"}
        assert told(counts) == [
            f"{TITLE}: the fanart is a .gif file, which Kodi and Plex cannot read; it is not published.",
            f"{TITLE}: the poster is a .webp file, which Plex cannot read; for the others it is published.",
        ]


async def test_another_choice_has_ours_go_to_the_bin(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"first")
    await bench.publish()
    second = bench.choose(RADARR, film, "poster", b"second, longer")
    counts = await bench.publish()
    assert counts.published == 1 and bench.files() == {POSTER: b"second, longer"}
    assert bench.placements()[film][POSTER].sha256 == second
    (binned,) = await bench.services.recycle.files()
    assert (binned.kind, Path(binned.bin_path).read_bytes()) == (OWN_BIN_KIND, b"first")


async def test_ours_that_somebody_changed_is_theirs(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"ours")
    await bench.publish()
    path = bench.root(RADARR) / TITLE / POSTER
    path.write_bytes(b"changed by hand")
    counts = await bench.publish()
    assert counts.published == 0 and "left as it is" in counts.messages[0]
    assert path.read_bytes() == b"changed by hand" and bench.placements() == {}


async def test_what_is_lost_is_written_again(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    await bench.publish()
    (bench.root(RADARR) / TITLE / POSTER).unlink()
    counts = await bench.publish()
    assert (counts.lost, counts.restored, counts.published) == (1, 1, 0)
    assert bench.files() == {POSTER: b"poster"}


async def test_ours_follows_its_film_to_another_name(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    bench.choose(RADARR, film, "fanart", b"fanart")
    await bench.publish()
    bench.replace_file(film, f"{TITLE}.mkv", f"{TITLE} Bluray.mkv")
    folder = bench.root(RADARR) / TITLE
    (folder / POSTER).unlink()  # the app took one with the old film
    (folder / f"{TITLE} Bluray.jpg").write_bytes(b"poster")  # and renamed a copy of it
    run = await bench.services.artwork.publishing.run(RADARR)
    entries, _ = await run.plan(await run.ready_titles())
    assert {(entry.action, entry.relative_path) for entry in entries} == {
        (PublishAction.RENAME, f"{TITLE} Bluray-fanart.jpg"),
        (PublishAction.WRITE, f"{TITLE} Bluray-poster.jpg"),
        (PublishAction.REMOVE, f"{TITLE} Bluray.jpg"),
    }
    await run.restore(await run.ready_titles(), {film: list(bench.placements()[film].values())})
    assert run.counts.failed == 0
    assert bench.files() == {f"{TITLE} Bluray-fanart.jpg": b"fanart", f"{TITLE} Bluray-poster.jpg": b"poster"}
    assert set(bench.placements()[film]) == {f"{TITLE} Bluray-fanart.jpg", f"{TITLE} Bluray-poster.jpg"}


async def test_a_lock_keeps_what_is_there_and_brings_back_only_that(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    await bench.publish()
    bench.lock(RADARR, film, "*")
    (bench.root(RADARR) / TITLE / POSTER).unlink()
    bench.services.config.artwork.__dict__["kinds"] = ()
    counts = await bench.publish()
    assert (counts.published, counts.removed, counts.locked) == (0, 0, 1)
    bench.services.config.artwork.__dict__["kinds"] = ("poster", "fanart")
    counts = await bench.publish()
    assert (counts.restored, bench.files()) == (1, {POSTER: b"poster"})


async def test_a_locked_slot_is_never_written(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    bench.lock(RADARR, film, "poster")
    counts = await bench.publish()
    assert (counts.published, counts.locked, bench.files()) == (0, 1, {})


async def test_what_is_wanted_no_longer_is_removed_if_it_is_ours(bench: PublishBench) -> None:
    film = bench.film()
    for slot in ("poster", "fanart"):
        bench.choose(RADARR, film, slot, slot.encode())
    await bench.publish()
    (bench.root(RADARR) / TITLE / FANART).write_bytes(b"somebody's")
    bench.services.config.artwork.__dict__["kinds"] = ("banner",)
    counts = await bench.publish()
    assert (counts.removed, bench.files(), bench.placements()) == (1, {FANART: b"somebody's"}, {})


async def test_an_image_that_is_not_known_takes_nothing_away(bench: PublishBench) -> None:
    film = bench.film()
    sha256 = bench.choose(RADARR, film, "poster", b"poster")
    await bench.publish()
    with bench.services.database.writing():
        from arrtui.db.artwork_models import AssetRow

        AssetRow.delete().where(AssetRow.sha256 == sha256).execute()
    counts = await bench.publish()
    assert (counts.removed, bench.files()) == (0, {POSTER: b"poster"})


async def test_nothing_is_written_below_a_root_that_is_not_there(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    root = bench.root(RADARR)
    root.rename(root.with_name("away"))
    root.mkdir()
    counts = await bench.publish()
    assert counts.titles == 0 and "Nothing is written below" in counts.messages[0]
    assert list(root.iterdir()) == []


async def test_faults_are_a_sentence_each_and_cost_nothing(
    bench: PublishBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = bench.film()
    sha256 = bench.choose(RADARR, film, "poster", b"poster")
    bench.choose(RADARR, film, "fanart", b"fanart")
    cached = bench.cache.path_of(sha256, ".jpg")
    cached.chmod(0o644)
    cached.write_bytes(b"rotten")
    counts = await bench.publish()
    assert (counts.published, counts.failed, bench.files()) == (1, 1, {FANART: b"fanart"})
    assert "not what it should be" in counts.messages[0] and set(bench.placements()[film]) == {FANART}

    def full(*_args: object) -> None:
        raise OSError(28, os.strerror(28))

    cached.write_bytes(b"poster")
    with monkeypatch.context() as patch:
        patch.setattr("arrtui.media.art_placing.shutil.copyfileobj", full)
        counts = await bench.publish()
    assert counts.failed == 1 and "no space" in counts.messages[0] and bench.files() == {FANART: b"fanart"}
    assert (await bench.publish()).published == 1


async def test_hostile_paths_lead_nowhere(bench: PublishBench, tmp_path: Path) -> None:
    film = bench.film("Alien (1979)", "Alien (1979).mkv")
    bench.replace_file(film, "Alien (1979).mkv", "Alien\u202e <script>\n.mkv")
    bench.choose(RADARR, film, "poster", b"poster")
    await bench.publish()
    assert bench.files() == {"Alien\u202e <script>\n-poster.jpg": b"poster"}
    outside = bench.film("Other", "x.mkv")
    bench.choose(RADARR, outside, "poster", b"poster")
    from arrtui.core.domain import MediaFile
    from tests.db.samples import store

    number = int(outside) - 600
    record = MediaFile(id=1000 * number + 1, item_id=number, relative_path="../../evil.mkv", size=1)
    store(bench.services.database, RADARR, record)
    await bench.publish()
    assert not list(tmp_path.rglob("evil*")) and bench.files("Other") == {}


async def test_mode_and_links_are_as_configured(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'mode = "0664"\nlinks = "copy"\n') as bench:
        bench.choose(RADARR, bench.film(), "poster", b"poster")
        await bench.publish()
        status = (bench.root(RADARR) / TITLE / POSTER).stat()
        assert (stat.S_IMODE(status.st_mode), status.st_nlink) == (0o664, 1)
    with publish_bench(tmp_path / "film") as bench:
        film = bench.film()
        video = bench.root(RADARR) / TITLE / f"{TITLE}.mkv"
        video.chmod(0o750)
        bench.choose(RADARR, film, "poster", b"poster")
        await bench.publish()
        bench.choose(RADARR, film, "poster", b"another")
        await bench.publish()
        assert stat.S_IMODE((video.parent / POSTER).stat().st_mode) == 0o640
        assert video.read_bytes() == FILM
    with publish_bench(tmp_path / "links", 'links = "hardlink"\n') as bench:
        film = bench.film()
        sha256 = bench.choose(RADARR, film, "poster", b"poster")
        await bench.publish()
        path = bench.root(RADARR) / TITLE / POSTER
        assert path.samefile(bench.cache.path_of(sha256, ".jpg"))
        second = bench.choose(RADARR, film, "poster", b"second")
        await bench.publish()
        assert path.samefile(bench.cache.path_of(second, ".jpg")) and bench.cache.holds(sha256, ".jpg")


async def test_names_are_those_of_the_players(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'names_for = ["kodi", "plex"]\n') as bench:
        bench.choose(RADARR, bench.film(), "poster", b"poster")
        await bench.publish()
        assert set(bench.files()) == {POSTER, "poster.jpg"}


async def test_a_cache_in_a_root_folder_is_refused(bench: PublishBench) -> None:
    bench.film()
    inside = str(bench.root(RADARR) / "cache")
    bench.services.config.artwork.__dict__["cache"] = Path(inside)
    assert isinstance(bench.services.config.artwork, ArtworkConfig)
    with pytest.raises(ConfigError, match="root folder"):
        await bench.publish()


async def test_a_plan_says_what_upgrades_take(bench: PublishBench) -> None:
    film, show = bench.film(), bench.series("Dark", (1, 1, "Season 01/Dark S01E01.mkv"))
    bench.choose(RADARR, film, "poster", b"poster")
    for slot in ("poster", "s01:poster", "s01e01:thumb"):
        bench.choose(SONARR, show, slot, slot.encode())
    reasons = {}
    for name in (RADARR, SONARR):
        run = await bench.services.artwork.publishing.run(name)
        entries, _ = await run.plan(await run.ready_titles())
        reasons |= {(name, entry.slot): entry.reason.partition("; ")[2] for entry in entries}
    taken, stays = "upgrades take it, and it is brought back", "upgrades leave it alone"
    assert reasons == {
        (RADARR, "poster"): taken,
        (SONARR, "poster"): stays,
        (SONARR, "s01:poster"): stays,
        (SONARR, "s01e01:thumb"): taken,
    }
