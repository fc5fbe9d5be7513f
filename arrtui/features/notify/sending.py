"""Send a message through apprise, without a word of its address in any error or log."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import unquote

from arrtui.core.errors import ChannelFailedError, ChannelUnusableError
from arrtui.core.masking import mask_addresses
from arrtui.core.text import MASK
from arrtui.features.notify.messages import Message

SEND_SECONDS = 60.0
"""How long one message may take; apprise itself gives up a request after some seconds."""
_SHORTEST_SECRET = 3
_DELIMITERS = re.compile(r"[/:@?&=#,;+]+")


def send(channel: str, url: str, message: Message) -> None:
    """Send a message to an address of apprise; to be called in a thread, since it waits for the network.

    Raises ChannelUnusableError for an address that apprise does not understand, and ChannelFailedError when
    the service did not take the message.
    """
    import apprise  # 150 ms, and most never send a message

    logger = logging.getLogger("apprise")
    logger.propagate = False  # what it logs may hold the address
    sender = apprise.Apprise()
    capture: Any = apprise.LogCapture  # it has no types
    with capture(level=logging.WARNING, fmt="%(message)s") as log:
        if not sender.add(url):
            raise ChannelUnusableError(
                what=f"sending through {channel}",
                why="apprise does not understand its address",
                advice="Its documentation lists the addresses of all services.",
            )
        try:
            taken = sender.notify(message.body, message.title, body_format=apprise.NotifyFormat.TEXT)
        except Exception as error:
            why = without_address(f"{type(error).__name__}: {error}", url)
            raise ChannelFailedError(what=f"sending through {channel}", why=why) from None
        said = [line for line in log.getvalue().splitlines() if line.strip()]
    if not taken:
        why = without_address("; ".join(said[:2]), url) or "the service did not take the message"
        raise ChannelFailedError(what=f"sending through {channel}", why=why)


def without_address(text: str, url: str) -> str:
    """Return a text with every part of an address masked, as it is written and decoded."""
    scheme, _, rest = url.partition("://")
    parts = {part for whole in (rest, unquote(rest)) for part in _DELIMITERS.split(whole)}
    secrets = sorted((part for part in parts if len(part) >= _SHORTEST_SECRET), key=len, reverse=True)
    text = text.replace(url, f"{scheme}://{MASK}")
    for secret in secrets:
        text = re.sub(re.escape(secret), MASK, text, flags=re.IGNORECASE)
    return mask_addresses(text, paths=True)
