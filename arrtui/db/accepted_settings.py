"""Differences between the settings of two instances, or of a guide and an instance, that are meant so."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.accepted_settings import GUIDE_PREFIX, Acceptance
from arrtui.db.accepted_setting_model import AcceptedSettingRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.estate import instance_ids
from arrtui.db.guide_model import AcceptedGuideRow
from arrtui.db.reading import rows_of

_KEY = ("first", "second", "type", "identity")
_GUIDE_KEY = ("guide", "instance", "type", "identity")
_UPDATE = ("fingerprint", "accepted_at")
_Key = tuple[int | str, int, str, str]


def accept(acceptances: Iterable[Acceptance], now: float) -> None:
    """Accept differences, each in place of what was accepted of that setting before.

    Those of instances that were forgotten meanwhile are skipped.
    """
    between, guides = _keyed(acceptances)
    for model, key, chosen in (
        (AcceptedSettingRow, _KEY, between),
        (AcceptedGuideRow, _GUIDE_KEY, guides),
    ):
        rows = ((*values, acceptance.fingerprint, now) for values, acceptance in chosen)
        bulk_upsert(model, rows, (*key, *_UPDATE), update=_UPDATE)


def unaccept(acceptances: Iterable[Acceptance]) -> None:
    """Accept differences no more."""
    between, guides = _keyed(acceptances)
    delete_rows(AcceptedSettingRow, _KEY, [key for key, _ in between])
    delete_rows(AcceptedGuideRow, _GUIDE_KEY, [key for key, _ in guides])


def accepted() -> frozenset[Acceptance]:
    """Return every difference that is accepted."""
    between = (
        "SELECT f.name, s.name, a.type, a.identity, a.fingerprint FROM accepted_setting_difference AS a "
        "JOIN instance AS f ON f.id = a.first_id JOIN instance AS s ON s.id = a.second_id"
    )
    guides = (
        "SELECT a.guide, i.name, a.type, a.identity, a.fingerprint FROM accepted_guide_difference AS a "
        "JOIN instance AS i ON i.id = a.instance_id"
    )
    return frozenset(map(Acceptance._make, (*rows_of(between), *rows_of(guides))))


def _keyed(
    acceptances: Iterable[Acceptance],
) -> tuple[list[tuple[_Key, Acceptance]], list[tuple[_Key, Acceptance]]]:
    """Return acceptances with their keys: those between two instances, and those with a guide."""
    ids = instance_ids()
    between: list[tuple[_Key, Acceptance]] = []
    guides: list[tuple[_Key, Acceptance]] = []
    for row in acceptances:
        if row.second not in ids:
            continue
        if row.first.startswith(GUIDE_PREFIX):  # the lower of both names
            guides.append(((row.first, ids[row.second], row.type, row.identity), row))
        elif row.first in ids:
            between.append(((ids[row.first], ids[row.second], row.type, row.identity), row))
    return between, guides
