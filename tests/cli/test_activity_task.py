"""``--run activity``: what the instances are doing now, as table and as JSON."""

from __future__ import annotations

from tests.cli.conftest import Site

ALL = ["radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime", "lidarr.main"]


def test_what_every_instance_is_doing_is_printed_problems_first(site: Site) -> None:
    ran = site.run("activity")
    assert ran.status == 0, ran.err
    heading, *rows = ran.out.splitlines()
    assert heading.split() == ["instance", "state", "kind", "at", "title", "note"]
    troubled = ["  ! " in row for row in rows]
    assert troubled[0] and troubled == sorted(troubled, reverse=True)
    assert {row.split()[0] for row in rows} == set(ALL)


def test_named_instances_alone_are_read(site: Site) -> None:
    ran = site.run("activity", "sonarr.main", "--json")
    assert (ran.status, ran.result["task"], ran.result["ok"]) == (0, "activity", True)
    assert [instance["instance"] for instance in ran.result["instances"]] == ["sonarr.main"]
    assert {row["instance"] for row in ran.result["rows"]} == {"sonarr.main"}
    states = {row["state"]: row for row in ran.result["rows"] if row["kind"] == "download"}
    assert states.keys() == {"downloading", "importPending", "paused", "delay"}
    assert 0 < states["downloading"]["left"] < states["downloading"]["size"]
    assert states["importPending"]["problem"]


def test_an_instance_that_cannot_be_read_keeps_its_rows_and_the_status_is_1(site: Site) -> None:
    assert site.run("activity", "--json").status == 0
    site.change(radarr={"main": {"api_key": "f" * 32}})
    ran = site.run("activity", "--json")
    assert (ran.status, ran.result["ok"]) == (1, False)
    assert not ran.instance("radarr.main")["ok"] and "radarr.main" in ran.instance("radarr.main")["error"]
    assert all(ran.instance(name)["ok"] for name in ALL[1:])
    first, *others = ran.result["rows"]
    assert (first["instance"], first["kind"]) == ("radarr.main", "fault")
    assert any(row["instance"] == "radarr.main" and row["kind"] == "download" for row in others)


def test_an_instance_that_is_not_configured_is_refused(site: Site) -> None:
    ran = site.run("activity", "radarr.mian")
    assert ran.status == 2
    assert "radarr.main" in ran.err
