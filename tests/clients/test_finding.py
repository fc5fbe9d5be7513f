"""Finding apps at usual addresses, on loopback."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.clients import finding
from arrtui.clients.finding import answering, usual_addresses
from arrtui.core.apps import Kind
from tests.clients.rogue import dripping, rogue
from tests.tui.estates import small_estate


def test_each_known_host_is_asked_at_the_usual_ports_and_paths() -> None:
    assert usual_addresses(["http://nas:7878", "https://nas/sonarr", "http://[::1]:1"])[:8] == [
        (Kind.RADARR, "http://nas/radarr"),
        (Kind.SONARR, "http://nas:8989"),
        (Kind.SONARR, "http://nas/sonarr"),
        (Kind.LIDARR, "http://nas:8686"),
        (Kind.LIDARR, "http://nas/lidarr"),
        (Kind.RADARR, "http://[::1]:7878"),
        (Kind.RADARR, "http://[::1]/radarr"),
        (Kind.SONARR, "http://[::1]:8989"),
    ]


async def test_apps_that_answer_are_listed_with_their_url_base_and_others_are_not() -> None:
    with small_estate() as estate:
        apps = [estate.apps["radarr.main"], estate.apps["sonarr.anime"]]
        addresses = [(Kind(app.kind), f"http://127.0.0.1:{app.port}") for app in apps]
        dead = (Kind.RADARR, "http://127.0.0.1:1")
        found = await answering([*addresses, dead])
        assert found == [(Kind(app.kind), app.url) for app in apps]
        assert apps[1].url_base


async def test_an_answer_without_end_is_no_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PATIENCE", 0.2)
    async with rogue(dripping) as server:
        assert await answering([(Kind.RADARR, server.url)]) == []


async def test_an_answer_that_is_nested_too_deeply_is_no_app() -> None:
    async def nested(_seen: Any, writer: Any) -> None:
        body = b"[" * 100_000
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    async with rogue(nested) as server:
        assert await answering([(Kind.RADARR, server.url)]) == []
