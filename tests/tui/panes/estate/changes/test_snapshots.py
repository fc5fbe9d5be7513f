"""What the days, the backups and the list of changes look like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from arrtui.core.domain import Change, ChangeKind, EntityType, decode
from arrtui.db import records
from arrtui.db.models import Snapshot
from arrtui.db.snapshots import insert_changes, list_snapshots
from arrtui.runtime.services import Services
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.estate.changes.list_screen import ChangeListScreen
from arrtui.tui.panes.estate.changes.screen import ChangesScreen
from tests.tui.estates import CONFIG, scene_services
from tests.tui.renditions import PLAIN
from tests.tui.scenes import SIZES, app_at_now, ready, settled, until

SIXTH = '[sonarr.kids]\nurl = "http://nas:8991"\napi_key = "0123456789abcdef0123456789abcdef"\n\n[database]'
SIX = CONFIG.replace("[database]", SIXTH)
STEPS = {
    "days": (),
    "days-detail": ("d",),
    "days-one": ("greater_than_sign",),
    "backups": ("right_square_bracket", "down", "space"),
    "list": ("enter",),
    "list-detail": ("enter", "down", "d"),
    "list-filter": ("enter", "slash", *"file", "enter"),
}
SnapCompare = Callable[..., bool]


def add_changes() -> None:
    """Let the last backup of an instance have one change of each sort; to be called while writing."""
    newest = list_snapshots(["radarr.main"])[0]
    number = newest.instance_id
    items = dict(list(records.iter_docs(number, EntityType.ITEM))[:2])
    files = dict(list(records.iter_docs(number, EntityType.FILE))[:2])
    settings = dict(records.iter_docs(number, EntityType.SETTING))
    profile = next(key for key in settings if key.startswith("quality_profile/"))
    gone, changed = items
    replaced, file = files
    film = decode(items[gone]) | {"id": 9001, "title": "Heat", "year": 1995}
    scores = decode(settings[profile])["body"]["formatItems"]
    lower = [{**scores[0], "score": scores[0]["score"] - 50}, *scores[1:]]
    body = decode(settings[profile])["body"]
    item_ids = {key: decode(doc)["item_id"] for key, doc in files.items()}

    def change(kind: EntityType, key: str, before: Any, after: Any, item: int = 0) -> Change:
        what = (
            ChangeKind.ADDED
            if before is None
            else ChangeKind.REMOVED
            if after is None
            else ChangeKind.CHANGED
        )
        return Change(type=kind, key=key, kind=what, item_id=item, before=before, after=after)

    quality, old = {"quality": "WEBDL-1080p", "quality_id": 3}, {"quality": "Bluray-1080p", "quality_id": 7}
    rows = [
        change(EntityType.ITEM, "9001", film, None, 9001),
        change(EntityType.ITEM, changed, {"monitored": True}, {}, int(changed)),
        change(EntityType.FILE, file, old, quality, item_ids[file]),
        change(EntityType.FILE, replaced, None, decode(files[replaced]), item_ids[replaced]),
        change(EntityType.SETTING, "tag/9001", {"id": 9001, "type": "tag", "name": "kids"}, None),
        change(EntityType.SETTING, profile, {"body": {**body, "formatItems": lower}}, {"body": body}),
    ]
    insert_changes(newest.id, number, rows)
    Snapshot.update(added=1, changed=3, removed=2).where(Snapshot.id == newest.id).execute()


def steps(name: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Return what opens the changes from the Estate and goes on to a scene."""

    async def play(pilot: Pilot[Any]) -> None:
        await ready(pilot)
        await pilot.press("a", "c")
        await until(lambda: isinstance(pilot.app.screen, ChangesScreen), pilot)
        changes: Any = pilot.app.screen
        await until(lambda: changes.days.total_count, pilot)
        for key in STEPS[name]:
            await pilot.press(key)
            if key == "enter":
                await until(lambda: isinstance(pilot.app.screen, ChangeListScreen), pilot)
                await until(
                    lambda: pilot.app.screen.query_one("#change-list", EstateTable).total_count, pilot
                )
            await settled(pilot)

    return play


def compare(snap_compare: SnapCompare, name: str, size: str, services: Services) -> bool:
    """Compare a scene with its stored picture."""
    services.database.write_sync(add_changes)
    app = app_at_now(services, "dark")
    plain = PLAIN if size == "80x24" else ()
    return snap_compare(app, terminal_size=SIZES[size], run_before=steps(name), renditions=plain)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", STEPS)
def test_scene(snap_compare: SnapCompare, name: str, size: str, library: Path, tmp_path: Path) -> None:
    with scene_services(library, tmp_path, config=SIX) as services:
        assert compare(snap_compare, name, size, services)
