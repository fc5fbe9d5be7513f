"""Titles are merged by external id and by nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.db.library import LibraryRow
from arrtui.features.library.merge import DiskState, Title, TitleKey, disk_state, merge
from tests.features.library.estate import INSTANCES


def row(instance: str, item_id: int, external_id: int, title: str = "A", **more: object) -> LibraryRow:
    kind = instance.partition(".")[0]
    base = LibraryRow(
        instance, kind, item_id, str(external_id or ""), title, title.lower(), 2000, "released", True, True,
        "HD", (), "/movies", 1, 0, 0, 10, "2024-01-01T00:00:00Z", "DVD", 5, 5, 5.0, False,
    )  # fmt: skip
    return base._replace(**more)


ROWS = st.builds(
    row,
    st.sampled_from(list(INSTANCES)),
    st.integers(1, 50),
    st.integers(0, 9),
    st.sampled_from(["A", "B", "Ä", ""]),
)


def unique(rows: list[LibraryRow]) -> list[LibraryRow]:
    """An item id occurs once on an instance."""
    return list({(one.instance, one.item_id): one for one in rows}.values())


@given(st.lists(ROWS, max_size=40).map(unique))
def test_every_row_is_in_exactly_one_title_and_keys_are_unique(rows: list[LibraryRow]) -> None:
    titles = merge(rows, list(INSTANCES))
    assert sorted(copy for title in titles for copy in title.copies) == sorted(rows)
    assert len({title.key for title in titles}) == len(titles)


@given(st.lists(ROWS, max_size=40).map(unique))
def test_copies_share_kind_and_external_id_and_follow_the_instances(rows: list[LibraryRow]) -> None:
    rank = list(INSTANCES)
    for title in merge(rows, rank):
        assert {(copy.kind, copy.external_id) for copy in title.copies} == {(title.kind, title.external_id)}
        places = [rank.index(copy.instance) for copy in title.copies]
        assert places == sorted(places)
        assert title.external_id or len(title.copies) == 1
        assert len({copy.instance for copy in title.copies}) == len(title.copies)


@given(st.lists(ROWS, max_size=30).map(unique), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[LibraryRow], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    names = list(INSTANCES)
    assert {t.key for t in merge(rows, names)} == {t.key for t in merge(mixed, names)}


def test_equal_titles_with_different_ids_stay_apart_and_different_titles_with_one_id_meet() -> None:
    apart = merge([row("radarr.main", 1, 1), row("radarr.uhd", 1, 2)], list(INSTANCES))
    assert len(apart) == 2
    (met,) = merge([row("radarr.uhd", 1, 3, "Das Ding"), row("radarr.main", 9, 3, "It")], list(INSTANCES))
    assert (met.title, [copy.instance for copy in met.copies]) == ("It", ["radarr.main", "radarr.uhd"])
    assert "Das Ding" in met.searched


def test_one_id_of_two_kinds_is_two_titles() -> None:
    assert len(merge([row("radarr.main", 1, 7), row("sonarr.main", 1, 7)], list(INSTANCES))) == 2


def test_without_external_id_a_title_belongs_to_its_instance() -> None:
    titles = merge([row("radarr.main", 4, 0), row("radarr.uhd", 4, 0)], list(INSTANCES))
    assert {title.key for title in titles} == {
        TitleKey("radarr", "", "radarr.main", 4),
        TitleKey("radarr", "", "radarr.uhd", 4),
    }


def test_what_a_title_sums_up() -> None:
    (title,) = merge(
        [
            row("radarr.main", 1, 1, size=3, mean_score=-5.0, added="2024-01-01"),
            row("radarr.uhd", 1, 1, size=4, mean_score=None, added="2024-05-01"),
        ],
        list(INSTANCES),
    )
    assert (title.size, title.score, title.added) == (7, -5.0, "2024-05-01")
    assert isinstance(title, Title) and title.on("sonarr.main") is None


def test_how_much_is_on_disk() -> None:
    assert disk_state(row("radarr.main", 1, 1)) is DiskState.COMPLETE
    assert disk_state(row("radarr.main", 1, 1, files=0)) is DiskState.MISSING
    assert disk_state(row("radarr.main", 1, 1, files=0, available=False)) is DiskState.WAITING
    assert disk_state(row("sonarr.main", 1, 1, files=4, episodes=4)) is DiskState.COMPLETE
    assert disk_state(row("sonarr.main", 1, 1, files=3, episodes=4)) is DiskState.MISSING
    assert disk_state(row("sonarr.main", 1, 1, files=0, episodes=0)) is DiskState.WAITING
