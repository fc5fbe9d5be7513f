"""The season pass: what is monitored of many series at once (`SeasonPassController`)."""

from __future__ import annotations

from arrtui.demo.app.live.events import TitleEdited
from arrtui.demo.app.rows import require_rows
from arrtui.demo.http.errors import broken, unreadable
from arrtui.demo.http.routing import Table, accepted, check_types
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.sonarr.monitoring import MONITOR_TYPES, apply_monitor
from arrtui.demo.sonarr.views import Call


def post_season_pass(call: Call) -> Reply:
    """Set flags of series and seasons, then monitor their episodes by `monitoringOptions`, if there are any.

    Without options a flag of a season leaves its episodes as they are.
    """
    store, body = call.store, call.object
    check_types(body, series=list, monitoringOptions=dict)
    if body.get("series") is None:
        raise broken("Value cannot be null. (Parameter 'source')")
    options = body.get("monitoringOptions")
    monitor = _monitor(options) if options is not None else None
    changes = body["series"]
    rows = require_rows(store.series, [int(change.get("id") or 0) for change in changes])
    for series, change in zip(rows, changes, strict=True):
        seasons = store.seasons_of(series)
        if change.get("monitored") is not None:
            series["monitored"] = change["monitored"]
        flags = {row["seasonNumber"]: bool(row.get("monitored")) for row in change.get("seasons") or ()}
        for season in seasons:
            season["monitored"] = flags.get(season["seasonNumber"], season["monitored"])
        if monitor == "none":
            series["monitored"] = False
        if monitor is not None:
            apply_monitor(monitor, seasons, store.episodes_of(series["id"]))
        store.publish(TitleEdited(series, episodes_changed=True))
    return accepted({})


def _monitor(options: Obj) -> str:
    """Return how episodes are to be monitored. Raises ApiError 400 for a word the app does not know."""
    monitor = options.get("monitor") or "unknown"
    if monitor not in MONITOR_TYPES:
        text = "The JSON value could not be converted to MonitorTypes."
        raise unreadable("$.monitoringOptions.monitor", text)
    return str(monitor)


TABLE: Table = [("POST", "/api/v3/seasonpass", post_season_pass)]
