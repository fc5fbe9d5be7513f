"""What names of a source are likely called on a target."""

from __future__ import annotations

from arrtui.features.sync.fields.suggest import suggest_names

UHD = ("Any", "UHD Bluray + WEB", "Remux + WEB 2160p")


def test_a_name_that_is_there_needs_no_map() -> None:
    assert suggest_names(["Any"], UHD, {}) == {}


def test_the_most_similar_name_is_suggested_and_nothing_where_none_is_similar() -> None:
    names = ["HD Bluray + WEB", "Remux + WEB 1080p", "Kids"]
    assert suggest_names(names, UHD, {}) == {
        "HD Bluray + WEB": "UHD Bluray + WEB",
        "Remux + WEB 1080p": "Remux + WEB 2160p",
    }


def test_the_only_name_there_is_suggested_for_all() -> None:
    assert suggest_names(["Kids", "HD"], ["Ultra-HD"], {}) == {"Kids": "Ultra-HD", "HD": "Ultra-HD"}


def test_an_earlier_choice_goes_before_likeness_while_the_target_has_it() -> None:
    chosen = {"hd bluray + web": "Any", "Kids": "Gone"}
    assert suggest_names(["HD Bluray + WEB", "Kids"], UHD, chosen) == {"HD Bluray + WEB": "Any"}


def test_folders_are_alike_by_their_last_part() -> None:
    available = ("/mnt/nas/tv4k", "/mnt/nas/movies4k")
    assert suggest_names(["/data/movies", "/mnt/nas/tv"], available, {}, folders=True) == {
        "/data/movies": "/mnt/nas/movies4k",
        "/mnt/nas/tv": "/mnt/nas/tv4k",
    }
