"""Editing sets what is known and keeps everything else that the owner or another program wrote."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.media.nfo import edit_nfo, read_nfo
from arrtui.media.nfo.elements import FLAGS, LISTS, NUMBERS, TEXTS
from tests.media.nfo.samples import FILM, nfos_of, recorded

VALUES: dict[str, Any] = {
    "title": "Heat",
    "year": 1995,
    "plot": "A <plot> & more\nin \u202etwo\u202c lines",
    "genre": ["Crime", "Thriller"],
    "uniqueid": [
        {"type": "tmdb", "default": True, "value": "949"},
        {"type": "imdb", "value": "tt0113277"},
    ],
    "ratings": [{"name": "tmdb", "max": 10, "default": True, "value": 7.9, "votes": 7000}],
    "set": {"name": "Mann Collection", "overview": "Films"},
    "actor": [
        {"name": "Al Pacino", "role": "Vincent Hanna", "order": 0},
        {"name": "Val Kilmer", "role": "Chris", "order": 1, "thumb": "https://example.org/k.jpg"},
    ],
    "director": ["Michael Mann"],
    "streamdetails": {
        "video": [{"codec": "hevc", "width": 3840, "height": 2160, "durationinseconds": 10200}],
        "audio": [{"codec": "truehd", "language": "eng", "channels": 8}],
        "subtitle": [{"language": "eng"}, {"language": "ger"}],
    },
}


def test_a_new_nfo_is_what_kodi_exports() -> None:
    text = edit_nfo(None, "movie", VALUES).decode()
    assert text.startswith(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<movie>\n    <title>Heat'
    )
    fields = read_nfo(text.encode()).fields()
    assert fields["plot"] == VALUES["plot"] and fields["streamdetails"] == VALUES["streamdetails"]
    assert fields["actor"] == VALUES["actor"] and fields["set"] == VALUES["set"]
    assert fields["ratings"] == VALUES["ratings"]
    assert text.index("<ratings>") < text.index("<plot>") < text.index("<uniqueid") < text.index("<actor>")


def test_what_arrtui_does_not_know_stays() -> None:
    text = edit_nfo(FILM, "movie", VALUES).decode()
    for kept in (
        "<!-- created on 2020 by somebody's tool -->",
        "<!-- my note -->",
        '<unknown attr="1">',
        "<inner>kept</inner>",
        "<tmdbid>1158</tmdbid>",
        '<director tmdbid="638">Michael Mann</director>',
        '<title lang="en">Heat</title>',
        "<other>kept</other>",
        '<uniqueid type="trakt">77</uniqueid>',
        '<rating name="trakt" max="10">',
        "<playcount>3</playcount>",
        "<lockdata>true</lockdata>",
    ):
        assert text.count(kept) == 1
    assert text.endswith("</movie>\nhttps://www.imdb.com/title/tt0113277/\n")
    assert text.index("<unknown") < text.index("my note") < text.index("<plot>")
    assert text.count('default="true"') == 2, "one id and one rating is the default"
    assert '<uniqueid type="imdb">tt0113277</uniqueid>' in text
    fields = read_nfo(text.encode()).fields()
    assert fields["genre"] == ["Crime", "Thriller"] and fields["set"] == VALUES["set"]
    assert [actor["name"] for actor in VALUES["actor"]] == ["Al Pacino", "Val Kilmer"]


def test_nothing_to_set_keeps_every_value() -> None:
    assert read_nfo(edit_nfo(FILM, "movie", {})).fields() == read_nfo(FILM).fields()


def test_an_empty_value_removes_and_none_leaves() -> None:
    text = edit_nfo(
        FILM, "movie", {"plot": "", "genre": [], "title": None, "set": {}, "ratings": []}
    ).decode()
    assert not any(f"<{name}" in text for name in ("plot", "genre", "set", "rating")) and "Heat" in text


def test_another_director_does_not_get_the_id_of_the_one_before() -> None:
    text = edit_nfo(FILM, "movie", {"director": ["Another"]}).decode()
    assert "<director>Another</director>" in text and "638" not in text


def test_the_same_input_gives_the_same_bytes_and_a_second_edit_changes_nothing() -> None:
    once = edit_nfo(FILM, "movie", VALUES)
    assert once == edit_nfo(FILM, "movie", dict(reversed(VALUES.items()))) == edit_nfo(once, "movie", VALUES)


def test_each_episode_keeps_what_belongs_to_it() -> None:
    (double,) = [data for path, data in nfos_of(recorded("kodi-20.1")["S06"]).items() if "Double" in path]
    marked = double.replace(b"<title>Three", b"<mine>3</mine><title>Three")
    parts = [
        {"season": 1, "episode": 3, "title": "Third"},
        {"season": 1, "episode": 2, "plot": "Plot of two"},
        {"season": 1, "episode": 4, "title": "Fourth"},
    ]
    document = read_nfo(edit_nfo(marked, "episodedetails", parts))
    assert document.parts() == [
        {"title": "Third", "season": 1, "episode": 3},
        {"title": "Two", "plot": "Plot of two", "season": 1, "episode": 2},
        {"title": "Fourth", "season": 1, "episode": 4},
    ]
    assert edit_nfo(marked, "episodedetails", parts).count(b"<mine>3</mine>") == 1


def test_an_nfo_without_numbers_is_that_of_its_only_episode() -> None:
    original = b"<episodedetails><title>Mine</title><mine/></episodedetails>"
    text = edit_nfo(original, "episodedetails", [{"season": 1, "episode": 1, "plot": "P"}]).decode()
    assert "<mine/>" in text and "Mine" in text and "<plot>P" in text


@pytest.mark.parametrize(
    "original",
    [
        b"https://www.themoviedb.org/movie/949",
        b"<tvshow><title>other kind</title></tvshow>",
        b"\xff\xfe\x00",
        b"<movie><title>cut",
        b"<!DOCTYPE movie [<!ENTITY a 'b'>]><movie><plot>&a;</plot></movie>",
        b"<movie xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><xsi:y/><title/></movie>",
        b"<!-- a -- b --><movie/>",
    ],
)
def test_a_hostile_original_gives_a_whole_nfo(original: bytes) -> None:
    once = edit_nfo(original, "movie", VALUES)
    document = read_nfo(once)
    assert document.error == "" and document.root == "movie" and document.fields()["title"] == "Heat"
    assert edit_nfo(once, "movie", VALUES) == once


def test_an_address_of_a_provider_stays_behind_the_xml() -> None:
    text = edit_nfo(b"https://www.themoviedb.org/movie/949", "movie", {"title": "Heat"}).decode()
    assert text.endswith("</movie>\nhttps://www.themoviedb.org/movie/949\n")


WORDS = st.text(max_size=20)
ANY_VALUES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(TEXTS, WORDS)
    | {name: st.integers(-1, 10**6) for name in NUMBERS}
    | {name: st.booleans() for name in FLAGS}
    | {name: st.lists(WORDS, max_size=3) for name in LISTS}
    | {
        "set": st.fixed_dictionaries({"name": WORDS}, optional={"overview": WORDS}),
        "uniqueid": st.lists(
            st.fixed_dictionaries({"type": WORDS, "value": WORDS, "default": st.booleans()})
        ),
        "ratings": st.lists(
            st.fixed_dictionaries(
                {"name": WORDS, "value": st.floats(0, 10)}, optional={"votes": st.integers(0)}
            )
        ),
        "actor": st.lists(st.fixed_dictionaries({"name": WORDS}, optional={"role": WORDS}), max_size=3),
    },
)


@settings(max_examples=150, deadline=None)
@given(ANY_VALUES, st.sampled_from([None, FILM]))
def test_any_values_give_xml_that_is_stable_and_holds_them(
    values: dict[str, Any], original: bytes | None
) -> None:
    once = edit_nfo(original, "movie", values)
    document = read_nfo(once)
    assert document.error == "" and edit_nfo(once, "movie", values) == once
    fields = document.fields()
    for name in NUMBERS:
        if name in values:
            assert fields[name] == values[name]
    for name in TEXTS:
        if (text := values.get(name)) and text.isprintable() and text.strip():
            assert fields[name] == text.strip()


@pytest.mark.parametrize(
    ("url", "stays"),
    [
        ("https://www.themoviedb.org/movie/949", True),
        ("https://www.themoviedb.org/movie/12", False),
        ("https://www.imdb.com/title/tt0113277/", True),
        ("https://www.imdb.com/title/tt9999999/", False),
        ("https://www.thetvdb.com/series/7", True),
    ],
)
@pytest.mark.parametrize("before", ["", "<movie><title>Heat</title></movie>\n"])
def test_an_address_of_another_title_does_not_stay_behind_the_ids_of_this_one(
    url: str, stays: bool, before: str
) -> None:
    ids = [
        {"type": "tmdb", "default": True, "value": "949"},
        {"type": "imdb", "default": False, "value": "tt0113277"},
    ]
    edited = edit_nfo(f"{before}{url}\n".encode(), "movie", {"title": "Heat", "uniqueid": ids})
    assert (url in edited.decode()) is stays
    assert edit_nfo(edited, "movie", {"title": "Heat", "uniqueid": ids}) == edited
