"""The matrix of titles × kinds, and a title in full, as they follow from what is stored."""

from __future__ import annotations

import pytest

from arrtui.core.artwork import (
    NFO,
    ArtCandidate,
    ArtFile,
    ArtFolder,
    ArtKind,
    ArtNote,
    ArtNoteKind,
    ArtState,
    FileClass,
    MetadataField,
    NfoFacts,
    Placement,
    SlotChoice,
    TitleCandidates,
)
from arrtui.core.config import ArtworkConfig
from arrtui.core.taken_files import TakenFile
from arrtui.db.artwork import candidates, folders, metadata, placements, slots, taken
from arrtui.db.database import Database
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.features.artwork.matrix_fields import ART_FIELDS, art_index, state_words
from arrtui.features.artwork.overview import ArtRow, load_rows
from arrtui.features.artwork.title import load_title
from tests.db.samples import MOVIE, SERIES, store

FILM, SHOW = "radarr.main", "sonarr.main"
ONE, TWO = "a" * 64, "b" * 64


@pytest.fixture(autouse=True)
def titles(database: Database) -> None:
    """Store a film and a series."""
    store(database, FILM, MOVIE)
    store(database, SHOW, SERIES)


def chosen(title: str, slot: str, sha256: str = ONE, **facts: object) -> SlotChoice:
    given = {"provider": "tmdb", "address": f"https://i/{slot}", **facts}
    return SlotChoice(external_id=title, slot=slot, sha256=sha256, **given)  # type: ignore[arg-type]


def placed(title: str, slot: str, path: str, **facts: object) -> Placement:
    given = {"sha256": ONE, "size": 9, "mtime_ns": 5, "placed_at": 2.0, **facts}
    return Placement(external_id=title, relative_path=path, slot=slot, **given)  # type: ignore[arg-type]


def candidate(slot: str, address: str, **facts: object) -> ArtCandidate:
    return ArtCandidate(slot=slot, provider="tmdb", address=address, **facts)  # type: ignore[arg-type]


def row_of(database: Database, instance: str) -> ArtRow:
    (row,) = database.read_sync(load_rows, instance)
    return row


def test_a_title_of_which_nothing_is_known_has_nothing_but_what_its_app_cannot_have(
    database: Database,
) -> None:
    film, show = row_of(database, FILM), row_of(database, SHOW)
    assert set(film.columns_in(ArtState.NONE)) == {*ArtKind, NFO} - {ArtKind.THUMB}
    assert (film.state_of("thumb"), show.state_of("discart")) == (None, None)
    assert show.state_of("thumb") is ArtState.NONE
    assert not film.is_problem


def test_a_published_file_that_shows_another_image_than_the_chosen_one_does_not_count(
    database: Database,
) -> None:
    title = MOVIE.external_id

    def write(sha256: str) -> None:
        slots.choose_as_owner(FILM, chosen(title, "poster", chosen_at=9.0))
        placements.note(FILM, [placed(title, "poster", "Film-poster.jpg", sha256=sha256)])

    database.write_sync(write, "f" * 64)
    assert row_of(database, FILM).state_of("poster") is ArtState.CACHED
    database.write_sync(write, ONE)
    assert row_of(database, FILM).state_of("poster") is ArtState.PUBLISHED


def test_of_several_states_the_one_counts_that_says_more(database: Database) -> None:
    title = MOVIE.external_id

    def write() -> None:
        named = [candidate("poster", "https://i/1"), candidate("banner", "https://i/2")]
        candidates.store(FILM, [TitleCandidates(external_id=title, candidates=tuple(named))])
        for slot in ("poster", "fanart", "fanart#2", "clearlogo"):
            slots.choose_as_owner(FILM, chosen(title, slot))
        slots.choose_as_owner(FILM, chosen(title, "discart", ""))
        files = [
            placed(title, "poster", "Film-poster.jpg"),
            placed(title, "fanart", "Film-fanart.jpg"),
            placed(title, "fanart#2", "Film-fanart1.jpg", lost_at=3.0),
            placed(title, "clearlogo", "Film-clearlogo.png", placed_at=0.0),
        ]
        placements.note(FILM, files)
        metadata.store_fields(FILM, title, "", [MetadataField(name="plot", value="x", source="tmdb")])

    database.write_sync(write)
    row = row_of(database, FILM)
    states = {
        kind: row.state_of(kind) for kind in ("poster", "fanart", "clearlogo", "banner", "discart", NFO)
    }
    assert states == {
        "poster": ArtState.PUBLISHED,
        "fanart": ArtState.LOST,
        "clearlogo": ArtState.CACHED,
        "banner": ArtState.CANDIDATES,
        "discart": ArtState.CANDIDATES,
        NFO: ArtState.CANDIDATES,
    }
    assert row.is_problem and row.lost == 1
    full = database.read_sync(load_title, FILM, title, ArtworkConfig())
    assert {slot.slot: slot.state for slot in full.slots}["fanart#2"] is ArtState.LOST
    assert [slot.slot for slot in full.slots][:3] == ["poster", "fanart", "fanart#2"]
    assert full.slot("fanart").state is ArtState.PUBLISHED
    assert full.slots[-1].slot == NFO


