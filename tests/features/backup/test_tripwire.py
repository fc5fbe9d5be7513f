"""When losses raise an alarm, and what does not count."""

from __future__ import annotations

from typing import Any

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.features.backup.tripwire import TripwireRule, reason_of

RULE = TripwireRule(10, 10)


def event(number: int, type: EventType = EventType.TITLE_REMOVED, **values: Any) -> EstateEvent:
    return EstateEvent(type=type, at=0.0, id=number, key=f"1 {number}", **values)


def test_ten_losses_of_any_kind_are_too_many() -> None:
    kinds = [EventType.TITLE_REMOVED, EventType.FILE_REMOVED, EventType.UNMONITORED]
    losses = [event(number, kinds[number % 3]) for number in range(3, 13)]
    assert reason_of(losses[:9], RULE) == ""
    assert reason_of(losses, RULE) == (
        "4 titles removed and 3 files removed and 3 titles, seasons or albums unmonitored within 10 minutes, "
        "not by arrtui."
    )
    many = event(1, EventType.MANY_CHANGES, facts={"losses": 12, "file_changed": 2_000})
    assert reason_of([many], RULE).startswith("12 losses among many changes")


def test_what_we_did_what_was_replaced_and_what_was_resumed_do_not_count() -> None:
    explained = [event(number, own=True) for number in range(20)]
    explained += [event(20 + number, EventType.FILE_REMOVED, upgrade=True) for number in range(20)]
    assert reason_of(explained, RULE) == ""
    seen = [event(number) for number in range(1, 30)]
    resumed = event(30, EventType.FOLLOWING_RESUMED)
    assert reason_of([*seen, resumed, event(31)], RULE) == ""
    assert reason_of([*seen, resumed, *(event(31 + number) for number in range(10))], RULE)


def test_an_emptied_root_folder_raises_it_by_itself() -> None:
    sign = event(1, EventType.ROOT_EMPTIED, reason="The root folder /nas has no files any more.")
    assert reason_of([sign], RULE) == sign.reason


def test_albums_that_are_gone_count_and_episodes_do_not() -> None:
    def gone(instance: str, **more: Any) -> list[EstateEvent]:
        facts = {"episodes_removed": 6}
        values = {"facts": facts, "instance": instance, **more}
        return [event(number, EventType.TITLE_CHANGED, **values) for number in (1, 2)]

    assert reason_of(gone("lidarr.main")[:1], RULE) == ""
    assert reason_of(gone("lidarr.main"), RULE) == "12 albums removed within 10 minutes, not by arrtui."
    assert reason_of(gone("lidarr.main", own=True), RULE) == reason_of(gone("sonarr.main"), RULE) == ""
