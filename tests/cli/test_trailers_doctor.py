"""``--run trailers-doctor`` as a user runs it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Site


def test_root_folders_and_programs_are_examined_and_nothing_is_left(site: Site, tmp_path: Path) -> None:
    assert site.run("backup", "radarr.main").status == 0
    with sqlite3.connect(tmp_path / "arrtui.db") as database:
        folders = database.execute("SELECT DISTINCT root_folder FROM item").fetchall()
    lost, *others = [root for (root,) in folders]
    (tmp_path / "empty").mkdir()
    site.change(radarr={"main": {"path_mapping": [{"from": lost, "to": str(tmp_path / "empty")}]}})
    ran = site.run("trailers-doctor", "radarr.main", "--json")
    assert (ran.status, ran.result["ok"]) == (1, False)
    reports = {report["path"]: report for report in ran.result["roots"]}
    assert all(reports[root]["readable"] for root in others)
    assert (reports[lost]["grade"], reports[lost]["writable"]) == ("bad", None)
    assert [tool["name"] for tool in ran.result["tools"]][:3] == ["yt-dlp", "yt-dlp-ejs", "JavaScript"]
    assert list((tmp_path / "empty").iterdir()) == []
    assert f"--accept-root radarr.main:{lost}" in reports[lost]["advice"]
    assert ran.result["problems"] == []
    site.change(recycle={"folder": f"{others[0]}/bin"})
    ran = site.run("trailers-doctor", "radarr.main", "--accept-root", f"radarr.main:{lost}", "--json")
    accepted = {report["path"]: report for report in ran.result["roots"]}[lost]
    assert (accepted["grade"], accepted["advice"]) == ("good", "")
    assert [tool["grade"] for tool in ran.result["tools"] if tool["name"] == "recycle bin"] == ["bad"]
    checked = site.run("check", "radarr.main", "--json")
    assert (checked.status, others[0] in checked.result["problems"][0]) == (2, True)
