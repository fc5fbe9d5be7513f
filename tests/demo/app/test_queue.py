"""Removing downloads from the queue, the blocklist, and grabbing what a search has listed."""

from __future__ import annotations

import random
from typing import Any

import pytest

from arrtui.demo.app.chains.player import ChainPlayer, Release, pack_of
from arrtui.demo.app.store import Store
from arrtui.demo.estate import SimulatedEstate
from tests.demo.conftest import Api


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def either(estate: SimulatedEstate, request: pytest.FixtureRequest) -> Api:
    """A client of each app."""
    return Api(estate.apps[request.param])


def queue_a_grab(store: Store) -> tuple[dict[str, Any], Release, str]:
    """Grab a release and leave it in the queue; return its row, the release and its download id."""
    title = next(title for title in store.titles.values() if store.files_of(title["id"]))
    episode = (store.first_season(title) or [None])[0]
    store.history.replay(title["id"], episode["id"] if episode else 0)
    player = ChainPlayer(store, title, episode, random.Random(7), 1_760_000_000.0)
    release = player.release("1080p.WEB-DL.H.264", "NTb")
    download_id = player.grab(release)
    player.queue(release, download_id, "Not a Custom Format upgrade")
    row = next(row for row in store.queue.values() if row.get("downloadId") == download_id)
    return row, release, download_id


@pytest.mark.parametrize("skip", [True, False])
def test_a_blocked_download_is_noted_as_failed_and_searched_again_only_if_asked(
    either: Api, skip: bool
) -> None:
    store = either.app.store
    row, release, download_id = queue_a_grab(store)
    number = row[store.spec.id_key]
    before = len(store.commands.items)
    query = {"removeFromClient": "true", "blocklist": "true", "skipRedownload": str(skip).lower()}
    assert either("DELETE", f"queue/{row['id']}", params=query).status_code == 200
    assert download_id not in {row.get("downloadId") for row in either.get("queue/details")}
    last = store.history.rows[-1]
    assert (last.event, last.download_id) == ("downloadFailed", download_id)
    assert (last.extra or {})["message"] == "Manually marked as failed"
    blocked = either.get("blocklist", **{store.spec.ids_key: number})["records"]
    assert [row["sourceTitle"] for row in blocked] == [release.name]
    assert blocked[0][store.spec.noun]["id"] == number
    assert (len(store.commands.items) == before) is skip
    assert either("DELETE", f"blocklist/{blocked[0]['id']}").status_code == 200
    assert either.get("blocklist")["totalRecords"] == 0


def test_what_is_neither_blocked_nor_removed_from_its_client_is_ignored(either: Api) -> None:
    row, _, _ = queue_a_grab(either.app.store)
    assert either("DELETE", "queue/bulk", json={"ids": [row["id"], 999_999]}).status_code == 404
    assert row["id"] in {row["id"] for row in either.get("queue/details")}
    either("DELETE", "queue/bulk", json={"ids": [row["id"]]}, params={"removeFromClient": "false"})
    last = either.app.store.history.rows[-1]
    assert last.event == "downloadIgnored" and either.get("blocklist")["totalRecords"] == 0


def test_what_a_search_has_listed_is_grabbed_by_hand_and_forgotten_after_a_while(either: Api) -> None:
    store = either.app.store
    row, release, _ = queue_a_grab(store)
    query = {"episodeId": row["episodeId"]} if "episodeId" in row else {"movieId": row["movieId"]}
    listed = {row["title"]: row for row in either.get("release", **query)}
    again = listed[release.name]
    assert again["rejections"][0].startswith("Release in queue has an equal or higher")
    body = {name: again[name] for name in ("guid", "indexerId")}
    assert either("POST", "release", json=body).status_code == 200
    grab = store.history.rows[-1]
    assert (grab.event, grab.source_title) == ("grabbed", release.name)
    assert (grab.extra or {})["releaseSource"] == "InteractiveSearch"
    store.releases.indexers_down = True
    assert either("POST", "release", json=body).status_code == 409
    assert either.get("release", **query) == []
    store.releases.indexers_down = False
    store.releases.listed[again["guid"]] = store.releases.listed[again["guid"]]._replace(listed_at=0.0)
    gone = either("POST", "release", json=body)
    assert gone.status_code == 404 and "try searching again" in gone.json()["message"]


def test_a_pack_is_of_a_whole_season_and_no_answer_to_a_search_for_one_episode(
    estate: SimulatedEstate,
) -> None:
    tv = Api(estate.apps["sonarr.main"])
    row, _, _ = queue_a_grab(tv.app.store)
    store = tv.app.store
    series, episode = store.titles[row["seriesId"]], store.episodes[row["episodeId"]]
    player = ChainPlayer(store, series, episode, random.Random(8), 1_760_000_000.0)
    pack = pack_of([player], "1080p.WEB-DL.H.264", "FLUX")
    player.grab(pack)
    season = {"seriesId": series["id"], "seasonNumber": episode["seasonNumber"]}
    for query, refused in (({"episodeId": episode["id"]}, True), (season, False)):
        (found,) = [release for release in tv.get("release", **query) if release["title"] == pack.name]
        assert found["fullSeason"] and found["episodeNumbers"] == []
        assert len(found["mappedEpisodeNumbers"]) > 1
        assert ("Full season pack" in found["rejections"]) is refused
