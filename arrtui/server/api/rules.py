"""Rules: listed, and tried on what happened lately."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.runtime.rules.use_cases import DRY_RUN_DAYS, LONGEST_DRY_RUN
from arrtui.server.api.endpoint import Call, Endpoint, Label, Paging, Result, page_of
from arrtui.server.bodies import RefusedRequest


class DryRunParameters(Paging, frozen=True, kw_only=True):
    """The rule that is tried, and on the events of how many days."""

    name: Label
    days: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_DRY_RUN)] = DRY_RUN_DAYS


async def _list(call: Call) -> Result:
    return Result([view.record() for view in await call.services.rules.views()])


async def _dry_run(call: Call) -> Result:
    """Answer what a rule would have done, newest first; the counts are in the meta."""
    wanted: DryRunParameters = call.parameters
    if all(rule.name != wanted.name for rule in call.services.config.rules):
        raise RefusedRequest(404, f"There is no rule named {wanted.name}.", "no-rule")
    outcome = await call.services.rules.dry_run(wanted.name, wanted.days)
    acts, meta = page_of(outcome.acts[::-1], wanted)
    return Result([act.record() for act in acts], {**meta, **outcome.record()})


ENDPOINTS = (
    Endpoint("GET", "/rules", "List what is done when something happens.", _list, list[dict[str, Any]]),
    Endpoint(
        "GET",
        "/rules/{name}/dry-run",
        "List what a rule would have done about the events of some days; nothing is done.",
        _dry_run,
        list[dict[str, Any]],
        parameters=DryRunParameters,
    ),
)

describe_structs(__name__)
