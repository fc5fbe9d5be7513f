"""The incognito mode. That no scene shows a name in it is looked at where their pictures are taken."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input
from textual.widgets._toast import ToastRack

from arrtui.core.config import load_config
from arrtui.runtime.services import Services
from arrtui.tui.kit import incognito
from arrtui.tui.kit.disguising import toggle_incognito
from tests.tui.estates import NOW
from tests.tui.incognito import drawn, leaks, names_of
from tests.tui.live import opened


async def test_the_mode_is_switched_where_one_is_and_hides_what_is_typed(services: Services) -> None:
    names = names_of(services)
    title = next(name.text for name in names.names if " " in name.text)
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("2")
        await screen.until(lambda: leaks(drawn(screen.app), names))
        await screen.press("slash")
        screen.app.screen.query_one("FilterBar.-open Input", Input).value = title
        await screen.until(lambda: any(title in line for line in drawn(screen.app)[-5:]))
        toggle_incognito(screen.app)
        await screen.until(lambda: incognito.is_on() and not leaks(drawn(screen.app), names))
        assert "incognito" in drawn(screen.app)[0]
        await screen.app.screen.mount(ToastRack(id="textual-toastrack"))  # tests run without notifications
        screen.app._disable_notifications = False
        screen.app.notify(f"{title} is not there.", markup=False)
        await screen.until(lambda: any("is not there." in line for line in drawn(screen.app)))
        assert leaks(drawn(screen.app), names) == []
        toggle_incognito(screen.app)
        await screen.until(lambda: not incognito.is_on() and leaks(drawn(screen.app), names))
    assert screen.services.config.ui.incognito is False


async def test_the_first_frame_is_incognito_already(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(path.read_text() + "incognito = true\n")
    services.config = load_config(path, env={})
    async with opened(services, clock=lambda: NOW) as screen:
        assert incognito.is_on()
        await screen.press("2")
        await screen.until(
            lambda: screen.app.main.query("TitleTable") and screen.app.main.pane.table.visible_count
        )
        assert leaks(drawn(screen.app), names_of(services)) == []
    assert not incognito.is_on()
