"""Registration with simulated apps: idempotent, without a receiver too; what the apps then send arrives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from arrtui.core.errors import ConfigError
from arrtui.core.events import JobState
from arrtui.demo.app import routes_providers
from arrtui.demo.app.provider_kinds import ProviderKind, provider_kinds
from arrtui.demo.app.spec import AppSpec
from arrtui.server.hooks import serve_hooks
from tests.server.serving import PASSWORD, TOKEN, Served, free_port, until

NAMES = ("radarr.main", "sonarr.main")


def done(served: Served, ids: list[int]) -> dict[str, dict[str, Any]]:
    """Wait for jobs, and return their results by instance."""
    jobs = served.done(ids)
    assert [job.state for job in jobs] == [JobState.COMPLETED] * len(jobs), [job.error for job in jobs]
    return {job.instance: job.result or {} for job in jobs}


def act(served: Served, action: str) -> dict[str, dict[str, Any]]:
    return done(served, served.run(getattr(served.services.webhooks.connections, action)()))


def connections(served: Served, name: str) -> list[dict[str, Any]]:
    rows = served.estate.apps[name].store.providers["notification"].values()
    return [row for row in rows if row["implementation"] == "Webhook"]


def values(row: dict[str, Any]) -> dict[str, Any]:
    return {field["name"]: field["value"] for field in row["fields"]}


def configure(served: Served, monkeypatch: pytest.MonkeyPatch, **hooks_options: str | None) -> None:
    config = served.services.config
    hooks = config.server.hooks.model_copy(update=hooks_options)
    server = config.server.model_copy(update={"hooks": hooks})
    monkeypatch.setattr(served.services, "config", replace(config, server=server))


def test_apps_are_registered_once_and_removed(served: Served) -> None:
    assert {row["change"] for row in act(served, "register").values()} == {"added"}
    again = act(served, "register")
    assert {(row["change"], row["reachable"]) for row in again.values()} == {("unchanged", True)}
    for name in NAMES:
        (row,) = connections(served, name)
        assert values(row)["url"] == f"{served.hooks_url}/hook/{name.replace('.', '/')}"
        assert values(row)["headers"] == [{"key": "X-Hook-Token", "value": TOKEN}]
        assert {value for key, value in row.items() if key.startswith("on")} == {True}
    looked = act(served, "look")
    assert {row["registered"] for row in looked.values()} == {True}
    assert {row["change"] for row in act(served, "remove").values()} == {"removed"}
    assert [connections(served, name) for name in NAMES] == [[], []]
    assert {row["change"] for row in act(served, "remove").values()} == {""}


def test_a_second_connection_of_the_same_path_goes(served: Served) -> None:
    rows = served.estate.apps["radarr.main"].store.providers["notification"]
    act(served, "register")
    (own,) = connections(served, "radarr.main")
    rows[77] = {**own, "id": 77, "name": "old one"}
    assert act(served, "register")["radarr.main"]["change"] == "unchanged"
    assert [row["id"] for row in connections(served, "radarr.main")] == [own["id"]]
    act(served, "remove")


def test_an_app_without_custom_headers_sends_a_password(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_headers(spec: AppSpec, resource: str) -> dict[str, ProviderKind]:
        return {
            name: kind._replace(fields=tuple(field for field in kind.fields if field.name != "headers"))
            for name, kind in provider_kinds(spec, resource).items()
        }

    with monkeypatch.context() as patched:
        patched.setattr(routes_providers, "provider_kinds", without_headers)
        assert act(served, "register")["sonarr.main"]["reachable"]
    (row,) = connections(served, "sonarr.main")
    assert (values(row)["username"], values(row)["password"]) == ("arr", PASSWORD)
    act(served, "remove")


def test_it_is_registered_while_nobody_listens(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(served, monkeypatch, public_url="http://127.0.0.1:9")
    outcomes = act(served, "register")
    assert {(row["change"], row["reachable"]) for row in outcomes.values()} == {("added", False)}
    assert len(connections(served, "radarr.main")) == 1
    monkeypatch.undo()
    assert {row["change"] for row in act(served, "register").values()} == {"changed"}
    act(served, "remove")


def test_without_an_address_it_is_refused(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(served, monkeypatch, public_url=None)
    with pytest.raises(ConfigError, match="public_url"):
        served.run(served.services.webhooks.connections.register())


def test_what_an_app_sends_changes_the_row(served: Served) -> None:
    act(served, "register")
    done(served, served.run(served.services.backup.back_up(["radarr.main"])))
    app = served.estate.apps["radarr.main"]
    headers = {"X-Api-Key": app.api_key}
    movie = httpx.get(f"{app.url}/api/v3/movie", headers=headers).json()[0]
    assert httpx.delete(f"{app.url}/api/v3/movie/{movie['id']}", headers=headers, timeout=30).is_success

    def stored_titles() -> set[str]:
        return {title.title for title in served.run(served.services.library.titles()).titles}

    until(lambda: movie["title"] not in stored_titles())
    act(served, "remove")


def test_a_pause_of_the_app_is_seen_and_ends_as_soon_as_there_is_somebody_who_listens(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(served, "register")
    app = served.estate.apps["radarr.main"]
    (row,) = connections(served, "radarr.main")
    backoff = app.store.backoff
    backoff.record_failure(row["id"])
    backoff._statuses[row["id"]].paused_until = backoff.clock() + 300
    assert backoff.is_paused(row["id"])
    assert "unavailable due to failures" in act(served, "look")["radarr.main"]["problem"]
    configure(served, monkeypatch, listen=f"127.0.0.1:{free_port()}")
    listening = served.services.engine.submit(serve_hooks(served.services))
    until(lambda: not backoff.is_paused(row["id"]))
    listening.cancel()
    assert act(served, "look")["radarr.main"]["problem"] == ""
    act(served, "remove")
