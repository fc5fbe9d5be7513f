"""``--run settings guide`` and a guide as a side of ``--run settings compare``."""

from __future__ import annotations

from tests.cli.conftest import Site
from tests.features.guides.layouts import COMMIT, format_file, write_checkout


def test_a_guide_is_shown_and_compared(site: Site) -> None:
    folder = write_checkout(
        site.config.parent / "guide", broken=format_file("f-x", "Broken", specifications=[])
    )
    mine = {"layout": "trash", "path": str(folder)}
    site.change(guides={"mine": mine, "pinned": {**mine, "revision": "f" * 8}})
    site.change(settings={"mine": {"source": "guide:pinned", "targets": ["radarr.main"]}})
    ran = site.run("settings", "guide", "mine", "--json")
    radarr = ran.result["apps"]["radarr"]
    assert (ran.status, radarr["commit"], radarr["refused"]) == (0, COMMIT, 1)
    assert radarr["counts"]["custom_format"] == 4
    assert [line["name"] for line in ran.lines if line.get("event") == "refused"] == ["Broken"]
    assert site.run("settings", "guide", "other").status == 2
    assert site.run("backup", "radarr.main").status == 0
    ran = site.run("settings", "compare", "guide:mine", "radarr.main", "--json")
    counts = ran.result["kinds"]["custom_format"]
    assert (ran.status, counts["missing"], counts["untold"]) == (0, 4, 1)
    assert ran.result["left"] == "guide:mine"
    ran = site.run("settings", "compare", "guide:pinned", "radarr.main", "--json")
    own = [line for line in ran.lines if line.get("standing") == "only_here"]
    assert own and {line["set_apart"] for line in own} == {"mine"}
    ran = site.run("settings", "sync", "mine", "--apply", "--json")
    (plan,) = ran.result["targets"]
    assert (ran.status, plan["add"] > 4, COMMIT[:7] in plan["locked"]) == (4, True, True)
    assert any("Broken" in note for note in plan["notes"])
    assert site.run("settings", "compare", "guide:mine", "guide:mine").status == 2
