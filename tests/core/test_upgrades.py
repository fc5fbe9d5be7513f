"""What the apps answered about a release and a file, and the vectors of their rule."""

from __future__ import annotations

import pytest

from arrtui.core.profiles import ProfileBody, ProfilePlace
from arrtui.core.upgrades import Contender, GrabRefusal, Propers, find_refusal

HDTV, WEB, WEBRIP, BLURAY, REMUX = 9, 3, 15, 7, 30
GROUP = 1000
PROFILE = ProfileBody(
    upgrade_allowed=True,
    cutoff=BLURAY,
    places=(
        ProfilePlace((HDTV,), "HDTV-1080p", True),
        ProfilePlace((GROUP, WEB, WEBRIP), "WEB 1080p", True),
        ProfilePlace((BLURAY,), "Bluray-1080p", True),
        ProfilePlace((REMUX,), "Remux-1080p", True),
    ),
    min_score=-500,
    cutoff_score=1_000,
    min_upgrade_score=1,
    scores={},
)
V2, V3 = (0, 2), (0, 3)


@pytest.mark.parametrize(
    ("release", "file", "changes", "refusal"),
    [
        # loop-size under the increments and the cutoff that were tried on it
        (Contender(WEB, 120), Contender(WEB, 20), {}, None),
        (Contender(WEB, 120), Contender(WEB, 20), {"min_upgrade_score": 101}, GrabRefusal.INCREMENT),
        (Contender(WEB, 120), Contender(WEB, 20), {"min_upgrade_score": 100}, None),
        (Contender(WEB, 120), Contender(WEB, 20), {"cutoff_score": 20}, GrabRefusal.FORMAT_CUTOFF),
        # qualities, and members of one group
        (Contender(BLURAY, -10), Contender(WEB, 500), {}, None),
        (Contender(BLURAY, -501), Contender(WEB, 0), {}, GrabRefusal.MINIMUM),
        (Contender(HDTV, 900), Contender(WEB, 0), {}, GrabRefusal.BETTER_QUALITY),
        (Contender(REMUX, 900), Contender(BLURAY, 0), {}, GrabRefusal.QUALITY_CUTOFF),
        (Contender(WEBRIP, 900), Contender(WEB, 0), {"cutoff": GROUP}, None),
        (Contender(WEB, 9), Contender(WEBRIP, 9), {}, GrabRefusal.SCORE),
        (Contender(WEB, 9), Contender(BLURAY, 1_000), {}, GrabRefusal.CUTOFF_MET),
        (Contender(BLURAY, 9), Contender(BLURAY, 0), {"cutoff_score": 0}, GrabRefusal.CUTOFF_MET),
        (Contender(BLURAY, 9), Contender(WEB, 0), {"upgrade_allowed": False}, GrabRefusal.CUTOFF_MET),
        (Contender(WEB, 9), Contender(HDTV, -501), {"upgrade_allowed": False}, GrabRefusal.NO_UPGRADES),
        # a proper of another group after a REPACK2, and repacks
        (Contender(WEB, 0, V2), Contender(WEB, 0, V3, group="NTb"), {}, GrabRefusal.BETTER_REVISION),
        (Contender(WEB, 0, V3, True, "NTb"), Contender(WEB, 0, V2, group="ntb"), {}, None),
        (
            Contender(WEB, 0, V3, True, "FLUX"),
            Contender(WEB, 0, V2, group="NTb"),
            {},
            GrabRefusal.OTHER_GROUP,
        ),
        (Contender(WEB, 0, V2), Contender(WEB, 0), {"upgrade_allowed": False}, None),
    ],
)
def test_the_first_rule_that_holds(
    release: Contender, file: Contender, changes: dict[str, object], refusal: GrabRefusal | None
) -> None:
    assert find_refusal(release, file, PROFILE._replace(**changes)) is refusal  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("propers", "by_rss", "is_repack", "refusal"),
    [
        (Propers.DO_NOT_PREFER, False, True, GrabRefusal.SCORE),
        (Propers.DO_NOT_PREFER, True, False, GrabRefusal.SCORE),
        (Propers.DO_NOT_UPGRADE, False, True, GrabRefusal.REPAIRS_OFF),
        (Propers.DO_NOT_UPGRADE, True, False, GrabRefusal.REPAIRS_OFF),
        (Propers.DO_NOT_UPGRADE, False, False, None),
        (Propers.PREFER_AND_UPGRADE, True, False, None),
    ],
)
def test_propers_and_repacks_by_their_setting(
    propers: Propers, by_rss: bool, is_repack: bool, refusal: GrabRefusal | None
) -> None:
    release, file = Contender(WEB, 0, V2, is_repack, "NTb"), Contender(WEB, 0, group="NTb")
    assert find_refusal(release, file, PROFILE, propers, by_rss=by_rss) is refusal
