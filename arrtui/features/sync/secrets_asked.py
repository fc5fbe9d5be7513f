"""Tell which secrets the entries of a stored plan take. In a database thread."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.core.domain import SWITCHED, Setting
from arrtui.core.setting_secrets import SecretPlace
from arrtui.features.sync import store
from arrtui.features.sync.apply.setting_secrets import ProviderPlace, asked_secrets, wanted_values
from arrtui.features.sync.fields.setting_index import ident_name, ident_type
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Decision, EntryOutcome, EntrySubject, Op, PlannedEntry


def secrets_of_plan(plan_id: int) -> list[tuple[int, SecretPlace]]:
    """Return the secrets by the positions of the entries that take them, of what may still be written.

    Raises NoSuchPlanError.
    """
    providers = [planned for planned in store.entries(plan_id) if _may_take_secrets(planned)]
    stored = {
        name: {(row.type, row.name): row for row in load_side(name).settings}
        for name in dict.fromkeys(planned.entry.instance for planned in providers)
    }
    return [
        (planned.position, place)
        for planned in providers
        for place in _asked(planned, stored[planned.entry.instance])
    ]


def _may_take_secrets(planned: PlannedEntry) -> bool:
    entry = planned.entry
    return (
        entry.subject is EntrySubject.SETTING
        and entry.op is not Op.REMOVE
        and ident_type(entry.ident) in SWITCHED
        and planned.decision is not Decision.REJECTED
        and planned.outcome is not EntryOutcome.DONE
    )


def _asked(planned: PlannedEntry, stored: Mapping[tuple[str, str], Setting]) -> tuple[SecretPlace, ...]:
    entry, type_ = planned.entry, ident_type(planned.entry.ident)
    name = ident_name(entry.ident)
    present = None if entry.op is Op.ADD else stored.get((type_.value, name))
    place = ProviderPlace(entry.instance, type_, name)
    return asked_secrets(place, present.body if present else None, wanted_values(type_, planned.after))
