"""What systemd is told of the daemon: the protocol of ``sd_notify(3)``."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Mapping

_log = logging.getLogger(__name__)


class Notifier:
    """Sends states to the socket that the environment names; without one, it sends nothing."""

    def __init__(self, env: Mapping[str, str]) -> None:
        address = env.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        watchdog = env.get("WATCHDOG_USEC", "")
        self.watchdog_seconds = int(watchdog) / 1e6 if watchdog.isdecimal() else 0.0
        """Seconds within which a sign of life is expected; 0 for none."""

    def ready(self) -> None:
        """Tell that all has started, or that the configuration was read again."""
        self._send("READY=1")

    def reloading(self) -> None:
        """Tell that the configuration is being read again."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def alive(self) -> None:
        """Give a sign of life."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """Tell that the end has begun."""
        self._send("STOPPING=1")

    def _send(self, state: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as stream:
                stream.connect(self._address)
                stream.sendall(state.encode())
        except OSError as error:
            _log.warning("systemd could not be told %s: %s", state.partition("\n")[0], error.strerror)
