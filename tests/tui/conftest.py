"""Fixtures of the tests of the screen."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from syrupy.exceptions import SnapshotDoesNotExist
from syrupy.location import PyTestLocation
from textual import _doc
from textual.pilot import Pilot
from textual.scrollbar import ScrollBar
from textual.widgets import Input

from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from tests.tui import enlarged, estates, idle, sheets
from tests.tui.incognito import leaks_incognito
from tests.tui.live import Live, live_estate
from tests.tui.pictures import HURRY, PATIENCE, appears, picture, settled, stands_still
from tests.tui.renditions import pictures_of

idle.install()
sheets.install()


@pytest.fixture(autouse=True)
def _universal_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Show all moments in UTC, and nothing of the terminal the tests run in."""
    monkeypatch.setenv("TZ", "UTC")
    for name in ("NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    os.environ.setdefault("TZ", "")
    time.tzset()


@pytest.fixture(autouse=True)
def _settled_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare pictures by what is to be seen on them."""
    take = _doc.take_svg_screenshot
    monkeypatch.setattr(_doc, "take_svg_screenshot", lambda *args, **options: settled(take(*args, **options)))


@pytest.fixture(autouse=True)
def _still_cursors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no cursor blink, from the first moment of every field."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)


def _stored(snapshot: SnapshotAssertion, item: pytest.Item) -> str | None:
    """Return the picture a test is compared with; None where there is none or a new one is wanted."""
    if snapshot.update_snapshots:
        return None
    place = {"test_location": PyTestLocation(item), "index": 0, "session_id": str(id(snapshot.session))}
    try:
        return SVGImageExtension().read_snapshot(**place)
    except SnapshotDoesNotExist:
        return None


@pytest.fixture(scope="session")
def missed() -> list[str]:
    """Return the pictures waited for in vain so far."""
    return []


@pytest.fixture
def snap_compare(
    snap_compare: Callable[..., bool],
    snapshot: SnapshotAssertion,
    missed: list[str],
    request: pytest.FixtureRequest,
) -> Callable[..., bool]:
    """Compare with a stored picture as soon as the screen looks like it, however slow the machine is.

    Each of the ``renditions``, of :data:`tests.tui.renditions.RENDITIONS`, has a picture of its own. What the
    test of the smaller size saw after it made the window larger is compared without an app.
    """
    item = request.node

    def compare(
        app: Any,
        *,
        run_before: Callable[[Pilot[Any]], Awaitable[None]],
        renditions: Collection[str] = (),
        **options: Any,
    ) -> bool:
        taken_before = item.stash.get(enlarged.TAKEN, None)
        if taken_before and not renditions:
            assert taken_before.leaks == []
            return bool(snapshot.use_extension(SVGImageExtension) == taken_before.svg)
        stored, further = _stored(snapshot, item), dict[str, str]()

        async def play(pilot: Pilot[Any]) -> None:
            await run_before(pilot)
            svg = stored
            if stored is None:
                await stands_still(pilot)
            elif not await appears(pilot, stored, PATIENCE if len(missed) < 3 else HURRY):
                missed.append(str(snapshot.test_location))
                svg = None
            taken = svg or picture(pilot)  # taken twice, pictures are a tenth of all that a test takes
            if isinstance(app, ArrtuiApp) and options.get("terminal_size") == (120, 40):  # where most shows
                assert await leaks_incognito(pilot) == []
            further.update(await pictures_of(pilot, renditions))
            larger = enlarged.test_of_larger_size(item)
            if svg and larger and (wanted := _stored(snapshot, larger)):
                await enlarged.take(pilot, larger, wanted)
            pictured: Any = pilot.app
            pictured.export_screenshot = lambda **_options: taken

        same = [snap_compare(app, run_before=play, **options)]
        for name, taken in further.items():
            same.append(snapshot.use_extension(SVGImageExtension)(name=name) == taken)
        return all(same)

    return compare


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the libraries of a small simulated estate."""
    return estates.fill_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def services(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Return services over an estate in which something of everything is going on, none of it moving."""
    with estates.scene_services(library, tmp_path) as made:
        yield made


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """Return four instances that answer, none of them backed up."""
    with live_estate(tmp_path) as made:
        yield made


@pytest.fixture(autouse=True)
def scrollbars_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the scrollbars that a test draws in ASCII from those after it: all have one renderer."""
    monkeypatch.setattr(ScrollBar, "renderer", ScrollBar.renderer)
