"""``--run loops``: chains as a table and as JSON lines, without a request."""

from __future__ import annotations

from tests.cli.conftest import Site

COUNTS = {"instance", "chains", "loops", "see_saws", "refused", "drift", "wasted_bytes"}


def test_chains_are_counted_and_told_one_by_one(site: Site) -> None:
    page = site.config.parent / "loops.html"
    ran = site.run("loops", "radarr.main", "--report", str(page))
    assert (ran.status, "Run: arrtui --run backup radarr.main" in ran.err) == (3, True)
    assert not ran.out, "no headings of nothing"
    assert not page.exists()
    assert site.run("backup", "radarr.main", "sonarr.main").status == 0
    ran = site.run("loops", "radarr.main", "sonarr.main", "--json")
    assert (ran.status, ran.result["ok"]) == (0, True)
    told_of = [line for line in ran.lines if line.get("event") == "chain"]
    for counts in ran.result["instances"]:
        assert counts.keys() >= COUNTS and counts["chains"] > 0
        told = [line for line in ran.lines[:-1] if line.get("instance") == counts["instance"]]
        assert sum(line["kind"] == "drift" for line in told) == counts["drift"]
        assert all(line["steps"] for line in told)
    assert site.run("loops", "--days", "0").status == 2
    ran = site.run("loops", "radarr.main", "--by", "indexer", "--json")
    (counts,), wasted = ran.result["instances"], ran.result["waste"]
    assert sum(row["wasted_bytes"] for row in wasted) == counts["wasted_bytes"]
    assert all(row["name"] and row["instances"] == ["radarr.main"] for row in wasted)
    chain = told_of[0]
    ran = site.run("loops", chain["instance"], "--title", f'"{chain["title"][:-7]}"', "--json")
    assert chain["steps"] in [line["steps"] for line in ran.lines if line.get("event") == "chain"]
    assert (ran.result["ok"], ran.result["titles"] > 0) == (True, True)
    ran = site.run("loops", "radarr.main", "--title", "the")
    assert "): 1 grab. Nothing goes round." in ran.out, "no kind is named where nothing goes round"
    ran = site.run("loops", "radarr.main", "--title", "no such title at all")
    assert (ran.status, "Run: arrtui --run list titles" in ran.err) == (0, True)
    ran = site.run("loops", "radarr.main", "--mute", chain["id"], "--read-only")
    assert ran.status and "read-only mode" in ran.err
    ran = site.run("loops", "radarr.main", "--mute", chain["id"], "--json")
    assert [muted["id"] for muted in ran.result["muted"]] == [chain["id"]]
    ran = site.run("loops", chain["instance"], "--json", "--report", str(page))
    assert ran.result["report"] == [str(page)] and b"<svg" in page.read_bytes()
    assert [line["id"] for line in ran.lines[:-1] if line.get("known")] == [chain["id"]]
    ran = site.run("loops", "radarr.main", "--unmute", chain["id"], "--unmute", "no such title", "--json")
    assert ran.status == 2, "no name is right before all are"
    ran = site.run("loops", "radarr.main", "--unmute", chain["id"], "--json")
    assert [listed["kind"] for listed in ran.result["unmuted"]] == [chain["kind"]]
    refused = next(line["id"] for line in told_of if line["kind"] == "grab_without_import")
    ran = site.run("loops", "radarr.main", "--stop", refused, "--apply", "--unmonitor", "--json")
    downloads = len(ran.result["downloads"])
    assert (ran.status, ran.result["applied"], ran.result["failed"]) == (0, downloads + 1, 0) and downloads
    ran = site.run("loops", "--cutoffs", "radarr.main", "--json")
    assert (ran.status, ran.result["ok"]) == (0, True)
    (counts,) = ran.result["instances"]
    profiles = [line for line in ran.lines if line.get("event") == "cutoff"]
    states = [profile["state"] for profile in profiles]
    assert counts["never"] == states.count("never") > 0
    assert counts["profiles"] == len(states) - states.count("unused")
    never = profiles[states.index("never")]
    assert never["best"]["score"] == never["suggestions"][0]["wanted"] < never["wanted"]
    ran = site.run("loops", "--cures", "radarr.main", "--json")
    cures = [line for line in ran.lines if line.get("event") == "cure"]
    assert (ran.status, ran.result["instances"][0]["cures"]) == (0, len(cures))
    assert ran.result["instances"][0]["grabs_in_vain"] >= max(cure["spared_grabs"] for cure in cures)
    assert all(cure["steps"][0].startswith("Settings > ") for cure in cures)

    ran = site.run("loops", "--renames", "radarr.main", "--fetch", "--json")
    (counts,) = ran.result["instances"]
    renames = [line for line in ran.lines if line.get("event") == "rename"]
    assert counts["formats_changed"] == len(renames) > 0 and not counts["cannot_tell"]
    assert all(line["gained"] or line["lost"] for line in renames)
    ran = site.run("loops", "--renames", "radarr.main", "--without", "quality title")
    assert ran.status == 0 and "radarr.main: naming tried: {Movie Title} ({Release Year})" in ran.out


def test_modes_do_not_go_together(site: Site) -> None:
    ran = site.run("loops", "--by", "title", "--watch")
    assert (ran.status, "--by and --watch do not go together" in ran.err) == (2, True)
