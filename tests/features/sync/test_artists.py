"""Artists and their albums: planned, written, read back, undone and restored on two simulated Lidarrs."""

from __future__ import annotations

from typing import Any

from arrtui.core.config.sync import SyncPair
from arrtui.features.sync.model import Fields, Op, Side
from tests.features.sync.pairs import pair
from tests.features.sync.rig import Rig, posted

MAIN, SECOND = "lidarr.main", "lidarr.second"
UPDATE = ("monitored", "quality_profile", "metadata_profile", "tags", "monitor_new_items", "episodes")


def artists(**options: Any) -> SyncPair:
    """Return a pair of the two Lidarrs that keeps everything equal but folders."""
    values: dict[str, Any] = {"target": SECOND, "update": UPDATE, "roots": {"*": "/music"}} | options
    return pair(kind="lidarr", **values)


def state(side: Side) -> dict[str, Fields]:
    """Return artists with their albums by external id, without what differs by itself between instances."""
    return {
        title.item.external_id: {
            "title": title.item.title,
            "monitored": title.item.monitored,
            "profiles": (title.profile, title.metadata_profile),
            "tags": title.tags,
            "new": title.item.monitor_new_items,
            "albums": dict(side.episodes.get(title.item.id, {})),
        }
        for title in side.titles
    }


def of(side: Side, external_id: str) -> int:
    """Return the id of an artist on an instance."""
    return next(title.item.id for title in side.titles if title.item.external_id == external_id)


def side_of(rig: Rig, name: str) -> Side:
    return rig.side(name, episodes=True, files=True)


async def test_a_sync_carries_artists_with_both_profiles_and_the_choice_of_albums(music: Rig) -> None:
    plan_id = music.save(await music.compare(artists()))
    before = state(side_of(music, SECOND))
    kinds = [planned.entry.op for planned in music.entries(plan_id)]
    assert Op.ADD in kinds
    assert Op.UPDATE in kinds
    await music.apply(plan_id, SECOND)
    assert music.problems(plan_id) == []
    await music.back_up(SECOND)
    main, second = state(side_of(music, MAIN)), state(side_of(music, SECOND))
    for external_id, wanted in main.items():
        got = second[external_id]
        both = wanted["albums"].keys() & got["albums"].keys()
        assert {name: wanted[name] for name in wanted if name != "albums"} == {
            name: got[name] for name in got if name != "albums"
        }
        assert {key: wanted["albums"][key] for key in both} == {key: got["albums"][key] for key in both}
        if external_id not in before:
            assert wanted["albums"].keys() == got["albums"].keys()
    again = await music.compare(artists())
    assert again.entries == []
    adds = posted(music.app(SECOND), ["/api/v1/artist", "/api/v1/artist/import"])
    assert len(adds) == kinds.count(Op.ADD)
