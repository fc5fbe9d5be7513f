"""Points of candidates, their order, and images that look alike."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.art_layouts import ARTIST_ART, FILM_ART
from arrtui.core.artwork import ArtCandidate, ArtKind
from arrtui.core.config import ArtworkConfig
from arrtui.features.artwork.scoring import IDEALS, Scorer


def candidate(address: str = "https://a/1.jpg", **facts: Any) -> ArtCandidate:
    values = {"slot": "poster", "provider": "tmdb", "width": 1000, "height": 1500, "language": "en"}
    return msgspec.convert({**values, "address": address, **facts}, ArtCandidate)


def scorer(**options: Any) -> Scorer:
    return Scorer(ArtworkConfig.model_validate(options), FILM_ART)


def part(entry: ArtCandidate, name: str, **options: Any) -> float:
    return next(part.points for part in scorer(**options).score(entry).parts if part.name == name)


def test_providers_count_in_the_owners_order_and_others_not_at_all() -> None:
    points = [
        part(candidate(provider=name), "provider", providers=["app", "tmdb"])
        for name in ("app", "tmdb", "tvdb")
    ]
    assert points == [10, 5, 0]
    counts = scorer(providers=["app", "tmdb"]).counts
    assert [counts(candidate(provider=name)) for name in ("app", "tmdb", "tvdb")] == [True, True, False]


def test_languages_count_in_the_owners_order() -> None:
    order = {"languages": ["de", "en"]}
    assert [part(candidate(language=name), "language", **order) for name in ("de", "en", "fr", "")] == [
        20,
        10,
        0,
        0,
    ]
    wordless = candidate(slot="fanart", language="", width=1920, height=1080)
    assert part(wordless, "language", **order) == 20
    ranked = scorer(**order).rank(
        candidate(f"https://a/{name}", language=name) for name in ("fr", "en", "de")
    )
    assert [entry.candidate.language for entry in ranked] == ["de", "en", "fr"]


def test_the_best_there_can_be_has_a_hundred_points() -> None:
    best = candidate(provider="fanart", votes=1_000_000_000, rating=10.0)
    assert scorer().score(best).score == pytest.approx(100, abs=0.01)
    assert [part.most for part in scorer().score(best).parts] == [30, 20, 20, 20, 10]


@pytest.mark.parametrize(
    ("better", "worse", "name"),
    [
        ({}, {"width": 500, "height": 750}, "resolution"),
        ({"width": 500, "height": 750}, {"width": 100, "height": 150}, "resolution"),
        ({}, {"width": 1500, "height": 1000}, "aspect"),
        ({}, {"language": ""}, "language"),
        ({"language": ""}, {"language": "ja"}, "language"),
        ({"votes": 900, "rating": 8.0}, {"votes": 1, "rating": 10.0}, "votes"),
        ({"votes": 1, "rating": 8.0}, {"votes": 1, "rating": 2.0}, "votes"),
        ({"votes": 40}, {}, "votes"),
        ({"provider": "fanart"}, {}, "provider"),
        ({}, {"provider": "tvdb"}, "provider"),
        ({"provider": "app"}, {"provider": "nobody"}, "provider"),
    ],
)
def test_each_part_tells_better_from_worse(better: Any, worse: Any, name: str) -> None:
    assert part(candidate(**better), name) > part(candidate(**worse), name)


def test_larger_than_players_show_gains_nothing_and_an_unknown_size_half() -> None:
    assert part(candidate(width=4000, height=6000), "resolution") == 30
    assert part(candidate(width=0, height=0), "resolution") == 15
    assert part(candidate(width=0, height=0), "aspect") == 10


def test_fanart_without_words_comes_first_whatever_the_owner_speaks() -> None:
    for options in ({}, {"languages": ["de"]}, {"languages": ["en", "none"]}):
        plain = candidate(slot="fanart", width=1920, height=1080, language="")
        english = msgspec.structs.replace(plain, address="https://a/2.jpg", language="en")
        ranked = scorer(**options).rank([english, plain])
        assert [entry.candidate.language for entry in ranked] == ["", "en"]


def test_a_language_that_nobody_named_stands_behind_all_others() -> None:
    small = candidate(width=300, height=450)
    foreign = candidate("https://a/2.jpg", language="zh", votes=500, rating=9.9, provider="fanart")
    ranked = scorer().rank([foreign, small])
    assert [entry.candidate.language for entry in ranked] == ["en", "zh"]
    assert ranked[0].score < ranked[1].score


def test_an_order_of_its_own_for_a_kind_counts() -> None:
    own = {"image_providers": {"poster": ["app", "tmdb"]}}
    assert part(candidate(provider="app"), "provider", **own) == 10
    assert part(candidate(provider="fanart"), "provider", **own) == 0


def test_images_that_look_alike_name_the_better_one() -> None:
    best = candidate(perceptual_hash="a" * 16)
    same = candidate("https://a/2.jpg", perceptual_hash="a" * 16, width=900, height=1350)
    other = candidate("https://a/3.jpg", perceptual_hash="b" * 16, width=800, height=1200)
    unseen = candidate("https://a/4.jpg", width=700, height=1050)
    ranked = scorer().rank([unseen, other, same, best])
    assert [entry.duplicate_of for entry in ranked] == ["", best.address, "", ""]


_candidates = st.builds(
    ArtCandidate,
    slot=st.sampled_from([kind.value for kind in ArtKind]),
    provider=st.sampled_from(["app", "tmdb", "tvdb", "fanart", "<script>", ""]),
    address=st.text(max_size=20),
    width=st.integers(-5, 10**9),
    height=st.integers(-5, 10**9),
    language=st.sampled_from(["", "en", "de", "zz", "\u202een"]),
    votes=st.integers(-10, 10**12),
    rating=st.floats(-100, 1000, allow_nan=False),
)


@given(_candidates)
def test_points_stay_within_their_bounds(entry: ArtCandidate) -> None:
    ranked = scorer().score(entry)
    assert 0 <= ranked.score <= 100
    assert all(0 <= part.points <= part.most for part in ranked.parts)
    assert ranked.score == pytest.approx(sum(part.points for part in ranked.parts), abs=0.01)


@given(st.lists(_candidates, max_size=12), st.randoms())
def test_the_order_does_not_depend_on_how_the_provider_lists_them(
    entries: list[ArtCandidate], mix: Any
) -> None:
    entries = [msgspec.structs.replace(entry, slot="poster") for entry in entries]
    unique = list({entry.address: entry for entry in entries}.values())
    shuffled = list(unique)
    mix.shuffle(shuffled)
    assert scorer().rank(unique) == scorer().rank(shuffled)


def test_every_kind_has_an_ideal() -> None:
    assert IDEALS.keys() == set(ArtKind)


@pytest.mark.parametrize("slot", ["poster", "s00e07:thumb"])
def test_covers_of_music_are_square_and_have_a_least_size(slot: str) -> None:
    music = Scorer(ArtworkConfig(languages=("de", "none")), ARTIST_ART)

    def score(width: int, height: int) -> float:
        return music.score(candidate(slot=slot, width=width, height=height, language="")).score

    assert score(1000, 1000) > score(500, 500) > score(1000, 1500)
    assert score(1000, 1000) == score(3000, 3000), "players show no more"
    assert score(200, 200) == 0 < score(0, 0), "a size that nobody tells is none too small"
    assert Scorer(ArtworkConfig(), FILM_ART).score(candidate(width=1000, height=1000)).score > 0
