"""The client that fits an instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.clients.http import ArrHttp
from arrtui.clients.radarr import RadarrClient
from arrtui.clients.sonarr import SonarrClient
from arrtui.core.apps import Kind

if TYPE_CHECKING:
    from arrtui.core.config import InstanceConfig


def make_client(config: InstanceConfig, http: ArrHttp | None = None) -> RadarrClient | SonarrClient:
    """Return the client for a configured instance; nothing is sent before its first method is called."""
    return RadarrClient(config, http) if config.kind is Kind.RADARR else SonarrClient(config, http)
