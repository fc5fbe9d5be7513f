"""The hub as another client of SignalR sees it: the package `signalrcore`, written for any hub."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest
from signalrcore.hub_connection_builder import HubConnectionBuilder

from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.hub import Hub


def test_another_client_hears_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "ping_seconds", 0.2)  # the client looks whether it is to end with each frame
    opened, told = threading.Event(), threading.Event()
    heard: list[dict[str, Any]] = []

    def take(arguments: list[dict[str, Any]]) -> None:
        heard.extend(arguments)
        if heard[-1]["name"] == "tag":
            told.set()

    with SimulatedEstate(EstateSize(radarr=(("main", 2),), sonarr=())) as estate:
        app = estate.apps["radarr.main"]
        headers = {"X-Api-Key": app.api_key}
        options = {"headers": headers}
        connection = HubConnectionBuilder().with_url(f"{app.url}/signalr/messages", options=options).build()
        connection.on_open(opened.set)
        connection.on("receiveMessage", take)
        connection.start()
        try:
            assert opened.wait(30)
            headers = {"X-Api-Key": app.api_key}
            assert (
                httpx.post(f"{app.url}/api/v3/tag", json={"label": "new"}, headers=headers).status_code == 201
            )
            assert told.wait(30)
        finally:
            connection.stop()
    assert heard[0] == {"name": "version", "body": {"version": app.version}}
