"""Find apps by the addresses they usually have, without a key: only when somebody asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpx

from arrtui.core.apps import Kind

PATIENCE = 2.0
"""Seconds an address has to answer, to the end."""


def usual_addresses(known: Iterable[str]) -> list[tuple[Kind, str]]:
    """Return the usual addresses of each app on the hosts of known ones, which are left out. Pure.

    These are the app's port, and its name as the path behind a proxy.
    """
    urls = list(known)
    hosts = dict.fromkeys(urlsplit(url).hostname or "" for url in urls)
    addresses = [
        (kind, url)
        for host in (f"[{host}]" if ":" in host else host for host in hosts if host)
        for kind in Kind
        for url in (f"http://{host}:{kind.app.port}", f"http://{host}/{kind}")
    ]
    return [(kind, url) for kind, url in addresses if url not in urls]


async def answering(addresses: Iterable[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Return the addresses at which an app answers ``GET /ping``, with the URL base it leads to."""
    async with httpx.AsyncClient(timeout=None, trust_env=False) as client:  # noqa: S113  # as a whole

        async def ask(kind: Kind, url: str) -> tuple[Kind, str] | None:
            try:
                async with asyncio.timeout(PATIENCE):
                    answer = await client.get(f"{url}/ping")
                    if answer.status_code == httpx.codes.TEMPORARY_REDIRECT:
                        answer = await client.get(answer.next_request.url if answer.next_request else url)
                if answer.status_code != httpx.codes.OK or answer.json() != {"status": "OK"}:
                    return None
            except (httpx.HTTPError, TimeoutError, ValueError, RecursionError):
                return None
            return kind, str(answer.url).removesuffix("/ping")

        answers = await asyncio.gather(*(ask(kind, url) for kind, url in addresses))
    return [answer for answer in answers if answer is not None]
