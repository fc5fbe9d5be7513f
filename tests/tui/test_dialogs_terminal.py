"""Every dialog in a terminal of 80 by 24: its keys open it, its title is on screen, esc leaves it."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

import arrtui.tui
from arrtui.core.trailers import RecycledFile
from arrtui.db import media, recycled
from arrtui.db.artwork import assets
from arrtui.db.database import Database
from arrtui.demo.estate import SimulatedEstate
from arrtui.media.art_cache import ArtCache
from arrtui.tui.kit.dialogs.base import Dialog
from tests.media.pictures import draw
from tests.prefork import run
from tests.terminals import PATIENCE, Terminal, WatchedTerminal, terminal
from tests.tui.estates import DAY, EMPTY_CONFIG, NOW, small_estate
from tests.tui.live import QUIET
from tests.tui.panes.artwork.scenes import asset_of, choose, describe

pytestmark = pytest.mark.terminal

COMMAND = '[commands.tell]\nrun = "echo {instance}"\n'
ESCAPE, DELETE, SAVE = "\x1b", "\x1b[3~", "\x13"
CURSOR = "▌"
BASES = frozenset(
    {"AnswerDialog", "ListDialog", "OptionsDialog", "ScenarioInputDialog", "ScrollDialog", "ValueDialog"}
)
"""Classes that are shown as their subclasses only."""
ELSEWHERE = frozenset(
    (
        *("BatchDialog", "CandidatesDialog"),
        *("SearchPlaceDialog", "SecretsDialog", "StopDialog"),
    )
)
"""Dialogs about files on disk, videos, downloads and secrets, which the tests of their pane open."""


class Step(NamedTuple):
    """Keys, and words that are on screen once they have had their effect."""

    keys: str
    words: tuple[str, ...]


class Line(NamedTuple):
    """A dialog and how to come to it from its place."""

    dialog: str
    place: str
    keys: str
    title: str
    """The beginning of the title of its border."""
    before: tuple[Step, ...] = ()
    """What is done at the place before its keys."""


SCORES = Step("4", ("Candidates", "Health"))
PLACES = {
    "estate": (Step("1", ("Last backup", CURSOR)),),
    "library": (Step("2", ("Year R.main", CURSOR)),),
    "candidates": (SCORES, Step("fc", ("to upgrade", CURSOR))),
    "formats": (SCORES, Step("ff", ("f r rating any", CURSOR))),
    "trends": (SCORES, Step("ft", ("Week after", "removed"))),
    "whatif": (SCORES, Step("fx", ("Minimum score", CURSOR))),
    "trailers": (Step("5", ("unmapped", CURSOR)),),
    "artwork": (Step("7", ("POSTER", CURSOR)),),
    "jobs": (Step("6", ("unfinished", CURSOR)),),
    "sync": (Step("3", ("Pair or plan", CURSOR)),),
    "plan": (Step("3", ("Pair or plan", CURSOR)), Step("\r", ("What it does", CURSOR))),
}
"""Steps to each place from any other; the plan is a screen of its own and comes last."""

TRIED = Step("+", ("1 changed",))
LINES = (
    Line("InstanceDialog", "estate", "aa", "Add an instance"),
    Line("ConfirmDialog", "estate", DELETE, "Remove radarr.main?"),
    Line("KeyMenu", "estate", "a", "Actions"),
    Line("FrontDoorDialog", "estate", ":", "Go"),
    Line("ConfigDialog", "estate", ":faults and the editor\r", "Configuration"),
    Line("FailedBackupDialog", "estate", "Gk\r", "The last backup of sonarr.anime failed"),
    Line("SnapshotsDialog", "estate", "gR", "Restore radarr.main to which backup?"),
    Line("HelpDialog", "estate", "?", "Keys"),
    Line("ViewsDialog", "estate", "W", "Views"),
    Line("ViewNameDialog", "estate", "W\r", "Save the view as"),
    Line("ColumnsDialog", "estate", "Wj\r", "Columns"),
    Line("CommandsDialog", "estate", "C", "Commands"),
    Line("ProgramDialog", "estate", "C\r", "tell ─"),
    Line("ThemeDialog", "estate", "T", "Theme"),
    Line("SortDialog", "library", "O", "Sort by"),
    Line("FacetDialog", "library", "f", "Facets: 90 titles"),
    Line("AddressDialog", "library", "o", "1917"),
    Line("ExportDialog", "library", "x", "Export"),
    Line("ActionMenu", "library", "a", "Actions: 1917 (1917)"),
    Line("TagsDialog", "library", "at", "Tags: 1917 (1917)"),
    Line("ValuesDialog", "library", "ap", "Quality profile: 1917 (1917)"),
    Line("CopyDialog", "library", "ac", "Copy 1917 (1917)"),
    Line("SummaryDialog", "library", DELETE, "Delete: 1917 (1917) on radarr.main"),
    Line(
        "HiddenMarksDialog",
        "library",
        "a",
        "Which rows?",
        (
            Step(" ", ("1 marked",)),
            Step("/", ("90 of 90",)),
            Step("belf", ("1 hidden",)),
            Step("\r", ("a Actions",)),
        ),
    ),
    Line("SearchDialog", "candidates", "S", "Search now"),
    Line("FormatFilesDialog", "formats", "\r", "HD Bluray Tier 02, 1,750 in HD Bluray + WEB"),
    Line("TitleDialog", "trends", "H", "Score history of"),
    Line("ScenarioPickDialog", "whatif", "P", "Try other values of"),
    Line("ScenarioValueDialog", "whatif", "\r", "Minimum score"),
    Line("ScenarioNameDialog", "whatif", SAVE, "Save the scenario", (TRIED,)),
    Line(
        "ScenarioListDialog",
        "whatif",
        "L",
        "Scenarios",
        (TRIED, Step(SAVE, ("Save the scenario",)), Step("first\r", ("1 changed, saved",))),
    ),
    Line("ScenarioApplyDialog", "whatif", "A", "Apply to radarr.main", (TRIED,)),
    Line("VideoAddressDialog", "trailers", "e", "The trailer of 1917"),
    Line("LocksDialog", "artwork", "al", "Locks: 1917"),
    Line("ImagePathDialog", "artwork", "ai", "poster of 1917"),
    Line("ArtCandidatesDialog", "artwork", "e", "poster of 1917"),
    Line("PictureDialog", "artwork", "p", "1917: poster"),
    Line("RestoreDialog", "artwork", "R", "Artwork in the recycle bin"),
    Line("TextDialog", "jobs", "\r", "Job "),
    Line("SchedulesDialog", "jobs", "as", "Schedules"),
    Line("RulesDialog", "jobs", "au", "Rules"),
    Line("ChannelsDialog", "jobs", "an", "Notifications"),
    Line("PairDialog", "sync", "aa", "Add a pair"),
    Line("EntryDialog", "plan", "e", "Edit for radarr"),
    Line("LeftOutDialog", "plan", "w", "Left alone by animation"),
    Line("ApplyDialog", "plan", "A", "Apply animation to", (Step("a", ("0 undecided",)),)),
)
WELCOME = "WelcomeDialog"
"""Shown where nothing is configured."""


class Walk(WatchedTerminal):
    """The app in a terminal, and the place it is at."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal)
        self._taken: tuple[Step, ...] = ()

    def take(self, step: Step, gone: str = "") -> None:
        """Press keys, and wait until all words are on screen and what is to go is not."""
        self.send(step.keys.encode(), *step.words, gone=gone)

    def go(self, place: str) -> None:
        """Go to a place, by its last step alone from a place of the same pane."""
        steps = PLACES[place]
        if steps != self._taken:
            for step in steps[1 if self._taken[:1] == steps[:1] else 0 :]:
                self.take(step)
        self._taken = steps


