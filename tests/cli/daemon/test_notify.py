"""What systemd is told, on a socket of our own."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import pytest

from arrtui.cli.daemon.notify import Notifier

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="systemd's socket is one of Unix")


@pytest.mark.parametrize("is_abstract", [False, True])
def test_each_state_is_a_datagram(tmp_path: Path, is_abstract: bool) -> None:
    if is_abstract and not sys.platform.startswith("linux"):
        pytest.skip("only Linux has abstract sockets")
    name = f"@{tmp_path.name}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.settimeout(10)
        systemd.bind(name.replace("@", "\0") if is_abstract else name)
        notifier = Notifier({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "30000000"})
        assert notifier.watchdog_seconds == 30
        for send in (notifier.ready, notifier.alive, notifier.reloading, notifier.stopping):
            send()
        states = [systemd.recv(100).decode() for _ in range(4)]
    assert states[0:2] + states[3:] == ["READY=1", "WATCHDOG=1", "STOPPING=1"]
    assert states[2].startswith("RELOADING=1\nMONOTONIC_USEC=")


def test_without_a_socket_nothing_is_sent_and_one_that_is_gone_is_only_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        Notifier({}).ready()
        assert caplog.records == []
        Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready()
    assert len(caplog.records) == 1
