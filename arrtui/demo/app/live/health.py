"""What the health says of notifications that are paused (`NotificationStatusCheck`)."""

from __future__ import annotations

from arrtui.demo.app.providers import is_on
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj


def paused_notifications(store: Store) -> list[Obj]:
    """Return the row of the check: an error while every notification that is on is paused, none without."""
    rows = [row for row in store.providers["notification"].values() if is_on(row)]
    paused = [row["name"] for row in rows if store.backoff.is_paused(row["id"])]
    if not paused:
        return []
    if len(paused) == len(rows):
        level, text = "error", "All notifications are unavailable due to failures"
    else:
        level, text = "warning", f"Notifications unavailable due to failures: {', '.join(paused)}"
    wiki = f"https://wiki.servarr.com/{store.kind}/system#notifications-are-unavailable-due-to-failures"
    return [{"source": "NotificationStatusCheck", "type": level, "message": text, "wikiUrl": wiki}]
