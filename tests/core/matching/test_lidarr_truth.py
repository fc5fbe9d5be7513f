"""The formats and scores of music files are those that the real Lidarr gave them (LIDARR_API 5.4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from arrtui.core.matching import MatchFacts, compile_format, evaluate
from arrtui.core.matching.names import base_name, titles_of_file, titles_of_release
from arrtui.core.profiles import parse_profile
from tests.core.matching.truth import read_record
from tests.demo.replay.records import FOLDER

KIND = "lidarr"


def body(name: str) -> Any:
    return read_record(f"lidarr/{name}.json")["body"]


def matched(facts: MatchFacts) -> set[int]:
    answer = evaluate([compile_format(row, KIND) for row in body("second.customformat")], facts)
    assert not answer.unknown
    return set(answer.matched)


def facts_of(file: dict[str, Any]) -> MatchFacts:
    name = base_name(file["path"])
    return MatchFacts(
        titles=titles_of_file(KIND, file.get("sceneName") or "", "", name),
        file_name=name,
        release_group=file.get("releaseGroup") or "",
        indexer_flags=file["indexerFlags"],
        size=file["size"],
    )


def every(member: str) -> list[dict[str, Any]]:
    """Return each object of any record that has formats and a member, once."""
    if not FOLDER.is_dir():
        pytest.skip("the recordings are not beside the project")
    answers = [
        json.loads(path.read_text()).get("body") for path in sorted((FOLDER / "lidarr").glob("*.json"))
    ]
    told = (own for answer in answers for own in objects(answer) if {"customFormats", member} <= own.keys())
    return list({json.dumps(own, sort_keys=True): own for own in told}.values())


def objects(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a body."""
    if isinstance(tree, dict):
        yield tree
    for branch in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from objects(branch)


def test_every_file_of_any_record_has_the_formats_that_the_app_gave_it() -> None:
    files = every("dateAdded")
    assert len(files) >= 100
    for file in files:
        assert matched(facts_of(file)) == {row["id"] for row in file["customFormats"]}, file["path"]


def test_the_scores_of_a_whole_library_are_those_that_the_app_gave() -> None:
    profiles = {row["id"]: parse_profile(row).scores for row in body("second.qualityprofile")}
    artists = {row["id"]: row["qualityProfileId"] for row in body("second.artists")}
    for file in body("second.files"):
        scores = profiles[artists[file["artistId"]]]
        assert sum(scores[number] for number in matched(facts_of(file))) == file["customFormatScore"]


def test_every_row_of_the_history_has_the_formats_that_the_app_gives_it_now() -> None:
    """The app parses the source title again: only a whole release's name tells a group by its last word.

    What ``data`` says of the group of a file plays no part (``CustomFormatCalculationService``).
    """
    rows = every("eventType")
    assert {row["eventType"] for row in rows} >= {"grabbed", "trackFileImported", "trackFileDeleted"}
    for row in rows:
        data, is_release = row["data"], row["eventType"] in ("grabbed", "downloadImported")
        facts = MatchFacts(
            titles=titles_of_release(KIND, row["sourceTitle"]),
            release_group=data["releaseGroup"] if is_release else "",
            indexer_flags=0,
            size=int(data.get("size") or 0),
            is_stored_file=False,
        )
        assert matched(facts) == {own["id"] for own in row["customFormats"]}, row["sourceTitle"]
        if row["eventType"] == "grabbed":
            assert row["customFormatScore"] == int(data["customFormatScore"])


@pytest.mark.parametrize("push", ("push.better-quality", "push.lower-quality", "read.queue-live"))
def test_a_release_has_the_formats_and_the_score_that_the_app_gave_it(push: str) -> None:
    release = body(push)
    release = release.get("records", [release])[0]
    facts = MatchFacts(
        titles=titles_of_release(KIND, release["title"]),
        release_group=release.get("releaseGroup", release["title"].rpartition("-")[2]),
        indexer_flags=release.get("indexerFlags", 0),
        size=release["size"],
        is_stored_file=False,
    )
    formats = matched(facts)
    assert formats == {row["id"] for row in release["customFormats"]}
    scores = next(
        parse_profile(row).scores for row in body("read.qualityprofile") if row["name"] == "Scored Lossless"
    )
    assert sum(scores[number] for number in formats) == release["customFormatScore"]


def test_what_was_imported_keeps_its_group_and_loses_the_words_of_the_release() -> None:
    """Grabbed with 65, imported with 35 and 15: no scene name is stored (LIDARR_API 0.7)."""
    release = body("push.better-quality")
    scores = next(
        parse_profile(row).scores for row in body("read.qualityprofile") if row["cutoffFormatScore"]
    )
    points = []
    for track in ("101-Song 1 of 201-grp.flac", "102-Song 2 of 201-grp.flac"):
        facts = MatchFacts(
            titles=titles_of_file(KIND, "", track, track),
            file_name=track,
            release_group=release["releaseGroup"],
            indexer_flags=0,
            size=44_505,
        )
        points.append(sum(scores[number] for number in matched(facts)))
    assert [release["customFormatScore"], *points] == [65, 35, 15]
