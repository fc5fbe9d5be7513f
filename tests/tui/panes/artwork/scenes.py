"""What the Artwork pane looks like in each state: for snapshots and screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import to_builtins
from textual.pilot import Pilot

from arrtui.core.artwork import (
    ArtCandidate,
    Asset,
    AssetOrigin,
    MetadataField,
    Placement,
    PublishAction,
    PublishEntry,
    PublishPlan,
    SlotChoice,
    TitleCandidates,
)
from arrtui.core.artwork_problems import ArtProblem, ArtProblemKind
from arrtui.core.domain import Episode, Item, MediaFile
from arrtui.core.events import JobState
from arrtui.db import media
from arrtui.db.albums import count_files, numbers_of
from arrtui.db.artwork import assets, candidates, metadata, placements, publish_plans, slots
from arrtui.db.artwork_models import ArtCandidatesRow
from arrtui.db.estate import ensure_instance
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.demo.world.music import uuid_of
from arrtui.features.artwork.fields import part_of
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from tests.db.samples import docs_of
from tests.tui.estates import CONFIG, DAY, EMPTY_CONFIG, HOUR, NOW, job, scene_services
from tests.tui.scenes import app_at_now, ready, settled_enough, until

LIDARR = "lidarr.main"
MUSIC_CONFIG = (
    f'[{LIDARR}]\nurl = "http://nas:8686"\napi_key = "0123456789abcdef0123456789abcdef"\nartwork = true\n\n'
    f"{EMPTY_CONFIG}"
)
"""A Lidarr whose artwork is on, and nothing else."""
KINDS = ("poster", "fanart", "banner", "clearlogo", "clearart", "discart", "landscape")


def asset_of(kind: str, **values: Any) -> Asset:
    """Return an image in the cache; its hash is made from its kind."""
    given = {
        "sha256": f"{kind.encode().hex():0<64}"[:64], "extension": ".jpg", "size": 812_345, "width": 2000,
        "height": 3000, "origin": AssetOrigin.PROVIDER, "added_at": NOW - DAY,
    }  # fmt: skip
    return Asset(**{**given, **values})


def choose(instance: str, external_id: str, slot: str, **values: Any) -> None:
    """Fill a slot, while writing."""
    given = {
        "sha256": asset_of(slot).sha256, "provider": "tmdb", "address": f"https://image.example/{slot}.jpg",
        "chosen_at": NOW - DAY,
    }  # fmt: skip
    slots.choose_as_owner(instance, SlotChoice(external_id=external_id, slot=slot, **{**given, **values}))


def describe(instance: str, external_id: str) -> None:
    """Store metadata and candidates of a title, while writing."""
    values = {
        "title": "1917", "plot": "Two soldiers cross the front.", "genre": ["War", "Drama"], "year": 2019,
        "set": {"name": "A set"}, "mpaa": "R",
    }  # fmt: skip
    sources = ("tmdb", "tmdb", "tvdb", "app", "nfo", "owner")
    fields = [
        MetadataField(name=name, value=value, source=source, read_at=NOW - DAY)
        for (name, value), source in zip(values.items(), sources, strict=True)
    ]
    metadata.store_fields(instance, external_id, "", fields)
    offers = (("tmdb", "en", 2000), ("fanart", "", 1000), ("app", "de", 680))
    posters = tuple(
        ArtCandidate(
            slot="poster", provider=provider, address=f"https://{provider}.example/{width}.jpg", width=width,
            height=width * 3 // 2, language=language, votes=12, rating=7.5,
        )
        for provider, language, width in offers
    )  # fmt: skip
    faults = {"tvdb": "TheTVDB did not answer within 10 s."}
    candidates.store(
        instance,
        [TitleCandidates(external_id=external_id, candidates=posters, faults=faults, read_at=NOW - DAY)],
    )


def place(instance: str, external_id: str, slot: str, name: str, *, lost_at: float | None = None) -> None:
    """Publish a file, while writing."""
    sha256 = asset_of(slot.rpartition(":")[2] if slot.endswith(":thumb") else slot).sha256
    placed = Placement(
        external_id=external_id, relative_path=name, slot=slot, sha256=sha256, size=812_345,
        mtime_ns=5, placed_at=NOW - HOUR, lost_at=lost_at,
    )  # fmt: skip
    placements.note(instance, [placed])


def count_candidates(instance: str, external_id: str, counts: str) -> None:
    """Store how many candidates a title has by slot, while writing."""
    ArtCandidatesRow.insert(
        instance=ensure_instance(instance), external_id=external_id, counts_doc=counts, read_at=NOW - DAY
    ).execute()


def lay_out() -> None:
    """Store titles with artwork in every state, while writing."""
    films = [title for title in media.trailer_titles(["radarr.main"]) if title.files][:8]
    assets.record([asset_of(kind) for kind in KINDS])
    whole, taken, cached, known, locked, own = films[:6]
    for film in (whole, taken):
        for kind in KINDS:
            choose(film.instance, film.external_id, kind)
            lost = NOW - HOUR if film is taken and kind in ("poster", "clearlogo") else None
            place(film.instance, film.external_id, kind, f"{film.title}-{kind}.jpg", lost_at=lost)
    describe(whole.instance, whole.external_id)
    for kind in KINDS[:4]:
        choose(cached.instance, cached.external_id, kind)
    count_candidates(cached.instance, cached.external_id, '{"poster":12,"discart":2}')
    count_candidates(known.instance, known.external_id, '{"poster":7,"fanart":9,"fanart#2":9,"clearlogo":3}')
    choose(own.instance, own.external_id, "poster", provider="owner", address="", by_owner=True)
    slots.lock(locked.instance, [(locked.external_id, "*")], NOW)
    slots.lock(own.instance, [(own.external_id, "poster"), (own.external_id, "field:plot")], NOW)
    series = media.trailer_titles(["sonarr.main"])[0]
    choose(series.instance, series.external_id, "poster")
    for season in (1, 2):
        choose(series.instance, series.external_id, f"s{season:02}:poster", sha256=asset_of("poster").sha256)
    place(series.instance, series.external_id, "s01:poster", "season01-poster.jpg")


def plan_to_publish() -> None:
    """Store artwork, and a plan to publish some of it that waits, while writing."""
    lay_out()
    first, second = [title for title in media.trailer_titles(["radarr.main"]) if title.files][2:4]
    entries = [
        PublishEntry(
            external_id=first.external_id, title=first.title, action=PublishAction.WRITE, slot=kind,
            relative_path=f"{first.title}-{kind}.jpg", sha256=asset_of(kind).sha256, size=812_345,
            reason="Kodi and Jellyfin read it, and there is none.",
        )
        for kind in KINDS[:4]
    ]  # fmt: skip
    entries += [
        PublishEntry(
            external_id=second.external_id, title=second.title, action=PublishAction.REPLACE, slot="poster",
            relative_path=f"{second.title}-poster.jpg", sha256=asset_of("poster").sha256, size=700_000,
            reason="You chose another poster than the one that is there, which goes to the recycle bin.",
        ),
        PublishEntry(
            external_id=second.external_id, title=second.title, action=PublishAction.RENAME, slot="fanart",
            relative_path=f"{second.title}-fanart.jpg", before="Old name-fanart.jpg", size=900_000,
            reason="Its film has another name now.", approved=False,
        ),
    ]  # fmt: skip
    refusals = ("Belfast, Kingdom: its folder is not there.", "NFO: radarr.main writes the same ones itself.")
    plan = PublishPlan(instance="radarr.main", made_at=NOW, entries=tuple(entries), refusals=refusals)
    publish_plans.save(plan)


def verified() -> None:
    """Store artwork, and what a verification of it found, while writing."""
    lay_out()
    film = next(title for title in media.trailer_titles(["radarr.main"]) if title.files)
    problems = [
        ArtProblem(
            kind=ArtProblemKind.LIBRARY_MISSING, instance=film.instance, external_id=film.external_id,
            slot="poster", relative_path=f"{film.title}-poster.jpg", sha256=asset_of("poster").sha256,
            detail="It was published and is gone.",
        ),
        ArtProblem(
            kind=ArtProblemKind.CACHE_ORPHAN, instance=film.instance, relative_path="ab/cd/abcd.jpg",
            detail="The database does not know it.",
        ),
        ArtProblem(
            kind=ArtProblemKind.CACHE_CHANGED, instance=film.instance, relative_path="12/34/1234.jpg",
            detail="Its content is not what its name says.",
        ),
    ]  # fmt: skip
    result = {"titles": 60, "lost": 1, "problems": to_builtins(problems)}
    job(
        "artwork-verify", "radarr.main", JobState.COMPLETED, result=result, started_at=NOW - 2 * HOUR,
        finished_at=NOW - 2 * HOUR + 40,
    )  # fmt: skip


def lay_out_music() -> None:
    """Store an artist: an album's cover is published, one has no place, one has candidates; while writing."""
    artist = Item(
        id=1, external_id=uuid_of("a", 1), title="Silent Harbours", sort_title="silent harbours",
        path="/music/Silent Harbours", root_folder="/music", monitored=True,
    )  # fmt: skip
    albums = {
        "Dawn at the Quay": ("Dawn at the Quay (1999)/01.flac", "1999-05-01"),
        "Nine Small Boats": ("Nine Small Boats (2004)/CD 01/01.flac", "2004-02-01"),
        "Loose Tracks": ("01 Loose.mp3", "2011-09-01"),
    }
    records: list[Episode | MediaFile] = []
    for number, (title, (path, date)) in enumerate(albums.items(), 11):
        album = Episode(
            id=number, item_id=1, external_id=uuid_of("b", number), title=title, air_date=date,
            album_type="Album",
        )  # fmt: skip
        records.append(album)
        records.append(MediaFile(id=number, item_id=1, album_id=number, relative_path=path, size=9_000_000))
    instance_id = ensure_instance(LIDARR)
    batch = RecordBatch(docs=docs_of([artist, *records]), listings={1: Listing("x", 3)})
    write_records(instance_id, batch, ())
    count_files(instance_id)
    assets.record([asset_of("poster"), asset_of("thumb", width=1000, height=1000)])
    numbers = numbers_of([uuid_of("b", number) for number in (11, 12, 13)])
    dawn, boats, loose = (part_of(0, numbers[uuid_of("b", number)]) for number in (11, 12, 13))
    choose(LIDARR, artist.external_id, "poster")
    place(LIDARR, artist.external_id, "poster", "folder.jpg")
    for part in (dawn, loose):
        choose(LIDARR, artist.external_id, f"{part}:thumb", sha256=asset_of("thumb").sha256)
    place(LIDARR, artist.external_id, f"{dawn}:thumb", "Dawn at the Quay (1999)/folder.jpg")
    count_candidates(LIDARR, artist.external_id, f'{{"{boats}:thumb":4,"{boats}:discart":1}}')


