"""A process that backs up like ``--run backup`` and notes every address it asks.

``python -m tests.bench.record FILE ARRTUI-ARGUMENTS…``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import httpx


def main() -> None:
    """Run arrtui with an ear at the wire."""
    file, *arguments = sys.argv[1:]
    addresses: list[str] = []
    send = httpx.AsyncHTTPTransport.handle_async_request

    async def noted(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        addresses.append(str(request.url))
        return await send(self, request)

    httpx.AsyncHTTPTransport.handle_async_request = noted  # type: ignore[method-assign]
    sys.argv[1:] = arguments
    from arrtui.cli.main import main as arrtui

    try:
        arrtui()
    finally:
        Path(file).write_text(json.dumps(addresses), encoding="utf-8")


if __name__ == "__main__":
    main()
