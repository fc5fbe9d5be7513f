"""The fewest delay profiles are moved, and they stand as wanted afterwards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.sync.fields.delay_order import delay_moves

ORDERS = st.lists(st.sampled_from("abcdefg"), unique=True)


@given(ORDERS, ORDERS)
def test_profiles_stand_in_the_wanted_order_and_others_keep_theirs(
    wanted: list[str], present: list[str]
) -> None:
    order = list(present)
    for ident, before in delay_moves(wanted, present).items():
        order = [other for other in order if other != ident]
        order.insert(order.index(before) + 1 if before else 0, ident)
    assert [ident for ident in order if ident in wanted] == wanted
    others = [ident for ident in present if ident not in wanted]
    assert [ident for ident in order if ident not in wanted] == others
    assert delay_moves(wanted, order) == {}


def test_one_that_went_to_the_end_is_the_only_one_moved() -> None:
    assert delay_moves("abcd", "bcda") == {"a": ""}
