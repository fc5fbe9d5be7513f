"""Quality profiles as the apps write them, and bodies with parts missing."""

from arrtui.core.profiles import ProfilePlace, parse_profile

BODY = {
    "upgradeAllowed": True,
    "cutoff": 1001,
    "items": [
        {"quality": {"id": 1, "name": "SDTV"}, "items": [], "allowed": False},
        {
            "id": 1001,
            "name": "WEB 720p",
            "allowed": True,
            "items": [{"quality": {"id": 5, "name": "WEBDL-720p"}}, {"quality": {"name": "Unknown"}}],
        },
    ],
    "minFormatScore": 10,
    "cutoffFormatScore": 100,
    "minUpgradeFormatScore": 5,
    "formatItems": [{"format": 3, "name": "HDR", "score": 50}, {"format": 4, "name": "x265"}],
}


def test_a_whole_profile() -> None:
    profile = parse_profile(BODY)
    assert profile.places == (
        ProfilePlace((1,), "SDTV", False),
        ProfilePlace((1001, 5, 0), "WEB 720p", True, ("WEBDL-720p", "Unknown")),
    )
    assert (profile.upgrade_allowed, profile.cutoff) == (True, 1001)
    assert (profile.min_score, profile.cutoff_score, profile.min_upgrade_score) == (10, 100, 5)
    assert profile.scores == {3: 50, 4: 0}
    assert list(profile.quality_names) == [("SDTV", 0), ("WEB 720p", 1), ("WEBDL-720p", 1), ("Unknown", 1)]


def test_what_is_missing_or_of_another_type_is_unset() -> None:
    empty = parse_profile({})
    assert empty == parse_profile({"items": "none", "formatItems": [None], "cutoff": "x"})
    assert (empty.places, empty.scores, empty.min_upgrade_score) == ((), {}, 1)
