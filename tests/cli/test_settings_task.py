"""``--run settings compare``: counts by kind and each difference, from what is stored."""

from __future__ import annotations

from tests.cli.conftest import Site


def test_two_instances_and_a_snapshot_compare_as_stored(site: Site) -> None:
    compare = ("settings", "compare", "radarr.main")
    ran = site.run(*compare, "radarr.4k")
    assert (ran.status, "Run: arrtui --run backup radarr.main" in ran.err) == (2, True)
    assert site.run("backup", "radarr.main", "radarr.4k", "sonarr.main").status == 0
    ran = site.run(*compare, "radarr.4k", "--json")
    assert (ran.status, ran.result["ok"]) == (0, True)
    kinds = ran.result["kinds"]
    assert kinds["custom_format"]["same"] and kinds["root_folder"]["missing"]
    printed = [line for line in ran.lines if line.get("event") == "difference"]
    quiet = ("same", "accepted")
    assert len(printed) == sum(sum(v for k, v in count.items() if k not in quiet) for count in kinds.values())
    ran = site.run(*compare, "radarr.main@latest", "--kind", "tag", "--kind", "naming", "--json")
    kinds = ran.result["kinds"]
    assert set(kinds) == {"naming", "tag"}
    assert all(count["same"] == sum(count.values()) > 0 for count in kinds.values())
    ran = site.run(*compare, "sonarr.main", "--json")
    assert set(ran.result["kinds"]) == {"custom_format", "tag"}
    assert site.run(*compare, "sonarr.main", "--kind", "naming").status == 2
    assert site.run(*compare, "radarr.main@7777").status == 2


def test_the_action_stands_after_options_and_is_asked_for_where_it_is_missing(site: Site) -> None:
    ran = site.run("settings", "--set", "ui.ascii=true", "compare", "radarr.none", "radarr.main", "--json")
    assert (ran.status, ran.result["task"]) == (2, "settings")
    for words in ((), ("compere", "radarr.main")):
        ran = site.run("settings", *words)
        assert (ran.status, "compare" in ran.err) == (2, True), ran.err
