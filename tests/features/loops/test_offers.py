"""What indexers offer is judged by file and profile, by the app's words, and by what was grabbed before."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.clients.releases import FoundRelease
from arrtui.core.domain import MediaFile
from arrtui.core.profiles import ProfileBody, ProfilePlace
from arrtui.features.loops.offers import MOVIE, SearchedTitle, count_grabs, judge_releases

HD, WEB, REMUX, SD = 9, 3, 30, 1
PROFILE = ProfileBody(
    upgrade_allowed=True,
    cutoff=WEB,
    places=(
        ProfilePlace((SD,), "SDTV", allowed=False),
        ProfilePlace((HD,), "HDTV-1080p", allowed=True),
        ProfilePlace((WEB,), "WEBDL-1080p", allowed=True),
        ProfilePlace((REMUX,), "Remux-1080p", allowed=True),
    ),
    min_score=-10,
    cutoff_score=200,
    min_upgrade_score=50,
    scores={},
)
NAME = "Silver.Harbor.2019.1080p.WEB-DL-GRP"


def release(**values: Any) -> FoundRelease:
    known: dict[str, Any] = {
        "guid": "g", "indexer_id": 1, "indexer": "Somewhere", "title": NAME, "size": 1, "age_hours": 1.0,
        "protocol": "usenet", "quality_id": WEB, "quality": "WEBDL-1080p", "revision": (1, 0),
        "is_repack": False, "languages": (), "formats": (), "score": 100, "group": "GRP", "approved": True,
        "rejections": (), "seeders": None, "leechers": None, "season": 0, "episodes": (), "is_pack": False,
        "can_be_grabbed": True,
    }  # fmt: skip
    return FoundRelease(**known | values)


def file(**values: Any) -> MediaFile:
    return MediaFile(**{"id": 1, "quality_id": WEB, "quality": "WEBDL-1080p", "score": 100} | values)


def judged(offer: FoundRelease, *files: MediaFile | None, **values: Any) -> Any:
    numbers = [MOVIE] if len(files) < 2 else [(1, number) for number in range(1, len(files) + 1)]
    present = dict(zip(numbers, files, strict=False))
    title = SearchedTitle(PROFILE, files=present, wanted=numbers[:1], **values)
    return judge_releases([offer], title)[0]


@pytest.mark.parametrize(
    ("offer", "present", "takes", "words"),
    [
        ({"score": 150}, {}, True, "+50 over the file's 100"),
        ({"score": 149}, {}, False, "gains 49; Minimum Custom Format Score Increment is 50"),
        ({"score": 100}, {}, False, "the file scores 100, as much or more"),
        ({"score": 900}, {"score": 200}, False, "meets both cutoffs"),
        ({"score": 0}, {"quality_id": HD, "quality": "HDTV-1080p"}, True, "a better quality than HDTV-1080p"),
        ({"score": 900, "quality_id": REMUX}, {}, False, "quality meets the cutoff"),
        ({"score": 900, "quality_id": HD}, {}, False, "of a better quality: WEBDL-1080p"),
        ({"score": 900, "quality_id": SD, "quality": "SDTV"}, {}, False, "SDTV is not wanted in the profile"),
        ({"score": -11}, {}, False, "below the profile's Minimum Custom Format Score of -10"),
        ({"score": 0, "revision": (2, 0)}, {}, True, "a later proper or repack"),
    ],
)
def test_a_release_is_judged_by_the_file_and_the_profile(
    offer: dict[str, Any], present: dict[str, Any], takes: bool, words: str
) -> None:
    verdict = judged(release(**offer), file(**present))
    assert (verdict.takes, words in verdict.verdict) == (takes, True), verdict.verdict


def test_where_the_app_says_otherwise_it_is_said() -> None:
    ours = judged(release(score=149), file())
    assert "The app would grab it" in ours.disagreement
    rejected = {"approved": False, "score": 150}
    words = "Existing file on disk has a equal or higher Custom Format score: 160"
    theirs = judged(release(rejections=(words,), **rejected), file())
    assert "the app says: Existing file on disk" in theirs.disagreement
    blocked = judged(release(rejections=("Release is blocklisted",), **rejected), file())
    assert blocked.takes and not blocked.disagreement


def test_equal_releases_that_were_grabbed_are_counted() -> None:
    grabs = count_grabs([NAME, f"{NAME.replace('.', ' ')}-RP", NAME.upper(), "Other.2019-GRP"])
    assert judged(release(), file(), grabs=grabs).repetition == "this would be the fourth grab of it"
    assert judged(release(title="New.2019-GRP"), file(), grabs=grabs).repetition == ""


def test_of_a_pack_every_file_must_be_worse() -> None:
    pack = release(score=150, season=1, episodes=(1, 2), is_pack=True)
    assert judged(pack, file(), None).takes
    assert not judged(pack, file(), file(id=2, score=140)).takes
    single = release(score=150, season=1, episodes=(1,))
    assert judged(single, file(), file(id=2, score=140)).takes


def test_without_a_profile_nothing_is_claimed() -> None:
    (verdict,) = judge_releases([release()], SearchedTitle(None))
    assert verdict.takes is None and "back the instance up" in verdict.verdict