def test_what_lies_in_the_folder_counts_as_published_while_it_is_what_was_chosen(database: Database) -> None:
    title = MOVIE.external_id

    def write() -> None:
        slots.choose_as_owner(FILM, chosen(title, "poster", ONE, provider="owner", by_owner=True))
        slots.choose_as_owner(FILM, chosen(title, "fanart", TWO))
        files = (
            ArtFile("poster.jpg", FileClass.IMAGE, 9, 5, "poster", ONE),
            ArtFile("fanart.jpg", FileClass.IMAGE, 9, 5, "fanart", ONE),
            ArtFile("na\udcefve.nfo", FileClass.NFO, 9, 5),
        )
        notes = (ArtNote(ArtNoteKind.TWO_NFO, "movie.nfo"),)
        nfos = (NfoFacts(relative_path="na\udcefve.nfo", root="movie"),)
        folder = ArtFolder(external_id=title, path="/m", files=files, nfos=nfos, notes=notes)
        folders.store(FILM, [folder])

    database.write_sync(write)
    row = row_of(database, FILM)
    assert row.state_of("poster") is ArtState.PUBLISHED
    assert row.state_of("fanart") is ArtState.CACHED
    assert row.state_of(NFO) is ArtState.PUBLISHED
    assert row.is_problem and row.providers == ("owner", "tmdb")
    full = database.read_sync(load_title, FILM, title, ArtworkConfig())
    assert full.slot("poster").state is ArtState.PUBLISHED
    assert full.folder is not None and full.folder.files[2].relative_path == "na\udcefve.nfo"


def test_seasons_and_episodes_count_apart_and_a_lost_one_shows_at_its_kind(database: Database) -> None:
    title = SERIES.external_id

    def write() -> None:
        for slot in ("poster", "s01:poster", "s02:poster", "s01e01:thumb", "s01e02:thumb"):
            slots.choose_as_owner(SHOW, chosen(title, slot))
        files = [
            placed(title, slot, f"{place}.jpg") for place, slot in enumerate(("s01:poster", "s01e01:thumb"))
        ]
        placements.note(SHOW, files)

    database.write_sync(write)
    row = row_of(database, SHOW)
    assert (row.published, row.parts, row.lost) == (2, 4, 0)
    assert (row.state_of("poster"), row.state_of("thumb")) == (ArtState.CACHED, ArtState.CACHED)
    lost = placed(title, "s02:poster", "season02-poster.jpg", lost_at=4.0)
    database.write_sync(placements.note, SHOW, [lost])
    assert row_of(database, SHOW).state_of("poster") is ArtState.LOST


def test_a_lock_on_everything_locks_every_kind(database: Database) -> None:
    database.write_sync(slots.lock, FILM, [(MOVIE.external_id, "poster")], 1.0)
    assert row_of(database, FILM).locked_columns == ("poster",)
    database.write_sync(slots.lock, FILM, [(MOVIE.external_id, "*")], 1.0)
    assert set(row_of(database, FILM).locked_columns) == {*ArtKind, NFO}


def test_candidates_are_in_rank_order_and_what_a_newer_version_stored_is_left_out(database: Database) -> None:
    title = MOVIE.external_id
    named = (
        candidate("poster", "https://i/small", width=100, height=150, language="en"),
        candidate("poster", "https://i/large", width=2000, height=3000, language="en"),
    )

    def write() -> None:
        candidates.store(
            FILM, [TitleCandidates(external_id=title, candidates=named, faults={"tvdb": "It is down."})]
        )
        slots.choose_as_owner(FILM, chosen(title, "hologram#9"))

    database.write_sync(write)
    full = database.read_sync(load_title, FILM, title, ArtworkConfig())
    assert [ranked.candidate.address for ranked in full.candidates("poster")] == [
        "https://i/large",
        "https://i/small",
    ]
    assert full.candidates(NFO) == () and full.faults == {"tvdb": "It is down."}
    assert row_of(database, FILM).state_of("poster") is ArtState.CANDIDATES


def test_rows_are_asked_by_kinds_and_states(database: Database) -> None:
    database.write_sync(slots.choose_as_owner, FILM, chosen(MOVIE.external_id, "poster"))
    rows = [row_of(database, FILM), row_of(database, SHOW)]
    assert [ART_FIELDS.by_name["poster"].value(row) for row in rows] == ["cached", "nothing"]
    assert state_words(rows[0]) == ["cached", "nothing"]
    index = art_index(rows, [FILM, SHOW])
    assert index.matches({"missing": frozenset({"poster"})}) == {(SHOW, SERIES.external_id)}


def test_what_an_app_took_of_the_owner_shows_until_it_is_back(database: Database) -> None:
    title = MOVIE.external_id
    poster = TakenFile(external_id=title, relative_path="poster.jpg", sha256=ONE, slot="poster", noted_at=1.0)
    nfo = TakenFile(external_id=title, relative_path="a.nfo", sha256=TWO, kind=FileClass.NFO, noted_at=1.0)
    database.write_sync(taken.note, FILM, [poster, nfo])
    assert row_of(database, FILM).lost == 0  # it waits for a video
    instance_id = store(database, FILM, MOVIE)
    listings = RecordBatch(listings={MOVIE.id: Listing("x", 1)})
    database.write_sync(write_records, instance_id, listings, ())
    row = row_of(database, FILM)
    assert (row.state_of("poster"), row.state_of(NFO), row.lost) == (ArtState.LOST, ArtState.LOST, 2)
    full = database.read_sync(load_title, FILM, title, ArtworkConfig())
    assert (full.slot("poster").state, full.slot(NFO).state) == (ArtState.LOST, ArtState.LOST)
    database.write_sync(taken.forget, FILM, [poster, nfo])
    assert row_of(database, FILM).lost == 0
