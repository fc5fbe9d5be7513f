"""The standing work that serves the HTTP API."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING

from arrtui.runtime.engine.standing import StandingWork

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


async def _serve(services: Services) -> None:
    """Serve the API where that is configured."""
    if services.config.server.api.listen:
        await resolve_name("arrtui.server.api.app:serve_api")(services)  # the server lies above the runtime


SERVING = StandingWork("serving the API", _serve, daemon_only=True)
