"""What the incognito mode makes of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.folding import fold
from arrtui.core.incognito import Disguise, KnownName, Likeness, episode_name, title_name

TITLES = ("The Lost Mirror", "Mirror", "Ocean's Wolf", "Amélie et moi", "Harbour", "24", "千と千尋")
DISGUISE = Disguise(
    [
        *map(title_name, TITLES),
        episode_name("Pilot"),
        episode_name("First Light"),
        KnownName("MyTracker", Likeness.EXACT),
    ],
    ["http://nas:7878", "https://movies.example.org/radarr4k", "http://10.8.0.7"],
    ["/movies", "/movies4k/", "/data/tv"],
)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("The Lost Mirror", ["Lost", "Mirror"]),
        ("remove the lost mirror (2010), Mirror, Harbour?", ["lost", "mirror", "Harbour"]),
        ("The.Lost.Mirror.2010.1080p.WEB-GRP", ["Lost", "Mirror"]),
        ("Oceans.Wolf and Ocean's Wolf", ["Wolf", "Ocean"]),
        ("Amelie.Et.Moi", ["Amelie", "Moi"]),
        ("/movies/The Lost Mirror (2010)/a.mkv", ["movies", "Lost"]),
        ("from /movies4k/x to /data/tv", ["movies4k", "data", "tv"]),
        ("/home/me/.config/arrtui/config.toml is read", ["home", "me", "config"]),
        ("http://nas:7878 refused; nasty", ["nas:"]),
        ("see https://movies.example.org/radarr4k.", ["movies", "example", "radarr4k"]),
        ("10.8.0.7:7878 is down", ["10.8.0.7"]),
        (" 24 ", ["24"]),
        ("千と千尋", ["千", "と"]),
        ("Pilot", ["Pilot"]),
        ("S01E01 First Light", ["First", "Light"]),
        ("MyTracker is unavailable", ["MyTracker"]),
    ],
)  # fmt: skip
def test_what_is_known_is_replaced_wherever_it_stands(text: str, gone: list[str]) -> None:
    shown = DISGUISE(text)
    assert [word for word in gone if word in shown] == []
    assert DISGUISE(text) == shown
    assert [len(word) for word in shown.split()] == [len(word) for word in text.split()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a mirror, 24 movies",
        "The Lost Mirrors",
        "the pilot of it",
        "2 up  first light",
        "movies/series",
        "and/or",
    ],
)
def test_words_of_sentences_stay(text: str) -> None:
    assert DISGUISE(text) == text


def test_a_name_is_replaced_by_the_same_letters_everywhere() -> None:
    title, release = DISGUISE("The Lost Mirror"), DISGUISE("The.Lost.Mirror.2010")
    assert release.replace(".", " ").startswith(title)


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=60))
def test_length_and_blanks_stay_and_no_name_is_left(titles: list[str], text: str) -> None:
    disguise = Disguise(map(title_name, titles), folders=["/movies"])
    shown = disguise(f"{text} {titles[0] if titles else ''}")
    assert len(shown) == len(f"{text} {titles[0] if titles else ''}")
    several = [
        title
        for title in titles
        if len(fold(title).split()) > 1 and title.isascii() and title.replace(" ", "").isalpha()
    ]
    assert [title for title in several if f" {fold(title)} " in f" {fold(shown)} "] == []
