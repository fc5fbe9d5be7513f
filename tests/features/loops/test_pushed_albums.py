"""Releases of albums that were pushed to the real Lidarr: which of its rules they show, and our verdicts."""

from __future__ import annotations

import pytest

from arrtui.clients import decoding, wire
from arrtui.clients.releases import FoundRelease, _release_of
from arrtui.core.domain import MediaFile
from arrtui.core.profiles import parse_profile
from arrtui.features.loops.offers import UNKNOWN_SUBJECT, JudgedRelease, SearchedTitle, judge_releases
from tests.core.matching.truth import read_record

FLAC = 6
OURS = "Quality profile and existing files"
RULES = {
    "is larger than maximum allowed": "AcceptableSizeSpecification: how long the album is, is not stored",
    "is not wanted in profile": OURS,
    "Existing files on disk is of equal or higher preference": OURS,
    "Recent grab event in history": "HistorySpecification: of the last 12 hours, and not in a search by hand",
    "Unable to parse albums from release name": "DownloadDecisionMaker: no rule is asked",
}
"""What a recorded rejection says → the rule, and why it is left to the app where it is not ours."""


def pushed(name: str) -> FoundRelease:
    raw = read_record(f"lidarr/push.{name}.json")["body"]
    return _release_of(decoding.as_type(raw, wire.ReleaseResource))


def judged(release: FoundRelease) -> JudgedRelease:
    """Judge a release by the album it was pushed for: four files of FLAC, imported with 5 points."""
    bodies = read_record("lidarr/read.qualityprofile.json")["body"]
    profile = next(parse_profile(row) for row in bodies if row["cutoffFormatScore"] == 100)
    facts = {"item_id": 1, "quality_id": FLAC, "quality": "FLAC", "score": 5}
    files = [MediaFile(id=number, relative_path=f"{number}.flac", size=1, **facts) for number in range(1, 5)]
    (verdict,) = judge_releases([release], SearchedTitle(profile, album_files=files))
    return verdict


@pytest.mark.parametrize(
    ("name", "takes", "words"),
    [
        ("better-quality", True, "+60 over the file's 5"),
        ("lower-quality", False, "MP3-320 is not wanted in the profile"),
        ("unknown-artist", None, UNKNOWN_SUBJECT),
    ],
)
def test_each_pushed_release_is_judged_as_by_the_app_or_left_to_it(
    name: str, takes: bool | None, words: str
) -> None:
    release = pushed(name)
    verdict = judged(release)
    assert (verdict.takes, verdict.verdict, verdict.disagreement) == (takes, words, "")
    if takes is not None:
        assert release.approved is takes
    rules = [RULES[text] for rejection in release.rejections for text in RULES if text in rejection]
    assert len(rules) == len(release.rejections), release.rejections
    assert (OURS in rules) is (takes is False)
