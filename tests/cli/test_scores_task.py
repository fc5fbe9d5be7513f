"""``scores`` as cron runs it: a line for each instance, reports, and an instance that does not answer."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Site

KEYS = [
    *("instance", "files", "health", "grade", "done", "quality_upgrade", "format_upgrade", "no_upgrades"),
    *("incomplete", "below_minimum", "only_by_hand", "candidates", "beyond_reach", "disagreements"),
    *("unexplained", "taken_at"),
]


def test_each_instance_is_graded(site: Site) -> None:
    ran = site.run("scores", "--fresh", "--json")
    assert ran.status == 0, ran.err
    assert [one["instance"] for one in ran.result["instances"]] == list(site.keys)
    for one in ran.result["instances"]:
        assert list(one) == KEYS
        verdicts = ("done", "quality_upgrade", "format_upgrade", "no_upgrades", "incomplete")
        assert sum(one[name] for name in verdicts) == one["files"] > 0
        assert one["only_by_hand"] == one["format_upgrade"]
        assert (one["disagreements"], one["unexplained"]) == (0, 0)
        assert not one["incomplete"] or one["instance"] == "lidarr.main"
        assert 0 <= one["health"] <= 100


def test_an_instance_that_does_not_answer_is_a_failure_and_its_old_data_stays(site: Site) -> None:
    first = site.run("scores", "--fresh", "--json")
    assert first.status == 0, first.out + first.err
    before = first.result["instances"]
    site.fault("radarr.main", what="401")
    ran = site.run("scores", "--fresh", "--json")
    assert ran.status == 1, ran.out + ran.err
    after = {one["instance"]: one for one in ran.result["instances"]}
    old = {one["instance"]: one for one in before}
    assert after["radarr.main"] == old["radarr.main"]
    assert after["radarr.4k"]["taken_at"] > old["radarr.4k"]["taken_at"]
    assert any("radarr.main" in line.get("text", "") for line in ran.lines)


def test_nothing_stored_and_nothing_answering_is_nothing_done(site: Site) -> None:
    site.fault("radarr.4k", what="401")
    ran = site.run("scores", "radarr.4k", "--fresh", "--json")
    assert ran.status == 3
    assert ran.result["instances"] == []


def test_a_report_goes_where_it_is_wanted(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "deep"
    ran = site.run("scores", "radarr.4k", "--fresh", "--report", "html", "--out", str(folder), "--json")
    assert ran.status == 0, ran.err
    (page,) = [Path(path) for path in ran.result["report"]]
    assert page.parent == folder
    assert "radarr.4k" in page.read_text()
    assert site.keys["radarr.4k"] not in page.read_text()
    taken = tmp_path / "taken"
    taken.write_text("not a folder")
    refused = site.run("scores", "radarr.4k", "--report", "csv", "--out", str(taken))
    assert refused.status == 3
    assert str(taken) in refused.err
    assert taken.read_text() == "not a folder"


def test_what_is_stored_is_read_without_asking_the_app_and_its_age_is_said(site: Site) -> None:
    never = site.run("scores", "radarr.4k")
    assert never.status == 3, never.out
    assert site.run("backup", "radarr.4k").status == 0
    site.fault("radarr.4k", what="401")
    ran = site.run("scores", "radarr.4k")
    assert ran.status == 0, ran.err
    assert "just now" in ran.out
    partly = site.run("scores", "radarr.4k", "radarr.main", "--json")
    assert partly.status == 1
    assert [row["instance"] for row in partly.result["instances"]] == ["radarr.4k"]
    assert any("backup radarr.main" in line.get("text", "") for line in partly.lines)


def test_out_belongs_to_report(site: Site) -> None:
    ran = site.run("scores", "--out", "/tmp")
    assert ran.status == 2
    assert "--report" in ran.err