def dialog_names() -> set[str]:
    """Return every class of dialog of the app."""
    for module in pkgutil.walk_packages(arrtui.tui.__path__, "arrtui.tui."):
        importlib.import_module(module.name)
    names, classes = set(), [Dialog]
    while classes:
        children = [cls for cls in classes.pop().__subclasses__() if cls.__module__.startswith("arrtui.")]
        names |= {cls.__name__ for cls in children}
        classes += children
    return names


def lose_a_file(estate: SimulatedEstate) -> None:
    """Delete a movie's file, so that something has changed between two backups."""
    app = estate.apps["radarr.main"]
    with httpx.Client(base_url=f"{app.url}/api/v3", headers={"X-Api-Key": app.api_key}) as client:
        movie = next(row for row in client.get("/movie").json() if row["hasFile"])
        client.delete(f"/moviefile/{movie['movieFile']['id']}").raise_for_status()


def store_artwork(folder: Path) -> None:
    """Store candidates and an image of a film, and a file of it in the recycle bin."""
    content = draw()
    sha256 = ArtCache(folder / "cache", 10**9).add(content, ".jpg")

    def store() -> None:
        film = next(title for title in media.trailer_titles(["radarr.main"]) if title.title == "1917")
        key = film.instance, film.external_id
        describe(*key)
        assets.record([asset_of("poster", sha256=sha256, size=len(content))])
        choose(*key, "poster", sha256=sha256)
        file = RecycledFile(
            kind="artwork", instance=film.instance, external_id=film.external_id, title=film.title,
            original_path=f"{film.path}/poster.jpg", bin_path=str(folder / "bin" / "poster.jpg"),
            size=1, removed_at=NOW, expires_at=NOW + 30 * DAY,
        )  # fmt: skip
        recycled.record_recycled(file)

    database = Database.open(f"sqlite:///{folder / 'arrtui.db'}")
    database.write_sync(store)
    database.close()


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """The app over an estate that is backed up twice and has a plan."""
    folder = tmp_path_factory.mktemp("dialogs")
    path = folder / "config.toml"
    options = f'[artwork]\ncache = "{folder}/cache"\n'
    with small_estate() as estate:
        path.write_text(estate.config_toml(database=folder / "arrtui.db") + QUIET + COMMAND + options)
        path.chmod(0o600)
        command = [sys.executable, "-m", "arrtui", "--config", str(path)]
        run([*command, "--run", "scores", "--fresh"]).check_returncode()
        lose_a_file(estate)
        for task in (["scores", "--fresh"], ["plan", "animation"]):
            run([*command, "--run", *task]).check_returncode()
        estate.apps["sonarr.anime"].faults.add("partial_list", r"/api/v3/series$", share=0.0)
        assert run([*command, "--run", "backup", "sonarr.anime"]).returncode
        estate.apps["sonarr.anime"].faults.rules.clear()
        store_artwork(folder)
        with terminal(command) as screen:
            started = Walk(screen)
            started.take(Step("", ("● up       sonarr.main", "stopped", CURSOR)))
            yield started


