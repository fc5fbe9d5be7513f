"""Which files of the cache are read when: all of them within some days, and none never."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arrtui.core.artwork import Asset, AssetOrigin
from arrtui.core.text import DAY
from arrtui.features.artwork.verify import due_assets

NOW = 1_800_000_000.0


def asset(number: int, *, added: float = 0.0, verified: float = 0.0) -> Asset:
    """Return a file; days before now, 0 for never verified."""
    return Asset(
        sha256=f"{number:064x}",
        extension=".jpg",
        size=1,
        origin=AssetOrigin.PROVIDER,
        added_at=NOW - added * DAY,
        verified_at=NOW - verified * DAY if verified else 0.0,
    )


def numbers(known: list[Asset], days: int = 30, now: float = NOW) -> list[int]:
    return [int(one.sha256, 16) for one in due_assets(known, now, days)]


def test_nothing_is_due_of_what_was_just_added_or_read() -> None:
    just_read = replace(asset(2, added=9), verified_at=NOW)
    assert numbers([]) == [] == numbers([asset(1)]) == numbers([asset(1), just_read])


def test_a_share_is_due_that_was_read_longest_ago() -> None:
    known = [asset(number, added=20, verified=1 + number / 10) for number in range(60)]
    assert numbers(known) == [59, 58]
    assert len(numbers(known, days=1)) == 60


def test_what_was_not_read_for_all_the_days_is_due_at_once() -> None:
    assert numbers([asset(1, added=40), asset(2, added=31, verified=30), asset(3, added=3, verified=1)]) == [
        1,
        2,
    ]


def test_a_clock_set_back_puts_nothing_off() -> None:
    known = [asset(1, added=-100, verified=-90), asset(2, added=5, verified=1)]
    assert numbers(known)[0] == 1
    assert numbers([asset(1, added=-100, verified=-90)]) == [1]


@given(
    st.lists(
        st.tuples(st.floats(0, 50) | st.floats(-200, -60), st.floats(0, 50)), min_size=1, max_size=30
    ),  # a time to come stays one
    st.integers(1, 20),
    st.floats(0.05, 3),
)
def test_every_file_is_read_within_the_days_and_one_run(
    times: list[tuple[float, float]], days: int, every: float
) -> None:
    known = [asset(number, added=added, verified=verified) for number, (added, verified) in enumerate(times)]
    read: dict[str, float] = {}
    now = NOW
    while now <= NOW + (days + every) * DAY:
        due = {one.sha256 for one in due_assets(known, now, days)}
        read |= dict.fromkeys(due, now)
        known = [replace(one, verified_at=now) if one.sha256 in due else one for one in known]
        now += every * DAY
    assert set(read) == {one.sha256 for one in known}
