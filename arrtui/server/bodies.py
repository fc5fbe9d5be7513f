"""Read the body of a request, no longer and for no longer than it may be."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from arrtui.server.listening import Receive, Scope


@dataclass
class RefusedRequest(Exception):
    """A request that is not served; the client learns the status and the sentence."""

    status: int
    sentence: str
    code: str = "bad-request"

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence


async def read_body(scope: Scope, receive: Receive, *, most: int, seconds: float) -> bytes:
    """Return the body of a request. Raises RefusedRequest: 413 beyond ``most`` bytes, 408 after a time."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if length.isdigit() and int(length) > most:
        raise too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RefusedRequest(400, "The connection closed before the body had come.")
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > most:
                    raise too_large(most)
    except TimeoutError:
        sentence = f"The body did not come within {seconds:.0f} s."
        raise RefusedRequest(408, sentence, "timeout") from None
    return bytes(body)


def too_large(most: int) -> RefusedRequest:
    """Return the refusal of a body that is longer than it may be, in bytes."""
    return RefusedRequest(413, f"The body is larger than {most // 1024:,} KiB.", "too-large")
