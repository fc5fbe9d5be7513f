"""``--run trailers --download``: reviewed first, limited, killed and resumed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from arrtui.core.domain import MediaFile
from arrtui.core.trailers import AttemptOutcome, TrailerAttempt, TrailerChoice
from arrtui.db import trailer_fetching, trailers
from arrtui.db.database import Database
from tests.db.samples import store
from tests.environment import ENV
from tests.features.trailers.library import TrailerLibrary
from tests.media.video_server import (
    CLIP,
    VideoServer,
    serving_videos,
    wait_for_part,
    youtube_environment,
)

pytest.importorskip("yt_dlp")


class Owner:
    """Someone with three films in folders of this machine, and a YouTube on loopback."""

    def __init__(self, folder: Path, videos: VideoServer, media: str) -> None:
        self.videos = videos
        self.database_url = f"sqlite:///{folder / 'arrtui.db'}"
        self.config = folder / "config.toml"
        tree = {
            "radarr": {"main": {"url": "http://127.0.0.1:1", "api_key": "k"}},
            "database": {"url": self.database_url},
            "trailers": {"free_space": "0", "sources": ["search"]},
        }
        self.config.write_text(tomli_w.dumps(tree))
        self.config.chmod(0o600)
        database = Database.open(self.database_url)
        self.movies = TrailerLibrary(database, folder / "movies")
        for number, name in enumerate(("Alien", "Blow-Up", "Cure"), start=1):
            self.movies.add(name, f"{name}.mkv")
            file = MediaFile(id=number, item_id=number, relative_path=f"{name}.mkv", size=1)
            store(database, "radarr.main", file)
        database.close()
        titles = {
            name: {"media": f"{videos.address}/{media}", "title": f"{name} Official Trailer"}
            for name in ("Alien", "Blow-Up", "Cure")
        }
        self.env = ENV | youtube_environment(folder, titles)

    def command(self, *options: str) -> list[str]:
        return [sys.executable, "-m", "arrtui", "--config", str(self.config), "--run", "trailers", *options]

    def run(self, *options: str) -> tuple[int, dict[str, Any], str]:
        """Run the task; return its status, its result and everything it printed."""
        done = subprocess.run(
            self.command(*options, "--json"), capture_output=True, text=True, timeout=120, env=self.env
        )
        return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stdout

    def files(self) -> set[str]:
        """Return what lies in the folders of the titles beside the films, dot folders included."""
        files = {path.relative_to(self.movies.root).as_posix() for path in self.movies.root.glob("*/*")}
        return {path for path in files if not path.endswith(".mkv")}


@pytest.fixture
def videos() -> Iterator[VideoServer]:
    with serving_videos() as server:
        yield server


def test_nothing_is_downloaded_before_a_batch_was_reviewed(videos: VideoServer, tmp_path: Path) -> None:
    owner = Owner(tmp_path, videos, "clip.mp4")
    status, result, _ = owner.run("--download")
    assert (status, result["ok"], owner.files(), videos.asked) == (4, False, set(), {})
    assert "3 trailers" in result["error"] and "--limit" in result["error"]
    database = Database.open(owner.database_url)
    with database.writing():
        batch = trailer_fetching.waiting_batch()
        assert batch is not None
        sizes = {entry.title: entry.size for entry in batch.entries}
        assert [*sizes] == ["Alien", "Blow-Up", "Cure"] and min(sizes.values()) > 10_000_000
        trailer_fetching.approve_batch(batch, 1.0)
        for external_id in ("602", "603"):
            trailers.choose("radarr.main", TrailerChoice(external_id=external_id, wanted=False))
    database.close()
    status, result, out = owner.run("--download")
    (outcome,) = result["instances"]
    assert (status, owner.files()) == (0, {"Alien/Alien-trailer.mp4"}), out
    counts = {name: outcome[name] for name in ("downloaded", "missing", "fetched", "not_fetched")}
    assert counts == {"downloaded": 1, "missing": 2, "fetched": 1, "not_fetched": 0}
    assert (owner.movies.root / "Alien" / "Alien-trailer.mp4").read_bytes() == CLIP.read_bytes()


def test_a_download_that_is_killed_leaves_nothing_and_is_done_by_the_next_run(
    videos: VideoServer, tmp_path: Path
) -> None:
    owner = Owner(tmp_path, videos, "slow.mp4")
    left = owner.movies.root / "Cure" / ".arrtui" / "0123456789abcdef.mp4.part"
    left.parent.mkdir()
    left.write_bytes(b"from an earlier one")
    database = Database.open(owner.database_url)
    begun = TrailerAttempt(external_id="603", at=1.0, outcome=AttemptOutcome.BEGUN)
    database.write_sync(trailers.record_attempts, "radarr.main", [begun])
    database.close()
    process = subprocess.Popen(
        owner.command("--download", "--limit", "1"), env=owner.env, stdout=subprocess.DEVNULL
    )
    assert videos.stalled.wait(60)
    wait_for_part(owner.movies.root / "Alien" / ".arrtui")
    process.kill()
    process.wait()
    assert owner.files() == {"Alien/.arrtui"}
    wait_for_the_end_of_downloaders(owner.env["ARRTUI_TEST_YOUTUBE"])
    videos.go_on.set()
    status, _, out = owner.run("--download", "--limit", "1")
    assert (status, owner.files()) == (0, {"Alien/Alien-trailer.mp4"}), out
    assert videos.ranges, "the part was continued"


def wait_for_the_end_of_downloaders(mark: str) -> None:
    """Wait until no process of yt-dlp is left that was started with this text in its environment."""
    while any(_is_downloader(process, mark) for process in Path("/proc").glob("[0-9]*")):
        pass


def _is_downloader(process: Path, mark: str) -> bool:
    try:
        command = (process / "cmdline").read_bytes()
        return b"ytdlp_process" in command and mark.encode() in (process / "environ").read_bytes()
    except OSError:
        return False
