"""Routes of history, wanted, queue, releases and exclusions: the same idea in both apps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from arrtui.demo.app.history import EVENTS, Row
from arrtui.demo.http.errors import failure, invalid, not_found, refuse_if_any, unreadable
from arrtui.demo.http.paging import PageRequest
from arrtui.demo.http.routing import HandlerRequest, Table, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.clock import iso


def _event(call: HandlerRequest, text: str) -> str:
    """An event by number or name, for the routes that take one."""
    events = EVENTS[call.app.kind]
    if text.isdigit() and int(text) in events:
        return events[int(text)]
    found = next((name for name in events.values() if name.lower() == text.lower()), None)
    if found is None:
        raise unreadable("eventType", f"The value '{text}' is not valid.")
    return found


def _of_events(call: HandlerRequest, rows: Iterable[Row], *, listed: bool) -> list[Row]:
    """Rows of the events asked for: numbers that repeat on `/history`, one name or number elsewhere."""
    if listed:
        names = {EVENTS[call.app.kind].get(number, "") for number in call.numbers("eventType")}
    else:
        text = call.text("eventType")
        names = {_event(call, text)} if text else set()
    return [row for row in rows if not names or row.event in names]


def history(call: HandlerRequest) -> Obj:
    """A page of history."""
    view = call.app.view
    page = PageRequest(call, view.history_keys, "date")
    rows = _of_events(call, call.app.store.history.rows, listed=True)
    items = set(call.numbers("movieIds" if call.app.kind == "radarr" else "seriesIds"))
    download, episode = call.text("downloadId"), call.number("episodeId")
    if items or download or episode:
        rows = [
            row
            for row in rows
            if (not items or row.item in items)
            and (not download or (row.download_id or "").lower() == download.lower())
            and (not episode or row.episode == episode)
        ]
    ordered = page.sort(rows) if page.key != "date" else rows if page.direction == "ascending" else rows[::-1]
    return page.result(len(rows), [view.history_record(call, row) for row in page.cut(ordered)])


def history_since(call: HandlerRequest) -> list[Obj]:
    """Rows at or after a date, oldest first; without a date everything, and never paged."""
    date = call.moment("date")
    log = call.app.store.history
    rows = _of_events(call, log.since(date) if date else log.rows, listed=False)
    return [call.app.view.history_record(call, row) for row in rows]


def history_of_movie(call: HandlerRequest) -> list[Obj]:
    """The rows of a movie, newest first."""
    return _history_of(call, call.number("movieId"))


def history_of_series(call: HandlerRequest) -> list[Obj]:
    """The rows of a series, or of one of its seasons, newest first."""
    season = call.text("seasonNumber")
    found = _history_of(call, call.number("seriesId"))
    if not season:
        return found
    episodes = call.store.episodes
    return [
        row
        for row in found
        if episodes.get(row["episodeId"], {}).get("seasonNumber") == call.number("seasonNumber")
    ]


def _history_of(call: HandlerRequest, item: int) -> list[Obj]:
    rows = _of_events(call, call.app.store.history.rows, listed=False)
    return [call.app.view.history_record(call, row) for row in reversed(rows) if row.item == item]


def wanted_missing(call: HandlerRequest) -> Obj:
    """Titles without a file."""
    return _wanted(call, call.app.view.missing(call, call.flag("monitored", True)))


def wanted_cutoff(call: HandlerRequest) -> Obj:
    """Files below the quality cutoff; the score plays no part."""
    return _wanted(call, call.app.view.cutoff_unmet(call, call.flag("monitored", True)))


def _wanted(call: HandlerRequest, items: list[Obj]) -> Obj:
    view = call.app.view
    page = PageRequest(call, view.wanted_keys, next(iter(view.wanted_keys)))
    return page.result(len(items), [view.wanted_record(call, item) for item in page.cut(page.sort(items))])


# ---- queue ----------------------------------------------------------------------------------------


def queue(call: HandlerRequest) -> Obj:
    """Running downloads; a page past the end is the last page again (`QueueController.cs:274`)."""
    page = PageRequest(
        call, {"timeleft": lambda item: item["timeleft"], "title": lambda item: item["title"]}, "timeleft"
    )
    items = list(call.app.store.queue.values())
    cut = page.cut(page.sort(items), last_again=True)
    if items:
        page.page = min(page.page, (len(items) - 1) // page.size + 1)
    return page.result(len(items), [call.app.view.queue_record(call, item) for item in cut])


def queue_details(call: HandlerRequest) -> list[Obj]:
    """All running downloads."""
    return [call.app.view.queue_record(call, item) for item in call.app.store.queue.values()]


def queue_status(call: HandlerRequest) -> Obj:
    """How many downloads run."""
    total = len(call.app.store.queue)
    flags = dict.fromkeys(("errors", "warnings", "unknownErrors", "unknownWarnings"), False)
    return {"totalCount": total, "count": total, "unknownCount": 0, **flags}


def delete_queue(call: HandlerRequest) -> Reply:
    """Take a download out of the queue."""
    if call.app.store.queue.pop(call.id, None) is None:
        raise not_found("QueueItem", call.id)
    return Reply(EMPTY)


def blocklist(call: HandlerRequest) -> Obj:
    """Blocked releases: none in the demo."""
    return PageRequest(call, {"date": lambda item: item}, "date").result(0, [])


def releases(call: HandlerRequest) -> list[Obj]:
    """What an interactive search finds; always the same for a title."""
    return call.app.view.releases(call)


def grab(call: HandlerRequest) -> Reply:
    """Grab a release a search found; 404 when the search is unknown."""
    body = call.object
    if "/release/" not in str(body.get("guid", "")):
        raise not_found("Release", 0)
    return Reply(body)


# ---- exclusions -----------------------------------------------------------------------------------


def _names(call: HandlerRequest) -> tuple[str, str, str]:
    return ("tmdbId", "movieTitle", "TmdbId") if call.app.kind == "radarr" else ("tvdbId", "title", "TvdbId")


def exclusions(call: HandlerRequest) -> Reply:
    """All exclusions; the unpaged list is deprecated and says so."""
    return Reply(list(call.app.store.exclusions.values()), headers={"deprecation": "true"})


def exclusions_paged(call: HandlerRequest) -> Obj:
    """A page of exclusions."""
    key, title, _ = _names(call)
    keys: dict[str, Any] = {
        "id": lambda item: item["id"],
        key: lambda item: item[key],
        title: lambda item: item[title],
    }
    page = PageRequest(call, keys, "id")
    items = list(call.app.store.exclusions.values())
    return page.result(len(items), page.cut(page.sort(items)))


def exclusion(call: HandlerRequest) -> Obj:
    """One exclusion."""
    if call.id not in call.app.store.exclusions:
        raise not_found("ImportListExclusion", call.id)
    return call.app.store.exclusions[call.id]


def _save_exclusion(call: HandlerRequest, body: Obj, number: int = 0) -> Obj:
    key, title, _ = _names(call)
    table = call.app.store.exclusions
    number = number or call.app.store.next_id(table)
    row = {"id": number, key: body.get(key), title: body.get(title)}
    if call.app.kind == "radarr":
        row["movieYear"] = body.get("movieYear", 0)
    table[number] = row
    return row


def _check_exclusion(call: HandlerRequest, body: Obj, own: int = 0) -> None:
    key, title, name = _names(call)
    value, rows = body.get(key) or 0, call.app.store.exclusions.values()
    found = []
    if value <= 0:
        found.append(failure(name, f"'{name}' must not be empty.", value, "NotEmptyValidator"))
    if not body.get(title):
        found.append(failure(title[0].upper() + title[1:], "must not be empty.", None, "NotEmptyValidator"))
    if any(row[key] == value and row["id"] != own for row in rows):
        found.append(
            failure(
                name, "This exclusion has already been added.", value, "ImportListExclusionExistsValidator"
            )
        )
    refuse_if_any(found)


def post_exclusion(call: HandlerRequest) -> Reply:
    """Add an exclusion."""
    body = call.object
    _check_exclusion(call, body)
    path = "exclusions" if call.app.kind == "radarr" else "importlistexclusion"
    return created(path, _save_exclusion(call, body))


def put_exclusion(call: HandlerRequest) -> Reply:
    """Change an exclusion."""
    body = call.object
    number = int(body.get("id") or call.params["id"])
    if number not in call.app.store.exclusions:
        raise not_found("ImportListExclusion", number)
    _check_exclusion(call, body, number)
    return Reply(_save_exclusion(call, body, number), 202)


def post_exclusions(call: HandlerRequest) -> list[Obj]:
    """Add many exclusions, unchecked; those that are there already are skipped."""
    key = _names(call)[0]
    present = {row[key] for row in call.app.store.exclusions.values()}
    return [_save_exclusion(call, item) for item in call.objects if item.get(key) not in present]


def delete_exclusion(call: HandlerRequest) -> Reply:
    """Delete an exclusion."""
    if call.app.store.exclusions.pop(call.id, None) is None:
        raise not_found("ImportListExclusion", call.id)
    return Reply(EMPTY)


def delete_exclusions(call: HandlerRequest) -> Obj:
    """Delete many exclusions."""
    for number in integers(call.object, "ids"):
        call.app.store.exclusions.pop(number, None)
    return {}


def mark_failed(call: HandlerRequest) -> Obj:
    """Mark a grab as failed."""
    row = next((row for row in call.app.store.history.rows if row.id == call.id), None)
    if row is None:
        raise not_found("History", call.id)
    if row.event != "grabbed":
        raise invalid(failure("id", f"Only a grab can fail, {iso(row.at)}", call.id))
    return {}


def _exclusion_routes(path: str) -> Table:
    return [
        ("GET", path, exclusions),
        ("POST", path, post_exclusion),
        ("GET", f"{path}/paged", exclusions_paged),
        ("POST", f"{path}/bulk", post_exclusions),
        ("DELETE", f"{path}/bulk", delete_exclusions),
        ("GET", f"{path}/{{id:int}}", exclusion),
        ("PUT", f"{path}/{{id:int}}", put_exclusion),
        ("DELETE", f"{path}/{{id:int}}", delete_exclusion),
    ]


TABLE: Table = [
    ("GET", "/api/v3/history", history),
    ("GET", "/api/v3/history/since", history_since),
    ("POST", "/api/v3/history/failed/{id:int}", mark_failed),
    ("GET", "/api/v3/wanted/missing", wanted_missing),
    ("GET", "/api/v3/wanted/cutoff", wanted_cutoff),
    ("GET", "/api/v3/queue", queue),
    ("GET", "/api/v3/queue/details", queue_details),
    ("GET", "/api/v3/queue/status", queue_status),
    ("DELETE", "/api/v3/queue/{id:int}", delete_queue),
    ("GET", "/api/v3/blocklist", blocklist),
    ("GET", "/api/v3/release", releases),
    ("POST", "/api/v3/release", grab),
]
OWN: dict[str, Table] = {
    "radarr": [("GET", "/api/v3/history/movie", history_of_movie), *_exclusion_routes("/api/v3/exclusions")],
    "sonarr": [
        ("GET", "/api/v3/history/series", history_of_series),
        *_exclusion_routes("/api/v3/importlistexclusion"),
    ],
}
