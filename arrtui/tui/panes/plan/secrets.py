"""The secrets that entries of a plan take: read with the plan, asked for in a dialog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.text import plural
from arrtui.features.sync.model import EntrySubject
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.notices import notify_done, try_or_notify

if TYPE_CHECKING:
    from textual.screen import Screen

    from arrtui.features.sync.review import OpenPlan
    from arrtui.runtime.setting_secrets import AskedSecret
    from arrtui.tui.panes.plan.table import EntryRow

EntrySecrets = Mapping[int, "Sequence[AskedSecret]"]
"""Secrets by the position of the entry that takes them."""


class ReadPlan(NamedTuple):
    """A plan as it is stored now."""

    opened: OpenPlan
    secrets: EntrySecrets


async def read_plan(screen: Screen[None], plan_id: int) -> ReadPlan:
    """Read a plan and the secrets that its entries take; none after showing why that cannot be told.

    Raises NoSuchPlanError.
    """
    from arrtui.core.domain import SWITCHED
    from arrtui.features.sync.fields.setting_index import ident_type

    services = host_of(screen).services
    secrets: dict[int, list[AskedSecret]] = {}
    opened = await services.sync.open(plan_id)
    settings = (planned.entry for planned in opened.entries if planned.entry.subject is EntrySubject.SETTING)
    if any(ident_type(entry.ident) in SWITCHED for entry in settings):
        for secret in await try_or_notify(screen, services.setting_secrets.asked(plan_id)) or ():
            secrets.setdefault(secret.position, []).append(secret)
    return ReadPlan(opened, secrets)


async def ask_secrets(screen: Screen[None], rows: Sequence[EntryRow]) -> bool:
    """Ask for the secrets of entries, and keep in memory what was typed; return whether anything was.

    To be called in a worker.
    """
    from arrtui.tui.panes.plan.dialog_secrets import SecretsDialog

    asked = [secret for row in rows for secret in row.secrets]
    given = [secret.place for secret in asked if secret.is_given]
    typed = await screen.app.push_screen_wait(SecretsDialog([secret.place for secret in asked], given))
    for place, text in (typed or {}).items():
        host_of(screen).services.setting_secrets.give(place, text)
    if typed:
        notify_done(screen, f"{plural(len(typed), 'secret')} kept in memory until the plan is applied.")
    return bool(typed)
