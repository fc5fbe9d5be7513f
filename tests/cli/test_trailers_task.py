"""``--run trailers`` as a user runs it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Site

KEYS = [
    *("instance", "items", "downloaded", "monitored", "missing"),
    *("unmapped", "not_mounted", "failed", "seconds"),
]


def test_titles_are_counted_by_the_status_of_their_trailer(site: Site, tmp_path: Path) -> None:
    assert site.run("backup", "radarr.main").status == 0
    with sqlite3.connect(tmp_path / "arrtui.db") as database:
        sql = "SELECT root_folder, count(*) FROM item GROUP BY 1 ORDER BY 2"
        lost, count = database.execute(sql).fetchone()
    (tmp_path / "empty").mkdir()
    site.change(radarr={"main": {"path_mapping": [{"from": lost, "to": str(tmp_path / "empty")}]}})
    ran = site.run("trailers", "radarr.main", "--json")
    assert (ran.status, ran.result["task"], ran.result["ok"]) == (0, "trailers", True)
    (counts,) = ran.result["instances"]
    assert [*counts] == KEYS
    assert (counts["instance"], counts["not_mounted"]) == ("radarr.main", count)
    assert counts["items"] == sum(counts[name] for name in KEYS[2:-1]) > count
    assert any(lost in line.get("text", "") for line in ran.lines if line.get("event") == "note")
