"""A Lidarr with names that attack whoever shows them, and with records that cannot be: nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.lidarr import resources
from arrtui.demo.lidarr.store import LidarrStore
from tests.cli.conftest import Ran, Site, site_of

NAMES = (
    "../../etc",
    "Line\nbreak\r\x1b[31m",
    "\u202egnp.exe",
    "<script>alert(1)</script>",
    "...",
    "x" * 500,
    "Twins",
    "Twins",
    "",
    "a/b\\c:d",
    "\x00nul",
)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]")
"""What must reach no terminal."""


def attack(store: LidarrStore, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Give artists and albums such names, and the last artists what no sane Lidarr has."""
    ids = list(store.titles)
    for number, name in zip(ids, NAMES, strict=False):
        known = store.host.artist(store.titles[number]["foreignArtistId"])
        assert known is not None
        known.name = known.sort_name = store.titles[number]["title"] = name
        for album, title in zip(known.albums, NAMES, strict=False):
            album.title = title
    no_albums, no_releases, first, double, capitals, outside = ids[len(NAMES) :]
    for album in store.albums_of(no_albums):
        store.remove_album(album)
    album = store.albums_of(no_releases)[0]
    for file_id in list(store.album_files[album["id"]]):
        store.delete_file(file_id)
    for release in store.releases_of(album):
        del store.releases_by_id[release["id"]]
    store.release_ids[album["id"]] = []
    told = {number: store.titles[number]["foreignArtistId"] for number in (first, double, capitals)}
    other = {told[double]: told[first], told[capitals]: told[capitals].upper()}
    host_members = resources.host_members

    def broken(known: Any) -> dict[str, Any]:
        members = host_members(known)
        return members | {"foreignArtistId": other.get(known.artist_id, known.artist_id)}

    monkeypatch.setattr(resources, "host_members", broken)
    store.titles[outside]["path"] = f"{folder}/../../../etc/outside"


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedEstate]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    size = EstateSize(radarr=(), sonarr=(), lidarr=(("main", len(NAMES) + 6, 4, 1), ("second", 1, 4, 1)))
    with SimulatedEstate(size, folder=tmp_path / "disk") as running:
        store = running.apps["lidarr.main"].store
        assert isinstance(store, LidarrStore)
        attack(store, monkeypatch, tmp_path / "disk/lidarr.main/music")
        yield running


@pytest.fixture
def site(estate: SimulatedEstate, tmp_path: Path) -> Iterator[Site]:
    written, folder = tmp_path / "estate.toml", tmp_path / "site"
    written.write_text(estate.config_toml())
    folder.mkdir()
    pair = {
        "source": "lidarr.main",
        "target": "lidarr.second",
        "map": {"root_folders": {"*": f"{tmp_path}/disk/lidarr.second/music"}},
    }
    for made in site_of(written, folder):
        made.change(
            sync={"music": pair},
            lidarr={"main": {"artwork": True}},
            artwork={"phases": ["publish"], "cache": f"{tmp_path}/cache"},
        )
        yield made


def clean(ran: Ran, status: int = 0) -> Ran:
    """Return a run that ended as it must and wrote nothing that a terminal obeys."""
    assert (ran.status, CONTROLS.findall(ran.out + ran.err)) == (status, []), ran.err
    return ran


def test_a_hostile_lidarr_harms_nobody(estate: SimulatedEstate, site: Site, tmp_path: Path) -> None:
    store = estate.apps["lidarr.main"].store
    assert isinstance(store, LidarrStore)
    stored = clean(site.run("backup", "--json")).instance("lidarr.main")
    counts = len(store.titles), len(store.albums), len(store.files) - len(store.loose_files())
    assert (stored["items"], stored["episodes"], stored["files"]) == counts
    again = clean(site.run("backup", "--full", "lidarr.main", "--json")).instance("lidarr.main")
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)
    titles = clean(site.run("list", "artists", "--json")).lines[:-1]
    here = [row for row in titles if any(copy["instance"] == "lidarr.main" for copy in row["copies"])]
    assert len(here) == len(store.titles), "two of one id are two lines"
    clean(site.run("list", "artists"))
    assert clean(site.run("list", "albums", "@lidarr.main", "--json")).result["count"] >= counts[1]
    clean(site.run("scores", "lidarr.main", "--report", "html", "--out", str(tmp_path / "report")))
    for page in (tmp_path / "report").rglob("*.html"):
        assert "<script>alert" not in page.read_text()
    plan = clean(site.run("plan", "music", "--json"))
    left = plan.result["notes"]
    assert any("share a MusicBrainz id" in note for note in left), left
    added = {line["ident"] for line in plan.lines if line.get("event") == "entry" and line["op"] == "add"}
    assert all(ident == ident.lower() for ident in added)
    assert "outside cannot be read" in clean(site.run("artwork", "scan", "lidarr.main"), status=1).err
    clean(site.run("artwork", "publish", "lidarr.main"))
