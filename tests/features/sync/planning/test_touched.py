"""Which events touch a title of a followed pair."""

from __future__ import annotations

import pytest

from arrtui.core.config.sync import SyncPair
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.features.sync.planning.touched import Writes, touches
from tests.features.sync.pairs import pair

MAIN, TWIN = "radarr.main", "radarr.uhd"
ADD, MIRROR, UNION = pair(), pair(mode="mirror"), pair(mode="union")
WITH_FILE = pair(include={"has_file": True})


def event(kind: EventType, instance: str = MAIN, *, own: bool = False, **facts: int) -> EstateEvent:
    return EstateEvent(type=kind, at=1.0, id=7, instance=instance, external_id="603", own=own, facts=facts)


@pytest.mark.parametrize(
    ("options", "happened", "touched"),
    [
        (ADD, event(EventType.TITLE_ADDED), ["603"]),
        (ADD, event(EventType.UNMONITORED), ["603"]),
        (ADD, event(EventType.TITLE_CHANGED, own=True), ["603"]),
        (ADD, event(EventType.TITLE_REMOVED), []),
        (MIRROR, event(EventType.TITLE_REMOVED), ["603"]),
        (ADD, event(EventType.FILE_ADDED), []),
        (WITH_FILE, event(EventType.FILE_ADDED), ["603"]),
        (ADD, event(EventType.TITLE_ADDED, TWIN), []),
        (UNION, event(EventType.TITLE_ADDED, TWIN), ["603"]),
        (UNION, event(EventType.TITLE_CHANGED, TWIN), []),
        (UNION, event(EventType.TITLE_REMOVED), []),
        (ADD, event(EventType.MANY_CHANGES, title_changed=1_200), [""]),
        (ADD, event(EventType.MANY_CHANGES, file_changed=1_200), []),
        (ADD, event(EventType.MANY_CHANGES, own=True, title_changed=1_200), []),
        (ADD, event(EventType.GRABBED), []),
    ],
)
def test_what_a_pair_looks_at_touches_it(
    options: SyncPair, happened: EstateEvent, touched: list[str]
) -> None:
    assert [(touch.external_id, touch.event_id) for touch in touches(options, [happened], {})] == [
        (external_id, 7) for external_id in touched
    ]


@pytest.mark.parametrize(
    ("writes", "followed"),
    [
        ({(MAIN, "603"): {"radarr.other"}}, True),
        ({(MAIN, "604"): {TWIN}}, True),
        ({(MAIN, "603"): {TWIN}}, False),
        (
            {(MAIN, "603"): {"radarr.b"}, ("radarr.b", "603"): {"radarr.c"}, ("radarr.c", "603"): {TWIN}},
            False,
        ),
        ({(MAIN, "603"): {"radarr.b"}, ("radarr.b", "603"): {MAIN}}, True),
    ],
)
def test_what_following_wrote_is_not_followed_back(writes: Writes, followed: bool) -> None:
    own = event(EventType.TITLE_CHANGED, own=True)
    assert bool(touches(ADD, [own], writes)) is followed
    by_others = event(EventType.TITLE_CHANGED)
    assert touches(ADD, [by_others], writes)
