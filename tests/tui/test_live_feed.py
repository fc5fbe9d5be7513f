"""What happens in an app shows by itself: the row changes in place and is marked for a moment."""

from __future__ import annotations

import httpx
import pytest

from arrtui.core.activity import ActivityKind
from arrtui.features.live import collector, inbox
from arrtui.tui.kit.table import flashing
from arrtui.tui.panes.activity.pane import ActivityPane
from arrtui.tui.panes.library.pane import LibraryPane
from tests.tui.live import Live, opened

MAIN = "radarr.main"


async def test_what_happens_in_an_app_shows_by_itself(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "SETTLING", 0.2)
    monkeypatch.setattr(inbox, "GATHERING", 0.1)
    live.keep(MAIN, listened_to=True)
    app = live.estate.apps[MAIN]
    owner = httpx.AsyncClient(base_url=f"{app.url}/api/v3", headers={"X-Api-Key": app.api_key})
    async with owner, opened(live.services()) as screen:
        await screen.press("B")
        await screen.until(lambda: screen.view(MAIN).row.complete_at and screen.view(MAIN).is_live)
        assert "up, live" in screen.view(MAIN).sign.text
        await screen.press("2")
        found = screen.app.main.query(LibraryPane)
        await screen.until(lambda: found and found.first().titles.total_count)
        table = found.first().titles
        await screen.press("down", "down", "down")
        before, top = table.cursor_key, table.scroll_offset
        title = next(row for row in table.rows if row.key == table.visible_keys[5])
        number, monitored = title.copies[0].item_id, title.copies[0].monitored
        movie = (await owner.get(f"/movie/{number}")).json()
        await owner.put(f"/movie/{number}", json=movie | {"monitored": not monitored})

        def changed() -> bool:
            row = table.get_row(title.key)
            return row is not None and row.copies[0].monitored is not monitored

        await screen.until(changed)
        await screen.until(lambda: table._flashing == {title.key})
        assert (table.cursor_key, table.scroll_offset) == (before, top)

        await screen.press("9")
        panes = screen.app.main.query(ActivityPane)
        await screen.until(lambda: panes and panes.first()._table.total_count)
        assert "live" in screen.text("ReadingLine")
        command = {"id": 999, "name": "RssSync", "status": "started", "body": {}}
        app.hub.broadcast({"name": "command", "body": {"resource": command, "action": "updated"}})
        key = (MAIN, ActivityKind.COMMAND, "999")
        await screen.until(lambda: key in panes.first()._table._flashing)


async def test_a_flash_ends(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flashing, "FLASH_SECONDS", 0.05)
    live.keep(MAIN)
    async with opened(live.services()) as screen:
        table = screen.estate
        table.flash([MAIN, "nobody"])
        assert table._flashing == {MAIN}
        assert "◆" in "".join(strip.text for strip in (table.render_line(y) for y in range(3)))
        await screen.until(lambda: not table._flashing)
