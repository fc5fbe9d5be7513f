"""The incognito mode. That no scene shows a name in it is looked at where their pictures are taken, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input
from textual.widgets._toast import ToastRack

from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.db.reading import rows_of
from arrtui.runtime.capabilities import panes
from arrtui.runtime.services import Services
from arrtui.tui.front_door.dialog import FrontDoorDialog
from arrtui.tui.kit import handover, incognito
from arrtui.tui.kit.disguising import toggle_incognito
from tests.tui.estates import NOW, job
from tests.tui.incognito import drawn, leaks, stored
from tests.tui.live import opened
from tests.tui.panes.activity.scenes import busy
from tests.tui.scenes import settled_enough

WALK = {
    "estate": ("question_mark",),
    "library": ("a", "o", "enter"),
    "scores": ("right_square_bracket",),
    "trailers": ("d",),
    "artwork": ("enter",),
    "jobs": ("enter",),
    "settings": ("enter", "enter"),
    "activity": ("slash",),
}
"""Keys that open what no picture of a smaller size looks for names in, by the pane; `escape` closes it."""


@pytest.fixture
def hidden(services: Services, tmp_path: Path) -> Services:
    """Return services in the incognito mode, in which something goes on, and names are in what went wrong."""
    path = tmp_path / "config.toml"
    path.write_text(path.read_text() + "incognito = true\n")
    services.config = load_config(path, env={})

    def store() -> None:
        busy()
        (movie,), (other,) = rows_of("SELECT title FROM item WHERE title LIKE '% %' ORDER BY title LIMIT 2")
        error = f"sonarr.main: moving {movie}: /srv/video/{other} (2010)/{other}.mkv: nas:8080 refused."
        detail = f"GET http://nas:8989/api/v3/series/{movie}\n{other.replace(' ', '.')}.2010.mkv"
        job("backup", "sonarr.4k", JobState.FAILED, attempts=4, error=error, error_detail=detail)

    services.database.write_sync(store)
    return services


async def test_no_pane_and_no_dialog_shows_a_name(hidden: Services) -> None:
    private = stored(hidden)[1]
    async with opened(hidden, size=(200, 50), clock=lambda: NOW) as screen:
        assert incognito.is_on()
        for pane in panes():
            await screen.press(pane.digit)
            await settled_enough(screen.pilot)
            assert leaks(drawn(screen.app), private) == [], pane.id
            for key in WALK.get(pane.id, ()):
                await screen.press(key)
                await settled_enough(screen.pilot)
                assert leaks(drawn(screen.app), private) == [], (pane.id, key)
                while len(screen.app.screen_stack) > 1 or isinstance(screen.app.focused, Input):
                    await screen.press("escape")


async def test_the_front_door_shows_no_name_as_it_is_typed_or_found(hidden: Services) -> None:
    private = stored(hidden)[1]
    with hidden.database.reading():
        title = next(title for (title,) in rows_of("SELECT title FROM item WHERE title LIKE 'The % %'"))
    async with opened(hidden, clock=lambda: NOW) as screen:
        await screen.press("colon")
        await screen.until(lambda: isinstance(screen.app.screen, FrontDoorDialog))
        field = screen.app.screen.query_one(Input)
        field.value = title[:-2]
        await screen.until(lambda: any("movie" in line or "series" in line for line in drawn(screen.app)))
        assert leaks(drawn(screen.app), private) == []
        assert title[4:-2] not in "".join(drawn(screen.app))


async def test_what_leaves_the_screen_is_made_up_or_refused(
    hidden: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = stored(hidden)[1]
    ran: list[str | None] = []
    monkeypatch.setattr(handover, "run_in_terminal", lambda app, args, text=None, **_: ran.append(text))
    async with opened(hidden, clock=lambda: NOW) as screen:
        await screen.press("2")
        await screen.until(lambda: screen.app.main.query("TitleTable") and screen.app.main.pane.table.rows)
        await screen.press("vertical_line")
        assert ran and leaks((ran.pop() or "").splitlines(), private) == []
        for key in ("E", "x", "C"):
            await screen.press(key)
            await settled_enough(screen.pilot)
            assert "incognito mode" in screen.toasts[-1]
        screen.app.open_address("http://nas:7878")
        await screen.pilot.pause()
        assert screen.toasts[-1].startswith("The address") and (ran, screen.dialog) == ([], "MainScreen")
        written: list[str] = []
        monkeypatch.setattr(screen.app._driver, "write", written.append)
        screen.app.copy("http://nas:7878", "The address")
        await screen.pilot.pause()
        assert screen.app.clipboard == "http://nas:7878"
        assert "made-up" in screen.toasts[-1] and written and "aHR0cDovL25hczo3ODc4" not in written[-1]


async def test_the_mode_is_switched_where_one_is_and_hides_what_is_typed(services: Services) -> None:
    names, private = stored(services)
    title = next(name.text for name in names.names if " " in name.text)
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("2")
        await screen.until(lambda: leaks(drawn(screen.app), private))
        await screen.press("slash")
        screen.app.screen.query_one("FilterBar.-open Input", Input).value = title
        await screen.until(lambda: any(title in line for line in drawn(screen.app)[-5:]))
        toggle_incognito(screen.app)
        await screen.until(lambda: incognito.is_on() and not leaks(drawn(screen.app), private))
        assert "incognito" in drawn(screen.app)[0]
        await screen.app.screen.mount(ToastRack(id="textual-toastrack"))  # tests run without notifications
        screen.app._disable_notifications = False
        screen.app.notify(f"{title} is not there.", markup=False)
        await screen.until(lambda: any("is not there." in line for line in drawn(screen.app)))
        assert leaks(drawn(screen.app), private) == []
        toggle_incognito(screen.app)
        await screen.until(lambda: not incognito.is_on() and leaks(drawn(screen.app), private))
    assert screen.services.config.ui.incognito is False
