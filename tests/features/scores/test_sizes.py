"""Which files would be refused for their size."""

from __future__ import annotations

import pytest

from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.sizes import SizeLimits, effect_of_sizes
from tests.features.scores.builders import BLURAY1080, HDTV720, file, library

MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    ("limits", "size", "is_large"),
    [
        (SizeLimits(10, 50), 1_000 * MEGABYTE, None),
        (SizeLimits(10, 50), 1_000 * MEGABYTE - 1, False),
        (SizeLimits(10, 50), 5_000 * MEGABYTE, None),
        (SizeLimits(10, 50), 5_000 * MEGABYTE + 1, True),
        (SizeLimits(0, 0), 1, None),
        (SizeLimits(None, None), 10**15, None),
        (SizeLimits(None, 0.5), 51 * MEGABYTE, True),
    ],
)
def test_a_release_is_refused_beyond_its_limits_times_its_minutes(
    limits: SizeLimits, size: int, is_large: bool | None
) -> None:
    refusal = limits.refusal(size, 100)
    assert (refusal and refusal.is_large) == is_large


def test_only_files_of_qualities_whose_limits_change_are_counted() -> None:
    files = [
        file(1, size=9_000 * MEGABYTE),
        file(2, size=4_000 * MEGABYTE),
        file(3, size=1),  # of unknown length
        file(4, quality_id=HDTV720, size=90_000 * MEGABYTE),
        file(5, profile_id=2, size=9_000 * MEGABYTE),
    ]
    before = {(0, BLURAY1080): SizeLimits(0, 80), (0, HDTV720): SizeLimits(0, 1)}
    after = before | {(0, BLURAY1080): SizeLimits(0, 30), (2, BLURAY1080): SizeLimits(0, None)}
    minutes = dict.fromkeys((1, 2, 4, 5), 100)
    effect = effect_of_sizes(analyse(library(files)), before, after, minutes)
    assert [(own.file.file_id, own.is_new) for own in effect.refused] == [(2, True), (1, False)]
    assert [tuple(own) for own in effect.qualities] == [("Bluray-1080p", 3, 2, 2)]
    assert (effect.newly_refused, effect.untold) == (1, 1)
