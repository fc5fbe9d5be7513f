"""The app's own archives on the command line."""

from __future__ import annotations

from tests.cli.conftest import Site


def test_an_archive_is_fetched_listed_and_looked_at_before_it_is_sent(site: Site) -> None:
    site.change(backup={"app_archive": "weekly"})
    ran = site.run("backup", "radarr.main", "radarr.4k")
    assert (ran.status, "radarr.4k: its own archive cannot be fetched" in ran.err) == (0, True), ran.err
    listed = site.run("restore", "radarr.main", "--archive", "list", "--json").result
    (archive,) = listed["archives"]
    looked = site.run("restore", "radarr.main", "--archive", "latest", "--json")
    assert (looked.status, looked.result["archive"]) == (0, archive["file"])
    assert (looked.result["restored"], looked.result["has_same_key"]) == (False, True)
    assert site.keys["radarr.main"] not in looked.out + looked.err
    both = site.run("restore", "radarr.main", "--archive", "latest", "--at", "latest")
    assert both.status == 2
