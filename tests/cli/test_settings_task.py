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
    site.change(
        settings={"roots": {"source": "radarr.main", "targets": ["radarr.4k"], "kinds": ["root_folder"]}}
    )
    roots = [row["name"] for row in printed if row["type"] == "root_folder" and row["standing"] == "missing"]
    led = {"roots": {"override": {"radarr.4k": {"root_folders": dict.fromkeys(roots, "/movies4k")}}}}
    site.change(settings=led)
    printed = [line for line in site.run(*compare, "radarr.4k", "--json").lines if "standing" in line]
    apart = {row["name"]: row["set_apart"] for row in printed if row["type"] == "root_folder"}
    assert roots and all(apart[path] == "roots" for path in roots)
    assert {row["set_apart"] for row in printed if row["type"] != "root_folder"} == {None}
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


def test_a_difference_is_accepted_by_name_listed_and_taken_back(site: Site) -> None:
    sides = ("radarr.main", "radarr.4k")
    assert site.run("backup", *sides).status == 0
    ran = site.run("settings", "accept", *sides, "*/movies*", "--kind", "root_folder", "--json")
    assert ran.status == 0, ran.result
    assert (ran.status, ran.result["count"]) == (0, len(ran.result["settings"]))
    chosen = {row["name"] for row in ran.result["settings"]}
    (listed,) = site.run("settings", "accepted", "--json").lines
    assert {row["name"] for row in listed["accepted"] if row["state"] == "still so"} == chosen
    compared = site.run("settings", "compare", *sides, "--kind", "root_folder", "--json").result
    assert compared["kinds"]["root_folder"]["accepted"] == len(chosen)
    assert site.run("settings", "unaccept", *sides, *chosen).status == 0
    assert site.run("settings", "unaccept", *sides, *chosen).status == 2


def test_a_template_is_saved_and_exchanged(site: Site) -> None:
    assert site.run("backup", "radarr.main").status == 0
    template = ("settings", "template")
    saved = site.run(*template, "save", "films", "radarr.main", "--json")
    assert (saved.status, saved.result["task"], saved.result["app"]) == (0, "settings", "radarr")
    file = site.config.with_name("films.json")
    assert site.run(*template, "export", "films", str(file)).status == 0
    imported = site.run(*template, "import", str(file), "--as", "again", "--json")
    assert imported.result["settings"] == saved.result["settings"]
    ran = site.run(*template)
    assert (ran.status, "export" in ran.err) == (2, True), ran.err


def test_a_template_opens_with_what_it_does_to_stored_files(site: Site) -> None:
    assert site.run("backup", "radarr.main", "radarr.4k").status == 0
    assert site.run("settings", "template", "save", "films", "radarr.main", "--json").status == 0
    planned = site.run("settings", "template", "apply", "films", "radarr.4k", "--json")
    assert (planned.status, planned.result["effect"][0]["instance"]) == (0, "radarr.4k")
