"""What was grabbed: one event for a release, with its title, by whomever it was told."""

from __future__ import annotations

from arrtui.core.domain import Episode, Item, ReleaseEvent
from arrtui.core.estate_events import EventSource, EventType
from arrtui.features.live.grabs import Grabs, grab_events


def row(number: int, download: str, episode: int = 0) -> ReleaseEvent:
    return ReleaseEvent(
        id=number, item_id=7, episode_id=episode, source_title=f"R{number}", download_id=download, score=120
    )


def test_a_pack_is_one_event() -> None:
    items = {7: Item(id=7, external_id="27", title="Border", year=1997)}
    episodes = {number: Episode(id=number, season=2, number=number) for number in (1, 2, 3)}
    rows = [row(11, "AB", 1), row(12, "AB", 2), row(13, "CD", 3), row(14, "")]
    pack, single, plain = grab_events("sonarr.main", Grabs(rows, items, episodes), 5.0)
    assert (pack.type, pack.source, pack.key) == (EventType.GRABBED, EventSource.LIVE, "AB")
    assert (pack.title, pack.external_id, pack.season, pack.episode) == ("Border", "27", 2, None)
    assert (single.season, single.episode, single.release, single.score) == (2, 3, "R13", 120)
    assert plain.key == "history 14"
