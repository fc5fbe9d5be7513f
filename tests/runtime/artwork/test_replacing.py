"""A file is replaced in one step: whenever the process is killed, the old one is there or the new one."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.artwork_problems import ArtProblemKind
from arrtui.features.artwork.publish_run import PublishRun
from arrtui.media import art_placing, recycle
from tests.runtime.artwork.bench import RADARR, PublishBench, told
from tests.runtime.artwork.test_verifying import problems, repair

TITLE = "Alien (1979)"
POSTER = f"{TITLE}-poster.jpg"


class KilledError(BaseException):
    """Stands for the end of the process: nothing handles it."""


POINTS: dict[str, tuple[Any, str, bool]] = {
    "noted for the bin": (recycle, "_duplicate", False),
    "in the bin": (recycle, "_duplicate", True),
    "grown": (art_placing, "_require_kept", True),
    "in place": (art_placing, "_settled", False),
    "all but confirmed": (PublishRun, "_confirm", False),
}
"""Where a function of that name is cut off: after it did its work, or before."""


@pytest.fixture(params=POINTS)
def kill(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the process end at a point of the next replacement; calling it again lets it live."""
    where, name, works = POINTS[request.param]
    whole = getattr(where, name)

    def cut_off(*args: Any) -> None:
        if works:
            whole(*args)
        raise KilledError

    def switch() -> None:
        monkeypatch.setattr(where, name, whole if getattr(where, name) is cut_off else cut_off)

    return switch


@pytest.fixture(params=["same disk", "another disk"])
def disks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bin be on the disk of the films, or on another one."""
    link = os.link

    def other_link(source: Path, target: Path, **options: Any) -> None:
        if ("bin" in Path(source).parts) is not ("bin" in Path(target).parts):
            raise OSError(errno.EXDEV, "another file system")
        link(source, target, **options)

    if request.param == "another disk":
        monkeypatch.setattr(os, "link", other_link)


def _binned(bench: PublishBench) -> list[bytes]:
    return [path.read_bytes() for path in (bench.folder / "bin").rglob("*") if path.is_file()]


async def _killed(bench: PublishBench, kill: Callable[[], None]) -> None:
    kill()
    with pytest.raises(KilledError):
        await bench.publish()
    kill()


@pytest.mark.usefixtures("disks")
async def test_the_owners_file_is_there_or_what_they_asked_for(
    bench: PublishBench, kill: Callable[[], None]
) -> None:
    film = bench.film()
    path = bench.root(RADARR) / TITLE / POSTER
    path.write_bytes(b"the owner's")
    asked = bench.choose_as_owner(RADARR, film, "poster", b"asked for")
    await _killed(bench, kill)
    assert path.read_bytes() in (b"the owner's", b"asked for")
    assert path.read_bytes() == b"the owner's" or _binned(bench) == [b"the owner's"]
    assert told(await bench.publish()) == []
    assert bench.files() == {POSTER: b"asked for"} and _binned(bench) == [b"the owner's"]
    assert len(await bench.services.recycle.files()) == 1
    placed = bench.placements()[film][POSTER]
    assert (placed.sha256, placed.replaces, placed.placed_at > 0) == (asked, "", True)
    assert (await bench.publish()).changed == {}
    bench.services.start()
    await bench.job(takes_back=True)
    assert bench.files() == {POSTER: b"the owner's"} and bench.placements() == {}


async def test_of_two_choices_one_after_the_other_one_is_there_and_both_are_ours(
    bench: PublishBench, kill: Callable[[], None]
) -> None:
    film = bench.film()
    bench.choose_as_owner(RADARR, film, "poster", b"first")
    await bench.publish()
    bench.choose_as_owner(RADARR, film, "poster", b"second")
    await _killed(bench, kill)
    assert bench.files()[POSTER] in (b"first", b"second")
    bench.choose_as_owner(RADARR, film, "poster", b"third")  # neither of the two is wanted any more
    assert told(await bench.publish()) == []
    assert bench.files() == {POSTER: b"third"} and len(_binned(bench)) == len(set(_binned(bench)))
    assert {file.kind for file in await bench.services.recycle.files()} == {"artwork-own"}


async def test_a_verification_tells_what_was_cut_off_and_its_repair_ends_it(
    bench: PublishBench, kill: Callable[[], None]
) -> None:
    film = bench.film()
    bench.choose_as_owner(RADARR, film, "poster", b"first")
    await bench.publish()
    bench.choose_as_owner(RADARR, film, "poster", b"second")
    await _killed(bench, kill)
    bench.services.start()
    is_begun = not bench.placements()[film][POSTER].placed_at
    assert await problems(bench) == ([(ArtProblemKind.LIBRARY_UNFINISHED, POSTER)] if is_begun else [])
    if is_begun:
        await repair(bench)
        assert bench.files() == {POSTER: b"second"} and await problems(bench) == []


async def test_a_choice_that_was_not_written_is_taken_back_as_what_is_there(
    bench: PublishBench, kill: Callable[[], None]
) -> None:
    film = bench.film()
    bench.choose_as_owner(RADARR, film, "poster", b"first")
    await bench.publish()
    bench.choose_as_owner(RADARR, film, "poster", b"second")
    await _killed(bench, kill)
    bench.services.start()
    job = await bench.job(takes_back=True)
    assert (job.result or {})["failed"] == 0
    assert bench.files() == {} and bench.placements() == {}
    assert sorted(_binned(bench)) in ([b"first"], [b"first", b"second"])


async def test_what_was_kept_and_changed_since_is_not_replaced(
    bench: PublishBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = bench.film()
    path = bench.root(RADARR) / TITLE / POSTER
    path.write_bytes(b"the owner's")
    bench.choose_as_owner(RADARR, film, "poster", b"asked for")
    keep = recycle.RecycleBin.keep

    def and_change(self: recycle.RecycleBin, file: Path, place: Path) -> None:
        keep(self, file, place)
        path.unlink()
        path.write_bytes(b"saved by an editor")

    monkeypatch.setattr(recycle.RecycleBin, "keep", and_change)
    counts = await bench.publish()
    assert counts.published == 0 and "has that name now" in counts.messages[0]
    assert path.read_bytes() == b"saved by an editor" and _binned(bench) == [b"the owner's"]
