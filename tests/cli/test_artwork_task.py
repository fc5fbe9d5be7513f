"""``--run artwork`` as a user runs it: phase after phase over real folders and simulated providers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.cli.scheduled import read_task
from arrtui.cli.tasks.artwork_phases import COUNTS
from arrtui.core.errors import UsageError
from tests.cli.conftest import Site, running_estate, site_of
from tests.environment import ENV
from tests.terminals import terminal

MAIN = "radarr.main"
IMAGES = (".jpg", ".png")


class Folders:
    """What lies below the media folder of the estate."""

    def __init__(self, media: Path) -> None:
        self.media = media

    def pictures(self) -> dict[str, int]:
        """Return the sizes of the images in libraries by their paths; the recycle bin lies beside them."""
        return {
            str(path.relative_to(self.media)): path.stat().st_size
            for path in self.media.rglob("*")
            if path.suffix in IMAGES and path.is_file() and self.media / "recycle" not in path.parents
        }


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with running_estate(tmp_path_factory.mktemp("artwork") / "config.toml") as config:
        yield config


@pytest.fixture(scope="module")
def site(estate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a backup of a Radarr and a Sonarr, and an empty cache of its own."""
    folder = tmp_path_factory.mktemp("site")
    for made in site_of(estate, folder):
        made.change(artwork={"cache": str(folder / "cache"), "names_for": ["kodi", "jellyfin"]})
        assert made.run("backup", MAIN, "sonarr.main").status == 0
        yield made


@pytest.fixture(scope="module")
def folders(estate: Path) -> Folders:
    return Folders(estate.parent / f"{estate.stem}-media")


@pytest.fixture(scope="module")
def enriched(site: Site) -> Site:
    """The site after its first scan, with images of three films in the cache."""
    assert site.run("artwork", "scan", MAIN).status == 0
    ran = site.run("artwork", "enrich", MAIN, "--limit", "3", "--json")
    row = ran.instance(MAIN)
    assert (ran.status, row["titles"], row["failed"]) == (0, 3, 0), ran.err
    return site


def test_a_scan_counts_what_lies_there(site: Site) -> None:
    ran = site.run("artwork", "scan", MAIN, "sonarr.main", "--json")
    assert (ran.status, ran.result["task"], ran.result["ok"]) == (0, "artwork", True)
    for name in (MAIN, "sonarr.main"):
        row = ran.instance(name)
        assert [*row][: 1 + len(COUNTS)] == ["instance", *COUNTS]
        assert row["titles"] > 0 and row["published"] == 0


def test_enriching_fetches_within_the_limit_and_repeats_nothing(enriched: Site) -> None:
    again = enriched.run("artwork", "enrich", MAIN, "--limit", "3")
    assert again.status == 0
    heading, row = again.out.splitlines()
    assert heading.split() == ["instance", "result", *COUNTS]
    assert row.split()[:2] == [MAIN, "ok"]


def test_publishing_is_a_look_without_apply_then_written_once_and_taken_back(
    enriched: Site, folders: Folders
) -> None:
    before = folders.pictures()
    look = enriched.run("artwork", "publish", MAIN, "--json")
    files = [line for line in look.lines if line.get("event") == "file"]
    assert look.status == 0 and files and folders.pictures() == before
    assert {"title", "action", "path", "slot"} <= files[0].keys()
    assert any("--apply" in line.get("text", "") for line in look.lines)
    assert any(
        f": {files[0]['action']} " in line for line in enriched.run("artwork", "publish").out.splitlines()
    )

    one = enriched.run("artwork", "publish", MAIN, "--limit", "1", "--json")
    named = {line["title"] for line in one.lines if line.get("event") == "file"}
    assert (one.instance(MAIN)["titles"], len(named)) == (1, 1)

    applied = enriched.run("artwork", "publish", MAIN, "--apply", "--json")
    assert applied.status == 0, applied.out
    added = folders.pictures().keys() - before.keys()
    assert len(added) > 0 and applied.instance(MAIN)["published"] >= len(added)
    assert enriched.run("artwork", "publish", MAIN, "--apply", "--json").instance(MAIN)["published"] == 0

    checked = enriched.run("artwork", "verify", MAIN, "--json")
    assert (checked.status, checked.instance(MAIN)["lost"]) == (0, 0), checked.out

    assert enriched.run("artwork", "unpublish", MAIN).status == 0
    assert added <= folders.pictures().keys()
    assert enriched.run("artwork", "unpublish", MAIN, "--apply").status == 0
    assert folders.pictures() == before


