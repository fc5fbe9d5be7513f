"""What the Trailers pane and its doctor look like in each state: for snapshots and screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from arrtui.core.trailers import (
    FolderNote,
    MediaRoot,
    NoteKind,
    RootState,
    TitleFolder,
    TrailerAttempt,
    TrailerChoice,
    TrailerDownload,
    TrailerFile,
    TrailerKind,
    VideoFile,
)
from arrtui.db import media, trailers
from arrtui.db.media import TrailerTitle
from arrtui.features.trailers.candidates import Source, VideoCandidate, VideoVerdict
from arrtui.features.trailers.doctor import RootReport
from arrtui.features.trailers.doctor_tools import Grade, ToolReport
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from tests.tui.estates import CONFIG, DAY, EMPTY_CONFIG, HOUR, NOW, scene_services
from tests.tui.scenes import app_at_now, ready, settled_enough, until

MIB, GIB = 1024**2, 1024**3


def folder_of(title: TrailerTitle, **values: Any) -> TitleFolder:
    """Return the folder of a title with a film in it."""
    film = VideoFile(f"{title.title}.mkv", 6 * GIB, 0)
    given = {"path": f"/mnt{title.path}", "videos": (film,), "seen_at": NOW - 90 * DAY, "read_at": NOW - HOUR}
    return TitleFolder(external_id=title.external_id, **{**given, **values})


def trailer_of(title: TrailerTitle, name: str, **values: Any) -> TrailerFile:
    """Return a trailer of a title."""
    given = {"size": 48 * MIB, "mtime_ns": 5, "kind": TrailerKind.TRAILER}
    return TrailerFile(external_id=title.external_id, relative_path=name, **{**given, **values})


def lay_out() -> None:
    """Store titles with trailers of every kind, and an instance that is not mounted, while writing."""
    titles = media.trailer_titles(["radarr.main"])
    roots = {title.root_folder for title in titles}
    media.store_roots("radarr.main", [MediaRoot(path=path, checked_at=NOW) for path in roots])
    own, foreign, unsafe, failed, linked, declined = [title for title in titles if title.files][:6]
    files = [
        trailer_of(own, f"{own.title}-trailer.mp4", seconds=141.0),
        trailer_of(foreign, "trailers/Official Trailer.mkv", size=112 * MIB),
        trailer_of(unsafe, "trailer.mkv", kind=TrailerKind.BECOMES_FILM),
    ]
    links = (
        FolderNote(NoteKind.BROKEN_LINK, "Extras", "/mnt/old/Extras"),
        FolderNote(NoteKind.UNREADABLE, "private", "permission denied"),
    )
    folders = [folder_of(title, notes=links if title is linked else ()) for title in titles if title.files]
    media.store_folders("radarr.main", folders, files)
    trailers.note_rule("radarr.main", "missing", NOW - 30 * DAY)
    trailers.record_download(
        "radarr.main",
        TrailerDownload(
            external_id=own.external_id, source="app", address="https://www.youtube.com/watch?v=abc",
            name="Official Trailer", profile="default", height=1080, relative_path=files[0].relative_path,
            size=files[0].size, mtime_ns=5, made_at=NOW - 2 * DAY, film=f"{own.title}.mkv",
        ),
    )  # fmt: skip
    trailers.record_attempts("radarr.main", attempts_of(failed))
    trailers.choose("radarr.main", TrailerChoice(external_id=declined.external_id, wanted=False))
    away = [
        MediaRoot(path=title.root_folder, state=RootState.NOT_MOUNTED, reason="it is empty", checked_at=NOW)
        for title in media.trailer_titles(["sonarr.main"])
    ]
    media.store_roots("sonarr.main", {root.path: root for root in away}.values())


def attempts_of(title: TrailerTitle) -> list[TrailerAttempt]:
    """Return two attempts to fetch a trailer, the last of which makes the title wait."""
    address = "https://www.youtube.com/watch?v=xyz"
    rejected = TrailerAttempt(
        external_id=title.external_id, at=NOW - 5 * HOUR, source="app", address=address, outcome="failed",
        reason="The video is private or was removed.",
    )  # fmt: skip
    waits = TrailerAttempt(
        external_id=title.external_id, at=NOW - 5 * HOUR, source="search", outcome="failed",
        reason="No video that was looked at is a trailer of it.", retry_after=NOW + 19 * HOUR,
    )  # fmt: skip
    return [rejected, waits]


def three_wanted() -> None:
    """Store the folders of three titles without a trailer, while writing."""
    titles = [title for title in media.trailer_titles(["radarr.main"]) if title.files][-3:]
    roots = [MediaRoot(path=path, checked_at=NOW) for path in {title.root_folder for title in titles}]
    media.store_roots("radarr.main", roots)
    media.store_folders("radarr.main", map(folder_of, titles), [])


def nothing() -> None:
    """Store nothing; to be called while writing."""


ROOTS = (
    RootReport(
        instance="radarr.main", path="/movies", local="/mnt/nas/movies", mapped=True, exists=True,
        readable=True, owner="media:media drwxrwxr-x", titles=4_816, present=4_816, writable=True,
        tried="/mnt/nas/movies/Alien (1979)",
    ),
    RootReport(
        instance="radarr.4k", path="/movies4k", local="/movies4k", titles=790, grade=Grade.BAD,
        text="/movies4k is not there: nothing is mounted, or a path mapping is missing.",
        suggestion="/mnt/nas/movies4k",
    ),
    RootReport(
        instance="sonarr.main", path="/tv", local="/mnt/tv", mapped=True, exists=True, readable=True,
        owner="root:root drwxr-xr-x", titles=503, present=0, grade=Grade.BAD,
        text="/mnt/tv is not what it should be: it is empty. Nothing is read or written there.",
        acceptable=True,
    ),
)  # fmt: skip
TOOLS = (
    ToolReport(
        name="yt-dlp", grade=Grade.WARN, version="2025.08.20",
        text="93 days old: YouTube has likely changed since.",
        advice='Run: python -m pip install --upgrade "yt-dlp[default,deno]"',
    ),
    ToolReport(name="yt-dlp-ejs", version="0.3.0", text="It is the one that yt-dlp takes."),
    ToolReport(name="JavaScript", version="deno 2.5.6", text="/usr/bin/deno works."),
)  # fmt: skip


VIDEOS = (
    VideoVerdict(
        candidate=VideoCandidate(
            source=Source.TMDB, address="https://www.youtube.com/watch?v=abc", title="Official Trailer 2",
            channel="Studio", seconds=141, height=1080,
        )
    ),
    VideoVerdict(
        candidate=VideoCandidate(
            source=Source.SEARCH, address="https://www.youtube.com/watch?v=def", title="Review and reaction",
            channel="Somebody", seconds=724,
        ),
        rejected="It takes 12 min, longer than any trailer.",
    ),
)  # fmt: skip


@contextmanager
def trailers_services(
    library: Path, folder: Path, *, store: Callable[[], None] = lay_out, config: str = CONFIG
) -> Iterator[Services]:
    """Yield services in which something is stored of trailers, over a machine that is always the same."""
    with scene_services(library, folder, config=config) as services:
        services.database.write_sync(store)
        doctor: Any = services.doctor

        async def roots(_names: Sequence[str] = ()) -> Sequence[RootReport]:
            return ROOTS

        async def tools() -> Sequence[ToolReport]:
            return TOOLS

        fetching: Any = services.fetching

        async def candidates(_name: str, _external_id: str) -> Sequence[VideoVerdict]:
            return VIDEOS

        doctor.roots, doctor.tools, fetching.candidates = roots, tools, candidates
        yield services


@dataclass(frozen=True)
class TrailersScene:
    """One view of the Trailers pane."""

    name: str
    keys: tuple[str, ...] = ()
    store: Callable[[], None] = lay_out
    theme: str = "dark"
    config: str = CONFIG
    before: tuple[str, ...] = ()
    """Keys pressed before the pane is shown."""

    def services(self, library: Path, folder: Path) -> Any:
        """Return the context manager of the services of this scene."""
        return trailers_services(library, folder, store=self.store, config=self.config)

    def app(self, services: Services) -> ArrtuiApp:
        """Return the app before its first step."""
        return app_at_now(services, self.theme)

    async def steps(self, pilot: Pilot[Any]) -> None:
        """Show the pane and press the keys."""
        await ready(pilot)
        await pilot.press(*self.before, "5")
        await until(lambda: pilot.app.screen.query("#trailers-table"), pilot)
        await settled_enough(pilot)
        for key in self.keys:
            await pilot.press(key)
            await settled_enough(pilot)


SCENES = (
    TrailersScene("trailers"),
    TrailersScene("trailers-problems", ("exclamation_mark", "down", "d")),
    TrailersScene("trailers-title", ("enter",)),
    TrailersScene("trailers-actions", ("a",)),
    TrailersScene("trailers-first-download", ("a", "A", "space"), store=three_wanted),
    TrailersScene("trailers-candidates", ("a", "c")),
    TrailersScene("trailers-address", ("e",)),
    TrailersScene("trailers-facets", ("f",)),
    TrailersScene("trailers-doctor", ("a", "o", "down")),
    TrailersScene("trailers-map", ("a", "o", "down", "A")),
    TrailersScene("trailers-unread", store=nothing),
)
EMPTY = TrailersScene("trailers-empty", before=("escape",), store=nothing, config=EMPTY_CONFIG)
"""Nothing is configured."""
