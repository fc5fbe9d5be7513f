"""``--run twins``: how following stands, and letting a paused pair go on."""

from __future__ import annotations

import tomllib
from contextlib import closing

from arrtui.db import twins
from arrtui.db.database import Database
from tests.cli.conftest import PAIR, Site


def test_states_are_listed_and_a_paused_pair_goes_on(site: Site) -> None:
    live = {**PAIR, "follow": "live"}
    site.change(sync={"dry": live, "ready": {**live, "dry_run": False}, "still": PAIR})
    listed = {pair["pair"]: pair["state"] for pair in site.run("twins", "--json").result["pairs"]}
    assert [listed[name] for name in ("dry", "ready", "still")] == ["dry run", "follows live", "off"]

    def pause() -> None:
        twins.note_followed(["dry", "ready"])
        twins.pause("ready", "26 titles would be written.", 12, 1.0)

    url = tomllib.loads(site.config.read_text())["database"]["url"]
    with closing(Database.open(url)) as database:
        database.write_sync(pause)
    shown = site.run("twins")
    assert "26 titles would be written." in shown.out and "twins resume ready" in shown.err
    resumed = site.run("twins", "resume", "ready", "dry", "--json").result
    assert {pair["pair"]: pair["plan"] for pair in resumed["pairs"]} == {"ready": None, "dry": None}
    assert resumed["resumed"] == ["ready"] and site.run("twins", "resume").status == 2
