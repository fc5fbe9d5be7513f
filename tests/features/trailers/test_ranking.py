"""Which videos are taken for the trailer of a title, and why others are not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.trailers.candidates import Source, VideoCandidate, Wish, video_key
from arrtui.features.trailers.ranking import RECYCLED, judge, rank

ALIEN = Wish(title="Alien", year=1979)


def video(title: str = "Alien (1979) Official Trailer", **facts: Any) -> VideoCandidate:
    values = {"source": Source.SEARCH, "address": f"https://www.youtube.com/watch?v={title}", "seconds": 140}
    return VideoCandidate(title=title, **values | facts)


@pytest.mark.parametrize(
    ("candidate", "word"),
    [
        (video(live_status="is_live"), "live"),
        (video(live_status="is_upcoming"), "not out"),
        (video(seconds=None), "not known"),
        (video(seconds=None, source=Source.TMDB, looked_up=True), "not known"),
        (video(seconds=29), "only"),
        (video(seconds=601), "longer"),
        (video(address="https://www.youtube.com/shorts/x"), "short"),
        (video(width=1080, height=1920, seconds=60), "short"),
        (video("Alien Trailer Reaction"), "reaction"),
        (video("Alien (1979) Fan Made Trailer"), "fan made"),
        (video("Alien Teaser"), "teaser"),
        (video("Alien full movie"), "does not say"),
        (video("Alien (2024) Official Trailer"), "2024"),
        (video("Alien: Romulus | Official Trailer"), "not like"),
        (video("Aliens (1979) Official Trailer"), "not like"),
        (video("Official Trailer"), "not like"),
    ],
)
def test_a_video_is_rejected_with_the_reason(candidate: VideoCandidate, word: str) -> None:
    assert word in judge(candidate, ALIEN).rejected


@pytest.mark.parametrize(
    ("title", "wish"),
    [
        ("ALIEN Trailer (1979) HD", ALIEN),
        ("Alien | Official Trailer | 20th Century Studios", ALIEN),
        ("Official Trailer: Alien", ALIEN),
        ("Alien (1980) trailer", ALIEN),
        ("The Interview Official Trailer", Wish(title="The Interview", year=2014)),
        ("Blade Runner 2049 - Official Trailer [HD]", Wish(title="Blade Runner 2049", year=2017)),
        ("Amélie Trailer", Wish(title="Amelie", year=2001)),
        ("1917 - Official Trailer (2019)", Wish(title="1917", year=2019)),
        ("The Wire: Season 2 Official Trailer", Wish(title="The Wire", season=2)),
        ("Trailer Park Boys Trailer", Wish(title="Trailer Park Boys", year=2001)),
    ],
)
def test_the_trailer_of_a_title_is_taken(title: str, wish: Wish) -> None:
    assert judge(video(title), wish).rejected == ""


def test_a_season_wants_its_own_trailer() -> None:
    wish = Wish(title="The Wire", season=2)
    assert judge(video("The Wire Season 3 Trailer"), wish).rejected
    assert judge(video("The Wire Official Trailer"), wish).rejected


def test_what_the_owner_picked_is_taken_whatever_it_is_called() -> None:
    picked = video("Something else, fan made, 2024", source=Source.CHOICE, seconds=None, looked_up=True)
    assert judge(picked, ALIEN).rejected == ""
    assert judge(video(source=Source.CHOICE, live_status="is_live"), ALIEN).rejected


def test_the_best_comes_first_and_the_rejected_last() -> None:
    def tmdb(name: str, **facts: Any) -> VideoCandidate:
        return video(name, source=Source.TMDB, seconds=None, **facts)

    names = [
        tmdb("teaser", language="en", teaser=True, official=True, date="2019-01-01"),
        tmdb("german", language="de", official=True, date="2020-01-01"),
        tmdb("fan", language="en", date="2021-01-01"),
        tmdb("older", language="en", official=True, date="2018-01-01"),
        tmdb("newer", language="en", official=True, date="2020-01-01"),
    ]
    wish = Wish(title="Alien", languages=("en", "de"), teasers=True)
    assert [verdict.candidate.title for verdict in rank(names, wish)] == [
        *("newer", "older", "fan", "german", "teaser")
    ]
    without = rank(names, Wish(title="Alien", languages=("en",)))
    assert [bool(verdict.rejected) for verdict in without] == [False, False, False, False, True]


def test_of_search_results_the_most_alike_then_the_most_seen_comes_first() -> None:
    results = [
        video("Alien Trailer reaction"),
        video("Alien Trailer", views=10),
        video("Alien Trailer (HD)", views=99),
        video("Alien Official Trailer", views=1),
    ]
    order = [verdict.candidate.title for verdict in rank(results, ALIEN)]
    assert order == [
        "Alien Official Trailer",
        "Alien Trailer (HD)",
        "Alien Trailer",
        "Alien Trailer reaction",
    ]


@given(st.text(max_size=60), st.text(min_size=1, max_size=40))
def test_any_title_is_judged(title: str, wanted: str) -> None:
    assert isinstance(judge(video(title), Wish(title=wanted)).rejected, str)


@pytest.mark.parametrize(
    ("address", "is_same"),
    [
        ("https://www.youtube.com/watch?v=abc", True),
        ("https://youtu.be/abc?t=3", True),
        ("https://www.youtube.com/watch?feature=x&v=abc", True),
        ("https://www.youtube.com/watch?v=abcd", False),
        ("https://vimeo.com/abc", False),
    ],
)
def test_a_video_that_was_thrown_away_is_refused_unless_it_is_picked(address: str, is_same: bool) -> None:
    wish = Wish(title="Alien", recycled=frozenset({video_key("https://www.youtube.com/watch?v=abc")}))
    for source in Source:
        seen = VideoCandidate(source=source, address=address, title="Alien Trailer", seconds=90)
        assert (judge(seen, wish).rejected == RECYCLED) is (is_same and source is not Source.CHOICE)
