"""``--run settings guide``, and a guide as a side of ``compare`` and the source of a sync."""

from __future__ import annotations

from tests.cli.conftest import Site
from tests.features.guides.layouts import COMMIT, format_file, write_checkout


def test_a_guide_is_shown_compared_and_held_back_at_another_commit_than_its_pin(site: Site) -> None:
    broken = format_file("f-x", "Broken", specifications=[])
    folder = write_checkout(site.config.parent / "guide", broken=broken)
    site.change(
        guides={"mine": {"layout": "trash", "path": str(folder), "revision": "f" * 8}},
        settings={"follow": {"source": "guide:mine", "targets": ["radarr.main"]}},
    )
    ran = site.run("settings", "guide", "mine", "--json")
    radarr = ran.result["apps"]["radarr"]
    assert (ran.status, radarr["commit"], radarr["refused"], radarr["pinned"]) == (0, COMMIT, 1, False)
    assert radarr["counts"]["custom_format"] == 4
    assert [line["name"] for line in ran.lines if line.get("event") == "refused"] == ["Broken"]
    assert site.run("backup", "radarr.main").status == 0
    ran = site.run("settings", "compare", "guide:mine", "radarr.main", "--json")
    counts = ran.result["kinds"]["custom_format"]
    assert (ran.status, ran.result["left"], counts["missing"], counts["untold"]) == (0, "guide:mine", 4, 1)
    own = [line for line in ran.lines if line.get("standing") == "only_here"]
    assert own and {line["set_apart"] for line in own} == {"follow"}
    ran = site.run("settings", "sync", "follow", "--apply", "--json")
    (plan,) = ran.result["targets"]
    assert (ran.status, plan["add"] > 4, COMMIT[:7] in plan["locked"]) == (4, True, True)
    assert any("Broken" in note for note in plan["notes"])
