"""Plans that repair what keeps an app from reading its own lists of settings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError, NoSuchSnapshotError
from arrtui.core.settings.identity import KIND_WORDS, types_of
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.sync.jobs import describe_plan, plan_events, save_plan

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.runtime.engine.jobs import JobContext
    from arrtui.runtime.engine.queue import JobQueue
    from arrtui.runtime.services import Services


class SettingRepairs:
    """Queues the search for settings that an app cannot read."""

    def __init__(self, config: Callable[[], Config], queue: JobQueue) -> None:
        self._config = config
        self._queue = queue

    async def plan(self, instance: str) -> int:
        """Queue the search, which makes a plan of what would be sent; return the job's id.

        Raises UsageError for an instance that is not configured.
        """
        name = self._config().instance(instance).name
        new = NewJob(kind=REPAIR.name, subject=name, instance=name, args={"instance": name}, priority=3)
        return (await self._queue.enqueue(new))[0]


async def _plan(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Look for settings of the instance in ``args`` that it cannot read, and offer to repair them."""
    from arrtui.features.sync.apply.setting_repair import broken_types

    name = str(job.args["instance"])
    client = services.clients.get(services.config.instance(name))
    await job.progress(0, 0, "reading every list of settings")
    return {
        **await _offer(services, name, await broken_types(client, types_of(client.app.kind))),
        "stale": [],
    }


async def offer_repair(services: Services, name: str, type: str) -> int | None:
    """Store the plan that repairs the list of a type; return its id, None where nothing can be offered."""
    try:
        result = await _offer(services, name, [SettingType(type)])
    except ArrError:
        return None
    return int(result["plan"]) if result["update"] or result["remove"] else None


async def _offer(services: Services, name: str, types: Collection[SettingType]) -> Mapping[str, Any]:
    """Store a plan with what repairs the lists of types. Raises ArrError."""
    from arrtui.features.sync.apply.setting_repair import REPAIRED, find_bad_rows, repair_entries
    from arrtui.features.sync.model import PlanDraft, PlanKind

    client = services.clients.get(services.config.instance(name))
    stored = await services.database.read(_stored_bodies, name)
    entries, notes = [], [] if types else ["The app can read every list of its settings."]
    for type in types:
        if type not in REPAIRED:  # no single row of these is known to break a list
            notes.append(f"The app cannot read its {KIND_WORDS[type]}, and no repair is known: see its log.")
            continue
        bodies = stored.get(type.value, {})
        bad = await find_bad_rows(client, type, bodies.keys())
        entries += await repair_entries(client, type, bad, bodies)
        if not bad:
            words = type.value.replace("_", " ")
            notes.append(
                f"The list of {words}s cannot be read, and no row of it is to blame: see the app's log."
            )
    draft = PlanDraft(
        entries=entries,
        notes=tuple(notes),
        kind=PlanKind.SETTINGS,
        source="repair",
        target=name,
        mode="repair",
    )
    return await save_plan(services, draft)


def _stored_bodies(name: str) -> dict[str, dict[int, dict[str, Any]]]:
    """Return the stored settings of an instance, all of which the app could read, by type and id."""
    from arrtui.features.sync.load import load_side

    bodies: dict[str, dict[int, dict[str, Any]]] = {}
    try:
        settings = load_side(name, only=()).settings
    except NoSuchSnapshotError:
        return bodies
    for setting in settings:
        bodies.setdefault(setting.type, {})[setting.id] = setting.body
    return bodies


REPAIR = JobKind(
    "settings_repair", "Repair", _plan, max_attempts=2, events=plan_events, describe_result=describe_plan
)