def test_every_dialog_has_a_line() -> None:
    lines = [line.dialog for line in LINES]
    assert sorted({*lines, WELCOME} | BASES | ELSEWHERE) == sorted(dialog_names())
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.dialog)
def test_its_keys_open_it_and_esc_leaves_it(walk: Walk, line: Line) -> None:
    walk.go(line.place)
    for step in line.before:
        walk.take(step)
    walk.take(Step(line.keys, (f"─ {line.title}",)))
    walk.take(Step(ESCAPE, PLACES[line.place][-1].words), gone=f"─ {line.title}")
    assert "Traceback" not in walk.terminal.text


def test_the_welcome_leaves_an_empty_app(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(EMPTY_CONFIG.format(database=tmp_path / "arrtui.db"))
    path.chmod(0o600)
    with terminal([sys.executable, "-m", "arrtui", "--config", str(path)]) as screen:
        walk = Walk(screen)
        walk.take(Step("", ("─ Welcome to arrtui",)))
        walk.take(Step(ESCAPE, ("Last backup",)), gone="─ Welcome to arrtui")
        screen.type(b"q")
        assert screen.finish() == 0
        assert "Traceback" not in screen.text


def test_the_welcome_leads_to_a_backed_up_estate_in_four_answers(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(EMPTY_CONFIG.format(database=tmp_path / "arrtui.db"))
    path.chmod(0o600)
    with (
        small_estate() as estate,
        terminal([sys.executable, "-m", "arrtui", "--config", str(path)]) as screen,
    ):
        app, walk = estate.apps["radarr.main"], Walk(screen)
        walk.take(Step("", ("─ Welcome to arrtui",)))
        walk.take(Step("a", ("─ Add an instance",)))
        walk.take(Step(f"{app.url.removeprefix('http://')}\r", (app.url,)))
        walk.take(Step(f"{app.api_key}\r", ("─ Add another one?",)))
        walk.take(Step("n", ("─ Back up now?",)))
        walk.take(Step("y", ("radarr.main", "1 up")), gone="─ Back up now?")
        status = [sys.executable, "-m", "arrtui", "--config", str(path), "--run", "snapshots"]
        deadline = time.monotonic() + PATIENCE
        while "radarr.main" not in run(status).stdout:
            assert time.monotonic() < deadline
            walk.take(Step("", ("radarr.main",)))
        screen.type(b"q")
        assert screen.finish() == 0
        assert "Traceback" not in screen.text
