"""Talk to instances that are not configured yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from arrtui.core.config import Config

if TYPE_CHECKING:
    from concurrent.futures import Future

    from arrtui.clients import AppStatus
    from arrtui.core.apps import Kind
    from arrtui.core.config.file import InstanceDraft


class InstanceTrials:
    """Tries instances before they are saved, and finds some."""

    def __init__(
        self, config: Callable[[], Config], submit: Callable[[Coroutine[Any, Any, Any]], Future[Any]]
    ) -> None:
        self._config = config
        self._submit = submit

    async def test_instance(self, draft: InstanceDraft, *, replacing: str | None = None) -> AppStatus:
        """Try to talk to an instance before it is saved. Raises :class:`ArrError`, :class:`ConfigError`."""
        from arrtui.clients import make_client

        config = self._config()
        assert config.path is not None, "a configuration that was read has a path"
        current = config.instance(replacing) if replacing else None
        client = make_client(draft.instance(config.path.parent, current=current))

        async def probe() -> AppStatus:
            try:
                return await client.probe()
            finally:
                await client.aclose()

        return await asyncio.wrap_future(self._submit(probe()))

    async def find_instances(self) -> list[tuple[Kind, str]]:
        """Return apps that answer at their usual addresses on the hosts of the configured ones."""
        from arrtui.clients.finding import answering, usual_addresses

        known = [instance.url for instance in self._config().instances] or ["http://localhost"]
        return await asyncio.wrap_future(self._submit(answering(usual_addresses(known))))
