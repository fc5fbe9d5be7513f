"""The guards against answers that would look like a loss."""

import pytest

from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.core.errors import ImplausibleAnswerError, PartialAnswerError
from arrtui.features.backup.plausible import check_complete, check_shrink, own_losses, resemblance_of


@pytest.mark.parametrize(
    ("kind", "stored", "removed"),
    [
        (EntityType.ITEM, 1000, 201),
        (EntityType.ITEM, 1000, 1000),
        (EntityType.ITEM, 1, 1),
        (EntityType.ITEM, 5, 2),
        (EntityType.FILE, 40, 11),
        (EntityType.FILE, 11, 11),
        (EntityType.SETTING, 200, 200),
    ],
)
def test_too_much_at_once_is_not_believed(kind, stored, removed):
    with pytest.raises(ImplausibleAnswerError) as caught:
        check_shrink("radarr.main", kind, stored=stored, removed=removed, limit_percent=20)
    assert "--accept-shrink" in str(caught.value)
    assert f"{removed:,} of {stored:,}" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "stored", "removed"),
    [
        (EntityType.ITEM, 1000, 200),
        (EntityType.ITEM, 3, 1),
        (EntityType.ITEM, 0, 0),
        (EntityType.FILE, 40, 10),
        (EntityType.FILE, 3, 3),
        (EntityType.SETTING, 1, 1),
    ],
)
def test_an_ordinary_loss_is_believed(kind, stored, removed):
    assert check_shrink("radarr.main", kind, stored=stored, removed=removed, limit_percent=20) is None


def test_a_share_of_a_hundred_accepts_all_but_emptiness():
    assert check_shrink("r.m", EntityType.ITEM, stored=10, removed=9, limit_percent=100) is None
    with pytest.raises(ImplausibleAnswerError):
        check_shrink("r.m", EntityType.ITEM, stored=10, removed=10, limit_percent=100)


@pytest.mark.parametrize(
    ("lost", "removals", "expected"),
    [
        ({1: "603", 2: "604"}, {"603", "604"}, {1, 2}),
        ({1: "603", 2: "604"}, {"603"}, {1}),
        ({1: "603"}, {"604", "605"}, set()),  # they are there still, or were never stored
        ({1: ""}, {""}, set()),
        ({}, {"603"}, set()),
    ],
)
def test_a_removal_of_ours_excuses_its_own_title_alone(lost, removals, expected):
    changes = [
        Change(
            type=EntityType.ITEM,
            key=str(item_id),
            kind=ChangeKind.REMOVED,
            item_id=item_id,
            before={"external_id": external_id} if external_id else {},
        )
        for item_id, external_id in lost.items()
    ]
    assert own_losses(changes, removals) == expected


@pytest.mark.parametrize(
    ("present", "lost", "expected"),
    [
        ({"1", "2", "3", "4", "5"}, 5, "these are the titles of radarr.4k"),
        ({"1", "2", "3", "4", "99"}, 5, "these are the titles of radarr.4k"),
        ({"1", "97", "98", "99"}, 3, "other titles are there in their place"),
        ({"97"}, 30, ""),
        (set(), 30, ""),
    ],
)
def test_an_answer_looks_like_the_library_it_shares_most_with(present, lost, expected):
    libraries = {"radarr.4k": {"1", "2", "3", "4", "5", "6"}, "radarr.kids": {"1", "2", "3"}}
    assert resemblance_of(present, lost, libraries) == expected


@pytest.mark.parametrize(("library", "short"), [(500, 10), (3, 1), (8, 2), (50, 2)])
def test_a_few_short_titles_are_a_race_or_stale_counts(library, short):
    assert check_complete("sonarr.main", library=library, short=["Alien"] * short) is None


@pytest.mark.parametrize(("library", "short"), [(500, 11), (8, 3)])
def test_many_short_titles_are_a_partial_answer_that_names_them(library, short):
    with pytest.raises(PartialAnswerError) as caught:
        check_complete("sonarr.main", library=library, short=["Alien", "Dune", *["Heat"] * (short - 2)])
    assert "Alien" in str(caught.value)
    assert "Dune" in str(caught.value)
