"""Values of fields, whose counts, and what a lock keeps."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.artwork import ArtCandidate, MetadataField, TitleCandidates
from arrtui.db.artwork import candidates, metadata, slots
from arrtui.db.artwork.metadata import merge_fields
from arrtui.db.database import Database

NAME = "radarr.main"


def field(name: str, value: Any, source: str = "tmdb", read_at: float = 1.0) -> MetadataField:
    return MetadataField(name=name, value=value, source=source, read_at=read_at)


def stored(database: Database, part: str = "") -> dict[str, tuple[Any, str]]:
    rows = database.read_sync(metadata.fields_of, NAME, ["603"]).get(("603", part), [])
    return {row.name: (row.value, row.source) for row in rows}


def put(database: Database, *fields: MetadataField, part: str = "", **options: Any) -> int:
    return database.write_sync(metadata.store_fields, NAME, "603", part, fields, **options)


def test_the_owner_counts_most_and_an_nfo_least(database: Database) -> None:
    put(database, field("plot", "from the NFO", "nfo"), field("mpaa", "12", "nfo"))
    put(database, field("plot", "from TMDB"), field("plot", "from the app", "app"))
    assert stored(database) == {"plot": ("from TMDB", "tmdb"), "mpaa": ("12", "nfo")}
    put(database, field("plot", "mine", "owner"))
    put(database, field("plot", "newer"))
    assert stored(database)["plot"] == ("mine", "owner")
    assert len(database.read_sync(metadata.all_fields, NAME)["603", ""]) == 5


def test_what_a_source_no_longer_says_goes_and_the_same_again_is_no_change(database: Database) -> None:
    assert put(database, field("plot", "a"), field("tagline", "b")) == 1
    assert put(database, field("plot", "a", read_at=9.0), field("tagline", "b", read_at=9.0)) == 0
    assert put(database, field("plot", "a")) == 1
    assert stored(database) == {"plot": ("a", "tmdb")}
    assert put(database, sources={"tmdb"}) == 1
    assert stored(database) == {}


def test_a_locked_field_stays_as_it_is(database: Database) -> None:
    put(database, field("plot", "a"), field("mpaa", "12"))
    database.write_sync(slots.lock, NAME, [("603", "field:plot"), ("603", "field:tagline")], 1.0)
    put(database, field("plot", "b"), field("mpaa", "16"), field("tagline", "new"))
    put(database, field("plot", "mine", "owner"))
    assert stored(database) == {"plot": ("a", "tmdb"), "mpaa": ("16", "tmdb")}
    database.write_sync(slots.lock, NAME, [("603", "*")], 1.0)
    assert put(database, field("mpaa", "18"), part="s01e02") == 0
    assert put(database, field("mpaa", "18")) == 0


def test_parts_and_titles_are_apart_and_hostile_text_comes_back(database: Database) -> None:
    odd = "<script>\n\u202e../../etc\0"
    put(database, field("title", odd), part="s01e02")
    database.write_sync(metadata.store_fields, NAME, "604", "", [field("plot", ["x", {"a": 1}])])
    assert stored(database, "s01e02")["title"][0] == odd.replace("\0", "\ufffd")
    assert stored(database) == {}
    assert database.read_sync(metadata.fields_of, NAME).keys() == {("603", "s01e02"), ("604", "")}
    assert database.read_sync(metadata.fields_of, NAME, []) == {}


_fields = st.lists(
    st.builds(
        MetadataField,
        name=st.sampled_from(["plot", "mpaa", "genre"]),
        value=st.integers(0, 3),
        source=st.sampled_from(["owner", "tmdb", "app", "nfo"]),
    ),
    max_size=8,
)


@given(_fields, _fields)
def test_merging_the_same_again_changes_nothing(
    before: list[MetadataField], given: list[MetadataField]
) -> None:
    sources = {row.source for row in given}
    order = {"tmdb": 0, "app": 1}
    rank = lambda row: order.get(row.source, 2)  # noqa: E731
    merged = merge_fields(before, given, sources, set(), rank)
    assert merge_fields(merged, given, sources, set(), rank) == merged
    assert len({(row.name, row.source) for row in merged}) == len(merged)


def test_candidates_are_counted_by_slot(database: Database) -> None:
    entries = [
        ArtCandidate(slot=slot, provider="tmdb", address=f"https://a/{n}")
        for n, slot in enumerate(["poster", "poster", "s01:poster"])
    ]
    title = TitleCandidates(
        external_id="603", candidates=tuple(entries), faults={"tvdb": "Down."}, read_at=5.0
    )
    database.write_sync(candidates.store, NAME, [title, TitleCandidates(external_id="604", read_at=6.0)])
    state = database.read_sync(candidates.states, NAME)
    assert state["603"] == ({"poster": 2, "s01:poster": 1}, True, 5.0, "")
    assert state["604"] == ({}, False, 6.0, "")
    assert database.read_sync(candidates.candidates, NAME, ["603", "999"]) == {"603": title}
    assert database.write_sync(candidates.forget, NAME, ["603"]) == 1
    assert database.read_sync(candidates.states, NAME).keys() == {"604"}
