"""Muted chains, on both kinds of database."""

from __future__ import annotations

from arrtui.core.chain_key import ChainKey
from arrtui.db import chain_mutes
from arrtui.db.database import Database
from tests.db.samples import store

LOOP = ChainKey("radarr.main", "603", 0, "loop")


def test_a_chain_is_muted_as_long_as_it_is_of_its_kind(database: Database) -> None:
    store(database, "radarr.main")
    database.write_sync(chain_mutes.mute, [LOOP, LOOP._replace(instance="gone")], 1.0)
    database.write_sync(chain_mutes.mute, [LOOP], 2.0)
    assert database.read_sync(chain_mutes.muted) == {LOOP}
    assert LOOP._replace(kind="see_saw") not in database.read_sync(chain_mutes.muted)
    database.write_sync(chain_mutes.unmute, [LOOP])
    assert not database.read_sync(chain_mutes.muted)
