"""Trailers: read again, and whether they are wanted."""

from __future__ import annotations

from typing import Annotated

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.server.api.endpoint import Call, Endpoint, Label, QueuedJobs, Result
from arrtui.server.api.instances import InstanceParameters, known_instance


class WantRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Whether trailers of titles are wanted."""

    external_ids: Annotated[list[Label], msgspec.Meta(min_length=1, max_length=1_000)]
    wanted: bool | None
    """null leaves it to the rule."""


class WantedTitles(msgspec.Struct, frozen=True):
    """How many titles were decided."""

    titles: int


async def _refresh(call: Call) -> Result:
    return Result(QueuedJobs(await call.services.trailers.refresh([known_instance(call)])))


async def _want(call: Call) -> Result:
    name, ids = known_instance(call), call.body.external_ids
    await call.services.trailers.want([(name, external_id) for external_id in ids], call.body.wanted)
    return Result(WantedTitles(len(ids)))


ENDPOINTS = (
    Endpoint(
        "POST",
        "/instances/{instance}/trailers/refresh",
        "Queue a reading of the folders of an instance.",
        _refresh,
        QueuedJobs,
        scope="decide",
        parameters=InstanceParameters,
        status=202,
    ),
    Endpoint(
        "POST",
        "/instances/{instance}/trailers/wanted",
        "Decide whether trailers of titles are wanted.",
        _want,
        WantedTitles,
        scope="decide",
        parameters=InstanceParameters,
        body=WantRequest,
    ),
)

describe_structs(__name__)
