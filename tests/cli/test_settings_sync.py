"""``settings plan`` and ``settings sync`` over an estate of their own: there, alike, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.conftest import Site, site_of


@pytest.fixture
def site(changing_estate: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a configuration and a database of its own over that estate."""
    yield from site_of(changing_estate, tmp_path)


def ask(site: Site, instance: str, path: str, method: str = "GET", **values: Any) -> Any:
    """Return what an instance answers."""
    url, key = site.urls[instance], site.keys[instance]
    answer = httpx.request(method, f"{url}/api/v3{path}", headers={"X-Api-Key": key}, **values)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def test_each_target_has_a_plan_and_one_that_cannot_be_read_is_skipped(site: Site) -> None:
    tags = {"source": "radarr.main", "targets": ["sonarr.main", "radarr.4k"], "kinds": ["tag"]}
    site.change(settings={"tags": tags}, radarr={"4k": {"api_key": "0" * 32}})
    ask(site, "radarr.main", "/tag", "POST", json={"label": "only-films"})
    planned = site.run("settings", "plan", "tags", "--json")
    good, bad = planned.result["targets"]
    assert (planned.status, planned.result["ok"], planned.result["task"]) == (1, False, "settings")
    assert (good["target"], good["ok"], good["update"], good["remove"]) == ("sonarr.main", True, 0, 0)
    assert (bad["target"], bad["error_code"], "plan" in bad) == ("radarr.4k", "wrong-key", False)
    assert any(line.get("ident") == "tag/only-films" for line in planned.lines)
    read_only = site.run("settings", "sync", "tags", "--apply", "--read-only", "--json")
    assert (read_only.status, read_only.result["ok"]) == (4, False)
    apply = ("settings", "sync", "tags", "--apply", "--target", "sonarr.main", "--json")
    forced = site.run(*apply, "--force-save", "sonarr.main/setting/tag/only-films")
    assert (forced.status, "not seen to fail" in forced.result["targets"][0]["error"]) == (4, True)
    done = site.run(*apply)
    (part,) = done.result["targets"]
    assert (done.status, done.result["plan"], part["applied"]) == (0, part["plan"], good["add"]), done.out
    assert "only-films" in [row["label"] for row in ask(site, "sonarr.main", "/tag")]


def test_a_plan_opens_with_what_it_does_to_stored_files(site: Site) -> None:
    alike = {"source": "radarr.main", "targets": ["radarr.4k"], "kinds": ["custom_format", "quality_profile"]}
    site.change(settings={"alike": alike})
    for profile in ask(site, "radarr.main", "/qualityprofile"):
        scores = [row | {"score": -20_000} for row in profile["formatItems"]]
        changed = profile | {"formatItems": scores, "minFormatScore": 0}
        ask(site, "radarr.main", f"/qualityprofile/{profile['id']}", "PUT", json=changed)
    site.run("backup", "radarr.main", "radarr.4k")
    planned = site.run("settings", "plan", "alike", "--json")
    (part,) = planned.result["targets"]
    (effect,) = part["effect"]
    named = [line for line in planned.lines if line.get("event") == "effect"]
    assert effect["instance"] == "radarr.4k" and effect["unknown"] is None
    files = effect["files"]
    assert files["concerned"] >= len(named) >= files["change_score"] > 0
    assert {line["title"] for line in named if line["new_score"] != line["score"]}
    text = site.run("settings", "plan", "alike")
    assert "your files on radarr.4k:" in text.out and " concerned: " in text.out


def test_secrets_that_others_can_read_stop_a_plan_before_anything_is_written(
    site: Site, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("")
    secrets.chmod(0o644)
    kinds = ["tag", "notification"]
    alike = {"source": "radarr.main", "targets": ["radarr.4k"], "kinds": kinds}
    site.change(settings={"alike": alike}, secrets={"file": str(secrets)})
    ask(site, "radarr.main", "/tag", "POST", json={"label": "written-first"})
    (hook, *_) = ask(site, "radarr.main", "/notification")
    new = {key: value for key, value in hook.items() if key != "id"} | {"name": "Another"}
    ask(site, "radarr.main", "/notification?forceSave=true", "POST", json=new)
    done = site.run("settings", "sync", "alike", "--apply", "--json")
    (part,) = done.result["targets"]
    assert (done.result["ok"], part["applied"], "chmod 600" in part["error"]) == (False, 0, True), done.out
    assert "written-first" not in [row["label"] for row in ask(site, "radarr.4k", "/tag")]
