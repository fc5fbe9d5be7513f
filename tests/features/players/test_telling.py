"""What a player does not take stays noted: off, busy, killed half-way, two at once, groups."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config.lock import open_locked, release
from arrtui.db.artwork import player_tasks
from arrtui.db.database import Database
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.server import PlayerReply
from arrtui.features.players import telling
from arrtui.features.players.groups import is_due
from tests.features.players.conftest import hurry
from tests.features.players.home import PASSWORD, PlayerHome

FILM = "Heat (1995)"
HOSTILE = ('<script>"; --', "line\nfeed", "\u202egnp.retsop", "..", "a.b..c", "%2f..%2fetc", "smb:'x'")


async def test_a_player_that_is_off_is_told_when_it_is_back(films: PlayerHome, kodi: SimulatedKodi) -> None:
    films.players.clear()
    films.add_player("http://127.0.0.1:1")
    films.add(FILM)
    report = await films.tell()
    (task,) = films.waiting()
    assert (report.delivered, report.failed, task.attempts) == (0, 0, 0)
    assert "does not answer" in task.error and task.error == report.notes[0]
    films.players.clear()
    films.add_player(kodi.url)
    assert (await films.tell()).delivered == 1 and films.waiting() == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (PlayerReply(200, b"<html>login</html>"), "its answer is no JSON"),
        (PlayerReply(200, b""), "its answer is no JSON"),
        (PlayerReply(200, b"[" * 100_000), "its answer is no JSON"),
        (PlayerReply(500), "it answered 500"),
        (PlayerReply(302), "it sends elsewhere"),
        (PlayerReply(401), "refuses the user and password"),
    ],
)
async def test_what_is_no_kodi_is_a_sentence(
    films: PlayerHome, kodi: SimulatedKodi, reply: PlayerReply, words: str
) -> None:
    films.add(FILM)
    kodi.server.fault = reply
    report = await films.tell()
    assert words in report.notes[0] and PASSWORD not in report.notes[0]
    assert report.waiting == 1 and kodi.library.videos == {}


async def test_one_title_that_fails_stops_no_other(films: PlayerHome, kodi: SimulatedKodi) -> None:
    gone, heat = films.add("Alien (1979)"), films.add(FILM)
    films.folder(gone).rename(films.folder(gone).with_name("renamed half-way"))
    report = await films.tell()
    assert (report.delivered, report.failed, report.waiting) == (1, 1, 1)
    assert [task.external_id for task in films.waiting()] == [gone] and heat
    films.now = time.time()
    assert (await films.tell()).delivered == 0  # not due yet


async def test_a_failed_title_is_tried_again_later_also_when_the_clock_is_set_back(films: PlayerHome) -> None:
    films.add(FILM)
    films.add_player("http://127.0.0.1:1")
    await films.tell()
    films.database.write_sync(player_tasks.fail, films.waiting()[0], "no", 1_000.0)
    (task,) = films.waiting()
    assert not is_due(task, 1_010.0)
    assert is_due(task, 1_100.0)
    assert is_due(task, 500.0)


async def test_names_from_hostile_sources_reach_kodi_as_they_are(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    titles = [films.add(f"x{name.replace('/', '_')} (2001)") for name in HOSTILE]
    for title in titles:
        films.publish(title, "poster.jpg")
    report = await films.tell()
    assert len(kodi.library.videos) == len(HOSTILE), report.notes
    assert all("poster" in video.art for video in kodi.library.videos.values())


async def test_a_limit_leaves_the_rest_noted(films: PlayerHome, kodi: SimulatedKodi) -> None:
    for number in range(5):
        films.add(f"Film {number} (2001)")
    report = await films.tell(limit=2)
    assert (report.delivered, report.waiting) == (2, 3)
    assert (await films.tell()).delivered == 3


async def test_notes_of_titles_that_are_no_more_go(films: PlayerHome, kodi: SimulatedKodi) -> None:
    films.add(FILM)
    films.database.write_sync(player_tasks.queue, ["living-room"], films.name, ["9999"], 1.0)
    await films.tell()
    assert films.waiting() == []


async def test_a_note_that_is_renewed_while_it_is_told_stays(films: PlayerHome, kodi: SimulatedKodi) -> None:
    heat = films.add(FILM)
    films.database.write_sync(player_tasks.queue, ["living-room"], films.name, [heat], 5.0)
    (task,) = films.waiting()
    films.database.write_sync(player_tasks.queue, ["living-room"], films.name, [heat], 5.0, reads_nfo=True)
    films.database.write_sync(player_tasks.done, task, None, 6.0)
    (task,) = films.waiting()
    assert task.reads_nfo


async def test_another_process_that_tells_the_player_is_waited_for(
    films: PlayerHome, kodi: SimulatedKodi, monkeypatch: pytest.MonkeyPatch
) -> None:
    films.add(FILM)
    player = films.players[0]
    mark = telling.sha256(f"{player.kind} {player.url}".encode()).hexdigest()[:16]
    films.locks.mkdir()
    path = films.locks / f".player-{mark}.lock"
    descriptor = open_locked(path)
    assert descriptor is not None
    report = await films.tell()
    assert report.waiting == 1 and "another arrtui" in report.notes[0] and kodi.calls == []
    release(descriptor, path)
    assert (await films.tell()).delivered == 1


async def test_two_instances_that_tell_one_player_at_once_take_turns(
    films: PlayerHome, shows: PlayerHome, kodi: SimulatedKodi
) -> None:
    films.add(FILM)
    films.add("Ran (1985)")
    series = shows.add("Dark", "Season 01/Dark - S01E01.mkv")
    (shows.folder(series) / "tvshow.nfo").write_text("<tvshow><title>Dark</title></tvshow>")
    reports = await asyncio.gather(films.tell(), shows.tell())
    assert [(report.delivered, report.notes) for report in reports] == [(2, []), (1, [])]
    assert films.waiting() == [] and kodi.library.scans_stopped == 0


async def test_a_root_is_listed_once_for_all_that_lay_in_it(films: PlayerHome, kodi: SimulatedKodi) -> None:
    for number in range(3):
        films.add(f"Film {number} (1995)")
    kodi.library.list_folder(films.root)
    films.add("Later (1995)")
    assert (await films.tell()).delivered == 4
    assert kodi.names().count("Files.GetDirectory") == 1 and len(kodi.library.videos) == 4


# --- groups ----------------------------------------------------------------------------------------------


@pytest.fixture
def second(films: PlayerHome, kodi: SimulatedKodi) -> Iterator[SimulatedKodi]:
    """A second Kodi that shares the library of the first."""
    player = SimulatedKodi([films.root])
    player.library.videos = kodi.library.videos
    films.players.clear()
    films.add_player(kodi.url, "living-room", group="house")
    films.add_player(player.url, "bedroom", group="house")
    yield player
    player.close()


async def test_one_of_a_group_is_told_and_the_others_drop_their_copies(
    films: PlayerHome, kodi: SimulatedKodi, second: SimulatedKodi
) -> None:
    heat = films.add(FILM)
    poster = films.publish(heat, f"{FILM}-poster.jpg")
    await films.tell()
    second.library.textures[9] = {
        "url": next(iter(kodi.library.videos.values())).art["poster"],
        "imagehash": "d1s1",
        "shown": "",
    }
    films.publish(heat, f"{FILM}-poster.jpg", content=b"another image")
    os.utime(poster, (2, 2))
    await films.tell()
    assert "VideoLibrary.Scan" in kodi.names() and "VideoLibrary.Scan" not in second.names()
    assert second.library.textures == {} and films.waiting() == []


async def test_the_second_of_a_group_stands_in_for_the_first(
    films: PlayerHome, kodi: SimulatedKodi, second: SimulatedKodi
) -> None:
    kodi.playing = True
    films.add(FILM)
    assert (await films.tell()).delivered == 1
    assert "VideoLibrary.Scan" in second.names() and "VideoLibrary.Scan" not in kodi.names()
    assert [(task.player, task.textures_only) for task in films.waiting()] == [("living-room", True)]


async def test_a_player_that_does_not_show_an_instance_is_not_told(
    films: PlayerHome, kodi: SimulatedKodi
) -> None:
    films.players.clear()
    films.add_player(kodi.url, instances=("sonarr.main",))
    films.add(FILM)
    assert (await films.tell()).titles == 0 and kodi.calls == []


async def test_folders_are_mapped_for_the_player_and_back(films: PlayerHome, kodi: SimulatedKodi) -> None:
    elsewhere = films.root.parent / "mounted"
    elsewhere.symlink_to(films.root)
    kodi.library.sources["movies"] = [elsewhere]
    films.players.clear()
    films.add_player(kodi.url, path_mapping=({"from": str(films.root), "to": str(elsewhere)},))
    heat = films.add(FILM)
    films.publish(heat, f"{FILM}-poster.jpg")
    await films.tell()
    (video,) = kodi.library.videos.values()
    video.fields["playcount"] = 2
    films.upgrade(heat, f"{FILM}.mkv", f"{FILM} 2160p.mkv")
    await films.tell()
    (video,) = kodi.library.videos.values()
    assert (video.file, video.fields["playcount"]) == (elsewhere / FILM / f"{FILM} 2160p.mkv", 2)


# --- killed ----------------------------------------------------------------------------------------------


_FORKING = multiprocessing.get_context("forkserver")
"""Forks processes from one that has imported all of this once."""
_FORKING.set_forkserver_preload([__name__])


def _tell_until_killed(database: Path, root: Path, url: str, call: int) -> None:
    """Tell a Kodi, and die at one of the calls that change something."""
    from arrtui.clients.kodi import KodiClient

    made = 0
    ask = KodiClient.call

    async def counted(self: KodiClient, method: str, **params: object) -> bytes:
        nonlocal made
        answer = await ask(self, method, **params)
        made += any(word in method for word in ("Set", "Refresh", "Remove", "VideoLibrary.Scan"))
        if made == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    KodiClient.call = counted  # type: ignore[method-assign]
    hurry(setattr)
    opened = Database.open(f"sqlite:///{database}")
    home = PlayerHome(opened, root)
    home.add_player(url)
    asyncio.run(home.tell())


async def _kill_while_telling(films: PlayerHome, kodi: SimulatedKodi, call: int) -> None:
    """Tell a Kodi in a process of its own that dies at a call, or ends where it makes fewer."""
    args = (films.root.parent / "arrtui.db", films.root, kodi.url, call)
    process = _FORKING.Process(target=_tell_until_killed, args=args)
    process.start()
    await asyncio.to_thread(process.join, 60)
    assert process.exitcode in (0, -signal.SIGKILL)


@pytest.mark.parametrize("call", range(1, 9))
async def test_a_killed_upgrade_is_finished_by_the_next_run(
    films: PlayerHome, kodi: SimulatedKodi, call: int
) -> None:
    heat = films.add(FILM)
    films.publish(heat, f"{FILM}.nfo", "nfo")
    films.publish(heat, f"{FILM}-poster.jpg")
    await films.tell()
    (video,) = kodi.library.videos.values()
    video.fields |= {"playcount": 3, "lastplayed": "2026-01-02 03:04:05"}
    video.resume, video.tags = {"position": 600.0, "total": 6000.0}, ["with Ann"]
    better = f"{FILM} 2160p.mkv"
    films.upgrade(heat, f"{FILM}.mkv", better)
    await _kill_while_telling(films, kodi, call)
    await films.tell()
    films.write_nfo(heat, better, title="Heat again")
    films.publish(heat, f"{FILM} 2160p.nfo", "nfo")
    await _kill_while_telling(films, kodi, call)
    await films.tell()
    (video,) = kodi.library.videos.values()
    assert (video.file.name, video.fields["title"], video.fields["playcount"]) == (better, "Heat again", 3)
    assert (video.resume["position"], video.tags) == (600.0, ["with Ann"])
    assert video.fields["lastplayed"] == "2026-01-02 03:04:05" and films.waiting() == []
