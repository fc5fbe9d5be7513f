"""Pictures of artists and albums in their folders: published, verified, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.artwork import ArtCandidate, ArtKind, ArtState, PhaseName, Placement, TitleCandidates
from arrtui.core.errors import UsageError
from arrtui.core.events import JobState
from arrtui.db.artwork import candidates, placements
from arrtui.media.nfo import read_nfo
from arrtui.runtime.artwork.following import follow_heard
from arrtui.runtime.artwork.phases import PhaseArgs
from tests.media.pictures import draw
from tests.runtime.artwork.bench import LIDARR, PublishBench, publish_bench
from tests.runtime.artwork.test_owner_files import picture

ARTIST = "Silent Harbours"
DAWN = ("Dawn (1999)/CD 01/01.flac", "Dawn (1999)/CD 02/01.flac")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    """A Lidarr whose artwork is on."""
    with publish_bench(tmp_path, names=(LIDARR,)) as made:
        yield made


async def run(bench: PublishBench, phase: PhaseName, **args: object) -> dict[str, int]:
    """Run a phase; return what came of it."""
    (job_id,) = await bench.services.artwork.start(phase, [LIDARR], PhaseArgs(**args))  # type: ignore[arg-type]
    job = await bench.finished(job_id)
    assert job.state is JobState.COMPLETED, job.error
    return job.result or {}


async def test_an_artist_from_scan_to_unpublish(bench: PublishBench) -> None:
    artist = bench.artist(ARTIST, Dawn=DAWN)
    bench.services.start()
    assert (await run(bench, PhaseName.SCAN))["titles"] == 1
    chosen = {
        "folder.jpg": bench.choose(LIDARR, artist, "poster", picture(1)),
        "Dawn (1999)/folder.jpg": bench.choose(LIDARR, artist, bench.slot_of_album("Dawn"), picture(2)),
    }
    look = await run(bench, PhaseName.PUBLISH, applies=False)
    assert look["entries"] == 2 and bench.files(ARTIST, LIDARR) == {}
    assert (await run(bench, PhaseName.PUBLISH))["published"] == 2
    assert bench.files(ARTIST, LIDARR) == {"folder.jpg": picture(1), "Dawn (1999)/folder.jpg": picture(2)}
    placed = bench.placements(LIDARR)[artist]
    assert {path: row.sha256 for path, row in placed.items()} == chosen
    assert placed["Dawn (1999)/folder.jpg"].base == "Dawn (1999)/" and placed["folder.jpg"].base == ""
    assert (await run(bench, PhaseName.VERIFY))["lost"] == 0
    assert (await run(bench, PhaseName.PUBLISH))["published"] == 0
    assert (await run(bench, PhaseName.PUBLISH, takes_back=True))["removed"] == 2
    assert bench.files(ARTIST, LIDARR) == {} and bench.placements(LIDARR) == {}


async def test_nothing_of_an_artist_is_published_by_itself_before_a_plan_was_approved(
    bench: PublishBench,
) -> None:
    artist = bench.artist(ARTIST, Dawn=DAWN)
    bench.choose(LIDARR, artist, "poster", picture(1))
    bench.services.start()
    plan = await run(bench, PhaseName.PUBLISH, follows=True)
    assert plan["entries"] == 1 and bench.files(ARTIST, LIDARR) == {}
    (waiting,) = await bench.services.artwork.publishing.plans([LIDARR], waiting=True)
    assert "was not recorded" in waiting.entries[0].reason
    await bench.finished(await bench.services.artwork.publishing.approve(plan["plan"]))
    assert bench.files(ARTIST, LIDARR) == {"folder.jpg": picture(1)}
    bench.choose(LIDARR, artist, "banner", picture(2))
    assert (await run(bench, PhaseName.PUBLISH, follows=True))["published"] == 1


async def test_pictures_move_with_the_folder_of_their_album(bench: PublishBench) -> None:
    artist = bench.artist(ARTIST, Dawn=DAWN, Dusk=("Dusk/01.flac",))
    slot = bench.slot_of_album("Dawn")
    bench.choose(LIDARR, artist, slot, picture(1))
    bench.choose(LIDARR, artist, slot.replace("thumb", "discart"), picture(2))
    await bench.publish(LIDARR)
    names = ("cdart.jpg", "discart.jpg", "folder.jpg")
    assert [*bench.files(ARTIST, LIDARR)] == [f"Dawn (1999)/{name}" for name in names]
    folder = bench.root(LIDARR) / ARTIST
    before = [(folder / "Dawn (1999)" / name).stat().st_ino for name in names]
    bench.move_album(artist, "Dawn", "Dawn [1999]/01.flac")
    counts = await bench.publish(LIDARR)
    assert [*bench.files(ARTIST, LIDARR)] == [f"Dawn [1999]/{name}" for name in names]
    assert [(folder / "Dawn [1999]" / name).stat().st_ino for name in names] == before
    assert counts.failed == 0


async def test_an_album_without_a_folder_of_its_own_gets_nothing_and_a_reason(bench: PublishBench) -> None:
    artist = bench.artist(ARTIST, Dawn=("01.flac",), Dusk=("Gone/01.flac",))
    for title in ("Dawn", "Dusk"):
        bench.choose(LIDARR, artist, bench.slot_of_album(title), picture(1))
    bench.choose(LIDARR, artist, "poster", picture(2), ".png")
    (bench.root(LIDARR) / ARTIST / "Gone/01.flac").unlink()
    (bench.root(LIDARR) / ARTIST / "Gone").rmdir()
    counts = await bench.publish(LIDARR)
    assert bench.files(ARTIST, LIDARR) == {"folder.png": picture(2)}
    messages = " ".join(counts.messages)
    assert "the cover of Dawn is not published: its files lie in the artist's folder" in messages
    assert "the poster is a .png file, which Kodi cannot read; for the others it is published" in messages
    assert not (bench.root(LIDARR) / ARTIST / "Gone").exists()


async def test_a_picture_of_the_owner_is_kept_and_not_doubled(bench: PublishBench) -> None:
    artist = bench.artist(ARTIST, Dawn=("Dawn/01.flac",))
    folder, cover, face = bench.root(LIDARR) / ARTIST, draw(seed=1), draw(seed=2)
    bench.put(folder / "Dawn/cover.jpg", cover)
    bench.put(folder / "artist.jpg", face)
    bench.services.start()
    assert (await run(bench, PhaseName.SCAN))["found"] == 2
    await bench.publish(LIDARR)
    assert bench.files(ARTIST, LIDARR) == {
        "Dawn/cover.jpg": cover,
        "artist.jpg": face,
        "folder.jpg": face,
    }
    assert bench.placements(LIDARR)[artist].keys() == {"folder.jpg"}


async def test_nfo_of_artists_and_albums_say_what_is_known_and_keep_what_is_not(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'nfo = "all"', names=(LIDARR,)) as bench:
        artist = bench.artist(ARTIST, Dawn=DAWN, Dusk=("01.flac",))
        part = bench.slot_of_album("Dawn", "").rstrip(":")
        bench.describe(LIDARR, artist, title=ARTIST, plot="A band", genre=["Folk"], formed="1997")
        bench.describe(LIDARR, artist, part, title="Dawn", label=["Quay", "Bay"], type="Album")
        own = b"<album><title>Mine</title><review>Old</review><mood>Calm</mood></album>"
        bench.put(bench.root(LIDARR) / ARTIST / "Dawn (1999)/album.nfo", own)
        counts = await bench.publish(LIDARR)
        files = bench.files(ARTIST, LIDARR)
        assert [*files] == ["Dawn (1999)/album.nfo", "artist.nfo"]
        assert not any("without NFO" in message for message in counts.messages)
        known = read_nfo(files["artist.nfo"]).fields()
        assert (known["title"], known["plot"], known["formed"]) == (ARTIST, "A band", "1997")
        assert [album["title"] for album in known["albums"]] == ["Dawn", "Dusk"]  # type: ignore[attr-defined]
        album = read_nfo(files["Dawn (1999)/album.nfo"]).fields()
        assert (album["title"], album["artist"], album["label"]) == ("Dawn", ARTIST, "Quay / Bay")
        assert (album["plot"], album["mood"]) == ("Old", ["Calm"])
        bench.move_album(artist, "Dawn", "Dawn [1999]/01.flac")
        await bench.publish(LIDARR)
        moved = bench.files(ARTIST, LIDARR)
        assert [*moved] == ["Dawn [1999]/album.nfo", "artist.nfo"]
        assert read_nfo(moved["Dawn [1999]/album.nfo"]).fields()["mood"] == ["Calm"]
        assert (await bench.publish(LIDARR)).published == 0


async def test_what_nfo_of_the_owner_say_is_read_by_artist_and_album(bench: PublishBench) -> None:
    artist = bench.artist(ARTIST, Dawn=DAWN)
    folder, other = bench.root(LIDARR) / ARTIST, "0" * 8
    nfo = f"<artist><name>Mine</name><musicBrainzArtistID>{other}</musicBrainzArtistID></artist>"
    bench.put(folder / "artist.nfo", nfo.encode())
    bench.put(folder / "Dawn (1999)/album.nfo", b"<album><title>D</title><review>Good</review></album>")
    bench.services.start()
    result = await run(bench, PhaseName.SCAN)
    assert result["found"] == 2 and other in " ".join(result["messages"])  # type: ignore[arg-type]
    title = await bench.services.artwork.titles.title(LIDARR, artist)
    part = bench.slot_of_album("Dawn", "").rstrip(":")
    named = {key: {field.name: field.value for field in fields} for key, fields in title.fields.items()}
    assert named[""]["title"] == "Mine" and named[part] == {"title": "D", "plot": "Good"}


async def test_albums_without_files_are_named_and_do_not_count(bench: PublishBench) -> None:
    artist = bench.artist(ARTIST, Dawn=DAWN, Dusk=())
    bench.choose(LIDARR, artist, bench.slot_of_album("Dawn"), picture(1))
    await bench.publish(LIDARR)
    offered = [
        ArtCandidate(slot=bench.slot_of_album(title), provider="app", address=f"https://127.0.0.1/{title}")
        for title in ("Dawn", "Dusk")
    ]
    asked = TitleCandidates(external_id=artist, candidates=tuple(offered), read_at=1.0)
    bench.services.database.write_sync(candidates.store, LIDARR, [asked])
    (row,) = await bench.services.artwork.titles.matrix([LIDARR])
    assert (row.state_of(ArtKind.THUMB), row.published, row.parts) == (ArtState.PUBLISHED, 1, 1)
    title = await bench.services.artwork.titles.title(LIDARR, artist)
    words = {slot.word: slot.nowhere for slot in title.slots if slot.word}
    assert words == {"disc of Dawn": "", "cover of Dawn": "", "cover of Dusk": "the album has no files"}


async def test_a_lidarr_without_the_option_is_left_alone(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'phases = ["scan"]', names=(LIDARR,), table="") as bench:
        artist = bench.artist(ARTIST, Dawn=DAWN)
        bench.choose(LIDARR, artist, "poster", picture(1))
        artwork = bench.services.artwork
        assert await artwork.start(PhaseName.SCAN) == [] and await artwork.titles.matrix() == []
        with pytest.raises(UsageError, match=r"Set artwork = true under \[lidarr\.main\]"):
            await artwork.start(PhaseName.PUBLISH, [LIDARR])
        placed = Placement(
            external_id=artist,
            relative_path="folder.jpg",
            slot="poster",
            sha256="0",
            size=1,
            mtime_ns=1,
            placed_at=1.0,
        )  # fmt: skip
        bench.services.database.write_sync(placements.note, LIDARR, [placed])
        await follow_heard(bench.services, LIDARR, [1])
        assert await bench.services.jobs.list_jobs() == []
