"""What indexers say arrives on one line, without keys, and never as more than can be shown."""

from __future__ import annotations

import json

from arrtui.clients import decoding, wire
from arrtui.clients.releases import FoundRelease, _release_of


def decoded(*rows: object) -> tuple[list[FoundRelease], int]:
    """Return the releases of an answer, and how many elements of it were left out."""
    fetched = decoding.read_list(json.dumps(rows).encode(), wire.ReleaseResource, _release_of)
    return fetched.records, len(fetched.skipped)


def test_what_an_indexer_says_is_cleaned_before_anything_keeps_it() -> None:
    key = "0123456789abcdef"
    ((release,), skipped) = decoded(
        {
            "guid": f"https://indexer.example/1?apikey={key}",
            "indexerId": 3,
            "indexer": "In\x1b[2Jdex\u202eer",
            "title": "Silver\nHarbor\t2019 \u2067" + "y" * 5_000,
            "rejections": [f"https://indexer.example/api?apikey={key}&t=get failed"] * 900,
            "size": -1,
            "ageHours": "young",
            "quality": None,
            "languages": None,
            "protocol": "torrent",
            "seeders": 0,
        },
        {"title": "nobody knows what it is"},
        7,
    )
    assert skipped == 2
    assert release.title.startswith("Silver Harbor 2019 y") and len(release.title) == 500
    assert release.indexer.isprintable() and "\x1b" not in release.indexer
    assert (release.size, release.age_hours, release.quality, release.languages) == (0, 0.0, "", ())
    assert (release.seeders, release.leechers, release.can_be_grabbed) == (0, None, True)
    assert len(release.rejections) == 50 and key not in "".join(release.rejections)
    assert key not in repr(release) and key in release.guid


def test_where_the_app_maps_other_episodes_these_count() -> None:
    numbers = {"seasonNumber": 1, "episodeNumbers": [13], "fullSeason": False}
    mapped = {"mappedSeasonNumber": 2, "mappedEpisodeNumbers": [1, 2]}
    ((plain, own), _) = decoded({"guid": "a", **numbers}, {"guid": "b", **numbers, **mapped})
    assert (plain.season, plain.episodes) == (1, (13,))
    assert (own.season, own.episodes) == (2, (1, 2))