def test_what_is_lost_is_found_and_repaired(enriched: Site, folders: Folders) -> None:
    before = folders.pictures()
    assert enriched.run("artwork", "publish", MAIN, "--apply").status == 0
    lost = folders.media / sorted(folders.pictures().keys() - before.keys())[0]
    lost.unlink()
    look = enriched.run("artwork", "verify", MAIN, "--json")
    assert look.instance(MAIN)["lost"] == 1 and not lost.exists()
    assert look.status == 1 and not look.result["ok"]
    assert enriched.run("artwork", "verify", MAIN, "--apply").status in (0, 1)
    assert lost.exists()
    assert enriched.run("artwork", "unpublish", MAIN, "--apply").status == 0


def test_all_phases_one_after_the_other_are_one_line_for_each_instance(
    enriched: Site, folders: Folders
) -> None:
    before = folders.pictures()
    ran = enriched.run("artwork", "all", MAIN, "sonarr.main", "--limit", "3", "--json")
    assert ran.status == 0, ran.out
    assert [row["instance"] for row in ran.result["instances"]] == [MAIN, "sonarr.main"]
    assert ran.instance("sonarr.main")["fetched"] > 0
    assert folders.pictures() == before


@pytest.mark.parametrize("action", ["publish", "unpublish", "verify", "all"])
def test_nothing_is_written_in_read_only_mode(site: Site, action: str) -> None:
    assert site.run("artwork", action, MAIN, "--apply", "--read-only").status == 4


@pytest.mark.parametrize("action", ["publish", "unpublish", "verify"])
def test_a_look_works_in_read_only_mode(site: Site, action: str) -> None:
    assert site.run("artwork", action, MAIN, "--read-only").status == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["artwork"], "scan, enrich"),
        (["artwork", "scna"], "no action 'scna'. Did you mean scan?"),
        (["artwork", "paint"], "no action 'paint'; it takes an action: scan, enrich"),
        (["artwork", "scan", "radarr.nowhere"], "radarr.nowhere"),
        (["artwork", "enrich", "--limit", "0"], "--limit"),
        (["artwork", "scan", "--apply"], "--apply"),
    ],
)
def test_what_makes_no_sense_is_refused(site: Site, words: list[str], said: str) -> None:
    ran = site.run(*words)
    assert ran.status == 2
    assert said in ran.err


def test_an_instance_that_was_never_backed_up_says_what_to_do(site: Site) -> None:
    ran = site.run("artwork", "scan", "radarr.4k", "--json")
    assert (ran.status, ran.instance("radarr.4k")["error_code"]) == (3, "no-snapshot")
    assert "arrtui --run backup radarr.4k" in ran.instance("radarr.4k")["error"]


def test_an_app_that_is_gone_does_not_stop_the_others(site: Site) -> None:
    site.fault("sonarr.main", what="drop", path=".*")
    try:
        ran = site.run("artwork", "enrich", MAIN, "sonarr.main", "--limit", "1", "--json")
    finally:
        site.fault("sonarr.main")
    assert {row["instance"] for row in ran.result["instances"]} == {MAIN, "sonarr.main"}
    assert ran.status in (0, 1)


def test_its_actions_can_be_scheduled() -> None:
    words = read_task(["artwork", "verify"])
    assert (words.takes_instances, words.writes) == (True, False)
    assert read_task(["artwork", "publish", MAIN], "updates").writes
    assert read_task(["artwork", "all", "--apply"]).instances == ()
    with pytest.raises(UsageError):
        read_task(["artwork", "scan"], "updates")


@pytest.mark.terminal
@pytest.mark.parametrize("words", [["scan"], ["enrich", "--limit", "1"], ["publish"], ["verify"]])
def test_every_action_works_at_a_terminal(site: Site, words: list[str]) -> None:
    with terminal(site.command("--run", "artwork", *words, MAIN), env=ENV) as screen:
        assert screen.finish() == 0, screen.text
        assert f"{MAIN}  ok" in screen.text.replace("   ", "  ")
        assert "Traceback" not in screen.text
