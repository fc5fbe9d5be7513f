"""The client that fits an instance."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING

from arrtui.clients.arr import ArrClient
from arrtui.clients.http import ArrHttp

if TYPE_CHECKING:
    from arrtui.core.config import InstanceConfig


def make_client(config: InstanceConfig, http: ArrHttp | None = None) -> ArrClient:
    """Return the client for a configured instance; nothing is sent before its first method is called."""
    client_class: type[ArrClient] = resolve_name(config.kind.app.client)
    return client_class(config, http)
