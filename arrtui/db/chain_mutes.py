"""Chains of releases that somebody knows of and leaves as they are."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.chain_key import ChainKey
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.chain_mute_model import ChainMuteRow
from arrtui.db.estate import instance_ids
from arrtui.db.reading import rows_of

_KEY = ("instance", "title_id", "episode_id", "kind")


def mute(keys: Iterable[ChainKey], now: float) -> None:
    """Mute chains; those of instances that were forgotten meanwhile are skipped."""
    ids = instance_ids()
    rows = ((ids[key.instance], *key[1:], now) for key in keys if key.instance in ids)
    bulk_upsert(ChainMuteRow, rows, (*_KEY, "muted_at"), update=("muted_at",))


def unmute(keys: Iterable[ChainKey]) -> None:
    """Mute chains no more."""
    ids = instance_ids()
    delete_rows(ChainMuteRow, _KEY, [(ids[key.instance], *key[1:]) for key in keys if key.instance in ids])


def muted() -> frozenset[ChainKey]:
    """Return every chain that is muted."""
    sql = (
        "SELECT i.name, m.title_id, m.episode_id, m.kind FROM chain_mute AS m "
        "JOIN instance AS i ON i.id = m.instance_id"
    )
    return frozenset(map(ChainKey._make, rows_of(sql)))
