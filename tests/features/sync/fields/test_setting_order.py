"""Entries of a plan of settings are written after what they refer to."""

from __future__ import annotations

from typing import Any

from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.fields.setting_order import in_order
from arrtui.features.sync.model import Entry, Op


def entry(ident: str, op: Op = Op.ADD, **after: Any) -> Entry:
    return setting_entry("radarr.4k", op, ident, ident, "", after=after)


def test_what_is_referred_to_comes_first_and_goes_last() -> None:
    rows = [
        entry("quality_profile/HD", Op.REMOVE),
        entry("tag/old", Op.REMOVE),
        entry("indexer/I"),
        entry("tag/a"),
    ]
    ordered = in_order([rows[1], rows[0], rows[2], rows[3]])
    assert [row.ident for row in ordered] == ["tag/a", "indexer/I", "quality_profile/HD", "tag/old"]


def test_a_delay_profile_comes_after_the_one_that_it_is_put_behind() -> None:
    rows = [
        entry("delay_profile/a", follows="m"),
        entry("delay_profile/b", Op.UPDATE, body={"usenetDelay": 3}),
        entry("delay_profile/m", follows="z"),
        entry("delay_profile/z", follows="b"),
    ]
    ordered = [row.ident.partition("/")[2] for row in in_order(rows)]
    assert ordered.index("z") < ordered.index("m") < ordered.index("a")
