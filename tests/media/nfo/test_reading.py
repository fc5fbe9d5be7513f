"""An NFO is read as far as the players read it, and nothing in one does any harm."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.media.nfo import MOST_BYTES, read_nfo
from tests.media.nfo.samples import FILM, nfos_of, recorded

KODI, JELLYFIN = recorded("kodi-20.1"), recorded("jellyfin-10.11.11")
FILMS = [
    name
    for name, variant in KODI.items()
    if variant["kind"] == "movie" and len(nfos_of(variant)) == 1 and len(variant["separate_folders_on"]) == 1
]


@pytest.mark.parametrize("name", FILMS)
def test_what_kodi_reads_is_read(name: str) -> None:
    (data,) = nfos_of(KODI[name]).values()
    kodi, fields = KODI[name]["separate_folders_on"][0], read_nfo(data).fields()
    facts = read_nfo(data).facts("film.nfo")
    assert facts.root == "movie" and facts.title == kodi["title"] and facts.year == kodi.get("year", 0)
    for key, recorded_key in [("originaltitle", "originaltitle"), ("playcount", "playcount"), ("tag", "tag")]:
        if recorded_key in kodi:
            assert fields[key] == kodi[recorded_key]
    if "plot" in kodi:
        assert fields["plot"] == kodi["plot"].replace("\v", "")
    assert {kind: facts.ids.get(kind) for kind in kodi.get("uniqueid", {})} == kodi.get("uniqueid", {})


@pytest.mark.parametrize("name", sorted(name for name in KODI if KODI[name]["kind"] != "movie"))
def test_every_recorded_nfo_of_series_and_episodes_is_read(name: str) -> None:
    for path, data in nfos_of(KODI[name]).items():
        facts = read_nfo(data).facts(path)
        if path.endswith("tvshow.nfo"):
            assert facts.root == "tvshow" or facts.ids == {"tvdb": "73255"}
        elif not path.endswith("season.nfo"):
            assert facts.root == "episodedetails" and facts.title and facts.episodes in (1, 2)
            assert facts.error == ""


@pytest.mark.parametrize("name", ["N05", "N06"])
def test_an_address_names_the_title_as_jellyfin_takes_it(name: str) -> None:
    (data,) = nfos_of(JELLYFIN[name]).values()
    ids = {kind.lower(): value for kind, value in JELLYFIN[name]["items"][0]["ProviderIds"].items()}
    facts = read_nfo(data).facts("film.nfo")
    assert facts.ids == ids and facts.url.startswith("https://") and facts.error == ""


def test_broken_xml_counts_as_far_as_it_can_be_read_and_says_so() -> None:
    (data,) = nfos_of(KODI["N07"]).values()
    document = read_nfo(data)
    assert document.fields() == {"title": "Broken N07", "plot": "a & b", "year": 1999}
    assert document.error


@pytest.mark.parametrize("end", range(60, len(FILM) - 100, 41))
def test_what_came_before_a_cut_counts(end: int) -> None:
    document = read_nfo(FILM[:end])
    whole = read_nfo(FILM).fields()
    if b"</title>" in FILM[:end]:
        assert document.fields()["title"] == whole["title"] and document.error
    if b"</plot>" in FILM[:end]:
        assert document.fields()["plot"] == whole["plot"]


def test_everything_of_a_full_nfo_is_read() -> None:
    (data,) = nfos_of(KODI["N01"]).values()
    fields = read_nfo(data).fields()
    assert fields["ratings"] == [
        {"name": "imdb", "max": 10, "default": True, "value": 7.5, "votes": 1234},
        {"name": "tmdb", "max": 10, "default": False, "value": 6.1, "votes": 99},
    ]
    assert fields["uniqueid"] == [
        {"type": "imdb", "default": False, "value": "tt1234567"},
        {"type": "tmdb", "default": True, "value": "4711"},
    ]
    assert fields["set"] == {"name": "Set From Nfo", "overview": "Set overview"}
    assert fields["actor"] == [
        {"name": "Ann Actor", "role": "Hero", "order": 0, "thumb": "http://127.0.0.1:9/ann.jpg"},
        {"name": "Bob Actor", "role": "Villain", "order": 1},
    ]
    assert fields["streamdetails"] == {
        "video": [
            {
                "codec": "hevc",
                "aspect": "1.78",
                "width": 3840,
                "height": 2160,
                "durationinseconds": 6000,
                "hdrtype": "dolbyvision",
            }
        ],
        "audio": [{"codec": "truehd", "language": "eng", "channels": 8}],
        "subtitle": [{"language": "ger"}],
    }
    assert fields["lockdata"] is True and fields["runtime"] == 101 and fields["genre"] == ["Action", "Drama"]


def test_each_episode_of_a_file_has_its_values() -> None:
    two = b"<episodedetails><episode>1</episode></episodedetails>"
    for data in (two + two.replace(b"1", b"2"), b"<xbmcmultiepisode>" + two * 2 + b"</xbmcmultiepisode>"):
        assert read_nfo(data).facts("e.nfo").episodes == 2 and len(read_nfo(data).parts()) == 2


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b"<movie><id>tt0113277</id><tmdbid>949</tmdbid></movie>", {"imdb": "tt0113277", "tmdb": "949"}),
        (
            b"<tvshow><id>73255</id><imdb_id>tt0412142</imdb_id></tvshow>",
            {"tvdb": "73255", "imdb": "tt0412142"},
        ),
        (b"<movie><tmdbid>1</tmdbid><uniqueid type='TMDB'>2</uniqueid></movie>", {"tmdb": "2"}),
        (b"Release notes ::: \xb0\xb1\xb2 http://www.imdb.com/title/tt0113277/ <3\n", {"imdb": "tt0113277"}),
        (b"https://thetvdb.com/dereferrer/series/73255", {"tvdb": "73255"}),
        (b"https://www.themoviedb.org/tv/1408-house?language=en&x=1", {"tmdb": "1408"}),
    ],
)
def test_ids_of_every_spelling_are_read(data: bytes, ids: dict[str, str]) -> None:
    assert read_nfo(data).facts("x.nfo").ids == ids


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("<movie><title>Übel</title></movie>", "utf-16"),
        ("<movie><title>Übel</title></movie>", "utf-8-sig"),
        ("<movie><title>Übel</title></movie>", "cp1252"),
        ('<?xml version="1.0" encoding="windows-1252"?><movie><title>Übel</title></movie>', "cp1252"),
        ('<?xml version="1.0" encoding="utf-16"?><movie><title>Übel</title></movie>', "utf-8"),
        ('<?xml version="1.0" encoding="UTF-8"?><movie><title>Übel</title></movie>', "cp1252"),
        ('<?xml version="1.0" encoding="punycode"?><movie><title>Übel</title></movie>', "utf-8"),
    ],
)
def test_encodings_are_what_they_are_and_not_what_they_claim(text: str, encoding: str) -> None:
    assert read_nfo(text.encode(encoding)).fields() == {"title": "Übel"}


def test_a_doctype_loads_and_expands_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of this machine")
    data = f"""<!DOCTYPE movie [
      <!ENTITY a "{"ha" * 50}"><!ENTITY b "{"&a;" * 50}"><!ENTITY c "{"&b;" * 50}">
      <!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY % net SYSTEM "http://127.0.0.1:9/x.dtd"> %net;
    ]><movie><title>T &c; &file;</title></movie>""".encode()
    document = read_nfo(data)
    assert document.fields() == {"title": "T &c; &file;"} and "DOCTYPE" in document.error
    assert read_nfo(b"<!DOCTYPE movie><movie><title>T</title></movie>").fields() == {"title": "T"}
    assert read_nfo(b"<!DOCTYPE movie [ <!ENTITY x 'y'").fields() == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"../../etc/passwd", "neither"),
        (b"<script>alert(1)</script>", "no element"),
        (b"<html><body>404", "cut"),
        (b"x" * (MOST_BYTES + 1), "no NFO"),
        (b"<a>" * 100_000, "XML"),
        (b"<!--" * 500_000, "XML"),
        (b"<![CDATA[" * 300_000, "XML"),
        (b"&" * 1_000_000, "neither"),
        (b"http://" * 300_000, "neither"),
        (b"\0" * 1_000_000, "empty"),
    ],
    ids=count(),
)
def test_what_is_no_nfo_says_so(data: bytes, words: str) -> None:
    document = read_nfo(data)
    assert document.fields() == {} and document.root == "" and words in document.facts("x.nfo").error


def test_control_characters_go_and_bidi_marks_stay() -> None:
    text = "<movie><title>T\x0b 😀 &#11;&#x0;&#xFFFFFFFF;\u202ebidi &nbsp;</title></movie>"
    assert read_nfo(text.encode()).fields() == {"title": "T 😀 \u202ebidi &nbsp;"}


def test_odd_numbers_do_not_count() -> None:
    data = (
        b"<movie><year>soon</year><runtime>101 min</runtime><playcount/><season>-1</season>"
        b"<ratings><rating name='a'><value>nan</value></rating><rating name='b'><value>1e400</value></rating>"
        b"<rating name='c'><value>7,5</value><votes>1,234</votes></rating></ratings></movie>"
    )
    rating = {"name": "c", "max": 10, "default": False, "value": 7.5, "votes": 1234}
    assert read_nfo(data).fields() == {"runtime": 101, "season": -1, "ratings": [rating]}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(FILM)), st.integers(0, len(FILM)))
def test_any_bytes_give_facts(noise: bytes, start: int, end: int) -> None:
    for data in (noise, FILM[:start] + noise + FILM[end:]):
        document = read_nfo(data)
        document.fields()
        assert document.facts("x.nfo").root in ("", "movie", "tvshow", "episodedetails")
