"""What is grabbed of an album is one chain, however many tracks it has (LIDARR_API 4, 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from arrtui.core.apps import Kind
from arrtui.db.chain_rows import ChainRow
from arrtui.db.database import Database
from arrtui.db.models import Snapshot
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.loops.albums import one_row_each
from arrtui.features.loops.causes import CauseKind, causes_of
from arrtui.features.loops.cures.candidates import changes_for
from arrtui.features.loops.cures.model import CureKind
from arrtui.features.loops.cures.past import read_past
from arrtui.features.loops.load import load_chains
from arrtui.features.loops.model import ChainKind, StepKind
from arrtui.features.loops.rename_files import load_rename_library
from arrtui.features.loops.steps import steps_of
from arrtui.features.loops.summary import chain_object, episode_words, title_of
from tests.features.backup.conftest import back_it_up as back_it_up

NAME = "lidarr.main"
WORDS = "FLAC 24bit"


def row(
    number: int, event: str, *, date: str = "10:00", file: int = 0, track: int = 1, job: str = ""
) -> ChainRow:
    data = f'{{"fileId": "{file}", "trackId": "{track}"}}'
    return ChainRow(
        *(number, f"2026-01-01T{date}:00Z", 1, "artist", 4, event, f"name {file}", job, 6, "FLAC", None),
        *("GRP", "", 100, "Upgrade" if event.endswith("Deleted") else "", "[]", data),
    )


@pytest.mark.parametrize("turns", (False, True))
def test_tracks_of_an_import_are_one_row(turns: bool) -> None:
    first = [
        row(1, "grabbed", job="a"),
        *(row(2 + n, "trackFileImported", file=30 - n, job="a") for n in range(3)),
    ]
    deleted = [row(10 + 2 * n, "trackFileDeleted", date="11:00") for n in range(3)]
    imported = [
        row(11 + 2 * n if turns else 20 + n, "trackFileImported", date="11:00", file=40 + n, job="b")
        for n in range(3)
    ]
    grab, end = row(9, "grabbed", date="10:30", job="b"), row(30, "downloadImported", date="11:00", job="b")
    rows = [*first, grab, *sorted([*deleted, *imported]), end]
    kept = [(own.event, own.title) for own in one_row_each(rows)]
    assert kept == [
        ("grabbed", "name 0"),
        ("trackFileImported", "name 28"),
        ("grabbed", "name 0"),
        ("trackFileDeleted", "name 0"),
        ("trackFileImported", "name 40"),
    ]


@pytest.fixture
def lidarr() -> Iterator[SimulatedApp]:
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 3, 4),))) as estate:
        yield estate.apps[NAME]


def scored(lidarr: SimulatedApp) -> dict[str, Any]:
    """Give every artist a profile that wants 100 points; return the first album with all its files."""
    store = lidarr.store
    spec = {"name": "24bit", "implementation": "ReleaseTitleSpecification", "negate": False, "required": True}
    spec["fields"] = [{"name": "value", "value": r"\b24[ -]?bit\b"}]
    with httpx.Client(base_url=f"{lidarr.url}/api/v1", headers={"X-Api-Key": lidarr.api_key}) as client:
        made = client.post("/customformat", json={"name": "Hi-res", "specifications": [spec]})
        assert made.status_code == 201, made.text
    for profile in store.profiles.values():
        profile |= {"upgradeAllowed": True, "cutoffFormatScore": 100, "minFormatScore": -1000}
        for item in profile["formatItems"]:
            item["score"] = 50 if item["format"] == made.json()["id"] else 0
        for item in profile["items"]:
            item["allowed"] = True
    return next(
        album
        for album in store.albums.values()
        if all(track in store.track_files for track in store.wanted_tracks(album))
        and store.files_of_albums([album])
    )


def grab(lidarr: SimulatedApp, album: dict[str, Any]) -> None:
    """Push a release in high resolution of an album, and let it arrive."""
    with httpx.Client(base_url=f"{lidarr.url}/api/v1", headers={"X-Api-Key": lidarr.api_key}) as client:
        named = client.get(f"/album/{album['id']}").json()
        body = {
            "title": f"{named['artist']['artistName']} - {named['title']} (2001) [{WORDS}]-GRP",
            "downloadUrl": "http://127.0.0.1:9/x.nzb",
            "protocol": "usenet",
            "size": 300_000_000,
            "publishDate": "2026-11-27T00:00:00Z",
        }
        pushed = client.post("/release/push", json=body).json()
        assert pushed["approved"], pushed["rejections"]
        client.post("/command", json={"name": "DownloadedAlbumsScan"})
    lidarr.store.settle()


async def test_a_release_grabbed_again_is_one_loop_of_its_album(
    lidarr: SimulatedApp, database: Database, back_it_up: Any
) -> None:
    album = scored(lidarr)
    lidarr.store.history.forget(album["artistId"])
    await back_it_up(lidarr)
    with database.writing():  # rows have whole seconds: all that follow are of settings that were seen
        Snapshot.update(taken_at=Snapshot.taken_at - 60).execute()
    for _ in range(3):
        grab(lidarr, album)
    await back_it_up(lidarr)

    def told() -> tuple[Any, ...]:
        stored = load_chains(NAME, "lidarr")
        (loop,) = stored.report.of_kind(ChainKind.LOOP)
        past = read_past(stored.report.chains, stored.book, lambda: None, frozenset())
        steps = steps_of(loop, stored.book)
        return stored.report, loop, causes_of(loop, stored.book), list(changes_for(past)), steps

    report, loop, causes, cures, steps = database.read_sync(told)
    assert {step.kind for step in steps} >= {StepKind.GRAB, StepKind.IMPORT, StepKind.NOW}
    assert StepKind.RENAME not in {step.kind for step in steps}, "each file kept the name it was imported by"
    assert loop.episode_ids == (album["id"],)
    assert (len(loop.attempts), len(loop.wasted), len(loop.files)) == (3, 2, 3)
    assert [own.wasted for own in loop.wasted] == [300_000_000] * 2
    title = report.albums[album["id"]]
    assert (episode_words(report, loop), title_of(report, loop).endswith(f" - {title}")) == (title, True)
    assert chain_object(report, loop, ())["episodes"] == [title]
    cause = next(cause for cause in causes if cause.kind is CauseKind.NO_SCENE_NAME)
    assert (cause.points, cause.formats) == (-50, ("Hi-res",))
    kinds = {change.kind for change in cures}
    assert CureKind.CUTOFF in kinds and CureKind.INCREMENT not in kinds


async def test_what_an_import_of_before_the_first_backup_lost_is_told_where_the_grab_proves_the_settings(
    lidarr: SimulatedApp, database: Database, back_it_up: Any
) -> None:
    """The app notes no score at an import; the score of the grab comes out by the settings of now."""
    album = scored(lidarr)
    lidarr.store.history.forget(album["artistId"])
    grab(lidarr, album)
    await back_it_up(lidarr)
    report = database.read_sync(lambda: load_chains(NAME, "lidarr").report)
    (chain,) = [own for own in report.chains if album["id"] in own.episode_ids]
    assert (chain.kind, chain.untold) == (ChainKind.DRIFT, "")


async def test_files_that_would_be_renamed_are_called_by_their_album(
    lidarr: SimulatedApp, database: Database, back_it_up: Any
) -> None:
    await back_it_up(lidarr)
    library = database.read_sync(load_rename_library, NAME, Kind.LIDARR)
    titles = {store.title for store in library.files}
    assert len(library.files) == len(lidarr.store.files) > len(titles)
    assert all(" - " in title for title in titles)