def nothing() -> None:
    """Store nothing; to be called while writing."""


@contextmanager
def artwork_services(
    library: Path, folder: Path, *, store: Callable[[], None] = lay_out, config: str = CONFIG
) -> Iterator[Services]:
    """Yield services in which something is stored of artwork."""
    with scene_services(library, folder, config=config) as services:
        services.database.write_sync(store)
        yield services


@dataclass(frozen=True)
class ArtworkScene:
    """One view of the Artwork pane."""

    name: str
    keys: tuple[str, ...] = ()
    store: Callable[[], None] = lay_out
    theme: str = "dark"
    config: str = CONFIG
    before: tuple[str, ...] = ()
    """Keys pressed before the pane is shown."""

    def services(self, library: Path, folder: Path) -> Any:
        """Return the context manager of the services of this scene."""
        return artwork_services(library, folder, store=self.store, config=self.config)

    def app(self, services: Services) -> ArrtuiApp:
        """Return the app before its first step."""
        return app_at_now(services, self.theme)

    async def steps(self, pilot: Pilot[Any]) -> None:
        """Show the pane and press the keys."""
        await ready(pilot)
        await pilot.press(*self.before, "7")
        await until(lambda: pilot.app.screen.query("#artwork-table"), pilot)
        await settled_enough(pilot)
        for key in self.keys:
            await pilot.press(key)
            await settled_enough(pilot)


SCENES = (
    ArtworkScene("artwork"),
    ArtworkScene("artwork-problems", ("exclamation_mark", "d")),
    ArtworkScene("artwork-kind", ("down", "down", "right", "right", "right", "d")),
    ArtworkScene("artwork-facets", ("f",)),
    ArtworkScene("artwork-title", ("enter", "down")),
    ArtworkScene("artwork-candidates", ("e", "down")),
    ArtworkScene("artwork-import", ("a", "i")),
    ArtworkScene("artwork-verify", ("a", "y"), store=verified),
    ArtworkScene("artwork-actions", ("a",)),
    ArtworkScene("artwork-locks", ("a", "l", "space")),
    ArtworkScene("artwork-plan", ("a", "r", "down", "down", "space"), store=plan_to_publish),
    ArtworkScene("artwork-unread", store=nothing),
    ArtworkScene("artwork-artist", ("enter", "G"), store=lay_out_music, config=MUSIC_CONFIG),
)
EMPTY = ArtworkScene("artwork-empty", before=("escape",), store=nothing, config=EMPTY_CONFIG)
"""Nothing is configured."""
