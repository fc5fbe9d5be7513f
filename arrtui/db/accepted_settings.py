"""Differences between the settings of two instances that are meant so."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.accepted_settings import Acceptance
from arrtui.db.accepted_setting_model import AcceptedSettingRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.estate import instance_ids
from arrtui.db.reading import rows_of

_KEY = ("first", "second", "type", "identity")


def accept(acceptances: Iterable[Acceptance], now: float) -> None:
    """Accept differences, each in place of what was accepted of that setting before.

    Those of instances that were forgotten meanwhile are skipped.
    """
    rows = ((*key, acceptance.fingerprint, now) for key, acceptance in _keyed(acceptances))
    update = ("fingerprint", "accepted_at")
    bulk_upsert(AcceptedSettingRow, rows, (*_KEY, *update), update=update)


def unaccept(acceptances: Iterable[Acceptance]) -> None:
    """Accept differences no more."""
    delete_rows(AcceptedSettingRow, _KEY, [key for key, _ in _keyed(acceptances)])


def accepted() -> frozenset[Acceptance]:
    """Return every difference that is accepted."""
    sql = (
        "SELECT f.name, s.name, a.type, a.identity, a.fingerprint FROM accepted_setting_difference AS a "
        "JOIN instance AS f ON f.id = a.first_id JOIN instance AS s ON s.id = a.second_id"
    )
    return frozenset(map(Acceptance._make, rows_of(sql)))


def _keyed(acceptances: Iterable[Acceptance]) -> list[tuple[tuple[int, int, str, str], Acceptance]]:
    ids = instance_ids()
    return [
        ((ids[row.first], ids[row.second], row.type, row.identity), row)
        for row in acceptances
        if row.first in ids and row.second in ids
    ]
