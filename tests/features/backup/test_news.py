"""What the changes of a snapshot mean, as events."""

from __future__ import annotations

from typing import Any

from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.core.estate_events import EstateEvent, EventSource, EventType
from arrtui.features.backup.news import MOST_EVENTS, NewsContext, RootCount, TitleName, events_of, lost

ALIEN = TitleName("348", "Alien", 1979, "/movies")


def change(
    type: EntityType, key: int, item_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Change:
    kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
    return Change(type=type, key=str(key), kind=kind, item_id=item_id, before=before, after=after)


def title(item_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    return change(EntityType.ITEM, item_id, item_id, before, after)


def file(key: int, item_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    return change(EntityType.FILE, key, item_id, before, after)


def episode(key: int, before: dict[str, Any], after: dict[str, Any]) -> Change:
    return change(EntityType.EPISODE, key, 1, before, after)


def events(*changes: Change, **context: Any) -> list[EstateEvent]:
    facts: dict[str, Any] = {"titles": {1: ALIEN}} | context
    return events_of(changes, NewsContext("radarr.main", 7, 100.0, EventSource.LIVE, **facts))


def types(*changes: Change, **context: Any) -> list[str]:
    return [event.type.value for event in events(*changes, **context)]


def test_a_title_is_added_changed_unmonitored_moved_and_removed() -> None:
    whole = {"id": 9, "external_id": "1", "title": "Heat", "year": 1995, "root_folder": "/movies"}
    assert types(title(1, None, whole)) == ["title_added"]
    assert types(title(1, {"monitored": True}, {})) == ["unmonitored"]
    assert types(title(1, {}, {"monitored": True})) == ["title_changed"]
    assert types(title(1, {"path": "/a", "profile_id": 1}, {"path": "/b", "profile_id": 2})) == [
        "renamed",
        "title_changed",
    ]
    (gone,) = events(title(9, whole, None), file(4, 9, {"size": 1}, None))
    assert (gone.type, gone.title, gone.external_id) == (EventType.TITLE_REMOVED, "Heat", "1")
    assert gone.facts == {"files": 1}, "its files are no losses of their own"
    assert lost(gone) == 1


def test_an_upgrade_is_no_loss_by_the_new_file_by_its_episodes_or_by_the_word_of_the_app() -> None:
    old, new = {"size": 1}, {"size": 2, "score": 20, "scene_name": "Alien.2160p"}
    replaced = events(file(4, 1, old, None), file(5, 1, None, new))
    assert [(event.type, event.upgrade) for event in replaced] == [
        (EventType.FILE_REMOVED, True),
        (EventType.FILE_ADDED, True),
    ]
    assert (replaced[1].score, replaced[1].release) == (20, "Alien.2160p")
    moved_on = [episode(8, {"file_id": 4}, {"file_id": 5}), file(4, 1, old, None), file(5, 1, None, new)]
    emptied = [episode(9, {"file_id": 6}, {}), file(6, 1, old, None)]
    losses = [event for event in events(*moved_on, *emptied) if lost(event)]
    assert [event.key for event in losses] == ["7 file 6"]
    assert [lost(event) for event in events(file(4, 1, old, None), upgraded={(1, 0)})] == [0]
    assert [lost(event) for event in events(file(4, 1, old, None))] == [1]


def test_the_files_of_an_album_come_and_go_together() -> None:
    tracks = [{"album_id": 30, "size": 2}, {"album_id": 30, "size": 3}, {"album_id": 31, "size": 9}]
    albums = {30: "Archive", 31: "Copper"}
    gone = events(*(file(n, 1, record, None) for n, record in enumerate(tracks, 4)), albums=albums)
    assert [(own.type, own.album_id, own.album, own.season) for own in gone] == [
        (EventType.FILE_REMOVED, 30, "Archive", None),
        (EventType.FILE_REMOVED, 31, "Copper", None),
    ]
    assert (gone[0].facts["files"], gone[0].facts["size"]) == (2, 5)
    assert sum(map(lost, gone)) == 2
    told = events(
        *(file(n, 1, row, None) for n, row in enumerate(tracks, 4)), albums=albums, upgraded={(1, 31)}
    )
    assert [own.album for own in told if lost(own)] == ["Archive"]
    album = change(EntityType.EPISODE, 30, 1, {"id": 30}, None)
    assert types(album, *(file(n, 1, row, None) for n, row in enumerate(tracks[:2], 4))) == ["title_changed"]
    came = [file(n, 1, None, record) for n, record in enumerate(tracks[:2], 14)]
    replaced = events(*(file(n, 1, row, None) for n, row in enumerate(tracks, 4)), *came, albums=albums)
    assert [(own.type.value, own.album_id, own.upgrade) for own in replaced] == [
        ("file_removed", 30, True),
        ("file_removed", 31, False),
        ("file_added", 30, True),
    ]


def test_our_own_write_explains_only_what_it_may_cause() -> None:
    gone = title(2, {"id": 2, "external_id": "348"}, None)
    assert [lost(event) for event in events(gone, own_steps={"348": {"remove"}})] == [0]
    assert [lost(event) for event in events(gone, own_steps={"348": {"edit"}})] == [1]
    unmonitored = title(1, {"monitored": True}, {})
    assert [event.own for event in events(unmonitored, own_steps={"348": {"edit"}})] == [True]


def test_episodes_are_told_by_season_and_renames_by_file() -> None:
    numbers = {8: (1, 3), 9: (1, 4), 10: (2, 1)}
    unmonitored = events(*(episode(key, {"monitored": True}, {}) for key in numbers), episodes=numbers)
    assert [(event.season, event.episode, event.facts["episodes"]) for event in unmonitored] == [
        (1, None, 2),
        (2, 1, 1),
    ]
    assert types(file(4, 1, {"relative_path": "a"}, {"relative_path": "b"})) == ["renamed"]
    assert types(file(4, 1, {"score": 0}, {"score": 20})) == ["file_changed"]


def test_many_changes_are_one_event_that_still_counts_the_losses() -> None:
    number = MOST_EVENTS + 1
    many = [file(key, 1, {"score": 0}, {"score": 1}) for key in range(number - 3)]
    gone = [title(key, {"id": key, "external_id": str(key)}, None) for key in range(10, 13)]
    (event,) = events(*many, *gone, file(9, 1, None, {"size": 1}))
    assert event.type is EventType.MANY_CHANGES
    assert (event.facts["title_removed"], event.facts["file_changed"], lost(event)) == (3, number - 3, 3)


def test_a_root_folder_that_has_nothing_left_is_told() -> None:
    names = {key: TitleName(str(key), "T", 0, "/nas") for key in range(1, 5)}
    gone = [file(key, key, {"size": 1}, None) for key in range(1, 5)]
    last = events(*gone, titles=names, roots={"/nas": RootCount(4, 0)})[-1]
    assert (last.type, last.facts) == (EventType.ROOT_EMPTIED, {"root_folder": "/nas", "files": 4})
    assert "root_emptied" not in types(*gone, titles=names, roots={"/nas": RootCount(4, 1)})
