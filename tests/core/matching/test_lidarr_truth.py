"""The formats and scores of music files are those that the real Lidarr gave them (LIDARR_API 5.4)."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.matching import MatchFacts, compile_format, evaluate
from arrtui.core.matching.names import base_name, titles_of_file, titles_of_release
from arrtui.core.profiles import parse_profile
from tests.core.matching.truth import read_record

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


@pytest.mark.parametrize("files", ("second.files", "read.files-artist"))
def test_every_recorded_file_has_the_formats_and_the_score_that_the_app_gave_it(files: str) -> None:
    profiles = {row["id"]: parse_profile(row).scores for row in body("second.qualityprofile")}
    artists = {row["id"]: row["qualityProfileId"] for row in body("second.artists")}
    rows = body(files)
    assert len(rows) >= 10
    for file in rows:
        formats = matched(facts_of(file))
        assert formats == {row["id"] for row in file["customFormats"]}, file["path"]
        if files == "second.files":
            scores = profiles[artists[file["artistId"]]]
            assert sum(scores[number] for number in formats) == file["customFormatScore"]


@pytest.mark.parametrize("push", ("push.better-quality", "push.lower-quality"))
def test_a_release_has_the_formats_and_the_score_that_the_app_gave_it(push: str) -> None:
    release = body(push)
    facts = MatchFacts(
        titles=titles_of_release(KIND, release["title"]),
        release_group=release["releaseGroup"],
        indexer_flags=release["indexerFlags"],
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
