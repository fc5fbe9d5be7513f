"""What the incognito mode makes of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.common_words import COMMON_WORDS
from arrtui.core.incognito import (
    Disguise,
    KnownName,
    Likeness,
    episode_name,
    folded_words,
    is_telling,
    title_name,
    words_of,
)

TITLES = (
    "The Lost Mirror", "Mirror", "Ocean's Wolf", "Amélie et moi", "Harbour", "24", "千と千尋", "1917", "Up",
    "A", "Wolf 2: The Return", "Rain\u00adbow \x1b[31mred", "Cafe\u0301 Noir",
)  # fmt: skip
EPISODES = ("Pilot", "First Light", "Changes", "Part 1", "7")
DISGUISE = Disguise(
    [*map(title_name, TITLES), *map(episode_name, EPISODES), KnownName("MyTracker", Likeness.EXACT)],
    ["http://nas:7878", "https://movies.example.org/radarr4k", "http://10.8.0.7", "http://radarr:7878"],
    ["/movies", "/movies4k/", "/data/tv", "D:\\Films"],
    ["tower", "root"],
)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("The Lost Mirror", ["Lost", "Mirror"]),
        ("remove the lost mirror (2010), Mirror, harbour?", ["lost", "mirror", "harbour"]),
        ("The.Lost.Mirror.2010.1080p.WEB-GRP", ["Lost", "Mirror"]),
        ("thelostmirror-2010 and oceans_wolf", ["lost", "mirror", "ocean", "wolf"]),
        ("Oceans.Wolf and Ocean's Wolf", ["Wolf", "Ocean"]),
        ("Amelie.Et.Moi", ["Amelie", "Moi"]),
        ("Up, up and away", ["Up"]),
        ("/movies/The Lost Mirror (2010)/a.mkv", ["movies", "Lost"]),
        ("from /movies4k/x to /data/tv", ["movies4k", "data", "tv"]),
        ("cannot read /media/Amber Glass (2010)/Amber Glass.mkv.", ["media", "Amber", "Glass"]),
        ("/mnt is not mounted", ["mnt"]),
        ("/home/me/.config/arrtui/config.toml is read", ["home", "me", "config"]),
        (r"D:\films\Amber Glass (2010)\x.mkv and \\server\share", ["films", "Amber", "share"]),
        ("http://nas:7878 refused; nasty", ["nas:"]),
        ("http://radarr:7878 refused", ["radarr", "7878"]),
        ("see https://movies.example.org/radarr4k.", ["movies", "example", "radarr4k"]),
        ("10.8.0.7:7878 is down, as are 192.168.1.20 and fe80::1", ["10.8.0.7", "192.168.1.20", "fe80"]),
        ("pve.lan and qbit:8080 are down, mail me@home.example.com", ["pve", "qbit", "8080", "home"]),
        ("at work on tower", ["tower"]),
        (" 24 ", ["24"]),
        ("24 (2001), '24', 1917: not found", ["24", "1917"]),
        ("千と千尋", ["千", "と"]),
        ("映画千と千尋の神隠し", ["千と千尋"]),
        ("Pilot", ["Pilot"]),
        ("the pilot of it", ["pilot"]),
        ("S01E01 First Light", ["First", "Light"]),
        ("S01E01 - Changes [WEBDL-1080p]", ["Changes"]),
        ("S01E07 7", ["E07 7"]),
        ("MyTracker is unavailable", ["MyTracker"]),
        ("Rainbow red, Caf\u00e9 Noir, Cafe Noir and Cafe\u0301 Noir", ["Rainbow", "Caf", "Noir"]),
        ("tt0111161, TMDb 198194", ["0111161", "198194"]),
        ("Amber.Glass.2010.1080p.WEB-DL-GRP", ["Amber", "Glass"]),
        ("Amber_Glass_2010_1080p and amber.2012 and Amber.S01E04.720p", ["Amber", "amber", "Glass"]),
        ("'Amber Glass 2010 1080p WEB-DL x264-GRP' is stalled", ["Amber", "Glass"]),
        ("Amber Glass (2010) [WEBDL-1080p]-GRP", ["Amber", "Glass"]),
        ("[Sub] Amber Glass - 05 (1080p) [ABCD].mkv", ["Amber", "Glass", "Sub"]),
        ("cannot move Amber Glass-trailer.mkv", ["Amber", "Glass"]),
    ],
)  # fmt: skip
def test_what_is_known_or_looks_private_is_replaced_wherever_it_stands(text: str, gone: list[str]) -> None:
    shown = DISGUISE(text)
    assert [word for word in gone if word in shown] == []
    assert DISGUISE(text) == shown
    assert [len(word) for word in shown.split()] == [len(word) for word in text.split()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24 movies",
        "Changes and root folders, 7 of them, are up",
        "movies/series",
        "and/or",
        "A letter chooses a line",
        "radarr.main, sonarr.tv and radarr.4k",
        "score:100 year:2010 size>2gb",
        "version 6.1.2.10284 since 14:20:05",
        "HD Bluray + WEB  Bluray-1080p  WEBDL-2160p",
        "x265 (HD), TrueHD 7.1",
    ],
)
def test_words_of_sentences_stay(text: str) -> None:
    assert DISGUISE(text) == text


def test_a_name_is_replaced_by_the_same_letters_everywhere() -> None:
    title, release = DISGUISE("The Lost Mirror"), DISGUISE("The.Lost.Mirror.2010")
    assert release.replace(".", " ").startswith(title)
    assert DISGUISE("nas:9000")[:3] == DISGUISE("at nas")[3:] == DISGUISE("http://nas:7878")[7:10]
    path = DISGUISE("/data/tv/The Lost Mirror (2010)/x")
    assert path.startswith(f"{DISGUISE('/data/tv')}/{title} (")
    assert (
        DISGUISE(f"Path  {path}") == f"Path  {path}"
        and DISGUISE(f"{path[:20]}\n{path[21:]}")[:12] == path[:12]
    )
    for text in (title, release, "http://nas:7878", "/data/tv/x y", "Amber.2010.1080p.WEB"):
        assert DISGUISE.line(f"● {DISGUISE(text)}  4 files") == f"● {DISGUISE(text)}  4 files"


def test_what_was_learned_meanwhile_changes_no_other_name() -> None:
    more = Disguise([*map(title_name, ("Another", *TITLES))], salt="s")
    assert more("The Lost Mirror") == Disguise(map(title_name, TITLES), salt="s")("The Lost Mirror")
    assert more("The Lost Mirror") != DISGUISE("The Lost Mirror")


@pytest.mark.parametrize(
    ("typed", "gone"),
    [("the lost mir", ["mir"]), ("harb", ["harb"]), ("Pil", ["Pil"]), ("tag:4k oce", ["oce"])],
)
def test_what_is_typed_hides_names_that_have_only_begun(typed: str, gone: list[str]) -> None:
    shown = DISGUISE.typed(typed)
    assert [word for word in gone if word in shown] == []
    assert len(shown) == len(typed)


@pytest.mark.parametrize("typed", ["score<0", "tag:4k", "!missing @radarr.4k", "yea", "-horror"])
def test_operators_and_common_words_are_read_while_they_are_typed(typed: str) -> None:
    assert DISGUISE.typed(typed) == typed


names = st.lists(
    st.one_of(
        st.text(max_size=12), st.lists(st.sampled_from(["ba", "bado", "Wolf", "x", "up", "7"])).map(" ".join)
    ),
    max_size=8,
)


@given(names, st.text(max_size=60))
def test_length_stays_and_no_telling_name_is_left_or_made_up(titles: list[str], text: str) -> None:
    disguise = Disguise(map(title_name, titles), folders=["/movies"])
    whole = f"{text} {' '.join(titles)}"
    shown = disguise(whole)
    assert len(shown) == len(whole)
    known = {folded_words(title) for title in titles if any(map(is_telling, folded_words(title)))}
    left = folded_words(shown)
    assert [
        name for name in known for place in range(len(left)) if left[place : place + len(name)] == name
    ] == []


@given(names)
def test_what_is_made_up_is_no_word_of_any_name(titles: list[str]) -> None:
    disguise = Disguise(map(title_name, titles))
    known = {word for title in titles for word in folded_words(title)} | COMMON_WORDS
    for title in titles:
        if (shown := disguise(title)) != title:
            made = zip(words_of(title), folded_words(shown), strict=True)
            assert [new for old, new in made if len(old) > 3 and new in known and is_telling(new)] == []
