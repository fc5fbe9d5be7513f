"""What happened in the estate: as a list, and as a WebSocket that goes on where the last one ended."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Annotated

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.structs import describe_structs
from arrtui.server.api.endpoint import Call, Endpoint, Label, Result

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

MOST_AT_ONCE = 500


class EventParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are wanted."""

    after: Annotated[int, msgspec.Meta(ge=0, le=2**62)] = 0
    """Those with a higher number."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_AT_ONCE)] = 100
    type: EventType | None = None
    instance: Label | None = None


class FeedParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Where the events of a WebSocket begin; without it, with what comes now."""

    after: Annotated[int, msgspec.Meta(ge=0, le=2**62)] | None = None


async def _events(call: Call) -> Result:
    wanted: EventParameters = call.parameters
    types = [wanted.type] if wanted.type else []
    instances = [wanted.instance] if wanted.instance else []
    events = await call.services.events.after(wanted.after, wanted.limit, types, instances)
    return Result(events, {"last": events[-1].id if events else wanted.after})


async def send_events(services: Services, socket: WebSocket, parameters: FeedParameters) -> None:
    """Send events, each as a JSON text, until the client goes or the listener ends."""

    async def read_until_gone() -> None:  # what a client sends means nothing
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await socket.receive_text()

    gone = asyncio.create_task(read_until_gone(), name="events client")
    last = await services.events.latest_id() if parameters.after is None else parameters.after
    try:
        async with contextlib.aclosing(services.events.stream(last)) as batches:
            async for batch in batches:
                for event in batch:
                    await socket.send_text(msgspec.json.encode(event).decode())
                if gone.done():
                    return
    except WebSocketDisconnect:
        pass
    finally:
        gone.cancel()
        if socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError):
                await socket.close()


ENDPOINTS = (
    Endpoint(
        "GET",
        "/events",
        "List what happened, oldest first; as a WebSocket, be told as it happens.",
        _events,
        list[EstateEvent],
        parameters=EventParameters,
    ),
)

describe_structs(__name__)
