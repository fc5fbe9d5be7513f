"""One client per instance, kept while its configuration stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.clients.stats import RequestStats
    from arrtui.core.config import InstanceConfig


class ClientPool:
    """Clients by instance. Belongs to one event loop; nothing is imported or sent before it is needed."""

    def __init__(self) -> None:
        self._clients: dict[str, ArrClient] = {}
        self._retired: list[ArrClient] = []

    def get(self, config: InstanceConfig) -> ArrClient:
        """Return the client of an instance; a changed configuration gets a new one."""
        client = self._clients.get(config.name)
        if client is not None and client.config == config:
            return client
        if client is not None:
            self._retired.append(client)
        from arrtui.clients import make_client

        self._clients[config.name] = make_client(config)
        return self._clients[config.name]

    def stats(self) -> dict[str, RequestStats]:
        """Return how the requests of each instance went, of those that were asked."""
        return {name: client.http.stats for name, client in list(self._clients.items())}

    async def aclose(self) -> None:
        """Close every client's connections, also of those that were replaced while still in use."""
        clients = [*self._clients.values(), *self._retired]
        self._clients.clear()
        self._retired.clear()
        for client in clients:
            await client.aclose()
