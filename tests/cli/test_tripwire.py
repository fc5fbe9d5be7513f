"""``--run tripwire``, and what other tasks say while an alarm stands."""

from __future__ import annotations

from tests.cli.conftest import Site


def test_an_alarm_is_listed_told_by_other_tasks_and_ended(site: Site) -> None:
    assert site.run("backup", "radarr.main").status == 0
    quiet, *_ = site.run("tripwire", "--json").result["instances"]
    assert quiet == {"instance": "radarr.main", "state": "quiet"}
    site.fault("radarr.main", what="partial_list", path="/movie$", share=0.5)
    assert site.run("backup", "radarr.main").status == 4
    site.fault("radarr.main")
    (snapshot, *_) = site.run("snapshots", "radarr.main", "--json").result["snapshots"][1:]

    listed = site.run("tripwire", "--json")
    (tripped, *others) = listed.result["instances"]
    assert {row["state"] for row in others} == {"quiet"}
    assert (tripped["state"], tripped["snapshot"]) == ("tripped", snapshot["id"])
    assert (listed.result["enabled"], listed.result["count"], listed.result["minutes"]) == (True, 10, 10)
    for task in ("check", "jobs"):
        assert tripped["reason"] in site.run(task).err
        assert [alarm["instance"] for alarm in site.run(task, "--json").result["alarms"]] == ["radarr.main"]
    assert site.run("restore", "radarr.main", "--at", str(tripped["snapshot"])).status == 0
    tripped, *_ = site.run("tripwire", "--json").result["instances"]
    assert (tripped["plan_state"], tripped["plan_entries"]) == ("open", 0), "the answer was not believed"

    assert site.run("tripwire", "resume").status == 2
    assert site.run("tripwire", "resume", "radarr.main", "--json").result["resumed"] == ["radarr.main"]
    again = site.run("tripwire", "resume", "radarr.main", "--json").result
    assert (again["resumed"], again["instances"]) == ([], [quiet])
    assert "alarms" not in site.run("check", "--json").result
