"""The upgrade of an album, held against what the real Lidarr said of releases (LIDARR_API 5)."""

from __future__ import annotations

import pytest

from arrtui.core.album_upgrades import album_refusal, refusal_of
from arrtui.core.profiles import parse_profile
from arrtui.core.upgrades import Contender, GrabRefusal
from tests.core.matching.truth import read_record

MP3, FLAC, HIRES, WAV = 4, 6, 21, 13


def profile(**fields: object):
    items = [
        {"quality": {"id": MP3, "name": "MP3-320"}, "items": [], "allowed": True},
        {
            "id": 1005,
            "name": "Lossless",
            "allowed": True,
            "items": [{"quality": {"id": FLAC}}, {"quality": {"id": HIRES}}],
        },
        {"quality": {"id": WAV, "name": "WAV"}, "items": [], "allowed": True},
    ]
    facts = {"upgradeAllowed": True, "cutoff": 1005, "items": items, "cutoffFormatScore": 100}
    return parse_profile(facts | fields)


@pytest.mark.parametrize(
    ("push", "refusal"),
    (("push.better-quality", None), ("push.lower-quality", GrabRefusal.BETTER_QUALITY)),
)
def test_the_verdicts_of_the_app_are_explained(push: str, refusal: GrabRefusal | None) -> None:
    release = read_record(f"lidarr/{push}.json")["body"]
    bodies = read_record("lidarr/read.qualityprofile.json")["body"]
    scored = next(parse_profile(row) for row in bodies if row["cutoffFormatScore"] == 100)
    offered = Contender(release["quality"]["quality"]["id"], release["customFormatScore"])
    files = [Contender(FLAC, 5)] * 4  # imported with 5 points (read.history), "FLAC v1" by the rejection
    assert album_refusal(offered, files, scored) is refusal
    assert release["approved"] is (refusal is None)


@pytest.mark.parametrize(
    ("release", "files", "refusal"),
    (
        ((FLAC, 0), [(MP3, 900), (FLAC, 0)], None),  # better than one and worse than none
        ((FLAC, 900), [(MP3, 0), (WAV, 0)], GrabRefusal.BETTER_QUALITY),  # worse than one
        ((HIRES, 36), [(FLAC, 35), (FLAC, 80)], None),  # the first file's score, by one point
        ((HIRES, 35), [(FLAC, 35), (FLAC, 0)], GrabRefusal.SCORE),
        ((WAV, 900), [(FLAC, 100)], GrabRefusal.CUTOFF_MET),
        ((WAV, 0), [(FLAC, 99)], None),  # short of the score alone, and a better quality is taken
        ((FLAC, -1), [], GrabRefusal.MINIMUM),
        ((MP3, 0), [], None),
    ),
)
def test_quality_comes_first_then_the_first_files_score(release, files, refusal) -> None:
    rows = [Contender(*file) for file in files]
    assert album_refusal(Contender(*release), rows, profile()) is refusal


def test_nothing_is_compared_while_a_track_lacks_its_file() -> None:
    files = [Contender(WAV, 500)]
    assert album_refusal(Contender(MP3, 0), files, profile(upgradeAllowed=False), lacks_tracks=True) is None


def test_without_upgrades_the_lowest_allowed_quality_is_the_cutoff() -> None:
    rule = profile(upgradeAllowed=False)
    assert album_refusal(Contender(WAV, 0), [Contender(MP3, 0)], rule) is GrabRefusal.CUTOFF_MET
    short = profile(upgradeAllowed=False, minFormatScore=10)
    assert album_refusal(Contender(WAV, 20), [Contender(MP3, 0)], short) is GrabRefusal.NO_UPGRADES


def test_each_app_is_asked_by_its_own_rule() -> None:
    release, files = Contender(FLAC, 6), [Contender(FLAC, 5)]
    stepped = profile(minUpgradeFormatScore=50)
    assert refusal_of("lidarr", release, files, stepped) is None
    assert refusal_of("radarr", release, files, stepped) is GrabRefusal.INCREMENT
