"""Updates after which the next refresh deletes albums: headless they are removals, from two Lidarrs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.cli.conftest import Site, site_of

SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 6, 1), ("second", 4, 6, 1)))
PAIR: dict[str, Any] = {
    "source": "lidarr.second",
    "target": "lidarr.main",
    "update": ["metadata_profile"],
    "limits": {"removals": 100, "removals_percent": 100},
    "map": {"root_folders": {"*": "/music"}},
}
EVERYTHING, STANDARD = 3, 1


@pytest.fixture
def estate(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedEstate]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    with SimulatedEstate(SIZE) as running:
        yield running


@pytest.fixture
def site(estate: SimulatedEstate, tmp_path: Path) -> Iterator[Site]:
    """Return a pair of the same artists whose target has albums that the source's profile does not allow."""
    stores = [estate.apps[name].store for name in ("lidarr.main", "lidarr.second")]
    here, there = ({row["foreignArtistId"] for row in store.titles.values()} for store in stores)
    for store in stores:
        for artist in [row for row in store.titles.values() if row["foreignArtistId"] not in here & there]:
            store.delete_title(artist["id"])
    for name, profile in (("lidarr.main", EVERYTHING), ("lidarr.second", STANDARD)):
        app = estate.apps[name]
        give_all(app.url, app.api_key, {"metadataProfileId": profile})
        for number in list(app.store.files):
            app.store.delete_file(number)
        app.store.settle()
    written = tmp_path / "estate.toml"
    written.write_text(estate.config_toml())
    folder = tmp_path / "site"
    folder.mkdir()
    for made in site_of(written, folder):
        made.change(sync={"music": PAIR})
        yield made


def give_all(url: str, key: str, values: dict[str, Any]) -> None:
    """Change every artist of a Lidarr and refresh it."""
    with httpx.Client(base_url=f"{url}/api/v1", headers={"X-Api-Key": key}, timeout=20) as owner:
        ids = [row["id"] for row in owner.get("/artist").json()]
        owner.put("/artist/editor", json={"artistIds": ids, **values}).raise_for_status()
        owner.post("/command", json={"name": "RefreshArtist"}).raise_for_status()


def profiles_of(estate: SimulatedEstate) -> set[int]:
    """Return the metadata profiles that the target's artists have."""
    return {artist["metadataProfileId"] for artist in estate.apps["lidarr.main"].store.titles.values()}


def test_a_narrower_profile_is_written_only_where_removals_are_allowed(
    estate: SimulatedEstate, site: Site
) -> None:
    without = site.run("sync", "music", "--apply", "--json")
    assert without.status == 0, without.out
    costs, applied = without.result["costs"], without.result["applied"]
    assert f"would cost {costs} albums" in without.out and costs > 0
    kept = [line for line in without.lines if line.get("event") == "entry" and line.get("costs")]
    assert applied == without.result["add"] + without.result["update"] - len(kept)
    assert EVERYTHING in profiles_of(estate)
    allowed = site.run("sync", "music", "--apply", "--allow-removals", "--json")
    assert allowed.status == 0, allowed.out
    assert allowed.result["applied"] >= len(kept) > 0


def test_taking_a_wider_profile_back_needs_it_allowed_too(estate: SimulatedEstate, site: Site) -> None:
    back = {"source": "lidarr.main", "target": "lidarr.second"}
    site.change(sync={"music": {**PAIR, **back}})
    widened = site.run("sync", "music", "--apply", "--json")
    assert (widened.status, widened.result["costs"]) == (0, 0), widened.out
    estate.apps["lidarr.second"].store.settle()
    plan = str(widened.result["plan"])
    held = site.run("undo", plan, "--apply", "--json")
    assert held.status == 4, held.out
    assert held.result["costs"] > 0


def test_a_template_that_narrows_a_profile_in_use_is_held_back(estate: SimulatedEstate, site: Site) -> None:
    """The same for the profile itself, whoever has it."""
    app = estate.apps["lidarr.second"]
    site.run("backup", "lidarr.second")
    saved = site.run("settings", "template", "save", "t", "lidarr.second", "--kind", "metadata_profile")
    assert saved.status == 0, saved.err
    with httpx.Client(base_url=f"{app.url}/api/v1", headers={"X-Api-Key": app.api_key}, timeout=20) as owner:
        body = owner.get(f"/metadataprofile/{STANDARD}").json()
        for row in (*body["primaryAlbumTypes"], *body["secondaryAlbumTypes"], *body["releaseStatuses"]):
            row["allowed"] = True
        owner.put(f"/metadataprofile/{STANDARD}", json=body).raise_for_status()
        owner.post("/command", json={"name": "RefreshArtist"}).raise_for_status()
        app.store.settle()
        site.run("backup", "lidarr.second")
        ran = site.run("settings", "template", "apply", "t", "lidarr.second", "--apply", "--json")
        assert ran.result["costs"] > 0, ran.out
        assert f"would cost {ran.result['costs']} albums" in ran.out
        restored = site.run("restore", "lidarr.second", "--at", "1", "--apply", "--json")
        assert (restored.status, restored.result["costs"]) == (4, ran.result["costs"]), restored.out
        assert owner.get(f"/metadataprofile/{STANDARD}").json() == body
